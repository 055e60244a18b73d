"""Reading what was agreed beside obligations: deadlines, the grant, goals and the register of outputs."""

from sqlite3 import Connection

from core.agreements import DONE_KINDS, DeadlineRow, GoalRow, GrantRow, OutputRow
from store.status import Moment, ProjectRow, shown_quarter
from store.views import DONE, item_figures

ITEMS_NOW = item_figures(":cut", ":quarter", ":ref", "v_item AS i WHERE i.project_id = :project AND i.kind = 'output'")


def deadlines(connection: Connection, project_id: int, since: str | None = None) -> tuple[DeadlineRow, ...]:
    """Deadlines in order of time, from the ISO date *since* on; earlier ones too where they are not done."""
    rows = connection.execute(
        "SELECT id, title, on_date, at_time, kind, recipient, done_on, version FROM deadline "
        "WHERE project_id = :project AND (:since IS NULL OR on_date >= :since "
        f"OR done_on IS NULL AND kind IN {DONE_KINDS}) "
        "ORDER BY on_date, ifnull(at_time, '24:00'), title",
        {"project": project_id, "since": since},
    ).fetchall()
    return tuple(DeadlineRow(*row) for row in rows)


def grant(connection: Connection, project_id: int) -> GrantRow | None:
    """The funder's decision; None where none is told."""
    row = connection.execute(
        "SELECT decision, on_date, sum_cents, from_date, to_date FROM grant_decision WHERE project_id = ?",
        (project_id,),
    ).fetchone()
    return GrantRow(*row) if row else None


def goals(connection: Connection, project_id: int) -> tuple[GoalRow, ...]:
    """The goals of a project, in order."""
    rows = connection.execute(
        "SELECT id, position, title, result FROM goal WHERE project_id = ? ORDER BY position", (project_id,)
    ).fetchall()
    return tuple(GoalRow(*row) for row in rows)


def outputs(connection: Connection, project: ProjectRow, today: str) -> tuple[OutputRow, ...]:
    """The register: every output of the plan that is not cancelled, with where it is kept, in plan order."""
    moment = Moment(project, shown_quarter(project, None, today), today)
    rows = connection.execute(
        "SELECT f.id, f.code, w.code, f.title, f.last, f.done, r.link, r.edition, r.keeper, r.review_on "
        f"FROM (SELECT *, {DONE} AS done FROM ({ITEMS_NOW})) AS f JOIN work_package AS w ON w.id = f.work_package_id "
        "LEFT JOIN output_record AS r ON r.item_id = f.id WHERE f.closed IS NOT 'cancelled' "
        "ORDER BY w.position, f.position",
        moment.parameters(project.id),
    ).fetchall()
    return tuple(
        OutputRow(item_id=row[0], code=row[1], package=row[2], title=row[3], last=row[4], done=bool(row[5]),
                  link=row[6], edition=row[7], keeper=row[8], review_on=row[9])
        for row in rows
    )  # fmt: skip
