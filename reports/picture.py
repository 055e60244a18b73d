"""The status table as a picture for a slide: 16:9, light, as SVG and as PNG.

Every figure, state and word is a cell of the status report (`reports.status`); here they only get their places. Each
package has a bar of what is done with a mark where the plan stands, and the same as figures beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from locales import t
from locales.formats import percent
from reports.content import Content
from reports.document import Cell, Column, Document, Items, Table, Text
from reports.drawing import Drawing, Label, Line, Polygon, Rect, Shape, symbol, text_width, wrapped
from reports.pieces import SHORT_HASH
from reports.registry import Options
from reports.status import build

WIDTH, HEIGHT = 1280.0, 720.0
PIXELS = 1920
"""How wide the PNG is."""
MARGIN = 44.0
TITLE, LEAD, BRIEF, HEAD, SMALL = 34.0, 17.0, 20.0, 16.0, 15.0
FOOT = 58.0
"""Room of the legend under the table."""
ROW = (26.0, 58.0)
"""The least and the most height of a package's row."""
TEXT = (11.0, 18.0)
"""The least and the most size of a row's letters."""
BAR, LEADS, STATE, GAP = 200.0, 130.0, 270.0, 18.0
INDENT = 20.0
SMALLER, SPACING = 0.8, 1.12
"""The letters of a reason to those of its state, and the distance of their lines to their size."""
COLOURED = {"watch": "amber", "action_needed": "red"}


@dataclass(frozen=True)
class Place:
    """Where a column stands: from *left*, *width* wide."""

    left: float
    width: float

    @property
    def right(self) -> float:
        """Its right end."""
        return self.left + self.width


def svg(content: Content, options: Options) -> bytes:
    """The picture as SVG."""
    from reports.svg import alone

    return alone(drawn(build(content, options), demo=content.project.demo))


def png(content: Content, options: Options) -> bytes:
    """The picture as PNG, `PIXELS` wide."""
    from reports.pixels import png as pixels

    drawing = drawn(build(content, options), demo=content.project.demo)
    return pixels(drawing, PIXELS / drawing.width)


def drawn(document: Document, *, demo: bool) -> Drawing:
    """The status report *document* as a picture; *demo*: a mark says that it is one.

    More packages than a slide has room for make the sheet larger, in the same shape: none is left out.
    """
    table = next(document.tables())
    least = _top(document, WIDTH)[1] + max(1, len(table.rows)) * ROW[0] + FOOT
    height = max(HEIGHT, least)
    width = height * WIDTH / HEIGHT
    shapes, top = _top(document, width)
    if demo:
        shapes += _mark(t("status.demo"), width)
    row = min(ROW[1], (height - FOOT - top) / max(1, len(table.rows)))
    shapes += _rows(table, width, top, row)
    shapes += _legend(document, width, height)
    return Drawing(width, height, tuple(shapes), document.title, _told(document, table))


def _plain(text: Text) -> str:
    return "".join(run.text for run in text)


def _top(document: Document, width: float) -> tuple[list[Shape], float]:
    """What the picture is, of which day, and the state in a sentence; and where the rows begin."""
    room = width - 2 * MARGIN
    y = 54.0
    shapes: list[Shape] = [Label(MARGIN, y, document.title, TITLE, bold=True)]
    y += 5
    for text in document.lead[:2]:
        y += 23
        shapes.append(Label(MARGIN, y, wrapped(_plain(text), room, LEAD, 1)[0], LEAD, "muted"))
    brief = next((block.items for block in document.blocks if isinstance(block, Items)), ())
    y += 4
    for number, text in enumerate(brief):
        y += 27
        line = wrapped(_plain(text), room / 1.05, BRIEF, 1)[0]
        shapes.append(Label(MARGIN, y, line, BRIEF, bold=number == 0))
    return shapes, y + 40


def _mark(text: str, width: float) -> list[Shape]:
    """A frame with a word in the upper right corner."""
    room = text_width(text, BRIEF, bold=True) + 28
    left = width - MARGIN - room
    return [Rect(left, 28, room, 36, stroke="ink"), Label(left + room / 2, 53, text, BRIEF, bold=True, anchor="middle")]


