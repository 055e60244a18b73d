"""`etappi survey`: what it prints of a start and an end survey, what scripts get, what is refused."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from core.display import width
from store.commands import surveys as commands
from store.database import reading
from store.writing import writing
from tests.cli.support import Inside, Outcome, Shell
from tests.cli.test_golden import LANGUAGES, agree
from tests.store.support import project_of
from tests.store.surveydata import ALL, UNSURE, answer

START, END = "2024-03-05", "2024-12-05"


@pytest.fixture(scope="session")
def answered(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with a network survey: 112 answers of 68 organisations at the start, 96 of 61 at the end, 58 in both."""
    path = tmp_path_factory.mktemp("answered") / "demo.db"
    shutil.copyfile(built_demo, path)
    path.chmod(0o600)
    project = project_of(str(path))
    with reading(str(path)) as connection:
        members = [number for (number,) in connection.execute(
            "SELECT organisation_id FROM v_member WHERE network ORDER BY 1").fetchall()]  # fmt: skip
    with writing(str(path), "survey add koe", project_id=project.id) as writer:
        survey = commands.add_survey(writer, project, "koe", "Alku- ja loppukysely")
        answer(writer, project, "start", people(range(112), members[:68], START, 0.0), ALL, survey)
        answer(writer, project, "end", people(range(54, 150), members[:61], END, 1.0), ALL, survey)
    return path


def people(keys: range, members: list[int], day: str, higher: float) -> list[dict[str, Any]]:
    dice = random.Random(day)
    return [{
        "who": f"k{key}", "org": members[key % len(members)], "day": day,
        "q1": point(dice.gauss(2.9 + higher, 1.1)) if key % 40 else None,
        "q2": point(dice.gauss(3 - higher / 2, 1.1)) if key % 20 else UNSURE,
        "q3": 1 + (dice.random() > 0.3 + higher / 3),
        "q4": tuple(choice for choice in (1, 2, 3) if dice.random() < 0.5) or (1,), "q5": dice.randint(0, 12),
        "q6": "Lisää tukea\nalkuun" if key % 25 == 0 else None,
    } for key in keys]  # fmt: skip


def point(value: float) -> int:
    return min(5, max(1, round(value)))


@pytest.fixture
def told(shell: Shell, inside: Inside, answered: Path) -> Inside:
    """Commands in this process, on a copy of it."""
    shell.data.mkdir(parents=True)
    shutil.copyfile(answered, shell.db)
    shell.db.chmod(0o600)
    return inside


def done(outcome: Outcome) -> Outcome:
    assert outcome.code == 0, outcome.err
    return outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_they_print(told: Inside, shell: Shell, language: str) -> None:
    assert told
    for name, arguments in (("survey-show", ("show", "koe/start")), ("survey-compare", ("compare", "koe"))):
        printed = shell.terminal("survey", *arguments, ETAPPI_LANG=language, NO_COLOR="1")
        agree(f"{name}-{language}", printed)
        assert max(map(width, printed.out.splitlines())) <= 80


def test_what_scripts_get_of_a_wave(told: Inside) -> None:
    found = done(told("survey", "show", "koe/START", "--json")).json()
    assert {name: found[name] for name in ("survey", "wave", "title", "invited", "complete", "partial", "rate")} == {
        "survey": "koe", "wave": "start", "title": "Alku- ja loppukysely", "invited": None, "complete": 112,
        "partial": 0, "rate": None,
    }  # fmt: skip
    assert found["organisation_rate"]["rate"] == pytest.approx(68 / 84)
    first, *_, number, text = found["questions"]
    assert (first["n"], first["missing"], first["dont_know"]) == (109, 3, 0)
    assert sum(first["distribution"].values()) == 109
    top = (first["distribution"]["4"] + first["distribution"]["5"]) / 109
    assert first["top2"]["share"] == pytest.approx(top)
    assert first["top2"]["low"] < top < first["top2"]["high"]
    assert (number["distribution"], number["top2"]) == (None, None)
    assert (text["n"], text["missing"]) == (5, 107)
    assert "Lisää" not in str(found), "open answers are for reading, not for what is handed on"


def test_what_scripts_get_of_a_change(told: Inside) -> None:
    rows = done(told("survey", "compare", "koe/start", "koe/end", "--json")).json()
    assert rows == done(told("survey", "compare", "koe", "--json")).json()
    first = rows[0]
    assert (first["question"], first["n"]) == ("q1", [109, 94])
    assert first["delta"] == pytest.approx(first["top2"][1] - first["top2"][0])
    assert first["interval"][0] < first["delta"] < first["interval"][1]
    pairs = first["paired"]
    assert pairs["n"] == pairs["improved"] + pairs["same"] + pairs["worse"]
    back = done(told("survey", "compare", "koe/end", "koe/start", "--json")).json()[0]
    assert back["delta"] == pytest.approx(-first["delta"])
    units = done(told("survey", "compare", "koe", "--by", "organisation", "--json")).json()
    assert units[0]["n"][1] <= 61


