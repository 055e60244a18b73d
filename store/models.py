"""The one truth of the schema: every table of the store as a SQLModel class.

SQLModel table classes do not validate; `store.commands` does. The DDL that databases are really made of is frozen in
`store.migrations`; a test holds the two together. docs/schema.md has the drawing. Conventions:

- a table below a project carries ``project_id``, and a foreign key between two of them is composite with it;
- ``made_by`` is the action that inserted the row (so that it can be taken back), ``version`` counts edits;
- a quarter is the integer 4·year + (q − 1); a date is ISO text; an instant is ISO text in UTC;
- ids are AUTOINCREMENT and nothing cascades.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.progress import EVIDENCE_KINDS, ITEM_KINDS, TECHNIQUES
from core.roles import CERTAINTIES, ROLES

COLOURS = ("green", "amber", "red")
DIRECTIONS = ("ascending", "descending")
AGGREGATIONS = ("sum", "latest", "unique", "ratio", "none")
OUTCOMES = ("added", "changed", "same", "repeated", "waiting", "skipped", "error")
AUTOINCREMENT: dict[str, Any] = {"sqlite_autoincrement": True}


def words(name: str, *values: str) -> Any:
    """A text column that holds one of *values*, with the CHECK in the DDL."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def check(name: str, condition: str) -> sa.CheckConstraint:
    """A named CHECK."""
    return sa.CheckConstraint(condition, name=name)


def is_date(column: str) -> sa.CheckConstraint:
    """CHECK that a column is an ISO date that exists (or NULL); plain date() lets 30 February through."""
    return check(f"{column}_is_date", f"{column} IS date({column}, '+0 days')")


def is_quarter(column: str) -> sa.CheckConstraint:
    """CHECK that a column is a quarter of the years 1900 to 2200 (or NULL)."""
    return check(f"{column}_is_quarter", f"{column} BETWEEN 7600 AND 8803")


def in_order(first: str, last: str) -> sa.CheckConstraint:
    """CHECK that *first* is not after *last* (either may be NULL)."""
    return check(f"{first}_to_{last}", f"{first} <= {last}")


def of_project(column: str, table: str) -> sa.ForeignKeyConstraint:
    """A foreign key to a row of the same project."""
    return sa.ForeignKeyConstraint(["project_id", column], [f"{table}.project_id", f"{table}.id"])


class Fact(SQLModel):
    """What every table of facts has."""

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    made_by: int | None = Field(default=None, foreign_key="action.id", index=True)


class Project(Fact, table=True):
    """A project. *fixed_today* is the demo's day; *demo* marks invented figures on every screen."""

    __table_args__ = (
        is_date("start_date"), is_date("end_date"), is_date("kick_off"), is_date("fixed_today"),
        in_order("start_date", "end_date"),
        check("language_known", "language IN ('fi', 'sv', 'en')"),
        check("expected_positive", "expected_organisations > 0"), check("demo_flag", "demo IN (0, 1)"), AUTOINCREMENT,
    )  # fmt: skip
    code: str = Field(unique=True, max_length=20)
    name: str
    start_date: str
    end_date: str
    coordinator: str | None = None
    funder: str | None = None
    expected_organisations: int | None = None
    language: str = "fi"
    kick_off: str | None = None
    fixed_today: str | None = None
    demo: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Organisation(Fact, table=True):
    """An organisation of the store, under one name and one short name; shared by all projects."""

    __table_args__ = (check("name_given", "name <> ''"), check("short_given", "short <> ''"), AUTOINCREMENT)
    name: str = Field(unique=True)
    short: str = Field(unique=True)
    sort_key: str = Field(index=True)
    folded: str


class Spelling(Fact, table=True):
    """A spelling that is remembered for an organisation (an alias). *source*: plan, import or user."""

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "text"), check("text_given", "text <> ''"), AUTOINCREMENT,
    )  # fmt: skip
    organisation_id: int = Field(foreign_key="organisation.id")
    text: str
    source: str = Field(sa_type=words("spelling_source", "plan", "import", "user"))


class NotSame(Fact, table=True):
    """A spelling that a person has said is not this organisation: never asked again."""

    __tablename__ = "not_same"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "text"), AUTOINCREMENT)
    organisation_id: int = Field(foreign_key="organisation.id")
    text: str


