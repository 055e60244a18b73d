"""Type everything at once that is known of how many were at an event: in all, by organisation, on site and online."""

from store.commands import events
from store.models import Event
from store.status import ProjectRow
from store.typedcounts import TypedCounts, typed_counts
from store.writing import Writer


def type_counts(writer: Writer, project: ProjectRow, event_id: int, kind: str, typed: TypedCounts) -> None:
    """Put *typed* in the place of what was typed for *kind* (counted, registered) before; a number that is None now is
    taken away. EtappiError as `store.commands.events.set_counts`, also for nothing at all where nothing stood."""
    before = typed_counts(writer.connection, event_id, kind)
    whole = (typed.persons, typed.organisations, *typed.by_organisation)
    parts = {"onsite": typed.onsite, "online": typed.online}
    for mode, persons in parts.items():
        if persons is not None:
            events.set_counts(writer, project, event_id, kind=kind, mode=mode, persons=persons)
        elif getattr(before, mode) is not None:
            _drop(writer, project, event_id, kind, mode)
    if any(one is not None for one in whole) or all(persons is None for persons in parts.values()):
        events.set_counts(writer, project, event_id, kind=kind, persons=typed.persons,
                          organisations=typed.organisations, by_organisation=dict(typed.by_organisation))  # fmt: skip
    elif (before.persons, before.organisations, before.by_organisation) != (None, None, ()):
        _drop(writer, project, event_id, kind, None)


def _drop(writer: Writer, project: ProjectRow, event_id: int, kind: str, mode: str | None) -> None:
    row = writer.session.get(Event, event_id)
    events.require_open_for(writer, project, row.start if row is not None else None)
    events.drop_typed(writer, event_id, kind, mode)
