"""Reading quarter reports: those of a quarter, one of them, what is missing, and how complete it all is."""

from sqlite3 import Connection

from core import quarter as quarters
from core.closing import REPORT_FORM, MissingForm, Report
from core.completeness import Completeness, Form, completeness, days_late
from store.clock import today as today_of
from store.reporting import RECEIVED, due_of, judged_on, locks_of, runs_in
from store.status import LEADS, ProjectRow, shown_quarter

FIELDS = ("state", "received_on", "done", "deviations", "next", "decisions", "note", "actor")


def reports(connection: Connection, project: ProjectRow, quarter: int) -> tuple[Report, ...]:
    """The reports of every work package that runs in *quarter*, begun or not, in plan order."""
    locks = locks_of(connection, project.id)
    today = judged_on(locks, quarter, today_of(project.fixed_today))
    due = due_of(project, quarter)
    leads = _leads(connection, project.id, quarter)
    rows = connection.execute(
        "SELECT w.id, w.parent_id, w.code, w.title, w.from_quarter, w.to_quarter, r.id, ifnull(r.version, 0), "
        + ", ".join(f"r.{field}" for field in FIELDS)
        + " FROM work_package AS w LEFT JOIN quarter_report AS r ON r.work_package_id = w.id AND r.quarter = ? "
        "WHERE w.project_id = ? ORDER BY w.position",
        (quarter, project.id),
    ).fetchall()
    out = []
    for row in rows:
        if not runs_in(row[:6], project, quarter):
            continue
        values = dict(zip(FIELDS, row[8:], strict=True))
        form = _form(due, values["state"], values["received_on"])
        out.append(Report(
            package=row[2], title=row[3], quarter=quarter, due=due, leads=leads.get(row[0], ()), id=row[6],
            version=row[7], locked=quarter in locks, days_late=days_late(form, today), **values,
        ))  # fmt: skip
    return tuple(out)


def complete(found: tuple[Report, ...], today: str) -> Completeness:
    """How complete the reports of a quarter are on the ISO date *today*."""
    return completeness((_form(one.due, one.state, one.received_on) for one in found), today)


def kept_from(connection: Connection, project_id: int) -> int | None:
    """The first quarter of which the project has a report; None where it keeps none here."""
    row = connection.execute("SELECT min(quarter) FROM quarter_report WHERE project_id = ?", (project_id,)).fetchone()
    return None if row[0] is None else int(row[0])


def missing(connection: Connection, project: ProjectRow, quarter: int | None = None) -> tuple[MissingForm, ...]:
    """Forms that have not come, the earliest deadline first: of *quarter*, or of every open quarter up to today's.
    Whoever asks is told, also where the project keeps no reports yet."""
    return tuple(
        MissingForm(
            form=REPORT_FORM, workpackage=report.package, organisation="; ".join(report.leads) or None,
            quarter=report.quarter, due=report.due, days_late=report.days_late, state=report.state,
        )
        for report in outstanding(connection, project, quarter)
    )  # fmt: skip


def outstanding(connection: Connection, project: ProjectRow, quarter: int | None = None) -> tuple[Report, ...]:
    """The reports themselves of the quarters that `missing` looks at."""
    today = today_of(project.fixed_today)
    if quarter is not None:
        wanted = [shown_quarter(project, quarter, today)]
    else:
        shown = shown_quarter(project, None, today)
        locks = locks_of(connection, project.id)
        wanted = [one for one in range(quarters.of_date(project.start), shown + 1) if one not in locks]
    return tuple(
        report for one in wanted for report in reports(connection, project, one)
        if report.state not in (*RECEIVED, "waived")
    )  # fmt: skip


def _form(due: str, state: str | None, received_on: str | None) -> Form:
    """A report as a form: what was sent back has to come again."""
    return Form(due=due, received_on=received_on if state in RECEIVED else None, waived=state == "waived")


def _leads(connection: Connection, project_id: int, quarter: int) -> dict[int, tuple[str, ...]]:
    """Who owes the report of each package: its confirmed leads, else those of interest."""
    found: dict[int, list[tuple[str, str]]] = {}
    for package, certainty, name, _ in connection.execute(
        LEADS, {"project": project_id, "quarter": quarter}
    ).fetchall():
        found.setdefault(package, []).append((certainty, name))
    out = {}
    for package, several in found.items():
        confirmed = tuple(name for certainty, name in several if certainty == "confirmed")
        out[package] = confirmed or tuple(name for _, name in several)
    return out
