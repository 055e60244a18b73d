"""Workbooks (xlsx, xlsm, xls, xlsb, ods) by python-calamine, with the place of every cell.

calamine shows values only. Where the scan of a small xlsx finds signs of strikethrough, hidden rows, comments, errors
or formulas, openpyxl looks once at the cells: what is in doubt is told, and its marks are written so that they are
asked about (``~x~`` struck through, ``(x)`` hidden, ``x*`` with a comment).
"""

import datetime
import io
import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from core.errors import EtappiError
from core.findings import Finding, Place
from importers.limits import STANDARD, Limits
from importers.readers import archive
from importers.readers.doubts import doubted
from importers.readers.grid import Grid, rows_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "EncryptedPackage"))
_FAR_PERHAPS = re.compile(rb' r="(?:[A-Z][A-Z]|[A-Z]?[0-9]{6})')  # every other address is within the limits
_ADDRESS = re.compile(rb"([A-Z]*)(\d*)")
_OF_CELLS = {"hidden": (b" hidden=",), "formula": (b"<f", b"<f>", b"<f "), "error": (b't="e"',)}
_OF_TEXTS = {"struck": (b"<strike",)}
"""Signs and what stands in a file for them: the first, quick to find, and one of the others if there are any."""
_HEAD = 4096
_SURE = 80
_STRUCK, _HIDDEN, _COMMENT = "struck", "hidden", "comment"
Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


class WorkbookReader:
    """Reader of workbooks; runs in the child process."""

    name = "workbook"
    version = "1"

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits

    def score(self, content: bytes) -> int:
        """80 for a zip with the parts of a workbook, or an OLE file with such a stream; else 0."""
        if content.startswith(OLE):
            return _SURE if any(stream in content for stream in _STREAMS) else 0
        if not content.startswith(archive.MAGIC):
            return 0
        ods = b"application/vnd.oasis.opendocument.spreadsheet" in content[:256]
        return _SURE if ods or b"xl/workbook." in content else 0

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """A grid for each sheet with anything in it.

        EtappiError: what importers.readers.archive refuses, a password, a damaged file, too many rows or cells.
        """
        import python_calamine as calamine

        scan = _Scan(file, self.limits)
        if content.startswith(archive.MAGIC):
            archive.opened(content, file, self.limits, scan).close()
        elif _STREAMS[2] in content:
            raise EtappiError("import.encrypted", file=file)
        try:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        except calamine.PasswordError as error:
            raise EtappiError("import.encrypted", file=file) from error
        small = len(content) <= self.limits.looked_at and scan.cells <= self.limits.looked_at_cells
        look = _Look(content, file) if scan.signs and small else None
        grids = []
        for meta in book.sheets_metadata:
            if meta.typ not in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet):
                continue
            sheet = book.get_sheet_by_name(meta.name)
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            grid = self.grid(sheet, file, hidden, look)
            if grid:
                grids.append(grid)
        unseen = b"xl/workbook.xml" not in content  # xls, xlsb and ods: openpyxl opens none of them
        if grids and look is None and (scan.signs or unseen):
            grids[0] = _with(grids[0], Finding("import.not_looked", "note", Place(file=file)))
        return tuple(grids)

    def grid(self, sheet: object, file: str, hidden: bool, look: "_Look | None") -> Grid | None:
        """The grid of a sheet, or None where it is empty."""
        import python_calamine as calamine

        assert isinstance(sheet, calamine.CalamineSheet)
        if sheet.start is None:
            return None
        top, left = sheet.start
        if sheet.height > self.limits.rows:
            raise EtappiError("import.too_many_rows", file=f"{file} > {sheet.name}", limit=self.limits.rows)
        if sheet.width > self.limits.sheet_columns or sheet.height * sheet.width > self.limits.cells:
            raise EtappiError("import.too_far", file=file, sheet=sheet.name)
        cells = [self.texts(row, number, file, sheet.name) for number, row in enumerate(sheet.to_python(), top + 1)]
        _fill_down(cells, sheet.merged_cell_ranges or [], top, left)
        findings: list[Finding] = []
        if look:
            findings += look.at(sheet.name, cells, top, left)
        if hidden:
            findings.append(Finding("import.hidden_sheet", "ask", Place(file=file, sheet=sheet.name)))
            cells = [[doubted(text, _HIDDEN) for text in row] for row in cells]
        rows = rows_of(count(top + 1), map(tuple, cells))
        return Grid(file, rows, sheet=sheet.name, first_column=left + 1, findings=tuple(findings))

    def texts(self, row: list[Any], number: int, file: str, sheet: str) -> list[str]:
        """The values of a row as texts; EtappiError where one is too long."""
        try:
            whole = "".join(row)  # most rows are texts alone: joining them tells, and measures them too
        except TypeError:
            row = [value if type(value) is str else _text(value) for value in row]
            whole = "".join(row)
        if len(whole) > self.limits.cell and max(map(len, row)) > self.limits.cell:
            raise EtappiError("import.cell_too_long", file=f"{file} > {sheet}", row=number, limit=self.limits.cell)
        return row


def _with(grid: Grid, finding: Finding) -> Grid:
    return Grid(grid.file, grid.rows, grid.sheet, grid.table, grid.first_column, grid.separated, grid.cut,
                (*grid.findings, finding))  # fmt: skip


