"""A scripted year on the demo plan, played through store/commands: every figure of every quarter against a table that
was worked out by hand from demo/plan.toml and tests/store/year_script.py, not by the code under test.

Two rows of the table, in full:

TP1.1 in Q2, W = 3 + 3 + 3.5 + 1 + 8 + 1.5 = 20. Planned and done alike: workshops 4 of 8 × 3 = 1.5, webinars 2 of 6 × 3
= 1, own measures 16 of 58 × 3.5 = 0.9655, own plans 17 of 58 × 8 = 2.3448; together 5.8103. SPI 1.
TP1.1 in Q3: the update (A6, weight 1) is cancelled, so W = 19. Planned 5/8 × 3 + 5/6 × 3 + 28/58 × 3.5 + 35/58 × 8
= 1.875 + 2.5 + 1.6897 + 4.8276 = 10.8922; done has 36/58 × 8 = 4.9655 in place of the last: 11.0302. SPI 1.0127.
TP1 in Q1 is the sum of its own items and its children's: planned 3.9861 + 1.375 + 1.4792 + 0 + 0 = 6.8403, done 3.9861
+ 0.875 + 1.4792 = 6.3403, of 31.5 + 20 + 21 + 19.5 + 20.5 = 112.5; the mean of the percentages would be another figure.
TP2 in Q1: the synthesis (weight 3) is due and not accepted: planned 3, done 0. From Q2 on its due quarter is Q3 by
decision, so Q2 plans 0.9 of 9, while Q1 keeps its 3.
"""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from core.board import Board, PackageStatus
from importers.planfile import read_plan
from importers.planorganisations import resolve
from store import opening
from store.commands import closing, deviations, items, plan, progress, reports
from store.database import reading
from store.reports import complete
from store.reports import reports as reports_of
from store.snapshots import restated, verified
from store.status import ProjectRow, project_named, read_board
from store.writing import writing
from tests.store.support import project_of, typed, value
from tests.store.year_script import (
    CLOSED_ON,
    CORRECTED_ON,
    DECISION,
    EVERY,
    EVIDENCE,
    Q1,
    Q2,
    Q3,
    Q4,
    RECORDED,
    REPORTED_ON,
)

Row = tuple[float, float, float, str, dict[str, int]]
"""Weight, planned, done (sums of weights, four decimals), status, and late items with their quarters late (0: it missed
the quarter itself)."""

