"""`etappi event`: make, change, cancel, repeat and count one event."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.context import Context
from cli.events import as_json, page_lines
from cli.output import put, put_json
from core import quarter as quarters
from core.dates import read_date
from core.display import safe
from core.errors import EtappiError
from core.events import KINDS, MODES
from core.moments import days_of, read_moment
from core.text import clean
from locales import t
from store import events
from store.clock import today as today_of
from store.status import ProjectRow

if TYPE_CHECKING:  # the writer's libraries are taken in when something is written
    from store.writing import Writer

CLEAR = "-"
"""What takes a value away: an empty cell says nothing, a dash clears (rules.md 12)."""
COUNTED = ("online", "onsite")


@click.group("event", help=t("event.help_event"))
def event_command() -> None:
    """Make and change events."""


def _fields(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what an event is."""
    for option in (
        click.option("--title", metavar="TEXT", help=t("event.option_title")),
        click.option("--start", metavar="DATE", help=t("event.option_start")),
        click.option("--ends", metavar="DATE", help=t("event.option_ends")),
        click.option("--window", metavar="FROM..TO", help=t("event.option_window")),
        click.option("--kind", type=click.Choice(KINDS), help=t("event.option_kind")),
        click.option("--wp", "packages", multiple=True, metavar="CODE", help=t("event.option_wp")),
        click.option("--place", metavar="TEXT", help=t("event.option_place")),
        click.option("--mode", type=click.Choice((*MODES, CLEAR)), help=t("event.option_mode")),
        click.option("--language", metavar="TEXT", help=t("event.option_language")),
        click.option("--invitation", type=click.Choice(("network", "open")), help=t("event.option_invitation")),
        click.option("--host", metavar="NAME", help=t("event.option_host")),
        click.option("--joint-with", metavar="TEXT", help=t("event.option_joint_with")),
        click.option("--series", metavar="TEXT", help=t("event.option_series")),
        click.option("--feedback/--no-feedback", default=None, help=t("event.option_feedback")),
        click.option("--persons", type=int, metavar="N", help=t("event.option_persons")),
        click.option("--organisations", type=int, metavar="N", help=t("event.option_organisations")),
        click.option("--registered", type=int, metavar="N", help=t("event.option_registered")),
        click.option("--json", is_flag=True, help=t("cli.option_json")),
    ):
        command = option(command)
    return command


@event_command.command("add", help=t("event.help_add"))
@click.option("--code", metavar="ID", help=t("event.option_code"))
@_fields
@click.pass_obj
def add_command(
    context: Context, /, code: str | None, packages: tuple[str, ...], persons: int | None, organisations: int | None,
    registered: int | None, json: bool, **given: Any,
) -> None:  # fmt: skip
    """Make an event."""
    from store.commands import events as commands

    def act(writer: "Writer", project: ProjectRow) -> tuple[str, str]:
        fields = _read(writer, project, given)
        number, made = commands.add(writer, project, fields, packages, code=code)
        _count(writer, project, number, persons, organisations, registered)
        return made, str(commands.find(writer, project, made).title)

    said = f"event add {clean(given['title'] or '')}"
    made, title, action = _write(context, said, act)
    _told(json, {"id": made, "title": title}, t("event.told_added", code=made, title=title), action)


@event_command.command("edit", help=t("event.help_edit"))
@click.argument("code", metavar="ID")
@_fields
@click.pass_obj
def edit_command(
    context: Context, /, code: str, packages: tuple[str, ...], persons: int | None, organisations: int | None,
    registered: int | None, json: bool, **given: Any,
) -> None:  # fmt: skip
    """Change an event: only what is given."""
    from store.commands import events as commands
    from store.editing import Base

    counts = (persons, organisations, registered)
    if not packages and all(one is None for one in (*given.values(), *counts)):
        raise EtappiError("event.nothing_to_change")

    def act(writer: "Writer", project: ProjectRow) -> tuple[str, str]:
        row = commands.find(writer, project, code)
        epoch = writer.connection.execute("SELECT epoch FROM meta").fetchone()[0]
        base = Base(row.version, epoch, {name: getattr(row, name) for name in commands.FIELDS})
        wanted = None if not packages else [] if packages == (CLEAR,) else packages
        commands.edit(writer, project, row.id or 0, base, _read(writer, project, given), wanted)
        _count(writer, project, row.id or 0, *counts)
        return row.code, row.title

    made, title, action = _write(context, f"event edit {clean(code)}", act)
    _told(json, {"id": made, "title": title}, t("event.told_edited", code=made, title=title), action)


