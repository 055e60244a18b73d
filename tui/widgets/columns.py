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
    *cell*: the cursor stops on its cells one by one. *tail* stands flush right in the title's room.
    """

    title: str
    width: int
    stretch: bool = False
    right: bool = False
    order: int = 0
    gap: int = 1
    wish: int = 0
    still: bool = False
    cell: bool = False
    tail: str = ""


@dataclass(frozen=True)
class Place:
    """A shown column: its number among all columns, its first cell and its width."""

    number: int
    start: int
    width: int


def left_out(columns: Sequence[Column], width: int, current: int, start: int = 1) -> frozenset[int]:
    """The columns of cells that find no room in *width*: they are turned like pages, the one with *current* shown."""
    cells = [number for number, column in enumerate(columns) if column.cell]
    fixed = [column for column in columns if not column.cell and not column.order]
    room = width - start - sum(column.width + column.gap for column in fixed)
    if sum(columns[number].width + columns[number].gap for number in cells) <= room + 1 or not cells:
        return frozenset()
    fits = max(1, room // max(columns[number].width + columns[number].gap for number in cells))
    page = cells.index(current) // fits if current in cells else 0
    first = min(page * fits, max(0, len(cells) - fits))
    return frozenset(cells) - frozenset(cells[first : first + fits])


def places(columns: Sequence[Column], width: int, start: int = 1, without: frozenset[int] = frozenset()) -> list[Place]:
    """Where each shown column stands in a line of *width* cells, the first of them at *start*.

    Columns come in the order of `Column.order` as long as they fit; a column that does not fit keeps all later ones
    away, so that the order holds. What is left goes to the stretching columns, evenly, the first ones first.
    """
    shown = {number for number, column in enumerate(columns) if not column.order and number not in without}
    room = width - start - sum(_taken(columns, number, shown) for number in shown)
    wished = sum(max(0, columns[number].wish - columns[number].width) for number in shown)
    for number in sorted(range(len(columns)), key=lambda number: columns[number].order):
        if number in shown or number in without:
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
