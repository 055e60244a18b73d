"""What documents and web pages are made of, and how it becomes a grid: lines of text, and tables with spans.

A line is a row of one cell. A cell that spans rows stands in each of them; one that spans columns stands in the first
of them and leaves the others empty, so that a title over the whole width stays a title.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.errors import EtappiError
from core.findings import Finding, Place, Severity
from importers.limits import Limits
from importers.readers.doubts import doubted
from importers.readers.grid import Grid, Row


@dataclass
class Cell:
    """A cell as it is marked up. *above* is true where it only goes on the cell above it (Word); *down* and *across*
    are the rows and columns it spans; *doubt* as in importers.readers.doubts; *notes* are findings without a place:
    code, severity, values."""

    text: str = ""
    down: int = 1
    across: int = 1
    above: bool = False
    doubt: str = ""
    notes: list[tuple[str, Severity, dict[str, object]]] = field(default_factory=list)
    inside: list["Block"] = field(default_factory=list)


@dataclass
class TableBlock:
    """A table: rows of cells. *notes* belong to a row by its index."""

    rows: list[list[Cell]] = field(default_factory=list)
    notes: list[tuple[int, str, Severity, dict[str, object]]] = field(default_factory=list)


Block = str | TableBlock


def grid_of(blocks: Sequence[Block], file: str, limits: Limits) -> tuple[Grid, ...]:
    """One grid of all blocks, rows numbered through the document; nothing where there is nothing in it."""
    writer = _Writer(file, limits)
    writer.take(blocks)
    if not writer.rows:
        return ()
    return (Grid(file, tuple(writer.rows), findings=tuple(writer.findings)),)


class _Writer:
    def __init__(self, file: str, limits: Limits) -> None:
        self.file, self.limits = file, limits
        self.rows: list[Row] = []
        self.findings: list[Finding] = []
        self.cells = 0

    def take(self, blocks: Sequence[Block]) -> None:
        """Write blocks in their order."""
        for block in blocks:
            if isinstance(block, str):
                if block.strip():
                    self.write(block.split("\t"))
            else:
                self.table(block)

    def write(self, cells: list[str]) -> None:
        """Write one row."""
        number = len(self.rows) + 1
        self.cells += len(cells)
        if number > self.limits.rows or self.cells > self.limits.cells:
            raise EtappiError("import.too_many_rows", file=self.file, limit=self.limits.rows)
        if any(len(cell) > self.limits.cell for cell in cells):
            raise EtappiError("import.cell_too_long", file=self.file, row=number, limit=self.limits.cell)
        self.rows.append(Row(number, tuple(cells)))

    def table(self, block: TableBlock) -> None:
        """Write a table. Tables inside its cells come where they stand if it has one column (it only lays out a page),
        else after it, since they would tear it apart."""
        rows = list(_expanded(block, self.limits))
        width = max((len(row) for row in rows), default=0)
        self.cells += width * len(rows)
        if self.cells > self.limits.cells or width > self.limits.columns:
            raise EtappiError("import.too_complex", file=self.file)
        after: list[Block] = []
        notes: dict[int, list[tuple[str, Severity, dict[str, object]]]] = {}
        for index, code, severity, values in block.notes:
            notes.setdefault(index, []).append((code, severity, values))
        for at, (row, marked) in enumerate(zip(rows, block.rows, strict=True)):
            inside = [one for cell in marked for one in cell.inside]
            if width > 1 or any(row):
                self.write([*row, *("" for _ in range(width - len(row)))])
                for note in [*notes.get(at, ()), *(note for cell in marked for note in cell.notes)]:
                    self.findings.append(Finding(note[0], note[1], Place(self.file, row=len(self.rows)), note[2]))
            if width > 1:
                after += inside
            else:
                self.take(inside)
        self.take(after)


def _expanded(block: TableBlock, limits: Limits) -> Iterator[list[str]]:
    """The texts of each row, every cell in its column."""
    below: dict[int, tuple[int, str]] = {}  # column -> rows that the cell above still covers, its text
    last: dict[int, str] = {}
    for row in block.rows:
        texts: list[str] = []

        def fill(texts: list[str] = texts) -> None:
            while len(texts) in below:
                left, text = below[len(texts)]
                if left > 1:
                    below[len(texts)] = (left - 1, text)
                else:
                    del below[len(texts)]
                texts.append(text)

        for cell in row:
            fill()
            column = len(texts)
            if column > limits.columns:
                break
            doubt = cell.doubt or ("spread" if cell.across > 1 else "")
            text = last.get(column, "") if cell.above else doubted(cell.text, doubt)
            last[column] = text
            down, across = min(cell.down, limits.span), min(cell.across, limits.span)
            for offset in range(across):
                if down > 1:
                    below[column + offset] = (down - 1, text if offset == 0 else "")
                texts.append(text if offset == 0 else "")
        fill()
        yield texts
