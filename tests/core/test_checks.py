"""Rules of `etappi check` on the network and on imports, each with its real case (checks.md) and what must pass."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.checks import RULES, run
from core.checks.facts import ImportFact, OrganisationFact
from core.findings import Place
from tests.core.checks_support import NOTHING, Q1, Q4, found, package, role, row, told


def organisations(count: int, network: bool = True) -> tuple[OrganisationFact, ...]:
    return tuple(OrganisationFact(f"Opisto {number}", network, (f"Opisto {number}",)) for number in range(count))


def test_an_empty_project_is_silent() -> None:
    assert run(NOTHING) == []


def test_network_count() -> None:
    facts = replace(NOTHING, expected=89, organisations=organisations(84) + organisations(3, network=False))
    assert told(facts, "network.count") == [("fewer", "warning", None, {"known": 84, "expected": 89, "n": 5})]
    assert told(replace(facts, expected=80), "network.count")[0][0] == "more"
    assert told(replace(facts, expected=84), "network.count") == []
    assert told(replace(facts, organisations=()), "network.count") == []  # before the first import


def test_org_alias() -> None:
    hyria = OrganisationFact("Hyria koulutus Oy", True, ("Hyria koulutus Oy", "Hyrja koulutus Oy"))
    facts = replace(NOTHING, organisations=(hyria, *organisations(2)), near=(("Savon kky", "Itä-Savon kky"),))
    near, spelled = found(facts, "org.alias")
    assert {near.code, spelled.code} == {"org.alias", "org.alias/spellings"}
    by_code = {one.code: one for one in (near, spelled)}
    assert by_code["org.alias"].values == {"name": "Savon kky", "other": "Itä-Savon kky"}
    assert by_code["org.alias/spellings"].values == {"n": 1, "examples": "Hyria koulutus Oy = Hyrja koulutus Oy"}


def test_org_alias_keeps_the_organisation_that_more_leans_on() -> None:
    facts = replace(NOTHING, near=(("Hyria", "Hyrja"),), rows=(row("TP1", "Hyria"), row("TP1", "Hyrja")))
    assert [(one.code, one.mend) for one in found(facts, "org.alias")] == [("org.alias", True)]
    for roles, leaving in (([role("TP1", "Hyria", "lead")], "Hyrja"), ([role("TP1", "Hyrja", "lead")], "Hyria")):
        [one] = found(replace(facts, roles=tuple(roles)), "org.alias")
        assert (one.code, one.values["name"], one.place.item) == ("org.alias/clear", leaving, leaving)
    often = replace(facts, rows=(*facts.rows, row("TP2", "Hyrja")))
    assert found(often, "org.alias")[0].values == {"name": "Hyria", "other": "Hyrja"}


def test_role_duplicate_is_told_once_for_each_row() -> None:
    place = Place(file="taulut.txt", table="TP1", row=52)
    fact = ImportFact("import.repeated", place, {"name": "Lahden kansanopisto", "first": 51})
    alias = ImportFact("import.repeated_spelling", replace(place, table="TP1.2", row=220),
                       {"name": "Peräpohjolan Opisto", "other": "P. Kansanopisto", "first": 219})  # fmt: skip
    facts = replace(NOTHING, imports=(fact, fact, alias))
    assert [one.code for one in found(facts, "role.duplicate")] == ["role.duplicate", "role.duplicate/spelling"]


def test_role_multi() -> None:
    sampo = row("TP2", "Sampo", "lead", "expert")
    facts = replace(NOTHING, packages=(package("TP2"),), rows=(sampo,), roles=(
        role("TP2", "Sampo", "lead"), role("TP2", "Sampo", "expert", "interest", "import"),
        role("TP2", "Omnia", "expert"), role("TP2", "Omnia", "beneficiary"), role("TP2", "Careeria", "expert"),
    ))  # fmt: skip
    assert told(facts, "role.multi") == [("", "ask", "TP2", {"organisation": "Sampo", "roles": ["lead", "expert"]})]
    marked = replace(facts, rows=(row("TP2", "Omnia", "expert", "beneficiary"),), roles=())
    assert [one.values["organisation"] for one in found(marked, "role.multi")] == ["Omnia"]


def test_role_unmarked_is_never_guessed() -> None:
    rows = [row("TP1", f"Opisto {number}", number=number) for number in range(3)] + [
        row("TP1", "Omnia", "lead", number=9)
    ]
    odd = ImportFact("import.odd_mark", Place(table="TP1", row=2, column="Asiantuntija"), {"text": "Asiant"})
    facts = replace(NOTHING, rows=tuple(rows), imports=(odd,))
    assert told(facts, "role.unmarked") == [("", "ask", None, {"n": 2, "rows": 4, "role": "unknown"})]
    answered = told(replace(facts, answered_unmarked="beneficiary"), "role.unmarked")
    assert (answered[0][0], answered[0][3]["role"]) == ("answered", "beneficiary")
    assert told(replace(facts, rows=tuple(rows[3:])), "role.unmarked") == []


def test_role_text_vs_table() -> None:
    packages = ("TP1", "TP2", "TP3")
    rows = [row(code, "YA", "assist") for code in packages] + [row("TP1", "Stadin AO", "lead")]
    facts = replace(NOTHING, packages=tuple(map(package, packages)), rows=tuple(rows),
                    roles=(role("TP1", "Stadin AO", "lead"), role("TP2", "Sampo", "lead")))  # fmt: skip
    assert told(facts, "role.text_vs_table") == [
        ("not_planned", "warning", "YA", {"role": "assist", "packages": "TP1, TP2, TP3"}),
        ("not_marked", "warning", "Sampo", {"role": "lead", "packages": "TP2"}),
    ]
    assert told(replace(facts, rows=()), "role.text_vs_table") == []


def test_role_coverage() -> None:
    facts = replace(NOTHING, packages=(package("TP1"), package("TP2")), rows=(row("TP1", "Haapaveden Opisto"),), roles=(
        role("TP1", "Omnia", "lead"), role("TP1", "TTS", "lead"), role("TP1", "Gradia", "assist"),
        role("TP2", "Sampo", "lead", "interest", "import"),
    ))  # fmt: skip
    assert told(facts, "role.coverage") == [
        ("no_lead", "error", "TP2", {"names": "Sampo"}),
        ("no_assist", "warning", "TP2", {}),
        ("two_leads", "ask", "TP1", {"names": "Omnia; TTS"}),
        ("no_mark", "ask", None, {"n": 1, "names": "Haapaveden Opisto"}),
    ]
    early = told(replace(facts, kicked_off=False), "role.coverage")
    assert early[0][:2] == ("no_lead", "warning")


@pytest.mark.parametrize(("leads", "assists", "loaded"), [(2, 2, True), (2, 1, False), (0, 8, True), (3, 0, False)])
def test_role_load(leads: int, assists: int, loaded: bool) -> None:
    roles = [
        role(f"TP{number}", "Stadin AO", "lead" if number < leads else "assist") for number in range(leads + assists)
    ]
    roles += [role("TP0", "Stadin AO", "assist")] * (leads > 0)  # the lead of a package is not also its assist
    wanted = [("", "ask", "Stadin AO", {"leads": leads, "assists": assists})] if loaded else []
    assert told(replace(NOTHING, roles=tuple(roles)), "role.load") == wanted


def test_role_interest() -> None:
    roles = (role("TP1", "YA", "assist", "interest"), role("TP2", "YA", "assist", "interest"),
             role("TP1", "Careeria", "expert", "interest"), role("TP1", "Omnia", "lead"))  # fmt: skip
    facts = replace(NOTHING, roles=roles)
    assert told(facts, "role.interest") == [("", "ask", None, {"n": 3, "leading": 2, "names": "YA: TP1, TP2"})]
    assert told(replace(facts, roles=roles[3:]), "role.interest") == []


def test_wp_alias_is_told_once() -> None:
    fact = ImportFact("wp.alias", Place(table="TP4"), {"package": "TP4", "title": "Digivisio", "known": "Jatkokehitys"})
    assert [one[1:3] for one in told(replace(NOTHING, imports=(fact, fact)), "wp.alias")] == [("ask", "TP4")]


def test_imports_that_were_odd() -> None:
    legend = [ImportFact("import.no_role_column", Place(file="t.txt", table=code, row=1), {"role": "beneficiary"})
              for code in ("TP1", "TP2")]  # fmt: skip
    cell = ImportFact(
        "import.odd_mark", Place(file="t.txt", table="TP1.2", row=219, column="Asiantuntija"), {"text": "Asiant"}
    )
    facts = replace(NOTHING, imports=(*legend, cell))
    assert told(facts, "import.no_role_column") == [
        ("", "warning", None, {"n": 2, "role": "beneficiary", "tables": "TP1, TP2"})]  # fmt: skip
    assert [(one.severity, one.place.row) for one in found(facts, "import.cell")] == [("ask", 219)]


def test_findings_come_most_serious_first_and_every_rule_was_tried() -> None:
    facts = replace(NOTHING, expected=3, organisations=organisations(2), packages=(package("TP1", Q1, Q4 + 1),))
    assert [one.severity for one in run(facts)] == ["error", "error", "warning", "warning"]
    text = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_checks*.py"))
    assert [name for name in RULES if f'"{name}"' not in text] == []
