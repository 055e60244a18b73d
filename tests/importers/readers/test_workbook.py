"""Workbooks: true places, what is in doubt is asked, and files that would fill the memory are refused."""

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import EtappiError
from importers.limits import Limits
from importers.readers.workbook import OLE, WorkbookReader
from tests.importers.readers.support import grids, odd, reading, refusal, rows, tables, told

HEAD = ["Organisaatio", "Vetovastuu", "Avustava vetovastuu", "Asiantuntija", "Hyödyntäjä"]


def book(*body: list[object], at: tuple[int, int] = (1, 1), title: str = "TP1 Otsikko") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = active(made)
    sheet.title = "Taulu"
    lines: list[list[object]] = [[title], [*HEAD], *body]
    for down, row in enumerate(lines):
        for across, value in enumerate(row):
            cell: Any = sheet.cell(at[0] + down, at[1] + across)
            cell.value = value
    return made


def active(made: openpyxl.Workbook) -> Worksheet:
    assert isinstance(made.active, Worksheet)
    return made.active


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old, new, 1) if name == part else data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SPACE, PACKAGE = "http://schemas.openxmlformats.org", "application/vnd.openxmlformats-package"


def test_a_table_that_starts_at_c3() -> None:
    content = saved(book(["Omnia", "x"], ["Gradia", None, None, None, None, "x"], at=(3, 3)))
    found = reading(content)
    [omnia, gradia] = found.tables[0].entries
    assert (omnia.place.sheet, omnia.place.row, omnia.roles) == ("Taulu", 5, ("lead",))
    assert [(cell.column, cell.place.row) for cell in gradia.unplaced] == [("8", 6)]  # H6


def test_cells_in_all_their_forms() -> None:
    marks = [True, 1, 1.0, "✓", "×", "x "]
    none = [False, 0, 0.0, "-", "ei", None]
    asked = ["(x)", "x?", datetime.date(2024, 9, 3), datetime.datetime(2024, 9, 3, 9, 30), 0.5, 3]
    content = saved(book(*([f"Y{i}", mark] for i, mark in enumerate([*marks, *none, *asked]))))
    assert [roles for _, roles in rows(content)] == [("lead",)] * 6 + [()] * 12
    assert [text for _, text, _ in odd(content)] == ["(x)", "x?", "2024-09-03", "2024-09-03 09:30:00", "0.5", "3"]


def test_a_merged_header_and_a_sheet_for_each_package() -> None:
    made = book(["Omnia", None, "x"])
    sheet = active(made)
    sheet.insert_rows(2)
    sheet["A2"], sheet["B2"] = "Organisaatio", "Kiinnostus / olemme kiinnostuneet"
    sheet["A3"] = None
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:E2")
    sheet.merge_cells("A1:E1")
    second = made.copy_worksheet(sheet)
    second.title, second["A1"], second["C4"], second["E4"] = "Toinen", "TP 2: Toinen", None, "x"
    assert tables(reading(saved(made))) == {"TP1": [("Omnia", ("assist",))], "TP2": [("Omnia", ("beneficiary",))]}


def test_a_name_over_two_rows_has_both_marks() -> None:
    made = book(["Omnia", "x"], [None, None, None, "x"], ["Gradia"])
    active(made).merge_cells("A3:A4")
    assert rows(saved(made)) == [("Omnia", ("lead",)), ("Omnia", ("expert",)), ("Gradia", ())]


def test_what_is_in_doubt_is_asked_and_told() -> None:
    made = book(
        ["Omnia", "x"], ["Gradia", "x"], ["Sampo", "x"], ["Live", "x", None, "x"], ["Eduko", "x"], ["Luksia", "x"]
    )
    sheet = active(made)
    sheet["B3"].font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet["B5"].comment = Comment("ei varma", "M")
    sheet.column_dimensions["D"].hidden = True
    sheet["A7"].font = Font(strike=True)
    content = saved(made)
    assert odd(content) == [
        ("Omnia", "~x~", "lead"), ("Gradia", "(x)", "lead"), ("Sampo", "x*", "lead"), ("Live", "(x)", "expert"),
        ("Eduko", "~x~", "lead"),
    ]  # fmt: skip
    assert rows(content)[-1] == ("Luksia", ("lead",))
    assert told(content) == [
        ("hidden_column", "Taulu > 2 > D"), ("struck", "Taulu > 3 > B"), ("hidden_row", "Taulu > 4"),
        ("comment", "Taulu > 5 > B"), ("struck", "Taulu > 7 > A"),
    ]  # fmt: skip


