"""The demo's files: true to the real project, consistent with each other, and telling the story of the screens."""

import json
import math
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import demo
from core import colour, days, quarter
from core.importing import KnownOrganisation
from core.obligations import counted_code
from core.planning import PlanFile, PlanItem, PlanPackage
from core.progress import (
    EVIDENCE_KINDS,
    EvidenceFact,
    ItemPlan,
    ItemState,
    earned_share,
    fold,
    is_done,
    planned_share,
    quarters_late,
)  # fmt: skip
from core.text import clean
from demo.agreements import all_told
from importers import names, participation, words
from importers.planfile import read_plan
from importers.readers.text import TextReader

FOLDER = Path(demo.__file__).parent
DATA = Path(__file__).parents[1] / "data"
Q1, Q2, Q3, Q4 = (quarter.quarter(2024, number) for number in (1, 2, 3, 4))
ENDS = {Q1: "2024-03-31", Q2: "2024-06-30", Q3: demo.TODAY}


@cache
def plan() -> PlanFile:
    return read_plan((FOLDER / "plan.toml").read_bytes(), "plan.toml")


@cache
def evidence_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "progress.toml").read_text("utf-8"))["evidence"]
    return rows


@cache
def evidence() -> dict[str, list[EvidenceFact]]:
    facts: dict[str, list[EvidenceFact]] = defaultdict(list)
    for row in evidence_rows():
        facts[row["item"]].append(EvidenceFact(row["on"].isoformat(), row["kind"], row.get("step"), row.get("units")))
    return facts


def counted(item: PlanItem, on: str) -> int | None:
    """Units that Etappi counts; who has done something in the demo stays so."""
    code = counted_code(item.counter)
    facts = [fact for fact in all_told() if fact.obligation == code and fact.state == "done" and fact.on <= on]
    return None if code is None else sum(len(fact.organisations) for fact in facts)


def state(item: PlanItem, on: str) -> ItemState:
    return fold(evidence()[item.code], on, counted(item, on))


def as_plan(item: PlanItem) -> ItemPlan:
    return ItemPlan(
        item.first, item.last, item.technique, item.weight, item.units, dict(item.unit_targets),
        {number: (step.share, step.quarter) for number, step in enumerate(item.steps, 1)},
    )  # fmt: skip


def with_children(package: PlanPackage) -> list[PlanItem]:
    """The items that count in a package, its children's among them."""
    packages = [package, *(child for child in plan().packages if child.parent == package.code)]
    return [item for each in packages for item in each.items if item.technique != "effort"]


def percent(part: float, whole: float) -> int:
    return math.floor(100 * part / whole + 0.5)


def earned(items: list[PlanItem], on: str) -> float:
    return sum(i.weight * (earned_share(as_plan(i), state(i, on)) or 0) for i in items)


def planned(items: list[PlanItem], end: int) -> float:
    return sum(i.weight * (planned_share(as_plan(i), end) or 0) for i in items)


def done(item: PlanItem) -> bool:
    return is_done(as_plan(item), state(item, demo.TODAY))


def test_the_plan_is_the_real_one() -> None:
    real = json.loads((DATA / "workpackages.json").read_text("utf-8"))
    assert [package.code for package in plan().packages] == [row["code"] for row in real]
    for package, row in zip(plan().packages, real, strict=True):
        assert package.title == row["title"]
        assert package.parent == row["parent"]
        assert (quarter.code(package.first), quarter.code(package.last)) == (row["from"], row["to"])
        assert list(package.lead) == row["lead"]
        assert list(package.assist) == row["assist"]
        assert len([i for i in package.indicators if i.kind == "qualitative"]) == row["qualitative"]
        assert len([i for i in package.indicators if i.kind == "quantitative"]) == row["quantitative"]
        # points of the plan may be split into items, never left out
        assert len([i for i in package.items if i.kind == "action"]) >= row["actions"]
        assert len([i for i in package.items if i.kind == "output"]) >= row["outputs"]
    assert plan().project.expected_organisations == 89
    assert len([item for item in plan().items() if item.technique != "effort"]) == 51


def test_evidence_fits_the_plan() -> None:
    items = {item.code: item for item in plan().items()}
    last: dict[str, tuple[str, int]] = {}
    previous = ""
    for row in evidence_rows():
        item, on = items[row["item"]], row["on"].isoformat()
        assert set(row) <= {"item", "on", "kind", "step", "units", "note"}
        assert row["kind"] in EVIDENCE_KINDS
        assert previous <= on <= demo.TODAY
        assert days.weekday(days.day_number(on)) < 5
        assert quarter.of_date(on) >= item.first
        assert (item.technique == "units") == ("units" in row)
        assert counted_code(item.counter) is None
        assert (item.technique == "milestones") == ("step" in row)
        if "units" in row and item.units:
            before = last.get(item.code, ("", 0))
            assert before[0] < on
            assert before[1] < row["units"] <= item.units
            last[item.code] = (on, row["units"])
        previous = on


