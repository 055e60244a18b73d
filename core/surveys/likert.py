"""One Likert item (rules.md 8): its figures in a fixed order, reversed items recoded first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.surveys.intervals import Interval, Share, wilson
from core.surveys.suppression import LEAST

TOP = 2
"""How many of the highest points count as the top share."""


@dataclass(frozen=True)
class Answers:
    """What was answered to one item by a group: *counts* by point (1 to *scale*, already the right way round; medians
    of organisations may lie between two), how many left it empty and how many could not say. *group*: the size of the
    finite group, None where unknown."""

    scale: int
    counts: Mapping[float, int]
    missing: int = 0
    dont_know: int = 0
    group: int | None = None

    @property
    def n(self) -> int:
        """Answers on the scale: without the empty ones and those who could not say."""
        return sum(self.counts.values())

    @property
    def top(self) -> Share:
        """The share of the highest two points."""
        hits = sum(count for point, count in self.counts.items() if point >= self.scale - TOP + 1)
        return Share(hits, self.n, self.group)


@dataclass(frozen=True)
class LikertSummary:
    """Figures of an item, in the order in which they are shown. Where n is under five everything but *n* is None
    (*suppressed*). *quartiles* are the lower and the upper one; *mean* is only descriptive."""

    n: int
    missing: int | None
    dont_know: int | None
    distribution: tuple[int, ...] | None
    top: float | None
    interval: Interval | None
    whole_group: bool
    median: float | None
    quartiles: tuple[float, float] | None
    mean: float | None
    suppressed: bool


def answers(
    points: Iterable[int | None], scale: int, *, reversed_: bool = False, dont_know: int = 0, group: int | None = None
) -> Answers:
    """Count the *points* that people chose (None: left empty); a reversed item is recoded, 1 becoming *scale*.

    ValueError for a point outside 1 to *scale*.
    """
    counts: dict[float, int] = dict.fromkeys(range(1, scale + 1), 0)
    missing = 0
    for point in points:
        if point is None:
            missing += 1
        elif point in counts:
            counts[scale + 1 - point if reversed_ else point] += 1
        else:
            raise ValueError(f"{point} is not on a scale of 1 to {scale}")
    return Answers(scale, counts, missing, dont_know, group)


def summary(given: Answers) -> LikertSummary:
    """All figures of an item; suppressed where fewer than five answered."""
    if given.n < LEAST:
        return LikertSummary(given.n, None, None, None, None, None, False, None, None, None, suppressed=True)
    values = [given.counts.get(point, 0) for point in range(1, given.scale + 1)]
    total = sum(point * count for point, count in enumerate(values, 1))
    return LikertSummary(
        n=given.n, missing=given.missing, dont_know=given.dont_know, distribution=tuple(values), top=given.top.value,
        interval=None if given.top.whole else wilson(given.top), whole_group=given.top.whole,
        median=quantile(values, 0.5), quartiles=(quantile(values, 0.25), quantile(values, 0.75)),
        mean=total / given.n, suppressed=False,
    )  # fmt: skip


def quantile(counts: list[int], share: float) -> float:
    """The quantile of points 1, 2, ... that were chosen *counts* times: linear between neighbours, as type 7 of Hyndman
    and Fan 1996 (the usual one of R, NumPy and spreadsheets). At least one answer."""
    position = (sum(counts) - 1) * share
    below = int(position)
    low, high = _at(counts, below), _at(counts, min(below + 1, sum(counts) - 1))
    return low + (high - low) * (position - below)


def _at(counts: list[int], place: int) -> int:
    """The point at a *place* (from 0) of all answers in order."""
    for point, count in enumerate(counts, 1):
        if place < count:
            return point
        place -= count
    raise ValueError("no such place")
