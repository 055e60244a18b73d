"""The only module that connects to the database file (a test greps for it). Reads go through `reading`, writes through
`engine` (see store.writing); `etappi status` loads this module, so it imports nothing that costs.

Facts behind the choices (measured, docs/reliability.md): a rollback journal, since SQLite before 3.51.3 can corrupt a
WAL file; our own BEGIN IMMEDIATE, since the driver's defaults lose updates; ``mode=rw`` with ``query_only`` for
reading, since ``mode=ro`` cannot open a file left by a crash; nobody opens, hashes or copies the live file.
"""

import os
import sys

from core.errors import EtappiError, StoreError
from store.faults import explain
from store.migrations.numbers import APPLICATION_ID, LATEST, MAJOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from types import TracebackType
    from typing import Any

    from sqlalchemy import Engine
else:
    import _sqlite3 as sqlite3  # the package around it costs 2 ms more

BUSY_MILLISECONDS = 30_000
PRAGMAS = (
    f"busy_timeout={BUSY_MILLISECONDS}",
    "foreign_keys=ON",
    "synchronous=EXTRA",
    "secure_delete=ON",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "cache_size=-65536",
    "cache_spill=OFF",
)
_URI_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def connect(path: str, *, migrating: bool = False) -> "sqlite3.Connection":
    """A connection to an existing store, with our pragmas, checked to be a store that this version can read.

    *migrating* lets an empty or older file through. StoreError (exit 3) with one sentence for everything else:
    missing, not a database, another program's, newer, a hard link, unreadable.
    """
    real = _checked_file(path)
    try:
        connection = sqlite3.connect(f"file:{_uri(real)}?mode=rw", timeout=BUSY_MILLISECONDS / 1000,
                                     isolation_level=None, uri=True)  # fmt: skip
    except sqlite3.Error as error:
        raise explain(error, path) from error
    try:
        for pragma in PRAGMAS:
            connection.execute("PRAGMA " + pragma)
        _verify(connection, path, migrating)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        connection.close()
        raise explain(error, path) from error
    except EtappiError:
        connection.close()
        raise
    return connection


class reading:
    """A connection that cannot write, for the length of a ``with`` block, in one read transaction.

    Fetch everything inside: no cursor outlives the block. SQLite's errors become StoreErrors.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> "sqlite3.Connection":
        self._connection = connect(self._path)
        try:
            self._connection.execute("PRAGMA query_only=ON")
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            self._connection.close()
            raise explain(error, self._path) from error
        return self._connection

    def __exit__(
        self, kind: "type[BaseException] | None", error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self._connection.close()
        if isinstance(error, sqlite3.Error | UnicodeDecodeError):
            raise explain(error, self._path) from error


def create(path: str) -> bool:
    """Make a new, empty store file (0600, in a folder made 0700 if missing); StoreError if that fails.

    The schema comes by `store.migrating.migrate`. An existing file is left as it is; False then.
    """
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    except OSError as error:
        raise StoreError("store.cannot_create", path=path, why=os.strerror(error.errno or 0)) from error
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise StoreError("store.cannot_create", path=path, why=os.strerror(error.errno or 0)) from error
    return True


def engine(path: str) -> "Engine":
    """The engine for SQLModel, for writes only: our own connections, no pool, and BEGIN IMMEDIATE as its BEGIN."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    def pysqlite_connection() -> "sqlite3.Connection":
        return connect(path)

    made = create_engine("sqlite://", creator=pysqlite_connection, poolclass=NullPool)
    event.listen(made, "begin", _begin_immediate)
    return made


def _begin_immediate(connection: "Any") -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def connect_copy(path: str, *, read_only: bool = False) -> "sqlite3.Connection":
    """A connection to a file that is not the live store: a backup in the making, or one that somebody offers.

    Of an offered file (*read_only*) nothing is trusted: its views and triggers may call no function. sqlite3.Error if
    it cannot be opened.
    """
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(f"file:{_uri(os.path.realpath(path))}?mode={mode}", isolation_level=None, uri=True)
    if read_only:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
    return connection


def connect_memory() -> "sqlite3.Connection":
    """A connection to an empty database in memory: where a backup is made ready before it is restored."""
    return sqlite3.connect(":memory:", isolation_level=None)


def schema_version(connection: "sqlite3.Connection") -> tuple[int, int]:
    """Major and minor of the file's schema; (0, 0) for an empty file."""
    value: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return divmod(value, 1000)


def require_writable(connection: "sqlite3.Connection", path: str) -> None:
    """StoreError if the file's schema is newer in its minor part: such a file is only read."""
    if schema_version(connection)[1] > LATEST:
        raise StoreError("store.newer_read_only", path=path)


def is_older(path: str) -> bool:
    """True if the store's schema is older than this version's, so that it must be migrated first."""
    return _version_of(path) < (MAJOR, LATEST)


def is_empty(path: str) -> bool:
    """True if the file holds nothing yet, as one does that was being made when the program was killed."""
    return _version_of(path) == (0, 0)


def _version_of(path: str) -> tuple[int, int]:
    connection = connect(path, migrating=True)
    try:
        return schema_version(connection)
    finally:
        connection.close()


def _verify(connection: "sqlite3.Connection", path: str, migrating: bool) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    major, minor = schema_version(connection)
    empty = not application and not (major or minor) and not connection.execute(
        "SELECT count(*) FROM sqlite_schema").fetchone()[0]  # fmt: skip
    if empty and not migrating:
        raise StoreError("store.empty", path=path)
    if not empty and application != APPLICATION_ID:
        raise StoreError("store.not_ours", path=path)
    if major > MAJOR:
        raise StoreError("store.newer", path=path)
    _leave_wal(connection, path)  # only now: a file that is refused stays as it is
    if not empty and (major, minor) < (MAJOR, LATEST) and not migrating:
        raise StoreError("store.older", path=path)


def _leave_wal(connection: "sqlite3.Connection", path: str) -> None:
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode == "wal":
        try:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
        if mode == "wal":
            raise StoreError("store.journal_mode", path=path, mode=mode)


def _checked_file(path: str) -> str:
    real = os.path.realpath(path)
    try:
        found = os.stat(real)  # noqa: PTH116
    except FileNotFoundError as error:
        raise StoreError("store.missing", path=path) from error
    except OSError as error:
        raise StoreError("store.unreadable", path=path, why=os.strerror(error.errno or 0)) from error
    if found.st_mode & 0o170000 != 0o100000:
        raise StoreError("store.not_a_file", path=path)
    if found.st_nlink > 1:
        raise StoreError("store.hard_link", path=path)
    return real


def _uri(path: str) -> str:
    data = os.fsencode(path)
    if sys.platform == "win32":
        data = b"/" + data.replace(b"\\", b"/")
    return "".join(chr(byte) if byte in _URI_PLAIN else f"%{byte:02X}" for byte in data)
