"""What was agreed: who owes what, deadlines, the grant, goals and the register of outputs."""

import sqlalchemy as sa
from sqlmodel import Field

from core.agreements import DEADLINE_KINDS
from core.obligations import STATES
from core.roles import ROLES
from store.models.base import AUTOINCREMENT, Fact, check, in_order, is_date, of_project, words


class Grant(Fact, table=True):
    """The funder's decision: its number, day, sum in cents and the time in which costs are accepted."""

    __tablename__ = "grant_decision"
    __table_args__ = (
        sa.UniqueConstraint("project_id"), is_date("on_date"), is_date("from_date"), is_date("to_date"),
        in_order("from_date", "to_date"), check("sum_counted", "sum_cents >= 0"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    decision: str | None = None
    on_date: str | None = None
    sum_cents: int | None = None
    from_date: str | None = None
    to_date: str | None = None


class Deadline(Fact, table=True):
    """A day by which something is due to somebody (*recipient*), or on which a meeting is held, at *at_time* (HH:MM) if
    that is known."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "title", "on_date"), is_date("on_date"), is_date("done_on"),
        check("title_given", "title <> ''"), check("at_time_is_time", "at_time IS strftime('%H:%M', at_time)"),
        AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    title: str
    on_date: str
    at_time: str | None = None
    kind: str = Field(default="other", sa_type=words("deadline_kind", *DEADLINE_KINDS))
    recipient: str | None = None
    done_on: str | None = None


class Goal(Fact, table=True):
    """A goal of the project, and the result that it came to."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "position"), check("title_given", "title <> ''"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    position: int
    title: str
    result: str | None = None


class OutputRecord(Fact, table=True):
    """Where an output is kept: link, edition, who keeps it after the project, when it is looked at again."""

    __tablename__ = "output_record"
    __table_args__ = (
        sa.UniqueConstraint("item_id"), of_project("item_id", "item"), is_date("review_on"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    item_id: int
    link: str | None = None
    edition: str | None = None
    keeper: str | None = None
    review_on: str | None = None


class Obligation(Fact, table=True):
    """Something that organisations owe: all of the network, those of a package, those with a role (in that package, or
    in any), due on a day, shown by *proof*."""

    __table_args__ = (
        sa.UniqueConstraint("project_id", "id"), sa.UniqueConstraint("project_id", "code"),
        of_project("work_package_id", "work_package"), is_date("due"), check("title_given", "title <> ''"),
        AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    code: str = Field(max_length=30)
    position: int
    title: str
    role: str | None = Field(default=None, sa_type=words("obligation_role", *ROLES))
    work_package_id: int | None = None
    due: str | None = None
    proof: str | None = None


class ObligationFact(Fact, table=True):
    """A dated fact: how far an organisation has come with what it owes. The newest by date holds; only ever added or
    undone. A *reason* is given where it is not required."""

    __tablename__ = "obligation_fact"
    __table_args__ = (
        of_project("obligation_id", "obligation"), is_date("on_date"),
        check("reason_given", "state <> 'not_required' OR reason IS NOT NULL"),
        sa.Index("obligation_fold", "obligation_id", "organisation_id", "on_date", "id", "state"), AUTOINCREMENT,
    )  # fmt: skip
    project_id: int = Field(foreign_key="project.id")
    obligation_id: int
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    on_date: str
    state: str = Field(sa_type=words("obligation_state", *STATES))
    reason: str | None = None
    proof: str | None = None
    actor: str
