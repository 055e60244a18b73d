"""Events: made, changed, cancelled, repeated, and counts that somebody types."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlmodel import col, select

from core import quarter as quarters
from core.codes import code_key
from core.errors import EtappiError
from core.events import INVITATIONS, KINDS, MODES, is_day_or_time
from core.planning import PlanEvent
from core.text import clean, clean_lines
from store.closing import require_open
from store.editing import Base, Saved, save
from store.knownattendance import next_number
from store.models import Attendance, Event, EventList, EventPackage, MailDomain, Organisation, WorkPackage
from store.status import ProjectRow
from store.writing import Writer, key

TITLE_LIMIT, TEXT_LIMIT, CODE_LIMIT = 200, 300, 20
LARGEST_COUNT = 1_000_000
FIELDS = ("title", "kind", "start", "ends", "window_from", "window_to", "place", "mode", "language", "invitation",
          "host_id", "joint_with", "series", "feedback_planned")  # fmt: skip
BOUND = ("start", "kind")
"""Fields of an event on which figures of its quarter rest (store.lockrules)."""


def add(
    writer: Writer, project: ProjectRow, fields: Mapping[str, object], packages: Iterable[str] = (),
    *, code: str | None = None, source: str = "user",
) -> tuple[int, str]:  # fmt: skip
    """Make an event of *fields* (`FIELDS`) for *packages* (codes; none: the whole project); returns its id and code.

    Without *code* it is E and the next number, never used again. EtappiError for fields that cannot be, a code that is
    taken, a day in a locked quarter.
    """
    values = _checked(fields)
    require_open_for(writer, project, values.get("start"))
    number = code or _next_code(writer, project.id)
    text = clean(number, CODE_LIMIT)
    if not text or _is_taken(writer, project.id, text):
        raise EtappiError("event.code_taken", code=text)
    about: dict[str, object] = {"project_id": project.id, "code": text, "source": source, "made_by": writer.action}
    row = Event.model_validate(about | values)
    writer.session.add(row)
    writer.session.flush()
    set_packages(writer, project, key(row.id), packages)
    return key(row.id), row.code


def add_planned(writer: Writer, project: ProjectRow, event: PlanEvent) -> str:
    """Make an event of a plan file; returns its code. EtappiError as `add`."""
    fields = {"title": event.title, "kind": event.kind, "start": event.start, "place": event.place, "mode": event.mode}
    if event.window is not None:
        fields["window_from"], fields["window_to"] = event.window
    return add(writer, project, fields, event.packages, code=event.code, source="plan")[1]


def find(writer: Writer, project: ProjectRow, code: str) -> Event:
    """The event of that code; EtappiError if there is none."""
    rows = writer.session.exec(select(Event).where(Event.project_id == project.id)).all()
    for row in rows:
        if row.code.casefold() == code.strip().casefold():
            return row
    raise EtappiError("event.unknown", code=code)


def edit(
    writer: Writer, project: ProjectRow, event_id: int, base: Base, wanted: Mapping[str, object],
    packages: Sequence[str] | None = None,
) -> Saved:  # fmt: skip
    """Change fields of an event that a form was opened with (store.editing), and its packages where they are given."""
    row = writer.session.get(Event, event_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    wanted = {name: value for name, value in wanted.items() if value is not None or name not in ("kind", "invitation")}
    whole = {name: getattr(row, name) for name in FIELDS} | wanted
    values = _checked(whole)
    if any(values.get(name) != getattr(row, name) for name in BOUND) or (
        packages is not None and _codes_of(writer, event_id) != _known_codes(writer, project, packages)
    ):
        require_open_for(writer, project, row.start, values.get("start"))
    saved = save(writer, Event, event_id, base, {name: values.get(name) for name in wanted})
    if packages is not None:
        set_packages(writer, project, event_id, packages)
    return saved


def set_fields(writer: Writer, row: Event, fields: Mapping[str, object]) -> None:
    """Give an event values (`FIELDS`) that were looked at before; EtappiError for what an event cannot be. An end that
    is before a new start goes away with the old one."""
    if "start" in fields and "ends" not in fields and row.ends is not None and row.ends < str(fields["start"]):
        fields = {**fields, "ends": None}
    values = _checked({name: getattr(row, name) for name in FIELDS} | dict(fields))
    for name in fields:
        setattr(row, name, values.get(name))
    row.version += 1
    writer.session.add(row)
    writer.session.flush()


def cancel(writer: Writer, project: ProjectRow, code: str, on_date: str, reason: str | None) -> Event:
    """Cancel an event on a day, for a reason if one is given (not None); EtappiError for an empty reason, or where it
    was held or cancelled."""
    row = find(writer, project, code)
    why = None if reason is None else clean(reason, TEXT_LIMIT)
    if why == "":
        raise EtappiError("event.no_reason", code=row.code)
    if row.cancelled_on is not None:
        raise EtappiError("event.already_cancelled", code=row.code)
    if writer.session.exec(
        select(EventList.id).where(EventList.event_id == row.id, EventList.kind != "registered")
    ).first():
        raise EtappiError("event.was_held", code=row.code)
    row.cancelled_on, row.cancel_reason, row.version = on_date, why, row.version + 1
    writer.session.add(row)
    writer.session.flush()
    return row


def repeat(
    writer: Writer, project: ProjectRow, code: str, *, every: str, times: int, series: str | None = None
) -> tuple[str, ...]:
    """Copy an event *times* further times, each a week, two weeks or a month (*every*: week, fortnight, month) after
    the one before (31 January, 29 February, 31 March); returns the new codes. EtappiError for an event without a day,
    or a copy past the project's end."""
    row = find(writer, project, code)
    if row.start is None:
        raise EtappiError("event.no_day", code=row.code)
    if every not in ("week", "fortnight", "month") or not 1 <= times <= 60:
        raise EtappiError("event.bad_series", every=every, times=times)
    name = clean(series or row.series or row.title, TITLE_LIMIT)
    if row.series != name:
        row.series, row.version = name, row.version + 1
        writer.session.add(row)
    codes = _codes_of(writer, key(row.id))
    begins, length = _moment(row.start), _moment(row.ends) - _moment(row.start) if row.ends else None
    made = []
    for number in range(1, times + 1):
        moment = begins + (relativedelta(months=number) if every == "month" else
                           relativedelta(weeks=number * (2 if every == "fortnight" else 1)))  # fmt: skip
        if moment.date().isoformat() > project.end:
            raise EtappiError("event.after_project", date=moment.date().isoformat(), end=project.end)
        fields = {name: getattr(row, name) for name in FIELDS}
        fields["start"] = _written(moment, row.start)
        fields["ends"] = _written(moment + length, row.ends) if length is not None and row.ends else None
        made.append(add(writer, project, fields, codes)[1])
    return tuple(made)


