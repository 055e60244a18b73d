"""Reports as workbooks: read back by another hand, the figures are those of the report, and nothing is a formula."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from reports import workbook
from reports.content import Content
from reports.document import Cell, Column, Document, Heading, Table
from reports.registry import KINDS, Options, document, write
from tests.reports import sample

OPTIONS = Options(package="TP1")


def sheets(content: bytes) -> Mapping[str, Sequence[Sequence[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def made(*rows: tuple[Cell, ...], columns: tuple[Column, ...]) -> bytes:
    return workbook.write(Document("quarter", "Q3", "fi", (), (Heading("Sivu"), Table("t", "T", columns, rows)), (),
                                   "P", "2024-Q3", "2024-09-30", None, "00"))  # fmt: skip


@pytest.mark.parametrize("kind", [name for name, one in KINDS.items() if one.documents and name != "surveys"])
def test_calamine_reads_back_the_figures(demo_content: Content, kind: str) -> None:
    report = document(kind, demo_content, OPTIONS)
    content = write(kind, "xlsx", demo_content, OPTIONS)
    assert isinstance(content, bytes)
    found = list(sheets(content).values())[1:]
    for table, rows in zip(report.tables(), found, strict=False):
        assert len(rows) == len(table.rows) + 1
        for read, row in zip(rows[1:], table.rows, strict=True):
            place = 0
            for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                if column.right and isinstance(cell.value, (int, float)):
                    assert read[place] == pytest.approx(cell.value)
                elif column.kind == "date" and cell.value:
                    assert read[place] == date.fromisoformat(str(cell.value))
                else:
                    assert read[place] == cell.text
                place += 1 + any(other[number].of is not None for other in table.rows)


def test_zero_is_a_number_and_unknown_is_none() -> None:
    columns = (Column("a", "A"), Column("b", "B", "count"), Column("c", "C", "share"), Column("d", "D", "date"))
    content = made((Cell("x"), Cell("0", 0), Cell("–"), Cell("1.9.2024", "2024-09-01")), columns=columns)
    assert sheets(content)["Sivu"][1] == ["x", 0.0, "–", date(2024, 9, 1)]


def test_hostile_texts_are_texts() -> None:
    names = ["=1+1", "+358", "-", "@x", "http://example.org", "{=1}", '=HYPERLINK("http://a","b")', "007"]
    content = made(*((Cell(name),) for name in names), columns=(Column("a", "=A1"),))
    assert [row[0] for row in sheets(content)["Sivu"]] == ["=A1", *names]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "sheet" in name and b"<f>" in parts.read(name)]
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book["Sivu"].iter_rows():
        for cell in row:
            assert (cell.data_type, cell.quotePrefix, cell.hyperlink) == ("s", True, None)


def test_names_of_sheets_are_those_that_excel_takes() -> None:
    blocks = [Heading("A/B: [x]* joka on pitkä kuin nälkävuosi ja vielä pidempi"), Heading("")]
    table = Table("t", "T", (Column("a", "A"),), ())
    report = Document("quarter", "Q3", "fi", (), (blocks[0], table, blocks[0], table, table), (), "P", "2024-Q3",
                      "2024-09-30", None, "00")  # fmt: skip
    found = list(sheets(workbook.write(report)))
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in found)
    assert len({name.casefold() for name in found}) == 4


def test_heads_stay_filters_are_on_and_the_clock_is_no_part_of_it() -> None:
    report = sample.sample("fi")
    content = workbook.write(report)
    book = openpyxl.load_workbook(io.BytesIO(content))
    tables = list(report.tables())
    for sheet, _ in zip(book.worksheets[1:], tables, strict=False):
        assert (sheet.freeze_panes, bool(sheet.auto_filter.ref)) == ("B2", True)
    assert book.properties.created == datetime.fromisoformat(report.as_of)
    assert content == workbook.write(sample.sample("fi"))


def test_charts_are_drawn_of_their_figures() -> None:
    report = sample.sample("fi")
    with zipfile.ZipFile(io.BytesIO(workbook.write(report))) as parts:
        drawn = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(drawn) == len(list(report.charts()))


def test_the_matrix_has_a_letter_for_every_role(demo_content: Content) -> None:
    content = write("participants", "xlsx", demo_content)
    assert isinstance(content, bytes)
    rows = sheets(content)["Roolit"]
    place = rows[0].index("TP1.2")
    letters = [str(row[place]) for row in rows[1:] if row[place]]
    roles = demo_content.standing("TP1.2")
    assert roles is not None
    assert len(letters) == roles.organisations == 55
    assert sum("V" in letter.split(", ") for letter in letters) == 1


def test_rows_are_as_high_as_their_texts_and_heads_stand_over_their_figures() -> None:
    columns = (Column("a", "A"), Column("b", "Verkoston organisaatioita yhteensä", "count"))
    long = "Maalariammattikoulun kannatusyhdistys ry. / Helsingin Maalariammattikoulu ja sen ystävät"
    sheet = openpyxl.load_workbook(io.BytesIO(made((Cell("x"), Cell("1", 1)), (Cell(long), Cell("2", 2)),
                                                   columns=columns)))["Sivu"]  # fmt: skip
    heights = [sheet.row_dimensions[row].height for row in (1, 2, 3)]
    assert heights[1] in (None, workbook.LINE)
    assert heights[0] == 3 * workbook.LINE
    assert heights[2] == 2 * workbook.LINE
    assert [sheet.cell(row, 2).alignment.horizontal for row in (1, 2)] == ["right", "right"]
    assert sheet.column_dimensions["A"].width < workbook.WIDE + 1


@pytest.mark.parametrize("length", [1, 59, 200])
def test_lines_of_a_text(length: int) -> None:
    assert workbook._lines("x" * length, 60.0, 1.0) == 1 + length // 60
    assert workbook._lines("aa bb cc", 5.0, 1.0) == 2
    assert workbook._lines("", 5.0) == 1


def test_what_is_known_of_no_organisation_has_no_column(demo_content: Content) -> None:
    table = next(one for one in document("participants", demo_content).tables() if one.code == "organisations")
    codes = {column.code for column in table.columns}
    known = {name for name in ("business_id", "region", "language")
             if any(getattr(one, name) for one in demo_content.organisations())}  # fmt: skip
    assert codes & {"business_id", "region", "language"} == known
