"""What a column is taken for, and what is asked: scales, directions, other wordings, a person's answers."""

from pathlib import Path

import pytest

from core.errors import EtappiError
from importers.surveys import words
from importers.surveys.answering import matched, number_of, unread
from importers.surveys.model import KnownQuestion, Proposal, SurveyReading, Told, Type
from importers.surveys.proposing import propose
from importers.surveys.scales import Hint, hint_of, of_cells
from importers.surveys.words import standard
from tests.importers.surveys.shapes import FI, LABELS, SV, text
from tests.importers.surveys.support import answers, proposed, read

FIVE = [one[FI] for one in LABELS]
FOUR = [FIVE[0], FIVE[1], FIVE[3], FIVE[4]]


def one_column(cells: list[str], heading: str = "Väite", told: Told | None = None) -> tuple[SurveyReading, Proposal]:
    """A column of cells with a text beside it, and what it is taken for."""
    rows = [[cell, f"omin sanoin {n}"] for n, cell in enumerate(cells)]
    found = read(text([[heading, "Avoin"], *rows], ";"), told)
    return found, proposed(found, told=told)


def kind(cells: list[str], heading: str = "Väite") -> tuple[str, int | None, bool]:
    """Type, scale, and whether it is sure."""
    _, proposal = one_column(cells, heading)
    question = proposal.questions[0]
    return question.type, question.scale, question.sure


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (FIVE * 3, ("likert", 5, True)),
        (FOUR * 3, ("likert", 4, False)),  # a fifth in the middle may be without answers
        (FIVE[:4] * 3, ("likert", 5, True)),
        (
            ["Strongly disagree", "Disagree", "Slightly disagree", "Neutral", "Slightly agree", "Agree"],
            ("likert", 7, True),
        ),
        (["mycket nöjd", "nöjd", "varken nöjd eller missnöjd", "missnöjd", "mycket missnöjd"], ("likert", 5, True)),
        (["1", "2", "3", "4", "5"], ("likert", 5, False)),
        (["0", "3", "10", "7"], ("number", None, False)),
        (["12", "130", "45,5"], ("number", None, True)),
        (["Kyllä", "Ei"] * 4, ("single", None, True)),
        (["Ruusu", "Orvokki"] * 8, ("single", None, True)),
        (["Ruusu", "Orvokki", "Ruusu"], ("single", None, False)),
        ([f"jotain omaa {n}" for n in range(12)], ("text", None, True)),
    ],
)
def test_types(cells: list[str], expected: tuple[str, int | None, bool]) -> None:
    assert kind(cells) == expected


def test_every_scale_of_every_language_is_known_by_its_words() -> None:
    for scale in standard().scales:
        labels = {point: text for text, point in reversed(list(scale.points.items()))}
        found = of_cells(list(labels.values()), standard(), Hint(), scale.size)
        assert found is not None, scale.name
        assert {text: found.points[text] for text in labels.values()} == {text: n for n, text in labels.items()}


@pytest.mark.parametrize(
    ("heading", "size"),
    [
        ("Arvioi asteikolla 1–5", 5), ("Arvioi (1-4)", 4), ("Bedöm på skalan 1 … 7", 7), ("Rate 1...10", 10),
        ("Väite (1 = täysin eri mieltä, 5 = täysin samaa mieltä)", 5), ("Vuosina 2024-2025", None), ("Kohta 3", None),
        ("TP1-2 tuotokset", None),
    ],
)  # fmt: skip
def test_the_scale_that_a_heading_tells(heading: str, size: int | None) -> None:
    assert hint_of(heading).size == size


def test_direction_by_the_words_at_the_ends() -> None:
    """Numbers whose first one agrees are stored as answered, and the item is told to be reversed."""
    cells = ["1", "2", "4", "5"]
    _, straight = one_column(cells, "Väite (1 = täysin eri mieltä, 5 = täysin samaa mieltä)")
    found, turned = one_column(cells, "Väite (1 = täysin samaa mieltä, 5 = täysin eri mieltä)")
    assert (straight.questions[0].reversed, turned.questions[0].reversed) == (False, True)
    assert (turned.questions[0].low, turned.questions[0].scale) == ("täysin samaa mieltä", 5)
    assert [one["q1"].number for one in answers(found, turned)] == [1, 2, 4, 5]
    _, labelled = one_column(["1 Täysin samaa mieltä", "2", "3", "5 Täysin eri mieltä"])
    assert (labelled.questions[0].reversed, labelled.questions[0].scale) == (True, 5)


