"""Quarters: read, written, counted and clipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import quarter as q
from core.days import day_number, iso

QUARTERS = st.integers(4 * 1900, 4 * 2201 - 1)
Q3 = q.quarter(2024, 3)


@pytest.mark.parametrize(
    "text",
    ["Q3/2024", "2024-Q3", "2024Q3", "Q3 2024", "q3/2024", " 2024–Q3 ", "2024 q3", "Q3-2024", "Q3 / 2024", "2024/Q3"],
)
def test_all_ways_of_writing_a_quarter(text: str) -> None:
    assert q.parse(text) == Q3 == 4 * 2024 + 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Q3",
        "2024",
        "Q5/2024",
        "Q0/2024",
        "Q3/24",
        "3/2024",
        "2024-3",
        "Q3/2024 Q4/2024",
        "QQ3 2024",
        "Q33/2024",
        "Q3/٢٠٢٤",
        "Q٣/2024",
        "Q3/20240",
        "Q3/0000",
        "kolmas",
    ],
)
def test_what_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        q.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q1 – Q4 / 2024", (2024, 1), (2024, 4)),
        ("Q1-Q4/2024", (2024, 1), (2024, 4)),
        ("Q2 2024", (2024, 2), (2024, 2)),
        ("Q3/2024 – Q2/2025", (2024, 3), (2025, 2)),
        ("q1—q2 2024", (2024, 1), (2024, 2)),
        ("2024 Q1 - Q3", (2024, 1), (2024, 3)),
        ("Q4/2024−Q4/2024", (2024, 4), (2024, 4)),
    ],
)
def test_ranges(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert q.parse_range(text) == (q.quarter(*first), q.quarter(*last))


@pytest.mark.parametrize(
    "text", ["Q4–Q1/2024", "Q1–Q2", "Q1–Q2–Q3/2024", "2024", "", "Q1–Q2/2024/2025/2026", "Q1 till Q2 2024", "–"]
)
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        q.parse_range(text)


@given(QUARTERS)
def test_every_form_reads_back(value: int) -> None:
    year, number = q.split(value)
    assert q.quarter(year, number) == value
    assert q.parse(q.code(value)) == q.parse(q.label(value)) == value
    assert q.label(value) == f"Q{number}/{year}"
    assert q.short(value) == f"Q{number}"
    assert q.parse_range(f"{q.label(value)} – {q.label(value + 5)}") == (value, value + 5)


@given(QUARTERS)
def test_days_of_a_quarter(value: int) -> None:
    first, last = q.first_day(value), q.last_day(value)
    assert q.of_day(first) == q.of_day(last) == value
    assert q.of_day(first - 1) == value - 1
    assert q.of_day(last + 1) == value + 1
    assert 90 <= last - first + 1 <= 92
    assert q.of_date(iso(first)) == value


@given(QUARTERS, st.integers(0, 3000), st.integers(0, 3000))
def test_clipping(value: int, before: int, length: int) -> None:
    start = iso(q.first_day(value) - before)
    end = iso(q.first_day(value) - before + length)
    span = q.all_between(start, end)
    assert q.clip(value, start, end) in span
    assert value not in span or q.clip(value, start, end) == value
    assert start <= q.clip_date(iso(q.first_day(value)), start, end) <= end
    for one in (span[0], span[-1]):
        first, last = q.dates(one, start, end)
        assert start <= first <= last <= end
        assert q.of_date(first) == q.of_date(last) == one


def test_a_project_in_the_middle_of_quarters() -> None:
    start, end = "2024-02-15", "2025-05-10"
    assert [q.code(one) for one in q.all_between(start, end)][::5] == ["2024-Q1", "2025-Q2"]
    assert q.dates(q.quarter(2024, 1), start, end) == ("2024-02-15", "2024-03-31")
    assert q.dates(q.quarter(2025, 2), start, end) == ("2025-04-01", "2025-05-10")
    assert q.clip(q.quarter(2020, 1), start, end) == q.quarter(2024, 1)
    assert q.clip(q.quarter(2030, 1), start, end) == q.quarter(2025, 2)
    assert day_number(start) > q.first_day(q.quarter(2024, 1))


def test_numbers_outside_are_refused() -> None:
    for year, number in ((2024, 0), (2024, 5), (0, 1), (10_000, 1)):
        with pytest.raises(ValueError, match="Q"):
            q.quarter(year, number)
