"""Bring a store's schema up to date: all pending migrations, views and triggers in one transaction (R17)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex
from sqlite3 import Connection
from sqlite3 import Error as SQLiteError
from typing import NamedTuple

from core.errors import StoreError
from store import database
from store.faults import explain
from store.migrations import (
    m0001_foundation,
    m0002_labels,
    m0003_quarters,
    m0004_agreements,
    m0005_events,
    m0006_surveys,
)
from store.migrations.numbers import APPLICATION_ID, MAJOR


class Migration(NamedTuple):
    """One step: its number (the minor part of the schema version), its name and its frozen SQL."""

    number: int
    name: str
    sql: str


MIGRATIONS = (
    Migration(1, "foundation", m0001_foundation.SQL),
    Migration(2, "labels", m0002_labels.SQL),
    Migration(3, "quarters", m0003_quarters.SQL),
    Migration(4, "agreements", m0004_agreements.SQL),
    Migration(5, "events", m0005_events.SQL),
    Migration(6, "surveys", m0006_surveys.SQL),
)


def migrate(path: str, migrations: Sequence[Migration] = MIGRATIONS) -> list[Migration]:
    """Run what is pending on the store at *path*; returns the steps that ran.

    Either all of it or nothing: row counts of untouched tables, foreign keys and integrity are checked before the
    commit. StoreError if a check fails or SQLite refuses; the file is then as it was.
    """
    connection = database.connect(path, migrating=True)
    try:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            ran = _steps(connection, path, migrations)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except SQLiteError as error:
        raise explain(error, path) from error
    finally:
        connection.close()
    return ran


def _steps(connection: Connection, path: str, migrations: Sequence[Migration]) -> list[Migration]:
    version = database.schema_version(connection)
    pending = [step for step in migrations if (MAJOR, step.number) > version]
    if not pending:
        return []
    before = _row_counts(connection)
    _drop_made_anew(connection)
    for step in pending:
        for statement in statements(step.sql):
            connection.execute(statement)
        connection.execute(
            "INSERT INTO schema_record (number, name, at) VALUES (?, ?, ?)",
            (step.number, step.name, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        )
    connection.execute("INSERT OR IGNORE INTO meta (one, epoch) VALUES (1, ?)", (token_hex(8),))
    make_anew(connection)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={MAJOR * 1000 + pending[-1].number}")
    after = _row_counts(connection)
    lost = [name for name, count in before.items() if name in after and after[name] < count and name != "schema_record"]
    if lost or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError("store.migration_lost", path=path, tables=", ".join(lost) or "foreign keys")
    if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise StoreError("store.corrupt", path=path, name="integrity_check")
    return pending


def make_anew(connection: Connection) -> None:
    """Drop and make all views and triggers, inside the caller's transaction."""
    from store.triggers import trigger_statements
    from store.views import view_statements

    _drop_made_anew(connection)
    for statement in [*view_statements(), *trigger_statements()]:
        connection.execute(statement)


def statements(sql: str) -> list[str]:
    """Split a script into statements at the ends that SQLite itself sees (a trigger's body holds semicolons)."""
    import sqlite3

    out: list[str] = []
    part = ""
    for line in sql.strip().splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            out.append(part.strip())
            part = ""
    if part.strip():
        raise ValueError(f"unfinished statement: {part.strip()[:80]}")
    return out


def _drop_made_anew(connection: Connection) -> None:
    found = connection.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger')").fetchall()
    for kind, name in sorted(found, reverse=True):
        connection.execute(f'DROP {kind} "{name}"')


def _row_counts(connection: Connection) -> dict[str, int]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables.fetchall()}
