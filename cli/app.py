"""The full command line: global options before or after the verb, families of verbs imported when they are used."""

import importlib
import os
import sys
from gettext import bindtextdomain
from pathlib import Path

import click

from cli.context import Context
from cli.output import complain, say, say_lines
from cli.status import choose_language
from core.errors import EtappiError
from core.version import __version__
from locales import LANGUAGES, language, t

GLOBAL_OPTIONS = {"--db": "db", "--project": "project", "--lang": "language", "--theme": "theme"}
THEMES = ("dark", "light", "terminal")

# verb -> module of cli (its command is a function of the verb's name with "_command" behind it)
VERBS = {
    "status": "showing", "demo": "planning", "init": "planning", "import": "importing", "imports": "importing",
    "undo": "history", "redo": "history", "log": "history", "roles": "network", "orgs": "network", "org": "network",
    "wp": "progress", "late": "progress", "set": "setting", "missing": "reporting", "report": "reporting",
    "obligation": "obligations", "decision": "deciding", "deadlines": "deadlines", "form": "forms",
    "events": "events", "event": "event", "reach": "reach", "survey": "survey", "export": "exporting",
    "close": "closing", "reopen": "closing", "snapshot": "snapshot", "diff": "differing", "why": "why",
    "check": "checking", "info": "keeping", "backup": "keeping", "restore": "keeping",
    "purge": "purging", "key": "purging",
}  # fmt: skip


class Families(click.Group):
    """Imports the module of a verb when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        family = VERBS.get(cmd_name)
        if family is None:
            return None
        command = getattr(importlib.import_module(f"cli.{family}"), f"{cmd_name}_command")
        if not isinstance(command, click.Command):
            raise TypeError(f"cli.{family}.{cmd_name}_command is not a command")
        _speak_usage(command)
        return command


def run(arguments: list[str]) -> int:
    """Carry out a command line; returns the exit code of contract.md. Every error is one sentence on stderr."""
    choose_language(None, _language_of_store(Context().path))
    try:
        context, rest = _global_options(arguments)
        choose_language(context.language, _language_of_store(context.path))
        _speak_click()
        if not rest:
            from cli.opening import open_app

            return open_app(context)
        outcome = _root().main(rest, prog_name="etappi", standalone_mode=False, obj=context)
        return outcome if isinstance(outcome, int) else 0
    except EtappiError as error:
        sys.stdout.flush()
        return complain(error)
    except click.exceptions.Exit as error:
        return error.exit_code
    except SystemExit:
        return 0  # click's answer to a reader that has gone
    except click.Abort:
        say(t("cli.aborted"))
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        say_lines(error.format_message())
        return 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "etappi"
        say(f"etappi: {error.format_message().rstrip('.')}. {t('cli.see_help', command=command)}")
        return 2
    except MemoryError:
        return complain(EtappiError("cli.out_of_memory"))


def _speak_usage(command: click.Command) -> None:
    """click writes [OPTIONS] and COMMAND [ARGS]... in English."""
    command.options_metavar = t("cli.usage_options")
    if isinstance(command, click.Group):
        command.subcommand_metavar = t("cli.usage_command")
        for one in command.commands.values():
            _speak_usage(one)


def _language_of_store(path: str) -> str | None:
    """The language of the store's first project, so that help and complaints speak it too; None if there is none."""
    from store.database import reading
    from store.status import projects

    try:
        with reading(path) as connection:
            found = projects(connection)
    except EtappiError:
        return None
    return found[0].language if found else None


def _root() -> click.Group:
    root = Families(
        name="etappi",
        help=t("cli.help"),
        epilog=t("cli.help_global"),
        context_settings={"help_option_names": ["-h", "--help"]},
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help=t("cli.help_version"),
            )
        ],
    )
    _speak_usage(root)
    return root


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"etappi {__version__}")
        context.exit(0)


def _global_options(arguments: list[str]) -> tuple[Context, list[str]]:
    """Take the global options out, wherever they stand (before ``--``)."""
    found: dict[str, str] = {}
    rest: list[str] = []
    mouse = True
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
            break
        name, equals, value = word.partition("=")
        if word == "--no-mouse":
            mouse = False
            continue
        if name not in GLOBAL_OPTIONS:
            rest.append(word)
            continue
        given = value if equals else next(words, None)
        if given is None:
            raise EtappiError("cli.option_without_value", option=name)
        found[GLOBAL_OPTIONS[name]] = given
    spoken = found.get("language")
    if spoken is not None and spoken not in LANGUAGES:
        raise EtappiError("cli.unknown_language", value=spoken, languages=", ".join(LANGUAGES))
    theme = found.get("theme")
    if theme is not None and theme not in THEMES:
        raise EtappiError("cli.unknown_theme", value=theme, themes=", ".join(THEMES))
    return Context(**found, mouse=mouse), rest


def _speak_click() -> None:
    """click takes its own words from gettext's default domain: give it ours, in the chosen language."""
    bindtextdomain("messages", str(Path(__file__).parent.parent / "locales" / "click"))
    os.environ["LANGUAGE"] = language()
