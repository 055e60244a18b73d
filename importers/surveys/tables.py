"""The table of an export: its headings, in one row or two, and its rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.findings import Place
from core.text import NAME_LIMIT, TEXT_LIMIT, clean, clean_lines
from importers.readers.grid import Grid, Row
from importers.words import norm

_ABOVE = 30  # lines in which a heading stands
_LOOKED_AT = 200
_DATA = re.compile(r"[\d\s.,:/+()-]+|[^@\s]+@[^@\s]+\.[^@\s]+")
"""A cell that no heading is: a number, a time, an e-mail."""
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """A heading: *text* as in the file on one line, unlike every other one; *question* and *part* where two rows of
    headings part them."""

    number: int
    text: str
    question: str
    part: str | None
    place: Place


@dataclass(frozen=True)
class Table:
    """Headings and rows of one grid. *title* is a line above them; *double*: there are two rows of headings."""

    grid: Grid
    title: str | None
    heads: tuple[Head, ...]
    rows: tuple[tuple[Place, Cells], ...] = field(repr=False)
    double: bool = False


def table_of(grid: Grid) -> Table | None:
    """The table of a grid; None where no row of headings has rows below it."""
    known: dict[str, str] = {}
    lines = [(row, cells) for row in grid.rows if any(cells := _cleaned(row, known))]
    widths = Counter(len(cells) for _, cells in lines[:_LOOKED_AT])
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    at = next((number for number, (_, cells) in enumerate(lines[:_ABOVE]) if _is_header(cells, usual)), None)
    if at is None or len(lines) < at + 2:
        return None
    title = next((cell for _, cells in lines[:at] for cell in cells if cell), None)
    first, below = lines[at][1], lines[at + 1][1]
    double = len(lines) > at + 2 and _continues(first, below)
    body = lines[at + (2 if double else 1) :]
    width = max(len(first), len(below) if double else 0, *(len(cells) for _, cells in body))
    pairs = _pairs(first, below if double else (), width)
    heads = _heads(pairs, grid, lines[at][0])
    rows = tuple((grid.place(row), cells + ("",) * (width - len(cells))) for row, cells in body)
    return Table(grid, clean(title) if title else None, heads, rows, double)


def _cleaned(row: Row, known: dict[str, str]) -> Cells:
    """The cells of a row, cleaned. *known* are those that were cleaned before: most answers come again and again."""
    cells = []
    for cell in row.cells:
        text = known.get(cell)
        if text is None:
            several = "\n" in cell or "\r" in cell
            text = known[cell] = clean_lines(cell) if several else clean(cell, TEXT_LIMIT)
        cells.append(text)
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _is_header(cells: Cells, usual: int) -> bool:
    """True for a row of at least two texts, most of which are no data, and which is at least half as wide as rows are
    here: what stands above a table is often a label and its value."""
    if len(cells) * 2 < usual:
        return False
    filled = [cell for cell in cells if cell]
    data = sum(1 for cell in filled if _DATA.fullmatch(cell))
    return len(filled) > 1 and data * 2 < len(filled)


def _continues(first: Cells, below: Cells) -> bool:
    """True where *below* is the second row of headings: it stands under the gaps of the first one, and has no data."""
    gaps = others = 0
    for number in range(max(len(first), len(below))):
        above, cell = _at(first, number), _at(below, number)
        if cell and _DATA.fullmatch(cell) and not _scale_end(cell):
            return False
        spans = not _at(first, number + 1) and _at(below, number + 1)
        gaps += bool(cell and not above)
        others += bool(cell and above and norm(cell) != norm(above) and not spans)
    return gaps > others


def _scale_end(cell: str) -> bool:
    """True for a small number, which an option may be called."""
    return cell.isdigit() and len(cell) <= 2


def _at(cells: Sequence[str], number: int) -> str:
    return cells[number] if number < len(cells) else ""


def _pairs(first: Cells, below: Cells, width: int) -> list[tuple[str, str | None]]:
    """Question and part of each column; a question goes on over the gaps to its right."""
    out: list[tuple[str, str | None]] = []
    question = ""
    for number in range(width):
        above, part = clean(_at(first, number), TEXT_LIMIT), clean(_at(below, number), TEXT_LIMIT)
        spans = not above and part and below
        question = question if spans else above
        out.append((question, part if part and norm(part) != norm(question) else None))
    return out


def _heads(pairs: Sequence[tuple[str, str | None]], grid: Grid, row: Row) -> tuple[Head, ...]:
    used: set[str] = set()
    heads = []
    for number, (question, part) in enumerate(pairs, 1):
        text = clean(f"{question} [{part}]" if part else question, NAME_LIMIT) or f"[{number}]"
        unique, count = text, 1
        while norm(unique) in used:
            count += 1
            unique = f"{text[: NAME_LIMIT - 6]} ({count})"
        used.add(norm(unique))
        heads.append(Head(number, unique, question, part, grid.place(row, unique)))
    return tuple(heads)
