"""When an event is, from the cells of a list: a day with its hours, several days, or a window before a day is known."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from core import quarter as quarters
from core.dates import read_date
from core.errors import EtappiError
from core.moments import days_of, read_moment, read_times
from importers.words import norm

Times = tuple[str | None, str | None, tuple[str, str] | None]
"""Start and end (ISO days or local times), or a window of ISO days."""

_DASH = r"\s*[-\u2013\u2014]\s*"
_RANGE = re.compile(rf"(?:\w{{2,3}}\s+)?(\d{{1,2}})\.(?:(\d{{1,2}})\.?)?(\d{{4}})?{_DASH}(?:\w{{2,3}}\s+)?"
                    r"(\d{1,2})\.(\d{1,2})\.?\s*(\d{4})?")  # fmt: skip
_WEEK = re.compile(r"(?:vk|viikko|v|vecka|week|w)\.?\s*\d{1,2}(?:\s*/\s*\d{4})?", re.IGNORECASE)
_MONTHS = re.compile(rf"([^\W\d]+)(?:{_DASH}([^\W\d]+))?(?:\s+(\d{{4}}))?")
_CLOCK = r"\d{1,2}(?:[.:]\d{2})?"
_HOURS_BEHIND = re.compile(
    rf"(.+?)[\s,]+(?:klo|kello|kl|klockan|at)?\.?\s*({_CLOCK}{_DASH}{_CLOCK})", re.IGNORECASE
)  # fmt: skip


def when(cells: Mapping[str, str], today: str, span: tuple[str, str], months: Mapping[str, str]) -> Times:
    """The times of the cells *date*, *time*, *ends* and *end_date* (empty where the list has none). *months* maps a
    month's name to its number. EtappiError ``import.event_bad_date`` with the text that cannot be read."""
    text = cells.get("date", "")
    window = _window(text, today, span, months)
    if window is not None:
        return None, None, window
    day, last, hours = _days(text, today, span)
    if cells.get("time"):
        hours = _hours(cells["time"])
    if cells.get("ends"):
        end = _hours(cells["ends"]) if _is_hour(cells["ends"]) else None
        if end is None:
            last = _day(cells["ends"], today, span)
        elif hours is not None:
            hours = (hours[0], end[0])
    if cells.get("end_date"):
        last = _day(cells["end_date"], today, span)
    if hours is None:
        return day, last if last is not None and last > day else None, None
    start = f"{day}T{hours[0]}"
    if hours[1] is not None:
        ends = f"{last or day}T{hours[1]}"
        return start, ends if ends > start else None, None
    return start, last if last is not None and last > day else None, None


def _window(
    text: str, today: str, span: tuple[str, str], months: Mapping[str, str]
) -> tuple[str, str] | None:  # fmt: skip
    found = days_of(text)
    if found is not None:
        return found if found[0] != found[1] else None
    if re.fullmatch(r"Q[1-4]", text, re.IGNORECASE):
        return days_of(quarters.code(quarters.of_date(read_date(text, today, span))))
    if _WEEK.fullmatch(text):
        monday = read_date(text, today, span)
        return monday, (date.fromisoformat(monday) + timedelta(days=6)).isoformat()
    named = _MONTHS.fullmatch(text)
    if named is None:
        return None
    first = _month(named[1], months, named[2])
    last = _month(named[2], months) if named[2] else first
    if first is None or last is None:
        return None
    inside = [one for one in _years(span) if span[0][:7] <= f"{one}-{first:02}" <= span[1][:7]]
    year = named[3] or next(iter(inside), span[0][:4])
    begins, ends = days_of(f"{year}-{first:02}"), days_of(f"{year}-{last:02}")
    return (begins[0], ends[1]) if begins and ends and begins[0] <= ends[1] else None


def _month(name: str, months: Mapping[str, str], other: str | None = None) -> int | None:
    """The number of a month; *elo–syyskuu* leaves the end away from the first."""
    found = months.get(norm(name)) or (months.get(norm(f"{name}kuu")) if other else None)
    return int(found) if found else None


def _years(span: tuple[str, str]) -> range:
    return range(int(span[0][:4]), int(span[1][:4]) + 1)


def _days(text: str, today: str, span: tuple[str, str]) -> tuple[str, str | None, tuple[str, str | None] | None]:
    """First and last day, and the hours, of one text."""
    several = _RANGE.fullmatch(text)
    if several is not None:
        last = _day(f"{several[4]}.{several[5]}.{several[6] or ''}", today, span)
        first = _day(f"{several[1]}.{several[2] or several[5]}.{several[3] or last[:4]}", today, span)
        if first > last:
            raise EtappiError("import.event_bad_date", value=text)
        return first, last, None
    behind = _HOURS_BEHIND.fullmatch(text)
    if behind is not None:
        return _day(behind[1], today, span), None, _hours(behind[2])
    moment = _moment(text, today, span)
    day, _, at = moment.partition("T")
    return day, None, (at, None) if at else None


def _moment(text: str, today: str, span: tuple[str, str]) -> str:
    try:
        return read_moment(text, today, span)
    except EtappiError:
        raise EtappiError("import.event_bad_date", value=text) from None


def _day(text: str, today: str, span: tuple[str, str]) -> str:
    return _moment(text, today, span)[:10]


def _is_hour(text: str) -> bool:
    return read_times(text) is not None


def _hours(text: str) -> tuple[str, str | None]:
    found = read_times(text)
    if found is None:
        raise EtappiError("import.event_bad_date", value=text)
    return found
