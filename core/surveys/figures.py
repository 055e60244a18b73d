"""Figures of the questions of a wave, of whatever type, in the fixed order of rules.md 8; few answers stay hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from core.surveys.intervals import Interval, Share, wilson
from core.surveys.likert import Answers, LikertSummary, summary
from core.surveys.records import QuestionRow, SurveyRow, WaveRow
from core.surveys.suppression import LEAST


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
    return NumberSummary(_quantile(values, 0.5), (_quantile(values, 0.25), _quantile(values, 0.75)), fmean(values))


def _quantile(values: Sequence[float], share: float) -> float:
    position = (len(values) - 1) * share
    below = int(position)
    low, high = values[below], values[min(below + 1, len(values) - 1)]
    return low + (high - low) * (position - below)
