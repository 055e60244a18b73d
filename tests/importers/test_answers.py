"""The answers file: strict reading with places, and a questions file that answers nothing until it is filled in."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import locales
from core.errors import EtappiError
from core.findings import Place
from core.importing import Candidate, Question
from core.text import clean
from importers import answers, places
from importers.answers import Answers
from importers.plan import make_plan
from locales import has
from tests.importers.support import EMPTY, content

EXAMPLE = """\
unmarked = "beneficiary"
[names]
"Hyrja  koulutus Oy" = "Hyria koulutus Oy"
"Optima" = ""
[marks]
"Asiant" = "expert"
[workpackages]
"TP 1.5 Jotain" = "TP1.4"
[dates]
order = "day-month"
[conflicts]
"TP1.2 > Omnia" = "file"
[columns]
"4" = "beneficiary"
"Tunnen tuotokset" = { key = "q1", type = "likert", scale = 5, reversed = false }
"""


def test_every_table_is_read_and_an_empty_value_is_no_answer() -> None:
    found = answers.parse(EXAMPLE, "a.toml")
    assert found == Answers(
        unmarked="beneficiary",
        names={"Hyrja koulutus Oy": "Hyria koulutus Oy"},
        marks={"Asiant": "expert"},
        workpackages={"TP 1.5 Jotain": "TP1.4"},
        dates={"order": "day-month"},
        conflicts={"TP1.2 > Omnia": "file"},
        columns={
            "4": "beneficiary",
            "Tunnen tuotokset": {"key": "q1", "type": "likert", "scale": 5, "reversed": False},
        },
    )
    assert found.count() == 8


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("unmarked = beneficiary\n", "toml", 1, None),
        ('[names]\n"A" = "x"\n"A" = "y"\n', "toml", 3, None),
        ('unmarked = "expert"\n', "value", 1, "unmarked"),
        ("unmarked = 1\n", "value", 1, "unmarked"),
        ('[names]\n"A" = 1\n', "value", 2, "names.A"),
        ('[marks]\n\n"?" = "boss"\n', "value", 3, "marks.?"),
        ('[name]\n"A" = "new"\n', "unknown", 1, "name"),
        ('\nnames = "new"\n', "value", 2, "names"),
        ('[dates]\nformat = "day-month"\n', "unknown", 2, "dates.format"),
        ('[columns]\n"Q" = { kind = "likert" }\n', "value", 2, "columns.Q"),
        ('[conflicts]\n"A > B" = "mine"\n', "value", 2, "conflicts.A > B"),
    ],
)
def test_a_bad_file_is_told_with_line_and_key(text: str, code: str, line: int, key: str | None) -> None:
    with pytest.raises(EtappiError) as caught:
        answers.parse(text, "a.toml")
    assert caught.value.code == f"import.answers_{code}"
    assert (caught.value.values["file"], caught.value.values["line"]) == ("a.toml", line)
    assert caught.value.values.get("key") == key
    assert has(f"import.error_answers_{code}")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path, text, code in (
        (tmp_path / "none.toml", None, "missing"),
        (tmp_path, None, "unreadable"),
        (tmp_path / "old.toml", b"[names]\n\"\xe4\" = 'new'\n", "answers_encoding"),
    ):
        if text is not None:
            path.write_bytes(text)
        with pytest.raises(EtappiError) as caught:
            answers.read(path)
        assert caught.value.code == f"import.{code}"
    windows = tmp_path / "w.toml"
    windows.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
    assert answers.read(windows) == answers.parse(EXAMPLE, "x")


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_the_questions_file_of_the_real_tables(language: str) -> None:
    before = locales.language()
    locales.choose(language)
    try:
        plan = make_plan(content(), "all-tables.txt", EMPTY)
        text = answers.write_questions(plan.questions, plan.file)
    finally:
        locales.choose(before)
    assert answers.parse(text, "q.toml") == Answers()
    filled = text.replace('"Hyrja koulutus Oy" = ""', '"Hyrja koulutus Oy" = "Hyria koulutus Oy"')
    filled = filled.replace('unmarked = ""', 'unmarked = "unknown"').replace('Asiant = ""', 'Asiant = "expert"')
    found = answers.parse(filled, "q.toml")
    assert (found.unmarked, found.marks, found.count()) == ("unknown", {"Asiant": "expert"}, 3)
    lines = text.splitlines()
    at = lines.index('"Hyrja koulutus Oy" = ""')
    assert "TP1.2" in lines[at - 2]
    assert "193" in lines[at - 2]
    assert "Hyria koulutus Oy" in lines[at - 1]
    assert "import." not in text


def test_columns_of_a_survey_are_told_what_they_can_be() -> None:
    where = Place(file="s.csv", row=1)
    values: dict[str, object] = {"ask": "surveyfile.ask_column", "column": "Ala", "n": 1, "values": ""}
    asked = Question("column", "Ala", where, (), (where,), values)
    text = answers.write_questions([asked], "s.csv")
    section = text[text.index("[columns]") :]
    for word in (*answers.QUESTION_TYPES[1:], "likert5", "organisation", "respondent", "skip", "new"):
        assert f'"{word}"' in section
    assert '"same:' in section
    assert '"lead"' not in section
    table = Question("column", "4", where, (), (where,), {"n": 1, "row": 1, "sample": "x"})
    assert '"lead"' in answers.write_questions([table], "t.txt")
    assert "likert" not in answers.write_questions([table], "t.txt")


@given(st.lists(st.text(max_size=40).map(clean).filter(bool), min_size=1, max_size=5, unique=True))
def test_any_text_survives_the_questions_file(texts: list[str]) -> None:
    where = Place(file="x\x1b[2J\n.txt", row=3)
    questions = [
        Question("name", text, where, (Candidate(text, "import.reason_part", {"part": text}),), (where,))
        for text in texts
    ]
    written = answers.write_questions(questions, "x\n\x1b.txt")
    assert answers.parse(written, "q.toml") == Answers()
    filled = written.replace(' = ""', ' = "new"')
    assert set(answers.parse(filled, "q.toml").names) >= {text for text in texts if ' = ""' not in text}


def test_a_questions_file_holds_what_was_answered_before() -> None:
    given = Answers(
        unmarked="unknown", names={"Hyrja": "Hyria", "Omnia": "new"}, marks={"?": "expert"},
        columns={"Ala": "organisation", "Q": {"key": "q1", "type": "likert", "scale": 5}},
    )  # fmt: skip
    where = Place(file="s.csv", row=1)
    asked = [Question("name", name, where, (), (where,)) for name in ("Gradia", "Omnia")]
    text = answers.write_questions(asked, "s.csv", given)
    assert answers.parse(text, "b.toml") == replace(given, names={"Hyrja": "Hyria"})  # what is asked again is open
    filled = text.replace('Gradia = ""', 'Gradia = "skip"')
    assert answers.parse(filled, "b.toml").names == {"Hyrja": "Hyria", "Gradia": "skip"}


def test_the_later_of_two_files_wins() -> None:
    first = Answers(unmarked="unknown", names={"A": "B", "C": "new"})
    second = Answers(names={"A": "skip"}, marks={"?": "lead"})
    both = Answers(unmarked="unknown", names={"A": "skip", "C": "new"}, marks={"?": "lead"})
    assert answers.merged([first, second]) == both
    assert answers.merged([second, first]).names == {"A": "B", "C": "new"}


TEXT = st.text(max_size=40).map(clean).filter(bool)


@given(st.dictionaries(TEXT, TEXT, max_size=5), st.sampled_from([None, "unknown"]))
def test_written_answers_are_read_back(names: dict[str, str], unmarked: str | None) -> None:
    given_answers = Answers(names=names, unmarked=unmarked, marks={"?": "expert"}, columns={"4": "skip"})
    assert answers.parse(answers.write_answers(given_answers, "x\n\x1b.txt"), "a.toml") == given_answers


def test_places_in_words() -> None:
    before = locales.language()
    locales.choose("fi")
    try:
        place = Place(file="osallistumistaulut.txt", table="TP1.2", row=219, page=3, column="Asiantuntija")
        assert places.text(place) == "osallistumistaulut.txt > sivu 3 > TP1.2 > rivi 219 > sarake Asiantuntija"
        assert places.text(Place(file="leike", row=12)) == "leike > rivi 12"
    finally:
        locales.choose(before)
