"""Reading events: lists by quarter, one event whole, sums by month. No person ever leaves here."""

from collections.abc import Iterable
from sqlite3 import Connection

from core import quarter as quarters
from core.errors import EtappiError
from core.events import EventCounts, EventPage, EventRow, ListRow, PresentRow, state_of
from store.clock import today as today_of
from store.status import ProjectRow
from store.views import quarter_of

NETWORK = (
    "EXISTS (SELECT 1 FROM membership AS m WHERE m.project_id = a.project_id "
    "AND m.organisation_id = a.organisation_id AND m.network)"
)
"""SQL over an attendance row *a*: its organisation is in the network."""

ROWS = f"""
SELECT e.id, e.code, e.title, e.kind, e.start, e.ends, e.window_from, e.window_to, e.place, e.mode, e.language,
  e.invitation, o.name, e.joint_with, e.series, e.feedback_planned, e.cancelled_on, e.cancel_reason,
  {quarter_of("coalesce(e.start, e.window_from)")} AS quarter
FROM event AS e LEFT JOIN organisation AS o ON o.id = e.host_id WHERE e.project_id = :project"""

PRESENT = f"""
SELECT a.event_id, count(DISTINCT a.person_key) + total(CASE WHEN a.person_key IS NULL THEN a.headcount END),
  count(DISTINCT a.organisation_id), count(DISTINCT CASE WHEN NOT {NETWORK} THEN a.organisation_id END),
  count(DISTINCT CASE WHEN a.organisation_id IS NULL THEN a.person_key END)
    + total(CASE WHEN a.organisation_id IS NULL AND a.person_key IS NULL THEN a.headcount END)
FROM attendance AS a WHERE a.project_id = :project {{where}} GROUP BY a.event_id"""

DECLARED = """
SELECT l.event_id, l.kind, l.persons, l.organisations,
  CASE WHEN l.persons IS NULL THEN 0 ELSE (SELECT total(ifnull(a.headcount, 1)) FROM attendance AS a
    WHERE a.list_id = l.id AND (a.person_key IS NOT NULL OR a.headcount IS NOT NULL)) END
FROM event_list AS l WHERE l.project_id = :project"""


class _Counts:
    """What the lists of one event add up to."""

    def __init__(self) -> None:
        self.people = self.organisations = self.outside = self.unknown = self.rest = 0
        self.declared_organisations = 0
        self.present = False
        self.registered: int | None = None

    def declared(self, kind: str, persons: int | None, organisations: int | None, on_list: float) -> None:
        """A list or count: totals that were given beside its rows."""
        if kind == "registered":
            self.registered = (self.registered or 0) + (persons or 0)
            return
        self.present = True
        self.rest += max(0, (persons or 0) - int(on_list))
        self.declared_organisations = max(self.declared_organisations, organisations or 0)


def events(
    connection: Connection, project: ProjectRow, first: int | None = None, last: int | None = None
) -> tuple[EventRow, ...]:
    """Events in the order of their days; with *first* and *last* those of the quarters from one to the other. Events
    without a day stand by their window, those without one last."""
    today = today_of(project.fixed_today)
    packages = _packages(connection, project.id)
    counts = _counts(connection, project.id)
    rows = connection.execute(
        f"SELECT * FROM ({ROWS}) WHERE (:first IS NULL OR quarter >= :first) AND (:last IS NULL OR quarter <= :last) "
        "ORDER BY coalesce(start, window_from) IS NULL, coalesce(start, window_from), id",
        {"project": project.id, "first": first, "last": last},
    ).fetchall()
    return tuple(_row(row, packages.get(row[0], ()), counts.get(row[0], _Counts()), today) for row in rows)


def page(connection: Connection, project: ProjectRow, code: str) -> EventPage:
    """One event by its code; EtappiError if there is none."""
    found = connection.execute(
        f"SELECT * FROM ({ROWS}) WHERE code = :code COLLATE NOCASE", {"project": project.id, "code": code.strip()}
    ).fetchone()
    if found is None:
        raise EtappiError("event.unknown", code=code)
    number = found[0]
    counts = _counts(connection, project.id, number).get(number, _Counts())
    row = _row(found, _packages(connection, project.id).get(number, ()), counts, today_of(project.fixed_today))
    lists = connection.execute(
        "SELECT l.id, l.kind, l.mode, ifnull(l.persons, (SELECT sum(ifnull(a.headcount, 1)) FROM attendance AS a "
        "WHERE a.list_id = l.id AND (a.person_key IS NOT NULL OR a.headcount IS NOT NULL))), "
        "coalesce(l.organisations, (SELECT count(DISTINCT a.organisation_id) FROM attendance AS a "
        "WHERE a.list_id = l.id)), (SELECT count(a.person_key) FROM attendance AS a WHERE a.list_id = l.id), "
        "l.least_minutes, l.complete, l.file, l.actor FROM event_list AS l WHERE l.event_id = ? ORDER BY l.id",
        (number,),
    ).fetchall()
    present = connection.execute(
        "SELECT o.id, o.name, o.short, count(DISTINCT a.person_key) + total(CASE WHEN a.person_key IS NULL THEN "
        f"a.headcount END), count(a.person_key) + count(a.headcount), max({NETWORK}) FROM attendance AS a "
        "LEFT JOIN organisation AS o ON o.id = a.organisation_id WHERE a.event_id = :event AND a.project_id = :project "
        "GROUP BY a.organisation_id ORDER BY o.id IS NULL, o.sort_key",
        {"event": number, "project": project.id},
    ).fetchall()
    waiting = connection.execute(
        "SELECT waiting_name, total(ifnull(headcount, 1)) FROM attendance WHERE project_id = ? AND event_id = ? "
        "AND waiting_name IS NOT NULL GROUP BY 1 ORDER BY 1", (project.id, number)
    ).fetchall()  # fmt: skip
    return EventPage(
        row=row,
        lists=tuple(
            ListRow(number, kind, mode, persons, organisations, keyed, minutes, bool(complete), file, actor)
            for number, kind, mode, persons, organisations, keyed, minutes, complete, file, actor in lists
        ),
        present=tuple(PresentRow(one[0], one[1], one[2], int(one[3]) if one[4] else None, bool(one[5]))
                      for one in present),
        waiting=tuple((name, int(count)) for name, count in waiting),
    )  # fmt: skip


