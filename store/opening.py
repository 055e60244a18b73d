"""Where the store is, and that it is there and up to date: what every verb does first."""

import os
import shutil
import sqlite3

from core.errors import StoreError
from core.places import data_folder
from store import backup, database, migrating


def default_path() -> str:
    """The store's file when nobody names another: ETAPPI_DB, else etappi.db in the user's data folder."""
    return os.environ.get("ETAPPI_DB") or f"{data_folder(os.environ)}/etappi.db"


def demo_path() -> str:
    """The demo's own file, beside the user's store."""
    return f"{data_folder(os.environ)}/demo.db"


def prepare(path: str, *, make: bool = False) -> None:
    """See that the store at *path* can be used: make it if *make*, migrate it (after a backup) if it is older.

    StoreError with one sentence otherwise.
    """
    made = make and database.create(path)
    try:
        if database.is_older(path):
            if not database.is_empty(path):
                backup.before(path, "migration")
            elif not make:
                raise StoreError("store.empty", path=path)
            migrating.migrate(path)
    except StoreError:
        if made:
            os.unlink(path)  # noqa: PTH108
        raise


def require_space(path: str, extra: int) -> None:
    """StoreError unless the disk has three times the store's size and *extra* bytes free (reliability.md R12)."""
    size = os.stat(path).st_size  # noqa: PTH116
    free = shutil.disk_usage(os.path.dirname(os.path.realpath(path))).free  # noqa: PTH120
    need = 3 * size + extra
    if free < need:
        raise StoreError("store.no_space", path=path, need=need // 2**20 + 1, free=free // 2**20)


def sqlite_version() -> str:
    """The SQLite library that runs."""
    return sqlite3.sqlite_version
