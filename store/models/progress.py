"""What was done, reported, judged and agreed, quarter by quarter."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.progress import EVIDENCE_KINDS
from store.models.base import AUTOINCREMENT, Fact, check, in_order, is_date, is_quarter, of_project, words

COLOURS = ("green", "amber", "red")
REPORT_STATES = ("draft", "submitted", "returned", "approved", "waived")


class Decision(Fact, table=True):
    """Something that a steering group (or another *body*) decided on a day, under a *paragraph* of its minutes."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("project_id", "on_date", "paragraph"),
        is_date("on_date"), check("paragraph_given", "paragraph <> ''"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    on_date: str
    body: str | None = None
    paragraph: str
    text: str


class Evidence(Fact, table=True):
    """A dated fact about an item: only ever added or undone. *units* is the running total, not the increase."""

    __table_args__ = (
        of_project("item_id", "item"), of_project("decision_id", "decision"), is_date("on_date"),
        sa.ForeignKeyConstraint(["item_id", "step_id"], ["step.item_id", "step.id"]),
        sa.Index("evidence_fold", "item_id", "on_date", "id"),
        check("units_kind", "(kind = 'units') = (units IS NOT NULL)"), check("units_counted", "units >= 0"),
        check("step_kind", "(kind = 'step') = (step_id IS NOT NULL)"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    item_id: int
    on_date: str
    kind: str = Field(sa_type=words("evidence_kind", *EVIDENCE_KINDS))
    step_id: int | None = None
    units: int | None = None
    note: str | None = None
    decision_id: int | None = None
    actor: str


class ReportedProgress(Fact, table=True):
    """A percentage that a package's lead reported for a quarter: shown beside the computed one, never summed."""

    __tablename__ = "reported_progress"
    __table_args__ = (
        sa.UniqueConstraint("work_package_id", "quarter"), of_project("work_package_id", "work_package"),
        check("percent_range", "percent BETWEEN 0 AND 100"), is_quarter("quarter"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    quarter: int
    percent: float
    note: str | None = None
    actor: str


class ColourOverride(Fact, table=True):
    """The coordinator's assessment of a package from one quarter until another, beside the computed status."""

    __tablename__ = "colour_override"
    __table_args__ = (
        of_project("work_package_id", "work_package"), of_project("decision_id", "decision"),
        is_quarter("from_quarter"), is_quarter("until_quarter"),
        in_order("from_quarter", "until_quarter"), check("why_given", "why <> ''"),
        sa.Index("override_package", "work_package_id"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    colour: str = Field(sa_type=words("override_colour", *COLOURS))
    why: str
    from_quarter: int
    until_quarter: int
    decision_id: int | None = None
    actor: str


class Replan(Fact, table=True):
    """Other quarters for an item, or for one of its steps (due in *to_quarter*), which hold from the quarter
    *effective* on: what was planned before it stays as it was, so that a locked quarter never moves."""

    __table_args__ = (
        of_project("item_id", "item"), sa.ForeignKeyConstraint(["item_id", "step_id"], ["step.item_id", "step.id"]),
        of_project("decision_id", "decision"), is_quarter("effective"), is_quarter("from_quarter"),
        is_quarter("to_quarter"), in_order("from_quarter", "to_quarter"),
        sa.Index("replan_once", "item_id", sa.text("ifnull(step_id, 0)"), "effective", unique=True), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    item_id: int
    step_id: int | None = None
    effective: int
    from_quarter: int
    to_quarter: int
    decision_id: int | None = None


class Deviation(Fact, table=True):
    """Why an item is late, what is done about it and by whom, and the new quarter that is proposed or agreed."""

    __table_args__ = (
        sa.UniqueConstraint("item_id"), of_project("item_id", "item"), of_project("decision_id", "decision"),
        check("reason_given", "reason <> ''"), is_quarter("new_quarter"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    item_id: int
    reason: str
    remedy: str | None = None
    responsible: str | None = None
    new_quarter: int | None = None
    decision_id: int | None = None


class IndicatorValue(Fact, table=True):
    """The value of an indicator in a quarter: a number, or a level in words for a qualitative one. A row with the
    number 0 is a declared zero; no row is a missing value."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        sa.UniqueConstraint("indicator_id", "quarter"), of_project("indicator_id", "indicator"),
        check("something_said", "value IS NOT NULL OR level IS NOT NULL"), is_quarter("quarter"), is_date("on_date"),
        AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    indicator_id: int
    quarter: int
    value: float | None = None
    level: str | None = None
    note: str | None = None
    on_date: str
    actor: str


class QuarterReport(Fact, table=True):
    """A work package's report of a quarter: its texts and how far it has come. *received_on* is the day on which it was
    first submitted or approved; *note* says why it was returned or is not asked for (waived)."""

    __tablename__ = "quarter_report"
    __table_args__ = (
        sa.UniqueConstraint("work_package_id", "quarter"), of_project("work_package_id", "work_package"),
        is_quarter("quarter"), is_date("received_on"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    quarter: int
    state: str = Field(sa_type=words("report_state", *REPORT_STATES))
    done: str | None = None
    deviations: str | None = None
    next: str | None = None
    decisions: str | None = None
    note: str | None = None
    received_on: str | None = None
    actor: str


class QuarterLock(Fact, table=True):
    """A quarter that is closed: from then on its figures do not move. Quarters close in order, without gaps."""

    __tablename__ = "quarter_lock"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "quarter"), is_quarter("quarter"), is_date("on_date"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    quarter: int
    on_date: str
    at: str
    actor: str
    why: str | None = None
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id")


class Snapshot(SQLModel, table=True):
    """A frozen picture of a project under a name: *content* is its canonical JSON, zlib-compressed, *sha256* that of
    the JSON itself. Never changed and never deleted."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "name"), check("name_given", "name <> ''"), is_quarter("quarter"),
        is_date("as_of"), AUTOINCREMENT,
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    project_id: int
    made_by: int = Field(foreign_key="action.id")
    name: str
    quarter: int
    as_of: str
    at: str
    actor: str
    sha256: str
    content: bytes
