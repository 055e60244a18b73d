"""Quarters close in order, move nothing by it, and open again with a reason; corrections keep both values."""

import re

import pytest

from core.board import Board
from core.errors import EtappiError
from store import backup
from store.closingdesk import ClosingDesk
from store.desk import Desk
from store.models import ReportedProgress
from tests.store.support import (
    Q1,
    Q2,
    Q3,
    Q4,
    TODAY,
    act,
    dump,
    evidence,
    make_plan,
    newest,
    project_of,
    rows,
    small_plan,
    undo,
    value,
)


@pytest.fixture
def desk(empty: str) -> ClosingDesk:
    make_plan(empty, small_plan(), fixed_today=TODAY)
    evidence(empty, "TP1-A1", "accepted", "2024-02-01")
    evidence(empty, "TP2-O1", "units", "2024-05-01", units=30)
    return ClosingDesk(empty)


def boards(path: str) -> list[Board]:
    return [Desk(path).board(quarter) for quarter in (Q1, Q2, Q3, Q4)]


def refused(code: str) -> str:
    return re.escape(code)


def test_quarters_close_in_order_and_only_when_they_have_ended(desk: ClosingDesk) -> None:
    for quarter, code in (
        (Q2, "closing.out_of_order"),
        (Q4, "closing.out_of_order"),
        (Q4 + 1, "store.quarter_outside"),
    ):
        with pytest.raises(EtappiError, match=refused(code)):
            desk.close(quarter)
        assert desk.overview(quarter).blocked == code
    assert desk.close(Q1).snapshot == "Q1-2024"
    with pytest.raises(EtappiError, match=refused("closing.is_locked")):
        desk.close(Q1)
    desk.close(Q2, "hyväksytty 26.9.")
    with pytest.raises(EtappiError, match=refused("closing.not_ended")):
        desk.close(Q3)
    first, second = desk.locks()
    assert (first.quarter, first.on_date, first.why, first.snapshot) == (Q1, TODAY, None, "Q1-2024")
    assert (second.quarter, second.why, second.snapshot) == (Q2, "hyväksytty 26.9.", "Q2-2024")
    assert value(desk.path, "SELECT why FROM action WHERE command = 'close 2024-Q2'") == "hyväksytty 26.9."
    assert [one.why for one in backup.all_of(desk.path)] == ["close", "close"]


def test_a_project_that_is_over_closes_its_last_quarter(empty: str) -> None:
    make_plan(empty, small_plan(), fixed_today="2025-01-01")
    desk = ClosingDesk(empty)
    for quarter in (Q1, Q2, Q3, Q4):
        desk.close(quarter)
    assert desk.overview().quarter == Q4
    assert not desk.overview().can_close
    with pytest.raises(EtappiError, match=refused("closing.locked")):
        Desk(empty).add_role(1, 2, "expert", "interest", None, None)


def test_closing_changes_no_figure(demo: str) -> None:
    """Every board of every quarter is the same before and after, but for the line that says that it is locked."""
    path = demo
    for one in reversed(ClosingDesk(path).locks()):
        ClosingDesk(path).reopen(one.quarter, "testi")
    desk = ClosingDesk(path)
    for quarter in (Q1, Q2):
        before = boards(path)
        desk.close(quarter)
        for old, new in zip(before, boards(path), strict=True):
            changed = {name for name, what in old.as_dict().items() if what != new.as_dict()[name]}
            assert changed == {"locked", "last_change"}


def test_reopening_needs_a_reason_and_opens_what_follows(desk: ClosingDesk) -> None:
    desk.close(Q1)
    desk.close(Q2)
    with pytest.raises(EtappiError, match=refused("closing.no_why")):
        desk.reopen(Q1, "  ")
    with pytest.raises(EtappiError, match=refused("closing.not_locked")):
        desk.reopen(Q3, "x")
    done = desk.reopen(Q1, "Q1:n osallistujat oikaistaan")
    assert (done.locked, done.snapshot, done.quarters) == (False, "Q1-2024", (Q2, Q1))
    assert desk.locks() == ()
    assert value(desk.path, "SELECT why FROM action WHERE id = ?", done.action) == "Q1:n osallistujat oikaistaan"
    evidence(desk.path, "TP1-A2", "started", "2024-03-01")
    assert desk.close(Q1).snapshot == "Q1-2024 (2)"
    assert [one.name for one in desk.snapshots()] == ["Q1-2024 (2)", "Q2-2024", "Q1-2024"]
    assert all(one.intact for one in desk.verify())


