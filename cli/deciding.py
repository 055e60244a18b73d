"""`etappi decision`: what a steering group decided, and what that changed."""

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.table import wrapped
from core import quarter as quarters
from core.colour import STATUS_OF_COLOUR
from core.dates import read_date
from core.decisions import decision_text
from core.display import safe
from locales import t
from locales.formats import date, timing
from store.clock import today as today_of
from store.decisions import Decided, DecisionTold, decisions

INDENT = "  "


@click.group("decision", help=t("decision.help"), invoke_without_command=True)
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_context
def decision_command(click_context: click.Context, json: bool) -> None:
    """Print the decisions, the newest first, with what they changed."""
    if click_context.invoked_subcommand is not None:
        return
    context: Context = click_context.obj
    with context.project_reading() as (connection, project):
        found = decisions(connection, project, today_of(project.fixed_today))
    if json:
        put_json([_json(one) for one in found])
    elif not found:
        put([t("decision.none")])
    else:
        for number, one in enumerate(found):
            put([""] * bool(number) + _lines(one, terminal_width() or 120))


@decision_command.command("add", help=t("decision.help_add"))
@click.option("--on", metavar="DATE", required=True, help=t("decision.option_on"))
@click.option("--paragraph", metavar='"§ 5"', required=True, help=t("decision.option_paragraph"))
@click.option("--text", metavar="TEXT", required=True, help=t("decision.option_text"))
@click.option("--body", metavar="NAME", help=t("decision.option_body"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def add_command(context: Context, on: str, paragraph: str, text: str, body: str | None, json: bool) -> None:
    """Record a decision, or the text of one that changes refer to already."""
    from store.commands.decisions import add
    from store.writing import writing

    with context.project_reading() as (_, project):
        day = read_date(on, today_of(project.fixed_today), (project.start, project.end))
    command = safe(f"decision add {date(day)} {paragraph}")[:200]
    with writing(context.prepared(), command, project_id=project.id) as writer:
        name, new = add(writer, project, day, paragraph, text, body)
    if json:
        put_json({"action": writer.action if writer.saved else None, "decision": name, "new": new})
    elif writer.saved:
        put([safe(t("decision.added" if new else "decision.changed", name=name)),
             t("cli.how_to_undo", batch=writer.action)])  # fmt: skip
    else:
        put([t("cli.was_so_already")])


def _lines(one: DecisionTold, columns: int) -> list[str]:
    out = [safe(decision_text(one.on_date, one.paragraph, one.body))]
    out += [safe(line) for line in wrapped(INDENT + (one.text or t("decision.no_text")), columns, INDENT)]
    told = [_told(change) for change in one.changes]
    told += [t("decision.action", n=number, command=command) for number, command in one.actions]
    for text in told:
        out += [safe(line) for line in wrapped(f"{INDENT}- {text}", columns, INDENT * 2)]
    return out


def _told(change: Decided) -> str:
    values: dict[str, object] = {"code": change.code, "title": change.title}
    if change.kind == "colour":
        values["status"] = t(f"status.{STATUS_OF_COLOUR[change.value or '']}")
    elif change.value is not None:
        values["date"] = date(change.value)
    if change.kind == "replan":
        values["timing"] = timing(change.first, change.last)
    values["quarter"] = "–" if change.last is None else quarters.label(change.last)
    kind = change.kind if change.kind in KINDS else "evidence"
    return t(f"decision.did_{kind}", **values)


KINDS = ("replan", "added", "deviation", "colour", "cancelled", "reopened")


def _json(one: DecisionTold) -> dict[str, object]:
    return {
        "date": one.on_date, "body": one.body, "paragraph": one.paragraph, "text": one.text or None,
        "changes": [{"kind": change.kind, "code": change.code, "title": change.title,
                     "from": None if change.first is None else quarters.code(change.first),
                     "to": None if change.last is None else quarters.code(change.last), "value": change.value}
                    for change in one.changes],
        "actions": [number for number, _ in one.actions],
    }  # fmt: skip
