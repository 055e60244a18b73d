"""`etappi init` on a project that exists, `decision` and `deadlines`: what they print, write and return."""

from pathlib import Path

import icalendar
import pytest

import demo as demo_project
from tests.cli.support import Inside, Shell
from tests.cli.test_golden import LANGUAGES, agree

PLAN = (Path(demo_project.__file__).parent / "plan.toml").read_text("utf-8")
EDITS = [
    ("end = 2024-12-31\ncoord", "end = 2025-06-30\ncoord"),
    ('lead = ["Etelä-Karjalan koulutuskuntayhtymä, Saimaan ammattiopisto Sampo"]', 'lead = ["Careeria"]'),
    ('title = "OA-suositusten arviointi"\nfrom = "2024-Q2"\nto = "2024-Q2"',
     'title = "OA-suositusten arviointi"\nfrom = "2024-Q2"\nto = "2024-Q4"'),
    ('[[workpackage.output]]\ntitle = "Verkosto ja suunnitelma sen jatkosta"\nfrom = "2024-Q4"\nto = "2024-Q4"\n'
     'technique = "0/100"\nweight = 6\n', '[[workpackage.output]]\ncode = "TP4-O9"\ntitle = "Jatkohakemus"\n'
     'from = "2024-Q4"\nto = "2024-Q4"\n'),
    ("sum = 1885700", "sum = 1900000"),
]  # fmt: skip
DECISION = ("--decision", "ohjausryhmä 12.9.2024 § 5")


