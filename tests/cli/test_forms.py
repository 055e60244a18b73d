"""Forms written, filled in as a lead does, and taken in: only what was typed appears, nothing else moves."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from store.database import reading
from store.dump import QUERIES
from tests.cli.forms import SOFFICE, Filled, resaved
from tests.cli.support import PLAN, Inside, Shell

PACKAGES = ["KOORD", "TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4", "TP2", "TP3", "TP4"]
TEXT = "Työpaja pidettiin 3.9.\n- 34 osallistujaa\n=SUMMA(1;2) ei ole kaava"


def dump(db: Path) -> dict[str, list[Any]]:
    """The facts of the canonical dump by table."""
    out = {}
    with reading(str(db)) as connection:
        for table, query in QUERIES:
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description]
            out[table] = sorted((dict(zip(names, row, strict=True)) for row in cursor.fetchall()), key=str)
    return out


def written(inside: Inside, root: Path, quarter: str = "Q3", *more: str) -> dict[str, Path]:
    """The forms of a quarter by their package."""
    told = inside("form", quarter, "--dir", root / "forms", "--json", *more)
    assert told.code == 0, told.err
    return {one["workpackage"]: Path(one["file"]) for one in told.json()}


def gained(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Rows that came; nothing may have gone, and no other table may have moved."""
    out = {}
    for table, rows in after.items():
        assert [row for row in before[table] if row not in rows] == [], table
        if more := [row for row in rows if row not in before[table]]:
            out[table] = more
    return out


@pytest.fixture
def filled(demo: Shell, inside: Inside) -> dict[str, Path]:
    """All forms of the demo for Q3; six of them filled in."""
    forms = written(inside, demo.root)
    Filled(forms["TP1"]).give("TP1-A2", new_units=64, date="12.9.2024").give("TP1-A4", new_state="valmis").tell(
        percent=0.62).save()  # fmt: skip
    Filled(forms["TP1.1"]).give("TP1.1-O2", new_state="kesken", note="aloitettiin kahden kanssa").save()
    Filled(forms["TP1.4"]).give("TP1.4-A1", note="etenee").tell(done=TEXT).save()
    Filled(forms["TP2"]).give("TP2-O1", note="aineisto puuttuu yhä").tell(
        decisions="Uusi määräaika Q4/2024", ready="kyllä").save()  # fmt: skip
    Filled(forms["TP3"]).tell(ready="kyllä").save()
    Filled(forms["TP4"]).tell(next="Verkoston jatko", ready="kesken").save()
    return forms


def expect_taken_in(demo: Shell, inside: Inside, files: list[Path]) -> None:
    """Only what was typed into `filled` comes, once; taken back, everything is as it was."""
    before = dump(demo.db)
    assert inside("import", *files).code == 0
    assert dump(demo.db) == before
    told = inside("import", *files, "--apply", "--json")
    assert told.code == 0, told.err
    plans = {plan["form"]["workpackage"]: plan for plan in told.json()}
    assert set(plans) == set(PACKAGES)
    changes = {(package, one["item"] or "", one["what"]): one for package, plan in plans.items()
               for one in plan["form"]["changes"] if one["outcome"] != "same"}  # fmt: skip
    assert {key: (one["before"], one["after"], one["on"]) for key, one in changes.items() if key[1]} == {
        ("TP1", "TP1-A2", "units"): (60, 64, "2024-09-12"),
        ("TP1", "TP1-A4", "state"): ("started", "accepted", "2024-09-16"),
        ("TP1.1", "TP1.1-O2", "state"): ("not_started", "started", "2024-09-16"),
    }
    came = gained(before, dump(demo.db))
    assert set(came) == {"evidence", "quarter_report", "reported_progress"}
    assert [(row["item"], row["kind"], row["units"], row["note"]) for row in came["evidence"]] == [
        ("TP1-A2", "units", 64, None), ("TP1-A4", "accepted", None, None),
        ("TP1.1-O2", "started", None, "aloitettiin kahden kanssa")]  # fmt: skip
    assert [(row["package"], row["percent"]) for row in came["reported_progress"]] == [("TP1", 62.0)]
    reports = {row["package"]: row for row in came["quarter_report"]}
    assert {code: row["state"] for code, row in reports.items()} == {
        "TP1": "submitted", "TP1.1": "submitted", "TP1.4": "submitted", "TP2": "submitted", "TP3": "submitted",
        "TP4": "draft"}  # fmt: skip
    assert reports["TP1.4"]["done"].startswith(TEXT + "\nTP1.4-A1 ")
    assert reports["TP1.4"]["done"].endswith(": etenee")
    assert reports["TP2"]["deviations"].startswith("TP2-O1 ")
    assert reports["TP2"]["decisions"] == "Uusi määräaika Q4/2024"
    again = inside("import", *files, "--apply", "--json")
    assert again.code == 0, again.err
    assert [(plan["added"], plan["changed"], plan["batch"]) for plan in again.json()] == [(0, 0, None)] * 9
    for plan in told.json():
        if plan["batch"]:
            assert inside("undo", plan["batch"]).code == 0
    assert dump(demo.db) == before


