"""Roll-ups against figures worked out by hand (rules.md 2 to 4).

The tree, on 16 September 2024 (Q3 runs; what had fallen due by the end of Q2 is the yardstick). w = weight:

    TP1      A1 0/100 Q1 w 4, accepted               A2 continuous work
    TP1.1    A1 50/50 Q1–Q2 w 2, started             A2 units 10 Q1–Q4 w 8, 3 done
    TP1.1.1  O1 milestones 30 % Q1, 70 % Q3 w 10, the first done
    TP2      A1 0/100 Q3 w 6                         A2 continuous work
    TP3      only continuous work
    TP4      nothing at all
    TP5      its only item begins in Q4

                 EV                   PV(Q3)                  PV(Q2)                W
    TP1 own      4                    4                       4                     4
    TP1.1 own    2·0.5 + 8·0.3 = 3.4  2 + 8·0.75 = 8          2 + 8·0.5 = 6         10
    TP1.1.1      10·0.3 = 3           10·1 = 10               10·0.3 = 3            10
    TP1.1        6.4                  18                      9                     20
    TP1          10.4                 22                      13                    24
    TP2          0                    6                       0                     6
    TP5          0                    0                       0                     5
    project      10.4                 28                      13                    35
"""

from pathlib import Path

import pytest

from core.board import Board, PackageStatus
from core.planning import PlanFile, PlanProject, PlanStep
from store import packages
from store.commands import items, progress
from store.database import reading
from store.status import project_named, read_board
from tests.store.support import (
    Q1,
    Q2,
    Q3,
    Q4,
    TODAY,
    act,
    copy_of,
    evidence,
    item,
    make_plan,
    package,
    project_of,
    rows,
)

