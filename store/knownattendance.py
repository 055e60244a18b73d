"""What an import of attendance needs to know of the store. Lists and events at once; the people of an event only when
they are asked for, since a year has a hundred thousand."""

import re
from collections.abc import Callable
from sqlite3 import Connection

from core.attendance import KnownAttendance, KnownEvent, KnownList, KnownMeeting, KnownPerson
from store.database import reading

_NUMBERED = re.compile(r"E(\d+)", re.IGNORECASE)


def known(connection: Connection, project_id: int) -> KnownAttendance:
    """Events, meetings, lists and domains; *people* reads on a connection of its own, whenever it is called."""
    events = tuple(
        KnownEvent(number, code, title, start, mode, bool(held), bool(cancelled), ends)
        for number, code, title, start, mode, held, cancelled, ends in connection.execute(
            "SELECT e.id, e.code, e.title, e.start, e.mode, EXISTS (SELECT 1 FROM event_list AS l "
            "WHERE l.event_id = e.id AND l.kind <> 'registered'), e.cancelled_on IS NOT NULL, e.ends "
            "FROM event AS e WHERE e.project_id = ? ORDER BY e.start, e.id", (project_id,)
        ).fetchall()
    )  # fmt: skip
    meetings = connection.execute(
        "SELECT event_id, meeting_id, title, start FROM event_meeting WHERE project_id = ? ORDER BY id", (project_id,)
    ).fetchall()
    lists = connection.execute(
        "SELECT id, event_id, kind, mode, persons, organisations, file, complete, least_minutes, keep_until, "
        "key_mark FROM event_list "
        "WHERE project_id = ? ORDER BY id", (project_id,)
    ).fetchall()  # fmt: skip
    domains = connection.execute("SELECT domain, organisation_id, source FROM mail_domain ORDER BY id").fetchall()
    return KnownAttendance(
        events=events, meetings=tuple(KnownMeeting(*row) for row in meetings),
        lists=tuple(
            KnownList(number, event, kind, mode, persons, organisations, file, bool(complete), minutes, until)
            for number, event, kind, mode, persons, organisations, file, complete, minutes, until, _ in lists
        ),
        domains={domain: organisation for domain, organisation, _ in domains},
        silent=frozenset(domain for domain, organisation, by in domains if organisation is None and by == "user"),
        next_number=next_number(connection, project_id),
        marks=frozenset(row[10] for row in lists if row[10] is not None), people=_people(connection, project_id),
    )  # fmt: skip


def next_number(connection: Connection, project_id: int) -> int:
    """The number of the next event's code; those of events that were taken back are not used again."""
    codes = connection.execute(
        "SELECT code FROM event WHERE project_id = :project UNION ALL "
        "SELECT json_extract(before_json, '$.code') FROM change WHERE table_name = 'event' AND before_json IS NOT NULL "
        "AND json_extract(before_json, '$.project_id') = :project", {"project": project_id}
    ).fetchall()  # fmt: skip
    return max((int(found[1]) for (code,) in codes if (found := _NUMBERED.fullmatch(code))), default=0) + 1


def _people(connection: Connection, project_id: int) -> Callable[[int], tuple[KnownPerson, ...]]:
    path = connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]

    def people(event_id: int) -> tuple[KnownPerson, ...]:
        with reading(path) as own:
            rows = own.execute(
                "SELECT id, list_id, organisation_id, person_key, headcount, minutes, waiting_name, name, email "
                "FROM attendance WHERE project_id = ? AND event_id = ? ORDER BY id", (project_id, event_id)
            ).fetchall()  # fmt: skip
        return tuple(KnownPerson(*row) for row in rows)

    return people
