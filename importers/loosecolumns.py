"""The columns of a text whose TABs became spaces, settled once all of its rows are known (importing.md 2.9)."""

from dataclasses import replace

from core.errors import EtappiError
from core.roles import ROLES
from importers import alignment
from importers.alignment import Heading
from importers.readers.grid import Grid, Row
from importers.tables import Cell, Table

FEW = 5  # distinct places of marks on a line that can still be columns


def name_columns(grid: Grid, tables: list[Table]) -> None:
    """Read the columns of a text that lost its TABs where every mark stands under one heading, and name the rest by
    where a mark stands on the line, or by the width of the gap before it, whichever has few values; what such a
    column means is asked (importing.md 2.9)."""
    rows = {row.number: row for row in grid.rows}
    asked = [table for table in tables if not aligned(table, rows)]
    cells = [cell for table in asked for entry in table.entries for cell in entry.unplaced]
    starts = {cell.column.split()[0] for cell in cells}
    gaps = {cell.column.split()[1] for cell in cells}
    if min(len(starts), len(gaps)) > FEW:
        raise EtappiError("import.tabs_lost", file=grid.file)
    by_start = len(starts) <= len(gaps)
    for table in asked:
        marked = [rows[entry.place.row or 0] for entry in table.entries if entry.unplaced]
        headings = tuple(table.spans.values())
        found = alignment.rivals(table.header_row, headings, marked) if table.header_row else ()
        rival = next(iter(found), None)
        table.entries = [
            replace(entry, unplaced=tuple(
                _renamed(cell, rows[entry.place.row or 0], headings, None if by_start else rival, by_start)
                for cell in entry.unplaced
            ))
            for entry in table.entries
        ]  # fmt: skip


def aligned(table: Table, rows: dict[int, Row]) -> bool:
    """Give the cells of a table the roles of the headings above them; False where these are not sure."""
    marked = [rows[entry.place.row or 0] for entry in table.entries if entry.unplaced]
    offsets = {int(cell.column.split()[0]) for entry in table.entries for cell in entry.unplaced}
    if table.header_row is None or not offsets:
        return False
    found = alignment.columns(table.header_row, tuple(table.spans.values()), marked, offsets)
    if not found:
        return False
    entries = []
    for entry in table.entries:
        cells = []
        for cell in entry.unplaced:
            heading = found[int(cell.column.split()[0])]
            place = replace(cell.place, column=heading.text)
            cells.append(replace(cell, column=heading.text, role=heading.role, place=place))
        have = {cell.role for cell in cells if cell.mark}
        odd = tuple(cell for cell in cells if not cell.mark)
        entries.append(replace(entry, roles=tuple(r for r in ROLES if r in have), odd=odd, unplaced=()))
    table.entries = entries
    table.roles = {number: str(h.role) for number, h in enumerate(table.spans.values()) if h.role}
    return True


def _renamed(
    cell: Cell, row: Row, headings: tuple[Heading, ...], rival: alignment.Rival | None, by_start: bool
) -> Cell:
    start, gap = cell.column.split()
    column = start if by_start else f"+{gap}"
    above = alignment.under(headings, int(start)) if by_start else rival(row, int(start)) if rival else None
    if above is not None and above.role is None:
        above = None
    return replace(cell, column=column, place=replace(cell.place, column=column), loose=True, above=above)
