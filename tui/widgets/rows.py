"""Where a list has its rows from."""

from collections.abc import Sequence
from typing import Protocol

from rich.text import Text

Row = Sequence[Text]


class Rows(Protocol):
    """Where a list has its rows from."""

    def count(self) -> int:
        """How many rows there are."""

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from *start* to before *stop*, a cell for each column; cells are made by `tui.text.cell`."""

    def key(self, number: int) -> int:
        """What row *number* is known by: it stays marked under this key, wherever it stands."""


class Listed:
    """Rows that are in memory, known by their numbers."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from *start* to before *stop*."""
        return self._rows[start:stop]

    def key(self, number: int) -> int:
        """The row's number."""
        return number
