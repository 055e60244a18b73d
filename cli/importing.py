"""`etappi import | imports`: a file in, always with its preview; written only by one's word."""

import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.context import Context
from cli.manyfiles import STDIN, gathered
from cli.moments import moment
from cli.output import complain, flush, put, put_json, say, terminal_width
from cli.table import Column, draw
from core.display import safe
from core.errors import EtappiError, StoreError
from core.importing import ImportPlan, Question
from locales import t

if TYPE_CHECKING:
    from importers.answers import Answers
    from importers.apply import Source
    from importers.surveys.model import CodeList

KINDS = ("participation", "organisations", "obligations", "form", "attendance", "events", "survey")


@dataclass(frozen=True)
class _Wish:
    """The options that say what is to be done with the plans."""

    dry_run: bool
    wanted: bool
    questions: str | None
    everything: bool
    json: bool
    codes: str | None = None
    """The path of the code list."""

    @property
    def asks(self) -> bool:
        """True where a person sits at the terminal and may be asked."""
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        return terminal and not (self.dry_run or self.json or self.questions)


@click.command("import", help=t("cli.help_import"))
@click.argument("files", metavar="FILE…|-", nargs=-1, required=True)
@click.option("--as", "kind", type=click.Choice(KINDS), help=t("cli.option_as"))
@click.option("--wp", metavar="CODE", help=t("cli.option_import_wp"))
@click.option("--event", metavar="ID", help=t("cli.option_import_event"))
@click.option("--keep-names", metavar="DATE", help=t("cli.option_keep_names"))
@click.option("--least-minutes", type=click.IntRange(min=1), metavar="N", help=t("cli.option_least_minutes"))
@click.option("--survey", metavar="CODE/WAVE", help=t("cli.option_import_survey"))
@click.option("--codes", metavar="FILE", help=t("cli.option_codes"))
@click.option("--partial", is_flag=True, help=t("cli.option_partial"))
@click.option("--whole", multiple=True, metavar="CODE", help=t("cli.option_whole"))
@click.option("--dry-run", is_flag=True, help=t("cli.option_dry_run"))
@click.option("--apply", "wanted", is_flag=True, help=t("cli.option_apply"))
@click.option("--questions", metavar="FILE", help=t("cli.option_questions"))
@click.option("--answers", "answers_files", metavar="FILE", multiple=True, help=t("cli.option_answers"))
@click.option(
    "--unmarked", type=click.Choice(["beneficiary", "unknown", "all", "marked"]), help=t("cli.option_unmarked")
)
@click.option("--skip-errors", is_flag=True, help=t("cli.option_skip_errors"))
@click.option("--all", "everything", is_flag=True, help=t("cli.option_all"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def import_command(
    context: Context, files: tuple[str, ...], kind: str | None, wp: str | None, whole: tuple[str, ...], dry_run: bool,
    wanted: bool, questions: str | None, answers_files: tuple[str, ...], unmarked: str | None, skip_errors: bool,
    everything: bool, json: bool, event: str | None, keep_names: str | None,
    least_minutes: int | None, survey: str | None, partial: bool, codes: str | None,
) -> int:  # fmt: skip
    """Show what files would change, ask what is not clear, and write it by one's word."""
    from importers.answers import merged, read
    from importers.apply import Source

    if dry_run and wanted:
        raise click.UsageError(t("cli.dry_or_apply"))
    if codes is not None and (event is not None or kind not in (None, "survey")):
        raise EtappiError("cli.codes_of_survey")
    found, worst = gathered(files, context.path)
    answers = merged(read(Path(one)) for one in answers_files)
    listed = _code_list(codes, context.path) if codes is not None else None
    sources = [Source(content=file.content, file=file.name, answers=answers, package=wp, unmarked=unmarked,
                      skip_errors=skip_errors, whole=whole, kind=kind, event=event, keep_names=keep_names,
                      least_minutes=least_minutes, survey=survey, partial=partial, codes=listed)
               for file in found]  # fmt: skip
    wish = _Wish(dry_run, wanted, questions, everything, json, codes)
    if len(files) == 1 and not Path(files[0]).is_dir():
        return _one(context, sources[0], wish)
    if wish.asks and STDIN not in files:
        return max([worst, *(_tried(context, source, wish) for source in sources)])
    return max(worst, _several(context, sources, wish))


def _code_list(path: str, store: str) -> "CodeList":
    """The words behind LimeSurvey's codes that a file has; EtappiError where it cannot be read or is no such list."""
    from importers.detect import read_file
    from importers.surveys import codes, texts

    return codes.read(texts.grids_of(read_file(path, store), path))


def _tried(context: Context, source: "Source", wish: _Wish) -> int:
    """As `_one`; a file that cannot be read keeps none of the others back."""
    try:
        return _one(context, source, wish)
    except StoreError:
        raise
    except EtappiError as error:
        return complain(error)


def _one(context: Context, source: "Source", wish: _Wish) -> int:
    """One file from its preview to what came of it; the exit code."""
    project_id, plan = _planned(context, source)
    asks = wish.asks and source.file != t("cli.stdin")
    if wish.questions:
        _write_questions(wish.questions, plan.questions, plan.file, source.answers)
    if not wish.json:
        _preview(plan, everything=wish.everything, asking=asks)
    given = False
    while asks and plan.questions:
        from cli.asking import ask

        before, old = plan.questions, source.answers
        answers, finished = ask(plan, source.answers)
        source, given = replace(source, answers=answers), given or answers != old
        if not finished:
            return _left(context, source, wish, given, open_questions=True)
        project_id, plan = _planned(context, source)
        if plan.questions == before:
            break
        if not plan.questions:
            put([""])
            _preview(plan, everything=wish.everything, asking=asks)
    word = _word(plan, asks, wish.dry_run, wish.wanted)
    if given and not word and not plan.questions and not plan.errors and plan.changes_something:
        return _left(context, source, wish, given, open_questions=False)
    code, answer = _finish(context, project_id, source, plan, word, wish.json, told=bool(wish.questions))
    if wish.json:
        put_json(answer)
    if wish.questions and plan.questions:
        command = _command(context, source, wish, wish.questions, "--apply")
        say(t("cli.fill_and_run", path=wish.questions, command=command))
    return code


def _several(context: Context, sources: list["Source"], wish: _Wish) -> int:
    """Several files without a person: all previews first, each as if the files before it were saved; written, each as
    an import of its own, only where none has a question or a row in error. The worst exit code."""
    from importers.afterwards import after
    from store import queries

    with context.project_reading() as (connection, project):
        known = queries.known(connection, project.id)
    plans: list[tuple[Source, ImportPlan]] = []
    worst = 0
    for source in sources:
        try:
            plan = source.plan(known)
        except StoreError:
            raise
        except EtappiError as error:
            worst = max(worst, complain(error))
            continue
        if not wish.json:
            put([""] if plans else [])
            _preview(plan, everything=wish.everything, asking=False)
        plans.append((source, plan))
        known = after(known, plan)
    if wish.questions:
        asked = {(one.kind, one.text): one for _, plan in plans for one in plan.questions}
        names = ", ".join(plan.file for _, plan in plans)
        _write_questions(wish.questions, tuple(asked.values()), names, sources[0].answers)
    write = wish.wanted and not worst and not any(plan.questions or plan.errors for _, plan in plans)
    answers = []
    for source, shown in plans:
        plan = _planned(context, source)[1] if write else shown
        code, answer = _finish(context, project.id, source, plan, write, wish.json, told=bool(wish.questions))
        worst = max(worst, code)
        answers.append(answer)
    if wish.json:
        put_json(answers)
    elif wish.wanted and not write:
        say(t("cli.none_saved"))
    return worst


def _preview(plan: ImportPlan, *, everything: bool, asking: bool) -> None:
    from cli.preview import preview_lines

    put(preview_lines(plan, terminal_width(), everything=everything, asking=asking))
    flush()


def _left(context: Context, source: "Source", wish: _Wish, given: bool, *, open_questions: bool) -> int:
    """The person leaves: nothing is saved but, if wanted, the answers; the exit code, 1 where questions are open."""
    from cli.asking import keep

    target = keep(source.answers, source.file) if given else None
    if target:
        say(t("cli.go_on", path=target, command=_command(context, source, wish, target)))
    say(t("cli.nothing_saved"))
    return int(open_questions)


def _command(context: Context, source: "Source", wish: _Wish, answers: str, *more: str) -> str:
    """The command that goes on with a file of answers, as it can be pasted into a shell."""
    least = None if source.least_minutes is None else str(source.least_minutes)
    options: list[tuple[str, str | None]] = [("--db", context.db), ("--project", context.project)]
    own: list[tuple[str, str | None]] = [("--as", source.kind), ("--wp", source.package),
                                         ("--event", source.event), ("--survey", source.survey),
                                         ("--codes", wish.codes),
                                         *(("--whole", code) for code in source.whole),
                                         ("--keep-names", source.keep_names), ("--least-minutes", least),
                                         ("--unmarked", source.unmarked), ("--answers", answers)]  # fmt: skip
    file = "-" if source.file == t("cli.stdin") else source.file
    parts = ["etappi", *(part for name, value in options if value for part in (name, value)), "import", file]
    parts += [part for name, value in own if value for part in (name, value)]
    flags = [name for name, wanted in (("--skip-errors", source.skip_errors), ("--partial", source.partial)) if wanted]
    return shlex.join([*parts, *flags, *more])


def _planned(context: Context, source: "Source") -> tuple[int, ImportPlan]:
    from store import queries

    with context.project_reading() as (connection, project):
        known = queries.known(connection, project.id)
    return project.id, source.plan(known)


def _word(plan: ImportPlan, asks: bool, dry_run: bool, wanted: bool) -> bool:
    """Whether the person says that the plan is to be written."""
    if dry_run or plan.questions or plan.errors or not plan.changes_something:
        return wanted
    if wanted or not asks:
        return wanted
    from cli.asking import confirmed

    return confirmed(t("cli.confirm_save"))


def _finish(context: Context, project_id: int, source: "Source", plan: ImportPlan, write: bool, json: bool,
            *, told: bool) -> tuple[int, dict[str, object]]:  # fmt: skip
    """Write the plan if that is wanted and possible, and say what came of it: the exit code and the JSON of the plan.
    *told*: the questions are in a file."""
    from importers.apply import apply
    from importers.planjson import as_json

    batch = None
    open_questions = bool(plan.questions)
    if write and not open_questions:
        if plan.errors and json:
            put_json(as_json(plan, applied=False, batch=None))
        batch = apply(context.prepared(), project_id, source, plan)
    if json:
        pass
    elif batch is not None:
        put([safe(t("import.title_saved", file=plan.file, batch=batch)), t("cli.how_to_undo", batch=batch)])
    elif open_questions and not told:
        say(t("cli.open_questions", n=len(plan.questions)))
    elif plan.errors:
        say(t("import.error_rows_in_error", n=plan.errors))
    elif plan.changes_something and not write and not open_questions:
        say(t("cli.only_preview"))
    code = 1 if open_questions else 2 if plan.errors else 0
    return code, as_json(plan, applied=write and not open_questions, batch=batch)


def _write_questions(target: str, questions: tuple[Question, ...], file: str, given: "Answers") -> None:
    """Write the open questions to a new file, with the answers *given* so far; EtappiError if it exists or cannot be
    written."""
    from cli.asking import write_new
    from importers.answers import write_questions

    write_new(target, write_questions(questions, file, given))
    say(t("cli.questions_written", n=len(questions), path=target))


@click.command("imports", help=t("cli.help_imports"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def imports_command(context: Context, json: bool) -> None:
    """Print what was imported."""
    from store import queries

    with context.project_reading() as (connection, project):
        rows = queries.batches(connection, project.id)
    if json:
        put_json([{"batch": row.number, "file": row.file, "kind": row.kind, "at": row.at, "actor": row.actor,
                   "added": row.added, "changed": row.changed, "removed": row.removed, "undone": row.undone}
                  for row in rows])  # fmt: skip
        return
    if not rows:
        put([t("cli.no_imports")])
        return
    head = [Column(t("log.head_number"), right=True), Column(t("log.head_at")), Column(t("log.head_actor")),
            Column(t("cli.head_file"), gives_way=True), Column(t("cli.head_added"), right=True),
            Column(t("cli.head_changed"), right=True), Column(t("cli.head_removed"), right=True),
            Column("")]  # fmt: skip
    lines = [[str(row.number), moment(row.at), row.actor, row.file, str(row.added), str(row.changed), str(row.removed),
              t("log.undone") if row.undone else ""] for row in rows]  # fmt: skip
    put(draw(head, lines, terminal_width()))
