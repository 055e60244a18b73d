"""Reports written from the app: which one, in which format, of which snapshot, where to; then a bar while they are
made, and where they are."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget

from core.errors import EtappiError
from locales import t
from reports.exportfiles import dated_folder, files_of, files_of_all
from reports.registry import KINDS
from store.outfiles import write_all
from store.snapshotdesk import SnapshotDesk
from tui import keys
from tui.dialogs.ask import Ask
from tui.dialogs.box import Box, Dialog
from tui.dialogs.form import Form
from tui.dialogs.report_preview import contents
from tui.screens import snapshots_keys
from tui.screens.snapshots_words import Listing, named
from tui.signs import Signs
from tui.text import content, sentence, wrapped
from tui.widgets.lines import Heading, Lines
from tui.widgets.options import Options, Typed
from tui.widgets.shell import Foot

if TYPE_CHECKING:
    from tui.app import EtappiApp

ALL = "all"
FIRST_KIND = "quarter"
MAIN = "main"
"""What stands in the line of formats where all reports are written, each in its main ones."""
LONGEST = 1000  # signs of a folder's path
BAR = 40


@dataclass(frozen=True)
class Wanted:
    """A report that is asked for: its kind (or `ALL`), its format, the snapshot (None: the present), the folder."""

    kind: str
    form: str
    name: str | None
    folder: str


@dataclass(frozen=True)
class Made:
    """Files by name, not yet written, and the folder that they go to."""

    folder: str
    files: dict[str, bytes]


class Stopped(Exception):
    """The user does not want the rest."""


class ExportForm(Form):
    """Four lines; ↵ makes the report and writes it. *remember* gets what was asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [snapshots_keys.EXPORT_NOW, keys.CLOSE_FIELD]
    FOOT = (("export_now",), ("next_field",), ("previous_choice", "next_choice"), ("close_field",))

    def __init__(
        self, view: Listing, name: str | None, folder: str, signs: Signs, remember: Callable[[Wanted], object]
    ) -> None:
        super().__init__(t("snapshotscreen.export_title"))
        self.view = view
        self.asked = name
        self.folder = folder
        self.signs = signs
        self.remember = remember

    def lines_of(self) -> Iterator[Widget]:
        """What, in which format, of which snapshot, where to."""
        ordered = sorted(KINDS, key=lambda kind: kind != FIRST_KIND)
        kinds = [*((kind, t(f"export.kind_{kind}")) for kind in ordered), (ALL, t("snapshotscreen.all_reports"))]
        names = [None, *(one.name for one in self.view.rows)]
        yield Options("kind", t("snapshotscreen.field_kind"), kinds, FIRST_KIND)
        yield Options("form", t("snapshotscreen.field_form"), formats(FIRST_KIND), KINDS[FIRST_KIND].main[0])
        yield Options("name", t("snapshotscreen.field_of"), [(name, named(name)) for name in names], self.asked)
        yield Typed("folder", t("snapshotscreen.field_folder"), self.folder or str(Path.cwd()), LONGEST)

    @on(Options.Changed)
    def _kind_chosen(self, event: Options.Changed) -> None:
        if event.options.id == "kind":
            line = self.query_one("#form", Options)
            before, kind = line.value, str(event.options.value)
            line.options = formats(kind)
            line.place = next((place for place, one in enumerate(line.options) if one[0] == before), 0)
            line.refresh()

    def look(self) -> None:
        """What it will be made of, and where it goes."""
        told = [t("snapshotscreen.of_now" if self.line("name").value is None else "snapshotscreen.of_snapshot")]
        if self.line("kind").value == ALL:
            told.append(t("snapshotscreen.all_means"))
        elif KINDS[str(self.line("kind").value)].packages:
            told.append(t("snapshotscreen.each_package"))
        self.told = tuple(content(text, "$muted") for text in told)
        super().look()

    def wrong(self) -> str:
        """No folder."""
        return "" if str(self.line("folder").value).strip() else t("snapshotscreen.no_folder")

    def save(self) -> None:
        """Make it."""
        values = [self.line(name).value for name in ("kind", "form", "name", "folder")]
        name = None if values[2] is None else str(values[2])
        folder = str(Path(str(values[3]).strip()).expanduser())
        wanted = Wanted(str(values[0]), str(values[1]), name, folder)
        self.remember(wanted)
        self.dismiss()
        self.app.push_screen(Exporting(wanted, self.signs))


