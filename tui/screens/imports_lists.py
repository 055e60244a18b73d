"""Lists that open in a list: what a preview and an import's page are made of."""

from bisect import bisect_right
from collections.abc import Sequence

from importers.sections import Section
from locales.formats import number
from tui.signs import Signs
from tui.text import cell
from tui.widgets.columns import Column
from tui.widgets.rows import Row

COLUMNS = [Column("", 20, stretch=True), Column("", 7, right=True)]


class Lists:
    """Rows: lines of the screen's own, then each list with its count, and below an open one its entries.

    Cells are made when they are looked at: a list may have a hundred thousand entries.
    """

    def __init__(self, sections: Sequence[Section], opened: set[str], signs: Signs, head: Sequence[Row] = ()) -> None:
        self.sections = sections
        self.opened = opened
        self.signs = signs
        self.head = head
        self._starts: list[int] = []
        self._lay()

    def _lay(self) -> None:
        at = len(self.head)
        self._starts = []
        for section in self.sections:
            self._starts.append(at)
            at += 1 + (len(section.entries) if section.code in self.opened else 0)
        self._count = at

    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def key(self, number: int) -> int:
        """The row's number."""
        return number

    def toggle(self, row: int) -> int | None:
        """Open or close the list that *row* belongs to; its first row, or None for a line of the screen's own."""
        place = self._place(row)
        if place is None:
            return None
        self.opened ^= {self.sections[place].code}
        self._lay()
        return self._starts[place]

    def entry(self, row: int) -> tuple[str, int] | None:
        """The list and the number of the entry (from 0) that a row shows; None for what is no entry."""
        place = self._place(row)
        if place is None or row == self._starts[place]:
            return None
        return self.sections[place].code, row - self._starts[place] - 1

    def whole(self, row: int) -> tuple[str, str] | None:
        """The title of the list and the whole text of the entry that a row shows; None for what is no entry."""
        found = self.entry(row)
        if found is None:
            return None
        section = next(one for one in self.sections if one.code == found[0])
        return section.title, section.text(section.entries[found[1]])

    def first_entry(self, code: str) -> int | None:
        """Open a list; the row of its first entry, None where there is no such list."""
        for place, section in enumerate(self.sections):
            if section.code == code:
                self.opened.add(code)
                self._lay()
                return self._starts[place] + 1
        return None

    def rows(self, start: int, stop: int) -> list[Row]:
        """The rows from *start* to before *stop*."""
        return [self._row(number) for number in range(start, min(stop, self._count))]

    def _place(self, row: int) -> int | None:
        return None if row < len(self.head) else bisect_right(self._starts, row) - 1

    def _row(self, row: int) -> Row:
        place = self._place(row)
        if place is None:
            return self.head[row]
        section = self.sections[place]
        if row > self._starts[place]:
            return (cell("    " + section.text(section.entries[row - self._starts[place] - 1])), cell(""))
        sign = self.signs.opened if section.code in self.opened else self.signs.shut
        tone = "muted" if not section.entries else "watch" if section.code in ("error", "questions") else ""
        return (cell(f"{sign if section.entries else ' '} {section.title}", tone),
                cell(number(len(section.entries)), tone))  # fmt: skip