TABLE: dict[int, dict[str, Row]] = {
    Q1: {
        "KOORD": (16.75, 4.25, 4.25, "on_schedule", {}),
        "TP1": (112.5, 6.8403, 6.3403, "on_schedule", {}),
        "TP1.1": (20, 1.375, 0.875, "action_needed", {}),
        "TP1.2": (21, 1.4792, 1.4792, "on_schedule", {}),
        "TP1.3": (19.5, 0, 0, "not_started", {}),
        "TP1.4": (20.5, 0, 0, "not_started", {}),
        "TP2": (9, 3, 0, "action_needed", {"TP2-O1": 0}),
        "TP3": (24, 0, 0, "not_started", {}),
        "TP4": (18, 0, 0, "not_started", {}),
    },
    Q2: {
        "KOORD": (16.75, 5.5, 5.5, "on_schedule", {}),
        "TP1": (112.5, 44.9757, 37.5004, "watch", {"TP1-O1": 0, "TP1.2-A4": 0}),
        "TP1.1": (20, 5.8103, 5.8103, "on_schedule", {}),
        "TP1.2": (21, 9.4992, 6.0890, "action_needed", {"TP1.2-A4": 0}),
        "TP1.3": (19.5, 4.7167, 4.3899, "on_schedule", {}),
        "TP1.4": (20.5, 5.5467, 4.9333, "watch", {}),  # SPI 0.8894
        "TP2": (9, 0.9, 0.9, "on_schedule", {}),
        "TP3": (24, 0, 0, "not_started", {}),
        "TP4": (18, 0, 0, "not_started", {}),
    },
    Q3: {
        "KOORD": (16.75, 9.75, 9.3333, "on_schedule", {}),
        "TP1": (111.5, 73.7555, 68.9806, "action_needed", {"TP1-O1": 1, "TP1.2-A4": 1}),  # an output a quarter late
        "TP1.1": (19, 10.8922, 11.0302, "on_schedule", {}),
        "TP1.2": (21, 14.4765, 11.3311, "on_schedule", {"TP1.2-A4": 1}),  # by the coordinator: green until Q3
        "TP1.3": (19.5, 10.7226, 10.7869, "on_schedule", {}),
        "TP1.4": (20.5, 10.8933, 10.02, "on_schedule", {}),  # SPI 0.9198
        "TP2": (9, 4.8, 3.9, "watch", {"TP2-A2": 0}),
        "TP3": (24, 6, 6, "on_schedule", {}),
        "TP4": (20, 6, 6, "watch", {}),  # its report is past its day
    },
    Q4: {
        "KOORD": (16.75, 16.75, 16.75, "on_schedule", {}),
        "TP1": (111.5, 111.5, 108.2583, "watch", {"TP1-O2": 0, "TP1.3-O2": 0, "TP1.4-A2": 0}),
        "TP1.1": (19, 19, 19, "on_schedule", {}),
        "TP1.2": (21, 21, 21, "on_schedule", {}),
        "TP1.3": (19.5, 19.5, 17.5, "watch", {"TP1.3-O2": 0}),
        "TP1.4": (20.5, 20.5, 19.8, "watch", {"TP1.4-A2": 0}),
        "TP2": (9, 9, 9, "on_schedule", {}),
        "TP3": (24, 24, 14, "action_needed", {"TP3-O2": 0, "TP3-O3": 0}),  # SPI 0.5833
        "TP4": (20, 20, 20, "on_schedule", {}),
    },
}
PROJECT = {  # weight, planned, done: KOORD + TP1 + TP2 + TP3 + TP4
    Q1: (180.25, 14.0903, 10.5903), Q2: (180.25, 51.3757, 43.9004), Q3: (181.25, 100.3055, 94.2140),
    Q4: (181.25, 181.25, 168.0083),
}  # fmt: skip
SPI = {  # EV / PV, four decimals; what is left out is None, since nothing was planned
    Q1: {"KOORD": 1, "TP1": 0.9269, "TP1.1": 0.6364, "TP1.2": 1, "TP2": 0},
    Q2: {"KOORD": 1, "TP1": 0.8338, "TP1.1": 1, "TP1.2": 0.6410, "TP1.3": 0.9307, "TP1.4": 0.8894, "TP2": 1},
    Q3: {"KOORD": 0.9573, "TP1": 0.9353, "TP1.1": 1.0127, "TP1.2": 0.7827, "TP1.3": 1.0060, "TP1.4": 0.9198,
         "TP2": 0.8125, "TP3": 1, "TP4": 1},
    Q4: {"KOORD": 1, "TP1": 0.9709, "TP1.1": 1, "TP1.2": 1, "TP1.3": 0.8974, "TP1.4": 0.9659, "TP2": 1, "TP3": 0.5833,
         "TP4": 1},
}  # fmt: skip
COMPLETE = {  # received, expected, in time, waived: of the packages that run in the quarter
    Q1: (5, 5, 4, 0),  # TP2's came on 15.4., due 11.4.
    Q2: (6, 6, 6, 1),  # TP1.4's was not asked for
    Q3: (8, 9, 8, 0),  # TP4's is missing
    Q4: (9, 9, 9, 0),
}
RUNNING = {Q1: ("KOORD", "TP1", "TP1.1", "TP1.2", "TP2"), Q2: EVERY[:7], Q3: EVERY, Q4: EVERY}

# The correction: TP1.3's own plans were 30 of 70 at the end of Q2, not 20: 4.5 × 10/70 = 0.6429 more is done there.
CORRECTED_Q2: dict[str, Row] = {
    **TABLE[Q2],
    "TP1": (112.5, 44.9757, 38.1432, "watch", {"TP1-O1": 0, "TP1.2-A4": 0}),
    "TP1.3": (19.5, 4.7167, 5.0327, "on_schedule", {}),
}
# TP4's report of Q3 came with it, ten days late: its status is computed anew when the quarter is closed again.
CORRECTED_Q3: dict[str, Row] = {**TABLE[Q3], "TP4": (20, 6, 6, "on_schedule", {})}


