"""What the app works at where it is about events: lists, one event whole, reach, counts that are typed.

Each act is one transaction, undoable, and raises EtappiError or StoreError with one sentence.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.events import EventPage, EventRow
from store import events
from store.clock import today as today_of
from store.database import reading
from store.desks import ProjectDesk

if TYPE_CHECKING:  # the writer's libraries cost more than the first screen: acts take them in
    from core.eventlog import EventAct
    from store.editing import Base, Saved
    from store.reach import Reached, Wanted
    from store.typedcounts import TypedCounts


class EventsDesk(ProjectDesk):
    """Reached as `Desk.events`."""

    # reading

    def events(self, first: int | None = None, last: int | None = None) -> tuple[EventRow, ...]:
        """Events in the order of their days, of the quarters *first* to *last* (None: all)."""
        with reading(self.path) as connection:
            return events.events(connection, self._project(connection), first, last)

    def page(self, code: str) -> EventPage:
        """One event whole; EtappiError if there is none of that code."""
        with reading(self.path) as connection:
            return events.page(connection, self._project(connection), code)

    def history(self, code: str) -> "tuple[EventAct, ...]":
        """What was done to an event, newest first; EtappiError if there is none of that code."""
        from store.eventlog import history

        with reading(self.path) as connection:
            project = self._project(connection)
            return history(connection, project.id, events.page(connection, project, code).row.id)

    def reach(self, wanted: "Wanted | None" = None) -> "Reached":
        """What the wanted events reached (None: all of the project)."""
        from store.reach import Wanted, reached

        with reading(self.path) as connection:
            return reached(connection, self._project(connection), wanted or Wanted())

    def never(self) -> tuple[tuple[int, str, str], ...]:
        """(id, name, short name) of organisations of the network that were at no event."""
        with reading(self.path) as connection:
            return events.never(connection, self._project(connection))

    def guests(self) -> tuple[tuple[int, str, str, int], ...]:
        """(id, name, short name, events) of organisations outside the network that came."""
        with reading(self.path) as connection:
            return events.guests(connection, self._project(connection))

    def times(self) -> dict[int, int]:
        """At how many events each organisation was."""
        with reading(self.path) as connection:
            return events.times(connection, self._project(connection))

    def base(self, code: str) -> "tuple[int, Base]":
        """An event's id, and what a form of it is opened with."""
        from store.commands.events import FIELDS
        from store.editing import Base

        with reading(self.path) as connection:
            number = events.page(connection, self._project(connection), code).row.id
            columns = ", ".join(FIELDS)
            row = connection.execute(f"SELECT version, {columns} FROM event WHERE id = ?", (number,)).fetchone()
            epoch = connection.execute("SELECT epoch FROM meta").fetchone()[0]
            return number, Base(row[0], epoch, dict(zip(FIELDS, row[1:], strict=True)))

    def typed(self, event_id: int, kind: str) -> "TypedCounts":
        """The counts of an event that somebody typed: how many were there (counted) or registered."""
        from store.typedcounts import typed_counts

        with reading(self.path) as connection:
            return typed_counts(connection, event_id, kind)

    # acts

    def add(self, fields: Mapping[str, object], packages: Sequence[str] = ()) -> str:
        """Make an event; returns its code."""
        from store.commands import events as commands

        return self._act("event add", lambda writer, project: commands.add(writer, project, fields, packages),
                         about=lambda _: str(fields.get("title", "")))[1][1]  # fmt: skip

    def edit(
        self, code: str, event_id: int, base: "Base", wanted: Mapping[str, object], packages: Sequence[str] | None
    ) -> "Saved":
        """Change an event that a form was opened with."""
        from store.commands import events as commands

        return self._act(f"event edit {code}", lambda writer, project: commands.edit(
            writer, project, event_id, base, wanted, packages))[1]  # fmt: skip

    def cancel(self, code: str, reason: str) -> None:
        """Cancel an event today, for a reason."""
        from store.commands import events as commands

        self._act(f"event cancel {code}", lambda writer, project: commands.cancel(
            writer, project, code, today_of(project.fixed_today), reason), why=reason)  # fmt: skip

    def repeat(self, code: str, every: str, times: int) -> tuple[str, ...]:
        """Copy an event *times* times, a week, fortnight or month apart; returns the new codes."""
        from store.commands import events as commands

        return self._act(f"event repeat {code}", lambda writer, project: commands.repeat(
            writer, project, code, every=every, times=times))[1]  # fmt: skip

    def type_counts(self, code: str, event_id: int, kind: str, typed: "TypedCounts") -> None:
        """Type everything that a form of counts holds (store.commands.typedcounts)."""
        from store.commands.typedcounts import type_counts

        self._act(f"event count {code}", lambda writer, project: type_counts(writer, project, event_id, kind, typed))

    def set_counts(
        self, code: str, event_id: int, *, kind: str = "counted", mode: str | None = None, persons: int | None = None,
        organisations: int | None = None, by_organisation: Mapping[int, int | None] | None = None,
    ) -> None:  # fmt: skip
        """Type how many were there, or registered (store.commands.events)."""
        from store.commands import events as commands

        self._act(f"event count {code}", lambda writer, project: commands.set_counts(
            writer, project, event_id, kind=kind, mode=mode, persons=persons, organisations=organisations,
            by_organisation=by_organisation))  # fmt: skip
