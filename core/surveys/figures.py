"""Figures of the questions of a wave, of whatever type, in the fixed order of rules.md 8; few answers stay hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.surveys.intervals import Interval, Share, wilson
from core.surveys.likert import Answers, LikertSummary, summary
from core.surveys.records import QuestionRow, SurveyRow, WaveRow
from core.surveys.suppression import LEAST

YES = ("kyllä", "ja", "yes")
"""How a choice is called that says yes."""


@dataclass
class Tally:
    """What was answered to a question in a wave: how many chose each number (as answered) and each choice, how many
    answered, how many could not say, and how many were asked."""

    numbers: dict[float, int] = field(default_factory=dict)
    choices: dict[int, int] = field(default_factory=dict)
    n: int = 0
    dont_know: int = 0
    asked: int = 0

    @property
    def missing(self) -> int:
        """Those who were asked and left it empty."""
        return self.asked - self.n - self.dont_know


@dataclass(frozen=True)
class ChoiceShare:
    """How many of those who answered chose an option (core.surveys.records.OptionRow.choice)."""

    choice: int
    hits: int
    share: float
    interval: Interval | None


@dataclass(frozen=True)
class NumberSummary:
    """Median, lower and upper quartile and mean of numbers that were given."""

    median: float
    quartiles: tuple[float, float]
    mean: float


@dataclass(frozen=True)
class QuestionFigures:
    """The figures of a question in a wave. Under five answers everything but *n* is None or empty (*suppressed*); one
    of *likert*, *shares* and *number* belongs to the type, none to a text."""

    question: QuestionRow
    n: int
    missing: int | None = None
    dont_know: int | None = None
    likert: LikertSummary | None = None
    shares: tuple[ChoiceShare, ...] = ()
    number: NumberSummary | None = None
    suppressed: bool = False


@dataclass(frozen=True)
class WaveFigures:
    """A wave of a survey with its questions in their order. *group*: the finite group that the intervals reckon with,
    None where it is unknown or where more answered than it holds."""

    survey: SurveyRow
    wave: WaveRow
    group: int | None
    questions: tuple[QuestionFigures, ...]


@dataclass(frozen=True)
class OrganisationAnswers:
    """How many answered from an organisation (counts of answers are no answers). *persons* were invited, None where
    that is not known; *asked*: it belongs to those who were asked."""

    id: int
    name: str
    short: str
    persons: int | None
    answered: int
    asked: bool


@dataclass(frozen=True)
class MissingOrganisation:
    """An organisation that was asked and has not answered; *before*: it answered the wave before (None: there is
    none)."""

    id: int
    name: str
    short: str
    before: bool | None


@dataclass(frozen=True)
class OpenAnswer:
    """What somebody wrote, and how it was tagged; nothing says who it was."""

    id: int
    question: str
    text: str
    tag: str | None


@dataclass(frozen=True)
class Measured:
    """What an indicator takes from a question: its share (of a number the median) with the n and the interval that it
    rests on; *low* and *high* are the share itself where the whole group answered, None for a median."""

    wave: str
    n: int
    value: float
    low: float | None
    high: float | None


def group_of(wave: WaveRow) -> int | None:
    """The finite group of a wave: what was said of it, else all who were invited; None for an open link, and where
    more answered than it holds."""
    size = wave.group_size if wave.group_size is not None else wave.responses.eligible
    return size if size and size >= wave.complete + wave.partial else None


def figures_of(question: QuestionRow, tally: Tally, group: int | None) -> QuestionFigures:
    """The figures of a question; *group* is the finite group, None where unknown."""
    if tally.n < LEAST:
        return QuestionFigures(question, tally.n, suppressed=True)
    return QuestionFigures(
        question, tally.n, tally.missing, tally.dont_know,
        likert=summary(answers_of(question, tally, group)) if question.type == "likert" else None,
        shares=tuple(_share(one, tally.choices.get(one, 0), tally.n, group) for one, _ in question.choices("")),
        number=number_summary(tally.numbers) if question.type == "number" else None,
    )  # fmt: skip


def _share(choice: int, hits: int, n: int, group: int | None) -> ChoiceShare:
    return ChoiceShare(choice, hits, hits / n, None if group == n else wilson(Share(hits, n, group)))


def measured(found: QuestionFigures, wave: str) -> Measured | None:
    """The share of a question: of the highest two points, of yes, of the only option; of a number its median. None
    where it may not be told, or where there is no one share."""
    if found.likert is not None and found.likert.top is not None:
        return _measured(wave, found.n, found.likert.top, found.likert.interval)
    if found.number is not None:
        return Measured(wave, found.n, found.number.median, None, None)
    choices = told_choices(found.question)
    for one in found.shares:
        if choices == (one.choice,):
            return _measured(wave, found.n, one.share, one.interval)
    return None


def _measured(wave: str, n: int, share: float, interval: Interval | None) -> Measured:
    return Measured(wave, n, share, interval.low if interval else share, interval.high if interval else share)


def told_choices(question: QuestionRow) -> tuple[int, ...]:
    """The choices whose shares are told: of a yes/no question that of yes (of two others the first), else all."""
    choices = tuple(number for number, _ in question.choices(""))
    if question.type == "single" and len(choices) == 2:
        yes = [one.choice for one in question.options if one.text.casefold() in YES]
        return (yes[0] if yes else choices[0],)
    return choices


def answers_of(question: QuestionRow, tally: Tally, group: int | None) -> Answers:
    """The answers to a Likert item, the right way round."""
    scale = question.scale or 0
    counts = {turned(question, point): count for point, count in tally.numbers.items()}
    return Answers(scale, counts, tally.missing, tally.dont_know, group)


def turned(question: QuestionRow, point: float) -> float:
    """A point of a Likert item the right way round; any other number as it is."""
    return question.scale + 1 - point if question.reversed and question.scale else point


def number_summary(counts: Mapping[float, int]) -> NumberSummary:
    """Of numbers that were given *counts* times; quartiles as in core.surveys.likert.quantile. At least one."""
    values = sorted(value for value, count in counts.items() for _ in range(count))
    return NumberSummary(
        median(values), (_quantile(values, 0.25), _quantile(values, 0.75)), sum(values) / len(values)
    )  # fmt: skip


def median(values: Sequence[float]) -> float:
    """The middle one, or half-way between the middle two. At least one."""
    return _quantile(sorted(values), 0.5)


def _quantile(values: Sequence[float], share: float) -> float:
    position = (len(values) - 1) * share
    below = int(position)
    low, high = values[below], values[min(below + 1, len(values) - 1)]
    return low + (high - low) * (position - below)
