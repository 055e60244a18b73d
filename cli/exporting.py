"""`etappi export KIND`: reports as files, from a snapshot or from the present."""

import os
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from cli.context import Context
from cli.output import put, put_bytes, say
from cli.status import read_quarter
from core.codes import code_key
from core.display import safe
from core.errors import EtappiError
from locales import t
from reports.registry import ALL_FORMATS, KINDS, TEXT_FORMATS

if TYPE_CHECKING:
    from reports.content import Content

ALL = "all"
STDOUT = (None, "-")


@click.command("export", help=t("export.help", kinds=", ".join(KINDS)))
@click.argument("kind", metavar="KIND", type=click.Choice([*KINDS, ALL]))
@click.option("--format", "form", type=click.Choice(ALL_FORMATS), help=t("export.option_format"))
@click.option("--quarter", metavar="Q", help=t("export.option_quarter"))
@click.option("--wp", "package", metavar="CODE", help=t("export.option_wp"))
@click.option("--snapshot", metavar="NAME", help=t("export.option_snapshot"))
@click.option("-o", "--output", metavar="PATH", help=t("export.option_output"))
@click.option("--dir", "folder", metavar="DIR", help=t("export.option_dir"))
@click.option("--table", metavar="CODE", help=t("export.option_table"))
@click.option("--force", is_flag=True, help=t("export.option_force"))
@click.pass_obj
def export_command(
    context: Context, kind: str, form: str | None, quarter: str | None, package: str | None, snapshot: str | None,
    output: str | None, folder: str | None, table: str | None, force: bool,
) -> None:  # fmt: skip
    """Write a report to a file, to a folder or to stdout."""
    if output is not None and folder is not None:
        raise EtappiError("export.file_or_folder")
    if kind == ALL and (folder is None or form is not None or table is not None):
        raise EtappiError("export.all_to_folder")
    content, before = _content(context, snapshot, quarter)
    code = _package(content, package)
    if kind != ALL and code is not None and not KINDS[kind].packages:
        raise EtappiError("export.whole_project", kind=kind)
    from reports.exportfiles import Job, one_table

    if folder is not None:
        _written(_to_folder(folder, kind, form, content, before, code, table, force=force))
        return
    if KINDS[kind].packages and code is None:
        raise EtappiError("export.which_package", kind=kind)
    wanted = form or _usual(kind, output)
    if output in STDOUT and wanted not in TEXT_FORMATS and sys.stdout.isatty():
        raise EtappiError("export.binary_to_terminal", format=wanted)
    made = Job(kind, wanted, content, before, code).made()
    whole = made if isinstance(made, bytes) else one_table(made, table)
    if output is None or output == "-":
        put_bytes(whole)
    else:
        _write(output, whole, force)
        _written((output,))


def _to_folder(
    folder: str, kind: str, form: str | None, content: "Content", before: "Content | None", package: str | None,
    table: str | None, *, force: bool,
) -> tuple[str, ...]:  # fmt: skip
    """Write one report into *folder*, or all of them into a dated folder in it; the paths."""
    from reports.exportfiles import dated_folder, files_of, files_of_all
    from store.outfiles import write_all

    if kind == ALL:
        dated = f"{folder.rstrip('/') or '/'}/{dated_folder(content)}"
        return write_all(dated, files_of_all(content, before, package), force=force)
    files = files_of(kind, form or KINDS[kind].main[0], content, before, package, table)
    return write_all(folder, files, force=force)


def _content(context: Context, snapshot: str | None, quarter: str | None) -> "tuple[Content, Content | None]":
    """What the report is made of, and the freeze of the quarter before it."""
    from reports.content import Content
    from store.reportcontent import report_content

    with context.project_reading() as (connection, project):
        found = report_content(connection, project, snapshot, read_quarter(quarter, project.start, project.end))
    before = None if found.before is None else Content(found.before, quarter=found.quarter - 1)
    return Content(found.content, found.name, found.quarter), before


def _package(content: "Content", wanted: str | None) -> str | None:
    """The code of a package as the plan writes it; EtappiError where there is none."""
    if wanted is None:
        return None
    for one in content.packages:
        if code_key(one.code) == code_key(wanted):
            return one.code
    raise EtappiError("progress.unknown_package", code=wanted)


def _usual(kind: str, output: str | None) -> str:
    """The format of a file by its ending, else the kind's first; on stdout the first that a terminal can show."""
    if output is not None and output != "-":
        ending = PurePath(output).suffix.lower().removeprefix(".")
        if ending and ending not in ALL_FORMATS:
            raise EtappiError("export.no_format", kind=kind, format=ending, formats=", ".join(KINDS[kind].formats))
        return ending or KINDS[kind].main[0]
    shown = [form for form in KINDS[kind].formats if form in TEXT_FORMATS]
    return (*shown, *KINDS[kind].formats)[0]


def _write(path: str, content: bytes, force: bool) -> None:
    from store.outfiles import write_all

    folder, name = os.path.split(path)
    if not name:
        raise EtappiError("export.not_a_file", path=path)
    write_all(folder or ".", {name: content}, force=force)


def _written(paths: tuple[str, ...]) -> None:
    """The paths are data; how many there are is narration."""
    put(map(safe, paths))
    say(t("export.written", n=len(paths)))
