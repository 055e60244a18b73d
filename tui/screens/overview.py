"""Screen 1: where do we stand this quarter, and what must I do next? (screens.md 1)"""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from core import quarter as quarters
from core.board import Attention, Board, PackageStatus
from core.text import folded
from locales import t
from tui import keys, words
from tui.screens import obligations_keys, snapshots_keys
from tui.screens.base import EtappiScreen
from tui.screens.overview_lines import aside_lines, below, moment_line, panels
from tui.screens.overview_table import WIDE, attention_list, table
from tui.signs import SIGNS, Signs
from tui.text import content
from tui.widgets.grid import Grid
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar

if TYPE_CHECKING:  # what reads attendance comes after the first paint
    from core.surveys.records import SurveyRow
    from store.reach import Reached

TALL = 34  # with this many lines and a wide window, what follows stands in panels
OTHER_LINES = 7  # top 3, heading of the attention list, rule, legend, foot
PANELS = 12  # lines of the panels below the attention list, with air
ATTENTION_LEAST = 4


class Overview(EtappiScreen):
    """The table of work packages, what needs attention, and what is to come."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.QUARTER, keys.REREAD, keys.FILTER, keys.SWAP, keys.REASON,
        obligations_keys.REMIND, obligations_keys.OBLIGATIONS, snapshots_keys.TAKE, snapshots_keys.EXPORT, keys.QUIT,
    ]  # fmt: skip

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
        self.packages: tuple[PackageStatus, ...] = ()
        self.lines: tuple[Attention, ...] = ()
        self.reached: Reached | None = None
        self.surveys: tuple[SurveyRow, ...] = ()
        self._reached_for: tuple[str, int] | None = None
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
        yield Foot(("filter_done",), ("open",), ("earlier", "later"), ("remind",), ("undo",), ("help",), ("quit",))

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
        now = (board.code, self.app.changes)
        if self._reached_for is None or self._reached_for[0] != board.code:
            self.reached, self.surveys = None, ()
        self._fill(board)
        if self._reached_for != now:
            self._reached_for = now
            self.call_after_refresh(self._read_reached)
        if self.focused is None:
            self.query_one("#packages" if board.packages else "#attention", Grid).focus()

    def _read_reached(self) -> None:
        """Read whom the events of the project reached and who answered its surveys: that looks at everybody who came
        and at every response, so not before the first paint."""
        desk, code = self.app.desk, self.board.code if self.board is not None else ""

        def shown(found: "tuple[Reached, tuple[SurveyRow, ...]]") -> None:
            if self.board is not None and self.board.code == code:
                self.reached, self.surveys = found
                self.reshow()

        self.app.read(lambda: (desk.events.reach(), desk.surveys.surveys()), shown, "reached")

    def reload(self) -> None:
        """Read the quarter shown once more; what is there already is written in the language of now."""
        self.reshow()
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
        self._filter(board)
        filtered = bool(self.filter_text)
        columns, rows = table(board, width, self.signs, self.packages)
        packages.show(columns, rows, calm=t("tui.filter_nothing" if filtered else "tui.no_packages"))
        columns, rows = attention_list(self.lines, self.signs)
        heading = t("tui.attention", n=len(board.attention))
        calm = t("tui.filter_nothing" if filtered and board.attention else "status.attention_none")
        attention.show(columns, rows, heading=heading, calm=calm)
        self.query_one("#below", Lines).show(*below(board, width, self.signs, tall, self.reached, self.surveys))

        bar = self.filter_bar()
        height -= int(bar is not None and bar.display)
        room = height - OTHER_LINES - (1 if tall else 3) - (PANELS if tall else 0)
        least = min(ATTENTION_LEAST, max(1, len(board.attention)))
        shown = min(max(2, len(board.packages) + 1), max(2, room - least))
        packages.styles.height = shown
        if tall:
            attention.styles.height = min(max(1, len(board.attention)), room - shown) + 1
            right = (width - 3) // 3
            aside = self.query_one("#aside", Lines)
            aside.styles.width = right
            aside.show(*aside_lines(board, right, self.signs, room - shown + PANELS + 1))
            self.query_one("#panels", Lines).show(*panels(board, width - right - 3, self.signs, self.reached,
                                                             self.surveys))  # fmt: skip
        else:
            attention.styles.height = "1fr"

    def _filter(self, board: Board) -> None:
        """The packages and lines that have every word of the filter in code, title or lead, or in what they say."""
        wanted = folded(self.filter_text).split()

        def fits(text: str) -> bool:
            there = folded(text)
            return all(word in there for word in wanted)

        self.packages = tuple(
            package for package in board.packages
            if not wanted or fits(" ".join((package.code, package.title, *package.leads, *package.lead_short)))
        )  # fmt: skip
        self.lines = tuple(
            line for line in board.attention
            if not wanted or fits(f"{words.place(line)} {words.attention(line)}")
        )  # fmt: skip

    def on_filter_bar_changed(self) -> None:
        """Show what fits the text; the bar may have come."""
        self.reshow()

    def on_filter_bar_done(self) -> None:
        """The bar may have gone."""
        self.reshow()

    def reshow(self) -> None:
        """Show the board that is there once more."""
        if self.board is not None:
            self._fill(self.board)

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        if self.board is None:
            return
        if event.grid.id == "packages":
            self.app.open_package(self.packages[event.row].code)
            return
        line = self.lines[event.row]
        there = {"network": "network", "names": "import"}.get(line.target)
        if line.rule == "event.no_count":
            there = "events"
        if there is not None:
            self.app.go_to(there)
        elif any(package.code == line.target for package in self.board.packages):
            self.app.open_package(line.target, _item_of(line))
        else:
            from tui.dialogs.details import attention_panel

            self.app.push_screen(attention_panel(line, self.signs))

    def action_reason(self) -> None:
        """The form of why the item of an attention line is late."""
        from tui.screens.packages_acts import reason_of

        attention = self.query_one("#attention", Grid)
        item = _item_of(self.lines[attention.cursor]) if attention.has_focus and self.lines else ""
        if item:
            reason_of(self, item)
        else:
            self.app.tell(t("work.choose_late"))

    def action_obligations(self) -> None:
        """Who owes what."""
        self.app.open_obligations()

    def action_take(self) -> None:
        """Freeze the project as it stands, on the Snapshots screen."""
        self.app.at_snapshots("take")

    def action_export(self) -> None:
        """A report as a file, on the Snapshots screen."""
        self.app.at_snapshots("export")

    def action_remind(self) -> None:
        """The reminders of the leads of the package under the cursor, or of the one that an attention line is about."""
        from tui.screens.obligations_acts import remind

        attention = self.query_one("#attention", Grid)
        if self.board is None:
            return
        if attention.has_focus:
            code = self.lines[attention.cursor].target if self.lines else ""
        else:
            code = self.packages[self.query_one("#packages", Grid).cursor].code if self.packages else ""
        leads = next((package.leads for package in self.board.packages if package.code == code), None)
        if leads == ():
            self.app.tell(t("remind.choose_lead"))
        else:
            remind(self, names=leads)

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
            self.app.tell(t("tui.first_quarter" if step < 0 else "tui.last_quarter"))
            return
        self.wanted += step
        self.post_message(self.Asked(self.wanted))

    def action_reread(self) -> None:
        """Read the quarter shown once more."""
        self.post_message(self.Asked(self.wanted))


def _item_of(line: Attention) -> str:
    """The code of the item that an attention line is about; empty where it is about none."""
    return str(line.text.values.get("item", ""))