@event_command.command("cancel", help=t("event.help_cancel"))
@click.argument("code", metavar="ID")
@click.option("--why", metavar="TEXT", help=t("event.option_why"))
@click.option("--on", metavar="DATE", help=t("event.option_cancel_on"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def cancel_command(context: Context, code: str, why: str | None, on: str | None, json: bool) -> None:
    """Cancel an event."""
    from store.commands import events as commands

    def act(writer: "Writer", project: ProjectRow) -> tuple[str, str]:
        today = today_of(project.fixed_today)
        day = read_date(on, today, (project.start, project.end)) if on else today
        row = commands.cancel(writer, project, code, day, why)
        return row.code, row.title

    made, title, action = _write(context, f"event cancel {clean(code)}", act, why)
    _told(json, {"id": made, "title": title}, t("event.told_cancelled", code=made, title=title), action)


@event_command.command("repeat", help=t("event.help_repeat"))
@click.argument("code", metavar="ID")
@click.option("--every", type=click.Choice(("week", "fortnight", "month")), required=True, help=t("event.option_every"))
@click.option("--times", type=int, required=True, metavar="N", help=t("event.option_times"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def repeat_command(context: Context, code: str, every: str, times: int, json: bool) -> None:
    """Copy an event further times."""
    from store.commands import events as commands

    def act(writer: "Writer", project: ProjectRow) -> tuple[str, str]:
        return ", ".join(commands.repeat(writer, project, code, every=every, times=times)), ""

    made, _, action = _write(context, f"event repeat {clean(code)}", act)
    codes = made.split(", ")
    _told(json, {"ids": codes}, t("event.told_repeated", n=len(codes), codes=made), action)


@event_command.command("count", help=t("event.help_count"))
@click.argument("code", metavar="ID")
@click.option("--persons", type=int, metavar="N", help=t("event.option_persons"))
@click.option("--organisations", type=int, metavar="N", help=t("event.option_organisations"))
@click.option("--org", "by", multiple=True, metavar="NAME[=N]", help=t("event.option_org"))
@click.option("--mode", type=click.Choice(COUNTED), help=t("event.option_count_mode"))
@click.option("--registered", "coming", is_flag=True, help=t("event.option_are_registered"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def count_command(
    context: Context, code: str, persons: int | None, organisations: int | None, by: tuple[str, ...],
    mode: str | None, coming: bool, json: bool,
) -> None:  # fmt: skip
    """Record how many were there, or registered."""
    from store.commands import events as commands

    def act(writer: "Writer", project: ProjectRow) -> tuple[str, str]:
        row = commands.find(writer, project, code)
        commands.set_counts(
            writer, project, row.id or 0, kind="registered" if coming else "counted", mode=mode, persons=persons,
            organisations=organisations, by_organisation=_by_organisation(writer, by) or None,
        )  # fmt: skip
        return row.code, row.title

    made, title, action = _write(context, f"event count {clean(code)}", act)
    _told(json, {"id": made, "title": title}, t("event.told_counted", code=made, title=title), action)


@event_command.command("show", help=t("event.help_show"))
@click.argument("code", metavar="ID")
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def show_command(context: Context, code: str, json: bool) -> None:
    """Print one event whole."""
    with context.project_reading() as (connection, project):
        page = events.page(connection, project, code)
    if not json:
        put(page_lines(page))
        return
    lists = [{"kind": one.kind, "mode": one.mode, "persons": one.persons, "organisations": one.organisations,
              "identified": one.keyed, "file": one.file, "least_minutes": one.minutes, "keep_until": one.keep_until}
             for one in page.lists]  # fmt: skip
    present = [{"organisation": one.name, "short": one.short, "persons": one.persons, "network": one.network}
               for one in page.present]  # fmt: skip
    put_json({**as_json(page.row), "lists": lists, "present": present,
              "waiting": [{"name": name, "persons": count} for name, count in page.waiting]})  # fmt: skip


def _write(
    context: Context, command: str, act: "Callable[[Writer, ProjectRow], tuple[str, str]]", why: str | None = None
) -> tuple[str, str, int | None]:
    """Do *act* in one transaction; what it returned, and the action's number (None where nothing changed)."""
    from store.writing import writing

    with context.project_reading() as (_, project):
        pass
    with writing(context.prepared(), safe(command)[:200], project_id=project.id, why=why) as writer:
        first, second = act(writer, project)
    return first, second, writer.action if writer.saved else None


def _told(json: bool, value: dict[str, object], words: str, action: int | None) -> None:
    if json:
        put_json({**value, "action": action})
    elif action is None:
        put([t("cli.was_so_already")])
    else:
        put([safe(words), t("cli.how_to_undo", batch=action)])


def _read(writer: "Writer", project: ProjectRow, given: dict[str, Any]) -> dict[str, object]:
    """The fields of store.commands.events that options give; a dash takes a value away."""
    from store.commands import organisations

    today, span = today_of(project.fixed_today), (project.start, project.end)
    out: dict[str, object] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name == "window":
            out["window_from"], out["window_to"] = (None, None) if value == CLEAR else _window(value, today, span)
        elif name == "host":
            out["host_id"] = None if value == CLEAR else organisations.find(writer, value).id
        elif name == "feedback":
            out["feedback_planned"] = int(value)
        elif value == CLEAR:
            out[name] = None
        elif name in ("start", "ends"):
            out[name] = read_moment(value, today, span)
        else:
            out[name] = value
    return out


def _window(text: str, today: str, span: tuple[str, str]) -> tuple[str, str]:
    """Months, quarters or days: ``2024-08..2024-09``, ``Q3``, ``15.8.2024..31.8.2024``; first and last day."""
    first, _, last = text.partition("..")
    return _days(first, today, span)[0], _days(last or first, today, span)[1]


def _days(text: str, today: str, span: tuple[str, str]) -> tuple[str, str]:
    found = days_of(text)
    if found is not None:
        return found
    day = read_date(text, today, span)
    alone = text.strip().upper() in ("Q1", "Q2", "Q3", "Q4")
    return days_of(quarters.code(quarters.of_date(day))) or (day, day) if alone else (day, day)


def _count(
    writer: "Writer", project: ProjectRow, event_id: int, persons: int | None, organisations: int | None,
    registered: int | None,
) -> None:  # fmt: skip
    from store.commands import events as commands

    if persons is not None or organisations is not None:
        commands.set_totals(writer, project, event_id, persons, organisations)
    if registered is not None:
        commands.set_counts(writer, project, event_id, kind="registered", persons=registered)


def _by_organisation(writer: "Writer", given: Sequence[str]) -> dict[int, int | None]:
    """People by organisation; a name alone was there, with how many people is not known."""
    from store.commands import organisations
    from store.writing import key

    out: dict[int, int | None] = {}
    for text in given:
        name, equals, count = text.rpartition("=")
        if equals and not count.strip().isdecimal():
            raise EtappiError("event.bad_org_count", text=clean(text))
        number = key(organisations.find(writer, name if equals else text).id)
        if number in out:
            raise EtappiError("event.org_twice", name=clean(name if equals else text))
        out[number] = int(count) if equals else None
    return out
