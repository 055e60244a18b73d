"""What is read of cells, headings and columns: cases 27 and 28 of importing.md, dates, people, what says nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EtappiError
from core.text import TEXT_LIMIT, clean
from importers.surveys.model import CodeList, KnownQuestion, Told
from importers.surveys.words import standard
from tests.importers.surveys import shapes
from tests.importers.surveys.shapes import FI, text
from tests.importers.surveys.support import answers, codes, proposed, read

PAGE = """# Loppukysely
Vastattu: 13.9.2024

## 7. Yhteystiedot
Etunimi:\tMaija
Sähköposti:\tmaija@omnia.example
Organisaatio:\tOmnia

## 24. Tunnen tuotokset
Viitearkkitehtuuri:\t4
Osaamiskampus:\tEi vastauksia

## 40. Mitä kanavia käytät?
Uutiskirje
Webinaarit
Muu, mikä:\tTeams

## 41. Mitä jäi mieleen?
1.\tHyvä esitys
2.\tEi vastauksia tulla mukaan

## 42. Terveiset
Ei vastauksia
"""


def test_a_page_of_one_answer() -> None:
    """Case 27: numbers that are left out, labels, numbered lines, chosen options as lines, "Ei vastauksia"."""
    found = read(PAGE)
    assert (found.form, found.title) == ("webropol-summary", "Loppukysely")
    [one] = found.responses
    assert (one.on_date, one.organisation, one.email) == ("2024-09-13", "Omnia", "maija@omnia.example")
    said = {found.column(number).heading: cell for number, cell in one.values.items()}
    assert said == {
        "24. Tunnen tuotokset [Viitearkkitehtuuri]": "4",
        "40. Mitä kanavia käytät?": "Uutiskirje\nWebinaarit",
        "40. Mitä kanavia käytät? [Muu, mikä]": "Teams",
        "41. Mitä jäi mieleen?": "Hyvä esitys\nEi vastauksia tulla mukaan",
    }
    gaps = next(one for one in found.findings if one.code == "surveyfile.numbers_skipped")
    assert gaps.values == {"numbers": "8–23, 25–39"}
    assert "personal_left_out" in codes(found)


def test_a_page_of_one_answer_is_read_by_the_questions_of_the_survey() -> None:
    survey = (
        KnownQuestion("q1", "likert", ((FI, "Tunnen tuotokset: Viitearkkitehtuuri"),), 5),
        KnownQuestion("q3", "multiple", ((FI, "Mitä kanavia käytät?"),), options=("Uutiskirje", "Webinaarit", "Muu")),
        KnownQuestion("q4", "text", ((FI, "Mitä jäi mieleen?"),)),
    )
    found = read(PAGE)
    [said] = answers(found, proposed(found, survey))
    assert said["q1"].number == 4
    assert (said["q3"].options, said["q3"].text) == (("Uutiskirje", "Webinaarit"), "Teams")
    assert said["q4"].text == "Hyvä esitys\nEi vastauksia tulla mukaan"


def test_microsoft_choices_and_anonymous() -> None:
    """Case 28: ``a;b;``, anonymous, a heading with a line break, headings that repeat with 2 and 3."""
    heads = [*shapes.FORMS["en"], "Which\nones?", "Grade (1–5)", "Grade (1–5)2", "Grade (1–5)3"]
    rows = [[str(n), "9/13/24 9:00:12", "9/13/24 9:05:12", "anonymous", "", "a;b;", "5", "4", "3"] for n in range(1, 4)]
    found = read(text([heads, *rows]))
    assert [one.question for one in found.columns[5:]] == ["Which ones?", *["Grade (1–5)"] * 3]
    assert all(one.email is None for one in found.responses)
    proposal = proposed(found)
    assert answers(found, proposal)[0]["q1"].options == ("a", "b")
    assert [one.type for one in proposal.questions] == ["multiple", "likert", "likert", "likert"]


def test_google_choices_with_commas_inside() -> None:
    """Case 28: the survey's options tell where one ends, the longest first; what is none of them is flagged whole."""
    cells = ["Opas, jossa esimerkkejä, Opas", "Opas", "Opas, jossa", "Opas, jossa esimerkkejä, itse, keksin", ""]
    rows = [[f"2024/09/{n + 13} 9:00:12 ap. GMT+3", cell, "x"] for n, cell in enumerate(cells)]
    found = read(text([["Aikaleima", "Lähteet", "Avoin"], *rows]))
    options = ("Opas", "Opas, jossa esimerkkejä")
    asked = KnownQuestion("q1", "multiple", ((FI, "Lähteet"),), options=options)
    said = [one.get("q1") for one in answers(found, proposed(found, (asked,)))]
    assert [one and (one.options, one.unread) for one in said] == [
        (("Opas, jossa esimerkkejä", "Opas"), None), (("Opas",), None), (("Opas",), "jossa"),
        (("Opas, jossa esimerkkejä",), "itse, keksin"), None,
    ]  # fmt: skip
    with_other = replace(asked, options=(*options, "Muu"))
    last = answers(found, proposed(found, (with_other,)))[3]["q1"]
    assert (last.options, last.text, last.unread) == (("Opas, jossa esimerkkejä", "Muu"), "itse, keksin", None)


