"""Planned and earned shares: the definitions and test values of rules.md 2."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colour import reported_differs
from core.progress import (
    EvidenceFact,
    ItemPlan,
    ItemState,
    Replanned,
    earned_share,
    fold,
    has_status,
    in_force,
    is_done,
    is_due,
    planned_share,
    quarters_late,
)
from core.quarter import quarter

Q1, Q2, Q3, Q4 = (quarter(2024, number) for number in (1, 2, 3, 4))
ALL = (Q1 - 1, Q1, Q2, Q3, Q4, Q4 + 1)


def planned(plan: ItemPlan) -> list[float | None]:
    return [planned_share(plan, one) for one in ALL]


def test_one_quarter_counts_from_its_end() -> None:
    assert planned(ItemPlan(Q2, Q2, "0/100")) == [0, 0, 1, 1, 1, 1]


def test_half_from_the_first_quarter_and_all_from_the_last() -> None:
    assert planned(ItemPlan(Q2, Q3, "50/50")) == [0, 0, 0.5, 1, 1, 1]
    assert planned(ItemPlan(Q1, Q4, "50/50")) == [0, 0.5, 0.5, 0.5, 1, 1]
    assert planned(ItemPlan(Q2, Q2, "50/50")) == [0, 0, 1, 1, 1, 1]


def test_milestones_count_in_their_quarters() -> None:
    plan = ItemPlan(Q1, Q4, "milestones", steps={1: (0.2, Q1), 2: (0.3, Q3), 3: (0.5, Q3)})
    assert planned(plan) == [0, 0.2, 0.2, 1, 1, 1]


def test_units_are_linear_or_by_target() -> None:
    assert planned(ItemPlan(Q1, Q4, "units", units=84)) == [0, 0.25, 0.5, 0.75, 1, 1]
    by_target = ItemPlan(Q1, Q3, "units", units=84, unit_targets={Q2: 40, Q3: 84})
    assert planned(by_target) == [0, 0, 40 / 84, 1, 1, 1]
    assert planned(ItemPlan(Q1, Q3, "units", units=84, unit_targets={Q1: 60}))[2] == 60 / 84
    assert planned(ItemPlan(Q1, Q3, "units", units=10, unit_targets={Q1: 60}))[1] == 1


def test_level_of_effort_is_no_number() -> None:
    plan = ItemPlan(Q1, Q4, "effort")
    assert planned(plan) == [None] * 6
    assert earned_share(plan, ItemState(started=True, closed="accepted")) is None
    assert not is_done(plan, ItemState())


def test_an_item_added_later_is_planned_from_its_quarter() -> None:
    assert planned(ItemPlan(Q1, Q2, "0/100", scope_from=Q3)) == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("technique", "facts", "earned"),
    [
        ("0/100", [("started", {})], 0),
        ("0/100", [("started", {}), ("accepted", {})], 1),
        ("50/50", [("started", {})], 0.5),
        ("50/50", [("accepted", {})], 1),
        ("50/50", [("accepted", {}), ("reopened", {})], 0.5),
        ("0/100", [("accepted", {}), ("reopened", {})], 0),
        ("units", [("units", {"units": 60})], 60 / 84),
        ("units", [("units", {"units": 60}), ("units", {"units": 12})], 12 / 84),
        ("units", [("units", {"units": 100})], 1),
        ("units", [("units", {"units": 60}), ("accepted", {})], 1),
        ("units", [], 0),
        ("milestones", [("step", {"step": 2})], 0.7),
        ("milestones", [("step", {"step": 2}), ("step", {"step": 2})], 0.7),
        ("milestones", [("step", {"step": 1}), ("step", {"step": 2})], 1),
        ("milestones", [("step", {"step": 9})], 0),
    ],
)
def test_earned(technique: str, facts: list[tuple[str, dict[str, int]]], earned: float) -> None:
    plan = ItemPlan(Q1, Q4, technique, units=84, steps={1: (0.3, Q1), 2: (0.7, Q4)})
    state = fold([EvidenceFact("2024-02-01", kind, **more) for kind, more in facts], "2024-02-01")
    assert earned_share(plan, state) == earned
    assert is_done(plan, state) == (earned == 1)


def test_the_fold_goes_by_date_and_then_by_order_of_entry() -> None:
    facts = [
        EvidenceFact("2024-05-01", "accepted"),
        EvidenceFact("2024-03-01", "started"),
        EvidenceFact("2024-05-01", "reopened"),
        EvidenceFact("2024-06-01", "cancelled"),
        EvidenceFact("2024-04-01", "units", units=0),
    ]
    assert fold(facts, "2024-02-29") == ItemState()
    assert fold(facts, "2024-03-01") == ItemState(started=True)
    assert fold(facts, "2024-05-01") == ItemState(started=True, units=0)
    assert fold(facts, "2024-12-31") == ItemState(started=True, closed="cancelled", closed_on="2024-06-01", units=0)
    assert fold(facts[:1], "2024-05-01").closed_on == "2024-05-01"


def test_no_units_are_not_zero_units() -> None:
    assert fold([], "2024-01-01").units is None
    zero = fold([EvidenceFact("2024-01-01", "units", units=0)], "2024-01-01")
    assert (zero.units, zero.started) == (0, False)


def test_three_steps_of_a_third_are_done() -> None:
    plan = ItemPlan(Q1, Q4, "milestones", steps=dict.fromkeys((1, 2, 3), (1 / 3, Q1)))
    assert is_done(plan, ItemState(steps=frozenset({1, 2, 3})))
    assert not is_done(plan, ItemState(steps=frozenset({1, 2})))


def test_quarters_late() -> None:
    plan = ItemPlan(Q1, Q2, "50/50")
    assert [quarters_late(plan, False, now) for now in ALL] == [0, 0, 0, 1, 2, 3]
    assert [quarters_late(plan, True, now) for now in ALL] == [0] * 6


@given(
    st.sampled_from(["0/100", "50/50", "milestones", "units"]),
    st.integers(0, 7),
    st.integers(0, 7),
    st.dictionaries(st.integers(0, 9), st.integers(0, 99), max_size=3),
    st.none() | st.integers(0, 9),
)
def test_planned_never_falls_and_ends_whole(
    technique: str, first: int, length: int, targets: dict[int, int], scope: int | None
) -> None:
    steps = {n + 1: (0.25, Q1 + first + n % (length + 1)) for n in range(4)}
    running = dict(zip(sorted(targets), sorted(targets.values()), strict=True))
    plan = ItemPlan(
        Q1 + first,
        Q1 + first + length,
        technique,
        units=50,
        steps=steps,
        unit_targets={Q1 + n: units for n, units in running.items()},
        scope_from=None if scope is None else Q1 + scope,
    )
    shares = [planned_share(plan, Q1 + n) or 0.0 for n in range(-1, 26)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


def test_other_quarters_hold_from_their_quarter_on() -> None:
    plan = ItemPlan(Q1, Q2, "0/100", replans=(Replanned(Q3, Q1, Q4),))
    assert planned(plan) == [0, 0, 1, 0, 1, 1]
    assert [in_force(plan, one).last for one in (Q1, Q2, Q3, Q4)] == [Q2, Q2, Q4, Q4]
    # the yardstick of the quarter in which it was decided is the new plan
    assert planned_share(plan, Q2) == 1
    assert planned_share(plan, Q2, as_of=Q3) == 0


def test_the_newest_change_that_holds_counts_whatever_the_order() -> None:
    plan = ItemPlan(Q1, Q1, "0/100", replans=(Replanned(Q4, Q4, Q4 + 1), Replanned(Q2, Q1, Q3)))
    assert [in_force(plan, one).last for one in (Q1, Q2, Q3, Q4, Q4 + 1)] == [Q1, Q3, Q3, Q4 + 1, Q4 + 1]


def test_new_quarters_put_unit_targets_aside() -> None:
    plan = ItemPlan(Q1, Q3, "units", units=72, unit_targets={Q1: 22, Q2: 58, Q3: 72})
    late = replace(plan, replans=(Replanned(Q3, Q1, Q4),))
    assert planned(late) == [0, 22 / 72, 58 / 72, 0.75, 1, 1]


def test_steps_keep_their_quarter_unless_they_get_another() -> None:
    plan = ItemPlan(Q1, Q2, "milestones", steps={1: (0.4, Q1), 2: (0.6, Q2)},
                    replans=(Replanned(Q3, Q1, Q4, {2: Q4}),))  # fmt: skip
    assert planned(plan) == [0, 0.4, 1, 0.4, 1, 1]
    twice = replace(plan, replans=(*plan.replans, Replanned(Q4, Q1, Q4 + 1)))
    assert planned_share(twice, Q4) == 1


def test_coverage_knows_what_is_done_and_what_was_told_in_the_quarter() -> None:
    plan = ItemPlan(Q1, Q4, "units", units=10)
    old = [EvidenceFact("2024-02-01", "units", units=3)]
    assert has_status(plan, old, "2024-01-01", "2024-03-31")
    assert not has_status(plan, old, "2024-04-01", "2024-06-30")
    assert has_status(plan, [*old, EvidenceFact("2024-06-30", "units", units=3)], "2024-04-01", "2024-06-30")
    assert has_status(plan, [EvidenceFact("2024-02-01", "units", units=10)], "2024-07-01", "2024-09-30")
    assert not has_status(plan, [EvidenceFact("2024-08-01", "started")], "2024-04-01", "2024-06-30")


def test_due_is_what_counts_and_has_begun() -> None:
    plan, none = ItemPlan(Q2, Q3, "50/50"), ItemState()
    assert [is_due(plan, none, one) for one in (Q1, Q2, Q4)] == [False, True, True]
    assert not is_due(plan, ItemState(closed="cancelled"), Q2)
    assert not is_due(ItemPlan(Q2, Q3, "effort"), none, Q2)
    assert not is_due(ItemPlan(Q1, Q3, "50/50", scope_from=Q3), none, Q2)
    assert not is_due(ItemPlan(Q1, Q3, "50/50", replans=(Replanned(Q2, Q4, Q4),)), none, Q2)


def test_reported_is_flagged_over_15_points() -> None:
    assert not reported_differs(0.70, 0.55)  # 15 points, for all that floating point says
    assert reported_differs(0.71, 0.55)
    assert reported_differs(0.39, 0.55)
    assert not reported_differs(None, 0.55)
    assert not reported_differs(0.7, None)
