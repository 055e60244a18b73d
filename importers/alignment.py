"""Columns of a table whose TABs became spaces: where marks stand on the line, under which heading (importing.md 2.9).

A column is known only where one reading is possible. Rival readings are that each TAB became so many spaces, or that
it went to the next stop: they put a mark into a column by the spaces before it, whatever heading stands above.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from importers.readers.grid import Row

STOPS = (8, 4)
GAPS = (2, 3, 4, 5, 6, 8)


@dataclass(frozen=True)
class Heading:
    """A heading of a header row: the character column (from 1) where it begins, and the role of its column."""

    start: int
    text: str
    role: str | None


def under(headings: Iterable[Heading], offset: int) -> Heading | None:
    """The heading whose span holds a character column: from its own start to before the next one."""
    before = [heading for heading in headings if heading.start <= offset]
    return max(before, key=lambda heading: heading.start, default=None)


def columns(header: Row, headings: tuple[Heading, ...], rows: list[Row], offsets: set[int]) -> dict[int, Heading]:
    """Character column of marks -> heading, where every one of *offsets* is the only one under the heading of a role
    and no rival reading says otherwise; else nothing. *rows* are those with the marks."""
    found = {}
    for offset in offsets:
        heading = under(headings, offset)
        if heading is None or heading.role is None:
            return {}
        found[offset] = heading
    if len(set(found.values())) != len(found):
        return {}
    for rival in rivals(header, headings, rows):
        if any(rival(row, offset) not in (None, found[offset]) for row in rows for offset in row.offsets[1:]
               if offset in found):  # fmt: skip
            return {}
    return found


class Rival:
    """A reading by TABs: each *size* spaces wide, or to the next multiple of *size* (*stops*)."""

    def __init__(self, header: Row, headings: tuple[Heading, ...], size: int, *, stops: bool) -> None:
        self.size, self.stops = size, stops
        starts = {heading.start: heading for heading in headings}
        counts = self.tabs(header)
        steps = {after - before for before, after in pairwise(counts)}
        self.possible = bool(counts) and steps == {1}
        self.by_count = {count: starts[at] for count, at in zip(counts, header.offsets, strict=False) if at in starts}

    def __call__(self, row: Row, offset: int) -> Heading | None:
        """The heading of the cell that begins at *offset*."""
        return self.by_count.get(self.tabs(row)[row.offsets.index(offset)])

    def fits(self, row: Row) -> bool:
        """True if the row can have come about in this way."""
        counts = self.tabs(row)
        return bool(counts) and all(count in self.by_count for count in counts[1:])

    def tabs(self, row: Row) -> list[int]:
        """How many TABs stood before each cell; empty where that cannot be."""
        counts, count, end = [], 0, 0
        for cell, offset in zip(row.cells, row.offsets, strict=True):
            start = offset - 1
            if (start if self.stops else start - end) % self.size:
                return []
            count += start // self.size - end // self.size if self.stops else (start - end) // self.size
            counts.append(count)
            end = start + len(cell)
        return counts


def rivals(header: Row, headings: tuple[Heading, ...], rows: list[Row]) -> Iterator[Rival]:
    """The readings by TABs that the header and all rows allow."""
    for sizes, stops in ((STOPS, True), (GAPS, False)):
        for size in sizes:
            rival = Rival(header, headings, size, stops=stops)
            if rival.possible and all(rival.fits(row) for row in rows):
                yield rival