@pytest.fixture
def fresh(demo: Shell) -> None:
    """The demo without reports of Q3, so that every one is begun by a form."""
    from store.database import connect

    connection = connect(str(demo.db))
    connection.execute("DELETE FROM quarter_report WHERE quarter = 8098")
    connection.execute("DELETE FROM reported_progress WHERE quarter = 8098")
    connection.close()


def test_nine_forms_filled_in_with_openpyxl(fresh: None, demo: Shell, inside: Inside, filled: dict[str, Path]) -> None:
    assert list(filled) == PACKAGES
    assert [path.name for path in filled.values()] == [f"Q3-2024_{code}.xlsx" for code in PACKAGES]
    expect_taken_in(demo, inside, list(filled.values()))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")
def test_nine_forms_saved_again_by_libreoffice(
    fresh: None, demo: Shell, inside: Inside, filled: dict[str, Path]
) -> None:
    expect_taken_in(demo, inside, resaved(list(filled.values()), demo.root / "again"))


def test_nothing_is_overwritten_without_a_word(demo: Shell, inside: Inside) -> None:
    forms = written(inside, demo.root)
    path = forms["TP2"]
    first = path.read_bytes()
    path.write_bytes(b"mine")
    forms["TP1"].unlink()
    told = inside("form", "Q3", "--dir", demo.root / "forms")
    assert (told.code, path.read_bytes(), forms["TP1"].exists()) == (2, b"mine", False)
    assert "--force" in told.err
    written(inside, demo.root, "Q3", "--force")
    assert path.read_bytes() == first
    assert not list(path.parent.glob("*.part"))
    only = inside("form", "Q3", "--dir", demo.root / "one", "--wp", "tp 1.2", "--json").json()
    assert [one["workpackage"] for one in only] == ["TP1.2"]
    assert inside("form", "Q3", "--dir", demo.root / "one", "--wp", "TP9").code == 2
    assert inside("form", "Q3", "--dir", path).code == 2
    link = demo.root / "link"
    link.symlink_to(path.parent)
    target = link / "Q3-2024_TP2.xlsx"
    target.unlink()
    target.symlink_to(demo.root / "elsewhere.xlsx")
    written(inside, demo.root, "Q3", "--force")
    assert not (demo.root / "elsewhere.xlsx").exists()


def test_a_value_changed_meanwhile_is_a_question(demo: Shell, inside: Inside) -> None:
    forms = written(inside, demo.root)
    form = Filled(forms["TP1"]).give("TP1-A2", new_units=64).give("TP1-A5", new_state="valmis").save()
    assert inside("set", "TP1-A2", "--units", "62").code == 0
    before = dump(demo.db)
    told = inside("import", form, "--apply", "--json")
    assert told.code == 1
    assert [(one["kind"], one["text"]) for one in told.json()["questions"]] == [("conflict", "TP1-A2 > units")]
    candidates = told.json()["questions"][0]["candidates"]
    assert [one["name"] for one in candidates] == ["kept", "file"]
    assert "62" in candidates[0]["reason"]
    assert "64" in candidates[1]["reason"]
    assert dump(demo.db) == before
    answers = demo.write("a.toml", '[conflicts]\n"TP1-A2 > units" = "kept"\n')
    kept = inside("import", form, "--dry-run", "--answers", answers, "--json").json()
    assert [(one["item"], one["what"]) for one in kept["form"]["changes"] if one["item"]] == [("TP1-A5", "state")]
    answers = demo.write("a.toml", '[conflicts]\n"TP1-A2 > units" = "file"\n')
    assert inside("import", form, "--apply", "--answers", answers).code == 0
    came = gained(before, dump(demo.db))["evidence"]
    assert [(row["item"], row["kind"], row["units"]) for row in came] == [
        ("TP1-A2", "units", 64), ("TP1-A5", "accepted", None)]  # fmt: skip


