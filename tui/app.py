"""The app: one loader of boards in, screens out. It opens no connection itself."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import get_current_worker

from core.board import Board
from core.display import safe
from core.errors import EtappiError
from locales import choose, t
from tui import keys
from tui.gate import ControlGate
from tui.screens.overview import Overview
from tui.signs import PLAIN_SIGNS, SIGNS
from tui.text import sentence
from tui.themes import DARK

PAINTED = 0.3  # seconds: a thread that imports keeps the writer of the first frame waiting if it begins at once

Load = Callable[[int | None], Board]


class EtappiApp(App[None], inherit_bindings=False):
    """The coordinator's app.

    *load* gives the board of a quarter (None: that of today); it is called in a thread and opens and closes its own
    connection. *board* is shown at once if given. *after_paint* is called once, when the first screen is on the
    terminal. *language* is spoken from here on.
    """

    CSS_PATH = "etappi.tcss"
    TITLE = "Etappi"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*keys.screen_keys(), keys.HELP, keys.LEAVE]

    def __init__(
        self,
        load: Load,
        *,
        language: str,
        board: Board | None = None,
        ascii_signs: bool = False,
        theme: Theme = DARK,
        after_paint: Callable[[], None] | None = None,
    ) -> None:
        choose(language)
        self._theme = theme
        self._gate = ControlGate()
        self.set_reactive(App.theme, theme.name)
        super().__init__(ansi_color=theme.ansi)
        self.signs = PLAIN_SIGNS if ascii_signs else SIGNS
        self._load = load
        self._board = board
        self._after_paint = after_paint

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own theme only: settled before the app is made, and nothing else is ever shown."""
        return {self._theme.name: self._theme}

    def get_default_screen(self) -> Screen[None]:
        """The Overview, alone: other screens are made when they are asked for."""
        return Overview(self._board, self.signs)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and last the gate that nothing passes by."""
        return [*super().get_line_filters(), self._gate]

    def on_ready(self) -> None:
        """The first screen stands: read its board if it was not given, and say so to whoever waits for it."""
        if self._board is None:
            self._read(None)
        if self._after_paint is not None:
            self.set_timer(PAINTED, self._after_paint)

    def on_overview_asked(self, event: Overview.Asked) -> None:
        """Read another quarter."""
        self._read(event.quarter)

    def tell(self, words: str, severe: bool = False) -> None:
        """A short notice; never markup."""
        self.notify(
            safe(words), severity="error" if severe else "information", timeout=8 if severe else 4, markup=False
        )

    def action_go_to(self, number: int) -> None:
        """To one of the seven screens."""
        name = keys.SCREENS[number - 1]
        if name != "overview":
            self.tell(t("tui.later", screen=t(f"tui.key_{name}")))

    def action_help(self) -> None:
        """Every key that works now; nothing while a dialog is open already."""
        from tui.dialogs.help import help_panel

        if not self.screen.is_modal:
            self.push_screen(help_panel(self.screen.active_bindings.values(), self.signs))

    def _read(self, quarter: int | None) -> None:
        self.run_worker(lambda: self._read_in_thread(quarter), group="read", thread=True, exclusive=True)

    def _read_in_thread(self, quarter: int | None) -> None:
        """Read a board; a newer wish makes an older answer void, since a thread cannot be stopped."""
        worker = get_current_worker()
        try:
            board = self._load(quarter)
        except EtappiError as error:
            if not worker.is_cancelled:
                self.call_from_thread(self.tell, sentence(error), True)
            return
        if not worker.is_cancelled:
            self.call_from_thread(self._show, board)

    def _show(self, board: Board) -> None:
        self._board = board
        for screen in self.screen_stack:
            if isinstance(screen, Overview):
                screen.show(board)
