"""A locked quarter refuses a change by every door: commands, imports, undo, the app's desk, any SQLite shell."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import EtappiError
from store.closing import REFUSAL
from store.commands import organisations, roles
from store.desk import Desk
from store.editing import Base, StaleEdit
from tests.store.support import (
    Q1,
    Q2,
    Q3,
    Q4,
    TODAY,
    act,
    copy_of,
    do_import,
    dump,
    evidence,
    make_plan,
    newest,
    rows,
    small_plan,
    undo,
    value,
)

LOCKED = f"{re.escape('closing.locked')}.*2024-Q"


@pytest.fixture(scope="module")
def closed(templates: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small project of which Q1 and Q2 are locked, with a row of everything that a lock binds; never write to it."""
    path = copy_of(templates("empty"), tmp_path_factory.mktemp("locks") / "closed.db")
    make_plan(path, small_plan(), fixed_today=TODAY)
    evidence(path, "TP1-A1", "started", "2024-02-01")
    evidence(path, "TP2-A1", "step", "2024-03-01", step=2)
    evidence(path, "TP1-A2", "started", "2024-08-01")
    shell(path, f"""
        INSERT INTO reported_progress (project_id, work_package_id, quarter, percent, actor)
        VALUES (1, 1, {Q2}, 50, 'x'), (1, 1, {Q3}, 60, 'x');
        INSERT INTO indicator_value (project_id, indicator_id, quarter, value, on_date, actor)
        VALUES (1, 1, {Q1}, 3, '2024-04-01', 'x');
        INSERT INTO quarter_report (project_id, work_package_id, quarter, state, actor)
        VALUES (1, 1, {Q1}, 'approved', 'x'), (1, 1, {Q3}, 'draft', 'x');
        INSERT INTO colour_override (project_id, work_package_id, colour, why, from_quarter, until_quarter, actor)
        VALUES (1, 1, 'amber', 'w', {Q1}, {Q3}, 'x'), (1, 1, 'red', 'w', {Q3}, {Q4}, 'x');
        INSERT INTO replan (project_id, item_id, effective, from_quarter, to_quarter)
        VALUES (1, 1, {Q2}, {Q1}, {Q2}), (1, 1, {Q3}, {Q1}, {Q3});
        INSERT INTO item (project_id, work_package_id, kind, code, title, position, technique, weight, scope_from)
        VALUES (1, 1, 'action', 'NEW', 'New', 9, '0/100', 1, {Q3});
        INSERT INTO event (project_id, code, title, kind, start, invitation, source)
        VALUES (1, 'E1', 'Held', 'webinar', '2024-06-30T23:30', 'network', 'user'),
          (1, 'E2', 'Later', 'webinar', '2024-07-01', 'network', 'user'),
          (1, 'E3', 'Some day', 'webinar', NULL, 'network', 'plan'),
          (1, 'E4', 'Not held', 'webinar', '2024-05-01', 'network', 'user');
        INSERT INTO event_package (project_id, event_id, work_package_id) VALUES (1, 1, 1), (1, 2, 1);
        INSERT INTO event_list (project_id, event_id, kind, persons, complete, actor)
        VALUES (1, 1, 'present', NULL, 0, 'x'), (1, 2, 'counted', 4, 0, 'x'), (1, 1, 'registered', 9, 0, 'x');
        INSERT INTO attendance (project_id, list_id, event_id, organisation_id, person_key, headcount)
        VALUES (1, 1, 1, 1, 'aa', 1), (1, 2, 2, 1, NULL, 3);
    """)  # fmt: skip
    desk = Desk(path).closing
    desk.close(Q1)
    desk.close(Q2)
    return path


@pytest.fixture
def locked(closed: str, tmp_path: Path) -> str:
    return copy_of(closed, tmp_path / "locked.db")