def test_limesurvey_other_unfinished_and_escapes() -> None:
    """Case 28: ``-oth-`` with its text, unfinished responses apart, the quote before a formula taken off."""
    rows = [
        ["id", "submitdate", "lastpage", "startlanguage", "seed", "S", "S[other]", "T"],
        ["1", "1980-01-01 00:00:00", "3", "sv", "1", "A1", "", "'=1+1"],
        ["2", "2024-09-13 09:00:12", "3", "fi", "1", "-oth-", "radio", "N/A"],
        ["3", "", "1", "fi", "1", "A2", "", "N/A tai ei"],
    ]
    found = read(text(rows, every=True))
    assert [one.source_id for one in found.responses] == ["1", "2"]
    assert [one.on_date for one in found.responses] == [None, "2024-09-13"]
    assert [(one.source_id, one.on_date, one.language) for one in found.partial] == [("3", None, "fi")]
    assert codes(found) == ["partial", "missing_words", "codes_only"]
    first, second = answers(found, proposed(found))
    assert first["T"].text == "=1+1"
    assert (second["S"].options, second["S"].text) == (("-oth-",), "radio")
    assert "T" not in second


def table(*columns: tuple[str, list[str]]) -> bytes:
    """A plain table with a text for every respondent beside the columns."""
    heads = [*(head for head, _ in columns), "Avoin"]
    rows = [[*cells, f"omin sanoin {n}"] for n, cells in enumerate(zip(*(cells for _, cells in columns), strict=True))]
    return text([heads, *rows], ";")


@pytest.mark.parametrize("word", ["Ei vastauksia", "Ei vastausta", "Inga svar", "No answers", "N/A", ""])
def test_what_says_nothing_is_missing_and_never_zero(word: str) -> None:
    found = read(table(("Montako?", [word, "0", "12"]), ("Mitä?", [word, f"{word} vielä", "0"])))
    said = answers(found, proposed(found, (KnownQuestion("n", "number", ((FI, "Montako?"),)),)))
    assert [one.get("n") and one["n"].number for one in said] == [None, 0.0, 12.0]
    assert [found.responses[n].values.get(2) for n in (0, 1)] == [None, f"{word} vielä".strip()]


# Dates


def dated(*days: str) -> list[list[str]]:
    return [["ID", "Start time", "Completion time", "Email", "Name", "Q"],
            *([str(n), day, day, "anonymous", "", "text"] for n, day in enumerate(days))]  # fmt: skip


def test_an_order_of_days_and_months_that_nothing_decides_is_asked_once() -> None:
    content = text(dated("03/09/2024 9:00", "04/09/2024 9:00"))
    found = read(content)
    assert [(one.kind, one.text) for one in found.questions] == [("date", "order")]
    assert [one.on_date for one in found.responses] == [None, None]
    told = read(content, Told(order="day-month"))
    assert told.questions == ()
    assert [one.on_date for one in told.responses] == ["2024-09-03", "2024-09-04"]
    assert [one.on_date for one in read(content, Told(order="month-day")).responses] == ["2024-03-09", "2024-04-09"]


