"""The status of a package (rules.md 4): the first rule that hits wins, and says why."""

from typing import Any

import pytest

from core.colour import STATUSES, LateItem, status

BASE: dict[str, Any] = {
    "kicked_off": True,
    "confirmed_leads": 1,
    "items": 5,
    "continuous_items": 0,
    "begun": True,
    "report_overdue_unknown": False,
    "report_overdue": False,
    "earned": 3.0,
    "planned_ref": 3.0,
    "late": [],
    "late_needs": [],
}


def late(quarters: int, kind: str = "output", code: str = "TP1-O1") -> LateItem:
    return LateItem(
        code=code, package="TP1", title="T", kind=kind, quarters_late=quarters, has_reason=False, waits_for=()
    )


def told(**changes: object) -> tuple[str, str]:
    word, why = status(**{**BASE, **changes})
    return word, why.code


# from the strongest to the weakest: each hits with all weaker ones true as well
RULES: list[tuple[str, str, dict[str, object]]] = [
    ("action_needed", "no_lead", {"confirmed_leads": 0}),
    ("action_needed", "late", {"late": [late(2)]}),
    ("no_data", "report_overdue", {"report_overdue_unknown": True}),
    ("not_started", "not_begun", {"begun": False}),
    ("continuous", "continuous", {"continuous_items": 5}),
    ("action_needed", "far_behind", {"earned": 2.2}),
    ("watch", "late", {"late": [late(1)]}),
    ("watch", "behind", {"earned": 2.6}),
    ("watch", "report_late", {"report_overdue": True}),
    ("watch", "needs_late", {"late_needs": ["TP2"]}),
    ("on_schedule", "on_schedule", {}),
]


@pytest.mark.parametrize("place", range(len(RULES)))
def test_the_first_rule_that_hits_wins(place: int) -> None:
    word, why, _ = RULES[place]
    together: dict[str, object] = {}
    for _, _, changes in reversed(RULES[place:]):
        together.update(changes)
    assert told(**together) == (word, why)


def test_no_items_is_another_word_than_no_report() -> None:
    assert told(items=0) == ("no_data", "no_items")
    assert told(items=0, begun=False) == ("no_data", "no_items")


def test_a_lead_is_missed_only_after_the_kick_off() -> None:
    assert told(kicked_off=False, confirmed_leads=0) == ("on_schedule", "on_schedule")


def test_nothing_due_yet_is_green() -> None:
    assert told(earned=0.0, planned_ref=0.0) == ("on_schedule", "nothing_due")
    assert told(earned=0.0, planned_ref=1e-12) == ("on_schedule", "nothing_due")


@pytest.mark.parametrize(
    ("earned", "planned", "word"),
    [
        (2.7, 3.0, "on_schedule"),
        (0.9 * 0.1 * 3, 0.1 * 3, "on_schedule"),
        (2.25, 3.0, "watch"),
        (0.3 * 0.75, 0.3, "watch"),
        (2.6999, 3.0, "watch"),
        (2.2499, 3.0, "action_needed"),
        (3.1, 3.0, "on_schedule"),
        (0.0, 3.0, "action_needed"),
    ],
)
def test_thresholds_do_not_hang_on_floating_point(earned: float, planned: float, word: str) -> None:
    assert told(earned=earned, planned_ref=planned)[0] == word


def test_tenths_that_floating_point_makes_smaller() -> None:
    assert 2.7 / 3 < 0.9 or 2.7 / 3 == 0.9
    for tenths in range(1, 200):
        whole = tenths / 10
        assert told(earned=whole * 9 / 10, planned_ref=whole)[0] == "on_schedule"
        assert told(earned=whole * 3 / 4, planned_ref=whole)[0] == "watch"


def test_only_outputs_become_red_by_being_late() -> None:
    assert told(late=[late(3, "action")]) == ("watch", "late")
    assert told(late=[late(3, "action"), late(2, "output")]) == ("action_needed", "late_more")
    assert told(late=[late(1), late(1, code="TP1-O2")]) == ("watch", "late_more")


def test_an_ended_quarter_counts_to_itself() -> None:
    """The lateness of an ended quarter is counted to its own end: 0 is late, 1 is a whole quarter."""
    assert told(late=[late(0)], ended=True) == ("watch", "missed")
    assert told(late=[late(1)], ended=True) == ("action_needed", "late")
    assert told(late=[late(1, "action")], ended=True) == ("watch", "late")


def test_the_reason_names_the_red_item() -> None:
    _, why = status(**{**BASE, "late": [late(4, "action", "TP1-A1"), late(2, "output", "TP1-O9")]})
    assert (why.values["item"], why.values["n"], why.values["more"]) == ("TP1-O9", 2, 1)


def test_every_status_has_a_colour_and_two_signs() -> None:
    assert {word for word, _, _ in RULES} == set(STATUSES)
    assert len({sign for _, sign, _ in STATUSES.values()}) == len(STATUSES)
    assert all(plain.isascii() for _, _, plain in STATUSES.values())
    assert {colour for colour, _, _ in STATUSES.values()} == {"green", "amber", "red", "grey", "none"}
