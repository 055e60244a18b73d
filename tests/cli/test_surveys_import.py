"""`etappi import` of answers to surveys: twice, in a second format, changed, taken back, killed; persons stay out."""

import io
import json
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from store.database import reading
from store.dump import canonical_dump
from tests import surveydata
from tests.cli.support import Inside, Shell
from tests.cli.test_golden import agree
from tests.importers.surveys import shapes

PLAN = """\
[project]
code = "P"
name = "Hanke"
start = 2024-01-01
end = 2024-12-31
language = "fi"

[[workpackage]]
code = "TP1"
title = "Yksi"
from = "2024-Q1"
to = "2024-Q4"
lead = {lead}
"""
FEW, SOME = 12, 30
"""Organisations and people of the smaller survey."""
Row = tuple[Any, ...]


@pytest.fixture
def made(shell: Shell, inside: Inside) -> Inside:
    """A project with a network of 84 organisations."""
    lead = json.dumps(surveydata.organisations(), ensure_ascii=False)
    assert inside("init", shell.write("plan.toml", PLAN.format(lead=lead))).code == 0
    return inside


@pytest.fixture
def start(shell: Shell) -> list[surveydata.Response]:
    """Responses of a small wave, three of them unfinished."""
    return surveydata.wave("start", organisations_there=FEW, number=SOME, unfinished=3)


def file(shell: Shell, name: str, content: bytes) -> Path:
    path = shell.root / name
    path.write_bytes(content)
    return path


def ask(shell: Shell, sql: str) -> list[Row]:
    with sqlite3.connect(shell.db) as connection:
        return connection.execute(sql).fetchall()


def dump(shell: Shell) -> str:
    with reading(str(shell.db)) as connection:
        return canonical_dump(connection)


