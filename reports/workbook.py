"""A report as a workbook: a sheet with what it is, a sheet a table, and a sheet with its charts and their figures.

Figures are real numbers and days real dates, so that people can sort and reckon; texts are texts whatever they begin
with (reliability.md R33): no formula, no link. The same report has the same bytes.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, Any

from core.display import safe, width
from locales import t
from reports.document import Block, Cell, Chart, Column, Document, Heading, Items, Paragraph, Table, Text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NARROW, WIDE = 7, 60
"""The least and the most letters of a column."""
FILTER = 4
"""Letters that the arrow of a filter takes."""
LETTER, BOLD = 0.92, 1.05
"""The width of a letter, and of a bold one, to that of a digit, by which columns are measured."""
COVER = 110
"""Letters of a line of the cover."""
LINE, TITLE_LINE = 15, 20
"""Points of a line."""
NAME = 31
"""The most letters of a sheet's name."""
A4 = 9
HEADER = 100
"""The most letters of a printed head: Excel takes 255 signs of it."""
HEAD, EDGE = "#DCE6F1", "#BFBFBF"
COLOURS = {"on_schedule": "#1D6B34", "watch": "#8A5200", "action_needed": "#B3261E"}
SERIES = ("#1F5F9F", "#A8530A", "#2F7548", "#74479C", "#0D6F75", "#5C6470")
MARKERS = ("circle", "square", "triangle", "diamond", "x", "plus")
SHAPES: dict[str, dict[str, str]] = {
    "bars": {"type": "bar"}, "columns": {"type": "column"}, "stacked": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "line"},
}  # fmt: skip
CHART_SIZE = {"width": 720, "height": 360}
PAGE, DIGIT, EDGES, BESIDE = 920, 7, 5, 70
"""Pixels: across the paper (with some to spare), of a digit, around the text of a column, between figures and chart."""
CHART_ROWS = 20
"""Rows that a chart covers."""


def write(document: Document) -> bytes:
    """*document* as xlsx."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                     "strings_to_numbers": False})  # fmt: skip
    made = datetime.combine(date.fromisoformat(document.as_of), datetime.min.time(), UTC)  # the clock is no part of it
    book.set_properties({"title": document.title, "author": "Etappi", "created": made})
    styles = _styles(book, document.language)
    names = _Names()
    tables = list(_named_tables(document, names))
    charts = names.free(t("exportmore.sheet_charts")) if any(document.charts()) else None
    _cover(book.add_worksheet(names.free(t("exportmore.sheet_about"))), document,
           [name for name, _ in tables] + ([charts] if charts else []), styles)  # fmt: skip
    for name, table in tables:
        _table(book.add_worksheet(name), table, document, styles)
    if charts:
        _charts(book, book.add_worksheet(charts), charts, document, styles)
    book.close()
    return out.getvalue()


class _Names:
    """Names of sheets: as short as Excel wants them, without its signs, each once (in any case)."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def free(self, wish: str) -> str:
        plain = re.sub(r"[\[\]:*?/\\]", " ", safe(wish)).strip("' ")[:NAME].strip() or "-"
        name, number = plain, 2
        while name.casefold() in self.taken:
            name, number = f"{plain[: NAME - 4]} {number}", number + 1
        self.taken.add(name.casefold())
        return name


def _named_tables(document: Document, names: _Names) -> Iterator[tuple[str, Table]]:
    """Each table with the name of its sheet: the heading that it stands first under, else its caption."""
    heading: str | None = None
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            yield names.free(heading or block.caption), block
            heading = None


def _styles(book: "Workbook", language: str) -> "dict[str, Format]":
    """The formats by name: of texts, and of each kind of figure."""
    edge = {"border": 1, "border_color": EDGE, "valign": "top"}
    text: dict[str, Any] = {**edge, "text_wrap": True, "quote_prefix": True}
    right = {"align": "right", "indent": 1}  # away from what stands in the next column
    head = {**text, "bold": True, "bg_color": HEAD}
    title: dict[str, Any] = {"bold": True, "font_size": 14, "quote_prefix": True}
    made: dict[str, dict[str, Any]] = {
        "title": title, "bold": {"bold": True, "quote_prefix": True}, "plain": {"quote_prefix": True},
        "told": {"quote_prefix": True, "text_wrap": True, "valign": "top"},
        "head": head, "head_right": {**head, **right}, "text": text, "right": {**text, **right},
        "count": {**edge, **right, "num_format": "#,##0"}, "number": {**edge, **right, "num_format": "#,##0.##"},
        "share": {**edge, **right, "num_format": _percent(language)},
        "percent_points": {**edge, **right, "num_format": "+0;\u22120;0"},
        "date": {**edge, "num_format": "d mmm yyyy" if language == "en" else "d.m.yyyy", "align": "left"},
    }  # fmt: skip
    made |= {f"indent{level}": {**text, "align": "left", "indent": level} for level in (1, 2, 3)}
    made |= {f"status_{status}": {**text, "font_color": colour} for status, colour in COLOURS.items()}
    return {name: book.add_format(values) for name, values in made.items()}


