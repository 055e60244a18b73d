"""Who did what to an event, and when: read from the log of changes and from what each act made."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from sqlite3 import Connection

from core.eventlog import Changed, EventAct

UNTOLD = ("version", "cancelled_on", "cancel_reason", "made_by", "source", "code")
"""Columns of an event that are no field of it, or are told otherwise."""

LISTS = """
SELECT l.made_by, l.kind, l.persons, l.organisations, l.file FROM event_list AS l WHERE l.event_id = :event
UNION ALL SELECT a.made_by, l.kind, NULL, NULL, l.file FROM attendance AS a JOIN event_list AS l ON l.id = a.list_id
WHERE a.project_id = :project AND a.event_id = :event AND a.made_by <> l.made_by GROUP BY a.made_by, l.id"""

GIVEN = """
SELECT made_by, sum(headcount), count(DISTINCT organisation_id) FROM attendance
WHERE project_id = :project AND event_id = :event GROUP BY made_by"""

DROPPED = """
SELECT action, json_extract(before_json, '$.made_by'), json_extract(before_json, '$.kind'),
  json_extract(before_json, '$.persons'), json_extract(before_json, '$.organisations'),
  json_extract(before_json, '$.file')
FROM change WHERE table_name = 'event_list' AND after_json IS NULL AND before_json IS NOT NULL
  AND json_extract(before_json, '$.event_id') = :event"""

PACKAGES = """
SELECT made_by FROM event_package WHERE event_id = :event
UNION SELECT action FROM change WHERE table_name = 'event_package' AND before_json IS NOT NULL
  AND json_extract(before_json, '$.event_id') = :event"""


@dataclass
class _Act:
    """What is found of one action."""

    lists: list[tuple[str, int | None, int | None, str | None]] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    made: bool = False
    cancelled: bool = False
    dropped: bool = False
    packages: bool = False


def history(connection: Connection, project_id: int, event_id: int) -> tuple[EventAct, ...]:
    """What was done to an event, newest first. Acts by other programs than Etappi have no act and are left out."""
    one = {"project": project_id, "event": event_id}
    acts: dict[int, _Act] = {}

    def at(number: int | None) -> _Act:
        return acts.setdefault(number or 0, _Act())

    at(connection.execute("SELECT made_by FROM event WHERE id = :event", one).fetchone()[0]).made = True
    for number, before, after in connection.execute(
        "SELECT action, before_json, after_json FROM change WHERE table_name = 'event' AND row_id = :event "
        "AND before_json IS NOT NULL AND after_json IS NOT NULL ORDER BY id", one
    ).fetchall():  # fmt: skip
        act, (old, new) = at(number), (json.loads(before), json.loads(after))
        act.changed += [Changed(name, old.get(name), value) for name, value in new.items()
                        if name not in UNTOLD and old.get(name) != value]  # fmt: skip
        act.cancelled = act.cancelled or (old.get("cancelled_on") is None and new.get("cancelled_on") is not None)
    for number, *told in connection.execute(LISTS, one).fetchall():
        at(number).lists.append(tuple(told))
    for action, made_by, *told in connection.execute(DROPPED, one).fetchall():
        at(action).dropped = True
        if made_by is not None:
            at(made_by).lists.append(tuple(told))
    for (number,) in connection.execute(PACKAGES, one).fetchall():
        at(number).packages = True
    given = {number: (persons, places) for number, persons, places in connection.execute(GIVEN, one).fetchall()}
    acts.pop(0, None)
    rows = connection.execute(
        "SELECT id, at, actor, why, undo_of, undone FROM v_action WHERE id IN (SELECT value FROM json_each(?)) "
        "ORDER BY id DESC", (json.dumps(sorted(acts)),)
    ).fetchall()  # fmt: skip
    return tuple(act for row in rows for act in _told(row, acts[row[0]], given.get(row[0], (None, None))))


def _told(
    row: tuple[int, str, str, str | None, int | None, int], act: _Act, given: tuple[int | None, int | None]
) -> Iterator[EventAct]:
    """The acts of one action: it may have changed an event and counted who was there."""
    number, at, actor, why, undo_of, undone = row

    def one(kind: str, **more: object) -> EventAct:
        return EventAct(number, at, actor, kind, why=why, undo_of=undo_of, undone=bool(undone), **more)  # type: ignore[arg-type]

    if undo_of is not None:
        yield one("undone")
        return
    for kind, persons, organisations, file in act.lists:
        word = "imported" if file is not None else "registered" if kind == "registered" else "counted"
        several = len(act.lists) > 1
        yield one(
            word, file=file, persons=persons if persons is not None or several else given[0],
            organisations=organisations if organisations is not None or several else given[1] or None,
        )  # fmt: skip
    if act.cancelled:
        yield one("cancelled")
    if act.made:
        yield one("made")
    elif act.changed or (act.packages and not act.lists):
        yield one("changed", changed=tuple(act.changed), packages=act.packages)
    if act.dropped and not act.lists:
        yield one("removed")
