"""What an import touched: its rows by what became of them."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from core.board import Board
from core.records import BatchLine, BatchRow
from importers.memberplan import KIND as MEMBERS
from importers.sections import batch_sections
from locales import t
from locales.formats import number
from tui.screens import imports_keys
from tui.screens.base import EtappiScreen
from tui.screens.imports_lists import COLUMNS, Lists
from tui.signs import Signs
from tui.text import content, joined
from tui.widgets.grid import Grid
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, TopBar
from tui.words import instant


class Batch(EtappiScreen):
    """One import, over the Import screen."""

    BINDINGS: ClassVar[list[BindingType]] = [imports_keys.UNDO_BATCH, imports_keys.BACK]

    def __init__(self, batch: BatchRow, board: Board | None, signs: Signs) -> None:
        super().__init__()
        self.record = batch
        self.board = board
        self.signs = signs
        self.opened: set[str] = set()
        self.lists = Lists((), self.opened, signs)

    def compose(self) -> ComposeResult:
        """What it was, its rows in lists, keys."""
        yield TopBar("import", self.signs)
        yield Lines("read")
        yield Heading("batch-rule", "", self.signs)
        yield Grid("lists", self.signs)
        yield Foot(("open",), ("undo_batch",), ("help",), ("back",))

    def on_mount(self) -> None:
        """Read it."""
        self.query_one("#lists", Grid).focus()
        self.reload()

    def reload(self) -> None:
        """Read again: it may have been undone."""
        desk, wanted = self.app.desk, self.record.number

        def ask() -> tuple[BatchRow | None, tuple[BatchLine, ...]]:
            return next((row for row in desk.batches() if row.number == wanted), None), desk.batch_rows(wanted)

        self.app.read(ask, self._show, "batch")

    def _show(self, read: tuple[BatchRow | None, tuple[BatchLine, ...]]) -> None:
        batch, rows = read
        if batch is not None:
            self.record = batch
        batch = self.record
        undone = content(f"  {t('log.undone')}", "bold $warning") if batch.undone else content("")
        title = joined(content(t("tui.batch_title", n=batch.number, file=batch.file), "bold"), undone)
        self.query_one(TopBar).show(self.board, title)
        counts = ", ".join(
            f"{t(f'import.done_{word}').lower()} {number(count)}"
            for word, count in (("added", batch.added), ("changed", batch.changed), ("same", batch.same))
        )
        what = t("tui.import_members" if batch.kind == MEMBERS else "tui.import_rows")
        told = f"{instant(batch.at)}, {batch.actor}. {what} {counts}"
        self.query_one("#read", Lines).show(content(told, "$muted"))
        self.lists = Lists(batch_sections(rows), self.opened, self.signs)
        self.query_one("#lists", Grid).show(COLUMNS, self.lists, counted=False, calm=t("tui.batch_empty"))

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        row = self.lists.toggle(event.row)
        if row is not None:
            event.grid.cursor = row
            event.grid.show(COLUMNS, self.lists, counted=False)

    def action_undo_batch(self) -> None:
        """Show what undo takes back, and ask."""
        from tui.dialogs.takeback import TakeBack

        desk, batch = self.app.desk, self.record
        if batch.undone:
            self.app.tell(t("tui.import_undone", n=batch.number))
            return
        self.app.read(lambda: desk.undo_offer(batch.number),
                      lambda offer: self.app.push_screen(TakeBack("undo", offer)), "undo")  # fmt: skip

    def action_back(self) -> None:
        """To the imports."""
        self.dismiss()
