"""Tables as csv, and a report as JSON: the same figures as the report's own cells."""

import csv
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from core.display import safe
from importers.readers.delimited import DelimitedReader
from locales.speaking import speaking
from reports import delimited, jsonfile
from reports.document import Cell, Column, Document, Table
from tests.reports import sample

DECIMAL = {"fi": (";", ","), "sv": (";", ","), "en": (",", ".")}


def document(language: str, *rows: tuple[Cell, ...]) -> Document:
    columns = (Column("name", "Nimi"), Column("done", "Tehty", "count"), Column("share", "Osuus", "share"),
               Column("day", "Päivä", "date"))  # fmt: skip
    return Document("quarter", "Q3", language, (), (Table("t", "T", columns, rows),), (), "P", "2024-Q3",
                    "2024-09-30", None, "00")  # fmt: skip


def rows_of(content: bytes, sign: str) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_figures_are_numbers_and_days_are_days(language: str) -> None:
    sign, point = DECIMAL[language]
    made = document(language, (Cell("Omnia"), Cell("5/12", 5, of=12), Cell("42 %", 5 / 12),
                               Cell("1.9.2024", "2024-09-01")),
                    (Cell("Riveria"), Cell("–", None), Cell("–", None), Cell("–", None)))  # fmt: skip
    with speaking(language):
        (content,) = delimited.write(made).values()
    assert content.startswith("\ufeff".encode())
    heads, first, second = rows_of(content, sign)
    assert (heads[1], heads[3:]) == ("Tehty", ["Osuus", "Päivä"])
    assert first == ["Omnia", "5", "12", f"0{point}416667", "2024-09-01"]
    assert second == ["Riveria", "", "", "", ""]


def test_zero_is_not_empty_and_a_range_is_told() -> None:
    made = document("fi", (Cell("a"), Cell("0", 0), Cell("0 %", 0.0), Cell("–")),
                    (Cell("b"), Cell("331–349"), Cell("alkoi Q3"), Cell("–")))  # fmt: skip
    with speaking("fi"):
        rows = rows_of(delimited.write(made)["t"], ";")
    assert rows[1:] == [["a", "0", "0", ""], ["b", "331–349", "alkoi Q3", ""]]


def test_a_hostile_name_is_defused_and_our_reader_takes_the_quote_off() -> None:
    names = ["=HYPERLINK(1)", "+358", "-", "@x", "'=1", "-2+3", '"quoted"; with sign']
    made = document("fi", *((Cell(name), Cell("1", 1), Cell("–"), Cell("–")) for name in names))
    with speaking("fi"):
        content = delimited.write(made)["t"]
    assert [row[0] for row in rows_of(content, ";")[1:]] == [
        "'=HYPERLINK(1)", "+358", "-", "'@x", "''=1", "'-2+3", '"quoted"; with sign']  # fmt: skip
    (grid,) = DelimitedReader().read(content, "t.csv")
    assert [row.cells[0] for row in grid.rows[1:] if any(row.cells)] == names


def test_json_has_every_cell_and_figure() -> None:
    made = sample.sample("fi")
    found = json.loads(jsonfile.write(made))
    tables = [block for block in found["blocks"] if block["type"] == "table"]
    assert [table["code"] for table in tables] == [table.code for table in made.tables()]
    for read, table in zip(tables, made.tables(), strict=True):
        texts = [[safe(cell.text) for cell in row] for row in table.rows]
        values = [[safe(cell.value) if isinstance(cell.value, str) else cell.value for cell in row]
                  for row in table.rows]  # fmt: skip
        assert [[cell["text"] for cell in row] for row in read["rows"]] == texts
        assert [[cell["value"] for cell in row] for row in read["rows"]] == values
    assert jsonfile.write(made) == jsonfile.write(sample.sample("fi"))


def test_json_is_what_its_schema_says() -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    found = json.loads(jsonfile.write(sample.sample("sv")))
    assert not list(Draft202012Validator(schema).iter_errors(found))
    found["blocks"][0]["colour"] = "red"
    assert list(Draft202012Validator(schema).iter_errors(found))
