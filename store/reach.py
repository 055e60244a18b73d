"""What a set of events reached: rows for the rules of core.reach, read by the covering index of attendance."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Connection

from core import quarter as quarters
from core.codes import code_key
from core.errors import EtappiError
from core.events import EventRow
from core.reach import Bounds, Event, Headcount, Identified, NewReach, Reach, new_reach, reach
from store.attendance import attended, network_in
from store.clock import today as today_of
from store.events import events
from store.status import ProjectRow
from store.views import quarter_of


@dataclass(frozen=True)
class Wanted:
    """Which events: of a work package and those below it, of a kind, of the days *since* to *until* (ISO, inclusive),
    of the quarters *first* to *last*; *least_minutes*: only who was there for so long, or whose time is not known.
    What is None asks for nothing."""

    package: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    first: int | None = None
    last: int | None = None
    least_minutes: int | None = None


@dataclass(frozen=True)
class LeastTimes:
    """How many *lists* of the events leave out who was there for less than some minutes, from *low* to *high*."""

    lists: int
    low: int
    high: int


@dataclass(frozen=True)
class Reached:
    """The reach of the events that were wanted, how many organisations the network has, and how many spellings and
    mail domains of theirs wait to be settled.

    *quarters* is what each quarter added by first contact: whoever was at such an event before the wanted days had been
    met. *before* is how many organisations of the network had been. *least* tells of lists
    that are of some people only.
    """

    reach: Reach
    of: int
    waiting: int
    quarters: tuple[NewReach, ...]
    before: int
    least: LeastTimes | None = None


BEFORE = 0
"""Stands for the quarter of events before those that are wanted."""

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
    package = _package(connection, project, wanted.package)
    found: list[Event] = connection.execute(EVENTS, _parameters(project, wanted, package)).fetchall()
    chosen = [event for event, _ in found]
    every = replace(wanted, since=None, first=None)
    until: list[Event] = connection.execute(EVENTS, _parameters(project, every, package)).fetchall()
    identified, heads = attended(connection, project.id, [event for event, _ in until], wanted.least_minutes)
    network = network_in(connection, project.id, _asked_in(project, wanted))
    (waiting,) = connection.execute(
        "SELECT count(DISTINCT waiting_name) FROM attendance WHERE project_id = ? AND waiting_name IS NOT NULL "
        "AND event_id IN (SELECT value FROM json_each(?))", (project.id, json.dumps(chosen))
    ).fetchone()  # fmt: skip
    least = connection.execute(
        "SELECT count(*), min(least_minutes), max(least_minutes) FROM event_list WHERE project_id = ? "
        "AND least_minutes IS NOT NULL AND event_id IN (SELECT value FROM json_each(?))",
        (project.id, json.dumps(chosen)),
    ).fetchone()
    asked = set(chosen)
    new = new_reach([(event, quarter if event in asked else BEFORE) for event, quarter in until], identified, heads,
                    network)  # fmt: skip
    return Reached(
        _reach_of(found, identified, heads, network), len(network), waiting,
        tuple(one for one in new if one.quarter != BEFORE),
        sum(len(one.network) for one in new if one.quarter == BEFORE), LeastTimes(*least) if least[0] else None,
    )  # fmt: skip


def reach_of_package(connection: Connection, project: ProjectRow, package_id: int, days: Sequence[str]) -> list[Reach]:
    """What the events of a package, and of those below it, had reached by each of the ISO dates *days*."""
    every = _parameters(project, Wanted(until=max(days, default="")), package_id)
    found: list[Event] = connection.execute(EVENTS, every).fetchall()
    on = dict(connection.execute("SELECT id, substr(start, 1, 10) FROM event WHERE project_id = ?", (project.id,)))
    identified, heads = attended(connection, project.id, [event for event, _ in found])
    return [
        _reach_of([one for one in found if on[one[0]] <= day], identified, heads, frozenset()) for day in days
    ]  # fmt: skip


@dataclass(frozen=True)
class HeldQuarter:
    """The events held in one quarter: each with its counts, what they reached (*own*), what all to the quarter's end
    reached (*so_far*), and what the quarter added."""

    events: tuple[EventRow, ...]
    own: Reach
    so_far: Reach
    new: NewReach


def held_by_quarter(connection: Connection, project: ProjectRow, span: Iterable[int]) -> dict[int, HeldQuarter]:
    """What was held in each quarter of *span*; the network is that of the quarter, so a locked one does not move."""
    every: list[Event] = connection.execute(EVENTS, _parameters(project, Wanted(), None)).fetchall()
    identified, heads = attended(connection, project.id, [event for event, _ in every])
    counted = [row for row in events(connection, project) if row.start is not None and row.state == "held"]
    added = {one.quarter: one for one in new_reach(every, identified, heads, ())}
    out = {}
    for quarter in span:
        network = network_in(connection, project.id, quarter)
        new = added.get(quarter, NewReach(quarter, frozenset(), frozenset(), 0, Bounds(0, 0), Bounds(0, 0)))
        own = [one for one in every if one[1] == quarter]
        so_far = [one for one in every if one[1] <= quarter]
        out[quarter] = HeldQuarter(
            tuple(row for row in counted if row.quarter == quarter), _reach_of(own, identified, heads, network),
            _reach_of(so_far, identified, heads, network),
            replace(new, network=new.outside & network, outside=new.outside - network),
        )  # fmt: skip
    return out


def _reach_of(
    chosen: list[Event], identified: list[Identified], heads: list[Headcount], network: frozenset[int]
) -> Reach:
    ids = {event for event, _ in chosen}
    return reach(
        chosen, [one for one in identified if one[0] in ids], [one for one in heads if one[0] in ids], network
    )  # fmt: skip


def _asked_in(project: ProjectRow, wanted: Wanted) -> int:
    """The quarter whose network is looked at: the last that was asked for, else today's."""
    last = wanted.last if wanted.last is not None else quarters.of_date(wanted.until or today_of(project.fixed_today))
    return quarters.clip(min(last, quarters.of_date(today_of(project.fixed_today))), project.start, project.end)


def _parameters(project: ProjectRow, wanted: Wanted, package: int | None) -> dict[str, object]:
    return {
        "project": project.id, "kind": wanted.kind, "since": wanted.since, "until": wanted.until, "first": wanted.first,
        "last": wanted.last, "package": package,
    }  # fmt: skip


def _package(connection: Connection, project: ProjectRow, code: str | None) -> int | None:
    if code is None:
        return None
    found = connection.execute(
        "SELECT id FROM work_package WHERE project_id = ? AND code_key = ?", (project.id, code_key(code))
    ).fetchall()
    if len(found) != 1:
        raise EtappiError("progress.unknown_package", code=code)
    return int(found[0][0])
