"""Tables in all the shapes that a paste can take; what is not sure is asked or told, never guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EtappiError
from importers import participation
from importers.readers.text import TextReader
from importers.tables import Reading
from importers.words import standard

HEAD = "TP1 Otsikko\nOrganisaatio\tVetovastuu\tAvustava vetovastuu\tAsiantuntija\tHyödyntäjä\n"


def read(text: str) -> Reading:
    return participation.read(TextReader().read(text.encode(), "x"), standard())


def rows(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.name, entry.roles) for table in reading.tables for entry in table.entries]


@pytest.mark.parametrize("mark", ["x", "X", "×", "✓", "✔", "☒", "●", "1", "kyllä", "K", "+", "TRUE", " x "])
def test_marks(mark: str) -> None:
    assert rows(read(HEAD + f"Omnia\t\t{mark}\t\t\n")) == [("Omnia", ("assist",))]


@pytest.mark.parametrize("cell", ["", "-", "–", "0", "ei", "  "])
def test_what_is_no_mark(cell: str) -> None:
    [entry] = read(HEAD + f"Omnia\t\t{cell}\t\t\n").tables[0].entries
    assert (entry.roles, entry.odd, entry.marks) == ((), (), 0)


@pytest.mark.parametrize("cell", ["(x)", "x?", "?", "Asiant", "3.9.2024", "Maija", "[/red]"])
def test_what_is_unclear_is_a_question(cell: str) -> None:
    [entry] = read(HEAD + f"Omnia\t\t{cell}\tx\t\n").tables[0].entries
    assert entry.roles == ("expert",)
    assert [(odd.text, odd.role, odd.place.column) for odd in entry.odd] == [(cell, "assist", "Avustava vetovastuu")]


@pytest.mark.parametrize(
    "head",
    [
        "AP 1 Rubrik\nOrganisation\tHuvudansvar\tBiträdande ansvar\tSakkunnig\tNyttjare\n",
        "WP 1: Title\nOrganisation\tLead\tSupporting lead\tExpert\tAdopter\n",
        "Työpaketti 1\nKoulutuksen järjestäjä\tVETOVASTUU\tAvustava vetovastuu:\tAsiantuntija\tHyödyntäjä\n",
        "TP1\n\tVetovastuu\tAvustava vetovastuu\tAsiantuntija\tHyödyntäjä\n",
        "TP1\nOrganisaatio\tOlemme: rooli\nOrganisaatio\tVetovastuu\tAvustava vetovastuu\tAsiantuntija\tHyödyntäjä\n",
    ],
)
def test_headers_in_three_languages(head: str) -> None:
    reading = read(head + "Omnia\tx\t\t\t\nGradia\t\t\tx\tx\n")
    assert rows(reading) == [("Omnia", ("lead",)), ("Gradia", ("expert", "beneficiary"))]
    assert not [f for f in reading.findings if f.code == "import.no_role_column"]


def test_a_page_break_may_repeat_the_title_the_header_or_nothing() -> None:
    text = (
        HEAD + "Omnia\tx\t\t\t\n\n" + HEAD + "Gradia\t\tx\t\t\n\n\x0cSampo\t\t\tx\t\n3/7\nTP1 Otsiko\n"
        "Eduko\t\t\t\tx\nTP2 Toinen\n" + HEAD.split("\n", 1)[1] + "Omnia\t\tx\t\t\n"
    )
    reading = read(text)
    assert [(table.label, [e.name for e in table.entries]) for table in reading.tables] == [
        ("TP1", ["Omnia", "Gradia", "Sampo", "Eduko"]),
        ("TP2", ["Omnia"]),
    ]
    assert reading.marks == 5
    assert [reason for _, _, reason in reading.skipped] == ["import.skipped_page_number"]


def test_lines_without_cells_are_rows_only_if_all_unmarked_rows_are_such_lines() -> None:
    stripped = read(HEAD + "Omnia\tx\nGradia\nSampo\t\t\tx\n")
    assert rows(stripped) == [("Omnia", ("lead",)), ("Gradia", ()), ("Sampo", ("expert",))]
    whole = read(HEAD + "Omnia\tx\t\t\t\nGradia\t\t\t\t\nLiite 3, päivitetty\nSampo\t\t\tx\t\n")
    assert [name for name, _ in rows(whole)] == ["Omnia", "Gradia", "Sampo"]
    assert [(place.row, reason) for place, _, reason in whole.skipped] == [(5, "import.skipped_loose")]


def test_a_column_without_a_heading_is_asked() -> None:
    [entry] = read("TP1\nOrganisaatio\tVetovastuu\nOmnia\tx\tx\t\n").tables[0].entries
    assert entry.roles == ("lead",)
    assert [(cell.column, cell.mark) for cell in entry.unplaced] == [("3", True)]


def test_a_column_of_another_kind_is_asked_by_its_heading() -> None:
    [entry] = read("TP1\nOrganisaatio\tYhteyshenkilö\tVetovastuu\nOmnia\tMaija\tx\n").tables[0].entries
    assert entry.roles == ("lead",)
    assert [(cell.column, cell.mark) for cell in entry.unplaced] == [("Yhteyshenkilö", False)]


@pytest.mark.parametrize(
    "text",
    [
        "TP1 Otsikko\nOrganisaatio    Vetovastuu    Asiantuntija\nOmnia    x\nGradia        x\nSampo\n",
        "TP1 Otsikko\nOrganisaatio  Vetovastuu  Asiantuntija\nOmnia         x\nGradia                   x\nSampo\n",
    ],
)
def test_lost_tabs_never_become_a_role(text: str) -> None:
    entries = read(text).tables[0].entries
    assert [(entry.name, entry.roles) for entry in entries] == [("Omnia", ()), ("Gradia", ()), ("Sampo", ())]
    assert len({cell.column for entry in entries for cell in entry.unplaced}) == 2


def test_marks_all_over_the_line_are_refused() -> None:
    lines = "".join(f"{'K' * i}{' ' * (i % 7 + 2)}x\n" for i in range(1, 12))
    with pytest.raises(EtappiError, match="tabs_lost"):
        read("TP1\nOrganisaatio  Vetovastuu\n" + lines)


@pytest.mark.parametrize("text", ["Hei\n\nTavataan huomenna.\n", "a\tb\nc\td\n", "TP1 Otsikko\n\nTekstiä.\n"])
def test_a_text_without_a_table_is_refused(text: str) -> None:
    with pytest.raises(EtappiError, match="no_table"):
        read(text)


def test_a_mark_without_a_name_is_an_error_with_its_place() -> None:
    reading = read(HEAD + "Omnia\tx\t\t\t\n\t\tx\t\t\n")
    assert [place.row for place, _ in reading.nameless] == [4]


def test_a_title_without_a_code_is_kept_for_the_question() -> None:
    reading = read("Verkoston tuki\n" + HEAD.split("\n", 1)[1] + "Omnia\tx\t\t\t\n")
    assert [(table.title, table.code) for table in reading.tables] == [("Verkoston tuki", None)]


def test_a_repeated_title_without_a_code_goes_on_with_its_table() -> None:
    head = "Verkoston tuki\n" + HEAD.split("\n", 1)[1]
    reading = read(head + "Omnia\tx\t\t\t\n\nSivu 2\n" + head + "Gradia\tx\t\t\t\n")
    assert [(table.title, len(table.entries)) for table in reading.tables] == [("Verkoston tuki", 2)]


def test_an_indented_text_without_tabs_keeps_its_names() -> None:
    entries = read("TP1\n  Organisaatio  Vetovastuu\n  Omnia  x\n  Gradia\n").tables[0].entries
    assert [entry.name for entry in entries] == ["Omnia", "Gradia"]


def test_a_flat_table_takes_the_package_from_its_column() -> None:
    reading = read("Työpaketti\tOrganisaatio\tVetovastuu\nTP1\tOmnia\tx\nTP1.2\tGradia\t\n")
    assert [(t.label, e.name, e.roles) for t in reading.tables for e in t.entries] == [
        ("TP1", "Omnia", ("lead",)),
        ("TP1.2", "Gradia", ()),
    ]


def test_a_table_that_stops_is_told() -> None:
    text = HEAD + "Omnia\tx\t\t\t\n"
    assert "import.table_ends_early" not in [f.code for f in read(text).findings]
    assert "import.table_ends_early" in [f.code for f in read(text[:-1]).findings]
    assert "import.table_ends_early" in [f.code for f in read(text + "\nTP1 Otsikko\n").findings]
    assert "import.table_ends_early" in [f.code for f in read(text + "\nTP2\n" + HEAD.split("\n", 1)[1]).findings]


def test_a_name_longer_than_a_name_may_be_is_cut_and_told() -> None:
    reading = read(HEAD + f"{'A' * 400}\tx\t\t\t\n")
    assert [f.place.row for f in reading.findings if f.code == "import.name_cut"] == [3]
    assert len(reading.tables[0].entries[0].name) == 300


CELL = st.text(st.sampled_from("xX?-1 äOrg.\t[]/\x1b"), max_size=6)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=12))
def test_whatever_stands_in_a_table_is_read_or_listed(lines: list[list[str]]) -> None:
    text = HEAD + "Omnia\tx\t\t\t\n" + "".join("\t".join(line) + "\n" for line in lines)
    reading = read(text)
    told = {place.row for place, _, _ in reading.skipped} | {place.row for place, _ in reading.nameless}
    told |= {entry.place.row for table in reading.tables for entry in table.entries}
    for number, line in enumerate(text.split("\n")[2:], start=3):
        if line.strip() and number not in told:
            assert any(word in line for word in ("Org", "TP")) or not line.strip(" \t\x1b")


def spaced(*lines: tuple[str, ...], widths: tuple[int, ...] = (34, 15, 23, 12)) -> str:
    """Lines of cells padded to fixed widths."""
    return "TP1 Otsikko\n" + "".join(
        "".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)).rstrip() + "\n" for line in lines
    )


ROLES_HEAD = ("Organisaatio", "Vetovastuu", "Avustava vetovastuu", "Asiantuntija")


def test_marks_under_one_heading_each_are_read_by_it() -> None:
    reading = read(spaced(
        ROLES_HEAD, ("Omnia", "x"), ("Koulutuskeskus Salpaus", "", "", "x"), ("Gradia", "", "x", "Asiant"), ("Sampo",)
    ))  # fmt: skip
    assert rows(reading) == [
        ("Omnia", ("lead",)), ("Koulutuskeskus Salpaus", ("expert",)), ("Gradia", ("assist",)), ("Sampo", ())
    ]  # fmt: skip
    entries = reading.tables[0].entries
    assert not [cell for entry in entries for cell in entry.unplaced]
    assert [(cell.text, cell.role, cell.column) for cell in entries[2].odd] == [("Asiant", "expert", "Asiantuntija")]
    assert reading.marks == 3


def test_marks_in_the_middle_of_their_column_are_read_too() -> None:
    centred = [("Organisaatio", "Vetovastuu", "Asiantuntija"), ("Omnia", "    x"), ("Gradia koulutus", "", "     x")]
    assert rows(read(spaced(*centred, widths=(22, 13, 12)))) == [("Omnia", ("lead",)), ("Gradia koulutus", ("expert",))]


def test_a_mark_beside_its_column_makes_all_columns_unsure() -> None:
    text = spaced(ROLES_HEAD, ("Omnia", "x"), ("Gradia", "", "", "x"), ("Sampo", "", "  x"), ("Luksia", "", "x"))
    cells = [cell for entry in read(text).tables[0].entries for cell in entry.unplaced]
    assert [cell.above.text if cell.above else "" for cell in cells] == [
        "Vetovastuu", "Asiantuntija", "Avustava vetovastuu", "Avustava vetovastuu",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [4, 8])
def test_tabs_that_went_to_the_next_stop_are_never_read_by_a_heading(size: int) -> None:
    tabs = "TP1\nOrganisaatio\tVetovastuu\tAsiantuntija\tHyödyntäjä\nGradia koulutus\t\tx\nOmnia opetus\tx\n"
    for text in (tabs.expandtabs(size), tabs.replace("\t", " " * size)):
        reading = read(text)
        right = {"Gradia koulutus": "expert", "Omnia opetus": "lead"}
        for name, roles in rows(reading):
            assert roles in ((), (right[name],)), text


def test_a_legend_without_a_title_above_it_belongs_to_the_table() -> None:
    legend = "Vetovastuu Johtaa työtä\n\nHyödyntäjä Ottaa tulokset käyttöön\n\n"
    reading = read(legend + "Organisaatio\tKiinnostus\n\tVetovastuu\tAsiantuntija\nOmnia\tx\t\n")
    assert reading.tables[0].legend == {"lead", "beneficiary"}
    assert [f.code for f in reading.findings] == ["import.no_role_column"]
    above = read(legend + HEAD + "Omnia\tx\t\t\t\n")
    assert [table.label for table in above.tables] == ["TP1"]
    assert not above.findings
