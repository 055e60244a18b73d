"""`etappi log | undo | redo`: what was done, by whom, and taking it back."""

import click

from cli.context import Context
from cli.moments import moment
from cli.output import put, put_json, terminal_width
from cli.table import Column, draw
from core.display import safe
from core.records import ActionRow
from locales import t
from tui.words import command as in_words


@click.command("log", help=t("cli.help_log"))
@click.option(
    "-n", "--number", type=click.IntRange(1, 100_000), default=30, metavar="N", help=t("cli.option_log_number")
)
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def log_command(context: Context, number: int, json: bool) -> None:
    """Print the newest actions."""
    from store import queries

    with context.reading() as connection:
        rows = queries.actions(connection, number)
        outside = queries.outside_changes(connection)
    if json:
        put_json([{"action": row.number, "at": row.at, "actor": row.actor, "command": row.command, "why": row.why,
                   "undo_of": row.undo_of, "undone": row.undone, "changes": row.changes} for row in rows])  # fmt: skip
        return
    head = [Column(t("log.head_number"), right=True), Column(t("log.head_at")), Column(t("log.head_actor")),
            Column(t("log.head_command"), gives_way=True), Column(t("log.head_changes"), right=True)]  # fmt: skip
    put(draw(head, [_row(row) for row in rows], terminal_width()))
    if outside:
        put([t("log.outside", n=outside)])


def _row(row: ActionRow) -> list[str]:
    command = t("log.undo_of", number=row.undo_of) if row.undo_of else in_words(row.command)
    if row.undone:
        command += f" ({t('log.undone')})"
    return [str(row.number), moment(row.at), row.actor, command, str(row.changes)]


@click.command("undo", help=t("cli.help_undo"))
@click.argument("number", type=click.IntRange(1), metavar="[N]", required=False)
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def undo_command(context: Context, number: int | None, json: bool) -> int:
    """Take back an action, by default one's own last."""
    from store.undo import target_of_undo
    from store.writing import who

    with context.reading() as connection:
        target = target_of_undo(connection, number, who())
    return _take_back(context, target, "undo", json)


@click.command("redo", help=t("cli.help_redo"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def redo_command(context: Context, json: bool) -> int:
    """Take back one's own newest undo."""
    from store.undo import target_of_redo
    from store.writing import who

    with context.reading() as connection:
        target = target_of_redo(connection, who())
    return _take_back(context, target, "redo", json)


def _take_back(context: Context, target: int, verb: str, json: bool) -> int:
    from store.undo import take_back
    from store.writing import writing

    path = context.prepared()
    with context.reading() as connection:
        project = connection.execute("SELECT project_id FROM action WHERE id = ?", (target,)).fetchone()[0]
    with writing(path, verb, project_id=project, undo_of=target) as writer:
        done = take_back(writer, target)
    conflicts = [{"place": f"{t(f'log.table_{one.table}')}: {one.name}" + (f" ({one.column})" if one.column else ""),
                  "text": t(f"log.conflict_{one.reason}")} for one in done.conflicts]  # fmt: skip
    if json:
        put_json({"action": writer.action if done.rows else None, "undone": [target] if done.rows else [],
                  "conflicts": conflicts})  # fmt: skip
    else:
        put([t(f"log.done_{verb}", number=target, command=in_words(done.command), n=done.rows)])
        if conflicts:
            put([t("log.conflicts", n=len(conflicts))])
            put([safe(f"  {one['place']}: {one['text']}") for one in conflicts])
    return 1 if conflicts else 0