def test_one_day_decides_for_the_whole_file_and_two_orders_are_none() -> None:
    found = read(text(dated("9/3/24 9:00:12", "9/13/24 9:00:12")))
    assert [one.on_date for one in found.responses] == ["2024-09-03", "2024-09-13"]
    assert "month_first" in codes(found)
    both = read(text(dated("13/9/2024 9:00", "9/13/2024 9:00")))
    assert [one.on_date for one in both.responses] == [None, None]
    assert codes(both) == ["two_orders"]


# People


def test_people_stay_in_memory_and_their_columns_are_left_out() -> None:
    content = table(
        ("Vastaajan tiedot", ["maija@omnia.example", "matti@gradia.example", ""]),
        ("Puh", ["+358 40 123 4567", "040 765 4321", ""]), ("Etunimi", ["Maija", "Matti", ""]),
        ("Sähköposti", ["", "", "toinen@omnia.example"]),
    )  # fmt: skip
    found = read(content)
    assert [one.role for one in found.columns] == ["email", "ignore", "name", "ignore", "question"]
    assert [one.email for one in found.responses] == ["maija@omnia.example", "matti@gradia.example", None]
    assert all(one.values.keys() == {5} for one in found.responses)
    left = next(one for one in found.findings if one.code == "surveyfile.personal_left_out")
    assert left.values["headings"] == "Puh, Etunimi, Sähköposti"


def test_a_person_says_what_a_column_is() -> None:
    content = table(("Yksikkö", ["Omnia", "Gradia"]), ("Tunniste", ["a1", "b2"]), ("Pvm", ["13.9.2024", "14.9.2024"]),
                    ("Turha", ["x", "y"]))  # fmt: skip
    told = Told(columns={"Yksikkö": "organisation", "Tunniste": "respondent", "Pvm": "date", "Turha": "skip"})
    found = read(content, told)
    assert [(one.organisation, one.respondent, one.on_date) for one in found.responses] == [
        ("Omnia", "a1", "2024-09-13"), ("Gradia", "b2", "2024-09-14"),
    ]  # fmt: skip
    assert [one.heading for one in proposed(found, told=told).questions] == ["Avoin"]


def test_a_question_about_the_organisation_is_asked_about() -> None:
    heading = "Mitä organisaatiota edustat?"
    found = read(table((heading, ["Omnia", "Gradia", "Omnia"])))
    asked = proposed(found).open
    assert [(one.text, one.candidates[0].name) for one in asked if one.text == heading] == [(heading, "organisation")]
    told = read(table((heading, ["Omnia", "Gradia", "Omnia"])), Told(columns={heading: "organisation"}))
    assert [one.organisation for one in told.responses] == ["Omnia", "Gradia", "Omnia"]


# Ids and states


def test_responses_without_an_id_have_one_of_their_own_content() -> None:
    rows = [["omaa", "Omnia"], ["omaa", "Omnia"], ["muuta", "Omnia"]]
    first = read(text([["Avoin", "Organisaatio"], *rows], ";"))
    again = read(shapes.workbook([["Avoin", "Organisaatio"], *reversed(rows)]))
    assert not first.own_ids
    assert len({one.source_id for one in first.responses}) == 3
    assert {one.source_id for one in first.responses} == {one.source_id for one in again.responses}


def test_ids_that_repeat_are_not_used() -> None:
    rows = [["ID", "Avoin"], ["1", "a"], ["1", "b"], ["2", "c"]]
    found = read(text(rows, ";"))
    assert not found.own_ids
    assert len({one.source_id for one in found.responses}) == 3
    assert "ids_repeated" in codes(found)


