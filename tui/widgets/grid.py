"""The one list of the app: rows by window, drawn line by line.

A list of a hundred thousand rows opens as one of a hundred does: only the blocks that are looked at are asked for.
A cursor move repaints two lines.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keys
from tui.signs import SIGNS, Signs
from tui.text import fit, measure
from tui.widgets.columns import Column, Place, left_out, places
from tui.widgets.rows import Listed, Row, Rows

__all__ = ["BLOCK", "BLOCKS_KEPT", "Grid", "Listed", "Row", "Rows"]

BLOCK = 256  # rows asked for at once
BLOCKS_KEPT = 8
HEAD = 1  # lines of the header
TONES = ("good", "watch", "bad", "muted", "bold")
SIDEWAYS = [keys.key("left", "left,h", "sideways(-1)", "move"), keys.key("right", "right,l", "sideways(1)", "move")]
MARK = keys.key("mark", "space", "mark", "act")


class Grid(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a header that stays, a cursor, marks, and lines of sums at its foot.

    Where columns are cells (`Column.cell`) the cursor also has a column: the cell is reversed, its row marked by ▸.
    Otherwise the row is reversed. A row is marked by the key that its source gives it, so marks outlive a new order.

    ↵ posts `Selected`; a step beyond the first or the last row posts `Edge`, any other `Moved`; space posts `Marks`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MOVE, *SIDEWAYS, keys.OPEN, MARK]
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

    class Moved(Message):
        """The cursor came to another row or column."""

        def __init__(self, grid: "Grid") -> None:
            super().__init__()
            self.grid = grid

    class Marks(Message):
        """A row was marked, or its mark taken away."""

        def __init__(self, grid: "Grid") -> None:
            super().__init__()
            self.grid = grid

    def __init__(self, id: str, signs: Signs = SIGNS, *, marking: bool = False) -> None:
        super().__init__(id=id)
        self.signs = signs
        self.cursor = 0
        self.column = 0
        self.columns: Sequence[Column] = ()
        self.marked: set[int] = set()
        self.marking = marking
        self.lit = False
        """The cursor is seen although the keys go elsewhere, to a field above the list."""
        self.pointing = False
        """While the keys go elsewhere the marker stays on the cursor's row: what stands beside the list is about it."""
        self._source: Rows = Listed(())
        self._count = 0
        self._sums: Sequence[Row] = ()
        self._sums_heading = ""
        self._heading = ""
        self._counted = True
        self._calm = ""
        self._blocks: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._places: list[Place] = []
        self._without: frozenset[int] = frozenset()
        self._laid_for = 0
        self._styles: dict[str, Style] = {}

    def show(
        self, columns: Sequence[Column], source: Rows, *, sums: Sequence[Row] = (), sums_heading: str = "",
        heading: str = "", calm: str = "", counted: bool = True,
    ) -> None:  # fmt: skip
        """Show other rows; the cursor stays on its row number as far as there are rows, and on its column.

        *sums* stay at the foot, under a rule with *sums_heading*. A *heading* stands in a rule in place of the titles
        of the columns. *calm* is what a list without rows says. *counted*: the title says which rows are seen.
        """
        self.columns = columns
        self._source = source
        self._count = source.count()
        self._sums = sums
        self._sums_heading = sums_heading
        self._heading = heading
        self._calm = calm
        self._counted = counted
        if self.column not in self._stops:
            self.column = 0
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
    def cells_seen(self) -> tuple[int, int, int]:
        """The first and the last of the cell columns that are seen, counted from 1, and how many there are."""
        cells = [number for number, column in enumerate(self.columns) if column.cell]
        seen = [cells.index(place.number) + 1 for place in self._places if place.number in cells]
        return (seen[0], seen[-1], len(cells)) if seen else (0, 0, len(cells))

    @property
    def _foot(self) -> int:
        return len(self._sums) + bool(self._sums_heading)

    @property
    def _stops(self) -> list[int]:
        """The columns on which the cursor stops: the first one and the cells; only the first where none are cells."""
        return [0, *(number for number, column in enumerate(self.columns) if number and column.cell)]

    def move_to(self, row: int) -> None:
        """Put the cursor on *row* (or the nearest that exists) and bring it into sight."""
        row = max(0, min(row, self._count - 1))
        if row == self.cursor:
            return
        before, self.cursor = self.cursor, row
        if not self._follow():
            self._refresh_row(before)
            self._refresh_row(row)
        self.post_message(self.Moved(self))

    def move_to_column(self, number: int) -> None:
        """Put the cursor on the column *number* if it stops there."""
        if number == self.column or number not in self._stops:
            return
        before, self.column = self.column, number
        if left_out(self.columns, self.size.width, number) != self._without:
            self._lay()
            self.refresh()
        else:
            self._refresh_cells(self.cursor, {before, number}, whole=True)
        self.post_message(self.Moved(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - the base's shape
        """Keys for cells and marks are there only where there are cells and marks."""
        return {"sideways": len(self._stops) > 1, "mark": self.marking}.get(action, True)

    def action_sideways(self, direction: int) -> None:
        """One column left (-1) or right (1)."""
        stops = self._stops
        self.move_to_column(stops[max(0, min(len(stops) - 1, stops.index(self.column) + direction))])

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and go one row down."""
        if not self._count:
            return
        self.marked ^= {self._source.key(self.cursor)}
        self.refresh(Region(0, self.cursor - self.scroll_offset.y + HEAD, self.size.width, 1))
        self.move_to(self.cursor + 1)
        self.post_message(self.Marks(self))

    def unmark(self) -> None:
        """Take all marks away."""
        self.marked.clear()
        self.refresh()

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
        number = next((p.number for p in self._places if p.start <= event.x < p.start + p.width), 0)
        number = number if number in self._stops else self.column
        if (row, number) == (self.cursor, self.column):
            self.action_open()
        self.move_to(row)
        self.move_to_column(number)

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
        self._without = left_out(self.columns, self._laid_for, self.column)
        self._places = places(self.columns, self._laid_for, without=self._without)

    def _follow(self) -> bool:
        """Scroll so that the cursor is seen; False if nothing had to move."""
        first, stop = self.window
        room = max(1, stop - first)
        if first <= self.cursor < first + room:
            return False
        # by force: a list that has just outgrown its window has no bar yet, and without one nothing would scroll
        self.scroll_to(y=self.cursor if self.cursor < first else self.cursor - room + 1, animate=False, force=True)
        return True

    def _refresh_row(self, row: int) -> None:
        if len(self._stops) > 1:
            self._refresh_cells(row, {0, self.column})
            return
        line = row - self.scroll_offset.y + HEAD
        if HEAD <= line < self.size.height - self._foot:
            self.refresh(Region(0, line, self._moving, 1))

    def _refresh_cells(self, row: int, numbers: set[int], whole: bool = False) -> None:
        """Paint cells of a row anew; the first one with the marker before it, as far as its text goes or *whole*."""
        line = row - self.scroll_offset.y + HEAD
        entries = self._row(row) if row < self._count else ()
        if not entries or not HEAD <= line < self.size.height - self._foot:
            return
        for place in self._places:
            if place.number == 0 and place.number in numbers and self.column and not whole:
                self.refresh(Region(0, line, place.start + min(place.width, measure(entries[0].plain)), 1))
            elif place.number in numbers:
                start = place.start if place.number else 0
                self.refresh(Region(start, line, place.start + place.width - start, 1))

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
        foot = y - (self.size.height - self._foot)
        if foot >= 0:
            return self._strip(self._footed(foot))
        row = self.scroll_offset.y + y - HEAD
        if row >= self._count:
            return self._strip([(" " + self._calm if not row else "", "muted")])
        cells = self._cells(self._row(row), bool(self.marked) and self._source.key(row) in self.marked)
        if row == self.cursor and (self.has_focus or self.lit):
            if len(self._stops) > 1:
                return self._strip(self._with_cell(cells))
            return self._strip(self._under_cursor(cells))
        if row == self.cursor and self.pointing:
            return self._strip([(self.signs.marker, "bold"), *cells])
        return self._strip([(" ", ""), *cells])

    def _footed(self, foot: int) -> list[tuple[str, str]]:
        if self._sums_heading:
            if not foot:
                return self._ruled(self._sums_heading)
            foot -= 1
        return [(" ", "sums"), *((text, style or "sums") for text, style in self._cells(self._sums[foot]))]

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

    def _with_cell(self, cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The marker, the first column in bold, and the cell under the cursor reversed; *cells* are gap and text."""
        out = [(self.signs.marker, "bold")]
        for place, gap, (text, style) in zip(self._places, cells[::2], cells[1::2], strict=True):
            chosen = "cursor" if place.number == self.column else "bold" if place.number == 0 else style
            out += [gap, (text, chosen)]
        return out

    def _cells(self, row: Row, marked: bool = False) -> list[tuple[str, str]]:
        """Gap and text of each column that is seen; the sign of a mark stands in the gap after the first one."""
        out = []
        at = 1
        for number, place in enumerate(self._places if row else ()):
            column, entry = self.columns[place.number], row[place.number]
            text = fit(entry.plain, place.width, column.right, self.signs.ellipsis)
            gap = place.start - at
            if marked and number == 1:
                out.append((self.signs.mark + " " * (gap - 1), "bold"))
            else:
                out.append((" " * gap, ""))
            out.append((text, str(entry.style)))
            at = place.start + place.width
        return out

    def _headed(self) -> list[tuple[str, str]]:
        return self._ruled(self._heading, self._seen())

    def _ruled(self, heading: str, more: str = "") -> list[tuple[str, str]]:
        words = fit(heading, min(measure(heading), self.size.width - 4), ellipsis=self.signs.ellipsis) + more
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
            tail = column.tail
            if tail and self._without:
                tail += " {1}{0}{2}/{3}".format(self.signs.dash, *self.cells_seen)
            room = end - place.start - (measure(tail) + 1 if tail else 0)
            line += " " * (place.start - at) + fit(title, room, column.right, self.signs.ellipsis)
            line += " " * bool(tail) + tail
            at = end
        return line

    def _seen(self) -> str:
        first, stop = self.window
        whole = not self._counted or stop - first >= self._count
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
