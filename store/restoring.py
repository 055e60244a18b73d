"""Put a backup in place of the store's content, through SQLite and inside its locks (reliability.md R16)."""

import os
import secrets
import sqlite3

from core.errors import StoreError
from store import backup, opening
from store.database import connect, connect_copy, schema_version
from store.faults import explain
from store.migrations.numbers import APPLICATION_ID, LATEST, MAJOR


def restore(path: str, source: str) -> str:
    """Make the store at *path* hold what the backup *source* holds; returns the path of a backup of what it held.

    The source is examined first, with schema functions off (it is somebody's file): structure, foreign keys, and a
    version that this Etappi reads. Forms opened before cannot save afterwards: the file gets a new epoch.
    """
    if os.path.realpath(source) == os.path.realpath(path):
        raise StoreError("store.restore_itself", path=path)
    opening.require_space(path, 0)
    offered = _examined(source)
    try:
        before = backup.before(path, "restore")
        target = connect(path)
        try:
            offered.backup(target, pages=-1)
            target.execute("UPDATE meta SET epoch = ?, action = NULL", (secrets.token_hex(8),))
        finally:
            target.close()
    except sqlite3.Error as error:
        raise explain(error, path) from error
    finally:
        offered.close()
    opening.prepare(path)
    return before


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