def _percent(language: str) -> str:
    """How Excel is to write a share."""
    return "0%" if language == "en" else "0\u00a0%"


def _cover(sheet: "Worksheet", document: Document, names: list[str], styles: "dict[str, Format]") -> None:
    """What the workbook is, what its sheets are, and the running text of the report."""
    sheet.set_column(0, 0, COVER)
    lines: list[tuple[str, str]] = [(document.title, "title")]
    lines += [(_plain(text), "told") for text in document.lead]
    lines += [("", "told"), (t("exportmore.sheets"), "bold"), *((name, "told") for name in names), ("", "told")]
    for block, after in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        if not isinstance(block, Heading) or isinstance(after, (Paragraph, Items)):
            lines += _told(block)
    lines += [("", "told"), (_plain(document.footer), "told")]
    for row, (text, style) in enumerate(lines):
        if text:
            sheet.set_row(row, TITLE_LINE if style == "title" else LINE * _lines(text, COVER))
            sheet.write_string(row, 0, text, styles[style])
    _paper(sheet, document)


def _told(block: Block) -> list[tuple[str, str]]:
    if isinstance(block, Heading):
        return [("", "told"), (safe(block.text), "bold")]
    if isinstance(block, Paragraph):
        return [(_plain(block.text), "told")]
    if isinstance(block, Items):
        marks = (f"{number}. " if block.ordered else "\u2022 " for number in range(1, len(block.items) + 1))
        return [(mark + _plain(text), "told") for mark, text in zip(marks, block.items, strict=True)]
    return []


def _plain(text: Text) -> str:
    return safe("".join(run.text for run in text))


