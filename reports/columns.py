"""How wide the columns of a printed table are: by what stands in them, so that figures and states stay on one line."""

from math import sqrt

from reports.document import Cell, Column, Table
from reports.drawing import text_width

NARROWER = 0.98
"""How wide bold Calibri is at most beside regular Roboto, by which text is measured here (words: 0.91 to 0.96)."""
SIGN = 0.5
"""What the sign of a state takes beyond a letter, in sizes of the letters."""


def widths(table: Table, room: int, size: float, padding: int) -> tuple[int, ...]:
    """The width of each column, *room* in all, in twentieths of a point.

    *size* is that of the letters in points, *padding* what each cell keeps free of its width. Every column gets its
    longest word, or its longest line where it may not be broken. The rest is shared by the square root of what each
    lacks (alike would starve long texts, in proportion short ones), and no column gets more than it needs.
    """
    wanted, least = [], []
    for column, cells in zip(table.columns, zip(*table.rows, strict=True), strict=False):
        beside = padding + (SIGN * size * 20 if column.kind == "status" else 0)
        wanted.append(max(_width(text, size) for text in (column.title, *(_shown(cell) for cell in cells))) + beside)
        kept = [_shown(cell) if _whole(column) else _longest(_shown(cell), size) for cell in cells]
        least.append(max(_width(text, size) for text in (_longest(column.title, size), *kept)) + beside)
    if not wanted:
        return (room // len(table.columns),) * len(table.columns)
    spare = room - sum(least)
    if spare <= 0:
        shares = [width * room / sum(least) for width in least]
    elif sum(wanted) <= room:
        grows = [0 if _whole(column) else width for column, width in zip(table.columns, wanted, strict=True)]
        grows = grows if any(grows) else wanted
        left = room - sum(wanted)
        shares = [width + left * grow / sum(grows) for width, grow in zip(wanted, grows, strict=True)]
    else:
        shares = [float(width) for width in least]
        more = sorted((full - small, place) for place, (full, small) in enumerate(zip(wanted, least, strict=True)))
        roots = sum(sqrt(one) for one, _ in more)
        for one, place in more:  # short texts get their line, long ones share what is left
            given = min(one, spare * sqrt(one) / roots if roots else 0.0)
            shares[place] += given
            spare, roots = spare - given, roots - sqrt(one)
    whole = [int(share) for share in shares]
    return (whole[0] + room - sum(whole), *whole[1:])


def _whole(column: Column) -> bool:
    """True for a column whose cells are not broken into lines."""
    return column.right or column.kind in ("date", "status")


def _shown(cell: Cell) -> str:
    return "\u00a0" * 4 * cell.level + cell.text


def _longest(text: str, size: float) -> str:
    return max(text.split(" "), key=lambda word: text_width(word, size))


def _width(text: str, size: float) -> float:
    """In twentieths of a point; wide enough for bold, since heads and first cells may be."""
    return text_width(text, size) * NARROWER * 20
