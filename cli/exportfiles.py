"""Reports as files in a folder: what they are called, and the folder of all of them with its list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core import quarter as quarters
from core.display import safe
from core.errors import EtappiError
from core.filenames import file_name, folder_name
from locales import language, t
from reports.content import Content
from reports.document import Cell, Column, Document, Table
from reports.pieces import lead_lines, small_print
from reports.registry import KINDS, Options, write
from store.outfiles import write_all


@dataclass(frozen=True)
class Job:
    """One report in one format: what it is made of, the freeze before it, the code of its package if it has one."""

    kind: str
    form: str
    content: Content
    before: Content | None
    package: str | None

    def made(self) -> bytes | dict[str, bytes]:
        """The report: a file, or one a table by the table's code."""
        return write(self.kind, self.form, self.content, Options(self.before, self.package))

    def files(self, table: str | None = None) -> dict[str, bytes]:
        """Its files by name; with *table* that table only, where each is a file."""
        made = self.made()
        if isinstance(made, bytes):
            return {self.name(): made}
        chosen = made if table is None else {table: one_table(made, table)}
        return {self.name(code): one for code, one in chosen.items()}

    def name(self, table: str | None = None) -> str:
        """What a file of it is called: ``DIGI24_Neljannesraportti_Q3-2024.docx``."""
        parts = (self.content.project.code, t(f"export.kind_{self.kind}"), self.package, _quarter(self.content), table)
        return file_name(*(part for part in parts if part), ending=self.form)


def one_table(made: dict[str, bytes], wanted: str | None) -> bytes:
    """One table of several, or the only one; EtappiError where it is not said which."""
    if wanted is None and len(made) == 1:
        return next(iter(made.values()))
    if wanted is None or wanted not in made:
        raise EtappiError("export.which_table", tables=", ".join(made) or "–")
    return made[wanted]


def export_one(
    folder: str, kind: str, form: str, content: Content, before: Content | None, package: str | None,
    table: str | None, *, force: bool,
) -> tuple[str, ...]:  # fmt: skip
    """Write one report into *folder*, of every package where it is about one and none is named; the paths."""
    files: dict[str, bytes] = {}
    for code in _packages(kind, content, package):
        files |= Job(kind, form, content, before, code).files(table)
    return write_all(folder, files, force=force)


def export_all(
    folder: str, content: Content, before: Content | None, package: str | None, *, force: bool
) -> tuple[str, ...]:
    """Write every report in its main formats into a dated folder in *folder*, with a list of them; the paths.

    A report for which the project has nothing to tell is left out, and the list says so.
    """
    files: dict[str, bytes] = {}
    listed: list[tuple[str, str]] = []
    for job in _every(content, before, package):
        title = t(f"export.kind_{job.kind}") + (f" {job.package}" if job.package else "")
        try:
            made = job.files()
        except EtappiError as error:
            domain, _, name = error.code.partition(".")
            listed.append((title, t(f"{domain}.error_{name}", **error.values)))
            continue
        files |= made
        listed += [(title, name) for name in made]
    files[file_name(t("export.contents"), ending="md")] = _contents(content, listed)
    dated = folder_name(content.project.code, _quarter(content), content.as_of)
    return write_all(f"{folder.rstrip('/') or '/'}/{dated}", files, force=force)


def _every(content: Content, before: Content | None, package: str | None) -> Iterator[Job]:
    for kind, one in KINDS.items():
        for form in one.main:
            for code in _packages(kind, content, package):
                yield Job(kind, form, content, before, code)


def _packages(kind: str, content: Content, package: str | None) -> Iterable[str | None]:
    """The packages of which a report is made one by one; once None for a report of the whole project."""
    if not KINDS[kind].packages:
        return (None,)
    return (package,) if package is not None else tuple(one.code for one in content.packages)


def _contents(content: Content, listed: list[tuple[str, str]]) -> bytes:
    """The list of a folder: every report and its file."""
    heads = (Column("report", t("export.head_report")), Column("file", t("export.head_file")))
    rows = tuple((Cell(safe(title)), Cell(safe(name))) for title, name in listed)
    table = Table("contents", t("export.contents"), heads, rows)
    document = Document(
        code="contents", title=t("export.contents"), language=language(), lead=lead_lines(content), blocks=(table,),
        footer=small_print(content), project=content.project.code, quarter=content.code, as_of=content.as_of,
        snapshot=content.name, sha256=content.sha256,
    )  # fmt: skip
    from reports.markdown import write as markdown

    return markdown(document)


def _quarter(content: Content) -> str:
    """The quarter in a file's name: ``Q3-2024``."""
    return f"{quarters.short(content.quarter)}-{content.quarter // 4}"
