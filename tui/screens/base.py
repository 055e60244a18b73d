"""What all screens do alike."""

from textual.events import Resize
from textual.screen import Screen

from tui.widgets.shell import answer_size


class EtappiScreen(Screen[None], inherit_bindings=False):
    """A screen without Textual's own keys, which says so politely when the window is too small."""

    ALLOW_SELECT = False

    def on_resize(self, event: Resize) -> None:
        """Say so where the window is too small."""
        answer_size(self, event)
