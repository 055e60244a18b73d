"""What Etappi counts itself for one item or indicator; for whole projects the same SQL stands in store.views."""

from sqlite3 import Connection

from core.indicators import counted_source
from store.views import counted_units, obligation_done


def units_of(connection: Connection, item_id: int, day: str) -> int | None:
    """The units of an item that Etappi counted for the ISO date *day*; None for an item whose units are typed."""
    row = connection.execute(
        f"SELECT {counted_units('i', ':day', 'NULL')} FROM item AS i WHERE i.id = :item", {"item": item_id, "day": day}
    ).fetchone()
    return row[0] if row else None


def value_of(connection: Connection, project_id: int, source: str | None, day: str) -> float | None:
    """The value on the ISO date *day* of an indicator whose *source* Etappi counts; None for every other source, and
    while nothing is known to be counted."""
    counted = counted_source(source)
    if counted is None or counted.kind != "obligation":
        return None
    value = connection.execute(
        f"SELECT {obligation_done(':project', ':code', ':day')}",
        {"project": project_id, "code": counted.code, "day": day},
    ).fetchone()[0]
    return None if value is None else float(value)
