"""`etappi check --store`: is the file itself sound? (reliability.md R23)"""

import os
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

from store import backup
from store.database import connect, schema_version
from store.faults import explain
from store.migrating import make_anew
from store.migrations.numbers import LATEST, MAJOR
from store.models import FACTS
from store.triggers import trigger_statements
from store.views import view_statements


@dataclass(frozen=True)
class StoreFinding:
    """Something wrong with the file: a code (``check.store_<code>``) and values; *fixable* by --fix."""

    code: str
    values: dict[str, object]
    fixable: bool = False


def look(path: str) -> list[StoreFinding]:
    """Structure, foreign keys, views and triggers, the chain of the log, and who may read the files."""
    connection = connect(path)
    found: list[StoreFinding] = []
    try:
        for (text,) in connection.execute("PRAGMA integrity_check").fetchall():
            if text != "ok":
                found.append(StoreFinding("integrity", {"text": text}))
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
            found.append(StoreFinding("foreign_key", {"table": table, "row": row, "parent": parent}))
        if not any(one.code == "integrity" for one in found):
            found += _made_anew(connection)
            found += _log(connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise explain(error, path) from error
    finally:
        connection.close()
    return found + _modes(path)


def fix(path: str) -> list[StoreFinding]:
    """Mend what can be mended (views, triggers, file modes), after a backup; returns what was mended."""
    found = [one for one in look(path) if one.fixable]
    if any(one.code == "made_anew" for one in found):
        backup.before(path, "fix")
        connection = connect(path)
        try:
            connection.execute("BEGIN IMMEDIATE")
            make_anew(connection)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise explain(error, path) from error
        finally:
            connection.close()
    for one in found:
        if one.code == "mode":
            os.chmod(str(one.values["path"]), 0o700 if one.values["folder"] else 0o600)  # noqa: PTH101
    return found


def _made_anew(connection: sqlite3.Connection) -> list[StoreFinding]:
    if schema_version(connection) > (MAJOR, LATEST):
        return []  # a newer Etappi's own
    stored = {sql for (sql,) in connection.execute(
        "SELECT sql FROM sqlite_schema WHERE type IN ('view', 'trigger')").fetchall()}  # fmt: skip
    wanted = {*view_statements(), *trigger_statements()}
    return [] if stored == wanted else [StoreFinding("made_anew", {"n": len(stored ^ wanted)}, fixable=True)]


def _log(connection: sqlite3.Connection) -> list[StoreFinding]:
    """Every fact names an action that exists (or none), and no action is left running."""
    found = []
    running = connection.execute("SELECT action FROM meta").fetchone()[0]
    if running is not None:
        found.append(StoreFinding("running_action", {"action": running}))
    for model in FACTS:
        table = str(model.__tablename__)
        count = connection.execute(
            f"SELECT count(*) FROM {table} WHERE made_by IS NOT NULL AND made_by NOT IN (SELECT id FROM action)"
        ).fetchone()[0]
        if count:
            found.append(StoreFinding("unknown_action", {"table": table, "n": count}))
    return found


def _modes(path: str) -> list[StoreFinding]:
    """Files that others may read, where the store is private (its folder is Etappi's own)."""
    real = Path(os.path.realpath(path))
    files = [real, *(Path(one.path) for one in backup.all_of(path))]
    out = []
    for file in files:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            out.append(StoreFinding("mode", {"path": str(file), "folder": False}, fixable=True))
    return out
