"""The one table writer of the command line: plain columns, no box. Imports nothing heavy (`etappi status`)."""

from core.display import fit, safe, width

GAP = "  "


class Column:
    """A column: its heading, whether it stands to the right, and whether it gives way when the line is too narrow."""

    __slots__ = ("gives_way", "heading", "right")

    def __init__(self, heading: str, *, right: bool = False, gives_way: bool = False) -> None:
        self.heading = heading
        self.right = right
        self.gives_way = gives_way


def draw(columns: list[Column], rows: list[list[str]], line_width: int | None = None) -> list[str]:
    """Lines of a table: a heading, then the rows, text made safe for a terminal.

    With *line_width* the columns that give way are cut (the last of them first) so that no line is longer; without,
    nothing is cut.
    """
    cells = [[column.heading for column in columns], *([safe(cell) for cell in row] for row in rows)]
    sizes = [max(width(row[number]) for row in cells) for number in range(len(columns))]
    if line_width is not None:
        excess = sum(sizes) + len(GAP) * (len(sizes) - 1) - line_width
        for number in reversed(range(len(columns))):
            if excess > 0 and columns[number].gives_way:
                smaller = max(8, sizes[number] - excess)
                excess -= sizes[number] - smaller
                sizes[number] = smaller
    lines = []
    for row in cells:
        parts = []
        for column, size, cell in zip(columns, sizes, row, strict=True):
            text = fit(cell, size)
            parts.append(" " * (size - width(cell)) + cell if column.right and width(cell) < size else text)
        lines.append(GAP.join(parts).rstrip())
    return lines


def wrapped(text: str, columns: int, indent: str) -> list[str]:
    """*text* in lines of at most *columns*, broken at spaces; lines after the first begin with *indent*."""
    lines: list[str] = []
    line = text[: len(text) - len(text.lstrip(" "))]
    for word in text.split():
        room = columns - (width(indent) if lines else 0)
        if line.strip() and width(line) + 1 + width(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line.strip() else line + word
    lines.append(line)
    return [lines[0], *(indent + line for line in lines[1:])]