def _size(row: float) -> float:
    """The size of the letters of a row of that height: a state and two lines of its reason have room in it."""
    return max(TEXT[0], min(TEXT[1], row * 0.33))


def _places(table: Table, width: float, size: float) -> dict[str, Place]:
    """Where each column stands: figures as wide as they are, the package takes what is left; ``bar`` is the bar."""
    figures = {
        column.code: max(text_width(text, size, bold=True) for text in _texts(table, number)) * 1.05
        for number, column in enumerate(table.columns)
        if column.right and column.code != "due"
    }
    lead = min(LEADS, max(text_width(text, size) for text in _texts(table, _number(table, "lead"))) * 1.05)
    taken = sum(figures.values()) + len(figures) * GAP + lead + BAR + STATE + 3 * GAP
    widths = {"package": width - 2 * MARGIN - taken, "lead": lead, "bar": BAR, **figures, "status": STATE}
    places, left = {}, MARGIN
    for code, room in widths.items():
        places[code] = Place(left, room)
        left += room + GAP
    return places


def _number(table: Table, code: str) -> int:
    return next(number for number, column in enumerate(table.columns) if column.code == code)


def _texts(table: Table, number: int) -> list[str]:
    """What stands in a column, its head too."""
    return [table.columns[number].title, *(row[number].text for row in table.rows)]


def _rows(table: Table, width: float, top: float, height: float) -> list[Shape]:
    """Heads, and a row a package."""
    size = _size(height)
    places = _places(table, width, size)
    shapes: list[Shape] = []
    for column in table.columns:
        if column.code in places:
            place = places[column.code]
            x, anchor = (place.right, "end") if column.right else (place.left, "start")
            shapes.append(Label(x, top - 10, column.title, min(HEAD, size), "muted", anchor=anchor))
    bar = places["bar"]
    for x, share, anchor in ((bar.left, 0.0, "start"), (bar.right, 1.0, "end")):
        shapes.append(Label(x, top - 10, percent(share), min(HEAD, size), "muted", anchor=anchor))
    shapes.append(Line(MARGIN, top, width - MARGIN, top, "muted"))
    for number, row in enumerate(table.rows):
        cells = {column.code: cell for column, cell in zip(table.columns, row, strict=True)}
        y = top + number * height
        shapes += _row(cells, table.columns, places, y, height)
        shapes.append(Line(MARGIN, y + height, width - MARGIN, y + height, "grid"))
    return shapes


def _row(
    cells: dict[str, Cell], columns: Sequence[Column], places: dict[str, Place], y: float, height: float
) -> list[Shape]:
    """A package: its name, its leads, its bar, its figures, its state with the reason."""
    size, middle = _size(height), y + height / 2
    package, lead = cells["package"], cells["lead"]
    indent = package.level * INDENT
    name, by = places["package"], places["lead"]
    top_level = package.level == 0
    shapes = _block(package.text, name.left + indent, name.width - indent, middle, size, bold=top_level)
    shapes += _block(lead.text, by.left, by.width, middle, size)
    shapes += _bar(cells["done"], cells["planned"], places["bar"], middle, size)
    for column in columns:
        if column.right and column.code in places:
            cell, right = cells[column.code], places[column.code].right
            fill = "muted" if column.code == "before" else "ink"
            shapes.append(Label(right, middle + size * 0.36, cell.text, size, fill, column.code == "done", "end"))
    return shapes + _state(cells["status"], cells["reason"], places["status"], middle, size, height)


def _block(
    text: str, x: float, room: float, middle: float, size: float, *, bold: bool = False, fill: str = "ink"
) -> list[Shape]:
    """*text* in at most two lines around *middle*."""
    lines = wrapped(text, room / (1.06 if bold else 1.02), size, 2)
    first = middle + size * 0.36 - (len(lines) - 1) * size * 0.6
    return [Label(x, first + n * size * 1.2, line, size, fill, bold) for n, line in enumerate(lines)]


