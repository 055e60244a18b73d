"""Lists and counts of one event put together, so that nobody is counted twice (importing.md 2.3, rules.md 5).

A list names people, or tells of them one by one; lists add up, and whoever has a key is one person on all of them. A
count is a number that somebody gave: of everybody, or organisation by organisation. It is about the same people as the
lists of its mode (online or on site; without a mode: as all lists of the event), so it is never added to them: only
what it has beyond them counts.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from core.reach import Headcount, Identified

SheetRow = tuple[int | None, Hashable | None, int | None]
"""Organisation id (None: not known), key of a person (None: without), people (None: nobody counted them)."""


@dataclass(frozen=True)
class Sheet:
    """A list (*counted* False) or count of an event. *persons* is the total that was given for it, None where none."""

    counted: bool
    mode: str | None
    persons: int | None
    rows: Sequence[SheetRow]


@dataclass(frozen=True)
class _People:
    mode: str | None
    organisation: int | None
    key: Hashable | None
    n: int | None


def put_together(event: int, sheets: Iterable[Sheet]) -> tuple[list[Identified], list[Headcount]]:
    """Everybody at *event* as core.reach takes them in: people by key, and numbers of people without."""
    several = list(sheets)
    taken: list[_People] = []
    for sheet in several:
        if not sheet.counted:
            taken += _listed(sheet)
    for sheet in sorted((one for one in several if one.counted), key=lambda one: one.mode is None):
        scope = [one for one in taken if sheet.mode in (None, one.mode)]
        taken += _beyond(sheet, scope)
    identified: list[Identified] = [(event, one.organisation, one.key) for one in taken if one.key is not None]
    heads: list[Headcount] = [(event, one.organisation, one.n) for one in taken if one.key is None]
    return identified, heads


def _listed(sheet: Sheet) -> list[_People]:
    """The people of a list; those of its total beyond its rows are of unknown organisation."""
    out = []
    known = bare = 0
    for organisation, key, n in sheet.rows:
        known += n or 0
        bare += n is None
        out.append(_People(sheet.mode, organisation, key, 0 if n is None and sheet.persons is not None else n))
    if sheet.persons is not None and (rest := max(sheet.persons - known, bare)):
        out.append(_People(sheet.mode, None, None, rest))
    return out


def _beyond(sheet: Sheet, scope: Sequence[_People]) -> list[_People]:
    """What a count has beyond the people in *scope*, whom it is about too."""
    homes: dict[Hashable, int | None] = {}
    there: Counter[int | None] = Counter()
    for one in scope:
        if one.key is None:
            there[one.organisation] += one.n or 0
        elif one.organisation is not None or one.key not in homes:
            homes[one.key] = one.organisation
    there.update(homes.values())
    everybody = there.total()
    told: Counter[int] = Counter()
    bare = []
    unnamed = 0
    for organisation, _, n in sheet.rows:
        if organisation is None:
            unnamed += n or 0
        elif n is None:
            bare.append(organisation)
        else:
            told[organisation] += n
    more = {one: max(0, n - there[one]) for one, n in told.items()}
    least = sum(max(n, there[one]) for one, n in told.items()) + sum(
        n for one, n in there.items() if one is not None and one not in told
    )
    whole = max(everybody, least, told.total() + unnamed if sheet.persons is None else sheet.persons)
    if everybody + sum(more.values()) > whole:  # people of unknown organisation on the lists are some of these
        more = dict.fromkeys(more, 0)
    out = [_People(sheet.mode, one, None, n) for one, n in more.items() if n or not there[one]]
    within = None if sheet.persons is None else 0
    alone = [one for one in bare if not there[one]]
    out += [_People(sheet.mode, one, None, within) for one in alone]
    rest = whole - everybody - sum(more.values())
    if sheet.persons is not None:  # whoever was there was at least one person
        rest = max(rest, len(alone) - there[None])
    if rest:
        out.append(_People(sheet.mode, None, None, rest))
    return out
