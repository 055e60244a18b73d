"""Screen 7: what was imported, what waits, and the way in for a new file (screens.md 7)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize, ScreenResume

from core.board import Board
from core.errors import EtappiError
from core.events import EventRow
from core.importing import ImportPlan, Known
from core.records import BatchRow, NameDecision, WaitingRow
from core.text import clean, folded
from importers.answers import Answers
from importers.apply import Source
from importers.detect import read_file
from locales import t
from tui import keys
from tui.screens import imports_keys
from tui.screens.base import EtappiScreen
from tui.screens.imports_draft import Draft
from tui.screens.imports_files import Files
from tui.screens.imports_home import batch_columns, batch_rows, summary, waiting_columns, waiting_rows
from tui.screens.imports_paste import Paste
from tui.signs import SIGNS, Signs
from tui.text import content, sentence
from tui.widgets.filterbar import FilterBar
from tui.widgets.grid import Grid, Listed
from tui.widgets.shell import Foot, TopBar

WAITING_MOST = 3  # the list of names takes a third of the window at most


@dataclass(frozen=True)
class View:
    """What was read."""

    board: Board
    batches: tuple[BatchRow, ...]
    waiting: tuple[WaitingRow, ...]


class Imports(EtappiScreen):
    """Two lists with one cursor: imports, newest first, and names that wait. A draft that was left stands on top."""

    BINDINGS: ClassVar[list[BindingType]] = [
        imports_keys.FILE, imports_keys.PASTE, imports_keys.UNDO_BATCH, imports_keys.DECISIONS, keys.FILTER,
        keys.SWAP, keys.REREAD, imports_keys.BACK,
    ]  # fmt: skip

    def __init__(self, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.signs = signs
        self.view: View | None = None
        self.draft: Draft | None = None
        self.batches: tuple[BatchRow, ...] = ()
        self.names: tuple[tuple[str, tuple[WaitingRow, ...]], ...] = ()
        self._target: int | None = None
        self._event: EventRow | None = None
        """The event whose list is taken in now; when that is done or left, its screen comes back."""
        self._wave: str | None = None
        """The wave whose answers are taken in now, likewise; empty where it is asked."""

    def compose(self) -> ComposeResult:
        """Both lists and the keys."""
        yield TopBar("import", self.signs)
        yield Grid("batches", self.signs)
        yield Grid("waiting", self.signs)
        acts = ("import_file",), ("import_paste",), ("open",), ("undo_batch",)
        yield Foot(("filter_done",), *acts, ("help",), ("back",))

    def on_mount(self) -> None:
        """Read what is shown first."""
        self.query_one(TopBar).show(None, content(t("tui.reading")))
        self.query_one("#batches", Grid).focus()
        self.reload()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A draft may have come, or its answers. A list that was left goes back to its event."""
        super().on_screen_resume(event)
        if self.is_current:
            self._to_asking()
        self._event = self._wave = None  # whoever went elsewhere stays there
        self._fill()

    def reload(self) -> None:
        """Read again."""
        desk = self.app.desk
        self.app.read(lambda: View(desk.board(), desk.batches(), desk.waiting()), self._show, "imports")

    def _show(self, view: View) -> None:
        self.view = view
        self._fill()

    def _fill(self) -> None:
        view = self.view
        if view is None:
            return
        words = folded(self.filter_text).split()

        def fits(text: str) -> bool:
            return all(word in folded(text) for word in words)

        self.batches = tuple(row for row in view.batches if fits(f"{row.number} {row.file} {row.actor}"))
        grouped: dict[str, list[WaitingRow]] = {}
        for row in view.waiting:
            grouped.setdefault(row.name, []).append(row)
        self.names = tuple((name, tuple(rows)) for name, rows in grouped.items() if fits(name))
        self.query_one(TopBar).show(view.board, summary(len(view.batches), len(grouped), self.signs))
        batches, waiting = self.query_one("#batches", Grid), self.query_one("#waiting", Grid)
        if self._target is not None:
            places = (place for place, row in enumerate(self.batches) if row.number == self._target)
            batches.cursor = next(places, 0) + self._drafts
            self._target = None
        batches.show(
            batch_columns(), Listed(batch_rows(self.batches, self.draft, self.signs)),
            calm=t("tui.filter_nothing" if words else "tui.no_imports"),
        )  # fmt: skip
        room = (self.size.height or self.app.size.height) // WAITING_MOST
        waiting.styles.height = min(room, max(1, len(self.names))) + 1
        waiting.show(
            waiting_columns(), Listed(waiting_rows(self.names)), heading=t("tui.waiting_names", n=len(grouped)),
            calm=t("tui.nothing_waits"),
        )  # fmt: skip
        self.refresh_bindings()

    @property
    def _drafts(self) -> int:
        return 1 if self.draft is not None else 0

    @property
    def chosen(self) -> BatchRow | None:
        """The import under the cursor."""
        grid = self.query_one("#batches", Grid)
        place = grid.cursor - self._drafts
        return self.batches[place] if grid.has_focus and 0 <= place < len(self.batches) else None

    def on_resize(self, event: Resize) -> None:
        """The lists follow the window."""
        super().on_resize(event)
        self.call_after_refresh(self._fill)

    @on(FilterBar.Changed)
    @on(FilterBar.Done)
    def _filter(self) -> None:
        self._fill()

    @on(Grid.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Grid.Edge)
    def _step_over(self, event: Grid.Edge) -> None:
        """One cursor over both lists."""
        other = self.query_one("#waiting" if event.grid.id == "batches" else "#batches", Grid)
        if event.down == (event.grid.id == "batches") and other.count:
            other.move_to(0 if event.down else other.count - 1)
            other.focus()

    def action_swap(self) -> None:
        """From one list to the other."""
        batches, waiting = self.query_one("#batches", Grid), self.query_one("#waiting", Grid)
        other = waiting if self.focused is batches else batches
        if other.count:
            other.focus()

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        if event.grid.id == "waiting":
            from tui.screens.imports_waiting import SettleWaiting

            name = self.names[event.row][0]
            self.app.push_screen(SettleWaiting(name, self.view.board if self.view else None, self.signs))
        elif self.draft is not None and event.row == 0:
            self._resume(self.draft)
        elif self.chosen is not None:
            from tui.screens.imports_batch import Batch

            self.app.push_screen(Batch(self.chosen, self.view.board if self.view else None, self.signs))

    # a new import

    def action_file(self) -> None:
        """Choose a file, in the folder that was used last."""
        about = t("tui.list_of_event", title=self._event.title) if self._event is not None else ""
        about = t("tui.answers_to_survey", wave=self._wave) if self._wave else about
        self.app.push_screen(Files(self.app.folder, self._read_file, self.action_paste, self._board, self.signs, about))

    def import_list(self, event: EventRow, path: str) -> None:
        """Take in a list of *event*: the file at *path*, else one that is chosen."""
        self._event = event
        draft = self.draft
        if draft is not None and path and (draft.source.event, draft.file) == (event.code, clean(Path(path).name)):
            self._resume(draft)
        elif path:
            self._read_file(path)
        else:
            self.action_file()

    def import_answers(self, wave: str) -> None:
        """Take in answers to a *wave* (``CODE/WAVE``; empty: it is asked) from a file that is chosen."""
        self._wave = wave
        self.action_file()

    def _to_asking(self) -> None:
        """Back to the screen that asked for what is taken in, if one did."""
        event, wave, self._event, self._wave = self._event, self._wave, None, None
        if event is not None:
            self.app.open_event(event.code)
        elif wave is not None:
            self.app.go_to("surveys")

    def action_paste(self) -> None:
        """A text from the clipboard."""
        screen = Paste(self._read_text, self._board, self.signs)
        if isinstance(self.app.screen, Files):
            self.app.switch_screen(screen)
        else:
            self.app.push_screen(screen)

    @property
    def _board(self) -> Board | None:
        return self.view.board if self.view is not None else None

    def _read_file(self, path: str) -> None:
        store, event, wave, kind = self.app.desk.path, self._code, self._wave or None, self._kind
        self._begin(
            lambda: Source(
                read_file(path, store), clean(Path(path).name), Answers(), kind=kind, event=event, survey=wave
            ),
            str(Path(path).parent),
        )

    def _read_text(self, text: str) -> None:
        event, wave, kind = self._code, self._wave or None, self._kind
        self._begin(lambda: Source(text.encode("utf-8", "replace"), t("tui.pasted"), Answers(), kind=kind, event=event,
                                   survey=wave), "")  # fmt: skip

    @property
    def _code(self) -> str | None:
        return self._event.code if self._event is not None else None

    @property
    def _kind(self) -> str | None:
        """What the file is said to hold, where that is known before it is looked at."""
        return "survey" if self._wave is not None else None

    def _begin(self, source_of: Callable[[], Source], folder: str) -> None:
        """Read and plan in a thread; then the preview, or one sentence where it cannot be read."""
        desk, app = self.app.desk, self.app
        asked = app.screen
        app.tell(t("tui.reading_file"))

        def ask() -> tuple[Source, Known, ImportPlan]:
            source = source_of()
            known = desk.known()
            return source, known, source.plan(known)

        def planned(read: tuple[Source, Known, ImportPlan]) -> None:
            from tui.screens.imports_preview import Preview

            app.clear_notifications()
            if folder:
                app.keep_folder(folder)
            if app.screen is asked:
                source, known, plan = read
                self.draft = Draft(source, plan, known)
                preview = Preview(self.draft, self._board, self.signs)
                if asked is self:
                    app.push_screen(preview)
                else:
                    app.switch_screen(preview)

        def failed(error: EtappiError) -> None:
            app.clear_notifications()
            if isinstance(asked, Files) and asked.is_mounted:
                asked.tell_problem(sentence(error))
                return
            app.tell_error(error)
            if app.screen is self:
                self._to_asking()

        app.read(ask, planned, "import read", failed)

    def _resume(self, draft: Draft) -> None:
        """Go on with what was left, against the store as it is now."""
        from tui.screens.imports_preview import Preview

        preview = Preview(draft, self._board, self.signs)
        self.app.push_screen(preview)
        preview.call_after_refresh(preview.reload)

    def saved(self, draft: Draft, batch: int | None) -> None:
        """A draft is in the store: its import comes under the cursor, with its number and how it is taken back."""
        from tui.dialogs.saved import saved_panel

        self.draft, self._target = None, batch
        self.reload()
        here = self.app.screen is self
        self._to_asking()
        if batch is None:
            self.app.tell(t("import.nothing_changes"))
        elif here:
            self.app.push_screen(saved_panel(draft.plan, batch, self.signs))
        else:
            self.app.tell(t("import.title_saved", file=draft.file, batch=batch))

    # what was imported

    def action_undo_batch(self) -> None:
        """Undo of the import under the cursor; elsewhere of one's own last act."""
        from tui.dialogs.takeback import TakeBack

        batch, desk = self.chosen, self.app.desk
        if batch is None:
            self.app.action_undo()
            return
        if batch.undone:
            self.app.tell(t("tui.import_undone", n=batch.number))
            return
        self.app.read(lambda: desk.undo_offer(batch.number),
                      lambda offer: self.app.push_screen(TakeBack("undo", offer)), "undo")  # fmt: skip

    def action_decisions(self) -> None:
        """What was decided about names; each can be taken back."""
        from tui.dialogs.decisions import Decisions

        desk = self.app.desk

        def opened(found: tuple[NameDecision, ...]) -> None:
            if not found:
                self.app.tell(t("tui.no_decisions"))
            elif self.app.screen is self:
                self.app.push_screen(Decisions(found, self.signs))

        self.app.read(desk.name_decisions, opened, "decisions")

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the Overview."""
        self.app.go_to("overview")
