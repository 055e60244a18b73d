"""The work package of a sheet that has neither a title nor a column for it: its name, as code or as a question."""

import io
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from core.importing import ImportPlan, Known, KnownPackage
from importers.answers import Answers
from importers.plan import make_plan
from importers.sheetnames import code_of

KNOWN = Known(1, packages=(KnownPackage(1, "TP1", ""), KnownPackage(2, "TP1.1", "Arkkitehtuuri"),
                           KnownPackage(3, "TP2", "Verkosto"), KnownPackage(4, "KOORD", "Koordinointi")))  # fmt: skip
Sheets = Mapping[str, Sequence[Sequence[str | None]]]
HEAD: list[str | None] = ["Organisaatio", "Vetovastuu", "Asiantuntija"]


def workbook(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan(sheets: Sheets, **answers: str) -> ImportPlan:
    return make_plan(workbook(sheets), "x.xlsx", KNOWN, Answers(workpackages=answers))


def packages(made: ImportPlan) -> dict[str, str | None]:
    return {row.name: row.package for row in made.rows if row.name}


def asked(made: ImportPlan) -> list[str]:
    return [question.text for question in made.questions if question.kind == "workpackage"]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ("TP1.1", "TP1.1"), ("TP 1.1", "TP 1.1"), ("tp1.1 (2)", "tp1.1"), ("Osallistujat TP1.1", "TP1.1"),
        ("AP1.1 Arkitektur", "AP1.1"), ("Työpaketti 1.1", "Työpaketti 1.1"), ("Work package 2", "Work package 2"),
        ("1.1 Arkkitehtuuri", "1.1"), ("1.1", "1.1"), ("Toimijat (TP2)", "TP2"), ("TP1.1.", "TP1.1"),
    ],
)  # fmt: skip
def test_a_code_anywhere_in_the_name(sheet: str, code: str) -> None:
    assert code_of(sheet) == code


@pytest.mark.parametrize(
    "sheet",
    ["Taul1", "Sheet2", "TP1 ja TP2", "TP1-2", "TP1–TP3", "TP1_1", "TP1.1_2024", "2024.1-3", "Muut", "HTTP2", "TP"],
)  # fmt: skip
def test_no_code_or_more_than_one(sheet: str) -> None:
    assert code_of(sheet) is None


def test_each_sheet_is_its_package() -> None:
    made = plan({"TP 1.1": [HEAD, ["Omnia", "x", None]], "Mukana AP2": [HEAD, ["Gradia", None, "x"]],
                 "KOORD": [HEAD, ["Sampo", "x", None]]})  # fmt: skip
    assert packages(made) == {"Omnia": "TP1.1", "Gradia": "TP2", "Sampo": "KOORD"}
    assert made.shapes == (("columns", "sheet"),)
    assert not made.questions
    assert {row.place.sheet for row in made.rows} == {"TP 1.1", "Mukana AP2", "KOORD"}


@pytest.mark.parametrize("sheet", ["Taul1", "TP1 ja TP2", "TP1-2", "Verkosto"])
def test_another_name_is_a_question(sheet: str) -> None:
    sheets: dict[str, list[list[str | None]]] = {
        sheet: [HEAD, ["Omnia", "x", None]],
        "TP2": [HEAD, ["Omnia", "x", None]],
    }
    made = plan(sheets)
    assert asked(made) == [sheet]
    assert {change.package for change in made.roles} == {"TP2"}
    [question] = [one for one in made.questions if one.kind == "workpackage"]
    assert question.candidates[0].name == ("TP2" if sheet == "Verkosto" else "TP1")
    assert {change.package for change in plan(sheets, **{sheet: "TP1"}).roles} == {"TP1", "TP2"}


def test_two_sheets_without_a_code_are_two_questions() -> None:
    table: list[list[str | None]] = [["Osallistuvat organisaatiot"], HEAD, ["Omnia", "x", None]]
    made = plan({"Taul1": table, "Taul2": table}, Taul1="TP1")
    assert asked(made) == ["Taul2"]


def test_a_title_and_a_column_beat_the_name() -> None:
    titled = plan({"TP1": [["TP2 Verkosto"], HEAD, ["Omnia", "x", None]]})
    assert packages(titled) == {"Omnia": "TP2"}
    column = plan({"TP1": [["Työpaketti", *HEAD], ["TP2", "Omnia", "x", None]]})
    assert packages(column) == {"Omnia": "TP2"}
    crossed = plan({"TP1": [["Organisaatio", "TP1.1", "TP2"], ["Omnia", "Vetovastuu", "Asiantuntija"]]})
    assert {change.package for change in crossed.roles} == {"TP1.1", "TP2"}


def test_a_list_without_a_column_for_the_package() -> None:
    made = plan({"TP1.1": [["Organisaatio", "Rooli"], ["Omnia", "Vetovastuu"]]})
    assert packages(made) == {"Omnia": "TP1.1"}
    assert made.shapes == (("list", "sheet"),)
