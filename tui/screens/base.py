"""What all screens do alike."""

from typing import TYPE_CHECKING, cast

from textual.events import Resize, ScreenResume
from textual.screen import Screen

from tui.narrow import NarrowCompositor
from tui.widgets.shell import TopBar, answer_size

if TYPE_CHECKING:
    from core.events import EventRow
    from tui.app import EtappiApp
    from tui.widgets.filterbar import FilterBar


class EtappiScreen(Screen[None], inherit_bindings=False):
    """A screen without Textual's own keys, which says so politely when the window is too small.

    A screen reads with `app.read`, writes with `app.write`, and says in `reload` how it reads again.
    """

    ALLOW_SELECT = False
    FILTER_HINT = "tui.filter_hint"
    seen = 0
    """The number of the app's change (`EtappiApp.changes`) that this screen shows."""

    if TYPE_CHECKING:

        @property  # the library types it with the ContextVar that it comes from
        def app(self) -> "EtappiApp":  # type: ignore[override]
            """The app."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NarrowCompositor()

    def reload(self) -> None:
        """Read again and show: called when the store, the project or the language has changed, at once on screens
        that are open, on others when they come back."""

    def jump_to(self, id: int) -> None:
        """Put the cursor on the row of what has this id in the store; screens that list such things do it."""

    def jump_to_package(self, code: str | None, item: str = "") -> None:
        """Put the cursor on a work package, or on the *item* of that code; screens that list them do it."""

    def jump_to_event(self, code: str) -> None:
        """Put the cursor on an event; screens that list them do it."""

    def begin(self, act: str) -> None:
        """Do what another screen was asked for; the Snapshots screen does it."""

    def import_list(self, event: "EventRow", path: str) -> None:
        """Take in a list of *event*: the file at *path*, else one that is chosen; the Import screen does it."""

    def import_answers(self, wave: str) -> None:
        """Take in answers to a *wave* of a survey from a file that is chosen; the Import screen does it."""

    def filter_bar(self) -> "FilterBar | None":
        """The bar, if a filter was ever opened here."""
        return cast("FilterBar | None", next(iter(self.query("FilterBar")), None))

    @property
    def filter_text(self) -> str:
        """What filters the screen's list; empty when nothing does."""
        bar = self.filter_bar()
        return bar.text if bar is not None and bar.is_mounted else ""

    def action_filter(self) -> None:
        """Open the filter under the top of the screen; the screen listens to `FilterBar.Changed` and `Done`."""
        from tui.widgets.filterbar import FilterBar

        bar = self.filter_bar()
        if bar is None:
            self.mount(FilterBar(self.FILTER_HINT), after=self.query_one(TopBar))
        else:
            bar.open()

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