def test_dont_know_is_an_answer_of_its_own() -> None:
    found, proposal = one_column([*FIVE, "En osaa sanoa", "EOS", "Ei vastausta"])
    said = [one.get("q1") for one in answers(found, proposal)]
    assert [one and (one.number, one.dont_know) for one in said] == [
        (1, False), (2, False), (3, False), (4, False), (5, False), (None, True), (None, True), None,
    ]  # fmt: skip


def test_labels_that_come_only_later_have_their_points() -> None:
    """The questions of one file read the next one, where more of the scale was used."""
    _, first = one_column(FIVE[1:] * 2)
    found, _ = one_column([FIVE[0], "jotain muuta"])
    assert [one["q1"].number for one in answers(found, first)] == [1, None]
    assert unread(first.questions[0], found, standard()) == (("jotain muuta", 1),)


# Together


def grid(*columns: list[str]) -> bytes:
    heads = [
        f"Arvioi [{name}]" for name in ("eka väite tässä", "toka väite tässä", "kolmas väite tässä")[: len(columns)]
    ]
    return text([heads, *zip(*columns, strict=True)], ";")


def test_rows_of_a_grid_are_looked_at_together_and_asked_about_once() -> None:
    found = read(grid(FOUR, [FIVE[2]] * 4))
    assert [(one.scale, one.sure) for one in proposed(found).questions] == [(5, True), (5, True)]
    numbers = read(grid(["1", "2", "3"], ["4", "5", "5"], ["1", "1", "1"]))
    [asked] = proposed(numbers).open
    assert [one.name for one in asked.candidates] == ["likert5", "likert7", "likert10", "number", "single", "skip"]
    assert len(asked.places) == 3
    told = Told(columns={asked.text: "likert7"})
    settled = proposed(read(grid(["1", "2", "3"], ["4", "5", "5"], ["1", "1", "1"]), told), told=told)
    assert [(one.scale, one.sure) for one in settled.questions] == [(7, True)] * 3
    assert settled.open == ()


def test_a_table_of_a_person_settles_everything() -> None:
    told = Told(columns={"Väite": {"key": "osaan", "type": "likert", "scale": 5, "reversed": True}})
    found, proposal = one_column(["1", "2", "3"], told=told)
    question = proposal.questions[0]
    assert (question.key, question.scale, question.reversed, question.sure) == ("osaan", 5, True, True)
    assert [one["osaan"].number for one in answers(found, proposal)] == [1, 2, 3]


def test_yes_and_no_in_columns_is_one_question_or_several() -> None:
    """One choice of several, or a row of questions with a yes or a no each: a person says."""
    rows = [["Käytätte [Sähköposti]", "Käytätte [Teams]"], *[["Kyllä", "Ei"], ["Ei", "Kyllä"], ["Kyllä", "Kyllä"]]]
    content = text(rows, ";")
    [asked] = proposed(read(content)).open
    assert [one.name for one in asked.candidates] == ["multiple", "single", "skip"]
    for answer, types in (("multiple", ["multiple"]), ("single", ["single", "single"])):
        told = Told(columns={asked.text: answer})
        found = read(content, told)
        proposal = proposed(found, told=told)
        assert [one.type for one in proposal.questions] == types
        assert proposal.open == ()
    assert answers(found, proposal)[0] == {
        "q1": answers(found, proposal)[2]["q1"], "q2": answers(found, proposal)[0]["q2"],
    }  # fmt: skip


# The survey's own questions