def test_the_same_value_recorded_meanwhile_is_no_question(demo: Shell, inside: Inside) -> None:
    form = Filled(written(inside, demo.root)["TP1"]).give("TP1-A2", new_units=64).tell(done="Näin").save()
    inside("set", "TP1-A2", "--units", "64")
    inside("report", "TP1", "Q3", "--done", "Näin")
    told = inside("import", form, "--json").json()
    assert told["questions"] == []
    assert {one["what"]: one["outcome"] for one in told["form"]["changes"]}["units"] == "same"
    assert {one["what"]: one["outcome"] for one in told["form"]["changes"]}["done"] == "same"


def test_a_text_changed_meanwhile_is_a_question(demo: Shell, inside: Inside) -> None:
    inside("report", "TP3", "Q3", "--next", "Alku")
    form = Filled(written(inside, demo.root)["TP3"])
    assert form.field("next").value == "Alku"
    form.tell(next="Alku ja loppu").save()
    assert inside("import", form.path, "--json").json()["questions"] == []
    inside("report", "TP3", "Q3", "--next", "Toisin")
    told = inside("import", form.path, "--apply", "--json")
    assert (told.code, [one["text"] for one in told.json()["questions"]]) == (1, ["TP3 > next"])


def test_an_item_closed_meanwhile_is_opened_only_by_a_word(demo: Shell, inside: Inside) -> None:
    form = Filled(written(inside, demo.root)["TP1"]).give("TP1-A2", new_units=64).save()
    inside("set", "TP1-A2", "cancelled")
    assert [one["text"] for one in inside("import", form, "--json").json()["questions"]] == ["TP1-A2 > units"]
    answers = demo.write("a.toml", '[conflicts]\n"TP1-A2 > units" = "file"\n')
    before = dump(demo.db)
    assert inside("import", form, "--apply", "--answers", answers).code == 0
    assert [row["kind"] for row in gained(before, dump(demo.db))["evidence"]] == ["reopened", "units"]


WRONG: dict[str, list[tuple[str, dict[str, Any], str, str]]] = {
    "TP1.1": [
        ("TP1.1-A1", {"new_units": 9}, "form.bad_units", "G"),
        ("TP1.1-A2", {"new_units": "puolet"}, "form.bad_units", "G"),
        ("TP1.1-A4", {"new_units": 33, "date": "huomenna"}, "form.bad_date", "I"),
        ("TP1.1-A6", {"new_state": "melkein"}, "form.unknown_state", "E"),
    ],
    "TP1.2": [
        ("TP1.2-A1", {"new_units": 6, "date": "17.9.2024"}, "form.future", "I"),
        ("TP1.2-A2", {"new_units": 7, "date": "30.12.2023"}, "form.before_project", "I"),
        ("TP1.2-A3", {"new_units": 35, "date": "28.6.2024"}, "form.locked_day", "I"),
        ("TP1.2-A4", {"new_state": "ei aloitettu"}, "form.state_back", "E"),
    ],
    "TP1.3": [
        ("TP1.3-A1", {"new_units": 5, "date": "1.7.2024"}, "form.older", "G"),
        ("TP1.3-A2", {"new_units": 5.5}, "form.bad_units", "G"),
        ("TP1.3-A3", {"new_units": -1}, "form.bad_units", "G"),
    ],
}


