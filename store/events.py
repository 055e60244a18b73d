"""Reading events: lists by quarter, one event whole, sums by month. No person ever leaves here."""

from collections.abc import Iterable, Sequence
from sqlite3 import Connection

from core import quarter as quarters
from core.errors import EtappiError
from core.events import EventCounts, EventPage, EventRow, ListRow, PresentRow, state_of
from store.attendance import PRESENT, attended, network_in
from store.clock import today as today_of
from store.status import ProjectRow
from store.views import quarter_of

ROWS = f"""
SELECT e.id, e.code, e.title, e.kind, e.start, e.ends, e.window_from, e.window_to, e.place, e.mode, e.language,
  e.invitation, o.name, e.joint_with, e.series, e.feedback_planned, e.cancelled_on, e.cancel_reason,
  {quarter_of("coalesce(e.start, e.window_from)")} AS quarter
FROM event AS e LEFT JOIN organisation AS o ON o.id = e.host_id WHERE e.project_id = :project"""

NETWORK = "a.organisation_id IN (SELECT organisation_id FROM v_member WHERE project_id = :project AND network)"
"""SQL over an attendance row *a*: its organisation is in the network now."""

LISTS = """
SELECT l.id, l.kind, l.mode, ifnull(l.persons, (SELECT sum(a.headcount) FROM attendance AS a WHERE a.list_id = l.id)),
  ifnull(l.organisations, nullif((SELECT count(DISTINCT a.organisation_id) FROM attendance AS a
    WHERE a.list_id = l.id), 0)),
  (SELECT count(a.person_key) FROM attendance AS a WHERE a.list_id = l.id), l.least_minutes, l.complete,
  l.file, l.actor, l.keep_until
FROM event_list AS l WHERE l.event_id = :event ORDER BY l.id"""


class _Counts:
    """What the lists of one event add up to."""

    def __init__(self) -> None:
        self.present = False
        self.counted = False
        self.registered: int | None = None
        self.declared_organisations: int | None = None
        self.keys: dict[object, int | None] = {}
        self.organisations: set[int] = set()
        self.heads = self.unknown_heads = 0
        self.bare: set[int | None] = set()

    def list(self, kind: str, persons: int | None, organisations: int | None) -> None:
        """A list or count with the totals that were given for it."""
        if kind == "registered":
            if persons is not None:
                self.registered = (self.registered or 0) + persons
            return
        self.present = True
        self.counted = self.counted or persons is not None
        if organisations is not None:
            self.declared_organisations = max(self.declared_organisations or 0, organisations)

    def person(self, organisation: int | None, key: object) -> None:
        """Somebody known by a key, perhaps on two lists."""
        self.counted = True
        if organisation is not None:
            self.organisations.add(organisation)
        if organisation is not None or key not in self.keys:
            self.keys[key] = organisation

    def number(self, organisation: int | None, n: int | None) -> None:
        """People without keys, as core.reach has them."""
        if organisation is not None:
            self.organisations.add(organisation)
        if n is None:
            self.bare.add(organisation)
        elif n:
            self.counted = True
            self.heads += n
            self.unknown_heads += n if organisation is None else 0

    @property
    def persons(self) -> int | None:
        """People who were there; None where nobody counted any of them."""
        return len(self.keys) + self.heads if self.present and self.counted else None

    @property
    def places(self) -> int | None:
        """Organisations that were there; None where none is known, unless nobody was there."""
        if not self.present:
            return None
        known = max(len(self.organisations), self.declared_organisations or 0)
        return known if known or self.persons == 0 or self.declared_organisations == 0 else None

    def outside(self, network: frozenset[int]) -> int | None:
        """Organisations outside the network; None where some are not named."""
        if self.places is None or self.places > len(self.organisations):
            return None
        return len(self.organisations - network)

    @property
    def unknown(self) -> int | None:
        """People whose organisation is not known."""
        return sum(one is None for one in self.keys.values()) + self.unknown_heads if self.present else None


def events(
    connection: Connection, project: ProjectRow, first: int | None = None, last: int | None = None, *,
    least_minutes: int | None = None,
) -> tuple[EventRow, ...]:  # fmt: skip
    """Events in the order of their days; with *first* and *last* those of the quarters from one to the other. Events
    without a day stand by their window, those without one last. *least_minutes* as in store.attendance.attended."""
    rows = connection.execute(
        f"SELECT * FROM ({ROWS}) WHERE (:first IS NULL OR quarter >= :first) AND (:last IS NULL OR quarter <= :last) "
        "ORDER BY coalesce(start, window_from) IS NULL, coalesce(start, window_from), id",
        {"project": project.id, "first": first, "last": last},
    ).fetchall()
    return _told(connection, project, rows, least_minutes)


