"""`etappi purge`: take out what tells of persons, in the store and its backups."""

import os
import sys
from typing import TYPE_CHECKING

import click

from cli.context import Context
from cli.output import put, put_json
from core.display import safe
from core.errors import EtappiError
from locales import t

if TYPE_CHECKING:
    from store.purging import Wish


@click.command("purge", help=t("cli.help_purge"))
@click.option("--older-than", "before", metavar="DATE", help=t("cli.option_purge_before"))
@click.option("--event", metavar="ID", help=t("cli.option_purge_event"))
@click.option("--person", is_flag=True, help=t("cli.option_purge_person"))
@click.option("--yes", is_flag=True, help=t("cli.option_yes"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def purge_command(
    context: Context, before: str | None, event: str | None, person: bool, yes: bool, json: bool
) -> None:  # fmt: skip
    """Take out keys, names and e-mails of people; their numbers stay."""
    if (before is not None) + (event is not None) + person != 1:
        raise click.UsageError(t("cli.purge_one_of"))
    from core.dates import read_date
    from store import purging
    from store.clock import today as today_of

    path = context.prepared()
    asks = sys.stdin.isatty()
    if not yes and not asks:
        raise EtappiError("cli.needs_yes")
    with context.project_reading() as (_, project):
        today = today_of(project.fixed_today)
    day = read_date(before, today, (project.start, project.end)) if before is not None else None
    wish = _person() if person else purging.Wish(before=day, event=event)
    with context.project_reading() as (connection, project):
        found = purging.found(connection, project, wish)
    if not yes:
        from cli.asking import confirmed

        if not confirmed(t("cli.confirm_purge", n=found.rows)):
            raise click.Abort
    done = purging.purge(path, project, wish)
    if json:
        put_json({"rows": done.rows, "log": done.log,
                  "backups": {"rewritten": list(done.rewritten), "deleted": list(done.deleted)}})  # fmt: skip
        return
    lines = [t("cli.purged", n=done.rows), t("cli.purged_log", n=done.log)]
    lines += [t("cli.purged_rewritten", path=one) for one in done.rewritten]
    lines += [t("cli.purged_deleted", path=one) for one in done.deleted]
    put([safe(line) for line in (*lines, t("cli.purged_elsewhere"))])


def _person() -> "Wish":
    """The person whose e-mail is typed: never an argument, which other users of the computer see."""
    from core.personkeys import normal_email, person_key
    from importers import personkeys
    from store import purging

    if sys.stdin.isatty():
        sys.stderr.write(t("cli.ask_email") + " ")
        sys.stderr.flush()
    email = normal_email(sys.stdin.readline())
    if "@" not in email:
        raise EtappiError("cli.no_email")
    secret = personkeys.load(os.environ)
    return purging.Wish(email=email, key=person_key(secret, email) if secret else None)
