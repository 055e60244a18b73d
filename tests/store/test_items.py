"""Items through the work desk: next state, other quarters, forms, added scope, deviations; each act undone whole."""

from collections.abc import Callable
from typing import Any

import pytest

from core.errors import EtappiError
from core.progress import in_force
from core.work import ItemRow, PackageDetail
from store.commands.items import NewItem
from store.database import reading
from store.editing import Base, StaleEdit
from store.itemplan import plan_of
from store.workdesk import ItemForm, WorkDesk
from tests.store.support import Q1, Q2, Q3, Q4, TODAY, act, dump, newest, rows, sound, undo, value

DECISION = "ohjausryhmä 26.9.2024 § 5"


@pytest.fixture
def desk(small: str, monkeypatch: pytest.MonkeyPatch) -> WorkDesk:
    """The small plan on 16 September 2024."""
    monkeypatch.setenv("ETAPPI_TODAY", TODAY)
    return WorkDesk(small)


def item(desk: WorkDesk, code: str, quarter: int | None = None) -> ItemRow:
    return next(one for package in desk.packages(quarter) for one in package.items if one.code == code)


def form(desk: WorkDesk, code: str) -> ItemForm:
    found = desk.item(item(desk, code).id)
    assert found is not None
    return found


def package(desk: WorkDesk, code: str, quarter: int | None = None) -> PackageDetail:
    found = desk.package(code, quarter)
    assert found is not None
    return found


def undone(desk: WorkDesk, what: Callable[[], object]) -> None:
    """Do something, take it back, and find the store as it was."""
    before = dump(desk.path)
    what()
    assert dump(desk.path) != before
    assert not undo(desk.path, newest(desk.path)).conflicts
    assert dump(desk.path) == before
    sound(desk.path)


def refused(code: str, what: Callable[[], object]) -> None:
    """Refused with the sentence of *code*, nothing written."""
    with pytest.raises(EtappiError) as error:
        what()
    assert error.value.code == code


def test_space_goes_through_the_states(desk: WorkDesk) -> None:
    one = item(desk, "TP1-A2")
    undone(desk, lambda: desk.next_state(one.id))
    assert desk.next_state(one.id) == ("started", None)
    assert item(desk, "TP1-A2").state == "started"
    assert desk.next_state(one.id) == ("accepted", None)
    assert (item(desk, "TP1-A2").state, item(desk, "TP1-A2").closed_on) == ("accepted", TODAY)
    refused("progress.already_accepted", lambda: desk.next_state(one.id))


def test_space_on_milestones_units_and_continuous_work(desk: WorkDesk) -> None:
    steps = item(desk, "TP2-A1").id
    assert [desk.next_state(steps) for _ in range(3)] == [("step", 1), ("step", 2), ("accepted", None)]
    assert [step.done_on for step in item(desk, "TP2-A1").steps] == [TODAY, TODAY]
    units = item(desk, "TP1.1-O1").id
    refused("progress.needs_units", lambda: desk.next_state(units))
    desk.set_units(units, 12)
    assert item(desk, "TP1.1-O1").state == "done"
    assert desk.next_state(units) == ("accepted", None)
    effort = item(desk, "TP2-A2").id
    assert desk.next_state(effort) == ("started", None)
    refused("progress.goes_on", lambda: desk.next_state(effort))


