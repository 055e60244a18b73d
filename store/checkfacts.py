"""The facts that the rules of `etappi check` look at, read once."""

import json
from sqlite3 import Connection

from core import quarter as quarters
from core.checks.facts import (
    Facts,
    ImportFact,
    IndicatorFact,
    ItemFact,
    OrganisationFact,
    PackageFact,
    RoleFact,
    TableRowFact,
)
from core.days import day_number
from core.findings import Place
from core.indicators import counted_source
from store import agreementfacts, agreements, eventfacts, quarterfacts, surveyfacts
from store.clock import today as today_of
from store.closing import locked_until
from store.status import Moment, ProjectRow, shown_quarter
from store.views import COUNTS, DONE, in_quarter, item_figures

ACTIVE = "JOIN v_action AS a ON a.id = b.id WHERE b.project_id = ? AND NOT a.undone"
ITEMS_NOW = item_figures(":cut", ":quarter", ":ref", "v_item AS i WHERE i.project_id = :project")


def check_facts(connection: Connection, project: ProjectRow) -> Facts:
    """Everything about a project that the rules need; *near* is left to the caller, who can compare names."""
    today = today_of(project.fixed_today)
    moment = Moment(project, shown_quarter(project, None, today), today)
    locked = locked_until(connection, project.id)
    unmarked = connection.execute(
        "SELECT d.answer FROM import_decision AS d JOIN import_batch AS b ON b.id = d.batch_id "
        f"{ACTIVE} AND d.kind = 'unmarked' ORDER BY d.id DESC LIMIT 1", (project.id,)
    ).fetchone()  # fmt: skip
    return Facts(
        start=quarters.of_date(project.start),
        end=quarters.of_date(project.end),
        kicked_off=today > (project.kick_off or project.start),
        expected=project.expected,
        packages=_packages(connection, project.id),
        items=_items(connection, project.id, moment),
        indicators=_indicators(connection, project.id),
        roles=_roles(connection, project, moment.quarter),
        organisations=_organisations(connection, project.id),
        rows=_rows(connection, project.id),
        imports=_imports(connection, project.id),
        duties=agreementfacts.duties(connection, project, today),
        deadlines=agreements.deadlines(connection, project.id),
        outputs=agreements.outputs(connection, project, today),
        waves=surveyfacts.waves(connection, project),
        asked=surveyfacts.asked(connection, project),
        events=eventfacts.event_facts(connection, project, today),
        answered_unmarked=unmarked[0] if unmarked else None,
        today=day_number(today),
        locked=locked,
        reported=quarterfacts.reported(connection, project, today, locked),
        overdue=quarterfacts.overdue(connection, project),
        overrides=quarterfacts.overrides(connection, project.id),
        texts=quarterfacts.texts(connection, project.id),
    )


def parted_pairs(connection: Connection) -> frozenset[tuple[str, str]]:
    """Pairs (spelling, organisation's name) that a person has said are not the same."""
    rows = connection.execute(
        "SELECT n.text, o.name FROM not_same AS n JOIN organisation AS o ON o.id = n.organisation_id"
    )
    return frozenset((text, name) for text, name in rows.fetchall())


def _packages(connection: Connection, project_id: int) -> tuple[PackageFact, ...]:
    needs = _needs(connection, project_id, "work_package_id", "d.item_id IS NULL")
    rows = connection.execute(
        "SELECT w.id, w.code, w.title, u.code, w.from_quarter, w.to_quarter, "
        "(SELECT count(*) FROM indicator AS n WHERE n.work_package_id = w.id), "
        "(SELECT count(*) FROM item AS i WHERE i.work_package_id = w.id) "
        "FROM work_package AS w LEFT JOIN work_package AS u ON u.id = w.parent_id WHERE w.project_id = ? "
        "ORDER BY w.position",
        (project_id,),
    ).fetchall()
    return tuple(
        PackageFact(code=row[1], title=row[2], parent=row[3], first=row[4], last=row[5], indicators=row[6],
                    items=row[7], needs=tuple(needs.get(row[0], ())))
        for row in rows
    )  # fmt: skip


def _items(connection: Connection, project_id: int, moment: Moment) -> tuple[ItemFact, ...]:
    """Items that are not cancelled, as the plan and the evidence stand at *moment*."""
    after = _needs(connection, project_id, "item_id", "d.item_id IS NOT NULL")
    rows = connection.execute(
        "SELECT f.id, f.code, w.code, f.kind, f.title, f.first, f.last, n.to_quarter IS NOT NULL, f.technique, "
        "n.technique_given, o.name, f.late_reason, f.done, f.last < :now AND f.counts, :at - f.last, "
        "(SELECT min(e.on_date) FROM evidence AS e WHERE e.item_id = f.id AND e.on_date <= :cut "
        "AND (e.kind IN ('started', 'accepted', 'step') OR e.kind = 'units' AND e.units > 0)) "
        f"FROM (SELECT *, {DONE} AS done, {COUNTS} AS counts FROM ({ITEMS_NOW})) AS f JOIN item AS n ON n.id = f.id "
        "JOIN work_package AS w ON w.id = f.work_package_id LEFT JOIN organisation AS o ON o.id = f.owner_id "
        "WHERE f.closed IS NOT 'cancelled' ORDER BY w.position, f.kind, f.position",
        moment.parameters(project_id),
    ).fetchall()
    return tuple(
        ItemFact(
            code=row[1], package=row[2], kind=row[3], title=row[4], first=row[5], last=row[6], given=bool(row[7]),
            technique=row[8], technique_given=bool(row[9]), owner=row[10], late_reason=row[11], done=bool(row[12]),
            quarters_late=row[14] if row[13] and not row[12] else None, after=tuple(after.get(row[0], ())),
            begun_on=row[15],
        )
        for row in rows
    )  # fmt: skip


