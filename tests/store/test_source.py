"""Rules that the source itself must keep (reliability.md F29), and what the board's queries may touch."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.colour import SPI_AMBER, SPI_RED
from store import packages, queries, views
from store.checkfacts import check_facts
from store.database import connect, reading
from store.dump import canonical_dump
from store.status import project_named, read_board
from tests.store.support import dump, newest

ROOT = Path(__file__).parents[2]
ROOMS = ("cli", "core", "demo", "importers", "locales", "reports", "store", "tui")


def sources() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            yield str(file.relative_to(ROOT)), file.read_text("utf-8")


@pytest.mark.parametrize(
    ("pattern", "homes"),
    [
        (r"\bsqlite3?\w*\.connect\(|\bcreate_engine\(|\bimport aiosqlite|\bapsw\b", {"store/database.py"}),
        (r"\.executescript\(", set()),
        (r"session\.merge\(", set()),
        (r"\bsa\.update\(|session\.query\(", set()),
        (r"\bfrom (?:sqlalchemy|sqlmodel)[\w.]* import (?:\([^)]*|[^(\n]*)\bupdate\b", set()),
        (r"\bsqlite3\.dbapi2\b|immutable=1", set()),
        (r"PRAGMA (?:locking_mode|writable_schema|ignore_check_constraints)", set()),
        (r"\.create_all\(|\.drop_all\(", set()),
        (r"\bON DELETE CASCADE\b|ondelete=|cascade=", set()),
        (r"shutil\.copy|copyfile", set()),
    ],
)
def test_only_their_homes_do_it(pattern: str, homes: set[str]) -> None:
    found = {name for name, text in sources() if re.search(pattern, without_comments(text))}
    assert found <= homes, found - homes


def without_comments(text: str) -> str:
    return "\n".join(line.split("#")[0] for line in text.splitlines())


def test_writing_sql_stands_only_where_writing_is() -> None:
    writers = {"store/undo.py", "store/purging.py", "store/writing.py", "store/triggers.py", "store/migrating.py",
               "store/restoring.py", "store/purgingsurveys.py"}  # fmt: skip
    for name, text in sources():
        if name.startswith(("store/migrations/", "store/commands/")):
            continue
        if re.search(r"\"(?:UPDATE|INSERT INTO|DELETE FROM) |f\"(?:UPDATE|INSERT|DELETE) ", text):
            assert name in writers, name


def test_no_reader_writes(demo: str) -> None:
    """All functions of reading run on a connection that refuses to write, and leave the file's bytes alone."""
    content = Path(demo).read_bytes()
    with reading(demo) as connection:
        project = project_named(connection, None)
        read_board(connection, project, history=True)
        for one in (queries.known, queries.organisations, queries.roles, queries.waiting, queries.batches):
            one(connection, project.id)
        queries.actions(connection)
        queries.outside_changes(connection)
        packages.late(connection, project)
        packages.read(connection, project)
        check_facts(connection, project)
        canonical_dump(connection)
    assert Path(demo).read_bytes() == content
    assert list(Path(demo).parent.iterdir()) == [Path(demo)]


def touched(path: str, history: bool = True) -> set[str]:
    """Tables that SQLite says the board's statements read."""
    connection = connect(path)
    project = project_named(connection, None)
    seen: set[str] = set()

    def note(action: int, first: str | None, second: str | None, database: str | None, by: str | None) -> int:
        if action == sqlite3.SQLITE_READ and first:
            seen.add(first)
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    read_board(connection, project, history=history)
    connection.set_authorizer(None)
    connection.close()
    names = {"sqlite_master", "sqlite_schema"}
    return {name for name in seen if not name.startswith("v_")} - names


def test_the_board_reads_only_these_tables(demo: str) -> None:
    """decisions.md: `status` and the first paint read no attendance and no answers, so they stay flat all year."""
    found = touched(demo)
    assert found == {
        "project",
        "deviation",
        "replan",
        "work_package",
        "item",
        "step",
        "unit_target",
        "evidence",
        "participation",
        "organisation",
        "membership",
        "dependency",
        "reported_progress",
        "colour_override",
        "import_row",
        "action",
        "quarter_lock",
        "quarter_report",
        "obligation",  # and what was told of it: only where an item has a counter
        "obligation_fact",
        "deadline",  # the few that are coming up
        "event",  # and whether anybody counted: those of the last open quarters and the next weeks
        "event_list",
        "event_package",
    }
    assert not {name for name in found if "attendance" in name or "answer" in name}


def test_the_boards_queries_go_by_index(demo: str) -> None:
    """No query of the board walks evidence, steps or roles from end to end for each item or package."""
    connection = connect(demo)
    ran: list[str] = []
    connection.set_trace_callback(ran.append)
    read_board(connection, project_named(connection, None), history=True)
    connection.set_trace_callback(None)
    queries_run = {sql for sql in ran if re.match(r"\s*(?:SELECT|WITH)\b", sql)}
    assert len(queries_run) >= 10
    for sql in queries_run:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
        within = [line for line, before in zip(plan[1:], plan, strict=False) if "CORRELATED" in before]
        assert not [line for line in within if line.startswith("SCAN")], (sql, plan)
        assert not [
            line for line in plan if re.match(r"SCAN (?:e|evidence|s|step|u|unit_target|p|participation)\b", line)
        ], plan
    connection.close()


def test_the_boards_figures_are_prepared_quickly(demo: str) -> None:
    """SQLite prepares the figures of items anew in each process: no subquery of theirs is written out twice."""
    connection = connect(demo)
    ran: list[str] = []
    connection.set_trace_callback(ran.append)
    read_board(connection, project_named(connection, None))
    connection.set_trace_callback(None)
    codes = {sql: len(connection.execute(f"EXPLAIN {sql}").fetchall()) for sql in set(ran) if "planned_ref" in sql}
    connection.close()
    assert len(codes) == 1
    assert max(codes.values()) < 1_500  # about 1,120; 3,290 where columns are written out wherever they are read


def test_views_are_usable_in_any_sqlite(demo: str) -> None:
    connection = sqlite3.connect(demo)
    for name, _ in views.VIEWS:
        connection.execute(f"SELECT * FROM {name} LIMIT 5").fetchall()
    items = connection.execute("SELECT count(*) FROM item").fetchone()[0]
    assert connection.execute("SELECT count(*) FROM v_item_quarter").fetchone()[0] == 4 * items
    days = [row[0] for row in connection.execute("SELECT last_day FROM v_quarter ORDER BY quarter").fetchall()]
    assert days == ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]
    connection.close()


def test_reading_twice_says_the_same_and_makes_no_action(demo: str) -> None:
    assert (dump(demo), newest(demo)) == (dump(demo), newest(demo))
    assert (SPI_RED, SPI_AMBER) == (0.75, 0.90)
