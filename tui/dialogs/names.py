"""Find one of many names by any of its words."""

from collections.abc import Callable, Sequence

from textual import on

from core.text import folded
from locales import t
from tui.dialogs.choice import Entry, Search
from tui.signs import Signs
from tui.widgets.field import Field

MOST = 200  # names in the list: who types more words sees the others


class Names(Search):
    """A field, and below it the names that have every word of it."""

    def __init__(self, title: str, names: Sequence[str], act: Callable[[str], object], signs: Signs) -> None:
        super().__init__(title, signs)
        self.names = [(folded(name), name) for name in names]
        self.act = act

    def on_mount(self) -> None:
        """All of them, before anything is typed."""
        self._show("")

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        event.stop()
        self._show(self.query_one(Field).text)

    def _show(self, text: str) -> None:
        words = folded(text).split()
        found = [name for plain, name in self.names if all(word in plain for word in words)][:MOST]
        self.fill([self._entry(name) for name in found], calm=t("tui.palette_nothing"))

    def _entry(self, name: str) -> Entry:
        return Entry("", name, "", lambda: self.act(name))
