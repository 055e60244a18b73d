"""Lists of members at the command line: preview, JSON, saving, who is missing, one organisation, undo."""

import pytest

from tests.cli.support import PLAN, Inside, Shell

NOKIA, YLE = "0112038-9", "0313471-7"
HEAD = "Nro;Organisaatio;Y-tunnus;Maakunta;Kieli;Tunnisteet\n"
LIST = HEAD + f"1;Omnia;FI{NOKIA.replace('-', '')};Uusimaa;suomi;uusi, iso\n2;Uusi Opisto;{YLE};Lappi;sv;\n"


@pytest.fixture
def made(shell: Shell, inside: Inside) -> Inside:
    shell.write("plan.toml", PLAN)
    assert inside("init", "plan.toml").code == 0
    shell.write("roles.txt", "Organisaatio\tTP1\tTP2\nOmnia\tV\tH\nGradia\tAs\tH\n")
    assert inside("import", "roles.txt", "--apply").code == 0
    return inside


def test_a_list_from_preview_to_undo(shell: Shell, made: Inside) -> None:
    before = made("orgs", "--json").json()
    path = shell.write("list.csv", LIST)
    shown = made("import", path, "--lang", "en")
    assert shown.code == 0
    assert "Read as a list of members: 2 rows, 2 spellings." in shown.out
    assert (
        "Changed (1)\n  Omnia: business id 0112038-9, region Uusimaa, language Finnish, labels uusi, iso\n" in shown.out
    )
    assert "In the list, in no work package yet (1)\n  Uusi Opisto\n" in shown.out
    assert "In the network, not in the list (1)\n  Gradia\n" in shown.out
    told = made("import", path, "--apply", "--json").json()
    assert (told["kind"], told["added"], told["changed"], told["applied"]) == ("organisations", 1, 1, True)
    assert (told["new"], told["missing"], told["unlisted"]) == (["Uusi Opisto"], ["Uusi Opisto"], ["Gradia"])
    assert told["promised"].keys() == {"expected", "known", "unknown"}
    assert (told["rows_read"], told["marks_read"], told["questions"]) == (2, 0, [])
    again = made("import", path, "--apply", "--json").json()
    assert (again["added"], again["changed"], again["same"], again["batch"]) == (0, 0, 2, None)
    (batch, _) = made("imports", "--json").json()
    assert (batch["kind"], batch["added"], batch["removed"]) == ("organisations", 1, 0)
    omnia = next(row for row in made("orgs", "--json").json() if row["name"] == "Omnia")
    assert (omnia["business_id"], omnia["region"], omnia["language"], omnia["labels"]) == (
        NOKIA, "Uusimaa", "fi", ["iso", "uusi"],
    )  # fmt: skip
    assert made("undo").code == 0
    assert made("orgs", "--json").json() == before


def test_who_is_missing_of_the_promised(shell: Shell, made: Inside) -> None:
    none = made("orgs", "--expected", "5", "--lang", "en").out
    assert "2/5 are known. 3 of the promised are still unknown." in none
    assert "No list of members was imported" in none
    assert made("import", shell.write("list.csv", LIST), "--apply").code == 0
    told = made("orgs", "--expected", "5", "--lang", "en").out
    assert "3/5 are known. 2 of the promised are still unknown." in told
    assert "In no work package yet: 1 organisation.\n  Uusi Opisto\n" in told
    assert "(import 3): 1 organisation.\n  Gradia\n" in told
    listed = {row["name"]: row["listed"] for row in made("orgs", "--expected", "5", "--json").json()}
    assert listed == {"Omnia": True, "Uusi Opisto": True, "Gradia": False}


def test_one_organisation(shell: Shell, made: Inside) -> None:
    assert made("import", shell.write("list.csv", LIST), "--apply").code == 0
    page = made("org", "omnia", "--lang", "en")
    assert page.code == 0
    for part in ("Business id", NOKIA, "Uusimaa", "Finnish", "iso, uusi", "TP1", "lead"):
        assert part in page.out
    told = made("org", "show", "Omnia", "--json").json()
    assert (told["business_id"], told["language"], len(told["roles"])) == (NOKIA, "fi", 2)
    assert made("org", "Nobody").code == 2
    assert made("org", "mrege", "A", "B").code == 2


def test_an_error_names_file_place_value_and_remedy(shell: Shell, made: Inside) -> None:
    path = shell.write("bad.csv", LIST.replace(YLE, "0313471-8"))
    shown = made("import", path, "--lang", "en", "--json")
    assert shown.code == 2
    (finding,) = [one for one in shown.json()["findings"] if one["severity"] == "error"]
    assert finding["code"] == "import.business_id_check"
    assert finding["place"].endswith("bad.csv > row 3 > column Y-tunnus")
    assert (finding["at"]["row"], finding["at"]["column"]) == (3, "Y-tunnus")
    assert "0313471-8" in finding["text"]
    assert "--skip-errors" in finding["text"]
    assert made("import", path, "--apply").code == 2
    assert len(made("imports", "--json").json()) == 1
    assert made("import", path, "--apply", "--skip-errors").code == 0


def test_the_kind_by_ones_word_and_the_hint(shell: Shell, made: Inside) -> None:
    path = shell.write("list.csv", LIST)
    wrong = made("import", path, "--as", "participation", "--lang", "en")
    assert "--as organisations" in wrong.out
    names = shell.write("names.txt", "Omnia\nUusi Opisto\n")
    told = made("import", names, "--as", "organisations", "--json").json()
    assert (told["kind"], told["added"], told["same"]) == ("organisations", 1, 1)
    roles = made("import", "roles.txt", "--as", "organisations", "--lang", "en")
    assert "--as participation" in roles.out


def test_a_business_id_asks_whether_two_names_are_one(shell: Shell, made: Inside) -> None:
    assert made("import", shell.write("list.csv", LIST), "--apply").code == 0
    other = shell.write("other.csv", f"Nimi;Y-tunnus\nKirkkokadun koulu;{NOKIA}\n")
    asked = made("import", other, "--questions", "q.toml", "--lang", "en")
    assert asked.code == 1
    text = (shell.root / "q.toml").read_text("utf-8")
    assert "Omnia: the same business id 0112038-9" in text
    shell.write("q.toml", text.replace('"Kirkkokadun koulu" = ""', '"Kirkkokadun koulu" = "Omnia"'))
    saved = made("import", other, "--answers", "q.toml", "--apply", "--json").json()
    assert (saved["applied"], saved["new"], saved["same"]) == (True, [], 1)
    omnia = next(row for row in made("orgs", "--json").json() if row["name"] == "Omnia")
    assert omnia["aliases"] == ["Kirkkokadun koulu"]
