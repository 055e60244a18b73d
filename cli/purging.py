"""`etappi purge | key`: take out what tells of persons, in the store and its backups; the key of people's keys."""

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
    from store.purging import Purged, Wish


@click.command("purge", help=t("cli.help_purge"))
@click.option("--older-than", "before", metavar="DATE", help=t("cli.option_purge_before"))
@click.option("--event", metavar="ID", help=t("cli.option_purge_event"))
@click.option("--person", is_flag=True, help=t("cli.option_purge_person"))
@click.option("--expired", is_flag=True, help=t("cli.option_purge_expired"))
@click.option("--yes", is_flag=True, help=t("cli.option_yes"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def purge_command(
    context: Context, before: str | None, event: str | None, person: bool, expired: bool, yes: bool, json: bool
) -> None:
    """Take out keys, names and e-mails of people; their numbers stay."""
    if (before is not None) + (event is not None) + person + expired != 1:
        raise click.UsageError(t("cli.purge_one_of"))
    from core.dates import read_date
    from store import purging
    from store.clock import today as today_of

    path = context.prepared()
    _may_ask(yes=yes, widens=not expired)
    with context.project_reading() as (_, project):
        today = today_of(project.fixed_today)
    day = read_date(before, today, (project.start, project.end)) if before is not None else None
    wish = _person() if person else purging.Wish(before=day, event=event, expired=today if expired else None)
    with context.project_reading() as (connection, project):
        found = purging.found(connection, project, wish)
    widens = found.rows > 0 and not expired
    written = f"{t('cli.purge_open_answers', n=found.texts)} " if found.texts else ""
    _confirm(yes=yes, question=written + t("cli.confirm_purge", n=found.rows), widens=widens)
    done = purging.purge(path, project, wish)
    _put(done, t("cli.purged", n=done.rows), {}, json=json, widens=widens)


@click.group("key", help=t("cli.help_key"))
def key_command() -> None:
    """The secret that people's keys are made with."""


@key_command.command("show", help=t("cli.help_key_show"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def key_show_command(context: Context, json: bool) -> None:
    """Print where the secret is kept, and whether it made the keys of the store; never the secret."""
    from core.personkeys import key_mark
    from importers import personkeys
    from store import purging

    path = str(personkeys.key_file(os.environ))
    secret = personkeys.load(os.environ)
    mark = key_mark(secret) if secret else None
    with context.reading() as connection:
        marks = purging.marks(connection)
    here, elsewhere = marks.get(mark or "", 0), sum(n for one, n in marks.items() if one != mark)
    too_open = personkeys.too_open(os.environ)
    if json:
        put_json({"file": path, "there": secret is not None, "too_open": too_open, "mark": mark,
                  "lists": {"this": here, "other": elsewhere}})  # fmt: skip
        return
    lines = [t("cli.key_file" if secret else "cli.key_not_there", path=path)]
    lines += [t("cli.key_too_open", path=path)] if too_open else []
    lines += [t("cli.key_lists", n=here)] if secret else []
    lines += [t("cli.key_other_lists", n=elsewhere)] if elsewhere else []
    put([safe(line) for line in lines])


@key_command.command("rotate", help=t("cli.help_key_rotate"))
@click.option("--yes", is_flag=True, help=t("cli.option_yes"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def key_rotate_command(context: Context, yes: bool, json: bool) -> None:
    """Make a new secret and drop the keys that the old one made."""
    from core.personkeys import key_mark, person_key
    from importers import personkeys
    from store import purging

    path = context.prepared()
    _may_ask(yes=yes, widens=True)
    with context.reading() as connection:
        held = purging.held(connection)
    widens = held.keys > 0
    _confirm(yes=yes, question=t("cli.confirm_key_rotate", n=held.keys), widens=widens)
    # the file first: if the computer stops in between, `key show` tells of keys that it did not make, and rotating once
    # more drops them
    secret = personkeys.rotate(os.environ)
    done = purging.rotate(path, lambda email: person_key(secret, email), key_mark(secret))
    file = str(personkeys.key_file(os.environ))
    _put(done, t("cli.key_rotated", n=done.rows, path=file), {"file": file}, json=json, widens=widens)


def _may_ask(*, yes: bool, widens: bool) -> None:
    """EtappiError where nobody has said yes and nobody can be asked; *widens*: figures of people get less sure."""
    if not yes and not sys.stdin.isatty():
        raise EtappiError("cli.purge_needs_yes" if widens else "cli.needs_yes")


def _confirm(*, yes: bool, question: str, widens: bool) -> None:
    """Ask, unless yes was said already; a no ends the command."""
    if not yes:
        from cli.asking import confirmed

        if not confirmed(f"{t('cli.purge_widens')} {question}" if widens else question):
            raise click.Abort


def _put(done: "Purged", told: str, more: dict[str, object], *, json: bool, widens: bool) -> None:
    """Say what a purge did."""
    if json:
        put_json({**more, "rows": done.rows, "open_answers": done.texts, "log": done.log, "bounds_widen": widens,
                  "backups": {"rewritten": list(done.rewritten), "deleted": list(done.deleted)}})  # fmt: skip
        return
    lines = [told, *([t("cli.purged_open_answers", n=done.texts)] if done.texts else [])]
    lines += [*([t("cli.purged_widened")] if widens else []), t("cli.purged_log", n=done.log)]
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
