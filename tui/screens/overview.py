"""Screen 1: where do we stand this quarter, and what must I do next? (screens.md 1)"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.message import Message

from core import quarter as quarters
from core.board import Board
from locales import t
from locales.formats import number, percent, weekday_date
from tui import keys, words
from tui.dialogs.details import attention_panel, package_panel
from tui.screens.base import EtappiScreen
from tui.screens.overview_table import WIDE, attention_list, done_title, roles_table, table
from tui.signs import SIGNS, Signs, tone
from tui.text import content, fit, joined, measure
from tui.widgets.grid import Grid
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, TooSmall, TopBar

TALL = 34  # with this many lines and a wide window, what follows stands in panels
PANELS = 12  # lines of the two panels below the attention list
ATTENTION_LEAST = 4
TONES = {"good": "$success", "watch": "$warning", "bad": "$error", "muted": "$muted", "": ""}


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

    def compose(self) -> ComposeResult:
        """Everything once; `show` fills it."""
        yield TopBar("overview", self.signs)
        yield Lines("moment")
        yield Grid("packages", self.signs)
        yield Lines("empty")
        with Horizontal(id="middle"):
            with Vertical(id="middle-left"):
                yield Heading("attention-title", signs=self.signs)
                yield Grid("attention", self.signs, header=False)
                yield Lines("calm")
                yield Heading("follow-title", signs=self.signs)
                yield Lines("follow")
                yield Heading("network-title", signs=self.signs)
                yield Lines("network")
            with Vertical(id="middle-right"):
                yield Heading("upcoming-title", signs=self.signs)
                yield Lines("upcoming")
                yield Heading("roles-title", signs=self.signs)
                yield Lines("roles")
        yield Heading("rule", signs=self.signs)
        yield Lines("below")
        yield Lines("legend")
        yield Foot(("open",), ("earlier", "later"), ("swap",), ("reread",), ("help",), ("quit",))
        yield TooSmall()

    def on_mount(self) -> None:
        """The board that is already there is shown at once."""
        if self.board is not None:
            self.show(self.board)
        else:
            self.query_one("#moment", Lines).show(content(t("tui.reading")))

    def show(self, board: Board) -> None:
        """Show *board*; cursors stay where they are as far as there are rows."""
        self.board = board
        self.wanted = board.quarter
        self.query_one(TopBar).show(board)
        self._fill(board)
        grid = self.query_one("#packages", Grid)
        if self.focused is None:
            (grid if board.packages else self.query_one("#attention", Grid)).focus()

    def on_resize(self, event: Resize) -> None:
        """Columns, panels and heights follow the window."""
        super().on_resize(event)
        if self.board is not None:
            self._fill(self.board)

    def _fill(self, board: Board) -> None:
        width, height = self.size
        tall = width >= WIDE and height >= TALL
        self.set_class(tall, "-tall")
        self.query_one("#packages", Grid).show(*table(board, width, self.signs))
        self.query_one("#attention", Grid).show(*attention_list(board, self.signs))
        self.query_one("#moment", Lines).show(self._moment(board, width))
        self.query_one("#empty", Lines).show(content(t("status.no_packages")))
        self.query_one("#calm", Lines).show(content(" " + t("status.attention_none"), "$muted"))
        self.query_one("#attention-title", Heading).show(t("tui.attention", n=len(board.attention)))
        self.query_one("#legend", Lines).show(self._legend(board))
        self.query_one("#below", Lines).show(*([self._project(board)] if tall else self._brief(board, width)))
        if tall:
            self._fill_panels(board)
        self._arrange(board, height, tall)

    def _arrange(self, board: Board, height: int, tall: bool) -> None:
        """Share the lines: the packages first, but the attention list keeps a few; what is left is the list's."""
        below = 1 if tall else 3
        room = height - 7 - below - (PANELS if tall else 0)
        kept = min(ATTENTION_LEAST, max(1, len(board.attention)))
        listed = min(len(board.packages) + 1, max(2, room - kept))
        packages, attention = self.query_one("#packages"), self.query_one("#attention")
        packages.display = bool(board.packages)
        self.query_one("#empty").display = not board.packages
        attention.display = bool(board.attention)
        self.query_one("#calm").display = not board.attention
        packages.styles.height = listed
        attention.styles.height = min(len(board.attention), room - listed) if tall else "1fr"
        self.query_one("#calm").styles.height = 1 if tall else "1fr"
        self.query_one("#below").styles.height = below
        coming = len(words.upcoming(board))
        roles_fit = bool(board.packages) and coming + len(board.packages) + 4 <= room - listed + PANELS + 1
        self.query_one("#upcoming").styles.height = coming
        self.query_one("#roles-title").display = self.query_one("#roles").display = roles_fit

    def _moment(self, board: Board, width: int) -> Content:
        """The quarter and its place in time, and the counts of statuses at the right."""
        left = words.moment(board)
        style = "bold" if words.running(board) else "bold $warning"
        entries = words.counts(board)
        shown = [(status, f"{self.signs.status(status)} {text}") for status, text in entries]
        greys = [entry for entry in shown if tone(entry[0]) in ("muted", "")]
        if measure(left) + 2 + sum(measure(text) + 2 for _, text in shown) > width + 2 and greys:
            found = board.counts()
            rest = sum(found[status] for status, _ in greys)
            shown = [entry for entry in shown if entry not in greys] + [("", t("tui.count_others", n=rest))]
        taken = sum(measure(text) + 2 for _, text in shown) - 2
        parts = [content(fit(left, max(measure(left), width - taken)), style)]
        for number_, (status, text) in enumerate(shown):
            parts.append(content("  " * bool(number_) + text, TONES[tone(status)] if status else "$muted"))
        return joined(*parts)

    def _legend(self, board: Board) -> Content:
        quarter = quarters.short(board.quarter)
        return content(t("tui.legend", done=done_title(board), quarter=quarter, due=t("status.head_due")), "$muted")

    def _brief(self, board: Board, width: int) -> list[Content]:
        """Own plans, reach and surveys, which later parts bring, and what is to come, on three lines."""
        dash = self.signs.dash
        line = t("tui.upcoming") + ": "
        for number_, (date, text) in enumerate(words.upcoming(board)):
            entry = " · " * bool(number_) + f"{weekday_date(date, year=False)} {text}"
            if measure(line + entry) > width:
                break
            line += entry
        return [
            content(f"{t('tui.own_plans')} {dash} · {t('tui.reached')} {dash} · {t('tui.people')} {dash}"),
            content(f"{t('tui.start_survey')} {dash} · {t('tui.end_survey')} {dash}"),
            content(line),
        ]

    def _fill_panels(self, board: Board) -> None:
        dash = self.signs.dash
        self.query_one("#upcoming-title", Heading).show(t("tui.upcoming"))
        self.query_one("#follow-title", Heading).show(t("tui.follow"))
        self.query_one("#network-title", Heading).show(t("tui.key_network"))
        coming = [(weekday_date(date, year=date[:4] != board.today[:4]), text) for date, text in words.upcoming(board)]
        wide = max((measure(date) for date, _ in coming), default=0) + 2
        self.query_one("#upcoming", Lines).show(*(content(fit(date, wide) + text) for date, text in coming))
        follow = [t(f"tui.{name}") for name in ("own_plans", "reached", "start_survey", "end_survey")]
        wide = max(map(measure, follow)) + 3
        self.query_one("#follow", Lines).show(*(content(fit(label, wide) + dash) for label in follow))
        expected = dash if board.expected is None else number(board.expected)
        network = [
            (t("tui.known"), number(board.known)), (t("tui.expected"), expected),
            (t("tui.waiting"), number(board.waiting)), (t("tui.people"), dash),
        ]  # fmt: skip
        wide = max(measure(label) for label, _ in network) + 3
        self.query_one("#network", Lines).show(*(content(fit(label, wide) + value) for label, value in network))
        self.query_one("#roles-title", Heading).show(t("tui.roles"))
        self.query_one("#roles", Lines).show(*roles_table(board, self.signs))

    def _project(self, board: Board) -> Content:
        line = t("tui.project", done=percent(board.sums.done), planned=percent(board.sums.plan),
                 quarter=quarters.short(board.quarter), n=board.items)  # fmt: skip
        if board.last_change:
            at, who, what = board.last_change
            line += " " + t("tui.last_change", date=weekday_date(at[:10]), who=who, what=what)
        return content(line)

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
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
