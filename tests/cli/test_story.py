"""The main job as a coordinator does it: a plan, eight tables, and what follows, by the installed command."""

import shutil

from tests.cli.support import PLAN, TABLES, Inside, Shell

SAME = {
    "Hyrja koulutus Oy": "Hyria koulutus Oy",
    "Kelloseppäntaidon Edistämissäätiö sr / Kelloseppäkoulu": "Kellosepäntaidon Edistämissäätiö sr / Kelloseppäkoulu",
    "Kiinteistöalan Koulussäätiö sr": "Kiinteistöalan Koulutussäätiö sr",
    "Länsrannikon Koulutus Oy WinNova": "Länsirannikon Koulutus Oy WinNova",
    "Mercuria kauppappilaitos Oy": "Mercuria kauppapilaitos Oy",
    "Perho Liiketalousopiston Oy": "Perho Liiketalousopisto Oy",
    "Raisio seudun koulutuskuntayhtymä": "Raision seudun koulutuskuntayhtymä",
    "Tampereen Aikuisopistokeskus TAKK": "Tampereen Aikuiskoulutuskeskus TAKK",
    "Kotkan-Haminan seudun koulutuskuntayhtymä": "Kotkan-Haminan seudun koulutuskuntayhtymä, Ekami",
    "Peräpohjolan Opisto": "Peräpohjolan Kansanopiston Kannatusyhdistys ry/ Peräpohjolan Opisto",
}
SIZES = {"TP1": 72, "TP1.1": 58, "TP1.2": 55, "TP1.3": 70, "TP1.4": 75, "TP2": 41, "TP3": 36, "TP4": 56}


def filled(questions: str) -> str:
    """The questions file as a person fills it in: every ``"spelling" = ""`` gets its answer."""
    lines = []
    for line in questions.splitlines():
        key = line.partition(" = ")[0].strip('"')
        answer = {"unmarked": "beneficiary", "Asiant": "expert"}.get(key, SAME.get(key, "new"))
        lines.append(line.replace('""', f'"{answer}"') if line.endswith('= ""') else line)
    return "\n".join(lines)


def test_init_prints_an_example_that_makes_a_project(shell: Shell) -> None:
    example = shell("init", "--example")
    assert (example.code, example.err) == (0, "")
    shell.write("example.toml", example.out)
    made = shell("init", "example.toml", "--json")
    assert made.code == 0
    assert made.json()["packages"] == 3
    again = shell("init", "example.toml")
    assert (again.code, len(again.out.splitlines())) == (0, 1)  # the same plan once more: nothing differs
    assert "SILTA" in again.out


def test_from_a_plan_and_tables_to_the_status_and_back(shell: Shell) -> None:
    shell.write("plan.toml", PLAN)
    assert shell("init", "plan.toml").code == 0

    preview = shell("import", TABLES, "--dry-run", "--questions", "questions.toml")
    assert preview.code == 1
    assert "Luettu: 471 riviä, 102 kirjoitusasua, 250 merkintää." in preview.out
    assert "Selite nimeää roolin hyödyntäjä, mutta sarake puuttuu: TP1, TP1.1, TP1.2, TP1.3, TP1.4" in preview.out
    assert "6 toistuvaa riviä: TP1 rivi 52, TP1.1 rivi 136" in preview.out
    assert preview.err.endswith(
        f"Täytä questions.toml ja aja: etappi import {TABLES} --answers questions.toml --apply\n"
    )
    assert "Kysyttävää (18)" in preview.out
    assert "18 kysymystä" in preview.err
    seen = shell("import", TABLES, "--dry-run", "--json")
    assert seen.code == 1
    plan = seen.json()
    kinds = [question["kind"] for question in plan["questions"]]
    assert (kinds.count("name"), kinds.count("mark"), kinds.count("unmarked"), len(kinds)) == (16, 1, 1, 18)
    assert (plan["rows_read"], plan["spellings"], plan["marks_read"]) == (471, 102, 250)
    assert (plan["applied"], plan["batch"]) == (False, None)
    assert {"file", "kind", "reader", "added", "changed", "same", "repeated", "waiting", "unused_answers", "new",
            "missing", "skipped", "findings"} <= plan.keys()  # fmt: skip
    for entry in [*plan["questions"], *plan["findings"]]:
        assert set(entry["at"]) == {"file", "sheet", "page", "table", "row", "column"}
        assert isinstance(entry["place"], str)

    before = shell.db.read_bytes()
    refused = shell("import", TABLES, "--apply")
    assert refused.code == 1
    assert shell.db.read_bytes() == before

    text = (shell.root / "questions.toml").read_text(encoding="utf-8")
    shell.write("answers.toml", filled(text))
    assert shell("import", TABLES, "--questions", "questions.toml", "--dry-run").code == 2  # never over a file
    done = shell("import", TABLES, "--answers", "answers.toml", "--apply", "--json")
    assert (done.code, done.err) == (0, "")
    result = done.json()
    assert [result[key] for key in ("applied", "added", "changed", "questions")] == [True, 468, 0, []]
    batch = result["batch"]

    status = shell("status", "--json").json()
    assert {package["code"]: package["organisations"] for package in status["workpackages"]} == SIZES
    roles = {role: sum(package["roles"][role] for package in status["workpackages"])
             for role in ("lead", "assist", "expert", "beneficiary", "unknown")}  # fmt: skip
    assert roles == {"lead": 8, "assist": 19, "expert": 219, "beneficiary": 217, "unknown": 0}

    again = shell("import", TABLES, "--answers", "answers.toml", "--apply", "--json")
    assert again.code == 0
    assert [again.json()[key] for key in ("added", "changed", "batch")] == [0, 0, None]
    log = shell("log", "--json").json()
    assert [entry["action"] for entry in log] == [batch, 1]
    assert {"action", "at", "actor", "command", "why", "undo_of", "changes"} <= log[0].keys()

    undone = shell("undo", "--json")
    assert undone.code == 0
    assert undone.json()["undone"] == [batch]
    assert undone.json()["conflicts"] == []
    assert shell("orgs", "--json").json() == []
    assert shell("imports", "--json").json()[0]["undone"] is True
    redone = shell("redo", "--json")
    assert redone.code == 0
    assert shell("status", "--json").json() == status
    assert {"batch", "file", "kind", "at", "actor", "added", "changed", "undone"} <= shell("imports", "--json").json()[
        0
    ].keys()
    assert shell("imports", "--json").json()[0]["undone"] is False