def _text(value: Value) -> str:
    """A value as a person would type it: no decimals where there are none, dates as ISO."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def _fill_down(
    cells: list[list[str]], ranges: list[tuple[tuple[int, int], tuple[int, int]]], top: int, left: int
) -> None:
    """A cell that is merged over several rows stands in each of them; a mark over several columns is in doubt."""
    for (first, column), (last, last_column) in ranges:
        at = column - left
        if not (last >= first >= top and 0 <= at < (len(cells[0]) if cells else 0)) or first - top >= len(cells):
            continue
        text = cells[first - top][at] = doubted(cells[first - top][at], "spread" if last_column > column else "")
        for row in cells[first - top + 1 : last - top + 1]:
            row[at] = row[at] or text


@dataclass
class _Scan:
    """What is seen of an xlsx while it streams by: addresses too far out, the number of cells, signs to look into."""

    file: str
    limits: Limits
    signs: set[str] = field(default_factory=set)
    cells: int = 0
    prefixed: bool = False

    def __call__(self, name: str, block: bytes) -> None:
        """Look at a block of a part."""
        if name.startswith(("xl/comments", "xl/threadedComments")):
            self.signs.add(_COMMENT)
        if not name.startswith("xl/worksheets/") and not name.endswith(("styles.xml", "sharedStrings.xml")):
            return
        if b":worksheet" in block[:_HEAD] or b":styleSheet" in block[:_HEAD]:
            self.prefixed = True
        in_sheet = name.startswith("xl/worksheets/")
        for sign, (first, *others) in (_OF_CELLS if in_sheet else _OF_TEXTS).items():
            if sign in self.signs or self.named(first) not in block:
                continue
            if not others or any(self.named(word) in block for word in others):
                self.signs.add(sign)
        if in_sheet:
            self.cells += block.count(self.named(b"<c "))
            if self.cells > self.limits.cells or self.far(block):
                raise EtappiError("import.too_far", file=self.file, sheet=name.rpartition("/")[2].removesuffix(".xml"))

    def named(self, word: bytes) -> bytes:
        """The beginning of a tag as this file writes it: some programs put a prefix before every name."""
        return word.replace(b"<", b":") if self.prefixed else word

    def far(self, block: bytes) -> bool:
        """True if a cell of the block lies outside the limits of a sheet."""
        for found in _FAR_PERHAPS.finditer(block):
            address = _ADDRESS.match(block, found.start() + 4)
            assert address is not None
            column = 0
            for letter in address[1][:4]:
                column = column * 26 + letter - 64
            if column > self.limits.sheet_columns or int(address[2][:9] or 0) > self.limits.rows:
                return True
        return False


class _Look:
    """One look by openpyxl at what calamine does not show."""

    def __init__(self, content: bytes, file: str) -> None:
        import openpyxl

        self.file = file
        self.book: openpyxl.Workbook | None = None
        try:
            self.book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
        except Exception:  # calamine reads what openpyxl cannot; what is not looked at is told below
            return

    def at(self, name: str, cells: list[list[str]], top: int, left: int) -> list[Finding]:
        """Findings on a sheet; marks in doubt are written anew in *cells*."""
        if self.book is None or name not in self.book.sheetnames:
            return [Finding("import.not_looked", "note", Place(file=self.file, sheet=name))]
        sheet = self.book[name]
        hidden_columns = {
            column
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden
            for column in range(dimension.min or 0, min(dimension.max or 0, left + len(cells[0])) + 1)
        }
        findings: list[Finding] = []
        seen: set[int] = set()
        for number, row in enumerate(cells, start=top + 1):
            findings += self.row(sheet, number, row, left, hidden_columns, seen)
        return findings

    def row(
        self, sheet: object, number: int, row: list[str], left: int, hidden: set[int], seen: set[int]
    ) -> list[Finding]:
        """Findings on a row. A name in doubt puts all marks of its row in doubt."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.worksheet import Worksheet

        assert isinstance(sheet, Worksheet)
        findings: list[Finding] = []

        def tell(code: str, column: int | None, **values: object) -> None:
            letter = get_column_letter(column) if column else None
            place = Place(file=self.file, sheet=sheet.title, row=number, column=letter)
            findings.append(Finding(code, "ask", place, values))

        whole = ""
        if sheet.row_dimensions[number].hidden and any(row):
            whole = _HIDDEN
            tell("import.hidden_row", None)
        for index in range(len(row)):
            column = left + index + 1
            cell = sheet.cell(number, column)
            doubt = ""
            if cell.data_type == "f" and not row[index]:
                row[index] = str(getattr(cell.value, "text", cell.value))[:80]
                tell("import.formula", column, formula=row[index])
            elif cell.data_type == "e":
                row[index] = row[index] or str(cell.value)
                tell("import.error_cell", column, text=row[index])
            if not row[index]:
                continue
            if _struck(cell):
                doubt = _STRUCK
                tell("import.struck", column, text=row[index])
            elif cell.comment:
                doubt = _COMMENT
                tell("import.comment", column, text=row[index], comment=" ".join(cell.comment.text.split())[:200])
            elif column in hidden:
                doubt = _HIDDEN
                if column not in seen:
                    seen.add(column)
                    tell("import.hidden_column", column)
            if doubt == _STRUCK and doubted(row[index], doubt) == row[index]:
                whole = whole or doubt
            row[index] = doubted(row[index], doubt)
        if whole:
            row[:] = [doubted(text, whole) for text in row]
        return findings


def _struck(cell: object) -> bool:
    font = getattr(cell, "font", None)
    runs = getattr(cell, "value", None)
    rich = isinstance(runs, list) and any(getattr(getattr(run, "font", None), "strike", False) for run in runs)
    return bool(font is not None and font.strike) or rich
