"""Calendar days as plain integers, for the code that may not import datetime (`etappi status`).

A day is the number of days since 1970-01-01 (which is day 0). The conversions are the standard ones for the
proleptic Gregorian calendar, counted in years that begin in March so that the leap day comes last.
"""

DAYS_IN_ERA = 146_097  # days in 400 years
EPOCH = 719_468  # days from 0000-03-01 to 1970-01-01


def day_number(text: str) -> int:
    """The day of an ISO date (``2024-09-16``); ValueError if it is not one that exists."""
    parts = text.split("-")
    if len(parts) != 3 or [len(p) for p in parts] != [4, 2, 2] or not all(p.isascii() and p.isdigit() for p in parts):
        raise ValueError(text)
    year, month, day = (int(p) for p in parts)
    if not 1 <= month <= 12 or not 1 <= day <= 31 or year < 1:
        raise ValueError(text)
    number = from_civil(year, month, day)
    if to_civil(number) != (year, month, day):
        raise ValueError(text)
    return number


def from_civil(year: int, month: int, day: int) -> int:
    """The day of a year, month (1 to 12) and day of month."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * DAYS_IN_ERA + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - EPOCH


def to_civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of month of a day."""
    era, rest = divmod(number + EPOCH, DAYS_IN_ERA)
    year_of_era = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    day_of_year = rest - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = (shifted + 2) % 12 + 1
    return era * 400 + year_of_era + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def iso(number: int) -> str:
    """The ISO date of a day."""
    year, month, day = to_civil(number)
    return f"{year:04d}-{month:02d}-{day:02d}"


def weekday(number: int) -> int:
    """0 for Monday to 6 for Sunday (1970-01-01 was a Thursday)."""
    return (number + 3) % 7


def iso_week(number: int) -> int:
    """The ISO 8601 week: the week of the year that holds the week's Thursday."""
    thursday = number - weekday(number) + 3
    return (thursday - from_civil(to_civil(thursday)[0], 1, 1)) // 7 + 1