def formats(kind: str) -> list[tuple[object, str]]:
    """The formats of a kind and their names, the one that is handed over first."""
    if kind == ALL:
        return [(MAIN, t("snapshotscreen.main_forms"))]
    main = KINDS[kind].main
    ordered = [*main, *(form for form in KINDS[kind].formats if form not in main)]
    return [(form, t(f"snapshotscreen.form_{form}")) for form in ordered]


def made(desk: SnapshotDesk, wanted: Wanted, step: Callable[[int, int, str], object]) -> Made:
    """The files that are asked for; *step* is told before each (`reports.exportfiles.Step`)."""
    of, before = contents(desk.report(wanted.name))
    if wanted.kind == ALL:
        folder = f"{wanted.folder.rstrip('/') or '/'}/{dated_folder(of)}"
        return Made(folder, files_of_all(of, before, step=step))
    return Made(wanted.folder, files_of(wanted.kind, wanted.form, of, before, None, step=step))


class Exporting(Box[None]):
    """A bar while reports are made in a thread. Nothing is written before all of them are made, so that nothing is
    left behind where the user stops."""

    BINDINGS: ClassVar[list[BindingType]] = [snapshots_keys.STOP]
    CSS = Box.CSS + "#box-text { margin: 1 0; }"

    def __init__(self, wanted: Wanted, signs: Signs) -> None:
        super().__init__()
        self.wanted = wanted
        self.signs = signs
        self._stopped = threading.Event()

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            yield Heading("box-title", t("snapshotscreen.exporting"), self.signs)
            yield Lines("box-text")
            yield Foot(("stop_export",))

    def on_mount(self) -> None:
        """Begin."""
        self._told(0, 1, t("snapshotscreen.reading", name=named(self.wanted.name)))
        app, desk, wanted = self.app, self.app.desk.snapshots, self.wanted

        def step(count: int, of: int, title: str) -> None:
            if self._stopped.is_set():
                raise Stopped
            app.call_from_thread(self._told, count, of, title)

        def ask() -> Made | None:
            try:
                return made(desk, wanted, step)
            except Stopped:
                return None

        app.read(ask, self._made, "export", self._failed)

    def _told(self, count: int, of: int, title: str) -> None:
        if not self.is_attached:
            return
        full = round(count / max(1, of) * BAR)
        bar = self.signs.full * full + self.signs.rest * (BAR - full)
        self.query_one("#box-text", Lines).show(content(title), content(f"{bar}  {count}/{of}"))

    def _made(self, found: Made | None) -> None:
        if found is None or self._stopped.is_set():
            return
        self.dismiss()
        write(self.app, found)

    def _failed(self, error: EtappiError) -> None:
        if not self._stopped.is_set():
            self.dismiss()
            self.app.push_screen(Dialog(t("snapshotscreen.export_title"), content(sentence(error))))

    def action_close(self) -> None:
        """Stop: what is being made is thrown away."""
        self._stopped.set()
        self.dismiss()
        self.app.tell(t("snapshotscreen.stopped"))


def write(app: "EtappiApp", found: Made, *, force: bool = False) -> None:
    """Write the files in a thread; ask first where one is there already, and tell where they are."""

    def done(paths: tuple[str, ...]) -> None:
        names = [path.rpartition("/")[2] for path in paths]
        where = [content(part) for part in wrapped(t("snapshotscreen.where", folder=found.folder), 72)]
        app.push_screen(Dialog(t("snapshotscreen.exported", n=len(names)), *where, content(""),
                               *(content(f"  {name}") for name in names)))  # fmt: skip

    def failed(error: EtappiError) -> None:
        if error.code != "store.files_exist":
            app.push_screen(Dialog(t("snapshotscreen.export_title"), content(sentence(error))))
            return
        question = t("snapshotscreen.replace", n=int(str(error.values["n"])), path=error.values["path"])
        app.push_screen(Ask(t("snapshotscreen.replace_title"), question, lambda: write(app, found, force=True)))

    app.read(lambda: write_all(found.folder, found.files, force=force), done, "export-write", failed)
