"""A desk without a store: boards made by hand, and acts that are only remembered."""

from collections.abc import Callable
from typing import Any

from core.board import Board
from store.desk import Hit, Pulse, UndoOffer
from store.locks import Holder
from tests.tui import boards


class FakeDesk:
    """What `store.desk.Desk` answers, from what the test put into it."""

    def __init__(self, load: Callable[[int | None], Board] | None = None, code: str | None = None) -> None:
        self.path = "/nowhere/etappi.db"
        self.code = code
        self.load = load or (lambda quarter: boards.drawn(quarter or boards.Q3))
        self.all_projects: tuple[tuple[str, str], ...] = (("DIGI24", "Digikyvykkyys"),)
        self.hits: tuple[Hit, ...] = ()
        self.end = Pulse(1, 1, "minna")
        self.held_by: Holder | None = None
        self.offer: UndoOffer | None = None
        self.done: list[tuple[Any, ...]] = []

    def board(self, quarter: int | None = None) -> Board:
        """The board that the test gave."""
        return self.load(quarter)

    def projects(self) -> tuple[tuple[str, str], ...]:
        """Codes and names."""
        return self.all_projects

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Hits whose name or what stands behind it holds *text*."""
        return tuple(hit for hit in self.hits if text.lower() in f"{hit.name} {hit.more}".lower())[:limit]

    def pulse(self) -> Pulse:
        """The end of the log."""
        return self.end

    def holder(self) -> Holder | None:
        """Who holds the write lock."""
        return self.held_by
