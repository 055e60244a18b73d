"""Items of packages with everything that a screen shows of them, in a few queries for the whole project."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from core.work import DecisionRow, DeviationRow, EvidenceRow, ItemRow, ReplanRow, StepRow
from store.status import Moment, ProjectRow
from store.views import COUNTS, DONE, item_figures, step_due

ITEMS = f"""
SELECT f.id, f.work_package_id, f.code, f.kind, f.title, f.first, f.last, v.first AS planned_first,
  v.last AS planned_last, f.technique, f.weight, f.owner_id, o.name AS owner, o.short AS owner_short, f.closed,
  f.closed_on, f.started, f.units_done, f.units, f.earned, f.planned, f.done, f.counts, :at - f.last AS behind,
  f.last < :now AS past, f.scope_from, f.counter, i.decision_id
FROM (SELECT *, {DONE} AS done, {COUNTS} AS counts FROM (
  {item_figures(":cut", ":quarter", ":ref", "v_item AS i WHERE i.project_id = :project")})) AS f
JOIN v_item AS v ON v.id = f.id JOIN item AS i ON i.id = f.id LEFT JOIN organisation AS o ON o.id = f.owner_id
ORDER BY f.kind, f.position"""


def decision_of(columns: Sequence[Any]) -> DecisionRow | None:
    """A decision from its columns id, on_date, body, paragraph; None where there is none."""
    return None if columns[0] is None else DecisionRow(*columns)


def by_package(connection: Connection, project: ProjectRow, moment: Moment) -> dict[int, list[ItemRow]]:
    """The items of every package by its id, actions first, as they stand at *moment*."""
    decisions = {row[0]: DecisionRow(*row) for row in connection.execute(
        "SELECT id, on_date, body, paragraph FROM decision WHERE project_id = ?", (project.id,)).fetchall()
    }  # fmt: skip
    details = _Details(connection, project.id, moment, decisions)
    cursor = connection.execute(ITEMS, moment.parameters(project.id))
    names = [column[0] for column in cursor.description]
    out: dict[int, list[ItemRow]] = {}
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        out.setdefault(row["work_package_id"], []).append(_item(row, details, decisions))
    return out


class _Details:
    """What belongs to items, by item id."""

    def __init__(
        self, connection: Connection, project_id: int, moment: Moment, decisions: dict[int, DecisionRow]
    ) -> None:
        parameters = moment.parameters(project_id)
        self.steps: dict[int, list[StepRow]] = {}
        for item, *step in connection.execute(
            f"SELECT s.item_id, s.number, s.title, s.share, {step_due(':quarter')}, s.quarter, "
            "(SELECT min(e.on_date) FROM evidence AS e WHERE e.step_id = s.id AND e.on_date <= :cut) "
            "FROM step AS s WHERE s.project_id = :project ORDER BY s.number", parameters).fetchall():  # fmt: skip
            self.steps.setdefault(item, []).append(StepRow(*step))
        self.evidence: dict[int, list[EvidenceRow]] = {}
        for item, *fact, decision in connection.execute(
            "SELECT e.item_id, e.on_date, e.kind, s.number, e.units, e.note, e.actor, e.decision_id "
            "FROM evidence AS e LEFT JOIN step AS s ON s.id = e.step_id WHERE e.project_id = :project "
            "AND e.on_date <= :cut ORDER BY e.on_date, e.id", parameters).fetchall():  # fmt: skip
            self.evidence.setdefault(item, []).append(EvidenceRow(*(*fact, decisions.get(decision))))
        self.replans: dict[int, list[ReplanRow]] = {}
        for item, *replan, decision in connection.execute(
            "SELECT item_id, effective, from_quarter, to_quarter, decision_id FROM replan "
            "WHERE project_id = :project AND step_id IS NULL ORDER BY effective", parameters).fetchall():  # fmt: skip
            self.replans.setdefault(item, []).append(ReplanRow(*(*replan, decisions.get(decision))))
        self.deviations: dict[int, DeviationRow] = {}
        for item, *deviation, decision in connection.execute(
            "SELECT item_id, reason, remedy, responsible, new_quarter, decision_id FROM deviation "
            "WHERE project_id = :project", parameters).fetchall():  # fmt: skip
            self.deviations[item] = DeviationRow(*(*deviation, decisions.get(decision)))
        self.targets: dict[int, list[tuple[int, int]]] = {}
        for item, quarter, units in connection.execute(
            "SELECT item_id, quarter, units FROM unit_target WHERE project_id = :project ORDER BY quarter", parameters
        ).fetchall():
            self.targets.setdefault(item, []).append((quarter, units))
        self.waits: dict[int, list[str]] = {}
        for item, code in connection.execute(
            "SELECT d.item_id, w.code FROM dependency AS d JOIN work_package AS w ON w.id = d.needs_id "
            "WHERE d.project_id = :project AND d.item_id IS NOT NULL ORDER BY w.position", parameters
        ).fetchall():  # fmt: skip
            self.waits.setdefault(item, []).append(code)


def _item(row: dict[str, Any], details: _Details, decisions: dict[int, DecisionRow]) -> ItemRow:
    number, closed, done = row["id"], row["closed"], bool(row["done"])
    late = bool(row["past"]) and bool(row["counts"]) and not done
    return ItemRow(
        id=number, code=row["code"], kind=row["kind"], title=row["title"], first=row["first"], last=row["last"],
        planned_first=row["planned_first"], planned_last=row["planned_last"], technique=row["technique"],
        weight=row["weight"], owner_id=row["owner_id"], owner=row["owner"], owner_short=row["owner_short"],
        state=closed or ("done" if done else "started" if row["started"] else "not_started"),
        closed_on=row["closed_on"] if closed else None, units_done=row["units_done"], units=row["units"],
        targets=tuple(details.targets.get(number, ())), earned=row["earned"], planned=row["planned"],
        counts=bool(row["counts"]), late=late, quarters_late=max(0, row["behind"]) if late else 0,
        deviation=details.deviations.get(number), waits_for=tuple(details.waits.get(number, ())),
        scope_from=row["scope_from"], added_by=decisions.get(row["decision_id"]), counter=row["counter"],
        steps=tuple(details.steps.get(number, ())), evidence=tuple(details.evidence.get(number, ())),
        replans=tuple(details.replans.get(number, ())),
    )  # fmt: skip
