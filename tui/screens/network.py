"""Screen 3: who does what, who is missing? (screens.md 3)"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize

from core import quarter as quarters
from core.board import Board
from core.network import ORDERS, NetworkFilter, NetworkRow
from core.networkfilter import ReadFilter, read_filter
from locales import t
from tui import keys
from tui.screens import network_keys, obligations_keys
from tui.screens.base import EtappiScreen
from tui.screens.network_lines import legend, summary, under_cursor
from tui.screens.network_table import Foremost, NetworkRows, columns, coverage
from tui.screens.network_words import filter_words
from tui.signs import SIGNS, Signs
from tui.text import content
from tui.widgets.filterbar import FilterBar
from tui.widgets.grid import Grid
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar

if TYPE_CHECKING:
    from store.desk import NetworkList

EVERYTHING = ReadFilter(NetworkFilter(), ())


@dataclass(frozen=True)
class View:
    """What was read: *row* is where the cursor goes."""

    read: ReadFilter
    board: Board
    listing: "NetworkList"
    rows: NetworkRows
    row: int | None


class Network(EtappiScreen):
    """The matrix of organisations and work packages; acts are in `tui.screens.network_acts`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.QUARTER, keys.REREAD, keys.FILTER, network_keys.ROLE, network_keys.CONFIRM, network_keys.LABELS,
        network_keys.ORDER, obligations_keys.REMIND, obligations_keys.OBLIGATIONS, network_keys.BACK,
    ]  # fmt: skip

    FILTER_HINT = "tui.filter_hint_network"

    def __init__(self, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.signs = signs
        self.view: View | None = None
        self.wanted: int | None = None
        self.order = ORDERS[0]
        self.text = ""
        self.times: dict[int, int] | None = None
        self.never: int | None = None
        """How many of the network were at no event; None until that is read, and while no event was held."""
        self._target: int | None = None
        self._to_top = False

    def compose(self) -> ComposeResult:
        """The matrix, a line about what is under the cursor, and the keys."""
        yield TopBar("network", self.signs)
        yield Grid("matrix", self.signs, marking=True)
        yield Lines("told")
        yield Foot(("filter_done",), ("open",), ("role",), ("confirm",), ("filter",), ("help",), ("back",))

    def on_mount(self) -> None:
        """Read what is shown first."""
        self.query_one(TopBar).show(None, content(t("tui.reading")))
        self.watch(self.grid, "scroll_y", self._summary, init=False)
        self.grid.focus()
        self.reload()

    @property
    def grid(self) -> Grid:
        """The matrix."""
        return self.query_one("#matrix", Grid)

    def reload(self) -> None:
        """Read again; the cursor stays on its organisation."""
        desk, signs, text = self.app.desk, self.signs, self.text
        quarter, order, target, times = self.wanted, self.order, self._target, self.times
        packages = self.view.listing.packages if self.view is not None else ()
        if target is None and not self._to_top:
            target = self._key()
        read = read_filter(text, [(id, code) for id, code, _ in packages], filter_words()) if text else EVERYTHING
        row = 0 if self._to_top else self.grid.cursor

        def ask() -> View:
            board = desk.board(quarter)
            listing = desk.network(read.wanted, quarter, order)
            owed = desk.agreements.foremost()
            plan = Foremost(owed[0].code, owed[1], board.today) if owed is not None else None
            rows = NetworkRows(listing, signs, plan, times)
            place = listing.place_of(target) if target is not None else None
            if listing.length:
                rows.read(min(row if place is None else place, listing.length - 1))
            return View(read, board, listing, rows, place)

        self.app.read(ask, self._show, "network")

    def jump_to(self, id: int) -> None:
        """The row of an organisation, without a filter if that leaves it out."""
        place = self.view.listing.place_of(id) if self.view is not None else None
        if place is not None:
            self.grid.move_to(place)
            return
        self._target = id
        self.text = ""
        for bar in self.query(FilterBar):
            bar.clear()
        self.reload()

    def organisation(self) -> NetworkRow | None:
        """The organisation under the cursor."""
        if self.view is None or not self.view.listing.length:
            return None
        return self.view.rows.record(self.grid.cursor)

    def package(self) -> tuple[int, str, str] | None:
        """The package under the cursor (id, code, title); None on the names."""
        column = self.grid.column
        return self.view.listing.packages[column - 1] if self.view is not None and column else None

    def chosen(self) -> tuple[int, ...]:
        """The organisations that are marked and seen; without marks the one under the cursor."""
        if self.view is None:
            return ()
        marked = tuple(id for id in self.view.listing.ids if id in self.grid.marked) if self.grid.marked else ()
        key = self._key()
        return marked or ((key,) if key is not None else ())

    def unmark(self) -> None:
        """Take all marks away: what they were for is done."""
        self.grid.unmark()
        self._summary()

    def _key(self) -> int | None:
        return self.view.rows.key(self.grid.cursor) if self.view is not None and self.view.listing.length else None

    def _show(self, view: View) -> None:
        if self.view is not None and self.view.board.code != view.board.code:
            self._forget()
        self.view, self.wanted = view, view.listing.quarter
        grid = self.grid
        if view.row is not None:
            grid.cursor = view.row
        elif self._to_top:
            grid.cursor = 0
        self._target, self._to_top = None, False
        self._fill_grid(view)
        self._summary()
        self._told()
        events = self.app.desk.events
        self.app.read(lambda: (events.times(), len(events.never())), self._show_times, "network-times")

    def _show_times(self, read: tuple[dict[int, int], int]) -> None:
        """At how many events each organisation was: that looks at everybody who came, so it follows the first paint."""
        times, never = read
        known, self.times = self.times, times
        self.never = never if times else None
        self._summary()
        if self.view is not None and (known != times or self.view.rows.times is None):
            self.view.rows.times = times
            self._fill_grid(self.view)

    def _fill_grid(self, view: View) -> None:
        self.grid.show(
            columns(view.listing.packages, view.rows.plan), view.rows,
            sums=coverage(view.listing, view.rows.plan is not None),
            sums_heading=t("tui.whole_network", n=view.board.known), counted=False,
            calm=t("tui.nothing_found") if self.text else t("tui.no_organisations"),
        )  # fmt: skip

    def _forget(self) -> None:
        """Another project: its packages and organisations are others."""
        self.grid.marked.clear()
        self.times = self.never = None
        self.grid.column = 0
        self.wanted = None
        if self.text:
            for bar in self.query(FilterBar):
                bar.clear()

    def _summary(self) -> None:
        if self.view is None:
            return
        marked = len(self.grid.marked)
        line = summary(
            self.view.board, self.view.listing, self.view.read, self.order, marked, self.grid.window,
            self.size.width, self.signs, self.never,
        )  # fmt: skip
        self.query_one(TopBar).show(self.view.board, line)

    @on(Grid.Moved)
    @on(Grid.Marks)
    def _moved(self, event: Grid.Moved | Grid.Marks) -> None:
        if isinstance(event, Grid.Marks):
            self._summary()
        self._told()

    def _told(self) -> None:
        self.query_one("#told", Lines).show(self._line())

    def _line(self) -> Content:
        package, row = self.package(), self.organisation()
        if package is None or row is None:
            return legend(self.signs)
        return under_cursor(package, row.cells[self.grid.column - 1], self.size.width, self.signs)

    def on_resize(self, event: Resize) -> None:
        """The lines follow the window."""
        super().on_resize(event)
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._summary()
        self._told()

    @on(FilterBar.Changed)
    def _filter(self, event: FilterBar.Changed) -> None:
        self.text = event.text
        self.reload()

    @on(FilterBar.Done)
    def _filtered(self) -> None:
        self.grid.lit = False

    def action_filter(self) -> None:
        """The line in which words narrow the list."""
        self.grid.lit = True
        super().action_filter()

    def action_quarter(self, step: int) -> None:
        """The quarter before (-1) or after (1), within the project: roles hold for quarters."""
        if self.view is None or self.wanted is None:
            return
        if self.wanted + step not in quarters.all_between(self.view.board.start, self.view.board.end):
            self.app.tell(t("tui.first_quarter" if step < 0 else "tui.last_quarter"))
            return
        self.wanted += step
        self.reload()

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_order(self) -> None:
        """By name, by packages, by load."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self._to_top = True
        self.reload()

    def action_back(self) -> None:
        """To the Overview."""
        self.app.go_to("overview")

    @on(Grid.Selected)
    def _open(self) -> None:
        from tui.screens.organisation import Organisation

        row = self.organisation()
        if row is not None:
            self.app.push_screen(Organisation(row.id, self.signs))

    def action_obligations(self) -> None:
        """Who owes what."""
        self.app.open_obligations()

    def action_remind(self) -> None:
        """The reminders of the marked rows."""
        from tui.screens.obligations_acts import remind

        remind(self, self.chosen())

    def action_role(self) -> None:
        """The role under the cursor."""
        from tui.screens.network_acts import edit_role

        edit_role(self)

    def action_confirm(self) -> None:
        """Confirm the roles of the marked rows."""
        from tui.screens.network_acts import confirm

        confirm(self)

    def action_labels(self) -> None:
        """The labels of the marked rows."""
        from tui.screens.network_acts import edit_labels

        edit_labels(self)
