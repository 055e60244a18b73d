"""Reach against people counted one by one: bounds that hold the truth, and first contacts that add up."""

import time
from collections import defaultdict
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reach import Bounds, Event, Headcount, Identified, new_reach, reach

Q1, Q2, Q3 = 8096, 8097, 8098
NETWORK = {1, 2, 3}


def test_the_rule_in_small() -> None:
    """Two full lists: contacts 5, people 3, organisations 2 of the network and 1 outside it."""
    events = [(1, Q1), (2, Q2)]
    identified: list[Identified] = [(1, 1, "a"), (1, 2, "b"), (2, 1, "a"), (2, 2, "b"), (2, 9, "c"), (7, 3, "d")]
    found = reach(events, identified, [], NETWORK)
    assert (found.events, found.counted, found.contacts, found.identified, found.unknown) == (2, 2, 5, 5, 0)
    assert (found.network, found.outside) == (frozenset({1, 2}), frozenset({9}))
    assert found.persons == Bounds(3, 3)
    assert found.persons.exact
    first, second = new_reach(events, identified, [], NETWORK)
    assert (first.keys, first.network, first.outside, first.persons) == (
        2,
        frozenset({1, 2}),
        frozenset(),
        Bounds(2, 2),
    )
    assert (second.keys, second.network, second.outside, second.persons) == (
        1,
        frozenset(),
        frozenset({9}),
        Bounds(1, 1),
    )


def test_partial_lists() -> None:
    """Organisation 1: I = 2, T = 4 and 3, so 4 to 2 + 3 + 1; organisation 2: 2 to 4; unknown 5 in one event."""
    events = [(1, Q1), (2, Q1)]
    identified: list[Identified] = [(1, 1, "a"), (2, 1, "a"), (2, 1, "b")]
    headcounts: list[Headcount] = [(1, 1, 3), (2, 1, 1), (1, 2, 2), (2, 2, 2), (1, None, 5)]
    found = reach(events, identified, headcounts, NETWORK)
    assert (found.contacts, found.identified, found.unknown) == (16, 3, 5)
    # Everybody at the first event: 1 + 3 + 2 + 5 = 11, more than 4 + 2.
    assert found.persons == Bounds(11, 2 + 4 + 4 + 5)
    assert reach(events, identified, headcounts[:4], NETWORK).persons == Bounds(6, 10)


def test_the_latest_organisation_takes_all_attendances() -> None:
    """A person who moves is one person, of the new organisation; both were reached."""
    events = [(1, Q1), (2, Q2)]
    identified: list[Identified] = [(1, 1, "a"), (1, 1, "b"), (2, 2, "a")]
    found = reach(events, identified, [(1, 2, 1)], NETWORK)
    assert found.persons == Bounds(3, 3)  # 1: b; 2: a and one more at the first event
    assert found.network == {1, 2}


def test_a_person_whose_organisation_another_event_tells() -> None:
    found = reach([(1, Q1), (2, Q1)], [(1, None, "a"), (2, 1, "a"), (2, None, "b")], [], NETWORK)
    assert found.unknown == 1
    assert found.persons == Bounds(2, 2)


def test_a_key_of_unknown_organisation_may_be_headcount_elsewhere() -> None:
    found = reach([(1, Q1), (2, Q1)], [(1, None, "a")], [(2, 1, 1)], NETWORK)
    assert found.persons == Bounds(1, 2)


def test_nobody_counted_the_people() -> None:
    """An organisation that came without a number is reached, at least one person, and no upper bound is made up."""
    found = reach([(1, Q1), (2, Q1)], [], [(1, 1, None), (2, 2, 4)], NETWORK)
    assert (found.contacts, found.uncounted, found.network) == (4, 1, frozenset({1, 2}))
    assert found.persons == Bounds(5, None)
    named = reach([(1, Q1)], [(1, 1, "a")], [(1, 1, None)], NETWORK)
    assert (named.uncounted, named.persons) == (0, Bounds(1, 1))
    later = new_reach([(1, Q1), (2, Q2)], [(2, 1, "a")], [(1, 1, None)], NETWORK)
    assert [quarter.persons for quarter in later] == [Bounds(1, None), Bounds(0, 1)]


def test_organisations_within_a_total() -> None:
    """Two organisations among twelve people: both are reached, and the total bounds the people."""
    found = reach([(1, Q1)], [], [(1, 1, 0), (1, 9, 0), (1, None, 12)], NETWORK)
    assert (found.contacts, found.uncounted, set(found.network), set(found.outside)) == (12, 0, {1}, {9})
    assert found.persons == Bounds(12, 12)
    later = reach([(1, Q1), (2, Q2)], [], [(1, 1, 0), (1, 9, 0), (1, None, 2), (2, 2, 4)], NETWORK)
    assert later.persons == Bounds(6, 6)


def test_no_attendance_is_no_reach() -> None:
    found = reach([(1, Q1)], [], [], NETWORK)
    assert (found.events, found.counted, found.contacts, found.persons) == (1, 0, 0, Bounds(0, 0))
    assert new_reach([], [], [], NETWORK) == ()


