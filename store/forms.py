"""What forms of work are opened with: the fields as they stand, with the version that `store.editing` compares.

What an item's form shows besides the item's own fields (quarters, units, steps, state) is the newest plan and all
evidence to today, whatever quarter the screen shows.
"""

from sqlite3 import Connection

from core.decisions import decision_text
from core.progress import in_force
from store.editing import Base
from store.itemplan import NEWEST, state_of
from store.status import ProjectRow

ITEM_COLUMNS = ("title", "owner_id", "weight", "technique", "units")
WORK_FIELDS = ("first", "last", "units_done", "steps", "state")


def work_fields(connection: Connection, item_id: int, today: str) -> dict[str, object]:
    """WORK_FIELDS of an item as they stand; EtappiError (exit 1) where it is gone."""
    plan, state, word = state_of(connection, item_id, today)
    newest = in_force(plan, NEWEST)
    return {"first": newest.first, "last": newest.last, "units_done": state.units,
            "steps": tuple(sorted(state.steps)), "state": word}  # fmt: skip


def item_base(connection: Connection, item_id: int, today: str) -> Base:
    """ITEM_COLUMNS and WORK_FIELDS of an item; EtappiError (exit 1) where it is gone."""
    fields = work_fields(connection, item_id, today)
    row = connection.execute(f"SELECT version, {', '.join(ITEM_COLUMNS)} FROM item WHERE id = ?", (item_id,)).fetchone()
    return Base(row[0], _epoch(connection), {**dict(zip(ITEM_COLUMNS, row[1:], strict=True)), **fields})


def deviation_base(connection: Connection, item_id: int) -> Base | None:
    """The deviation of an item, its decision as text; None where none is recorded."""
    row = connection.execute(
        "SELECT d.version, d.reason, d.remedy, d.responsible, d.new_quarter, c.on_date, c.paragraph, c.body "
        "FROM deviation AS d LEFT JOIN decision AS c ON c.id = d.decision_id WHERE d.item_id = ?",
        (item_id,),
    ).fetchone()
    if row is None:
        return None
    decision = None if row[5] is None else decision_text(*row[5:])
    return Base(row[0], _epoch(connection), {"reason": row[1], "remedy": row[2], "responsible": row[3],
                                             "new_quarter": row[4], "decision": decision})  # fmt: skip


def reported_base(connection: Connection, package_id: int, quarter: int) -> Base | None:
    """What was reported of a package for a quarter; None where nothing was."""
    return _base(connection, "reported_progress", ("percent", "note"), "work_package_id", package_id, quarter)


def indicator_base(connection: Connection, indicator_id: int, quarter: int) -> Base | None:
    """The value of an indicator in a quarter; None where none was entered."""
    return _base(connection, "indicator_value", ("value", "level", "note"), "indicator_id", indicator_id, quarter)


def owners(connection: Connection, project: ProjectRow) -> tuple[tuple[int, str], ...]:
    """(id, short name) of the project's organisations in Finnish order: who can answer for an item."""
    return tuple(connection.execute(
        "SELECT DISTINCT o.id, o.short FROM membership AS m JOIN organisation AS o ON o.id = m.organisation_id "
        "WHERE m.project_id = ? ORDER BY o.sort_key", (project.id,)
    ).fetchall())  # fmt: skip


def _base(
    connection: Connection, table: str, columns: tuple[str, ...], key: str, value: int, quarter: int
) -> Base | None:
    row = connection.execute(
        f"SELECT version, {', '.join(columns)} FROM {table} WHERE {key} = ? AND quarter = ?", (value, quarter)
    ).fetchone()
    return None if row is None else Base(row[0], _epoch(connection), dict(zip(columns, row[1:], strict=True)))


def _epoch(connection: Connection) -> str:
    return str(connection.execute("SELECT epoch FROM meta").fetchone()[0])
