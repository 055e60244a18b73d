"""What the Surveys screen shows: a survey with one wave or two, read from the desk, and the lines of its list."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.board import Board
from core.surveys.figures import MissingOrganisation, OpenAnswer, QuestionFigures, WaveFigures, told_choices
from core.surveys.records import QuestionRow, SurveyRow, WaveRow
from core.surveys.waves import ComparedRow, Comparison
from store.desk import Desk


@dataclass(frozen=True)
class View:
    """A survey as it was read. *figures* are those of its first and last wave with answers, of the only one, or none;
    *comparison* is there for two of them. *missing* are the organisations that have not answered the last one, None
    where nobody knows who was asked; *opened* what people wrote, by the names of those waves."""

    board: Board
    surveys: tuple[SurveyRow, ...] = ()
    survey: SurveyRow | None = None
    figures: tuple[WaveFigures, ...] = ()
    comparison: Comparison | None = None
    missing: tuple[MissingOrganisation, ...] | None = None
    opened: tuple[tuple[WaveRow, tuple[OpenAnswer, ...]], ...] = ()

    @property
    def waves(self) -> tuple[WaveRow, ...]:
        """The waves that are shown."""
        return tuple(one.wave for one in self.figures)

    @property
    def wave(self) -> WaveRow | None:
        """The last of them: who has not answered it is asked."""
        return self.figures[-1].wave if self.figures else None

    @property
    def planned(self) -> tuple[WaveRow, ...]:
        """Waves without answers."""
        return tuple(one for one in self.survey.waves if not has_answers(one)) if self.survey is not None else ()

    def found(self, question: QuestionRow) -> list[QuestionFigures | None]:
        """The figures of a question in each wave that is shown; None where it was not asked."""
        return [next((each for each in one.questions if each.question.id == question.id), None)
                for one in self.figures]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of the list: a question, or the share of one of its options (*choice*). *compared* of two waves, *apart* is
    why it is not compared; *alone* of one."""

    question: QuestionRow
    choice: int | None = None
    compared: ComparedRow | None = None
    apart: str = ""
    alone: QuestionFigures | None = None


def has_answers(wave: WaveRow) -> bool:
    """True if anybody answered."""
    return wave.complete + wave.partial > 0


def read(desk: Desk, wanted: str | None) -> View:
    """The survey of the code *wanted*; else the first one that was answered, else the first."""
    board, every = desk.board(), desk.surveys.surveys()
    survey = next((one for one in every if one.code == wanted), None) or _first(every)
    if survey is None:
        return View(board)
    answered = [one for one in survey.waves if has_answers(one)]
    shown = [answered[0], answered[-1]] if len(answered) > 1 else answered
    last = shown[-1] if shown else None
    return View(
        board, every, survey, tuple(desk.surveys.figures(one.name) for one in shown),
        desk.surveys.compare(shown[0].name, shown[1].name) if len(shown) > 1 else None,
        desk.surveys.missing(last.name)[1] if last is not None and last.basis is not None else None,
        tuple((one, desk.surveys.open_answers(one.name)) for one in shown),
    )  # fmt: skip


def _first(every: Sequence[SurveyRow]) -> SurveyRow | None:
    answered = [one for one in every if any(map(has_answers, one.waves))]
    return next(iter((*answered, *every)), None)


def lines_of(view: View) -> tuple[Line, ...]:
    """The rows of the list: what can be shown as a figure, in the order of the questions, then what is not compared.
    Open answers have a screen of their own."""
    if view.comparison is not None:
        told = [Line(row.question, row.choice, compared=row) for row in view.comparison.rows]
        apart = [Line(one.question, apart=one.reason) for one in view.comparison.apart if one.reason != "text"]
        return (*told, *apart)
    out = []
    for found in view.figures[0].questions if view.figures else ():
        if found.question.type in ("single", "multiple"):
            out += [Line(found.question, choice, alone=found) for choice in told_choices(found.question)]
        elif found.question.type != "text":
            out.append(Line(found.question, alone=found))
    return tuple(out)
