"""A list in parts: each under a heading in a rule, which the cursor steps over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.strip import Strip

from tui.signs import SIGNS, Signs
from tui.text import fit, measure
from tui.widgets.columns import Column
from tui.widgets.grid import HEAD, Grid, Listed, Row

SHORT = 2  # cells of such a row
GAP = 2


@dataclass(frozen=True)
class Part:
    """A heading, its rows, and what each row is about. In a list of more columns a row may have two cells: the second
    one stands flush right at the end of the line, the first gets the rest."""

    heading: str
    rows: Sequence[Row]
    records: Sequence[object]


class Sections(Grid):
    """The heading of the part that is seen first stays at the top. Row numbers count all other headings too."""

    def __init__(self, id: str, signs: Signs = SIGNS) -> None:
        super().__init__(id, signs)
        self._headings: dict[int, str] = {}
        self._first = ""
        self._records: list[object] = []

    def show_parts(self, columns: Sequence[Column], parts: Sequence[Part], calm: str = "") -> None:
        """Show other parts; the cursor stays on its row number as far as there are rows."""
        rows: list[Row] = []
        self._headings = {}
        self._records = []
        self._first = parts[0].heading if parts else ""
        for number, part in enumerate(parts):
            if number:
                self._headings[len(rows)] = part.heading
                rows.append(())
                self._records.append(None)
            rows += part.rows
            self._records += part.records
        self.cursor = self._off_heading(min(self.cursor, len(rows) - 1), 1)
        self.show(columns, Listed(rows), heading=self._first or " ", calm=calm, counted=False)

    @property
    def record(self) -> object | None:
        """What the row under the cursor is about; None in an empty list."""
        return self._records[self.cursor] if self.cursor < len(self._records) else None

    def move_to_record(self, wanted: Callable[[object], bool]) -> None:
        """Put the cursor on the first row whose record is the *wanted* one, if there is one."""
        for row, record in enumerate(self._records):
            if record is not None and wanted(record):
                self.move_to(row)
                return

    def move_to(self, row: int) -> None:
        """Put the cursor on *row*, or on the next one in its direction where that is a heading."""
        row = max(0, min(row, self.count - 1))
        before = self.scroll_offset.y
        super().move_to(self._off_heading(row, 1 if row >= self.cursor else -1))
        if self.scroll_offset.y != before:
            self.refresh()  # the heading at the top may be another one

    def _off_heading(self, row: int, direction: int) -> int:
        """The row itself, or one beside it where it is a heading: a part has a row at least."""
        return row + direction if row in self._headings else row

    def _headed(self) -> list[tuple[str, str]]:
        above = [place for place in self._headings if place < self.scroll_offset.y]
        return self._ruled(self._headings[max(above)] if above else self._first)

    def render_line(self, y: int) -> Strip:
        """Line *y* of what is seen."""
        row = self.scroll_offset.y + y - HEAD
        if y >= HEAD and row in self._headings:
            return self._strip(self._ruled(self._headings[row]))
        return super().render_line(y)

    def _cells(self, row: Row, marked: bool = False) -> list[tuple[str, str]]:
        if len(row) != SHORT or len(self.columns) == SHORT:
            return super()._cells(row, marked)
        name, rest = row
        start, end = self._places[0].start, self._places[-1].start + self._places[-1].width
        size = max(0, min(measure(rest.plain), end - start - GAP - self.columns[0].width))
        room = end - start - GAP - size
        return [
            (" " * (start - 1), ""), (fit(name.plain, room, ellipsis=self.signs.ellipsis), str(name.style)),
            (" " * GAP, ""), (fit(rest.plain, size, ellipsis=self.signs.ellipsis), str(rest.style)),
        ]  # fmt: skip
