"""`missing`, `report`, `close`, `reopen`, `snapshot`: what they print, their JSON, and what they refuse."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.support import Inside, Outcome, Shell
from tests.cli.test_golden import agree

LOCKED = "etappi reopen 2024-Q2 --why"
MORE = """\
TP3: Digikyvykkyyttä tukevien materiaalien hallinta

Organisaatio\tVetovastuu\tAvustava vetovastuu\tAsiantuntija
Careeria\t\tx\t
Hyria koulutus Oy\t\t\tx
"""


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_they_print_what_they_printed(demo: Shell, language: str) -> None:
    spoken = ("--lang", language)
    agree(f"missing-{language}", demo.terminal("missing", *spoken, NO_COLOR="1"))
    agree(f"report-{language}", demo.terminal("report", "TP1.2", "Q2", *spoken, NO_COLOR="1"))
    opened = demo("reopen", "Q2", "--why", "x", *spoken)
    closed = demo("close", "Q2", *spoken)
    # the hash and the number of findings change with every rule that is added
    lines = [line for line in closed.out.splitlines() if "Q2-2024 (2)" not in line and "etappi check" not in line]
    agree(f"close-{language}", Outcome(0, opened.out + "\n".join(lines) + "\n", ""))


def test_missing_tells_each_form(demo: Shell, inside: Inside) -> None:
    forms = inside("missing", "--json").json()
    assert [form["workpackage"] for form in forms] == ["TP1", "TP1.2", "TP1.4", "TP2", "TP3", "TP4"]
    assert forms[1] == {
        "form": "quarter_report", "workpackage": "TP1.2", "organisation": "Stadin AO, Helsingin kaupunki",
        "quarter": "2024-Q3", "due": "2024-10-11", "days_late": None, "state": "draft",
    }  # fmt: skip
    assert inside("missing", "--quarter", "Q1", "--json").json() == []
    assert inside("missing", "--quarter", "Q1/2026").code == 2


def test_a_report_goes_its_way(demo: Shell, inside: Inside) -> None:
    made = inside("report", "tp4", "Q3", "--done", "Valmistui.", "--json").json()
    assert (made["state"], made["done"], made["received_on"], made["days_late"]) == ("draft", "Valmistui.", None, None)
    sent = inside("report", "TP4", "2024-Q3", "approved", "--on", "13.9.", "--json").json()
    assert (sent["state"], sent["received_on"], sent["due"], sent["locked"]) == (
        "approved", "2024-09-13", "2024-10-11", False)  # fmt: skip
    assert inside("undo").code == 0
    shown = inside("report", "TP4", "Q3", "--json").json()
    assert (shown["state"], shown["action"]) == ("draft", None)
    for wrong in (("returned", "--note", "x"), ("waived",), ("--on", "1.9."), ("submitted", "--on", "17.9.")):
        assert inside("report", "TP4", "Q3", *wrong).code == 2, wrong
    assert inside("report", "TP4", "Q2", "--json").code == 2  # it does not run then
    refused = inside("report", "TP1", "Q2", "--done", "x")
    assert (refused.code, LOCKED in refused.err) == (2, True)


def test_texts_are_written_in_an_editor_that_leaves_no_trace(demo: Shell, tmp_path: Path) -> None:
    look, change = "stat -c '%a %n' \"$1\" > seen", "sed -i 's/^## Next$/&\\nSeuraava vaihe/' \"$1\""
    script = demo.write("editor.sh", f"#!/bin/sh\n{look}\n{change}\n")
    script.chmod(0o755)
    before = demo("report", "TP1.2", "Q3", "--json").json()
    done = demo("--lang", "en", "report", "TP1.2", "Q3", "--edit", "--json", EDITOR=str(script), VISUAL=None).json()
    assert {**before, "next": "Seuraava vaihe", "action": done["action"]} == done
    mode, name = (demo.root / "seen").read_text().split()
    assert mode == "600"
    assert not Path(name).exists()
    failed = demo("report", "TP1.2", "Q3", "--edit", EDITOR="false", VISUAL=None)
    assert (failed.code, failed.out) == (2, "")
    assert demo("report", "TP1.2", "Q3", "--edit", EDITOR=None, VISUAL=None).code == 2


def test_a_quarter_is_locked_and_unlocked(demo: Shell, inside: Inside) -> None:
    for wrong in (("close", "Q3"), ("close", "Q4"), ("close", "Q2"), ("close", "x"), ("reopen", "Q2"),
                  ("reopen", "Q3", "--why", "x")):  # fmt: skip
        assert inside(*wrong).code == 2, wrong
    opened = inside("reopen", "Q1", "--why", "Osallistujat oikaistaan", "--json").json()
    assert {name: opened[name] for name in ("quarter", "locked", "why", "snapshot", "findings")} == {
        "quarter": "2024-Q1", "locked": False, "why": "Osallistujat oikaistaan", "snapshot": "Q1-2024", "findings": [],
    }  # fmt: skip
    assert opened["quarters"] == ["2024-Q2", "2024-Q1"]
    assert inside("close", "Q2").code == 2
    closed = inside("close", "Q1", "--json").json()
    assert (closed["quarter"], closed["locked"], closed["snapshot"], closed["why"]) == (
        "2024-Q1", True, "Q1-2024 (2)", None)  # fmt: skip
    assert closed["at"].startswith("20")
    assert closed["by"]
    assert {"rule", "severity", "place", "text", "mend"} == set(closed["findings"][0])
    assert inside("undo").code == 2
    assert inside("log", "--json").json()[0]["command"] == "close 2024-Q1"
    assert inside("log", "--json").json()[1]["why"] == "Osallistujat oikaistaan"


def test_a_locked_quarter_refuses_commands_and_imports(demo: Shell, inside: Inside) -> None:
    for arguments in (("set", "TP1.2-A4", "accepted", "--on", "28.6."), ("undo", "12"),
                      ("set", "TP1", "--reported", "60%", "--quarter", "Q2")):  # fmt: skip
        refused = inside(*arguments)
        assert (refused.code, "etappi reopen 2024-Q" in refused.err) == (2, True), (arguments, refused.err)
    before = inside("roles", "--json").json()
    shown = inside("status", "--quarter", "Q2", "--json").json()
    demo.write("more.txt", MORE)
    done = inside("import", "more.txt", "--apply", "--json")
    assert (done.code, done.json()["added"]) == (0, 2)
    assert inside("status", "--quarter", "Q2", "--json").json() == shown
    added = [row for row in inside("roles", "--json").json() if row not in before]
    assert [(row["workpackage"], row["role"], row["from"]) for row in added] == [
        ("TP3", "assist", "2024-Q3"), ("TP3", "expert", "2024-Q3")]  # fmt: skip
    assert inside("undo").code == 0
    assert inside("roles", "--json").json() == before


def test_snapshots_are_taken_listed_and_verified(demo: Shell, inside: Inside) -> None:
    taken = inside("snapshot", "take", "ohry 3", "--json").json()
    assert (taken["name"], taken["quarter"], len(taken["sha256"])) == ("ohry 3", "2024-Q3", 64)
    assert inside("snapshot", "take", "ohry 3").code == 2
    listed = inside("snapshot", "list", "--json").json()
    assert [row["name"] for row in listed] == ["ohry 3", "Q2-2024", "ohry 2", "Q1-2024", "ohry 1", "alku"]
    assert inside("snapshot", "list").out.count("\n") == 7
    assert inside("snapshot", "verify").code == 0
    connection = sqlite3.connect(demo.db)
    connection.execute("DROP TRIGGER keep_snapshot_update")
    connection.execute("UPDATE snapshot SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x') WHERE name = 'alku'")
    connection.commit()
    connection.close()
    broken = inside("snapshot", "verify", "--json")
    assert broken.code == 1
    assert [row["name"] for row in broken.json() if not row["intact"]] == ["alku"]
    assert inside("snapshot", "verify", "Q1-2024").code == 0
    assert inside("snapshot", "verify", "x").code == 2


def test_several_projects_must_be_told_apart(demo: Shell, inside: Inside) -> None:
    demo.write("plan.toml", '[project]\ncode = "OMA"\nname = "Oma"\nstart = 2024-01-01\nend = 2024-12-31\n')
    assert inside("init", "plan.toml").code == 0
    for verb in (("missing",), ("close", "Q1"), ("reopen", "Q1", "--why", "x"), ("snapshot", "list"),
                 ("report", "TP1", "Q1")):  # fmt: skip
        refused = inside(*verb)
        assert (refused.code, "OMA" in refused.err) == (2, True)
        assert inside("--project", "OMA", *verb).code in (0, 2)
    assert [row["name"] for row in inside("snapshot", "list", "--project", "OMA", "--json").json()] == ["Q1-2024"]