def rows(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def into(made: Inside, path: Path, *more: str, wave: str = "network/start") -> dict[str, Any]:
    """The JSON of an import that is applied."""
    done = made("import", path, "--survey", wave, "--apply", "--json", *more)
    assert done.code == 0, done.out + done.err
    found = done.json()
    assert isinstance(found, dict)
    return found


def test_a_network_at_its_start_and_its_end(made: Inside, shell: Shell) -> None:
    began = into(made, file(shell, "alku.xlsx", surveydata.forms(surveydata.wave("start"))))
    ended = into(made, file(shell, "loppu.xlsx", surveydata.forms(surveydata.wave("end"))), wave="network/end")
    for told in (began, ended):
        assert (told["kind"], told["questions"], told["waiting"]) == ("survey", [], 0)
        assert told["added"] > 1_400
        survey = told["survey"]
        assert (survey["finished"], survey["identified"], survey["organisations"], survey["unknown"]) == (
            200, 200, 84, 0)  # fmt: skip
        assert survey["cells"] == survey["cells_imported"]
    assert [one["key"] for one in ended["survey"]["questions"]] == [f"q{n}" for n in range(1, 9)]
    assert {one["outcome"] for one in ended["survey"]["questions"]} == {"same"}
    assert ask(shell, "SELECT v.code, count(*), count(DISTINCT r.organisation_id), count(r.person_key) FROM wave AS v "
               "JOIN response AS r ON r.wave_id = v.id GROUP BY v.id") == [
        ("start", 200, 84, 200), ("end", 200, 84, 200)
    ]  # fmt: skip
    assert ask(shell, "SELECT count(*) FROM response AS a JOIN response AS b ON a.person_key = b.person_key "
               "AND a.wave_id < b.wave_id") == [(120,)]  # fmt: skip
    assert ask(shell, "SELECT count(*) FROM answer") == [(began["added"] + ended["added"],)]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_preview_and_its_questions(
    made: Inside, shell: Shell, start: list[surveydata.Response], language: str
) -> None:
    file(shell, "alku.xlsx", surveydata.webropol(start))
    seen = shell.terminal("import", "alku.xlsx", "--as", "survey", "--lang", language, typed="network/start\na\nk\n")
    agree(f"import-survey-{language}", seen)


def test_what_is_stored_is_what_was_answered(
    made: Inside, shell: Shell, start: list[surveydata.Response]
) -> None:  # fmt: skip
    into(made, file(shell, "a.xlsx", surveydata.forms(start)))
    stored: dict[tuple[str, str], list[Row]] = {}
    for source, key, *values in ask(
        shell, "SELECT r.source_id, q.key, a.number, o.text, a.text, a.dont_know FROM answer AS a "
        "JOIN response AS r ON r.id = a.response_id JOIN question AS q ON q.id = a.question_id "
        "LEFT JOIN question_option AS o ON o.id = a.option_id"
    ):  # fmt: skip
        stored.setdefault((source, key), []).append(tuple(values))
    for one in start:
        for item in surveydata.ITEMS if one.finished else ():
            said = surveydata.words(one, item, "fi")
            found = stored.pop((str(one.id), item.key), [])
            if item.key in one.dont_know:
                assert found == [(None, None, None, 1)]
            elif said == "":
                assert found == []  # a missing answer is no row, never 0
            elif item.type in ("likert", "number"):
                assert found == [(said, None, None, 0)]
            elif item.type == "text":
                assert found == [(None, None, said, 0)]
            else:
                assert {option for _, option, _, _ in found} == set(str(said).rstrip(";").split(";"))
    assert stored == {}


def test_the_same_file_twice_changes_nothing(made: Inside, shell: Shell, start: list[surveydata.Response]) -> None:
    path = file(shell, "a.xlsx", surveydata.forms(start))
    first = into(made, path)
    before = dump(shell)
    again = into(made, path)
    assert (again["added"], again["changed"], again["same"], again["batch"]) == (0, 0, first["added"], None)
    assert again["already"]["batch"] == first["batch"]
    silent = made("import", path, "--apply", "--json").json()  # the wave is remembered with the file
    assert (silent["kind"], silent["questions"], silent["batch"]) == ("survey", [], None)
    assert dump(shell) == before


@pytest.mark.parametrize("write", [surveydata.plain, surveydata.webropol, surveydata.webropol_csv])
def test_a_second_format_of_the_same_answers_changes_no_answer(
    made: Inside, shell: Shell, start: list[surveydata.Response], write: Any
) -> None:
    first = into(made, file(shell, "a.xlsx", surveydata.forms(start)))
    again = into(made, file(shell, "b.data", write(start)), "--as", "survey")
    assert (again["added"], again["changed"], again["removed"], again["same"]) == (0, 0, 0, first["added"])
    assert again["survey"]["responses"] == {"added": 0, "changed": 0, "same": SOME}


def test_nobody_is_known_and_still_the_second_format_changes_nothing(made: Inside, shell: Shell) -> None:
    head = "Aikaleima,Tunnen verkoston,Montako"
    said = ["4.3.2024 9.00.00,4 = jokseenkin samaa mieltä,3", "4.3.2024 9.01.00,5 = täysin samaa mieltä,3",
            "4.3.2024 9.01.00,5 = täysin samaa mieltä,3", "5.3.2024 9.02.00,1 = täysin eri mieltä,7"]  # fmt: skip
    answers = shell.write("a.toml", '[columns]\n"Tunnen verkoston" = "likert5"\n"Montako" = "number"\n')
    path = file(shell, "g.csv", rows(head, *said))
    assert into(made, path, "--as", "survey", "--answers", str(answers))["added"] == 8
    semicolons = file(shell, "g2.csv", rows(*(line.replace(",", ";") for line in (head, *said))))
    again = into(made, semicolons, "--as", "survey", "--answers", str(answers))
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 8)
    assert ask(shell, "SELECT count(*), count(person_key) FROM response") == [(4, 0)]


def test_answers_added_and_changed_later(made: Inside, shell: Shell) -> None:
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Organisaatio;Montako;Muuta"
    at = "4.3.2024 9.00;4.3.2024 9.10"
    first = [f"1;{at};a@x.example;A B;Omnia;3;Kiitos", f"2;{at};b@x.example;B C;Omnia;4;"]
    answers = shell.write("a.toml", '[columns]\n"Montako" = "number"\n"Muuta" = "text"\n[names]\nOmnia = "new"\n')
    into(made, file(shell, "a.csv", rows(head, *first)), "--answers", str(answers))
    later = [f"1;{at};a@x.example;A B;Omnia;3;", f"2;{at};b@x.example;B C;Omnia;5;Jee",
             f"3;{at};c@x.example;C D;Omnia;9;"]  # fmt: skip
    told = into(made, file(shell, "b.csv", rows(head, *later)))
    assert told["survey"]["responses"] == {"added": 1, "changed": 1, "same": 1}
    assert (told["added"], told["changed"], told["same"], told["removed"]) == (2, 1, 1, 0)
    assert ask(shell, "SELECT r.source_id, q.key, a.number, a.text FROM answer AS a JOIN response AS r "
               "ON r.id = a.response_id JOIN question AS q ON q.id = a.question_id ORDER BY 1, 2") == [
        ("1", "q1", 3, None), ("1", "q2", None, "Kiitos"),  # an empty cell says nothing
        ("2", "q1", 5, None), ("2", "q2", None, "Jee"), ("3", "q1", 9, None),
    ]  # fmt: skip


