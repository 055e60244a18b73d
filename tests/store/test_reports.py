"""Quarter reports: their way from draft to approved, what is missing, and what an overdue one does to the colour."""

import re

import pytest

from core.errors import EtappiError
from store.closingdesk import ClosingDesk
from store.desk import Desk
from store.editing import StaleEdit
from tests.store.support import Q1, Q2, Q3, TODAY, act, dump, evidence, make_plan, newest, rows, small_plan

Q1_DUE = "2024-04-11"


def on(path: str, day: str) -> None:
    """Let the project's day stand at *day*."""
    from store.commands.plan import set_fixed_today

    act(path, "day", lambda w: set_fixed_today(w, 1, day))


@pytest.fixture
def desk(empty: str) -> ClosingDesk:
    make_plan(empty, small_plan(), fixed_today=TODAY)
    return ClosingDesk(empty)


def test_a_report_begins_as_a_draft_and_is_approved(desk: ClosingDesk) -> None:
    desk.write_report("tp 1", Q2, texts={"done": "  Tehtiin.\x1b[2J\nPaljon. ", "next": ""})
    draft = desk.report("TP1", Q2)
    assert (draft.state, draft.done, draft.next, draft.received_on) == ("draft", " Tehtiin.\nPaljon.", None, None)
    desk.write_report("TP1", Q2, state="approved", on="2024-07-10")
    done = desk.report("TP1", Q2)
    assert (done.state, done.received_on, done.days_late, done.due) == ("approved", "2024-07-10", 0, "2024-07-11")
    number, saved = desk.write_report("TP1", Q2, state="approved")
    assert (number, saved.written) == (0, ())  # as it was: no action
    before = dump(desk.path)
    desk.write_report("TP1", Q2, texts={"done": ""}, note="x")
    assert desk.report("TP1", Q2).done is None
    Desk(desk.path).undo(newest(desk.path))
    assert dump(desk.path) == before


def test_the_first_day_counts_also_after_it_was_returned(desk: ClosingDesk) -> None:
    desk.write_report("TP1", Q1, state="submitted", on="2024-04-03")
    with pytest.raises(EtappiError, match=re.escape("report.no_note")):
        desk.write_report("TP1", Q1, state="returned")
    desk.write_report("TP1", Q1, state="returned", note="Luvut puuttuvat")
    returned = desk.report("TP1", Q1)
    assert (returned.state, returned.received_on, returned.note) == ("returned", "2024-04-03", "Luvut puuttuvat")
    assert not returned.received
    assert returned.days_late == 158  # it has to come again
    assert [form.workpackage for form in desk.missing(Q1)] == ["TP1", "TP2", "TP1.1"]
    desk.write_report("TP1", Q1, state="submitted")
    desk.write_report("TP1", Q1, state="approved")
    assert (desk.report("TP1", Q1).received_on, desk.report("TP1", Q1).days_late) == ("2024-04-03", 0)


@pytest.mark.parametrize(
    ("states", "last", "code"),
    [
        ((), {"state": "returned", "note": "x"}, "report.cannot_returned"),
        (("approved",), {"state": "submitted"}, "report.cannot_submitted"),
        (("approved",), {"state": "waived", "note": "x"}, "report.cannot_waived"),
        (("submitted",), {"state": "draft"}, "report.cannot_draft"),
        ((), {"state": "waived"}, "report.no_reason"),
        ((), {"state": "draft", "on": "2024-04-01"}, "report.no_day"),
        ((), {"state": "approved", "on": "2024-09-17"}, "progress.in_future"),
        ((), {"state": "approved", "on": "2023-12-31"}, "report.before_quarter"),
    ],
)
def test_what_does_not_follow_is_refused(
    desk: ClosingDesk, states: tuple[str, ...], last: dict[str, str], code: str
) -> None:
    for state in states:
        desk.write_report("TP1", Q1, state=state)
    before = dump(desk.path)
    with pytest.raises(EtappiError, match=re.escape(code)):
        desk.write_report("TP1", Q1, **last)  # type: ignore[arg-type]
    assert dump(desk.path) == before


def test_reports_are_owed_where_the_package_runs(demo: str) -> None:
    desk = ClosingDesk(demo)
    assert [one.package for one in desk.reports(Q1)] == ["KOORD", "TP1", "TP1.1", "TP1.2", "TP2"]
    assert len(desk.reports(Q3)) == 9
    for code, quarter, word in (("TP4", Q2, "report.not_owed"), ("TP1", Q3 + 1, "report.ahead"),
                                ("TP9", Q1, "progress.unknown_package")):  # fmt: skip
        with pytest.raises(EtappiError, match=re.escape(word)):
            desk.write_report(code, quarter, texts={"done": "x"})
    with pytest.raises(EtappiError, match=re.escape("closing.locked")):
        desk.write_report("TP1", Q2, texts={"done": "x"})


