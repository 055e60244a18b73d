"""`etappi status` with everything that its fast path leaves to the full parser: help, wrong options, an old schema."""

import click

from cli.context import Context
from cli.status import run
from locales import t


@click.command("status", help=t("cli.help_status"))
@click.option("--quarter", metavar="Q", help=t("cli.option_quarter"))
@click.option("--plain", is_flag=True, help=t("cli.option_plain"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.option("--line", is_flag=True, help=t("cli.option_line"))
@click.pass_obj
def status_command(context: Context, quarter: str | None, plain: bool, json: bool, line: bool) -> int:
    """Print where the project stands."""
    if plain + json + line > 1:
        raise click.UsageError(t("cli.one_form"))
    options = {"db": context.prepared()}
    given = {"project": context.project, "lang": context.language, "quarter": quarter}
    options.update({name: value for name, value in given.items() if value is not None})
    flags = {"plain": plain, "json": json, "line": line}
    options.update({name: "yes" for name, wanted in flags.items() if wanted})
    return run(options)
