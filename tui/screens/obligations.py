"""Who owes what: organisations by obligations, states for many at once, reminders."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize

from core.agreements import MatrixRow, ObligationLine, ObligationMatrix
from core.board import Board
from core.network import NetworkFilter
from core.networkfilter import read_filter
from locales import t
from locales.formats import date
from tui import keys
from tui.screens import obligations_keys
from tui.screens.base import EtappiScreen
from tui.screens.network_words import filter_words
from tui.screens.obligations_table import ObligationRows, columns, sums
from tui.screens.obligations_words import fits, meaning, read_owing
from tui.signs import SIGNS, Signs
from tui.text import content, fit, joined, measure
from tui.widgets.filterbar import FilterBar
from tui.widgets.grid import Grid
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar


@dataclass(frozen=True)
class View:
    """What was read: the matrix, and the rows that the filter leaves."""

    board: Board
    matrix: ObligationMatrix
    rows: tuple[MatrixRow, ...]


class Obligations(EtappiScreen):
    """The matrix over the screen from which it was opened; acts are in `tui.screens.obligations_acts`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        obligations_keys.STATE, obligations_keys.DONE, obligations_keys.REMIND, keys.FILTER, keys.REREAD,
        obligations_keys.BACK,
    ]  # fmt: skip
    FILTER_HINT = "obligation.filter_hint"
    CSS = "#owed { height: 1fr; } #owed-told { height: 1; }"

    def __init__(self, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.signs = signs
        self.view: View | None = None
        self.text = ""

    def compose(self) -> ComposeResult:
        """The matrix, a line about what is under the cursor, and the keys."""
        yield TopBar("network", self.signs)
        yield Grid("owed", self.signs, marking=True)
        yield Lines("owed-told")
        yield Foot(("filter_done",), ("mark",), ("state",), ("done",), ("remind",), ("help",), ("leave_obligations",))

    def on_mount(self) -> None:
        """Read what is shown first; the cursor begins on the first obligation, where states are set."""
        super().on_mount()
        self.query_one(TopBar).show(None, content(t("tui.reading")))
        self.grid.focus()
        self.reload()

    @property
    def grid(self) -> Grid:
        """The matrix."""
        return self.query_one("#owed", Grid)

    def reload(self) -> None:
        """Read again; the cursor stays on its organisation."""
        desk, text = self.app.desk, self.text

        def ask() -> View:
            matrix = desk.agreements.matrix()
            wanted = read_owing(text, [line.terms for line in matrix.lines])
            rows = matrix.rows
            if wanted.rest:
                packages = [(id, code) for id, code, _ in desk.network(NetworkFilter()).packages]
                ids = frozenset(desk.network(read_filter(wanted.rest, packages, filter_words()).wanted).ids)
                rows = tuple(row for row in rows if row.id in ids)
            return View(desk.board(), matrix, tuple(row for row in rows if fits(row, wanted)))

        self.app.read(ask, self._show, "obligations")

    def row(self) -> MatrixRow | None:
        """The organisation under the cursor."""
        return self.view.rows[self.grid.cursor] if self.view is not None and self.view.rows else None

    def line(self) -> ObligationLine | None:
        """The obligation under the cursor; None on the names."""
        column = self.grid.column
        return self.view.matrix.lines[column - 1] if self.view is not None and column else None

    def chosen(self) -> tuple[MatrixRow, ...]:
        """The organisations that are marked and seen; without marks the one under the cursor."""
        if self.view is None:
            return ()
        marked = tuple(row for row in self.view.rows if row.id in self.grid.marked)
        under = self.row()
        return marked or ((under,) if under is not None else ())

    def unmark(self) -> None:
        """Take all marks away: what they were for is done."""
        self.grid.unmark()
        self._summary()

    def _show(self, view: View) -> None:
        first, under = self.view is None, self.row()
        self.view = view
        grid = self.grid
        if under is not None:
            places = {row.id: place for place, row in enumerate(view.rows)}
            grid.cursor = places.get(under.id, grid.cursor)
        lines = view.matrix.lines
        calm = t("tui.nothing_found") if self.text and lines else t("obligation.none")
        grid.show(
            columns(lines), ObligationRows(view.rows, view.matrix.day, self.signs),
            sums=sums(lines, view.matrix.day) if lines else (),
            sums_heading=t("obligation.all_owers", n=len(view.matrix.rows)) if lines else "", calm=calm,
        )  # fmt: skip
        if first and lines:
            grid.move_to_column(1)
        self._summary()
        self._told()

    def _summary(self) -> None:
        if self.view is None:
            return
        parts = [t("obligation.summary", date=date(self.view.matrix.day)),
                 t("tui.organisations", n=len(self.view.rows))]  # fmt: skip
        if self.grid.marked:
            parts.append(t("tui.marked", n=len(self.grid.marked)))
        own = fit(f" {self.signs.dot} ".join(parts), self.size.width, ellipsis=self.signs.ellipsis)
        self.query_one(TopBar).show(self.view.board, content(own, "bold"))

    @on(Grid.Moved)
    @on(Grid.Marks)
    def _moved(self, event: Grid.Moved | Grid.Marks) -> None:
        if isinstance(event, Grid.Marks):
            self._summary()
        self._told()

    def _told(self) -> None:
        self.query_one("#owed-told", Lines).show(self._words())

    def _words(self) -> Content:
        line, row = self.line(), self.row()
        if line is None or row is None:
            return content(t("obligation.legend", dot=self.signs.dot), "$muted")
        told = meaning(line.terms, row.cells[self.grid.column - 1], self.signs)
        room = max(0, self.size.width - measure(line.terms.code) - measure(told) - 3)
        title = line.terms.title if measure(line.terms.title) <= room else fit(line.terms.title, room)
        return joined(content(line.terms.code, "bold"), content(f" {title}: "), content(told, "bold"))

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

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the screen below."""
        self.dismiss()

    @on(Grid.Selected)
    def _open(self) -> None:
        from tui.screens.organisation import Organisation

        row = self.row()
        if row is not None:
            self.app.push_screen(Organisation(row.id, self.signs))

    def action_state(self) -> None:
        """The form of a state for the marked rows."""
        from tui.screens.obligations_acts import edit_state

        edit_state(self)

    def action_done(self) -> None:
        """Done today, for the marked rows."""
        from tui.screens.obligations_acts import set_done

        set_done(self)

    def action_remind(self) -> None:
        """The reminders of the marked rows."""
        from tui.screens.obligations_acts import remind

        remind(self, [row.id for row in self.chosen()])
