"""The state of every item in a quarter, as a snapshot freezes it: what differences and reports say of single items."""

from sqlite3 import Connection

from core import quarter as quarters
from core.canonical import exact, pair
from store.status import Moment, ProjectRow
from store.views import DONE, item_figures

STATES = f"""
SELECT code, technique, closed, started, {DONE}, earned, planned, units_done, first, last
FROM ({item_figures(":cut", ":quarter", ":ref", "v_item AS i WHERE i.project_id = :project")})
WHERE scope_from IS NULL OR scope_from <= quarter ORDER BY code"""


def items_of(connection: Connection, project: ProjectRow, quarter: int, today: str) -> dict[str, object]:
    """By code: *state* (``open``, ``started``, ``done``, ``cancelled``, ``continuous``), *earned* and *planned* (shares
    of its weight, None for continuous work), *units* (the running total, None where none are counted), *from* and *to*
    as the plan stood in *quarter* (None for continuous work: it is due at no time, and goes on where its package does).
    An item that was added to the plan later is not in it.
    """
    rows = connection.execute(STATES, Moment(project, quarter, today).parameters(project.id)).fetchall()
    return {
        code: {
            "state": _state(technique, closed, started, done),
            "earned": None if earned is None else pair(exact(earned)),
            "planned": None if earned is None or planned is None else pair(exact(planned)), "units": units,
            "from": _code(technique, first), "to": _code(technique, last),
        }
        for code, technique, closed, started, done, earned, planned, units, first, last in rows
    }  # fmt: skip


def _code(technique: str, quarter: int | None) -> str | None:
    return None if quarter is None or technique == "effort" else quarters.code(quarter)


def _state(technique: str, closed: str | None, started: int, done: int | None) -> str:
    if closed == "cancelled":
        return "cancelled"
    if done:
        return "done"
    if technique == "effort":
        return "continuous"
    return "started" if started else "open"