def test_another_due_quarter_holds_from_today_on(desk: WorkDesk) -> None:
    one = item(desk, "TP1-A1").id
    undone(desk, lambda: desk.replan(one, None, Q4, decision=DECISION))
    made = desk.replan(one, None, Q4, decision=DECISION)
    assert (made.effective, made.first, made.last) == (Q3, Q1, Q4)
    now = item(desk, "TP1-A1")
    assert (now.first, now.last, now.replanned_from, now.late) == (Q1, Q4, (Q1, Q1), False)
    assert [(replan.effective, replan.last) for replan in now.replans] == [(Q3, Q4)]
    assert now.replans[0].decision is not None
    assert (now.replans[0].decision.on_date, now.replans[0].decision.paragraph) == ("2024-09-26", "5")
    # what was planned in an earlier quarter stays as it was
    assert (item(desk, "TP1-A1", Q2).last, item(desk, "TP1-A1", Q2).late) == (Q1, True)
    # a second thought in the same quarter replaces the first
    desk.replan(one, None, Q3)
    assert rows(desk.path, "SELECT effective, to_quarter FROM replan") == [(Q3, Q3)]
    refused("store.quarters_reversed", lambda: desk.replan(one, Q4, Q3))
    refused("store.quarter_outside", lambda: desk.replan(one, None, Q4 + 1))
    desk.cancel(one, "turha", DECISION)
    refused("progress.already_cancelled", lambda: desk.replan(one, None, Q4))
    assert len(rows(desk.path, "SELECT 1 FROM decision")) == 1


def test_steps_that_are_not_done_move_along(desk: WorkDesk) -> None:
    one = item(desk, "TP2-A1").id
    undone(desk, lambda: desk.replan(one, None, Q4))
    desk.step_done(one, 1, "2024-03-20")
    assert desk.replan(one, None, Q4).steps == {2: Q4}
    assert [(step.quarter, step.planned) for step in item(desk, "TP2-A1").steps] == [(Q1, Q1), (Q4, Q3)]
    assert [(step.quarter, step.planned) for step in item(desk, "TP2-A1", Q2).steps] == [(Q1, Q1), (Q3, Q3)]
    assert item(desk, "TP2-A1").planned == pytest.approx(0.3)
    assert item(desk, "TP2-A1", Q4).planned == 1


def test_a_late_step_is_not_planned_into_the_past(desk: WorkDesk) -> None:
    one = item(desk, "TP2-A1").id
    assert desk.replan(one, None, Q4).steps == {1: Q3, 2: Q4}


def test_steps_by_hand(desk: WorkDesk) -> None:
    one = item(desk, "TP2-A1").id
    assert desk.replan(one, None, Q4, steps={1: Q4}).steps == {1: Q4, 2: Q4}
    refused("progress.unknown_step", lambda: desk.replan(one, None, Q4, steps={3: Q4}))
    refused("progress.step_outside", lambda: desk.replan(one, Q3, Q4, steps={1: Q2}))


