"""Participation tables in a grid: titles, legends, headers, rows and marks, nothing decided that is not written.

One table per work package with the roles as columns (importing.md 2.9, shape a), stacked in one text with page breaks
and repeated titles, or flat with a column for the package.
"""

import re
from dataclasses import dataclass, field, replace

from core.codes import code_key, leading_code
from core.errors import EtappiError
from core.findings import Finding, Place
from core.roles import ROLES
from core.text import NAME_LIMIT, clean
from importers import alignment
from importers.alignment import Heading
from importers.readers.grid import Grid, Row
from importers.words import Words, norm

_PREFIXED = re.compile(r"\s*[^\W\d]")
_PAGE_NUMBER = re.compile(r"(?i:sivu|sida|page)?\s*[–-]?\s*\d{1,4}(\s*[/(]\s*\d{1,4}\)?)?\s*[–-]?")
FEW = 5  # distinct places of marks on a line that can still be columns


@dataclass(frozen=True)
class Cell:
    """A cell that is no recognised mark under a known heading. *column* names it as a question does; *role* is that
    of its heading, None where the column has none; *mark* is true for what would be a mark anywhere.

    Where runs of spaces tell cells apart (*loose*), *above* is the heading that the cell seems to stand under."""

    text: str
    column: str
    role: str | None
    mark: bool
    place: Place
    loose: bool = False
    above: Heading | None = None


@dataclass(frozen=True)
class Entry:
    """A row with an organisation. *roles* are those of its recognised marks; *odd* cells stand under a role and are
    no marks; *unplaced* cells stand in columns whose role is not known. *marks* counts the recognised marks."""

    place: Place
    raw: str
    name: str
    roles: tuple[str, ...]
    odd: tuple[Cell, ...] = ()
    unplaced: tuple[Cell, ...] = ()
    marks: int = 0


@dataclass
class Table:
    """A table of one work package while it is read. *code* is None where the title has none."""

    title: str
    code: str | None
    place: Place
    legend: set[str] = field(default_factory=set)
    roles: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    header: Place | None = None
    header_row: Row | None = None
    spans: dict[int, Heading] = field(default_factory=dict)
    """Headings by where they begin on the line, where runs of spaces tell cells apart."""
    entries: list[Entry] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    """Rows of a single cell, whose meaning the rest of the file decides."""
    body: bool = False
    """True once a row has come after the header that is in force."""
    break_without_rows: bool = False

    @property
    def label(self) -> str:
        """The table as it is named in places."""
        return re.sub(r"\s+", "", self.code) if self.code else self.title


@dataclass(frozen=True)
class Reading:
    """What a file of participation tables says. *marks* counts recognised marks; *skipped* are lines that are no
    rows, with a code of locales for the reason; *nameless* are rows that have a mark and no organisation."""

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    marks: int
    skipped: tuple[tuple[Place, str, str], ...]
    nameless: tuple[tuple[Place, str], ...]

    @property
    def rows(self) -> int:
        """Rows with an organisation, repeated ones too."""
        return sum(len(table.entries) for table in self.tables)


def read(grids: tuple[Grid, ...], words: Words) -> Reading:
    """The participation tables of *grids*; EtappiError ``import.no_table`` where there is none."""
    parsers = [_Parser(grid, words) for grid in grids]
    for parser in parsers:
        parser.run()
    tables = tuple(table for parser in parsers for table in parser.tables.values() if table.header or table.entries)
    if not any(table.entries or table.roles for table in tables):
        raise EtappiError("import.no_table", file=grids[0].file if grids else "")
    findings = [finding for grid in grids for finding in grid.findings]
    for parser in parsers:
        findings += parser.findings()
    return Reading(
        tables,
        tuple(findings),
        sum(entry.marks for table in tables for entry in table.entries),
        tuple(line for parser in parsers for line in parser.skipped),
        tuple(row for parser in parsers for row in parser.nameless),
    )


