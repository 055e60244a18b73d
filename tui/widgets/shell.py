"""What every screen has: three lines at the top, the row of keys at the foot, and an answer to too small a window."""

from typing import Any

from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from core.board import Board
from locales import t
from locales.formats import week, weekday_date
from tui import keys
from tui.signs import SIGNS, Signs
from tui.text import content, fit, joined, lines, measure

LEAST_WIDTH = 80
LEAST_HEIGHT = 24


class TopBar(Widget):
    """The project, the mark of the demo, the day and its week; the seven screens; and a line of the screen's own."""

    def __init__(self, active: str, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.active = active
        self.signs = signs
        self.board: Board | None = None
        self.own = content("")

    def show(self, board: Board | None, own: Content) -> None:
        """Show another board's project and day, and below the screens *own*."""
        self.board = board
        self.own = own
        self.refresh()

    def render(self) -> Content:
        """Three lines."""
        return lines(self._project(self.size.width), self._screens(self.size.width), self.own)

    def _project(self, width: int) -> Content:
        left = content("Etappi  ", "bold $primary")
        if self.board is None:
            return left
        board = self.board
        day = f"{weekday_date(board.today)} ({week(board.today)})"
        mark = t("status.demo") + "  " if board.demo else ""
        room = width - left.cell_length - measure(board.code) - 1 - measure(mark) - measure(day) - 2
        return joined(
            left, content(fit(board.code, min(measure(board.code), width)), "bold"), content(" "),
            content(fit(board.name, room, ellipsis=self.signs.ellipsis)), content("  "),
            content(mark, "bold $warning"), content(day),
        )  # fmt: skip

    def _screens(self, width: int) -> Content:
        words = [f"{number} {t('tui.key_' + name)}" for number, name in enumerate(keys.SCREENS, 1)]
        gap = min(4, max(1, (width - sum(map(measure, words))) // (len(words) - 1)))
        parts: list[Content] = []
        for name, word in zip(keys.SCREENS, words, strict=True):
            if parts:
                parts.append(content(" " * gap))
            parts.append(content(word.upper(), "reverse") if name == self.active else content(word, "$muted"))
        return joined(*parts)


class Foot(Widget):
    """At most six keys. *shown*: binding ids in order; ids in one tuple share a word, that of the first."""

    def __init__(self, *shown: tuple[str, ...]) -> None:
        super().__init__()
        self.shown = shown
        self._written = content("")

    def on_mount(self) -> None:
        """Follow the keys as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def turn(self, *shown: tuple[str, ...]) -> None:
        """Show other keys."""
        if shown != self.shown:
            self.shown = shown
            self.refresh()

    def _follow(self, _: Screen[None]) -> None:
        if self._written != self._keys():
            self.refresh()

    def render(self) -> Content:
        """The keys that work now, each with its word."""
        self._written = self._keys()
        return self._written

    def _keys(self) -> Content:
        active = keys.by_id(self.screen.active_bindings.values())
        parts: list[Content] = []
        for ids in self.shown:
            found = [active[id][0] for id in ids if id in active]
            if not found:
                continue
            if parts:
                parts.append(content("   "))
            parts.append(content(" ".join(keys.label(binding.key) for binding in found), "bold $primary"))
            parts.append(content(" " + t(f"tui.foot_{ids[0]}")))
        return joined(*parts)


class TooSmall(Widget):
    """Shown alone while the window is smaller than 80 by 24."""

    def render(self) -> Content:
        """How large the window is, how large it should be, and what works in any size."""
        width, height = self.size
        return lines(
            content(t("tui.small_is", width=width, height=height)),
            content(t("tui.small_needs", width=LEAST_WIDTH, height=LEAST_HEIGHT)),
            content(t("tui.small_status")),
        )


def is_small(size: Size) -> bool:
    """True for a window of less than 80 by 24."""
    return size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT


def answer_size(screen: Screen[Any], event: Resize) -> None:
    """Cover *screen* while its window has less than 80 by 24; nothing below is lost."""
    small = is_small(event.size)
    if small and not screen.query(TooSmall):
        screen.mount(TooSmall())
    screen.set_class(small, "-small")
