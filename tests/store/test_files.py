"""Files that are no store, or not one that this version may write: one sentence, and the file stays as it is."""

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import EtappiError, StoreError
from store import database, opening
from store.database import PRAGMAS, connect, create, reading
from store.faults import SENTENCES, explain
from store.migrations.numbers import LATEST, MAJOR
from store.status import project_named, projects, read_board
from store.writing import writing
from tests.store.support import copy_of, dump, evidence, rows, value


def refused(path: str) -> str:
    """The code with which a read, a write and the check at the start refuse the file; its bytes are the same after."""
    file = Path(path)
    before = file.read_bytes() if file.is_file() else None
    codes = set()
    for attempt in (lambda: dump(path), lambda: writing(path, "test").__enter__(), lambda: opening.prepare(path)):
        with pytest.raises(StoreError) as error:
            attempt()
        assert error.value.exit == 3
        codes.add(error.value.code)
    assert before is None or file.read_bytes() == before
    assert len(codes) == 1
    return codes.pop()


def test_missing_and_things_that_are_not_files(tmp_path: Path) -> None:
    assert refused(str(tmp_path / "none.db")) == "store.missing"
    assert not (tmp_path / "none.db").exists()
    assert refused(str(tmp_path)) == "store.not_a_file"
    os.mkfifo(tmp_path / "pipe")
    assert refused(str(tmp_path / "pipe")) == "store.not_a_file"
    assert refused("/dev/null") == "store.not_a_file"
    assert refused(str(tmp_path / "no" / "folder.db")) == "store.missing"


def test_empty_and_garbage(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"")
    assert refused(str(path)) == "store.empty"
    path.write_bytes(b"TP1;Omnia;V\n" * 500)
    assert refused(str(path)) == "store.not_a_database"
    path.write_bytes(random.Random(1).randbytes(20_000))
    assert refused(str(path)) == "store.not_a_database"


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database(tmp_path: Path, mode: str) -> None:
    path = str(tmp_path / "other.db")
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA journal_mode={mode}")
    other.execute("CREATE TABLE bookmarks (url)")
    other.commit()
    other.close()
    assert refused(path) == "store.not_ours"
    assert value_of(path, "PRAGMA journal_mode") == mode