def _paper(sheet: "Worksheet", document: Document, caption: str = "") -> None:
    """How a sheet is printed: as wide as the paper, with its *caption* above and whose it is below."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.75 if caption else 0.5, bottom=0.6)
    if caption:
        sheet.set_header(f"&L&B{_printed(caption)}")
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{_printed(f'{document.project} {document.title}')}&R&P/&N")


def _printed(text: str) -> str:
    """*text* in the head or foot of a printed page, where & is a sign of its own."""
    return safe(text)[:HEADER].replace("&", "&&")


def _lines(text: str, room: float, letter: float = LETTER) -> int:
    """How many lines *text* takes in a column of *room* digits; *letter* is the width of its letters."""
    lines, used = 1, 0.0
    for word in text.split():
        size = width(word) * letter
        if used and used + letter + size > room:
            lines, used = lines + 1, 0.0
        used += size + (letter if used else 0)
        if used > room:  # a word longer than a line is broken
            lines, used = lines + int(used / room), used % room
    return lines


def _table(sheet: "Worksheet", table: Table, document: Document, styles: "dict[str, Format]") -> None:
    """A table from the first cell on: heads that stay, filters, columns as wide as what stands in them."""
    place = 0
    lines = [1] * (len(table.rows) + 1)
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows]
        room = _column(sheet, place, column, cells, styles)
        taken = [_lines(column.title, room, BOLD), *(_lines(cell.text, room - 2 * cell.level)
                                                              for cell in cells)]  # fmt: skip
        lines = list(map(max, lines, taken))
        place += 1
        if any(cell.of is not None for cell in cells):
            lines[0] = max(lines[0], _wholes(sheet, place, column, cells, styles))
            place += 1
    for row, count in enumerate(lines):
        if count > 1:  # not every program finds the height itself
            sheet.set_row(row, LINE * count)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), place - 1)
    sheet.repeat_rows(0)
    _paper(sheet, document, table.caption)


def _room(title: str, longest: int) -> int:
    """The width of a column whose head is *title* (broken into lines) and whose longest text has so many letters."""
    word = max(map(width, title.split()), default=0) * BOLD
    return ceil(min(WIDE, max(NARROW, word + FILTER, longest + 2)))


def _wholes(
    sheet: "Worksheet", place: int, column: Column, cells: list[Cell], styles: "dict[str, Format]"
) -> int:  # fmt: skip
    """The wholes that the cells of *column* are parts of, as a column of their own; the lines of its head."""
    title = f"{column.title} ({t('exportmore.of')})"
    room = _room(title, 0)
    sheet.set_column(place, place, room)
    sheet.write_string(0, place, safe(title), styles["head_right"])
    for row, cell in enumerate(cells, start=1):
        if cell.of is None:
            sheet.write_blank(row, place, None, styles["count"])
        else:
            sheet.write_number(row, place, cell.of, styles["count"])
    return _lines(title, room, BOLD)


def _column(
    sheet: "Worksheet", place: int, column: Column, cells: list[Cell], styles: "dict[str, Format]"
) -> int:  # fmt: skip
    """A column of cells; how many letters are in a line of it."""
    room = _room(column.title, max((width(cell.text) + 2 * cell.level for cell in cells), default=0))
    sheet.set_column(place, place, room)
    sheet.write_string(0, place, safe(column.title), styles["head_right" if column.right else "head"])
    for row, cell in enumerate(cells, start=1):
        _cell(sheet, row, place, column, cell, styles)
    return room


def _cell(sheet: "Worksheet", row: int, place: int, column: Column, cell: Cell, styles: "dict[str, Format]") -> None:
    """A figure as a number, a day as a date, else the text as it stands."""
    if column.kind == "date" and isinstance(cell.value, str):
        sheet.write_datetime(row, place, datetime.fromisoformat(cell.value), styles["date"])
    elif column.right and isinstance(cell.value, (int, float)):
        sheet.write_number(row, place, cell.value, styles[column.kind])
    elif not cell.text:
        sheet.write_blank(row, place, None, styles["text"])
    else:
        style = f"status_{cell.status}" if cell.status in COLOURS else f"indent{min(cell.level, 3)}"
        sheet.write_string(row, place, safe(cell.text), styles.get(style, styles["right" if column.right else "text"]))


def _charts(
    book: "Workbook", sheet: "Worksheet", name: str, document: Document, styles: "dict[str, Format]"
) -> None:  # fmt: skip
    """Every chart beside the figures that it is drawn of; printed, each has a page."""
    charts = list(document.charts())
    rooms = _chart_columns(charts)
    for number, room in enumerate(rooms):
        sheet.set_column(number, number, room)
    tops = list(accumulate((3 + max(len(chart.categories), CHART_ROWS) + 2 for chart in charts), initial=0))
    for top, chart in zip(tops, charts, strict=False):
        sheet.write_string(top, 0, safe(chart.title), styles["bold"])
        sheet.write_string(top + 1, 0, safe(chart.description), styles["plain"])
        first = top + 3
        for number, series in enumerate(chart.series, start=1):
            sheet.write_string(first - 1, number, safe(series.name), styles["head_right"])
            for row, value in enumerate(series.values):
                if value is not None:
                    sheet.write_number(first + row, number, value, styles[chart.unit])
        for row, category in enumerate(chart.categories):
            sheet.write_string(first + row, 0, safe(category), styles["text"])
        drawn = _drawn(book, name, chart, first, _percent(document.language))
        sheet.insert_chart(first - 1, len(rooms) + 1, drawn, {"description": safe(chart.description)})
    _paper(sheet, document)
    across = sum(room * DIGIT + EDGES for room in rooms) + BESIDE + CHART_SIZE["width"]
    sheet.set_print_scale(max(10, min(100, PAGE * 100 // across)))
    sheet.set_h_pagebreaks(tops[1:-1])


def _chart_columns(charts: Sequence[Chart]) -> list[int]:
    """The widths of the columns under the charts: of the categories, and of as many series as a chart has."""
    rooms = [min(WIDE // 2, max(width(one) for chart in charts for one in ("", *chart.categories)) + 2)]
    for number in range(max(len(chart.series) for chart in charts)):
        names = [chart.series[number].name for chart in charts if number < len(chart.series)]
        rooms.append(min(WIDE // 2, ceil(max(map(width, names)) * BOLD) + 3))
    return [max(NARROW, room) for room in rooms]


def _drawn(book: "Workbook", name: str, chart: Chart, first: int, percent: str) -> Any:
    """The chart of the figures that begin at row *first* of the sheet *name*; *percent* is how shares are written."""
    drawn = book.add_chart(SHAPES[chart.kind])
    last = first + len(chart.categories) - 1
    for number, series in enumerate(chart.series, start=1):
        colour = SERIES[(number - 1) % len(SERIES)]
        look: dict[str, Any] = {"fill": {"color": colour}}
        if chart.kind == "line":
            marker = {"type": MARKERS[(number - 1) % len(MARKERS)], "size": 7, "fill": {"color": colour},
                      "border": {"color": colour}}  # fmt: skip
            look = {"line": {"color": colour, "width": 2.25}, "marker": marker}
        drawn.add_series({
            "name": safe(series.name), "categories": [name, first, 0, last, 0],
            "values": [name, first, number, last, number], **look,
        })  # fmt: skip
    drawn.set_title({"name": safe(chart.title), "name_font": {"size": 12}})
    drawn.show_blanks_as("gap")
    values, categories = drawn.set_y_axis, drawn.set_x_axis
    if chart.kind in ("bars", "stacked"):  # lying: the first category on top
        categories, values = drawn.set_y_axis, drawn.set_x_axis
        categories({"reverse": True})
    values({"num_format": percent if chart.unit == "share" else "0", "min": 0, "major_gridlines":
            {"visible": True, "line": {"color": EDGE}}})  # fmt: skip
    drawn.set_legend({"position": "bottom"})
    drawn.set_size(CHART_SIZE)
    return drawn
