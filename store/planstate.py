"""A project as a plan file would write it today, with what a changed file must not move (core.plandiff)."""

from collections.abc import Iterable
from sqlite3 import Connection

from core import quarter as quarters
from core.difference import HeldRole, ItemFacts, PlanAsItStands
from core.events import EventRow
from core.planning import (
    PlanAgreements,
    PlanDeadline,
    PlanEvent,
    PlanFile,
    PlanGoal,
    PlanIndicator,
    PlanItem,
    PlanObligation,
    PlanPackage,
    PlanProject,
    PlanStep,
    PlanSurvey,
    PlanWave,
)
from core.progress import in_force
from store import agreements, obligations
from store.closing import first_open, locked_until, require_open
from store.events import of_plan
from store.itemplan import NEWEST, plan_of, state_of
from store.status import ProjectRow
from store.surveys import surveys_of
from store.views import quarter_of

BY_PLAN = "(a.command LIKE 'init %' OR a.command LIKE 'demo %')"
"""SQL over an action *a*: a plan file brought what it made."""

ROLES = """
SELECT w.code, p.role, o.name, p.certainty = 'confirmed', p.source = 'plan' FROM participation AS p
JOIN work_package AS w ON w.id = p.work_package_id JOIN organisation AS o ON o.id = p.organisation_id
WHERE p.project_id = ? AND ifnull(p.to_quarter, 9999) >= ? ORDER BY o.sort_key"""


def plan_state(connection: Connection, project: ProjectRow, today: str, effective: int | None) -> PlanAsItStands:
    """The state of *project*, for changes that count from the quarter *effective* on (that of today, or the first open
    one, if None). EtappiError where *effective* is locked."""
    locked = locked_until(connection, project.id)
    running = quarters.clip(quarters.of_date(today), project.start, project.end)
    if effective is None:
        effective = max(running, first_open(connection, project.id) or running)
    require_open(connection, project.id, effective)
    items = connection.execute(
        f"SELECT i.id, i.code, i.scope_from, {BY_PLAN} FROM item AS i LEFT JOIN action AS a ON a.id = i.made_by "
        "WHERE i.project_id = ?", (project.id,)
    ).fetchall()  # fmt: skip
    packages, roles = _packages(connection, project, effective)
    events = of_plan(connection, project)
    return PlanAsItStands(
        plan=PlanFile(_project(connection, project), packages, agreements=_agreements(connection, project, events)),
        effective=effective, running=running, locked=locked,
        begun=today > (project.kick_off or project.start) or locked is not None,
        items={code: _facts(connection, item, today, scope, bool(by_plan)) for item, code, scope, by_plan in items},
        roles=roles, by_hand=frozenset(_by_hand(connection, project.id)),
        told=frozenset(_told(connection, project.id)), counted=frozenset(_told(connection, project.id, locked or 0)),
        measured=frozenset(_measured(connection, project.id)),
        fixed=frozenset(_measured(connection, project.id, locked or 0)),
        held=frozenset(row.code for row in events if row.start is not None or row.registered is not None),
        bound=frozenset(row.code for row in events if row.start is not None and (row.quarter or 0) <= (locked or 0)),
        answered=frozenset(
            one.code for one in surveys_of(connection, project.id) if any(w.complete + w.partial for w in one.waves)
        ),
    )  # fmt: skip


def _project(connection: Connection, project: ProjectRow) -> PlanProject:
    coordinator, funder = connection.execute(
        "SELECT coordinator, funder FROM project WHERE id = ?", (project.id,)
    ).fetchone()
    return PlanProject(project.code, project.name, project.start, project.end, coordinator, funder, project.expected,
                       project.language, project.kick_off)  # fmt: skip


def _packages(
    connection: Connection, project: ProjectRow, effective: int
) -> tuple[tuple[PlanPackage, ...], dict[str, tuple[HeldRole, ...]]]:
    roles: dict[str, list[HeldRole]] = {}
    for code, *role in connection.execute(ROLES, (project.id, effective)).fetchall():
        roles.setdefault(code, []).append(HeldRole(role[0], role[1], bool(role[2]), bool(role[3])))
    whole = quarters.of_date(project.start), quarters.of_date(project.end)
    out = []
    for number, code, title, goal, parent, first, last in connection.execute(
        "SELECT w.id, w.code, w.title, w.goal, u.code, w.from_quarter, w.to_quarter FROM work_package AS w "
        "LEFT JOIN work_package AS u ON u.id = w.parent_id WHERE w.project_id = ? ORDER BY w.position", (project.id,)
    ).fetchall():  # fmt: skip
        held = {role: tuple(one.organisation for one in roles.get(code, ()) if one.role == role and one.confirmed)
                for role in ("lead", "assist")}  # fmt: skip
        out.append(PlanPackage(
            code=code, title=title, from_quarter=first, to_quarter=last,
            first=whole[0] if first is None else first, last=whole[1] if last is None else last, goal=goal,
            parent=parent, **held, needs=_needs(connection, "d.work_package_id = ? AND d.item_id IS NULL", number),
            items=tuple(_items(connection, number)), indicators=tuple(_indicators(connection, number)),
        ))  # fmt: skip
    return tuple(out), {code: tuple(found) for code, found in roles.items()}


