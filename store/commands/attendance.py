"""Lists of attendance: written as an import's plan has them, and what waits on them settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from core.attendance import DOMAIN, AttendancePlan, EventChange, ListChange, PersonChange
from store.commands import events
from store.models import Event, EventList, EventMeeting, MailDomain
from store.status import ProjectRow, projects
from store.views import quarter_of
from store.writing import Writer, key

INSERT = """
INSERT INTO attendance (project_id, list_id, event_id, organisation_id, person_key, headcount, minutes, waiting_name,
  name, email, version, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)"""

UPDATE = """
UPDATE attendance SET organisation_id = ?, headcount = ?, minutes = ?, waiting_name = ?, name = ifnull(?, name),
  email = ifnull(?, email), version = version + 1 WHERE id = ?"""

OPEN = f"""
attendance.project_id = :project AND waiting_name = :name AND NOT EXISTS (SELECT 1 FROM event AS e
  WHERE e.id = attendance.event_id AND {quarter_of("e.start")} <=
    (SELECT max(quarter) FROM quarter_lock WHERE project_id = :project))"""
"""SQL over rows of attendance: they wait by a name, at events that no locked quarter binds."""


@dataclass(frozen=True)
class Settled:
    """What settling a name did to lists of attendance, or to responses: rows that got their organisation (or none),
    rows that stay as they are, since their quarter is locked; how many *people* (or responses) those rows are, and of
    how many events (or surveys) they are."""

    rows: int
    locked: int
    people: int = 0
    of: int = 0


def write(writer: Writer, project_id: int, plan: AttendancePlan, ids: dict[str, int], file: str) -> None:
    """Write what *plan* has of events, lists, people and domains; *ids* are those of all organisations by name."""
    project = next(row for row in projects(writer.connection) if row.id == project_id)
    for domain, organisation, source in plan.domains:
        learn(writer, domain, ids[organisation] if organisation is not None else None, source)
    for change in plan.events:
        event_id = change.event_id if change.event_id is not None else _event(writer, project, change)
        if change.dated:
            row = writer.session.get_one(Event, event_id)
            row.start, row.ends, row.version = change.start, change.ends, row.version + 1
            writer.session.add(row)
        _remember(writer, project_id, event_id, change)
        for one in change.lists:
            _list(writer, project_id, event_id, one, plan.key_mark, ids, file)
    writer.session.flush()


def learn(writer: Writer, domain: str, organisation_id: int | None, source: str) -> None:
    """Remember what an e-mail domain says. A domain that is known to be shared stays so."""
    row = writer.session.exec(select(MailDomain).where(MailDomain.domain == domain)).first()
    if row is None:
        writer.session.add(
            MailDomain(domain=domain, organisation_id=organisation_id, source=source, made_by=writer.action)
        )
    elif row.source == "import" and source == "user" and organisation_id is None and row.organisation_id is None:
        row.source, row.version = source, row.version + 1
        writer.session.add(row)
    elif row.organisation_id is not None and row.organisation_id != organisation_id:
        row.organisation_id, row.source, row.version = organisation_id, source, row.version + 1
        writer.session.add(row)
    writer.session.flush()


def settle(writer: Writer, project_id: int, name: str, organisation_id: int | None) -> Settled:
    """Give everybody who waits by *name* (an organisation's text, or a domain with its @) their organisation; None:
    they stay of unknown organisation and wait no longer. A domain is learned."""
    parameters = {"project": project_id, "name": name, "organisation": organisation_id}
    people, of = writer.connection.execute(
        "SELECT count(DISTINCT person_key) + total(CASE WHEN person_key IS NULL THEN headcount END), "
        f"count(DISTINCT event_id) FROM attendance WHERE {OPEN}", parameters
    ).fetchone()  # fmt: skip
    done = writer.connection.execute(
        "UPDATE attendance SET organisation_id = :organisation, waiting_name = NULL, version = version + 1 "
        f"WHERE {OPEN}", parameters
    ).rowcount  # fmt: skip
    left = writer.connection.execute(
        "SELECT count(*) FROM attendance WHERE project_id = :project AND waiting_name = :name", parameters
    ).fetchone()[0]
    if name.startswith(DOMAIN):
        learn(writer, name.removeprefix(DOMAIN), organisation_id, "user")
    return Settled(done, left, int(people), of)


def _event(writer: Writer, project: ProjectRow, change: EventChange) -> int:
    fields = {"title": change.title, "start": change.start, "ends": change.ends, "mode": change.mode}
    made, _ = events.add(writer, project, fields, change.packages, code=change.code, source="import")
    return made


def _remember(writer: Writer, project_id: int, event_id: int, change: EventChange) -> None:
    if change.remember is not None:
        one = change.remember
        writer.session.add(EventMeeting(project_id=project_id, event_id=event_id, meeting_id=one.meeting_id,
                                        title=one.title, start=one.start, made_by=writer.action))  # fmt: skip
        writer.session.flush()


def _list(
    writer: Writer, project_id: int, event_id: int, change: ListChange, mark: str | None, ids: dict[str, int], file: str
) -> None:
    if change.outcome == "same":
        return
    if change.list_id is None:
        row = EventList(
            project_id=project_id, event_id=event_id, kind=change.kind, mode=change.mode, persons=change.persons,
            organisations=change.organisations, complete=int(change.complete),
            least_minutes=change.least_minutes, keep_until=change.keep_until, file=file, actor=writer.actor,
            key_mark=mark if any(one.key for one in change.people) else None, made_by=writer.action,
        )  # fmt: skip
    else:
        row = writer.session.get_one(EventList, change.list_id)
        values: dict[str, object] = {
            "persons": change.persons, "organisations": change.organisations, "complete": int(change.complete),
            "least_minutes": change.least_minutes, "keep_until": change.keep_until,
        }  # fmt: skip
        if row.key_mark is None and any(one.key for one in change.people):
            values["key_mark"] = mark
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        row.version += bool(changed)
    writer.session.add(row)
    writer.session.flush()
    _people(writer, project_id, key(row.id), event_id, change.people, ids)


def _people(
    writer: Writer, project_id: int, list_id: int, event_id: int, people: Sequence[PersonChange], ids: dict[str, int]
) -> None:
    """By SQL as it is: a year's lists would take the session a minute. In the order of the keys, since an index is
    quicker filled from one end; nor does the order then tell who stood where on the list."""
    gone = [(one.row_id,) for one in people if one.outcome == "removed"]
    writer.connection.executemany("DELETE FROM attendance WHERE id = ?", gone)
    writer.connection.executemany(UPDATE, (
        (ids[one.organisation] if one.organisation else None, one.headcount, one.minutes, one.waiting, one.name,
         one.email, one.row_id)
        for one in people if one.outcome == "changed"
    ))  # fmt: skip
    action = writer.action
    added = sorted((one for one in people if one.outcome == "added"), key=lambda one: one.key or "")
    writer.connection.executemany(INSERT, (
        (project_id, list_id, event_id, ids[one.organisation] if one.organisation else None, one.key, one.headcount,
         one.minutes, one.waiting, one.name, one.email, action)
        for one in added
    ))  # fmt: skip


def organisations_of(plan: AttendancePlan) -> set[str]:
    """The organisations (names) that were there by *plan*: those that are not of the network were met outside it."""
    return {
        row.organisation for event in plan.events for one in event.lists for row in one.people
        if row.organisation is not None and row.outcome in ("added", "changed")
    }  # fmt: skip
