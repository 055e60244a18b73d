"""The frozen SQL of the migrations and the models say the same; the constraints of the models hold."""

import re
import sqlite3

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from store import models
from store.database import connect, connect_memory
from tests.store.support import Q1, rows, value


def shape(connection: sqlite3.Connection) -> dict[str, object]:
    """Tables and indices: their SQL normalised, their columns and their foreign keys."""
    out: dict[str, object] = {}
    found = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema "
        "WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for kind, name, table, sql in found:
        out[f"{kind} {name}"] = normal(sql)
        if kind == "table":
            out[f"columns {table}"] = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
            keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            out[f"keys {table}"] = sorted(row[1:] for row in keys)
            out[f"unique {table}"] = sorted(
                tuple(c[2] for c in connection.execute(f"PRAGMA index_info({row[1]})").fetchall())
                for row in connection.execute(f"PRAGMA index_list({table})").fetchall()
                if row[2]
            )
    return out


def normal(sql: str) -> tuple[str, ...]:
    """The head and the parts of a CREATE statement, whatever their order and white space."""
    plain = re.sub(r"\s+", " ", sql).strip()
    if not plain.startswith("CREATE TABLE"):
        return (plain,)
    head, body = plain.split("(", 1)
    parts, depth, part = [], 0, ""
    for sign in body.rsplit(")", 1)[0]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(part.strip())
            part = ""
        else:
            part += sign
    return (head.strip(), *sorted([*parts, part.strip()]))


def test_migrations_make_what_the_models_say(empty: str) -> None:
    memory = connect_memory()
    engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
    SQLModel.metadata.create_all(engine)
    migrated = connect(empty)
    assert shape(migrated) == shape(memory)
    migrated.close()
    engine.dispose()


def test_every_table_of_facts_has_what_facts_have(empty: str) -> None:
    for model in models.FACTS:
        names = {row[1] for row in rows(empty, f"PRAGMA table_info({model.__tablename__})")}
        assert {"id", "version", "made_by"} <= names
    tables = {str(name) for (name,) in rows(empty, "SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables - {"sqlite_sequence"} == set(SQLModel.metadata.tables)


def test_nothing_cascades_and_no_id_is_used_twice(empty: str) -> None:
    assert value(empty, "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%CASCADE%'") == 0
    for table in SQLModel.metadata.tables:
        if table not in ("meta", "import_batch"):
            assert "AUTOINCREMENT" in str(value(empty, "SELECT sql FROM sqlite_schema WHERE name = ?", table)), table


def test_facts_are_listed_parents_first(empty: str) -> None:
    order = [str(model.__tablename__) for model in models.FACTS]
    for place, table in enumerate(order):
        for key in rows(empty, f"PRAGMA foreign_key_list({table})"):
            assert key[2] not in order or order.index(str(key[2])) <= place


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE project SET start_date = '2024-02-30'",
        "UPDATE project SET start_date = '2025-01-01'",
        "UPDATE project SET language = 'de'",
        "UPDATE project SET expected_organisations = 0",
        "UPDATE organisation SET name = ''",
        "UPDATE organisation SET short = 'Omnia'",
        "UPDATE work_package SET parent_id = id",
        "UPDATE work_package SET parent_id = 99",
        "UPDATE work_package SET from_quarter = 2024",
        f"UPDATE work_package SET to_quarter = {Q1 - 1}",
        "UPDATE item SET weight = 0",
        "UPDATE item SET technique = 'guess'",
        "UPDATE item SET units = NULL WHERE technique = 'units'",
        "UPDATE item SET work_package_id = 99",
        "UPDATE step SET share = 1.5",
        "UPDATE unit_target SET units = -1",
        "UPDATE participation SET role = 'boss'",
        "UPDATE participation SET certainty = 'maybe'",
        "UPDATE dependency SET needs_id = work_package_id",
        "INSERT INTO evidence (project_id, item_id, on_date, kind, actor) VALUES (1, 1, '2024-01-01', 'units', 'x')",
        "INSERT INTO evidence (project_id, item_id, on_date, kind, actor) VALUES (1, 1, '3.9.2024', 'started', 'x')",
        "INSERT INTO evidence (project_id, item_id, on_date, kind, step_id, actor) "
        "VALUES (1, 1, '2024-01-01', 'step', 1, 'x')",
        "INSERT INTO evidence (project_id, item_id, on_date, kind, actor) VALUES (2, 1, '2024-01-01', 'started', 'x')",
        "INSERT INTO reported_progress (project_id, work_package_id, quarter, percent, actor) "
        "VALUES (1, 1, 8096, 101, 'x')",
        "INSERT INTO meta (one, epoch) VALUES (2, 'x')",
    ],
)
def test_the_database_itself_refuses(small: str, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        rows(small, statement)