def test_a_hidden_sheet_is_asked() -> None:
    made = book(["Omnia", "x"])
    made.create_sheet("Näkyvä")["A1"] = "Ohje"
    active(made).sheet_state = "hidden"
    made.active = 1
    content = saved(made)
    assert odd(content) == [("Omnia", "(x)", "lead")]
    assert told(content) == [("hidden_sheet", "Taulu")]


def test_formulas_without_values_and_errors() -> None:
    content = saved(book(["Omnia", '=IF(1,"x","")'], ["Gradia", "#DIV/0!"], ["Sampo", None, None, "x"]))
    assert odd(content) == [("Omnia", '=IF(1,"x","")', "lead"), ("Gradia", "#DIV/0!", "lead")]
    assert told(content) == [("formula", "Taulu > 3 > B"), ("error_cell", "Taulu > 4 > B")]


def test_what_was_not_looked_at_is_told() -> None:
    made = book(["Omnia", "x"])
    active(made).row_dimensions[3].hidden = True
    [grid] = WorkbookReader(Limits(looked_at=10)).read(saved(made), "x")
    assert [one.code for one in grid.findings] == ["import.not_looked"]


def test_ods(ods: bytes) -> None:
    assert rows(ods) == [("Omnia", ("lead",)), ("Gradia", ("expert",))]
    assert told(ods) == [("not_looked", "")]


@pytest.fixture
def ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Taulu")
    for row in [["TP1 Otsikko"], HEAD, ["Omnia", "x"], None, ["Gradia", "", "", "x"]]:
        if row is None:
            table.addElement(TableRow(numberrowsrepeated=1000))
            continue
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        line.addElement(TableCell(numbercolumnsrepeated=16_000))
        table.addElement(line)
    table.addElement(TableRow(numberrowsrepeated=1_047_000))
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_ods_with_a_million_repeated_rows_keeps_its_row_numbers(ods: bytes) -> None:
    assert [entry.place.row for entry in reading(ods).tables[0].entries] == [3, 1004]


def test_xls() -> None:
    import xlwt

    made = xlwt.Workbook()
    sheet = made.add_sheet("Taulu")
    lines: list[list[object]] = [["TP1 Otsikko"], [*HEAD], ["Omnia", "x"], ["Gradia", "", "", 1]]
    for down, row in enumerate(lines, start=2):
        for across, value in enumerate(row, start=2):
            sheet.write(down, across, value)
    out = io.BytesIO()
    made.save(out)
    assert rows(out.getvalue()) == [("Omnia", ("lead",)), ("Gradia", ("expert",))]
    assert [entry.place.row for entry in reading(out.getvalue()).tables[0].entries] == [5, 6]