def of_plan(connection: Connection, project: ProjectRow) -> tuple[EventRow, ...]:
    """The events that a plan file brought, in the order in which it did."""
    rows = connection.execute(f"SELECT * FROM ({ROWS} AND e.source = 'plan') ORDER BY id", {"project": project.id})
    return _told(connection, project, rows.fetchall())


def page(connection: Connection, project: ProjectRow, code: str) -> EventPage:
    """One event by its code; EtappiError if there is none."""
    found = connection.execute(
        f"SELECT * FROM ({ROWS}) WHERE code = :code COLLATE NOCASE", {"project": project.id, "code": code.strip()}
    ).fetchone()
    if found is None:
        raise EtappiError("event.unknown", code=code)
    (row,) = _told(connection, project, [found])
    one = {"project": project.id, "event": row.id}
    waiting = connection.execute(
        "SELECT waiting_name, total(headcount) FROM attendance WHERE project_id = :project AND event_id = :event "
        "AND waiting_name IS NOT NULL GROUP BY 1 ORDER BY 1", one
    ).fetchall()  # fmt: skip
    return EventPage(
        row=row,
        lists=tuple(
            ListRow(number, kind, mode, persons, organisations, keyed, minutes, bool(complete), file, actor,
                    until)
            for number, kind, mode, persons, organisations, keyed, minutes, complete, file, actor, until
            in connection.execute(LISTS, one).fetchall()
        ),
        present=_present(connection, project, row),
        waiting=tuple((name, int(count)) for name, count in waiting),
    )  # fmt: skip


def _present(connection: Connection, project: ProjectRow, row: EventRow) -> tuple[PresentRow, ...]:
    """The organisations at an event with how many people each had there, in Finnish order, unknown ones last."""
    identified, heads = attended(connection, project.id, [row.id])
    homes: dict[object, int | None] = {}
    for _, organisation, key in identified:
        if organisation is not None or key not in homes:
            homes[key] = organisation
    people: dict[int | None, int] = {}
    for at in homes.values():
        people[at] = people.get(at, 0) + 1
    for _, at, n in heads:
        people[at] = people.get(at, 0) + (n or 0)
    names = {number: (name, short) for number, name, short in connection.execute(
        "SELECT id, name, short FROM organisation ORDER BY sort_key").fetchall()}  # fmt: skip
    quarter = quarters.clip(row.quarter or 0, project.start, project.end)
    network = network_in(connection, project.id, quarter)
    known = [PresentRow(at, *names[at], people[at] or None, at in network) for at in names if at in people]
    return (*known, PresentRow(None, None, None, people[None], network=False)) if people.get(None) else tuple(known)


def _told(
    connection: Connection, project: ProjectRow, rows: Sequence[tuple[object, ...]], least_minutes: int | None = None
) -> tuple[EventRow, ...]:
    """Rows of ROWS with their packages and counts."""
    today = today_of(project.fixed_today)
    counts = {int(str(row[0])): _Counts() for row in rows}
    for number, kind, persons, organisations in connection.execute(
        "SELECT event_id, kind, persons, organisations FROM event_list WHERE project_id = ?", (project.id,)
    ).fetchall():
        if number in counts:
            counts[number].list(kind, persons, organisations)
    present = [number for number, one in counts.items() if one.present]
    identified, heads = attended(connection, project.id, present, least_minutes)
    for event, organisation, key in identified:
        counts[event].person(organisation, key)
    for event, organisation, n in heads:
        counts[event].number(organisation, n)
    packages = _packages(connection, project.id)
    inside: dict[int, frozenset[int]] = {}
    out = []
    for row in rows:
        number = int(str(row[0]))
        quarter = quarters.clip(row[-1], project.start, project.end) if isinstance(row[-1], int) else 0
        if quarter not in inside:
            inside[quarter] = network_in(connection, project.id, quarter)
        out.append(_row(row, packages.get(number, ()), counts[number], inside[quarter], today))
    return tuple(out)


