"""What Etappi counts itself for one item or indicator; for whole projects the same SQL stands in store.views."""

from collections.abc import Sequence
from sqlite3 import Connection

from core import quarter as quarters
from core.indicators import counted_source
from store.reach import reach_of_package
from store.status import ProjectRow
from store.views import counted_units, in_quarter, obligation_done


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


def values_of(
    connection: Connection, project: ProjectRow, package_id: int, source: str | None, days: Sequence[str]
) -> list[float | None]:
    """The values on the ISO dates *days* of an indicator of a package whose *source* Etappi counts; None while nothing
    is known to be counted.

    ``persons`` are the different people that the events of the package and those below it reached, at least (the lower
    bound of core.reach: the number that can be defended), ``organisations`` the organisations, in the network or not;
    ``organisations:interest`` are those with a role in the package, confirmed or not.
    """
    counted = counted_source(source)
    if counted is None or counted.kind == "survey":
        return [None] * len(days)
    if counted.kind == "obligation":
        return [value_of(connection, project.id, source, day) for day in days]
    if counted.code == "interest":
        return [float(connection.execute(
            f"SELECT count(DISTINCT p.organisation_id) FROM participation AS p WHERE p.work_package_id = :package "
            f"AND {in_quarter(':quarter')}",
            {"package": package_id, "quarter": quarters.clip(quarters.of_date(day), project.start, project.end)},
        ).fetchone()[0]) for day in days]  # fmt: skip
    out: list[float | None] = []
    for found in reach_of_package(connection, project, package_id, days):
        people = found.persons.low if found.contacts or not found.uncounted else None
        value = people if counted.kind == "persons" else len(found.network) + len(found.outside)
        out.append(float(value) if found.events and value is not None else None)
    return out