def value_of(path: str, query: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchone()[0]
    finally:
        connection.close()


def set_version(path: str, version: int, mode: str = "delete") -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute(f"PRAGMA user_version={version}")
    connection.close()


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_newer_major_version(small: str, mode: str) -> None:
    set_version(small, (MAJOR + 1) * 1000, mode)
    assert refused(small) == "store.newer"


def test_a_newer_minor_version_is_only_read(small: str) -> None:
    before = dump(small)
    set_version(small, MAJOR * 1000 + LATEST + 1)
    content = Path(small).read_bytes()
    opening.prepare(small)
    assert dump(small) == before
    with reading(small) as connection:
        assert read_board(connection, project_named(connection, None)).packages
    with pytest.raises(StoreError, match=r"store\.newer_read_only"):
        evidence(small, "TP1-A1", "started", "2024-02-01")
    assert Path(small).read_bytes() == content


def test_a_wal_file_of_ours_is_switched_back_when_alone(small: str) -> None:
    before = dump(small)
    set_version(small, MAJOR * 1000 + LATEST, "wal")
    assert dump(small) == before
    assert value_of(small, "PRAGMA journal_mode") == "delete"
    assert not Path(f"{small}-wal").exists()


def test_a_wal_file_that_another_holds_is_told(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=50",))
    holder = sqlite3.connect(small, isolation_level=None)
    holder.execute("PRAGMA journal_mode=WAL")
    holder.execute("BEGIN")
    holder.execute("SELECT count(*) FROM project").fetchone()
    with pytest.raises(StoreError, match=r"store\.journal_mode") as error:
        dump(small)
    assert error.value.values["mode"] == "wal"
    holder.close()
    assert dump(small)


def test_truncated_files(templates: Callable[[str], str], tmp_path: Path) -> None:
    size = Path(templates("demo")).stat().st_size
    seed, seen = 7, set()
    draw = random.Random(seed)
    for _ in range(20):
        path = copy_of(templates("demo"), tmp_path / "cut.db")
        os.truncate(path, draw.randrange(1, size - 1))
        seen.add(refused(path))
    assert seen <= {"store.corrupt", "store.not_a_database"}


def test_random_bytes_over_pages(templates: Callable[[str], str], tmp_path: Path) -> None:
    """F15: a damaged store gives a sentence or an answer, never another error, and is not written by reading."""
    seed, told = 15, 0
    draw = random.Random(seed)
    original = Path(templates("demo")).read_bytes()
    for run in range(40):
        content = bytearray(original)
        start = draw.randrange(100 if run % 4 else 0, len(content) - 600)
        content[start : start + 500] = draw.randbytes(500)
        path = tmp_path / "bad.db"
        path.write_bytes(content)
        try:
            with reading(str(path)) as connection:
                read_board(connection, project_named(connection, None), history=True)
        except EtappiError as error:
            told += 1
            assert error.code in {  # noqa: PT017 - a sentence is one of the outcomes
                code for _, code in SENTENCES
            } | {
                "store.not_ours",
                "store.other",
                "store.no_projects",
            }
        assert path.read_bytes() == bytes(content)
    print(f"seed {seed}: 40 damaged files, {told} refused with a sentence")


def test_a_second_name_is_refused_and_a_symlink_is_followed(small: str, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(small)
    before = dump(small)
    assert dump(str(link)) == before
    evidence(str(link), "TP1-A1", "started", "2024-02-01")
    assert link.is_symlink()
    link.unlink()
    os.link(small, link)
    assert refused(small) == "store.hard_link"
    link.unlink()
    assert dump(small) != before


@pytest.mark.parametrize(
    "name", ["a b.db", "100% #1?.db", "ääkköset ✓.db", "q=1&mode=memory.db", "x;y'\"z.db", "é\u0301.db"]
)
def test_any_path(tmp_path: Path, name: str, templates: Callable[[str], str]) -> None:
    path = copy_of(templates("small"), tmp_path / name)
    evidence(path, "TP1-A1", "started", "2024-02-01")
    assert value(path, "SELECT count(*) FROM evidence") == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == [name]


def test_a_path_that_is_no_text(tmp_path: Path, templates: Callable[[str], str]) -> None:
    path = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\xfe.db")
    shutil.copyfile(templates("small"), path)
    assert value(path, "SELECT count(*) FROM project") == 1


def test_create_is_private_and_never_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "new.db"
    before = os.umask(0)
    try:
        assert create(str(path)) is True
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.write_bytes(b"something")
    assert create(str(path)) is False
    assert path.read_bytes() == b"something"


def test_create_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("")
    with pytest.raises(StoreError, match=r"store\.cannot_create"):
        create(str(tmp_path / "file" / "new.db"))
    tmp_path.joinpath("loop").symlink_to(tmp_path / "loop")
    with pytest.raises(StoreError):
        opening.prepare(str(tmp_path / "loop"), make=True)


def test_the_connection_has_our_pragmas(small: str, real_pragmas: None) -> None:
    connection = connect(small)
    wanted = {
        "busy_timeout": 30000,
        "foreign_keys": 1,
        "synchronous": 3,
        "secure_delete": 1,
        "cell_size_check": 1,
        "mmap_size": 0,
        "temp_store": 2,
        "cache_size": -65536,
        "cache_spill": 0,
        "journal_mode": "delete",
        "query_only": 0,
    }
    found = {name: (connection.execute(f"PRAGMA {name}").fetchone() or (0,))[0] for name in wanted}
    assert found == wanted
    assert len(PRAGMAS) == 9
    assert not connection.in_transaction
    connection.close()


def test_reading_cannot_write_and_sees_one_state(small: str) -> None:
    with reading(small) as connection:
        first = connection.execute("SELECT count(*) FROM organisation").fetchone()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("UPDATE project SET name = 'x'")
        assert connection.execute("SELECT count(*) FROM organisation").fetchone() == first
        assert connection.in_transaction
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")


def test_sqlite_errors_inside_reading_become_sentences(small: str) -> None:
    with pytest.raises(StoreError, match=r"store\.read_only"), reading(small) as connection:
        connection.execute("DELETE FROM project")
    with pytest.raises(ZeroDivisionError), reading(small) as connection:
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_FULL", "disk_full"),
        ("SQLITE_READONLY_DIRECTORY", "read_only_folder"),
        ("SQLITE_READONLY_ROLLBACK", "read_only_journal"),
        ("SQLITE_READONLY_DBMOVED", "read_only"),
        ("SQLITE_IOERR_FSYNC", "input_output"),
        ("SQLITE_IOERR_WRITE", "input_output"),
        ("SQLITE_CANTOPEN", "cannot_open"),
        ("SQLITE_CORRUPT", "corrupt"),
        ("SQLITE_CORRUPT_INDEX", "corrupt"),
        ("SQLITE_NOTADB", "not_a_database"),
        ("SQLITE_BUSY", "busy"),
        ("SQLITE_BUSY_RECOVERY", "busy"),
        ("SQLITE_CONSTRAINT_CHECK", "other"),
    ],
)
def test_every_error_of_sqlite_has_its_sentence(name: str, code: str) -> None:
    from locales import t

    error = sqlite3.OperationalError("text")
    error.sqlite_errorname = name
    found = explain(error, "/x/etappi.db")
    assert (found.code, found.exit, found.values["path"]) == (f"store.{code}", 3, "/x/etappi.db")
    sentence = t(f"store.error_{code}", **found.values)
    assert "{" not in sentence
    assert "/x/etappi.db" in sentence


def test_projects_are_chosen_by_code(small: str) -> None:
    with reading(small) as connection:
        assert [row.code for row in projects(connection)] == ["P1"]
        assert project_named(connection, "p1").code == "P1"
        with pytest.raises(EtappiError, match=r"store\.unknown_project"):
            project_named(connection, "P2")


def test_damage_of_an_index_is_found(small: str) -> None:
    from store.health import look

    connection = sqlite3.connect(small)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'action_undo') "
        "WHERE name = 'ix_organisation_sort_key'"
    )
    connection.commit()
    connection.close()
    assert {one.code for one in look(small)} == {"integrity"}


def test_look_finds_modes_keys_and_log(small: str) -> None:
    from store.health import fix, look

    assert look(small) == []
    Path(small).chmod(0o644)
    connection = sqlite3.connect(small)
    connection.execute("UPDATE spelling SET organisation_id = 99 WHERE id = 1")
    connection.execute("UPDATE project SET made_by = 77")
    connection.execute("UPDATE meta SET action = 1")
    connection.commit()
    connection.close()
    assert {one.code for one in look(small)} >= {"mode", "foreign_key", "unknown_action", "running_action"}
    assert {one.code for one in fix(small)} == {"mode"}
    assert stat.S_IMODE(Path(small).stat().st_mode) == 0o600
    assert rows(small, "SELECT code FROM project") == [("P1",)]
