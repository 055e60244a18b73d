"""A form that came back: recognised by its hidden sheet, and what was typed into it, cell by cell.

Parts are found by the words that the form itself remembers, so that columns may have moved and rows been sorted.
Nothing is decided here of what a value means.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.closing import TEXTS
from core.errors import EtappiError
from core.findings import Place
from core.forms import COLUMNS, LABELS, MARK, VERSION, Sent, read_marker
from core.text import clean
from importers.readers.doubts import doubted
from importers.readers.grid import Grid, Row


@dataclass(frozen=True)
class Typed:
    """What a cell holds, as text, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class FormRow:
    """A row of the sheet of items: *code* is an item's, or a milestone's (core.forms.step_code); *cells* hold what was
    typed, by the names of GIVEN."""

    code: str
    place: Place
    cells: dict[str, Typed]
    raw: str


@dataclass(frozen=True)
class FormReading:
    """A form as it came back. *report* holds the fields of the sheet for the report by LABELS, those alone that are not
    empty; *blank* are texts that are there and empty; *strange* are rows whose code the form does not know, *others*
    sheets that it did not have."""

    file: str
    sent: Sent
    rows: tuple[FormRow, ...]
    report: dict[str, Typed]
    blank: dict[str, Place]
    strange: tuple[FormRow, ...]
    others: tuple[str, ...]


def marked(grids: Iterable[Grid]) -> Grid | None:
    """The hidden sheet of a form, wherever it stands; None where there is none."""
    return next((grid for grid in grids if grid.rows and _first(grid.rows[0]) == MARK), None)


def read(grids: tuple[Grid, ...], file: str) -> FormReading:
    """What was typed into the form; EtappiError where the file is no form of Etappi, one of a later version, or one
    that lacks a sheet or a column."""
    grid = marked(grids)
    if grid is None:
        raise EtappiError("form.none", file=file)
    version = _cell(grid.rows[0].cells, 1)
    if version.isdigit() and int(version) > VERSION:
        raise EtappiError("form.newer", file=file)
    sent = read_marker(tuple(_undoubted(cell) for cell in row.cells) for row in grid.rows)
    if sent is None:
        raise EtappiError("form.broken", file=file)
    rows, strange = _rows(_sheet(grids, sent.layout.items, file), sent, file)
    report, blank = _fields(_sheet(grids, sent.layout.report, file), sent, file)
    own = (grid.sheet, sent.layout.items, sent.layout.report)
    others = tuple(one.sheet or "" for one in grids if one.sheet not in own)
    return FormReading(file, sent, rows, report, blank, strange, others)


def _sheet(grids: tuple[Grid, ...], name: str, file: str) -> Grid:
    found = next((grid for grid in grids if grid.sheet == name), None)
    if found is None:
        raise EtappiError("form.no_sheet", file=file, sheet=name)
    return found


def _rows(grid: Grid, sent: Sent, file: str) -> tuple[tuple[FormRow, ...], tuple[FormRow, ...]]:
    """Rows below the headings: those of the form, and those with a code that it does not know but something typed."""
    words = {clean(word).casefold(): name for name, word in sent.layout.columns.items()}
    head = next((number for number, row in enumerate(grid.rows)
                 if {words.get(clean(cell).casefold()) for cell in row.cells} >= set(COLUMNS)), None)  # fmt: skip
    if head is None:
        missing = ", ".join(sent.layout.columns.values())
        raise EtappiError("form.no_columns", file=file, sheet=sent.layout.items, columns=missing)
    at: dict[str, int] = {}
    for index, cell in enumerate(grid.rows[head].cells):
        name = words.get(clean(cell).casefold())
        if name is not None:
            at.setdefault(name, index)
    known, strange = [], []
    for row in grid.rows[head + 1 :]:
        code = clean(_cell(row.cells, at["code"]))
        one = _row(grid, row, at, code)
        if code in sent.items or code in sent.steps:
            known.append(one)
        elif one.cells:
            strange.append(one)
    return tuple(known), tuple(strange)


def _row(grid: Grid, row: Row, at: dict[str, int], code: str) -> FormRow:
    cells = {}
    for name in ("new_state", "new_units", "date", "note"):
        text = _cell(row.cells, at[name])
        if text.strip():
            cells[name] = Typed(text, grid.place(row, _letter(grid.first_column + at[name])))
    return FormRow(code, grid.place(row), cells, " | ".join(clean(one.text) for one in cells.values()))


def _fields(grid: Grid, sent: Sent, file: str) -> tuple[dict[str, Typed], dict[str, Place]]:
    """What stands at the right of each label."""
    words = {clean(word).casefold(): name for name, word in sent.layout.labels.items()}
    found: dict[str, Typed] = {}
    blank: dict[str, Place] = {}
    seen = set()
    for row in grid.rows:
        index = next((number for number, cell in enumerate(row.cells) if clean(cell).casefold() in words), None)
        if index is None:
            continue
        name = words[clean(row.cells[index]).casefold()]
        if name in seen:
            continue
        seen.add(name)
        place = grid.place(row, _letter(grid.first_column + index + 1))
        text = _cell(row.cells, index + 1)
        if text.strip():
            found[name] = Typed(text, place)
        elif name in TEXTS:
            blank[name] = place
    missing = [sent.layout.labels[name] for name in LABELS if name not in seen]
    if missing:
        raise EtappiError("form.no_columns", file=file, sheet=sent.layout.report, columns=", ".join(missing))
    return found, blank


def _undoubted(cell: str) -> str:
    """A cell of the hidden sheet without the sign that a reader gives to marks that nobody sees."""
    inner = cell[1:-1]
    return inner if inner and doubted(inner, "hidden") == cell else cell


def _first(row: Row) -> str:
    return next((cell.strip() for cell in row.cells if cell.strip()), "")


def _cell(cells: tuple[str, ...], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _letter(column: int) -> str:
    """A column as a sheet names it: 1 is A, 28 is AB."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