def test_tables_from_a_pipe_are_never_asked_about(shell: Shell) -> None:
    shell.write("plan.toml", PLAN)
    shell("init", "plan.toml")
    piped = shell("import", "-", "--dry-run", stdin=TABLES.read_text(encoding="utf-8"))
    assert piped.code == 1
    assert "vakiosyöte: esikatselu" in piped.out


def test_what_is_known_of_the_network(demo: Shell, inside: Inside) -> None:
    roles = inside("roles", "--json").json()
    assert set(roles[0]) >= {"workpackage", "organisation", "role", "certainty", "from", "to"}
    assert {row["workpackage"] for row in inside("roles", "--wp", "tp 1.2", "--json").json()} == {"TP1.2"}
    nobody = inside("roles", "--wp", "TP9", "--json")
    assert (nobody.code, nobody.json()) == (0, [])
    assert "TP9" in nobody.err
    organisations = inside("orgs", "--json").json()
    assert sum(one["network"] for one in organisations) == 84
    assert set(organisations[0]) >= {"name", "short", "aliases", "network", "workpackages"}
    assert "84/100" in inside("orgs", "--expected", "100").out
    assert inside("orgs", "--unmatched", "--json").json() == []


def test_organisations_are_merged_split_renamed_and_put_outside(demo: Shell, inside: Inside) -> None:
    locked = inside("org", "merge", "Haapaveden Opisto", "Rovala-Opisto")
    assert (locked.code, "etappi reopen 2024-Q1" in locked.err) == (2, True)
    assert inside("reopen", "Q1", "--why", "Kaksi samaa").code == 0
    shutil.rmtree(demo.data / "backups")
    merged = inside("org", "merge", "Haapaveden Opisto", "Rovala-Opisto")
    assert (merged.code, merged.err) == (0, "")
    assert "Haapaveden Opisto" in merged.out
    assert sum(one["network"] for one in inside("orgs", "--json").json()) == 83
    assert len(list((demo.data / "backups").iterdir())) == 1
    assert inside("org", "split", "Rovala-Opisto").code == 0
    assert sum(one["network"] for one in inside("orgs", "--json").json()) == 84
    assert inside("org", "rename", "Haapaveden Opisto", "Haapaveden uusi opisto").code == 0
    assert inside("org", "outside", "Haapaveden uusi opisto").code == 0
    row = next(one for one in inside("orgs", "--json").json() if one["name"] == "Haapaveden uusi opisto")
    assert row["network"] is False
    assert "Haapaveden Opisto" in row["aliases"]
    assert inside("org", "outside", "Haapaveden uusi opisto", "--inside").code == 0
    for wrong in (
        ["merge", "Omnia", "Ei tällaista"],
        ["split", "Omnia"],
        ["rename", "Omnia", ""],
        ["outside", "Ei tällaista"],
        ["merge", "Omnia", "Omnia"],
        ["rename", "Omnia", "Careeria"],
    ):
        refused = inside("org", *wrong)
        assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 1), wrong
    assert inside("undo").code == 0


