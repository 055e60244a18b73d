"""Two waves of a survey against each other (rules.md 7): what can be compared, by persons or by organisations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.surveys.comparison import Paired, Unpaired, cliff, cliff_word, paired, unpaired, without_remainder
from core.surveys.figures import median, told_choices, turned
from core.surveys.likert import Answers
from core.surveys.records import QuestionRow, WaveRow
from core.surveys.suppression import LEAST

UNITS = ("person", "organisation")


@dataclass(frozen=True)
class GivenAnswer:
    """One respondent's answer to a question: a *number* (as answered) or *choices*. *person* is the key, *organisation*
    an id, each None where it is not known."""

    question: int
    response: int
    person: str | None
    organisation: int | None
    number: float | None
    choices: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ComparedRow:
    """A question in two waves; *choice* is the option whose share is compared, None for other types. *medians* are
    those of a Likert item or a number, None where they are hidden. *paired* None: nobody could be matched."""

    question: QuestionRow
    choice: int | None
    unpaired: Unpaired
    paired: Paired | None
    medians: tuple[float, float] | None = None
    whole: bool = False
    """In both waves the whole group answered: there is nothing to estimate."""


@dataclass(frozen=True)
class NotCompared:
    """A question that is not compared. *reason*: scale, type, direction, wording (two versions differ in it),
    first_only, second_only, text."""

    question: QuestionRow
    reason: str


@dataclass(frozen=True)
class Comparison:
    """The first wave against the second, by *unit* (person or organisation)."""

    first: WaveRow
    second: WaveRow
    unit: str
    rows: tuple[ComparedRow, ...]
    apart: tuple[NotCompared, ...]


def pick(
    questions: Iterable[QuestionRow], first: Iterable[int], second: Iterable[int]
) -> tuple[tuple[QuestionRow, ...], tuple[NotCompared, ...]]:
    """Which *questions* (all versions of a survey) may be compared, and which not; *first* and *second* are ids of
    those that were answered in each wave."""
    one, two = set(first), set(second)
    every = tuple(questions)
    both = tuple(row for row in every if row.id in one & two and row.type != "text")
    apart = []
    for row in every:
        if row in both or row.id not in one | two:
            continue
        if row.type == "text":
            apart.append(NotCompared(row, "text"))
            continue
        others = [other for other in every if other.key == row.key and other.id in (two if row.id in one else one)]
        if not others:
            apart.append(NotCompared(row, "first_only" if row.id in one else "second_only"))
        elif row.id in one and row not in both:
            apart.append(NotCompared(row, _difference(row, others[0])))
    return both, tuple(apart)


def compare_question(
    question: QuestionRow, first: Sequence[GivenAnswer], second: Sequence[GivenAnswer],
    groups: tuple[int | None, int | None], unit: str,
) -> tuple[ComparedRow, ...]:  # fmt: skip
    """A question in two waves: one row, or one for each option. *groups* are the sizes of the finite groups."""
    if question.type in ("likert", "number"):
        return (_row(question, None, _values(question, first), _values(question, second), groups, unit),)
    return tuple(
        _row(question, choice, _hits(choice, first), _hits(choice, second), groups, unit)
        for choice in told_choices(question)
    )


@dataclass(frozen=True)
class _Value:
    person: str | None
    organisation: int | None
    value: float


def _row(
    question: QuestionRow, choice: int | None, first: list[_Value], second: list[_Value],
    groups: tuple[int | None, int | None], unit: str,
) -> ComparedRow:  # fmt: skip
    hidden = unit == "organisation" and (_derivable(first) or _derivable(second))
    one, two = (_units(values, unit, share=choice is not None) for values in (first, second))
    n = (len(one), len(two))
    if hidden:
        return ComparedRow(question, choice, Unpaired(n, None, None, None, None, None), None)
    reckon = _numbers if question.type == "number" else unpaired if choice is None else _shares
    found = reckon(_answers(one, question, groups[0]), _answers(two, question, groups[1]))
    keys = [{key: value for key, value in values if key is not None} for values in (one, two)]
    pairs = [(value, keys[1][key]) for key, value in keys[0].items() if key in keys[1]]
    shown = min(n) >= LEAST and choice is None
    return ComparedRow(
        question, choice, found, without_remainder(paired(pairs, *n), n) if pairs else None,
        (median([value for _, value in one]), median([value for _, value in two])) if shown else None,
        whole=min(n) > 0 and all(one == group for one, group in zip(n, groups, strict=True)),
    )  # fmt: skip


def _units(values: Sequence[_Value], unit: str, *, share: bool) -> list[tuple[object, float]]:
    """(key or None, value) of each person, or of each organisation: the median of its persons, of a share whether at
    least half of them chose it."""
    if unit == "person":
        return [(one.person, one.value) for one in values]
    people: dict[int, list[float]] = {}
    for one in values:
        if one.organisation is not None:
            people.setdefault(one.organisation, []).append(one.value)
    return [(key, float(median(found) >= 0.5) if share else float(median(found))) for key, found in people.items()]


def _derivable(values: Sequence[_Value]) -> bool:
    """True if taking the organisations from the persons would tell what fewer than five answered: an organisation of
    one person has that person's answer as its own."""
    people: dict[int | None, int] = {}
    for one in values:
        people[one.organisation] = people.get(one.organisation, 0) + 1
    alone = sum(count == 1 for organisation, count in people.items() if organisation is not None)
    return 0 < len(values) - alone < LEAST


def _answers(values: Sequence[tuple[object, float]], question: QuestionRow, group: int | None) -> Answers:
    counts: dict[float, int] = {}
    for _, value in values:
        counts[value] = counts.get(value, 0) + 1
    return Answers(question.scale or 0, counts, group=group if group is not None and group >= len(values) else None)


def _shares(first: Answers, second: Answers) -> Unpaired:
    """Of an option that was chosen (1) or not (0): shares, without Cliff's delta, which would be their difference."""
    # on a scale of two points the top share is all of it: so it is reckoned as the upper of three
    one, two = (Answers(3, {1 + 2 * value: n for value, n in each.counts.items()}, group=each.group)
                for each in (first, second))  # fmt: skip
    found = unpaired(one, two)
    return Unpaired(found.n, found.top, found.delta, found.interval, None, None)


def _numbers(first: Answers, second: Answers) -> Unpaired:
    """Numbers have no share of their own: how far one group lies above the other."""
    n = (first.n, second.n)
    if min(n) < LEAST:
        return Unpaired(n, None, None, None, None, None)
    delta = cliff(first, second)
    return Unpaired(n, None, None, None, delta, cliff_word(delta))


def _values(question: QuestionRow, given: Iterable[GivenAnswer]) -> list[_Value]:
    return [_Value(one.person, one.organisation, turned(question, one.number))
            for one in given if one.number is not None]  # fmt: skip


def _hits(choice: int, given: Iterable[GivenAnswer]) -> list[_Value]:
    return [_Value(one.person, one.organisation, float(choice in one.choices)) for one in given if one.choices]


def _difference(one: QuestionRow, other: QuestionRow) -> str:
    if one.type != other.type:
        return "type"
    if one.scale != other.scale:
        return "scale"
    return "direction" if one.reversed != other.reversed else "wording"
