"""Days with a time as people write them: ``3.9.2024 klo 9.00``, ``ti 3.9. 9-11``, ``2024-09-03T09:00``; and the windows
of days, months or quarters in which something is planned."""

import re
from collections.abc import Sequence
from datetime import datetime

from core import quarter as quarters
from core.dates import read_date
from core.days import from_civil, iso
from core.errors import EtappiError

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?")
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?(?:[.:]\d{2})?"
_TIME = re.compile(
    rf"(?:(?:klo|kello|kl|klockan|at)\.?\s*)?{_CLOCK}(?:\s*[-\u2013\u2014]\s*{_CLOCK})?\s*(?:h|hrs)?", re.IGNORECASE
)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_AFTER_DAY = re.compile(
    r"(?P<day>.+?)[\s,]+(?P<time>(?:klo|kello|kl|klockan|at)\.?\s*\d.*|\d{1,2}[.:]\d{2}(?:\s*[-\u2013\u2014].*)?)$",
    re.IGNORECASE,
)


def read_moment(text: str, today: str, span: tuple[str, str]) -> str:
    """The day (ISO), or the local time to the minute where the text has one (``2024-09-03T09:00``).

    Days as core.dates.read_date reads them. EtappiError (``cli.bad_date``) for anything else.
    """
    plain = " ".join(text.split())
    if found := _ISO.fullmatch(plain):
        return _existing(f"{found[1]}T{found[2]}", text)
    if found := _AFTER_DAY.fullmatch(plain):
        times = read_times(found["time"])
        if times is None:
            raise EtappiError("cli.bad_date", value=text)
        return f"{read_date(found['day'], today, span)}T{times[0]}"
    return read_date(plain, today, span)


def read_times(text: str) -> tuple[str, str | None] | None:
    """The hours of an event, first and last (None where only the first is told): ``klo 9.00-11.30`` is 09:00 and
    11:30. None for anything else."""
    found = _TIME.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    first, last = _clock(found[1], found[2]), _clock(found[3], found[4]) if found[3] else None
    if first is None or (found[3] and (last is None or last < first)):
        return None
    return first, last


def days_of(text: str) -> tuple[str, str] | None:
    """First and last ISO day of a month (``2024-08``), a quarter (``2024-Q3``, ``Q3/2024``) or an ISO day; None for
    anything else."""
    plain = text.strip()
    if found := _MONTH.fullmatch(plain):
        year, month = int(found[1]), int(found[2])
        return iso(from_civil(year, month, 1)), iso(from_civil(year + month // 12, month % 12 + 1, 1) - 1)
    try:
        if len(plain) == 10 and plain[4] == "-":
            day = datetime.fromisoformat(plain).date().isoformat()
            return day, day
        quarter = quarters.parse(plain)
    except ValueError:
        return None
    return iso(quarters.first_day(quarter)), iso(quarters.last_day(quarter))


def window_of(parts: Sequence[str]) -> tuple[str, str] | None:
    """First and last ISO day of a window given as one or two months, quarters or days; None for anything else, also
    where the second ends before the first begins."""
    spans = [days_of(part) for part in parts]
    if not 1 <= len(spans) <= 2 or spans[0] is None or spans[-1] is None:
        return None
    return (spans[0][0], spans[-1][1]) if spans[0][0] <= spans[-1][1] else None


def _clock(hour: str, minute: str | None) -> str | None:
    hours, minutes = int(hour), int(minute or 0)
    return f"{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else None


def _existing(text: str, said: str) -> str:
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        raise EtappiError("cli.bad_date", value=said) from None
