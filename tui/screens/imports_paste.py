"""A text from the clipboard: pasted, looked at, and read as a file would be."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.widgets import TextArea

from core.board import Board
from locales import t
from tui import keys
from tui.screens import imports_keys
from tui.screens.base import EtappiScreen
from tui.signs import Signs
from tui.text import content
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar

CLOSE_TEXT = keys.key("close_text", "escape,ctrl+q", "screen.back", "app")


class PasteArea(TextArea, inherit_bindings=False):
    """The library's field of several lines, with described keys only."""

    BINDINGS: ClassVar[list[BindingType]] = [*imports_keys.TEXT_AREA]
    DEFAULT_CSS = """
    PasteArea, PasteArea:focus { height: 1fr; border: none; padding: 0; background: $surface; }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id, soft_wrap=False, show_line_numbers=True, tab_behavior="indent")
        self.indent_type = "tabs"  # columns of a table are told apart by them
        self.cursor_blink = False  # a timer that repaints keeps a slow line busy

    def on_key(self, event: Key) -> None:
        """Escape leaves the screen; the library would only move the focus."""
        if event.key == "escape":
            event.prevent_default()


class Paste(EtappiScreen):
    """The text area; *act* gets what was pasted."""

    BINDINGS: ClassVar[list[BindingType]] = [imports_keys.READ_TEXT, CLOSE_TEXT]

    def __init__(self, act: Callable[[str], object], board: Board | None, signs: Signs) -> None:
        super().__init__()
        self.act = act
        self.board = board
        self.signs = signs

    def compose(self) -> ComposeResult:
        """What to do, the text, keys."""
        yield TopBar("import", self.signs)
        yield Lines("hint")
        yield PasteArea("text")
        yield Foot(("read_text",), ("text_clear",), ("close_text",))

    def on_mount(self) -> None:
        """The keys go to the text."""
        self.query_one(TopBar).show(self.board, content(t("tui.paste_title"), "bold"))
        self.query_one("#hint", Lines).show(content(t("tui.paste_hint"), "$muted"))
        self.query_one(PasteArea).focus()

    def action_read(self) -> None:
        """Read what is there."""
        text = self.query_one(PasteArea).text
        if text.strip():
            self.act(text)
        else:
            self.app.tell(t("tui.paste_empty"))

    def action_back(self) -> None:
        """Leave it."""
        self.dismiss()
