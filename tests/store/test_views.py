"""The views and the board say what core.progress says (rules.md 2 and 3), for random plans and evidence."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import quarter as quarters
from core.days import day_number, iso
from core.planning import PlanFile, PlanItem, PlanProject, PlanStep
from core.progress import (
    EvidenceFact,
    ItemPlan,
    Replanned,
    counts,
    earned_share,
    fold,
    has_status,
    in_force,
    is_done,
    is_due,
    planned_share,
    quarters_late,
)
from store import packages
from store.commands import plan as plan_commands
from store.models import Evidence
from store.status import PROJECT, ProjectRow, read_board
from store.writing import Writer, writing
from tests.store.support import item, package

START, END = "2023-11-15", "2025-02-20"
SPAN = quarters.all_between(START, END)
NEAR = 1e-9


class RollBack(Exception):
    """Ends a transaction that a test only wanted to look at."""


Later = tuple[int | None, tuple[Replanned, ...]]
"""What became of an item after its plan was made: the quarter of its scope, and its other quarters."""


@st.composite
def items(draw: st.DrawFn, code: str) -> tuple[PlanItem, Later]:
    first = draw(st.sampled_from(SPAN))
    last = draw(st.integers(first, SPAN[-1]))
    technique = draw(st.sampled_from(["0/100", "50/50", "milestones", "units", "effort"]))
    more: dict[str, Any] = {"weight": draw(st.floats(0.01, 1000, allow_nan=False))}
    if technique == "milestones":
        parts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
        more["steps"] = tuple(
            PlanStep(f"s{n}", part / sum(parts), draw(st.integers(first, last))) for n, part in enumerate(parts)
        )
    if technique == "units":
        more["units"] = draw(st.integers(1, 90))
        if draw(st.booleans()):
            due = sorted(draw(st.sets(st.integers(first, last), max_size=3)))
            done = sorted(draw(st.lists(st.integers(0, 120), min_size=len(due), max_size=len(due))))
            more["unit_targets"] = tuple(zip(due, done, strict=True))
    made = item(code, first, last, technique, **more)
    scope = draw(st.none() | st.sampled_from(SPAN))
    changes = []
    for effective in sorted(draw(st.sets(st.sampled_from(SPAN), max_size=2))):
        begin = draw(st.sampled_from(SPAN))
        end = draw(st.integers(begin, SPAN[-1]))
        moved = draw(st.sets(st.integers(1, len(made.steps)))) if made.steps else set()
        changes.append(Replanned(effective, begin, end, {n: draw(st.sampled_from(SPAN)) for n in moved}))
    return made, (scope, tuple(changes))


@st.composite
def evidence(draw: st.DrawFn, one: PlanItem) -> list[EvidenceFact]:
    kinds = ["started", "accepted", "cancelled", "reopened"]
    kinds += ["step"] * bool(one.steps) + ["units"] * (one.technique == "units")
    facts = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=6)):
        day = iso(draw(st.integers(day_number(START), day_number(END) + 40)))
        step = draw(st.integers(1, len(one.steps))) if kind == "step" else None
        units = draw(st.integers(0, 100)) if kind == "units" else None
        facts.append(EvidenceFact(day, kind, step, units))
    return facts


@st.composite
def worlds(draw: st.DrawFn) -> tuple[PlanFile, dict[str, Later], dict[str, list[EvidenceFact]]]:
    made_packages, later, facts = [], {}, {}
    for number in range(draw(st.integers(1, 4))):
        made = []
        for position in range(draw(st.integers(0, 3))):
            one, later_on = draw(items(f"TP{number}-A{position}"))
            made.append(one)
            later[one.code] = later_on
            facts[one.code] = draw(evidence(one))
        parent = draw(st.none() | st.integers(0, number - 1)) if number else None
        made_packages.append(package(f"TP{number}", *made, parent=None if parent is None else f"TP{parent}"))
    return PlanFile(PlanProject(code="P", name="P", start=START, end=END), tuple(made_packages)), later, facts


def write(writer: Writer, world: tuple[PlanFile, dict[str, Later], dict[str, list[EvidenceFact]]]) -> ProjectRow:
    plan, later, facts = world
    made = plan_commands.make_project(writer, plan, {}, [])
    ids = dict(writer.connection.execute("SELECT code, id FROM item").fetchall())
    steps = {
        (owner, number): step
        for owner, number, step in writer.connection.execute("SELECT item_id, number, id FROM step").fetchall()
    }
    for code, (scope, changes) in later.items():
        writer.connection.execute("UPDATE item SET scope_from = ? WHERE id = ?", (scope, ids[code]))
        for change in changes:
            for step, first, last in [(None, change.first, change.last), *((n, q, q) for n, q in change.steps.items())]:
                writer.connection.execute(
                    "INSERT INTO replan (project_id, item_id, step_id, effective, from_quarter, to_quarter) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    (made.project_id, ids[code], steps.get((ids[code], step or 0)), change.effective, first, last),
                )
    for code, rows in facts.items():
        for fact in rows:
            writer.session.add(
                Evidence(
                    project_id=made.project_id,
                    item_id=ids[code],
                    on_date=fact.on_date,
                    kind=fact.kind,
                    units=fact.units,
                    step_id=steps.get((ids[code], fact.step or 0)),
                    actor="x",
                    made_by=writer.action,
                )
            )
            writer.session.flush()
    return ProjectRow(writer.connection.execute(PROJECT + " WHERE id = ?", (made.project_id,)).fetchone())


def as_plan(one: PlanItem, later: Later) -> ItemPlan:
    scope, changes = later
    return ItemPlan(
        one.first,
        one.last,
        one.technique,
        one.weight,
        one.units,
        dict(one.unit_targets),
        {n: (step.share, step.quarter) for n, step in enumerate(one.steps, 1)},
        scope,
        changes,
    )


def near(found: object, wanted: float | None) -> bool:
    if wanted is None or found is None:
        return found is wanted
    return abs(float(found) - wanted) < NEAR  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds(), data=st.data())
def test_views_and_board_say_what_core_says(empty: str, world: Any, data: st.DataObject) -> None:
    days = [iso(data.draw(st.integers(day_number(START) - 30, day_number(END) + 60))) for _ in range(3)]
    with pytest.raises(RollBack), writing(empty, "test") as writer:  # noqa: PT012
        project = write(writer, world)
        check_view(writer, world)
        for day in days:
            project.fixed_today = day
            for wish in (None, data.draw(st.sampled_from(SPAN))):
                check_board(writer, project, world, day, wish)
        check_packages(writer, project, world, days[-1])
        raise RollBack


def check_view(writer: Writer, world: Any) -> None:
    plan, later, facts = world
    cursor = writer.connection.execute("SELECT * FROM v_item_quarter")
    names = [column[0] for column in cursor.description]
    found = {
        (row["code"], row["quarter"]): row for row in (dict(zip(names, r, strict=True)) for r in cursor.fetchall())
    }
    assert len(found) == len(plan.items()) * len(SPAN)
    for one in plan.items():
        for quarter in SPAN:
            row, own = found[one.code, quarter], as_plan(one, later[one.code])
            state = fold(facts[one.code], iso(quarters.last_day(quarter)))
            held = in_force(own, quarter)
            assert (row["first"], row["last"]) == (held.first, held.last)
            assert near(row["earned"], earned_share(own, state))
            assert near(row["planned"], planned_share(own, quarter))
            assert near(row["planned_ref"], planned_share(own, quarter - 1, quarter))
            assert row["closed"] == state.closed
            assert state.closed is None or row["closed_on"] == state.closed_on
            assert bool(row["started"]) == state.started
            assert row["units_done"] == state.units
            assert bool(row["done"]) == is_done(own, state)
            assert bool(row["counts"]) == counts(own, state, quarter)


def check_board(writer: Writer, project: ProjectRow, world: Any, day: str, wish: int | None) -> None:
    plan, later, facts = world
    board = read_board(writer.connection, project, wish, history=True)
    quarter = board.quarter
    assert quarter == (wish if wish is not None else quarters.clip(quarters.of_date(day), START, END))
    end = iso(quarters.last_day(quarter))
    cut = min(day, end)
    ended = day > min(end, END)
    at = quarter if ended else min(quarter, max(quarters.of_date(day), SPAN[0]))
    now = at + ended
    states = {one.code: fold(facts[one.code], cut) for one in plan.items()}
    own = {one.code: as_plan(one, later[one.code]) for one in plan.items()}
    below = {
        code: [one for one in plan.packages if code in ancestors(plan, one.code)]
        for code in [one.code for one in plan.packages]
    }
    for status in board.packages:
        leaves = [
            one for part in below[status.code] for one in part.items if counts(own[one.code], states[one.code], quarter)
        ]
        assert near(status.sums.total, sum(own[one.code].weight for one in leaves))
        assert near(status.sums.earned, weighed(leaves, own, lambda c: earned_share(own[c], states[c])))
        assert near(status.sums.planned, weighed(leaves, own, lambda c: planned_share(own[c], quarter)))
        assert near(status.planned_ref, weighed(leaves, own, lambda c: planned_share(own[c], now - 1, quarter)))
        held = {one.code: in_force(own[one.code], quarter) for one in leaves}
        due = [one for one in leaves if held[one.code].last == quarter]
        done = [one for one in due if is_done(own[one.code], states[one.code])]
        assert (status.due_of, status.due_done) == (len(due), len(done))
        late = [one for one in leaves if quarters_late(held[one.code], is_done(own[one.code], states[one.code]), now)]
        assert {one.code: one.quarters_late for one in status.late} == {
            one.code: at - held[one.code].last for one in late
        }
        for past, sums in status.history:
            check_history(status.code, past, sums, below, own, facts)
    tops = [status for status in board.packages if status.parent is None]
    assert near(board.sums.earned, sum(status.sums.earned for status in tops))
    assert near(board.sums.total, sum(own[c].weight for c in own if counts(own[c], states[c], quarter)))


def check_packages(writer: Writer, project: ProjectRow, world: Any, day: str) -> None:
    """Coverage of every quarter that has begun, children's items among a package's own; the rest is the board's."""
    plan, later, facts = world
    running = quarters.clip(quarters.of_date(day), START, END)
    for detail in packages.read(writer.connection, project):
        leaves = [one for part in plan.packages if detail.code in ancestors(plan, part.code) for one in part.items]
        for row in detail.quarters:
            if row.quarter > running:
                assert (row.known, row.done, row.status) == (None, None, None)
                continue
            known = of = 0
            for one in leaves:
                own, until = as_plan(one, later[one.code]), min(day, iso(quarters.last_day(row.quarter)))
                if is_due(own, fold(facts[one.code], until), row.quarter):
                    of += 1
                    known += has_status(own, facts[one.code], iso(quarters.first_day(row.quarter)), until)
            assert (row.known, row.due) == (known, of)
            board = next(
                p for p in read_board(writer.connection, project, row.quarter).packages if p.code == detail.code
            )
            assert (row.planned, row.done, row.status) == (board.sums.plan, board.sums.done, board.status)