def xlsb(name: str, lines: list[list[str]], down: int, across: int) -> bytes:
    """A binary workbook of one sheet with texts in its cells (ECMA-376 in the records of [MS-XLSB])."""

    def record(kind: int, data: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return head + bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data

    def numbers(*several: int) -> bytes:
        return b"".join(one.to_bytes(4, "little") for one in several)

    def wide(text: str) -> bytes:
        return numbers(len(text)) + text.encode("utf-16-le")

    def relation(kind: str, target: str) -> bytes:
        one = f'<Relationship Id="rId1" Type="{SPACE}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{SPACE}/package/2006/relationships">{one}</Relationships>'.encode()

    sheet = record(0x81) + record(0x94, numbers(down, down + len(lines) - 1, across, across + 4)) + record(0x91)
    for row, cells in enumerate(lines, start=down):
        sheet += record(0x00, numbers(row, 0) + bytes(9))
        sheet += b"".join(
            record(0x06, numbers(column, 0) + wide(text)) for column, text in enumerate(cells, across) if text
        )
    sheet += record(0x92) + record(0x82)
    book = (
        record(0x83)
        + record(0x8F)
        + record(0x9C, numbers(0, 1) + wide("rId1") + wide(name))
        + record(0x90)
        + record(0x84)
    )
    made = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = f'<Default Extension="rels" ContentType="{PACKAGE}.relationships+xml"/>' + "".join(
        f'<Override PartName="/xl/{part}" ContentType="{kind}"/>'
        for part, kind in (("workbook.bin", made), ("worksheets/sheet1.bin", "application/vnd.ms-excel.worksheet"))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types">{types}</Types>'.encode(),
        "_rels/.rels": relation("officeDocument", "xl/workbook.bin"), "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": relation("worksheet", "worksheets/sheet1.bin"), "xl/worksheets/sheet1.bin": sheet,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return out.getvalue()


def test_xlsb() -> None:
    content = xlsb("Taulu", [["TP1 Otsikko"], HEAD, ["Hämeen opisto", "x"], ["Gradia", "", "", "x"]], 2, 3)
    assert rows(content) == [("Hämeen opisto", ("lead",)), ("Gradia", ("expert",))]
    assert [entry.place.row for entry in reading(content).tables[0].entries] == [5, 6]
    assert [grid.first_column for grid in grids(content)] == [4]
    assert [code for code, _ in told(content)] == ["not_looked"]


def test_names_do_not_decide() -> None:
    page = f"<html><table><tr><td>TP1 Otsikko</table><table><tr><td>{'<td>'.join(HEAD)}<tr><td>Omnia<td>x</table>"
    assert rows(page.encode()) == [("Omnia", ("lead",))]
    assert rows(f"{';'.join(HEAD)}\nOmnia;x;;;\nGradia;;;;\n".encode()) == [("Omnia", ("lead",)), ("Gradia", ())]


def test_damaged_and_hostile_files() -> None:
    good = saved(book(["Omnia", "x"]))
    assert refusal(good[: len(good) // 2]) == "damaged"
    assert refusal(changed(good, SHEET, b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet")) == "entities"
    for far in (b'r="XFD1048576"', b'r="A300000"', b'r="SZ1"', b'r="ZZZ1"'):
        assert refusal(changed(good, SHEET, b'r="A1"', far)) == "too_far", far
    assert refusal(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")) == "encrypted"


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"xl/workbook.xml": b"<workbook/>", **parts}.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_archives_that_are_no_documents() -> None:
    assert refusal(packed({SHEET: b"<c>" * 5_000_000})) == "unpacks"
    assert refusal(packed({"../x.xml": b"<a/>"})) == "odd_archive"
    assert refusal(packed({"x.bin": packed({})})) == "odd_archive"
    assert refusal(packed({f"x{number}.xml": b"" for number in range(2_001)})) == "unpacks"
    twice = packed({"xl/workbook2xml": b""}).replace(b"xl/workbook2xml", b"xl/workbook.xml")
    assert refusal(twice) == "odd_archive"


def test_limits_of_a_sheet() -> None:
    content = saved(book(["Omnia", "x" * 50]))
    with pytest.raises(EtappiError, match="cell_too_long"):
        WorkbookReader(Limits(cell=40)).read(content, "x")
    with pytest.raises(EtappiError, match="too_far"):
        WorkbookReader(Limits(sheet_columns=4)).read(content, "x")


def test_a_mark_merged_over_two_role_columns_is_in_doubt() -> None:
    """Which of the two roles is meant is asked, never taken from where the merged cell begins."""
    made = book(["Omnia", None, None, "x"], ["Gradia", None, None, "x"])
    active(made).merge_cells("D3:E3")
    (grid,) = WorkbookReader().read(saved(made), "a.xlsx")
    assert [row.cells[3] for row in grid.rows[-2:]] == ["x↔", "x"]
