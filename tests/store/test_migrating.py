"""Migrations: all or nothing (reliability.md R17, F4 to F6)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import StoreError
from store import database, migrating, opening
from store.database import create
from store.health import look
from store.migrating import MIGRATIONS, Migration, migrate, statements
from store.migrations.numbers import APPLICATION_ID, LATEST, USER_VERSION
from tests.store.support import copy_of, dump, evidence, rows, sound, value

REBUILD = Migration(
    LATEST + 1,
    "rebuild the parent of roles, spellings and memberships",
    """
CREATE TABLE organisation_new (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, version INTEGER DEFAULT '1' NOT NULL, made_by INTEGER,
    name VARCHAR NOT NULL, short VARCHAR NOT NULL, sort_key VARCHAR NOT NULL, folded VARCHAR NOT NULL,
    business_id VARCHAR, region VARCHAR, language VARCHAR, town VARCHAR,
    FOREIGN KEY(made_by) REFERENCES action (id), UNIQUE (name), UNIQUE (short)
);
INSERT INTO organisation_new (id, version, made_by, name, short, sort_key, folded)
    SELECT id, version, made_by, name, short, sort_key, folded FROM organisation;
DROP TABLE organisation;
ALTER TABLE organisation_new RENAME TO organisation;
CREATE INDEX ix_organisation_made_by ON organisation (made_by);
CREATE TABLE later_part (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, organisation_id INTEGER NOT NULL,
    FOREIGN KEY(organisation_id) REFERENCES organisation (id));
