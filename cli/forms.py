"""`etappi form QUARTER --dir DIR`: the forms of the work packages to their leads."""

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.status import read_quarter
from cli.table import Column, draw
from core import quarter as quarters
from core.codes import code_key
from core.display import safe
from core.errors import EtappiError
from core.filenames import file_name
from core.forms import Form
from locales import t
from locales.formats import date


@click.command("form", help=t("form.help"))
@click.argument("quarter", metavar="QUARTER")
@click.option("--dir", "folder", metavar="DIR", required=True, help=t("form.option_dir"))
@click.option("--wp", "codes", metavar="CODE", multiple=True, help=t("form.option_wp"))
@click.option("--force", is_flag=True, help=t("form.option_force"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def form_command(context: Context, quarter: str, folder: str, codes: tuple[str, ...], force: bool, json: bool) -> None:
    """Write a form for each work package that owes a report of the quarter."""
    from reports.forms import form_bytes
    from store.leadforms import forms
    from store.outfiles import write_all

    with context.project_reading() as (connection, project):
        wanted = read_quarter(quarter, project.start, project.end)
        found = _chosen(forms(connection, project, wanted if wanted is not None else 0), codes)
    if not found:
        raise EtappiError("form.no_forms", quarter=quarter)
    names = _names(found)
    paths = write_all(folder, {name: form_bytes(form) for name, form in zip(names, found, strict=True)}, force=force)
    if json:
        put_json([{"workpackage": form.package, "quarter": quarters.code(form.quarter), "file": path,
                   "language": form.language, "leads": list(form.leads), "items": len(form.items), "due": form.due}
                  for form, path in zip(found, paths, strict=True)])  # fmt: skip
        return
    head = [Column(t("form.head_package")), Column(t("form.head_lead"), gives_way=True), Column(t("cli.head_file"))]
    rows = [[form.package, "; ".join(form.leads) or "–", path] for form, path in zip(found, paths, strict=True)]
    put(draw(head, rows, terminal_width()))
    put(["", safe(t("form.written", n=len(found), date=date(found[0].due)))])


def _chosen(found: tuple[Form, ...], codes: tuple[str, ...]) -> tuple[Form, ...]:
    """The forms of the packages with *codes*; all where none is given. EtappiError for a code that owes none."""
    keys = {code_key(form.package): form for form in found}
    unknown = next((code for code in codes if code_key(code) not in keys), None)
    if unknown is not None:
        raise EtappiError("form.no_form", code=unknown)
    wanted = {code_key(code) for code in codes}
    return tuple(form for key, form in keys.items() if not wanted or key in wanted)


def _names(found: tuple[Form, ...]) -> list[str]:
    """A file's name for each form: ``Q3-2024_TP1.2.xlsx``; no two alike, whatever the case."""
    names: list[str] = []
    for form in found:
        year, number = quarters.split(form.quarter)
        parts = [f"Q{number}-{year}", form.package]
        name = file_name(*parts, ending="xlsx")
        again = 1
        while name.casefold() in {one.casefold() for one in names}:
            again += 1
            name = file_name(*parts, str(again), ending="xlsx")
        names.append(name)
    return names
