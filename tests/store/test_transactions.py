"""One act is one transaction (reliability.md R1, R10, R13, R20): nobody's change is lost, nothing is half written."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from core.errors import EtappiError, StoreError
from store import database
from store.commands import organisations, participation, progress
from store.models import Organisation, Project
from store.writing import Writer, key, now, who, writing
from tests.store.support import (
    Q3,
    act,
    copy_of,
    do_import,
    dump,
    evidence,
    newest,
    project_of,
    rows,
    small_import,
    sound,
    value,
)

EDITS = """
import sys
from sqlmodel import select
from store.models import Project
from store.writing import writing
for _ in range(int(sys.argv[2])):
    with writing(sys.argv[1], "count") as writer:
        row = writer.session.exec(select(Project)).one()
        row.expected_organisations += 1
        row.version += 1
        writer.session.add(row)
"""
IMPORT = """
import json, sys
from store.commands import participation
from store.writing import writing
from tests.store.support import small_import
path, rows = sys.argv[1], [tuple(row) for row in json.loads(open(sys.argv[2]).read())]
shown = small_import(path, rows, "big")
print("go", flush=True)
with writing(path, "import table.txt", project_id=1) as writer:
    participation.apply_import(writer, 1, shown)
print("done", flush=True)
"""
SETS = """
import sys
from store.commands import progress
from store.writing import writing
from tests.store.support import TODAY, project_of
path = sys.argv[1]
project = project_of(path)
for number in range(100000):
    with writing(path, f"set {number}", project_id=1) as writer:
        progress.add_evidence(writer, project, "TP1.1-O1", "units", "2024-06-01", TODAY, units=number % 13)
        progress.set_reported(writer, project, "TP1", project_quarter := 8098, number % 101, None)
    print(number, flush=True)
