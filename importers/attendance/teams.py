"""Attendance reports of Microsoft Teams, three generations of them (importing.md 2.1).

1: a list of who joined and left, taken during the meeting. 2: a few lines about the meeting, then one row a join. 3:
numbered sections, of which the second has one row a person and the third repeats them join by join.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from importers.attendance import columns
from importers.attendance.columns import Columns
from importers.attendance.model import Draft, Entry, Line
from importers.attendance.times import Durations, is_duration, scan
from importers.attendance.words import AttendanceWords
from importers.words import norm

_SECTION = re.compile(r"(\d)\.\s+\S.*")
_SUMMARY, _PEOPLE, _JOINS = 1, 2, 3
_WIDE = 4  # cells that a header of people has at least
_ACTIONS = 4  # different words that a list of joining and leaving has at most
_NUMBERED, _LISTED, _PLAIN = 90, 85, 80
WHY = "attendance.why_report"


def claim(lines: Sequence[Line], words: AttendanceWords) -> int:
    """How sure it is that these are the lines of a Teams report: 0 to 100."""
    sections = _sections(lines)
    if _SUMMARY in sections and any(_table(sections[n]) for n in (_PEOPLE, _JOINS) if n in sections):
        return _NUMBERED
    if _actions(lines, words):
        return _LISTED
    header = _header(lines)
    if header is None:
        return 0
    body = [line for line in lines[header + 1 :] if line.filled]
    found = columns.read(lines[header], body, words)
    told = {"joined", "first_joined"} & found.index.keys() and "name" in found and "duration" in found
    return _PLAIN if told and any(is_duration(found.text(line, "duration")) for line in body) else 0


def read(lines: Sequence[Line], words: AttendanceWords) -> Draft:
    """The people of a report, of whichever generation."""
    sections = _sections(lines)
    if _SUMMARY in sections:
        return _third(sections, words)
    if _actions(lines, words):
        return _first(lines, words)
    draft = Draft("teams", "2", "presence", WHY, joins=True)
    header = _header(lines)
    assert header is not None  # what claim asks for
    _summary(draft, lines[:header], words)
    _people(draft, lines[header:], words)
    return draft


# Generation 3


def _sections(lines: Sequence[Line]) -> dict[int, list[Line]]:
    """The lines below each numbered heading."""
    found: dict[int, list[Line]] = {}
    at: list[Line] | None = None
    for line in lines:
        heading = _SECTION.fullmatch(line[0]) if len(line.filled) == 1 else None
        if heading:
            at = found.setdefault(int(heading[1]), [])
        elif at is not None:
            at.append(line)
    return found


def _table(lines: Sequence[Line]) -> bool:
    """True if the first line below a heading is the header of people."""
    first = next((line for line in lines if line.filled), None)
    return first is not None and len(first.filled) >= _WIDE - 1


def _third(sections: dict[int, list[Line]], words: AttendanceWords) -> Draft:
    draft = Draft("teams", "3", "presence", WHY)
    _summary(draft, sections[_SUMMARY], words)
    number = _PEOPLE if _table(sections.get(_PEOPLE, ())) else _JOINS
    draft.joins = number == _JOINS
    _people(draft, [line for line in sections.get(number, ()) if line.filled], words)
    return draft


def _summary(draft: Draft, lines: Sequence[Line], words: AttendanceWords) -> None:
    """Title, times and numbers by their labels; in an unknown language by what the values look like, in order."""
    values = [(line[0], line.filled[1]) for line in lines if len(line.filled) == 2 and line[0]]
    labelled: dict[str, str] = {}
    for label, value in values:
        kind = words.label(label)
        if kind:
            labelled.setdefault(kind, value)
            draft.headings.append(label)
    times = [value for _, value in values if scan(value, words)]
    numbers = [value for _, value in values if value.isdigit()]
    others = [value for _, value in values if value not in (*times, *numbers) and not is_duration(value)]
    draft.title = labelled.get("title") or next(iter(others), None)
    draft.start = labelled.get("start") or next(iter(times), "")
    draft.end = labelled.get("end") or next(iter(times[1:]), "")
    draft.meeting_id = labelled.get("meeting_id")
    present, registered = labelled.get("present") or next(iter(numbers), ""), labelled.get("registered", "")
    draft.stated = int(present) if present.isdigit() else None
    draft.registered = int(registered) if registered.isdigit() else None


def _people(draft: Draft, lines: Sequence[Line], words: AttendanceWords) -> None:
    """The rows below the header *lines[0]*. Somebody without any time did not come, where others have times."""
    if not lines:
        return
    body = [line for line in lines[1:] if line.filled]
    found = columns.read(lines[0], body, words)
    draft.headings += found.headings
    durations = Durations(words, [found.text(line, "duration") for line in body])
    timed = any(_came(line, found) for line in body)
    for line in body:
        if timed and not _came(line, found):
            draft.skip(line, "attendance.skipped_no_show", found.name(line))
            continue
        lasting = found.text(line, "duration")
        seconds = durations.seconds(lasting)
        draft.entries.append(Entry(
            line.place,
            found.name(line),
            found.text(line, "email") or found.text(line, "registration_email"),
            joined=found.text(line, "first_joined") or found.text(line, "joined"),
            left=found.text(line, "last_left") or found.text(line, "left"),
            seconds=seconds,
            unread=bool(lasting.strip("-–—")) and seconds is None,
        ))  # fmt: skip
    if "registration_email" in found and draft.registered is None:
        draft.registered = len(body)


def _came(line: Line, found: Columns) -> bool:
    texts = (found.text(line, kind) for kind in ("first_joined", "joined", "duration"))
    return any(text.strip("-–—") for text in texts)


# Generation 2


def _header(lines: Sequence[Line]) -> int | None:
    """Where the header of people stands: the first line that is wide."""
    return next((number for number, line in enumerate(lines) if len(line.filled) >= _WIDE), None)


# Generation 1


def _actions(lines: Sequence[Line], words: AttendanceWords) -> dict[str, str]:
    """What each word of the second column means, joined or left; nothing where the lines are no such list.

    In an unknown language a name's first action is to join; what is nobody's first action is to leave.
    """
    rows = [line for line in lines if line.filled]
    body = rows[1:]
    if len(rows) < 2 or any(len(line.cells) != 3 for line in rows) or not all(scan(line[2], words) for line in body):
        return {}
    said = list(dict.fromkeys(norm(line[1]) for line in body))
    if len(said) > _ACTIONS:
        return {}
    if words.column(rows[0][1]) == "action" or words.column(rows[0][2]) == "moment":
        known = {word: meaning for word in said if (meaning := _meant(word, words))}
        if len(known) == len(said):
            return known
    first: set[str] = set()
    later: set[str] = set()
    met: set[str] = set()
    for line in body:
        (later if norm(line[0]) in met else first).add(norm(line[1]))
        met.add(norm(line[0]))
    if not later - first or len(met) == len(body):
        return {}
    return {word: "joined" if word in first else "left" for word in said}


def _meant(word: str, words: AttendanceWords) -> str | None:
    return next((meaning for meaning in ("joined", "left") if words.means(word, meaning)), None)


def _first(lines: Sequence[Line], words: AttendanceWords) -> Draft:
    """Each coming with the next going of the same name; somebody who had not left yet has no time of leaving."""
    rows = [line for line in lines if line.filled]
    draft = Draft("teams", "1", "presence", WHY, joins=True, headings=list(rows[0].cells))
    meant = _actions(lines, words)
    there: dict[str, list[int]] = defaultdict(list)
    for line in rows[1:]:
        key = norm(line[0])
        if meant[norm(line[1])] == "joined":
            there[key].append(len(draft.entries))
            draft.entries.append(Entry(line.place, line[0], joined=line[2]))
        elif there[key]:
            at = there[key].pop(0)
            draft.entries[at] = replace(draft.entries[at], left=line[2])
        else:
            draft.entries.append(Entry(line.place, line[0], left=line[2]))
    return draft
