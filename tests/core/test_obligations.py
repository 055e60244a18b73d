"""What organisations owe: who, how far each has come on a day, the four states apart in every sum."""

from hypothesis import given
from hypothesis import strategies as st

from core.obligations import (
    CLOSED,
    STATES,
    Standing,
    StateFact,
    Terms,
    counted_code,
    days_late,
    is_overdue,
    owers,
    standing,
    tally,
)

PARTS = [(1, 10, "lead"), (2, 10, "expert"), (3, 20, "lead"), (4, 20, "expert"), (9, 10, "lead")]
MEMBERS = [1, 2, 3, 4, 5]  # 9 is met outside the network, 5 takes part in nothing


def terms(role: str | None = None, package: int | None = None, due: str | None = None) -> Terms:
    return Terms(1, "OMA", "Own plan", role, package, due=due)


def test_who_owes_it() -> None:
    assert owers(terms(), MEMBERS, PARTS) == {1, 2, 3, 4, 5}
    assert owers(terms(package=10), MEMBERS, PARTS) == {1, 2}
    assert owers(terms("lead"), MEMBERS, PARTS) == {1, 3}
    assert owers(terms("lead", 20), MEMBERS, PARTS) == {3}
    assert owers(terms(package=30), MEMBERS, PARTS) == set()


def test_the_newest_by_date_holds_and_of_one_date_the_last_entered() -> None:
    facts = [
        StateFact("2024-09-03", "done"),
        StateFact("2024-06-01", "in_work"),
        StateFact("2024-09-03", "not_required", "merged"),
    ]
    assert standing(facts, "2024-05-31") == Standing()
    assert not standing(facts, "2024-05-31").told
    assert standing(facts, "2024-06-01") == Standing("in_work", "2024-06-01")
    assert standing(facts, "2024-12-31") == Standing("not_required", "2024-09-03", "merged")


def test_overdue_from_the_day_after() -> None:
    assert not is_overdue("2024-09-30", "in_work", "2024-09-30")
    assert is_overdue("2024-09-30", "in_work", "2024-10-01")
    assert days_late("2024-09-30", "not_started", "2024-10-11") == 11
    assert days_late("2024-09-30", "done", "2024-10-11") is None
    assert days_late("2024-09-30", "not_required", "2024-10-11") is None
    assert days_late(None, "not_started", "2024-10-11") is None


def test_four_states_stay_apart() -> None:
    held = {
        1: Standing("not_started", "2024-01-01"), 2: Standing("done", "2024-01-01"),
        3: Standing("not_required", "2024-01-01", "no students"), 9: Standing("done", "2024-01-01"),
    }  # fmt: skip
    sums = tally(terms(due="2024-06-30"), [1, 2, 3, 4], held, "2024-07-01")
    assert (sums.owed, sums.expected, sums.done, sums.not_started, sums.untold) == (4, 3, 1, 2, 1)
    assert (sums.not_required, sums.overdue, sums.share) == (1, 2, 1 / 3)
    assert tally(terms(due="2024-06-30"), [1, 2, 3, 4], held, "2024-06-30").overdue == 0
    assert tally(terms(), [3], held, "2024-07-01").share is None


def test_codes_of_counters() -> None:
    assert counted_code("obligation:OMA") == "OMA"
    assert [counted_code(text) for text in (None, "events:webinar", "organisations")] == [None, None, None]


DAYS = st.sampled_from(["2024-01-05", "2024-02-05", "2024-03-05"])
FACTS = st.lists(st.builds(StateFact, DAYS, st.sampled_from(STATES), st.just("why")), max_size=5)


@given(st.lists(FACTS, max_size=6), DAYS, st.none() | DAYS)
def test_the_sums_add_up(told: list[list[StateFact]], day: str, due: str | None) -> None:
    held = {number: standing(facts, day) for number, facts in enumerate(told)}
    sums = tally(terms(due=due), list(held), held, day)
    assert sums.done + sums.in_work + sums.not_started + sums.not_required == sums.owed == len(told)
    assert sums.untold <= sums.not_started
    assert sums.overdue == (0 if due is None or due >= day else sums.owed - sums.done - sums.not_required)
    for facts, one in zip(told, held.values(), strict=True):
        known = [fact for fact in facts if fact.on_date <= day]
        assert one.told == bool(known)
        assert (one.state in CLOSED) == bool(
            known and max(enumerate(known), key=lambda p: (p[1].on_date, p[0]))[1].state in CLOSED
        )
