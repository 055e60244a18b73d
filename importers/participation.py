"""Participation tables in a grid: titles, legends, headers, rows and marks, nothing decided that is not written.

One table per work package with the roles as columns (importing.md 2.9, shape a), stacked in one text with page breaks
and repeated titles, or flat with a column for the package. Rows whose cells say the role (a matrix, a long list) are
read by importers.shapes, within the same pass.
"""

import re

from core.codes import code_key, leading_code
from core.errors import EtappiError
from core.findings import Finding, Place
from core.roles import ROLES
from core.text import NAME_LIMIT, clean
from importers import conservation, letters, loosecolumns, sheetnames
from importers.alignment import Heading
from importers.letters import Letters
from importers.readers.grid import Grid, Row
from importers.shapes import UNUSED, RoleTexts
from importers.tables import COLUMNS, LIST, MATRIX, Cell, Entry, Reading, Table
from importers.words import Words, norm

_PREFIXED = re.compile(r"\s*[^\W\d]")
_LETTER_AFTER = re.compile(r"\s*\([^\W\d_]{1,4}\)$")
_PAGE_NUMBER = re.compile(r"(?i:sivu|sida|page)?\s*[–-]?\s*\d{1,4}(\s*[/(]\s*\d{1,4}\)?)?\s*[–-]?")


def read(grids: tuple[Grid, ...], words: Words) -> Reading:
    """The participation tables of *grids*; EtappiError ``import.no_table`` where there is none."""
    known = letters.of_file(grids, words)
    parsers = [_Parser(grid, words, known) for grid in grids]
    for parser in parsers:
        parser.run()
    tables = tuple(table for parser in parsers for table in parser.tables.values() if table.header or table.entries)
    if not any(table.entries or table.roles or table.shape != COLUMNS for table in tables):
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
        tuple(row for parser in parsers for row in parser.idle),
        tuple(dict.fromkeys((table.shape, table.named_by) for table in tables if table.entries)),
    )