INSERT INTO later_part (organisation_id) SELECT organisation_id FROM membership;
""",
)
CHILDREN = ("spelling", "membership", "participation", "not_same", "work_package", "item")


def schema(path: str) -> list[tuple[object, ...]]:
    return rows(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")


def everything(path: str) -> list[object]:
    """Schema, version and every row of every table."""
    tables = [name for kind, name, _ in schema(path) if kind == "table"]
    return [
        schema(path),
        value(path, "PRAGMA user_version"),
        *(rows(path, f'SELECT * FROM "{name}"') for name in tables),
    ]


def test_a_new_store_has_the_numbers_and_one_record_a_migration(empty: str) -> None:
    assert value(empty, "PRAGMA application_id") == APPLICATION_ID
    assert value(empty, "PRAGMA user_version") == USER_VERSION
    assert [row[0] for row in rows(empty, "SELECT number FROM schema_record ORDER BY number")] == list(
        range(1, LATEST + 1)
    )
    assert [step.number for step in MIGRATIONS] == list(range(1, LATEST + 1))
    assert migrate(empty) == []


def test_a_second_migration_keeps_rows_and_children(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence(small, "TP1-A1", "accepted", "2024-03-01")
    before, counts = dump(small), {name: value(small, f"SELECT count(*) FROM {name}") for name in CHILDREN}
    assert [step.number for step in migrate(small, [*MIGRATIONS, REBUILD])] == [LATEST + 1]
    assert dump(small) == before
    assert {name: value(small, f"SELECT count(*) FROM {name}") for name in CHILDREN} == counts
    assert value(small, "PRAGMA user_version") == USER_VERSION + 1
    assert value(small, "SELECT count(*) FROM later_part") == counts["membership"]
    sound(small)
    rows(small, "UPDATE organisation SET short = 'x' WHERE id = 1")
    assert rows(small, "SELECT action, table_name FROM change ORDER BY id DESC LIMIT 1") == [(None, "organisation")]
    assert migrate(small, [*MIGRATIONS, REBUILD]) == []


@pytest.mark.parametrize("number", range(len(statements(REBUILD.sql)) + 1))
def test_a_step_that_fails_at_any_statement_leaves_the_store_as_it_was(small: str, number: int) -> None:
    before = everything(small)
    parts = statements(REBUILD.sql)
    broken = REBUILD._replace(
        sql="\n".join([*parts[:number], "INSERT INTO no_such_table VALUES (1);", *parts[number:]])
    )
    with pytest.raises(StoreError):
        migrate(small, [*MIGRATIONS, broken])
    assert everything(small) == before
    sound(small)


def test_the_first_migration_that_fails_leaves_an_empty_file(tmp_path: Path) -> None:
    first = MIGRATIONS[0]
    parts = statements(first.sql)
    for number in range(0, len(parts) + 1, 7):
        path = str(tmp_path / f"{number}.db")
        create(path)
        broken = first._replace(sql="\n".join([*parts[:number], "SELECT no_such_function();", *parts[number:]]))
        with pytest.raises(StoreError):
            migrate(path, [broken])
        connection = database.connect(path, migrating=True)
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)
        connection.close()
        assert [step.number for step in migrate(path)] == [step.number for step in MIGRATIONS]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("DELETE FROM spelling WHERE id = 1;", "store.migration_lost"),
        ("INSERT INTO membership (project_id, organisation_id, network) VALUES (1, 99, 1);", "store.migration_lost"),
        ("INSERT INTO spelling (organisation_id, text, source) VALUES (1, '', 'user');", "store.other"),
    ],
)
def test_a_step_that_loses_rows_or_breaks_keys_is_refused(small: str, sql: str, code: str) -> None:
    before = everything(small)
    with pytest.raises(StoreError) as refused:
        migrate(small, [*MIGRATIONS, Migration(LATEST + 1, "bad", sql)])
    assert refused.value.code == code
    assert everything(small) == before


def test_views_and_triggers_are_made_anew(small: str) -> None:
    for kind, name, _ in schema(small):
        if kind in ("view", "trigger") and name not in ("v_item", "v_action"):
            rows(small, f"DROP {kind} {name}")
    rows(small, "CREATE VIEW v_old AS SELECT 1")
    assert {one.code for one in look(small)} == {"made_anew"}
    migrate(small, [*MIGRATIONS, Migration(LATEST + 1, "nothing", "CREATE TABLE later (id INTEGER);")])
    rows(small, f"PRAGMA user_version = {USER_VERSION}")
    assert look(small) == []


def test_an_older_store_is_backed_up_before_it_is_migrated(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from store import backup

    before = dump(small)
    monkeypatch.setattr(migrating, "MIGRATIONS", (*MIGRATIONS, REBUILD))
    monkeypatch.setattr(migrating.migrate, "__defaults__", ((*MIGRATIONS, REBUILD),))
    monkeypatch.setattr(database, "LATEST", LATEST + 1)
    with pytest.raises(StoreError, match=r"store\.older"):
        dump(small)
    opening.prepare(small)
    assert dump(small) == before
    assert [one.why for one in backup.all_of(small)] == ["migration"]


def test_a_backup_that_fails_stops_the_migration(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(small)
    monkeypatch.setattr(database, "LATEST", LATEST + 1)
    Path(small).parent.joinpath("backups").write_text("in the way")
    with pytest.raises(StoreError, match=r"store\.backup_failed"):
        opening.prepare(small)
    monkeypatch.undo()
    assert everything(small) == before


def test_a_store_that_was_being_made_when_the_program_was_killed_is_made(tmp_path: Path) -> None:
    path = str(tmp_path / "new.db")
    create(path)
    with pytest.raises(StoreError, match=r"store\.empty"):
        opening.prepare(path)
    opening.prepare(path, make=True)
    sound(path)
    assert not (tmp_path / "backups").exists()


def test_a_new_store_that_cannot_be_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: str) -> None:
        raise StoreError("store.disk_full", path=path)

    monkeypatch.setattr(migrating, "migrate", fail)
    with pytest.raises(StoreError, match=r"store\.disk_full"):
        opening.prepare(str(tmp_path / "new.db"), make=True)
    assert list(tmp_path.iterdir()) == []


MIGRATE = """
import sys
from store.migrating import MIGRATIONS, migrate
from tests.store.test_migrating import REBUILD, SLOW
print("go", flush=True)
migrate(sys.argv[1], [*MIGRATIONS, REBUILD, SLOW])
print("done", flush=True)
"""
SLOW = Migration(
    LATEST + 2,
    "much",
    "CREATE TABLE much (x);\n"
    "INSERT INTO much WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
    "SELECT hex(randomblob(60)) FROM n;\nCREATE INDEX much_x ON much (x);\n",
)


def test_killed_migrations_leave_the_old_or_the_new_schema(templates: Callable[[str], str], tmp_path: Path) -> None:
    """F4, by SIGKILL at a moment drawn by the seed."""
    seed, runs, new = 20240916, 8, 0
    draw = random.Random(seed)
    old = dump(templates("small"))
    for run in range(runs):
        path = copy_of(templates("small"), tmp_path / f"{run}.db")
        child = subprocess.Popen([sys.executable, "-c", MIGRATE, path], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "go\n"
        time.sleep(draw.uniform(0, 0.45))
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        version = value(path, "PRAGMA user_version")
        assert version in (USER_VERSION, USER_VERSION + 2)
        new += version != USER_VERSION
        assert dump(path) == old
        sound(path)
        migrate(path, [*MIGRATIONS, REBUILD, SLOW])
        assert value(path, "SELECT count(*) FROM much") == 60000
        assert dump(path) == old
    print(f"seed {seed}: {runs} kills, {new} after the commit")
