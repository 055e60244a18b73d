"""A line of a form with room for several lines of text."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Key
from textual.widgets import TextArea

from core.text import clean_lines
from tui.screens.imports_keys import TEXT_AREA
from tui.widgets.lines import Lines
from tui.widgets.options import LABEL, Line, labelled


class Paper(TextArea, inherit_bindings=False):
    """The library's field of several lines, with described keys only; Tab goes on to the next line of the form."""

    BINDINGS: ClassVar[list[BindingType]] = [*TEXT_AREA]
    DEFAULT_CSS = """
    Paper, Paper:focus { height: 1fr; width: 1fr; border: none; padding: 0; background: $panel; scrollbar-size: 0 1; }
    """

    def __init__(self, id: str, text: str) -> None:
        super().__init__(text, id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self.cursor_blink = False  # a timer that repaints keeps a slow line busy

    def on_key(self, event: Key) -> None:
        """Escape leaves the form; the library would only move the focus."""
        if event.key == "escape":
            event.prevent_default()


class Written(Line, Horizontal):
    """A name and a text of several lines; the value of an empty one is None."""

    DEFAULT_CSS = "Written { height: 3; margin-bottom: 0; }"

    def __init__(self, id: str, label: str, text: str) -> None:
        super().__init__(id=id)
        self.label = label
        self.given = text

    def compose(self) -> ComposeResult:
        """The name and the text."""
        yield Lines(f"{self.id}-label")
        yield Paper(f"{self.id}-text", self.given)

    def on_mount(self) -> None:
        """Write the name."""
        label = self.query_one(Lines)
        label.styles.width = LABEL + 1
        label.show(labelled(self.label, False, " "))

    @property
    def paper(self) -> Paper:
        """Where the text is typed."""
        return self.query_one(Paper)

    @property
    def value(self) -> object:
        """The text, cleaned as everything from outside is."""
        return clean_lines(self.paper.text) or None

    def choose(self, value: object) -> None:
        """Put another text there; None empties it."""
        self.paper.text = "" if value is None else str(value)