def test_of_several_responses_of_one_person_the_last_complete_one_counts(made: Inside, shell: Shell) -> None:
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Montako"
    answers = shell.write("a.toml", '[columns]\n"Montako" = "number"\n')
    lines = ["1;4.3.2024 9.00;4.3.2024 9.10;A@x.fi;A B;3", "2;5.3.2024 9.00;5.3.2024 9.10; a@x.fi;A B;4",
             "3;5.3.2024 8.00;5.3.2024 8.10;b@x.fi;B C;7"]  # fmt: skip
    path = file(shell, "a.csv", rows(head, *lines))
    told = into(made, path, "--answers", str(answers))
    assert (told["survey"]["older"], told["added"], len(told["skipped"])) == (1, 2, 1)
    assert "myöhempi" in told["skipped"][0]["reason"]
    assert "a@x.fi" not in json.dumps(told)
    later = file(shell, "b.csv", rows(head, "9;8.3.2024 9.00;8.3.2024 9.10;b@x.fi;B C;1"))
    assert into(made, later)["survey"]["responses"]["changed"] == 1
    assert into(made, path)["survey"]["older"] == 2  # what the file says of b is older by now
    assert ask(shell, "SELECT r.source_id, a.number FROM answer AS a JOIN response AS r ON r.id = a.response_id "
               "ORDER BY 2") == [("9", 1), ("2", 4)]  # fmt: skip


def test_unfinished_responses_are_left_out_unless_a_person_wants_them(
    made: Inside, shell: Shell, start: list[surveydata.Response]
) -> None:
    path = file(shell, "a.xlsx", surveydata.webropol(start))
    answers = shell.write("a.toml", '[columns]\n"Tunnen verkoston tuotokset" = "likert5"\n')
    told = into(made, path, "--answers", str(answers))
    assert (told["survey"]["unfinished"], len(told["skipped"])) == (3, 3)
    assert told["survey"]["cells"] - told["survey"]["cells_imported"] == 3
    shown = made("import", path, "--survey", "network/start").out
    assert "3 keskeneräistä (jätetään pois)" in shown
    assert ask(shell, "SELECT DISTINCT state FROM response") == [("complete",)]
    more = into(made, path, "--partial")
    assert (more["added"], more["survey"]["responses"]["added"]) == (3, 3)
    assert ask(shell, "SELECT state, count(*) FROM response GROUP BY 1") == [("complete", SOME), ("partial", 3)]
    done = [surveydata.Response(one.id, one.person, one.at, one.answers) for one in start]
    assert into(made, file(shell, "b.xlsx", surveydata.webropol(done)))["survey"]["responses"]["changed"] == 3
    assert ask(shell, "SELECT DISTINCT state FROM response") == [("complete",)]


def test_the_wave_is_asked_for_and_proposed(made: Inside, shell: Shell, start: list[surveydata.Response]) -> None:
    path = file(shell, "vastaukset.xlsx", surveydata.forms(start))
    found = made("import", path, "--apply", "--json")
    assert found.code == 1
    assert [(one["kind"], one["text"], one["candidates"]) for one in found.json()["questions"]] == [
        ("survey", "vastaukset", [])
    ]
    wave = shell.write("a.toml", '[surveys]\nvastaukset = "network/start"\n')
    assert made("import", path, "--answers", wave, "--apply").code == 0
    end = surveydata.wave("end", organisations_there=FEW, number=SOME)
    path = file(shell, "toinen.xlsx", surveydata.forms(end))
    asked = made("import", path, "--json").json()["questions"]
    assert [(one["kind"], [each["name"] for each in one["candidates"]]) for one in asked] == [
        ("survey", ["network/start"])
    ]
    assert "samat otsikot" in asked[0]["candidates"][0]["reason"]
    seen = shell.terminal("import", path, typed="network/end\nk\n")
    assert seen.code == 0, seen.out
    assert ask(shell, "SELECT code FROM wave ORDER BY position") == [("start",), ("end",)]
    assert made("import", path, "--survey", "a/b/c").code == 2
    assert made("import", path, "--survey", "network").code == 1  # which of its waves?


