"""Organisations, their spellings, and what they do in a project."""

import sqlalchemy as sa
from sqlmodel import Field

from core.roles import CERTAINTIES, ROLES
from store.models.base import AUTOINCREMENT, Fact, check, in_order, is_quarter, of_project, words


class Organisation(Fact, table=True):
    """An organisation of the store, under one name and one short name; shared by all projects. *language* is the one
    in which it is written to (ISO 639-1)."""

    __table_args__ = (
        check("name_given", "name <> ''"), check("short_given", "short <> ''"),
        check("language_code", "language GLOB '[a-z][a-z]'"), AUTOINCREMENT,
    )  # fmt: skip
    name: str = Field(unique=True)
    short: str = Field(unique=True)
    sort_key: str = Field(index=True)
    folded: str
    business_id: str | None = Field(default=None, unique=True)
    region: str | None = None
    language: str | None = None


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
    """An organisation in a project: in its network, or met there but outside.

    A second row stands from a later quarter on, where that changed after a quarter was locked (view v_member)."""

    __table_args__ = (
        sa.Index("membership_once", "project_id", "organisation_id", sa.text("ifnull(from_quarter, 0)"), unique=True),
        check("network_flag", "network IN (0, 1)"),
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


class Participation(Fact, table=True):
    """A role of an organisation in a work package: interest (a mark in a table) or confirmed.

    The same role may stand again from a later quarter on, where a change came after a quarter was locked."""

    __table_args__ = (
        sa.Index("participation_once", "work_package_id", "organisation_id", "role", sa.text("ifnull(from_quarter, 0)"),
                 unique=True),
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
