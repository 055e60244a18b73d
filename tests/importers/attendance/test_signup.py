"""Sign-up sheets, registrations and counts: from every kind of file, and who of a list was there."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from core.errors import EtappiError
from importers.attendance.model import Told
from tests.importers.attendance import shapes
from tests.importers.attendance.shapes import FI, text
from tests.importers.attendance.support import codes, names, read, reasons

SHEET = shapes.signup(FI)
EXPECTED = [
    ("Matti Virtanen", "matti.virtanen@gradia.example", "Gradia"),
    ("Åsa Ståhl", "asa.stahl@axxell.example", "Axxell"),
    ("Maija Mallikas", "maija.mallikas@omnia.example", "Omnia"),
    ("Niilo Niemi", "niilo.niemi@riveria.example", "Riveria"),
]


def as_xlsx(rows: list[list[str]], struck: str = "", title: str = "Taul1") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows():
        for cell in line:
            if struck and cell.value == struck:
                cell.font = Font(strike=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(rows: list[list[str]]) -> bytes:
    document = docx.Document()
    document.add_paragraph(rows[0][0])
    document.add_paragraph(": ".join(rows[1]))
    table = document.add_table(rows=0, cols=4)
    for row in rows[3:]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    style = getSampleStyleSheet()["Normal"]
    table = Table(rows[3:], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    head = [Paragraph(rows[0][0], style), Paragraph(": ".join(rows[1]), style)]
    SimpleDocTemplate(out, pagesize=A4).build([*head, table])
    return out.getvalue()


def as_csv(rows: list[list[str]]) -> bytes:
    return text(rows, ";").encode("cp1252")


@pytest.mark.parametrize("make", [as_xlsx, as_docx, as_pdf, as_csv])
def test_one_sheet_from_every_kind_of_file(make: Callable[[list[list[str]]], bytes]) -> None:
    found = read(make(SHEET))
    assert [(p.name, p.email, p.organisation) for p in found.people] == EXPECTED
    assert (found.title, found.start, found.stated) == ("Osaamiskampus-työpaja", "2024-09-03T09:00", 4)
    assert (found.kind, found.why, reasons(found)) == ("presence", "attendance.why_list", ["total"])


def test_a_paste_without_tabs() -> None:
    lines = [
        "Nimi              Organisaatio   Sähköposti",
        "Matti Virtanen    Gradia         m@gradia.example",
        "Åsa Ståhl         Axxell         a@axxell.example",
    ]
    assert [p.organisation for p in read("\n".join(lines)).people] == ["Gradia", "Axxell"]
    with pytest.raises(EtappiError) as caught:
        read("\n".join([*lines, "Niilo Niemi                      n@riveria.example"]))
    assert caught.value.code == "import.tabs_lost"


def test_people_without_any_heading() -> None:
    found = read("Matti Virtanen;Gradia;m@gradia.example\nÅsa Ståhl;Axxell;a@axxell.example\n")
    assert [(p.name, p.email) for p in found.people] == [
        ("Matti Virtanen", "m@gradia.example"),
        ("Åsa Ståhl", "a@axxell.example"),
    ]


def test_a_name_in_two_columns_and_an_email_with_a_name() -> None:
    found = read("Sukunimi;Etunimi;Organisaatio;Sähköposti\nVirtanen;Matti;Gradia;Matti V <Matti@gradia.example>\n")
    assert [(p.name, p.email) for p in found.people] == [("Matti Virtanen", "matti@gradia.example")]


def test_a_header_on_every_page_and_two_sheets() -> None:
    rows = [*SHEET[3:6], SHEET[3], *SHEET[6:8]]
    assert len(read(as_csv(rows)).people) == 4


def test_struck_through_is_listed_and_not_there() -> None:
    found = read(as_xlsx(SHEET, struck="Niilo Niemi"))
    assert names(found) == ["Matti Virtanen", "Åsa Ståhl", "Maija Mallikas"]
    assert reasons(found) == ["struck", "total"]
    [told] = [one for one in found.findings if one.code == "import.struck"]
    assert told.values["text"] == "…"


def test_a_column_in_an_unknown_language_by_a_persons_word() -> None:
    rows = shapes.signup(shapes.OTHER)
    found = read(text(rows, ";"), Told(columns={"Szervezet": "organisation", "Ssz": "number"}))
    assert [p.organisation for p in found.people] == ["Gradia", "Axxell", "Omnia", "Riveria"]
    assert "import.column_unused" not in codes(found)


# Who was there

SIGNED = [
    ["Nimi", "Organisaatio", "Allekirjoitus"],
    ["Aino Aalto", "Omnia", "A. Aalto"],
    ["Bo Berg", "YA", ""],
    ["Cai Cederberg", "YA", "CC"],
]


def test_an_empty_signature_is_asked_about_once() -> None:
    found = read(SIGNED)
    [question] = found.questions
    assert (question.kind, question.text) == ("unmarked", "Allekirjoitus")
    assert question.values == {"ask": "attendance.ask_unmarked", "n": 1, "rows": 3, "heading": "Allekirjoitus"}
    assert [one.name for one in question.candidates] == ["all", "marked"]
    assert reasons(found) == ["open"]
    assert names(read(SIGNED, Told(unmarked="all"))) == ["Aino Aalto", "Bo Berg", "Cai Cederberg"]
    marked = read(SIGNED, Told(unmarked="marked"))
    assert (names(marked), reasons(marked), marked.questions) == (["Aino Aalto", "Cai Cederberg"], ["unmarked"], ())


def test_no_signature_at_all_proves_nothing() -> None:
    found = read([[*row[:2], ""] if number else row for number, row in enumerate(SIGNED)])
    assert (len(found.people), found.questions, found.kind) == (3, (), "presence")


def test_a_list_of_registrations_with_who_came() -> None:
    rows = [
        ["Nimi", "Sähköposti", "Ilmoittautumisaika", "Läsnä"],
        ["Aino Aalto", "a@omnia.example", "1.9.2024", "kyllä"],
        ["Bo Berg", "b@ya.example", "1.9.2024", "ei"],
    ]
    found = read(rows)
    assert (found.kind, found.why, names(found), reasons(found)) == (
        "presence",
        "attendance.why_marks",
        ["Aino Aalto"],
        ["no_show"],
    )
    before = read([row[:3] for row in rows])
    assert (before.kind, before.why, before.registered) == ("registration", "attendance.why_registered_column", 2)


@pytest.mark.parametrize(
    ("title", "file", "kind", "why"),
    [
        ("Ilmoittautuneet: työpaja", "x.csv", "registration", "title"),
        ("Työpaja", "anmälda 3.9.csv", "registration", "title"),
        ("Läsnäololista", "x.csv", "presence", "title"),
        ("Työpaja", "x.csv", "presence", "list"),
        ("Työpaja", "ilmoittautumiset 2024/x.csv", "presence", "list"),  # a folder holds many kinds
        ("Työpaja", "listat/ilmoittautumiset 3.9.csv", "registration", "title"),
    ],
)
def test_a_title_says_what_kind_of_list_it_is(title: str, file: str, kind: str, why: str) -> None:
    rows = [[title], ["Nimi", "Organisaatio"], ["Aino Aalto", "Omnia"]]
    found = read(rows, file=file)
    assert (found.kind, found.why) == (kind, f"attendance.why_{why}")
    assert read(rows, Told(kind="registration"), file=file).why == "attendance.why_told"


def test_statuses() -> None:
    rows = [
        ["Nimi", "Sähköposti", "Tila"],
        ["A A", "a@a.example", "Vahvistettu"],
        ["B B", "b@a.example", "Peruutettu"],
        ["C C", "c@a.example", "Jonossa"],
        ["D D", "d@a.example", "Frei"],
        ["E E", "e@a.example", "Frei"],
    ]
    found = read(rows)
    [question] = found.questions
    assert (question.kind, question.text, len(question.places)) == ("mark", "Frei", 2)
    assert (names(found), reasons(found)) == (["A A"], ["cancelled", "waiting", "open", "open"])
    assert names(read(rows, Told(statuses={"Frei": "registered"}))) == ["A A", "D D", "E E"]
    assert reasons(read(rows, Told(statuses={"Frei": "cancelled"})))[2:] == ["cancelled", "cancelled"]


def test_rows_without_a_person_are_listed() -> None:
    found = read([["Nimi", "Organisaatio"], ["Aino Aalto", "Omnia"], ["", "Gradia"]])
    assert (names(found), reasons(found)) == (["Aino Aalto"], ["nobody"])


def test_a_booker_who_is_the_attendee() -> None:
    found = read(text(shapes.webropol(FI), ";"))
    assert names(found) == ["Matti Virtanen", "Åsa Ståhl", "Maija Mallikas"]
    assert (found.registered, found.kind) == (3, "registration")


def test_statuses_of_webropol_in_an_unknown_language() -> None:
    told = Told(statuses={"Regisztrált": "registered", "Törölt": "cancelled"})
    found = read(text(shapes.webropol(shapes.OTHER), ";"), told)
    assert [(p.name, p.email) for p in found.people] == [
        ("Matti Virtanen", "matti.virtanen@gradia.example"),
        ("Åsa Ståhl", "asa.stahl@axxell.example"),
        ("Maija Mallikas", "maija.mallikas@omnia.example"),
    ]


# Plain counts


def test_counts_of_several_events() -> None:
    found = read("Tapahtuma;Pvm;Henkilöä;Organisaatioita\nTyöpaja;3.9.2024;34;19\nWebinaari;4.9.2024;61;\n")
    assert [(c.title, c.day, c.persons, c.organisations) for c in found.counts] == [
        ("Työpaja", "3.9.2024", 34, 19),
        ("Webinaari", "4.9.2024", 61, None),
    ]


def test_organisations_only() -> None:
    found = read("Organisaatio\nOmnia\nGradia\n")
    assert [(c.organisation, c.persons) for c in found.counts] == [("Omnia", None), ("Gradia", None)]


def test_a_sum_is_compared_and_counts_nobody() -> None:
    found = read("Omnia 12\nGradia 4\nYhteensä: 17\n")
    assert sum(one.persons or 0 for one in found.counts) == 16
    assert (found.stated, codes(found)) == (17, ["count_differs"])


@pytest.mark.parametrize(
    ("line", "organisation", "persons"),
    [
        ("Omnia 12", "Omnia", 12),
        ("Gradia: 4 hlö", "Gradia", 4),
        ("Savo 2 keskus - 7", "Savo 2 keskus", 7),
        ("Ammattiopisto Luovi, 3", "Ammattiopisto Luovi", 3),
        ("Optima 0", "Optima", 0),
    ],
)
def test_a_line_of_an_organisation(line: str, organisation: str, persons: int) -> None:
    [count] = read(f"{line}\n").counts
    assert (count.organisation, count.persons) == (organisation, persons)
