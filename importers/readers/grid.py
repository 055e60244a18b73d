"""A grid: what a reader found in a file, cell by cell, with the place of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, Protocol

from core.findings import Finding, Place
from importers.limits import STANDARD

ROW_LIMIT = STANDARD.rows
CELL_LIMIT = STANDARD.cell


class Row(NamedTuple):
    """One row as it stands in the file. *number* is the physical line or sheet row, from 1; *cells* are raw text.

    *offsets* are the character columns (from 1) where the cells begin: only where cells were told apart by runs of
    spaces, since there the place on the line is all that is known of a column.
    """

    number: int
    cells: tuple[str, ...]
    page: int | None = None
    offsets: tuple[int, ...] = ()

    @property
    def blank(self) -> bool:
        """True if no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


def rows_of(
    numbers: Iterable[int], cells: Iterable[tuple[str, ...]], pages: Iterable[int | None] | None = None
) -> tuple[Row, ...]:
    """Rows without offsets, a hundred thousand in a few hundredths of a second: made without a call of Python each."""
    fields = zip(numbers, cells, pages or repeat(None), repeat(()))
    return tuple(map(tuple.__new__, repeat(Row), fields))


@dataclass(frozen=True)
class Grid:
    """Rows of one sheet, page or text with one origin.

    *first_column* is the file's column (from 1) of the first cell of each row. *separated* says what told cells
    apart: ``cells`` (a real table or TABs), ``spaces`` (runs of spaces: columns are not sure) or ``none``. *cut* is
    true where the input stops in the middle of a line. *findings* are what the reader itself has to tell.
    """

    file: str
    rows: tuple[Row, ...]
    sheet: str | None = None
    table: str | None = None
    first_column: int = 1
    separated: str = "cells"
    cut: bool = False
    findings: tuple[Finding, ...] = ()

    def place(self, row: Row, column: str | None = None, table: str | None = None) -> Place:
        """The place of a row, or of a cell in it where *column* is given."""
        return Place(
            file=self.file, sheet=self.sheet, page=row.page, table=table or self.table, row=row.number, column=column
        )


class Reader(Protocol):
    """What a reader offers. *score* is 0 where the bytes are not its own, higher where it is surer."""

    name: str
    version: str

    def score(self, content: bytes) -> int:
        """How sure the reader is that it can read *content*: 0 (not at all) to 100."""

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """The grids of *content*; EtappiError with file and remedy where it cannot be read."""
