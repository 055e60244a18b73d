"""A line of a form: its name, and alternatives of which one is chosen, or a text that is typed."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui import keys
from tui.text import content, fit, joined, measure
from tui.widgets.field import LONGEST, Field
from tui.widgets.lines import Lines

LABEL = 14  # columns of a line's name
STEP = [
    keys.key("previous_choice", "left,h", "step(-1)", "act"),
    keys.key("next_choice", "right,l,space", "step(1)", "act"),
]


class Line:
    """What a line of a form has: a value, which can be chosen from outside."""

    @property
    def value(self) -> object:
        """What the line holds."""
        raise NotImplementedError

    def choose(self, value: object) -> None:
        """Let it hold *value*."""
        raise NotImplementedError


class Options(Line, Widget, can_focus=True, inherit_bindings=False):
    """``Rooli  V  AV  As  H  ?``, the chosen one reversed; where they find no room only the chosen one is seen.

    *options* are values and words; *more* tells the chosen one in more words.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*STEP]
    DEFAULT_CSS = "Options { height: 1; width: 1fr; }"

    class Changed(Message):
        """Another alternative is chosen."""

        def __init__(self, options: "Options") -> None:
            super().__init__()
            self.options = options

    def __init__(
        self, id: str, label: str, options: Sequence[tuple[object, str]], value: object,
        more: Sequence[str] = (), marker: str = "▸",
    ) -> None:  # fmt: skip
        super().__init__(id=id)
        self.label = label
        self.options = options
        self.more = more
        self.marker = marker
        self.place = next((place for place, option in enumerate(options) if option[0] == value), 0)

    @property
    def value(self) -> object:
        """What is chosen."""
        return self.options[self.place][0]

    def choose(self, value: object) -> None:
        """Choose *value*, where it is among the alternatives."""
        place = next((place for place, option in enumerate(self.options) if option[0] == value), self.place)
        if place != self.place:
            self.place = place
            self.refresh()
            self.post_message(self.Changed(self))

    def action_step(self, direction: int) -> None:
        """The alternative before (-1) or after (1); after the last comes the first."""
        self.choose(self.options[(self.place + direction) % len(self.options)][0])

    def on_focus(self) -> None:
        """The line with the keys is marked."""
        self.refresh()

    def on_blur(self) -> None:
        """The line with the keys is marked."""
        self.refresh()

    def render(self) -> Content:
        """The line."""
        parts = [labelled(self.label, self.has_focus, self.marker)]
        more = f"   {self.more[self.place]}" if self.more else ""
        room = self.size.width - LABEL - 1
        whole = sum(measure(words) + 2 for _, words in self.options) + measure(more)
        shown = range(len(self.options)) if whole <= room else range(self.place, self.place + 1)
        if len(shown) == 1 and len(self.options) > 1:
            count = f"   {self.place + 1}/{len(self.options)}"
            return joined(*parts, content(f" {fit_to(self.options[self.place][1], room - 10)} ", "reverse"),
                          content(count, "$muted"))  # fmt: skip
        for place in shown:
            parts.append(content(f" {self.options[place][1]} ", "reverse" if place == self.place else ""))
        return joined(*parts, content(more, "$muted"))


class Typed(Line, Horizontal):
    """A name and a field in which a text is typed; *hint* stands in an empty one."""

    DEFAULT_CSS = "Typed { height: 1; }"

    def __init__(self, id: str, label: str, value: str, longest: int = LONGEST, hint: str = "") -> None:
        super().__init__(id=id)
        self.label = label
        self.given = value
        self.longest = longest
        self.hint = hint

    def compose(self) -> ComposeResult:
        """The name and the field."""
        yield Lines(f"{self.id}-label")
        yield Field(f"{self.id}-field", self.given, self.longest, self.hint)

    def on_mount(self) -> None:
        """Write the name."""
        label = self.query_one(Lines)
        label.styles.width = LABEL + 1
        label.show(labelled(self.label, False, " "))

    @property
    def text(self) -> str:
        """What is typed, cleaned."""
        return self.query_one(Field).text

    @property
    def value(self) -> object:
        """What the text means: here the text itself."""
        return self.text

    def choose(self, value: object) -> None:
        """Put *value* into the field; None empties it."""
        self.query_one(Field).value = "" if value is None else str(value)


def labelled(label: str, focused: bool, marker: str) -> Content:
    """The name of a line in its columns, marked while the line has the keys."""
    return content((marker if focused else " ") + fit(label, LABEL), "bold" if focused else "$muted")


def fit_to(text: str, columns: int) -> str:
    """*text* as it is, or cut to *columns*."""
    return text if measure(text) <= columns else fit(text, columns)
