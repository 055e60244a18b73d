"""A folder's files to choose from: folders first, hidden ones left out; only names are read."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from core.board import Board
from core.errors import EtappiError
from core.text import folded, sort_key
from locales import t
from tui import keys
from tui.screens import imports_keys
from tui.screens.base import EtappiScreen
from tui.signs import Signs
from tui.text import cell, content, fit, wrapped
from tui.widgets.columns import Column
from tui.widgets.filterbar import FilterBar
from tui.widgets.grid import Grid, Listed
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar

UP = ".."
TOLD = 2  # lines for an error


@dataclass(frozen=True)
class Entry:
    """A name in a folder."""

    name: str
    folder: bool


def entries_of(folder: str) -> tuple[Entry, ...]:
    """What a folder holds, folders first, without hidden names; EtappiError where it cannot be read."""
    try:
        with os.scandir(folder) as found:
            several = [Entry(one.name, _is_folder(one)) for one in found if not one.name.startswith(".")]
    except OSError as error:
        raise EtappiError("tui.folder_unread", path=folder, why=os.strerror(error.errno or 0)) from error
    return tuple(sorted(several, key=lambda one: (not one.folder, sort_key(one.name), one.name)))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


class Files(EtappiScreen):
    """The folder that was used last; *act* gets the path of the file that is chosen, *about* says what it is for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        imports_keys.PARENT, keys.FILTER, imports_keys.PASTE, keys.REREAD, imports_keys.BACK,
    ]  # fmt: skip

    def __init__(
        self, folder: str, act: Callable[[str], object], paste: Callable[[], object], board: Board | None,
        signs: Signs, about: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.folder = folder
        self.act = act
        self.paste = paste
        self.board = board
        self.signs = signs
        self.about = about
        self.entries: tuple[Entry, ...] = ()
        self.shown: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """The folder's path, its names, what went wrong, keys."""
        yield TopBar("import", self.signs)
        yield Grid("files", self.signs)
        yield Lines("problem")
        acts = ("open",), ("parent_folder",), ("filter",), ("import_paste",)
        yield Foot(("filter_done",), *acts, ("help",), ("back",))

    def on_mount(self) -> None:
        """Read the folder."""
        self.query_one("#problem", Lines).styles.height = TOLD
        self.grid.focus()
        self.open_folder(self.folder)

    @property
    def grid(self) -> Grid:
        """The names."""
        return self.query_one("#files", Grid)

    def reload(self) -> None:
        """The language may be another; folders are read again with r."""
        self._show()

    def action_reread(self) -> None:
        """Read the folder again."""
        self.open_folder(self.folder)

    def tell_problem(self, sentence: str) -> None:
        """What went wrong with a file or folder, until the cursor moves."""
        lines = wrapped(sentence, self.size.width - 2)[:TOLD]
        self.query_one("#problem", Lines).show(*(content(" " + line, "$error") for line in lines))

    def open_folder(self, folder: str, target: str = "") -> None:
        """Show another folder, with the cursor on *target*; it stays where it is if that one cannot be read."""

        def opened(entries: tuple[Entry, ...]) -> None:
            for bar in self.query(FilterBar) if folder != self.folder else ():
                bar.clear()
            self.folder, self.entries = folder, entries
            self.grid.cursor = 0
            self._show()
            place = next((row for row, one in enumerate(self.shown) if one.name == target), 0)
            self.grid.move_to(place)

        def failed(error: EtappiError) -> None:
            from tui.text import sentence

            if not self.entries:
                self._show()
            self.tell_problem(sentence(error))

        self.app.read(lambda: entries_of(folder), opened, "folder", failed)

    def _show(self) -> None:
        words = folded(self.filter_text).split()
        inside = tuple(one for one in self.entries if all(word in folded(one.name) for word in words))
        up = () if Path(self.folder) == Path(self.folder).parent else (Entry(UP, folder=True),)
        self.shown = (*up, *inside)
        told = t("tui.choose_file", folder=self.folder)
        room = max(20, self.app.size.width)
        told = fit(f"{self.about} {self.signs.dot} {told}", room, ellipsis=self.signs.ellipsis) if self.about else told
        self.query_one(TopBar).show(self.board, content(told, "bold"))
        rows = [(cell(one.name + "/" * one.folder, "" if one.folder else "bold"),) for one in self.shown]
        self.grid.show([Column("", 20, stretch=True)], Listed(rows), calm=t("tui.empty_folder"))
        self.query_one("#problem", Lines).show()

    @on(FilterBar.Changed)
    def _filter(self) -> None:
        self.grid.lit = True
        self._show()

    @on(FilterBar.Done)
    def _filtered(self) -> None:
        self.grid.lit = False

    @on(Grid.Moved)
    def _moved(self) -> None:
        self.query_one("#problem", Lines).show()

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        entry = self.shown[event.row]
        if entry.name == UP:
            self.action_parent()
        elif entry.folder:
            self.open_folder(str(Path(self.folder, entry.name)))
        else:
            self.act(str(Path(self.folder, entry.name)))

    def action_parent(self) -> None:
        """The folder above, with the cursor on the one that was left."""
        here = Path(self.folder)
        if here.parent != here:
            self.open_folder(str(here.parent), here.name)

    def action_paste(self) -> None:
        """Text from the clipboard instead."""
        self.paste()

    def action_back(self) -> None:
        """To the imports."""
        self.dismiss()