def shell(path: str, script: str) -> None:
    """What any program does that knows nothing of Etappi."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(script)
        connection.commit()
    finally:
        connection.close()


REFUSED = [
    "INSERT INTO evidence (project_id, item_id, on_date, kind, actor) VALUES (1, 1, '2024-06-30', 'accepted', 'x')",
    "UPDATE evidence SET on_date = '2024-07-01' WHERE on_date = '2024-02-01'",
    "UPDATE evidence SET on_date = '2024-06-30' WHERE on_date = '2024-08-01'",
    "UPDATE evidence SET note = 'x' WHERE on_date = '2024-02-01'",
    "DELETE FROM evidence WHERE on_date = '2024-02-01'",
    f"UPDATE reported_progress SET percent = 51 WHERE quarter = {Q2}",
    f"UPDATE reported_progress SET quarter = {Q1} WHERE quarter = {Q3}",
    f"DELETE FROM reported_progress WHERE quarter = {Q2}",
    "UPDATE indicator_value SET value = 4",
    "DELETE FROM indicator_value",
    f"INSERT INTO indicator_value (project_id, indicator_id, quarter, value, on_date, actor) "
    f"VALUES (1, 1, {Q2}, 3, '2024-09-01', 'x')",
    "UPDATE indicator SET target = 9",
    f"UPDATE quarter_report SET done = 'x' WHERE quarter = {Q1}",
    f"DELETE FROM quarter_report WHERE quarter = {Q1}",
    "UPDATE step SET share = 0.4 WHERE number = 1",
    "UPDATE step SET share = 0.6 WHERE number = 2",  # planned later, but done in a locked quarter
    f"UPDATE step SET quarter = {Q3} WHERE number = 1",
    f"UPDATE unit_target SET units = 41 WHERE quarter = {Q2}",
    f"UPDATE unit_target SET quarter = {Q2} WHERE quarter = {Q3}",
    f"DELETE FROM unit_target WHERE quarter = {Q2}",
    f"INSERT INTO unit_target (project_id, item_id, quarter, units) "
    f"SELECT 1, id, {Q4}, 12 FROM item WHERE code = 'TP1.1-O1'",
    "UPDATE item SET weight = 2 WHERE code = 'TP1-A1'",
    f"UPDATE item SET to_quarter = {Q4} WHERE code = 'TP1-A2'",
    "UPDATE item SET technique = '0/100' WHERE code = 'TP1-A2'",
    "UPDATE item SET kind = 'output' WHERE code = 'TP1-A1'",
    f"UPDATE item SET scope_from = {Q3} WHERE code = 'TP1-A1'",
    f"UPDATE item SET scope_from = {Q2} WHERE code = 'NEW'",
    "UPDATE item SET work_package_id = 2 WHERE code = 'TP1-A1'",
    "DELETE FROM item WHERE code = 'TP2-A2'",
    "INSERT INTO item (project_id, work_package_id, kind, code, title, position, technique, weight) "
    "VALUES (1, 1, 'action', 'X', 'X', 9, '0/100', 1)",
    f"INSERT OR REPLACE INTO item (project_id, work_package_id, kind, code, title, position, technique, weight, "
    f"scope_from) VALUES (1, 1, 'action', 'TP2-A2', 'X', 9, '0/100', 1, {Q4})",
    f"INSERT OR REPLACE INTO step (project_id, item_id, number, title, share, quarter) "
    f"SELECT 1, item_id, 1, 'x', 0.3, {Q4} FROM step LIMIT 1",
    f"DELETE FROM replan WHERE effective = {Q2}",
    f"UPDATE replan SET effective = {Q2} - 1 WHERE effective = {Q3}",
    f"UPDATE colour_override SET until_quarter = {Q1} WHERE from_quarter = {Q1}",
    f"UPDATE colour_override SET colour = 'green' WHERE from_quarter = {Q1}",
    f"DELETE FROM colour_override WHERE from_quarter = {Q1}",
    "UPDATE participation SET certainty = 'interest'",
    "UPDATE participation SET role = 'assist'",
    f"UPDATE participation SET to_quarter = {Q1}",
    "DELETE FROM participation",
    "INSERT INTO participation (project_id, work_package_id, organisation_id, role, certainty, source) "
    "VALUES (1, 1, 2, 'assist', 'interest', 'user')",
    "UPDATE membership SET network = 0",
    "DELETE FROM membership",
    f"UPDATE work_package SET to_quarter = {Q1} WHERE id = 1",
    "UPDATE work_package SET parent_id = 2 WHERE code = 'TP1.1'",
    "DELETE FROM work_package WHERE code = 'TP2'",
    "DELETE FROM dependency WHERE item_id IS NULL",
    "INSERT INTO dependency (project_id, work_package_id, needs_id) VALUES (1, 2, 1)",
    "UPDATE project SET start_date = '2024-02-01'",
    "UPDATE project SET end_date = '2024-05-31'",
    "UPDATE project SET kick_off = '2024-03-01'",
    "UPDATE project SET report_days = 30",
    "INSERT INTO event (project_id, code, title, kind, start, invitation, source) "
    "VALUES (1, 'E9', 'x', 'other', '2024-06-30', 'network', 'user')",
    "INSERT OR REPLACE INTO event (project_id, code, title, kind, start, invitation, source) "
    "VALUES (1, 'E1', 'x', 'other', '2024-09-30', 'network', 'user')",
    "UPDATE event SET start = '2024-07-01' WHERE code = 'E1'",
    "UPDATE event SET start = NULL WHERE code = 'E1'",
    "UPDATE event SET start = '2024-06-30' WHERE code IN ('E2', 'E3')",
    "UPDATE event SET kind = 'training' WHERE code = 'E1'",
    "UPDATE event SET cancelled_on = '2024-06-01' WHERE code = 'E1'",
    "DELETE FROM event WHERE code = 'E4'",
    "INSERT INTO event_package (project_id, event_id, work_package_id) VALUES (1, 1, 2)",
    "UPDATE event_package SET work_package_id = 2 WHERE event_id = 1",
    "UPDATE event_package SET event_id = 1 WHERE event_id = 2",
    "DELETE FROM event_package WHERE event_id = 1",
    "INSERT INTO event_list (project_id, event_id, kind, complete, actor) VALUES (1, 1, 'present', 0, 'x')",
    "UPDATE event_list SET persons = 3 WHERE event_id = 1",
    "UPDATE event_list SET event_id = 1 WHERE event_id = 2",
    "DELETE FROM event_list WHERE kind = 'registered'",
    "INSERT INTO attendance (project_id, list_id, event_id, organisation_id, headcount) VALUES (1, 1, 1, 2, 5)",
    "INSERT OR REPLACE INTO attendance (id, project_id, list_id, event_id, headcount) VALUES (1, 1, 2, 2, 5)",
    "UPDATE attendance SET organisation_id = 2 WHERE event_id = 1",
    "UPDATE attendance SET person_key = NULL WHERE event_id = 1",
    "UPDATE attendance SET event_id = 1, list_id = 1 WHERE event_id = 2",
    "DELETE FROM attendance WHERE event_id = 1",
    "DELETE FROM quarter_lock",
    f"DELETE FROM quarter_lock WHERE quarter = {Q1}",
    f"UPDATE quarter_lock SET quarter = {Q4} WHERE quarter = {Q2}",
    f"INSERT INTO quarter_lock (project_id, quarter, on_date, at, actor) VALUES (1, {Q4}, '2024-09-16', 'x', 'x')",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_any_shell_is_refused(closed: str, statement: str) -> None:
    connection = sqlite3.connect(closed)
    try:
        connection.execute("PRAGMA foreign_keys=OFF")  # as a plain shell has it
        with pytest.raises(sqlite3.IntegrityError, match=f"^{REFUSAL}$"):
            connection.execute(statement)
    finally:
        connection.rollback()
        connection.close()


FREE = [
    "INSERT INTO evidence (project_id, item_id, on_date, kind, actor) VALUES (1, 1, '2024-07-01', 'accepted', 'x')",
    "DELETE FROM evidence WHERE on_date = '2024-08-01'",
    f"UPDATE reported_progress SET percent = 61 WHERE quarter = {Q3}",
    f"UPDATE quarter_report SET done = 'x' WHERE quarter = {Q3}",
    f"UPDATE unit_target SET units = 80 WHERE quarter = {Q3}",
    "UPDATE item SET title = 'x', owner_id = 1, code = 'Y' WHERE code = 'TP1-A1'",
    f"UPDATE item SET weight = 3, scope_from = {Q4} WHERE code = 'NEW'",
    "DELETE FROM item WHERE code = 'NEW'",
    f"INSERT INTO replan (project_id, item_id, effective, from_quarter, to_quarter) VALUES (1, 2, {Q3}, {Q1}, {Q4})",
    f"UPDATE replan SET to_quarter = {Q4} WHERE effective = {Q3}",
    f"UPDATE colour_override SET until_quarter = {Q2} WHERE from_quarter = {Q1}",
    f"UPDATE colour_override SET until_quarter = {Q4}, why = 'x' WHERE from_quarter = {Q1}",
    f"DELETE FROM colour_override WHERE from_quarter = {Q3}",
    f"UPDATE participation SET to_quarter = {Q2}",
    f"UPDATE participation SET to_quarter = {Q3}, source = 'user'",
    "INSERT INTO participation (project_id, work_package_id, organisation_id, role, certainty, source, from_quarter) "
    f"VALUES (1, 1, 2, 'assist', 'interest', 'user', {Q3})",
    f"UPDATE membership SET to_quarter = {Q3}",
    "UPDATE work_package SET title = 'x', goal = 'x', position = 7",
    f"INSERT INTO work_package (project_id, code, code_key, title, position, from_quarter, parent_id) "
    f"VALUES (1, 'TP9', '9', 'x', 9, {Q3}, 1)",
    "DELETE FROM dependency WHERE item_id IS NOT NULL",
    "INSERT INTO deviation (project_id, item_id, reason) VALUES (1, 1, 'x')",
    "UPDATE indicator SET title = 'x', source = 'x'",
    "UPDATE project SET end_date = '2025-03-31', name = 'x', expected_organisations = 5, fixed_today = '2024-10-01'",
    "UPDATE organisation SET name = 'x' WHERE id = 1",
    "UPDATE step SET title = 'x'",
    "UPDATE event SET title = 'x', place = 'x', ends = '2024-07-01', host_id = 1, code = 'E9' WHERE code = 'E1'",
    "UPDATE event SET cancelled_on = '2024-09-01', cancel_reason = 'x' WHERE code = 'E4'",
    "UPDATE event SET start = '2024-08-01' WHERE code = 'E3'",
    "DELETE FROM event WHERE code = 'E3'",
    "INSERT INTO event (project_id, code, title, kind, start, invitation, source) "
    "VALUES (1, 'E9', 'x', 'other', '2024-07-01', 'network', 'user')",
    "INSERT INTO event_package (project_id, event_id, work_package_id) VALUES (1, 2, 2)",
    "UPDATE event_list SET persons = 5 WHERE event_id = 2",
    "UPDATE attendance SET headcount = 2 WHERE event_id = 2",
    "UPDATE attendance SET minutes = 30, waiting_name = NULL WHERE event_id = 1",
    "DELETE FROM attendance WHERE event_id = 2",
    "INSERT INTO event_meeting (project_id, event_id, meeting_id) VALUES (1, 1, 'x')",
]


@pytest.mark.parametrize("statement", FREE)
def test_what_moves_no_figure_of_it_stays_free(closed: str, statement: str) -> None:
    connection = sqlite3.connect(closed)
    try:
        assert connection.execute(statement).rowcount > 0
    finally:
        connection.rollback()
        connection.close()


def test_a_lock_does_not_keep_personal_data(locked: str) -> None:
    shell(locked, "UPDATE meta SET purging = 1; UPDATE attendance SET person_key = NULL WHERE event_id = 1; "
                  "DELETE FROM attendance WHERE event_id = 1; UPDATE meta SET purging = 0")  # fmt: skip
    assert rows(locked, "SELECT id FROM attendance WHERE event_id = 1") == []


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="no sqlite3 shell here")
def test_the_sqlite3_shell_is_refused(locked: str) -> None:
    before = dump(locked)
    done = subprocess.run(
        ["sqlite3", locked, "DELETE FROM evidence WHERE on_date < '2024-07-01'"], capture_output=True, check=False
    )
    assert done.returncode
    assert REFUSAL in done.stderr.decode()
    assert dump(locked) == before


def test_a_command_is_refused_with_the_name_of_the_quarter(locked: str) -> None:
    before, number = dump(locked), newest(locked)
    with pytest.raises(EtappiError, match=LOCKED) as refused:
        evidence(locked, "TP1-A1", "accepted", "2024-05-01")
    assert refused.value.values == {"quarter": "Q2/2024", "code": "2024-Q2"}
    assert refused.value.exit == 2
    with pytest.raises(EtappiError, match=LOCKED):
        act(locked, "role remove", lambda w: roles.add_role(w, 1, 1, 2, "expert", "interest", Q1))
    with pytest.raises(EtappiError, match=LOCKED):
        act(locked, "org merge", lambda w: organisations.merge(w, "Omnia", "Gradia"))
    with pytest.raises(EtappiError, match="2024-Q1"):  # the one that must be open, not the newest
        act(locked, "org merge", lambda w: organisations.merge(w, "Gradia", "Omnia"))
    assert (dump(locked), newest(locked)) == (before, number)


def test_undo_refuses_whole_and_names_the_quarter(locked: str) -> None:
    started = int(str(value(locked, "SELECT made_by FROM evidence WHERE on_date = '2024-02-01'")))
    before = dump(locked)
    with pytest.raises(EtappiError, match=LOCKED) as refused:
        undo(locked, started)
    assert refused.value.values["code"] == "2024-Q1"
    assert dump(locked) == before
    evidence(locked, "TP1-A1", "accepted", "2024-07-02")
    undo(locked, newest(locked))
    assert dump(locked) == before


def test_an_import_adds_from_the_first_open_quarter(locked: str) -> None:
    """Roles of the locked quarters stay; the file's hold from Q3 on."""
    shown = counts(locked, Q2)
    batch = do_import(locked, [("Gradia", "TP1", "expert"), ("Uusi", "TP2", "unknown")], "f1")
    added = rows(locked, "SELECT role, from_quarter FROM participation WHERE made_by = ? ORDER BY role", batch)
    assert added == [("expert", Q3), ("unknown", Q3)]
    assert value(locked, "SELECT from_quarter FROM membership WHERE made_by = ?", batch) == Q3
    assert counts(locked, Q2) == shown
    before = dump(locked)
    do_import(locked, [("Uusi", "TP2", "expert")], "f2")  # changes the unknown one, of which nothing is locked
    query = "SELECT role, from_quarter, to_quarter FROM participation WHERE made_by = ? AND work_package_id = 2"
    assert rows(locked, query, batch) == [("expert", Q3, None)]
    undo(locked, newest(locked))
    assert dump(locked) == before


