"""The Word document: what python-docx and our own reader find in it, its own parts of Word, and the same bytes."""

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.table import Table as OpenedTable

from importers.readers.document import DocumentReader
from locales import LANGUAGES
from locales.speaking import speaking
from reports import html, registry, word
from reports.columns import widths
from reports.content import Content
from reports.document import Cell, Chart, Column, Document, Heading, Items, Paragraph, Series, Table
from reports.registry import Options
from tests.reports.sample import sample


@pytest.fixture(scope="module", params=[*LANGUAGES, "demo"])
def document(request: pytest.FixtureRequest, demo_content: Content, demo_before: Content) -> Document:
    """The sample in each language, and the quarter report of the demo."""
    if request.param != "demo":
        return sample(request.param)
    with speaking("fi"):
        return registry.document("quarter", demo_content, Options(demo_before))


@pytest.fixture(scope="module")
def written(document: Document) -> bytes:
    return word.write(document)


@pytest.fixture(scope="module")
def opened(written: bytes) -> Opened:
    return docx.Document(io.BytesIO(written))


def shown(text: str) -> str:
    return "".join(sign for sign in text if sign not in "\x1b\u202e")


def said(document: Document, *, tables: bool) -> list[tuple[str, str]]:
    """Style and text of every paragraph that a document should have."""
    out = [("Title", document.title), *(("Lead", "".join(run.text for run in line)) for line in document.lead)]
    for block in document.blocks:
        match block:
            case Heading(text, level):
                out.append((f"Heading {level - 1}", text))
            case Paragraph(text, note):
                out.append(("Note" if note else "Normal", "".join(run.text for run in text)))
            case Items(items, ordered):
                out += [
                    ("List Number" if ordered else "List Bullet", "".join(run.text for run in one)) for one in items
                ]
            case Table():
                out.append(("Caption", block.caption))
            case _:
                out += [("Chart Title", block.title), ("Normal", "")]
    out.append(("Small Print", "".join(run.text for run in document.footer)))
    return [(style, shown(text)) for style, text in out if text or tables]


def test_paragraphs_stand_in_words_own_styles(document: Document, opened: Opened) -> None:
    found = [((one.style.name if one.style else None), one.text) for one in opened.paragraphs]
    assert found == said(document, tables=True)


def test_tables_have_the_figures_of_the_document(document: Document, opened: Opened) -> None:
    assert len(opened.tables) == len(list(document.tables()))
    for found, table in zip(opened.tables, document.tables(), strict=True):
        rows = [[cell.text for cell in row.cells] for row in found.rows]
        assert rows == [[column.title for column in table.columns],
                        *([shown(cell.text) for cell in row] for row in table.rows)]  # fmt: skip
        properties = found._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == table.caption
        first, *others = found._tbl.tr_lst
        assert first.trPr is not None
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert _right(found, table)


def _right(found: OpenedTable, table: Table) -> bool:
    """True if figures, and only figures, stand to the right."""
    return all(
        (cell.paragraphs[0].alignment is not None) == column.right
        for row in found.rows for cell, column in zip(row.cells, table.columns, strict=True)
    )  # fmt: skip


def test_our_own_reader_reads_the_same(document: Document, written: bytes) -> None:
    (grid,) = DocumentReader().read(written, "report.docx")
    rows = [tuple(" ".join(cell.split()) for cell in row.cells) for row in grid.rows]
    for table in document.tables():
        for row in table.rows:
            assert tuple(" ".join(shown(cell.text).split()) for cell in row) in rows


def test_pictures_have_a_text_alternative(document: Document, opened: Opened) -> None:
    told = [(one._inline.docPr.get("title"), one._inline.docPr.get("descr")) for one in opened.inline_shapes]
    assert told == [(chart.title, chart.description) for chart in document.charts()]
    assert all(one.width.cm < 17.1 for one in opened.inline_shapes)
    numbers = [one._inline.docPr.get("id") for one in opened.inline_shapes]
    assert len(numbers) == len(set(numbers))


