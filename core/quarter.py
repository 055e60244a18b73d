"""Calendar quarters as the integer 4·year + (q − 1), so that arithmetic is plain and views can do it too.

Written ``2024-Q3`` in JSON, TOML and files, ``Q3/2024`` on screens. Imports nothing but `days` (`etappi status`).
"""

from core.days import day_number, from_civil, iso, to_civil

DASHES = "–—−‐‑"


def quarter(year: int, number: int) -> int:
    """The quarter *number* (1 to 4) of *year*; ValueError outside that."""
    if not 1 <= number <= 4 or not 1 <= year <= 9999:
        raise ValueError(f"Q{number}/{year}")
    return 4 * year + number - 1


def split(value: int) -> tuple[int, int]:
    """Year and number (1 to 4) of a quarter."""
    return value // 4, value % 4 + 1


def code(value: int) -> str:
    """``2024-Q3``: the form for JSON, TOML and files."""
    year, number = split(value)
    return f"{year:04d}-Q{number}"


def label(value: int) -> str:
    """``Q3/2024``: the form for people, the same in every language."""
    year, number = split(value)
    return f"Q{number}/{year}"


def short(value: int) -> str:
    """``Q3``: for headings where the year is known."""
    return f"Q{value % 4 + 1}"


def parse(text: str) -> int:
    """Read ``Q3/2024``, ``2024-Q3``, ``2024Q3``, ``Q3 2024`` in any case; ValueError for anything else."""
    plain = text.strip().upper()
    for sign in DASHES + "/ ":
        plain = plain.replace(sign, "-")
    parts = [part for part in plain.replace("Q", "-Q").split("-") if part]
    if len(parts) == 2:
        number, year = parts if parts[0].startswith("Q") else (parts[1], parts[0])
        if (
            len(number) == 2
            and number[0] == "Q"
            and number[1] in "1234"
            and len(year) == 4
            and year.isascii()
            and year.isdigit()
        ):
            return quarter(int(year), int(number[1]))
    raise ValueError(text)


def parse_range(text: str) -> tuple[int, int]:
    """Read ``Q1 – Q4 / 2024``, ``Q3/2024 – Q2/2025``, ``Q2 2024``: first and last quarter; ValueError otherwise."""
    plain = text.strip().upper()
    for sign in DASHES:
        plain = plain.replace(sign, "-")
    pieces = plain.replace("Q", " Q").replace("/", " ").replace("-", " - ").split()
    numbers = [piece for piece in pieces if piece[0] == "Q"]
    years = [piece for piece in pieces if piece.isdigit()]
    if len(numbers) + len(years) + pieces.count("-") != len(pieces) or not 1 <= len(numbers) <= 2:
        raise ValueError(text)
    if len(years) not in (1, len(numbers)):
        raise ValueError(text)
    values = [parse(f"{number}/{year}") for number, year in zip(numbers, years * 2, strict=False)]
    if values[0] > values[-1]:
        raise ValueError(text)
    return values[0], values[-1]


def of_day(number: int) -> int:
    """The quarter that holds a day (see `days`)."""
    year, month, _ = to_civil(number)
    return 4 * year + (month - 1) // 3


def of_date(text: str) -> int:
    """The quarter that holds an ISO date."""
    return of_day(day_number(text))


def first_day(value: int) -> int:
    """The first day of a quarter."""
    year, number = split(value)
    return from_civil(year, 3 * number - 2, 1)


def last_day(value: int) -> int:
    """The last day of a quarter."""
    return first_day(value + 1) - 1


def clip(value: int, start: str, end: str) -> int:
    """The quarter nearest to *value* among those that a project from *start* to *end* (ISO dates) touches."""
    return min(max(value, of_date(start)), of_date(end))


def clip_date(date: str, start: str, end: str) -> str:
    """The ISO date nearest to *date* within a project's dates (both inclusive)."""
    return min(max(date, start), end)


def dates(value: int, start: str, end: str) -> tuple[str, str]:
    """First and last ISO date of a quarter, clipped to a project's dates."""
    return max(iso(first_day(value)), start), min(iso(last_day(value)), end)


def all_between(start: str, end: str) -> range:
    """Every quarter that a project from *start* to *end* touches."""
    return range(of_date(start), of_date(end) + 1)
