"""Events in the store: made, changed, cancelled, repeated, counted; what they reached against sets; locked, undone."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import EtappiError
from core.events import EventRow
from core.planning import PlanIndicator
from core.reach import Bounds
from store.attendance import ROWS
from store.commands import events as commands
from store.commands import organisations
from store.commands.attendance import OPEN
from store.database import reading
from store.desk import Desk
from store.editing import StaleEdit
from store.eventsdesk import EventsDesk
from store.models import Attendance, Event, EventList
from store.reach import Wanted, held_by_quarter, reached
from store.snapshots import content_of, restated
from store.writing import key
from tests.store.support import (
    Q1,
    Q2,
    Q3,
    Q4,
    TODAY,
    act,
    dump,
    evidence,
    item,
    make_plan,
    newest,
    package,
    project_of,
    rows,
    small_plan,
    undo,
)


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.backup.before", lambda *_: None)


@pytest.fixture
def path(empty: str) -> str:
    """Three organisations: 1 Omnia, 2 Gradia, 3 Savon AO in the network; 4 Vieras outside."""
    make_plan(empty, small_plan(), fixed_today=TODAY)

    def more(writer: Any) -> None:
        from core.importing import NewOrganisation

        made = organisations.make(writer, [NewOrganisation("Vieras", "Vieras")], "user")
        organisations.join(writer, 1, list(made.values()), network=False)

    act(empty, "guest", more)
    return empty


@pytest.fixture
def desk(path: str) -> EventsDesk:
    return Desk(path).events


def add(desk: EventsDesk, start: str | None, *packages: str, title: str = "T", **more: object) -> str:
    return desk.add({"title": title, "kind": "webinar", "start": start, **more}, packages)


def number(desk: EventsDesk, code: str) -> int:
    return desk.page(code).row.id


def count(desk: EventsDesk, code: str, **given: Any) -> None:
    desk.set_counts(code, number(desk, code), **given)


def named(path: str, code: str, people: dict[str, int | None], mode: str | None = None) -> None:
    """A list of people by key, as an import brings it."""
    event = number(Desk(path).events, code)

    def bring(writer: Any) -> None:
        one = EventList(project_id=1, event_id=event, kind="present", mode=mode, file="x.csv", actor="x",
                        made_by=writer.action)  # fmt: skip
        writer.session.add(one)
        writer.session.flush()
        for person, organisation in people.items():
            writer.session.add(
                Attendance(project_id=1, list_id=key(one.id), event_id=event, person_key=person,
                           organisation_id=organisation, headcount=1, made_by=writer.action)
            )  # fmt: skip

    act(path, "list", bring)


def row(desk: EventsDesk, code: str) -> EventRow:
    return desk.page(code).row


def told(one: EventRow) -> tuple[object, ...]:
    return one.state, one.persons, one.organisations, one.outside, one.unknown, one.uncounted, one.registered


def test_codes_are_counted_and_never_used_again(path: str, desk: EventsDesk) -> None:
    assert [add(desk, "2024-09-03T09:00"), add(desk, None), add(desk, "2024-09-04")] == ["E1", "E2", "E3"]
    undo(path, newest(path))
    assert add(desk, "2024-09-04") == "E4"
    assert [one.code for one in desk.events()] == ["E1", "E4", "E2"]
    assert [one.code for one in desk.events(Q3, Q3)] == ["E1", "E4"]
    assert row(desk, " e1 ").state == "no_count"


def test_what_an_event_cannot_be(path: str, desk: EventsDesk) -> None:
    before = dump(path)
    for fields, error in (
        ({"title": " "}, "no_title"), ({"kind": "party"}, "unknown_word"), ({"mode": "phone"}, "unknown_word"),
        ({"start": "3.9.2024"}, "bad_time"), ({"start": "2024-02-30"}, "bad_time"),
        ({"ends": "2024-09-03"}, "ends_before"), ({"start": "2024-09-03", "ends": "2024-09-02"}, "ends_before"),
        ({"window_from": "2024-08-01"}, "bad_window"),
        ({"window_from": "2024-09-01", "window_to": "2024-08-01"}, "bad_window"),
        ({"window_from": "2024-08", "window_to": "2024-09"}, "bad_time"),
    ):  # fmt: skip
        with pytest.raises(EtappiError, match=rf"event\.{error}"):
            desk.add({"title": "T", "kind": "webinar", **fields})
    with pytest.raises(EtappiError, match=r"progress\.unknown_package"):
        desk.add({"title": "T"}, ["TP7"])
    assert dump(path) == before


def test_states(desk: EventsDesk) -> None:
    past, coming, today = add(desk, "2024-09-12"), add(desk, "2024-09-18T09:00"), add(desk, "2024-09-16T14:00")
    planned = add(desk, None, window_from="2024-08-01", window_to="2024-09-30")
    assert [row(desk, one).state for one in (past, coming, today, planned)] == [
        "no_count",
        "planned",
        "planned",
        "planned",
    ]
    assert (row(desk, planned).quarter, row(desk, planned).window) == (Q3, ("2024-08-01", "2024-09-30"))
    count(desk, coming, kind="registered", persons=61, organisations=20)
    count(desk, past, kind="registered", persons=33)
    assert told(row(desk, coming)) == ("registered", None, None, None, None, 0, 61)
    assert told(row(desk, past)) == ("no_count", None, None, None, None, 0, 33)
    count(desk, past, persons=28)
    assert told(row(desk, past)) == ("held", 28, None, None, 28, 0, 33)


def test_counts_in_their_four_ways(path: str, desk: EventsDesk) -> None:
    one = add(desk, "2024-09-03", "TP1")
    count(desk, one, persons=34, organisations=19)
    assert told(row(desk, one))[1:6] == (34, 19, None, 34, 0)
    count(desk, one, by_organisation={1: 12, 2: None, 4: 3})
    assert told(row(desk, one))[1:6] == (15, 3, 1, 0, 1)
    assert desk.reach().reach.persons == Bounds(16, None)
    count(desk, one, by_organisation={1: 12, 2: None, 4: 3}, persons=20)
    assert told(row(desk, one))[1:6] == (20, 3, 1, 5, 0)
    assert desk.reach().reach.persons == Bounds(20, 20)
    count(desk, one, by_organisation={1: None, 4: None})
    assert told(row(desk, one))[1:6] == (None, 2, 1, 0, 2)
    count(desk, one, organisations=19)
    assert told(row(desk, one))[1:6] == (None, 19, None, 0, 1)
    assert desk.reach().reach.persons.high is None
    count(desk, one, by_organisation={1: 0})
    assert told(row(desk, one))[1:6] == (0, 0, 0, 0, 0)
    before = newest(path)
    count(desk, one, by_organisation={1: 0})
    assert newest(path) == before
    named(path, one, {"a": 1, "b": 4, "c": None})
    count(desk, one, persons=3)
    assert told(row(desk, one))[1:6] == (3, 2, 1, 1, 0)
    page = desk.page(one)
    assert [(two.short, two.persons, two.network) for two in page.present] == [
        ("Omnia", 1, True), ("Vieras", 1, False), (None, 1, False),
    ]  # fmt: skip
    assert [(two.kind, two.persons, two.keyed) for two in page.lists] == [("present", 3, 3), ("counted", 3, 0)]


def test_counts_that_are_refused(path: str, desk: EventsDesk) -> None:
    one, without = add(desk, "2024-09-03"), add(desk, None)
    before = dump(path)
    for numbers, error in (
        ({}, "no_counts"), ({"persons": -1}, "bad_count"), ({"persons": 4, "by_organisation": {1: 5}}, "under_sum"),
        ({"persons": 1, "by_organisation": {1: None, 2: None}}, "under_sum"),
        ({"organisations": 1, "by_organisation": {1: 5, 2: 2}}, "under_organisations"),
    ):  # fmt: skip
        with pytest.raises(EtappiError, match=rf"event\.{error}"):
            count(desk, one, **numbers)
    with pytest.raises(EtappiError, match=r"event\.no_day"):
        count(desk, without, persons=4)
    assert dump(path) == before


def test_a_form_merges_or_tells(path: str, desk: EventsDesk) -> None:
    one = add(desk, "2024-09-03T09:00", "TP1")
    event, base = desk.base(one)
    desk.edit(one, event, base, {"title": "Mine"}, ["tp 2", "WP1"])
    assert (row(desk, one).title, row(desk, one).packages) == ("Mine", ("TP1", "TP2"))
    assert desk.edit(one, event, base, {"place": "Helsinki"}, None).merged == ("title",)
    with pytest.raises(StaleEdit):
        desk.edit(one, event, base, {"title": "Theirs"}, None)
    with pytest.raises(EtappiError, match=r"event\.ends_before"):
        desk.edit(one, event, base, {"ends": "2024-09-03T08:00"}, None)


def test_cancelling(path: str, desk: EventsDesk) -> None:
    one, held = add(desk, "2024-09-18"), add(desk, "2024-09-03")
    count(desk, held, persons=3)
    for code, reason, error in ((one, " ", "no_reason"), (held, "x", "was_held")):
        with pytest.raises(EtappiError, match=f"event.{error}"):
            desk.cancel(code, reason)
    desk.cancel(one, "merged")
    assert (row(desk, one).state, row(desk, one).cancelled_on, row(desk, one).cancel_reason) == (
        "cancelled",
        TODAY,
        "merged",
    )
    with pytest.raises(EtappiError, match=r"event\.already_cancelled"):
        count(desk, one, persons=3)
    undo(path, newest(path))
    assert row(desk, one).state == "planned"


def test_a_series(path: str, desk: EventsDesk) -> None:
    one = add(desk, "2024-10-31T14:00", "TP1", "TP2", ends="2024-10-31T15:30", place="Verkko")
    assert desk.repeat(one, "month", 1) == ("E2",)
    two = row(desk, "E2")
    assert (two.start, two.ends, two.packages, two.place, two.series) == (
        "2024-11-30T14:00", "2024-11-30T15:30", ("TP1", "TP2"), "Verkko", "T",
    )  # fmt: skip
    assert desk.repeat("E2", "fortnight", 2) == ("E3", "E4")
    assert [row(desk, code).start for code in ("E3", "E4")] == ["2024-12-14T14:00", "2024-12-28T14:00"]
    before = dump(path)
    for code, every, times, error in (
        ("E4", "week", 1, "after_project"),
        (one, "day", 1, "bad_series"),
        (one, "week", 0, "bad_series"),
    ):
        with pytest.raises(EtappiError, match=f"event.{error}"):
            desk.repeat(code, every, times)
    assert dump(path) == before


def test_reach_of_a_package_a_kind_and_days(path: str, desk: EventsDesk) -> None:
    first, second = add(desk, "2024-03-01", "TP1.1"), add(desk, "2024-08-20T23:30", "TP2")
    third = add(desk, "2024-09-03", kind="workshop")
    named(path, first, {"a": 1, "b": 2})
    named(path, second, {"a": 1, "c": 4, "d": None})
    named(path, third, {"d": 3})
    whole = desk.reach()
    assert (whole.reach.events, whole.reach.contacts, whole.reach.persons, whole.of) == (3, 6, Bounds(4, 4), 3)
    assert (len(whole.reach.network), len(whole.reach.outside), whole.reach.unknown) == (3, 1, 0)
    assert [(one.quarter, one.keys) for one in whole.quarters] == [(Q1, 2), (Q3, 2)]
    for wanted, contacts in (
        (Wanted(package="tp1"), 2), (Wanted(package="TP2"), 3), (Wanted(kind="workshop"), 1),
        (Wanted(since="2024-08-20", until="2024-08-20"), 3), (Wanted(first=Q1, last=Q2), 2),
        (Wanted(until="2024-01-01"), 0),
    ):  # fmt: skip
        assert desk.reach(wanted).reach.contacts == contacts
    with pytest.raises(EtappiError, match=r"progress\.unknown_package"):
        desk.reach(Wanted(package="TP9"))
    assert [one[2] for one in desk.never()] == []
    assert [(one[2], one[3]) for one in desk.guests()] == [("Vieras", 1)]
    assert desk.times() == {1: 2, 2: 1, 3: 1, 4: 1}


def test_registrations_reach_nobody(path: str, desk: EventsDesk) -> None:
    one = add(desk, "2024-09-12")
    count(desk, one, kind="registered", by_organisation={1: 5, 2: 3})
    assert row(desk, one).registered == 8
    assert desk.reach().reach.events == 0
    assert (len(desk.never()), desk.times()) == (3, {})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_reach_against_sets(path: str, desk: EventsDesk, data: st.DataObject) -> None:
    """Lists by key, counts by organisation and totals of the same truth: the bounds hold it, a full list meets it."""
    act(
        path,
        "empty",
        lambda w: [w.connection.execute(f"DELETE FROM {one}") for one in ("attendance", "event_list", "event")],
    )
    homes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=6), label="organisations")
    truth: set[int] = set()
    full = True
    for day in data.draw(st.lists(st.integers(0, 240), min_size=1, max_size=3, unique=True), label="days"):
        start = rows(path, f"SELECT date('2024-01-01', '+{day} days')")[0][0]
        code = add(desk, str(start))
        there = data.draw(st.sets(st.sampled_from(range(len(homes))), min_size=1), label=f"at {code}")
        truth |= there
        way = data.draw(st.sampled_from(["list", "count", "total", "both"]), label=f"way of {code}")
        full = full and way == "list"
        if way in ("list", "both"):
            named(path, code, {f"k{one}": homes[one] for one in there if way == "list" or data.draw(st.booleans())})
        per = {home: [homes[one] for one in there].count(home) for home in {homes[one] for one in there}}
        if way == "count":
            count(desk, code, by_organisation=per)
        elif way != "list":
            count(desk, code, persons=len(there), by_organisation=dict.fromkeys(per))
        assert row(desk, code).persons == len(there)
    found = desk.reach()
    assert found.reach.persons.high is not None
    assert found.reach.persons.low <= len(truth) <= found.reach.persons.high
    assert found.reach.network | found.reach.outside == {homes[one] for one in truth}
    assert sum(one.persons.high or 0 for one in found.quarters) == found.reach.persons.high
    if full:
        assert found.reach.persons == Bounds(len(truth), len(truth))


def test_locked_quarters(path: str, desk: EventsDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    held, missed, later = add(desk, "2024-03-01", "TP1"), add(desk, "2024-03-02"), add(desk, "2024-08-01")
    named(path, held, {"a": 1, "b": 2})
    Desk(path).closing.close(Q1)
    event, base = desk.base(held)
    refused: list[Callable[[], object]] = [
        lambda: count(desk, held, persons=9), lambda: count(desk, missed, persons=9),
        lambda: add(desk, "2024-03-31T23:59"), lambda: desk.edit(held, event, base, {"start": "2024-08-02"}, None),
        lambda: desk.edit(held, event, base, {}, ["TP2"]), lambda: desk.edit(held, event, base, {"kind": "cafe"}, None),
        lambda: Desk(path).merge("Omnia", "Gradia"),
    ]  # fmt: skip
    before = dump(path)
    for one in refused:
        with pytest.raises(EtappiError, match=r"closing\.locked"):
            one()
    assert dump(path) == before
    desk.edit(held, event, base, {"title": "Better"}, ["TP1"])
    desk.cancel(missed, "not held")
    count(desk, later, persons=9)
    with reading(path) as connection:
        project = project_of(path)
        figures: Any = content_of(connection, project, Q3)["figures"]
    assert figures["2024-Q1"]["reach"]["so_far"]["persons"] == [2, 2]
    assert figures["2024-Q3"]["reach"]["quarter"]["contacts"] == 9
    assert figures["2024-Q1"]["events"] == {
        "E1": {"persons": 2, "organisations": 2, "outside": 0, "unknown": 0, "registered": None}
    }


def test_a_correction_of_a_count_is_a_restatement(path: str, desk: EventsDesk) -> None:
    held = add(desk, "2024-03-01")
    count(desk, held, persons=41)
    closing = Desk(path).closing
    closing.close(Q1)
    closing.reopen(Q1, "two joins of one person")
    count(desk, held, persons=38)
    closing.close(Q1)
    with reading(path) as connection:
        found = restated(connection, project_of(path))
    assert [(one.package, one.figure, one.old, one.new) for one in found if one.package == held] == [
        (held, "persons", 41, 38), (held, "unknown", 41, 38),
    ]  # fmt: skip
    assert {one.figure for one in found if not one.package} == {"reach.quarter", "reach.so_far", "reach.first_time"}


def test_a_list_is_taken_back_whole_and_brought_back(path: str, desk: EventsDesk) -> None:
    one = add(desk, "2024-03-01", "TP1")
    before = dump(path)
    named(path, one, {f"k{number}": 1 + number % 3 for number in range(300)})
    after, batch = dump(path), newest(path)
    assert undo(path, batch).rows == 301
    assert dump(path) == before
    undo(path, newest(path), "redo")
    assert dump(path) == after
    act(
        path,
        "settle",
        lambda w: w.connection.execute("UPDATE attendance SET organisation_id = 4 WHERE person_key = 'k7'"),
    )
    left = undo(path, batch)
    assert (left.rows, [conflict.reason for conflict in left.conflicts]) == (299, ["changed_later", "used_later"])
    assert rows(path, "SELECT person_key FROM attendance") == [("k7",)]
    undo(path, newest(path), "redo")
    Desk(path).closing.close(Q1)
    locked = dump(path)
    with pytest.raises(EtappiError, match=r"closing\.locked") as refused:
        undo(path, batch)
    assert refused.value.values["code"] == "2024-Q1"
    assert dump(path) == locked


COUNTING = replace(small_plan(), packages=(
    package("TP1", item("TP1-A1", Q1, Q4, "units", units=4, counter="events:webinar"),
            item("TP1-A2", Q1, Q4, "units", units=4, counter="organisations"),
            indicators=(PlanIndicator("People", "quantitative", source="persons"),
                        PlanIndicator("Organisations", "quantitative", source="organisations"),
                        PlanIndicator("Interest", "quantitative", source="organisations:interest")), lead=("Omnia",)),
    package("TP1.1", item("TP1.1-A1", Q1, Q1), parent="TP1", lead=("Gradia", "Savon AO")),
    package("TP2", item("TP2-A1", Q1, Q1)),
))  # fmt: skip


def units(path: str) -> list[tuple[object, ...]]:
    return rows(path, "SELECT i.code, e.on_date, e.units FROM evidence AS e JOIN item AS i ON i.id = e.item_id "
                "ORDER BY i.code, e.on_date")  # fmt: skip


def test_units_that_rest_on_events(empty: str) -> None:
    """Written when events change, so that `status` reads no attendance; taken back with them."""
    make_plan(empty, COUNTING, fixed_today=TODAY)
    desk, before = Desk(empty).events, dump(empty)
    first, second = add(desk, "2024-03-01", "TP1.1"), add(desk, "2024-08-01", "TP1")
    third = desk.add({"title": "T", "kind": "workshop", "start": "2024-09-01"}, ["TP1"])
    add(desk, "2024-04-01", "TP2")
    assert units(empty) == []
    named(empty, second, {"a": 1, "b": 2})
    named(empty, first, {"a": 1})
    count(desk, third, by_organisation={3: 5, 2: None})
    told = [("TP1-A1", "2024-03-01", 1), ("TP1-A1", "2024-08-01", 2), ("TP1-A2", "2024-03-01", 1),
            ("TP1-A2", "2024-08-01", 2), ("TP1-A2", "2024-09-01", 3)]  # fmt: skip
    assert units(empty) == told
    with pytest.raises(EtappiError, match=r"event\.counted"):
        evidence(empty, "TP1-A1", "units", TODAY, units=3)
    board = Desk(empty).board(Q3)
    assert (board.packages[0].sums.earned, board.packages[0].sums.total) == (2 / 4 + 3 / 4, 3.0)
    Desk(empty).closing.close(Q1)
    event, base = desk.base(second)
    desk.edit(second, event, base, {"kind": "workshop"}, None)
    assert units(empty) == [told[0], *told[2:]]
    undo(empty, newest(empty))
    assert units(empty) == told
    Desk(empty).closing.reopen(Q1, "x")
    for (number,) in rows(
        empty, "SELECT id FROM v_action WHERE command LIKE 'event %' OR command = 'list' ORDER BY id DESC"
    ):
        if rows(empty, "SELECT 1 FROM v_action WHERE id = ? AND NOT undone AND undo_of IS NULL", number):
            undo(empty, int(str(number)))
    assert units(empty) == []
    assert json.loads(dump(empty))["event"] == json.loads(before)["event"]


def test_what_was_known_of_a_locked_quarter_counts_from_the_first_open_day(empty: str) -> None:
    make_plan(empty, COUNTING, fixed_today=TODAY)
    desk = Desk(empty).events
    act(empty, "later", lambda w: w.connection.execute("UPDATE item SET counter = NULL WHERE code = 'TP1-A2'"))
    named(empty, add(desk, "2024-03-01", "TP1"), {"a": 1, "b": 2})
    Desk(empty).closing.close(Q1)
    act(empty, "scope", lambda w: w.connection.execute(
        "INSERT INTO item (project_id, work_package_id, kind, code, title, position, technique, weight, units, "
        "counter, scope_from, technique_given, made_by) VALUES (1, 1, 'action', 'NEW', 'New', 9, 'units', 1, 4, "
        "'organisations', ?, 1, ?)", (Q2, w.action)))  # fmt: skip
    assert [row for row in units(empty) if row[0] == "NEW"] == [("NEW", "2024-04-01", 2)]


def test_indicators_take_their_values_from_events(empty: str) -> None:
    make_plan(empty, COUNTING, fixed_today=TODAY)
    desk = Desk(empty).events

    def values() -> list[list[tuple[int, float | None]]]:
        detail = Desk(empty).work.package("TP1")
        assert detail is not None
        return [[(point.quarter, point.value) for point in one.points] for one in detail.indicators]

    assert values() == [[], [], [(Q1, 1.0), (Q2, 1.0), (Q3, 1.0)]]
    named(empty, add(desk, "2024-05-01", "TP1.1"), {"a": 1, "b": 2, "c": None})
    count(desk, add(desk, "2024-08-01", "TP1"), by_organisation={1: 3})
    assert values()[:2] == [[(Q2, 3.0), (Q3, 4.0)], [(Q2, 2.0), (Q3, 2.0)]]


def test_a_snapshot_knows_no_person(path: str, desk: EventsDesk) -> None:
    named(path, add(desk, "2024-09-03"), {"5ecre7key": 1, "0therkey": None})
    with reading(path) as connection:
        text = json.dumps(content_of(connection, project_of(path), Q3))
    assert "5ecre7key" not in text
    assert "x.csv" not in text
    assert not {"attendance", "event_list", "mail_domain"} & set(json.loads(text)["facts"])


def test_quarters_add_up_in_a_snapshot(path: str, desk: EventsDesk) -> None:
    named(path, add(desk, "2024-02-01"), {"a": 1, "b": 2})
    named(path, add(desk, "2024-08-01"), {"b": 2, "c": 4})
    with reading(path) as connection:
        found = held_by_quarter(connection, project_of(path), range(Q1, Q3 + 1))
        whole = reached(connection, project_of(path))
    assert [len(one.events) for one in found.values()] == [1, 0, 1]
    assert [one.new.persons for one in found.values()] == [Bounds(2, 2), Bounds(0, 0), Bounds(1, 1)]
    assert found[Q3].so_far == whole.reach
    assert (len(found[Q3].new.network), len(found[Q3].new.outside)) == (0, 1)


def test_an_organisation_merged_takes_its_attendance_along(path: str, desk: EventsDesk) -> None:
    one = add(desk, "2024-09-03", host_id=2)
    named(path, one, {"a": 1, "b": 2})
    act(path, "domain", lambda w: w.connection.execute(
        "INSERT INTO mail_domain (domain, organisation_id, source) VALUES ('gradia.fi', 2, 'user')"))  # fmt: skip
    before = dump(path)
    Desk(path).merge("Omnia", "Gradia")
    assert (row(desk, one).organisations, row(desk, one).host) == (1, "Omnia")
    assert rows(path, "SELECT organisation_id FROM mail_domain") == [(1,)]
    undo(path, newest(path))
    assert dump(path) == before


def test_reach_is_read_from_the_index_alone(path: str) -> None:
    connection = sqlite3.connect(path)
    found = connection.execute(
        f"EXPLAIN QUERY PLAN {ROWS.format(short='0')}", {"project": 1, "events": "[1]"}
    ).fetchall()
    connection.close()
    assert any("COVERING INDEX attendance_reach (project_id=? AND event_id=?)" in line[-1] for line in found)


def test_the_words_of_the_model_and_of_the_rules_are_the_same() -> None:
    from core import events as words
    from store.models import events as models

    assert (models.EVENT_KINDS, models.EVENT_MODES) == (words.KINDS, words.MODES)
    assert set(commands.FIELDS) < set(Event.model_fields)


def test_what_waits_is_found_by_the_index_of_what_waits(path: str) -> None:
    connection = sqlite3.connect(path)
    for query, parameters in (
        (f"SELECT 1 FROM attendance WHERE {OPEN}", {"project": 1, "name": "x"}),
        ("SELECT count(DISTINCT waiting_name) FROM attendance WHERE project_id = 1 AND waiting_name IS NOT NULL", ()),
    ):
        found = connection.execute(f"EXPLAIN QUERY PLAN {query}", parameters).fetchall()
        assert "INDEX attendance_waiting" in found[0][-1]
    connection.close()
