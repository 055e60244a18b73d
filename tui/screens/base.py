"""What all screens and dialogs do alike."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen, Screen

from tui import keys
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, TooSmall, too_small

BOX = 8  # lines of a dialog besides its text, and of air around it


class EtappiScreen(Screen[None], inherit_bindings=False):
    """A screen without Textual's own keys, which says so politely when the window is too small."""

    ALLOW_SELECT = False

    def on_resize(self, event: Resize) -> None:
        """Cover everything while there is less than 80 by 24; nothing below is lost."""
        self.set_class(too_small(event), "-small")


class Page(VerticalScroll, inherit_bindings=False):
    """Text that may be longer than its box."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MOVE]

    def action_up(self) -> None:
        """One line up."""
        self.scroll_to(y=self.scroll_y - 1, animate=False)

    def action_down(self) -> None:
        """One line down."""
        self.scroll_to(y=self.scroll_y + 1, animate=False)

    def action_page(self, direction: int) -> None:
        """A box up (-1) or down (1)."""
        self.scroll_to(y=self.scroll_y + direction * max(1, self.size.height - 1), animate=False)

    def action_first(self) -> None:
        """To the beginning."""
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """To the end."""
        self.scroll_to(y=self.max_scroll_y, animate=False)


class Dialog(ModalScreen[None], inherit_bindings=False):
    """A box over a screen: a heading, text that can be scrolled, and the keys. q and Esc close it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [keys.CLOSE]

    def __init__(self, title: str, *text: Content) -> None:
        super().__init__()
        self.heading = title
        self.text = text

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            yield Heading("box-title", self.heading)
            with Page(id="box-page"):
                yield Lines("box-text")
            yield Foot(("up", "down"), ("page_up", "page_down"), ("close",))
        yield TooSmall()

    def on_mount(self) -> None:
        """Write the text and put the keys where it can be scrolled."""
        self.query_one("#box-text", Lines).show(*self.text)
        self.query_one(Page).focus()

    def on_resize(self, event: Resize) -> None:
        """As `EtappiScreen.on_resize`; the text gets what the box leaves of the window."""
        self.set_class(too_small(event), "-small")
        self.query_one(Page).styles.max_height = max(1, event.size.height - BOX)

    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss()