def set_counts(
    writer: Writer, project: ProjectRow, event_id: int, *, kind: str = "counted", mode: str | None = None,
    persons: int | None = None, organisations: int | None = None,
    by_organisation: Mapping[int, int | None] | None = None,
) -> int | None:  # fmt: skip
    """Type how many were there (*kind* counted) or registered: a total of persons, of organisations, persons by
    organisation (None: it was there, how many is unknown).

    Takes the place of what was typed before for the same kind and mode; returns the list's id, None where the same
    stands there already. EtappiError for nothing at all, counts that cannot be, a total under the sum, an event
    without a day or cancelled, a locked quarter.
    """
    row = writer.session.get(Event, event_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    given = {one: count for one, count in (by_organisation or {}).items() if count != 0}
    _check_counts(row, persons, organisations, given, nobody=bool(by_organisation))
    if row.cancelled_on is not None:
        raise EtappiError("event.already_cancelled", code=row.code)
    if row.start is None and kind == "counted":
        raise EtappiError("event.no_day", code=row.code)
    if kind == "registered" and given:
        persons = persons if persons is not None else sum(one or 0 for one in given.values())
        organisations, given = organisations or len(given), {}
    elif not given and by_organisation and persons is None:
        persons = 0  # zero for each of them is a declared zero
    if _stands(writer, event_id, kind, mode, persons, organisations, given):
        return None
    require_open_for(writer, project, row.start)
    drop_typed(writer, event_id, kind, mode)
    made = EventList(
        project_id=project.id, event_id=event_id, kind=kind, mode=mode, persons=persons, organisations=organisations,
        actor=writer.actor, made_by=writer.action,
    )  # fmt: skip
    writer.session.add(made)
    writer.session.flush()
    for organisation, count in given.items():
        if writer.session.get(Organisation, organisation) is None:
            raise EtappiError("store.row_gone", 1)
        writer.session.add(Attendance(
            project_id=project.id, list_id=key(made.id), event_id=event_id, organisation_id=organisation,
            headcount=count, made_by=writer.action,
        ))  # fmt: skip
    writer.session.flush()
    return key(made.id)


def set_totals(
    writer: Writer, project: ProjectRow, event_id: int, persons: int | None, organisations: int | None
) -> None:
    """Type a total of persons, of organisations or both; what is None stays as it was typed. EtappiError as
    `set_counts`."""
    by_organisation: dict[int, int | None] = {}
    for one in _typed(writer, event_id, "counted", None):
        persons = one.persons if persons is None else persons
        organisations = one.organisations if organisations is None else organisations
        for row in writer.session.exec(select(Attendance).where(Attendance.list_id == one.id)).all():
            if row.organisation_id is not None:
                by_organisation[row.organisation_id] = row.headcount
    set_counts(writer, project, event_id, persons=persons, organisations=organisations,
               by_organisation=by_organisation)  # fmt: skip


def _check_counts(
    row: Event, persons: int | None, organisations: int | None, given: Mapping[int, int | None], *, nobody: bool
) -> None:
    numbers = [one for one in (persons, organisations, *given.values()) if one is not None]
    if not given and not numbers and not nobody:
        raise EtappiError("event.no_counts", code=row.code)
    for one in numbers:
        if not 0 <= one <= LARGEST_COUNT:
            raise EtappiError("event.bad_count", count=one)
    least = sum(1 if one is None else one for one in given.values())
    if persons is not None and persons < least:
        raise EtappiError("event.under_sum", persons=persons, sum=least)
    if organisations is not None and organisations < len(given):
        raise EtappiError("event.under_organisations", organisations=organisations, sum=len(given))


def move(writer: Writer, into_id: int, gone_id: int) -> None:
    """Give everything of the organisation *gone_id* at events to *into_id*: attendance, events that it hosts, and mail
    domains."""
    for model in (Attendance, MailDomain):
        for row in writer.session.exec(select(model).where(col(model.organisation_id) == gone_id)).all():
            row.organisation_id, row.version = into_id, row.version + 1
            writer.session.add(row)
    for event in writer.session.exec(select(Event).where(Event.host_id == gone_id)).all():
        event.host_id, event.version = into_id, event.version + 1
        writer.session.add(event)
    writer.session.flush()


def _typed(writer: Writer, event_id: int, kind: str, mode: str | None) -> Sequence[EventList]:
    """Counts that somebody typed: they came from no file."""
    return writer.session.exec(select(EventList).where(
        EventList.event_id == event_id, EventList.kind == kind, EventList.mode == mode, EventList.file == None  # noqa: E711
    )).all()  # fmt: skip


def _stands(
    writer: Writer, event_id: int, kind: str, mode: str | None, persons: int | None, organisations: int | None,
    given: Mapping[int, int | None],
) -> bool:  # fmt: skip
    found = _typed(writer, event_id, kind, mode)
    if len(found) != 1 or (found[0].persons, found[0].organisations) != (persons, organisations):
        return False
    rows = writer.session.exec(select(Attendance).where(Attendance.list_id == found[0].id)).all()
    return {row.organisation_id: row.headcount for row in rows} == dict(given)


def drop_typed(writer: Writer, event_id: int, kind: str, mode: str | None) -> None:
    """Remove what was typed for an event's *kind* and *mode*."""
    for one in _typed(writer, event_id, kind, mode):
        for row in writer.session.exec(select(Attendance).where(Attendance.list_id == one.id)).all():
            writer.session.delete(row)
        writer.session.flush()
        writer.session.delete(one)
    writer.session.flush()


def _checked(fields: Mapping[str, object]) -> dict[str, object]:
    """*fields* cleaned; EtappiError for what an event cannot be."""
    out: dict[str, object] = {name: fields.get(name) for name in FIELDS if name in fields}
    for name in ("title", "place", "joint_with", "series", "language"):
        if name in out:
            out[name] = clean(str(out[name]), TITLE_LIMIT) or None if out[name] is not None else None
    if not out.get("title"):
        raise EtappiError("event.no_title")
    for name, allowed in (("kind", KINDS), ("mode", MODES), ("invitation", INVITATIONS)):
        if out.get(name) is None and name != "mode":
            out.pop(name, None)
        elif out.get(name) is not None and out[name] not in allowed:
            raise EtappiError("event.unknown_word", word=clean_lines(str(out[name]))[:60], words=", ".join(allowed))
    for name in ("start", "ends"):
        if out.get(name) is not None and not is_day_or_time(str(out[name])):
            raise EtappiError("event.bad_time", value=clean(str(out[name]), 40))
    if out.get("ends") is not None and (out.get("start") is None or str(out["ends"]) < str(out["start"])):
        raise EtappiError("event.ends_before", start=out.get("start") or "–", ends=out["ends"])
    first, last = out.get("window_from"), out.get("window_to")
    for one in (first, last):
        if one is not None and (len(str(one)) != 10 or not is_day_or_time(str(one))):
            raise EtappiError("event.bad_time", value=clean(str(one), 40))
    if (first is None) != (last is None) or (first is not None and str(first) > str(last)):
        raise EtappiError("event.bad_window", first=first or "–", last=last or "–")
    out["feedback_planned"] = int(bool(out.get("feedback_planned")))
    return out


def _known_codes(writer: Writer, project: ProjectRow, codes: Iterable[str]) -> list[str]:
    """The packages' own codes, each once, in the order of the plan; EtappiError for one that is none."""
    rows = writer.session.exec(
        select(WorkPackage).where(WorkPackage.project_id == project.id).order_by(col(WorkPackage.position))
    ).all()
    wanted = {code_key(code): code for code in codes}
    known = {row.code_key for row in rows}
    for one, code in wanted.items():
        if one not in known:
            raise EtappiError("progress.unknown_package", code=clean(code, 60))
    return [row.code for row in rows if row.code_key in wanted]


def _codes_of(writer: Writer, event_id: int) -> list[str]:
    return list(writer.session.exec(
        select(WorkPackage.code).join(EventPackage, col(EventPackage.work_package_id) == WorkPackage.id)
        .where(EventPackage.event_id == event_id).order_by(col(WorkPackage.position))
    ).all())  # fmt: skip


def set_packages(writer: Writer, project: ProjectRow, event_id: int, codes: Iterable[str]) -> None:
    """Give an event exactly these packages (none: the whole project); EtappiError for one that is none."""
    wanted = _known_codes(writer, project, codes)
    ids = {row.code: key(row.id) for row in
           writer.session.exec(select(WorkPackage).where(WorkPackage.project_id == project.id)).all()}  # fmt: skip
    there = {row.work_package_id: row for row in
             writer.session.exec(select(EventPackage).where(EventPackage.event_id == event_id)).all()}  # fmt: skip
    for package, row in there.items():
        if package not in [ids[code] for code in wanted]:
            writer.session.delete(row)
    for code in wanted:
        if ids[code] not in there:
            writer.session.add(EventPackage(project_id=project.id, event_id=event_id, work_package_id=ids[code],
                                            made_by=writer.action))  # fmt: skip
    writer.session.flush()


def _next_code(writer: Writer, project_id: int) -> str:
    writer.session.flush()
    return f"E{next_number(writer.connection, project_id)}"


def _is_taken(writer: Writer, project_id: int, code: str) -> bool:
    every = writer.session.exec(select(Event.code).where(Event.project_id == project_id)).all()
    return code.casefold() in (one.casefold() for one in every)


def require_open_for(writer: Writer, project: ProjectRow, *starts: object) -> None:
    """EtappiError where an event that begins at one of *starts* (ISO; None: no day) is in a locked quarter."""
    for start in starts:
        if start is not None:
            require_open(writer.connection, project.id, quarters.of_date(str(start)[:10]))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _written(moment: datetime, like: str) -> str:
    """A moment as precise as *like* was written."""
    return moment.strftime("%Y-%m-%dT%H:%M") if "T" in like else moment.date().isoformat()
