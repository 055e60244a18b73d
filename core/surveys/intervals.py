"""Intervals of shares: Wilson's score interval, a finite group, Newcombe's interval of a difference (rules.md 7, 8).

Shares are numbers between 0 and 1. Intervals are of 95 %, with z = 1.96 as rules.md fixes it.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.96


@dataclass(frozen=True)
class Share:
    """*hits* of *n* answers; *group* is the size of the finite group that they come from, None where it is unknown.

    ValueError for counts that cannot be (more hits than answers, more answers than the group holds).
    """

    hits: int
    n: int
    group: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n or (self.group is not None and self.group < self.n):
            raise ValueError(f"{self.hits} of {self.n} in a group of {self.group}")

    @property
    def value(self) -> float | None:
        """The share itself; None without answers."""
        return self.hits / self.n if self.n else None

    @property
    def whole(self) -> bool:
        """True if the whole group answered: then there is nothing to estimate and no interval."""
        return self.n > 0 and self.group == self.n


@dataclass(frozen=True)
class Interval:
    """Lower and upper limit."""

    low: float
    high: float


def wilson(share: Share) -> Interval | None:
    """Wilson's score interval (Wilson 1927) of a share; None without answers.

    In a finite group of N the n of the formula becomes n(N − 1)/(N − n); where the whole group answered both limits are
    the share itself.
    """
    if share.value is None:
        return None
    p = share.value
    if share.whole:
        return Interval(p, p)
    n = float(share.n)
    if share.group is not None:
        n = n * (share.group - 1) / (share.group - share.n)
    divisor = 1 + Z * Z / n
    centre = (p + Z * Z / (2 * n)) / divisor
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / divisor
    # rounding must not carry a limit past the edge that the formula reaches exactly
    low = 0.0 if share.hits == 0 else max(0.0, centre - half)
    high = 1.0 if share.hits == share.n else min(1.0, centre + half)
    return Interval(low, high)


def difference(first: Share, second: Share) -> tuple[float, Interval] | None:
    """Second share minus first, and its interval by Newcombe 1998, method 10, from the two Wilson intervals.

    None where one of the two has no answers.
    """
    one, two = wilson(first), wilson(second)
    if one is None or two is None or first.value is None or second.value is None:
        return None
    p1, p2 = first.value, second.value
    delta = p2 - p1
    low = delta - sqrt((p2 - two.low) ** 2 + (one.high - p1) ** 2)
    high = delta + sqrt((two.high - p2) ** 2 + (p1 - one.low) ** 2)
    return delta, Interval(low, high)
