"""What tells of persons, taken out of the store and of its backups (reliability.md R28). What they added up to stays.

A person's row becomes a number: one of an organisation, whom nobody can tell from another any more; where only the time
for which names may be kept is over, their keys stay. The log of changes is redacted in the same transaction, the file
is written anew, and every backup that holds what was purged is rewritten, or deleted where that fails. A purge is an
action of the log, and is not undone.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection

from core.errors import EtappiError
from core.personkeys import normal_email
from store import backup, opening, purgingsurveys
from store.database import connect, connect_copy
from store.status import ProjectRow
from store.writing import writing

ALL = ("person_key", "name", "email")
"""The columns of attendance that tell of a person."""

NAMES = ("name", "email")
SIDES = ("before_json", "after_json")

EVENTS = """
SELECT id FROM event WHERE project_id = :project AND {own} UNION
SELECT row_id FROM change WHERE table_name = 'event'
  AND json_extract(ifnull(before_json, after_json), '$.project_id') = :project AND {logged}"""
"""SQL: events that are or were there."""


EXPIRED = """
SELECT id FROM event_list WHERE project_id = :project AND keep_until < :today UNION
SELECT row_id FROM change WHERE table_name = 'event_list' AND row_id NOT IN (SELECT id FROM event_list)
  AND json_extract(ifnull(before_json, after_json), '$.project_id') = :project
  AND json_extract(ifnull(before_json, after_json), '$.keep_until') < :today"""
"""SQL: lists, also of imports that were taken back, whose names and e-mails may be kept no longer."""


def _told(columns: tuple[str, ...]) -> str:
    """SQL over attendance: the row tells of a person in one of *columns*."""
    return " OR ".join(f"{column} IS NOT NULL" for column in columns)


def _logged(columns: tuple[str, ...]) -> str:
    """SQL over change: the logged row of attendance tells of a person in one of *columns*."""
    return " OR ".join(f"json_extract({side}, '$.{column}') IS NOT NULL" for side in SIDES for column in columns)


@dataclass(frozen=True)
class Wish:
    """Whose data go: of events before the ISO date *before*, of the event with the code *event*, of the person with
    *email* (and the *key* that it makes; None without the secret), or names and e-mails that were to be kept to a day
    before the ISO date *expired*. One of the four."""

    before: str | None = None
    event: str | None = None
    expired: str | None = None
    email: str | None = field(default=None, repr=False)
    key: str | None = None


@dataclass(frozen=True)
class Held:
    """How much tells of persons: *names* and *emails* that are stored, different *keys*, *texts* (open answers to
    surveys), rows of the *log* with any of them; *since* is the first day of which something is held, *until* the first
    day to which names and e-mails may be kept."""

    names: int
    emails: int
    keys: int
    log: int
    since: str | None
    until: str | None
    texts: int = 0


@dataclass(frozen=True)
class Purged:
    """What a purge did: *rows* that became numbers, rows of the *log* that were redacted, paths of backups; *texts* of
    the rows were open answers to surveys."""

    rows: int
    log: int
    rewritten: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    texts: int = 0


def held(connection: Connection) -> Held:
    """What the store holds of persons, in all projects."""
    names, emails, since = connection.execute(
        "SELECT count(a.name), count(a.email), min(substr(e.start, 1, 10)) "
        f"FROM attendance AS a JOIN event AS e ON e.id = a.event_id WHERE {_told(tuple(f'a.{one}' for one in ALL))}"
    ).fetchone()
    (log,) = connection.execute(
        f"SELECT count(*) FROM change WHERE table_name = 'attendance' AND ({_logged(ALL)})"
    ).fetchone()
    (until,) = connection.execute("SELECT min(keep_until) FROM event_list").fetchone()
    (keys,) = connection.execute(
        "SELECT count(*) FROM (SELECT person_key FROM attendance WHERE person_key IS NOT NULL UNION "
        "SELECT person_key FROM response WHERE person_key IS NOT NULL)"
    ).fetchone()
    texts, more, answered = purgingsurveys.held(connection)
    days = [day for day in (since, answered) if day is not None]
    return Held(names, emails, keys, log + more, min(days, default=None), until, texts)


def marks(connection: Connection) -> dict[str, int]:
    """How many lists hold keys that each secret made, by its mark (core.personkeys.key_mark)."""
    return dict(connection.execute(
        "SELECT key_mark, count(*) FROM event_list WHERE key_mark IS NOT NULL GROUP BY 1").fetchall())  # fmt: skip


def found(connection: Connection, project: ProjectRow, wish: Wish) -> Purged:
    """How many rows of attendance and of the log a purge would touch. EtappiError: no such event."""
    if wish.event is not None and not _events(connection, project.id, wish):
        raise EtappiError("event.unknown", code=wish.event)
    rows, log = _matching(connection, project.id, wish)
    told = _of_surveys(connection, project.id, wish)
    return Purged(len(rows) + told.rows, len(log) + len(told.log), texts=len(told.texts))


def purge(path: str, project: ProjectRow, wish: Wish) -> Purged:
    """Purge the store at *path* and its backups. StoreError if the store cannot be written anew."""
    what = "person" if wish.email is not None else "expired" if wish.expired is not None else wish.event or wish.before

    def act(connection: Connection) -> Purged:
        row = connection.execute("SELECT id FROM project WHERE code = ?", (project.code,)).fetchone()
        return Purged(0, 0) if row is None else _redact(connection, row[0], wish)

    return _everywhere(path, f"purge {what}", project.id, act)


def rotate(path: str, key_of: Callable[[str], str], mark: str) -> Purged:
    """Drop the keys of all persons, in all projects and all backups: of those whose e-mail is stored *key_of* makes a
    new one, with the secret of *mark*; the others become numbers. StoreError if the store cannot be written anew."""
    return _everywhere(path, "purge keys", None, lambda connection: _rekey(connection, key_of, mark))


def _everywhere(path: str, command: str, project_id: int | None, act: Callable[[Connection], Purged]) -> Purged:
    """Do *act* in the store, as an action of its log, and in every backup of it that it touches."""
    opening.require_space(path, 0)
    backup.before(path, "purge")
    done = Purged(0, 0)
    with writing(path, command, project_id=project_id) as writer:
        done = act(writer.connection)
    with closing(connect(path)) as connection:
        connection.execute("VACUUM")
    rewritten, deleted = [], []
    for one in backup.all_of(path):
        changed = _of_backup(one.path, act)
        if changed is None:
            Path(one.path).unlink(missing_ok=True)
            deleted.append(one.path)
        elif changed:
            rewritten.append(one.path)
    return Purged(done.rows, done.log, tuple(rewritten), tuple(deleted), done.texts)


def _of_backup(path: str, act: Callable[[Connection], Purged]) -> bool | None:
    """True for a backup that was rewritten, False for one that holds nothing of it, None for one that cannot be."""
    try:
        with closing(connect_copy(path)) as connection:
            for pragma in ("secure_delete=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'attendance'").fetchone():
                return False
            connection.execute("BEGIN IMMEDIATE")
            done = act(connection)
            if not done.rows and not done.log:
                connection.execute("ROLLBACK")
                return False
            connection.execute("COMMIT")
            connection.execute("VACUUM")
            good: bool = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return good or None
    except sqlite3.Error:
        return None


def _redact(connection: Connection, project_id: int, wish: Wish) -> Purged:
    """Inside an open transaction: people become numbers, the log forgets them."""
    rows, log = _matching(connection, project_id, wish)
    told = _of_surveys(connection, project_id, wish)
    if told.rows or told.log:
        purgingsurveys.redact(connection, told)
    if not rows and not log:
        return Purged(told.rows, len(told.log), texts=len(told.texts))
    columns = ALL if wish.expired is None else NAMES
    chosen = {"rows": json.dumps(rows)}

    def act() -> None:
        if wish.expired is None:
            # who stands on two lists of an event was one person, and stays one
            connection.execute(
                "DELETE FROM attendance WHERE id IN (SELECT value FROM json_each(:rows)) AND EXISTS (SELECT 1 "
                "FROM attendance AS o WHERE o.event_id = attendance.event_id AND o.person_key = attendance.person_key "
                "AND o.id < attendance.id)", chosen,
            )  # fmt: skip
        connection.execute(
            f"UPDATE attendance SET {', '.join(f'{column} = NULL' for column in columns)}, version = version + 1 "
            "WHERE id IN (SELECT value FROM json_each(:rows))", chosen,
        )  # fmt: skip

    _unlogged(connection, act, columns, log)
    return Purged(len(rows) + told.rows, len(log) + len(told.log), texts=len(told.texts))


def _of_surveys(connection: Connection, project_id: int, wish: Wish) -> purgingsurveys.Told:
    """What answers to surveys tell of whom the wish is about; names and e-mails are never among them."""
    if wish.expired is not None or (wish.email is not None and wish.key is None):
        return purgingsurveys.Told()
    which = purgingsurveys.OLD if wish.before is not None else (
        purgingsurveys.OF_EVENT if wish.event is not None else purgingsurveys.OF_PERSON)  # fmt: skip
    values: dict[str, object] = {
        "project": project_id, "before": wish.before, "event": (wish.event or "").strip(), "key": wish.key,
    }  # fmt: skip
    return purgingsurveys.told(connection, which, values)


def _rekey(connection: Connection, key_of: Callable[[str], str], mark: str) -> Purged:
    """Inside an open transaction: new keys for those whose e-mail is stored, none for the others."""
    (rows,) = connection.execute("SELECT count(*) FROM attendance WHERE person_key IS NOT NULL").fetchone()
    log = [number for (number,) in connection.execute(
        f"SELECT id FROM change WHERE table_name = 'attendance' AND ({_logged(ALL[:1])})").fetchall()]  # fmt: skip
    told = purgingsurveys.told(connection, purgingsurveys.ALL, {}, texts=False)
    if told.rows or told.log:
        purgingsurveys.redact(connection, told)
    if not rows and not log:
        return Purged(told.rows, len(told.log))

    def act() -> None:
        # who stands on two lists of an event was one person, and stays one
        connection.execute(
            "DELETE FROM attendance WHERE person_key IS NOT NULL AND email IS NULL AND EXISTS (SELECT 1 "
            "FROM attendance AS o WHERE o.event_id = attendance.event_id AND o.person_key = attendance.person_key "
            "AND o.id <> attendance.id AND (o.email IS NOT NULL OR o.id < attendance.id))"
        )
        mailed = connection.execute("SELECT email, id FROM attendance WHERE email IS NOT NULL").fetchall()
        connection.execute(
            "UPDATE attendance SET person_key = NULL, version = version + 1 WHERE person_key IS NOT NULL"
        )
        connection.executemany(
            "UPDATE attendance SET person_key = ? WHERE id = ? AND headcount = 1",
            ((key_of(email), number) for email, number in mailed),
        )
        connection.execute(
            "UPDATE event_list SET key_mark = ?, version = version + 1 WHERE EXISTS "
            "(SELECT 1 FROM attendance AS a WHERE a.list_id = event_list.id AND a.person_key IS NOT NULL)", (mark,)
        )  # fmt: skip

    _unlogged(connection, act, ALL[:1], log)
    return Purged(rows + told.rows, len(log) + len(told.log))


def _unlogged(
    connection: Connection, act: Callable[[], None], columns: tuple[str, ...], log: list[int]
) -> None:  # fmt: skip
    """Do *act* as a purge, which the log does not record, and take *columns* out of the rows *log* of the log. Lists
    say afterwards what they hold still."""
    last = connection.execute("SELECT ifnull(max(id), 0) FROM change").fetchone()[0]
    connection.execute("UPDATE meta SET purging = 1")
    act()
    for column, held_in in (("key_mark", ALL[:1]), ("keep_until", NAMES)):
        connection.execute(
            f"UPDATE event_list SET {column} = NULL, version = version + 1 WHERE {column} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM attendance AS a WHERE a.list_id = event_list.id AND ({_told(held_in)}))"
        )
    connection.execute("DELETE FROM change WHERE id > ?", (last,))
    blank = ", ".join(f"'$.{column}', NULL" for column in columns)
    for side in SIDES:
        connection.execute(
            f"UPDATE change SET {side} = json_set({side}, {blank}) WHERE {side} IS NOT NULL "
            "AND id IN (SELECT value FROM json_each(?))", (json.dumps(log),)
        )  # fmt: skip
    connection.execute("UPDATE meta SET purging = 0")


def _matching(connection: Connection, project_id: int, wish: Wish) -> tuple[list[int], list[int]]:
    """Ids of rows of attendance, and of the log, that tell of whom the wish is about. A person is looked for in all
    projects."""
    if wish.email is not None:
        who = {"key": wish.key, "email": normal_email(wish.email)}
        rows = connection.execute("SELECT id FROM attendance WHERE person_key = :key OR email = :email", who).fetchall()
        log = connection.execute(
            "SELECT id FROM change WHERE table_name = 'attendance' AND (" + " OR ".join(
                f"json_extract({side}, '$.{column}') = :{place}" for side in SIDES
                for column, place in (("person_key", "key"), ("email", "email"))
            ) + ")", who,
        ).fetchall()  # fmt: skip
    else:
        column, columns = ("event_id", ALL) if wish.expired is None else ("list_id", NAMES)
        found_in = _events(connection, project_id, wish) if wish.expired is None else [
            number for (number,) in connection.execute(
                EXPIRED, {"project": project_id, "today": wish.expired}).fetchall()]  # fmt: skip
        of = {"of": json.dumps(found_in)}
        inside = "(SELECT value FROM json_each(:of))"
        rows = connection.execute(
            f"SELECT id FROM attendance WHERE {column} IN {inside} AND ({_told(columns)})", of
        ).fetchall()
        log = connection.execute(
            "SELECT id FROM change WHERE table_name = 'attendance' "
            f"AND json_extract(ifnull(before_json, after_json), '$.{column}') IN {inside} AND ({_logged(columns)})", of
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