def test_one_person_on_two_lists_of_an_event() -> None:
    found = reach([(1, Q1)], [(1, None, "a"), (1, 2, "a"), (1, None, "a")], [], NETWORK)
    assert (found.contacts, found.unknown, found.network) == (1, 0, frozenset({2}))


def test_quarters_must_rise() -> None:
    with pytest.raises(ValueError, match="order"):
        new_reach([(1, Q2), (2, Q1)], [], [], NETWORK)


@dataclass(frozen=True)
class World:
    """Events, who was truly there, and what the lists show of it."""

    events: list[Event]
    present: dict[int, set[int]]
    identified: list[Identified]
    headcounts: list[Headcount]
    full: bool


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """People of one organisation each. Lists are full (everybody by key), partial, or a number per organisation; some
    do not tell the organisation."""
    organisations = draw(st.lists(st.integers(1, 5), min_size=1, max_size=12))
    events = [(number, Q1 + quarter) for number, quarter in enumerate(
        sorted(draw(st.lists(st.integers(0, 3), min_size=1, max_size=6))))]  # fmt: skip
    present: dict[int, set[int]] = {}
    identified: list[Identified] = []
    heads: dict[tuple[int, int | None], int] = defaultdict(int)
    everywhere = draw(st.booleans())
    for event, _ in events:
        present[event] = draw(st.sets(st.sampled_from(range(len(organisations)))))
        for person in sorted(present[event]):
            organisation = None if draw(st.integers(0, 4)) == 0 else organisations[person]
            if everywhere or draw(st.booleans()):
                identified.append((event, organisation, f"key {person}"))
            else:
                heads[event, organisation] += 1
    for event, _ in events:  # some totals, with organisations that were there and nobody counted apart
        if draw(st.integers(0, 3)) == 0:
            for one in [place for place in heads if place[0] == event and place[1] is not None]:
                heads[event, None] += heads[one]
                heads[one] = 0
    headcounts: list[Headcount] = [(event, organisation, n) for (event, organisation), n in heads.items()]
    return World(events, present, draw(st.permutations(identified)), draw(st.permutations(headcounts)), everywhere)


@settings(max_examples=400, deadline=None)
@given(worlds())
def test_bounds_hold_the_truth(world: World) -> None:
    truth = set().union(*world.present.values())
    found = reach(world.events, world.identified, world.headcounts, NETWORK)
    assert found.contacts == sum(map(len, world.present.values()))
    assert found.persons.high is not None
    assert found.persons.low <= len(truth) <= found.persons.high
    if world.full:
        assert found.persons == Bounds(len(truth), len(truth))
    assert found.network | found.outside == {
        organisation for _, organisation, _ in [*world.identified, *world.headcounts] if organisation is not None
    }


@settings(max_examples=400, deadline=None)
@given(worlds())
def test_first_contacts_add_up(world: World) -> None:
    whole = reach(world.events, world.identified, world.headcounts, NETWORK)
    quarters = new_reach(world.events, world.identified, world.headcounts, NETWORK)
    assert sum(one.keys for one in quarters) == len({key for _, _, key in world.identified})
    assert sum(one.persons.high or 0 for one in quarters) == whole.persons.high
    assert sum(len(one.network) for one in quarters) == len(whole.network)
    assert sum(len(one.outside) for one in quarters) == len(whole.outside)
    met: set[int] = set()
    for one in quarters:
        now = set().union(*(world.present[event] for event, quarter in world.events if quarter == one.quarter))
        assert one.persons.high is not None
        assert one.persons.low <= len(now - met) <= one.persons.high
        if world.full:
            assert one.persons.exact
        met |= now
        until = [event for event in world.events if event[1] <= one.quarter]
        assert one.so_far == reach(until, world.identified, world.headcounts, NETWORK).persons


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_later_events_change_no_quarter_before(world: World) -> None:
    last = world.events[-1][1]
    earlier = [event for event in world.events if event[1] < last]
    everything = new_reach(world.events, world.identified, world.headcounts, NETWORK)
    assert new_reach(earlier, world.identified, world.headcounts, NETWORK) == everything[:-1]


def test_a_hundred_thousand_attendances_take_a_moment() -> None:
    events = [(number, Q1 + number // 80) for number in range(1_000)]
    identified: list[Identified] = [
        (number % 1_000, number % 97 if number % 5 else None, f"{number * 7919 % 30_011:032x}")
        for number in range(80_000)
    ]
    headcounts: list[Headcount] = [(number % 1_000, number % 97, 1) for number in range(20_000)]
    began = time.perf_counter()
    found = reach(events, identified, headcounts, NETWORK)
    quarters = new_reach(events, identified, headcounts, NETWORK)
    assert time.perf_counter() - began < 5  # 0.6 s on two cores; this only catches a square of it
    assert found.contacts > 90_000
    assert sum(one.persons.high or 0 for one in quarters) == found.persons.high