def check_history(code: str, quarter: int, sums: Any, below: Any, own: Any, facts: Any) -> None:
    states = {c: fold(facts[c], iso(quarters.last_day(quarter))) for c in own}
    leaves = [one for part in below[code] for one in part.items if counts(own[one.code], states[one.code], quarter)]
    assert near(sums.total, sum(own[one.code].weight for one in leaves))
    assert near(sums.earned, weighed(leaves, own, lambda c: earned_share(own[c], states[c])))
    assert near(sums.planned, weighed(leaves, own, lambda c: planned_share(own[c], quarter)))


def weighed(leaves: Any, own: Any, share: Any) -> float:
    return float(sum(own[one.code].weight * share(one.code) for one in leaves))


def ancestors(plan: PlanFile, code: str) -> list[str]:
    """The package itself and all above it."""
    parents = {one.code: one.parent for one in plan.packages}
    out: list[str] = []
    at: str | None = code
    while at is not None:
        out.append(at)
        at = parents[at]
    return out


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds(), factor=st.sampled_from([0.5, 3.0, 7.7]))
def test_weights_scale_out(empty: str, world: Any, factor: float) -> None:
    plan, later, facts = world
    scaled = replace(
        plan,
        packages=tuple(
            replace(p, items=tuple(replace(i, weight=i.weight * factor) for i in p.items)) for p in plan.packages
        ),
    )
    shares = []
    for one in (plan, scaled):
        with pytest.raises(RollBack), writing(empty, "test") as writer:  # noqa: PT012
            project = write(writer, (one, later, facts))
            project.fixed_today = "2024-08-20"
            shares.append(
                [
                    (p.sums.done, p.sums.plan, p.sums.spi, p.status)
                    for p in read_board(writer.connection, project).packages
                ]
            )
            raise RollBack
    for first, second in zip(*shares, strict=True):
        assert first[3] == second[3]
        assert all(near(a, b) for a, b in zip(first[:3], second[:3], strict=True))
