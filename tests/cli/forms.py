"""Filling in the forms that `etappi form` writes, as a lead does: only in cells that are open."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADS = {"code": "Tunnus", "state": "Tila nyt", "new_state": "Uusi tila", "units_done": "Tehty",
         "new_units": "Tehty nyt", "units": "Yhteensä", "date": "Päivä", "note": "Huomautus"}  # fmt: skip
LABELS = {"ready": "Raportti on valmis", "form_date": "Lomakkeen päivä", "percent": "Oma arvio toteumasta (%)",
          "done": "Mitä tehtiin", "deviations": "Poikkeamat ja korjaavat toimet",
          "next": "Mitä tehdään seuraavaksi", "decisions": "Ohjausryhmältä pyydettävät päätökset"}  # fmt: skip
SOFFICE = shutil.which("soffice")


class Filled:
    """A Finnish form opened to be filled in; `save` writes it where it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Workbook = openpyxl.load_workbook(path)
        self.items: Worksheet = self.book["Kohdat"]
        self.report: Worksheet = self.book["Raportti"]
        self.head = next(row for row in range(1, 30) if self.items.cell(row, 1).value == HEADS["code"])
        self.columns = {self.items.cell(self.head, column).value: column for column in range(1, 11)}
        self.rows = {str(self.items.cell(row, 1).value): row for row in range(self.head + 1, self.items.max_row + 1)}

    def cell(self, code: str, column: str) -> Cell:
        """A cell of an item's row, or of a milestone's."""
        found = self.items.cell(self.rows[code], self.columns[HEADS[column]])
        assert isinstance(found, Cell)
        return found

    def field(self, name: str) -> Cell:
        """The cell beside a label of the report."""
        row = next(row for row in range(1, 30) if self.report.cell(row, 1).value == LABELS[name])
        found = self.report.cell(row, 2)
        assert isinstance(found, Cell)
        return found

    def give(self, code: str, **values: Any) -> "Filled":
        """Type into the open cells of a row."""
        for name, value in values.items():
            found = self.cell(code, name)
            assert not found.protection.locked, (self.path.name, code, name)
            found.value = value
        return self

    def tell(self, **values: Any) -> "Filled":
        """Type into the fields of the report."""
        for name, value in values.items():
            found = self.field(name)
            assert not found.protection.locked
            found.value = value
        return self

    def open_cells(self, column: str) -> list[str]:
        """The codes of the rows in which a column is open."""
        return [code for code in self.rows if not self.cell(code, column).protection.locked]

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


def resaved(paths: list[Path], folder: Path) -> list[Path]:
    """The same files, opened and saved again by LibreOffice."""
    assert SOFFICE
    folder.mkdir()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, paths)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return [folder / path.name for path in paths]
