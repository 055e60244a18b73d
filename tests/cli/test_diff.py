"""`diff` and `snapshot show | export | verify FILE | take --meeting`: what they print, and what they refuse."""

import json
import os
from pathlib import Path

import pytest

from core.display import width
from tests.cli.support import Inside, Outcome, Shell
from tests.cli.test_golden import agree

CORRECTION = (
    ("reopen", "Q2", "--why", "Arviointi hyväksyttiin jo 28.6.", "--decision", "26.9.2024 § 5"),
    ("set", "TP1.2-A4", "accepted", "--on", "28.6."),
    ("event", "edit", "E20", "--persons", "33"),
    ("close", "Q2"),
)
AGAIN = "Q2-2024 (2)"


def corrected(inside: Inside) -> None:
    for command in CORRECTION:
        assert inside(*command).code == 0, command


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_they_print_what_they_printed(demo: Shell, inside: Inside, language: str) -> None:
    spoken = ("--lang", language)
    agree(f"diff-sentences-{language}", inside("diff", "Q2-2024", "--sentences", *spoken))
    wide = demo.terminal("diff", "Q2-2024", *spoken, NO_COLOR="1", COLUMNS="80")
    agree(f"diff-{language}", wide)
    assert max(map(width, wide.out.splitlines())) <= 80
    corrected(inside)
    agree(f"diff-restated-{language}", inside("diff", "Q2-2024", AGAIN, "--sentences", *spoken))
    shown = inside("snapshot", "show", AGAIN, *spoken)
    # the first two lines tell the hash and the moment; how many facts there are changes with the demo
    lines = [line for line in shown.out.splitlines()[2:] if not line.startswith(("Tiedot", "Uppgifter", "Facts"))]
    agree(f"snapshot-show-{language}", Outcome(shown.code, "\n".join(lines) + "\n", ""))


def test_the_newest_snapshot_and_now_are_meant_where_nothing_is_said(demo: Shell, inside: Inside) -> None:
    assert inside("diff").out == inside("diff", "Q2-2024").out == inside("diff", "Q2-2024", "now").out
    same = inside("diff", "Q2-2024", "Q2-2024", "--lang", "fi")
    assert (same.code, same.out.splitlines()[-1]) == (0, "Mikään ei ole muuttunut.")
    assert inside("diff", "now").code == 0


def test_json_holds_every_change_and_both_values(demo: Shell, inside: Inside) -> None:
    found = inside("diff", "alku", "Q1-2024", "--json").json()
    assert {"added", "removed", "changed", "restated", "rules", "figures", "workpackages", "text"} <= found.keys()
    assert [found[side]["name"] for side in ("old", "new")] == ["alku", "Q1-2024"]
    assert {row["table"] for row in found["added"]} >= {"evidence", "event", "quarter_report"}
    assert found["restated"] == found["rules"] == []
    one = next(row for row in found["workpackages"] if row["code"] == "TP1.2")
    assert one["done"][0] < one["done"][1] < 1
    assert one["text"].startswith("TP1.2: ")
    corrected(inside)
    found = inside("diff", "Q2-2024", AGAIN, "--json").json()
    restated = {(row["quarter"], *row["path"]): (row["old"], row["new"]) for row in found["restated"]}
    assert restated["2024-Q2", "events", "E20", "persons"] == (21, 33)
    assert restated["2024-Q2", "items", "TP1.2-A4", "state"] == ("started", "done")
    assert {quarter for quarter, *_ in restated} == {"2024-Q2"}
    page = inside("snapshot", "show", AGAIN, "--json").json()
    assert {row["old_snapshot"] for row in page["restated"]} == {"Q2-2024"}
    assert page["facts"]["item"] == 66
    assert [one["code"] for one in page["workpackages"]][:2] == ["KOORD", "TP1"]


def test_rows_are_listed_one_by_one(demo: Shell, inside: Inside) -> None:
    found = inside("diff", "Q2-2024", "--json").json()
    lines = inside("diff", "Q2-2024", "--rows").out.splitlines()
    assert len(lines) == 3 + sum(len(found[part]) for part in ("added", "removed", "changed", "restated"))


