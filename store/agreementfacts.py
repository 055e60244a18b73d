"""The facts about agreements that the rules of `etappi check` look at."""

from sqlite3 import Connection

from core.checks.facts import DutyFact
from core.obligations import counted_code
from store import obligations
from store.status import ProjectRow


def duties(connection: Connection, project: ProjectRow, today: str) -> tuple[DutyFact, ...]:
    """Every obligation with its sums today, who is late, and what it is held against."""
    matrix = obligations.matrix(connection, project, today)
    parents = dict(connection.execute(
        "SELECT id, parent_id FROM work_package WHERE project_id = ?", (project.id,)
    ).fetchall())  # fmt: skip
    counted: dict[str, list[tuple[str, int]]] = {}
    for code, counter, units in connection.execute(
        "SELECT code, counter, units FROM item WHERE project_id = ? AND counter IS NOT NULL AND units IS NOT NULL "
        "ORDER BY id", (project.id,)
    ).fetchall():  # fmt: skip
        counted.setdefault(counted_code(counter) or "", []).append((code, units))
    out = []
    for at, line in enumerate(matrix.lines):
        terms = line.terms
        cells = [(row, row.cells[at]) for row in matrix.rows]
        owing = {row.id for row, cell in cells if cell and cell.owes}
        below = {package for package, parent in parents.items() if parent == terms.package_id is not None}
        parts = [place for place, other in enumerate(matrix.lines) if other.terms.package_id in below]
        beside = {
            row.id for row in matrix.rows for place in parts
            if (cell := row.cells[place]) and cell.owes and row.id not in owing
        }  # fmt: skip
        out.append(DutyFact(
            line=line, whole=bool(below) and terms.role is None, beside=len(beside),
            counted=tuple(counted.get(terms.code, ())),
            late=tuple(row.short for row, cell in cells if cell and cell.overdue),
        ))  # fmt: skip
    return tuple(out)
