"""`etappi survey`: who answered, what they answered, what changed, and who has not answered."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from cli.context import Context
from cli.events import day
from cli.output import put, put_json, terminal_width
from cli.surveycompare import compare_json, compare_lines
from cli.surveyshow import (
    ahead_line,
    figures_json,
    figures_lines,
    organisation_lines,
    organisations_json,
    organisations_told,
    rates_json,
)
from cli.table import Column, draw
from core.display import safe
from core.errors import EtappiError
from core.surveys.records import KINDS, SurveyRow, WaveRow
from core.surveys.waves import UNITS
from core.text import clean
from locales import t
from locales.formats import percent
from store import surveyfigures, surveys
from store.clock import today as today_of
from store.status import ProjectRow

if TYPE_CHECKING:  # the writer's libraries are taken in when something is written
    from store.writing import Writer

DASH = "\u2013"


@click.group("survey", help=t("survey.help_survey"))
def survey_command() -> None:
    """Surveys and their figures."""


@survey_command.command("list", help=t("survey.help_list"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def list_command(context: Context, json: bool) -> None:
    """Print every wave of every survey with how many answered."""
    with context.project_reading() as (connection, project):
        rows = surveys.surveys_of(connection, project.id)
        today = today_of(project.fixed_today)
    if json:
        put_json([_survey_json(row, today) for row in rows])
    elif not rows:
        put([t("survey.none")])
    else:
        head = [Column(t("survey.head_wave")), Column(t("survey.head_title"), gives_way=True),
                Column(t("survey.head_answers"), right=True), Column(t("survey.head_rate"), right=True),
                Column(t("survey.head_organisations"), right=True)]  # fmt: skip
        put(draw(head, [cells for row in rows for cells in _cells(row, today)], terminal_width()))


@survey_command.command("show", help=t("survey.help_show"))
@click.argument("wave", metavar="CODE/WAVE")
@click.option("--organisations", is_flag=True, help=t("survey.option_organisations"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def show_command(context: Context, wave: str, organisations: bool, json: bool) -> None:
    """Print the figures of a wave, or the answers by organisation."""
    with context.project_reading() as (connection, project):
        found = surveyfigures.wave_figures(connection, project.id, wave)
        rows = surveyfigures.organisations(connection, project.id, found.wave) if organisations else ()
        ahead = found.wave.is_ahead(today_of(project.fixed_today))
    if json:
        more = {"organisations": organisations_json(rows, ahead=ahead)} if organisations else {}
        put_json({**figures_json(found, ahead=ahead), **more})
    elif organisations:
        put(organisation_lines(found, rows, ahead=ahead))
    else:
        put(figures_lines(found, ahead=ahead))


@survey_command.command("compare", help=t("survey.help_compare"))
@click.argument("first", metavar="CODE[/WAVE]")
@click.argument("second", metavar="[CODE/WAVE]", required=False)
@click.option("--by", "unit", type=click.Choice(UNITS), default="person", help=t("survey.option_by"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def compare_command(context: Context, first: str, second: str | None, unit: str, json: bool) -> None:
    """Print what changed from one wave to another."""
    with context.project_reading() as (connection, project):
        found = surveyfigures.compare(connection, project.id, first, second, unit)
    if json:
        put_json(compare_json(found))
    else:
        put(compare_lines(found))


@survey_command.command("missing", help=t("survey.help_missing"))
@click.argument("wave", metavar="CODE/WAVE")
@click.option("--mail", is_flag=True, help=t("survey.option_mail"))
@click.option("--dir", "folder", metavar="DIR", help=t("remind.option_dir"))
@click.option("--force", is_flag=True, help=t("remind.option_force"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def missing_command(context: Context, wave: str, mail: bool, folder: str | None, force: bool, json: bool) -> None:
    """Print the organisations that have not answered, or write to them."""
    with context.project_reading() as (connection, project):
        asked, rows = surveyfigures.missing(connection, project.id, wave)
        ahead = asked.is_ahead(today_of(project.fixed_today))
    if mail and not ahead:
        from cli.reminding import write_reminders

        if rows:
            write_reminders(context, tuple(row.name for row in rows), folder, force=force, json=json, wave=asked.name)
            return
    elif not mail and (folder is not None or force):
        raise EtappiError("survey.mail_only")
    if ahead:
        _put_ahead(asked, mail=mail, json=json)
    elif json:
        put_json([] if mail else [{"organisation": row.name, "short": row.short, "answered_first": row.before}
                                  for row in rows])  # fmt: skip
    else:
        before = sum(bool(row.before) for row in rows)
        put([*(f"{safe(row.name)}{' *' if row.before else ''}" for row in rows), *([""] if rows else []),
             t("survey.told_missing", n=len(rows), wave=asked.name, answered=asked.answered, of=asked.organisations),
             *([t("survey.told_missing_before", n=before)] if before else [])])  # fmt: skip


def _put_ahead(wave: WaveRow, *, mail: bool, json: bool) -> None:
    """Say that nobody is missing yet; of letters, that there are none."""
    if json:
        put_json([] if mail else None)
    else:
        put([ahead_line(wave)])


@survey_command.command("open", help=t("survey.help_open"))
@click.argument("wave", metavar="CODE/WAVE")
@click.option("--question", metavar="KEY", help=t("survey.option_question"))
@click.option("--untagged", is_flag=True, help=t("survey.option_untagged"))
@click.option("--tag", "tags", multiple=True, metavar="N=TEXT", help=t("survey.option_tag"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def open_command(
    context: Context, wave: str, question: str | None, untagged: bool, tags: tuple[str, ...], json: bool
) -> None:
    """Print open answers to read through, or tag them."""
    if tags:
        wanted = dict(_tag(one) for one in tags)

        def act(writer: "Writer", project: ProjectRow) -> None:
            from store.commands import surveys as commands

            commands.tag(writer, project, wanted)

        action = _write(context, f"survey open {clean(wave)} --tag", act)
        _told(json, {"tagged": len(wanted)}, t("survey.told_tagged", n=len(wanted)), action)
        return
    with context.project_reading() as (connection, project):
        asked, rows = surveyfigures.open_answers(connection, project.id, wave)
    rows = tuple(row for row in rows if question in (None, row.question) and not (untagged and row.tag))
    if json:
        put_json([{"id": row.id, "question": row.question, "text": row.text, "tag": row.tag} for row in rows])
        return
    lines = [t("survey.told_open", n=len(rows), wave=asked.name)]
    for row in rows:
        tag = f" [{safe(row.tag)}]" if row.tag else ""
        lines.append(f"{row.id:>6}  {safe(row.question)}{tag}: {safe(' '.join(row.text.split()))}")
    put([*lines, *([t("survey.open_personal")] if rows else [])])


@survey_command.command("add", help=t("survey.help_add"))
@click.option("--code", metavar="CODE", required=True, help=t("survey.option_code"))
@click.option("--title", metavar="TEXT", required=True, help=t("survey.option_title"))
@click.option("--kind", type=click.Choice(KINDS), default="network", help=t("survey.option_kind"))
@click.option("--wave", "waves", multiple=True, metavar="CODE", help=t("survey.option_wave"))
@click.option("--invited", type=int, metavar="N", help=t("survey.option_invited"))
@click.option("--wp", metavar="CODE", help=t("survey.option_wp"))
@click.option("--event", metavar="ID", help=t("survey.option_event"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def add_command(
    context: Context, code: str, title: str, kind: str, waves: tuple[str, ...], invited: int | None, wp: str | None,
    event: str | None, json: bool,
) -> None:  # fmt: skip
    """Make a survey."""
    if invited is not None and len(waves) != 1:
        raise EtappiError("survey.invited_wave")

    def act(writer: "Writer", project: ProjectRow) -> None:
        from store.commands import surveys as commands

        number = commands.add_survey(writer, project, code, title, kind, package=wp, event=event)
        for one in waves:
            wave = commands.add_wave(writer, project, number, one)
            if invited is not None:
                commands.set_wave(writer, wave, {"invited": invited})

    action = _write(context, f"survey add {clean(code)}", act)
    _told(json, {"code": clean(code), "title": clean(title)}, t("survey.told_added", code=clean(code),
          title=clean(title)), action)  # fmt: skip


@survey_command.command("set", help=t("survey.help_set"))
@click.argument("wave", metavar="CODE/WAVE")
@click.option("--invited", type=int, metavar="N", help=t("survey.option_invited"))
@click.option("--ineligible", type=int, metavar="N", help=t("survey.option_ineligible"))
@click.option("--group", "group_size", type=int, metavar="N", help=t("survey.option_group"))
@click.option("--opened", metavar="DATE", help=t("survey.option_opened"))
@click.option("--closed", metavar="DATE", help=t("survey.option_closed"))
@click.option("--org", "names", multiple=True, metavar="NAME[=N]", help=t("survey.option_org"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def set_command(context: Context, /, wave: str, names: tuple[str, ...], json: bool, **given: Any) -> None:
    """Say of a wave who was asked and when; a wave that is not there is made."""

    def act(writer: "Writer", project: ProjectRow) -> None:
        from store.commands import surveys as commands

        number = commands.named_wave(writer, project, wave)
        fields = {name: day(value, project) if name in ("opened", "closed") else value
                  for name, value in given.items() if value is not None}  # fmt: skip
        commands.set_wave(writer, number, fields)
        commands.set_invited(writer, project, number, dict(_invited(writer, one) for one in names))

    action = _write(context, f"survey set {clean(wave)}", act)
    _told(json, {"wave": clean(wave)}, t("survey.told_set", wave=clean(wave)), action)


def rate(wave: WaveRow) -> str:
    """How many of those invited answered: 112/200 (56 %); the number alone where nobody knows how many were invited."""
    found = wave.responses
    if found.eligible is None:
        return DASH
    return t("survey.over") if found.over else percent(found.rr1)


def _cells(row: SurveyRow, today: str) -> list[list[str]]:
    return [
        [wave.name, row.title, t("survey.not_yet"), DASH, DASH] if wave.is_ahead(today) else
        [wave.name, row.title, str(wave.complete), rate(wave),
         f"{wave.answered}/{wave.organisations}" if wave.organisations else DASH]
        for wave in row.waves
    ] or [[row.code, row.title, DASH, DASH, DASH]]  # fmt: skip


def _survey_json(row: SurveyRow, today: str) -> dict[str, object]:
    return {
        "code": row.code, "title": row.title, "kind": row.kind, "workpackage": row.package, "event": row.event,
        "waves": [_wave_json(one, ahead=one.is_ahead(today)) for one in row.waves],
    }  # fmt: skip


def _wave_json(one: WaveRow, *, ahead: bool) -> dict[str, object]:
    return {
        "wave": one.code, "opened": one.opened, "closed": one.closed, **rates_json(one, ahead=ahead),
        "organisations": organisations_told(one, ahead=ahead),
    }  # fmt: skip


def _tag(text: str) -> tuple[int, str]:
    number, equals, tag = text.partition("=")
    if not equals or not number.strip().isdecimal():
        raise EtappiError("survey.bad_tag", text=clean(text))
    return int(number), tag


def _invited(writer: "Writer", text: str) -> tuple[int, int | None]:
    """``Omnia`` was asked; ``Omnia=12``: twelve of it."""
    from store.commands import organisations
    from store.writing import key

    name, equals, count = text.rpartition("=")
    known = bool(equals) and count.strip().isdecimal()
    return key(organisations.find(writer, name if known else text).id), int(count) if known else None


def _write(context: Context, command: str, act: "Callable[[Writer, ProjectRow], None]") -> int | None:
    """Do *act* in one transaction; the action's number, None where nothing changed."""
    from store.writing import writing

    with context.project_reading() as (_, project):
        pass
    with writing(context.prepared(), safe(command)[:200], project_id=project.id) as writer:
        act(writer, project)
    return writer.action if writer.saved else None


def _told(json: bool, value: dict[str, object], words: str, action: int | None) -> None:
    if json:
        put_json({**value, "action": action})
    elif action is None:
        put([t("cli.was_so_already")])
    else:
        put([safe(words), t("cli.how_to_undo", batch=action)])