def test_another_wording_is_asked_about_and_a_new_question_is_not() -> None:
    survey = (
        KnownQuestion("q1", "likert", ((FI, "Tunnen hankkeen aineistot ja tuotokset"),), 5),
        KnownQuestion("q2", "likert", ((FI, "Uudet toimintamallit ovat käytössämme"),), 5),
    )
    heads = ["Aikaleima", "Tunnen hankkeen aineistot ja tuotokset.", "Uudet mallit ovat käytössämme", "Hyvä kokous"]
    rows = [heads, *(["2024/09/13 9:00:12 ap.", label, label, label] for label in FIVE * 2)]  # fmt: skip
    content = text(rows)
    found = read(content)
    proposal = proposed(found, survey)
    assert [(one.key, one.known) for one in proposal.questions] == [("q1", True), ("q2_2", False), ("q3", False)]
    assert [(one.text, [each.name for each in one.candidates]) for one in proposal.open] == [
        ("Uudet mallit ovat käytössämme", ["same:q2", "new"]),
    ]  # fmt: skip
    told = Told(columns={"Uudet mallit ovat käytössämme": "same:q2"})
    same = proposed(read(content, told), survey, told)
    assert [(one.key, one.known, one.same) for one in same.questions[:2]] == [("q1", True, False), ("q2", True, True)]
    assert same.open == ()
    fresh = Told(columns={"Uudet mallit ovat käytössämme": "new"})
    assert proposed(read(content, fresh), survey, fresh).open == ()


def test_another_language_is_matched_by_known_wordings_and_asked_where_there_is_none() -> None:
    survey = (
        KnownQuestion("q1", "likert", ((FI, "Tunnen tuotokset"), (SV, "Jag känner till resultaten")), 5),
        KnownQuestion("q2", "likert", ((FI, "Mallit ovat käytössä"),), 5),
    )
    heads = ["Tidstämpel", "Jag känner till resultaten", "Modellerna används hos oss"]
    rows = [heads, *(["2024/09/13 9:00:12", one[SV], one[SV]] for one in LABELS)]
    proposal = proposed(read(text(rows)), survey)
    assert (proposal.questions[0].key, proposal.questions[0].known) == ("q1", True)
    assert [[each.name for each in one.candidates] for one in proposal.open] == [["same:q2", "new"]]


def test_answers_that_do_not_fit_the_scale_of_the_survey_are_asked_about() -> None:
    survey = (KnownQuestion("q1", "likert", ((FI, "Väite"),), 4),)
    found = read(text([["Väite", "Avoin"], *([label, "a"] for label in FIVE * 2)], ";"))
    proposal = proposed(found, survey)
    asked = next(one for one in proposal.open if one.text == "Väite")
    assert asked.values["ask"] == "surveyfile.ask_scale"


def test_what_nobody_answered_is_left_out_and_told() -> None:
    found = read(text([["Eka", "Toka"], ["a", ""], ["b", ""]], ";"))
    proposal = proposed(found)
    assert [one.heading for one in proposal.questions] == ["Eka"]
    assert [one.code for one in proposal.findings] == ["surveyfile.columns_empty"]


# Small parts


@pytest.mark.parametrize(
    ("cell", "number"),
    [("12", 12.0), ("1 234,5", 1234.5), ("-3", -3.0), ("0,5", 0.5), ("1.5", 1.5), ("noin 12", None), ("12 kpl", None)],
)
def test_numbers(cell: str, number: float | None) -> None:
    assert number_of(cell) == number


def test_longest_option_first() -> None:
    options = ("A", "A, B", "B")
    assert matched("A, B, A", options) == (["A, B", "A"], "")
    assert matched("AB, A", options) == (["A"], "AB")
    assert matched("B, muuta, A", options) == (["B", "A"], "muuta")


def test_words_of_ones_own(tmp_path: Path) -> None:
    """A file in the settings folder adds headings and scales; what is no such file is one sentence."""
    file = tmp_path / words.FILE
    file.write_text(
        '[fi.columns]\norganisation = ["kotipesä"]\n\n[fi.scales]\nsaa3 = ["pilvistä", "sadetta|räntää", "paistetta"]\n'
    )
    own = words.of_user(str(tmp_path))
    assert own.column("Kotipesä") == "organisation"
    assert own.column("Organisaatio") == "organisation"
    found = read(text([["Sää", "Avoin"], *([one, "a"] for one in ("Pilvistä", "Räntää", "Paistetta"))], ";"))
    question = propose(found, (), Told(), own).questions[0]
    assert (question.type, question.scale, question.points["räntää"]) == ("likert", 3, 2)
    file.write_text("[fi.scales]\nsaa3 = 3\n")
    with pytest.raises(EtappiError, match="words_entry"):
        words.of_user(str(tmp_path))


