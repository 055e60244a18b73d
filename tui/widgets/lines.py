"""Plain lines of text and headings in a rule: what screens are made of besides lists."""

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from tui.signs import SIGNS, Signs
from tui.text import content, joined, lines, measure


class Lines(Widget):
    """A few lines of text that a screen writes; a line too long for the width ends in an ellipsis."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._content = Content("")

    def show(self, *written: Content) -> None:
        """Show these lines instead of the ones before."""
        new, old = lines(*written), self._content
        if new.is_same(old):
            return
        self._content = new
        if "\n" in new.plain or "\n" in old.plain:
            self.refresh(layout=self.styles.is_auto_height)  # a box that is as high as its text
            return
        # only what is not as before: the line under a matrix follows every step of its cursor
        shared = 0
        for sign, before in zip(new.plain, old.plain, strict=False):
            if sign != before:
                break
            shared += 1
        if not new[:shared].is_same(old[:shared]):
            shared = 0
        start = new[:shared].cell_length
        self.refresh(Region(start, 0, max(new.cell_length, old.cell_length) - start, 1))

    def render(self) -> Content:
        """What is shown."""
        return self._content


class Heading(Widget):
    """``── Huomioitavaa 7 ───────``, a rule to the end of the line; without words a plain rule."""

    def __init__(self, id: str, words: str = "", signs: Signs = SIGNS) -> None:
        super().__init__(id=id)
        self.words = words
        self.signs = signs

    def show(self, words: str) -> None:
        """Show other words."""
        if words != self.words:
            self.words = words
            self.refresh()

    def render(self) -> Content:
        """The words in the rule."""
        return heading(self.words, self.size.width, self.signs)


def heading(words: str, width: int, signs: Signs) -> Content:
    """A rule of *width* columns with *words* near its beginning."""
    if not words:
        return content(signs.rule * width, "$muted")
    rest = max(0, width - measure(words) - 4)
    return joined(
        content(signs.rule * 2 + " ", "$muted"), content(words, "bold"), content(" " + signs.rule * rest, "$muted")
    )
