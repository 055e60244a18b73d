"""Which column of a list holds what: by its heading, and where no list of words has it, by what its cells look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.display import safe
from core.text import TEXT_LIMIT, clean
from importers.attendance.model import Line
from importers.attendance.times import is_duration, scan
from importers.attendance.words import AttendanceWords
from importers.readers.grid import Grid

_EMAIL = re.compile(r"(?:mailto:)?([^@\s<>;,]+@[^@\s<>;,]+\.[^@\s<>;,.]+)", re.IGNORECASE)
_INSIDE = re.compile(r"<([^<>]+@[^<>]+)>")
_MOST = 0.7  # of the filled cells of a column that must look alike
_LOOKED_AT = 200
_NUMBER = 5  # digits of a number that is not a telephone's
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:,?\s+[^\W\d_][\w.'’-]*){1,4}(?:\s*[(\[].*)?")


def lines_of(grid: Grid) -> list[Line]:
    """The rows of a grid with cleaned cells; blank rows stay, since they part tables."""
    out = []
    for row in grid.rows:
        cells = [clean(cell, TEXT_LIMIT) for cell in row.cells]
        while cells and not cells[-1]:
            cells.pop()
        out.append(Line(grid.place(row), tuple(cells)))
    return out


@dataclass(frozen=True)
class Columns:
    """Where each kind of column stands (the first of a kind), and *headings* that a list of words has."""

    index: dict[str, int]
    headings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def __contains__(self, kind: str) -> bool:
        return kind in self.index

    def text(self, line: Line, kind: str) -> str:
        """The cell of a kind, empty where there is no such column."""
        return line[self.index.get(kind)]

    def name(self, line: Line) -> str:
        """The name of a person, from one column or two."""
        return self.text(line, "name") or f"{self.text(line, 'first_name')} {self.text(line, 'last_name')}".strip()


def by_words(header: Line, words: AttendanceWords) -> Columns:
    """The columns whose headings are known."""
    index: dict[str, int] = {}
    known, unread = [], []
    for number, cell in enumerate(header.cells):
        kind = words.column(cell) if cell else None
        if kind:
            index.setdefault(kind, number)
            known.append(cell)
        elif cell:
            unread.append(cell)
    return Columns(index, tuple(known), tuple(unread))


def read(header: Line | None, body: Sequence[Line], words: AttendanceWords) -> Columns:
    """The columns of a table: by words, the rest by shape."""
    found = by_words(header, words) if header else Columns({})
    return Columns({**by_shape(body, words, found.index), **found.index}, found.headings, found.unread)


def by_shape(body: Sequence[Line], words: AttendanceWords, known: dict[str, int]) -> dict[str, int]:
    """Columns that no heading tells: the first e-mail, two times, a duration, and the first text before them."""
    taken = set(known.values())
    shapes: dict[int, str] = {}
    for index in range(max((len(line.cells) for line in body), default=0)):
        if index not in taken:
            cells = [line[index] for line in body[:_LOOKED_AT]]
            shapes[index] = shape([cell for cell in cells if cell.strip("-–—")], words)
    index_of: dict[str, int] = {}

    def give(wanted: str, *kinds: str) -> None:
        places = [index for index, found in shapes.items() if found == wanted]
        # Of three times the first is that of registering.
        for kind, place in zip(kinds, places[-len(kinds) :] if wanted == "time" else places, strict=False):
            index_of[kind] = place

    if "email" not in known:
        give("email", "email")
    if not {"joined", "left", "first_joined", "last_left", "moment", "registered"} & known.keys():
        give("time", "joined", "left")
    if not {"duration", "minutes"} & known.keys():
        give("duration", "duration")
    if not {"name", "first_name", "last_name"} & known.keys():
        give("person", "name")
        if "name" not in index_of:
            give("text", "name")
    return index_of


def shape(cells: list[str], words: AttendanceWords) -> str:
    """email, time, duration, number, person (several capitalised words, no two alike), text, or nothing."""
    if not cells:
        return ""
    most = _MOST * len(cells)
    if sum(1 for cell in cells if email_in(cell)) >= most:
        return "email"
    if sum(1 for cell in cells if scan(cell, words)) >= most:
        return "time"
    if sum(1 for cell in cells if is_duration(cell)) >= most:
        return "duration"
    if sum(1 for cell in cells if cell.isdecimal() and len(cell) <= _NUMBER) >= most:
        return "number"
    people = sum(1 for cell in cells if _PERSON.fullmatch(cell) and cell[0].isupper())
    return "person" if people >= most and len(set(cells)) > len(cells) / 2 else "text"


def email_in(text: str) -> str:
    """The e-mail in a cell (``Maija <maija@omnia.example>``, ``mailto:…``), empty where it holds none or several."""
    inside = _INSIDE.search(text)
    found = _EMAIL.fullmatch((inside[1] if inside else text).strip())
    return safe(found[1]).strip(".") if found else ""


def real_email(text: str) -> str:
    """As `email_in`; a guest's account in another organisation's directory is written back to the e-mail it was made
    of (``maija_omnia.example#EXT#@host.onmicrosoft.com``)."""
    email = email_in(text)
    local, mark, _ = email.partition("#EXT#")
    name, at, domain = local.rpartition("_")
    return f"{name}@{domain}" if mark and at and "." in domain else email
