"""What passes between the import of surveys and the store: what is known of surveys, and what a file would change.

A person is only a key here (core.personkeys), an organisation its name; answers are in no repr.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.surveys.records import QuestionRow, QuestionSpec, SurveyRow

Outcome = Literal["added", "changed", "same", "removed"]
UNNUMBERED = "#"
"""How the id of a response begins whose file gives it none: the rest is made of what the response says."""


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An answer of the store. *choice* tells which choice its option is, whatever its language."""

    row_id: int
    question_id: int
    number: float | None = None
    choice: int | None = None
    text: str | None = field(default=None, repr=False)
    dont_know: bool = False


@dataclass(frozen=True, slots=True)
class KnownResponse:
    """A response of the store with its answers."""

    row_id: int
    source_id: str
    state: str
    on_date: str | None = None
    language: str | None = None
    key: str | None = None
    organisation_id: int | None = None
    waiting: str | None = None
    answers: tuple[KnownAnswer, ...] = ()


@dataclass(frozen=True)
class KnownRecipe:
    """How the columns of files with the same headings were read: *mapping* is JSON (importers.surveys.recipes)."""

    survey_id: int
    mapping: str


def no_responses(wave_id: int) -> tuple[KnownResponse, ...]:  # noqa: ARG001
    """The responses of a wave that has none."""
    return ()


def no_questions(survey_id: int) -> tuple[QuestionRow, ...]:  # noqa: ARG001
    """The questions of a survey that has none."""
    return ()


@dataclass(frozen=True)
class KnownSurveys:
    """What an import of a survey needs of the store. *language* is the project's; *keyed* says that responses have keys
    of persons, *skipped* are texts that waited and that a person said are no organisation. *questions* reads those of a
    survey, *responses* those of a wave, by id, when they are asked for."""

    surveys: tuple[SurveyRow, ...] = ()
    recipes: Mapping[str, KnownRecipe] = field(default_factory=dict)
    language: str = ""
    keyed: bool = False
    skipped: frozenset[str] = frozenset()
    questions: Callable[[int], tuple[QuestionRow, ...]] = field(default=no_questions, compare=False, repr=False)
    responses: Callable[[int], tuple[KnownResponse, ...]] = field(default=no_responses, compare=False, repr=False)


@dataclass(frozen=True)
class QuestionChange:
    """A question of the file. *added* is new to the survey, *version* is another version of one that it has, *worded*
    gets another wording, *options* others get only choices; *id* is that of the question that it is, None where it is
    made. *answered* is how many responses answer it."""

    spec: QuestionSpec
    outcome: Literal["added", "version", "worded", "options", "same"]
    version: int = 1
    id: int | None = None
    answered: int = 0


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """What happens to an answer. *question* is a key of the plan's questions, *option* the text of a choice."""

    outcome: Outcome
    question: str
    number: float | None = None
    option: str | None = None
    text: str | None = field(default=None, repr=False)
    dont_know: bool = False
    row_id: int | None = None


@dataclass(frozen=True, slots=True)
class ResponseChange:
    """What happens to a response (*row_id* None: it is new) and to its answers. *organisation* is a name; None: not
    known, and *waiting* is what waits to be settled. *moved*: not only its answers change, but what it says of itself.
    """

    outcome: Literal["added", "changed", "same"]
    source_id: str
    state: str
    on_date: str | None = None
    language: str | None = None
    key: str | None = None
    organisation: str | None = None
    waiting: str | None = None
    row_id: int | None = None
    moved: bool = False
    answers: tuple[AnswerChange, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class SurveyPlan:
    """What a file of answers would do.

    *code*, *title* and *kind* are of the survey (*survey_id* None: it is made), *wave* of its round (*wave_id* None: it
    is made); *wave* is empty where nobody has said yet which one it is. *finished* responses were sent, *unfinished*
    were not, and are in the plan only where *partial* says so; *older* are those that a later one of the same
    respondent takes the place of. *cells* are the filled cells of answers: *cells_in* became answers, the others stand
    on rows or in columns that were left out. *identified* responses have a key. *recipe* is (fingerprint, mapping) to
    be remembered, None where that is known already; *domains* are learned as by a list of attendance.
    """

    form: str
    code: str = ""
    title: str = ""
    kind: str = ""
    wave: str = ""
    survey_id: int | None = None
    wave_id: int | None = None
    finished: int = 0
    unfinished: int = 0
    partial: bool = False
    older: int = 0
    empty: int = 0
    identified: int = 0
    organisations: int = 0
    unknown: int = 0
    cells: int = 0
    cells_in: int = 0
    questions: tuple[QuestionChange, ...] = ()
    responses: tuple[ResponseChange, ...] = ()
    recipe: tuple[str, str] | None = None
    domains: tuple[tuple[str, str | None, str], ...] = ()

    @property
    def name(self) -> str:
        """``network/start``; empty where that is not said yet."""
        return f"{self.code}/{self.wave}" if self.wave else ""

    def outcomes(self) -> Iterator[str]:
        """What becomes of every answer."""
        for response in self.responses:
            yield from (answer.outcome for answer in response.answers)

    def count(self, outcome: str) -> int:
        """Responses with this outcome (added, changed, same)."""
        return sum(one.outcome == outcome for one in self.responses)

    @property
    def learns(self) -> bool:
        """True if it would write something beside answers: a wave, a question, a response, a recipe, a domain."""
        made = bool(self.wave) and self.wave_id is None
        told = any(one.outcome != "same" for one in self.questions) or self.count("same") < len(self.responses)
        return made or told or bool(self.recipe) or bool(self.domains)
