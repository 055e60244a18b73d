"""The calendar test of rules.md 4: a project exactly on plan is green on every day of the year."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import demo
from core import quarter as quarters
from core.days import from_civil, iso
from core.importing import KnownOrganisation
from core.planning import PlanFile
from importers.planfile import read_plan
from importers.planorganisations import resolve
from store.commands import plan as plan_commands
from store.database import reading
from store.models import Evidence
from store.status import project_named, read_board
from store.writing import writing
from tests.store.support import Q2, copy_of, typed

YEAR = [iso(from_civil(2024, 1, 1) + number) for number in range(366)]
LATE = "TP1.2-O2"
NEEDING = "TP2"
FINE = {"on_schedule", "not_started", "continuous"}


def real_plan() -> PlanFile:
    """The demo plan, with one output of a child package due in Q2, and a package that needs that child."""
    plan = typed(read_plan((Path(demo.__file__).parent / "plan.toml").read_bytes(), "plan.toml"))
    due = {"from_quarter": Q2, "to_quarter": Q2, "first": Q2, "last": Q2, "technique": "0/100"}
    packages = (
        replace(
            package,
            needs=("TP1.2",) if package.code == NEEDING else package.needs,
            items=tuple(replace(item, **due) if item.code == LATE else item for item in package.items),  # type: ignore[arg-type]
        )
        for package in plan.packages
    )
    return replace(plan, packages=tuple(packages))


def on_plan(path: str, without: str | None = None) -> PlanFile:
    """The demo plan, with every item, step and unit done on the last day of its quarter, none before."""
    plan = real_plan()
    known: tuple[KnownOrganisation, ...] = ()
    found = resolve(plan, known, "plan.toml")
    with writing(path, "init plan.toml") as writer:
        made = plan_commands.make_project(writer, plan, found.names, found.new)
        ids = dict(writer.connection.execute("SELECT code, id FROM item").fetchall())
        steps = {
            (owner, number): step
            for owner, number, step in writer.connection.execute("SELECT item_id, number, id FROM step").fetchall()
        }
        for item in plan.items():
            for kind, quarter, step, units in facts(item) if item.code != without else ():
                writer.session.add(
                    Evidence(
                        project_id=made.project_id,
                        item_id=ids[item.code],
                        on_date=iso(quarters.last_day(quarter)),
                        kind=kind,
                        step_id=steps.get((ids[item.code], step)),
                        units=units,
                        actor="test",
                        made_by=writer.action,
                    )
                )
    return plan


def facts(item: object) -> list[tuple[str, int, int, int | None]]:
    """(kind, quarter, step, units) for an item that is done exactly as planned."""
    first, last, technique = item.first, item.last, item.technique  # type: ignore[attr-defined]
    if technique == "milestones":
        return [("step", step.quarter, n, None) for n, step in enumerate(item.steps, 1)]  # type: ignore[attr-defined]
    if technique == "units" and item.unit_targets:  # type: ignore[attr-defined]
        return [("units", quarter, 0, units) for quarter, units in item.unit_targets]  # type: ignore[attr-defined]
    if technique == "units":
        whole = item.units  # type: ignore[attr-defined]
        return [("units", q, 0, -(-whole * (q - first + 1) // (last - first + 1))) for q in range(first, last + 1)]
    if technique == "effort":
        return []
    started = [("started", first, 0, None)] if technique == "50/50" and first < last else []
    return [*started, ("accepted", last, 0, None)]


@pytest.fixture(scope="module")
def built(templates: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | None], str]:
    """The path of a store with the demo plan done exactly on plan, but for one item if named."""
    folder = tmp_path_factory.mktemp("calendar")

    def make(without: str | None) -> str:
        path = folder / f"{without}.db"
        if not path.exists():
            on_plan(copy_of(templates("empty"), path), without)
        return str(path)

    return make


def a_year(path: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    """The status of every package on every day."""
    out = {}
    for day in YEAR:
        monkeypatch.setenv("ETAPPI_TODAY", day)
        with reading(path) as connection:
            board = read_board(connection, project_named(connection, None))
        out[day] = {package.code: package.status for package in board.packages}
    return out


def test_exactly_on_plan_is_green_on_all_days(
    built: Callable[[str | None], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    days = a_year(built(None), monkeypatch)
    seen = Counter(word for day in days.values() for word in day.values())
    print(f"{len(days)} days x {len(days[YEAR[0]])} packages: {dict(seen)}")
    assert len(days) == 366
    assert set(seen) <= FINE
    windows = {package.code: package.first for package in real_plan().packages}
    for day, words in days.items():
        for code, word in words.items():
            begun = quarters.of_date(day) >= windows[code]
            assert (word == "not_started") == (not begun), (day, code, word)


def test_with_one_item_late_only_what_is_late_is_not_green(
    built: Callable[[str | None], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = real_plan()
    item = next(one for one in plan.items() if one.code == LATE)
    own = next(package.code for package in plan.packages if item in package.items)
    parents = {package.code: package.parent for package in plan.packages}
    touched = {own, str(parents[own])}
    good, bad = a_year(built(None), monkeypatch), a_year(built(LATE), monkeypatch)
    first_late = iso(quarters.first_day(item.last + 1))
    not_green: Counter[str] = Counter()
    for day in YEAR:
        for code, word in bad[day].items():
            if word != good[day][code]:
                not_green[code] += 1
                assert day >= first_late
                assert code in touched or (code, word) == (NEEDING, "watch"), (day, code, word)
        if day >= first_late:
            assert all(bad[day][code] in ("watch", "action_needed") for code in touched)
    days_late = sum(day >= first_late for day in YEAR)
    print(f"{LATE} late from {first_late}: {dict(not_green)}")
    assert not_green == dict.fromkeys([*touched, NEEDING], days_late)
    red = iso(quarters.first_day(item.last + 2))  # an output a whole quarter late
    assert all(bad[day][own] == "action_needed" for day in YEAR if day >= red)


def test_after_the_year_it_stays_as_it_was(built: Callable[[str | None], str], monkeypatch: pytest.MonkeyPatch) -> None:
    for day in ("2023-06-01", "2023-12-31", "2025-01-01", "2027-03-03"):
        monkeypatch.setenv("ETAPPI_TODAY", day)
        with reading(built(None)) as connection:
            board = read_board(connection, project_named(connection, None))
        assert {package.status for package in board.packages} <= FINE
        if day > "2025":
            assert board.sums.done == pytest.approx(1.0)