@pytest.mark.parametrize(("package", "fine"), [("TP1.1", "TP1.1-O2"), ("TP1.2", "TP1.2-O3"), ("TP1.3", "TP1.3-O2")])
def test_a_wrong_cell_stops_the_import_with_its_place(demo: Shell, inside: Inside, package: str, fine: str) -> None:
    form = Filled(written(inside, demo.root)[package]).give(fine, new_state="kesken")
    for item, values, _, _ in WRONG[package]:
        form.give(item, **values)
    form.save()
    before = dump(demo.db)
    told = inside("import", form.path, "--apply")
    assert told.code == 2
    assert dump(demo.db) == before
    told = inside("import", form.path, "--apply", "--skip-errors", "--json")
    assert told.code == 0
    errors = [one for one in told.json()["findings"] if one["severity"] == "error"]
    assert [(one["code"], one["at"]["sheet"], one["at"]["row"], one["at"]["column"]) for one in errors] == [
        (code, "Kohdat", form.rows[item], column) for item, _, code, column in WRONG[package]
    ]
    assert not any(one["text"].startswith("finding.") for one in errors)
    assert [row["item"] for row in dump(demo.db)["evidence"] if row not in before["evidence"]] == [fine]


def test_a_wrong_field_of_the_report_is_an_error_too(demo: Shell, inside: Inside) -> None:
    form = Filled(written(inside, demo.root)["TP3"])
    form.tell(ready="ehkä", percent="paljon", form_date="30.6.2024", done="x" * 20_001).save()
    told = inside("import", form.path, "--json")
    assert told.code == 2
    assert {one["code"] for one in told.json()["findings"]} == {
        "form.bad_ready", "form.bad_percent", "form.before_quarter", "form.text_long"}  # fmt: skip
    assert all(one["at"]["sheet"] == "Raportti" and one["at"]["column"] == "B" for one in told.json()["findings"])


def test_cells_that_should_be_closed_are_no_way_in(demo: Shell, inside: Inside) -> None:
    form = Filled(written(inside, demo.root)["TP1"])
    form.cell("TP1-O2", "new_units").value = 50
    form.cell("TP1-A3", "new_state").value = "kesken"
    form.cell("TP1-A1", "title" if "title" in form.columns else "note").value = "Toinen nimi"
    form.items.cell(40, 1).value, form.items.cell(40, 10).value = "TP1-A77", "uusi kohta"
    form.book.create_sheet("Muistiinpanot")["A1"] = "tämä jää lukematta"
    form.save()
    told = inside("import", form.path, "--json").json()
    assert {one["code"] for one in told["findings"]} >= {
        "form.no_units", "form.state_back", "form.strange_row", "form.other_sheet"}  # fmt: skip
    assert [one["text"] for one in told["skipped"] if "TP1-A77" not in one["text"]][-1] == "uusi kohta"


def test_a_locked_quarter_refuses(shell: Shell, inside: Inside) -> None:
    inside("init", shell.write("plan.toml", PLAN))
    form = Filled(written(inside, shell.root, "Q2")["TP2"]).tell(next="Synteesi").save()
    assert inside("import", form, "--json").json()["added"] == 2
    for quarter in ("Q1", "Q2"):
        assert inside("close", quarter).code == 0, quarter
    told = inside("import", form, "--apply")
    assert told.code == 2
    assert "Q2/2024" in told.err
    assert "etappi reopen" in told.err
    again = inside("form", "Q2", "--dir", shell.root / "late")
    assert (again.code, (shell.root / "late").exists()) == (2, False)


def test_a_returned_report_is_not_submitted_by_the_same_old_form(demo: Shell, inside: Inside) -> None:
    form = Filled(written(inside, demo.root)["TP3"]).tell(next="Hallintamalli", ready="kyllä").save()
    assert inside("import", form, "--apply").code == 0
    assert inside("report", "TP3", "Q3", "returned", "--note", "luvut puuttuvat").code == 0
    told = inside("import", form, "--json").json()
    assert ([one["code"] for one in told["findings"]], told["changed"]) == (["form.returned_since"], 0)
    better = Filled(form).tell(done="Luvut: 3/5").save()
    told = inside("import", better, "--apply", "--json").json()
    assert [one["after"] for one in told["form"]["changes"] if one["what"] == "report"] == ["submitted"]


def test_emptied_and_dashed_texts(demo: Shell, inside: Inside) -> None:
    inside("report", "TP4", "Q3", "--next", "Suunta", "--done", "Alku")
    form = Filled(written(inside, demo.root)["TP4"]).tell(next=None, done="-").save()
    told = inside("import", form, "--apply", "--json").json()
    assert [one["code"] for one in told["findings"]] == ["form.emptied"]
    report = next(row for row in dump(demo.db)["quarter_report"] if row["package"] == "TP4")
    assert (report["next"], report["done"]) == ("Suunta", None)


