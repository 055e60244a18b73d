"""Put a backup in place of the store's content, through SQLite and inside its locks (reliability.md R16)."""

import os
import secrets
import sqlite3
from collections.abc import Callable

from core.errors import StoreError
from store import backup, opening
from store.database import connect, connect_copy, connect_memory, require_writable, schema_version
from store.faults import explain
from store.migrating import make_anew
from store.migrations.numbers import APPLICATION_ID, LATEST, MAJOR


def restore(path: str, source: str) -> str:
    """Make the store at *path* hold what the backup *source* holds; returns the path of a backup of what it held.

    The source is examined first, with schema functions off (it is somebody's file): structure, foreign keys, and a
    version that this Etappi reads; its views and triggers are made anew. Forms opened before cannot save afterwards:
    the file gets a new epoch. All of it comes in one transaction of the store's file. StoreError, with the store as
    it was, if the source is not good or others do not let go of the store in time.
    """
    if os.path.realpath(source) == os.path.realpath(path):
        raise StoreError("store.restore_itself", path=path)
    opening.require_space(path, 0)
    wanted = _made_ready(source)
    try:
        before = backup.before(path, "restore")
        target = connect(path)
        try:
            require_writable(target, path)
            wanted.backup(target, pages=-1, progress=_give_up_if_busy(path))
        finally:
            target.close()
    except sqlite3.Error as error:
        raise explain(error, path) from error
    finally:
        wanted.close()
    opening.prepare(path)
    return before


def _made_ready(source: str) -> sqlite3.Connection:
    """The backup in memory, as the store shall hold it."""
    offered = _examined(source)
    wanted = connect_memory()
    try:
        wanted.execute(f"PRAGMA page_size={offered.execute('PRAGMA page_size').fetchone()[0]}")
        offered.backup(wanted, pages=-1)
        wanted.execute("BEGIN")
        wanted.execute("UPDATE meta SET epoch = ?, action = NULL", (secrets.token_hex(8),))
        if schema_version(wanted) == (MAJOR, LATEST):
            make_anew(wanted)  # an older one gets them by its migration
        wanted.execute("COMMIT")
    except sqlite3.Error as error:
        wanted.close()
        raise explain(error, source) from error
    finally:
        offered.close()
    return wanted


def _give_up_if_busy(path: str) -> Callable[[int, int, int], None]:
    """Without it Python waits for ever: each try has already waited as long as any other statement."""

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError("store.busy", path=path)

    return progress


def _examined(source: str) -> sqlite3.Connection:
    if not os.path.isfile(source):  # noqa: PTH113
        raise StoreError("store.missing_backup", path=source)
    try:
        connection = connect_copy(source, read_only=True)
    except sqlite3.Error as error:
        raise explain(error, source) from error
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError("store.not_ours", path=source)
        if schema_version(connection) > (MAJOR, LATEST):
            raise StoreError("store.newer", path=source)
        for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            if connection.execute(f"PRAGMA {pragma}").fetchall() != good:
                raise StoreError("store.corrupt", path=source, name=pragma)
    except sqlite3.Error as error:
        connection.close()
        raise explain(error, source) from error
    except StoreError:
        connection.close()
        raise
    return connection
