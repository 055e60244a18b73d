"""A figure is one and the same in every format: taken out of each, and compared with the report's own cells."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from locales.formats import number, percent
from reports.content import Content
from reports.document import Document, Table
from reports.registry import KINDS, Options, document, write

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OPTIONS = Options(package="TP1")
REPORTS = [kind for kind, one in KINDS.items() if one.documents and kind != "surveys"]

Grid = list[list[str]]


def cells(table: Table) -> Grid:
    """The texts of a table, as every format must have them, but for how deep a package is set."""
    return [[_squeezed(cell.text) for cell in row] for row in table.rows]


def _squeezed(text: str) -> str:
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


def markdown(content: bytes) -> Iterator[Grid]:
    rows: Grid = []
    for line in content.decode().splitlines():
        if line.startswith("|"):
            rows.append([_squeezed(cell).removeprefix("– ") if len(cell.strip()) > 1 else cell.strip()
                         for cell in re.split(r"(?<!\\)\|", line.strip("|"))])  # fmt: skip
        elif rows:
            yield rows[2:]
            rows = []


class _Tables(HTMLParser):
    """The texts of the cells of every table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Grid] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def web(content: bytes) -> Iterator[Grid]:
    page = _Tables()
    page.feed(content.decode())
    for table in page.tables:
        yield [[_squeezed(cell) for cell in row] for row in table[1:]]


def word(content: bytes) -> Iterator[Grid]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    for found in root.iter(f"{WORD}tbl"):
        rows = [["".join(text.text or "" for text in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]
                for row in found.iter(f"{WORD}tr")]  # fmt: skip
        yield [[_squeezed(cell) for cell in row] for row in rows[1:]]


def in_json(content: bytes) -> Iterator[Grid]:
    for block in json.loads(content)["blocks"]:
        if block["type"] == "table":
            yield [[_squeezed(cell["text"]) for cell in row] for row in block["rows"]]


FORMATS = {"md": markdown, "docx": word, "json": in_json}


@pytest.mark.parametrize("kind", REPORTS)
def test_tables_say_the_same_in_text_page_word_and_json(demo_content: Content, kind: str) -> None:
    report = document(kind, demo_content, OPTIONS)
    wanted = [cells(table) for table in report.tables()]
    assert wanted
    for form, read in FORMATS.items():
        made = write(kind, form, demo_content, OPTIONS)
        assert isinstance(made, bytes)
        assert list(read(made)) == wanted, form
    page = write(kind, "html", demo_content, OPTIONS)
    assert isinstance(page, bytes)
    found = list(web(page))  # beside each chart stands a table of its figures
    assert [one for one in found if one in wanted] == wanted
    charts = [one for one in found if one not in wanted]
    for read_back, chart in zip(charts, report.charts(), strict=True):
        figures = [_squeezed(percent(value) if chart.unit == "share" else number(int(value)))
                   for values in zip(*(one.values for one in chart.series), strict=True)
                   for value in values if value is not None]  # fmt: skip
        assert [cell for row in read_back for cell in row[1:] if cell != "–"] == figures


@pytest.mark.parametrize("kind", REPORTS)
def test_csv_has_the_values_of_the_cells(demo_content: Content, kind: str) -> None:
    files = write(kind, "csv", demo_content, OPTIONS)
    assert isinstance(files, dict)
    for table in document(kind, demo_content, OPTIONS).tables():
        rows = list(csv.reader(io.StringIO(files[table.code].decode("utf-8-sig"), newline=""), delimiter=";"))[1:]
        assert len(rows) == len(table.rows)
        for read, row in zip(rows, table.rows, strict=True):
            numbers = [float(one.replace(",", ".")) for one in read if re.fullmatch(r"-?\d+(,\d+)?", one)]
            values = [cell.value for cell, column in zip(row, table.columns, strict=True) if column.right]
            for value in values:
                if isinstance(value, (int, float)):
                    assert pytest.approx(value, abs=1e-6) in numbers


def test_charts_have_the_figures_of_the_tables(demo_content: Content) -> None:
    made = document("quarter", demo_content, Options())
    chart = next(one for one in made.charts() if one.code == "progress")
    table = next(one for one in made.tables() if one.code == "packages")
    places = [[column.code for column in table.columns].index(code) for code in ("done", "planned")]
    for place, series in zip(places, chart.series, strict=True):
        assert list(series.values) == [row[place].value for row in table.rows]


def test_figures_in_sentences_are_those_of_the_tables(demo_content: Content) -> None:
    made: Document = document("quarter", demo_content, Options())
    told = {run["figure"]: run["value"] for run in _figures(json.loads(_bytes(demo_content)))}
    cells_by_id = {cell.figure: cell.value for table in made.tables() for row in table.rows for cell in row}
    both = [id for id in told if id in cells_by_id and told[id] is not None and cells_by_id[id] is not None]
    assert both
    assert [told[id] for id in both] == [cells_by_id[id] for id in both]


def _bytes(content: Content) -> bytes:
    made = write("quarter", "json", content, Options())
    assert isinstance(made, bytes)
    return made


def _figures(node: object) -> Iterator[dict[str, object]]:
    if isinstance(node, dict):
        if "figures" in node:
            yield from node["figures"]
        for value in node.values():
            yield from _figures(value)
    elif isinstance(node, list):
        for value in node:
            yield from _figures(value)
