"""Planned events that an import brings."""

from collections.abc import Iterable, Mapping

from core.eventplan import ListedEvent
from store.commands import events
from store.models import Event, EventMeeting
from store.status import projects
from store.writing import Writer


def write(writer: Writer, project_id: int, listed: Iterable[ListedEvent], ids: Mapping[str, int]) -> None:
    """Make and change the events of a list; *ids* are those of organisations by name."""
    wanted = [one for one in listed if one.outcome != "same"]
    if not wanted:
        return
    project = next(row for row in projects(writer.connection) if row.id == project_id)
    # those with a code of their own first, so that a number given out by us is none of them
    for one in sorted(wanted, key=lambda each: each.code is None):
        values = {change.field: change.after for change in one.fields}
        packages = values.pop("packages", None)
        codes = [str(code) for code in packages] if isinstance(packages, tuple) else None
        fields = _columns(values, ids)
        if one.event_id is None:
            number, _ = events.add(writer, project, fields, codes or (), code=one.code, source="import")
        else:
            number = one.event_id
            row = writer.session.get_one(Event, number)
            if fields:
                events.set_fields(writer, row, fields)
            if codes is not None:
                events.set_packages(writer, project, number, codes)
        if one.uid is not None:
            writer.session.add(EventMeeting(project_id=project_id, event_id=number, meeting_id=one.uid,
                                            made_by=writer.action))  # fmt: skip
            writer.session.flush()


def _columns(values: Mapping[str, object], ids: Mapping[str, int]) -> dict[str, object]:
    """Fields of a list as those of store.commands.events."""
    out = {name: value for name, value in values.items() if name not in ("window", "host")}
    window = values.get("window")
    if isinstance(window, tuple):
        out["window_from"], out["window_to"] = window
    if "host" in values:
        out["host_id"] = ids[str(values["host"])]
    return out
