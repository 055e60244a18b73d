"""Days, times and durations as programs write them in the downloader's language (importing.md 1 and 2.1).

Whether 03/09/2024 is in March or in September is decided once for a file, by all of its times together; where they do
not decide it, a person is asked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from importers.attendance.model import Order
from importers.attendance.words import AttendanceWords
from importers.words import norm

DAY_FIRST: Order = "day-month"
MONTH_FIRST: Order = "month-day"
LONGEST = timedelta(days=7)  # nobody stays longer in a meeting
# A time with its distance from UTC is local; one in UTC itself is not, and is not read.
_ZONE = re.compile(r"\s*(?:\((?:UTC|GMT)[+-][^)]*\)|(?:\b(?:UTC|GMT))?[+-]\d{2}:?\d{2})\s*$")
_CLOCK = re.compile(r"(?<![\d.:/-])(\d{1,2})([:.])(\d{2})(?:\2(\d{2})(?:[.,]\d{1,7})?)?(?:\s*(\D{1,6}))?$")
_HOUR = re.compile(r"\s(?:klo|kl)\.?\s*(\d{1,2})$", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
_NAMED = (
    re.compile(r"(?P<month>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d]{3,})\.?,?\s+(?P<year>\d{4})"),
)
_BETWEEN = re.compile(r"[\s,]*(?:T|[^\W\d]{1,4}\.?)?[\s,]*$")  # klo, kl., at, um
_WEEKDAY = re.compile(r"^(?:[^\W\d]{2,12}\.?,?\s+)(?=\d)")
_PAIR = re.compile(r"(\d+)\s*([^\W\d_]+)\.?")
_JOIN = re.compile(r"^(?:[\s,]|ja|och|and)*$")
_CLOCKED = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)(?:\.\d+)?")
_ISO_DURATION = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")


@dataclass(frozen=True)
class Stamp:
    """A time as it is written: two numbers that are a day and a month in some order, unless *order* tells it.

    *likely* is the order that the way of writing speaks for: AM and PM in capitals after slashes are American.
    """

    first: int
    second: int
    year: int
    clock: tuple[int, int, int] | None
    order: Order | None = None
    likely: Order | None = None

    def at(self, order: Order) -> datetime | None:
        """The time, midnight where only a day is written; None where there is no such day."""
        day, month = (self.first, self.second) if (self.order or order) == DAY_FIRST else (self.second, self.first)
        try:
            return datetime(self.year, month, day, *(self.clock or (0, 0, 0)))
        except ValueError:
            return None


def scan(text: str, words: AttendanceWords) -> Stamp | None:
    """The time that *text* (cleaned) is, whole; None where it is none."""
    if not any(sign.isdigit() for sign in text) or len(text) > 60:
        return None
    rest = _HOUR.sub(r" \1:00", _ZONE.sub("", text) if ":" in text else text)
    clock, capital = None, False
    found = _CLOCK.search(rest)
    if found:
        half = (found[5] or "").strip()
        clock = _clock(found, half, words)
        if clock is None:
            return None
        capital = half in ("AM", "PM")
        rest = rest[: found.start()]
        trimmed = _BETWEEN.search(rest)
        rest = rest[: trimmed.start()] if trimmed else rest
    rest = rest.strip(" ,")
    return _day(rest, clock, capital, words) or _day(_WEEKDAY.sub("", rest), clock, capital, words)


def _clock(found: re.Match[str], half: str, words: AttendanceWords) -> tuple[int, int, int] | None:
    hour, minute, second = int(found[1]), int(found[3]), int(found[4] or 0)
    if half:
        meanings = words.clock.get(norm(half), {}).values()
        if not meanings or not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if "after_noon" in meanings else 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _day(text: str, clock: tuple[int, int, int] | None, capital: bool, words: AttendanceWords) -> Stamp | None:
    if found := _NUMBERS.fullmatch(text):
        first, sign, second, third = found[1], found[2], int(found[3]), found[4]
        if len(first) == 4:
            return _stamp(Stamp(int(third), second, int(first), clock, DAY_FIRST)) if len(third) <= 2 else None
        if len(first) > 2 or len(third) not in (2, 4):
            return None
        year = int(third) + (2000 if len(third) == 2 else 0)
        order = DAY_FIRST if sign == "." else None
        likely = MONTH_FIRST if capital and sign == "/" else None
        return _stamp(Stamp(int(first), second, year, clock, order, likely))
    for pattern in _NAMED:
        if (found := pattern.fullmatch(text)) and (month := _month(found["month"], words)):
            return _stamp(Stamp(int(found["day"]), month, int(found["year"]), clock, DAY_FIRST))
    return None


def _stamp(stamp: Stamp) -> Stamp | None:
    return stamp if stamp.at(DAY_FIRST) or stamp.at(MONTH_FIRST) else None


def _month(name: str, words: AttendanceWords) -> int | None:
    plain = norm(name)
    return next((number for beginning, number in words.months if plain.startswith(beginning)), None)


def orders(stamps: Iterable[Stamp], spans: Iterable[tuple[Stamp, Stamp]] = ()) -> tuple[Order, ...]:
    """The orders of day and month that a file can have: one, both where nothing tells, none where it has two.

    *spans* are pairs of coming and going: an order in which somebody leaves before coming, or stays for longer than a
    week, is not the file's.
    """
    unsure = [stamp for stamp in stamps if stamp.order is None]
    if not unsure or all(stamp.first == stamp.second for stamp in unsure):
        return (DAY_FIRST,)
    possible = [order for order in (DAY_FIRST, MONTH_FIRST) if all(stamp.at(order) for stamp in unsure)]
    if len(possible) > 1:
        pairs = list(spans)
        possible = [order for order in possible if all(_holds(*pair, order) for pair in pairs)] or possible
    if len(possible) > 1 and all(stamp.likely == MONTH_FIRST for stamp in unsure):
        return (MONTH_FIRST,)
    return tuple(possible)


def _holds(coming: Stamp, going: Stamp, order: Order) -> bool:
    start, end = coming.at(order), going.at(order)
    return start is not None and end is not None and timedelta() <= end - start <= LONGEST


class Durations:
    """Reads the durations of one file. A unit that no list has is known from a cell with all three parts."""

    def __init__(self, words: AttendanceWords, texts: Sequence[str]) -> None:
        self.units: dict[str, int] = {}
        sizes = {"hours": 3600, "minutes": 60, "seconds": 1}
        for word, meanings in words.units.items():
            for meaning in meanings.values():
                self.units[word] = sizes[meaning]
        for text in texts:
            pairs = _pairs(text)
            if pairs and len(pairs) == 3:
                for (_, unit), size in zip(pairs, (3600, 60, 1), strict=True):
                    self.units.setdefault(unit, size)

    def seconds(self, text: str) -> int | None:
        """The seconds of ``1 t 2 min 3 s``, ``1:02:03`` and the like; None where it cannot be read, never 0."""
        plain = text.strip()
        if found := _CLOCKED.fullmatch(plain) or _ISO_DURATION.fullmatch(plain):
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return hours * 3600 + minutes * 60 + seconds
        pairs = _pairs(plain)
        if not pairs:
            return None
        sizes = [self.units.get(unit) for _, unit in pairs]
        known = [size for size in sizes if size is not None]
        if len(known) < len(sizes) or known != sorted(set(known), reverse=True):
            return None
        return sum(number * size for (number, _), size in zip(pairs, known, strict=True))


def _pairs(text: str) -> list[tuple[int, str]] | None:
    """Numbers with their units, where the text is nothing else."""
    if len(text) > 60 or not text[:1].isdigit():
        return None
    plain = norm(text)
    found = list(_PAIR.finditer(plain))
    if not found or not _JOIN.match(_PAIR.sub("", plain).replace(".", "")):
        return None
    return [(int(one[1]), one[2]) for one in found]


def is_duration(text: str) -> bool:
    """True for what looks like a duration with units, whatever the language."""
    return bool(_pairs(text)) or bool(_CLOCKED.fullmatch(text.strip()))
