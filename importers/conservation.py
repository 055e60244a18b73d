"""Nothing that stands in a file is lost without a word: what is on a page is counted a second way."""

from collections import Counter
from collections.abc import Iterable

from core.errors import EtappiError
from core.findings import Place
from core.text import clean
from importers.letters import Letters, said
from importers.readers.grid import Grid, Row
from importers.tables import COLUMNS, Entry, Reading, Table
from importers.words import Words, norm

Line = tuple[int, int | None]
"""A row of a grid: its number and page."""


def check_rows(
    grid: Grid, tables: tuple[Table, ...], frames: set[Line], told: Iterable[Place], words: Words, letters: Letters
) -> None:
    """Every row of *grid* has become entries, one of the rows *told* of, or belongs to the *frames* of a table; and a
    row of entries has as many marks as its cells, counted anew. EtappiError with the row where that is not so."""
    taken: Counter[Line] = Counter()
    shape: dict[Line, Table] = {}
    for table in tables:
        for entry in table.entries:
            line = (entry.place.row or 0, entry.place.page)
            taken[line] += entry.marks + len(entry.odd) + len(entry.unplaced)
            shape[line] = table
    elsewhere = {(place.row, place.page) for place in told}
    for row in grid.rows:
        line = (row.number, row.page)
        if row.blank or line in frames or (line in elsewhere and line not in shape):
            continue
        if line not in shape:
            raise EtappiError("import.conservation", file=grid.file, row=row.number, seen=1, taken=0)
        seen = marks_of(row, shape[line], words, letters)
        if seen > taken[line]:
            raise EtappiError("import.conservation", file=grid.file, row=row.number, seen=seen, taken=taken[line])


def check_sums(file: str, reading: Reading, entries: list[Entry]) -> None:
    """The rows and marks that a plan works on are those that were read. EtappiError with the first row that is not."""
    there = Counter((entry.place.sheet, entry.place.page, entry.place.row) for entry in entries)
    for table in reading.tables:
        for entry in table.entries:
            line = (entry.place.sheet, entry.place.page, entry.place.row)
            if not there[line]:
                raise EtappiError("import.conservation", file=file, row=entry.place.row or 0, seen=1, taken=0)
            there[line] -= 1
    taken = sum(entry.marks for entry in entries)
    if taken != reading.marks:
        raise EtappiError("import.conservation", file=file, row=0, seen=reading.marks, taken=taken)


def marks_of(row: Row, table: Table, words: Words, letters: Letters) -> int:
    """How many marks stand in the cells of a row, or roles where the cells tell them in words; the columns that have
    another heading do not count, nor does the first cell of a row where none has the name."""
    aside = {index for kind, index in table.columns.items() if kind != "role"}
    aside.add(table.columns.get("organisation", 0))
    count = 0
    for index, cell in enumerate(row.cells):
        if index in aside or not cell.strip():
            continue
        if table.shape == COLUMNS:
            count += norm(clean(cell)) in words.yes
        else:
            count += said(cell, words, letters).marks
    return count
