"""A calendar file (RFC 5545): days and hours as events, so that they stand in anybody's calendar.

Written here in sixty lines rather than with a library, so that the library that reads calendars (icalendar, in the
tests) is another hand. Lines end in CR LF and fold at 75 octets; a text can hold no line of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.days import day_number, iso

LINE = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Entry:
    """An event of the whole ISO date *on*, or one that begins *at* (HH:MM, in whatever time zone it is read). It lasts
    until the ISO day or local time *ends*; None: that day, or an end that is not known. *key* is the same for the same
    event in every file."""

    key: str
    on: str
    summary: str
    at: str | None = None
    description: str = ""
    ends: str | None = None
    place: str = ""


def calendar(name: str, entries: Iterable[Entry], stamp: str, product: str) -> bytes:
    """The file. *name* is what the calendar is called, *stamp* the ISO date of the state that it tells, so that the
    same state gives the same bytes; *product* names the program and its version."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(product)}//FI", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    for one in entries:
        lines += ["BEGIN:VEVENT", f"UID:{_text(one.key)}", f"DTSTAMP:{_day(stamp)}T000000Z", *_when(one),
                  f"SUMMARY:{_text(one.summary)}"]  # fmt: skip
        if one.place:
            lines.append(f"LOCATION:{_text(one.place)}")
        if one.description:
            lines.append(f"DESCRIPTION:{_text(one.description)}")
        lines += ["TRANSP:TRANSPARENT" if one.at is None else "TRANSP:OPAQUE", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _when(one: Entry) -> list[str]:
    if one.at is None:
        after = iso(day_number((one.ends or one.on)[:10]) + 1)
        return [f"DTSTART;VALUE=DATE:{_day(one.on)}", f"DTEND;VALUE=DATE:{_day(after)}"]
    begins = [f"DTSTART:{_day(one.on)}T{one.at.replace(':', '')}00"]
    if one.ends is None or len(one.ends) == len(one.on):
        return begins  # a time and a day cannot stand together (RFC 5545, 3.8.2.2)
    return [*begins, f"DTEND:{_day(one.ends[:10])}T{one.ends[11:].replace(':', '')}00"]


def _day(date: str) -> str:
    return date.replace("-", "")


def _text(value: str) -> str:
    """A text as a value: what ends a line, a list or a part is escaped, other control characters go."""
    plain = "".join(" " if sign in "\r\n\t" else sign for sign in value if sign in "\r\n\t" or ord(sign) >= 32)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> bytes:
    """A line with its end, folded between characters; what goes on begins with a space."""
    out, length = [], 0
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if length + len(octets) > LINE:
            out.append(b"\r\n ")
            length = 1
        out.append(octets)
        length += len(octets)
    return b"".join(out) + b"\r\n"
