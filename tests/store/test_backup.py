"""Copies that count are verified; what cannot be backed up is not done (R12, R14, R16; F11 to F14)."""

import os
import random
import resource
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import StoreError
from importers.answers import Answers
from importers.apply import Source, apply
from store import backup, database, opening
from store.commands import organisations
from store.health import look
from store.migrating import MIGRATIONS, statements
from store.migrations.numbers import APPLICATION_ID, USER_VERSION
from store.restoring import restore
from tests.store.support import act, copy_of, do_import, dump, evidence, newest, rows, small_import, sound, value


def rename(path: str, new: str) -> None:
    act(path, "rename", lambda w: organisations.rename(w, "Omnia", new))


def folder(path: str) -> list[str]:
    return sorted(file.name for file in backup.folder_of(path).iterdir())


def test_a_backup_is_private_complete_and_listed(small: str) -> None:
    before = os.umask(0)
    try:
        made = backup.before(small, "import")
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path(made).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(made).parent.stat().st_mode) == 0o700
    assert dump(made) == dump(small)
    assert folder(small) == [Path(made).name]
    (listed,) = backup.all_of(small)
    assert (listed.path, listed.why, listed.size) == (made, "import", Path(made).stat().st_size)
    assert datetime.now(UTC) - listed.at < timedelta(minutes=1)
    assert look(small) == []


