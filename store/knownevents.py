"""What an import of planned events needs to know of the store."""

import json
from sqlite3 import Connection

from core.eventplan import FIELDS, KnownPlanned
from store.closing import locked_until
from store.events import events
from store.status import ProjectRow

EDITS = """
SELECT c.row_id, c.before_json, c.after_json, substr(a.at, 1, 10) FROM change AS c JOIN v_action AS a ON a.id = c.action
WHERE c.table_name = 'event' AND c.before_json IS NOT NULL AND c.after_json IS NOT NULL AND NOT a.undone
  AND a.undo_of IS NULL AND a.command NOT LIKE 'import %' AND a.command NOT LIKE 'init %' ORDER BY c.id"""

COLUMNS = {"window_from": "window", "window_to": "window", "host_id": "host"}


def known(connection: Connection, project: ProjectRow) -> tuple[KnownPlanned, ...]:
    """The events of the project that are not cancelled."""
    rows = [row for row in events(connection, project) if row.state != "cancelled"]
    made_by_hand = dict(connection.execute(
        "SELECT e.id, substr(a.at, 1, 10) FROM event AS e JOIN action AS a ON a.id = e.made_by "
        "WHERE e.project_id = ? AND e.source = 'user'", (project.id,)
    ).fetchall())  # fmt: skip
    edits = _edits(connection)
    uids: dict[int, set[str]] = {}
    for event, uid in connection.execute(
        "SELECT event_id, meeting_id FROM event_meeting WHERE project_id = ? AND meeting_id IS NOT NULL", (project.id,)
    ).fetchall():  # fmt: skip
        uids.setdefault(event, set()).add(uid)
    locked = locked_until(connection, project.id) or 0
    out = []
    for row in rows:
        values = {name: getattr(row, name) for name in FIELDS}
        by_hand = {name: made_by_hand[row.id] for name in FIELDS if row.id in made_by_hand and values[name]}
        bound = row.start is not None and (row.quarter or 0) <= locked
        out.append(KnownPlanned(row.id, row.code, values, {**by_hand, **edits.get(row.id, {})},
                                frozenset(uids.get(row.id, ())), bound))  # fmt: skip
    return tuple(out)


def _edits(connection: Connection) -> dict[int, dict[str, str]]:
    """Fields of events that a person changed by hand, each with the ISO date of the last time."""
    out: dict[int, dict[str, str]] = {}
    for event, before, after, day in connection.execute(EDITS).fetchall():
        old, new = json.loads(before), json.loads(after)
        for column in new:
            name = COLUMNS.get(column, column)
            if name in FIELDS and old.get(column) != new[column]:
                out.setdefault(event, {})[name] = day
    return out