def test_obligations_tell_one_story() -> None:
    owed = {one.code: one for one in plan().agreements.obligations}
    items = {counted_code(item.counter): item for item in plan().items() if item.counter}
    assert owed.keys() == items.keys()
    done: dict[str, dict[str, str]] = defaultdict(dict)
    previous = ""
    for fact in all_told():
        assert previous <= fact.on <= demo.TODAY
        assert days.weekday(days.day_number(fact.on)) < 5
        for name in fact.organisations:
            assert name not in done[fact.obligation]  # nobody goes back from done
            if fact.state == "done":
                done[fact.obligation][name] = fact.on
        previous = fact.on
    for when, wanted in (("2024-06-30", [12, 10, 14, 20, 18]), (demo.TODAY, [47, 36, 33, 44, 45])):
        assert [sum(on <= when for on in done[code].values()) for code in owed] == wanted
    assert [items[code].units for code in owed] == [72, 58, 55, 70, 75]


@pytest.mark.parametrize(
    ("code", "first", "second", "third", "due"),
    [
        ("KOORD", (23, 25), (30, 33), (53, 58), (1, 1)),
        ("TP1", (5, 6), (34, 40), (59, 66), (1, 3)),
        ("TP1.1", (7, 7), (24, 29), (57, 57), (0, 0)),
        ("TP1.2", (6, 7), (29, 45), (54, 69), (1, 1)),
        ("TP1.3", (0, 0), (24, 24), (54, 55), (0, 0)),
        ("TP1.4", (0, 0), (24, 27), (48, 53), (0, 0)),
        ("TP2", (0, 33), (10, 43), (10, 53), (0, 1)),
        ("TP3", (0, 0), (0, 0), (25, 25), (1, 1)),
        ("TP4", (0, 0), (0, 0), (33, 33), (1, 1)),
    ],
)
def test_done_and_planned_by_quarter(
    code: str, first: tuple[int, int], second: tuple[int, int], third: tuple[int, int], due: tuple[int, int]
) -> None:
    (package,) = [package for package in plan().packages if package.code == code]
    items = with_children(package)
    whole = sum(item.weight for item in items)
    shares = [(percent(earned(items, on), whole), percent(planned(items, end), whole)) for end, on in ENDS.items()]
    assert shares == [first, second, third]
    running = [item for item in items if item.last == Q3]
    assert (sum(done(item) for item in running), len(running)) == due


def test_the_whole_project() -> None:
    items = [item for item in plan().items() if item.technique != "effort"]
    whole = sum(item.weight for item in items)
    assert (percent(earned(items, demo.TODAY), whole), percent(planned(items, Q3), whole)) == (49, 56)


def test_statuses() -> None:
    found = {}
    for package in plan().packages:
        items = with_children(package)
        late = [
            colour.LateItem(
                code=i.code, package=package.code, title=i.title, kind=i.kind, has_reason=False, waits_for=i.after,
                quarters_late=quarters_late(as_plan(i), done(i), Q3),
            )
            for i in items
        ]  # fmt: skip
        late = sorted((item for item in late if item.quarters_late), key=lambda item: -item.quarters_late)
        status, reason = colour.status(
            kicked_off=True, confirmed_leads=len(package.lead), items=len(items), continuous_items=0,
            begun=package.first <= Q3, report_overdue_unknown=False, report_overdue=False,
            earned=earned(items, demo.TODAY), planned_ref=planned(items, Q2), late=late, late_needs=[],
        )  # fmt: skip
        found[package.code] = (status, reason.values.get("title"), reason.values.get("n"))
    green = ("on_schedule", None, None)
    assert found == {
        "KOORD": green,
        "TP1": ("watch", "OA-suositusten arviointi", 1),
        "TP1.1": green,
        "TP1.2": ("watch", "OA-suositusten arviointi", 1),
        "TP1.3": green,
        "TP1.4": green,
        "TP2": ("action_needed", "Synteesi", 2),
        "TP3": green,
        "TP4": green,
    }


def test_what_waits_for_materials_says_so() -> None:
    assert [item.code for item in plan().items() if item.after == ("TP3",)] == ["TP1.1-A6", "TP1.2-A4", "TP1.3-A5"]


def test_the_answers_answer_every_question_rightly() -> None:
    answers = tomllib.loads((FOLDER / "answers.toml").read_text("utf-8"))
    content = (FOLDER / "participation.txt").read_bytes()
    reading = participation.read(TextReader().read(content, "participation.txt"), words.standard())
    counts: dict[str, int] = defaultdict(int)
    for table in reading.tables:
        for entry in table.entries:
            counts[clean(entry.name)] += 1
    leads = sorted({name for package in plan().packages for name in (*package.lead, *package.assist)})
    known = [KnownOrganisation(number, name, name, (name,)) for number, name in enumerate(leads, 1)]
    settled = names.settle(counts, known, answers=answers["names"])
    assert settled.questions == ()
    assert len(names.settle(counts, known).questions) == len(answers["names"])

    together = defaultdict(set)
    for spelling, target in settled.targets.items():
        together[target.name].add(spelling)
    # what the reconciliation by hand leaves open is decided here: one organisation
    merged = {"Peräpohjolan Opisto": "Peräpohjolan Kansanopiston Kannatusyhdistys ry/ Peräpohjolan Opisto"}
    expected = defaultdict(set)
    for row in json.loads((DATA / "organisations.json").read_text("utf-8")):
        for variant in row["variants"]:
            expected[merged.get(row["name"], row["name"])].add(clean(variant["raw"]))
    assert len(together) == 84
    assert sorted(map(sorted, together.values())) == sorted(map(sorted, expected.values()))
    assert answers["unmarked"] == "beneficiary"
    assert answers["marks"] == {"Asiant": "expert"}
