"""What is to come, from the store (core.coming). On plain SQL, since `etappi status` shows it."""

from core.coming import DAYS_AHEAD, Coming, merged, plan_days
from core.days import day_number, iso

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from store.status import ProjectRow

DEADLINES = """
SELECT id, on_date, at_time, kind, title FROM deadline
WHERE project_id = :project AND on_date BETWEEN :first AND :last AND done_on IS NULL"""

EVENTS = """
SELECT e.code, e.start, e.title, (SELECT group_concat(code, ', ') FROM (SELECT w.code FROM event_package AS x
  JOIN work_package AS w ON w.id = x.work_package_id WHERE x.event_id = e.id ORDER BY w.position))
FROM event AS e WHERE e.project_id = ? AND e.start >= ? AND e.start < ? AND e.cancelled_on IS NULL"""


def event_days(connection: "Connection", project_id: int, first: str, after: str) -> "list[Coming]":
    """The events of a project that are not cancelled, from the ISO date *first* to the one before *after*, each with
    the codes of its packages; in no order."""
    return [
        Coming(on=start[:10], at=start[11:] or None, kind="event", title=f"{codes} {title}" if codes else title,
               quarter=None, key=f"event-{code}")
        for code, start, title, codes in connection.execute(EVENTS, (project_id, first, after)).fetchall()
    ]  # fmt: skip


def event_places(connection: "Connection", project_id: int) -> "dict[str, tuple[str | None, str | None]]":
    """Until when each event lasts (an ISO day or local time) and where it is held, by the key of its day."""
    rows = connection.execute("SELECT code, ends, place FROM event WHERE project_id = ?", (project_id,)).fetchall()
    return {f"event-{code}": (ends, place) for code, ends, place in rows}


def coming(
    connection: "Connection", project: "ProjectRow", packages: "Iterable[tuple[str, int | None]]", keeps_reports: bool,
    first: str, last: str | None = None,
) -> "tuple[Coming, ...]":  # fmt: skip
    """What is to come from the ISO date *first* to *last* (core.coming.DAYS_AHEAD days on, if None), in order of time.

    *packages* are codes and first quarters; *keeps_reports*: the project keeps quarter reports here. What was done
    already is left out.
    """
    if last is None:
        last = iso(day_number(first) + DAYS_AHEAD)
    rows = connection.execute(DEADLINES, {"project": project.id, "first": first, "last": last}).fetchall()
    told = [Coming(on=row[1], at=row[2], kind=row[3], title=row[4], quarter=None, key=f"deadline-{row[0]}")
            for row in rows]  # fmt: skip
    told += event_days(connection, project.id, first, iso(day_number(last) + 1))
    plan = plan_days(project.start, project.end, project.report_days if keeps_reports else None, packages)
    return merged(told, (one for one in plan if first <= one.on <= last))
