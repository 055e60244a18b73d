"""Rows that hold by quarter (roles, memberships), changed after a quarter was locked: what a locked quarter shows ends
with it, and what is new begins in the first open quarter."""

from collections.abc import Iterable
from typing import Any

from core import quarter as quarters
from store.closing import locked_until, refused
from store.models import Membership, Participation, Project
from store.writing import Writer

ByQuarter = Participation | Membership
KEPT = ("id", "version", "made_by", "from_quarter", "to_quarter")
"""Columns that a successor does not take over."""


def beginning(writer: Writer, project_id: int, given: int | None = None) -> int | None:
    """The first quarter of a new row: *given*, else the first open one, else None (from the project's start).

    EtappiError where *given* is locked, or every quarter of the project is.
    """
    locked = locked_until(writer.connection, project_id)
    if locked is None:
        return given
    if given is not None and given <= locked:
        raise refused(given)
    if locked >= quarters.of_date(writer.session.get_one(Project, project_id).end_date):
        raise refused(locked)
    return given if given is not None else locked + 1


def is_over(row: ByQuarter, locked: int | None) -> bool:
    """True for a row that ended with a locked quarter: history, which says nothing of today."""
    return locked is not None and row.to_quarter is not None and row.to_quarter <= locked


def change(writer: Writer, row: ByQuarter, values: dict[str, Any]) -> ByQuarter:
    """Give *row* the *values*; returns the row that holds from now on.

    A row that holds in a locked quarter stays there as it was: it ends with the lock and a new one goes on from the
    first open quarter. EtappiError where the row ended with a locked quarter, or is to begin in one.
    """
    locked = locked_until(writer.connection, row.project_id)
    if locked is None or (row.from_quarter is not None and row.from_quarter > locked):
        return _set(writer, row, values)
    if is_over(row, locked):
        raise refused(row.to_quarter or locked)
    first = values.get("from_quarter", row.from_quarter)
    last = values.get("to_quarter", row.to_quarter)
    if first != row.from_quarter and (first is None or first <= locked):
        raise refused(first or locked)
    if last is not None and last < locked:
        raise refused(last + 1)
    if first == row.from_quarter and set(values) <= {"to_quarter", "from_quarter", "source"}:
        return _set(writer, row, values)
    begins = beginning(writer, row.project_id, first if first != row.from_quarter else None)
    same = {name: getattr(row, name) for name in type(row).model_fields if name not in KEPT}
    _set(writer, row, {"to_quarter": locked})
    writer.session.flush()
    successor = type(row)(**{**same, **values, "from_quarter": begins, "to_quarter": last, "made_by": writer.action})
    writer.session.add(successor)
    writer.session.flush()
    return successor


def remove(writer: Writer, row: ByQuarter) -> None:
    """Take *row* away; one that holds in a locked quarter ends with it. EtappiError where it has ended already."""
    locked = locked_until(writer.connection, row.project_id)
    if locked is None or (row.from_quarter is not None and row.from_quarter > locked):
        writer.session.delete(row)
    elif is_over(row, locked):
        raise refused(row.to_quarter or locked)
    else:
        _set(writer, row, {"to_quarter": locked})


def first_held(writer: Writer, rows: Iterable[ByQuarter]) -> int | None:
    """The first locked quarter in which any of *rows* holds, which must be open to change what it was; None where none
    holds in a locked one."""
    found = []
    for row in rows:
        locked = locked_until(writer.connection, row.project_id)
        if locked is not None and (row.from_quarter is None or row.from_quarter <= locked):
            project = writer.session.get_one(Project, row.project_id)
            found.append(max(row.from_quarter or 0, quarters.of_date(project.start_date)))
    return min(found, default=None)


def _set(writer: Writer, row: ByQuarter, values: dict[str, Any]) -> ByQuarter:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    writer.session.add(row)
    return row
