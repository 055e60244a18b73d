"""`etappi init | demo`: a project from a plan file, and the demo project."""

import os
import sys
from importlib.resources import files
from typing import Any

import click

from cli.context import Context
from cli.output import put, put_json, say, terminal_width
from cli.status import choose_language, status_lines
from core.display import safe, safe_lines
from core.errors import EtappiError
from core.planning import PlanErrors
from locales import language, t


@click.command("init", help=t("cli.help_init"))
@click.argument("plan", metavar="PLAN.toml", required=False)
@click.option("--example", is_flag=True, help=t("cli.option_example"))
@click.option("--from", "document", metavar="DOCUMENT", help=t("cli.option_from"))
@click.option("--apply", is_flag=True, help=t("plandiff.option_apply"))
@click.option("--decision", metavar='"26.9.2024 § 5"', help=t("progress.option_decision"))
@click.option("--no-decision", "undecided", is_flag=True, help=t("plandiff.option_no_decision"))
@click.option("--effective", metavar="Q", help=t("plandiff.option_effective"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def init_command(
    context: Context, /, plan: str | None, example: bool, document: str | None, json: bool, **change: Any
) -> int:
    """Make a project of a plan file, tell or write what a changed one differs in, print a commented example of one, or
    draft one from a plan document."""
    if (plan is not None) + example + (document is not None) != 1 or (plan is None and any(change.values())):
        raise EtappiError("cli.init_what")
    if document is not None:
        return _draft(context, document, json)
    if example:
        sys.stdout.write(files("importers").joinpath("example.toml").read_text(encoding="utf-8"))
        return 0
    return _init(context, plan or "", json, change)


def _draft(context: Context, file: str, json: bool) -> int:
    """Print the plan file that a document makes; what is not sure goes to stderr, too."""
    from core.places import config_folder
    from importers.detect import read_file
    from importers.documentwords import of_user
    from importers.places import finding_text
    from importers.places import text as place_text
    from importers.plandocument import read_document
    from importers.plandraft import draft
    from importers.planfile import as_lines, read_plan

    plan = read_document(read_file(file, context.path), file, of_user(config_folder(os.environ)))
    choose_language(context.language, plan.language)
    text = draft(plan)
    problems: list[str] = []
    try:
        read_plan(text.encode(), t("draft.name"))
    except PlanErrors as errors:
        problems = as_lines(errors)
    counts = {
        "packages": len(plan.packages),
        "items": sum(len(package.actions) + len(package.outputs) for package in plan.packages),
        "indicators": sum(len(package.indicators) for package in plan.packages),
    }
    findings = [(one, place_text(one.place), finding_text(one)) for one in plan.findings]
    if json:
        put_json({"plan": text, **counts, "problems": problems,
                  "findings": [{"code": one.code, "severity": one.severity, "place": place, "text": sentence}
                               for one, place, sentence in findings]})  # fmt: skip
        return 0
    put([safe_lines(text).rstrip("\n")])
    told = ", ".join(t(f"cli.count_{word}", n=count) for word, count in counts.items())
    say(t("draft.made", file=safe(file), counts=told))
    for _, place, sentence in findings:
        say(f"{place}: {sentence}" if place else sentence)
    if problems:
        say(t("draft.unsound"))
        for line in problems:
            say(line)
    return 0


def _init(context: Context, file: str, json: bool, change: dict[str, Any]) -> int:
    from importers.detect import read_file
    from importers.places import finding_text
    from importers.planchange import existing
    from importers.planfile import as_lines, note_lines, read_plan
    from importers.planorganisations import resolve
    from store import queries
    from store.commands.plan import make_project
    from store.database import reading
    from store.writing import writing

    content = read_file(file, context.path)
    try:
        plan = read_plan(content, file)
    except PlanErrors as errors:
        for line in as_lines(errors):
            say(line)
        say(t("plan.error_invalid", file=safe(file), n=len(errors.problems)))
        return errors.exit
    existed = os.path.lexists(context.path)
    path = context.prepared(make=True)
    with reading(path) as connection:
        there = existing(connection, plan)
    if there is not None:
        from cli.plandiff import update

        return update(context, there, plan, file, json=json, **change)
    try:
        with writing(path, f"init {safe(file)}"[:200]) as writer:
            found = resolve(plan, queries.known(writer.connection, 0).organisations, file)
            made = make_project(writer, plan, found.names, found.new, language=language())
    except EtappiError:
        if not existed:
            os.unlink(path)  # noqa: PTH108 - nothing was written, so nothing stays
        raise
    choose_language(context.language, plan.project.language)
    if json:
        put_json({"project": plan.project.code, "packages": made.packages, "items": made.items,
                  "indicators": made.indicators, "organisations": made.organisations,
                  "obligations": made.obligations, "deadlines": made.deadlines,
                  "findings": [{"code": one.code, "severity": one.severity, "text": finding_text(one)}
                               for one in found.findings]})  # fmt: skip
        return 0
    counts = {"packages": made.packages, "items": made.items, "indicators": made.indicators,
              "organisations": made.organisations, "obligations": made.obligations,
              "deadlines": made.deadlines}  # fmt: skip
    put([safe(t("cli.project_made", code=plan.project.code, name=plan.project.name)),
         "  " + ", ".join(t(f"cli.count_{word}", n=count) for word, count in counts.items()
                          if count or word not in ("obligations", "deadlines"))])  # fmt: skip
    for line in [*note_lines(plan), *(finding_text(one) for one in found.findings)]:
        say(line)
    put([t("cli.after_init")])
    return 0


@click.command("demo", help=t("cli.help_demo"))
@click.option("--reset", is_flag=True, help=t("cli.option_reset"))
@click.pass_obj
def demo_command(context: Context, reset: bool) -> int:
    """Open the bundled demo project; without a terminal print its status."""
    from dataclasses import replace

    from store.database import reading
    from store.opening import demo_path, prepare
    from store.status import project_named, read_board

    path = context.db or demo_path()
    if os.path.lexists(path):
        prepare(path)
    if reset and os.path.lexists(path):
        from demo.build import remove

        remove(path)
    if not os.path.lexists(path):
        from demo.build import build

        say(t("cli.building_demo"))
        try:
            build(path)
        except BaseException:
            if os.path.lexists(path):
                os.unlink(path)  # noqa: PTH108 - half a demo is worse than none
            raise
    here = replace(context, db=path)
    if sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        from cli.opening import open_app

        return open_app(here)
    with reading(path) as connection:
        project = project_named(connection, None)
        choose_language(context.language, project.language)
        board = read_board(connection, project)
    put(status_lines(board, terminal_width()))
    return 0