def by_month(rows: Iterable[EventRow]) -> dict[str, EventCounts]:
    """Sums of events that were held, by month (``2024-09``)."""
    out: dict[str, EventCounts] = {}
    for row in rows:
        if row.persons is not None and row.start is not None:
            before = out.get(row.start[:7], EventCounts(0, 0))
            out[row.start[:7]] = EventCounts(before.events + 1, before.contacts + row.persons)
    return out


def by_package(rows: Iterable[EventRow]) -> dict[str | None, EventCounts]:
    """Sums of events that were held, by the code of a package (None: events of the whole project). An event of two
    packages stands under both, so these do not add up to the whole."""
    out: dict[str | None, EventCounts] = {}
    for row in rows:
        if row.persons is not None:
            for code in row.packages or (None,):
                before = out.get(code, EventCounts(0, 0))
                out[code] = EventCounts(before.events + 1, before.contacts + row.persons)
    return out


def never(connection: Connection, project: ProjectRow) -> tuple[tuple[int, str, str], ...]:
    """(id, name, short name) of organisations of the network that were at no event, in Finnish order."""
    rows = connection.execute(
        "SELECT o.id, o.name, o.short FROM v_member AS m JOIN organisation AS o ON o.id = m.organisation_id "
        "WHERE m.project_id = :project AND m.network AND o.id NOT IN (SELECT a.organisation_id FROM attendance AS a "
        f"WHERE a.project_id = :project AND a.organisation_id IS NOT NULL AND {PRESENT}) ORDER BY o.sort_key",
        {"project": project.id},
    ).fetchall()
    return tuple(rows)


def guests(connection: Connection, project: ProjectRow) -> tuple[tuple[int, str, str, int], ...]:
    """(id, name, short name, events) of organisations outside the network that came, most often first."""
    rows = connection.execute(
        "SELECT o.id, o.name, o.short, count(DISTINCT a.event_id) AS times FROM attendance AS a "
        f"JOIN organisation AS o ON o.id = a.organisation_id WHERE a.project_id = :project AND {PRESENT} "
        f"AND NOT {NETWORK} GROUP BY o.id ORDER BY times DESC, o.sort_key",
        {"project": project.id},
    ).fetchall()
    return tuple(rows)


def times(connection: Connection, project: ProjectRow) -> dict[int, int]:
    """At how many events each organisation was, by its id."""
    return dict(connection.execute(
        "SELECT a.organisation_id, count(DISTINCT a.event_id) FROM attendance AS a WHERE a.project_id = :project "
        f"AND a.organisation_id IS NOT NULL AND {PRESENT} GROUP BY 1", {"project": project.id}
    ).fetchall())  # fmt: skip


def _packages(connection: Connection, project_id: int) -> dict[int, tuple[str, ...]]:
    out: dict[int, list[str]] = {}
    for event, code in connection.execute(
        "SELECT x.event_id, w.code FROM event_package AS x JOIN work_package AS w ON w.id = x.work_package_id "
        "WHERE x.project_id = ? ORDER BY w.position", (project_id,)
    ).fetchall():  # fmt: skip
        out.setdefault(event, []).append(code)
    return {event: tuple(codes) for event, codes in out.items()}


def _row(
    row: tuple[object, ...], packages: tuple[str, ...], counts: _Counts, network: frozenset[int], today: str
) -> EventRow:
    (number, code, title, kind, start, ends, first, last, place, mode, language, invitation, host, joint, series,
     feedback, cancelled, reason, quarter) = row  # fmt: skip
    begins = str(start) if start is not None else None
    return EventRow(
        id=int(str(number)), code=str(code), title=str(title), kind=str(kind), start=begins,
        ends=_text(ends), window=(str(first), str(last)) if first is not None and last is not None else None,
        quarter=quarter if isinstance(quarter, int) else None,
        packages=packages, place=_text(place), mode=_text(mode), language=_text(language), invitation=str(invitation),
        host=_text(host), joint_with=_text(joint), series=_text(series), feedback_planned=bool(feedback),
        cancelled_on=_text(cancelled), cancel_reason=_text(reason),
        persons=counts.persons, organisations=counts.places, outside=counts.outside(network), unknown=counts.unknown,
        uncounted=len(counts.bare), registered=counts.registered,
        state=state_of(begins, today, cancelled is not None, counts.present, counts.registered is not None),
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)
