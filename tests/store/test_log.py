"""Every act leaves an action and its changes, by whatever path it came (reliability.md R21, F17)."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import queries
from store.commands import organisations, progress, roles
from store.database import reading
from store.editing import Base
from store.migrating import statements
from store.models import FACTS
from store.status import ProjectRow
from store.triggers import trigger_statements
from store.writing import Writer
from tests.store.support import (
    Q3,
    Q4,
    TODAY,
    act,
    do_import,
    evidence,
    make_plan,
    newest,
    project_of,
    rows,
    small_plan,
    undo,
    value,
)

Act = Callable[[Writer, ProjectRow], Any]
ROW = "SELECT version FROM participation WHERE id = 1"


def base(**values: object) -> Base:
    return Base(version=1, epoch="", values=values)


# command -> (the act, tables whose rows it makes, tables whose rows it changes or deletes)
ACTS: dict[str, tuple[Act, set[str], set[str]]] = {
    "rename": (lambda w, _: organisations.rename(w, "Omnia", "Omnia kky"), {"spelling"}, {"organisation"}),
    "merge": (
        lambda w, _: organisations.merge(w, "Omnia", "Gradia"),
        set(),
        {"organisation", "spelling", "membership", "participation"},
    ),
    "outside": (lambda w, p: organisations.set_network(w, p.id, "Omnia", network=False), set(), {"membership"}),
    "keep_apart": (lambda w, _: organisations.keep_apart(w, [(1, "Omniaa")]), {"not_same"}, set()),
    "remember": (lambda w, _: organisations.remember(w, [(1, "OMNIA")], "user"), {"spelling"}, set()),
    "evidence": (
        lambda w, p: progress.add_evidence(w, p, "TP1-A1", "started", "2024-02-01", TODAY),
        {"evidence"},
        set(),
    ),
    "reported": (lambda w, p: progress.set_reported(w, p, "TP1", Q3, 50, None), {"reported_progress"}, set()),
    "colour": (
        lambda w, p: progress.set_colour(w, p, "TP1", "red", "syy", Q3, Q4),
        {"colour_override"},
        set(),
    ),
    "add role": (lambda w, p: roles.add_role(w, p.id, 2, 1, "expert", "interest"), {"participation"}, set()),
    "confirm": (
        lambda w, _: w.connection.execute("UPDATE participation SET certainty = 'interest' WHERE id = 1"),
        set(),
        {"participation"},
    ),
    "labels": (lambda w, p: roles.set_labels(w, p.id, [1, 2], ["pilotti"]), {"label"}, set()),
    "short": (lambda w, _: roles.set_short(w, 1, base(short="Omnia"), "O"), set(), {"organisation"}),
    "change role": (
        lambda w, _: roles.change_role(w, 1, base(role="lead"), {"role": "assist"}),
        set(),
        {"participation"},
    ),
}


@pytest.mark.parametrize("command", ACTS)
def test_each_act_is_recorded_whole(small: str, command: str) -> None:
    what, made, changed = ACTS[command]
    project, last = project_of(small), newest(small)
    epoch = value(small, "SELECT epoch FROM meta")
    act(small, command, lambda w: what(w, project), project.id)
    number = last + 1
    found = rows(
        small,
        "SELECT id, command, project_id, undo_of, length(at), pid > 0, host <> '', actor <> '' FROM action "
        "WHERE id >= ?",
        number,
    )
    assert found == [(number, command, project.id, None, 20, 1, 1, 1)]
    assert {t for t in tables() if value(small, f"SELECT count(*) FROM {t} WHERE made_by = ?", number)} == made
    assert {t for (t,) in rows(small, "SELECT DISTINCT table_name FROM change WHERE action = ?", number)} == changed
    assert value(small, "SELECT count(*) FROM change WHERE action IS NOT ?", number) == 0
    assert value(small, "SELECT epoch FROM meta") == epoch
    for before, after in rows(small, "SELECT before_json, after_json FROM change WHERE after_json IS NOT NULL"):
        if command != "confirm":
            assert json.loads(str(after))["version"] == json.loads(str(before))["version"] + 1


def tables() -> list[str]:
    return [str(model.__tablename__) for model in FACTS]


def test_a_split_an_import_and_a_plan_are_recorded(small: str) -> None:
    project = project_of(small)
    act(small, "a", lambda w: organisations.remember(w, [(1, "Omnia Espoo")], "user"), project.id)
    act(small, "split", lambda w: organisations.split(w, "Omnia Espoo", "Espoo"))
    made = {t for t in tables() if value(small, f"SELECT count(*) FROM {t} WHERE made_by = ?", newest(small))}
    assert made == {"organisation", "spelling", "not_same", "membership"}
    batch = do_import(small, [("Uusi", "TP1", "lead"), ("Omnia", "TP2", "unknown")], "f")
    assert batch == newest(small) == value(small, "SELECT id FROM import_batch")
    assert rows(small, "SELECT file, sha256, rows_read, added, changed, same FROM import_batch") == [
        ("table.txt", "f", 2, 2, 0, 0)
    ]
    assert value(small, "SELECT count(*) FROM import_row WHERE batch_id = ?", batch) == 2
    assert rows(small, "SELECT kind, answer FROM import_decision") == [("unmarked", "unknown")]
    do_import(small, [("Omnia", "TP2", "expert")], "g")
    assert rows(small, "SELECT changed FROM import_batch ORDER BY id DESC LIMIT 1") == [(1,)]
    make_plan(small, small_plan("P2"))
    assert value(small, "SELECT project_id FROM action ORDER BY id DESC LIMIT 1") == 2


def test_every_row_of_facts_names_its_action(demo: str) -> None:
    seen = {t: value(demo, f"SELECT count(*) FROM {t}") for t in tables()}
    assert all(value(demo, f"SELECT count(*) FROM {t} WHERE made_by IS NULL") == 0 for t in tables())
    assert {t for t, n in seen.items() if n} >= {"project", "organisation", "participation", "item", "step", "evidence"}


def test_an_edit_outside_etappi_is_logged_without_an_action(small: str) -> None:
    other = sqlite3.connect(small)
    other.execute("UPDATE project SET name = 'Toinen'")
    other.execute("DELETE FROM spelling WHERE id = 1")
    other.commit()
    other.close()
    found = rows(
        small, "SELECT action, table_name, row_id, json_extract(before_json, '$.name'), after_json IS NULL FROM change"
    )
    assert found == [(None, "project", 1, "Projekti", 0), (None, "spelling", 1, None, 1)]
    with reading(small) as connection:
        assert queries.outside_changes(connection) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE action SET actor = 'nobody'",
        "DELETE FROM action",
        "UPDATE change SET before_json = NULL",
        "DELETE FROM change",
        "UPDATE action SET project_id = 1 WHERE id = 1",
    ],
)
def test_the_log_cannot_be_altered(small: str, statement: str) -> None:
    act(small, "rename", lambda w: organisations.rename(w, "Omnia", "X"))
    with pytest.raises(sqlite3.IntegrityError, match="kept as they are"):
        rows(small, statement)
    with pytest.raises(Exception, match=r"kept as it is|store"):
        act(small, "cheat", lambda w: w.connection.execute(statement))
    assert value(small, "SELECT count(*) FROM change") == 1


def test_a_purge_may_alter_the_log(small: str) -> None:
    act(small, "rename", lambda w: organisations.rename(w, "Omnia", "X"))

    def purge(writer: Writer) -> None:
        writer.connection.execute("UPDATE meta SET purging = 1")
        writer.connection.execute("UPDATE change SET before_json = NULL")
        writer.connection.execute("UPDATE meta SET purging = 0")

    act(small, "purge", purge)
    assert value(small, "SELECT count(*) FROM change WHERE before_json IS NOT NULL") == 0


def test_every_table_of_facts_has_its_triggers(small: str) -> None:
    found = {str(name) for (name,) in rows(small, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    wanted = {f"change_{table}_{event}" for table in tables() for event in ("update", "delete")}
    assert wanted <= found
    for table in tables():
        columns = {str(row[1]) for row in rows(small, f"PRAGMA table_info({table})")}
        sql = str(value(small, "SELECT sql FROM sqlite_schema WHERE name = ?", f"change_{table}_update"))
        assert all(f"'{column}'" in sql for column in columns)
    assert all(statements(one + ";") for one in trigger_statements())
    assert not any("sum(" in one or "total(" in one for one in trigger_statements())


def test_the_log_lists_newest_first_with_counts(small: str, tmp_path: Path) -> None:
    evidence(small, "TP1-A1", "started", "2024-02-01")
    act(small, "merge", lambda w: organisations.merge(w, "Omnia", "Gradia"))
    undo(small, newest(small))
    with reading(small) as connection:
        found = queries.actions(connection)
    assert [(row.command, row.undone, row.undo_of) for row in found] == [
        ("undo", False, 3),
        ("merge", True, None),
        ("set TP1-A1", False, None),
        ("init plan.toml", False, None),
    ]
    assert found[2].changes == 1
    assert found[1].changes == value(small, "SELECT count(*) FROM change WHERE action = 3")
    assert len(queries_limit(small, 2)) == 2


def queries_limit(path: str, limit: int) -> tuple[object, ...]:
    with reading(path) as connection:
        return queries.actions(connection, limit)
