"""A dialog with a list to choose from, and with a field above it where the list is too long to look through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Resize

from tui import keys
from tui.dialogs.box import Box
from tui.signs import Signs
from tui.text import cell, measure
from tui.widgets.columns import Column
from tui.widgets.field import Field
from tui.widgets.grid import Grid, Listed
from tui.widgets.lines import Heading
from tui.widgets.shell import Foot

FRAME = 7  # lines of the dialog besides its list
LISTED = 15


@dataclass(frozen=True)
class Entry:
    """A line of the list: what kind of thing it is, its name, what stands behind it, and what ↵ does."""

    kind: str
    name: str
    more: str
    act: Callable[[], object]


class Choice(Box[Entry]):
    """Choose one of *entries* with the arrows and ↵; the dialog's result is the entry, or None."""

    def __init__(self, title: str, entries: Sequence[Entry], signs: Signs, *, at: int = 0) -> None:
        super().__init__()
        self.heading = title
        self.entries = entries
        self.signs = signs
        self.at = at

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            yield Heading("box-title", self.heading, self.signs)
            yield Grid("choice", self.signs)
            yield Foot(("up", "down"), ("open",), ("close",))

    def on_mount(self) -> None:
        """Show the list and give it the keys."""
        self.fill(self.entries)
        self.grid.move_to(self.at)
        if self.grid.can_focus:
            self.grid.focus()

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#choice", Grid)

    def fill(self, entries: Sequence[Entry], calm: str = "") -> None:
        """Show other entries, the first under the cursor."""
        self.entries = entries
        rows = [(cell(entry.kind, "muted"), cell(entry.name), cell(entry.more, "muted")) for entry in entries]
        kind = max((measure(entry.kind) for entry in entries), default=0)
        name = max((measure(entry.name) for entry in entries), default=0)
        self.grid.cursor = 0
        self.grid.show(
            [Column("", min(kind, 14)), Column("", min(max(name, 8), 38), gap=2 if kind else 0),
             Column("", 8, stretch=True, gap=2)], Listed(rows), calm=calm, counted=False,
        )  # fmt: skip
        self._fit()

    def on_resize(self, _: Resize) -> None:
        """The list gets what the box leaves of the window."""
        self._fit()

    def _fit(self) -> None:
        room = max(2, self.app.size.height - FRAME - 2)
        self.grid.styles.height = min(room, self._lines() + 1)

    def _lines(self) -> int:
        return max(1, len(self.entries))

    @on(Grid.Selected)
    def _selected(self, event: Grid.Selected) -> None:
        self.dismiss(self.entries[event.row])


class Search(Choice):
    """A field that has the keys, and below it what it finds; the arrows move in the list all the same."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CHOOSE, *keys.IN_LIST, keys.CLOSE_FIELD]
    CSS = Box.CSS + "Field, Field:focus { background: $panel; margin-top: 1; }"

    def __init__(self, title: str, signs: Signs) -> None:
        super().__init__(title, (), signs)

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            yield Heading("box-title", self.heading, self.signs)
            yield Field("search")
            yield Grid("choice", self.signs)
            yield Foot(("list_up", "list_down"), ("choose",), ("close_field",))

    def on_mount(self) -> None:
        """The keys go to the field, the cursor of the list is seen."""
        self.grid.can_focus = False
        self.grid.lit = True
        self.query_one(Field).focus()

    def _lines(self) -> int:
        return LISTED  # steady, so that the box does not jump while one types

    def action_step(self, step: int) -> None:
        """A line up (-1) or down (1) in the list."""
        self.grid.move_to(self.grid.cursor + step)

    def action_leap(self, direction: int) -> None:
        """A window up (-1) or down (1) in the list."""
        self.grid.action_page(direction)

    def action_choose(self) -> None:
        """The line under the cursor."""
        if self.entries:
            self.dismiss(self.entries[self.grid.cursor])
