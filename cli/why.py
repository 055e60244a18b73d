"""`etappi why ID`: what a figure of a report rests on."""

import click

from cli.context import Context
from cli.output import put_bytes
from locales import t


@click.command("why", help=t("why.help"))
@click.argument("figure", metavar="ID")
@click.option("--snapshot", metavar="NAME", help=t("export.option_snapshot"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def why_command(context: Context, figure: str, snapshot: str | None, json: bool) -> None:
    """Print the value, the rule, the rows and what was left out."""
    from core import quarter as quarters
    from reports import jsonfile, markdown, why
    from reports.content import Content
    from store.reportcontent import report_content

    wanted = why.quarter_of(figure.partition("/")[0])
    with context.project_reading() as (connection, project):
        inside = wanted is not None and wanted in quarters.all_between(project.start, project.end)
        found = report_content(connection, project, snapshot, wanted if inside and snapshot is None else None)
    document = why.build(Content(found.content, found.name, found.quarter), figure)
    put_bytes(jsonfile.write(document) if json else markdown.write(document))
