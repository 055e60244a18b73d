"""The app: a desk in, screens out. It opens no connection itself."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from copy import copy
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import constants
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from core.board import Board
from core.display import safe
from core.errors import EtappiError
from locales import choose, t
from tui import keys
from tui.gate import ControlGate
from tui.preferences import Preferences
from tui.screens import SCREENS
from tui.screens.base import EtappiScreen
from tui.screens.overview import Overview
from tui.signs import PLAIN_SIGNS, SIGNS
from tui.text import sentence
from tui.themes import DARK, THEMES
from tui.watch import Watch
from tui.widgets.shell import is_small
from tui.work import Failed, Work

if TYPE_CHECKING:
    from core.events import EventRow
    from store.desk import Desk, Pulse, UndoOffer
    from tui.dialogs.choice import Entry
    from tui.settings import Settings

PAINTED = 0.3  # seconds: a thread that imports keeps the writer of the first frame waiting if it begins at once

T = TypeVar("T")


class EtappiApp(App[None], inherit_bindings=False):
    """The coordinator's app.

    *desk* is the project of the store that is worked at; it is asked in threads. *board* is shown at once if given,
    else that of today's quarter is read. *after_paint* is called once, when the first screen is on the terminal.
    *language* is spoken from here on; *settings* are the user's, where a change of language or theme is remembered.
    *choose_project*: the list of projects opens at once.
    """

    CSS_PATH = "etappi.tcss"
    TITLE = "Etappi"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*keys.EVERYWHERE]

    def __init__(
        self,
        desk: "Desk",
        *,
        language: str,
        board: Board | None = None,
        ascii_signs: bool = False,
        theme: Theme = DARK,
        settings: "Settings | None" = None,
        after_paint: Callable[[], None] | None = None,
        choose_project: bool = False,
    ) -> None:
        choose(language)
        self._gate = ControlGate()
        self.set_reactive(App.theme, theme.name)
        super().__init__(ansi_color=theme.ansi)
        self.signs = PLAIN_SIGNS if ascii_signs else SIGNS
        self.desk = desk
        self.changes = 0
        self._board = board
        self._after_paint = after_paint
        self._choose_project = choose_project
        self._work = Work(self)
        self._watch = Watch(self)
        self._preferences = Preferences(self, settings, theme)
        self._leaving = False

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes only."""
        return {theme.name: theme for theme in THEMES.values()}

    def get_driver_class(self) -> type[Driver]:
        """A driver that bears the end of the line, unless the environment names another."""
        if constants.DRIVER is not None:
            return super().get_driver_class()
        from tui.driver import LineDriver

        return LineDriver

    def get_default_screen(self) -> Screen[None]:
        """The Overview, alone: other screens are made when they are asked for."""
        return Overview(self._board, self.signs)

    async def on_event(self, event: Event) -> None:
        """While the window is too small to see what keys would do, only those that leave it do anything."""
        if isinstance(event, Key) and event.key not in keys.WHEN_SMALL and is_small(self.size):
            return
        await super().on_event(event)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and last the gate that nothing passes by."""
        return [*super().get_line_filters(), self._gate]

    def on_ready(self) -> None:
        """The first screen stands: read its board if it was not given, and say so to whoever waits for it."""
        if self._board is None:
            self.read_board(None)
        self._preferences.begin()
        if self._choose_project:
            self.action_projects()
        self.set_timer(PAINTED, self._watch.begin)
        if not self.is_headless:
            for number in (signal.SIGHUP, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self.leave)
        if self._after_paint is not None:
            self.set_timer(PAINTED, self._after_paint)

    def on_overview_asked(self, event: Overview.Asked) -> None:
        """Read another quarter."""
        self.read_board(event.quarter)

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

    @property
    def working(self) -> bool:
        """True while an act is being carried out or waits for its turn."""
        return self._work.pending

    def own_change(self, pulse: "Pulse") -> None:
        """An act of this app is done; *pulse* is the end of the log after it."""
        self._watch.own(pulse)
        self.changed()

    def others_changed(self, who: str) -> None:
        """Somebody else changed the store. Under a dialog nothing moves until it is closed."""
        if isinstance(self.screen, EtappiScreen):
            self.changed()
            self.tell(t("tui.others_changed", who=who))
        else:
            self.changes += 1
            self.tell(t("tui.others_changed_under", who=who))

    def work_done(self) -> None:
        """No act waits any more."""
        if self._leaving:
            self.exit()

    async def action_quit(self) -> None:
        """Close the app; what was begun is finished first."""
        if self._leaving or not self.working:
            self.exit()
        else:
            self._leaving = True
            self.tell(t("tui.leaving"))

    def leave(self) -> None:
        """The line is closed or the process is asked to end: finish what was begun, then go."""
        self._leaving = True
        if not self.working:
            self.exit()

    def action_go_to(self, number: int) -> None:
        """To one of the seven screens."""
        self.go_to(keys.SCREENS[number - 1])

    def go_to(self, name: str) -> None:
        """Show the screen *name* of `tui.keys.SCREENS` over the Overview; it keeps its state while others are shown."""
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

    def import_list(self, event: "EventRow", path: str = "") -> None:
        """The Import screen for a list of *event*: of the file at *path*, else of one that is chosen there."""
        self.go_to("import")
        self._when_shown(lambda screen: screen.import_list(event, path))

    def at_snapshots(self, act: str) -> None:
        """The Snapshots screen, and there *act*: ``take`` a snapshot or ``export`` a report."""
        self.go_to("snapshots")
        self._when_shown(lambda screen: screen.begin(act))

    def import_answers(self, wave: str) -> None:
        """The Import screen for answers to a *wave* (``CODE/WAVE``; empty: it is asked there)."""
        self.go_to("import")
        self._when_shown(lambda screen: screen.import_answers(wave))

    def open_event(self, code: str) -> None:
        """An event on its own screen."""
        self.go_to("events")
        self._when_shown(lambda screen: screen.jump_to_event(code))

    def open_package(self, code: str | None, item: str = "") -> None:
        """A work package on its own screen, or the *item* of that code, in whichever package it is."""
        self.go_to("packages")
        self._when_shown(lambda screen: screen.jump_to_package(code, item))

    def open_obligations(self) -> None:
        """Who owes what, over the screen of now."""
        from tui.screens.obligations import Obligations

        self.push_screen(Obligations(self.signs))

    def open_closing(self) -> None:
        """The steps that lock the first open quarter."""
        from tui.screens.closing import Closing

        if self._board is not None:
            self.push_screen(Closing(self._board, self.signs))

    @property
    def screen_names(self) -> list[str]:
        """The screens in the order of their numbers."""
        return list(keys.SCREENS)

    @property
    def other_themes(self) -> list[str]:
        """The themes besides that of now, by the names of `tui.themes.THEMES`."""
        return self._preferences.other_themes

    def speak(self, language: str) -> None:
        """Speak *language* from now on and remember it."""
        self._preferences.speak(language)

    def paint(self, theme: str) -> None:
        """Use a theme by its name in `tui.themes.THEMES` and remember it."""
        self._preferences.paint(theme)

    @property
    def folder(self) -> str:
        """The folder in which a file to import is looked for first."""
        return self._preferences.folder

    @property
    def import_folder(self) -> str:
        """The folder where files to import are waited for: the one of the last import; empty where there is none."""
        return self._preferences.remembered_folder

    def keep_folder(self, folder: str) -> None:
        """Look there the next time, too."""
        self._preferences.keep_folder(folder)

    def rewrite(self) -> None:
        """Write every screen again, in the language of now."""
        self.changed()
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                widget.refresh()

    def switch_project(self, code: str) -> None:
        """Work at the project *code* of the same store: back to its Overview, other screens are made anew."""
        if code == self.project:
            return
        if self.working:
            self.tell(t("tui.saving"))
            return
        self.go_to("overview")
        for name in SCREENS:
            if self.is_screen_installed(name):
                self.uninstall_screen(name)
        self.desk = copy(self.desk)  # questions that are under way keep theirs
        self.desk.code = code
        self._board = None
        self._watch.forget()
        self.read_board(None)

    def action_next_language(self) -> None:
        """fi, sv, en and round again."""
        self._preferences.next_language()

    def action_palette(self) -> None:
        """Find anything."""
        from tui.dialogs.palette import Palette

        if isinstance(self.screen, EtappiScreen):
            self.push_screen(Palette(self), self._chosen)

    def action_projects(self) -> None:
        """Choose another project, where the store holds several."""
        self.read(self.desk.projects, self._offer_projects, "projects")

    def _offer_projects(self, projects: Sequence[tuple[str, str]]) -> None:
        from tui.dialogs.palette import project_list

        if len(projects) < 2:
            self.tell(t("tui.one_project"))
        elif isinstance(self.screen, EtappiScreen):
            self.push_screen(project_list(self, projects), self._chosen)

    async def _chosen(self, entry: "Entry | None") -> None:
        """Do what a line of a dialog stands for, now that the dialog is closed."""
        done = entry.act() if entry is not None else None
        if isawaitable(done):
            await done

    def action_undo(self) -> None:
        """Show what undo takes back, and ask."""
        self.read(self.desk.undo_offer, lambda offer: self._offer("undo", offer), "undo")

    def action_redo(self) -> None:
        """Show what redo brings back, and ask."""
        self.read(self.desk.redo_offer, lambda offer: self._offer("redo", offer), "undo")

    def _offer(self, verb: str, offer: "UndoOffer") -> None:
        from tui.dialogs.takeback import TakeBack

        if isinstance(self.screen, EtappiScreen):
            self.push_screen(TakeBack(verb, offer))

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

    def read_board(self, quarter: int | None) -> None:
        """Read the board of *quarter* (None: that of today) in a thread and show it."""
        desk = self.desk
        self.read(lambda: desk.board(quarter), self._show, "board")

    def _show(self, board: Board) -> None:
        self._board = board
        for screen in self.screen_stack:
            if isinstance(screen, Overview):
                screen.show(board)