def test_before_the_kick_off_the_plan_itself_changes(desk: WorkDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPI_TODAY", "2024-01-15")
    one = item(desk, "TP2-O1").id
    undone(desk, lambda: desk.replan(one, Q3, Q4))
    assert desk.replan(one, Q3, Q4).effective is None
    now = item(desk, "TP2-O1")
    assert (now.first, now.last, now.planned_first, now.replans, now.targets) == (Q3, Q4, Q3, (), ())
    assert desk.replan(one, Q2, Q4, decision=DECISION).effective == Q1


def test_units_run_evenly_over_new_quarters(desk: WorkDesk) -> None:
    desk.replan(item(desk, "TP2-O1").id, Q3, Q4)
    assert item(desk, "TP2-O1").planned == pytest.approx(0.5)
    assert item(desk, "TP2-O1", Q2).planned == pytest.approx(40 / 84)


def test_an_item_is_added_with_the_next_code(desk: WorkDesk) -> None:
    new = NewItem("output", "  Uusi \x1b[31mtuotos ", Q3, Q4, decision=DECISION)
    undone(desk, lambda: desk.add_item("TP2", new))
    before = package(desk, "TP2")
    number, code = desk.add_item("tp 2", new)
    assert code == "TP2-O2"
    made = item(desk, code)
    assert (made.id, made.title, made.technique, made.scope_from, made.weight) == (
        number, "Uusi tuotos", "50/50", Q3, 1)  # fmt: skip
    assert made.added_by is not None
    assert made.added_by.paragraph == "5"
    after = package(desk, "TP2")
    assert [row.planned for row in after.quarters[:2]] == [row.planned for row in before.quarters[:2]]
    assert after.now.planned != before.now.planned
    steps = (("a", 0.25, Q3), ("b", 0.75, Q4))
    assert desk.add_item("TP2", NewItem("action", "Vaiheet", Q3, Q4, "milestones", steps=steps))[1] == "TP2-A3"
    assert [step.share for step in item(desk, "TP2-A3").steps] == [0.25, 0.75]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "progress.no_title"),
        ({"weight": 0}, "progress.bad_weight"),
        ({"weight": float("nan")}, "progress.bad_weight"),
        ({"technique": "units"}, "progress.units_missing"),
        ({"units": 4}, "progress.units_strange"),
        ({"technique": "milestones"}, "progress.steps_wrong"),
        ({"technique": "milestones", "steps": (("a", 0.5, Q4),)}, "progress.steps_wrong"),
        ({"technique": "milestones", "steps": (("a", 1.0, Q2),)}, "progress.steps_wrong"),
        ({"steps": (("a", 1.0, Q4),)}, "progress.steps_strange"),
        ({"first": Q2, "last": Q2}, "progress.scope_after_end"),
        ({"last": Q4 + 1}, "store.quarter_outside"),
        ({"first": Q4, "last": Q3}, "store.quarters_reversed"),
        ({"decision": "ohjausryhmä"}, "progress.bad_decision"),
        ({"owner_id": 999}, "store.row_gone"),
    ],
)
def test_no_item_that_is_not_whole(desk: WorkDesk, more: dict[str, Any], code: str) -> None:
    before = dump(desk.path)
    fields: dict[str, Any] = {"kind": "action", "title": "Uusi", "first": Q3, "last": Q4, **more}
    refused(code, lambda: desk.add_item("TP1", NewItem(**fields)))
    assert dump(desk.path) == before


def test_a_form_saves_everything_in_one_act(desk: WorkDesk) -> None:
    opened = form(desk, "TP1.1-O1")
    owner = opened.owners[0][0]
    wanted: dict[str, object] = {"title": "Toinen nimi", "owner_id": owner, "weight": 2.5, "units": 14, "first": Q2,
                                 "last": Q4, "units_done": 6}  # fmt: skip
    undone(desk, lambda: desk.edit_item(opened.item.id, opened.base, wanted, decision=DECISION, note="lista"))
    saved = desk.edit_item(opened.item.id, form(desk, "TP1.1-O1").base, wanted, on="2024-09-10", note="lista")
    assert set(saved.written) == set(wanted) - {"first"}
    now = item(desk, "TP1.1-O1")
    assert (now.title, now.owner_id, now.weight, now.units, now.last, now.units_done) == (
        "Toinen nimi", owner, 2.5, 14, Q4, 6)  # fmt: skip
    assert [(fact.on_date, fact.kind, fact.note) for fact in now.evidence] == [("2024-09-10", "units", "lista")]
    again = form(desk, "TP1.1-O1")
    actions = newest(desk.path)
    assert desk.edit_item(now.id, again.base, dict(again.base.values)).written == ()
    assert newest(desk.path) == actions


def test_a_form_records_steps_and_states(desk: WorkDesk) -> None:
    opened = form(desk, "TP2-A1")
    desk.edit_item(opened.item.id, opened.base, {"steps": (1, 2), "state": "accepted"})
    assert item(desk, "TP2-A1").state == "accepted"
    refused("progress.step_stays", lambda: desk.edit_item(
        opened.item.id, form(desk, "TP2-A1").base, {"steps": (2,), "state": "started"}))  # fmt: skip
    one = form(desk, "TP1-A2")
    for state in ("started", "accepted", "cancelled", "started", "cancelled", "accepted"):
        desk.edit_item(one.item.id, form(desk, "TP1-A2").base, {"state": state})
        assert item(desk, "TP1-A2").state == state
    kinds = [fact.kind for fact in item(desk, "TP1-A2").evidence]
    assert kinds == ["started", "accepted", "reopened", "cancelled", "reopened", "cancelled", "reopened", "accepted"]
    desk.reopen(one.item.id)
    refused("progress.state_stays", lambda: desk.edit_item(
        one.item.id, form(desk, "TP1-A2").base, {"state": "not_started"}))  # fmt: skip