def test_an_export_is_known_by_its_own_columns_whatever_else_it_asks(made: Inside, shell: Shell) -> None:
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Organisaatio;Kieli;Maakunta;Montako"
    at = "4.3.2024 9.00;4.3.2024 9.10"
    path = file(shell, "a.csv", rows(head, f"1;{at};a@x.fi;A B;Omnia;suomi;Uusimaa;3"))
    assert made("import", path, "--json").json()["kind"] == "survey"
    table = file(shell, "t.csv", rows("Organisaatio;Vetovastuu;Asiantuntija", "Omnia;x;", "Gradia;;x"))
    assert made("import", table, "--wp", "TP1", "--json").json()["kind"] == "participation"


def test_what_the_columns_are_is_asked_once(made: Inside, shell: Shell, start: list[surveydata.Response]) -> None:
    path = file(shell, "a.xlsx", surveydata.webropol(start))
    asked = made("import", path, "--survey", "network/start", "--as", "survey", "--json").json()["questions"]
    assert [(one["kind"], one["text"]) for one in asked] == [("column", "Tunnen verkoston tuotokset")]
    questions = shell.root / "q.toml"
    made("import", path, "--survey", "network/start", "--as", "survey", "--questions", questions)
    text = questions.read_text().replace('"Tunnen verkoston tuotokset" = ""', """
"Tunnen verkoston tuotokset" = { key = "tuotokset", type = "likert", scale = 5 }
"Tietoa on vaikea löytää" = { key = "vaikea", type = "likert", scale = 5, reversed = true }
""")  # fmt: skip
    told = into(made, path, "--as", "survey", "--answers", str(shell.write("a.toml", text)))
    assert told["unused_answers"] == 0
    assert ask(shell, "SELECT key, scale, reversed FROM question WHERE type = 'likert' ORDER BY position") == [
        ("tuotokset", 5, 0), ("q2", 5, 0), ("q3", 5, 0), ("vaikea", 5, 1)
    ]  # fmt: skip
    end = surveydata.wave("end", organisations_there=FEW, number=SOME)
    for one in end:  # nobody chose the highest point: the scale is remembered all the same
        for item in surveydata.ITEMS[:4]:
            value = one.answers[item.key]
            one.answers[item.key] = min(value, 4) if isinstance(value, int) else value
    later = into(made, file(shell, "b.xlsx", surveydata.webropol(end)), "--as", "survey", wave="network/end")
    assert {one["outcome"] for one in later["survey"]["questions"]} == {"same"}
    assert ask(shell, "SELECT count(*) FROM question") == [(8,)]
    assert ask(shell, "SELECT count(*) FROM survey_recipe") == [(1,)]


def test_the_same_questions_in_another_language(made: Inside, shell: Shell, start: list[surveydata.Response]) -> None:
    into(made, file(shell, "fi.xlsx", surveydata.forms(start)))
    others = surveydata.wave("start", seed=2, organisations_there=FEW, number=SOME)
    path = file(shell, "sv.xlsx", surveydata.forms(others, "sv"))
    asked = made("import", path, "--survey", "network/start", "--json").json()["questions"]
    assert {one["candidates"][-1]["name"] for one in asked} == {"new"}
    same = "[columns]\n" + "".join(f'"{item.sv}" = "same:{item.key}"\n' for item in surveydata.ITEMS)
    asked = made("import", path, "--survey", "network/start", "--answers", shell.write("a.toml", same), "--json")
    options = [one for one in asked.json()["questions"] if one["kind"] == "option"]
    assert len(asked.json()["questions"]) == len(options) == 6
    assert [each["name"] for each in options[0]["candidates"]][-2:] == ["new", "text"]
    pairs = [(sv, fi) for item in surveydata.ITEMS if item.options
             for sv, fi in zip(item.options["sv"], item.options["fi"], strict=True)]  # fmt: skip
    same += "[options]\n" + "".join(f'"{sv}" = "{fi}"\n' for sv, fi in pairs)
    told = into(made, path, "--answers", str(shell.write("b.toml", same)))
    assert ask(shell, "SELECT count(DISTINCT position), count(*) FROM question_option WHERE question_id IN "
               "(SELECT id FROM question WHERE key = 'q5')") == [(3, 6)]  # fmt: skip
    assert {one["outcome"] for one in told["survey"]["questions"]} == {"worded"}
    assert ask(shell, "SELECT count(*) FROM question") == [(8,)]
    assert ask(shell, "SELECT language, count(*) FROM question_wording GROUP BY 1") == [("fi", 8), ("sv", 8)]
    # both forms number their responses from one on
    assert ask(shell, "SELECT count(*), count(DISTINCT person_key) FROM response") == [(2 * SOME, 2 * SOME)]
    again = into(made, path)
    assert (again["added"], again["changed"], again["batch"]) == (0, 0, None)


