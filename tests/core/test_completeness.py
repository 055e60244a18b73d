"""Completeness (rules.md 1): four states that are never merged, rates with their base."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.completeness import Completeness, Form, completeness, days_late, due_date, state
from core.days import iso

DUE = "2024-10-11"


@pytest.mark.parametrize(
    ("form", "today", "wanted", "late"),
    [
        (Form(DUE), "2024-09-16", "not_due", None),
        (Form(DUE), DUE, "not_due", None),
        (Form(DUE), "2024-10-12", "missing", 1),
        (Form(DUE), "2024-11-11", "missing", 31),
        (Form(DUE, "2024-10-11"), "2024-12-01", "received", 0),
        (Form(DUE, "2024-10-14"), "2024-12-01", "received", 3),
        (Form(DUE, "2024-10-14"), "2024-10-13", "missing", 2),  # it came the day after
        (Form(DUE, "2024-09-30", declared=True), "2024-10-01", "declared", 0),
        (Form(DUE, waived=True), "2025-01-01", "waived", None),
        (Form(DUE, "2024-09-30", waived=True), "2025-01-01", "received", 0),
    ],
)
def test_the_state_of_a_form(form: Form, today: str, wanted: str, late: int | None) -> None:
    assert state(form, today) == wanted
    assert days_late(form, today) == late


def test_the_deadline_is_counted_from_the_last_day() -> None:
    assert due_date("2024-09-30", 11) == DUE
    assert due_date("2024-12-31", 60) == "2025-03-01"


def test_nine_packages_at_two_days() -> None:
    """Nine forms: one waived, three in time, one late, one declared, three that never came."""
    forms = [
        Form(DUE, waived=True), Form(DUE, "2024-09-12"), Form(DUE, "2024-10-01"), Form(DUE, DUE),
        Form(DUE, "2024-10-13"), Form(DUE, "2024-10-02", declared=True), Form(DUE), Form(DUE), Form(DUE),
    ]  # fmt: skip
    before = completeness(forms, "2024-10-05")
    assert before == Completeness(received=2, declared=1, waived=1, not_due=5, in_time=3)
    after = completeness(forms, "2024-10-20")
    assert after == Completeness(received=4, declared=1, waived=1, missing=3, in_time=4)
    assert (after.rate.part, after.rate.of, after.on_time.part) == (5, 8, 4)
    assert after.rate.share == pytest.approx(0.625)


def test_nothing_expected_has_no_rate() -> None:
    assert completeness([], DUE).rate.share is None
    assert completeness([Form(DUE, waived=True)], "2030-01-01").rate.share is None


days = st.integers(19_700, 20_200).map(iso)
forms = st.builds(
    Form, due=days, received_on=st.none() | days, waived=st.booleans(), declared=st.booleans()
)  # fmt: skip


@given(st.lists(forms), days)
def test_every_form_is_counted_once(several: list[Form], today: str) -> None:
    found = completeness(several, today)
    assert found.expected + found.waived == len(several)
    assert 0 <= found.on_time.part <= found.rate.part <= found.rate.of
    late = [days_late(form, today) for form in several]
    assert sum(one is None for one in late) == found.waived + found.not_due
    assert sum(one == 0 for one in late) == found.in_time


@given(st.lists(forms), days, days)
def test_what_was_received_stays_received(several: list[Form], first: str, second: str) -> None:
    earlier, later = (completeness(several, day) for day in sorted((first, second)))
    assert earlier.rate.part <= later.rate.part
    assert earlier.in_time <= later.in_time