class Year:
    """The project of the demo plan, and the day on which it is looked at."""

    def __init__(self, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.monkeypatch = monkeypatch
        self.today = "2024-01-02"

    def on(self, day: str) -> None:
        """Go to a day."""
        self.today = day
        self.monkeypatch.setenv("ETAPPI_TODAY", day)

    def project(self) -> ProjectRow:
        return project_of(self.path)

    def board(self, quarter: int) -> Board:
        with reading(self.path) as connection:
            return read_board(connection, project_named(connection, None), quarter)

    def item(self, code: str) -> int:
        return int(str(value(self.path, "SELECT id FROM item WHERE code = ?", code)))

    def record(self, facts: list[tuple[str, str, str | int]]) -> None:
        project = self.project()
        with writing(self.path, "set", project_id=project.id) as writer:
            for day, code, what in facts:
                kind, _, number = str(what).partition(" ") if isinstance(what, str) else ("units", "", "")
                progress.add_evidence(
                    writer, project, code, kind, day, self.today, step=int(number) if number else None,
                    units=what if isinstance(what, int) else None,
                )  # fmt: skip

    def report(self, quarter: int, code: str, state: str = "approved", **more: str) -> None:
        project = self.project()
        with writing(self.path, f"report {code}", project_id=project.id) as writer:
            reports.write_report(writer, project, code, quarter, self.today, state=state, **more)  # type: ignore[arg-type]

    def close(self, quarter: int) -> None:
        project = self.project()
        with writing(self.path, "close", project_id=project.id) as writer:
            closing.close(writer, project, quarter, self.today)

    def reopen(self, quarter: int, why: str) -> tuple[int, ...]:
        project = self.project()
        with writing(self.path, "reopen", project_id=project.id, why=why) as writer:
            return closing.reopen(writer, project, quarter, why)[0]

    def completeness(self, quarter: int) -> tuple[int, int, int, int]:
        with reading(self.path) as connection:
            found = complete(reports_of(connection, project_named(connection, None), quarter), self.today)
        return found.rate.part, found.rate.of, found.on_time.part, found.waived


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Year:
    path = str(tmp_path / "year.db")
    monkeypatch.setenv("ETAPPI_TODAY", "2024-01-02")
    opening.prepare(path, make=True)
    wanted = typed(read_plan(files("demo").joinpath("plan.toml").read_bytes(), "plan.toml"))
    found = resolve(wanted, (), "plan.toml")
    with writing(path, "init plan.toml") as writer:
        plan.make_project(writer, wanted, found.names, found.new)
    return Year(path, monkeypatch)


def figures(package: PackageStatus) -> Row:
    sums = package.sums
    late = {item.code: item.quarters_late for item in package.late}
    return (*(round(part, 4) for part in (sums.total, sums.planned, sums.earned)), package.status, late)  # type: ignore[return-value]


def agrees(year: Year, quarter: int, wanted: dict[str, Row]) -> None:
    """Every figure of *quarter* is that of the table."""
    board = year.board(quarter)
    assert {one.code: figures(one) for one in board.packages} == wanted
    for one in board.packages:
        weight, planned, done, _, _ = wanted[one.code]
        assert one.sums.plan == pytest.approx(planned / weight, abs=1e-5)
        assert one.sums.done == pytest.approx(done / weight, abs=1e-5)


def played(year: Year, quarter: int) -> None:
    """One quarter as it was lived and reported, up to the day on which it can be closed."""
    if quarter == Q2:
        year.on("2024-06-11")
        project = year.project()
        with writing(year.path, "set TP2-O1 --due 2024-Q3", project_id=project.id) as writer:
            items.replan(writer, project, year.item("TP2-O1"), None, Q3, year.today, decision=DECISION)
    if quarter == Q3:
        _decided_in_the_autumn(year)
    year.on(RECORDED[quarter])
    year.record(EVIDENCE[quarter])
    _reported(year, quarter)
    year.on(CLOSED_ON[quarter])


def _decided_in_the_autumn(year: Year) -> None:
    """A new item, a cancelled one, a reason for what is late, and the coordinator's own assessment."""
    year.on("2024-08-15")
    project = year.project()
    with writing(year.path, "add TP4", project_id=project.id) as writer:
        new = items.NewItem("action", "Kansainvälinen vertailu", Q4, Q4, weight=2, decision=DECISION)
        assert items.add_item(writer, project, "TP4", new, year.today)[1] == "TP4-A8"
    year.on("2024-08-20")
    with writing(year.path, "set TP1.1-A6 cancelled", project_id=project.id) as writer:
        progress.add_evidence(writer, project, "TP1.1-A6", "cancelled", year.today, year.today, decision=DECISION)
    with writing(year.path, "set TP1-O1 --reason", project_id=project.id) as writer:
        deviations.set_deviation(writer, project, "TP1-O1", {"reason": "Odottaa verkoston kommentteja"}, year.today)
    with writing(year.path, "set TP1.2 --colour", project_id=project.id) as writer:
        progress.set_colour(writer, project, "TP1.2", "green", "Työ on sovittu uudelleen", Q3, Q3)


def _reported(year: Year, quarter: int) -> None:
    """Percentages that leads typed, and the quarter's reports."""
    year.on(REPORTED_ON[quarter])
    project = year.project()
    if quarter == Q2:
        with writing(year.path, "set TP1.2 --reported", project_id=project.id) as writer:
            progress.set_reported(writer, project, "TP1.2", Q2, 50, None)
    for code in RUNNING[quarter]:
        if (quarter, code) == (Q1, "TP2"):
            year.on("2024-04-15")
            year.report(quarter, code)
        elif (quarter, code) == (Q2, "TP1.4"):
            year.report(quarter, code, "waived", note="Aloitti vasta toukokuussa")
        elif (quarter, code) == (Q3, "TP2"):
            year.report(quarter, code, "submitted")
            year.report(quarter, code, "returned", note="Tuotosten koonti puuttuu")
            year.report(quarter, code)
        elif (quarter, code) != (Q3, "TP4"):
            year.report(quarter, code)


def test_four_quarters_and_a_correction(year: Year) -> None:
    for quarter in (Q1, Q2, Q3):
        played(year, quarter)
        agrees(year, quarter, TABLE[quarter])
        before = [year.board(one).packages for one in range(Q1, quarter + 1)]
        assert year.completeness(quarter) == COMPLETE[quarter]
        year.close(quarter)
        assert [year.board(one).packages for one in range(Q1, quarter + 1)] == before  # closing changes no figure
    assert reported(year, Q2, "TP1.2") == 0.5  # beside 6.0890/21 = 29 %, never in it

    year.on(CORRECTED_ON)
    assert year.reopen(Q2, "Unohtunut luettelo") == (Q3, Q2)
    year.record([("2024-06-28", "TP1.3-O1", 30)])
    year.report(Q3, "TP4")
    year.close(Q2)
    year.close(Q3)
    corrected = {Q1: TABLE[Q1], Q2: CORRECTED_Q2, Q3: CORRECTED_Q3, Q4: TABLE[Q4]}
    for quarter in (Q1, Q2, Q3):
        agrees(year, quarter, corrected[quarter])
    assert year.completeness(Q3) == (9, 9, 8, 0)

    played(year, Q4)
    agrees(year, Q4, TABLE[Q4])
    assert year.completeness(Q4) == COMPLETE[Q4]
    year.close(Q4)
    for quarter in (Q1, Q2, Q3, Q4):  # a locked quarter never moves
        agrees(year, quarter, corrected[quarter])
        sums = year.board(quarter).sums
        more = 0.6429 if quarter == Q2 else 0  # what the correction added
        wanted = PROJECT[quarter]
        assert (round(sums.total, 4), round(sums.planned, 4)) == wanted[:2]
        assert sums.earned == pytest.approx(wanted[2] + more, abs=1e-4)
        spi = {one.code: one.sums.spi for one in year.board(quarter).packages}
        expected = SPI[quarter] | ({"TP1": 0.8481, "TP1.3": 1.0670} if quarter == Q2 else {})
        assert {code: round(one, 4) for code, one in spi.items() if one is not None} == expected
    _both_values_stay(year)


def _both_values_stay(year: Year) -> None:
    """The correction is a restatement of what Q2 had earned and of Q3's status, and of nothing else."""
    with reading(year.path) as connection:
        project = project_named(connection, None)
        assert all(one.intact for one in verified(connection, project.id))
        names = [one.snapshot.name for one in reversed(verified(connection, project.id))]
        changed = restated(connection, project)
    assert names == ["Q1-2024", "Q2-2024", "Q3-2024", "Q2-2024 (2)", "Q3-2024 (2)", "Q4-2024"]
    assert {(one.quarter, one.package) for one in changed} == {
        (Q2, ""), (Q2, "TP1"), (Q2, "TP1.3"), (Q3, ""), (Q3, "TP4")}  # fmt: skip
    earned = {one.package: (share(one.old), share(one.new)) for one in changed if one.figure == "earned"}
    assert earned["TP1.3"] == pytest.approx((4.3899, 5.0327), abs=1e-4)
    assert earned["TP1"] == pytest.approx((37.5004, 38.1432), abs=1e-4)
    assert set(earned) == {"", "TP1", "TP1.3"}
    status = {(one.quarter, one.package): (one.old, one.new) for one in changed if one.figure == "status"}
    assert status == {(Q3, "TP4"): ("watch", "on_schedule")}


def share(pair: Any) -> float:
    """A figure of a snapshot: numerator and denominator."""
    return float(pair[0]) / float(pair[1])


def reported(year: Year, quarter: int, code: str) -> float | None:
    return next(one.reported for one in year.board(quarter).packages if one.code == code)


def test_the_table_rolls_up() -> None:
    """The hand table itself: the project is the sum of its branches, and level of effort is in no weight."""
    for quarter, rows in TABLE.items():
        for column, wanted in enumerate(PROJECT[quarter]):
            tops = sum(float(str(rows[code][column])) for code in ("KOORD", "TP1", "TP2", "TP3", "TP4"))
            assert tops == pytest.approx(wanted, abs=2e-4)
        for code, spi in SPI[quarter].items():
            assert rows[code][2] / rows[code][1] == pytest.approx(spi, abs=1e-4)
        assert set(SPI[quarter]) == {code for code, row in rows.items() if row[1]}