class Membership(Fact, table=True):
    """An organisation in a project: in its network, or met there but outside."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "organisation_id"), check("network_flag", "network IN (0, 1)"),
        is_quarter("from_quarter"), is_quarter("to_quarter"), in_order("from_quarter", "to_quarter"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    network: int
    from_quarter: int | None = None
    to_quarter: int | None = None


class Label(Fact, table=True):
    """A word that a coordinator puts on an organisation in a project: newcomer, Swedish-speaking ..."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "organisation_id", "text"), check("text_given", "text <> ''"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    text: str


class WorkPackage(Fact, table=True):
    """A work package; *code_key* is the form in which codes are compared."""

    __tablename__ = "work_package"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("project_id", "code"),
        of_project("parent_id", "work_package"), check("not_its_own_parent", "parent_id <> id"),
        is_quarter("from_quarter"), is_quarter("to_quarter"), in_order("from_quarter", "to_quarter"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    parent_id: int | None = None
    code: str = Field(max_length=20)
    code_key: str
    title: str
    goal: str | None = None
    position: int
    from_quarter: int | None = None
    to_quarter: int | None = None


class Dependency(Fact, table=True):
    """A work package, or one item of it, leans on another package."""

    __table_args__ = (
        of_project("work_package_id", "work_package"), of_project("needs_id", "work_package"),
        of_project("item_id", "item"), check("not_itself", "work_package_id <> needs_id"),
        sa.Index("dependency_once", "work_package_id", sa.text("ifnull(item_id, 0)"), "needs_id", unique=True),
        AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    item_id: int | None = None
    needs_id: int


class Item(Fact, table=True):
    """An action or an output. Its quarters are NULL where the plan is silent: then the package's hold.

    *scope_from* is the quarter from which an item that the first plan did not have counts.
    """

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("project_id", "code"),
        of_project("work_package_id", "work_package"), sa.Index("item_package", "work_package_id"),
        check("weight_range", "weight > 0 AND weight <= 1e6"), check("units_positive", "units > 0"),
        check("units_technique", "(technique = 'units') = (units IS NOT NULL)"),
        is_quarter("from_quarter"), is_quarter("to_quarter"), in_order("from_quarter", "to_quarter"),
        is_quarter("scope_from"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    kind: str = Field(sa_type=words("item_kind", *ITEM_KINDS))
    code: str = Field(max_length=30)
    title: str
    position: int
    from_quarter: int | None = None
    to_quarter: int | None = None
    technique: str = Field(sa_type=words("item_technique", *TECHNIQUES))
    technique_given: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    weight: float = 1.0
    units: int | None = None
    owner_id: int | None = Field(default=None, foreign_key="organisation.id")
    counter: str | None = None
    late_reason: str | None = None
    scope_from: int | None = None


class Step(Fact, table=True):
    """A milestone of an item: a share of it, planned for a quarter."""

    __table_args__ = (
        sa.UniqueConstraint("item_id", "number"), sa.UniqueConstraint("item_id", "id"),
        of_project("item_id", "item"), check("share_positive", "share > 0 AND share <= 1"), is_quarter("quarter"),
        AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    item_id: int
    number: int
    title: str
    share: float
    quarter: int


class UnitTarget(Fact, table=True):
    """Units planned to be done by the end of a quarter (a running total), where the plan is not linear."""

    __tablename__ = "unit_target"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "quarter"), of_project("item_id", "item"), check("units_counted", "units >= 0"),
        is_quarter("quarter"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    item_id: int
    quarter: int
    units: int


class Evidence(Fact, table=True):
    """A dated fact about an item: only ever added or undone. *units* is the running total, not the increase."""

    __table_args__ = (
        of_project("item_id", "item"), is_date("on_date"),
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
        of_project("work_package_id", "work_package"), is_quarter("from_quarter"), is_quarter("until_quarter"),
        in_order("from_quarter", "until_quarter"), check("why_given", "why <> ''"),
        sa.Index("override_package", "work_package_id"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    colour: str = Field(sa_type=words("override_colour", *COLOURS))
    why: str
    from_quarter: int
    until_quarter: int
    actor: str


class Indicator(Fact, table=True):
    """An indicator of a work package; its values per quarter come with the part that closes quarters."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), of_project("work_package_id", "work_package"),
        sa.Index("indicator_package", "work_package_id"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    position: int
    title: str
    kind: str = Field(sa_type=words("indicator_kind", "quantitative", "qualitative"))
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    direction: str = Field(default="ascending", sa_type=words("indicator_direction", *DIRECTIONS))
    aggregation: str = Field(default="latest", sa_type=words("indicator_aggregation", *AGGREGATIONS))
    source: str | None = None


class Participation(Fact, table=True):
    """A role of an organisation in a work package: interest (a mark in a table) or confirmed."""

    __table_args__ = (
        sa.UniqueConstraint("work_package_id", "organisation_id", "role"),
        sa.Index("participation_count", "project_id", "work_package_id", "organisation_id", "role", "from_quarter",
                 "to_quarter"),
        of_project("work_package_id", "work_package"), is_quarter("from_quarter"), is_quarter("to_quarter"),
        in_order("from_quarter", "to_quarter"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    work_package_id: int
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    role: str = Field(sa_type=words("participation_role", *ROLES))
    certainty: str = Field(sa_type=words("participation_certainty", *CERTAINTIES))
    from_quarter: int | None = None
    to_quarter: int | None = None
    source: str = Field(sa_type=words("participation_source", "plan", "import", "user"))


class Action(SQLModel, table=True):
    """One act of one person: every change belongs to one, and it can be taken back whole.

    *changes* counts the rows of facts that it made, changed and deleted.
    """

    __table_args__ = (sa.Index("action_undo", "undo_of"), AUTOINCREMENT)
    id: int | None = Field(default=None, primary_key=True)
    at: str
    actor: str
    host: str
    pid: int
    command: str
    why: str | None = None
    project_id: int | None = None
    undo_of: int | None = Field(default=None, foreign_key="action.id")
    changes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Change(SQLModel, table=True):
    """A row before and after: updates and deletes are written by triggers, rows put back by an undo by the writer.

    *action* is NULL where another program changed the file.
    """

    __table_args__ = (
        sa.Index("change_action", "action"),
        sa.Index("change_row", "table_name", "row_id"),
        AUTOINCREMENT,
    )
    id: int | None = Field(default=None, primary_key=True)
    action: int | None = Field(default=None, foreign_key="action.id")
    table_name: str
    row_id: int
    before_json: str | None = None
    after_json: str | None = None


class Meta(SQLModel, table=True):
    """The one row about the file itself: the running action, the epoch (new after a restore), the purge flag."""

    __table_args__ = (check("one_row", "one = 1"), check("purging_flag", "purging IN (0, 1)"))
    one: int = Field(default=1, primary_key=True)
    action: int | None = None
    epoch: str
    purging: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ImportBatch(SQLModel, table=True):
    """A file that was imported; its id is the action's. The file itself is never kept.

    History: it stands even where the project that it names was taken back.
    """

    __tablename__ = "import_batch"
    __table_args__ = (sa.Index("batch_file", "sha256"),)
    id: int = Field(primary_key=True, foreign_key="action.id", sa_column_kwargs={"autoincrement": False})
    project_id: int
    file: str
    kind: str
    reader: str
    reader_version: str
    sha256: str
    rows_read: int
    marks_read: int
    added: int
    changed: int
    same: int


class ImportRow(SQLModel, table=True):
    """A row of an imported table and what became of it, as texts: history that later edits do not change.

    A row that waits keeps what it said. *marks* are the roles of its visible marks, *roles* those that it came to,
    words apart by a space.
    """

    __tablename__ = "import_row"
    __table_args__ = (sa.Index("import_row_outcome", "outcome", "batch_id"),
                      sa.Index("import_row_name", "name", "package"), AUTOINCREMENT)  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    project_id: int
    place: str
    raw: str | None = None
    name: str
    package: str | None = None
    marks: str
    roles: str
    outcome: str = Field(sa_type=words("import_outcome", *OUTCOMES))
    reason: str | None = None
    organisation: str | None = None


class ImportDecision(SQLModel, table=True):
    """An answer that a person gave to a question of an import."""

    __tablename__ = "import_decision"
    __table_args__ = (AUTOINCREMENT,)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    kind: str
    text: str
    answer: str


class ImportFinding(SQLModel, table=True):
    """Something that an import told about its file, kept for `etappi check`; the values are JSON."""

    __tablename__ = "import_finding"
    __table_args__ = (AUTOINCREMENT,)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    code: str
    severity: str
    place_json: str
    values_json: str


class SchemaRecord(SQLModel, table=True):
    """A migration that has run."""

    __tablename__ = "schema_record"
    __table_args__ = (AUTOINCREMENT,)
    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    name: str
    at: str


FACTS: tuple[type[Fact], ...] = (
    Project, Organisation, Spelling, NotSame, Membership, Label, WorkPackage, Item, Dependency, Step, UnitTarget,
    Evidence,
    ReportedProgress, ColourOverride, Indicator, Participation,
)  # fmt: skip
"""Tables of facts, parents before children: the order of inserts, and reversed that of deletes."""
