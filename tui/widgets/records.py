"""A list whose records take several lines each: the cursor goes from record to record."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tui.signs import SIGNS, Signs
from tui.text import fit
from tui.widgets.columns import Column
from tui.widgets.grid import Grid, Listed, Row

NOTE = 2  # cells of a line that has a sign and a text instead of the list's columns


@dataclass(frozen=True)
class Lined:
    """What a record is about and its lines; one that is about nothing (None) is passed over by the cursor."""

    about: object
    lines: Sequence[Row]


class Records(Grid):
    """The first line of a record has the cursor; all of them are brought into sight."""

    def __init__(self, id: str, signs: Signs = SIGNS) -> None:
        super().__init__(id, signs)
        self._heads: list[int] = []
        self._ends: list[int] = []
        self._about: list[object] = []

    def show_records(self, columns: Sequence[Column], records: Sequence[Lined]) -> None:
        """Show other records; the cursor stays on the number of its record as far as there are any."""
        place = self.place
        rows: list[Row] = []
        self._heads, self._ends, self._about = [], [], []
        for record in records:
            if record.about is not None:
                self._heads.append(len(rows))
                self._ends.append(len(rows) + len(record.lines) - 1)
                self._about.append(record.about)
            rows += record.lines
        self.cursor = self._heads[min(place, len(self._heads) - 1)] if self._heads else 0
        self.show(columns, Listed(rows))

    @property
    def place(self) -> int:
        """The number of the record under the cursor."""
        return max(0, bisect_right(self._heads, self.cursor) - 1)

    @property
    def record(self) -> object | None:
        """What the record under the cursor is about; None in an empty list."""
        return self._about[self.place] if self._about else None

    def move_to(self, row: int) -> None:
        """Put the cursor on the record that *row* belongs to."""
        if self._heads:
            super().move_to(self._heads[max(0, bisect_right(self._heads, row) - 1)])

    def action_up(self) -> None:
        """One record up."""
        self._step(-1)

    def action_down(self) -> None:
        """One record down."""
        self._step(1)

    def _step(self, direction: int) -> None:
        if self._heads:
            self.move_to(self._heads[max(0, min(self.place + direction, len(self._heads) - 1))])

    def _follow(self) -> bool:
        """Scroll so that all of the record is seen, or its beginning where it is longer than the window."""
        first, stop = self.window
        room = max(1, stop - first)
        end = self._ends[self.place] if self._ends else self.cursor
        if first <= self.cursor and end < first + room:
            return False
        before = first
        wanted = self.cursor if self.cursor < first else min(self.cursor, end - room + 1)
        self.scroll_to(y=wanted, animate=False, force=True)
        return wanted != before

    def _cells(self, row: Row, marked: bool = False) -> list[tuple[str, str]]:
        if len(row) != NOTE:
            return super()._cells(row, marked)
        sign, text = row
        room = self.size.width - 3
        return [(fit(sign.plain, 2), str(sign.style)), (fit(text.plain, room, ellipsis=self.signs.ellipsis),
                                                        str(text.style))]  # fmt: skip
