"""Who did what, and the file itself."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from store.models.base import AUTOINCREMENT, check


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


class SchemaRecord(SQLModel, table=True):
    """A migration that has run."""

    __tablename__ = "schema_record"
    __table_args__ = (AUTOINCREMENT,)
    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    name: str
    at: str
