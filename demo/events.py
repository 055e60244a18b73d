"""The demo's events and who was at them, from events.toml and attendance.csv."""

import csv
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any

from core.importing import NewOrganisation
from core.personkeys import key_mark, person_key
from core.short_names import propose
from demo import TODAY
from store.commands import events, organisations
from store.editing import Base
from store.models import Attendance, EventList
from store.status import ProjectRow
from store.writing import Writer, key

SECRET = b"demo"
"""The keys of invented persons are made as those of real ones, but with a key that is no secret."""

GUESTS = (
    "Aineiston säätiö", "Esimerkki Ohjelmistot Oy", "Esimerkkilän lukio", "Harjoitelman ammattikorkeakoulu",
    "Kokeilun kuntayhtymä", "Kuvitelman kansalaisopisto", "Mallilan kaupunki", "Mallilan yrittäjät ry",
    "Tapauksen työpajayhdistys ry",
)  # fmt: skip
"""Organisations outside the network, all invented."""


@dataclass(frozen=True)
class Present:
    """Who of an organisation was at an event: numbers that tell its persons apart, and how many others there were."""

    organisation: str
    people: tuple[int, ...]
    others: int


def all_events() -> list[dict[str, Any]]:
    """The events of events.toml."""
    content = tomllib.loads(files("demo").joinpath("events.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = content["event"]
    return found


def all_present() -> dict[str, list[Present]]:
    """Who was at each event, by its code."""
    found: dict[str, list[Present]] = {}
    text = files("demo").joinpath("attendance.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        people = tuple(int(number) for number in row["people"].split())
        found.setdefault(row["event"], []).append(Present(row["organisation"], people, int(row["others"] or 0)))
    return found


def happened(project: ProjectRow) -> Iterator[tuple[str, Callable[[Writer], object]]]:
    """What is recorded of events, and on which ISO day: events that were held on their own day."""
    present = all_present()
    for row in all_events():
        start = row.get("start")
        day = min(start[:10], TODAY) if start else TODAY
        yield (
            row["cancelled"].isoformat() if "cancelled" in row else day,
            partial(_record, project=project, row=row, present=present.get(row["code"], [])),
        )


def _record(writer: Writer, *, project: ProjectRow, row: dict[str, Any], present: list[Present]) -> None:
    event_id = _event(writer, project, row)
    if "registered" in row:
        events.set_counts(writer, project, event_id, kind="registered", persons=row["registered"])
    if "cancelled" in row:
        events.cancel(writer, project, row["code"], row["cancelled"].isoformat(), row["reason"])
    if not present:
        return
    _meet(writer, project, [one.organisation for one in present if one.organisation in GUESTS])
    spelled = "SELECT short, id FROM organisation UNION SELECT name, id FROM organisation"
    ids = dict(writer.connection.execute(spelled).fetchall())
    made = EventList(project_id=project.id, event_id=event_id, kind="present", key_mark=key_mark(SECRET),
                     actor=writer.actor, made_by=writer.action)  # fmt: skip
    writer.session.add(made)
    writer.session.flush()
    common: dict[str, Any] = {
        "project_id": project.id,
        "list_id": key(made.id),
        "event_id": event_id,
        "made_by": writer.action,
    }
    for one in present:
        known: dict[str, Any] = {**common, "organisation_id": ids[one.organisation]}
        for number in one.people:
            person = person_key(SECRET, f"{number}@{one.organisation}")
            writer.session.add(Attendance(person_key=person, headcount=1, **known))
        if one.others:
            writer.session.add(Attendance(headcount=one.others, **known))
    writer.session.flush()


def _event(writer: Writer, project: ProjectRow, row: dict[str, Any]) -> int:
    """Make the event, or give one of the plan its day; returns its id."""
    fields: dict[str, object] = {
        name: row[name] for name in ("title", "kind", "start", "mode", "place", "series", "invitation")
        if name in row
    }  # fmt: skip
    fields["feedback_planned"] = int(row.get("feedback", False))
    if "window" in row:
        fields["window_from"], fields["window_to"] = row["window"]
    if not row["code"].startswith("SEM"):
        return events.add(writer, project, fields, row.get("workpackages", ()), code=row["code"])[0]
    planned = events.find(writer, project, row["code"])
    epoch = writer.connection.execute("SELECT epoch FROM meta").fetchone()[0]
    base = Base(planned.version, epoch, {name: getattr(planned, name) for name in events.FIELDS})
    events.edit(writer, project, key(planned.id), base, fields)
    return key(planned.id)


def _meet(writer: Writer, project: ProjectRow, names: list[str]) -> None:
    """Take in organisations met outside the network."""
    known = dict(writer.connection.execute("SELECT name, short FROM organisation").fetchall())
    taken = set(known.values())
    new = []
    for name in names:
        if name not in known:
            short = propose(name, taken)
            taken.add(short)
            new.append(NewOrganisation(name=name, short=short))
    made = organisations.make(writer, new, "import")
    organisations.join(writer, project.id, [made[one.name] for one in new], network=False)
