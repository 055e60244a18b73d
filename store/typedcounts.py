"""Counts of an event that somebody typed, as a form is opened with them."""

from dataclasses import dataclass
from sqlite3 import Connection

TYPED = ("SELECT id, persons, organisations FROM event_list WHERE event_id = :event AND kind = :kind AND file IS NULL "
         "AND mode IS :mode ORDER BY id DESC LIMIT 1")  # fmt: skip
PEOPLE = (
    "SELECT organisation_id, headcount FROM attendance WHERE list_id = ? AND organisation_id IS NOT NULL ORDER BY id"
)


@dataclass(frozen=True)
class TypedCounts:
    """Totals as they were typed (None: not given), and (organisation's id, people or None) one by one; *onsite* and
    *online* are persons that were typed apart."""

    persons: int | None = None
    organisations: int | None = None
    by_organisation: tuple[tuple[int, int | None], ...] = ()
    onsite: int | None = None
    online: int | None = None


def typed_counts(connection: Connection, event_id: int, kind: str) -> TypedCounts:
    """What was typed of an event for *kind* (counted, registered); nothing where nobody did."""
    found = {
        mode: connection.execute(TYPED, {"event": event_id, "kind": kind, "mode": mode}).fetchone()
        for mode in (None, "onsite", "online")
    }
    onsite, online = (found[mode][1] if found[mode] is not None else None for mode in ("onsite", "online"))
    if found[None] is None:
        return TypedCounts(onsite=onsite, online=online)
    number, persons, organisations = found[None]
    people = tuple(connection.execute(PEOPLE, (number,)).fetchall())
    return TypedCounts(persons, organisations, people, onsite, online)