"""


def start(script: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)


def kill(child: "subprocess.Popen[str]") -> str:
    os.kill(child.pid, signal.SIGKILL)
    return child.communicate()[0]


def test_eight_writers_lose_nothing(small: str) -> None:
    """F7, scaled: 8 processes x 50 read-change-save."""
    writers, edits = 8, 50
    rows(small, "UPDATE project SET expected_organisations = 1")
    actions = newest(small)
    began = time.monotonic()
    children = [start(EDITS, small, str(edits)) for _ in range(writers)]
    assert [child.wait() for child in children] == [0] * writers
    print(f"{writers} x {edits}: {time.monotonic() - began:.1f} s")
    assert value(small, "SELECT expected_organisations FROM project") == 1 + writers * edits
    assert value(small, "SELECT version FROM project") == 1 + writers * edits
    assert newest(small) == actions + writers * edits
    assert value(small, "SELECT count(*) FROM change WHERE action > ?", actions) == writers * edits
    sound(small)


def many_rows(count: int) -> list[tuple[str, str, str]]:
    return [
        (f"Organisaatio {n:05d}", code, role)
        for n in range(count)
        for code, role in (("TP1", "expert"), ("TP2", "unknown"))
    ]


def test_killed_imports_leave_all_or_nothing_and_may_be_repeated(
    templates: Callable[[str], str], tmp_path: Path
) -> None:
    """F1 and F3, by SIGKILL at a moment drawn by the seed."""
    seed, runs, whole, acknowledged = 20240916, 10, 0, 0
    draw = random.Random(seed)
    table = tmp_path / "rows.json"
    table.write_text(json.dumps(many_rows(300)))
    clean = copy_of(templates("small"), tmp_path / "clean.db")
    old = dump(clean)
    began = time.monotonic()
    child = start(IMPORT, clean, str(table))
    assert child.stdout is not None
    child.stdout.readline()
    ready = time.monotonic()
    child.communicate()
    length = time.monotonic() - ready
    imported = dump(clean)
    for run in range(runs):
        path = copy_of(templates("small"), tmp_path / f"{run}.db")
        child = start(IMPORT, path, str(table))
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(draw.uniform(0, length))
        said = "done" in kill(child)
        opened = time.monotonic()
        found = dump(path)
        assert time.monotonic() - opened < 1
        assert found in (old, imported)
        assert found == imported or not said
        sound(path)
        batches = value(path, "SELECT count(*) FROM import_batch")
        assert batches == (1 if found == imported else 0)
        assert value(path, "SELECT count(*) FROM import_row") == (600 if batches else 0)
        if not batches:
            with writing(path, "import table.txt", project_id=1) as writer:
                participation.apply_import(writer, 1, small_import(path, many_rows(300), "big"))
            assert dump(path) == imported
        whole += found == imported
        acknowledged += said
    print(
        f"seed {seed}: {runs} kills of an import of 600 rows in {time.monotonic() - began:.1f} s, "
        f"{whole} after the commit, {acknowledged} acknowledged"
    )


def test_killed_edits_are_whole_and_none_that_was_acknowledged_is_lost(
    templates: Callable[[str], str], tmp_path: Path
) -> None:
    seed, runs, edits = 1, 10, 0
    draw = random.Random(seed)
    for run in range(runs):
        path = copy_of(templates("small"), tmp_path / f"{run}.db")
        child = start(SETS, path)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(draw.uniform(0, 0.3))
        said = [0, *(int(line) for line in kill(child).split())]
        kept = int(str(value(path, "SELECT count(*) FROM evidence")))
        assert kept in (max(said) + 1, max(said) + 2)
        assert newest(path) == 1 + kept
        assert value(path, "SELECT percent FROM reported_progress") == (kept - 1) % 101
        sound(path)
        evidence(path, "TP1-A1", "started", "2024-02-01")
        edits += kept
    print(f"seed {seed}: {runs} kills among {edits} edits")


def test_a_repeated_import_finds_everything_the_same(small: str) -> None:
    do_import(small, many_rows(20), "f")
    before = dump(small)
    again = small_import(small, many_rows(20), "f")
    assert (again.count("same"), again.count("added"), again.changes_something) == (40, 0, False)
    assert dump(small) == before


def test_a_busy_store_gives_up_after_its_time(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=60", "foreign_keys=ON"))
    holder = sqlite3.connect(small, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    before = dump(small)  # reading goes on
    with pytest.raises(StoreError, match=r"store\.busy") as error:
        evidence(small, "TP1-A1", "started", "2024-02-01")
    assert error.value.exit == 3
    holder.execute("COMMIT")
    evidence(small, "TP1-A1", "started", "2024-02-01")
    assert dump(small) != before
    holder.close()


def test_a_reader_that_does_not_let_go_stops_the_commit(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=60", "foreign_keys=ON"))
    before = newest(small)
    holder = sqlite3.connect(small, isolation_level=None)
    holder.execute("BEGIN")
    holder.execute("SELECT count(*) FROM project").fetchone()
    with pytest.raises(StoreError, match=r"store\.busy"):
        evidence(small, "TP1-A1", "started", "2024-02-01")
    holder.close()
    assert newest(small) == before
    sound(small)


class Stop(Exception):
    pass


@pytest.mark.parametrize(
    "error", [Stop(), KeyboardInterrupt(), EtappiError("store.empty_name"), StoreError("store.busy")]
)
def test_whatever_stops_an_act_leaves_nothing(small: str, error: BaseException) -> None:
    before, content = dump(small), Path(small).read_bytes()
    with pytest.raises(type(error)), writing(small, "test") as writer:  # noqa: PT012
        organisations.rename(writer, "Omnia", "X")
        progress.set_reported(writer, project_of_raw(writer), "TP1", Q3, 5, None)
        raise error
    assert dump(small) == before
    assert Path(small).read_bytes() == content


def project_of_raw(writer: Writer):  # type: ignore[no-untyped-def]
    from store.status import project_named

    return project_named(writer.connection, None)


def test_an_act_that_changes_nothing_leaves_no_action(small: str) -> None:
    content = Path(small).read_bytes()
    act(small, "nothing", lambda _: None)
    act(small, "rename", lambda w: organisations.rename(w, "Omnia", " Omnia "))
    act(small, "inside", lambda w: organisations.set_network(w, 1, "Omnia", network=True))
    assert Path(small).read_bytes() == content


def test_what_the_database_refuses_becomes_a_sentence(small: str) -> None:
    def twice(writer: Writer) -> None:
        writer.session.add(Organisation(name="Omnia", short="O", sort_key="o", folded="o", made_by=writer.action))

    before = dump(small)
    with pytest.raises(StoreError, match=r"store\.other") as error:
        act(small, "test", twice)
    assert error.value.values["name"] == "SQLITE_CONSTRAINT_UNIQUE"
    with pytest.raises(StoreError, match=r"store\.other"):
        act(small, "test", lambda w: w.connection.execute("UPDATE project SET language = 'de'"))
    assert dump(small) == before


@pytest.mark.parametrize("reached", [True, False])
def test_an_error_at_commit_is_looked_up(small: str, monkeypatch: pytest.MonkeyPatch, reached: bool) -> None:
    """An error at COMMIT does not say whether the change was saved: the store is asked (R10)."""
    from sqlmodel import Session

    real = Session.commit

    def commit(session: Session) -> None:
        if reached:
            real(session)
        broken = sqlite3.OperationalError("disk I/O error")
        broken.sqlite_errorname = "SQLITE_IOERR_UNLOCK"
        raise OperationalError("COMMIT", {}, broken)

    before = newest(small)
    monkeypatch.setattr(Session, "commit", commit)
    if reached:
        evidence(small, "TP1-A1", "started", "2024-02-01")
        assert newest(small) == before + 1
    else:
        with pytest.raises(StoreError, match=r"store\.input_output"):
            evidence(small, "TP1-A1", "started", "2024-02-01")
        assert newest(small) == before

    def unreadable(path: str) -> None:
        raise StoreError("store.input_output", path=path)

    monkeypatch.setattr(database, "reading", unreadable)
    with pytest.raises(StoreError, match=r"store\.commit_unknown"):
        evidence(small, "TP1-A2", "started", "2024-02-01")


def test_the_actor_is_the_user_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    name = pwd.getpwuid(os.getuid()).pw_name
    monkeypatch.setenv("LOGNAME", "somebody")
    monkeypatch.setenv("USER", "somebody")
    assert who() == name
    monkeypatch.setenv("SUDO_USER", "liisa\x1b[2J")
    assert who() == f"liisa ({name})"
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    monkeypatch.delenv("SUDO_USER")
    assert who() == "3999999999"
    assert now().endswith("Z")
    with pytest.raises(TypeError):
        key(None)


def test_ids_are_never_used_again(small: str) -> None:
    number = do_import(small, many_rows(1), "f")
    last = value(small, "SELECT max(id) FROM organisation")
    from tests.store.support import undo

    undo(small, number)
    assert value(small, "SELECT max(id) FROM organisation") == int(str(last)) - 1
    do_import(small, many_rows(1), "g")
    assert value(small, "SELECT max(id) FROM organisation") == int(str(last)) + 1
    assert value(small, "SELECT count(*) FROM project") == len([Project])
    assert project_of(small).code == "P1"