def _items(connection: Connection, package_id: int) -> Iterable[PlanItem]:
    for row in connection.execute(
        "SELECT i.id, i.kind, i.title, i.code, i.from_quarter, i.to_quarter, i.technique, i.technique_given, i.weight, "
        "i.units, o.name, i.counter FROM item AS i LEFT JOIN organisation AS o ON o.id = i.owner_id "
        "WHERE i.work_package_id = ? ORDER BY i.kind, i.position", (package_id,)
    ).fetchall():  # fmt: skip
        plan = in_force(plan_of(connection, row[0]), NEWEST)
        titles = dict(connection.execute("SELECT number, title FROM step WHERE item_id = ?", (row[0],)).fetchall())
        yield PlanItem(
            kind=row[1], title=row[2], code=row[3], from_quarter=row[4], to_quarter=row[5], first=plan.first,
            last=plan.last, technique=row[6], technique_given=bool(row[7]), weight=row[8], units=row[9],
            unit_targets=tuple(sorted(plan.unit_targets.items())), owner=row[10], counter=row[11],
            steps=tuple(PlanStep(titles[number], *plan.steps[number]) for number in sorted(plan.steps)),
            after=_needs(connection, "d.item_id = ?", row[0]),
        )  # fmt: skip


def _needs(connection: Connection, whose: str, number: int) -> tuple[str, ...]:
    return tuple(code for (code,) in connection.execute(
        f"SELECT n.code FROM dependency AS d JOIN work_package AS n ON n.id = d.needs_id WHERE {whose} "
        "ORDER BY n.position", (number,)).fetchall())  # fmt: skip


def _indicators(connection: Connection, package_id: int) -> Iterable[PlanIndicator]:
    for row in connection.execute(
        "SELECT title, kind, unit, baseline, target, source FROM indicator WHERE work_package_id = ? ORDER BY position",
        (package_id,),
    ).fetchall():
        yield PlanIndicator(*row)


def _agreements(connection: Connection, project: ProjectRow, events: Iterable[EventRow]) -> PlanAgreements:
    return PlanAgreements(
        obligations=tuple(PlanObligation(one.code, one.title, one.role, one.package, one.due, one.proof)
                          for one in obligations.all_terms(connection, project.id)),
        deadlines=tuple(PlanDeadline(one.title, one.on_date, one.at_time, one.kind, one.recipient)
                        for one in agreements.deadlines(connection, project.id)),
        goals=tuple(PlanGoal(one.title, one.result) for one in agreements.goals(connection, project.id)),
        grant=agreements.grant(connection, project.id), events=_planned(events),
        surveys=tuple(PlanSurvey(
            one.code, one.title, one.kind,
            tuple(PlanWave(wave.code, wave.opened, wave.closed, wave.invited) for wave in one.waves), one.event,
            one.package,
        ) for one in surveys_of(connection, project.id)),
    )  # fmt: skip


def _planned(rows: Iterable[EventRow]) -> tuple[PlanEvent, ...]:
    return tuple(PlanEvent(row.title, row.code, row.kind, row.window, row.packages, row.start, row.place, row.mode)
                 for row in rows)  # fmt: skip


def _facts(connection: Connection, item_id: int, today: str, scope: int | None, by_plan: bool) -> ItemFacts:
    _, state, word = state_of(connection, item_id, today)
    replanned = connection.execute("SELECT 1 FROM replan WHERE item_id = ? LIMIT 1", (item_id,)).fetchone()
    told = connection.execute("SELECT max(units) FROM evidence WHERE item_id = ?", (item_id,)).fetchone()[0]
    return ItemFacts(word, replanned is not None, by_plan, scope, state.steps, told)


def _by_hand(connection: Connection, project_id: int) -> Iterable[tuple[str, str]]:
    """What no plan file brought, as core.agreementdiff names it."""
    for table, name, more in (
        ("obligation", "r.code", ""), ("survey", "r.code", ""), ("goal", "r.title", ""),
        ("deadline", "r.title || ' ' || r.on_date", ""),
        ("indicator", "w.code || ' ' || r.title", "JOIN work_package AS w ON w.id = r.work_package_id "),
    ):  # fmt: skip
        for (text,) in connection.execute(
            f"SELECT {name} FROM {table} AS r {more}LEFT JOIN action AS a ON a.id = r.made_by "
            f"WHERE r.project_id = ? AND {BY_PLAN} IS NOT 1", (project_id,)
        ).fetchall():  # fmt: skip
            yield table, text


def _told(connection: Connection, project_id: int, until: int = NEWEST) -> Iterable[str]:
    """Codes of obligations of which something was said in the quarters to *until*."""
    return [code for (code,) in connection.execute(
        "SELECT DISTINCT b.code FROM obligation AS b JOIN obligation_fact AS f ON f.obligation_id = b.id "
        f"WHERE b.project_id = ? AND {quarter_of('f.on_date')} <= ?", (project_id, until)).fetchall()]  # fmt: skip


def _measured(connection: Connection, project_id: int, until: int = NEWEST) -> Iterable[tuple[str, str]]:
    """(package, title) of indicators that have a value in the quarters to *until*."""
    return connection.execute(
        "SELECT DISTINCT w.code, i.title FROM indicator AS i JOIN work_package AS w ON w.id = i.work_package_id "
        "JOIN indicator_value AS v ON v.indicator_id = i.id WHERE i.project_id = ? AND v.quarter <= ?",
        (project_id, until),
    ).fetchall()
