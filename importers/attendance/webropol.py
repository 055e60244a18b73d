"""Registrations of a Webropol event (importing.md 2.4): two rows of headings, of the booker and of the attendee.

Registered is not present: these lists never count as people who came.
"""

from collections.abc import Sequence
from itertools import pairwise

from importers.attendance import columns
from importers.attendance.columns import Columns
from importers.attendance.displaynames import is_phone
from importers.attendance.model import Draft, Entry, Line, Told
from importers.attendance.registrations import Statuses
from importers.attendance.times import scan
from importers.attendance.words import AttendanceWords

_SURE = 88
_DASHES = 3  # headings of the second row that only the first one has, at least
_STATUSES = 5
WHY = "attendance.why_registrations"


def claim(lines: Sequence[Line], words: AttendanceWords) -> int:
    """How sure it is that these are registrations of Webropol: 0 or 88."""
    at = _heading(lines)
    if at is None:
        return 0
    found = _block(_merged(lines[at], lines[at + 1])[0], lines[at + 2 :], words)
    return _SURE if "email" in found or "name" in found or "last_name" in found else 0


def read(lines: Sequence[Line], words: AttendanceWords, told: Told) -> Draft:
    """Who is registered. Of the two blocks of names the attendee's counts; the booker's where that one is empty."""
    at = _heading(lines)
    assert at is not None  # what claim asks for
    draft = Draft("webropol", "", "registration", WHY, typed=True)
    _preamble(draft, lines[:at], words)
    attendee, booker = _merged(lines[at], lines[at + 1])
    body = [line for line in lines[at + 2 :] if line.filled]
    of_attendee, of_booker = _block(attendee, body, words), _block(booker, body, words)
    draft.headings += [*of_attendee.headings, *of_booker.headings]
    status = of_booker.index.get("status", _last_said(booker, body, words))
    statuses = Statuses(draft, words, told, booker[status])
    for line in body:
        name, email = of_attendee.name(line), of_attendee.text(line, "email")
        if not (name or email):
            name, email = of_booker.name(line), of_booker.text(line, "email")
        if not (name or email):
            draft.skip(line, "attendance.skipped_nobody")
            continue
        if not statuses.holds(line, line[status], name or email):
            continue
        organisation = of_attendee.text(line, "organisation") or of_booker.text(line, "organisation")
        draft.entries.append(Entry(line.place, name, email, organisation))
    statuses.ask()
    return draft


def _heading(lines: Sequence[Line]) -> int | None:
    """Where the first row of headings stands: it begins with #, and the next has dashes below its headings."""
    for number, (line, below) in enumerate(pairwise(lines)):
        if line[0] == "#" and below[0] == "-" and below.cells.count("-") >= _DASHES and set(below.filled) != {"-"}:
            return number
    return None


def _merged(first: Line, second: Line) -> tuple[Line, Line]:
    """The headings of the attendee and of the booker, each at its place: a dash in one row stands for the other."""
    width = max(len(first.cells), len(second.cells))
    attendee = tuple(second[index] if second[index] != "-" else "" for index in range(width))
    booker = tuple(first[index] if second[index] in ("-", "") and first[index] != "-" else "" for index in range(width))
    return Line(second.place, attendee), Line(first.place, booker)


def _block(header: Line, body: Sequence[Line], words: AttendanceWords) -> Columns:
    """The columns of one block of headings. Where no heading is known the two texts before the e-mail are the name."""
    own = [Line(line.place, tuple(line[n] if cell else "" for n, cell in enumerate(header.cells))) for line in body]
    found = columns.read(header, own, words)
    by_words = columns.by_words(header, words)
    if {"name", "first_name", "last_name"} & by_words.index.keys() or "email" not in found:
        return found
    before = [
        index
        for index in range(found.index["email"])
        if header[index] and columns.shape([line[index] for line in own if line[index]], words) in ("person", "text")
    ]
    index = {kind: place for kind, place in found.index.items() if kind != "name"}
    index.update(zip(("first_name", "last_name"), before[-2:], strict=False))
    return Columns(index, found.headings, found.unread)


def _last_said(booker: Line, body: Sequence[Line], words: AttendanceWords) -> int | None:
    """The column of statuses in an unknown language: the last thing said of a booking, a few words again and again."""
    last = max((index for index, cell in enumerate(booker.cells) if cell), default=None)
    said = {line[last] for line in body}
    if last is None or words.column(booker[last]) or len(said) > _STATUSES or any(map(is_phone, said)):
        return None
    return last


def _preamble(draft: Draft, lines: Sequence[Line], words: AttendanceWords) -> None:
    """Title and times of the event from the lines above: a label and its value."""
    values = [(line.filled[0], line.filled[1]) for line in lines if len(line.filled) > 1]
    for label, value in values:
        kind = words.label(label)
        if kind == "title" and draft.title is None:
            draft.title = value
        elif kind == "start" and not draft.start:
            draft.start = value
        elif kind == "end" and not draft.end:
            draft.end = value
        else:
            continue
        draft.headings.append(label)
    if draft.title is None:
        draft.title = next((value for _, value in values if not scan(value, words)), None)
    if not draft.start:
        draft.start = next((value for _, value in values if scan(value, words)), "")
