"""What all tables are made with. Conventions:

- a table below a project carries ``project_id``, and a foreign key between two of them is composite with it;
- ``made_by`` is the action that inserted the row (so that it can be taken back), ``version`` counts edits;
- a quarter is the integer 4·year + (q − 1); a date is ISO text; an instant is ISO text in UTC;
- ids are AUTOINCREMENT and nothing cascades.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

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
