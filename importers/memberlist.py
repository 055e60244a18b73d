"""Lists of members in grids: a name on each row, and beside it a business id, a region, a language, labels.

Nothing is decided here that is not written; what a value means is the plan's business.
"""

from dataclasses import dataclass
from itertools import islice

from core.codes import leading_code
from core.errors import EtappiError
from core.findings import Finding, Place
from core.importing import MEMBER_FIELDS
from core.text import clean
from importers import participation
from importers.readers.grid import Grid, Row
from importers.tables import COLUMNS
from importers.words import Words, norm

TELLING = ("business_id", "region", "language")
"""Columns by which a list of members is known where nobody has said that it is one."""
ROLE_COLUMNS = ("role", "workpackage")
_LOOKED_AT = 50  # rows at the beginning of a grid among which the headings are looked for


@dataclass(frozen=True)
class Member:
    """A row with an organisation: its name as written and what its cells say, by field of MEMBER_FIELDS (only those
    that are not empty), each with its place."""

    place: Place
    raw: str
    name: str
    cells: dict[str, tuple[str, Place]]


@dataclass(frozen=True)
class MemberReading:
    """What a list of members says. *skipped* are lines that are no rows, with a code of locales for the reason;
    *nameless* are rows that say something and name nobody; *roles*: some column tells of roles, and was not read."""

    members: tuple[Member, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[tuple[Place, str, str], ...]
    nameless: tuple[tuple[Place, str], ...]
    roles: bool = False


@dataclass(frozen=True)
class _Header:
    """The row of headings: the index of the name and of each field that it has."""

    row: int
    length: int
    name: int
    fields: dict[str, int]
    number: int | None
    unused: tuple[tuple[int, str], ...]
    roles: bool


def looks_like(grids: tuple[Grid, ...], words: Words) -> bool:
    """True for a list of members by its headings: a name, a business id, region or language, and nothing of roles or
    work packages in the whole file."""
    headers = [_header(grid, words) for grid in grids]
    if not any(header and set(TELLING) & set(header.fields) and not header.roles for header in headers):
        return False
    if any(header and header.roles for header in headers) or any(leading_code(grid.sheet or "") for grid in grids):
        return False
    try:
        reading = participation.read(grids, words)
    except EtappiError:
        return True
    return not reading.marks and all(
        not table.roles and table.shape == COLUMNS and table.code is None and not any(e.odd for e in table.entries)
        for table in reading.tables
    )


def read(grids: tuple[Grid, ...], words: Words) -> MemberReading:
    """The members of *grids*; EtappiError ``import.no_member_list`` where no grid has headings for one.

    A single column without any heading is read as names.
    """
    headers = [_header(grid, words) for grid in grids]
    if not any(headers):
        headers = [_names_only(grid) for grid in grids]
    if not any(headers):
        raise EtappiError("import.no_member_list", file=grids[0].file if grids else "")
    reader = _Reader(words)
    for grid, header in zip(grids, headers, strict=True):
        reader.grid(grid, header)
    return MemberReading(
        tuple(reader.members), (*(finding for grid in grids for finding in grid.findings), *reader.findings),
        tuple(reader.skipped), tuple(reader.nameless), any(header.roles for header in headers if header),
    )  # fmt: skip


def _names_only(grid: Grid) -> _Header | None:
    filled = [row for row in grid.rows if not row.blank]
    if not filled or any(sum(1 for cell in row.cells if cell.strip()) > 1 for row in filled):
        return None
    places = {next(at for at, cell in enumerate(row.cells) if cell.strip()) for row in filled}
    return _Header(-1, 1, places.pop(), {}, None, (), roles=False) if len(places) == 1 else None


def _header(grid: Grid, words: Words) -> _Header | None:
    """The first row that has a heading for the name and one more that is known, or nothing beside it."""
    for at, row in enumerate(islice(grid.rows, _LOOKED_AT)):
        filled = {index: norm(clean(cell)) for index, cell in enumerate(row.cells) if cell.strip()}
        kinds = {index: words.columns.get(cell) for index, cell in filled.items()}
        named = [index for index, kind in kinds.items() if kind == "organisation"]
        named = named or [index for index, kind in kinds.items() if kind == "name"]
        if not named:
            continue
        fields: dict[str, int] = {}
        for index, kind in kinds.items():
            if kind in MEMBER_FIELDS:
                fields.setdefault(kind, index)
        roles = any(
            kinds[index] in ROLE_COLUMNS or (cell in words.roles) or leading_code(cell) is not None
            for index, cell in filled.items()
        )
        if fields or roles or len(filled) == 1 or all(kinds.values()):
            number = next((index for index, kind in kinds.items() if kind == "number"), None)
            used = {named[0], number, *fields.values()}
            unused = tuple((index, clean(row.cells[index])) for index in filled if index not in used)
            return _Header(at, len(row.cells), named[0], fields, number, unused, roles)
    return None


class _Reader:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.members: list[Member] = []
        self.findings: list[Finding] = []
        self.skipped: list[tuple[Place, str, str]] = []
        self.nameless: list[tuple[Place, str]] = []

    def grid(self, grid: Grid, header: _Header | None) -> None:
        """Take every row of a grid; each becomes a member, a line told as skipped, or one without a name."""
        before = len(self.members) + len(self.skipped) + len(self.nameless)
        frames = 0
        headings: tuple[str, ...] = ()
        if header is not None and header.row >= 0:
            row = grid.rows[header.row]
            headings = tuple(norm(clean(cell)) for cell in row.cells)
            for _, text in header.unused:
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
        taken = len(self.members) + len(self.skipped) + len(self.nameless) - before + frames
        if there != taken:
            raise EtappiError("import.member_conservation", file=grid.file, seen=there, taken=taken)

    def row(self, grid: Grid, row: Row, header: _Header) -> None:
        if grid.separated == "spaces" and header.length > 1 and len(row.cells) != header.length:
            raise EtappiError("import.member_tabs_lost", file=grid.file, row=row.number)
        raw = clean(" | ".join(cell for cell in row.cells if cell.strip()))
        place = grid.place(row)
        cells = {}
        for field, index in header.fields.items():
            text = clean(row.cells[index]) if index < len(row.cells) else ""
            if text:
                heading = clean(grid.rows[header.row].cells[index])
                cells[field] = text, grid.place(row, column=heading)
        name = clean(row.cells[header.name]) if header.name < len(row.cells) else ""
        if name:
            self.members.append(Member(place, raw, name, cells))
        elif cells:
            self.nameless.append((place, raw))
        else:
            self.skip(grid, row, "import.skipped_nameless")

    def skip(self, grid: Grid, row: Row, reason: str) -> None:
        self.skipped.append((grid.place(row), clean(" | ".join(cell for cell in row.cells if cell.strip())), reason))