def test_who_has_not_answered_and_what_is_written_to_them(told: Inside, shell: Shell) -> None:
    rows = done(told("survey", "missing", "koe/end", "--json")).json()
    assert len(rows) == 23
    assert sum(row["answered_first"] for row in rows) == 7
    letters = done(told("survey", "missing", "koe/end", "--mail", "--json")).json()
    assert {one["organisation"] for one in letters} == {row["organisation"] for row in rows}
    for one in letters:
        assert [debt["code"] for debt in one["owes"]].count("koe/end") == 1
    assert "koe/end" in letters[0]["text"]
    usual = done(told("missing", "--mail", "--json")).json()
    assert not any(debt["code"] == "koe/end" for one in usual for debt in one["owes"]), "nobody opened it yet"
    done(told("survey", "set", "koe/end", "--opened", "2.9.2024", "--closed", "30.9.2024"))
    usual = done(told("missing", "--mail", "--json")).json()
    debts = [debt for one in usual for debt in one["owes"] if debt["code"] == "koe/end"]
    assert (len(debts), debts[0]["due"], debts[0]["days_late"]) == (23, "2024-09-30", None)
    done(told("survey", "missing", "koe/end", "--mail", "--dir", shell.root / "out"))
    assert len(list((shell.root / "out").iterdir())) == 23
    assert told("survey", "missing", "koe/end", "--dir", "x").code == 2


def test_open_answers_are_read_and_tagged(told: Inside) -> None:
    rows = done(told("survey", "open", "koe/start", "--json")).json()
    assert [(row["question"], row["tag"]) for row in rows] == [("q6", None)] * 5
    done(told("survey", "open", "koe/start", "--tag", f"{rows[0]['id']}=Tuki"))
    assert len(done(told("survey", "open", "koe/start", "--untagged", "--json")).json()) == 4
    assert "[Tuki]: Lisää tukea alkuun" in done(told("survey", "open", "koe/start")).out
    for wrong in ("x=y", "12", "999999=t"):
        assert told("survey", "open", "koe/start", "--tag", wrong).code == 2
    done(told("undo"))
    assert len(done(told("survey", "open", "koe/start", "--untagged", "--json")).json()) == 5


def test_a_survey_is_made_and_its_wave_described(told: Inside) -> None:
    made = done(told("survey", "add", "--code", "fb", "--title", "Palaute", "--kind", "feedback", "--wp", "tp1.1",
                     "--wave", "2024-Q3", "--invited", "40", "--json")).json()  # fmt: skip
    assert (made["code"], made["title"]) == ("fb", "Palaute")
    done(told("survey", "set", "fb/2024-Q4", "--invited", "30", "--ineligible", "2", "--group", "28", "--org",
              "Omnia=4", "--org", "Gradia"))  # fmt: skip
    found = next(one for one in done(told("survey", "list", "--json")).json() if one["code"] == "fb")
    assert (found["workpackage"], [(one["wave"], one["invited"]) for one in found["waves"]]) == (
        "TP1.1", [("2024-Q3", 40), ("2024-Q4", 30)],
    )  # fmt: skip
    assert found["waves"][1]["organisations"] == {"asked": 2, "answered": 0, "others": 0, "basis": "invited"}
    assert "fb/2024-Q3" in done(told("survey", "list")).out
    assert "Omnia" in done(told("survey", "show", "fb/2024-Q4", "--organisations")).out
    for wrong in (("add", "--code", "FB", "--title", "x"), ("add", "--code", "y", "--title", "x", "--invited", "3"),
                  ("set", "fb", "--invited", "3"), ("set", "fb/2024-Q3", "--invited", "-1"), ("show", "fb/x"),
                  ("compare", "fb/2024-Q3"), ("missing", "fb/2024-Q3")):  # fmt: skip
        assert told("survey", *wrong).code == 2, wrong


def test_more_answers_than_invited_are_an_error_and_no_rate(told: Inside) -> None:
    done(told("survey", "set", "koe/start", "--invited", "100"))
    found = done(told("survey", "show", "koe/start", "--json")).json()
    assert (found["rate"], found["over"]) == (None, True)
    assert "112" in done(told("survey", "show", "koe/start")).out.splitlines()[1]


def test_a_wave_that_has_not_opened_is_not_due_and_not_zero(told: Inside, shell: Shell) -> None:
    def wave() -> dict[str, Any]:
        rows = done(told("survey", "list", "--json")).json()
        return dict(next(one for row in rows for one in row["waves"] if (row["code"], one["wave"]) == ("koe", "late")))

    done(told("survey", "set", "koe/late", "--opened", "17.9.2024", "--closed", "30.9.2024", "--invited", "200"))
    found = wave()
    assert found["invited"] == 200
    assert {found[name] for name in ("complete", "partial", "rate", "rate_with_partial")} == {None}
    assert found["organisations"] == {"asked": 84, "answered": None, "others": None, "basis": "network"}
    (line,) = [one for one in done(told("survey", "list")).out.splitlines() if one.startswith("koe/late")]
    assert "ei vielä" in line
    assert "0" not in line
    shown = done(told("survey", "show", "koe/late", "--organisations", "--json")).json()
    assert {shown["complete"], *(shown["organisation_rate"][name] for name in ("answered", "rate"))} == {None}
    assert {row["answers"] for row in shown["organisations"]} == {None}
    for verb in (("show", "koe/late"), ("show", "koe/late", "--organisations"), ("missing", "koe/late"),
                 ("missing", "koe/late", "--mail")):  # fmt: skip
        out = done(told("survey", *verb)).out
        assert "17.9.2024" in out
        assert "0/84" not in out
    assert done(told("survey", "missing", "koe/late", "--json")).json() is None
    assert done(told("survey", "missing", "koe/late", "--mail", "--json")).json() == []
    done(told("survey", "set", "koe/late", "--opened", "16.9.2024"))
    found = wave()
    assert (found["complete"], found["rate"], found["organisations"]["answered"]) == (0, 0, 0)
    assert len(done(told("survey", "missing", "koe/late", "--json")).json()) == 84
