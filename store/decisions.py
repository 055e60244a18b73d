"""Decisions, and what they changed: read from what refers to them."""

from dataclasses import dataclass
from sqlite3 import Connection

from core.decisions import decision_text, read_decision
from core.errors import EtappiError
from store.status import ProjectRow

BEFORE = " · "
"""What stands in the reason of an action between its own words and the decision that it rests on."""

CHANGES = """
SELECT d.id, 'replan', i.code, i.title, r.from_quarter, r.to_quarter, NULL FROM replan AS r
  JOIN decision AS d ON d.id = r.decision_id JOIN item AS i ON i.id = r.item_id
  WHERE r.project_id = :project AND r.step_id IS NULL
UNION ALL SELECT d.id, e.kind, i.code, i.title, NULL, NULL, e.on_date FROM evidence AS e
  JOIN decision AS d ON d.id = e.decision_id JOIN item AS i ON i.id = e.item_id WHERE e.project_id = :project
UNION ALL SELECT d.id, 'added', i.code, i.title, NULL, i.scope_from, NULL FROM item AS i
  JOIN decision AS d ON d.id = i.decision_id WHERE i.project_id = :project
UNION ALL SELECT d.id, 'deviation', i.code, i.title, NULL, v.new_quarter, NULL FROM deviation AS v
  JOIN decision AS d ON d.id = v.decision_id JOIN item AS i ON i.id = v.item_id WHERE v.project_id = :project
UNION ALL SELECT d.id, 'colour', w.code, w.title, c.from_quarter, c.until_quarter, c.colour FROM colour_override AS c
  JOIN decision AS d ON d.id = c.decision_id JOIN work_package AS w ON w.id = c.work_package_id
  WHERE c.project_id = :project
ORDER BY 1, 3"""


@dataclass(frozen=True)
class Decided:
    """One thing that a decision changed: *kind* is replan, added, deviation, colour, or a kind of evidence; *first* and
    *last* are its quarters, *value* a day or a colour."""

    kind: str
    code: str
    title: str
    first: int | None
    last: int | None
    value: str | None


@dataclass(frozen=True)
class DecisionTold:
    """A decision with what it changed, and the actions (number, command) whose reason it is."""

    id: int
    on_date: str
    body: str | None
    paragraph: str
    text: str
    changes: tuple[Decided, ...]
    actions: tuple[tuple[int, str], ...]


def decisions(connection: Connection, project: ProjectRow, today: str) -> tuple[DecisionTold, ...]:
    """The decisions of a project, the newest first."""
    changes: dict[int, list[Decided]] = {}
    for number, *change in connection.execute(CHANGES, {"project": project.id}).fetchall():
        changes.setdefault(number, []).append(Decided(*change))
    actions: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, command, why in connection.execute(
        "SELECT id, command, why FROM v_action WHERE project_id = ? AND why IS NOT NULL AND NOT undone AND "
        "undo_of IS NULL ORDER BY id", (project.id,)
    ).fetchall():  # fmt: skip
        name = _in_why(why, today, project)
        if name is not None:
            actions.setdefault(name, []).append((number, command))
    rows = connection.execute(
        "SELECT id, on_date, body, paragraph, text FROM decision WHERE project_id = ? "
        "ORDER BY on_date DESC, paragraph DESC", (project.id,)
    ).fetchall()  # fmt: skip
    return tuple(
        DecisionTold(number, on_date, body, paragraph, text, tuple(changes.get(number, ())),
                     tuple(actions.get((on_date, paragraph), ())))
        for number, on_date, body, paragraph, text in rows
    )  # fmt: skip


def with_why(why: str, decision: str | None, today: str, project: ProjectRow) -> str:
    """The reason of an action with the decision behind it, so that `decisions` finds it. EtappiError where *decision*
    names none."""
    if decision is None or not decision.strip():
        return why
    name = read_decision(decision, today, (project.start, project.end))
    text = decision_text(name.on_date, name.paragraph, name.body)
    return f"{why.strip()}{BEFORE}{text}" if why.strip() else text


def _in_why(why: str, today: str, project: ProjectRow) -> tuple[str, str] | None:
    """Day and paragraph of the decision that a reason ends with."""
    last = why.rpartition(BEFORE)[2]
    try:
        name = read_decision(last, today, (project.start, project.end))
    except EtappiError:
        return None
    return (name.on_date, name.paragraph) if last == decision_text(name.on_date, name.paragraph, name.body) else None
