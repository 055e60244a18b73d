"""The plan: project, work packages, their items and indicators."""

import sqlalchemy as sa
from sqlmodel import Field

from core.progress import ITEM_KINDS, TECHNIQUES
from store.models.base import AUTOINCREMENT, Fact, check, in_order, is_date, is_quarter, of_project, words

DIRECTIONS = ("ascending", "descending")
AGGREGATIONS = ("sum", "latest", "unique", "ratio", "none")


class Project(Fact, table=True):
    """A project. *report_days*: quarter reports are due so many days after their quarter's last day. *fixed_today* is
    the demo's day; *demo* marks invented figures on every screen."""

    __table_args__ = (
        is_date("start_date"), is_date("end_date"), is_date("kick_off"), is_date("fixed_today"),
        in_order("start_date", "end_date"),
        check("language_known", "language IN ('fi', 'sv', 'en')"),
        check("report_days_range", "report_days BETWEEN 0 AND 366"),
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
    report_days: int = Field(default=11, sa_column_kwargs={"server_default": "11"})
    fixed_today: str | None = None
    demo: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


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

    *scope_from* is the quarter from which an item that the first plan did not have counts, *decision_id* what added it.
    """

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("project_id", "code"),
        of_project("work_package_id", "work_package"), of_project("decision_id", "decision"),
        sa.Index("item_package", "work_package_id"),
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
    scope_from: int | None = None
    decision_id: int | None = None


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


class Indicator(Fact, table=True):
    """An indicator of a work package. *source* says where its values come from: a code of core.indicators for those
    that Etappi counts itself, any other text for those entered by hand."""

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
