"""The one list of the app: rows by window, drawn line by line.

A list of a hundred thousand rows opens as one of a hundred does: only the blocks that are looked at are asked for.
A cursor move repaints two lines.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keys
from tui.signs import SIGNS, Signs
from tui.text import fit, measure
from tui.widgets.columns import Column, Place, places

BLOCK = 256  # rows asked for at once
BLOCKS_KEPT = 8
HEAD = 1  # lines of the header
TONES = ("good", "watch", "bad", "muted", "bold")

Row = Sequence[Text]


class Rows(Protocol):
    """Where a list has its rows from."""

    def count(self) -> int:
        """How many rows there are."""

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from *start* to before *stop*, a cell for each column; cells are made by `tui.text.cell`."""


class Listed:
    """Rows that are in memory."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from *start* to before *stop*."""
        return self._rows[start:stop]


class Grid(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a header that stays, a cursor row, and a line of sums at its foot if *sums* are given.

    Where a *heading* is given, it stands in a rule in place of the titles of the columns. *calm* is what a list without
    rows says.

    ↵ posts `Selected`; a step beyond the first or the last row posts `Edge`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MOVE, keys.OPEN]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head", "grid--cursor", "grid--sums", *(f"grid--{tone}" for tone in TONES)
    }  # fmt: skip

    class Selected(Message):
        """A row was opened."""

        def __init__(self, grid: "Grid", row: int) -> None:
            super().__init__()
            self.grid = grid
            self.row = row

    class Edge(Message):
        """The cursor was to go beyond the last row (*down*) or the first."""

        def __init__(self, grid: "Grid", down: bool) -> None:
            super().__init__()
            self.grid = grid
            self.down = down

    def __init__(self, id: str, signs: Signs = SIGNS) -> None:
        super().__init__(id=id)
        self.signs = signs
        self.cursor = 0
        self.columns: Sequence[Column] = ()
        self._source: Rows = Listed(())
        self._count = 0
        self._sums: Row | None = None
        self._heading = ""
        self._calm = ""
        self._blocks: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._places: list[Place] = []
        self._laid_for = 0
        self._styles: dict[str, Style] = {}

    def show(
        self, columns: Sequence[Column], source: Rows, *, sums: Row | None = None, heading: str = "", calm: str = ""
    ) -> None:
        """Show other rows; the cursor stays on its row number as far as there are rows."""
        self.columns = columns
        self._source = source
        self._count = source.count()
        self._sums = sums
        self._heading = heading
        self._calm = calm
        self._blocks.clear()
        self.cursor = max(0, min(self.cursor, self._count - 1))
        self._lay()
        # no width: nothing scrolls sideways, and a change here costs another layout and another paint
        self.virtual_size = Size(0, self.lines)
        if self.size.height:
            self._follow()
        self.refresh()

    @property
    def lines(self) -> int:
        """Lines that the whole list takes."""
        return self._count + HEAD + self._foot

    @property
    def count(self) -> int:
        """Rows in the list."""
        return self._count

    @property
    def window(self) -> tuple[int, int]:
        """The first row that is seen, and the one after the last."""
        first = self.scroll_offset.y
        return first, min(self._count, first + max(0, self.size.height - HEAD - self._foot))

    @property
    def _foot(self) -> int:
        return int(self._sums is not None)

    def move_to(self, row: int) -> None:
        """Put the cursor on *row* (or the nearest that exists) and bring it into sight."""
        row = max(0, min(row, self._count - 1))
        if row == self.cursor:
            return
        before, self.cursor = self.cursor, row
        if not self._follow():
            self._refresh_row(before)
            self._refresh_row(row)

    def action_up(self) -> None:
        """One row up."""
        if self.cursor == 0:
            self.post_message(self.Edge(self, down=False))
        self.move_to(self.cursor - 1)

    def action_down(self) -> None:
        """One row down."""
        if self.cursor >= self._count - 1:
            self.post_message(self.Edge(self, down=True))
        self.move_to(self.cursor + 1)

    def action_page(self, direction: int) -> None:
        """A window up (-1) or down (1)."""
        first, stop = self.window
        self.move_to(self.cursor + direction * max(1, stop - first - 1))

    def action_first(self) -> None:
        """The first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """The last row."""
        self.move_to(self._count - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self._count:
            self.post_message(self.Selected(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the cursor's row opens it."""
        row = self.scroll_offset.y + event.y - HEAD
        if not HEAD <= event.y < self.size.height - self._foot or row >= self._count:
            return
        if row == self.cursor:
            self.action_open()
        self.move_to(row)

    def on_focus(self) -> None:
        """The cursor is seen where the keys go."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor is seen only where the keys go."""
        self._refresh_row(self.cursor)

    def on_resize(self) -> None:
        """Keep the cursor in sight; columns follow the width when lines are drawn."""
        self._follow()

    def notify_style_update(self) -> None:
        """Colours are looked up anew after a change of theme."""
        super().notify_style_update()
        self._styles.clear()

    def _lay(self) -> None:
        self._laid_for = self.size.width
        self._places = places(self.columns, self._laid_for)

    def _follow(self) -> bool:
        """Scroll so that the cursor is seen; False if nothing had to move."""
        first, stop = self.window
        room = max(1, stop - first)
        if first <= self.cursor < first + room:
            return False
        self.scroll_to(y=self.cursor if self.cursor < first else self.cursor - room + 1, animate=False)
        return True

    def _refresh_row(self, row: int) -> None:
        line = row - self.scroll_offset.y + HEAD
        if HEAD <= line < self.size.height - self._foot:
            self.refresh(Region(0, line, self._moving, 1))

    def _row(self, number: int) -> Row:
        block, place = divmod(number, BLOCK)
        if block not in self._blocks:
            self._blocks[block] = self._source.rows(block * BLOCK, min(self._count, (block + 1) * BLOCK))
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block)
        rows = self._blocks[block]
        return rows[place] if place < len(rows) else ()

    def render_line(self, y: int) -> Strip:
        """Line *y* of what is seen."""
        if self._laid_for != self.size.width:
            self._lay()
        if y == 0:
            return self._strip(self._headed() if self._heading else [(self._header(), "head")])
        if self._sums is not None and y == min(self.size.height, self.lines) - 1:
            return self._strip([(" ", "sums"), *((text, "sums") for text, _ in self._cells(self._sums))])
        row = self.scroll_offset.y + y - HEAD
        if row >= self._count:
            return self._strip([(" " + self._calm if not row else "", "muted")])
        cells = self._cells(self._row(row))
        if row == self.cursor and self.has_focus:
            return self._strip(self._under_cursor(cells))
        return self._strip([(" ", ""), *cells])

    @property
    def _moving(self) -> int:
        """The cells of a line that change when the cursor comes or goes."""
        for place in self._places:
            if self.columns[place.number].still:
                return place.start - self.columns[place.number].gap
        return self.size.width

    def _under_cursor(self, cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The marker and the moving cells reversed, the still ones as they are."""
        moving = self._moving
        line, at = self.signs.marker, 1
        for number, (text, _) in enumerate(cells):
            if at >= moving:
                return [(line, "cursor"), *cells[number:]]
            line += text
            at += measure(text)
        return [(fit(line, moving), "cursor")]

    def _cells(self, row: Row) -> list[tuple[str, str]]:
        out = []
        at = 1
        for place in self._places if row else ():
            column, entry = self.columns[place.number], row[place.number]
            text = fit(entry.plain, place.width, column.right, self.signs.ellipsis)
            out.append((" " * (place.start - at), ""))
            out.append((text, str(entry.style)))
            at = place.start + place.width
        return out

    def _headed(self) -> list[tuple[str, str]]:
        words = fit(self._heading, min(measure(self._heading), self.size.width - 4), ellipsis=self.signs.ellipsis)
        words += self._seen()
        rest = self.signs.rule * (self.size.width - measure(words) - 4)
        return [(self.signs.rule * 2 + " ", "muted"), (words, "bold"), (" " + rest, "muted")]

    def _header(self) -> str:
        line, at = " ", 1
        for number, place in enumerate(self._places):
            column = self.columns[place.number]
            if number and not column.title:
                continue
            end = place.start + place.width
            for follower in self._places[number + 1 :]:
                if self.columns[follower.number].title:
                    break
                end = follower.start + follower.width
            title = column.title + self._seen() if number == 0 else column.title
            line += " " * (place.start - at) + fit(title, end - place.start, column.right, self.signs.ellipsis)
            at = end
        return line

    def _seen(self) -> str:
        first, stop = self.window
        whole = stop - first >= self._count
        return "" if whole else f"  {first + 1}{self.signs.dash}{stop}/{self._count}"

    def _strip(self, pieces: list[tuple[str, str]]) -> Strip:
        """A line of the list's width; neighbours of one style are one segment, since each costs bytes on the wire."""
        segments: list[Segment] = []
        for text, name in pieces:
            style = self._style(name)
            if segments and segments[-1].style == style:
                segments[-1] = Segment(segments[-1].text + text, style)
            elif text:
                segments.append(Segment(text, style))
        last = self._style("cursor" if pieces[-1][1] == "cursor" else "")
        return Strip(segments).adjust_cell_length(self.size.width, last)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"grid--{name}") if name else self.rich_style
        return self._styles[name]
