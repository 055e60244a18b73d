"""What the Work packages screen works at: items, indicators, reported shares and the coordinator's assessment.

Each act is one transaction, undoable, and raises EtappiError or StoreError with one sentence. A form is opened with a
`Base` of the fields that it shows; what somebody else changed meanwhile is merged, or a `StaleEdit` (store.editing).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING, TypeVar

from core import quarter as quarters
from core.errors import EtappiError
from core.work import ItemRow, PackageDetail
from store import packages
from store.clock import today as today_of
from store.database import reading
from store.desks import ProjectDesk
from store.status import ProjectRow

if TYPE_CHECKING:  # the writer's libraries cost more than the first screen: acts take them in
    from store.commands.items import NewItem, Replanning
    from store.editing import Base, Saved
    from store.writing import Writer

T = TypeVar("T")


@dataclass(frozen=True)
class ItemForm:
    """An item with what its form needs.

    *base* holds the fields that can be edited: title, owner_id, weight, technique, units, first, last, units_done,
    steps (numbers of those done, in order) and state (core.work.ITEM_STATES); a form may show fewer. *owners* are
    (id, short name) of the organisations that can answer for it. *deviation* holds reason, remedy, responsible,
    new_quarter and decision (as text), None where none is recorded.
    """

    item: ItemRow
    package: str
    base: "Base"
    deviation: "Base | None"
    owners: tuple[tuple[int, str], ...]


class WorkDesk(ProjectDesk):
    """Reached as `Desk.work`."""

    # reading

    def packages(self, quarter: int | None = None) -> tuple[PackageDetail, ...]:
        """All packages as they stand in a quarter (that of today if None), in the order of the board's tree."""
        with reading(self.path) as connection:
            return packages.read(connection, self._project(connection), quarter)

    def package(self, code: str, quarter: int | None = None) -> PackageDetail | None:
        """One package as it stands in a quarter; None if there is none of that code."""
        with reading(self.path) as connection:
            found = packages.read(connection, self._project(connection), quarter, code)
            return found[0] if found else None

    def item(self, item_id: int, quarter: int | None = None) -> ItemForm | None:
        """An item as its form opens it; None if it is gone. The plan is the one in force in *quarter*."""
        from store import forms

        with reading(self.path) as connection:
            project = self._project(connection)
            for package in packages.read(connection, project, quarter):
                for item in package.items:
                    if item.id == item_id:
                        return ItemForm(item, package.code, forms.item_base(connection, item_id, self._today(project)),
                                        forms.deviation_base(connection, item_id),
                                        forms.owners(connection, project))  # fmt: skip
        return None

    def owners(self) -> tuple[tuple[int, str], ...]:
        """(id, short name) of the organisations that can answer for an item."""
        from store import forms

        with reading(self.path) as connection:
            return forms.owners(connection, self._project(connection))

    def deviation_base(self, item_id: int) -> "Base | None":
        """The fields reason, remedy, responsible, new_quarter and decision of an item's deviation; None if none."""
        from store import forms

        with reading(self.path) as connection:
            return forms.deviation_base(connection, item_id)

    def reported_base(self, package_id: int, quarter: int) -> "Base | None":
        """The fields percent (0 to 100) and note of what was reported; None if nothing was."""
        from store import forms

        with reading(self.path) as connection:
            return forms.reported_base(connection, package_id, quarter)

    def indicator_base(self, indicator_id: int, quarter: int) -> "Base | None":
        """The fields value, level and note of an indicator in a quarter; None if nothing was entered."""
        from store import forms

        with reading(self.path) as connection:
            return forms.indicator_base(connection, indicator_id, quarter)

    # acts

    def next_state(self, item_id: int) -> tuple[str, int | None]:
        """The next state of an item, today: started, then accepted; of milestones the next step.

        Returns the kind of evidence and the step. EtappiError where a number is asked for (``progress.needs_units``),
        or nothing is left.
        """
        from store.commands import items

        return self._on_item("next", item_id, lambda writer, project: items.next_state(
            writer, project, item_id, self._today(project)))  # fmt: skip

    def set_units(self, item_id: int, units: int, on: str | None = None, note: str | None = None) -> None:
        """Record the running total of units done, on a day (today if None)."""
        self._record(item_id, "units", on, units=units, note=note)

    def step_done(self, item_id: int, step: int, on: str | None = None, note: str | None = None) -> None:
        """Record that a step is done."""
        self._record(item_id, "step", on, step=step, note=note)

    def edit_item(
        self, item_id: int, base: "Base", wanted: dict[str, object], *, on: str | None = None,
        note: str | None = None, decision: str | None = None,
    ) -> "Saved":  # fmt: skip
        """Save an item's form: *wanted* fields of *base* (see `ItemForm`). New quarters become a replan by *decision*
        ("26.9.2024 § 5"); another state, units or steps become evidence of the day *on* with *note*."""
        from store.commands import itemform

        return self._on_item("edit", item_id, lambda writer, project: itemform.edit_item(
            writer, project, item_id, base, wanted, self._today(project), on=on, note=note, decision=decision,
        ))  # fmt: skip

    def replan(
        self, item_id: int, first: int | None, last: int, *, decision: str | None = None,
        effective: int | None = None, steps: Mapping[int, int] | None = None,
    ) -> "Replanning":  # fmt: skip
        """Give an item other quarters from the quarter *effective* on (today's, or the first open one, if None).

        *first* None keeps it. *steps* gives steps their new quarters; others that are not done move along.
        """
        from store.commands import items

        return self._on_item(f"--due {quarters.code(last)}", item_id, lambda writer, project: items.replan(
            writer, project, item_id, first, last, self._today(project), decision=decision, effective=effective,
            steps=steps))  # fmt: skip

    def cancel(self, item_id: int, note: str | None = None, decision: str | None = None, on: str | None = None) -> None:
        """Cancel an item: it leaves the figures from the quarter of that day on."""
        self._record(item_id, "cancelled", on, note=note, decision=decision)

    def reopen(self, item_id: int, note: str | None = None, decision: str | None = None, on: str | None = None) -> None:
        """Open an item that was accepted or cancelled."""
        self._record(item_id, "reopened", on, note=note, decision=decision)

    def add_item(self, package_code: str, item: "NewItem") -> tuple[int, str]:
        """Add an item to a package (scope +); returns its id and code."""
        from store.commands import items

        return self._act(f"add {package_code} {item.title}", lambda writer, project: items.add_item(
            writer, project, package_code, item, self._today(project)))[1]  # fmt: skip

    def set_deviation(self, item_id: int, base: "Base | None", wanted: dict[str, object]) -> None:
        """Record why an item is late: reason, remedy, responsible, new_quarter, decision (text).

        *base* is what the form was opened with. An empty reason takes the record away.
        """
        from store.commands import deviations

        self._on_item("--reason", item_id, lambda writer, project: deviations.save_form(
            writer, project, item_id, base, wanted, self._today(project)))  # fmt: skip

    def set_reported(self, code: str, quarter: int, base: "Base | None", wanted: dict[str, object]) -> None:
        """Record the share (percent, 0 to 100, and note) that a package's lead reported; percent None takes it away."""
        from store.commands import progress

        self._act(f"set {code} --reported", lambda writer, project: progress.save_reported(
            writer, project, code, quarter, base, wanted))  # fmt: skip

    def set_colour(self, code: str, colour: str, why: str, first: int, until: int, decision: str | None = None) -> None:
        """Record the coordinator's assessment for the quarters *first* to *until*, beside the computed status."""
        from store.commands import decisions, progress

        def act(writer: "Writer", project: ProjectRow) -> None:
            decided = decisions.find_or_make(writer, project, decision, self._today(project))
            progress.set_colour(writer, project, code, colour, why, first, until, decided)

        self._act(f"set {code} --colour {colour}", act)

    def end_colour(self, code: str, quarter: int) -> None:
        """End the assessments of a package that hold in *quarter*, from it on."""
        from store.commands import progress

        self._act(f"set {code} --colour none", lambda writer, project: progress.end_colour(
            writer, project, code, quarter))  # fmt: skip

    def set_indicator_value(
        self, indicator_id: int, quarter: int, base: "Base | None", wanted: dict[str, object]
    ) -> None:
        """Record an indicator's value in a quarter: value (a declared 0 too), level, note. With neither value nor level
        the record is taken away."""
        from store.commands import indicators

        self._act("set indicator", lambda writer, project: indicators.save_form(
            writer, project, indicator_id, quarter, base, wanted, self._today(project)),
            about=lambda connection: packages.indicator_called(connection, indicator_id))  # fmt: skip

    def _record(
        self, item_id: int, kind: str, on: str | None, *, step: int | None = None, units: int | None = None,
        note: str | None = None, decision: str | None = None,
    ) -> None:  # fmt: skip
        from store.commands import progress

        def act(writer: "Writer", project: ProjectRow) -> None:
            today = self._today(project)
            item = progress.item_of(writer, project.id, item_id)
            progress.record(writer, project, item, kind, on or today, today, step=step, units=units, note=note,
                            decision=decision)  # fmt: skip

        self._on_item(kind, item_id, act)

    def _on_item(self, what: str, item_id: int, act: "Callable[[Writer, ProjectRow], T]") -> T:
        def about(connection: Connection) -> str:
            row = connection.execute("SELECT code FROM item WHERE id = ?", (item_id,)).fetchone()
            if row is None:
                raise EtappiError("store.row_gone", 1)
            return f"{row[0]} {what}"

        return self._act("set", act, about=about)[1]

    def _today(self, project: ProjectRow) -> str:
        return today_of(project.fixed_today)
