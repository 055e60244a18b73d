"""Reports as the files of a folder: what they are called, and the folder of all of them with its list. Nothing is
written here: the verb and the app do, by `store.outfiles.write_all`."""

from collections.abc import Callable, Iterable, Iterator
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

Step = Callable[[int, int, str], object]
"""Told before each report: how many are made, of how many, and the title of the one that is next. What it raises stops
the work."""


def unwatched(made: int, of: int, title: str) -> None:
    """A `Step` that tells nobody."""


@dataclass(frozen=True)
class Job:
    """One report in one format: what it is made of, the freeze before it, the code of its package if it has one."""

    kind: str
    form: str
    content: Content
    before: Content | None
    package: str | None

    @property
    def title(self) -> str:
        """What it is called before it is made."""
        return t(f"export.kind_{self.kind}") + (f" {self.package}" if self.package else "")

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


def files_of(
    kind: str, form: str, content: Content, before: Content | None, package: str | None, table: str | None = None,
    step: Step = unwatched,
) -> dict[str, bytes]:  # fmt: skip
    """One report as files by name, of every package where it is about one and none is named."""
    jobs = [Job(kind, form, content, before, code) for code in _packages(kind, content, package)]
    files: dict[str, bytes] = {}
    for number, job in enumerate(jobs):
        step(number, len(jobs), job.title)
        files |= job.files(table)
    return files


def files_of_all(
    content: Content, before: Content | None, package: str | None = None, step: Step = unwatched
) -> dict[str, bytes]:
    """Every report in its main formats as files by name, with a list of them.

    A report for which the project has nothing to tell is left out, and the list says so.
    """
    files: dict[str, bytes] = {}
    listed: list[tuple[str, str]] = []
    jobs = list(_every(content, before, package))
    for number, job in enumerate(jobs):
        step(number, len(jobs), f"{job.title}, {job.form}")
        try:
            made = job.files()
        except EtappiError as error:
            domain, _, name = error.code.partition(".")
            listed.append((job.title, t(f"{domain}.error_{name}", **error.values)))
            continue
        files |= made
        listed += [(job.title, name) for name in made]
    files[file_name(t("export.contents"), ending="md")] = _contents(content, listed)
    return files


def dated_folder(content: Content) -> str:
    """What the folder of all reports is called: ``DIGI24_Q3-2024_2024-09-16``."""
    return folder_name(content.project.code, _quarter(content), content.as_of)


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
