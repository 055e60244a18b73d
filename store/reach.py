"""What a set of events reached: rows for the rules of core.reach, read by the covering index of attendance."""

from dataclasses import dataclass
from sqlite3 import Connection

from core.codes import code_key
from core.errors import EtappiError
from core.reach import Event, Headcount, Identified, NewReach, Reach, new_reach, reach
from store.status import ProjectRow
from store.views import quarter_of


@dataclass(frozen=True)
class Wanted:
    """Which events: of a work package and those below it, of a kind, of the days *since* to *until* (ISO, inclusive),
    of the quarters *first* to *last*. What is None asks for nothing."""

    package: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Reached:
    """The reach of the events that were wanted, how many organisations the network has, and what each quarter added to
    all those before it."""

    reach: Reach
    of: int
    quarters: tuple[NewReach, ...]


EVENTS = f"""
SELECT e.id, {quarter_of("e.start")} FROM event AS e
WHERE e.project_id = :project AND e.start IS NOT NULL AND e.cancelled_on IS NULL
  AND (:kind IS NULL OR e.kind = :kind) AND (:since IS NULL OR substr(e.start, 1, 10) >= :since)
  AND (:until IS NULL OR substr(e.start, 1, 10) <= :until)
  AND (:first IS NULL OR {quarter_of("e.start")} >= :first) AND (:last IS NULL OR {quarter_of("e.start")} <= :last)
  AND (:package IS NULL OR EXISTS (SELECT 1 FROM event_package AS x WHERE x.event_id = e.id AND x.work_package_id IN (
    WITH RECURSIVE below(id) AS (SELECT :package UNION ALL SELECT w.id FROM work_package AS w
      JOIN below AS b ON w.parent_id = b.id) SELECT id FROM below)))
  AND EXISTS (SELECT 1 FROM event_list AS l WHERE l.event_id = e.id AND l.kind = 'present')
ORDER BY e.start, e.id"""

REST = """
SELECT l.event_id, l.persons - (SELECT total(ifnull(a.headcount, 1)) FROM attendance AS a WHERE a.list_id = l.id
  AND (a.person_key IS NOT NULL OR a.headcount IS NOT NULL))
FROM event_list AS l WHERE l.project_id = :project AND l.kind = 'present' AND l.persons IS NOT NULL"""


def reached(connection: Connection, project: ProjectRow, wanted: Wanted = Wanted()) -> Reached:
    """The reach of the project's events that match *wanted*; EtappiError for a package that is none."""
    parameters = {
        "project": project.id, "kind": wanted.kind, "since": wanted.since, "until": wanted.until, "first": wanted.first,
        "last": wanted.last, "package": _package(connection, project, wanted.package),
    }  # fmt: skip
    events: list[Event] = connection.execute(EVENTS, parameters).fetchall()
    chosen = {event for event, _ in events}
    identified: list[Identified] = []
    heads: list[Headcount] = []
    for event, organisation, person, headcount in connection.execute(
        "SELECT event_id, organisation_id, person_key, headcount FROM attendance WHERE project_id = :project",
        {"project": project.id},
    ).fetchall():
        if event not in chosen:
            continue
        if person is not None:
            identified.append((event, organisation, person))
        else:
            heads.append((event, organisation, headcount))
    for event, rest in connection.execute(REST, {"project": project.id}).fetchall():
        if event in chosen and rest > 0:
            heads.append((event, None, int(rest)))
    members = connection.execute(
        "SELECT DISTINCT organisation_id FROM membership WHERE project_id = ? AND network", (project.id,)
    ).fetchall()
    network = [number for (number,) in members]
    return Reached(
        reach(events, identified, heads, network), len(network), new_reach(events, identified, heads, network)
    )


def _package(connection: Connection, project: ProjectRow, code: str | None) -> int | None:
    if code is None:
        return None
    found = connection.execute(
        "SELECT id FROM work_package WHERE project_id = ? AND code_key = ?", (project.id, code_key(code))
    ).fetchall()
    if len(found) != 1:
        raise EtappiError("progress.unknown_package", code=code)
    return int(found[0][0])
