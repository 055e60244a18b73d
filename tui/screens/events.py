"""Screen 4: what was held, whom did we reach, which count is missing? (screens.md 4)"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from core import quarter as quarters
from core.board import Board
from core.eventlog import EventAct
from core.events import EventCounts, EventPage, EventRow
from core.reach import NewReach
from importers.attendance.offered import Seen, Waiting
from locales import t
from locales.formats import number
from tui import keys
from tui.screens import events_acts as acts
from tui.screens import events_keys
from tui.screens.base import EtappiScreen
from tui.screens.events_lines import held_line, month_lines, panel_heading, panel_lines, reach_line
from tui.screens.events_reach import Whole, reach_panel
from tui.screens.events_table import EventGrid, begins_at, columns, fits, listed
from tui.signs import SIGNS, Signs
from tui.text import content, fit
from tui.widgets.filterbar import FilterBar
from tui.widgets.grid import Grid
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, TopBar

if TYPE_CHECKING:
    from store.reach import Reached

TALL = 34  # with this many lines there is room for more about the row under the cursor, and for a third line of months
PANEL, PANEL_TALL, PANEL_WIDE = 2, 5, 3
MONTHS, MONTHS_TALL = 2, 3
WIDE = 118  # with this many columns quarters and packages stand side by side
LIST_LEAST = 16  # lines that the list keeps
AROUND = 8  # lines besides list, event, months and reach
REACH_MOST = 12


@dataclass(frozen=True)
class View:
    """What is read first: the events of a quarter."""

    board: Board
    rows: tuple[EventRow, ...]


@dataclass(frozen=True)
class Figures:
    """What is read after it, since it looks at everybody who came: what the quarter reached and added, attendances by
    month, and *every* event of the project."""

    quarter: int
    reached: "Reached"
    new: NewReach | None
    months: Mapping[str, EventCounts]
    every: tuple[EventRow, ...]

    @property
    def undated(self) -> tuple[EventRow, ...]:
        """Events that stand in no quarter."""
        return tuple(row for row in self.every if row.quarter is None)


class Events(EtappiScreen):
    """The events of a quarter; acts are in `tui.screens.events_acts`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        events_keys.IMPORT, events_keys.IMPORT_OTHER, events_keys.COUNT, events_keys.ADD, events_keys.EDIT,
        events_keys.CANCEL, events_keys.COPY, events_keys.REACH, events_keys.NEVER, keys.FILTER, *keys.QUARTER,
        keys.REREAD, events_keys.BACK,
    ]  # fmt: skip
    FILTER_HINT = "eventscreen.filter_hint"
    CSS = """
    #reached, #event-heading, #reach-heading, #months-heading { height: 1; width: 1fr; }
    #events { height: 1fr; }
    #event, #reach, #months { width: 1fr; }
    """

    def __init__(self, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.signs = signs
        self.view: View | None = None
        self.figures: Figures | None = None
        self.whole: Whole | None = None
        """What the whole project reached: read where there is room for it, or when it is asked for."""
        self.wanted: int | None = None
        self.text = ""
        self.lists: dict[int, tuple[Waiting, ...]] = {}
        """Lists that wait in the import folder, by the id of the event that each fits."""
        self.looked: dict[Seen, Waiting | None] = {}
        """What the files there are, as far as they were read."""
        self._target: str | None = None

    def compose(self) -> ComposeResult:
        """Two lines about the quarter, the list, the event under the cursor, the months, and the keys."""
        yield TopBar("events", self.signs)
        yield Lines("reached")
        yield EventGrid("events", self.signs)
        yield Heading("event-heading", "", self.signs)
        yield Lines("event")
        yield Heading("reach-heading", "", self.signs)
        yield Lines("reach")
        yield Heading("months-heading", "", self.signs)
        yield Lines("months")
        yield Foot(("open",), ("import_list",), ("enter_count",), ("add_event",), ("help",), ("back",))

    def on_mount(self) -> None:
        """Read what is shown first."""
        super().on_mount()
        self.query_one("#reached", Lines).show(content(t("tui.reading"), "$muted"))
        self.grid.focus()
        self._measure()
        self.reload()

    @property
    def grid(self) -> EventGrid:
        """The list."""
        return self.query_one("#events", EventGrid)

    @property
    def board(self) -> Board | None:
        """The board of the quarter shown; None until it is read."""
        return self.view.board if self.view is not None else None

    @property
    def rows(self) -> tuple[EventRow, ...]:
        """The events in the list: those of the quarter, then those in none; of both what the filter leaves."""
        if self.view is None:
            return ()
        every = self.view.rows + (self.figures.undated if self.figures is not None else ())
        return tuple(row for row in every if fits(row, self.text))

    def row(self) -> EventRow | None:
        """The event under the cursor."""
        rows = self.rows
        return rows[min(self.grid.cursor, len(rows) - 1)] if rows else None

    def reload(self) -> None:
        """Read again, the list first; the cursor stays on its event."""
        desk, wanted = self.app.desk, self.wanted

        def ask() -> View:
            board = desk.board(wanted)
            return View(board, desk.events.events(board.quarter, board.quarter))

        self.app.read(ask, self._show, "events")

    def _read_figures(self) -> None:
        """Read what rests on everybody who came."""
        if self.wanted is None:
            return
        desk, quarter = self.app.desk.events, self.wanted

        def ask() -> Figures:
            from store.events import by_month
            from store.reach import Wanted

            every = desk.events()
            found = desk.reach(Wanted(first=quarter, last=quarter))
            new = next((one for one in found.quarters if one.quarter == quarter), None)
            return Figures(quarter, found, new, by_month(every), every)

        self.app.read(ask, self._show_figures, "event-figures")

    def jump_to_event(self, code: str) -> None:
        """Put the cursor on an event; one that is not there yet may come with the next reading, or with its quarter."""
        self._target = code

    def _show(self, view: View) -> None:
        before = self.row()
        first = self.view is None or self.view.board.quarter != view.board.quarter
        if self.figures is not None and (first or self.view is None):
            self.figures = None
        self.view, self.wanted = view, view.board.quarter
        codes = [row.code for row in self.rows]
        if self._target in codes:
            self.grid.cursor, self._target = codes.index(self._target), None
        elif not first and before is not None and before.code in codes:
            self.grid.cursor = codes.index(before.code)
        elif first:
            self.grid.cursor = begins_at(self.rows)
        self._fill()
        if first:
            self.call_after_refresh(self._centre)
        self._read_figures()

    def _centre(self) -> None:
        """What has been and what is to come are both seen around the cursor."""
        self.grid.scroll_to(y=max(0, self.grid.cursor - self.grid.size.height // 2), animate=False)

    def _show_figures(self, figures: Figures) -> None:
        if self.view is None or figures.quarter != self.view.board.quarter:
            return
        self.figures = figures
        self._fill()
        self._follow_target(figures)
        acts.look_for_lists(self, figures.every)
        if self._reach_room:
            acts.read_whole(self, self._show_whole)

    def _follow_target(self, figures: Figures) -> None:
        """Show the quarter of the event that somebody asked for, or that was just made."""
        row = next((one for one in figures.every if one.code == self._target), None)
        board, there = self.board, row.quarter if row is not None else None
        if board is not None and there in quarters.all_between(board.start, board.end) and there != figures.quarter:
            self.wanted = there
            self.reload()
        else:
            self._target = None

    def _show_whole(self, whole: Whole) -> None:
        self.whole = whole
        self._fill_reach()

    @property
    def _reach_room(self) -> int:
        """Lines for what the whole project reached; 0 in a window that is not wide and tall."""
        width, height = self.app.size
        room = height - AROUND - LIST_LEAST - PANEL_WIDE - MONTHS_TALL
        return min(REACH_MOST, room) if width >= WIDE and height >= TALL and room > 0 else 0

    def show_lists(self, found: dict[int, tuple[Waiting, ...]]) -> None:
        """Say of the row under the cursor that a list waits for it."""
        self.lists = found
        self._fill_panel()

    @property
    def _panel(self) -> int:
        """Lines for the event under the cursor."""
        if self._reach_room:
            return PANEL_WIDE
        return PANEL_TALL if self.app.size.height >= TALL else PANEL

    def _measure(self) -> None:
        """Give panel, reach and months their lines."""
        tall, room = self.app.size.height >= TALL, self._reach_room
        self.query_one("#reach-heading").display = self.query_one("#reach").display = room > 0
        self.query_one("#reach").styles.height = room
        self.query_one("#event").styles.height = self._panel
        self.query_one("#months").styles.height = MONTHS_TALL if tall else MONTHS

    def _fill(self) -> None:
        """Write everything for the window as it is."""
        view, figures = self.view, self.figures
        if view is None:
            return
        width, height = self.app.size
        board, rows = view.board, self.rows
        found = figures.reached if figures is not None else None
        self.query_one(TopBar).show(board, held_line(board.quarter, view.rows, found, width, self.signs))
        self.query_one("#reached", Lines).show(
            reach_line(found, figures.new if figures is not None else None, width, self.signs)
        )
        self.grid.show(
            columns(rows, self.signs), listed(rows, board.today, self.signs), counted=False,
            calm=t("tui.nothing_found" if self.text else "eventscreen.none"),
        )  # fmt: skip
        if figures is not None:
            total = sum(one.contacts for one in figures.months.values())
            self.query_one("#months-heading", Heading).show(t("eventscreen.by_month", count=number(total)))
            self.query_one("#months", Lines).show(*month_lines(
                figures.months, board.today, width, MONTHS_TALL if height >= TALL else MONTHS, self.signs))  # fmt: skip
        self._fill_reach()
        self._fill_panel()

    def _fill_reach(self) -> None:
        """Write what the whole project reached, where there is room for it."""
        room = self._reach_room
        if not room or self.board is None:
            return
        self.query_one("#reach-heading", Heading).show(t("eventscreen.since_start"))
        lines = [content(" " + t("tui.reading"), "$muted")]
        if self.whole is not None:
            lines = reach_panel(self.whole, self.board, self.app.size.width, room, self.signs)
        self.query_one("#reach", Lines).show(*lines)

    def _fill_panel(self) -> None:
        """Write what is known of the event under the cursor."""
        width = self.app.size.width
        row = self.row()
        words = fit(panel_heading(row, self.signs), width - 6, ellipsis=self.signs.ellipsis).rstrip() if row else ""
        self.query_one("#event-heading", Heading).show(words)
        waits = self.lists.get(row.id, ()) if row is not None else ()
        self.query_one("#event", Lines).show(*(panel_lines(row, width, self._panel, self.signs, waits) if row else ()))

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._fill_panel()

    def on_resize(self, event: Resize) -> None:
        """Everything follows the window."""
        super().on_resize(event)
        self._measure()
        self._fill()
        if self._reach_room and self.whole is None and self.figures is not None:
            acts.read_whole(self, self._show_whole)

    @on(FilterBar.Changed)
    def _filter(self, event: FilterBar.Changed) -> None:
        before, self.text = self.row(), event.text
        codes = [row.code for row in self.rows]
        self.grid.cursor = codes.index(before.code) if before is not None and before.code in codes else 0
        self._fill()

    @on(FilterBar.Done)
    def _filtered(self) -> None:
        self.grid.lit = False

    # keys

    def action_filter(self) -> None:
        """The line in which words narrow the list."""
        self.grid.lit = True
        super().action_filter()

    @on(Grid.Selected)
    def _open(self) -> None:
        from tui.dialogs.eventpage import event_page

        row, board = self.row(), self.board
        if row is None or board is None:
            return
        desk, code, today = self.app.desk.events, row.code, board.today

        def opened(read: tuple[EventPage, tuple[EventAct, ...]]) -> None:
            if self.is_current:
                self.app.push_screen(event_page(*read, today, self.signs))

        self.app.read(lambda: (desk.page(code), desk.history(code)), opened, "event-page")

    def action_quarter(self, step: int) -> None:
        """The quarter before (-1) or after (1), within the project."""
        if self.view is None or self.wanted is None:
            return
        if self.wanted + step not in quarters.all_between(self.view.board.start, self.view.board.end):
            self.app.tell(t("tui.first_quarter" if step < 0 else "tui.last_quarter"))
            return
        self.wanted += step
        self._target = None
        self.reload()

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the Overview."""
        self.app.go_to("overview")

    def action_add(self) -> None:
        """An event that is new."""
        acts.add(self)

    def action_edit(self) -> None:
        """The form of the event under the cursor."""
        acts.edit(self)

    def action_import_list(self) -> None:
        """A list of the event under the cursor: the one that waits for it, else one that is chosen."""
        acts.import_list(self)

    def action_import_other(self) -> None:
        """A list of the event under the cursor that is chosen in any case."""
        acts.import_list(self, chosen=True)

    def action_count(self) -> None:
        """How many were at the event under the cursor, or registered."""
        acts.count(self)

    def action_cancel(self) -> None:
        """Cancel the event under the cursor, for a reason."""
        acts.cancel(self)

    def action_copy(self) -> None:
        """The event under the cursor once more, on later days."""
        acts.copy(self)

    def action_reach(self) -> None:
        """Whom all events reached, and how that grew."""
        acts.reach(self)

    def action_never(self) -> None:
        """Who of the network never came."""
        acts.never(self)