def _bar(done: Cell, planned: Cell, place: Place, middle: float, size: float) -> list[Shape]:
    """From 0 to 100 %: what is done, and a mark where the plan stands; an unknown figure has neither."""
    thick = size * 1.1
    top = middle - thick / 2
    shapes: list[Shape] = []
    if isinstance(done.value, (int, float)):
        shapes.append(Rect(place.left, top, place.width, thick, fill="paper", stroke="grid"))
        if done.value:
            shapes.append(Rect(place.left, top, place.width * min(1.0, done.value), thick, fill="series1"))
    if isinstance(planned.value, (int, float)):
        shapes += _plan(place.left + place.width * min(1.0, planned.value), top, thick)
    return shapes


def _plan(x: float, top: float, thick: float) -> list[Shape]:
    """The mark of the plan on a bar: a line that stands out on both sides, with a point at its head."""
    head = Polygon(((x - 5, top - 8), (x + 5, top - 8), (x, top - 1)), "ink")
    return [Line(x, top - 4, x, top + thick + 4, "paper", 6), Line(x, top - 4, x, top + thick + 4, "ink", 2.5), head]


def _state(status: Cell, reason: Cell, place: Place, middle: float, size: float, height: float) -> list[Shape]:
    """Symbol and word of a state, and under it the reason where there is one."""
    word = t(f"status.{status.status}")
    small = max(TEXT[0], size * SMALLER)
    x = place.left + size * 1.4
    lines: tuple[str, ...] = ()
    if reason.text:
        room = int((height - size * SPACING) / (small * SPACING))
        lines = wrapped(reason.text, (place.right - x) / 1.02, small, max(1, min(2, room)))
    whole = (size + len(lines) * small) * SPACING
    baseline = middle - whole / 2 + size * 0.9
    colour = COLOURED.get(status.status or "", "ink")
    shapes = [*symbol(status.status or "", place.left + size * 0.5, baseline - size * 0.34, size * 0.86),
              Label(x, baseline, word, size, colour, bold=colour != "ink")]  # fmt: skip
    return shapes + [Label(x, baseline + (n + 1) * small * SPACING, line, small) for n, line in enumerate(lines)]


def _legend(document: Document, width: float, height: float) -> list[Shape]:
    """What bar and mark are, the sentence of the chart, what the picture was made of; that a demo is one."""
    y = height - 34
    x = MARGIN
    shapes: list[Shape] = [Rect(x, y - 12, 30, 14, fill="series1")]
    shapes.append(Label(x + 38, y, t("export.series_done"), SMALL))
    x += 38 + text_width(t("export.series_done"), SMALL) * 1.05 + 26
    shapes += [*_plan(x, y - 12, 14), Label(x + 14, y, t("export.series_planned"), SMALL)]
    x += 14 + text_width(t("export.series_planned"), SMALL) * 1.05 + 26
    made = f"{document.project} {document.snapshot or document.quarter} · {document.sha256[:SHORT_HASH]}"
    shapes.append(Label(width - MARGIN, y, made, SMALL, "muted", anchor="end"))
    room = width - MARGIN - text_width(made, SMALL) * 1.05 - 26 - x
    description = next((chart.description for chart in document.charts()), "")
    shapes.append(Label(x, y, wrapped(description, room, SMALL, 1)[0], SMALL, "muted"))
    if len(document.lead) > 3:
        note = wrapped(_plain(document.lead[3]), width - 2 * MARGIN, SMALL, 1)[0]
        shapes.append(Label(MARGIN, height - 11, note, SMALL, "muted"))
    return shapes


def _told(document: Document, table: Table) -> str:
    """The picture in words: the state, and every package with every figure."""
    brief = next((block.items for block in document.blocks if isinstance(block, Items)), ())
    told = [_plain(text) for text in (*document.lead, *brief)]
    for row in table.rows:
        cells = [f"{column.title} {cell.text}" for column, cell in zip(table.columns[1:], row[1:], strict=True)
                 if cell.text]  # fmt: skip
        told.append(f"{row[0].text}: {'; '.join(cells)}.")
    return " ".join(told)
