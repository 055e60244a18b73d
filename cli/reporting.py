"""`etappi missing | report`: quarter reports of work packages."""

import click

from cli.closing import desk_of
from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.status import read_quarter
from cli.table import Column, draw, wrapped
from core import quarter as quarters
from core.closing import TEXTS, Report
from core.dates import read_date
from core.display import safe, safe_lines
from core.errors import EtappiError
from locales import t
from locales.formats import date
from store.clock import today as today_of
from store.closingdesk import ClosingDesk

STATES = ("draft", "submitted", "returned", "approved", "waived")


@click.command("missing", help=t("report.help_missing"))
@click.argument("organisations", metavar="[ORG]", nargs=-1)
@click.option("--quarter", metavar="Q", help=t("cli.option_quarter"))
@click.option("--mail", is_flag=True, help=t("remind.option_mail"))
@click.option("--dir", "folder", metavar="DIR", help=t("remind.option_dir"))
@click.option("--force", is_flag=True, help=t("remind.option_force"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def missing_command(
    context: Context, organisations: tuple[str, ...], quarter: str | None, mail: bool, folder: str | None, force: bool,
    json: bool,
) -> None:  # fmt: skip
    """Print the forms that have not come, or write reminders of everything that is owed."""
    if mail and quarter is None and (folder is not None or not force):
        from cli.reminding import write_reminders

        write_reminders(context, organisations, folder, force=force, json=json)
        return
    if mail or organisations or folder is not None or force:
        raise EtappiError("remind.usage")
    with context.project_reading() as (_, project):
        wanted = read_quarter(quarter, project.start, project.end)
        desk = desk_of(context, project)
    forms = desk.missing(wanted)
    if json:
        put_json([{"form": form.form, "workpackage": form.workpackage, "organisation": form.organisation,
                   "quarter": quarters.code(form.quarter), "due": form.due, "days_late": form.days_late,
                   "state": form.state} for form in forms])  # fmt: skip
        return
    head = [Column(t("report.head_package")), Column(t("report.head_quarter")), Column(t("report.head_due")),
            Column(t("report.head_late"), right=True), Column(t("report.head_state")),
            Column(t("report.head_owes"), gives_way=True)]  # fmt: skip
    rows = [[form.workpackage, quarters.label(form.quarter), date(form.due), _late(form.days_late),
             t(f"report.state_{form.state or 'none'}"), form.organisation or "–"] for form in forms]  # fmt: skip
    put(draw(head, rows, terminal_width()) if rows else [t("report.nothing_missing")])
    shown = dict.fromkeys(form.quarter for form in forms) if wanted is None else {wanted: None}
    put([""] * bool(rows) + [_count(desk, one) for one in shown])


def _late(days: int | None) -> str:
    return t("report.not_due") if days is None else t("report.days_late", n=days)


def _count(desk: ClosingDesk, quarter: int) -> str:
    """Received of expected, and in time of expected; what is waived apart."""
    found = desk.completeness(quarter)
    line = t("report.count", quarter=quarters.label(quarter), n=found.rate.part, of=found.rate.of,
             in_time=found.on_time.part)  # fmt: skip
    return line + (t("report.count_waived", n=found.waived) if found.waived else "")


@click.command("report", help=t("report.help_report"))
@click.argument("package", metavar="WP")
@click.argument("quarter", metavar="QUARTER")
@click.argument("state", type=click.Choice(STATES), metavar="[STATE]", required=False)
@click.option("--done", metavar="TEXT", help=t("report.option_done"))
@click.option("--deviations", metavar="TEXT", help=t("report.option_deviations"))
@click.option("--next", metavar="TEXT", help=t("report.option_next"))
@click.option("--decisions", metavar="TEXT", help=t("report.option_decisions"))
@click.option("--note", metavar="TEXT", help=t("report.option_note"))
@click.option("--on", metavar="DATE", help=t("report.option_on"))
@click.option("--edit", is_flag=True, help=t("report.option_edit"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def report_command(
    context: Context, /, package: str, quarter: str, state: str | None, note: str | None, on: str | None, edit: bool,
    json: bool, **texts: str | None,
) -> None:  # fmt: skip
    """Print a report, write its texts, or move it on."""
    with context.project_reading() as (_, project):
        wanted = read_quarter(quarter, project.start, project.end)
        today = today_of(project.fixed_today)
        day = read_date(on, today, (project.start, project.end)) if on else None
        desk = desk_of(context, project)
    if wanted is None:
        raise EtappiError("cli.bad_quarter", value=quarter)
    before = desk.report(package, wanted)
    given = {name: text for name in TEXTS if (text := texts[name]) is not None}
    base = desk.base(before)
    if edit:
        given = {**_edited(before, given), **given}
    action = None
    if state is not None or given or note is not None:
        action, _ = desk.write_report(package, wanted, state=state, texts=given, note=note, on=day, base=base)
    elif day is not None:
        raise EtappiError("report.no_day")
    now = desk.report(package, wanted)
    if json:
        put_json({**_json(now), "action": action or None})
    elif action is None:
        put(_lines(now))
    elif action:
        put([safe(t("report.told", code=now.package, quarter=quarters.label(wanted), state=_state(now))),
             t("cli.how_to_undo", batch=action)])  # fmt: skip
    else:
        put([t("cli.was_so_already")])


def _edited(report: Report, given: dict[str, str]) -> dict[str, str]:
    """The texts as the user leaves them in the editor, each below its heading; a heading that is gone leaves its text
    to the one above."""
    from tui.editor import edited

    heads = {name: f"## {t(f'report.text_{name}')}" for name in TEXTS}
    whole = "\n".join(f"{heads[name]}\n{given.get(name, getattr(report, name) or '')}\n" for name in TEXTS)
    found: dict[str, list[str]] = {name: [] for name in TEXTS}
    at = TEXTS[0]
    for line in edited(whole).splitlines():
        named = [name for name in TEXTS if heads[name] == line.rstrip()]
        if named:
            at = named[0]
        else:
            found[at].append(line)
    return {name: "\n".join(lines).strip("\n") for name, lines in found.items()}


def _json(report: Report) -> dict[str, object]:
    return {
        "workpackage": report.package, "quarter": quarters.code(report.quarter), "state": report.state,
        "due": report.due, "received_on": report.received_on, "days_late": report.days_late,
        **{name: getattr(report, name) for name in TEXTS}, "note": report.note, "locked": report.locked,
    }  # fmt: skip


def _state(report: Report) -> str:
    """``hyväksytty 8.7.2024``, ``luonnos``, ``ei aloitettu``."""
    word = t(f"report.state_{report.state or 'none'}")
    return f"{word} {date(report.received_on)}" if report.received and report.received_on else word


def _lines(report: Report) -> list[str]:
    wide = terminal_width() or 100
    lines = [safe(f"{report.package} {report.title}, {quarters.label(report.quarter)}")]
    told = t("report.standing", state=_state(report), due=date(report.due))
    if report.days_late and not report.received:
        told += ", " + t("report.overdue", n=report.days_late)
    lines.append(told + (f", {t('report.locked')}" if report.locked else ""))
    for name in (*TEXTS, "note"):
        text = getattr(report, name)
        if text:
            lines += ["", t(f"report.text_{name}")]
            for line in safe_lines(text).splitlines():
                lines += wrapped(f"  {line}", wide, "  ")
    return lines