def test_respondents_own_words_beside_the_options(made: Inside, shell: Shell) -> None:
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Kuka vastaa"
    line = "{};4.3.2024 9.00;4.3.2024 9.10;{}@x.fi;A B;{}"
    answers = '[columns]\n"Kuka vastaa" = "single"\n'
    first = file(shell, "a.csv", rows(head, line.format(1, 1, "ryhmä"), line.format(2, 2, "ei kukaan")))
    into(made, first, "--answers", str(shell.write("1.toml", answers)))
    cells = ("ryhmä", "minä itse, Maija", "johtoryhmä", "?")
    second = file(shell, "b.csv", rows(head, *(line.format(n, n, cell) for n, cell in enumerate(cells, 5))))
    asked = made("import", second, "--survey", "network/end", "--json").json()["questions"]
    assert [(one["kind"], one["text"]) for one in asked] == [("option", cell) for cell in cells[1:]]
    said = '[options]\n"minä itse, Maija" = "text"\n"johtoryhmä" = "new"\n"?" = "skip"\n'
    told = into(made, second, "--answers", str(shell.write("2.toml", said)), wave="network/end")
    assert (told["added"], told["unused_answers"], len(told["skipped"])) == (3, 0, 1)
    assert ask(shell, "SELECT o.text, a.text FROM answer AS a LEFT JOIN question_option AS o ON o.id = a.option_id "
               "ORDER BY a.id") == [("ryhmä", None), ("ei kukaan", None), ("ryhmä", None), (None, "minä itse, Maija"),
                                    ("johtoryhmä", None)]  # fmt: skip
    again = into(made, second, wave="network/end")
    assert (again["added"], again["changed"], again["questions"], again["batch"]) == (0, 0, [], None)
    assert not ask(shell, "SELECT 1 FROM import_decision WHERE text LIKE '%Maija%'")


def test_another_scale_is_another_version(made: Inside, shell: Shell) -> None:
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Tunnen tuotokset"
    line = "{};4.3.2024 9.00;4.3.2024 9.10;{}@x.fi;A B;{}"
    five = [line.format(n, n, point) for n, point in enumerate((1, 3, 5), 1)]
    seven = [line.format(n, n, point) for n, point in enumerate((1, 3, 7), 1)]
    answers = '[columns]\n"Tunnen tuotokset" = {{ key = "q1", type = "likert", scale = {} }}\n'
    into(made, file(shell, "a.csv", rows(head, *five)), "--answers", str(shell.write("5.toml", answers.format(5))))
    told = into(made, file(shell, "b.csv", rows(head, *seven)), "--answers",
                str(shell.write("7.toml", answers.format(7))), wave="network/end")  # fmt: skip
    assert [(one["outcome"], one["version"]) for one in told["survey"]["questions"]] == [("version", 2)]
    assert ask(shell, "SELECT key, version_number, scale FROM question") == [("q1", 1, 5), ("q1", 2, 7)]


def test_a_cell_that_cannot_be_read_stops_the_import(made: Inside, shell: Shell) -> None:
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Montako"
    lines = [f"{n};4.3.2024 9.00;4.3.2024 9.10;{n}@x.fi;A B;{value}" for n, value in enumerate(("3", "kolme", "5"), 1)]
    path = file(shell, "a.csv", rows(head, *lines))
    answers = shell.write("a.toml", '[columns]\n"Montako" = "number"\n')
    done = made("import", path, "--survey", "network/start", "--answers", answers, "--apply")
    assert done.code == 2
    assert "rivi 3 > sarake Montako: kolme" in done.out
    assert not ask(shell, "SELECT 1 FROM response")
    told = into(made, path, "--answers", str(answers), "--skip-errors")
    assert (told["added"], told["survey"]["cells"], told["survey"]["cells_imported"]) == (2, 3, 2)
    assert "kolme" not in json.dumps(told)
    assert ask(shell, "SELECT raw FROM import_row WHERE raw IS NOT NULL") == []