def test_another_technique_only_where_nothing_is_recorded_in_the_old_one(desk: WorkDesk) -> None:
    steps = form(desk, "TP2-A1")
    undone(desk, lambda: desk.edit_item(steps.item.id, steps.base, {"technique": "units", "units": 5}))
    desk.edit_item(steps.item.id, steps.base, {"technique": "units", "units": 5})
    assert (item(desk, "TP2-A1").steps, item(desk, "TP2-A1").technique) == ((), "units")
    desk.set_units(steps.item.id, 3)
    refused("progress.technique_used", lambda: desk.edit_item(
        steps.item.id, form(desk, "TP2-A1").base, {"technique": "50/50", "units": None}))  # fmt: skip
    refused("progress.units_below", lambda: desk.edit_item(
        steps.item.id, form(desk, "TP2-A1").base, {"units": 2}))  # fmt: skip
    plain = form(desk, "TP1-A2")
    refused("progress.steps_wanted", lambda: desk.edit_item(plain.item.id, plain.base, {"technique": "milestones"}))
    refused("progress.units_missing", lambda: desk.edit_item(plain.item.id, plain.base, {"technique": "units"}))
    refused("progress.no_title", lambda: desk.edit_item(plain.item.id, plain.base, {"title": " "}))


def test_two_forms_of_one_item(desk: WorkDesk) -> None:
    """The second save merges what the first changed elsewhere, and stops where both changed the same field."""
    number = item(desk, "TP1-A2").id
    first, second = form(desk, "TP1-A2").base, form(desk, "TP1-A2").base
    desk.edit_item(number, first, {"title": "Hänen", "last": Q4, "state": "started"})
    saved = desk.edit_item(number, second, {**second.values, "weight": 5.0})
    assert (saved.written, set(saved.merged)) == (("weight",), {"title", "last", "state"})
    assert saved.who is not None
    for name, mine in (("title", "Oma"), ("last", Q2), ("state", "accepted")):
        before = dump(desk.path)
        with pytest.raises(StaleEdit) as error:
            desk.edit_item(number, second, {name: mine, "weight": 9.0})
        clash = error.value.clashes[0]
        assert (clash.column, clash.base, clash.mine) == (name, second.values[name], mine)
        assert clash.theirs == form(desk, "TP1-A2").base.values[name]
        assert dump(desk.path) == before
    # what both changed alike is no clash
    assert desk.edit_item(number, second, {"title": "Hänen", "last": Q4}).written == ()


def test_a_form_may_show_fewer_fields(desk: WorkDesk) -> None:
    opened = form(desk, "TP1-A2")
    part = Base(opened.base.version, opened.base.epoch, {"weight": opened.base.values["weight"]})
    assert desk.edit_item(opened.item.id, part, {"weight": 3.0}).written == ("weight",)


