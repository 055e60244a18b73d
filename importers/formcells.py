"""The values of a form's cells: as a sheet holds them, and as people write them all the same."""

import re
from datetime import date, timedelta

from core.dates import read_date
from core.text import clean

CLEARED = ("-", "–", "—", "−")
EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates."""
SERIALS = (20_000, 80_000)
"""Numbers that are taken for days: from 1954 to 2119."""
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?$")
_COUNT = re.compile(r"(\d{1,9})(?:[.,]0+)?(?:\s*/\s*(\d{1,9}))?$")
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d+)?(?:e-?\d+)?)\s*(%)?$")


def day(text: str, today: str, span: tuple[str, str]) -> str:
    """The ISO date of a cell: a date, the number of one, or one as people write it (core.dates). EtappiError if it is
    none."""
    plain = clean(text)
    if _SERIAL.match(plain):
        number = int(float(plain.replace(",", ".")))
        if SERIALS[0] < number < SERIALS[1]:
            return (EPOCH + timedelta(number)).isoformat()
    return read_date(plain, today, span)


def count(text: str, most: int | None) -> int | None:
    """The whole number of a cell, also written ``52/72`` where 72 is *most*; None for anything else."""
    found = _COUNT.match(clean(text).replace(" ", ""))
    if found is None or (found[2] and int(found[2]) != most):
        return None
    return int(found[1])


def percent(text: str) -> float | None:
    """The share of a cell from 0 to 100: 0.6 is what a cell of percents holds for 60 %; None for anything else."""
    found = _SHARE.match(clean(text))
    if found is None:
        return None
    try:
        number = float(found[1].replace(",", "."))
    except ValueError:
        return None
    share = number if found[2] or number > 1 else number * 100
    return round(share, 6) if 0 <= share <= 100 else None


def word(text: str) -> str:
    """A word of a list as it is compared; what a reader adds to a cell in doubt is no part of it."""
    return clean(text).strip("()*~↔ ").casefold()
