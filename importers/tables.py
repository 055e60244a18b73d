"""What a file of participation tables says, as values: tables, their rows and the cells that are not clear."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from core.findings import Finding, Place
from importers.alignment import Heading
from importers.readers.grid import Row

COLUMNS, MATRIX, LIST = "columns", "matrix", "list"
"""Shapes: a table per package with the roles as columns; organisations by packages; one row a role."""


@dataclass(frozen=True)
class Cell:
    """A cell that is no recognised mark under a known heading. *column* names it as a question does; *role* is that
    of its heading, None where the column has none; *mark* is true for what would be a mark anywhere; *may* are the
    roles that a letter may mean.

    Where runs of spaces tell cells apart (*loose*), *above* is the heading that the cell seems to stand under."""

    text: str
    column: str
    role: str | None
    mark: bool
    place: Place
    loose: bool = False
    above: Heading | None = None
    may: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row with an organisation; in a matrix one cell of it. *roles* are those of its recognised marks; *odd* cells
    stand for a role and are no marks; *unplaced* cells stand in columns whose role is not known. *marks* counts the
    recognised marks."""

    place: Place
    raw: str
    name: str
    roles: tuple[str, ...]
    odd: tuple[Cell, ...] = ()
    unplaced: tuple[Cell, ...] = ()
    marks: int = 0


@dataclass
class Table:
    """A table of one work package while it is read. *code* is None where nothing gives one; *named_by* says what does:
    title, column, heading or sheet."""

    title: str
    code: str | None
    place: Place
    named_by: str = "title"
    shape: str = COLUMNS
    legend: set[str] = field(default_factory=set)
    roles: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    aside: frozenset[int] = frozenset({0})
    """Columns whose cells are no marks: those of the name, the package, a number and the like."""
    packages: "dict[int, Table]" = field(default_factory=dict)
    """In a matrix the table of each column."""
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

    @cached_property
    def label(self) -> str:
        """The table as it is named in places."""
        return re.sub(r"\s+", "", self.code) if self.code else self.title


@dataclass(frozen=True)
class Reading:
    """What a file of participation tables says. *marks* counts recognised marks; *skipped* are lines that are no
    rows, with a code of locales for the reason; *nameless* are rows that have a mark and no organisation; *idle* are
    rows of a matrix whose organisation (the last text) takes part in nothing. *shapes* are the pairs of shape and what
    named the package that occur in the file."""

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    marks: int
    skipped: tuple[tuple[Place, str, str], ...]
    nameless: tuple[tuple[Place, str], ...]
    idle: tuple[tuple[Place, str, str], ...] = ()
    shapes: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> int:
        """Rows with an organisation, repeated ones too; a row of a matrix counts once, however many packages it has."""
        crossed = {
            (entry.place.sheet, entry.place.page, entry.place.row)
            for table in self.tables
            if table.shape == MATRIX
            for entry in table.entries
        }
        return sum(len(t.entries) for t in self.tables if t.shape != MATRIX) + len(crossed) + len(self.idle)

    @property
    def names(self) -> set[str]:
        """The spellings of all rows."""
        return {entry.name for table in self.tables for entry in table.entries} | {name for _, _, name in self.idle}
