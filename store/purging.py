"""What tells of persons, taken out of the store and of its backups (reliability.md R28). What they added up to stays.

A person's row becomes a number: one of an organisation, whom nobody can tell from another any more. The log of changes
is redacted in the same transaction, the file is written anew, and every backup that holds what was purged is rewritten,
or deleted where that fails. A purge is an action of the log, and is not undone.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection

from core.errors import EtappiError
from core.personkeys import normal_email
from store import backup, opening
from store.database import connect, connect_copy
from store.status import ProjectRow
from store.writing import writing

TOLD = "person_key IS NOT NULL OR name IS NOT NULL OR email IS NOT NULL"
"""SQL over attendance: the row tells of a person."""

LOGGED = " OR ".join(
    f"json_extract({side}, '$.{column}') IS NOT NULL"
    for side in ("before_json", "after_json") for column in ("person_key", "name", "email")
)  # fmt: skip
"""SQL over change: a logged row of attendance tells of a person."""

EVENTS = """
SELECT id FROM event WHERE project_id = :project AND {own} UNION
SELECT row_id FROM change WHERE table_name = 'event'
  AND json_extract(ifnull(before_json, after_json), '$.project_id') = :project AND {logged}"""
"""SQL: events that are or were there."""


@dataclass(frozen=True)
class Wish:
    """Whose data go: of events before the ISO date *before*, of the event with the code *event*, or of the person with
    *email* (and the *key* that it makes; None without the secret). One of the three."""

    before: str | None = None
    event: str | None = None
    email: str | None = field(default=None, repr=False)
    key: str | None = None


@dataclass(frozen=True)
class Held:
    """How much tells of persons: *names* and *emails* that are stored, different *keys*, rows of the *log* with any of
    them; *since* is the day of the first event of which something is held."""

    names: int
    emails: int
    keys: int
    log: int
    since: str | None


@dataclass(frozen=True)
class Purged:
    """What a purge did: *rows* that became numbers, rows of the *log* that were redacted, paths of backups."""

    rows: int
    log: int
    rewritten: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


def held(connection: Connection) -> Held:
    """What the store holds of persons, in all projects."""
    names, emails, keys, since = connection.execute(
        "SELECT count(a.name), count(a.email), count(DISTINCT a.person_key), min(substr(e.start, 1, 10)) "
        f"FROM attendance AS a JOIN event AS e ON e.id = a.event_id WHERE {TOLD}"
    ).fetchone()
    log = connection.execute(f"SELECT count(*) FROM change WHERE table_name = 'attendance' AND ({LOGGED})").fetchone()
    return Held(names, emails, keys, log[0], since)


def found(connection: Connection, project: ProjectRow, wish: Wish) -> Purged:
    """How many rows of attendance and of the log a purge would touch. EtappiError: no such event."""
    if wish.event is not None and not _events(connection, project.id, wish):
        raise EtappiError("event.unknown", code=wish.event)
    rows, log = _matching(connection, project.id, wish)
    return Purged(len(rows), len(log))


def purge(path: str, project: ProjectRow, wish: Wish) -> Purged:
    """Purge the store at *path* and its backups. StoreError if the store cannot be written anew."""
    opening.require_space(path, 0)
    backup.before(path, "purge")
    command = "purge person" if wish.email is not None else f"purge {wish.event or wish.before}"
    done = Purged(0, 0)
    with writing(path, command, project_id=project.id) as writer:
        done = _redact(writer.connection, project.id, wish)
    with closing(connect(path)) as connection:
        connection.execute("VACUUM")
    rewritten, deleted = [], []
    for one in backup.all_of(path):
        changed = _of_backup(one.path, project.code, wish)
        if changed is None:
            Path(one.path).unlink(missing_ok=True)
            deleted.append(one.path)
        elif changed:
            rewritten.append(one.path)
    return Purged(done.rows, done.log, tuple(rewritten), tuple(deleted))


def _of_backup(path: str, project: str, wish: Wish) -> bool | None:
    """True for a backup that was rewritten, False for one that holds nothing of it, None for one that cannot be."""
    try:
        with closing(connect_copy(path)) as connection:
            for pragma in ("secure_delete=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'attendance'").fetchone():
                return False
            row = connection.execute("SELECT id FROM project WHERE code = ?", (project,)).fetchone()
            if row is None or not any(_matching(connection, row[0], wish)):
                return False
            connection.execute("BEGIN IMMEDIATE")
            _redact(connection, row[0], wish)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
            good: bool = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return good or None
    except sqlite3.Error:
        return None


def _redact(connection: Connection, project_id: int, wish: Wish) -> Purged:
    """Inside an open transaction: people become numbers, the log forgets them."""
    rows, log = _matching(connection, project_id, wish)
    if not rows and not log:
        return Purged(0, 0)
    last = connection.execute("SELECT ifnull(max(id), 0) FROM change").fetchone()[0]
    connection.execute("UPDATE meta SET purging = 1")
    chosen = {"rows": json.dumps(rows)}
    # who stands on two lists of an event was one person, and stays one
    connection.execute(
        "DELETE FROM attendance WHERE id IN (SELECT value FROM json_each(:rows)) AND EXISTS (SELECT 1 "
        "FROM attendance AS o WHERE o.event_id = attendance.event_id AND o.person_key = attendance.person_key "
        "AND o.id < attendance.id)",
        chosen,
    )
    connection.execute(
        "UPDATE attendance SET person_key = NULL, name = NULL, email = NULL, version = version + 1 "
        "WHERE id IN (SELECT value FROM json_each(:rows))", chosen,
    )  # fmt: skip
    connection.execute(
        "UPDATE event_list SET key_mark = NULL, version = version + 1 WHERE key_mark IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM attendance AS a WHERE a.list_id = event_list.id AND a.person_key IS NOT NULL)"
    )
    connection.execute("DELETE FROM change WHERE id > ?", (last,))
    blank = "'$.person_key', NULL, '$.name', NULL, '$.email', NULL"
    for side in ("before_json", "after_json"):
        connection.execute(
            f"UPDATE change SET {side} = json_set({side}, {blank}) WHERE {side} IS NOT NULL "
            "AND id IN (SELECT value FROM json_each(?))", (json.dumps(log),)
        )  # fmt: skip
    connection.execute("UPDATE meta SET purging = 0")
    return Purged(len(rows), len(log))


def _matching(connection: Connection, project_id: int, wish: Wish) -> tuple[list[int], list[int]]:
    """Ids of rows of attendance, and of the log, that tell of whom the wish is about. A person is looked for in all
    projects."""
    if wish.email is not None:
        who = {"key": wish.key, "email": normal_email(wish.email)}
        rows = connection.execute("SELECT id FROM attendance WHERE person_key = :key OR email = :email", who).fetchall()
        log = connection.execute(
            "SELECT id FROM change WHERE table_name = 'attendance' AND (" + " OR ".join(
                f"json_extract({side}, '$.{column}') = :{place}" for side in ("before_json", "after_json")
                for column, place in (("person_key", "key"), ("email", "email"))
            ) + ")", who,
        ).fetchall()  # fmt: skip
    else:
        of = {"events": json.dumps(_events(connection, project_id, wish))}
        inside = "(SELECT value FROM json_each(:events))"
        rows = connection.execute(f"SELECT id FROM attendance WHERE event_id IN {inside} AND ({TOLD})", of).fetchall()
        log = connection.execute(
            "SELECT id FROM change WHERE table_name = 'attendance' "
            f"AND json_extract(ifnull(before_json, after_json), '$.event_id') IN {inside} AND ({LOGGED})", of
        ).fetchall()  # fmt: skip
    return [number for (number,) in rows], [number for (number,) in log]


def _events(connection: Connection, project_id: int, wish: Wish) -> list[int]:
    """Ids of the events of a wish, those that were taken back too."""
    told = "json_extract(ifnull(before_json, after_json), '$.{}')"
    if wish.event is not None:
        own, logged = "code = :event COLLATE NOCASE", f"{told.format('code')} = :event COLLATE NOCASE"
    else:
        own, logged = "start < :before", f"{told.format('start')} < :before"
    parameters = {"project": project_id, "event": (wish.event or "").strip(), "before": wish.before}
    return [number for (number,) in connection.execute(EVENTS.format(own=own, logged=logged), parameters).fetchall()]
