"""A question before an act: what would be done, ↵ to do it."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from tui import keys
from tui.dialogs.box import Dialog
from tui.text import content

AGREE = keys.key("agree", "enter", "screen.agree", "act")


class Ask(Dialog):
    """One sentence; ↵ does *act*, q or Esc does nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [AGREE]
    FOOT = (("agree",), ("close",))

    def __init__(self, title: str, sentence: str, act: Callable[[], object]) -> None:
        super().__init__(title, content(sentence))
        self.act = act

    def action_agree(self) -> None:
        """Do it."""
        self.dismiss()
        self.act()