def counts(path: str, quarter: int) -> tuple[object, ...]:
    """What the board of a quarter shows of organisations."""
    board = Desk(path).board(quarter)
    return board.known, tuple((package.code, package.roles, package.lead_short) for package in board.packages)


def base_of(path: str, row_id: int) -> Base:
    names = ("role", "certainty", "from_quarter", "to_quarter")
    found = rows(path, f"SELECT version, {', '.join(names)} FROM participation WHERE id = ?", row_id)[0]
    return Base(int(str(found[0])), Desk(path).epoch(), dict(zip(names, found[1:], strict=True)))


def test_a_role_changed_after_a_lock_stays_in_its_quarters(locked: str) -> None:
    desk = Desk(locked)
    before, whole = counts(locked, Q2), dump(locked)
    desk.change_role(1, base_of(locked, 1), {"role": "assist", "certainty": "interest"})
    assert counts(locked, Q2) == before
    lines = rows(locked, "SELECT role, certainty, from_quarter, to_quarter FROM participation "
                 "WHERE organisation_id = 1 AND work_package_id = 1 ORDER BY id")  # fmt: skip
    assert lines == [("lead", "confirmed", None, Q2), ("assist", "interest", Q3, None)]
    with pytest.raises(EtappiError, match=LOCKED):
        desk.change_role(1, base_of(locked, 1), {"role": "expert"})
    desk.undo(newest(locked))
    assert dump(locked) == whole


