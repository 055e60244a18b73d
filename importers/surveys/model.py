"""What an export of a survey says, as values. E-mails and answers are in no repr, so no log or traceback shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.findings import Finding, Place
from core.importing import Question
from importers.attendance.model import Order

Form = Literal["webropol", "webropol-summary", "msforms", "google", "limesurvey", "plain"]
Role = Literal[
    "response_id", "started", "finished", "language", "email", "name", "organisation", "respondent", "question",
    "option_of", "other_text", "ignore",
]  # fmt: skip
"""What a column holds. *question*: the answers to a question, or to one row of a grid of questions; *option_of*: one
option of a multiple choice; *other_text*: what was written beside "other"; *respondent*: a key that tells the same
respondent in another file."""
Type = Literal["likert", "single", "multiple", "number", "text"]

SEEN_LIMIT = 60
"""Distinct values of a column that are kept; a column with more of them has no list of options."""


@dataclass(frozen=True)
class ColumnRead:
    """A column of answers, or one beside them.

    *number* counts from 1 within the table. *heading* is as in the file on one line; *question* is the question's part
    of it, *part* the row of a grid or the option of a multiple choice, *code* the code that LimeSurvey writes. *group*
    is the number of the first column of the same question. *separator* stands between the choices of one cell, where
    the form writes several there. *seen* are its distinct values with how often each stands, in order of coming: empty
    where they are more than SEEN_LIMIT, or personal. *sure* is False where only the look of the cells told the *role*.
    """

    number: int
    heading: str
    role: Role
    place: Place
    question: str = ""
    part: str | None = None
    code: str | None = None
    group: int = 0
    separator: str | None = None
    seen: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    filled: int = 0
    sure: bool = True


@dataclass(frozen=True)
class ResponseRead:
    """One respondent's row.

    *source_id* is the response's id in its file, else a hash of the whole row with the number of its occurrence.
    *started* and *finished* are ISO local times, *on_date* the ISO day of the later one; None where the file has none,
    or the order of days and months is still asked. *values* maps the number of a column to its cell (only columns of
    answers, only filled cells that say something): words for "no answer" are not there. *respondent* is the text of a
    respondent's key. The organisation is as written.
    """

    source_id: str
    place: Place
    finished: str | None = None
    started: str | None = None
    on_date: str | None = None
    language: str | None = None
    values: Mapping[int, str] = field(default_factory=dict, repr=False)
    email: str | None = field(default=None, repr=False)
    respondent: str | None = field(default=None, repr=False)
    organisation: str | None = None


@dataclass(frozen=True)
class SurveyReading:
    """What one file says. *responses* were sent, *partial* were left unfinished (as the form tells it). *language* is
    that of the form's own words, None where it has none that we know. *questions* are about dates only; what the
    columns leave open is asked by importers.surveys.proposing. *empty* counts rows without any answer. *own_ids*: the
    responses' ids are those of the file."""

    form: Form
    columns: tuple[ColumnRead, ...]
    responses: tuple[ResponseRead, ...]
    partial: tuple[ResponseRead, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    title: str | None = None
    language: str | None = None
    empty: int = 0
    own_ids: bool = False

    def column(self, number: int) -> ColumnRead:
        """A column by its number."""
        return self.columns[number - 1]


@dataclass(frozen=True)
class CodeList:
    """The words behind LimeSurvey's codes. *questions* maps a code such as ``TP`` or ``TP[SQ001]`` to its text,
    *answers* the code of a question to its answers: code to label, in order."""

    questions: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What a person has said about a file: the order of its days and months, what a column is by its heading (a Role,
    or a table with key, type, scale, reversed), and the code list of a LimeSurvey export."""

    order: Order | None = None
    columns: Mapping[str, str | Mapping[str, object]] = field(default_factory=dict)
    codes: CodeList | None = None


# Proposals


@dataclass(frozen=True)
class KnownQuestion:
    """A question of the survey as the store has it, in its newest version. *wordings* are (language, text) pairs,
    *options* the texts of its choices in order."""

    key: str
    type: Type
    wordings: tuple[tuple[str, str], ...]
    scale: int | None = None
    reversed: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionRead:
    """A question of a file, and how its cells are read.

    *columns* are the numbers of its columns: one, or one for each of *options* (multiple choice, in the same order).
    *points* maps a cell (as importers.words.norm gives it) to its point, 1 to *scale*; *dont_know* are cells that say
    so. *low* and *high* are the words at the ends of the scale as the file writes them. *other* is the column of the
    text beside "other". *separator* stands between the choices of one cell. *heading* is that of the first column, by
    which a person answers. *known* says that the survey has the question already, under the same *key*; *same* that a
    person said so, since its wording is another. *sure* is False where a person must say what it is (then the proposal
    asks about its *heading*).
    """

    key: str
    text: str
    heading: str
    type: Type
    columns: tuple[int, ...]
    options: tuple[str, ...] = ()
    scale: int | None = None
    reversed: bool = False
    points: Mapping[str, int] = field(default_factory=dict)
    dont_know: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    other: int | None = None
    separator: str | None = None
    known: bool = False
    same: bool = False
    sure: bool = True


@dataclass(frozen=True)
class Proposal:
    """What a file's columns ask. *questions* in the order of the file; *open* are what only a person can say, of kind
    ``column`` (by heading), with the likeliest answer first among the candidates."""

    questions: tuple[QuestionRead, ...]
    open: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class AnswerRead:
    """One answer of a response: a point or *number*, *options* that were chosen, a *text*, or "don't know". *unread* is
    a cell, or a part of it, that the question has no place for."""

    number: float | None = None
    options: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)
    dont_know: bool = False
    unread: str | None = field(default=None, repr=False)