def test_why_it_is_late(desk: WorkDesk) -> None:
    number = item(desk, "TP1-A1").id
    wanted: dict[str, object] = {"reason": "Aineisto odottaa", "remedy": "", "responsible": "Sampo", "new_quarter": Q4,
                                 "decision": DECISION}  # fmt: skip
    undone(desk, lambda: desk.set_deviation(number, None, wanted))
    desk.set_deviation(number, None, wanted)
    told = item(desk, "TP1-A1").deviation
    assert told is not None
    assert (told.reason, told.remedy, told.responsible, told.new_quarter) == ("Aineisto odottaa", None, "Sampo", Q4)
    base = desk.deviation_base(number)
    assert base is not None
    assert base.values["decision"] == DECISION
    # a proposal moves no plan
    assert item(desk, "TP1-A1").last == Q1
    with pytest.raises(StaleEdit):
        desk.set_deviation(number, None, {**wanted, "reason": "Muu syy"})
    desk.set_deviation(number, base, {**wanted, "decision": "1.10.2024 § 2"})
    with pytest.raises(StaleEdit) as error:
        desk.set_deviation(number, base, {**wanted, "decision": "3.10.2024 § 7"})
    assert [(clash.column, clash.theirs, clash.mine) for clash in error.value.clashes] == [
        ("decision", "1.10.2024 § 2", "3.10.2024 § 7")]  # fmt: skip
    now = desk.deviation_base(number)
    undone(desk, lambda: desk.set_deviation(number, now, {"reason": "  "}))
    refused("store.row_changed", lambda: desk.set_deviation(number, base, {"reason": ""}))
    desk.set_deviation(number, now, {"reason": ""})
    assert item(desk, "TP1-A1").deviation is None
    refused("progress.no_reason", lambda: desk.set_deviation(number, None, {"reason": "", "remedy": "x"}))


def test_reported_shares(desk: WorkDesk) -> None:
    undone(desk, lambda: desk.set_reported("TP1", Q2, None, {"percent": 60, "note": "arvio"}))
    desk.set_reported("TP1", Q2, None, {"percent": 60, "note": "arvio"})
    row = package(desk, "TP1").quarters[1]
    assert (row.reported, row.reported_note, row.differs, row.done) == (0.6, "arvio", True, 0)
    base = desk.reported_base(package(desk, "TP1").id, Q2)
    with pytest.raises(StaleEdit):
        desk.set_reported("TP1", Q2, None, {"percent": 70, "note": "arvio"})
    desk.set_reported("TP1", Q2, base, {"percent": 14, "note": None})
    assert not package(desk, "TP1").quarters[1].differs
    refused("progress.bad_percent", lambda: desk.set_reported("TP1", Q1, None, {"percent": 101, "note": None}))
    now = desk.reported_base(package(desk, "TP1").id, Q2)
    undone(desk, lambda: desk.set_reported("TP1", Q2, now, {"percent": None, "note": None}))


def test_an_assessment_ends(desk: WorkDesk) -> None:
    desk.set_colour("TP1", "green", "sovittu", Q2, Q4, DECISION)
    assert package(desk, "TP1").now.override == ("green", "sovittu", Q4)
    undone(desk, lambda: desk.end_colour("TP1", Q3))
    desk.end_colour("TP1", Q3)
    assert package(desk, "TP1").now.override is None
    assert package(desk, "TP1").quarters[1].override == ("green", "sovittu", Q2)
    desk.set_colour("TP1", "red", "ei", Q3, Q4)
    desk.end_colour("TP1", Q3)
    assert len(rows(desk.path, "SELECT 1 FROM colour_override")) == 1


def test_values_of_an_indicator(desk: WorkDesk) -> None:
    one = package(desk, "TP1").indicators[0]
    assert (one.value, one.attainment.word, one.number, one.counted) == (None, "no_value", 1, False)
    undone(desk, lambda: desk.set_indicator_value(one.id, Q1, None, {"value": 0, "level": None, "note": "nolla"}))
    desk.set_indicator_value(one.id, Q1, None, {"value": 0, "level": None, "note": None})
    desk.set_indicator_value(one.id, Q3, None, {"value": 0.2, "level": "kohtalainen", "note": "x"})
    now = package(desk, "TP1").indicators[0]
    assert [(point.quarter, point.value) for point in now.points] == [(Q1, 0.0), (Q3, 0.2)]
    assert now.value == 0.2
    assert now.attainment.share == pytest.approx((0.2 - 0.1) / (1 / 3 - 0.1))
    assert package(desk, "TP1", Q2).indicators[0].value == 0.0
    assert now.level is not None
    assert (now.level.level, now.level_before) == ("kohtalainen", None)
    base = desk.indicator_base(one.id, Q3)
    with pytest.raises(StaleEdit):
        desk.set_indicator_value(one.id, Q3, None, {"value": 0.3, "level": None, "note": None})
    undone(desk, lambda: desk.set_indicator_value(one.id, Q3, base, {"value": None, "level": " ", "note": "x"}))
    refusals: tuple[tuple[int, dict[str, object], str], ...] = (
        (Q4, {"value": 1}, "progress.quarter_to_come"),
        (Q4 + 1, {"value": 1}, "store.quarter_outside"),
        (Q2, {"value": None, "level": "hyvä"}, "progress.number_wanted"),
        (Q2, {"value": float("inf")}, "progress.bad_number"),
    )
    for quarter, wanted, code in refusals:
        with pytest.raises(EtappiError) as error:
            desk.set_indicator_value(one.id, quarter, None, wanted)
        assert error.value.code == code