class _Parser:
    """One pass over a grid, row by row; what is known of the table at hand decides what a row is."""

    def __init__(self, grid: Grid, words: Words) -> None:
        self.grid = grid
        self.words = words
        self.tables: dict[str, Table] = {}
        self.table: Table | None = None
        self.skipped: list[tuple[Place, str, str]] = []
        self.nameless: list[tuple[Place, str]] = []
        self.pending: Row | None = None
        self.cut_names: list[Place] = []

    def run(self) -> None:
        """Read all rows, then what only the whole file can settle."""
        for row in self.grid.rows:
            if not row.blank:
                self.feed(row)
        self.settle_lines()
        if self.grid.separated == "spaces":
            self.name_columns()
        self.conserve()

    def feed(self, row: Row) -> None:
        """Take one row that is not blank."""
        filled = {index: clean(cell, limit=len(cell) + 1) for index, cell in enumerate(row.cells) if cell.strip()}
        first = next(iter(filled.values()))
        if len(filled) == 1 and self.title(row, first):
            return
        if self.is_legend(row, filled):
            self.begin_if_pending()
            table = self.table or self.start("", "", None, row)
            table.legend.add(self.words.role_at_start(first) or self.words.roles[norm(first)])
            return
        if self.is_header(filled):
            self.begin_if_pending()
            self.header(row, filled)
            return
        if len(row.cells) == 1 and not (self.grid.separated == "spaces" and self.table and self.table.header):
            self.pending = None if _PAGE_NUMBER.fullmatch(first) else row
            if self.table and self.table.header:
                self.table.lines.append(row)
            else:
                self.skip(row, "import.skipped_outside")
            return
        self.entry(row, filled)

    def title(self, row: Row, text: str) -> bool:
        """True if the row is the title of a table: a new one, or that of one which goes on after a page break."""
        found = leading_code(text)
        # A bare number is a title only on a line of its own: a name in a row of cells may begin with one.
        if not found or (len(row.cells) > 1 and not _PREFIXED.match(text)):
            return False
        key = code_key(found[0])
        self.start(key, clean(text), found[0], row)
        if self.table is not None:
            self.table.break_without_rows = bool(self.table.entries)
        self.pending = None
        return True

    def start(self, key: str, title: str, code: str | None, row: Row) -> Table:
        if key not in self.tables:
            label = re.sub(r"\s+", "", code) if code else title
            self.tables[key] = Table(title, code, self.grid.place(row, table=label))
        self.table = self.tables[key]
        return self.table

    def begin_if_pending(self) -> None:
        """A line of its own before a legend or header is the title of a table without a code."""
        row = self.pending
        if row is None or (self.table is not None and not self.table.body):
            return
        text = clean(row.cells[0])
        if self.table is not None and row in self.table.lines:
            self.table.lines.remove(row)
        self.skipped = [line for line in self.skipped if (line[0].page, line[0].row) != (row.page, row.number)]
        self.start(f"title {text.casefold()}", text, None, row)
        self.pending = None

    def is_legend(self, row: Row, filled: dict[int, str]) -> bool:
        first, *rest = filled.values()
        if not rest:
            return len(row.cells) == 1 and self.words.role_at_start(first) is not None
        known = self.words.roles.keys() | self.words.columns.keys() | self.words.yes | self.words.no
        header_seen = self.table is not None and bool(self.table.roles)
        return not header_seen and norm(first) in self.words.roles and not any(norm(cell) in known for cell in rest)

    def is_header(self, filled: dict[int, str]) -> bool:
        plain = [norm(cell) for cell in filled.values()]
        exact = sum(1 for cell in plain if cell in self.words.roles or cell in self.words.columns)
        loose = sum(1 for cell in plain if self.interest(cell))
        telling = any(cell in self.words.roles or self.words.columns.get(cell) == "organisation" for cell in plain)
        return telling and (exact + loose == len(plain) or exact >= 2)

    def interest(self, text: str) -> bool:
        first = re.split(r"[\W_]+", text, maxsplit=1)[0]
        return self.words.columns.get(first) == "interest"

    def header(self, row: Row, filled: dict[int, str]) -> None:
        """Take the headings of a row; a header may have two rows, and come again on the next page."""
        table = self.table or self.start("", "", None, row)
        if table.body or table.header is None:
            table.roles, table.headings, table.columns, table.spans = {}, {}, {}, {}
            table.body = False
        table.header = table.header or self.grid.place(row, table=table.label)
        table.header_row = row
        for index, cell in filled.items():
            plain = norm(cell)
            table.headings[index] = clean(cell)
            if plain in self.words.roles:
                table.roles[index] = self.words.roles[plain]
            elif plain in self.words.columns:
                table.columns[self.words.columns[plain]] = index
            elif self.interest(plain):
                del table.headings[index]
            if row.offsets and index in table.headings:
                start = row.offsets[index]
                table.spans[start] = Heading(start, clean(cell), self.words.roles.get(plain))

    def entry(self, row: Row, filled: dict[int, str]) -> None:
        """Take a row of the body."""
        frame = self.table
        if frame is None or (
            frame.header is None and not any(norm(cell) in self.words.yes for cell in filled.values())
        ):
            self.skip(row, "import.skipped_outside")
            return
        frame.body, frame.break_without_rows, self.pending = True, False, None
        table = self.package_of(row, frame)
        at = frame.columns.get("organisation", 0)
        name = filled.get(at, "")
        if row.offsets and norm(name) in self.words.yes:
            name = ""  # spaces hide that the cell of the name is empty
        known = {at, frame.columns.get("workpackage"), frame.columns.get("title")}
        cells = [
            self.cell(row, index, filled[index], frame, table) for index in filled if index not in known or not name
        ]
        marks = [cell.role for cell in cells if cell.mark and cell.role is not None]
        raw = clean(" | ".join(cell for cell in filled.values()))
        place = self.grid.place(row, table=table.label)
        if not name:
            if any(cell.mark for cell in cells):
                self.nameless.append((place, raw))
            else:
                self.skip(row, "import.skipped_nameless")
            return
        if len(name) > NAME_LIMIT:
            self.cut_names.append(place)
        table.entries.append(
            Entry(
                place,
                raw,
                clean(name),
                tuple(role for role in ROLES if role in marks),
                marks=sum(1 for cell in cells if cell.mark),
                odd=tuple(
                    cell
                    for cell in cells
                    if cell.role is not None and not cell.mark and norm(cell.text) not in self.words.no
                ),
                unplaced=tuple(cell for cell in cells if cell.role is None and norm(cell.text) not in self.words.no),
            )
        )

    def package_of(self, row: Row, frame: Table) -> Table:
        """The table that a row belongs to: that of its package cell, where there is such a column."""
        at = frame.columns.get("workpackage")
        if at is None or at >= len(row.cells) or not clean(row.cells[at]):
            return frame
        text = clean(row.cells[at])
        titled = frame.columns.get("title")
        title = clean(row.cells[titled]) if titled is not None and titled < len(row.cells) else ""
        key = f"cell {code_key(text)}"
        if key not in self.tables:
            self.tables[key] = Table(
                clean(f"{text} {title}"), text, self.grid.place(row, table=text), header=frame.header, roles=frame.roles
            )
        return self.tables[key]

    def cell(self, row: Row, index: int, text: str, frame: Table, table: Table) -> Cell:
        role = frame.roles.get(index) if self.grid.separated == "cells" else None
        if self.grid.separated == "spaces":
            column = f"{row.offsets[index]} {row.offsets[index] - row.offsets[0] - len(row.cells[0])}"
        else:
            column = frame.headings.get(index) or str(self.grid.first_column + index)
        place = self.grid.place(row, column=column, table=table.label)
        return Cell(clean(text), column, role, norm(text) in self.words.yes, place)

    def skip(self, row: Row, reason: str) -> None:
        label = self.table.label if self.table else None
        self.skipped.append((self.grid.place(row, table=label), clean(" | ".join(row.cells)), reason))

    def settle_lines(self) -> None:
        """Lines of a single cell inside a table are rows only if rows without a mark have no other cells either."""
        wide = any(
            not entry.roles and not entry.odd and not entry.unplaced
            for t in self.tables.values()
            for entry in t.entries
        )
        for table in self.tables.values():
            for row in table.lines:
                place, text = self.grid.place(row, table=table.label), clean(row.cells[0])
                if _PAGE_NUMBER.fullmatch(text):
                    self.skipped.append((place, text, "import.skipped_page_number"))
                elif wide:
                    self.skipped.append((place, text, "import.skipped_loose"))
                else:
                    table.entries.append(Entry(place, text, text, ()))
            table.entries.sort(key=lambda entry: _order(entry.place))

    def name_columns(self) -> None:
        """Read the columns of a text that lost its TABs where every mark stands under one heading, and name the rest by
        where a mark stands on the line, or by the width of the gap before it, whichever has few values; what such a
        column means is asked (importing.md 2.9)."""
        rows = {row.number: row for row in self.grid.rows}
        asked = [table for table in self.tables.values() if not self.aligned(table, rows)]
        cells = [cell for table in asked for entry in table.entries for cell in entry.unplaced]
        starts = {cell.column.split()[0] for cell in cells}
        gaps = {cell.column.split()[1] for cell in cells}
        if min(len(starts), len(gaps)) > FEW:
            raise EtappiError("import.tabs_lost", file=self.grid.file)
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

    def aligned(self, table: Table, rows: dict[int, Row]) -> bool:
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

    def conserve(self) -> None:
        """Marks and names on the page are those in the tables, counted a second way; else say where and stop."""
        entries = [entry for table in self.tables.values() for entry in table.entries]
        entered = {(entry.place.page, entry.place.row): entry for entry in entries}
        for row in self.grid.rows:
            entry = entered.get((row.page, row.number))
            if entry is None:
                continue
            seen = sum(1 for cell in row.cells[1:] if norm(clean(cell)) in self.words.yes)
            if seen > entry.marks:
                raise EtappiError(
                    "import.marks_lost", file=self.grid.file, row=row.number, seen=seen, taken=entry.marks
                )

    def findings(self) -> list[Finding]:
        """What the tables as a whole have to tell."""
        out = [Finding("import.name_cut", "warning", place, {"limit": NAME_LIMIT}) for place in self.cut_names]
        tables = [table for table in self.tables.values() if table.header or table.entries]
        for table in tables:
            missing = [role for role in ROLES if role in table.legend - set(table.roles.values())]
            if table.header and table.roles:
                out += [Finding("import.no_role_column", "warning", table.header, {"role": role}) for role in missing]
        last = max(tables, key=lambda t: max((_order(e.place) for e in t.entries), default=(0, 0)), default=None)
        for table in self.tables.values():
            if not table.title and not table.header:
                continue  # a legend above a title
            ends = not table.entries and not any(t.header and t.entries for t in tables if t.roles is table.roles)
            if ends or table.break_without_rows or (table is last and self.grid.cut):
                place = table.entries[-1].place if table.entries else table.place
                out.append(Finding("import.table_ends_early", "note", place, {"n": len(table.entries)}))
        return out


def _order(place: Place) -> tuple[int, int]:
    """Where a row stands in its file: rows may be counted on each page."""
    return place.page or 0, place.row or 0


def _renamed(
    cell: Cell, row: Row, headings: tuple[Heading, ...], rival: alignment.Rival | None, by_start: bool
) -> Cell:
    start, gap = cell.column.split()
    column = start if by_start else f"+{gap}"
    above = alignment.under(headings, int(start)) if by_start else rival(row, int(start)) if rival else None
    if above is not None and above.role is None:
        above = None
    return replace(cell, column=column, place=replace(cell.place, column=column), loose=True, above=above)
