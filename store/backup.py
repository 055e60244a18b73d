"""Copies of the store, made by SQLite itself and verified before they count (reliability.md R12, R14, R15, R16)."""

import os
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from glob import escape
from pathlib import Path

from core.errors import StoreError
from store.database import connect, connect_copy, schema_version
from store.faults import explain

KEEP_DAYS = 30
KEEP_BYTES = 500 * 2**20
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """A backup file: when it was made (UTC), why, and its size in bytes."""

    path: str
    at: datetime
    why: str
    size: int


def folder_of(path: str) -> Path:
    """The folder ``backups`` beside a store."""
    return Path(os.path.realpath(path)).parent / "backups"


def before(path: str, why: str) -> str:
    """The forced backup before something dangerous (import, migration, merge, restore); returns its path.

    Raises StoreError, so that the dangerous act does not run, if it cannot be made and verified. Old ones go.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError("store.backup_failed", path=str(folder), why=os.strerror(error.errno or 0)) from error
    stem = _stem(path)
    stamp = datetime.now(UTC).strftime(STAMP)
    target = folder / f"{stem}-{stamp}-{why}-{secrets.token_hex(3)}.db"
    copy(path, str(target))
    _rotate(folder, stem)
    return str(target)


def copy(path: str, target: str) -> None:
    """Copy the store at *path* to a new file *target* (0600), verified; StoreError if that fails or it exists."""
    if os.path.lexists(target):
        raise StoreError("store.backup_exists", path=target)
    temporary = f"{target}.{secrets.token_hex(4)}.tmp"
    source = connect(path, migrating=True)
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600))
        made = connect_copy(temporary)
        try:
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_schema").fetchone()  # one state for the copy and its counts
            source.backup(made, pages=-1)
            _verify(source, made, target)
        finally:
            made.close()
        _sync(temporary)
        Path(temporary).replace(target)
        _sync(str(Path(target).absolute().parent))
    except OSError as error:
        raise StoreError("store.backup_failed", path=target, why=os.strerror(error.errno or 0)) from error
    except sqlite3.Error as error:
        raise StoreError("store.backup_failed", path=target, why=str(explain(error, target).values["name"])) from error
    finally:
        source.close()
        Path(temporary).unlink(missing_ok=True)


def all_of(path: str) -> list[Backup]:
    """The backups of a store, newest first."""
    return _listed(folder_of(path), _stem(path))


def _stem(path: str) -> str:
    return Path(os.path.realpath(path)).stem


def _verify(source: sqlite3.Connection, made: sqlite3.Connection, target: str) -> None:
    """A copy that opens may still be empty: compare version and row counts, and look at its structure."""
    for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        if made.execute(f"PRAGMA {pragma}").fetchall() != good:
            raise StoreError("store.backup_failed", path=target, why=pragma)
    if schema_version(made) != schema_version(source):
        raise StoreError("store.backup_failed", path=target, why="user_version")
    if not _counts(made) or _counts(made) != _counts(source):
        raise StoreError("store.backup_failed", path=target, why="row counts")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}


def _sync(path: str) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _listed(folder: Path, stem: str) -> list[Backup]:
    found = []
    for file in folder.glob(f"{escape(stem)}-*-*-*.db") if folder.is_dir() else ():
        parts = file.stem[len(stem) + 1 :].split("-")
        try:
            at = datetime.strptime(parts[0], STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(str(file), at, parts[1], file.stat().st_size))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def _rotate(folder: Path, stem: str) -> None:
    """Backups older than 30 days go, and the oldest beyond 500 MiB; the newest always stays."""
    oldest = datetime.now(UTC) - timedelta(days=KEEP_DAYS)
    total = 0
    for number, one in enumerate(_listed(folder, stem)):
        total += one.size
        if number and (one.at < oldest or total > KEEP_BYTES):
            Path(one.path).unlink(missing_ok=True)
