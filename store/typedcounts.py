"""Counts of an event that somebody typed, as a form is opened with them."""

from dataclasses import dataclass
from sqlite3 import Connection

TYPED = ("SELECT id, persons, organisations FROM event_list WHERE event_id = :event AND kind = :kind AND file IS NULL "
         "AND mode IS NULL ORDER BY id DESC LIMIT 1")  # fmt: skip
PEOPLE = (
    "SELECT organisation_id, headcount FROM attendance WHERE list_id = ? AND organisation_id IS NOT NULL ORDER BY id"
)


@dataclass(frozen=True)
class TypedCounts:
    """Totals as they were typed (None: not given), and (organisation's id, people or None) one by one."""

    persons: int | None = None
    organisations: int | None = None
    by_organisation: tuple[tuple[int, int | None], ...] = ()


def typed_counts(connection: Connection, event_id: int, kind: str) -> TypedCounts:
    """What was typed of an event for *kind* (counted, registered), not apart online or on site; nothing where nobody
    did."""
    found = connection.execute(TYPED, {"event": event_id, "kind": kind}).fetchone()
    if found is None:
        return TypedCounts()
    return TypedCounts(found[1], found[2], tuple(connection.execute(PEOPLE, (found[0],)).fetchall()))
