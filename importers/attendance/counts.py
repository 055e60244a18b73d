"""Plain counts: ``Omnia 12``, ``Gradia;4``, ``TP1.2 työpaja 3.9.: 34 hlö / 19 org``, or a table of such."""

import re
from collections.abc import Sequence

from importers.attendance import columns
from importers.attendance.columns import Columns
from importers.attendance.model import Count, Draft, Line
from importers.attendance.times import scan
from importers.attendance.words import AttendanceWords
from importers.words import norm

_BY_WORDS, _BY_SHAPE = 45, 30
_MOST = 0.8  # of the lines that must be counts
_LINE = re.compile(r"(?P<text>.*?[^\W\d_].*?)[\s:;,\t–-]+(?P<n>\d{1,5})\s*(?P<unit>[^\W\d_]+\.?)?")
_NUMBER = re.compile(r"(\d{1,5})\s*([^\W\d_]+)\.?")
_DAY = re.compile(r"(?<![\d.])(?:\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4})(?!\d)")
_ENDS = " :;,–-()/"
WHY = "attendance.why_counts"


def claim(lines: Sequence[Line], words: AttendanceWords) -> int:
    """How sure it is that these are plain counts: 45 by headings, 30 by shape, else 0."""
    found = _header(lines, words)
    if found is not None:
        return _BY_WORDS
    filled = [line for line in lines if line.filled]
    told = [line for line in filled if _of_line(line, words)]
    return _BY_SHAPE if told and len(told) >= _MOST * (len(filled) - 1) else 0


def read(lines: Sequence[Line], words: AttendanceWords) -> Draft:
    """The counts. A line of a sum is what the list itself says and counts nobody again."""
    draft = Draft("counts", "", "counts", WHY)
    header = _header(lines, words)
    if header is not None:
        at, found = header
        draft.headings += found.headings
        for line in lines[at + 1 :]:
            _add(draft, line, _of_table(line, found), words)
        return draft
    for line in lines:
        if line.filled:
            _add(draft, line, _of_line(line, words), words)
    return draft


def _add(draft: Draft, line: Line, count: Count | None, words: AttendanceWords) -> None:
    if not line.filled:
        return
    if count is None:
        if draft.title is None and not draft.counts and len(line.filled) == 1:
            draft.title = line.filled[0]
        else:
            draft.skip(line, "attendance.skipped_no_number")
    elif count.organisation is not None and words.means(count.organisation, "total"):
        draft.stated = count.persons
        draft.skip(line, "attendance.skipped_total")
    else:
        draft.counts.append(count)


def _header(lines: Sequence[Line], words: AttendanceWords) -> tuple[int, Columns] | None:
    """A row with headings of an organisation or an event and of a number of people, or of organisations alone."""
    for number, line in enumerate(lines):
        found = columns.by_words(line, words)
        kinds = found.index.keys()
        named = kinds & {"organisation", "title"}
        if named and kinds & {"persons", "organisations"} and not kinds & {"email", "last_name"}:
            return number, found
        if kinds == {"organisation"} and len(line.filled) == 1 and all(len(row.filled) < 2 for row in lines):
            return number, found
    return None


def _of_table(line: Line, found: Columns) -> Count | None:
    organisation, title = found.text(line, "organisation") or None, found.text(line, "title") or None
    persons = _number(found.text(line, "persons"))
    if not (organisation or title):
        return None
    told = {"persons", "organisations"} & found.index.keys()
    organisations = _number(found.text(line, "organisations"))
    if told and persons is None and organisations is None and found.text(line, "persons").strip("-–—?"):
        return None
    return Count(line.place, organisation, persons, organisations, title, found.text(line, "date") or None)


def _number(text: str) -> int | None:
    found = re.fullmatch(r"(\d{1,5})(?:\s*[^\W\d]+\.?)?", text)
    return int(found[1]) if found else None


def _of_line(line: Line, words: AttendanceWords) -> Count | None:
    """The count in a line: an organisation and its people, or the totals of an event."""
    text = " ".join(line.filled)
    if scan(text, words) or columns.email_in(text):
        return None
    day = _DAY.search(text)
    plain = (text[: day.start()] + text[day.end() :]) if day else text
    units = {meaning: int(n) for n, unit in _NUMBER.findall(plain) if (meaning := _unit(unit, words))}
    if "organisations" in units or (day and "persons" in units):
        title = plain[: min(found.start() for found in _NUMBER.finditer(plain) if _unit(found[2], words))].strip(_ENDS)
        persons, organisations = units.get("persons"), units.get("organisations")
        return Count(line.place, None, persons, organisations, " ".join(title.split()) or None, day[0] if day else None)
    found = _LINE.fullmatch(plain)
    if found is None or day or (found["unit"] and _unit(found["unit"], words) != "persons"):
        return None
    return Count(line.place, found["text"].strip(_ENDS), int(found["n"]))


def _unit(word: str, words: AttendanceWords) -> str | None:
    meanings = words.values.get(norm(word), {}).values()
    return next((unit for unit in ("persons", "organisations") if unit in meanings), None)
