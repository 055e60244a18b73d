"""Indicators: attainment, values over quarters, and where values come from (rules.md 9, after the IATI results
standard: baseline, target, actual per period, ascending or descending, kind, aggregation).

Missing and zero stay apart everywhere: a quarter without a value is not in the mapping, a declared zero is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TOLERANCE = 1e-9  # as in core.colour: 0.1 + 0.2 reaches a target of 0.3

COUNTED = ("obligation", "persons", "organisations", "survey")


@dataclass(frozen=True)
class Attainment:
    """How far an indicator has come.

    *word*: ``share`` (numerator / denominator, from baseline to target), ``no_baseline`` (the same from zero, since the
    baseline is unknown), ``met`` or ``not_met`` (there is no way between baseline and target), ``no_target``,
    ``no_value`` (nobody has given one) or ``not_yet`` (Etappi will count it, but does not know it yet).
    """

    word: str
    numerator: float | None = None
    denominator: float | None = None

    @property
    def share(self) -> float | None:
        """As a share, uncapped (1.42 where 142 % was reached) and below 0 where it went the wrong way; None where it
        is none."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    @property
    def clipped(self) -> float | None:
        """The share for a roll-up: between 0 and 1, what is met 1 and not met 0; None where it cannot be said."""
        if self.word in ("met", "not_met"):
            return float(self.word == "met")
        return None if self.share is None else min(1.0, max(0.0, self.share))


def attainment(
    value: float | None, baseline: float | None, target: float | None, *, falling: bool = False, counted: bool = False
) -> Attainment:
    """(value − baseline) / (target − baseline), the same for falling targets (rules.md 9).

    Without a baseline it is value / target; a falling target tells nothing so, and a target of 0 cannot be divided by:
    those are met or not met, as is a target that equals the baseline. *falling*: smaller is better. *counted*: the
    value is one that Etappi counts, so that none is "not yet" and not "missing".
    """
    if value is None:
        return Attainment("not_yet" if counted else "no_value")
    if target is None:
        return Attainment("no_target")
    if baseline is None and target != 0 and not falling:
        return Attainment("no_baseline", value, target)
    if baseline is None or abs(target - baseline) <= TOLERANCE:
        reached = value <= target + TOLERANCE if falling else value >= target - TOLERANCE
        return Attainment("met" if reached else "not_met")
    return Attainment("share", value - baseline, target - baseline)


def roll_up(parts: Iterable[Attainment]) -> tuple[float, int]:
    """The sum of the clipped shares and of how many indicators: one that is far over its target does not hide another
    that is short. Those without a share are in neither."""
    shares = [part.clipped for part in parts]
    known = [share for share in shares if share is not None]
    return sum(known), len(known)


def over_quarters(values: Mapping[int, float], aggregation: str, quarter: int) -> float | None:
    """The figure at the end of *quarter* of the values by quarter; None where there is none.

    ``sum``: they add up. ``latest``: the newest holds. ``unique``: each is a count of different ones from the start, so
    the newest holds: such figures never add up (rules.md 5). ``ratio``: the newest holds, since shares neither add up
    nor average. ``none``: only the quarter's own. ValueError for another word.
    """
    known = {one: value for one, value in values.items() if one <= quarter}
    if aggregation == "none":
        return known.get(quarter)
    if aggregation == "sum":
        return sum(known[one] for one in sorted(known)) if known else None
    if aggregation not in ("latest", "unique", "ratio"):
        raise ValueError(aggregation)
    return known[max(known)] if known else None


def over_packages(values: Iterable[float | None], aggregation: str) -> float | None:
    """The figure of a parent package from those of its children: a sum where they add up and all are known, else None
    (a union cannot be made of counts, nor a share of shares)."""
    figures = list(values)
    known = [value for value in figures if value is not None]
    return sum(known) if aggregation == "sum" and known and len(known) == len(figures) else None


def levels(points: Mapping[int, str], quarter: int) -> tuple[int | None, int | None]:
    """Of a qualitative indicator the quarters of the level now and of the one before it, to the end of *quarter*."""
    known = sorted(one for one in points if one <= quarter)
    return known[-1] if known else None, known[-2] if len(known) > 1 else None


@dataclass(frozen=True)
class CountedSource:
    """A source that Etappi counts itself: *kind* is one of COUNTED.

    ``obligation:CODE`` how many have done an obligation; ``persons`` and ``organisations`` reached by the package's
    events; ``organisations:interest`` those with a role in the package, confirmed or not; ``survey:CODE/QUESTION`` the
    share of a survey.
    """

    kind: str
    code: str | None = None
    question: str | None = None


def counted_source(source: str | None) -> CountedSource | None:
    """What *source* asks Etappi to count; None for a source in other words, whose values people enter."""
    kind, colon, rest = (source or "").strip().partition(":")
    rest = rest.strip()
    if kind not in COUNTED or bool(colon) != bool(rest):
        return None
    if kind == "survey":
        code, _, question = rest.partition("/")
        return CountedSource(kind, code, question) if code and question else None
    if kind == "obligation":
        return CountedSource(kind, rest) if rest else None
    if kind == "organisations" and rest in ("", "interest"):
        return CountedSource(kind, rest or None)
    return CountedSource(kind) if not rest else None