def by_month(rows: Iterable[EventRow]) -> dict[str, EventCounts]:
    """Sums of events that were held, by month (``2024-09``)."""
    out: dict[str, EventCounts] = {}
    for row in rows:
        if row.persons is not None and row.start is not None:
            before = out.get(row.start[:7], EventCounts(0, 0))
            out[row.start[:7]] = EventCounts(before.events + 1, before.contacts + row.persons)
    return out


def never(connection: Connection, project: ProjectRow) -> tuple[tuple[int, str, str], ...]:
    """(id, name, short name) of organisations of the network that were at no event, in Finnish order."""
    rows = connection.execute(
        "SELECT o.id, o.name, o.short FROM membership AS m JOIN organisation AS o ON o.id = m.organisation_id "
        "WHERE m.project_id = :project AND m.network AND m.to_quarter IS NULL AND o.id NOT IN ("
        "SELECT DISTINCT a.organisation_id FROM attendance AS a WHERE a.project_id = :project "
        "AND a.organisation_id IS NOT NULL) ORDER BY o.sort_key",
        {"project": project.id},
    ).fetchall()
    return tuple(rows)


def guests(connection: Connection, project: ProjectRow) -> tuple[tuple[int, str, str, int], ...]:
    """(id, name, short name, events) of organisations outside the network that came, most often first."""
    rows = connection.execute(
        "SELECT o.id, o.name, o.short, count(DISTINCT a.event_id) AS times FROM attendance AS a "
        f"JOIN organisation AS o ON o.id = a.organisation_id WHERE a.project_id = ? AND NOT {NETWORK} "
        "GROUP BY o.id ORDER BY times DESC, o.sort_key",
        (project.id,),
    ).fetchall()
    return tuple(rows)


def times(connection: Connection, project: ProjectRow) -> dict[int, int]:
    """At how many events each organisation was, by its id."""
    return dict(connection.execute(
        "SELECT organisation_id, count(DISTINCT event_id) FROM attendance WHERE project_id = ? "
        "AND organisation_id IS NOT NULL GROUP BY 1", (project.id,)
    ).fetchall())  # fmt: skip


def _packages(connection: Connection, project_id: int) -> dict[int, tuple[str, ...]]:
    out: dict[int, list[str]] = {}
    for event, code in connection.execute(
        "SELECT x.event_id, w.code FROM event_package AS x JOIN work_package AS w ON w.id = x.work_package_id "
        "WHERE x.project_id = ? ORDER BY w.position", (project_id,)
    ).fetchall():  # fmt: skip
        out.setdefault(event, []).append(code)
    return {event: tuple(codes) for event, codes in out.items()}


def _counts(connection: Connection, project_id: int, event: int | None = None) -> dict[int, _Counts]:
    out: dict[int, _Counts] = {}
    only = "" if event is None else "AND {}.event_id = :event"
    parameters = {"project": project_id, "event": event}
    for number, kind, persons, organisations, on_list in connection.execute(
        f"{DECLARED} {only.format('l')}", parameters
    ).fetchall():
        out.setdefault(number, _Counts()).declared(kind, persons, organisations, on_list)
    for number, people, organisations, outside, unknown in connection.execute(
        PRESENT.format(where=only.format("a")), parameters
    ).fetchall():
        one = out.setdefault(number, _Counts())
        one.present = True
        one.people, one.organisations, one.outside, one.unknown = int(people), organisations, outside, int(unknown)
    return out


def _row(row: tuple[object, ...], packages: tuple[str, ...], counts: _Counts, today: str) -> EventRow:
    (number, code, title, kind, start, ends, first, last, place, mode, language, invitation, host, joint, series,
     feedback, cancelled, reason, quarter) = row  # fmt: skip
    begins = str(start) if start is not None else None
    known = counts.present
    return EventRow(
        id=int(str(number)), code=str(code), title=str(title), kind=str(kind), start=begins,
        ends=_text(ends), window=(str(first), str(last)) if first is not None and last is not None else None,
        quarter=quarter if isinstance(quarter, int) else quarters.of_date(begins) if begins else None,
        packages=packages, place=_text(place), mode=_text(mode), language=_text(language), invitation=str(invitation),
        host=_text(host), joint_with=_text(joint), series=_text(series), feedback_planned=bool(feedback),
        cancelled_on=_text(cancelled), cancel_reason=_text(reason),
        persons=counts.people + counts.rest if known else None,
        organisations=max(counts.organisations, counts.declared_organisations) if known else None,
        outside=counts.outside if known else None, unknown=counts.unknown + counts.rest if known else None,
        registered=counts.registered,
        state=state_of(begins, today, cancelled is not None, known, counts.registered is not None),
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)