def _indicators(connection: Connection, project_id: int) -> tuple[IndicatorFact, ...]:
    values: dict[int, list[int]] = {}
    for number, quarter in connection.execute(
        "SELECT indicator_id, quarter FROM indicator_value WHERE project_id = ? ORDER BY quarter", (project_id,)
    ).fetchall():
        values.setdefault(number, []).append(quarter)
    rows = connection.execute(
        "SELECT n.id, w.code, n.title, n.kind, n.unit, n.baseline, n.target, n.aggregation, n.source "
        "FROM indicator AS n JOIN work_package AS w ON w.id = n.work_package_id WHERE n.project_id = ? "
        "ORDER BY w.position, n.position",
        (project_id,),
    ).fetchall()
    return tuple(
        IndicatorFact(
            package, title, kind, unit, baseline, target, aggregation, counted=counted_source(source) is not None,
            values=tuple(values.get(number, ())),
        )
        for number, package, title, kind, unit, baseline, target, aggregation, source in rows
    )  # fmt: skip


def _needs(connection: Connection, project_id: int, column: str, condition: str) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for number, code in connection.execute(
        f"SELECT d.{column}, w.code FROM dependency AS d JOIN work_package AS w ON w.id = d.needs_id "
        f"WHERE d.project_id = ? AND {condition} ORDER BY w.position",
        (project_id,),
    ).fetchall():
        out.setdefault(number, []).append(code)
    return out


def _roles(connection: Connection, project: ProjectRow, quarter: int) -> tuple[RoleFact, ...]:
    rows = connection.execute(
        "SELECT w.code, o.name, p.role, p.certainty, p.source FROM participation AS p "
        "JOIN work_package AS w ON w.id = p.work_package_id JOIN organisation AS o ON o.id = p.organisation_id "
        f"WHERE p.project_id = :project AND {in_quarter(':quarter')} ORDER BY w.position, o.sort_key, p.role",
        {"project": project.id, "quarter": quarter},
    ).fetchall()
    return tuple(RoleFact(*row) for row in rows)


def _organisations(connection: Connection, project_id: int) -> tuple[OrganisationFact, ...]:
    rows = connection.execute(
        "SELECT o.name, m.network, s.text FROM v_member AS m JOIN organisation AS o ON o.id = m.organisation_id "
        "JOIN spelling AS s ON s.organisation_id = o.id WHERE m.project_id = ? "
        "ORDER BY o.sort_key, s.text <> o.name, s.text",
        (project_id,),
    ).fetchall()
    found: dict[tuple[str, int], list[str]] = {}
    for name, network, text in rows:
        found.setdefault((name, network), []).append(text)
    return tuple(OrganisationFact(name, bool(network), tuple(texts)) for (name, network), texts in found.items())


def _rows(connection: Connection, project_id: int) -> tuple[TableRowFact, ...]:
    """Rows of imported tables; an organisation that has another name by now stands under that."""
    names = dict(connection.execute(
        "SELECT s.text, o.name FROM spelling AS s JOIN organisation AS o ON o.id = s.organisation_id"
    ).fetchall())  # fmt: skip
    rows = connection.execute(
        "SELECT b.file, r.place, r.package, r.organisation, r.name, r.marks, r.roles, r.outcome FROM import_row AS r "
        f"JOIN import_batch AS b ON b.id = r.batch_id {ACTIVE} ORDER BY r.id",
        (project_id,),
    ).fetchall()
    return tuple(
        TableRowFact(file, place, package, names.get(organisation, organisation), name, tuple(marks.split()),
                     tuple(roles.split()), outcome)
        for file, place, package, organisation, name, marks, roles, outcome in rows
    )  # fmt: skip


def _imports(connection: Connection, project_id: int) -> tuple[ImportFact, ...]:
    rows = connection.execute(
        "SELECT f.code, f.place_json, f.values_json FROM import_finding AS f "
        f"JOIN import_batch AS b ON b.id = f.batch_id {ACTIVE} ORDER BY f.id",
        (project_id,),
    ).fetchall()
    return tuple(ImportFact(code, Place(**json.loads(place)), json.loads(values)) for code, place, values in rows)
