"""Rules of `etappi check` on events, each with its case and what must pass."""

from dataclasses import replace

import pytest

from core.checks.facts import EventFact
from core.days import day_number
from core.quarter import quarter
from tests.core.checks_support import NOTHING, role, told

TODAY = replace(NOTHING, today=day_number("2024-09-16"))


def event(code: str, start: str | None = "2024-09-18T09:00", *packages: str, **more: object) -> EventFact:
    values: dict[str, object] = {"window": None, "state": "planned", **more}
    return EventFact(code, f"Title {code}", start, packages=packages, **values)  # type: ignore[arg-type]


def test_a_count_is_missing() -> None:
    facts = replace(TODAY, events=(
        event("E1", "2024-09-12T13:00", state="no_count", registered=33), event("E2", "2024-09-13", state="no_count"),
        event("E3", "2024-09-13", state="held"), event("E4", "2024-09-13", state="cancelled"), event("E5"),
    ))  # fmt: skip
    assert told(facts, "event.no_count") == [
        ("registered", "warning", "E1", {"title": "Title E1", "date": "2024-09-12", "n": 33}),
        ("", "warning", "E2", {"title": "Title E2", "date": "2024-09-13", "n": 0}),
    ]  # fmt: skip
    assert told(replace(facts, locked=quarter(2024, 2)), "event.no_count") == told(facts, "event.no_count")
    assert told(replace(facts, locked=quarter(2024, 3)), "event.no_count") == []


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (event("E1", "2024-09-18T09:00", "TP1"), event("E2", "2024-09-18T13:00", "TP2"), 2),
        (event("E1", "2024-09-18T09:00"), event("E2", "2024-09-18", "TP3"), 1),
        (event("E1", "2024-09-18", "TP1"), event("E2", "2024-09-19", "TP2"), 0),
        (event("E1", "2024-09-18", "TP1"), event("E2", "2024-09-18", "TP1", "TP2"), 0),  # one package: its own affair
        (event("E1", "2024-09-18", "TP1"), event("E2", "2024-09-18", "TP3"), 0),  # nobody has a role in both
        (event("E1", "2024-09-18", "TP1"), event("E2", "2024-09-18", "TP2", state="cancelled"), 0),
        (event("E1", "2024-09-12", "TP1", state="no_count"), event("E2", "2024-09-12", "TP2", state="held"), 0),
    ],
)  # fmt: skip
def test_two_packages_on_one_day(first: EventFact, second: EventFact, both: int) -> None:
    roles = (role("TP1", "A", "lead"), role("TP1", "B", "expert"), role("TP2", "A", "assist"),
             role("TP2", "A", "expert"), role("TP2", "B", "beneficiary"), role("TP3", "C", "lead"))  # fmt: skip
    found = told(replace(TODAY, events=(first, second), roles=roles), "event.clash")
    assert [(severity, code, values["n"], values["code"]) for _, severity, code, values in found] == [
        ("ask", "E2", both, "E1")] * bool(both)  # fmt: skip


def test_a_planned_time_that_has_passed() -> None:
    windows = {"E1": ("2024-08-01", "2024-09-15"), "E2": ("2024-08-01", "2024-09-16")}
    facts = replace(TODAY, events=(
        *(event(code, None, window=window) for code, window in windows.items()),
        event("E3", "2024-09-10", window=windows["E1"], state="held"),
        event("E4", None, window=windows["E1"], state="cancelled"), event("E5", None),
    ))  # fmt: skip
    assert told(facts, "event.window_over") == [
        ("", "warning", "E1", {"title": "Title E1", "date": "2024-09-15"}),
    ]  # fmt: skip


def test_names_that_may_be_kept_no_longer() -> None:
    facts = replace(TODAY, events=(
        event("E1", names_until="2024-09-15"), event("E2", names_until="2024-09-16"), event("E3"),
        event("E4", state="cancelled", names_until="2023-01-01"),
    ))  # fmt: skip
    assert told(facts, "event.names_expired") == [
        ("", "warning", "E1", {"title": "Title E1", "date": "2024-09-15"}),
        ("", "warning", "E4", {"title": "Title E4", "date": "2023-01-01"}),
    ]  # fmt: skip
