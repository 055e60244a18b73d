"""Start against end (rules.md 7): two waves of one question, unpaired and paired. Second minus first throughout."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

from core.surveys.intervals import Interval, difference
from core.surveys.likert import Answers
from core.surveys.suppression import LEAST

PAIRS_LEAST = 10
"""Under so many pairs only counts are told."""

MATCH_HEADLINE = 0.5
"""Where less than this share of either wave could be matched the headline is the unpaired figure."""

CLIFF_WORDS = ((0.147, "negligible"), (0.33, "small"), (0.474, "medium"))
"""Limits of Cliff's delta (Romano et al. 2006); from the last one on it is large."""


@dataclass(frozen=True)
class Unpaired:
    """Two groups: answers, top-2 shares, their difference with its interval, and Cliff's delta with its word.

    Everything but the two n is None where either group has fewer than five answers.
    """

    n: tuple[int, int]
    top: tuple[float, float] | None
    delta: float | None
    interval: Interval | None
    cliff: float | None
    cliff_word: str | None

    @property
    def may_be_chance(self) -> bool | None:
        """True if the interval holds zero; None without an interval."""
        return None if self.interval is None else self.interval.low <= 0 <= self.interval.high


@dataclass(frozen=True)
class Paired:
    """The same respondents in both waves: *n* pairs, how large a share of each wave they are, how many rose, stayed and
    fell, the mean difference and the p of the exact test. Under ten pairs only counts; under five only *n*."""

    n: int
    match: tuple[float, float]
    improved: int | None
    same: int | None
    worse: int | None
    mean: float | None
    p: float | None

    @property
    def headline(self) -> bool:
        """True if enough were matched for the paired figure to be the headline."""
        return self.n >= PAIRS_LEAST and min(self.match) >= MATCH_HEADLINE


def unpaired(first: Answers, second: Answers) -> Unpaired:
    """Compare two waves of one question as two groups. ValueError if their scales differ: they must not be compared."""
    if first.scale != second.scale:
        raise ValueError(f"scales of {first.scale} and {second.scale} points")
    n = (first.n, second.n)
    found = difference(first.top, second.top)
    if min(n) < LEAST or found is None or first.top.value is None or second.top.value is None:
        return Unpaired(n, None, None, None, None, None)
    delta = cliff(first, second)
    return Unpaired(n, (first.top.value, second.top.value), found[0], found[1], delta, cliff_word(delta))


def cliff(first: Answers, second: Answers) -> float:
    """Cliff's delta: the share of pairs in which the second group's answer is higher, less that where it is lower."""
    higher = sum(
        a * b * ((two > one) - (two < one)) for one, a in first.counts.items() for two, b in second.counts.items()
    )
    return higher / (first.n * second.n)


def cliff_word(delta: float) -> str:
    """How large a delta is called: negligible, small, medium or large."""
    return next((word for limit, word in CLIFF_WORDS if abs(delta) < limit), "large")


def paired(pairs: Iterable[tuple[float, float]], first_n: int, second_n: int) -> Paired:
    """Compare the answers (first wave, second wave) of those who answered both; *first_n* and *second_n* answered each
    wave in all."""
    found = list(pairs)
    n = len(found)
    match = (n / first_n if first_n else 0.0, n / second_n if second_n else 0.0)
    if n < LEAST:
        return Paired(n, match, None, None, None, None, None)
    improved = sum(two > one for one, two in found)
    worse = sum(two < one for one, two in found)
    enough = n >= PAIRS_LEAST
    return Paired(
        n, match, improved, n - improved - worse, worse,
        sum(two - one for one, two in found) / n if enough else None,
        exact_test(improved, worse) if enough else None,
    )  # fmt: skip


def without_remainder(found: Paired, n: tuple[int, int]) -> Paired:
    """The same without its figures where fewer than five of either wave (*n* answered) have no pair: taking the pairs
    from the wave would tell what those few answered."""
    if found.improved is None or not any(0 < one - found.n < LEAST for one in n):
        return found
    return Paired(found.n, found.match, None, None, None, None, None)


def exact_test(one: int, other: int) -> float:
    """Two-sided p of the exact sign test of *one* against *other*; 1 where nobody changed.

    With the two kinds of change of a yes/no question it is McNemar's exact test.
    """
    n = one + other
    if n == 0:
        return 1.0
    tail = sum(comb(n, k) for k in range(min(one, other) + 1))
    return min(1.0, tail / (1 << (n - 1)))
