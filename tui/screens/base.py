"""What all screens do alike."""

from typing import TYPE_CHECKING

from textual.events import Resize, ScreenResume
from textual.screen import Screen

from tui.widgets.shell import answer_size

if TYPE_CHECKING:
    from tui.app import EtappiApp


class EtappiScreen(Screen[None], inherit_bindings=False):
    """A screen without Textual's own keys, which says so politely when the window is too small.

    A screen reads with `app.read`, writes with `app.write`, and says in `reload` how it reads again.
    """

    ALLOW_SELECT = False
    seen = 0
    """The number of the app's change (`EtappiApp.changes`) that this screen shows."""

    if TYPE_CHECKING:

        @property  # the library types it with the ContextVar that it comes from
        def app(self) -> "EtappiApp":  # type: ignore[override]
            """The app."""

    def reload(self) -> None:
        """Read again and show: called when the store, the project or the language has changed, at once on screens
        that are open, on others when they come back."""

    def jump_to(self, id: int) -> None:
        """Put the cursor on the row of what has this id in the store; screens that list such things do it."""

    def on_mount(self) -> None:
        """A new screen shows what is."""
        self.seen = self.app.changes

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Read again what changed while another screen was shown."""
        if self.seen != self.app.changes:
            self.seen = self.app.changes
            self.reload()

    def on_resize(self, event: Resize) -> None:
        """Say so where the window is too small."""
        answer_size(self, event)
