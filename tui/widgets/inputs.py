"""Lines of a form that are typed or ticked and mean more than their text: a number, an organisation, steps done."""

import re
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from core.text import folded
from locales import language
from locales.formats import NBSP
from tui import keys
from tui.text import content, joined, measure
from tui.widgets.field import Field
from tui.widgets.lines import Lines
from tui.widgets.options import LABEL, Options, Typed, fit_to, labelled

TICK = [
    keys.key("previous_tick", "left,h", "go(-1)", "move"),
    keys.key("next_tick", "right,l", "go(1)", "move"),
    keys.key("tick", "space", "tick", "act"),
]


class Number(Typed):
    """A number: its value is None while nothing is typed, and the text itself while that is no number."""

    def __init__(self, id: str, label: str, value: float | None) -> None:
        super().__init__(id, label, written(value))

    @property
    def value(self) -> object:
        """The number."""
        return read_number(self.text)

    def choose(self, value: object) -> None:
        """Put a number into the field."""
        super().choose(written(value) if isinstance(value, int | float) else value)


class Named(Typed):
    """One of *options* (id and name) by its name or what tells it from the others: its value is the id, None while
    nothing is typed, and the text itself while that names none or several."""

    def __init__(
        self, id: str, label: str, options: Sequence[tuple[int, str]], value: int | None, hint: str = ""
    ) -> None:
        self.options = options
        super().__init__(id, label, self.name_of(value), hint=hint)

    def name_of(self, value: object) -> str:
        """The name of an id; empty where it has none."""
        return next((name for number, name in self.options if number == value), "")

    def compose(self) -> ComposeResult:
        """The name of the line, the field, and what is meant."""
        yield from super().compose()
        yield Lines(f"{self.id}-means")

    def on_mount(self) -> None:
        """Half of the line is for what is meant."""
        super().on_mount()
        self.query_one(f"#{self.id}-means").styles.width = "1fr"

    @on(Field.Changed)
    def _meant(self) -> None:
        name = self.name_of(self.value)
        told = f" = {name}" if name and name != self.text else ""
        self.query_one(f"#{self.id}-means", Lines).show(content(told, "$muted"))

    @property
    def value(self) -> object:
        """The id."""
        text = folded(self.text)
        if not text:
            return None
        for fits in (str.__eq__, str.startswith, str.__contains__):
            found = [number for number, name in self.options if fits(folded(name), text)]
            if len(found) == 1:
                return found[0]
        return self.text

    def choose(self, value: object) -> None:
        """Put the name of an id into the field."""
        super().choose(self.name_of(value) if value is None or isinstance(value, int) else value)


class Ticks(Options):
    """``Vaiheet  ✓ 1  · 2``: each of them done or not; ←→ goes from one to the next, space ticks it. The value is the
    numbers that are ticked. Those of *fixed* stay as they are."""

    BINDINGS: ClassVar[list[BindingType]] = [*TICK]

    def __init__(
        self, id: str, label: str, options: Sequence[tuple[int, str]], ticked: Sequence[int], marker: str, done: str
    ) -> None:
        super().__init__(id, label, options, None, marker=marker)
        self.ticked = set(ticked)
        self.fixed = frozenset(ticked)
        self.done = done
        left = [place for place, (number, _) in enumerate(options) if number not in self.ticked]
        self.place = left[0] if left else 0

    @property
    def value(self) -> object:
        """The numbers that are ticked, in order."""
        return tuple(number for number, _ in self.options if number in self.ticked)

    def choose(self, value: object) -> None:
        """Tick these."""
        if isinstance(value, tuple):
            self.ticked = set(value)
            self.refresh()
            self.post_message(self.Changed(self))

    def action_go(self, direction: int) -> None:
        """The step before (-1) or after (1)."""
        self.place = (self.place + direction) % len(self.options)
        self.refresh()

    def action_tick(self) -> None:
        """Done, or not after all; what was recorded as done before is taken back by undo only."""
        number = self.options[self.place][0]
        if number not in self.fixed:
            self.choose(tuple(self.ticked ^ {number}))

    def render(self) -> Content:
        """The line."""
        parts = [labelled(self.label, self.has_focus, self.marker)]
        room = self.size.width - LABEL - 1
        for place, (number, _) in enumerate(self.options):
            sign = self.done if number in self.ticked else "·"
            text = f" {number} {sign} "
            room -= measure(text)
            parts.append(content(text, "reverse" if place == self.place and self.has_focus else ""))
        title = self.options[self.place][1]
        return joined(*parts, content("  " + fit_to(title, room - 2), "$muted")) if room > 4 else joined(*parts)


def read_number(text: str) -> object:
    """The number that *text* is in the chosen language; None for nothing, the text where it is none."""
    plain = re.sub(r"[\s%]", "", text.replace(NBSP, "").replace("\u2212", "-"))
    if not plain:
        return None
    if language() == "en" and re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", plain) else text


def written(value: float | None) -> str:
    """A number as it is typed: without groups, with the language's sign of decimals."""
    if value is None:
        return ""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text if language() == "en" else text.replace(".", ",")