def test_a_copy_never_overwrites(small: str, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    backup.copy(small, str(target))
    content = target.read_bytes()
    with pytest.raises(StoreError, match=r"store\.backup_exists"):
        backup.copy(small, str(target))
    assert target.read_bytes() == content
    loose = tmp_path / "loose.db"
    loose.symlink_to(tmp_path / "nothing")
    with pytest.raises(StoreError, match=r"store\.backup_exists"):
        backup.copy(small, str(loose))


def test_a_copy_where_it_cannot_be(small: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"store\.backup_failed"):
        backup.copy(small, str(tmp_path / "no" / "such" / "copy.db"))


def damage(monkeypatch: pytest.MonkeyPatch, what: Callable[[sqlite3.Connection], object]) -> None:
    """Let a backup come out damaged, as one that ran out of disk did: SQLite said nothing."""
    real = backup._verify

    def verify(source: sqlite3.Connection, made: sqlite3.Connection, target: str) -> None:
        what(made)
        real(source, made, target)

    monkeypatch.setattr(backup, "_verify", verify)


@pytest.mark.parametrize(
    "what",
    [
        "DELETE FROM import_row",
        "DROP TABLE spelling",
        "PRAGMA user_version = 0",
        "DELETE FROM spelling WHERE id = 1",
        "UPDATE spelling SET organisation_id = 99",
        None,
    ],
)
def test_a_damaged_backup_blocks_what_it_was_for(small: str, monkeypatch: pytest.MonkeyPatch, what: str | None) -> None:
    """F12: never listed, nothing left behind, and an import (whose backup it is) does not run."""
    do_import(small, [("A", "TP1", "lead")], "f")

    def spoil(made: sqlite3.Connection) -> None:
        if what is None:
            for (name,) in made.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall():
                made.execute(f'DROP TABLE "{name}"')
        else:
            made.execute(what)

    damage(monkeypatch, spoil)
    shown = small_import(small, [("Uusi opisto", "TP1", "lead")], "g")
    before, last = dump(small), newest(small)
    with pytest.raises(StoreError, match=r"store\.backup_failed"):
        apply(small, 1, Source(b"", "table.txt", Answers()), shown)
    with pytest.raises(StoreError, match=r"store\.backup_failed"):
        backup.before(small, "merge")
    assert (dump(small), newest(small)) == (before, last)
    assert folder(small) == []
    assert backup.all_of(small) == []


def test_old_backups_go_and_the_newest_stays(small: str) -> None:
    made = Path(backup.before(small, "import"))
    now = datetime.now(UTC)
    for age in (1, 29, 31, 400):
        stamp = (now - timedelta(days=age)).strftime(backup.STAMP)
        (made.parent / f"small-{stamp}-import-aaaaaa.db").write_bytes(b"x")
    (made.parent / "small-2-20200101T000000Z-import-aaaaaa.db").write_bytes(b"another store's")
    (made.parent / "notes.db").write_bytes(b"mine")
    newest_one = backup.before(small, "import")
    ages = [(now - one.at).days for one in backup.all_of(small)]
    assert len(ages) == 4
    assert max(ages) <= 30
    assert backup.all_of(small)[0].path in (newest_one, str(made))
    assert {"notes.db", "small-2-20200101T000000Z-import-aaaaaa.db"} <= set(folder(small))


def test_backups_stay_under_their_size(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    size = Path(backup.before(small, "import")).stat().st_size
    monkeypatch.setattr(backup, "KEEP_BYTES", 3 * size)
    for _ in range(5):
        backup.before(small, "import")
    assert len(backup.all_of(small)) == 3
    monkeypatch.setattr(backup, "KEEP_BYTES", 1)
    backup.before(small, "import")
    assert len(backup.all_of(small)) == 1


def test_a_store_with_an_odd_name_lists_its_backups(templates: Callable[[str], str], tmp_path: Path) -> None:
    path = copy_of(templates("small"), tmp_path / "hanke [1]*?.db")
    made = backup.before(path, "import")
    assert [one.path for one in backup.all_of(path)] == [made]
    link = tmp_path / "linkki.db"
    link.symlink_to(path)
    assert [one.path for one in backup.all_of(str(link))] == [made]


def test_a_backup_while_others_write_is_one_state(small: str, tmp_path: Path) -> None:
    """F13, scaled: copies taken while another process writes two rows that belong together."""
    from tests.store.test_transactions import SETS, start

    child = start(SETS, small)
    assert child.stdout is not None
    child.stdout.readline()
    copies = []
    for number in range(10):
        target = str(tmp_path / f"{number}.db")
        backup.copy(small, target)
        copies.append(target)
    child.kill()
    child.communicate()
    seen = []
    for target in copies:
        sound(target)
        count = int(str(value(target, "SELECT count(*) FROM evidence")))
        assert value(target, "SELECT percent FROM reported_progress") == (count - 1) % 101
        seen.append(count)
    assert seen == sorted(seen)


def test_restore_brings_back_and_backs_up_first(small: str) -> None:
    old = dump(small)
    made = backup.before(small, "import")
    epoch = value(small, "SELECT epoch FROM meta")
    rename(small, "Uusi nimi")
    new = dump(small)
    before = restore(small, made)
    assert dump(small) == old
    assert dump(before) == new
    assert Path(before).name.split("-")[2] == "restore"
    assert value(small, "SELECT epoch FROM meta") not in (epoch, value(before, "SELECT epoch FROM meta"))
    assert look(small) == []
    restore(small, before)
    assert dump(small) == new
    sound(small)


def test_restore_of_an_older_store_migrates_it(small: str, tmp_path: Path) -> None:
    """A store as the first migration alone made it: a restore brings it to the newest form."""
    old = str(tmp_path / "old.db")
    connection = sqlite3.connect(old, isolation_level=None)
    for statement in statements(MIGRATIONS[0].sql):
        connection.execute(statement)
    connection.execute("INSERT INTO schema_record (number, name, at) VALUES (1, 'foundation', '2024-01-01T00:00:00Z')")
    connection.execute("INSERT INTO meta (one, epoch) VALUES (1, 'old')")
    connection.execute(
        "INSERT INTO organisation (name, short, sort_key, folded) VALUES ('Vanha', 'V', 'vanha', 'vanha')"
    )
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA user_version=1")
    connection.close()
    restore(small, old)
    assert rows(small, "SELECT name FROM organisation") == [("Vanha",)]
    assert value(small, "PRAGMA user_version") == USER_VERSION
    assert look(small) == []


def hostile(path: str, sql: str) -> str:
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()
    return path


def test_restore_makes_the_triggers_of_an_offered_file_anew(small: str, tmp_path: Path) -> None:
    offered = str(tmp_path / "offered.db")
    backup.copy(small, offered)
    hostile(
        offered,
        "CREATE TRIGGER evil AFTER UPDATE ON project BEGIN DELETE FROM spelling; END; DROP TRIGGER keep_change_delete;",
    )
    restore(small, offered)
    rows(small, "UPDATE project SET name = 'x'")
    assert value(small, "SELECT count(*) FROM spelling") == 3
    assert look(small) == []


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("PRAGMA application_id = 1", "store.not_ours"),
        ("PRAGMA user_version = 1001", "store.newer"),
        ("PRAGMA user_version = 900", "store.newer"),
        ("PRAGMA foreign_keys = OFF; UPDATE spelling SET organisation_id = 99", "store.corrupt"),
        ("DROP TABLE meta", "store.other"),
    ],
)
def test_restore_of_a_file_that_is_not_good(small: str, tmp_path: Path, sql: str, code: str) -> None:
    offered = str(tmp_path / "offered.db")
    backup.copy(small, offered)
    rename(small, "Nyt")
    hostile(offered, sql)
    before, content = dump(small), Path(offered).read_bytes()
    with pytest.raises(StoreError) as error:
        restore(small, offered)
    assert error.value.code == code
    assert dump(small) == before
    assert Path(offered).read_bytes() == content


