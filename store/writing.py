"""Writing: one act of one person is one transaction, recorded as an action (reliability.md R1, R21)."""

import os
import pwd
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from sqlite3 import Error as SQLiteError

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, text

from core.errors import EtappiError, StoreError
from core.text import clean
from store.closing import is_refusal, newest_refused
from store.database import engine, require_writable
from store.faults import explain
from store.models import FACTS, Action


@dataclass
class Writer:
    """What a command of `store.commands` works with, inside one open transaction.

    *saved* turns True when the transaction is committed; it stays False where the block changed nothing.
    """

    session: Session
    connection: Connection
    """The same transaction's raw connection, for reading with the functions of store.queries."""
    action: int
    actor: str
    saved: bool = False

    def set_project(self, project_id: int) -> None:
        """Name the project that the action belongs to, where it became known only now."""
        self.session.execute(
            text("UPDATE action SET project_id = :project WHERE id = :action"),
            {"project": project_id, "action": self.action},
        )


def who() -> str:
    """The login name of the real user; under sudo with the name behind it."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    behind = clean(os.environ.get("SUDO_USER", ""), 60)
    return f"{behind} ({name})" if behind and behind != name else name


def key(value: int | None) -> int:
    """The id of a row that was flushed (SQLModel types it as maybe None)."""
    if value is None:
        raise TypeError("a row without an id")
    return value


def now() -> str:
    """This instant, UTC, as ISO text to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def writing(
    path: str, command: str, *, project_id: int | None = None, why: str | None = None, undo_of: int | None = None
) -> Iterator[Writer]:
    """One transaction on the store at *path*: BEGIN IMMEDIATE, the action's record, the caller's changes, COMMIT.

    If the block changes no row, or raises, nothing is written, the action's record neither. Nothing slow belongs
    inside: no user input, no file. StoreError for whatever SQLite refuses; EtappiError for a change of a locked
    quarter (store.lockrules).
    """
    actor = who()
    made = engine(path)
    try:
        with Session(made, expire_on_commit=False) as session:
            raw = session.connection().connection.driver_connection
            if not isinstance(raw, Connection):
                raise TypeError(f"not a sqlite3 connection: {raw!r}")
            require_writable(raw, path)
            action = Action(at=now(), actor=actor, host=socket.gethostname(), pid=os.getpid(), command=command,
                            why=why, project_id=project_id, undo_of=undo_of)  # fmt: skip
            session.add(action)
            session.flush()
            number = key(action.id)
            raw.execute("UPDATE meta SET action = ?", (number,))
            before = raw.total_changes
            writer = Writer(session=session, connection=raw, action=number, actor=actor)
            yield writer
            session.flush()
            _recount(writer)
            if raw.total_changes == before:
                session.rollback()
                return
            raw.execute("UPDATE action SET changes = ? WHERE id = ?", (_changes(raw, number), number))
            raw.execute("UPDATE meta SET action = NULL")
            _commit(session, path, number)
            writer.saved = True
    except DBAPIError as error:
        raise _refusal(error.orig if isinstance(error.orig, Exception) else error, path, project_id) from error
    except SQLiteError as error:
        raise _refusal(error, path, project_id) from error
    finally:
        made.dispose()


def _recount(writer: Writer) -> None:
    """Bring what Etappi counts from events in line with what the act changed."""
    from store.commands.countedunits import refresh

    refresh(writer)


def _refusal(error: Exception, path: str, project_id: int | None) -> EtappiError:
    """What is told of an error of SQLite; of a locked quarter only the newest is known here."""
    if not is_refusal(error):
        return explain(error, path)
    from store.database import reading

    with reading(path) as connection:
        return newest_refused(connection, project_id)


def _changes(connection: Connection, action: int) -> int:
    """Rows of facts that an action made (they name it), changed and deleted (the log names it)."""
    made = " + ".join(f"(SELECT count(*) FROM {model.__tablename__} WHERE made_by = :action)" for model in FACTS)
    logged = "(SELECT count(*) FROM change WHERE action = :action)"
    return int(connection.execute(f"SELECT {made} + {logged}", {"action": action}).fetchone()[0])


def _commit(session: Session, path: str, action: int) -> None:
    """Commit; after an error look whether the action is there, since an error at COMMIT leaves that unknown."""
    try:
        session.commit()
    except DBAPIError as error:
        from store.database import reading

        session.close()
        try:
            with reading(path) as connection:
                if connection.execute("SELECT 1 FROM action WHERE id = ?", (action,)).fetchone():
                    return
        except StoreError:
            raise StoreError("store.commit_unknown", path=path) from error
        raise
