"""Reports of Zoom: meeting, unique users, the newer headings, webinar (importing.md 2.2).

Their durations are whole minutes. A webinar has a table for each of host, panelists and attendees; who did not come
stands there too, with dashes for times.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from importers.attendance import columns
from importers.attendance.columns import Columns
from importers.attendance.model import Draft, Entry, Line
from importers.attendance.times import Durations, scan
from importers.attendance.words import AttendanceWords
from importers.words import norm

_MEETING_ID = re.compile(r"\d{3}[\s-]?\d{3,4}[\s-]?\d{3,4}")
_SURE, _BY_SHAPE = 85, 70
WHY = "attendance.why_report"


@dataclass
class _Block:
    """Lines between blank lines and lines of one cell."""

    lines: list[Line] = field(default_factory=list)
    meeting: bool = False
    table: Columns | None = None

    @property
    def body(self) -> list[Line]:
        """The lines below the header."""
        return self.lines[1:]


def claim(lines: Sequence[Line], words: AttendanceWords) -> int:
    """How sure it is that these are the lines of a Zoom report: 0 to 100."""
    tables = [block for block in _blocks(lines, words) if block.table]
    if not tables:
        return 0
    known = any("minutes" in columns.by_words(block.lines[0], words) for block in tables)
    return _SURE if known else _BY_SHAPE


def read(lines: Sequence[Line], words: AttendanceWords) -> Draft:
    """The people of a report, of whichever variant."""
    draft = Draft("zoom", "", "presence", WHY, typed=True)
    blocks = _blocks(lines, words)
    for block in blocks:
        if block.meeting:
            _meeting(draft, block, words)
    tables = [block for block in blocks if block.table is not None]
    registrants: set[str] = set()
    for block in tables:
        _people(draft, block, words, registrants)
    if registrants:
        draft.registered = len(registrants)
    draft.generation = _variant(tables)
    draft.joins = draft.generation != "unique"
    return draft


def _variant(tables: Sequence[_Block]) -> str:
    found = [block.table for block in tables if block.table]
    if len(found) > 1 or any("attended" in table or "registered" in table for table in found):
        return "webinar"
    if all("joined" not in table for table in found):
        return "unique"
    heading = tables[0].lines[0][found[0].index.get("email")]
    return "newer" if norm(heading) == "email" else "meeting"


def _blocks(lines: Sequence[Line], words: AttendanceWords) -> list[_Block]:
    """The blocks that tell of the meeting or list people."""
    blocks = [_Block()]
    for line in lines:
        if len(line.filled) < 2:
            blocks.append(_Block())
        elif _is_meeting(line, words):
            blocks.append(_Block([line], meeting=True))
        elif blocks[-1].meeting and len(blocks[-1].lines) == 2:
            blocks.append(_Block([line]))
        else:
            blocks[-1].lines.append(line)
    found = []
    for block in blocks:
        if len(block.lines) == 2 and not block.meeting:
            block.meeting = any(_MEETING_ID.fullmatch(cell) for cell in block.lines[1].filled)
        if not block.meeting and block.body:
            block.table = _table(block, words)
        if block.meeting or block.table:
            found.append(block)
    return found


def _is_meeting(line: Line, words: AttendanceWords) -> bool:
    kinds = {words.label(cell) for cell in line.filled}
    return "meeting_id" in kinds and bool(kinds & {"title", "start"})


def _table(block: _Block, words: AttendanceWords) -> Columns | None:
    """The columns of a table of people with times or minutes; None where it is no such table."""
    found = columns.read(block.lines[0], block.body, words)
    minutes = found.index.get("minutes")
    if minutes is None:
        taken = set(found.index.values())
        numbers = [
            index
            for index in range(len(block.lines[0].cells))
            if index not in taken
            and columns.shape([cell for line in block.body if (cell := line[index]).strip("-–—")], words) == "number"
        ]
        if not numbers or "duration" in found:
            return None
        if "joined" not in found and not ("email" in found and _has_guests(block, found)):
            return None
        found = Columns({**found.index, "minutes": numbers[-1]}, found.headings, found.unread)
    return found if found.index.keys() & {"name", "first_name", "last_name"} else None


def _has_guests(block: _Block, found: Columns) -> bool:
    """True with a column of guests: headed so, or with one of two words in every row of a narrow table."""
    if "guest" in found:
        return True
    said = {norm(line[len(block.lines[0].cells) - 1]) for line in block.body}
    return len(block.lines[0].cells) == 4 and len(said) <= 2 and "" not in said


def _meeting(draft: Draft, block: _Block, words: AttendanceWords) -> None:
    """Topic, times and id from the row below their labels; by their looks in an unknown language."""
    if not block.body:
        return
    labels, values = block.lines[0], block.body[0]
    told: dict[str, str] = {}
    for index, label in enumerate(labels.cells):
        kind = words.label(label)
        if kind:
            told.setdefault(kind, values[index])
            draft.headings.append(label)
    times = [cell for cell in values.filled if scan(cell, words)]
    ids = [cell for cell in values.filled if _MEETING_ID.fullmatch(cell)]
    rest = [cell for cell in values.filled if cell not in (*times, *ids) and not columns.email_in(cell)]
    draft.title = told.get("title") or next((cell for cell in rest if not cell.isdigit()), None)
    draft.start = told.get("start") or next(iter(times), "")
    draft.end = told.get("end") or next(iter(times[1:]), "")
    number = told.get("meeting_id") or next(iter(ids), None)
    draft.meeting_id = re.sub(r"[\s-]", "", number) if number else None


def _people(draft: Draft, block: _Block, words: AttendanceWords, registrants: set[str]) -> None:
    found = block.table
    assert found is not None
    draft.headings += found.headings
    draft.originals = draft.originals or "(" in block.lines[0][found.index.get("name")]
    timed = "joined" in found and any(scan(found.text(line, "joined"), words) for line in block.body)
    durations = Durations(words, ())
    for line in block.body:
        if found.text(line, "registered").strip("-–—"):
            registrants.add(norm(found.text(line, "email") or found.name(line)))
        away = words.means(found.text(line, "attended"), "no")
        if away or (timed and not scan(found.text(line, "joined"), words)):
            draft.skip(line, "attendance.skipped_no_show", found.name(line))
            continue
        text = found.text(line, "minutes")
        seconds = int(text) * 60 if text.isdecimal() else durations.seconds(text)
        draft.entries.append(Entry(
            line.place, found.name(line), found.text(line, "email"), found.text(line, "organisation"),
            found.text(line, "joined"), found.text(line, "left"), seconds,
            unread=bool(text.strip("-–—")) and seconds is None,
            guest=words.means(found.text(line, "guest"), "yes"),
        ))  # fmt: skip
