"""Take back an action, whole, as a new action with the inverse changes (decisions.md, "Undo").

An action's changes are: rows that it inserted (``made_by``), rows that it updated or deleted (written to `change` by
triggers), and rows that an undo put back (written to `change` here, with no state before). A field is only set back
where it still is what the action left; the rest is a conflict, left as it is and listed.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from sqlite3 import Connection, IntegrityError

from sqlmodel import SQLModel

from core import quarter as quarters
from core.errors import EtappiError
from store.closing import is_refusal, locked_until, refused
from store.models import FACTS
from store.writing import Writer

LARGEST_ID = 2**63 - 1
BOOKKEEPING = ("version", "made_by")
MAY_STAY = ("organisation", "spelling", "membership")
"""What an import made and something later uses stays without being a conflict."""
PARTS = {
    "spelling": ("organisation", "organisation_id"), "membership": ("organisation", "organisation_id"),
    "step": ("item", "item_id"), "unit_target": ("item", "item_id"),
}  # fmt: skip
"""Tables whose rows are parts of another row: table -> (the whole's table, the column that names it)."""
TABLES = tuple(str(model.__tablename__) for model in FACTS)
_POINTED_AT = {
    key.column.table.name for model in FACTS for column in SQLModel.metadata.tables[str(model.__tablename__)].columns
    for key in column.foreign_keys
}  # fmt: skip
LEAVES = frozenset(table for table in TABLES if table not in _POINTED_AT and table not in (*MAY_STAY, *PARTS))
"""Tables that nothing points to: their rows are taken back all at once, since a year's lists have a hundred
thousand."""


@dataclass(frozen=True)
class Conflict:
    """Something that stays as it is, since it was changed or is used by something later."""

    table: str
    row: int
    name: str
    column: str | None
    reason: str
    """changed_later, used_later, place_taken or owner_gone (``log.conflict_<reason>``)."""


@dataclass(frozen=True)
class UndoneAction:
    """What an undo did: the action that it took back and what it left."""

    target: int
    command: str
    rows: int
    conflicts: tuple[Conflict, ...] = ()


@dataclass
class _Work:
    connection: Connection
    action: int
    rows: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    standing: set[tuple[str, int]] = field(default_factory=set)
    """Rows that others point to and that were seen to be there, while nothing is deleted."""
    statements: dict[str, str] = field(default_factory=dict)


def target_of_undo(connection: Connection, number: int | None, actor: str) -> int:
    """The action to take back: *number*, else the newest of *actor* that is neither an undo nor undone.

    EtappiError: nothing to undo, no such action, already undone, the number is an undo (that is for redo), or the
    action locked or unlocked a quarter (that is for reopen and close), or purged what told of persons. What only took
    a snapshot, or purged, is passed over.
    """
    if number is None:
        row = connection.execute(
            "SELECT max(id) FROM v_action WHERE undo_of IS NULL AND NOT undone AND actor = ? "
            "AND command NOT LIKE 'snapshot %' AND command NOT LIKE 'purge %'", (actor,)
        ).fetchone()  # fmt: skip
        if row[0] is None:
            raise EtappiError("log.nothing_to_undo")
        _refuse_closing(connection, int(row[0]))
        return int(row[0])
    if number > LARGEST_ID:
        raise EtappiError("log.no_such_action", n=number)
    found = connection.execute("SELECT undo_of, undone FROM v_action WHERE id = ?", (number,)).fetchone()
    if found is None:
        raise EtappiError("log.no_such_action", n=number)
    if found[0] is not None:
        raise EtappiError("log.is_an_undo", n=number)
    if found[1]:
        raise EtappiError("log.already_undone", n=number)
    _refuse_closing(connection, number)
    return number


def _refuse_closing(connection: Connection, number: int) -> None:
    """EtappiError for an action that locked or unlocked a quarter, took a snapshot or purged: those are not undone."""
    if connection.execute("SELECT 1 FROM action WHERE id = ? AND command LIKE 'purge %'", (number,)).fetchone():
        raise EtappiError("log.undo_purge", n=number)
    closed = connection.execute("SELECT quarter FROM quarter_lock WHERE made_by = ?", (number,)).fetchone()
    if closed:
        raise EtappiError("closing.undo_close", quarter=quarters.label(closed[0]), code=quarters.code(closed[0]))
    opened = connection.execute(
        "SELECT min(json_extract(before_json, '$.quarter')) FROM change "
        "WHERE action = ? AND table_name = 'quarter_lock' AND after_json IS NULL",
        (number,),
    ).fetchone()[0]
    if opened is not None:
        raise EtappiError("closing.undo_reopen", quarter=quarters.label(opened), code=quarters.code(opened))
    if connection.execute("SELECT 1 FROM snapshot WHERE made_by = ?", (number,)).fetchone():
        raise EtappiError("closing.undo_snapshot", n=number)


def target_of_redo(connection: Connection, actor: str) -> int:
    """The newest undo of *actor* that was not itself taken back; EtappiError if there is none."""
    row = connection.execute(
        "SELECT max(u.id) FROM v_action AS u JOIN action AS a ON a.id = u.undo_of "
        "WHERE a.undo_of IS NULL AND NOT u.undone AND u.actor = ?",
        (actor,),
    ).fetchone()
    if row[0] is None:
        raise EtappiError("log.nothing_to_redo")
    return int(row[0])


def take_back(writer: Writer, target: int) -> UndoneAction:
    """Take back *target* inside *writer*'s transaction, as far as nothing later stands on it.

    The making of a project is taken back whole or not at all: EtappiError (exit 1) if anything later uses it. So is
    everything that would touch a locked quarter: EtappiError with its name.
    """
    command = writer.connection.execute("SELECT command FROM action WHERE id = ?", (target,)).fetchone()[0]
    work = _Work(writer.connection, writer.action)
    work.connection.execute("PRAGMA defer_foreign_keys=ON")
    changes = writer.connection.execute(
        "SELECT table_name, row_id, before_json, after_json FROM change WHERE action = ? ORDER BY id DESC", (target,)
    ).fetchall()
    inserted = _inserted_rows(writer.connection, target, changes)
    for table, row_id, before, after in changes:
        if (table, row_id) in inserted:
            continue
        if before is not None and after is not None:
            _set_back(work, table, row_id, json.loads(before), json.loads(after))
        elif before is not None:
            _put_back(work, table, json.loads(before))
    _remove(work, target, inserted)
    if not work.rows and not work.conflicts:
        _count_batch(writer.connection, target)
    return UndoneAction(target, command, work.rows, tuple(work.conflicts))


def _count_batch(connection: Connection, target: int) -> None:
    """A batch may have brought no fact, only rows that wait or were skipped: taking it back is an act all the same,
    and only a transaction that writes something is kept."""
    if connection.execute("SELECT 1 FROM import_batch WHERE id = ?", (target,)).fetchone():
        connection.execute("UPDATE meta SET action = action")


def _inserted_rows(
    connection: Connection, target: int, changes: list[tuple[str, int, str | None, str | None]]
) -> set[tuple[str, int]]:
    """Rows that *target* brought and that still stand."""
    rows = {(table, row_id) for table, row_id, before, _ in changes if before is None}
    for table in TABLES:
        found = connection.execute(f"SELECT id FROM {table} WHERE made_by = ?", (target,)).fetchall()
        rows |= {(table, row_id) for (row_id,) in found}
    return rows


def _set_back(work: _Work, table: str, row_id: int, before: dict[str, object], after: dict[str, object]) -> None:
    now = _row(work.connection, table, row_id)
    if now is None:
        work.conflicts.append(Conflict(table, row_id, str(after.get("name") or row_id), None, "changed_later"))
        return
    wanted = {}
    for column, value in before.items():
        if column in BOOKKEEPING or value == after[column]:
            continue
        if now[column] == after[column]:
            wanted[column] = value
        elif now[column] != value:
            name = _name(work.connection, table, row_id)
            work.conflicts.append(Conflict(table, row_id, name, column, "changed_later"))
    if not wanted:
        return
    if not _parents_stand(work.connection, table, {**now, **wanted}):
        work.conflicts.append(Conflict(table, row_id, _name(work.connection, table, row_id), None, "owner_gone"))
        return
    columns = ", ".join(f'"{column}" = ?' for column in wanted)
    try:
        work.connection.execute(
            f"UPDATE {table} SET {columns}, version = version + 1 WHERE id = ?", (*wanted.values(), row_id)
        )
    except IntegrityError as error:
        _refuse_locked(work.connection, error, table, now)
        work.conflicts.append(Conflict(table, row_id, _name(work.connection, table, row_id), None, "place_taken"))
        return
    work.rows += 1


def _put_back(work: _Work, table: str, before: dict[str, object]) -> None:
    if not _all_stand(work, table, before):
        work.conflicts.append(Conflict(table, int(str(before["id"])), _called(before, table), None, "owner_gone"))
        return
    if table not in work.statements:
        columns, places = ", ".join(f'"{column}"' for column in before), ", ".join("?" for _ in before)
        work.statements[table] = f"INSERT INTO {table} ({columns}) VALUES ({places})"
    try:
        work.connection.execute(work.statements[table], tuple(before.values()))
    except IntegrityError as error:
        _refuse_locked(work.connection, error, table, before)
        work.conflicts.append(Conflict(table, int(str(before["id"])), _called(before, table), None, "place_taken"))
        return
    work.connection.execute(
        "INSERT INTO change (action, table_name, row_id, before_json, after_json) VALUES (?, ?, ?, NULL, ?)",
        (work.action, table, before["id"], json.dumps(before, ensure_ascii=False)),
    )
    work.rows += 1


def _remove(work: _Work, target: int, inserted: set[tuple[str, int]]) -> None:
    """Delete the rows that *target* brought, children first; what is changed or used later stays and is listed."""
    staying = _changed_leaves(work, target, inserted)
    of_table: dict[str, list[int]] = {}
    for table, row_id in sorted(inserted, reverse=True):
        of_table.setdefault(table, []).append(row_id)
    for table in reversed(TABLES):
        children = _children(table)
        for row_id in of_table.get(table, ()) if table not in LEAVES else ():
            row = _row(work.connection, table, row_id)
            if row is None:
                continue
            if _changed_since(work.connection, table, row_id, target):
                reason = "changed_later"
            elif _used(work.connection, children, row, inserted, staying):
                reason = "used_later"
            else:
                continue
            staying.add((table, row_id))
            if table not in MAY_STAY or reason == "changed_later":
                work.conflicts.append(Conflict(table, row_id, _name(work.connection, table, row_id), None, reason))
    _keep_parents(work, inserted, staying)
    _keep_parts(work, inserted, staying)
    in_use = any(table not in MAY_STAY for table, _ in staying)  # organisations belong to the store
    if in_use and any(table == "project" for table, _ in inserted):
        raise EtappiError("log.project_in_use", 1, n=target)
    for table in reversed(TABLES):
        leaving = [row_id for row_id in of_table.get(table, ()) if (table, row_id) not in staying]
        _delete(work, table, leaving)


def _delete(work: _Work, table: str, leaving: list[int]) -> None:
    """Delete rows of a table: all at once where that meets no lock, else one by one, to name the quarter."""
    if table in LEAVES:
        try:
            ids = json.dumps(leaving)
            done = work.connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (ids,))
            work.rows += done.rowcount
            return
        except IntegrityError as error:
            if not is_refusal(error):
                raise
    for row_id in leaving:
        row = _row(work.connection, table, row_id)
        if row is None:
            continue
        try:
            work.connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        except IntegrityError as error:
            _refuse_locked(work.connection, error, table, row)
            raise
        work.rows += 1


