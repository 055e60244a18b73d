"""The xlsx of a form: the same bytes for the same form, only open what is to be typed, no text a formula."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.closing import TEXTS
from core.forms import COLUMNS, LABELS, READY, STATES, Form, FormItem, FormStep, Layout, digest, marker, read_marker
from core.quarter import quarter
from core.text import clean, clean_lines
from importers.formfile import read
from importers.readers.workbook import WorkbookReader
from locales import LANGUAGES, choose, language
from reports.forms import form_bytes

Q3 = quarter(2024, 3)
HOSTILE = ("=HYPERLINK(\"https://x.fi\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "'t Hooft", "https://x.fi",
           "[bold]x", "<b>&amp;", "1.10", "007", "&L&P")  # fmt: skip


def item(code: str, technique: str = "0/100", state: str = "started", **more: Any) -> FormItem:
    values: dict[str, Any] = {"since": None, "units_done": None, "units": None, "title": f"Kohta {code}", **more}
    return FormItem(code=code, kind="action", first=Q3, last=Q3, technique=technique, state=state, **values)


FORM = Form(
    project="DIGI24", project_name="Hanke", package="TP1.2", title="Oppimisanalytiikka", quarter=Q3,
    leads=("Stadin AO",), language="fi", written="2024-09-16", due="2024-10-11", first_day="2024-07-01",
    last_day="2024-09-30",
    items=(
        item("A1"), item("A2", "units", units=72, units_done=47, since="2024-09-10"),
        item("A3", "units", units=5, units_done=2, counted=True), item("A4", state="accepted", since="2024-08-01"),
        item("A5", "effort", "not_started"), item("A6", state="cancelled"), item("A7", state="not_started", late=True),
        item("O1", "milestones", steps=(FormStep(1, "Luonnos", Q3, "2024-07-02"), FormStep(2, "Valmis", Q3, None))),
    ),
    texts={"done": "Ensimmäinen\n- toinen", "deviations": None, "next": None, "decisions": None}, percent=45.5,
    report="draft",
)  # fmt: skip


def opened(form: Form) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(form_bytes(form)))


def test_the_same_form_gives_the_same_bytes_in_any_language() -> None:
    choose("en")
    first = form_bytes(FORM)
    choose("sv")
    assert form_bytes(FORM) == first
    assert language() == "sv"
    assert form_bytes(replace(FORM, written="2024-09-17")) != first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_what_is_to_be_typed_is_open() -> None:
    book = opened(FORM)
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible", "veryHidden"]
    sheet = book["Kohdat"]
    head = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Tunnus")
    unlocked = {
        (str(sheet.cell(row, 1).value), COLUMNS[column - 1])
        for row in range(head + 1, sheet.max_row + 1) for column in range(1, len(COLUMNS) + 1)
        if not sheet.cell(row, column).protection.locked
    }  # fmt: skip
    every = {(code, "note") for code in ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "O1", "O1/1", "O1/2")}
    dated = {(code, "date") for code in ("A1", "A2", "A7", "O1/2")}
    assert unlocked == every | dated | {("A2", "new_units"), *((code, "new_state") for code in ("A1", "A7", "O1/2"))}
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert lists[f"E{head + 1}"] == '"valmis"'
    assert lists[f"E{head + 7}"] == '"kesken,valmis"'
    state = {sheet.cell(row, 1).value: sheet.cell(row, 4).value for row in range(head + 1, sheet.max_row + 1)}
    assert state["A2"] == "kesken 10.9.2024"
    assert state["A3"] == "kesken, Etappi laskee"
    assert state["A5"] == "jatkuva työ"
    assert state["A7"] == "ei aloitettu, myöhässä"
    assert state["O1/1"] == "valmis 2.7.2024"


def test_it_prints_on_a4_with_its_headings_on_every_page() -> None:
    book = opened(FORM)
    for sheet in book.worksheets[:2]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
    assert book["Kohdat"].freeze_panes == "C10"
    assert book["Kohdat"].print_title_rows == "$9:$9"


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_no_text_is_a_formula_or_a_link(spoken: str) -> None:
    for text in HOSTILE:
        form = replace(
            FORM, language=spoken, package=text, title=text, project_name=text, leads=(text,),
            items=(item("A1", title=text),), texts=dict.fromkeys(TEXTS, text),
        )  # fmt: skip
        content = form_bytes(form)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any(re.search("<f[ >]|<hyperlink|Target=", sheet) for sheet in sheets), text
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        assert (cell.data_type, cell.quotePrefix) == ("s", True), (text, cell.coordinate)


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).map(clean).filter(bool)


@settings(max_examples=30, deadline=None)
@given(words, words, st.lists(words, unique=True, max_size=4), st.one_of(st.none(), words), st.floats(0, 100))
def test_what_was_written_is_read_back(
    project: str, package: str, codes: list[str], text: str | None, percent: float
) -> None:
    """By the reader of imports, and everything else stays untouched."""
    items = tuple(item(f"A{number}" + code, "units", units=9, units_done=number) for number, code in enumerate(codes))
    form = replace(FORM, project=project, package=package, items=items, percent=percent,
                   texts={**FORM.texts, "next": None if text is None else clean_lines(text)})  # fmt: skip
    reading = read(WorkbookReader().read(form_bytes(form), "f.xlsx"), "f.xlsx")
    sent = reading.sent
    assert (sent.project, sent.package, sent.quarter, sent.report) == (project, package, Q3, "draft")
    assert {code: (one.state, one.units) for code, one in sent.items.items()} == {
        one.code: (one.state, one.units_done) for one in items
    }
    assert sent.percent == percent
    assert sent.texts["next"] == digest(form.texts["next"])
    assert [row.code for row in reading.rows] == [one.code for one in items]
    assert not any(row.cells for row in reading.rows)
    assert (reading.strange, reading.others) == ((), ())
    assert digest(clean_lines(reading.report["done"].text)) == sent.texts["done"]


def test_a_marker_that_is_not_whole_is_none() -> None:
    layout = Layout("a", "b", {name: name for name in COLUMNS}, {name: name for name in LABELS},
                    {name: name for name in STATES}, {name: name for name in READY})  # fmt: skip
    rows = marker(FORM, layout)
    assert read_marker(rows) is not None
    assert read_marker([]) is None
    for number, row in enumerate(rows):
        if row[0] not in ("item", "step", "language", "state", "ready"):
            assert read_marker(rows[:number] + rows[number + 1 :]) is None, row