def test_a_code_list_is_a_structure_or_a_table() -> None:
    from importers.surveys import codes, texts

    def listed(content: str) -> object:
        return codes.read(texts.grids_of(content.encode(), "koodit"))

    table = codes.read(texts.grids_of(b"Kysymys;Koodi;Teksti\nTP;;Arvioi\nTP[SQ001];;Eka\nTP;A1;Ei\nTP;A2;On\n", "k"))
    assert table.questions == {"TP": "Arvioi", "TP[SQ001]": "Eka"}
    assert table.answers == {"TP": {"A1": "Ei", "A2": "On"}}
    with pytest.raises(EtappiError, match="no_codes"):
        listed("Jotain;muuta\na;b\n")


def test_types_are_those_of_the_store() -> None:
    from typing import get_args

    from store.models.surveys import QUESTION_TYPES

    assert set(get_args(Type)) == set(QUESTION_TYPES)


def test_a_column_without_any_cell_twice_may_be_a_key_of_respondents() -> None:
    _, proposal = one_column(["k-17", "m-03", "x-99"], "Tunniste")
    asked = next(one for one in proposal.open if one.text == "Tunniste")
    assert [one.name for one in asked.candidates] == ["text", "single", "respondent", "skip"]


def test_a_word_on_one_column_holds_only_for_those_that_are_open() -> None:
    """Columns that are sure stay what they are, and the first open one asks for the others."""
    told = Told(columns={"Arvioi [eka väite tässä]": "single"})
    content = grid(FIVE * 2, FIVE * 2)
    assert [one.type for one in proposed(read(content, told), told=told).questions] == ["single", "likert"]
    survey = (KnownQuestion("q1", "likert", ((FI, "eka väite tässä"),), 5),)
    numbers = grid(["1", "2", "3"], ["4", "5", "5"], ["1", "1", "1"])
    [asked] = proposed(read(numbers), survey).open
    assert (asked.text, len(asked.places), asked.values["n"]) == ("Arvioi [toka väite tässä]", 2, 2)


def test_in_another_language_the_question_at_the_same_place_comes_first() -> None:
    survey = tuple(KnownQuestion(f"q{n}", "likert", ((FI, f"Väite numero {n}"),), 5) for n in (1, 2, 3))
    heads = ["Tidstämpel", "Första påståendet", "Andra påståendet", "Tredje påståendet"]
    rows = [heads, *(["2024/09/13 9:00:12", one[SV], one[SV], one[SV]] for one in LABELS)]
    asked = proposed(read(text(rows)), survey).open
    assert [one.candidates[0].name for one in asked] == ["same:q1", "same:q2", "same:q3"]
    assert {one.candidates[0].reason for one in asked} == {"surveyfile.reason_language"}


SAID = ["Kiitos hyvästä vuodesta", "Ei muuta", "Terveisin Aino Virtasalo, aino.virtasalo@x.example"]


@pytest.mark.parametrize(
    "text", [SAID[2], "Soittakaa 040 123 4567", "Eka rivi\ntoka", "Hyvin meni. Jatketaan samaan malliin", "sana " * 13],
    ids=["mail", "phone", "lines", "sentences", "long"],
)  # fmt: skip
def test_what_people_write_themselves_is_no_option_however_often_it_stands(text: str) -> None:
    cells = ["Ruusu", "Orvokki", f'"{text}"'] * 8
    assert kind(cells)[::2] == ("text", True)
    assert kind(["Ruusu", "Orvokki", "Vuosina 2024-2025", "esim. ruusu"] * 8)[::2] == ("single", True)


@pytest.mark.parametrize(
    "heading", ["Mitä muuta haluat sanoa?", "Terveiset hankkeelle", "Kommenttisi", "Vapaa sana", "Muuta", "Övrigt",
                "Kommentarer", "Any comments?", "Vad vill du ännu säga?"],
)  # fmt: skip
def test_a_heading_that_asks_for_free_words_is_no_choice_in_silence(heading: str) -> None:
    _, proposal = one_column(["Ei", "Kiitos", "Hyvä"] * 8, heading)
    assert [one.name for one in proposal.open[0].candidates][:2] == ["single", "text"]
    assert kind(["Ei", "Kiitos", "Hyvä"] * 8, "Muutatko?") == ("single", None, True)


def test_an_email_is_never_an_option_of_its_own() -> None:
    told = Told(columns={"Väite": "single"})
    found, proposal = one_column(SAID * 8, told=told)
    assert proposal.questions[0].options == tuple(SAID[:2])
    assert unread(proposal.questions[0], found, standard()) == ((SAID[2], 8),)