def _changed_leaves(work: _Work, target: int, inserted: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Rows of LEAVES among *inserted* that a later action, not itself taken back, updated: they stay and are listed."""
    staying = set()
    for table in sorted({table for table, _ in inserted} & LEAVES):
        changed = work.connection.execute(
            f"SELECT DISTINCT c.row_id FROM change AS c {LATER} AND c.table_name = ?", (target, table)
        ).fetchall()
        for (row_id,) in changed:
            if (table, row_id) in inserted and _row(work.connection, table, row_id) is not None:
                staying.add((table, row_id))
                name = _name(work.connection, table, row_id)
                work.conflicts.append(Conflict(table, row_id, name, None, "changed_later"))
    return staying


def _refuse_locked(connection: Connection, error: IntegrityError, table: str, row: dict[str, object]) -> None:
    """EtappiError that names the quarter of *row* where *error* says that it is locked."""
    if not is_refusal(error):
        return
    project = int(str(row["id"] if table == "project" else row["project_id"]))
    newest = locked_until(connection, project) or 0
    own = quarters.of_date(str(row["on_date"])) if table in ("evidence", "obligation_fact") else None
    event = row["id"] if table == "event" else row.get("event_id")
    if event is not None:
        start = connection.execute("SELECT start FROM event WHERE id = ?", (event,)).fetchone()
        own = quarters.of_date(start[0][:10]) if start and start[0] else own
    for column in ("quarter", "effective", "from_quarter"):
        own = own or (int(str(row[column])) if row.get(column) is not None else None)
    raise refused(own if own is not None and own <= newest else newest) from error


def _keep_parents(work: _Work, inserted: set[tuple[str, int]], staying: set[tuple[str, int]]) -> None:
    """A row that stays keeps the rows that it points to (not a conflict of its own)."""
    grown = True
    while grown:
        grown = False
        for table, row_id in list(staying):
            for parent_table, parent_id in _parents(work.connection, table, row_id):
                if (parent_table, parent_id) in inserted and (parent_table, parent_id) not in staying:
                    staying.add((parent_table, parent_id))
                    grown = True


def _keep_parts(work: _Work, inserted: set[tuple[str, int]], staying: set[tuple[str, int]]) -> None:
    """What stays keeps what it is not whole without: a name its spellings, an item its steps."""
    for table, row_id in inserted:
        if table in PARTS:
            row = _row(work.connection, table, row_id) or {}
            owner, column = PARTS[table]
            parents = _parents_of(table, row)
            leaving = any(one in inserted and one not in staying for one in parents)
            if row and (owner, row[column]) in staying and not leaving:
                staying.add((table, row_id))


LATER = (
    "LEFT JOIN v_action AS a ON a.id = c.action WHERE c.before_json IS NOT NULL AND c.after_json IS NOT NULL "
    "AND (c.action IS NULL OR c.action > ? AND NOT a.undone AND a.undo_of IS NULL)"
)
"""SQL over a change *c*: an action after the one in question, not itself taken back, updated a row."""


def _changed_since(connection: Connection, table: str, row_id: int, target: int) -> bool:
    """A later action, not itself taken back, updated the row."""
    found = connection.execute(
        f"SELECT 1 FROM change AS c {LATER} AND c.table_name = ? AND c.row_id = ? LIMIT 1", (target, table, row_id)
    ).fetchone()
    return found is not None


def _used(
    connection: Connection, children: list[tuple[str, str]], row: dict[str, object], inserted: set[tuple[str, int]],
    staying: set[tuple[str, int]],
) -> bool:  # fmt: skip
    """A row that is not leaving too points to this one."""
    for child, columns in children:
        found = connection.execute(f"SELECT id FROM {child} WHERE {columns}", row).fetchall()
        if any((child, one) not in inserted or (child, one) in staying for (one,) in found):
            return True
    return False


def _children(table: str) -> list[tuple[str, str]]:
    """(child table, SQL over the row of *table* that it points to) of every foreign key to *table*'s id among tables of
    facts. The project is asked for too only where an index begins with it and goes on with the column."""
    out = []
    of_project = "project_id" in SQLModel.metadata.tables[table].columns
    for child in TABLES:
        begins = [[column.name for column in index.columns][:2] for index in SQLModel.metadata.tables[child].indexes]
        for parent, column in _keys(child):
            if parent == table:
                project = "project_id = :project_id AND " if of_project and ["project_id", column] in begins else ""
                out.append((child, f"{project}{column} = :id"))
    return out


def _parents_stand(connection: Connection, table: str, row: dict[str, object]) -> bool:
    """Every row that *row* points to is there: something later may have deleted it."""
    return all(_row(connection, parent, number) is not None for parent, number in _parents_of(table, row))


def _all_stand(work: _Work, table: str, row: dict[str, object]) -> bool:
    """As `_parents_stand`, for many rows of one act that only puts back."""
    wanting = [one for one in _parents_of(table, row) if one not in work.standing]
    there = all(_row(work.connection, *one) is not None for one in wanting)
    if there:
        work.standing.update(wanting)
    return there


def _parents(connection: Connection, table: str, row_id: int) -> list[tuple[str, int]]:
    return _parents_of(table, _row(connection, table, row_id) or {})


def _parents_of(table: str, row: dict[str, object]) -> list[tuple[str, int]]:
    return [(parent, int(str(row[column]))) for parent, column in _keys(table) if row.get(column) is not None]


@cache
def _keys(table: str) -> tuple[tuple[str, str], ...]:
    """(table pointed at, column) of every foreign key of *table* to an id."""
    columns = SQLModel.metadata.tables[table].columns
    return tuple((key.column.table.name, column.name) for column in columns for key in column.foreign_keys
                 if key.column.name == "id")  # fmt: skip


def _row(connection: Connection, table: str, row_id: int) -> dict[str, object] | None:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
    found = cursor.fetchone()
    return None if found is None else dict(zip((column[0] for column in cursor.description), found, strict=True))


def _name(connection: Connection, table: str, row_id: int) -> str:
    """What a person calls the row: its name, code, title or text, or that of what it is about; never a person's."""
    row = _row(connection, table, row_id) or {}
    for other in ("organisation", "item", "work_package", "event"):
        column = f"{other}_id"
        if row.get(column) is not None and other != table and not row.get("code"):
            return _name(connection, other, int(str(row[column])))
    return _called(row, f"{table} {row_id}")


def _called(row: dict[str, object], otherwise: str) -> str:
    return next((str(row[column]) for column in ("name", "code", "title", "text") if row.get(column)), otherwise)
