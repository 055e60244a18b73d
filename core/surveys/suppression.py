"""Groups too small to be told about, also where a figure could be had by subtraction (rules.md 8, R26)."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5
"""Figures of fewer answers than this are not shown."""

Key = TypeVar("Key", bound=Hashable)


def suppressed(groups: Mapping[Key, int]) -> frozenset[Key]:
    """Which groups must not be shown beside the figure of all of them together; *groups* gives the answers of each.

    Groups under five are hidden. What is hidden can be had as one by taking the shown groups from the whole: where that
    rest would be under five, the smallest shown groups are hidden too until it is not. Groups without answers have
    nothing to hide. The same input gives the same choice (by size, then by key as text).
    """
    hidden = {key for key, n in groups.items() if 0 < n < LEAST}
    rest = sum(groups[key] for key in hidden)
    shown = sorted((key for key, n in groups.items() if n >= LEAST), key=lambda key: (groups[key], str(key)))
    for key in shown:
        if not 0 < rest < LEAST:
            break
        hidden.add(key)
        rest += groups[key]
    return frozenset(hidden)
