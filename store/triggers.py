"""Triggers, generated from the models and made anew after every migration. None of them sums.

- change: after UPDATE and DELETE on every table of facts, so that no path past the writer goes unrecorded. Inserts are
  not audited: each row names the action that made it (``made_by``).
- keep: the log itself (action, change) and snapshots can be neither changed nor deleted, except by a purge.
- lock: what a closed quarter binds (store.lockrules).
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from store.lockrules import lock_triggers
from store.models import FACTS

KEPT = ("action", "change", "snapshot")


def trigger_statements() -> Iterator[str]:
    """CREATE TRIGGER statements, one by one, in a fixed order."""
    for model in FACTS:
        yield from _change_triggers(str(model.__tablename__))
    for table in KEPT:
        for event in ("UPDATE", "DELETE"):
            # the running action may still learn which project it is about
            running = " AND (SELECT action FROM meta) IS NOT OLD.id" if (table, event) == ("action", "UPDATE") else ""
            yield (
                f"CREATE TRIGGER keep_{table}_{event.lower()} BEFORE {event} ON {table}\n"
                f"WHEN (SELECT purging FROM meta) IS NOT 1{running}\n"
                "BEGIN SELECT RAISE(ABORT, 'the log of changes and snapshots are kept as they are'); END"
            )
    yield from lock_triggers()


def _change_triggers(table: str) -> Iterator[str]:
    columns = SQLModel.metadata.tables[table].columns

    def value(column: sa.Column[Any], prefix: str) -> str:
        name = f"{prefix}.{column.name}"
        if not isinstance(column.type, sa.Float):
            return name
        # with the 15 digits that SQLite writes into JSON a REAL would not come back as it was, nor always with 17
        return f"iif({name} IS NULL, NULL, json(printf('%!.20g', {name})))"

    def row(prefix: str) -> str:
        return "json_object(" + ", ".join(f"'{column.name}', {value(column, prefix)}" for column in columns) + ")"

    log = "INSERT INTO change (action, table_name, row_id, before_json, after_json) VALUES ((SELECT action FROM meta)"
    yield (
        f"CREATE TRIGGER change_{table}_update AFTER UPDATE ON {table}\n"
        f"BEGIN {log}, '{table}', OLD.id, {row('OLD')}, {row('NEW')}); END"
    )
    yield (
        f"CREATE TRIGGER change_{table}_delete AFTER DELETE ON {table}\n"
        f"BEGIN {log}, '{table}', OLD.id, {row('OLD')}, NULL); END"
    )
