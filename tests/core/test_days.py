"""Days against Python's own calendar, day by day."""

from datetime import date, timedelta

import pytest

from core import days

FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)


def test_every_day_from_1900_to_2200() -> None:
    day = FIRST
    number = days.from_civil(1900, 1, 1)
    assert number == (FIRST - date(1970, 1, 1)).days
    while day <= LAST:
        assert days.to_civil(number) == (day.year, day.month, day.day)
        assert days.from_civil(day.year, day.month, day.day) == number
        assert days.weekday(number) == day.weekday()
        if day.day in (1, 2, 28, 29, 30, 31) or day.month in (1, 12):
            text = day.isoformat()
            assert days.iso(number) == text
            assert days.day_number(text) == number
            assert days.iso_week(number) == day.isocalendar().week
        day += timedelta(days=1)
        number += 1


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-13-01",
        "2024-00-10",
        "2024-01-00",
        "2024-01-32",
        "2024-1-1",
        "24-01-01",
        "2024/01/01",
        "20240101",
        "",
        "2024-01-01T00:00",
        "0000-01-01",
        "٢٠٢٤-01-01",
        "2024-01-0a",
        "-024-01-01",
        " 2024-01-01",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        days.day_number(text)


def test_leap_days() -> None:
    assert days.iso(days.day_number("2024-02-29") + 1) == "2024-03-01"
    assert days.iso(days.day_number("2000-02-29")) == "2000-02-29"
    assert days.day_number("1970-01-01") == 0