def test_names_that_are_not_known_wait_and_are_settled(made: Inside, shell: Shell) -> None:
    head = "ID;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Organisaatio;Montako"
    at = "4.3.2024 9.00;4.3.2024 9.10"
    lines = [f"1;{at};a@uusi.example;A B;Merenkurkun opisto;3", f"2;{at};b@kone.example;B C;;4",
             f"3;{at};c@kone.example;C D;;4", f"4;{at};d@gmail.com;D E;;4", f"5;{at};anonymous;;Merenkurkun opisto;1",
             f"6;{at};e@x.example;E F;en kerro;1"]  # fmt: skip
    path = file(shell, "a.csv", rows(head, *lines))
    answers = shell.write("a.toml", '[columns]\n"Montako" = "number"\n')
    told = into(made, path, "--answers", str(answers))
    assert (told["waiting"], told["survey"]["unknown"], told["survey"]["identified"]) == (3, 6, 5)

    def waiting() -> list[str]:
        return sorted({one["name"] for one in made("orgs", "--unmatched", "--json").json()})

    assert waiting() == ["@kone.example", "Merenkurkun opisto", "en kerro"]
    before = dump(shell)
    assert made("org", "settle", "@kone.example", "--as", "Ammattiopisto Luovi").code == 0
    assert made("org", "settle", "Merenkurkun opisto", "--new").code == 0
    assert made("org", "settle", "en kerro", "--skip").code == 0
    assert waiting() == []
    assert ask(shell, "SELECT r.source_id, o.name FROM response AS r LEFT JOIN organisation AS o "
               "ON o.id = r.organisation_id ORDER BY 1") == [
        ("1", "Merenkurkun opisto"), ("2", "Ammattiopisto Luovi"), ("3", "Ammattiopisto Luovi"), ("4", None),
        ("5", "Merenkurkun opisto"), ("6", None)]  # fmt: skip
    again = into(made, path)
    assert (again["waiting"], again["changed"], again["batch"]) == (0, 0, None)
    more = into(made, file(shell, "b.csv", rows(head, *lines, f"7;{at};x@mail.kone.example;E F;;1")))
    assert (more["waiting"], more["survey"]["unknown"], more["survey"]["responses"]["added"]) == (0, 2, 1)
    for _ in range(4):
        assert made("undo").code == 0
    assert waiting() == ["@kone.example", "Merenkurkun opisto", "en kerro"]
    assert dump(shell) == before


def test_undo_and_redo_leave_what_was(made: Inside, shell: Shell, start: list[surveydata.Response]) -> None:
    empty = dump(shell)
    into(made, file(shell, "a.xlsx", surveydata.forms(start)))
    first = dump(shell)
    for one in start[:5]:
        one.answers.update({"q1": 2, "q5": "1", "q6": ("0",), "q8": "Toinen"})
    into(made, file(shell, "b.xlsx", surveydata.forms(start)))
    second = dump(shell)
    assert made("undo").code == 0
    assert dump(shell) == first
    assert made("redo").code == 0
    assert dump(shell) == second
    assert made("undo").code == made("undo").code == 0
    assert dump(shell) == empty
    imports = made("imports", "--json").json()
    assert [(one["kind"], one["undone"]) for one in imports] == [("survey", True), ("survey", True)]
    assert into(made, shell.root / "a.xlsx")["already"] is None
    assert dump(shell) == first


def test_a_locked_quarter_binds_the_answers_that_an_indicator_rests_on(
    shell: Shell, inside: Inside, start: list[surveydata.Response]
) -> None:
    rests = '  [[workpackage.indicator]]\n  title = "Tunnetaan"\n  unit = "%"\n  source = "survey:network/q1"\n'
    lead = json.dumps(surveydata.organisations(FEW), ensure_ascii=False)
    assert inside("init", shell.write("plan.toml", PLAN.format(lead=lead) + rests)).code == 0
    path = file(shell, "a.xlsx", surveydata.forms(start))
    into(inside, path)
    assert inside("close", "Q1").code == 0
    before = dump(shell)
    assert into(inside, path)["batch"] is None
    start[0].answers.update({"q1": 1 if start[0].answers["q1"] != 1 else 2})
    changed = file(shell, "b.xlsx", surveydata.forms(start))
    refused = inside("import", changed, "--survey", "network/start", "--apply")
    assert refused.code == 2
    assert "Q1/2024" in refused.err
    assert dump(shell) == before
    assert into(inside, changed, wave="palaute/a")["added"] > 0  # no indicator rests on that survey
    end = surveydata.wave("end", organisations_there=FEW, number=SOME)
    assert into(inside, file(shell, "c.xlsx", surveydata.forms(end)), wave="network/end")["added"] > 0