def test_a_correction_keeps_both_values(desk: ClosingDesk) -> None:
    desk.close(Q1)
    desk.close(Q2)
    assert desk.restated() == ()
    desk.reopen(Q2, "TP2-O1: luku oli väärä")
    undo(desk.path, int(str(value(desk.path, "SELECT made_by FROM evidence WHERE units = 30"))))
    evidence(desk.path, "TP2-O1", "units", "2024-05-01", units=28)
    desk.close(Q2)
    found = {(one.package, one.figure): (one.old, one.new) for one in desk.restated()}
    assert found["TP2", "earned"] == ([5, 14], [1, 3])  # 30 and 28 of 84 units
    assert found["", "earned"] == ([19, 14], [4, 3])  # and one action of TP1
    assert {(one.quarter, one.old_snapshot, one.new_snapshot) for one in desk.restated()} == {
        (Q2, "Q2-2024", "Q2-2024 (2)")
    }
    assert not {key for key in found if key[1] in ("planned", "weight")}


def test_locking_is_not_undone(desk: ClosingDesk) -> None:
    taken = desk.close(Q1)
    offer = Desk(desk.path)
    with pytest.raises(EtappiError, match=refused("closing.undo_close")):
        offer.undo_offer()
    with pytest.raises(EtappiError, match=refused("closing.undo_close")):
        offer.undo(taken.action)
    opened = desk.reopen(Q1, "x")
    with pytest.raises(EtappiError, match=refused("closing.undo_reopen")):
        offer.undo_offer(opened.action)
    with pytest.raises(EtappiError, match=refused("closing.undo_snapshot")):
        offer.undo(taken.action)
    evidence(desk.path, "TP1-A2", "started", "2024-03-01")
    last = newest(desk.path)
    desk.take("ohry")
    assert offer.undo_offer().number == last  # a snapshot is passed over


def test_the_overview_of_a_closing(desk: ClosingDesk) -> None:
    evidence(desk.path, "TP1-A2", "started", "2024-02-01")
    desk.write_report("TP1", Q1, state="approved", texts={"done": "Tehtiin."}, on="2024-04-05")
    desk.write_report("TP2", Q1, state="waived", note="Ei vielä toimintaa")
    found = desk.overview()
    assert (found.quarter, found.can_close, found.snapshot, found.lock) == (Q1, True, "Q1-2024", None)
    assert (found.completeness.rate.part, found.completeness.rate.of, found.completeness.waived) == (1, 2, 1)
    assert [one.package for one in found.reports if not one.received and one.state != "waived"] == ["TP1.1"]
    desk.close(Q1)
    second = desk.overview()
    assert second.quarter == Q2
    assert [(one.code, one.quarters_late) for one in second.late] == []
    third = desk.overview(Q3)
    assert third.blocked == "closing.out_of_order"


def test_late_items_are_listed_with_what_was_said_of_them(demo: str) -> None:
    found = ClosingDesk(demo).overview()
    assert found.quarter == Q3
    assert [(one.package, one.title, one.quarters_late, one.reason) for one in found.late] == [
        ("TP2", "Synteesi", 2, None), ("TP1.2", "OA-suositusten arviointi", 1, None)
    ]  # fmt: skip
    assert found.blocked == "closing.not_ended"


def test_an_act_of_another_project_is_free(empty: str) -> None:
    make_plan(empty, small_plan("P1"), fixed_today=TODAY)
    make_plan(empty, small_plan("P2"), fixed_today=TODAY)
    ClosingDesk(empty, "P1").close(Q1)
    evidence(empty, "TP1-A1", "started", "2024-02-01", project="P2")
    with pytest.raises(EtappiError, match=refused("closing.locked")):
        evidence(empty, "TP1-A1", "started", "2024-02-01", project="P1")


def test_the_command_that_meets_a_lock_says_which(desk: ClosingDesk) -> None:
    desk.close(Q1)
    number = newest(desk.path)
    project = project_of(desk.path)
    with pytest.raises(EtappiError, match=refused("closing.locked")) as found:
        act(
            desk.path,
            "set",
            lambda w: w.session.add(
                ReportedProgress(project_id=project.id, work_package_id=1, quarter=Q1, percent=5, actor="x")
            ),
            project.id,
        )
    assert found.value.values == {"quarter": "Q1/2024", "code": "2024-Q1"}
    assert newest(desk.path) == number
    assert rows(desk.path, "SELECT action FROM meta") == [(None,)]


def test_a_copy_of_a_locked_store_is_the_same(demo: str, tmp_path: object) -> None:
    before = dump(demo)
    backup.copy(demo, f"{tmp_path}/copy.db")
    assert dump(f"{tmp_path}/copy.db") == before
