"""States of obligations in grids: a list (organisation, obligation, state, date) or a matrix (organisations by
obligations).

Nothing is decided here that is not written; what a cell means is the plan's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from core.codes import code_key
from core.errors import EtappiError
from core.findings import Finding, Place
from core.importing import KnownObligation
from core.text import clean
from importers.obligationwords import ObligationWords
from importers.readers.grid import Grid, Row
from importers.words import Words, norm

LIST, MATRIX = "list", "matrix"
_LOOKED_AT = 50  # rows at the beginning of a grid among which the headings are looked for


@dataclass(frozen=True)
class StateCell:
    """What a row says of one obligation: *written* is how the file names it, *code* the obligation that is meant, None
    where there is none. *text* is the state (or mark, or date) as written, *date* that of a column of its own."""

    code: str | None
    written: str
    text: str
    date: str
    place: Place


@dataclass(frozen=True)
class ObligationRow:
    """A row with an organisation, its cells that say something, and the reason and evidence that stand beside them."""

    place: Place
    raw: str
    name: str
    cells: tuple[StateCell, ...]
    reason: str = ""
    proof: str = ""


@dataclass(frozen=True)
class ObligationReading:
    """What a file says. *skipped* are lines that are no rows, with a code of locales for the reason; *nameless* rows
    say something and name nobody; *codes* are the obligations that the file is about; *shapes* is as in
    core.importing.ImportPlan."""

    rows: tuple[ObligationRow, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[tuple[Place, str, str], ...]
    nameless: tuple[tuple[Place, str], ...]
    codes: tuple[str, ...]
    shapes: tuple[str, ...]


@dataclass(frozen=True)
class _Header:
    """The row of headings. *obligations* are the columns of a matrix with the code that each means; *columns* those of
    core: obligation, state, date, reason, proof; *unused* are other headings, and whether nobody knows what they mean;
    *only* is the obligation of the whole grid, where one column of states
    stands alone."""

    row: int
    name: int
    columns: dict[str, int]
    obligations: dict[int, str]
    unused: tuple[tuple[str, bool], ...]
    only: str | None = None

    @property
    def shape(self) -> str:
        """LIST or MATRIX."""
        return MATRIX if self.obligations else LIST


class Obligations:
    """The obligations of a project by what a file may call them: the code, or the title."""

    def __init__(self, known: Sequence[KnownObligation]) -> None:
        self._names: dict[str, str] = {}
        for one in known:
            self._names.setdefault(norm(one.title), one.code)
        self._codes = {code_key(one.code): one.code for one in known}

    def find(self, text: str) -> str | None:
        """The code of the obligation that *text* names, as ``OMA``, as its title, or both (``OMA Own plan``)."""
        plain = norm(text)
        first = plain.partition(" ")[0].rstrip(":.,–-")
        return self._codes.get(code_key(plain)) or self._names.get(plain) or self._codes.get(code_key(first))


def looks_like(grids: Sequence[Grid], known: Sequence[KnownObligation], words: Words, own: ObligationWords) -> bool:
    """True for states of obligations by the headings: an organisation, and beside it either a column of obligations
    with states or dates, or columns that are obligations of the project."""
    found = Obligations(known)
    headers = [_header(grid, found, words, own) for grid in grids]
    return bool(known) and any(header and header.only is None for header in headers)


def read(
    grids: Sequence[Grid], known: Sequence[KnownObligation], words: Words, own: ObligationWords
) -> ObligationReading:
    """The states of *grids*; EtappiError ``import.no_obligation_list`` where no grid has headings for them."""
    obligations = Obligations(known)
    headers = [_header(grid, obligations, words, own) for grid in grids]
    if not any(headers):
        raise EtappiError("import.no_obligation_list", file=grids[0].file if grids else "",
                          codes=", ".join(one.code for one in known) or "–")  # fmt: skip
    reader = _Reader(obligations)
    for grid, header in zip(grids, headers, strict=True):
        reader.grid(grid, header)
    shapes = tuple(dict.fromkeys(header.shape for header in headers if header))
    return ObligationReading(
        tuple(reader.rows), (*(finding for grid in grids for finding in grid.findings), *reader.findings),
        tuple(reader.skipped), tuple(reader.nameless), tuple(reader.codes), shapes,
    )  # fmt: skip


def _header(grid: Grid, obligations: Obligations, words: Words, own: ObligationWords) -> _Header | None:
    """The first row that has a heading for the organisation (or none over the first column) and for states."""
    for at, row in enumerate(islice(grid.rows, _LOOKED_AT)):
        header = _headings(at, row, obligations, words, own, obligations.find(grid.sheet or ""))
        if header is not None:
            return header
    return None


def _headings(
    at: int, row: Row, obligations: Obligations, words: Words, own: ObligationWords, sheet: str | None
) -> _Header | None:
    filled = {index: clean(cell) for index, cell in enumerate(row.cells) if cell.strip()}
    name = _name_column(filled, words)
    columns: dict[str, int] = {}
    found: dict[int, str] = {}
    for index, text in filled.items():
        kind = own.columns.get(norm(text))
        code = obligations.find(text)
        if index == name:
            continue
        if code is not None:
            found[index] = code
        elif kind is not None:
            columns.setdefault(kind, index)
    if "obligation" in columns and ("state" in columns or "date" in columns):
        found, only = {}, None
    elif found:
        columns.pop("obligation", None)
        columns.pop("state", None)
        only = None
    elif sheet is not None and ("state" in columns or "date" in columns):
        only = sheet
    else:
        return None
    if name is None and (not found or 0 in filled):
        return None
    name = name or 0
    used = {name, *columns.values(), *found}
    unused = tuple((text, norm(text) not in words.columns) for index, text in filled.items() if index not in used)
    return _Header(at, name, columns, found, unused, only)


def _name_column(filled: Mapping[int, str], words: Words) -> int | None:
    kinds = {index: words.columns.get(norm(text)) for index, text in filled.items()}
    for wanted in ("organisation", "name"):
        for index, kind in kinds.items():
            if kind == wanted:
                return index
    return None


@dataclass
class _Reader:
    obligations: Obligations
    rows: list[ObligationRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[tuple[Place, str, str]] = field(default_factory=list)
    nameless: list[tuple[Place, str]] = field(default_factory=list)
    codes: dict[str, None] = field(default_factory=dict)

    def grid(self, grid: Grid, header: _Header | None) -> None:
        """Take every row of a grid; each becomes a row, a line told as skipped, or one without a name."""
        before = len(self.rows) + len(self.skipped) + len(self.nameless)
        frames = 0
        headings: tuple[str, ...] = ()
        if header is not None:
            row = grid.rows[header.row]
            headings = tuple(norm(clean(cell)) for cell in row.cells)
            self.codes |= dict.fromkeys(header.obligations.values())
            for text, strange in header.unused:
                if strange and header.shape == MATRIX:
                    self.findings.append(
                        Finding("import.obligation_column", "warning", grid.place(row), {"heading": text})
                    )
                else:
                    self.findings.append(Finding("import.column_left", "note", grid.place(row), {"heading": text}))
        for at, row in enumerate(grid.rows):
            if row.blank:
                continue
            if header is None or at < header.row:
                self.skip(grid, row, "import.skipped_outside")
            elif at == header.row or tuple(norm(clean(cell)) for cell in row.cells) == headings:
                frames += 1
            else:
                self.row(grid, row, header)
        there = sum(1 for row in grid.rows if not row.blank)
        taken = len(self.rows) + len(self.skipped) + len(self.nameless) - before + frames
        if there != taken:
            raise EtappiError("import.member_conservation", file=grid.file, seen=there, taken=taken)

    def row(self, grid: Grid, row: Row, header: _Header) -> None:
        if grid.separated == "spaces" and len(row.cells) != len(grid.rows[header.row].cells):
            raise EtappiError("import.member_tabs_lost", file=grid.file, row=row.number)
        texts = [clean(cell) for cell in row.cells]
        raw = " | ".join(text for text in texts if text)
        beside = {kind: texts[at] if at < len(texts) else "" for kind, at in header.columns.items()}
        cells = tuple(self.cells(grid, row, header, texts, beside))
        name = texts[header.name] if header.name < len(texts) else ""
        if name:
            self.rows.append(ObligationRow(grid.place(row), raw, name, cells, beside.get("reason", ""),
                                           beside.get("proof", "")))  # fmt: skip
        elif cells:
            self.nameless.append((grid.place(row), raw))
        else:
            self.skip(grid, row, "import.skipped_nameless")

    def cells(
        self, grid: Grid, row: Row, header: _Header, texts: Sequence[str], beside: Mapping[str, str]
    ) -> list[StateCell]:
        """The cells of a row that say something."""
        head = grid.rows[header.row].cells
        date = beside.get("date", "")
        if header.obligations:
            return [
                StateCell(code, clean(head[at]), texts[at], date, grid.place(row, column=clean(head[at])))
                for at, code in header.obligations.items()
                if at < len(texts) and texts[at]
            ]
        written = header.only or beside["obligation"]
        if not written and not beside.get("state") and not date:
            return []
        code = header.only or self.obligations.find(written)
        if code is not None:
            self.codes.setdefault(code)
        return [StateCell(code, written, beside.get("state", ""), date, grid.place(row))]

    def skip(self, grid: Grid, row: Row, reason: str) -> None:
        self.skipped.append((grid.place(row), " | ".join(clean(cell) for cell in row.cells if cell.strip()), reason))
