"""What snapshots freeze for reports: held against other ways to the same figures, and the cases of completion."""

import zlib
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from core.canonical import canonical
from store import obligations, packages
from store.database import reading
from store.reportcontent import report_content
from store.snapshots import content_of
from store.status import read_board
from tests.store.support import Q1, Q2, Q3, Q4, TODAY, evidence, project_of

FIGURES = dict[str, Any]


@pytest.fixture
def told(small: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The small plan with facts of three quarters, on 16 September 2024."""
    monkeypatch.setenv("ETAPPI_TODAY", TODAY)
    facts: tuple[tuple[str, str, str, FIGURES], ...] = (
        ("TP1-A1", "accepted", "2024-02-01", {}), ("TP1-A1", "reopened", "2024-05-02", {}),
        ("TP1-A1", "accepted", "2024-07-05", {}),
        ("TP2-A1", "step", "2024-03-20", {"step": 1}), ("TP2-A1", "step", "2024-09-10", {"step": 2}),
        ("TP1.1-O1", "units", "2024-06-20", {"units": 12}), ("TP1.1-O1", "accepted", "2024-08-01", {}),
        ("TP2-O1", "units", "2024-09-01", {"units": 40}),
    )  # fmt: skip
    for code, kind, on, more in facts:
        evidence(small, code, kind, on, **more)
    return small


def figures(path: str, quarter: int = Q3) -> dict[str, FIGURES]:
    with reading(path) as connection:
        found: Any = content_of(connection, project_of(path), quarter)["figures"]
    return {code: dict(one) for code, one in found.items()}


def test_completed_in_the_quarter_in_which_nothing_was_left(told: str) -> None:
    found = {code: [(one["item"], one["step"], one["on"]) for one in every["completed"]]
             for code, every in figures(told).items()}  # fmt: skip
    assert found == {
        "2024-Q1": [("TP1-A1", None, "2024-02-01"), ("TP2-A1", 1, "2024-03-20")],
        "2024-Q2": [("TP1.1-O1", None, "2024-06-20")],  # its acceptance in Q3 completes nothing anew
        "2024-Q3": [("TP1-A1", None, "2024-07-05"), ("TP2-A1", None, "2024-09-10")],  # the one was opened again in Q2
    }


def test_project_sums_of_what_was_due_and_is_late_are_those_of_the_board(demo: str) -> None:
    with reading(demo) as connection:
        for quarter, code in ((Q1, "2024-Q1"), (Q2, "2024-Q2"), (Q3, "2024-Q3")):
            board = read_board(connection, project_of(demo), quarter)
            found = content_of(connection, project_of(demo), quarter)["figures"][code]  # type: ignore[index]
            tops = [one for one in board.packages if one.parent is None]
            assert found["project"]["due"] == [sum(one.due_done for one in tops), sum(one.due_of for one in tops)]
            assert found["project"]["late"] == len({item.code for one in board.packages for item in one.late})
            for one in board.packages:
                assert found["leads"][one.code] == {"names": list(one.leads), "confirmed": one.confirmed}


def test_obligations_are_those_of_the_overview_on_the_quarters_last_day(demo: str) -> None:
    every = figures(demo)
    with reading(demo) as connection:
        for code, day in (("2024-Q1", "2024-03-31"), ("2024-Q2", "2024-06-30"), ("2024-Q3", "2024-09-16")):
            lines = obligations.overview(connection, project_of(demo), day)
            assert [[line.terms.code, line.tally.done, line.tally.expected] for line in lines] == [
                [name, one["done"], one["of"]] for name, one in every[code]["obligations"].items()
            ]
    for one in every["2024-Q3"]["obligations"].values():
        assert one["done"] + one["in_work"] + one["not_started"] == one["of"]


def test_states_of_organisations_add_up_to_the_obligations(demo: str) -> None:
    for every in figures(demo).values():
        states = Counter((code, state) for one in every["organisations"].values()
                         for code, state in one["obligations"].items())  # fmt: skip
        for code, one in every["obligations"].items():
            assert states[code, "done"] == one["done"]
            assert states[code, "untold"] == one["untold"]
            assert states[code, "not_started"] + states[code, "untold"] == one["not_started"]


def test_organisations_at_events_are_those_that_reach_counts(demo: str) -> None:
    every = figures(demo)
    for code, one in every.items():
        been = [name for name, found in one["organisations"].items() if found["network"] and found["events"]]
        assert len(been) == one["reach"]["so_far"]["network"]
        first = [name for name in been if one["organisations"][name]["first"] == code]
        assert len(first) == one["reach"]["first_time"]["network"]
    assert sum(found["network"] for found in every["2024-Q3"]["organisations"].values()) == 84


def test_indicators_are_those_of_the_packages_screen(demo: str) -> None:
    every = figures(demo)
    with reading(demo) as connection:
        for quarter, code in ((Q2, "2024-Q2"), (Q3, "2024-Q3")):
            shown = {(package.code, one.number): one for package in packages.read(connection, project_of(demo), quarter)
                     for one in package.indicators}  # fmt: skip
            frozen = {(one["package"], one["number"]): one for one in every[code]["indicators"]}
            assert frozen.keys() == shown.keys()
            for key, one in shown.items():
                value = frozen[key]["value"]
                assert (None if value is None else float(Fraction(*value))) == one.value
                assert frozen[key]["attainment"]["word"] == one.attainment.word


def test_a_snapshot_of_the_demo_stays_small(demo: str) -> None:
    with reading(demo) as connection:
        content = canonical(content_of(connection, project_of(demo), Q3))
    assert len(zlib.compress(content, 9)) < 100_000


def test_a_report_takes_the_newest_freeze_of_the_quarter_before(demo: str) -> None:
    with reading(demo) as connection:
        now = report_content(connection, project_of(demo))
        assert (now.name, now.quarter) == (None, Q3)
        assert now.before is not None
        assert "2024-Q2" in now.before["locked"]
        frozen = report_content(connection, project_of(demo), "Q2-2024")
        assert frozen.quarter == Q2
        assert frozen.before is not None
        assert frozen.before["locked"] == ["2024-Q1"]
        first = report_content(connection, project_of(demo), "Q1-2024")
        assert first.before is None
        earlier = report_content(connection, project_of(demo), None, Q1)
        assert (earlier.quarter, earlier.content["quarter"]) == (Q1, "2024-Q1")
        later = report_content(connection, project_of(demo), None, Q4)
        assert later.before is None  # nothing has locked Q3
