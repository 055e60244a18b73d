"""A box over a screen with text that can be scrolled. Taken in when the first one is opened."""

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen

from tui import keys
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, answer_size

if TYPE_CHECKING:
    from tui.app import EtappiApp

Result = TypeVar("Result")

BOX = 8  # lines of a dialog besides its text, and of air around it


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


class Box(ModalScreen[Result], inherit_bindings=False):
    """What all dialogs do alike: a box over a screen; q and Esc close it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [keys.CLOSE]
    CSS = """
    #box { width: 78; max-width: 100%; height: auto; background: $surface; border: round $muted; padding: 0 1; }
    #box-page { height: auto; margin: 1 0; scrollbar-size: 0 1; overflow-x: hidden; }
    #box-text { height: auto; text-wrap: wrap; text-overflow: fold; }
    """

    if TYPE_CHECKING:

        @property  # the library types it with the ContextVar that it comes from
        def app(self) -> "EtappiApp":  # type: ignore[override]
            """The app."""

    def on_resize(self, event: Resize) -> None:
        """As `EtappiScreen.on_resize`."""
        answer_size(self, event)

    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss()


class Dialog(Box[None]):
    """A heading, text that can be scrolled, and the keys."""

    FOOT: ClassVar[tuple[tuple[str, ...], ...]] = (("up", "down"), ("page_up", "page_down"), ("close",))

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
            yield Foot(*self.FOOT)

    def on_mount(self) -> None:
        """Write the text and put the keys where it can be scrolled."""
        self.query_one("#box-text", Lines).show(*self.text)
        self.query_one(Page).focus()

    def on_resize(self, event: Resize) -> None:
        """The text gets what the box leaves of the window."""
        self.query_one(Page).styles.max_height = max(1, event.size.height - BOX)