TREE = PlanFile(
    PlanProject(code="P1", name="Projekti", start="2024-01-01", end="2024-12-31", kick_off="2024-01-31"),
    (
        package("TP1", item("TP1-A1", Q1, Q1, "0/100", weight=4), item("TP1-A2", Q1, Q4, "effort"), lead=("Omnia",)),
        package("TP1.1", item("TP1.1-A1", Q1, Q2, "50/50", weight=2),
                item("TP1.1-A2", Q1, Q4, "units", weight=8, units=10), parent="TP1", lead=("Omnia",)),
        package("TP1.1.1", item("TP1.1.1-O1", Q1, Q3, "milestones", weight=10,
                                steps=(PlanStep("a", 0.3, Q1), PlanStep("b", 0.7, Q3))),
                parent="TP1.1", lead=("Omnia",)),
        package("TP2", item("TP2-A1", Q3, Q3, "0/100", weight=6), item("TP2-A2", Q1, Q4, "effort"), lead=("Omnia",)),
        package("TP3", item("TP3-A1", Q1, Q4, "effort"), lead=("Omnia",)),
        package("TP4", lead=("Omnia",)),
        package("TP5", item("TP5-A1", Q4, Q4, "0/100", weight=5), lead=("Omnia",)),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tree with its evidence."""
    from store import opening

    path = str(tmp_path_factory.mktemp("rollup") / "tree.db")
    opening.prepare(path, make=True)
    make_plan(path, TREE, fixed_today=TODAY)
    evidence(path, "TP1-A1", "accepted", "2024-03-20")
    evidence(path, "TP1.1-A1", "started", "2024-02-01")
    evidence(path, "TP1.1-A2", "units", "2024-05-02", units=3)
    evidence(path, "TP1.1.1-O1", "step", "2024-03-25", step=1)
    return path


@pytest.fixture
def tree(template: str, tmp_path: Path) -> str:
    return copy_of(template, tmp_path / "tree.db")


def board(path: str, quarter: int | None = None) -> Board:
    with reading(path) as connection:
        return read_board(connection, project_named(connection, None), quarter, history=True)


def status(path: str, code: str, quarter: int | None = None) -> PackageStatus:
    return next(one for one in board(path, quarter).packages if one.code == code)


def figures(path: str, code: str) -> tuple[float, float, float, float]:
    one = status(path, code)
    return one.sums.earned, one.sums.planned, one.planned_ref, one.sums.total


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("TP1", (10.4, 22, 13, 24)),
        ("TP1.1", (6.4, 18, 9, 20)),
        ("TP1.1.1", (3, 10, 3, 10)),
        ("TP2", (0, 6, 0, 6)),
        ("TP3", (0, 0, 0, 0)),
        ("TP4", (0, 0, 0, 0)),
        ("TP5", (0, 0, 0, 5)),
    ],
)
def test_a_parent_is_the_sum_over_its_leaves(tree: str, code: str, wanted: tuple[float, ...]) -> None:
    assert figures(tree, code) == pytest.approx(wanted)


def test_never_the_mean_of_percentages(tree: str) -> None:
    """TP1 alone is done, TP1.1 34 % (3.4/10), TP1.1.1 30 %: the mean would say 55 %."""
    assert status(tree, "TP1").sums.done == pytest.approx(10.4 / 24)
    assert status(tree, "TP1").sums.plan == pytest.approx(22 / 24)
    assert status(tree, "TP1").sums.spi == pytest.approx(10.4 / 22)
    sums = board(tree).sums
    assert (sums.earned, sums.planned, sums.total) == pytest.approx((10.4, 28, 35))


def test_history_is_worked_out_by_hand_too(tree: str) -> None:
    """Q1: EV 4 + 1 + 0 + 3 of PV 4 + 2·0.5 + 8·0.25 + 3 = 10; Q2: EV 10.4 of PV 13."""
    history = dict(status(tree, "TP1").history)
    assert (history[Q1].earned, history[Q1].planned, history[Q1].total) == pytest.approx((8, 10, 24))
    assert (history[Q2].earned, history[Q2].planned, history[Q2].total) == pytest.approx((10.4, 13, 24))


def test_words_of_the_statuses(tree: str) -> None:
    """TP1: SPI_ref 10.4/13 = 0.80. TP1.1: 6.4/9 = 0.71. TP1.1.1: 3/3."""
    words = {one.code: (one.status, one.reason.code) for one in board(tree).packages}
    assert words == {
        "TP1": ("watch", "late"),  # TP1.1-A1 missed Q2; the late item is told before the 80 %
        "TP1.1": ("action_needed", "far_behind"),
        "TP1.1.1": ("on_schedule", "on_schedule"),
        "TP2": ("on_schedule", "nothing_due"),
        "TP3": ("continuous", "continuous"),
        "TP4": ("no_data", "no_items"),
        "TP5": ("on_schedule", "nothing_due"),
    }


def test_a_lead_missing_turns_red_before_everything_else(tree: str) -> None:
    act(tree, "x", lambda w: w.connection.execute("DELETE FROM participation"))
    assert {(one.status, one.reason.code) for one in board(tree).packages} == {("action_needed", "no_lead")}


def test_what_is_cancelled_leaves_from_the_quarter_of_the_decision(tree: str) -> None:
    """TP1.1-A2 (w 8, EV 2.4, PV 6) goes in Q3: TP1 then has EV 8 of PV 16 and W 16; Q2 stays as it was."""
    evidence(tree, "TP1.1-A2", "cancelled", "2024-09-02", decision="26.8.2024 § 3")
    assert figures(tree, "TP1") == pytest.approx((8, 16, 9, 16))
    history = dict(status(tree, "TP1").history)
    assert (history[Q2].earned, history[Q2].total) == pytest.approx((10.4, 24))
    evidence(tree, "TP1.1-A2", "reopened", "2024-09-03")
    assert figures(tree, "TP1") == pytest.approx((10.4, 22, 13, 24))


def test_added_scope_counts_from_its_quarter(tree: str) -> None:
    """w 3, 0/100 in Q4, added in Q3: W 27 from Q3 on, PV only in Q4; Q2 stays as it was."""
    row = project_of(tree)
    new = items.NewItem("output", "Lisätty", Q4, Q4, weight=3, decision="26.8.2024 § 4")
    act(tree, "add", lambda w: items.add_item(w, row, "TP1.1", new, TODAY), row.id)
    assert figures(tree, "TP1") == pytest.approx((10.4, 22, 13, 27))
    assert dict(status(tree, "TP1").history)[Q2].total == pytest.approx(24)
    assert status(tree, "TP1", Q4).sums.planned == pytest.approx(27)


def test_a_new_due_quarter_moves_plan_and_yardstick_from_today_on(tree: str) -> None:
    """TP1.1-A1 (50/50 Q1–Q2, w 2) is given until Q4: PV(Q3) 21 and PV(Q2) as the plan stands now 12, done 6.4 of 8 in
    TP1.1, so it is watched no more for being late but for 80 %. What Q2 said stays."""
    row = project_of(tree)
    number = int(str(rows(tree, "SELECT id FROM item WHERE code = 'TP1.1-A1'")[0][0]))
    act(tree, "due", lambda w: items.replan(w, row, number, None, Q4, TODAY, decision="26.8.2024 § 5"), row.id)
    assert figures(tree, "TP1") == pytest.approx((10.4, 21, 12, 24))
    assert dict(status(tree, "TP1").history)[Q2].planned == pytest.approx(13)
    assert status(tree, "TP1").late == ()
    assert (status(tree, "TP1.1").status, status(tree, "TP1.1").reason.code) == ("watch", "behind")
    assert status(tree, "TP1.1", Q2).status == "action_needed"


def test_level_of_effort_is_in_no_sum(tree: str) -> None:
    evidence(tree, "TP2-A2", "started", "2024-02-01")
    evidence(tree, "TP3-A1", "accepted", "2024-05-01")
    assert figures(tree, "TP2") == (0, 6, 0, 6)
    assert status(tree, "TP3").sums.done is None


def test_coverage_and_reported_stand_beside_and_move_nothing(tree: str) -> None:
    """Q3, due: TP1-A1 (done), TP1.1-A1 and A2 and TP1.1.1-O1 (nothing told in Q3), and TP2-A1; none of continuous."""
    before = board(tree).packages
    row = project_of(tree)
    act(tree, "set", lambda w: progress.set_reported(w, row, "TP1", Q3, 60, "arvio"), row.id)
    with reading(tree) as connection:
        found = {one.code: one.now for one in packages.read(connection, row)}
    assert {code: (one.known, one.due) for code, one in found.items()} == {
        "TP1": (1, 4), "TP1.1": (0, 3), "TP1.1.1": (0, 1), "TP2": (0, 1), "TP3": (0, 0), "TP4": (0, 0), "TP5": (0, 0),
    }  # fmt: skip
    assert found["TP1"].coverage == 0.25
    assert found["TP3"].coverage is None
    assert (found["TP1"].reported, found["TP1"].differs) == (0.6, True)  # 43 % done
    assert [(one.sums, one.status) for one in board(tree).packages] == [(one.sums, one.status) for one in before]


def test_statuses_do_not_look_at_coverage(tree: str) -> None:
    """Something told of everything in Q3 that changes no figure changes no status either."""
    words = [(one.code, one.status, one.sums) for one in board(tree).packages]
    evidence(tree, "TP1.1-A2", "units", "2024-09-02", units=3)
    assert [(one.code, one.status, one.sums) for one in board(tree).packages] == words
