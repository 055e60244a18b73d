"""What `status` asks of events: by which indices, and nothing of who was there."""

import re
import sqlite3

import pytest

from store import coming, status
from store.database import connect
from store.desk import Desk
from store.status import project_named, read_board
from tests.store.support import TODAY, make_plan, small_plan


@pytest.fixture
def path(empty: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("store.backup.before", lambda *_: None)
    make_plan(empty, small_plan(), fixed_today=TODAY)
    return empty


@pytest.mark.parametrize(
    ("query", "parameters", "indices"),
    [
        (coming.EVENTS, (1, "2024-09-16", "2024-11-16"), ["event_start (project_id=? AND start>? AND start<?)"]),
        (status.UNCOUNTED, (1, "2024-07-01", "2024-09-16"),
         ["event_start (project_id=? AND start>? AND start<?)", "event_list_event (event_id=?)"]),
    ],
    ids=["coming", "uncounted"],
)  # fmt: skip
def test_events_go_by_their_days(path: str, query: str, parameters: tuple[object, ...], indices: list[str]) -> None:
    connection = sqlite3.connect(path)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", parameters).fetchall()
    connection.close()
    lines = [row[3] for row in plan]
    found = [line for line in lines if re.match(r"(?:SEARCH|SCAN) [el] ", line)]
    assert [line.partition("INDEX ")[2] for line in found] == indices
    assert not any("TEMP B-TREE" in row[3] for row in plan if row[1] == 0), lines  # only packages are put in order


def test_the_board_asks_nothing_of_who_was_there(path: str) -> None:
    desk = Desk(path).events
    for code in (desk.add({"title": "T", "start": day}, ["TP1"]) for day in ("2024-09-03", "2024-09-20")):
        desk.set_counts(code, desk.page(code).row.id, by_organisation={1: 4})
    connection = connect(path)
    ran: list[str] = []
    connection.set_trace_callback(ran.append)
    board = read_board(connection, project_named(connection, None))
    connection.close()
    assert [one.key for one in board.coming if one.kind == "event"] == ["event-E2"]
    assert ran
    assert not [sql for sql in ran if re.search(r"\battendance\b", sql)]
