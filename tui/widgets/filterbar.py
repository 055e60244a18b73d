"""The filter of a list: one line above it, opened with ``f``. What the text means is the screen's business."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from locales import t
from tui import keys
from tui.text import content, measure
from tui.widgets.field import Field
from tui.widgets.lines import Lines


class FilterBar(Horizontal):
    """``Suodata: tieto``. It goes when it is left empty, and stays in sight while a text filters.

    *hint* is the code of what stands in the empty field: examples of what can be typed.

    Opening it and every change of the text post `Changed`; leaving it posts `Done` and gives the keys back to the list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [keys.FILTER_DONE]
    DEFAULT_CSS = "FilterBar { height: 1; background: $surface; } FilterBar Lines { width: auto; }"

    class Changed(Message):
        """Other text filters now."""

        def __init__(self, bar: "FilterBar", text: str) -> None:
            super().__init__()
            self.bar = bar
            self.text = text

    class Done(Message):
        """The keys go to the list again."""

        def __init__(self, bar: "FilterBar") -> None:
            super().__init__()
            self.bar = bar

    def __init__(self, hint: str = "tui.filter_hint") -> None:
        super().__init__()
        self._hint = hint
        self._back: Widget | None = None

    def compose(self) -> ComposeResult:
        """The word and the field."""
        yield Lines("filter-word")
        yield Field("filter-text")

    def on_mount(self) -> None:
        """Take the keys, in the language of now."""
        self.open()

    @property
    def text(self) -> str:
        """What filters; empty when nothing does."""
        return self.query_one(Field).text

    def open(self) -> None:
        """Show the bar and give it the keys."""
        field, word = self.query_one(Field), self.query_one(Lines)
        words = t("tui.filter") + ": "
        word.styles.width = measure(words)
        word.show(content(words, "bold $primary"))
        field.placeholder = t(self._hint)
        if self.screen.focused is not field:
            self._back = self.screen.focused
        self.display = True
        field.focus()
        self.post_message(self.Changed(self, self.text))  # the bar takes a line of the screen

    def clear(self) -> None:
        """Filter nothing any more."""
        self.query_one(Field).value = ""
        self.action_done()

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, self.text))

    def action_done(self) -> None:
        """Back to the list."""
        self.display = bool(self.text)
        if self._back is not None and self._back.is_attached:
            self._back.focus()
        self.post_message(self.Done(self))
