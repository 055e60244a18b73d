"""Sign-up sheets and lists of registrations of any origin: a table with a name or an e-mail of people."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from core.errors import EtappiError
from core.findings import Finding, Place
from core.importing import Candidate, Question
from importers.attendance import columns
from importers.attendance.columns import Columns
from importers.attendance.model import ALL, MARKED, Draft, Entry, Kind, Line, Told
from importers.attendance.registrations import Statuses
from importers.attendance.times import Durations, scan
from importers.attendance.words import AttendanceWords
from importers.readers.grid import Grid
from importers.words import norm

_BY_WORDS, _BY_SHAPE = 50, 40
_ABOVE = 200  # lines in which a header stands
_PERSON = {"name", "last_name"}
_BESIDE = {"email", "organisation", "signature", "attended", "phone", "registered", "status", "first_name"}
_MARKS = ("attended", "signature")
_DAY = re.compile(
    r"(?<![\d.])\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:,?\s+(?:(?:klo|kl)\.?\s*)?\d{1,2}(?:[.:]\d{2}){0,2}(?:\s?[AaPp][Mm])?)?"
)


class _Table:
    """The lines of one grid from its header on; *above* are those before it."""

    def __init__(self, grid: Grid, lines: Sequence[Line], words: AttendanceWords, told: Told) -> None:
        self.grid = grid
        at = next((number for number, line in enumerate(lines[:_ABOVE]) if _is_header(line, words)), None)
        self.header = lines[at] if at is not None else None
        if at is None:
            at = next((number for number, line in enumerate(lines) if _has_email(line)), len(lines))
            # The line above people whom no heading tells may be one in a language that we do not know.
            if 0 < at < len(lines) and len(lines[at - 1].filled) > 1:
                self.header = lines[at - 1]
        self.above = [line for line in lines[:at] if line.filled and line is not self.header]
        self.body = [line for line in lines[at:] if line.filled and line is not self.header]
        self.found = _corrected(columns.read(self.header, self.body, words), self.header, told)

    @property
    def people(self) -> bool:
        """True if somebody stands in it."""
        return bool(self.body) and bool(self.found.index.keys() & {*_PERSON, "email"})


def _is_header(line: Line, words: AttendanceWords) -> bool:
    kinds = columns.by_words(line, words).index.keys()
    return bool(kinds & _PERSON) and bool(kinds & _BESIDE) and not _has_email(line)


def _has_email(line: Line) -> bool:
    return len(line.filled) > 1 and any(columns.email_in(cell) for cell in line.filled)


def _corrected(found: Columns, header: Line | None, told: Told) -> Columns:
    """The columns with a person's word on them; what nobody reads is left in *unread*."""
    index = dict(found.index)
    cells = header.cells if header else ()
    for number, cell in enumerate(cells):
        kind = told.columns.get(cell)
        if kind:
            index = {one: place for one, place in index.items() if place != number}
            if kind != "skip":
                index[kind] = number
    read = {cells[number] for number in index.values() if number < len(cells)}
    unread = tuple(cell for cell in found.unread if cell not in read and cell not in told.columns)
    return Columns(index, found.headings, unread)


def claim(grids: Sequence[tuple[Grid, list[Line]]], words: AttendanceWords) -> int:
    """How sure it is that these are lists of people: 50 by headings, 40 by e-mails, else 0."""
    tables = [table for grid, lines in grids if (table := _Table(grid, lines, words, Told())).people]
    if not tables:
        return 0
    named = any(table.header is not None and _is_header(table.header, words) for table in tables)
    return _BY_WORDS if named else _BY_SHAPE


def read(grids: Sequence[tuple[Grid, list[Line]]], words: AttendanceWords, told: Told) -> Draft:
    """Everybody on the lists. EtappiError where runs of spaces tell cells apart and the columns are not sure."""
    draft = Draft("signup", "", "presence", "attendance.why_list", typed=True)
    tables = [table for grid, lines in grids if (table := _Table(grid, lines, words, told)).people]
    for table in tables:
        _require_cells(table)
        _above(draft, table.above, words)
        draft.headings += table.found.headings
        for heading in table.found.unread:
            place = table.header.place if table.header else Place(file=table.grid.file)
            draft.findings.append(Finding("import.column_unused", "note", place, {"heading": heading}))
    draft.kind, draft.why = _kind(draft, tables, words, told)
    for table in tables:
        _rows(draft, table, words, told)
    return draft


def _require_cells(table: _Table) -> None:
    width = len(table.header.cells) if table.header else None
    if table.grid.separated == "spaces" and any(len(line.cells) != width for line in table.body):
        raise EtappiError("import.tabs_lost", file=table.grid.file)


def _above(draft: Draft, lines: Sequence[Line], words: AttendanceWords) -> None:
    """Title and time from the lines above a table: ``Aika: 3.9.2024 klo 9``, a label and its value, or a line alone."""
    for line in lines:
        label, value = line.filled[0], " ".join(line.filled[1:])
        if not value and ":" in label:
            label, _, value = (part.strip() for part in label.partition(":"))
        kind = words.label(label) if value else None
        if kind == "title" and draft.title is None:
            draft.title = value
        elif kind == "start" and not draft.start:
            draft.start = _time_in(value, words)
        elif kind is None and draft.title is None and not scan(line.filled[0], words):
            draft.title = " ".join(line.filled)
        if not draft.start and kind is None:
            draft.start = _time_in(" ".join(line.filled), words)


