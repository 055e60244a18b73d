"""Each rule of `etappi check` with its real case (checks.md), and what it must let pass."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core import quarter as quarters
from core.checks import RULES, run
from core.checks.facts import (
    Facts,
    ImportFact,
    IndicatorFact,
    ItemFact,
    OrganisationFact,
    PackageFact,
    RoleFact,
    TableRowFact,
)
from core.findings import Finding, Place

Q1, Q2, Q3, Q4 = (quarters.parse(f"2024-Q{number}") for number in (1, 2, 3, 4))
NOTHING = Facts(start=Q1, end=Q4, kicked_off=True, expected=None)


def package(code: str, first: int | None = Q1, last: int | None = Q4, **more: object) -> PackageFact:
    values: dict[str, object] = {"title": f"Title of {code}", "parent": None, "indicators": 1, "items": 1, **more}
    return PackageFact(code=code, first=first, last=last, **values)  # type: ignore[arg-type]


def item(code: str, title: str = "Synteesi", first: int = Q1, last: int = Q1, **more: object) -> ItemFact:
    values: dict[str, object] = {"package": code.partition("-")[0], "kind": "action", "given": True,
                                 "technique": "0/100", "technique_given": False, "owner": None, **more}  # fmt: skip
    return ItemFact(code=code, title=title, first=first, last=last, **values)  # type: ignore[arg-type]


def role(code: str, organisation: str, what: str, certainty: str = "confirmed", source: str = "plan") -> RoleFact:
    return RoleFact(code, organisation, what, certainty, source)


def row(code: str, organisation: str, *marks: str, number: int = 1) -> TableRowFact:
    return TableRowFact("taulut.txt", f"{code} > {number}", code, organisation, organisation, marks, marks, "added")


def found(facts: Facts, rule: str) -> list[Finding]:
    return [finding for finding in run(facts) if finding.code.partition("/")[0] == rule]


def told(facts: Facts, rule: str) -> list[tuple[str, str, str | None, dict[str, object]]]:
    return [(one.code.partition("/")[2], one.severity, one.place.item, one.values) for one in found(facts, rule)]


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


def test_packages_without_indicators_or_items() -> None:
    facts = replace(NOTHING, packages=(
        package("TP1", items=0), package("TP1.1", parent="TP1"), package("TP2", indicators=0),
        package("TP3", items=0)))  # fmt: skip
    assert [one[2] for one in told(facts, "wp.no_indicator")] == ["TP2"]
    assert [one[2] for one in told(facts, "wp.no_item")] == ["TP3"]  # TP1 is followed through its child


def test_wp_alias_is_told_once() -> None:
    fact = ImportFact("wp.alias", Place(table="TP4"), {"package": "TP4", "title": "Digivisio", "known": "Jatkokehitys"})
    assert [one[1:3] for one in told(replace(NOTHING, imports=(fact, fact)), "wp.alias")] == [("ask", "TP4")]


def real_windows(*spans: tuple[str, str | None, int, int]) -> Facts:
    return replace(NOTHING, packages=tuple(package(code, first, last, parent=up) for code, up, first, last in spans))


def test_wp_window() -> None:
    real = (("TP1", None, Q1, Q4), ("TP1.1", "TP1", Q1, Q4), ("TP1.3", "TP1", Q2, Q4), ("TP2", None, Q1, Q3),
            ("TP3", None, Q3, Q4))  # fmt: skip
    assert told(real_windows(*real), "wp.window") == []  # must pass on the real plan
    late = told(real_windows(("TP1", None, Q2, Q4), ("TP1.1", "TP1", Q1, Q4)), "wp.window")
    assert [one[:3] for one in late] == [("parent", "error", "TP1.1")]
    assert late[0][3] == {"own": "Q1/2024–Q4/2024", "around": "Q2/2024–Q4/2024", "parent": "TP1"}
    beyond = told(real_windows(("TP1", None, Q1, Q4 + 1)), "wp.window")
    assert [one[:3] for one in beyond] == [("project", "error", "TP1")]


def test_dependency_window() -> None:
    packages = (package("TP1.2", Q1, Q4), package("TP3", Q3, Q4), package("TP4", Q1, Q4, needs=("TP3",)))
    waits = item("TP1.2-A4", "OA-suositusten arviointi", Q2, Q2, after=("TP3",))
    facts = replace(NOTHING, packages=packages, items=(waits, item("TP1.2-A5", last=Q3, after=("TP3",))))
    assert told(facts, "dependency.window") == [
        ("", "warning", "TP1.2-A4",
         {"title": "OA-suositusten arviointi", "needs": "TP3", "due": "Q2/2024", "starts": "Q3/2024"}),
        ("package", "warning", "TP4", {"needs": "TP3", "begins": "Q1/2024", "starts": "Q3/2024"}),
    ]  # fmt: skip


def test_plan_technique() -> None:
    items = (item("TP1-A1", last=Q3), item("TP1-A2", last=Q2), item("TP1-A3", last=Q4, technique_given=True))
    assert told(replace(NOTHING, items=items), "plan.technique") == [
        ("", "warning", "TP1-A1", {"title": "Synteesi", "n": 3})]  # fmt: skip


def test_deliverables() -> None:
    items = (item("TP1-O1", kind="output", given=False, last=Q4), item("TP1-O2", kind="output"),
             item("TP1-O3", kind="output", given=False, technique="effort"), item("TP1-A1", given=False),
             item("TP2-O1", quarters_late=2), item("TP2-O2", quarters_late=1, late_reason="Odottaa"))  # fmt: skip
    facts = replace(NOTHING, items=items)
    assert told(facts, "deliverable.no_due") == [("", "warning", "TP1-O1", {"title": "Synteesi", "due": "Q4/2024"})]
    assert [one[2] for one in told(facts, "deliverable.late")] == ["TP2-O1"]


def indicators(*rows: Sequence[object]) -> Facts:
    facts = tuple(IndicatorFact(*row) for row in rows)  # type: ignore[arg-type]
    return replace(NOTHING, packages=(package("TP1"), package("TP1.1", parent="TP1")), indicators=facts)


def test_indicators() -> None:
    facts = indicators(
        ("TP1", "Oman suunnitelman tehneet", "quantitative", "organisaatio", 0.0, 72.0),
        ("TP1.1", "Oman suunnitelman  tehneet", "qualitative", None, 0.0, None),
        ("TP1.1", "Koulutusten osallistujamäärä", "quantitative", None, None, 20.0),
        ("TP1", "Osallistujat", "quantitative", "henkilö", 0.0, 20.0),
    )
    bare = {"n": 2, "titles": "Oman suunnitelman  tehneet; Koulutusten osallistujamäärä"}
    assert told(facts, "indicator.no_target") == [("", "warning", "TP1.1", bare)]
    assert [one[3]["title"] for one in told(facts, "indicator.unit")] == ["Koulutusten osallistujamäärä"]
    assert [one[3] for one in told(facts, "indicator.kind")] == [
        {"title": "Oman suunnitelman tehneet", "quantitative": "TP1", "qualitative": "TP1.1"}]  # fmt: skip


def test_action_duplicate() -> None:
    packages = (package("KOORD"), package("TP4"), package("TP1"), package("TP1.1", parent="TP1"))
    first = item("KOORD-A1", "Verkoston laajentaminen uusiin järjestäjiin")
    other = item("TP4-A1", "Laajennetaan verkostoa uusiin järjestäjiin")
    facts = replace(NOTHING, packages=packages, items=(first, other, item("TP1-A1", "Työpajojen järjestäminen")))
    assert [(one[1], one[2], one[3]["other"]) for one in told(facts, "action.duplicate")] == [
        ("ask", "KOORD-A1", "TP4-A1")
    ]
    related = (item("TP1-A1", first.title), item("TP1.1-A1", first.title))
    assert told(replace(facts, items=related), "action.duplicate") == []


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
    text = open(__file__, encoding="utf-8").read()  # noqa: PTH123, SIM115
    assert [name for name in RULES if f'"{name}"' not in text] == []
