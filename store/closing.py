"""Which quarters of a project are closed, and what is said to whoever would change one.

Quarters close in order and without gaps, so one number says it all: the newest locked quarter. The triggers of
`store.lockrules` refuse what it binds, whatever the way; commands that know their quarter ask here first, so that the
sentence names it. Imports nothing heavy (`etappi status`).
"""

from core import quarter as quarters
from core.errors import EtappiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

REFUSAL = "locked: a closed quarter does not change; see etappi reopen"
"""What the triggers say, in any SQLite shell too; its first word tells it from other refusals."""


def locked_until(connection: "Connection", project_id: int) -> int | None:
    """The newest locked quarter of a project; None where none is locked."""
    found = connection.execute("SELECT max(quarter) FROM quarter_lock WHERE project_id = ?", (project_id,)).fetchone()
    return None if found[0] is None else int(found[0])


def first_open(connection: "Connection", project_id: int) -> int | None:
    """The quarter after the newest locked one, from which changes count; None where none is locked."""
    locked = locked_until(connection, project_id)
    return None if locked is None else locked + 1


def require_open(connection: "Connection", project_id: int, quarter: int) -> None:
    """EtappiError where *quarter* is locked."""
    locked = locked_until(connection, project_id)
    if locked is not None and quarter <= locked:
        raise refused(quarter)


def refused(quarter: int) -> EtappiError:
    """The error that names a locked quarter and how it is opened."""
    return EtappiError("closing.locked", quarter=quarters.label(quarter), code=quarters.code(quarter))


def is_refusal(error: BaseException | None) -> bool:
    """True for SQLite's error where a trigger of `store.lockrules` refused."""
    return str(error).startswith(REFUSAL.partition(" ")[0])


def newest_refused(connection: "Connection", project_id: int | None) -> EtappiError:
    """The error for a refusal of which only the project is known (or not even that): its newest locked quarter."""
    row = connection.execute(
        "SELECT max(quarter) FROM quarter_lock WHERE ifnull(project_id = ?, 1)", (project_id,)
    ).fetchone()
    return refused(int(row[0]))