def _time_in(text: str, words: AttendanceWords) -> str:
    """The part of a text that is a time; empty where none is."""
    if scan(text, words):
        return text
    found = _DAY.search(text)
    return found[0] if found and scan(found[0], words) else ""


# Registered, or there?


def _kind(draft: Draft, tables: Sequence[_Table], words: AttendanceWords, told: Told) -> tuple[Kind, str]:
    """What kind of list it is and by what that is known (a code of locales): first hit wins."""
    if told.kind in ("presence", "registration"):
        return told.kind, "attendance.why_told"
    if any(table.found.text(line, mark) for table in tables for mark in _MARKS for line in table.body):
        return "presence", "attendance.why_marks"
    kinds = {kind for table in tables for kind in table.found.index}
    if kinds & {"registered", "status"}:
        return "registration", "attendance.why_registered_column"
    texts = [draft.title or "", *(table.grid.sheet or "" for table in tables), PurePath(tables[0].grid.file).stem]
    for text in texts:
        for kind in ("registration", "presence"):
            if _says(text, kind, words):
                return kind, "attendance.why_title"
    if kinds & set(_MARKS):
        return "presence", "attendance.why_marks"
    return "presence", "attendance.why_list"


def _says(text: str, kind: str, words: AttendanceWords) -> bool:
    plain = " ".join(re.findall(r"[^\W_]+", norm(text)))
    return any(f" {word} " in f" {plain} " for word, meanings in words.titles.items() if kind in meanings.values())


# Rows


def _rows(draft: Draft, table: _Table, words: AttendanceWords, told: Told) -> None:
    found = table.found
    struck = {one.place.row for one in table.grid.findings if one.code == "import.struck"}
    status = found.index.get("status")
    statuses = Statuses(draft, words, told, table.header[status] if table.header else "")
    durations = Durations(words, [found.text(line, "duration") for line in table.body])
    marks = _Marks(draft, table, words, told)
    for line in table.body:
        name, email = found.name(line), found.text(line, "email")
        if table.header is not None and line.cells == table.header.cells:
            continue  # repeated on every page
        if not (name or email):
            _nobody(draft, line, found, words)
            continue
        if name and not email and _total(draft, line, name, words):
            continue
        if line.place.row in struck:
            draft.skip(line, "attendance.skipped_struck", name)
        elif statuses.holds(line, found.text(line, "status"), name or email) and marks.holds(line, name or email):
            minutes = found.text(line, "minutes")
            draft.entries.append(Entry(
                line.place, name, email, found.text(line, "organisation"), found.text(line, "joined"),
                found.text(line, "left"),
                int(minutes) * 60 if minutes.isdecimal() else durations.seconds(found.text(line, "duration")),
                guest=words.means(found.text(line, "guest"), "yes"),
            ))  # fmt: skip
    statuses.ask()
    marks.ask()


def _nobody(draft: Draft, line: Line, found: Columns, words: AttendanceWords) -> None:
    """A row without a person: an empty numbered line says nothing; everything else is listed."""
    said = [cell for index, cell in enumerate(line.cells) if cell and index != found.index.get("number")]
    if said and not (len(said) == 1 and said[0].rstrip(".").isdecimal()) and not _total(draft, line, said[0], words):
        draft.skip(line, "attendance.skipped_nobody")


def _total(draft: Draft, line: Line, text: str, words: AttendanceWords) -> bool:
    """True for a line of a sum, whose number is what the list itself says."""
    word = norm(re.sub(r"[\s:]*\d+\D*$", "", text))
    if not words.means(word, "total"):
        return False
    numbers = re.findall(r"\d+", " ".join(line.filled))
    if numbers and draft.stated is None:
        draft.stated = int(numbers[0])
    draft.skip(line, "attendance.skipped_total")
    return True


class _Marks:
    """The column of signatures, or of who was there, of one table."""

    def __init__(self, draft: Draft, table: _Table, words: AttendanceWords, told: Told) -> None:
        self.draft, self.words, self.told, self.table = draft, words, told, table
        self.index = next((table.found.index[kind] for kind in _MARKS if kind in table.found), None)
        self.asks = draft.kind == "presence" and self.index is not None
        self.any = self.asks and any(line[self.index] for line in table.body)
        self.empty: list[Line] = []

    def holds(self, line: Line, who: str) -> bool:
        """True if the row counts, else *who* is listed.

        An empty cell proves no absence: a person says whether it does in this file.
        """
        if not self.asks or not self.any:
            return True
        text = line[self.index]
        if self.words.means(text, "no"):
            self.draft.skip(line, "attendance.skipped_no_show", who)
            return False
        if text or self.told.unmarked == ALL:
            return True
        self.empty.append(line)
        open_ = self.told.unmarked != MARKED
        self.draft.skip(line, "attendance.skipped_open" if open_ else "attendance.skipped_unmarked", who)
        return False

    def ask(self) -> None:
        """The question about empty cells, and a note where nobody signed."""
        if self.index is None or self.table.header is None:
            return
        heading = self.table.header[self.index]
        if self.empty and self.told.unmarked is None:
            candidates = (Candidate(ALL, "attendance.reason_all"), Candidate(MARKED, "attendance.reason_marked"))
            places = tuple(line.place for line in self.empty)
            values: dict[str, object] = {
                "ask": "attendance.ask_unmarked",
                "n": len(places),
                "rows": len(self.table.body),
                "heading": heading,
            }
            self.draft.questions.append(Question("unmarked", heading, places[0], candidates, places, values))
