"""`etappi events`: what was held, how many came, which count is missing."""

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.status import read_quarter
from cli.table import Column, draw
from core import quarter as quarters
from core.codes import code_key
from core.dates import read_date
from core.display import safe
from core.events import KINDS, EventPage, EventRow
from locales import t
from locales.formats import clock, date, number, weekday_date
from store import events
from store.clock import today as today_of
from store.status import ProjectRow

DASH = "\u2013"
WIDE = 100
"""Columns of a terminal from which on there is room for how an event is held."""


@click.command("events", help=t("event.help_events"))
@click.option("--quarter", metavar="Q", help=t("event.option_quarter"))
@click.option("--wp", metavar="CODE", help=t("event.option_of_wp"))
@click.option("--kind", type=click.Choice(KINDS), help=t("event.option_of_kind"))
@click.option("--from", "since", metavar="DATE", help=t("event.option_from"))
@click.option("--to", "until", metavar="DATE", help=t("event.option_to"))
@click.option("--all", "every", is_flag=True, help=t("event.option_all"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def events_command(
    context: Context, quarter: str | None, wp: str | None, kind: str | None, since: str | None, until: str | None,
    every: bool, json: bool,
) -> None:  # fmt: skip
    """Print the events of the project."""
    with context.project_reading() as (connection, project):
        wanted = read_quarter(quarter, project.start, project.end)
        rows = events.events(connection, project, wanted, wanted)
        packages = below(connection.execute(
            "SELECT w.code, p.code FROM work_package AS w LEFT JOIN work_package AS p ON p.id = w.parent_id "
            "WHERE w.project_id = ?", (project.id,)).fetchall(), wp)  # fmt: skip
        first, last = day(since, project), day(until, project)
    rows = tuple(
        row for row in rows
        if (every or row.state != "cancelled") and kind in (None, row.kind)
        and (packages is None or packages & set(row.packages))
        and (first is None or _day(row) >= first) and (last is None or "" < _day(row) <= last)
    )  # fmt: skip
    if json:
        put_json([as_json(row) for row in rows])
    elif not rows:
        put([t("event.none")])
    else:
        put([*_table(rows), "", _sum(rows)])


def _day(row: EventRow) -> str:
    """The ISO day of an event, or the first of its window; empty where it has neither."""
    return row.start[:10] if row.start is not None else row.window[0] if row.window is not None else ""


def below(rows: list[tuple[str, str | None]], wanted: str | None) -> set[str] | None:
    """The codes of a package and of those below it; None where none is wanted. EtappiError for an unknown code."""
    if wanted is None:
        return None
    from core.errors import EtappiError

    found = {code for code, _ in rows if code_key(code) == code_key(wanted)}
    if not found:
        raise EtappiError("progress.unknown_package", code=wanted)
    while more := {code for code, parent in rows if parent in found} - found:
        found |= more
    return found


def day(text: str | None, project: ProjectRow) -> str | None:
    """A day of the command line as an ISO date; None stays None."""
    return None if text is None else read_date(text, today_of(project.fixed_today), (project.start, project.end))


def _table(rows: tuple[EventRow, ...]) -> list[str]:
    columns = terminal_width()
    with_mode = columns is None or columns >= WIDE
    counts = ("persons", "organisations", "outside", "registered")
    head = [Column(t("event.head_day")), Column(t("event.head_code")), Column(t("event.head_title"), gives_way=True),
            Column(t("event.head_package")), *([Column(t("event.head_mode"))] if with_mode else []),
            *(Column(t(f"event.head_{name}"), right=True) for name in counts)]  # fmt: skip
    return draw(head, [_cells(row, with_mode) for row in rows], columns)


def _cells(row: EventRow, with_mode: bool) -> list[str]:
    held = row.state == "held"
    persons = (
        "!" if row.state == "no_count" else "" if not held else "?" if row.persons is None else number(row.persons)
    )
    if row.uncounted and row.persons is not None:
        persons = f"{persons}+"
    title = f"{row.title} ({t('event.state_cancelled')})" if row.state == "cancelled" else row.title
    return [when(row), row.code, title, ", ".join(row.packages) or t("event.whole_project"),
            *([t(f"event.mode_{row.mode}") if row.mode else ""] if with_mode else []), persons,
            *((DASH if one is None else number(one)) if held else "" for one in (row.organisations, row.outside)),
            "" if row.registered is None else number(row.registered)]  # fmt: skip


def when(row: EventRow) -> str:
    """The day of an event, else its window, else –."""
    if row.start is not None:
        return weekday_date(row.start[:10], year=False)
    return DASH if row.window is None else window(row.window)


def window(span: tuple[str, str]) -> str:
    """Days between which an event is planned: 1.8.–30.9."""
    return f"{date(span[0], year=False)}{DASH}{date(span[1], year=False)}"


def state(row: EventRow) -> str:
    """What stands open about an event: a count that is missing, how many registered, that it was cancelled."""
    if row.state in ("registered", "no_count") and row.registered is not None:
        told = t("event.registered", n=row.registered)
        return f"! {t('event.no_count')}, {told}" if row.state == "no_count" else told
    if row.state == "no_count":
        return f"! {t('event.no_count')}"
    return "" if row.state == "held" else t(f"event.state_{row.state}")


def _sum(rows: tuple[EventRow, ...]) -> str:
    held = [row for row in rows if row.state == "held"]
    coming = sum(row.state in ("planned", "registered") for row in rows)
    missing = sum(row.state == "no_count" for row in rows)
    contacts = sum(row.persons or 0 for row in held)
    told = [t("event.sum_held", n=len(held)), t("event.sum_coming", n=coming),
            t("event.sum_contacts", n=contacts, count=number(contacts))]  # fmt: skip
    if missing:
        told.append(f"! {t('event.sum_missing', n=missing)}")
    return " · ".join(told)


def as_json(row: EventRow) -> dict[str, object]:
    """An event as JSON (contract.md); what is not known is null."""
    return {
        "id": row.code, "title": row.title, "kind": row.kind, "start": row.start, "ends": row.ends,
        "window": list(row.window) if row.window else None,
        "quarter": None if row.quarter is None else quarters.code(row.quarter), "workpackages": list(row.packages),
        "persons": row.persons, "organisations": row.organisations, "outside": row.outside, "unknown": row.unknown,
        "uncounted": row.uncounted, "registered": row.registered, "state": row.state, "place": row.place,
        "mode": row.mode, "language": row.language, "invitation": row.invitation, "host": row.host,
        "joint_with": row.joint_with, "series": row.series, "feedback_planned": row.feedback_planned,
        "cancelled_on": row.cancelled_on, "cancel_reason": row.cancel_reason,
    }  # fmt: skip


def _total(row: EventRow) -> str:
    """Everybody of several lists and counts, nobody twice (rules.md 5)."""
    count = DASH if row.persons is None else number(row.persons)
    places = DASH if row.organisations is None else number(row.organisations)
    return t("event.list_least_total" if row.uncounted else "event.list_total", persons=count, organisations=places)


def page_lines(page: EventPage) -> list[str]:
    """One event whole."""
    row = page.row
    begins = when(row)
    if row.start is not None:
        begins = weekday_date(row.start[:10])
        if "T" in row.start:
            begins += f" {clock(row.start[11:])}"
        if row.ends is not None:
            begins += DASH + (clock(row.ends[11:]) if row.ends[:10] == row.start[:10] else date(row.ends[:10]))
    facts = [("day", begins), ("kind", t(f"event.kind_{row.kind}")),
             ("package", ", ".join(row.packages) or t("event.whole_project")),
             ("mode", t(f"event.mode_{row.mode}") if row.mode else None), ("place", row.place),
             ("language", row.language), ("invitation", t(f"event.invitation_{row.invitation}")), ("host", row.host),
             ("joint_with", row.joint_with), ("series", row.series), ("state", state(row) or None),
             ("reason", row.cancel_reason)]  # fmt: skip
    lines = [f"{row.code} {row.title}", *(f"  {t(f'event.head_{name}')}: {value}" for name, value in facts if value)]
    for one in page.lists:
        count = DASH if one.persons is None else number(one.persons)
        places = DASH if one.organisations is None else number(one.organisations)
        kept = f" ({one.file})" if one.file else ""
        mode = f", {t(f'event.mode_{one.mode}')}" if one.mode else ""
        lines.append(f"  {t(f'event.list_{one.kind}', persons=count, organisations=places)}{mode}{kept}")
        if one.minutes is not None:
            lines.append(f"    {t('event.list_least', n=one.minutes)}")
        if one.keep_until is not None:
            lines.append(f"    {t('event.list_names', date=date(one.keep_until))}")
    if sum(one.kind != "registered" for one in page.lists) > 1:
        lines.append(f"  {_total(row)}")
    for other in page.present:
        name = other.name or t("event.unknown_organisation")
        guest = "" if other.network or other.id is None else f" ({t('cli.outside')})"
        lines.append(f"    {name}{guest}: {'?' if other.persons is None else number(other.persons)}")
    if page.waiting:
        lines.append(f"  {t('event.waiting', n=len(page.waiting))}")
    return [safe(line) for line in lines]
