"""Calendar files (iCalendar, RFC 5545): one row for each event, recurring ones once for each time.

Read here in a hundred lines with the standard library; only the recurrences are dateutil's. Times with a zone become
those of Finland; times without one stay as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from core.errors import EtappiError
from core.findings import Finding, Place
from importers.readers.grid import ROW_LIMIT, Grid, Row
from importers.readers.text import decode, is_text, lines_of

HEAD = ("title", "date", "time", "end date", "end time", "location", "uid", "status")
"""Headings that importers.eventlist knows."""
HOME = ZoneInfo("Europe/Helsinki")
YEARS = 3
"""For how many years from its first time a series that names no end is followed."""
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:]*))*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')
_ESCAPE = re.compile(r"\\([nN,;\\])")
_LENGTH = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?")

When = date | datetime


@dataclass
class _Event:
    """The properties of one VEVENT, by name: parameters and value; and the line on which it begins."""

    line: int
    properties: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    left_out: list[tuple[dict[str, str], str]] = field(default_factory=list)


class CalendarReader:
    """Reads ics files."""

    name = "calendar"
    version = "1"

    def score(self, content: bytes) -> int:
        """100 for a file that begins as a calendar does, else 0."""
        head = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").upper()
        return 100 if head.startswith(b"BEGIN:VCALENDAR") and is_text(content) else 0

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """One grid with a row of headings (HEAD); the number of a row is the line on which its event begins."""
        try:
            text, _ = decode(content)
        except UnicodeError as error:
            raise EtappiError("import.encoding", file=file) from error
        rows = [Row(1, HEAD)]
        findings: list[Finding] = []
        for event in _events(text):
            try:
                rows += _rows(event, file, findings)
            except (ValueError, OverflowError, TypeError):
                findings.append(Finding("import.event_unread", "warning", Place(file=file, row=event.line)))
            if len(rows) > ROW_LIMIT:
                raise EtappiError("import.too_many_rows", file=file, limit=ROW_LIMIT)
        return (Grid(file, tuple(rows), findings=tuple(findings)),)


def _events(text: str) -> Iterator[_Event]:
    """Every VEVENT, without what stands inside it (alarms)."""
    event: _Event | None = None
    inside: list[str] = []
    for number, line in _unfolded(lines_of(text)):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3].strip()
        parameters = {key.upper(): told.strip('"') for key, told in _PARAMETER.findall(found[2])}
        if name == "BEGIN":
            inside.append(value.upper())
            if value.upper() == "VEVENT":
                event = _Event(number)
        elif name == "END":
            if value.upper() == "VEVENT" and event is not None:
                yield event
                event = None
            if inside:
                inside.pop()
        elif event is not None and inside[-1:] == ["VEVENT"]:
            if name == "EXDATE":
                event.left_out.append((parameters, value))
            event.properties.setdefault(name, (parameters, value))


def _unfolded(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines with those that go on (they begin with a blank) put together; the number is that of the first."""
    whole, at = "", 0
    for number, line in enumerate(lines, 1):
        if line[:1] in (" ", "\t") and at:
            whole += line[1:]
            continue
        if at:
            yield at, whole
        whole, at = line, number
    if at:
        yield at, whole


def _rows(event: _Event, file: str, findings: list[Finding]) -> Iterator[Row]:
    if "DTSTART" not in event.properties:
        return
    start = _when(*event.properties["DTSTART"])
    ends = _end(event, start)
    title, place = (_plain(event.properties.get(name, ({}, ""))[1]) for name in ("SUMMARY", "LOCATION"))
    uid = _plain(event.properties.get("UID", ({}, ""))[1])
    status = event.properties.get("STATUS", ({}, ""))[1]
    if "RECURRENCE-ID" in event.properties:
        uid += f" {event.properties['RECURRENCE-ID'][1]}"
    times = [start]
    if "RRULE" in event.properties:
        times = _recurring(event, start)
        if "UNTIL" not in event.properties["RRULE"][1].upper() and "COUNT" not in event.properties["RRULE"][1].upper():
            findings.append(Finding("import.event_series_cut", "warning", Place(file=file, row=event.line),
                                    {"title": title, "n": len(times)}))  # fmt: skip
    for moment in times:
        last = None if ends is None else moment + (ends - start)
        own = f"{uid} {moment:%Y%m%d}" if len(times) > 1 else uid
        yield Row(event.line, (title, *_told(moment), *_told(last), place, own, status))


def _told(moment: When | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    if isinstance(moment, datetime):
        return moment.date().isoformat(), moment.strftime("%H:%M")
    return moment.isoformat(), ""


def _end(event: _Event, start: When) -> When | None:
    """The end of an event; that of one of whole days is its last day."""
    if "DTEND" in event.properties:
        ends = _when(*event.properties["DTEND"])
    elif "DURATION" in event.properties and (found := _LENGTH.fullmatch(event.properties["DURATION"][1])):
        weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
        ends = start + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    else:
        return None
    if type(ends) is not type(start):
        return None
    if not isinstance(ends, datetime):
        ends -= timedelta(days=1)
    return ends if ends > start else None


def _recurring(event: _Event, start: When) -> list[When]:
    """The times of a series, without those that are left out."""
    whole = not isinstance(start, datetime)
    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    rule = re.sub(r"(UNTIL=\d{8}T\d{6})Z", r"\1", event.properties["RRULE"][1], flags=re.IGNORECASE)
    skipped = {_when(parameters, one) for parameters, value in event.left_out for one in value.split(",")}
    limit = first + timedelta(days=366 * YEARS)
    found = takewhile(lambda moment: moment <= limit, rrulestr(rule, dtstart=first))
    moments: list[When] = [one.date() if whole else one for one in found]
    return [one for one in moments if one not in skipped] or [start]


def _when(parameters: dict[str, str], value: str) -> When:
    """A date, or a local time. ValueError for anything else."""
    if len(value) == 8:
        return datetime.strptime(value, "%Y%m%d").date()
    moment = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")
    zone = ZoneInfo("UTC") if value.endswith("Z") else _zone(parameters.get("TZID"))
    return moment if zone is None else moment.replace(tzinfo=zone).astimezone(HOME).replace(tzinfo=None)


def _zone(name: str | None) -> ZoneInfo | None:
    """The zone of a name; None where there is none or it is not known: then the time stays as it is written."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: " " if found[1] in "nN" else found[1], text)