def test_the_demo_is_as_its_screens_are(demo: str) -> None:
    desk = ClosingDesk(demo)
    board = Desk(demo).board()
    assert (board.reports, board.locked) == ((3, 9), (Q2, "2024-07-08"))
    assert desk.report("TP1.2", Q3).state == "draft"
    assert [desk.report("TP1.2", quarter).state for quarter in (Q1, Q2)] == ["approved", "approved"]
    missing = desk.missing()
    assert [form.workpackage for form in missing] == ["TP1", "TP1.2", "TP1.4", "TP2", "TP3", "TP4"]
    assert {(form.quarter, form.due, form.days_late) for form in missing} == {(Q3, "2024-10-11", None)}
    assert missing[0].organisation == "Stadin AO, Helsingin kaupunki"
    assert [(one.name, one.as_of) for one in desk.snapshots()] == [
        ("Q2-2024", "2024-07-08"), ("ohry 2", "2024-06-11"), ("Q1-2024", "2024-04-12"), ("ohry 1", "2024-03-14"),
        ("alku", "2024-01-31"),
    ]  # fmt: skip
    assert all(one.intact for one in desk.verify())
    figures = {one.on_time.part for one in (desk.completeness(Q1), desk.completeness(Q2))}
    assert figures == {5, 7}


def statuses(path: str, quarter: int | None = None) -> dict[str, tuple[str, str]]:
    return {one.code: (one.status, one.reason.code) for one in Desk(path).board(quarter).packages}


def test_a_project_whose_reports_nobody_keeps_has_none_overdue(desk: ClosingDesk) -> None:
    for day in ("2024-04-12", "2024-07-12", TODAY, "2025-03-01"):
        on(desk.path, day)
        board = Desk(desk.path).board()
        assert board.reports is None
        assert not {one.reason.code for one in board.packages} & {"report_late", "report_overdue"}
    assert len(desk.missing(Q1)) == 3  # asked for, they are told all the same


def test_an_overdue_report_is_told_and_colours_its_package(desk: ClosingDesk) -> None:
    """TP2 has told something in Q1, TP1.1 nothing; TP1 did what was due."""
    path = desk.path
    evidence(path, "TP1-A1", "accepted", "2024-03-20")
    evidence(path, "TP1-A2", "started", "2024-03-20")
    evidence(path, "TP2-A1", "step", "2024-03-20", step=1)
    on(path, Q1_DUE)
    desk.write_report("TP1", Q1, state="approved")
    assert statuses(path)["TP2"] == ("on_schedule", "on_schedule")
    assert not [line for line in Desk(path).board().attention if line.rule == "report.missing"]
    on(path, "2024-04-12")
    found = statuses(path)
    assert found["TP1"] == ("on_schedule", "on_schedule")
    assert found["TP2"] == ("watch", "report_late")
    assert found["TP1.1"] == ("no_data", "report_overdue")
    told = [line for line in Desk(path).board().attention if line.rule == "report.missing"]
    assert [(line.target, line.text.values["n"]) for line in told] == [("TP1.1", 1), ("TP2", 1)]
    desk.write_report("TP2", Q1, state="waived", note="Sovittu")
    desk.write_report("TP1.1", Q1, state="submitted")
    assert {one for one, _ in statuses(path).values()} == {"on_schedule"}


def test_a_locked_quarter_is_judged_by_the_day_of_its_lock(desk: ClosingDesk) -> None:
    """Locked before the deadline a report was not overdue, and never becomes so; locked after it, it stays overdue."""
    path = desk.path
    on(path, "2024-04-05")
    desk.write_report("TP1", Q1, state="approved")
    desk.close(Q1)
    before = statuses(path, Q1)
    on(path, "2024-06-01")
    assert statuses(path, Q1) == before
    assert "report_late" not in {code for _, code in statuses(path).values()}
    assert {form.quarter for form in desk.missing()} == {Q2}  # what is locked is not asked for any more
    desk.reopen(Q1, "x")
    assert {form.quarter for form in desk.missing()} == {Q1, Q2}
    assert [one.days_late for one in desk.missing(Q1)] == [51, 51]
    desk.close(Q1)
    late = statuses(path, Q1)
    assert late != before
    on(path, "2024-09-01")
    assert statuses(path, Q1) == late


def test_two_who_write_one_report_lose_nothing(desk: ClosingDesk) -> None:
    desk.write_report("TP1", Q3, texts={"done": "a", "next": "b"})
    mine = desk.report("TP1", Q3)
    base = desk.base(mine)
    desk.write_report("TP1", Q3, texts={"done": "theirs"})
    with pytest.raises(StaleEdit) as stale:
        desk.write_report("TP1", Q3, texts={"done": "mine", "next": "b"}, base=base)
    assert [(clash.column, clash.theirs, clash.mine) for clash in stale.value.clashes] == [("done", "theirs", "mine")]
    _, saved = desk.write_report("TP1", Q3, texts={"done": "a", "next": "c"}, base=base)
    assert (saved.written, saved.merged) == (("next",), ("done",))
    assert (desk.report("TP1", Q3).done, desk.report("TP1", Q3).next) == ("theirs", "c")


def test_two_who_begin_one_report_lose_nothing(desk: ClosingDesk) -> None:
    base = desk.base(desk.report("TP1", Q3))
    desk.write_report("TP1", Q3, texts={"done": "theirs"})
    with pytest.raises(StaleEdit):
        desk.write_report("TP1", Q3, texts={"done": "mine"}, base=base)
    assert rows(desk.path, "SELECT done FROM quarter_report") == [("theirs",)]
