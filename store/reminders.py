"""Reading what organisations are reminded of: obligations and quarter reports that have not come."""

from collections.abc import Collection
from sqlite3 import Connection

from core.days import day_number
from core.obligations import CLOSED
from core.reminders import Addressee, Debt, Reminder, Sender, ordered
from store import obligations, reports
from store.status import ProjectRow

SOON = 30  # days before its deadline from which a report is asked for


def reminders(
    connection: Connection, project: ProjectRow, day: str, organisation_ids: Collection[int] | None = None
) -> tuple[Reminder, ...]:
    """A reminder for each organisation (of *organisation_ids*, where given) that owes anything on the ISO date *day*,
    in Finnish order. Reports are asked for only where the project keeps them here, and not long before they are due."""
    owed: dict[int, list[Debt]] = {}
    for one in obligations.owed(connection, project, day):
        if one.standing.state not in CLOSED:
            held = one.standing
            owed.setdefault(one.organisation_id, []).append(Debt(
                "obligation", one.terms.code, one.terms.title, one.terms.due, one.days_late,
                held.state if held.told else None, since=held.since, proof=one.terms.proof,
            ))  # fmt: skip
    names = connection.execute("SELECT id, name, short, language FROM organisation ORDER BY sort_key, id").fetchall()
    numbers = {name: number for number, name, _, _ in names}
    first = reports.kept_from(connection, project.id)
    if first is not None:
        for report in reports.outstanding(connection, project):
            if report.quarter < first or day_number(report.due) - day_number(day) > SOON:
                continue
            debt = Debt("report", report.package, report.title, report.due, report.days_late or None, report.state,
                        quarter=report.quarter, note=report.note if report.state == "returned" else None)  # fmt: skip
            for lead in report.leads:
                owed.setdefault(numbers[lead], []).append(debt)
    return tuple(
        Reminder(number, name, short, language, ordered(owed[number]))
        for number, name, short, language in names
        if number in owed and (organisation_ids is None or number in organisation_ids)
    )


def sender(connection: Connection, project: ProjectRow, day: str) -> Sender:
    """What every reminder says of the project."""
    row = connection.execute("SELECT coordinator FROM project WHERE id = ?", (project.id,)).fetchone()
    return Sender(project.code, project.name, project.language, row[0], day)


def addressees(connection: Connection) -> tuple[Addressee, ...]:
    """Every organisation of the store as a contact file may call it."""
    spellings: dict[int, list[str]] = {}
    for number, text in connection.execute("SELECT organisation_id, text FROM spelling ORDER BY text").fetchall():
        spellings.setdefault(number, []).append(text)
    rows = connection.execute("SELECT id, name, short, business_id FROM organisation ORDER BY sort_key, id").fetchall()
    return tuple(
        Addressee(number, name, short, business, tuple(spellings.get(number, ())))
        for number, name, short, business in rows
    )
