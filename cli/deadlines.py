"""`etappi deadlines`: what is to come, on the terminal or in a calendar; what was met is marked done."""

import os
import sys
from collections.abc import Mapping
from sqlite3 import Connection

import click

from cli.context import Context
from cli.output import put, put_json, say, terminal_width
from cli.table import Column, draw
from core import quarter as quarters
from core.agreements import DONE_KINDS, DeadlineRow
from core.coming import Coming, merged, plan_days
from core.dates import read_date
from core.days import day_number
from core.display import safe
from core.errors import EtappiError
from core.ics import Entry, calendar
from core.quarter import clip_date
from core.version import __version__
from locales import t
from locales.formats import clock, coming, date, weekday_date
from store import agreements
from store.clock import today as today_of
from store.coming import event_days, event_places
from store.reports import kept_from
from store.status import ProjectRow


@click.command("deadlines", help=t("deadline.help"))
@click.option("--ics", "file", metavar="FILE|-", help=t("deadline.option_ics"))
@click.option("--all", "every", is_flag=True, help=t("deadline.option_all"))
@click.option("--force", is_flag=True, help=t("deadline.option_force"))
@click.option("--done", "met", metavar="TITLE|DATE", help=t("deadline.option_done"))
@click.option("--not-done", "unmet", metavar="TITLE|DATE", help=t("deadline.option_not_done"))
@click.option("--on", metavar="DATE", help=t("deadline.option_on"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def deadlines_command(
    context: Context, file: str | None, every: bool, force: bool, met: str | None, unmet: str | None, on: str | None,
    json: bool,
) -> None:  # fmt: skip
    """Print what is to come, with reports and payments that are late; write all of the project as a calendar; or mark
    a deadline as done."""
    named = met if met is not None else unmet
    if (met is not None and unmet is not None) or (on is not None and met is None) or (
        named is not None and (file is not None or every or force)
    ):  # fmt: skip
        raise EtappiError("deadline.one_thing")
    if named is not None:
        _mark(context, named, on, done=met is not None, json=json)
        return
    with context.project_reading() as (connection, project):
        today = today_of(project.fixed_today)
        rows, found = _read(connection, project)
        places = event_places(connection, project.id) if file is not None else {}
    if file is not None:
        _write(file, project, rows, found, places, today, force=force, json=json)
        return
    shown = [one for one in found if every or one.on >= today or _is_late(rows.get(one.key), today)]
    if json:
        put_json([_json(one, rows.get(one.key), today) for one in shown])
    elif not shown:
        put([t("deadline.none")])
    else:
        head = [Column(t("deadline.head_day")), Column(t("deadline.head_time"), right=True),
                Column(t("deadline.head_what"), gives_way=True), Column(t("deadline.head_to"), gives_way=True),
                Column(t("deadline.head_state"))]  # fmt: skip
        put(draw(head, [_cells(one, rows.get(one.key), today) for one in shown], terminal_width()))


def _read(connection: Connection, project: ProjectRow) -> tuple[dict[str, DeadlineRow], tuple[Coming, ...]]:
    """Deadlines by key, and everything of the project in order of time, its events with it."""
    rows = {f"deadline-{row.id}": row for row in agreements.deadlines(connection, project.id)}
    packages = connection.execute(
        "SELECT code, from_quarter FROM work_package WHERE project_id = ? ORDER BY position", (project.id,)
    ).fetchall()
    reports = project.report_days if kept_from(connection, project.id) is not None else None
    plan = plan_days(project.start, project.end, reports, packages)
    told = [Coming(on=row.on_date, at=row.at_time, kind=row.kind, title=row.title, quarter=None, key=key)
            for key, row in rows.items()]  # fmt: skip
    return rows, merged([*told, *event_days(connection, project.id, "", "9999")], plan)


def _mark(context: Context, named: str, on: str | None, *, done: bool, json: bool) -> None:
    """Write that a deadline was met on a day (today where none is given), or that it was not met yet."""
    from store.commands import agreements as commands
    from store.writing import writing

    with context.project_reading() as (connection, project):
        today = today_of(project.fixed_today)
        rows = {f"deadline-{row.id}": row for row in agreements.deadlines(connection, project.id)}
    row = _named(rows, named, project, today, done=done)
    day = read_date(on, today, (project.start, project.end)) if on else (row.done_on or today) if done else None
    if day is not None and day > today:
        raise EtappiError("progress.in_future", date=day, today=today)
    said = safe(f"deadlines --{'done' if done else 'not-done'} {row.title} {row.on_date}")[:200]
    with writing(context.prepared(), said, project_id=project.id) as writer:
        commands.deadline_done(writer, row.id, day)
    action = writer.action if writer.saved else None
    if json:
        put_json({"action": action, "title": row.title, "date": row.on_date, "done_on": day})
    elif action is None:
        put([t("cli.was_so_already")])
    else:
        told = "deadline.told_not_done" if day is None else "deadline.told_done"
        put([safe(t(told, title=row.title, date=date(row.on_date), day=date(day) if day else "")),
             t("cli.how_to_undo", batch=action)])  # fmt: skip


def _named(rows: Mapping[str, DeadlineRow], text: str, project: ProjectRow, today: str, *, done: bool) -> DeadlineRow:
    """The one deadline that *text* names: by its uid, its title, its day or a part of its title. Of several the one
    that is to be marked; EtappiError where none is meant, or more than one."""
    if text in rows:
        return rows[text]
    word = " ".join(text.split()).casefold()
    found = [row for row in rows.values() if row.title.casefold() == word]
    if not found:
        found = [row for row in rows.values() if row.on_date == _day(text, project, today)]
    if not found:
        found = [row for row in rows.values() if word and word in row.title.casefold()]
    wanted = [row for row in found if (row.done_on is None) == done] or found
    if not wanted:
        raise EtappiError("deadline.no_match", text=safe(text))
    if len(wanted) > 1:
        names = "; ".join(f"{safe(row.title)} {date(row.on_date)}" for row in wanted)
        raise EtappiError("deadline.several_match", text=safe(text), names=names)
    return wanted[0]


def _day(text: str, project: ProjectRow, today: str) -> str | None:
    """The day that *text* means; None where it means none."""
    try:
        return read_date(text, today, (project.start, project.end))
    except EtappiError:
        return None


def _is_late(row: DeadlineRow | None, today: str) -> bool:
    return row is not None and row.kind in DONE_KINDS and row.done_on is None and row.on_date < today


def _cells(one: Coming, row: DeadlineRow | None, today: str) -> list[str]:
    days = day_number(one.on) - day_number(today)
    if row is not None and row.done_on:
        state = t("deadline.done", date=date(row.done_on))
    elif _is_late(row, today):
        state = t("deadline.late", n=-days)
    else:
        state = "" if days < 0 else t("deadline.days", n=days) if days else t("deadline.today")
    return [weekday_date(one.on), clock(one.at) if one.at else "", coming(one), (row.recipient if row else None) or "",
            state]  # fmt: skip


def _json(one: Coming, row: DeadlineRow | None, today: str) -> dict[str, object]:
    return {
        "date": one.on, "time": one.at, "kind": one.kind, "title": coming(one),
        "quarter": None if one.quarter is None else quarters.code(one.quarter), "to": row.recipient if row else None,
        "done_on": row.done_on if row else None, "late": _is_late(row, today), "uid": one.key,
    }  # fmt: skip


def _write(
    file: str, project: ProjectRow, rows: dict[str, DeadlineRow], found: tuple[Coming, ...],
    places: dict[str, tuple[str | None, str | None]], today: str, *, force: bool, json: bool,
) -> None:  # fmt: skip
    """The calendar of the whole project. Its events keep their identity, so that a calendar that takes it in once more
    moves what has moved."""
    entries = []
    for one in found:
        row = rows.get(one.key)
        to = t("deadline.to", name=row.recipient) if row is not None and row.recipient else ""
        ends, place = places.get(one.key, (None, None))
        entries.append(Entry(f"{one.key}@{project.code}.etappi", one.on, f"{project.code}: {coming(one)}", one.at, to,
                             ends, place or ""))  # fmt: skip
    name = f"{project.code} {project.name}"
    content = calendar(name, entries, clip_date(today, project.start, project.end), f"Etappi {__version__}")
    if file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    from store.outfiles import write_all

    folder, base = os.path.split(file)
    (path,) = write_all(folder or ".", {base: content}, force=force)
    if json:
        put_json({"file": path, "entries": len(entries)})
    else:
        say(t("deadline.written", n=len(entries), file=safe(path)))
