"""Which columns of a list are shown at a width, and how wide each is."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a list.

    *title* stands over it; the title before an empty one may run on over it. *width* in columns, the least width if
    it may *stretch*; *wish* is the width that it gets before any further column comes. *order*: 0 is always there,
    the others come in rising order when there is room. *gap*: spaces before it. *right*: flush right. *still*: from
    this column on a line looks the same under the cursor, so that a colour keeps its meaning and a move writes little.
    """

    title: str
    width: int
    stretch: bool = False
    right: bool = False
    order: int = 0
    gap: int = 1
    wish: int = 0
    still: bool = False


@dataclass(frozen=True)
class Place:
    """A shown column: its number among all columns, its first cell and its width."""

    number: int
    start: int
    width: int


def places(columns: Sequence[Column], width: int, start: int = 1) -> list[Place]:
    """Where each shown column stands in a line of *width* cells, the first of them at *start*.

    Columns come in the order of `Column.order` as long as they fit; a column that does not fit keeps all later ones
    away, so that the order holds. What is left goes to the stretching columns, evenly, the first ones first.
    """
    shown = {number for number, column in enumerate(columns) if not column.order}
    room = width - start - sum(_taken(columns, number, shown) for number in shown)
    wished = sum(max(0, columns[number].wish - columns[number].width) for number in shown)
    for number in sorted(range(len(columns)), key=lambda number: columns[number].order):
        if number in shown:
            continue
        needed = columns[number].width + columns[number].gap
        if needed > room - wished:
            break
        shown.add(number)
        room -= needed
    return _laid(columns, sorted(shown), room, start)


def _taken(columns: Sequence[Column], number: int, shown: set[int]) -> int:
    return columns[number].width + (columns[number].gap if number != min(shown) else 0)


def _laid(columns: Sequence[Column], shown: list[int], room: int, start: int) -> list[Place]:
    stretching = [number for number in shown if columns[number].stretch]
    out: list[Place] = []
    at = start
    for number in shown:
        size = columns[number].width
        if number in stretching:
            share, extra = divmod(room, len(stretching))
            size = max(1, size + share + (stretching.index(number) < extra))
        at += columns[number].gap if out else 0
        out.append(Place(number, at, size))
        at += size
    return out