def test_page_language_and_properties(document: Document, opened: Opened) -> None:
    (section,) = opened.sections
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = section.footer.paragraphs[0]
    assert footer.text.startswith(f"{document.project} · {document.title}")
    fields = [one.get(qn("w:instr")).strip() for one in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    (spoken,) = opened.styles.element.iter(qn("w:lang"))
    assert spoken.get(qn("w:val")) == word.LANGUAGES[document.language]
    properties = opened.core_properties
    assert (properties.title, properties.author, properties.language) == (
        document.title, "Etappi", word.LANGUAGES[document.language])  # fmt: skip
    assert properties.created == properties.modified == datetime.fromisoformat(document.as_of).replace(tzinfo=UTC)


def test_every_ordered_list_begins_at_one(document: Document, opened: Opened) -> None:
    used = [int(one.get(qn("w:val"))) for one in opened.element.body.iter(qn("w:numId"))]
    lists = [block for block in document.blocks if isinstance(block, Items) and block.ordered]
    assert len(used) == sum(len(block.items) for block in lists)
    assert sorted(set(used)) == [word.ORDERED + n for n in range(len(lists))]
    part = opened.part.numbering_part.element
    starts = {one.get(qn("w:numId")): one.find(f".//{qn('w:startOverride')}") for one in part.iter(qn("w:num"))}
    assert all(starts[str(number)] is not None for number in used)


def test_the_package_knows_no_clock_and_no_system(written: bytes, document: Document) -> None:
    assert word.write(document) == written
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert package.testzip() is None
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {(one.date_time, one.create_system) for one in package.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
        relations = package.read("word/_rels/document.xml.rels").decode()
        assert "External" not in relations


def test_the_same_bytes_in_another_process() -> None:
    """Neither the order of hashes nor the time zone nor the language that was spoken before is in the bytes."""
    code = (
        "import hashlib; from locales import choose; from reports import html, word;"
        "from tests.reports.sample import sample; choose('sv');"
        "print(*(hashlib.sha256(one.write(sample())).hexdigest() for one in (html, word)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    from hashlib import sha256

    assert told == [sha256(one.write(sample())).hexdigest() for one in (html, word)]


def test_columns_fill_the_room_and_figures_stay_whole() -> None:
    columns = (Column("a", "Kohta"), Column("n", "Määrä", "count"), Column("s", "Tila", "status"), Column("w", "Syy"))
    long = " ".join(["pitkä syy"] * 40)
    rows = tuple((Cell("TP1"), Cell("1\u00a0624"), Cell("■ vaatii toimia"), Cell(long)) for _ in range(3))
    found = widths(Table("t", "T", columns, rows), 9638, 9.0, 170)
    assert sum(found) == 9638
    assert found[3] > sum(found[:3])
    assert found[2] > 1000  # a state is not broken
    crowded = Table("t", "T", columns * 6, tuple(row * 6 for row in rows))
    assert sum(widths(crowded, 9638, 9.0, 170)) == 9638
    assert widths(Table("t", "T", columns, ()), 9638, 9.0, 170) == (2409,) * 4


def test_a_caption_that_repeats_its_heading_is_not_said_twice() -> None:
    table = Table("t", "Kohdat", (Column("a", "A"),), ((Cell("1"),),))
    blocks = (Heading("Kohdat"), table, table, Heading("Muuta"), table)
    written = word.write(Document("s", "O", "fi", (), blocks, (), "P", "Q", "2024-09-30", None, ""))
    found = docx.Document(io.BytesIO(written))
    told = [(one.style.name if one.style else "") for one in found.paragraphs]
    assert told == ["Title", "Heading 1", "Caption", "Heading 1", "Caption", "Small Print"]
    assert len(found.tables) == 3  # two that touched would be one


def test_a_tall_chart_stays_on_its_page() -> None:
    names = tuple(f"Organisaatio {n}" for n in range(89))
    chart = Chart("c", "T", "bars", "count", names, (Series("x", tuple(range(89))),), "d")
    written = word.write(Document("s", "O", "fi", (), (chart,), (), "P", "Q", "2024-09-30", None, ""))
    (picture,) = docx.Document(io.BytesIO(written)).inline_shapes
    assert picture.height.cm < 24
