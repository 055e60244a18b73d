"""Who was at events, as rows for the rules of core.reach. No name and no e-mail leaves here; a key is a keyed hash."""

import json
from collections.abc import Collection
from sqlite3 import Connection

from core.headcounts import Sheet, SheetRow, put_together
from core.reach import Headcount, Identified
from store.views import in_quarter

PRESENT = "a.list_id NOT IN (SELECT id FROM event_list WHERE project_id = :project AND kind = 'registered')"
"""SQL over an attendance row *a*: it says that somebody was present."""

ROWS = f"""
SELECT a.event_id, a.organisation_id, a.person_key, a.headcount, a.list_id, {{short}} FROM attendance AS a
WHERE a.project_id = :project AND {PRESENT} AND a.event_id IN (SELECT value FROM json_each(:events))"""
"""Told by the index alone where *short* is none; else it says of a row that it does not count."""

LISTS = """
SELECT l.id, l.event_id, l.kind = 'counted', l.mode, l.persons FROM event_list AS l
WHERE l.project_id = :project AND l.kind <> 'registered' AND l.event_id IN (SELECT value FROM json_each(:events))
ORDER BY l.id"""


def attended(
    connection: Connection, project_id: int, events: Collection[int], least_minutes: int | None = None
) -> tuple[list[Identified], list[Headcount]]:
    """Everybody at *events* (ids): people by key, and numbers of people without, nobody counted twice
    (core.headcounts). Who is known to have been there for less than *least_minutes* is left out; numbers that somebody
    counted are as they are."""
    parameters = {"project": project_id, "events": json.dumps(sorted(events)), "least": least_minutes}
    lists = connection.execute(LISTS, parameters).fetchall()
    totals = {event for _, event, counted, _, persons in lists if counted or persons is not None}
    identified: list[Identified] = []
    heads: list[Headcount] = []
    rows: dict[int, list[SheetRow]] = {number: [] for number, event, *_ in lists if event in totals}
    left: set[int] = set()
    sql = ROWS.format(short="0" if least_minutes is None else "a.minutes < :least")
    for event, organisation, person, headcount, number, short in connection.execute(sql, parameters).fetchall():
        if short:
            left.add(event)
        elif event in totals:
            rows[number].append((organisation, person, headcount))
        elif person is not None:
            identified.append((event, organisation, person))
        else:
            heads.append((event, organisation, headcount))
    sheets: dict[int, list[Sheet]] = {}
    for number, event, counted, mode, persons in lists:
        if event in totals:
            sheets.setdefault(event, []).append(Sheet(bool(counted), mode, persons, rows[number]))
    for event, several in sheets.items():
        people, numbers = put_together(event, several)
        identified += people
        heads += numbers
    told = {one[0] for one in identified} | {one[0] for one in heads} | left
    told |= {event for _, event, _, _, persons in lists if persons is not None}
    # somebody was there, of whom only the number of organisations is known, or nothing
    heads += [(event, None, None) for event in dict.fromkeys(row[1] for row in lists) if event not in told]
    return identified, heads


def network_in(connection: Connection, project_id: int, quarter: int) -> frozenset[int]:
    """Ids of the organisations that are in the project's network in *quarter*."""
    found = connection.execute(
        f"SELECT m.organisation_id FROM membership AS m WHERE m.project_id = :project AND m.network "
        f"AND {in_quarter(':quarter', 'm')}", {"project": project_id, "quarter": quarter}
    ).fetchall()  # fmt: skip
    return frozenset(number for (number,) in found)
