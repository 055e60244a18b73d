"""Reading what organisations are reminded of: obligations, quarter reports and survey answers that have not come."""

from collections.abc import Collection, Iterable
from sqlite3 import Connection

from core.days import day_number
from core.obligations import CLOSED
from core.reminders import Addressee, Debt, Reminder, Sender, ordered
from store import obligations, reports
from store.status import ProjectRow
from store.surveyfigures import missing
from store.surveys import surveys_of

SOON = 30  # days before its deadline from which a report is asked for


def reminders(
    connection: Connection,
    project: ProjectRow,
    day: str,
    organisation_ids: Collection[int] | None = None,
    *,
    wave: str | None = None,
) -> tuple[Reminder, ...]:
    """A reminder for each organisation (of *organisation_ids*, where given) that owes anything on the ISO date *day*,
    in Finnish order. Reports are asked for only where the project keeps them here, and not long before they are due;
    answers to a survey while it is open, and to *wave* (``CODE/WAVE``) in any case."""
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
    for number, debt in _surveys(connection, project.id, day, wave):
        owed.setdefault(number, []).append(debt)
    return tuple(
        Reminder(number, name, short, language, ordered(owed[number]))
        for number, name, short, language in names
        if number in owed and (organisation_ids is None or number in organisation_ids)
    )


def _surveys(connection: Connection, project_id: int, day: str, wanted: str | None) -> Iterable[tuple[int, Debt]]:
    """(organisation, debt) of those who were asked and have not answered, in waves that are open on the ISO date
    *day*."""
    for survey in surveys_of(connection, project_id):
        for wave in survey.waves:
            begun = wave.opened is not None and wave.opened <= day
            over = wave.closed is not None and wave.closed < day
            if wave.basis is None or not (wave.name == wanted or (begun and not over)):
                continue
            late = day_number(day) - day_number(wave.closed) if over and wave.closed else None
            debt = Debt("survey", wave.name, survey.title, wave.closed, late, None)
            for one in missing(connection, project_id, wave.name)[1]:
                yield one.id, debt


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
