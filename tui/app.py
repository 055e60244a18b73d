"""The app: a desk in, screens out. It opens no connection itself."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from core.board import Board
from core.display import safe
from core.errors import EtappiError
from locales import choose, t
from tui import keys
from tui.gate import ControlGate
from tui.screens import SCREENS
from tui.screens.base import EtappiScreen
from tui.screens.overview import Overview
from tui.signs import PLAIN_SIGNS, SIGNS
from tui.text import sentence
from tui.themes import DARK
from tui.work import Failed, Work

if TYPE_CHECKING:
    from store.desk import Desk, Pulse

PAINTED = 0.3  # seconds: a thread that imports keeps the writer of the first frame waiting if it begins at once

T = TypeVar("T")


class EtappiApp(App[None], inherit_bindings=False):
    """The coordinator's app.

    *desk* is the project of the store that is worked at; it is asked in threads. *board* is shown at once if given,
    else that of today's quarter is read. *after_paint* is called once, when the first screen is on the terminal.
    *language* is spoken from here on.
    """

    CSS_PATH = "etappi.tcss"
    TITLE = "Etappi"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*keys.screen_keys(), keys.HELP, keys.LEAVE]

    def __init__(
        self,
        desk: "Desk",
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
        self.desk = desk
        self.changes = 0
        self._board = board
        self._after_paint = after_paint
        self._work = Work(self)

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

    def tell_error(self, error: EtappiError) -> None:
        """The sentence of an error."""
        self.tell(sentence(error), severe=True)

    @property
    def project(self) -> str | None:
        """The code of the project that is worked at; None until its board is there."""
        return self._board.code if self._board is not None else self.desk.code

    def read(
        self, ask: Callable[[], T], then: Callable[[T], object], group: str = "read", failed: Failed | None = None
    ) -> None:
        """Ask the desk in a thread; see `tui.work.Work.read`."""
        self._work.read(ask, then, group, failed)

    def write(
        self, act: Callable[[], T], then: Callable[[T], object] | None = None, failed: Failed | None = None
    ) -> None:
        """Let the desk act in a thread, one act after the other; see `tui.work.Work.write`."""
        self._work.write(act, then, failed)

    def changed(self) -> None:
        """The store, the project or the language is not what screens show: those that are open read again, others
        when they come back."""
        self.changes += 1
        for screen in self.screen_stack:
            if isinstance(screen, EtappiScreen):
                screen.seen = self.changes
                screen.reload()

    def own_change(self, pulse: "Pulse") -> None:  # noqa: ARG002 - who watches others' changes looks at it
        """An act of this app is done; *pulse* is the end of the log after it."""
        self.changed()

    def work_done(self) -> None:
        """No act waits any more."""

    def action_go_to(self, number: int) -> None:
        """To one of the seven screens."""
        self.go_to(keys.SCREENS[number - 1])

    def go_to(self, name: str) -> None:
        """Show the screen *name* of `tui.keys.SCREENS` over the Overview; it keeps its state while others are shown."""
        if name != "overview" and name not in SCREENS:
            self.tell(t("tui.later", screen=t(f"tui.key_{name}")))
            return
        if name != "overview" and self.is_screen_installed(name) and self.screen is self.get_screen(name):
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if name == "overview":
            return
        if not self.is_screen_installed(name):
            self.install_screen(SCREENS[name](self.signs), name)
        self.push_screen(name)

    def open_organisation(self, organisation_id: int) -> None:
        """The row of an organisation on the Network screen."""
        self.go_to("network")
        self._when_shown(lambda screen: screen.jump_to(organisation_id))

    def _when_shown(self, act: Callable[[EtappiScreen], object]) -> None:
        """Do *act* with the screen that was just asked for, when it is the topmost one."""

        def now() -> None:
            if isinstance(self.screen, EtappiScreen):
                act(self.screen)

        self.call_after_refresh(now)

    def action_help(self) -> None:
        """Every key that works now; nothing while a dialog is open already."""
        from tui.dialogs.help import help_panel

        if not self.screen.is_modal:
            self.push_screen(help_panel(self.screen.active_bindings.values(), self.signs))

    def _read(self, quarter: int | None) -> None:
        desk = self.desk
        self.read(lambda: desk.board(quarter), self._show, "board")

    def _show(self, board: Board) -> None:
        self._board = board
        for screen in self.screen_stack:
            if isinstance(screen, Overview):
                screen.show(board)
