"""`etappi info | backup | restore`: the file itself."""

import os
import sys
from typing import TYPE_CHECKING

import click

from cli.context import Context
from cli.moments import moment
from cli.output import put, put_json
from cli.table import Column, draw
from core.display import safe
from core.errors import EtappiError
from core.version import __version__
from locales import has, t
from locales.formats import date, number

if TYPE_CHECKING:
    from store.purging import Held

DASH = "–"


@click.command("info", help=t("cli.help_info"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def info_command(context: Context, json: bool) -> None:
    """Print where the store is, its versions and size, and what personal data it holds."""
    from store.database import schema_version
    from store.opening import sqlite_version
    from store.purging import held

    with context.reading() as connection:
        major, minor = schema_version(connection)
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        projects = connection.execute("SELECT count(*) FROM project").fetchone()[0]
        organisations = connection.execute("SELECT count(*) FROM organisation").fetchone()[0]
        personal = held(connection)
    path = os.path.realpath(context.path)
    size = os.stat(path).st_size  # noqa: PTH116
    if json:
        put_json({"db": path, "version": __version__, "schema": f"{major}.{minor}", "size": size, "journal_mode": mode,
                  "sqlite": sqlite_version(), "projects": projects, "organisations": organisations,
                  "personal_data": {"names": personal.names, "emails": personal.emails, "keys": personal.keys,
                                    "open_answers": personal.texts,
                                    "log": personal.log, "since": personal.since,
                                    "until": personal.until}})  # fmt: skip
        return
    put([safe(line) for line in (
        t("cli.info_db", path=path), t("cli.info_version", version=__version__, schema=f"{major}.{minor}"),
        t("cli.info_sqlite", version=sqlite_version(), mode=mode), t("cli.info_size", size=number(size // 1024)),
        t("cli.info_holds", projects=projects, organisations=organisations), *_personal(personal),
    )])  # fmt: skip


def _personal(personal: "Held") -> list[str]:
    """What the file holds of persons, since when, and why."""
    if not (personal.names or personal.emails or personal.keys or personal.texts or personal.log):
        return [t("cli.info_personal")]
    since = date(personal.since) if personal.since else DASH
    lines = [t("cli.info_keys", n=personal.keys, since=since)]
    if personal.names or personal.emails:
        until = date(personal.until) if personal.until else DASH
        lines.append(t("cli.info_names", names=personal.names, emails=personal.emails, date=until))
    if personal.texts:
        lines.append(t("survey.info_texts", n=personal.texts))
    if personal.log:
        lines.append(t("cli.info_log", n=personal.log))
    return [*lines, t("cli.info_purge")]


@click.command("backup", help=t("cli.help_backup"))
@click.argument("target", metavar="PATH")
@click.pass_obj
def backup_command(context: Context, target: str) -> None:
    """Copy the store to a new file, verified."""
    from store.backup import copy

    copy(context.prepared(), target)
    put([safe(t("cli.backed_up", path=target))])


@click.command("restore", help=t("cli.help_restore"))
@click.argument("source", metavar="PATH", required=False)
@click.option("--yes", is_flag=True, help=t("cli.option_yes"))
@click.pass_obj
def restore_command(context: Context, source: str | None, yes: bool) -> None:
    """List the backups, or put one in place of the store's content."""
    from store import backup
    from store.restoring import restore

    path = context.prepared()
    if source is None:
        found = backup.all_of(path)
        if not found:
            put([t("cli.no_backups")])
            return
        head = [Column(t("log.head_at")), Column(t("cli.head_why")), Column(t("cli.head_size"), right=True),
                Column(t("cli.head_file"))]  # fmt: skip
        put(draw(head, [[moment(one.at.isoformat()), _why(one.why), f"{number(one.size // 1024)} kB", one.path]
                        for one in found]))  # fmt: skip
        return
    if not yes:
        if not sys.stdin.isatty():
            raise EtappiError("cli.needs_yes")
        from cli.asking import confirmed

        if not confirmed(t("cli.confirm_restore", path=source)):
            raise click.Abort
    before = restore(path, source)
    put([safe(t("cli.restored", path=source, before=before))])


def _why(word: str) -> str:
    """What came after a backup, in words; a word that no catalogue has stays."""
    return t(f"cli.backup_{word}") if has(f"cli.backup_{word}") else word
