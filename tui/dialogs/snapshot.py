"""The forms of the Snapshots screen: a new snapshot, and the two that are compared."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.binding import BindingType

from core.closing import SnapshotRow
from locales import t
from locales.formats import date, weekday_date
from store.snapshotdesk import NOW, Meeting
from tui import keys
from tui.dialogs.form import Form
from tui.screens import snapshots_keys
from tui.screens.snapshots_words import Listing, named
from tui.text import content
from tui.widgets.options import Options, Typed

LONGEST = 80  # signs of a name, as the store takes them
Pair = tuple[str | None, str | None]
"""The older and the newer one by their names; None is the present."""


class TakeForm(Form):
    """A line with the *proposed* name; *taken* gets the name of the new snapshot before screens read again."""

    BINDINGS: ClassVar[list[BindingType]] = [snapshots_keys.TAKE_NOW, keys.CLOSE_FIELD]
    FOOT = (("take_now",), ("close_field",))

    def __init__(self, proposed: str, meeting: Meeting | None, view: Listing, taken: Callable[[str], object]) -> None:
        super().__init__(t("snapshotscreen.take_title"))
        self.proposed = proposed
        self.names = {one.name for one in view.rows}
        self.taken = taken
        why = (
            t("snapshotscreen.for_meeting", title=meeting.title, date=weekday_date(meeting.on_date))
            if meeting is not None
            else t("snapshotscreen.for_nothing")
        )
        self.told = (
            content(why), content(t("snapshotscreen.take_means", date=weekday_date(view.board.today)), "$muted"),
        )  # fmt: skip

    def lines_of(self) -> Iterator[Typed]:
        """The name."""
        yield Typed("name", t("snapshot.head_name"), self.proposed, LONGEST)

    @property
    def _wish(self) -> str:
        return str(self.line("name").value).strip()

    def wrong(self) -> str:
        """Why there can be no snapshot of that name."""
        name = self._wish
        if not name:
            return t("snapshot.error_no_name")
        if name.casefold() == NOW:
            return t("snapshot.error_name_reserved", name=name)
        return t("snapshot.error_name_taken", name=name) if name in self.names else ""

    def save(self) -> None:
        """Take it."""
        desk, name = self.app.desk.snapshots, self._wish

        def act() -> SnapshotRow:
            row = desk.take(name)
            self.taken(row.name)
            return row

        self.app.write(act, self._saved)

    def _saved(self, row: SnapshotRow) -> None:
        self.app.tell(t("snapshotscreen.taken", name=row.name, date=date(row.as_of)))
        if self.is_attached:
            self.dismiss()


class CompareForm(Form):
    """Two lines, each with the present and all snapshots; *compare* gets the older and the newer one."""

    BINDINGS: ClassVar[list[BindingType]] = [snapshots_keys.COMPARE_NOW]
    FOOT = (("compare_now",), ("next_field",), ("previous_choice", "next_choice"), ("close",))

    def __init__(
        self,
        view: Listing,
        pair: tuple[str | None, str | None],
        compare: Callable[[tuple[str | None, str | None]], object],
    ) -> None:
        super().__init__(t("snapshotscreen.compare_title"))
        self.pair = pair
        self.compare = compare
        self.order: list[str | None] = [None, *(one.name for one in view.rows)]
        days = [view.board.today, *(one.as_of for one in view.rows)]
        self.days = [date(day) for day in days]

    def lines_of(self) -> Iterator[Options]:
        """The older one and the newer one."""
        options = [(name, named(name)) for name in self.order]
        for place, line in enumerate(("older", "newer")):
            yield Options(line, t(f"snapshotscreen.{line}"), options, self.pair[place], more=self.days)

    def wrong(self) -> str:
        """Why nothing would differ."""
        return t("snapshotscreen.same") if self.line("older").value == self.line("newer").value else ""

    def save(self) -> None:
        """Compare them, the older one first in whichever line it stands."""
        chosen = [self.line(name).value for name in ("older", "newer")]
        older, newer = sorted(chosen, key=lambda name: -self.order.index(name if name is None else str(name)))
        self.dismiss()
        self.compare((None if older is None else str(older), None if newer is None else str(newer)))