def test_a_column_of_states_tells_unfinished_responses() -> None:
    found = read(table(("Vastauksen tila", ["Valmis", "Kesken", "Valmis"])))
    assert (len(found.responses), len(found.partial)) == (2, 1)
    assert [one.role for one in found.columns] == ["ignore", "question"]


def test_rows_without_answers_are_counted() -> None:
    rows = [["Aikaleima", "Eka", "Toka"], ["2024/09/13 9:00:12", "", "Ei vastausta"], ["2024/09/13 9:00:12", "a", ""]]
    found = read(text(rows))
    assert (len(found.responses), found.empty) == (1, 1)
    assert "empty_rows" in codes(found)


# Tables


def test_answers_of_several_lines_with_many_commas_are_one_cell() -> None:
    long = "yksi, kaksi, kolme\nneljä, viisi, kuusi\nseitsemän, kahdeksan, yhdeksän"
    rows = [["Aikaleima", "Eka", "Toka"], ["2024/09/13 9:00:12", long, "b"], ["2024/09/13 9:01:12", "c", long]]
    found = read(text(rows))
    assert found.responses[0].values[2] == long
    with pytest.raises(EtappiError, match="unclosed_quote"):
        read(text(rows).decode("utf-8-sig").replace(",b", ',"b', 1))


def test_the_larger_sheet_is_read_and_the_other_told() -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(shapes.workbook(shapes.plain(FI))))
    other = book.create_sheet("Ohje")
    for row in (["Selite", "Arvo"], ["a", "b"]):
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert len(found.responses) == len(shapes.PEOPLE)
    assert [one.place.sheet for one in found.findings if one.code == "surveyfile.sheet_unread"] == ["Ohje"]


@pytest.mark.parametrize("content", ["yksi rivi vain\n", "Otsikko;Toinen\n", "1;2\n3;4\n5;6\n"])
def test_what_is_no_table_of_answers_is_refused_in_one_sentence(content: str) -> None:
    with pytest.raises(EtappiError, match="not_recognised"):
        read(content)


def test_what_stands_above_the_headings_is_no_heading() -> None:
    above = [["Alkukysely"], ["Kysely", "Verkoston alkukysely"], ["Vastaajia", "12"], []]
    found = read(shapes.workbook([*above, *shapes.plain(FI)]))
    assert [one.heading for one in found.columns] == [one.heading for one in read(text(shapes.plain(FI))).columns]
    assert found.title == "Alkukysely"


def test_options_that_stand_as_their_own_numbers() -> None:
    """Some exports write 1 in the first option's column, 2 in the second's."""
    heads = ["Vastattu", "1. Mistä? [Kirje]", "1. Mistä? [Sivut]", "1. Mistä? [Muualta]", "2. Avoin"]
    rows = [["13.9.2024", "1", "", "3", "a"], ["13.9.2024", "", "2", "", "b"], ["13.9.2024", "", "", "", "c"]]
    found = read(text([heads, *rows], ";"))
    assert [one.role for one in found.columns[1:4]] == ["option_of"] * 3
    said = answers(found, proposed(found))
    assert [one.get("q1") and one["q1"].options for one in said] == [("Kirje", "Muualta"), ("Sivut",), None]


def test_other_in_codes_is_the_word_of_its_column() -> None:
    own = ["id. Vastauksen tunnus", "submitdate. Lähetyspäivä", "lastpage. Viimeinen sivu"]
    heads = [*own, "S. Rooli", "S[other]. Rooli [Muu]"]
    codes_of = CodeList({"S": "Rooli"}, {"S": {"A1": "Opettaja", "A2": "Johtaja"}})
    coded = [["1", "2024-09-13 09:00:12", "1", "A1", ""], ["2", "2024-09-13 09:00:12", "1", "-oth-", "vieras"]]
    whole = [["1", "2024-09-13 09:00:12", "1", "Opettaja", ""], ["2", "2024-09-13 09:00:12", "1", "Muu", "vieras"]]
    both = []
    for rows in (coded, whole):
        found = read(text([heads, *rows], every=True), Told(codes=codes_of))
        both.append(answers(found, proposed(found)))
    assert both[0] == both[1]
    assert (both[0][1]["S"].options, both[0][1]["S"].text) == (("Muu",), "vieras")