def test_status_and_its_parts(demo: Shell, inside: Inside) -> None:
    status = inside("status", "--json").json()
    assert {"project", "quarter", "as_of", "workpackages", "findings"} <= status.keys()
    assert (status["project"]["code"], status["quarter"], status["as_of"]) == ("DIGI24", "2024-Q3", "2024-09-16")
    wanted = {"code", "title", "parent", "from", "to", "lead", "organisations", "roles", "planned", "done", "due_now",
              "spi", "colour", "status", "reason"}  # fmt: skip
    for package in status["workpackages"]:
        assert wanted <= package.keys()
        assert package["colour"] in {"green", "amber", "red", "grey", "none"}
        assert package["done"] is None or 0 <= package["done"] <= 1
    assert all({"rule", "severity", "text"} <= finding.keys() for finding in status["findings"])
    assert inside("status", "--quarter", "Q1/2024", "--json").json()["quarter"] == "2024-Q1"
    line = inside("status", "--line")
    assert line.out == "DIGI24 [ESITTELY] Q3/2024: 6 aikataulussa, 2 seurattavaa, 1 vaatii toimia; 14 pv\n"

    package = inside("wp", "tp1.2", "--json").json()
    assert len(package) == 1
    assert {"code", "title", "parent", "goal", "items", "indicators", "quarters"} <= package[0].keys()
    assert {"code", "kind", "title", "from", "to", "technique", "weight", "owner", "state", "earned", "planned",
            "quarters_late"} <= package[0]["items"][0].keys()  # fmt: skip
    assert {"title", "unit", "kind", "baseline", "target", "value", "attainment"} <= package[0]["indicators"][0].keys()
    assert {"quarter", "planned", "done", "reported", "spi", "coverage", "colour", "reason",
            "locked"} <= package[0]["quarters"][0].keys()  # fmt: skip
    assert len(inside("wp", "--json").json()) == 9
    late = inside("late", "--json").json()
    assert {"item", "workpackage", "title", "due", "quarters_late", "owner", "reason"} <= late[0].keys()
    assert [row["item"] for row in late] == ["TP2-O1", "TP1.2-A4"]


def test_check_says_no_by_its_exit_code(demo: Shell, inside: Inside) -> None:
    found = inside("check", "--json")
    assert found.code == 0  # the demo has warnings and questions, no errors
    assert all(set(row) == {"rule", "severity", "place", "text", "mend"} for row in found.json())
    assert {row["severity"] for row in found.json()} == {"warning", "ask"}
    assert inside("check", "--strict").code == 1
    sound = inside("check", "--store", "--json")
    assert (sound.code, sound.json()) == (0, [])
    assert inside("check", "--store", "--fix").code == 0
    assert inside("check", "--fix").code == 2


def test_the_file_itself(demo: Shell) -> None:
    info = demo("info", "--json").json()
    assert {"db", "version", "schema", "size", "journal_mode", "personal_data"} <= info.keys()
    assert {"names", "emails", "keys", "log", "since", "until"} <= set(info["personal_data"])
    before = demo("orgs", "--json").json()
    assert demo("backup", "copy.db").code == 0
    assert demo("backup", "copy.db").code != 0  # never over a file
    demo("org", "merge", "Haapaveden Opisto", "Rovala-Opisto")
    assert len(demo("restore").out.splitlines()) == 2
    there = demo("log", "--json").json()[0]["at"]
    here = demo("log", "--lang", "en", TZ="Europe/Helsinki").out.splitlines()[1]
    assert there.endswith("Z")
    assert (
        f"{(int(there[11:13]) + 2) % 24:02d}{there[13:16]}" in here
        or f"{(int(there[11:13]) + 3) % 24:02d}{there[13:16]}" in here
    )
    unsure = demo("restore", "copy.db")
    assert (unsure.code, unsure.out) == (2, "")
    assert "--yes" in unsure.err
    assert demo("restore", "copy.db", "--yes").code == 0
    assert demo("orgs", "--json").json() == before


def test_the_demo_is_made_kept_and_made_anew(shell: Shell) -> None:
    first = shell("demo")
    assert first.code == 0
    assert "DIGI24" in first.out
    assert len(first.err.splitlines()) == 1
    db = shell.data / "demo.db"
    shell("--db", db, "set", "TP2-O1", "accepted")
    assert "Synteesi" not in shell("demo").out
    assert "Synteesi" in shell("demo", "--reset").out
    shell.write("plan.toml", PLAN)
    shell("init", "plan.toml")
    kept = shell.db.read_bytes()
    refused = shell("--db", shell.db, "demo", "--reset")
    assert (refused.code, shell.db.read_bytes() == kept) == (2, True)


def test_two_projects_need_a_choice(demo: Shell, inside: Inside) -> None:
    demo.write("plan.toml", PLAN)
    assert inside("init", "plan.toml").code == 0
    both = inside("status", "--json")
    assert both.code == 0
    assert [set(row) >= {"code", "name", "quarter", "planned", "done", "spi", "colour", "reason"}
            for row in both.json()["projects"]] == [True, True]  # fmt: skip
    assert len(inside("status", "--line").out.splitlines()) == 2
    for verb in (["wp"], ["late"], ["roles"], ["orgs"], ["check"], ["imports"], ["import", str(TABLES)],
                 ["set", "TP1-A1", "started"]):  # fmt: skip
        unchosen = inside(*verb)
        assert (unchosen.code, unchosen.out) == (2, ""), verb
        assert "DIGI24" in unchosen.err
        assert "OMA" in unchosen.err
    assert inside("--project", "oma", "late").code == 0
    assert inside("late", "--project=OMA").code == 0
    assert demo("late", ETAPPI_PROJECT="OMA").code == 0
    assert inside("status", "--project", "OMA", "--json").json()["project"]["code"] == "OMA"