def test_a_file_is_verified_and_compared_in_another_store(demo: Shell, inside: Inside, tmp_path: Path) -> None:
    wanted = inside("diff", "Q1-2024", "Q2-2024", "--json").json()
    for name, file in (("Q1-2024", "first.json"), ("Q2-2024", "second.json")):
        assert inside("snapshot", "export", name, "-o", file).code == 0
    assert inside("snapshot", "export", "Q1-2024", "-o", "first.json").code == 2
    assert inside("snapshot", "export", "Q1-2024", "-o", "first.json", "--force").code == 0
    assert inside("snapshot", "export", "x").code == 2
    own = inside("snapshot", "export", "Q1-2024", "--json").json()
    assert Path(own["path"]).read_bytes() == (demo.root / "first.json").read_bytes()
    assert inside("reopen", "Q1", "--why", "x").code == 0  # a store that says something else by now
    checked = inside("snapshot", "verify", "first.json", "--json")
    assert (checked.code, checked.json()[0]["intact"], checked.json()[0]["name"]) == (0, True, "Q1-2024")
    assert checked.json()[0]["sha256"] == wanted["old"]["sha256"]
    found = inside("diff", "first.json", "second.json", "--json").json()
    assert {**found, "old": None, "new": None} == {**wanted, "old": None, "new": None}
    assert found["old"]["file"] == "first.json"


def test_one_changed_byte_of_a_file_is_found_and_told(demo: Shell, inside: Inside) -> None:
    assert inside("snapshot", "export", "alku", "-o", "alku.json").code == 0
    path = demo.root / "alku.json"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    checked = inside("snapshot", "verify", "alku.json", "--lang", "fi")
    assert (checked.code, "muuttunut" in checked.out) == (1, True)
    refused = inside("diff", "alku.json")
    assert (refused.code, refused.out, "alku.json" in refused.err) == (1, "", True)
    path.write_text("[1]", encoding="utf-8")
    assert inside("snapshot", "verify", "alku.json", "--json").json() == [
        {"name": None, "quarter": None, "intact": False, "sha256": None, "found": None, "file": "alku.json"}
    ]
    os.mkfifo(demo.root / "pipe")
    for wrong in (("snapshot", "verify", "pipe"), ("diff", "pipe"), ("diff", "."), ("diff", "gone.json"),
                  ("snapshot", "verify", "gone.json"), ("snapshot", "show", "x")):  # fmt: skip
        assert inside(*wrong).code == 2, wrong


def test_snapshots_of_another_project_are_not_compared(demo: Shell, inside: Inside) -> None:
    assert inside("snapshot", "export", "alku", "-o", "alku.json").code == 0
    demo.write("plan.toml", '[project]\ncode = "OMA"\nname = "Oma"\nstart = 2024-01-01\nend = 2024-12-31\n')
    assert inside("init", "plan.toml").code == 0
    assert inside("diff").code == 2
    refused = inside("diff", "alku.json", "--project", "OMA")
    assert (refused.code, "DIGI24, OMA" in refused.err) == (2, True)
    assert inside("diff", "--project", "OMA").code == 2
    shown = inside("snapshot", "show", "alku.json", "--project", "OMA", "--json").json()
    assert (shown["name"], shown["file"], shown["restated"]) == ("alku", "alku.json", [])


def test_a_snapshot_is_named_by_the_next_meeting(demo: Shell, inside: Inside) -> None:
    names = [inside("snapshot", "take", "--meeting", "--lang", language, "--json").json()["name"]
             for language in ("fi", "sv", "fi", "en")]  # fmt: skip
    assert names == ["ohry 3/2024", "styrgrupp 3/2024", "ohry 3/2024 (2)", "steering group 3/2024"]
    for wrong in (("take",), ("take", "x", "--meeting"), ("take", "Now")):
        assert inside("snapshot", *wrong).code == 2, wrong
    demo.write("plan.toml", '[project]\ncode = "OMA"\nname = "Oma"\nstart = 2024-01-01\nend = 2024-12-31\n')
    assert inside("init", "plan.toml").code == 0
    assert inside("snapshot", "take", "--meeting", "--project", "OMA").code == 2


def test_what_a_file_says_cannot_reach_the_terminal(demo: Shell, inside: Inside) -> None:
    from core.snapshotfile import packed

    assert inside("snapshot", "export", "alku", "-o", "alku.json").code == 0
    content = json.loads((demo.root / "alku.json").read_bytes())["content"]
    for row in content["facts"]["work_package"]:
        row[1]["title"] = "\x1b[31mpunainen\n[/red]"
    (demo.root / "hostile.json").write_bytes(packed("\x1b]0;x\x07nimi", content))
    for verb in (("diff", "hostile.json"), ("diff", "hostile.json", "--rows"), ("snapshot", "show", "hostile.json"),
                 ("diff", "alku", "hostile.json", "--sentences")):  # fmt: skip
        found = inside(*verb)
        assert (found.code, "\x1b" in found.out) == (0, False), verb
