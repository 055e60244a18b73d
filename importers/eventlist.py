"""Lists of planned events in grids: a title and a day on each row, and beside them kind, packages, place and the like.

Nothing is decided here that is not written; what a value means is the plan's business.
"""

from dataclasses import dataclass
from itertools import islice

from core.errors import EtappiError
from core.findings import Finding, Place
from core.text import clean
from importers.eventwords import EventWords
from importers.readers.grid import Grid, Row
from importers.words import norm

_LOOKED_AT = 50  # rows at the beginning of a grid among which the headings are looked for


@dataclass(frozen=True)
class EventLine:
    """A row: what its cells say by field (only those that are not empty), each with its place; *raw* is the row."""

    place: Place
    raw: str
    cells: dict[str, tuple[str, Place]]

    def text(self, name: str) -> str:
        """What the cell of a field says, empty where it is."""
        return self.cells[name][0] if name in self.cells else ""


@dataclass(frozen=True)
class EventReading:
    """What a list of events says."""

    lines: tuple[EventLine, ...]
    findings: tuple[Finding, ...]


def read(grids: tuple[Grid, ...], words: EventWords) -> EventReading:
    """The events of *grids*; EtappiError ``import.no_event_list`` where none has headings for one."""
    lines: list[EventLine] = []
    findings: list[Finding] = []
    known = 0
    for grid in grids:
        found = _header(grid, words)
        findings += grid.findings
        if found is None:
            continue
        known += 1
        at, columns = found
        header = grid.rows[at]
        for index, cell in enumerate(header.cells):
            if cell.strip() and index not in columns.values():
                findings.append(Finding("import.column_left", "note", grid.place(header), {"heading": clean(cell)}))
        headings = [norm(clean(cell)) for cell in header.cells]
        for row in grid.rows[at + 1 :]:
            if not row.blank and [norm(clean(cell)) for cell in row.cells] != headings:
                lines.append(_line(grid, row, columns, header))
    if not known:
        raise EtappiError("import.no_event_list", file=grids[0].file if grids else "")
    return EventReading(tuple(lines), tuple(findings))


def _header(grid: Grid, words: EventWords) -> tuple[int, dict[str, int]] | None:
    """The row of headings: its place and the column of each field. It names the title and the day."""
    for at, row in enumerate(islice(grid.rows, _LOOKED_AT)):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            name = words.columns.get(norm(clean(cell)))
            if name is not None:
                columns.setdefault(name, index)
        if {"title", "date"} <= columns.keys():
            return at, columns
    return None


def _line(grid: Grid, row: Row, columns: dict[str, int], header: Row) -> EventLine:
    cells = {}
    for name, index in columns.items():
        text = clean(row.cells[index]) if index < len(row.cells) else ""
        if text:
            cells[name] = (text, grid.place(row, clean(header.cells[index])))
    return EventLine(grid.place(row), clean(" | ".join(cell for cell in row.cells if cell.strip())), cells)
