"""Dates as people write them, day first, always (decisions.md, "Words for dates").

``3.9.2024``, ``3.9.``, ``ti 3.9. klo 14``, ``vk 37``, ``Q3``, ISO, and the days just gone: ``eilen``, ``ma``.
`dateutil.parser` is not used: it reads 3.9.2024 as 9 March.
"""

import re
from datetime import date

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from core import quarter as quarters
from core.days import iso
from core.errors import EtappiError

_DAY = re.compile(
    r"^(?:[^\W\d]{2,12}\.?\s+)?(\d{1,2})\.(\d{1,2})\.?(?:\s*(\d{4}))?(?:[\s,]+(?:klo|kl)\.?\s*\d{1,2}(?:[.:]\d{2})?)?$"
)
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$")
_WEEK = re.compile(r"^(?:vk|viikko|v|vecka|week|w)\.?\s*(\d{1,2})(?:\s*/\s*(\d{4}))?$", re.IGNORECASE)
_QUARTER = re.compile(r"^Q([1-4])$", re.IGNORECASE)

_DAYS_AGO = {"tänään": 0, "idag": 0, "i dag": 0, "today": 0, "eilen": 1, "igår": 1, "i går": 1, "yesterday": 1}
_WEEKDAYS = {
    word: day
    for day, words in (
        (MO, "ma må mon"), (TU, "ti tue"), (WE, "ke on wed"), (TH, "to thu"), (FR, "pe fr fri"), (SA, "la lö sat"),
        (SU, "su sö sun"),
    )
    for word in words.split()
}  # fmt: skip


def read_date(text: str, today: str, span: tuple[str, str]) -> str:
    """The ISO date that *text* means; a week is its Monday, a quarter its first day, a weekday the last one to *today*.

    Without a year it is the one in the project (*span*, first and last ISO date), of several the one nearest to
    *today*. EtappiError (``cli.bad_date``) if it is no date.
    """
    plain = " ".join(text.split())
    now = date.fromisoformat(today)
    if plain.casefold() in _DAYS_AGO:
        return (now - relativedelta(days=_DAYS_AGO[plain.casefold()])).isoformat()
    if plain.casefold() in _WEEKDAYS:
        return (now + relativedelta(weekday=_WEEKDAYS[plain.casefold()](-1))).isoformat()
    if match := _ISO.match(plain):
        return _made(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.match(plain):
        day, month = int(match[1]), int(match[2])
        if match[3]:
            return _made(text, int(match[3]), month, day)
        return _nearest([_made(text, year, month, day, quiet=True) for year in _years(span)], text, today, span)
    if match := _WEEK.match(plain):
        years = [int(match[2])] if match[2] else list(_years(span))
        return _nearest([_monday(year, int(match[1])) for year in years], text, today, span)
    if match := _QUARTER.match(plain):
        days = [iso(quarters.first_day(quarters.quarter(year, int(match[1])))) for year in _years(span)]
        return _nearest(list(days), text, today, span)
    try:
        return iso(quarters.first_day(quarters.parse(plain)))
    except ValueError:
        raise EtappiError("cli.bad_date", value=text) from None


def _years(span: tuple[str, str]) -> range:
    return range(int(span[0][:4]), int(span[1][:4]) + 1)


def _made(text: str, year: int, month: int, day: int, *, quiet: bool = False) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        if quiet:
            return ""
        raise EtappiError("cli.bad_date", value=text) from None


def _monday(year: int, week: int) -> str:
    try:
        return date.fromisocalendar(year, week, 1).isoformat()
    except ValueError:
        return ""


def _nearest(found: list[str], text: str, today: str, span: tuple[str, str]) -> str:
    """Of the days in the project the nearest to today, else the nearest at all."""
    days = [day for day in found if day]
    if not days:
        raise EtappiError("cli.bad_date", value=text)
    inside = [day for day in days if span[0] <= day <= span[1]] or days
    now = date.fromisoformat(today)
    return min(inside, key=lambda day: (abs(date.fromisoformat(day) - now), day))