def test_nobodys_name_or_mail_is_in_the_store(made: Inside, shell: Shell, start: list[surveydata.Response]) -> None:
    for name, content in (("a.xlsx", surveydata.forms(start)), ("b.csv", surveydata.plain(start))):
        into(made, file(shell, name, content), "--as", "survey")
    held = b"\n".join(one.read_bytes() for one in shell.data.rglob("*") if one.is_file())
    for one in start:
        for said in (one.person.email, one.person.name, one.person.email.partition("@")[0] + "@"):
            assert said.encode() not in held
    assert ask(shell, "SELECT 1 FROM response WHERE length(person_key) = 32")
    assert ask(shell, "SELECT 1 FROM import_row WHERE raw IS NOT NULL OR name <> ''") == []


def test_without_the_key_the_answers_are_taken_and_that_is_told(
    made: Inside, shell: Shell, start: list[surveydata.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    into(made, file(shell, "a.xlsx", surveydata.forms(start)))
    monkeypatch.setenv("ETAPPI_KEY_FILE", str(shell.root / "nowhere" / "key"))
    end = surveydata.wave("end", organisations_there=FEW, number=SOME)
    told = into(made, file(shell, "b.xlsx", surveydata.forms(end)), wave="network/end")
    assert "survey.key_elsewhere" in [one["code"] for one in told["findings"]]
    assert told["survey"]["identified"] == 0
    assert not (shell.root / "nowhere").exists()


def test_several_files_at_once_know_of_one_another(
    made: Inside, shell: Shell, start: list[surveydata.Response]
) -> None:  # fmt: skip
    one = file(shell, "a.xlsx", surveydata.forms(start))
    two = file(shell, "b.csv", surveydata.plain(start))
    done = made("import", one, two, "--as", "survey", "--survey", "network/start", "--apply", "--json")
    assert done.code == 0, done.out
    assert [told["added"] > 0 for told in done.json()] == [True, False]
    assert [told["changed"] for told in done.json()] == [0, 0]
    assert ask(shell, "SELECT count(*) FROM response") == [(SOME,)]


def test_killed_in_the_middle_it_leaves_all_or_nothing(
    made: Inside, shell: Shell, start: list[surveydata.Response]
) -> None:
    path = file(shell, "a.xlsx", surveydata.forms(start))
    empty = dump(shell)
    into(made, path)
    whole = dump(shell)
    made("undo")
    for delay in (0.5, 0.9, 1.2):
        child = shell.start("import", str(path), "--survey", "network/start", "--apply")
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert dump(shell) in (empty, whole)
    into(made, path)
    assert dump(shell) == whole


STORED = """
SELECT r.source_id, r.state, r.on_date, o.name, r.waiting_name, q.key, q.type, q.scale, q.reversed, w.text, x.text,
  a.number, a.text, a.dont_know
FROM response AS r JOIN answer AS a ON a.response_id = r.id JOIN question AS q ON q.id = a.question_id
JOIN question_wording AS w ON w.question_id = q.id LEFT JOIN question_option AS x ON x.id = a.option_id
LEFT JOIN organisation AS o ON o.id = r.organisation_id JOIN wave AS v ON v.id = r.wave_id
JOIN survey AS s ON s.id = v.survey_id WHERE s.code = '{code}' ORDER BY r.source_id, q.position, x.text, a.text"""
"""All answers of a survey, without ids."""


def code_table() -> bytes:
    """The structure of the survey as a table of three columns."""
    lines, asked = ["Kysymys;Koodi;Teksti"], ""
    for kind, _, name, _, words, _ in shapes.code_list("fi")[1:]:
        asked = name if kind == "Q" else asked
        lines.append({"Q": f"{name};;{words}", "SQ": f"{asked}[{name}];;{words}", "A": f"{asked};{name};{words}"}[kind])
    return rows(*lines)


def test_limesurvey_codes_with_their_list_are_stored_as_full_texts(made: Inside, shell: Shell) -> None:
    coded = file(shell, "koodit.csv", shapes.text(shapes.limesurvey("fi", codes=True), every=True))
    whole = file(shell, "tekstit.csv", shapes.text(shapes.limesurvey("fi", "both"), every=True))
    structure = file(shell, "rakenne.txt", shapes.text(shapes.code_list("fi"), "\t"))
    names = ("--answers", str(shell.write("n.toml", '[names]\nSamiedu = "new"\n')))
    into(made, whole, *names, wave="a/start")
    expected = ask(shell, STORED.format(code="a"))
    assert len({row[0] for row in expected}) == len(shapes.PEOPLE)
    for code, listed in (("b", structure), ("c", file(shell, "luettelo.csv", code_table()))):
        into(made, coded, "--codes", str(listed), wave=f"{code}/start")
        assert ask(shell, STORED.format(code=code)) == expected
    again = made("import", coded, "--codes", structure, "--survey", "a/start", "--dry-run", "--json").json()
    assert (again["added"], again["changed"], again["same"]) == (0, 0, len(expected)), again


def test_codes_alone_say_how_the_list_is_given_and_a_wrong_list_is_refused(made: Inside, shell: Shell) -> None:
    coded = file(shell, "koodit.csv", shapes.text(shapes.limesurvey("fi", codes=True), every=True))
    told = made("import", coded, "--as", "survey", "--survey", "a/start", "--dry-run")
    assert "--codes" in told.out
    listed = file(shell, "luettelo.csv", code_table())
    assert "--codes" not in made("import", coded, "--codes", listed, "--survey", "a/start", "--dry-run").out
    for wrong in (("--codes", coded), ("--codes", "puuttuu.txt"), ("--codes", listed, "--as", "participation")):
        assert made("import", coded, *wrong, "--survey", "a/start").code == 2, wrong
    other = file(shell, "forms.xlsx", surveydata.forms(surveydata.wave("start", organisations_there=2, number=6)))
    unused = made("import", other, "--codes", listed, "--survey", "b/start", "--dry-run")
    assert "koodiluetteloa ei käytetty" in unused.out
    open_ = made("import", coded, "--codes", listed, "--questions", "q.toml")
    assert f"--codes {listed}" in open_.err + open_.out


def of_webropol(*, dated: bool) -> bytes:
    """A raw export: answers on a scale and ticked options beside the respondent's own columns, without names."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Raportti")
        own = ["Vastaajan numero", "Vastausaika", "Tila"] if dated else []
        heads = [
            *own,
            "Sähköposti",
            "Organisaatio",
            "Kuinka hyödyllinen tapahtuma oli?",
            "Mistä sait tiedon?: Uutiskirje",
        ]
        sheet.write_row(0, 0, heads)
        for n in range(1, 13):
            of_row = [n, f"2024-05-{n:02} 10:{n:02}:00", "Valmis" if n % 5 else "Keskeneräinen"] if dated else []
            sheet.write_row(n, 0, [*of_row, f"aino{n}.virtasalo@omnia.example", "Omnia", n % 5 + 1, n % 2])
    return out.getvalue()


def test_an_export_of_a_survey_is_no_report_of_a_meeting(made: Inside, shell: Shell) -> None:
    raw = file(shell, "vastaukset.xlsx", of_webropol(dated=True))
    told = made("import", raw, "--dry-run", "--json").json()
    assert (told["kind"], told["survey"]["finished"], told["survey"]["unfinished"]) == ("survey", 10, 2)
    assert "event" not in told or told["event"] is None
    asked = made("import", raw, "--event", "E1", "--dry-run")
    assert (asked.code, "--as survey" in asked.err) == (2, True)


def test_questions_beside_e_mails_are_asked_about(made: Inside, shell: Shell) -> None:
    bare = file(shell, "vastaukset.xlsx", of_webropol(dated=False))
    for more in ((), ("--event", "E1")):
        asked = made("import", bare, "--dry-run", *more)
        assert (asked.code, "--as survey" in asked.err) == (2, True), asked.out


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_purge_names_the_open_answers(
    made: Inside, shell: Shell, start: list[surveydata.Response], language: str
) -> None:  # fmt: skip
    into(made, file(shell, "a.xlsx", surveydata.forms(start)))
    ((n,),) = ask(shell, "SELECT count(*) FROM answer WHERE text <> ''")
    seen = shell.terminal("purge", "--older-than", "31.12.2024", "--lang", language, typed="n\n")
    word = {"fi": "avointa vastausta", "sv": "öppna enkätsvar", "en": "open answers"}[language]
    assert f"{n} {word}" in " ".join((seen.out + seen.err).split())
    done = made("purge", "--older-than", "31.12.2024", "--yes", "--lang", language)
    assert f" {n} " in done.out.splitlines()[1]