def test_what_is_no_form_is_told(demo: Shell, inside: Inside) -> None:
    import openpyxl

    forms = written(inside, demo.root)
    plain = demo.root / "plain.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Organisaatio"
    book.save(plain)
    assert "etappi form" in inside("import", plain, "--as", "form").err
    bare = Filled(forms["TP2"])
    del bare.book["etappi"]
    bare.save()
    assert inside("import", bare.path, "--as", "form").code == 2
    later = Filled(forms["TP3"])
    later.book["etappi"]["B1"] = "2"
    later.save()
    assert inside("import", later.path).code == 2
    cut = Filled(forms["TP4"])
    cut.items.delete_cols(3)
    cut.save()
    assert "Ajoitus" in inside("import", cut.path).err


def test_milestones_orders_and_other_hands(shell: Shell, inside: Inside) -> None:
    """Steps are rows of their own; columns moved and rows sorted by a lead who took the protection off are read."""
    inside("init", shell.write("plan.toml", PLAN))
    path = written(inside, shell.root)["TP2"]
    form = Filled(path).give("TP2-O1/1", new_state="valmis", date=45545, note="luonnos jaettu")
    form.give("TP2-A2", new_units="3/4").give("TP2-A1", new_state=" Valmis ")
    form.items.insert_cols(1)
    form.items.move_range(f"B{form.rows['TP2-A1']}:K{form.rows['TP2-A1']}", rows=30)
    form.save()
    told = inside("import", path, "--apply", "--json")
    assert told.code == 0, (told.out, told.err)
    found = {(one["item"], one["what"]): (one["after"], one["on"]) for one in told.json()["form"]["changes"]}
    assert found["TP2-O1/1", "step"] == ("accepted", "2024-09-10")
    assert found["TP2-A2", "units"] == (3, "2024-09-16")
    assert found["TP2-A1", "state"] == ("accepted", "2024-09-16")
    rows = [row for row in dump(shell.db)["evidence"] if row["item"].startswith("TP2")]
    assert {(row["item"], row["kind"], row["step"], row["note"]) for row in rows} == {
        ("TP2-A1", "accepted", None, None), ("TP2-A2", "units", None, None),
        ("TP2-O1", "step", 1, "luonnos jaettu")}  # fmt: skip


def test_each_form_speaks_the_language_of_its_lead(shell: Shell, inside: Inside) -> None:
    plan = PLAN.replace('code = "TP2"\n', 'code = "TP2"\nlead = ["Yrkesakademin i Österbotten"]\n', 1)
    inside("init", shell.write("plan.toml", plan))
    members = shell.write("m.csv", "Organisaatio;Kieli\nYrkesakademin i Österbotten;ruotsi\n")
    assert inside("import", members, "--as", "organisations", "--apply").code == 0
    told = inside("form", "Q3", "--dir", shell.root / "forms", "--json").json()
    assert {one["workpackage"]: one["language"] for one in told} == {
        code: "sv" if code == "TP2" else "fi"
        for code in ("TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4", "TP2", "TP3", "TP4")
    }
    import openpyxl

    path = next(Path(one["file"]) for one in told if one["language"] == "sv")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Punkter", "Rapport", "etappi"]
    row = next(row for row in range(1, 20) if book["Punkter"].cell(row, 1).value == "TP2-A1")
    book["Punkter"].cell(row, 5).value = "klar"
    book.save(path)
    changes = inside("import", path, "--json").json()["form"]["changes"]
    assert [(one["item"], one["after"]) for one in changes if one["item"]] == [("TP2-A1", "accepted")]


def test_two_forms_of_one_package_in_one_run(demo: Shell, inside: Inside) -> None:
    """The second knows of the first, before anything is saved."""
    path = written(inside, demo.root)["TP1"]
    other = demo.root / "copy.xlsx"
    shutil.copyfile(path, other)
    Filled(path).give("TP1-A2", new_units=64).save()
    Filled(other).give("TP1-A2", new_units=66).save()
    told = inside("import", path, other, "--json")
    assert (told.code, [len(plan["questions"]) for plan in told.json()]) == (1, [0, 1])