def test_a_role_taken_away_after_a_lock_ends_with_it(locked: str) -> None:
    desk, before = Desk(locked), counts(locked, Q2)
    desk.remove_role(1, base_of(locked, 1))
    assert rows(locked, "SELECT role, to_quarter FROM participation WHERE id = 1") == [("lead", Q2)]
    assert counts(locked, Q2) == before
    assert desk.board(Q3).packages[0].leads == ()
    desk.add_role(1, 1, "lead", "interest", None, None)  # the same role again, from Q3 on
    assert desk.board(Q3).packages[0].leads == ("Omnia",)
    assert desk.unconfirmed([1], 1) == 1
    assert desk.confirm([(1, 1)]) == 1
    assert counts(locked, Q2) == before


def test_the_network_of_a_locked_quarter_stays(locked: str) -> None:
    desk, before = Desk(locked), counts(locked, Q2)
    desk.set_network("Gradia", False)
    assert counts(locked, Q2) == before
    assert desk.board(Q3).known == before[0] - 1  # type: ignore[operator]
    page = desk.page(int(str(value(locked, "SELECT id FROM organisation WHERE name = 'Gradia'"))))
    assert page is not None
    assert not page.network
    query = "SELECT network, from_quarter, to_quarter FROM membership WHERE organisation_id = ? ORDER BY id"
    assert rows(locked, query, page.id) == [(1, None, Q2), (0, Q3, None)]  # fmt: skip
    desk.set_network("Gradia", True)
    assert desk.board(Q3).known == before[0]


def test_two_forms_at_one_role_after_a_lock_lose_nothing(locked: str) -> None:
    """The first change goes on in a row of its own; the second form is told of it."""
    desk, base = Desk(locked), base_of(locked, 1)
    desk.change_role(1, base, {"role": "assist"})
    with pytest.raises(StaleEdit) as stale:
        desk.change_role(1, base, {"role": "expert"})
    assert [(clash.column, clash.theirs, clash.mine) for clash in stale.value.clashes] == [("role", "assist", "expert")]
