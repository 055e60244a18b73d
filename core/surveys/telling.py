"""What the figures of a question allow to be said, and no more: codes and values of plain sentences.

``survey.tell_<code>`` is the sentence (locales/surveys.py makes it). A change is told in whole percentage points, as
the difference of the shares as they are printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.surveys.comparison import PAIRS_LEAST, Paired
from core.surveys.figures import QuestionFigures
from core.surveys.likert import TOP
from core.surveys.suppression import LEAST
from core.surveys.waves import ComparedRow

CERTAIN = 0.05
"""A difference among pairs whose p is at least this may be chance."""


@dataclass(frozen=True)
class Said:
    """A sentence: its code and values. *choices* are options named in it, which the catalogue has no words for."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    choices: tuple[int, ...] = ()


def points(first: float, second: float) -> int:
    """The change between two shares in percentage points, as the printed shares (whole per cents) give it."""
    return _rounded(second) - _rounded(first)


def of_question(found: QuestionFigures) -> Said:
    """What the figures of one wave say."""
    if found.question.type == "text":
        return Said("texts", {"n": found.n})
    if found.suppressed:
        return Said("few", {"n": found.n, "least": LEAST})
    if found.likert is not None and found.likert.top is not None:
        scale = found.question.scale or 0
        values: dict[str, object] = {"share": found.likert.top, "low_point": scale - TOP + 1, "high_point": scale}
        if found.likert.interval is None:
            return Said("top_whole", values)
        return Said("top", {**values, "low": found.likert.interval.low, "high": found.likert.interval.high})
    if found.number is not None:
        low, high = found.number.quartiles
        return Said("number", {"median": found.number.median, "quartile_low": low, "quartile_high": high})
    most = max((one.hits for one in found.shares), default=0)
    chosen = [one for one in found.shares if one.hits == most]
    if not chosen:
        return Said("answers", {"n": found.n})
    one = chosen[0]
    if len(chosen) > 1:
        return Said("choice_even", {"share": one.share}, tuple(each.choice for each in chosen))
    if one.interval is None:
        return Said("choice_whole", {"share": one.share}, (one.choice,))
    return Said("choice", {"share": one.share, "low": one.interval.low, "high": one.interval.high}, (one.choice,))


def of_change(row: ComparedRow, unit: str = "person") -> tuple[Said, ...]:
    """What two waves say of a question: the two groups, and then those who answered in both; the latter first where
    enough of them could be matched."""
    groups, pairs = _of_groups(row), _of_pairs(row, unit)
    if row.paired is not None and row.paired.headline and pairs:
        return (*pairs, groups)
    return (groups, *pairs)


def _of_groups(row: ComparedRow) -> Said:
    found = row.unpaired
    one, two = found.n
    if found.top is None and found.cliff is None:
        return Said("few_compared" if min(one, two) < LEAST else "hidden", {"first_n": one, "second_n": two,
                                                                             "least": LEAST})  # fmt: skip
    if found.top is None:
        medians = row.medians or (0.0, 0.0)
        return Said(f"numbers_{found.cliff_word}", {"median_first": medians[0], "median_second": medians[1]})
    first, second = found.top
    change = points(first, second)
    values = {"first": first, "second": second, "n": abs(change)}
    word = "rose" if change > 0 else "fell" if change < 0 else "stayed"
    if row.whole:
        return Said(f"{word}_whole", values)
    return Said(f"{word}_maybe" if found.may_be_chance or not change else word, values)


def _of_pairs(row: ComparedRow, unit: str) -> tuple[Said, ...]:
    found = row.paired
    if found is None or found.improved is None:
        return ()
    kind = "pairs" if row.choice is None else "moved"
    values = {"n": found.n, "improved": found.improved, "worse": found.worse}
    return (Said(f"{kind}_{unit}", values), *_sure(found))


def _sure(found: Paired) -> tuple[Said, ...]:
    if found.n < PAIRS_LEAST or found.p is None:
        return (Said("pairs_few", {"least": PAIRS_LEAST}),)
    return (Said("pairs_maybe"),) if found.p >= CERTAIN else ()


def _rounded(share: float) -> int:
    return int(share * 100 + 0.5 + 1e-9)
