"""`etappi reach`: whom the events reached, in numbers and bars; and who never came."""

from sqlite3 import Connection

import click

from cli.context import Context
from cli.events import DASH, below, day
from cli.output import can_show_signs, put, put_json, terminal_width
from cli.status import read_quarter
from cli.table import Column, draw
from core import quarter as quarters
from core.bars import Bar, bars
from core.display import safe
from core.events import KINDS, EventCounts, EventRow, months_between
from core.reach import Bounds
from locales import t
from locales.formats import number, percent
from store import events
from store.clock import today as today_of
from store.reach import Reached, Wanted, reached
from store.status import ProjectRow

WIDEST = 80


@click.command("reach", help=t("event.help_reach"))
@click.option("--wp", metavar="CODE", help=t("event.option_of_wp"))
@click.option("--quarter", metavar="Q", help=t("event.option_quarter"))
@click.option("--kind", type=click.Choice(KINDS), help=t("event.option_of_kind"))
@click.option("--from", "since", metavar="DATE", help=t("event.option_from"))
@click.option("--to", "until", metavar="DATE", help=t("event.option_to"))
@click.option("--least-minutes", type=click.IntRange(min=1), metavar="N", help=t("event.option_least_minutes"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def reach_command(
    context: Context, wp: str | None, quarter: str | None, kind: str | None, since: str | None, until: str | None,
    least_minutes: int | None, json: bool,
) -> None:  # fmt: skip
    """Print what a set of events reached."""
    with context.project_reading() as (connection, project):
        of = read_quarter(quarter, project.start, project.end)
        wanted = Wanted(wp, kind, day(since, project), day(until, project), of, of, least_minutes)
        found = reached(connection, project, wanted)
        rows = _rows(connection, project, wanted)
        today = today_of(project.fixed_today)
    months = events.by_month(rows)
    packages = events.by_package(rows)
    if json:
        put_json(_json(found, months, packages) | {"least_minutes": least_minutes})
        return
    lines = _headline(found, least_minutes)
    if rows:
        lines += _months(months, today) + _packages(packages) + _quarters(found)
    put([safe(line) for line in lines])


def _rows(connection: Connection, project: ProjectRow, wanted: Wanted) -> tuple[EventRow, ...]:
    """The events that were held, of those that are wanted."""
    codes = below(connection.execute(
        "SELECT w.code, p.code FROM work_package AS w LEFT JOIN work_package AS p ON p.id = w.parent_id "
        "WHERE w.project_id = ?", (project.id,)).fetchall(), wanted.package)  # fmt: skip
    return tuple(
        row for row in events.events(connection, project, wanted.first, wanted.last, least_minutes=wanted.least_minutes)
        if row.state == "held" and row.start is not None and wanted.kind in (None, row.kind)
        and (codes is None or codes & set(row.packages))
        and (wanted.since is None or row.start[:10] >= wanted.since)
        and (wanted.until is None or row.start[:10] <= wanted.until)
    )  # fmt: skip


def bounds(persons: Bounds) -> str:
    """184–231, one number where the bounds meet, "at least 184" where nobody knows how many more."""
    if persons.high is None:
        return t("event.at_least", n=persons.low, count=number(persons.low))
    return number(persons.low) if persons.exact else f"{number(persons.low)}{DASH}{number(persons.high)}"


def _headline(found: Reached, least_minutes: int | None) -> list[str]:
    one = found.reach
    lines = [t("event.reach_contacts", n=one.events, events=number(one.events), contacts=number(one.contacts))]
    if one.contacts or one.uncounted:
        share = one.identified / one.contacts if one.contacts else None
        lines.append(t("event.reach_persons", persons=bounds(one.persons), share=percent(share)))
    lines.append(t("event.reach_organisations", network=len(one.network), of=found.of, n=len(one.outside)))
    if one.unknown:
        lines.append(t("event.reach_unknown", n=one.unknown, count=number(one.unknown)))
    if one.uncounted:
        lines.append(t("event.reach_uncounted", n=one.uncounted))
    if found.waiting:
        lines.append(t("event.waiting", n=found.waiting))
    if least_minutes is not None:
        lines.append(t("event.reach_least", n=least_minutes))
    if found.least is not None:
        low, high = number(found.least.low), number(found.least.high)
        minutes = low if low == high else f"{low}{DASH}{high}"
        lines.append(t("event.reach_lists_least", n=found.least.lists, minutes=minutes))
    return lines


def _bars(rows: list[Bar]) -> list[str]:
    return bars(rows, min(terminal_width() or WIDEST, WIDEST), "█" if can_show_signs() else "#")


def _months(months: dict[str, EventCounts], today: str) -> list[str]:
    """Attendances by month; a month without events in between is a zero, the one that runs is told."""
    if not months:
        return []
    years = {month[:4] for month in months}
    rows = []
    for month in months_between(min(months), max(months)):
        counts = months.get(month, EventCounts(0, 0))
        name = t(f"status.month_{int(month[5:])}") + (f" {month[:4]}" if len(years) > 1 else "")
        told = t("event.unfinished") if month == today[:7] else ""
        rows.append(Bar(name, counts.contacts, number(counts.contacts), told))
    total = sum(one.contacts for one in months.values())
    return ["", t("event.by_month", count=number(total)), *_bars(rows)]


def _packages(packages: dict[str | None, EventCounts]) -> list[str]:
    rows = [Bar(code or t("event.whole_project"), one.contacts, number(one.contacts),
                t("event.n_events", n=one.events))
            for code, one in sorted(packages.items(), key=lambda one: (one[0] is None, one[0] or ""))]  # fmt: skip
    return ["", t("event.by_package"), *_bars(rows)] if rows else []


def _quarters(found: Reached) -> list[str]:
    """How reach grew: what each quarter added to all before it, and the organisations of the network so far."""
    rows, cells, inside = [], [], found.before
    for one in found.quarters:
        inside += len(one.network)
        name = quarters.label(one.quarter)
        rows.append(Bar(name, inside, f"{inside}/{found.of}", f"+{len(one.network)}"))
        cells.append([name, f"+{len(one.network)}", f"+{len(one.outside)}", bounds(one.persons)])
    if not rows:
        return []
    head = [Column(t("event.head_quarter")), Column(t("event.head_organisations"), right=True),
            Column(t("event.head_outside"), right=True), Column(t("event.head_new_persons"), right=True)]  # fmt: skip
    return ["", t("event.so_far"), *_bars(rows), "", t("event.first_time"), *draw(head, cells)]


def _json(
    found: Reached, months: dict[str, EventCounts], packages: dict[str | None, EventCounts]
) -> dict[str, object]:  # fmt: skip
    one = found.reach
    return {
        "events": one.events, "contacts": one.contacts,
        "persons": {"low": one.persons.low, "high": one.persons.high,
                    "identified": one.identified / one.contacts if one.contacts else None},
        "organisations": {"network": len(one.network), "of": found.of, "outside": len(one.outside),
                          "unknown": one.unknown, "uncounted": one.uncounted, "waiting": found.waiting},
        "months": [{"month": month, "events": counts.events, "contacts": counts.contacts}
                   for month, counts in sorted(months.items())],
        "workpackages": [{"workpackage": code, "events": counts.events, "contacts": counts.contacts}
                         for code, counts in sorted(packages.items(), key=lambda row: row[0] or "~")],
        "lists_with_least": None if found.least is None else {
            "lists": found.least.lists, "low": found.least.low, "high": found.least.high},
        "quarters": [{"quarter": quarters.code(new.quarter), "network": len(new.network), "outside": len(new.outside),
                      "persons": {"low": new.persons.low, "high": new.persons.high}} for new in found.quarters],
    }  # fmt: skip


def put_never(connection: Connection, project: ProjectRow, *, json: bool) -> None:
    """Print the organisations of the network that were at no event."""
    rows = events.never(connection, project)
    if json:
        put_json([{"name": name, "short": short} for _, name, short in rows])
    elif not rows:
        put([t("event.never_none")])
    else:
        put([t("event.never", n=len(rows)), *(safe(f"  {short} ({name})" if short != name else f"  {name}")
                                              for _, name, short in rows)])  # fmt: skip


def put_guests(connection: Connection, project: ProjectRow, *, json: bool) -> None:
    """Print the organisations outside the network that came, most often first."""
    rows = events.guests(connection, project)
    if json:
        put_json([{"name": name, "short": short, "events": count} for _, name, short, count in rows])
    elif not rows:
        put([t("event.guests_none")])
    else:
        head = [Column(t("cli.head_organisation"), gives_way=True), Column(t("event.head_events"), right=True)]
        put(draw(head, [[name, number(count)] for _, name, _, count in rows], terminal_width()))