def test_nobody_enters_what_etappi_counts(desk: WorkDesk) -> None:
    one = package(desk, "TP1").indicators[0]
    act(
        desk.path,
        "x",
        lambda w: w.connection.execute("UPDATE indicator SET source = 'persons' WHERE id = ?", (one.id,)),
    )
    refused("progress.counted", lambda: desk.set_indicator_value(one.id, Q3, None, {"value": 5}))
    now = package(desk, "TP1").indicators[0]
    assert (now.value, now.attainment.word, now.counted) == (None, "not_yet", True)


def test_a_locked_quarter_names_itself(desk: WorkDesk) -> None:
    lock = "INSERT INTO quarter_lock (project_id, quarter, on_date, at, actor) VALUES (1, ?, '2024-08-01', 'x', 'x')"
    act(desk.path, "close", lambda w: [w.connection.execute(lock, (one,)) for one in (Q1, Q2)])
    number, indicator = item(desk, "TP1-A2").id, package(desk, "TP1").indicators[0].id
    for what in (
        lambda: desk.set_reported("TP1", Q2, None, {"percent": 5, "note": None}),
        lambda: desk.set_indicator_value(indicator, Q1, None, {"value": 5}),
        lambda: desk.replan(number, None, Q4, effective=Q2),
        lambda: desk.add_item("TP1", NewItem("action", "Uusi", Q2, Q4, scope_from=Q2)),
        lambda: desk.set_colour("TP1", "red", "x", Q2, Q4),
        lambda: desk.edit_item(number, form(desk, "TP1-A2").base, {"weight": 9.0}),
        lambda: desk.set_units(item(desk, "TP1.1-O1").id, 3, on="2024-06-30"),
    ):
        refused("closing.locked", what)
    assert package(desk, "TP1").quarters[1].locked_on == "2024-08-01"
    assert desk.replan(number, None, Q4).effective == Q3
    desk.edit_item(number, form(desk, "TP1-A2").base, {"title": "Saa muuttua"})
    desk.end_colour("TP1", Q3)


def test_after_the_last_day_of_a_quarter_changes_count_from_the_first_open_one(
    desk: WorkDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETAPPI_TODAY", "2024-07-03")
    assert desk.replan(item(desk, "TP1-A1").id, None, Q4).effective == Q3
    monkeypatch.setenv("ETAPPI_TODAY", "2025-02-01")  # the project is over: its last quarter
    assert desk.replan(item(desk, "TP1-A2").id, None, Q4).effective == Q4


def test_the_plan_in_force_is_read_whole(desk: WorkDesk) -> None:
    one = item(desk, "TP2-A1").id
    desk.replan(one, None, Q4)
    with reading(desk.path) as connection:
        plan = plan_of(connection, one)
    assert (in_force(plan, Q3).steps, in_force(plan, Q2).steps) == (
        {1: (0.3, Q3), 2: (0.7, Q4)}, {1: (0.3, Q1), 2: (0.7, Q3)})  # fmt: skip
    assert value(desk.path, "SELECT count(*) FROM replan WHERE step_id IS NOT NULL") == 2
