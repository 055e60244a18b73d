"""`etappi obligation` and the import of states at the command line."""

import pytest

from tests.cli.support import Inside, Shell
from tests.cli.test_golden import LANGUAGES, agree

OWED = """
[[workpackage.action]]
title = "Suunnitelmat"
from = "2024-Q1"
to = "2024-Q4"
technique = "units"
units = 2
counter = "obligation:oma"

[[obligation]]
code = "OMA"
title = "Oma suunnitelma"
who = "TP1"
due = 2024-06-30

[[obligation]]
code = "SOPIMUS"
title = "Sopimus"

[[deadline]]
title = "Väliraportti"
date = 2024-08-30
kind = "report"
"""
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
lead = ["Omnia", "Gradia"]
"""


@pytest.fixture
def made(shell: Shell, inside: Inside) -> Inside:
    shell.write("plan.toml", PLAN + OWED)
    done = inside("init", "plan.toml", "--json")
    assert (done.json()["obligations"], done.json()["deadlines"]) == (2, 1)
    return inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_verb_prints(demo: Shell, language: str) -> None:
    spoken = ("--lang", language)
    agree(f"obligation-{language}", demo.terminal("obligation", *spoken, NO_COLOR="1"))
    agree(f"obligation-org-{language}", demo.terminal("obligation", "Careeria", *spoken, NO_COLOR="1"))


def test_a_state_from_word_to_undo(made: Inside) -> None:
    told = made(
        "obligation", "Omnia", "Gradia", "oma", "valmis", "--on", "3.9.", "--proof", "pöytäkirja", "--lang", "en"
    )
    assert told.out.splitlines()[0] == "OMA: done, 3 Sep 2024, 2 organisations: Omnia, Gradia."
    found = {row["code"]: row for row in made("obligation", "--json").json()}
    assert (found["OMA"]["done"], found["OMA"]["expected"], found["OMA"]["share"]) == (2, 2, 1.0)
    assert (found["SOPIMUS"]["untold"], found["SOPIMUS"]["due"]) == (2, None)
    (item,) = made("wp", "TP1", "--json").json()[0]["items"]
    assert (item["units_done"], item["earned"]) == (2, 1.0)
    again = made("obligation", "Omnia", "OMA", "done", "--json").json()
    assert again == {"action": None, "obligation": "OMA", "state": "done", "changed": 0, "same": 1}
    assert [row["proof"] for row in made("obligation", "Omnia", "OMA", "--json").json()] == ["pöytäkirja"]
    assert made("undo").code == 0
    assert made("obligation", "Omnia", "OMA", "--json").json() == []


def test_four_states_are_told_apart(made: Inside) -> None:
    assert made("obligation", "Omnia", "OMA", "ei alkanut").code == 0
    assert made("obligation", "Gradia", "SOPIMUS", "ei-edellytetä", "--reason", "ei osallistu").code == 2
    assert made("obligation", "Gradia", "SOPIMUS", "not-required", "--reason", "ei osallistu").code == 0
    rows = {(row["organisation"], row["obligation"]): row for name in ("Omnia", "Gradia")
            for row in made("obligation", name, "--json").json()}  # fmt: skip
    assert rows["Omnia", "OMA"]["since"] is not None
    assert rows["Gradia", "OMA"] == {
        "obligation": "OMA", "title": "Oma suunnitelma", "organisation": "Gradia", "due": "2024-06-30",
        "state": "not_started", "since": None, "reason": None, "proof": None, "days_late": 78,
    }  # fmt: skip
    words = [made("obligation", name, "--lang", "en").out for name in ("Omnia", "Gradia")]
    assert ("not started" in words[0], "no data" in words[0]) == (True, True)
    assert ("missing" in words[1], "not required" in words[1]) == (True, True)
    late = made("obligation", "--overdue", "--json").json()
    assert {row["organisation"] for row in late} == {"Omnia", "Gradia"}
    assert [row["organisation"] for row in made("obligation", "--missing", "SOPIMUS", "--json").json()] == ["Omnia"]


def test_check_tells_what_is_past_its_day(made: Inside) -> None:
    found = {row["rule"]: row for row in made("check", "--json", "--lang", "en").json()}
    assert found["obligation.overdue"]["text"].startswith("Oma suunnitelma: 2 of 2 overdue, due 30 Jun 2024")
    assert found["deadline.overdue"]["place"] == "Väliraportti"


def test_wrong_use_is_one_sentence(made: Inside) -> None:
    for words in (
        ("Omnia", "OMA", "perhaps"), ("Nobody", "OMA", "done"), ("Omnia", "NONE", "done"), ("--missing", "NONE"),
        ("Omnia", "OMA", "done", "--on", "2024-12-24"), ("Omnia", "--reason", "x"), ("--missing", "OMA", "--overdue"),
        ("Omnia", "--overdue"),
    ):  # fmt: skip
        refused = made("obligation", *words)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.startswith("etappi: ")
    assert made("set", "TP1-A1", "--units", "1").code == 2


def test_the_register_of_outputs(demo: Shell, inside: Inside) -> None:
    assert (
        inside("set", "TP1-O1", "--keeper", "Omnia", "--link", "https://example.org", "--review", "1.3.2025").code == 0
    )
    assert inside("set", "TP1-A1", "--keeper", "Omnia").code == 2
    assert inside("set", "TP1-O1", "--keeper", "-", "--step", "1").code == 2


def test_a_matrix_from_preview_to_undo(shell: Shell, made: Inside) -> None:
    before = made("obligation", "--json").json()
    path = shell.write("m.csv", "Organisaatio;OMA;SOPIMUS\nOmnia;3.9.2024;-\nGradia;kesken 2.9.;x\n")
    shown = made("import", path, "--questions", "q.toml", "--lang", "en")
    assert shown.code == 1
    assert "Read 2 rows: 4 states." in shown.out
    assert "OMA Gradia: in work 2 Sep 2024" in shown.out
    assert "The mark - means: not required. What is the reason?" in shown.out
    answers = shell.root / "q.toml"
    answers.write_text(answers.read_text("utf-8").replace('- = ""', '- = "ei osallistu"'), "utf-8")
    done = made("import", path, "--answers", "q.toml", "--apply", "--json").json()
    assert (done["kind"], done["added"], done["applied"], len(done["states"])) == ("obligations", 4, True, 4)
    again = made("import", path, "--apply", "--json").json()
    assert (again["added"], again["same"], again["batch"], again["questions"]) == (0, 4, None, [])
    assert made("undo").code == 0
    assert made("obligation", "--json").json() == before
