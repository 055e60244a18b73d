"""Screen 1: where do we stand this quarter, and what must I do next? (screens.md 1)"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from core import quarter as quarters
from core.board import Board
from locales import t
from tui import keys
from tui.screens.base import EtappiScreen
from tui.screens.overview_lines import aside_lines, below, moment_line, panels
from tui.screens.overview_table import WIDE, attention_list, table
from tui.signs import SIGNS, Signs
from tui.text import content
from tui.widgets.grid import Grid
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar

TALL = 34  # with this many lines and a wide window, what follows stands in panels
OTHER_LINES = 7  # top 3, heading of the attention list, rule, legend, foot
PANELS = 12  # lines of the panels below the attention list, with air
ATTENTION_LEAST = 4


class Overview(EtappiScreen):
    """The table of work packages, what needs attention, and what is to come."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.QUARTER, keys.REREAD, keys.SWAP, keys.QUIT]

    class Asked(Message):
        """The board of a quarter is wanted (None: that of today)."""

        def __init__(self, quarter: int | None) -> None:
            super().__init__()
            self.quarter = quarter

    def __init__(self, board: Board | None, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.board = board
        self.signs = signs
        self.wanted: int | None = None
        self._filled_for = Size(0, 0)

    def compose(self) -> ComposeResult:
        """Few widgets, since each costs time before the first paint; `show` fills them."""
        self.set_class(self._tall(), "-tall")
        yield TopBar("overview", self.signs)
        yield Grid("packages", self.signs)
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield Grid("attention", self.signs)
                yield Lines("panels")
            yield Lines("aside")
        yield Lines("below")
        yield Foot(("open",), ("earlier", "later"), ("swap",), ("reread",), ("help",), ("quit",))

    def on_mount(self) -> None:
        """The board that is already there is shown at once."""
        if self.board is not None:
            self.show(self.board)
        else:
            self.query_one(TopBar).show(None, content(t("tui.reading")))

    def show(self, board: Board) -> None:
        """Show *board*; cursors stay where they are as far as there are rows."""
        self.board = board
        self.wanted = board.quarter
        self._fill(board)
        if self.focused is None:
            self.query_one("#packages" if board.packages else "#attention", Grid).focus()

    def reload(self) -> None:
        """Read the quarter shown once more; what is there already is written in the language of now."""
        if self.board is not None:
            self._fill(self.board)
        self.post_message(self.Asked(self.wanted))

    def on_resize(self, event: Resize) -> None:
        """Columns, panels and heights follow the window."""
        super().on_resize(event)
        if self.board is not None and event.size != self._filled_for:
            self._fill(self.board)

    def _tall(self) -> bool:
        return self.app.size.width >= WIDE and self.app.size.height >= TALL

    def _fill(self, board: Board) -> None:
        self._filled_for = self.app.size
        width, height = self._filled_for
        tall = self._tall()
        self.set_class(tall, "-tall")
        self.query_one(TopBar).show(board, moment_line(board, width, self.signs))
        packages, attention = self.query_one("#packages", Grid), self.query_one("#attention", Grid)
        columns, rows = table(board, width, self.signs)
        packages.show(columns, rows, calm=t("tui.no_packages"))
        columns, rows = attention_list(board, self.signs)
        heading = t("tui.attention", n=len(board.attention))
        attention.show(columns, rows, heading=heading, calm=t("status.attention_none"))
        self.query_one("#below", Lines).show(*below(board, width, self.signs, tall))

        room = height - OTHER_LINES - (1 if tall else 3) - (PANELS if tall else 0)
        least = min(ATTENTION_LEAST, max(1, len(board.attention)))
        shown = min(max(2, len(board.packages) + 1), max(2, room - least))
        packages.styles.height = shown
        if tall:
            attention.styles.height = min(max(1, len(board.attention)), room - shown) + 1
            right = (width - 3) * 2 // 5
            aside = self.query_one("#aside", Lines)
            aside.styles.width = right
            aside.show(*aside_lines(board, right, self.signs, room - shown + PANELS + 1))
            self.query_one("#panels", Lines).show(*panels(board, width - right - 3, self.signs))
        else:
            attention.styles.height = "1fr"

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        from tui.dialogs.details import attention_panel, package_panel

        board = self.board
        if board is None:
            return
        if event.grid.id == "packages":
            self.app.push_screen(package_panel(board, board.packages[event.row], self.signs))
            return
        line = board.attention[event.row]
        package = next((package for package in board.packages if package.code == line.target), None)
        panel = package_panel(board, package, self.signs, line) if package else attention_panel(line, self.signs)
        self.app.push_screen(panel)

    @on(Grid.Edge)
    def _step_over(self, event: Grid.Edge) -> None:
        """One cursor over both lists: below the last package comes the first attention line."""
        other = self.query_one("#attention" if event.grid.id == "packages" else "#packages", Grid)
        if event.down == (event.grid.id == "packages") and other.count:
            other.move_to(0 if event.down else other.count - 1)
            other.focus()

    def action_swap(self) -> None:
        """From the table to the attention list and back."""
        packages, attention = self.query_one("#packages", Grid), self.query_one("#attention", Grid)
        other = attention if self.focused is packages else packages
        if other.count:
            other.focus()

    def action_quarter(self, step: int) -> None:
        """The quarter before (-1) or after (1), within the project."""
        if self.board is None or self.wanted is None:
            return
        if self.wanted + step not in quarters.all_between(self.board.start, self.board.end):
            self.app.notify(t("tui.first_quarter" if step < 0 else "tui.last_quarter"), markup=False, timeout=3)
            return
        self.wanted += step
        self.post_message(self.Asked(self.wanted))

    def action_reread(self) -> None:
        """Read the quarter shown once more."""
        self.post_message(self.Asked(self.wanted))