def test_restore_of_what_is_no_file(small: str, tmp_path: Path) -> None:
    before = dump(small)
    tmp_path.joinpath("text.db").write_text("hei " * 1000)
    cut = Path(backup.before(small, "import"))
    os.truncate(cut, 10_000)
    for source, code in (
        (tmp_path / "none.db", "missing_backup"),
        (tmp_path, "missing_backup"),
        (Path(small), "restore_itself"),
        (tmp_path / "text.db", "not_a_database"),
        (cut, "corrupt"),
    ):
        with pytest.raises(StoreError, match=rf"store\.{code}"):
            restore(small, str(source))
    assert dump(small) == before


def test_restore_waits_for_others_and_gives_up(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backup.before(small, "import")
    rename(small, "Nyt")
    before = dump(small)
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=60", "foreign_keys=ON"))
    holder = sqlite3.connect(small, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(StoreError, match=r"store\.busy"):
        restore(small, made)
    assert time.monotonic() - began < 5
    holder.close()
    assert dump(small) == before
    restore(small, made)
    assert dump(small) != before


RESTORE = """
import sys
from store.restoring import restore
print("go", flush=True)
restore(sys.argv[1], sys.argv[2])
print("done", flush=True)
"""


def test_killed_restores_leave_the_old_or_the_new(templates: Callable[[str], str], tmp_path: Path) -> None:
    """F14, by SIGKILL at a moment drawn by the seed."""
    seed, runs, new = 5, 10, 0
    draw = random.Random(seed)
    source = copy_of(templates("demo"), tmp_path / "source.db")
    wanted, old = dump(source), dump(templates("small"))
    epochs = {value(source, "SELECT epoch FROM meta"), value(templates("small"), "SELECT epoch FROM meta")}
    length = 0.0
    for run in range(runs + 1):
        path = copy_of(templates("small"), tmp_path / f"{run}.db")
        child = subprocess.Popen([sys.executable, "-c", RESTORE, path, source], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        if not run:  # the first is left alone, to know how long it takes
            assert child.stdout.readline() == "done\n"
            length = time.monotonic() - began
        time.sleep(draw.uniform(0.6 * length, 1.1 * length) if run else 0)
        child.kill()
        child.communicate()
        found = dump(path)
        assert found in (old, wanted)
        assert (value(path, "SELECT epoch FROM meta") in epochs) == (found == old)
        sound(path)
        new += found == wanted and run > 0
    print(f"seed {seed}: {runs} kills in {length:.2f} s, {new} after the commit")


@pytest.mark.parametrize("room", [0, 1, 3, 10])
def test_a_full_disk_during_an_import_or_an_edit(small: str, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """F11: SQLite is given *room* pages more than the store has."""
    from tests.store.test_transactions import many_rows

    pages = int(str(value(small, "PRAGMA page_count")))
    before, last = dump(small), newest(small)
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, f"max_page_count={pages + room}"))
    with pytest.raises(StoreError, match=r"store\.disk_full"):
        do_import(small, many_rows(200), "f")
    if not room:
        with pytest.raises(StoreError, match=r"store\.disk_full"):  # noqa: PT012
            for _ in range(1000):
                evidence(small, "TP1.1-O1", "units", "2024-06-01", units=3, note="x" * 3000)
    else:
        assert (dump(small), newest(small)) == (before, last)
    assert dump(small)
    sound(small)
    monkeypatch.undo()
    evidence(small, "TP1-A1", "started", "2024-02-01")


LIMITED = """
import resource, sys
from core.errors import StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
from store import backup
from tests.store.support import do_import
from tests.store.test_transactions import many_rows
try:
    if sys.argv[1] == "backup":
        backup.before(sys.argv[2], "import")
    else:
        do_import(sys.argv[2], many_rows(300), "f")
    print("ok")
except StoreError as error:
    print(error.code)
"""


@pytest.mark.parametrize("what", ["backup", "import"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_size_limit_leaves_nothing_half(small: str, what: str, part: float) -> None:
    """F11 by RLIMIT_FSIZE: a limit under the store's size, in a process of its own."""
    limit = int(Path(small).stat().st_size * part)
    before = dump(small)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, what, small, str(limit)], capture_output=True, text=True, check=True
    )
    wanted = {"backup": {"store.backup_failed"}, "import": {"store.input_output", "store.commit_unknown"}}
    assert done.stdout.strip() in wanted[what]
    assert dump(small) == before
    sound(small)
    assert not Path(small + "-journal").exists()
    if what == "backup":
        assert folder(small) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_room_on_the_disk_is_asked_for_first(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    size = Path(small).stat().st_size
    opening.require_space(small, 0)
    free = shutil.disk_usage(Path(small).parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free._replace(free=3 * size + 99))
    opening.require_space(small, 99)
    with pytest.raises(StoreError, match=r"store\.no_space"):
        opening.require_space(small, 100)
