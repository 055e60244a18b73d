"""A line of text that is typed: letters and digits are text while it has the focus."""

from typing import ClassVar

from textual.binding import BindingType
from textual.keys import REPLACED_KEYS
from textual.widgets import Input

from core.text import clean
from tui import keys

LONGEST = 300  # signs: the longest name that the store takes


class Field(Input, inherit_bindings=False):
    """One line without a frame, with described keys only."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.TEXT]
    DEFAULT_CSS = """
    Field, Field:focus { height: 1; width: 1fr; border: none; padding: 0; background: $surface; background-tint: 0%; }
    """

    def __init__(self, id: str, value: str = "", longest: int = LONGEST, hint: str = "") -> None:
        super().__init__(value, id=id, max_length=longest, select_on_focus=False, placeholder=hint)
        self.longest = longest
        self.cursor_blink = False  # a timer that repaints keeps a slow line busy

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every sign is text; the library forgets those that it calls by a friendlier name (slash)."""
        return key in REPLACED_KEYS or super().check_consume_key(key, character)

    @property
    def text(self) -> str:
        """What is typed, cleaned as everything from outside is."""
        return clean(self.value, self.longest)
