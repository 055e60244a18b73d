"""The quarter report as text, in the app: the same Markdown that `etappi export` writes, its tables as wide as the
window."""

import re
from operator import gt
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize

from reports.content import Content as ReportOf
from reports.registry import Options, write
from store.reportcontent import ReportContent
from store.snapshotdesk import SnapshotDesk
from tui.dialogs.box import BOX, Dialog
from tui.text import content, fit, hanging, measure, wrapped
from tui.widgets.lines import Lines

BULLET = re.compile(r"(?:-|\d+\.) ")
LEAST_CELL = 6  # columns that a cell of a table keeps
LONG_WORD = 14  # columns up to which words of a table stay whole, where there is room for that
FRAME = 4  # columns of the box besides its text


def contents(found: ReportContent) -> tuple[ReportOf, ReportOf | None]:
    """What a report is made of, and the freeze of the quarter before it."""
    before = None if found.before is None else ReportOf(found.before, quarter=found.quarter - 1)
    return ReportOf(found.content, found.name, found.quarter), before


def markdown_of(desk: SnapshotDesk, name: str | None) -> str:
    """The quarter report of a snapshot (None: of the present) as Markdown; EtappiError where it cannot be made."""
    of, before = contents(desk.report(name))
    made = write("quarter", "md", of, Options(before))
    return made.decode() if isinstance(made, bytes) else ""


class Preview(Dialog):
    """The text of a report over the whole window."""

    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = Dialog.CSS + "#box { width: 100%; } #box-page { margin: 0; }"

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.whole = text

    def on_resize(self, event: Resize) -> None:
        """Lines and tables follow the window."""
        super().on_resize(event)
        self.query_one("#box-page").styles.max_height = max(1, event.size.height - BOX + 2)
        self.query_one("#box-text", Lines).show(*preview_lines(self.whole, event.size.width - FRAME - 1))


def preview_lines(text: str, width: int) -> list[Content]:
    """The lines of a Markdown text in *width* columns; headings are bold, rows of tables are laid out anew."""
    out: list[Content] = []
    table: list[str] = []
    for line in [*text.rstrip("\n").split("\n"), ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            out += table_lines(table, width)
            table = []
        sign = BULLET.match(line)
        if sign:
            out += hanging(content(sign.group()), line[sign.end() :], width)
        else:
            out += [content(part, "bold" if line.startswith("#") else "") for part in wrapped(line, width)]
    return out[:-1]


def table_lines(rows: list[str], width: int) -> list[Content]:
    """A table of Markdown with its widest columns narrowed until it fits, their cells on several lines."""
    cells = [[one.strip() for one in _split(row)] for row in rows]
    right = [one.endswith(":") for one in cells[1]] if len(cells) > 1 else []
    body = [cells[0], *cells[2:]]
    many = max(map(len, body))
    body = [[*row, *[""] * (many - len(row))] for row in body]
    sizes = [max(measure(row[number]) for row in body) for number in range(many)]
    words = [max((measure(word) for row in body for word in row[number].split()), default=0) for number in range(many)]
    for floors in ([min(word, LONG_WORD) for word in words], [LEAST_CELL] * many):
        while sum(sizes) + 2 * (many - 1) > width and any(map(gt, sizes, floors)):
            widest = max((size - floor, number) for number, (size, floor) in enumerate(zip(sizes, floors, strict=True)))
            sizes[widest[1]] -= 1
    out = []
    for number, row in enumerate(body):
        parts = [wrapped(one, size) for one, size in zip(row, sizes, strict=True)]
        for place in range(max(map(len, parts))):
            pieces = [
                fit(part[place] if place < len(part) else "", size, right=column < len(right) and right[column])
                for column, (part, size) in enumerate(zip(parts, sizes, strict=True))
            ]
            out.append(content("  ".join(pieces).rstrip(), "" if number else "bold"))
    return out


def _split(row: str) -> list[str]:
    """The cells of a row; a bar of the data stands behind a backslash."""
    return re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))
