"""Surveys, their waves and questions, who was invited, and what was answered."""

import sqlalchemy as sa
from sqlmodel import Field

from store.models.base import AUTOINCREMENT, Fact, check, in_order, is_date, of_project, words

SURVEY_KINDS = ("network", "feedback", "capability")
QUESTION_TYPES = ("likert", "single", "multiple", "number", "text")


class Survey(Fact, table=True):
    """An instrument: questions that are asked in one or more waves. Feedback is tied to an event or a work package."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("project_id", "code"),
        of_project("work_package_id", "work_package"), of_project("event_id", "event"),
        check("title_given", "title <> ''"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    code: str = Field(max_length=30)
    title: str
    kind: str = Field(sa_type=words("survey_kind", *SURVEY_KINDS))
    work_package_id: int | None = None
    event_id: int | None = None


class Wave(Fact, table=True):
    """One round of a survey. *invited* persons, of whom *ineligible* turned out not to belong to the group; NULL for an
    open link. *group_size*: the finite group that the answers come from, where it is known."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("survey_id", "code"),
        of_project("survey_id", "survey"), is_date("opened"), is_date("closed"), in_order("opened", "closed"),
        check("invited_counted", "invited >= 0"), check("ineligible_counted", "ineligible >= 0"),
        check("group_counted", "group_size > 0"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    survey_id: int
    code: str = Field(max_length=30)
    position: int
    opened: str | None = None
    closed: str | None = None
    invited: int | None = None
    ineligible: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    group_size: int | None = None


class Invitation(Fact, table=True):
    """An organisation that was asked to answer in a wave, and how many persons of it where that is known."""

    __table_args__ = (
        sa.UniqueConstraint("wave_id", "organisation_id"), of_project("wave_id", "wave"),
        check("persons_counted", "persons >= 0"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    wave_id: int
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    persons: int | None = None


class Question(Fact, table=True):
    """A question in one version; another wording that means another thing, or another scale, is another version.

    *scale* and *reversed* are for Likert items (points 1 to *scale*); *dont_know* is the option that says so.
    """

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("survey_id", "key", "version_number"),
        of_project("survey_id", "survey"), check("scale_range", "scale BETWEEN 2 AND 11"),
        check("scale_of_likert", "(type = 'likert') = (scale IS NOT NULL)"),
        check("reversed_flag", "reversed IN (0, 1)"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    survey_id: int
    key: str = Field(max_length=60)
    version_number: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    position: int
    type: str = Field(sa_type=words("question_type", *QUESTION_TYPES))
    scale: int | None = None
    reversed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class QuestionWording(Fact, table=True):
    """A question in words, in a language; *low* and *high* are the words at the ends of its scale."""

    __tablename__ = "question_wording"
    __table_args__ = (
        sa.UniqueConstraint("question_id", "language", "text"), of_project("question_id", "question"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    question_id: int
    language: str
    text: str
    low: str | None = None
    high: str | None = None


class QuestionOption(Fact, table=True):
    """A choice of a single or multiple choice question in words; options of the same *position* are one choice in
    several languages."""

    __tablename__ = "question_option"
    __table_args__ = (
        sa.UniqueConstraint("question_id", "text"), sa.UniqueConstraint("question_id", "id"),
        of_project("question_id", "question"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    question_id: int
    position: int
    text: str
    language: str | None = None


class Response(Fact, table=True):
    """One respondent's answers in a wave. *source_id* is the response's id in its file, else a hash of the response.

    *person_key* tells the same respondent in another wave; *waiting_name* is an organisation still to be settled.
    """

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("wave_id", "source_id"),
        of_project("wave_id", "wave"), is_date("on_date"),
        sa.Index("response_wave", "wave_id", "state", "organisation_id", "person_key"),
        sa.Index("response_waiting", "project_id", "waiting_name"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    wave_id: int
    source_id: str
    state: str = Field(sa_type=words("response_state", "complete", "partial"))
    on_date: str | None = None
    language: str | None = None
    person_key: str | None = None
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    waiting_name: str | None = None


class Answer(Fact, table=True):
    """An answer to a question: a point or a number, an option, a text, or "don't know". No row is a missing answer;
    a multiple choice has a row for every option that was ticked."""

    __table_args__ = (
        of_project("response_id", "response"), of_project("question_id", "question"),
        sa.ForeignKeyConstraint(["question_id", "option_id"], ["question_option.question_id", "question_option.id"]),
        sa.Index("answer_once", "response_id", "question_id", sa.text("ifnull(option_id, 0)"), unique=True),
        sa.Index("answer_question", "question_id", "response_id", "number", "option_id", "dont_know"),
        check("something_said", "dont_know OR number IS NOT NULL OR option_id IS NOT NULL OR text IS NOT NULL"),
        check("dont_know_flag", "dont_know IN (0, 1)"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    response_id: int
    question_id: int
    number: float | None = None
    option_id: int | None = None
    text: str | None = None
    dont_know: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    tag: str | None = None


class SurveyRecipe(Fact, table=True):
    """How the columns of a file with these headers are read: *mapping* is JSON, *fingerprint* their hash."""

    __tablename__ = "survey_recipe"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "fingerprint"), of_project("survey_id", "survey"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    survey_id: int
    fingerprint: str
    mapping: str
