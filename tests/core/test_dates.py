"""Dates as people write them, day first, always."""

import pytest

from core.dates import read_date
from core.errors import EtappiError

SPAN = ("2024-01-01", "2024-12-31")
TODAY = "2024-09-16"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3.9.", "2024-09-03"),
        ("3.9", "2024-09-03"),
        ("03.09.2024", "2024-09-03"),
        ("3.9.2024", "2024-09-03"),
        ("3.9. 2024", "2024-09-03"),
        ("ti 3.9. klo 14", "2024-09-03"),
        ("ti 3.9. klo 14.30", "2024-09-03"),
        ("tis 3.9. kl. 14:30", "2024-09-03"),
        ("tors 5.9.", "2024-09-05"),
        ("tiistai 3.9.", "2024-09-03"),
        ("Ti 3.9.2024", "2024-09-03"),
        (" 3.9.  ", "2024-09-03"),
        ("31.12.", "2024-12-31"),
        ("29.2.", "2024-02-29"),
        ("vk 37", "2024-09-09"),
        ("VK37", "2024-09-09"),
        ("v. 1", "2024-01-01"),
        ("vecka 37/2024", "2024-09-09"),
        ("week 37", "2024-09-09"),
        ("viikko 37", "2024-09-09"),
        ("Q3", "2024-07-01"),
        ("q1", "2024-01-01"),
        ("Q3/2024", "2024-07-01"),
        ("2024-Q3", "2024-07-01"),
        ("2024-09-03", "2024-09-03"),
        ("2024-09-03T14:00", "2024-09-03"),
        ("eilen", "2024-09-15"),
        ("i dag", "2024-09-16"),
        ("ma", "2024-09-16"),
        ("ti", "2024-09-10"),
        ("Sun", "2024-09-15"),
        ("2024-09-03 14:00:00+03:00", "2024-09-03"),
        ("3.9.2031", "2031-09-03"),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert read_date(text, TODAY, SPAN) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "huomenna",
        "30.2.",
        "31.4.2024",
        "0.1.",
        "1.13.",
        "2024-13-01",
        "2024-02-30",
        "9/3/2024",
        "09/03/24",
        "vk 54",
        "vk 0",
        "Q5",
        "3.",
        "3.9.24",
        "2024",
        "3.9.2024.5",
        "1.1.0000",
        "klo 14",
        "2024-9-3",
        "vk",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(EtappiError, match=r"cli\.bad_date") as error:
        read_date(text, TODAY, SPAN)
    assert error.value.values["value"] == text


def test_three_nine_is_the_third_of_september_in_every_year() -> None:
    for year in range(2020, 2031):
        assert read_date(f"3.9.{year}", TODAY, SPAN) == f"{year}-09-03"


@pytest.mark.parametrize(
    ("today", "date"), [("2024-01-10", "2024-03-01"), ("2025-02-01", "2025-03-01"), ("2026-12-31", "2026-03-01")]
)
def test_without_a_year_the_nearest_in_the_project(today: str, date: str) -> None:
    assert read_date("1.3.", today, ("2024-01-01", "2026-12-31")) == date


def test_a_project_over_new_year_gives_the_year_that_it_has() -> None:
    span = ("2024-08-01", "2025-05-31")
    assert read_date("1.10.", "2025-05-01", span) == "2024-10-01"
    assert read_date("1.3.", "2024-09-01", span) == "2025-03-01"
    assert read_date("vk 2", "2024-09-01", span) == "2025-01-06"
    assert read_date("Q1", "2024-09-01", span) == "2025-01-01"
    assert read_date("29.2.", "2024-09-01", span) == "2024-02-29"  # outside the project, and the only one there is
