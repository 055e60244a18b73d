"""What a set of events reached: rows for the rules of core.reach, read by the covering index of attendance."""

import json
from dataclasses import dataclass
from sqlite3 import Connection

from core import quarter as quarters
from core.codes import code_key
from core.errors import EtappiError
from core.reach import Event, NewReach, Reach, new_reach, reach
from store.attendance import attended, network_in
from store.clock import today as today_of
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
    """The reach of the events that were wanted, how many organisations the network has, how many spellings and mail
    domains of theirs wait to be settled, and what each quarter added to all those before it."""

    reach: Reach
    of: int
    waiting: int
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
  AND EXISTS (SELECT 1 FROM event_list AS l WHERE l.event_id = e.id AND l.kind <> 'registered')
ORDER BY e.start, e.id"""


def reached(connection: Connection, project: ProjectRow, wanted: Wanted = Wanted()) -> Reached:
    """The reach of the project's events that match *wanted*; EtappiError for a package that is none."""
    parameters = {
        "project": project.id, "kind": wanted.kind, "since": wanted.since, "until": wanted.until, "first": wanted.first,
        "last": wanted.last, "package": _package(connection, project, wanted.package),
    }  # fmt: skip
    events: list[Event] = connection.execute(EVENTS, parameters).fetchall()
    chosen = [event for event, _ in events]
    identified, heads = attended(connection, project.id, chosen)
    network = network_in(connection, project.id, _asked_in(project, wanted))
    (waiting,) = connection.execute(
        "SELECT count(DISTINCT waiting_name) FROM attendance WHERE project_id = ? AND waiting_name IS NOT NULL "
        "AND event_id IN (SELECT value FROM json_each(?))", (project.id, json.dumps(chosen))
    ).fetchone()  # fmt: skip
    return Reached(
        reach(events, identified, heads, network), len(network), waiting,
        new_reach(events, identified, heads, network),
    )  # fmt: skip


def _asked_in(project: ProjectRow, wanted: Wanted) -> int:
    """The quarter whose network is looked at: the last that was asked for, else today's."""
    last = wanted.last if wanted.last is not None else quarters.of_date(wanted.until or today_of(project.fixed_today))
    return quarters.clip(min(last, quarters.of_date(today_of(project.fixed_today))), project.start, project.end)


def _package(connection: Connection, project: ProjectRow, code: str | None) -> int | None:
    if code is None:
        return None
    found = connection.execute(
        "SELECT id FROM work_package WHERE project_id = ? AND code_key = ?", (project.id, code_key(code))
    ).fetchall()
    if len(found) != 1:
        raise EtappiError("progress.unknown_package", code=code)
    return int(found[0][0])