class _Parser:
    """One pass over a grid, row by row; what is known of the table at hand decides what a row is."""

    def __init__(self, grid: Grid, words: Words, known: Letters) -> None:
        self.grid = grid
        self.words = words
        self.letters = known
        self.texts = RoleTexts(grid, words, known)
        self.tables: dict[str, Table] = {}
        self.table: Table | None = None
        self.skipped: list[tuple[Place, str, str]] = []
        self.nameless: list[tuple[Place, str]] = []
        self.idle: list[tuple[Place, str, str]] = []
        self.frames: set[tuple[int, int | None]] = set()
        """Rows that are titles, legends and headers: (number, page)."""
        self.unused: dict[str, Place] = {}
        self.padded = False
        self.pending: Row | None = None
        self.cut_names: list[Place] = []

    def run(self) -> None:
        """Read all rows, then what only the whole file can settle."""
        for at, row in enumerate(self.grid.rows):
            if not row.blank:
                self.feed(at, row)
        self.settle_lines()
        if self.grid.separated == "spaces":
            loosecolumns.name_columns(self.grid, list(self.tables.values()))
        conservation.check_rows(
            self.grid, tuple(self.tables.values()), self.frames,
            [*(place for place, _, _ in (*self.skipped, *self.idle)), *(place for place, _ in self.nameless)],
            self.words, self.letters,
        )  # fmt: skip

    def feed(self, at: int, row: Row) -> None:
        """Take one row that is not blank; *at* is its index in the grid."""
        filled = {index: clean(cell, limit=len(cell) + 1) for index, cell in enumerate(row.cells) if cell.strip()}
        first = next(iter(filled.values()))
        if len(filled) == 1 and self.title(row, filled):
            return
        if self.is_legend(row, filled):
            self.begin_if_pending()
            table = self.table or self.start("", "", None, row)
            table.legend.add(self.words.role_at_start(first) or self.words.roles[norm(first)])
            self.frame(row)
            return
        if letters.legend_of(list(filled.values()), self.words) and not self.in_body(filled):
            self.frame(row)
            return
        crossed = self.grid.separated == "cells" and self.texts.is_matrix(at, filled)
        if crossed or self.is_header(filled):
            self.begin_if_pending()
            self.header(row, filled, crossed=crossed)
            self.frame(row)
            return
        if len(row.cells) == 1 and not (self.grid.separated == "spaces" and self.table and self.table.header):
            self.pending = None if _PAGE_NUMBER.fullmatch(first) else row
            if self.table and self.table.header:
                self.table.lines.append(row)
            else:
                self.skip(row, "import.skipped_outside")
            return
        self.entry(row, filled)

    def frame(self, row: Row) -> None:
        self.frames.add((row.number, row.page))

    def in_body(self, filled: dict[int, str]) -> bool:
        """True for a row of a list or matrix that has begun, whose two cells may look like a legend."""
        return self.table is not None and self.table.shape != COLUMNS and len(filled) > 1

    def title(self, row: Row, filled: dict[int, str]) -> bool:
        """True if the row is the title of a table: a new one, or that of one which goes on after a page break."""
        (index, text), *_ = filled.items()
        before = self.table
        if before is not None and index in (before.columns.get("organisation", -1), before.columns.get("number", -1)):
            found = leading_code(text) if before.shape == COLUMNS else None
        else:
            found = leading_code(text)
        # A bare number is a title only on a line of its own: a name in a row of cells may begin with one.
        if not found or (len(row.cells) > 1 and not _PREFIXED.match(text)):
            return False
        key = code_key(found[0])
        self.start(key, clean(text), found[0], row)
        if self.table is not None:
            self.table.break_without_rows = bool(self.table.entries)
        if before is not None and before.columns.get("workpackage") == index and self.table is not None:
            self.go_on(before, self.table)
        self.pending = None
        self.frame(row)
        return True

    @staticmethod
    def go_on(before: Table, table: Table) -> None:
        """A package's row of its own inside a list: the headings above it stay in force."""
        table.shape, table.header, table.header_row = before.shape, before.header, before.header_row
        table.roles, table.headings, table.columns = before.roles, before.headings, before.columns
        table.aside = before.aside

    def start(self, key: str, title: str, code: str | None, row: Row) -> Table:
        """Begin a table, or go on with it. One without a title is named by its sheet."""
        if key not in self.tables:
            named_by = "title"
            if not title and self.grid.sheet:
                title, code, named_by = clean(self.grid.sheet), sheetnames.code_of(clean(self.grid.sheet)), "sheet"
            label = re.sub(r"\s+", "", code) if code else title
            self.tables[key] = Table(title, code, self.grid.place(row, table=label), named_by)
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
        self.frame(row)
        self.pending = None

    def is_legend(self, row: Row, filled: dict[int, str]) -> bool:
        first, *rest = filled.values()
        if not rest:
            return len(row.cells) == 1 and self.words.role_at_start(first) is not None
        header_seen = self.table is not None and bool(self.table.roles or self.table.shape != COLUMNS)
        if header_seen or norm(first) not in self.words.roles:
            return False
        known = self.words.roles.keys() | self.words.columns.keys() | self.words.yes | self.words.no
        return not any(norm(cell) in known for cell in rest)

    def is_header(self, filled: dict[int, str]) -> bool:
        plain = [norm(cell) for cell in filled.values()]
        kinds = {self.words.columns.get(cell) for cell in plain}
        headed = "organisation" in kinds or ("name" in kinds and bool(kinds & {"role", "workpackage"}))
        if self.table is not None and self.table.shape != COLUMNS and not headed:
            return False  # cells of the body are role words here
        if not headed and not any(cell in self.words.roles for cell in plain):
            return False
        exact = sum(1 for cell in plain if cell in self.words.columns or self.role_of(cell, headed=headed))
        loose = sum(1 for cell in plain if self.interest(cell))
        return exact + loose == len(plain) or exact >= 2

    def role_of(self, heading: str, *, headed: bool) -> str | None:
        """The role that a heading names: a word, ``word (letter)``, or beside other headings a letter."""
        plain = norm(heading)
        bare = _LETTER_AFTER.sub("", plain)
        role = self.words.roles.get(plain) or self.words.roles.get(bare)
        return role or (self.letters.role(plain) if headed and plain not in self.words.columns else None)

    def interest(self, text: str) -> bool:
        first = re.split(r"[\W_]+", text, maxsplit=1)[0]
        return self.words.columns.get(first) == "interest"

    def header(self, row: Row, filled: dict[int, str], *, crossed: bool) -> None:
        """Take the headings of a row; a header may have two rows, and come again on the next page. *crossed*: it is
        that of a matrix."""
        table = self.table or self.start("", "", None, row)
        if table.body or table.header is None:
            table.roles, table.headings, table.columns, table.spans, table.packages = {}, {}, {}, {}, {}
            table.shape, table.body = COLUMNS, False
        table.header = table.header or self.grid.place(row, table=table.label)
        table.header_row = row
        for index, cell in filled.items():
            plain = norm(cell)
            role = None if crossed else self.role_of(cell, headed=True)
            table.headings[index] = clean(cell)
            if role:
                table.roles[index] = role
            elif plain in self.words.columns:
                table.columns[self.words.columns[plain]] = index
            elif self.interest(plain):
                del table.headings[index]
            elif crossed:
                table.packages[index] = self.package(row, cell)
            if row.offsets and index in table.headings:
                start = row.offsets[index]
                table.spans[start] = Heading(start, clean(cell), role)
        self.shape(table, crossed=crossed)

    def package(self, row: Row, heading: str) -> Table:
        """The table of a column of a matrix, the same one where the header comes again."""
        made = self.texts.package(row, heading)
        return self.tables.setdefault(f"column {code_key(made.code or made.title)}", made)

    def shape(self, table: Table, *, crossed: bool) -> None:
        """Say what shape the headings make, and which columns say nothing of roles."""
        if "organisation" not in table.columns and "name" in table.columns:
            table.columns["organisation"] = table.columns.pop("name")
        if crossed:
            table.shape = MATRIX
        elif "role" in table.columns and not table.roles:
            table.shape = LIST
        elif table.columns.get("role") in table.roles:
            del table.columns["role"]  # the upper one of two rows of headings
        kinds = ("workpackage", "title", *UNUSED)
        named = table.columns.get("organisation", 0)
        table.aside = frozenset({named, *(table.columns[kind] for kind in kinds if kind in table.columns)})
        for kind in UNUSED:
            if kind in table.columns and table.header:
                self.unused.setdefault(table.headings.get(table.columns[kind], kind), table.header)

    def entry(self, row: Row, filled: dict[int, str]) -> None:
        """Take a row of the body."""
        frame = self.table
        if frame is None or (
            frame.header is None and not any(norm(cell) in self.words.yes for cell in filled.values())
        ):
            self.skip(row, "import.skipped_outside")
            return
        frame.body, frame.break_without_rows, self.pending = True, False, None
        self.padded |= len(row.cells) > 1 and not row.cells[-1].strip()
        if frame.shape != COLUMNS:
            self.said(row, filled, frame)
            return
        table = self.package_of(row, frame)
        at = frame.columns.get("organisation", 0)
        name = filled.get(at, "")
        if row.offsets and norm(name) in self.words.yes:
            name = ""  # spaces hide that the cell of the name is empty
        known = frame.aside if name else frame.aside.intersection(frame.columns.values())
        marked, marks, cells = set(), 0, []
        for index, text in filled.items():
            if index in known or norm(text) in self.words.no:
                continue
            mark = norm(text) in self.words.yes
            marks += mark
            role = frame.roles.get(index) if self.grid.separated == "cells" else None
            if mark and role is not None:
                marked.add(role)
            else:
                cells.append(self.cell(row, index, text, frame, table))
        raw = clean(" | ".join(filled.values()))
        place = self.grid.place(row, table=table.label)
        if not name:
            if marks:
                self.nameless.append((place, raw))
            else:
                self.skip(row, "import.skipped_nameless")
            return
        self.named(name, place)
        table.entries.append(
            Entry(
                place,
                raw,
                clean(name),
                tuple(role for role in ROLES if role in marked),
                marks=marks,
                odd=tuple(cell for cell in cells if cell.role is not None),
                unplaced=tuple(cell for cell in cells if cell.role is None),
            )
        )

    def named(self, name: str, place: Place) -> None:
        """Note a name that is longer than a name may be."""
        if len(name) > NAME_LIMIT:
            self.cut_names.append(place)

    def said(self, row: Row, filled: dict[int, str], frame: Table) -> None:
        """Take a row of a list or a matrix."""
        self.texts.require_cells(row, frame.header_row)
        at = frame.columns.get("organisation", 0)
        name = filled.get(at, "")
        raw = clean(" | ".join(filled.values()))
        if frame.shape == MATRIX:
            for index in filled:
                if index not in (*frame.packages, *frame.columns.values(), at):
                    frame.packages[index] = self.package(row, str(self.grid.first_column + index))
            found = list(self.texts.cross(row, filled, frame, name or "?"))
        else:
            table = self.package_of(row, frame)
            index = frame.columns["role"]
            entry = self.texts.entry(row, raw, name, filled.get(index, ""), frame.headings[index], table.label)
            found = [(table, entry)]
        place = self.grid.place(row, table=frame.label if frame.shape == MATRIX else found[0][0].label)
        if not name:
            if any(entry.marks or any(cell.mark for cell in entry.odd) for _, entry in found):
                self.nameless.append((place, raw))
            else:
                self.skip(row, "import.skipped_nameless")
            return
        self.named(name, place)
        if not found:
            self.idle.append((place, raw, clean(name)))
        for table, entry in found:
            table.entries.append(entry)

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
                clean(f"{text} {title}"), text, self.grid.place(row, table=text), "column", frame.shape,
                header=frame.header, roles=frame.roles, columns=frame.columns,
            )  # fmt: skip
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
        wide = self.padded or any(
            not entry.roles and not entry.odd and not entry.unplaced
            for t in self.tables.values()
            for entry in t.entries
        )
        for table in self.tables.values():
            for row in table.lines:
                place, text = self.grid.place(row, table=table.label), clean(row.cells[0])
                if _PAGE_NUMBER.fullmatch(text):
                    self.skipped.append((place, text, "import.skipped_page_number"))
                elif wide or table.shape != COLUMNS:
                    self.skipped.append((place, text, "import.skipped_loose"))
                else:
                    table.entries.append(Entry(place, text, text, ()))
            table.entries.sort(key=lambda entry: _order(entry.place))

    def findings(self) -> list[Finding]:
        """What the tables as a whole have to tell."""
        out = [Finding("import.name_cut", "warning", place, {"limit": NAME_LIMIT}) for place in self.cut_names]
        out += [
            Finding("import.column_unused", "note", place, {"heading": heading})
            for heading, place in self.unused.items()
        ]
        tables = [table for table in self.tables.values() if table.header or table.entries]
        for table in tables:
            missing = [role for role in ROLES if role in table.legend - set(table.roles.values())]
            if table.header and table.roles:
                out += [Finding("import.no_role_column", "warning", table.header, {"role": role}) for role in missing]
        last = max(tables, key=lambda t: max((_order(e.place) for e in t.entries), default=(0, 0)), default=None)
        for table in self.tables.values():
            if (not table.title and not table.header) or table.packages:
                continue  # a legend above a title, the frame of a matrix
            ends = not table.entries and not any(t.header and t.entries for t in tables if t.roles is table.roles)
            if ends or table.break_without_rows or (table is last and self.grid.cut):
                place = table.entries[-1].place if table.entries else table.place
                out.append(Finding("import.table_ends_early", "note", place, {"n": len(table.entries)}))
        return out


def _order(place: Place) -> tuple[int, int]:
    """Where a row stands in its file: rows may be counted on each page."""
    return place.page or 0, place.row or 0