def plan(shell: Shell, *more: tuple[str, str]) -> Path:
    text = PLAN
    for before, after in [*EDITS, *more]:
        assert before in text
        text = text.replace(before, after, 1)
    return shell.write("plan.toml", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_differs_is_told_in_sentences(demo: Shell, inside: Inside, language: str) -> None:
    file = plan(demo, ("kick_off = 2024-01-31", "kick_off = 2024-03-01")).name
    agree(f"init-changes-{language}", inside("init", file, "--lang", language), code=1)


def test_it_is_written_with_a_decision_and_taken_back(demo: Shell, inside: Inside) -> None:
    file = plan(demo)
    found = inside("init", file, "--json")
    assert found.code == 1
    told = found.json()
    assert (told["applied"], told["effective"], told["kept"]) == (False, "2024-Q3", [])
    assert [(one["kind"], one["code"], one["before"], one["after"]) for one in told["differences"]][3:6] == [
        ("item.added", "TP4-O9", None, ["2024-Q4", "2024-Q4"]),
        ("item.gone", "TP4-O2", ["2024-Q4", "2024-Q4"], None),
        ("grant.changed", None, 188_570_000, 190_000_000),
    ]  # fmt: skip
    assert inside("init", file, "--apply").code == 2
    assert inside("init", file, "--no-decision").code == 2
    assert inside("init", file, "--apply", "--no-decision", *DECISION).code == 2
    assert inside("init", file, "--apply", "--decision", "ei mitään").code == 2
    status = inside("status", "--quarter", "2024-Q2", "--json").json()["workpackages"]
    done = inside("init", file, "--apply", *DECISION)
    assert (done.code, "6 muutosta tallennettu" in done.out) == (0, True)
    now = inside("status", "--quarter", "2024-Q2", "--json").json()["workpackages"]
    assert now == status
    assert inside("init", file, "--apply", *DECISION).code == 0
    (decision,) = inside("decision", "--json").json()
    assert (decision["date"], decision["paragraph"], decision["body"]) == ("2024-09-12", "5", "ohjausryhmä")
    assert {(one["kind"], one["code"]) for one in decision["changes"]} == {
        ("replan", "TP1.2-A4"), ("added", "TP4-O9"), ("cancelled", "TP4-O2")}  # fmt: skip
    assert inside("decision", "add", "--on", "12.9.", "--paragraph", "5", "--text", "Synteesin uusi aika.").code == 0
    text = inside("decision", "--lang", "fi").out
    assert text.startswith("ohjausryhmä 12.9.2024 § 5\n  Synteesin uusi aika.\n  - TP1.2-A4 ")
    assert inside("decision", "add", "--on", "12.9.", "--paragraph", "§", "--text", "x").code == 2
    assert inside("undo").code == 0
    assert inside("undo").code == 0
    assert inside("decision", "--json").json() == []
    assert inside("init", file).code == 1


def test_an_unlocked_quarter_names_its_decision(demo: Shell) -> None:
    assert demo("reopen", "2024-Q2", "--why", "väärä luku", *DECISION).code == 0
    (decision,) = demo("decision", "--json").json()
    assert len(decision["actions"]) == 1
    log = demo("log", "--json").json()[0]
    assert log["why"] == "väärä luku · ohjausryhmä 12.9.2024 § 5"


def test_a_locked_quarter_names_its_decision(demo: Shell, inside: Inside) -> None:
    assert inside("reopen", "2024-Q2", "--why", "väärä luku").code == 0
    assert inside("close", "2024-Q2", "--decision", "huomenna").code == 2
    closed = inside("close", "2024-Q2", "--why", "hyväksytty", *DECISION, "--json").json()
    assert closed["why"] == "hyväksytty · ohjausryhmä 12.9.2024 § 5"
    (decision,) = inside("decision", "--json").json()
    assert decision["actions"] == [closed["action"]]


def test_deadlines_on_the_terminal_and_in_a_calendar(demo: Shell) -> None:
    agree("deadlines-fi", demo("deadlines"))
    rows = demo("deadlines", "--all", "--json").json()
    assert [(one["date"], one["time"], one["kind"]) for one in rows if "2024-09-16" <= one["date"] < "2024-10"] == [
        ("2024-09-16", "14:00", "event"), ("2024-09-18", "09:00", "event"), ("2024-09-19", "13:00", "event"),
        ("2024-09-26", "09:00", "meeting"), ("2024-09-30", None, "quarter_ends"),
    ]  # fmt: skip
    assert demo("deadlines", "--ics", "out/k.ics").code == 0
    content = (demo.root / "out" / "k.ics").read_bytes()
    events = {str(one["UID"]): one for one in icalendar.Calendar.from_ical(content).walk() if one.name == "VEVENT"}
    assert len(events) == len(rows)
    for row in rows:
        event = events[f"{row['uid']}@DIGI24.etappi"]
        began = event.decoded("DTSTART")
        assert began.isoformat()[:10] == row["date"]
        assert (f"{began:%H:%M}" if row["time"] else None) == row["time"]
        assert row["title"] in str(event["SUMMARY"])
    assert demo("deadlines", "--ics", "out/k.ics").code == 2
    assert demo("deadlines", "--ics", "out/k.ics", "--force").code == 0
    assert demo("deadlines", "--ics", "-").out.encode().replace(b"\n", b"\r\n").replace(b"\r\r", b"\r") == content


def test_a_deadline_is_marked_done_by_its_title_or_its_day(demo: Shell, inside: Inside) -> None:
    def done_on() -> dict[str, str | None]:
        return {one["date"]: one["done_on"] for one in inside("deadlines", "--all", "--json").json()
                if one["uid"].startswith("deadline-")}  # fmt: skip

    before = done_on()
    told = inside("deadlines", "--done", "26.9.2024", "--on", "12.9.2024")
    assert told.code == 0, told.err
    assert "Ohjausryhmän kokous 3/2024" in told.out
    assert done_on() == {**before, "2024-09-26": "2024-09-12"}
    assert inside("deadlines", "--done", "ohjausryhmän kokous 3/2024", "--json").json()["action"] is None
    back = inside("deadlines", "--not-done", "kokous 3/2024", "--json").json()
    assert (back["title"], back["date"], back["done_on"]) == ("Ohjausryhmän kokous 3/2024", "2024-09-26", None)
    assert done_on() == before
    assert inside("undo").code == 0
    assert done_on()["2024-09-26"] == "2024-09-12"


def test_a_deadline_that_is_not_one_is_not_marked(demo: Shell, inside: Inside) -> None:
    none = inside("deadlines", "--done", "Kuulento")
    assert none.code == 2
    assert "Kuulento" in none.err
    several = inside("deadlines", "--done", "kokous")
    assert several.code == 2
    assert "Ohjausryhmän kokous 3/2024 26.9.2024" in several.err
    for wrong in (("--done", "26.9.2024", "--on", "1.10.2024"), ("--done", "x", "--not-done", "y"),
                  ("--on", "1.9.2024"), ("--done", "26.9.2024", "--all")):  # fmt: skip
        assert inside("deadlines", *wrong).code == 2, wrong
    assert not any(one["done_on"] == "2024-09-16" for one in inside("deadlines", "--all", "--json").json())