def test_headings_of_an_unknown_language_are_read_by_their_place() -> None:
    """Microsoft and Google have their own columns first, in every language."""
    rows = shapes.microsoft(FI)
    foreign = [["Azonosító", "Kezdés", "Befejezés", "Levél", "Név", *rows[0][5:]], *rows[1:]]
    known, other = read(text(rows)), read(text(foreign))
    assert (other.form, [one.role for one in other.columns]) == ("msforms", [one.role for one in known.columns])
    assert [(one.source_id, one.finished) for one in other.responses] == [
        (one.source_id, one.finished) for one in known.responses
    ]
    sheet = shapes.google(FI)
    stamped = read(text([["Időbélyeg", *sheet[0][1:]], *sheet[1:]]))
    assert (stamped.form, stamped.columns[0].role, stamped.responses[0].on_date) == ("google", "finished", "2024-09-14")


def test_an_address_that_was_asked_for_counts_where_the_form_has_none() -> None:
    heads = [*shapes.FORMS[FI], "Sähköpostisi", "Avoin"]
    rows = [["1", "13.9.2024 9.00", "13.9.2024 9.10", "anonymous", "", "maija@omnia.example", "a"],
            ["2", "13.9.2024 9.00", "13.9.2024 9.10", "anonymous", "", "", "b"]]  # fmt: skip
    found = read(text([heads, *rows]))
    assert [one.email for one in found.responses] == ["maija@omnia.example", None]
    assert codes(found) == []


def test_a_running_number_is_an_id_and_a_name_is_nobodys() -> None:
    numbered = read(table(("Vastaaja", ["1", "2", "3"])))
    assert (numbered.own_ids, [one.role for one in numbered.columns]) == (True, ["response_id", "question"])
    named = read(table(("Vastaaja", ["Maija Mallikas", "Matti Virtanen", "Åsa Ståhl"])))
    assert [one.role for one in named.columns] == ["name", "question"]
    assert codes(named) == ["personal_left_out"]


def test_columns_that_are_no_questions_are_told() -> None:
    found = read(table(("Kyselyn tunnus", ["7", "7"]), ("Viimeksi muokattu", ["13.9.2024", "13.9.2024"])))
    told = next(one for one in found.findings if one.code == "surveyfile.columns_left_out")
    assert told.values == {"n": 1, "headings": "Kyselyn tunnus"}


def test_one_column_of_answers_below_a_title() -> None:
    content = 'Kysely: palaute\nVastaajia: 2\n\nArvio (1–5),Mitä opit?\n5,paljon\n4,"no, jotain"\n'
    found = read(content)
    assert [one.heading for one in found.columns] == ["Arvio (1–5)", "Mitä opit?"]
    assert [dict(one.values) for one in found.responses] == [{1: "5", 2: "paljon"}, {1: "4", 2: "no, jotain"}]


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), exclude_characters="'")
CELLS = st.text(LETTERS, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(";,\t|"))
def test_no_cell_is_lost(rows: list[tuple[str, str, str]], sign: str) -> None:
    """Every filled cell of a csv comes out as it is stored, or says nothing and is counted."""
    words = standard()
    rows = [("alku", "alku", "alku"), *rows]
    found = read(text([["Eka väite", "Toka väite", "Kolmas väite"], *rows], sign))
    if any(one.role != "question" for one in found.columns):
        return  # a column of e-mails or telephone numbers
    cells = [[clean(cell, TEXT_LIMIT) for cell in row] for row in rows]
    expected = [{n: cell for n, cell in enumerate(row, 1) if not words.silent(cell)} for row in cells]
    assert [dict(one.values) for one in found.responses] == [one for one in expected if one]
    assert found.empty == sum(1 for row, said in zip(cells, expected, strict=True) if any(row) and not said)
    proposal = proposed(found)
    read_in = sum(len(one) for one in answers(found, proposal))
    assert read_in == sum(map(len, expected))
