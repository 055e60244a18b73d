"""Rules on the plan, indicators and quarters: what each finds (the real cases of checks.md) and what must pass."""

from dataclasses import replace

import pytest

from core.checks.facts import (
    Facts,
    ImportFact,
    IndicatorFact,
    ItemFact,
    OverdueFact,
    OverrideFact,
    PackageFact,
    ReportedFact,
    TextFact,
)
from core.days import day_number
from core.findings import Place
from tests.core.checks_support import NOTHING, Q1, Q2, Q3, Q4, item, package, role, told

Told = list[tuple[str, str, str | None, dict[str, object]]]


def plan(*parts: object, today: str | None = None, **more: object) -> Facts:
    """Facts of packages, items, indicators and whatever else stands in *parts*."""
    kinds: dict[str, type] = {
        "packages": PackageFact, "items": ItemFact, "indicators": IndicatorFact, "imports": ImportFact,
        "reported": ReportedFact, "overdue": OverdueFact, "overrides": OverrideFact, "texts": TextFact,
    }  # fmt: skip
    found = {name: tuple(part for part in parts if isinstance(part, kind)) for name, kind in kinds.items()}
    return replace(NOTHING, **found, today=day_number(today) if today else None, **more)  # type: ignore[arg-type]


def indicator(title: str, code: str = "TP1", kind: str = "quantitative", unit: str | None = "henkilö",
              target: float | None = 20, **more: object) -> IndicatorFact:  # fmt: skip
    return IndicatorFact(code, title, kind, unit, 0.0, target, **more)  # type: ignore[arg-type]


def text(words: str, first: int | None = None, last: int | None = None) -> TextFact:
    return TextFact("TP1.3", words, first, last)


BRANCH = (package("TP1"), package("TP1.1", parent="TP1"), package("TP2"), package("TP3", Q3, Q4))
OWN = "Oman kehittämissuunnitelman tehneet"
UPDATE = "Tuotosten päivitys yhteistyössä TP 3:n kanssa"
ENLARGE = "Verkoston laajentaminen uusiin järjestäjiin"
ENLARGED = "Laajennetaan verkostoa uusiin järjestäjiin"

FOUND: list[tuple[str, Facts, Told]] = [
    ("wp.no_indicator", plan(package("TP2", indicators=0)),
     [("", "warning", "TP2", {"title": "Title of TP2"})]),
    ("wp.no_item", plan(package("TP3", items=0)), [("", "warning", "TP3", {"title": "Title of TP3"})]),
    ("wp.alias", plan(*[ImportFact("wp.alias", Place(), {"package": "TP4", "title": "Visio", "known": "Kehitys"})] * 2),
     [("", "ask", "TP4", {"package": "TP4", "title": "Visio", "known": "Kehitys"})]),
    ("wp.window", plan(package("TP1", Q2, Q4), package("TP1.1", Q1, Q4, parent="TP1")),
     [("parent", "error", "TP1.1", {"own": "Q1/2024–Q4/2024", "around": "Q2/2024–Q4/2024", "parent": "TP1"})]),
    ("wp.window", plan(package("TP1", Q1, Q4 + 1)),
     [("project", "error", "TP1", {"own": "Q1/2024–Q1/2025", "around": "Q1/2024–Q4/2024", "parent": ""})]),
    ("wp.window", plan(package("TP3", Q3, Q4), item("TP3-A1", first=Q2, last=Q3)),
     [("item", "warning", "TP3-A1", {"title": "Synteesi", "own": "Q2/2024–Q3/2024", "around": "Q3/2024–Q4/2024",
                                     "parent": "TP3"})]),
    ("dependency.window", plan(*BRANCH, item("TP1-A4", "Arviointi", Q2, Q2, after=("TP3",))),
     [("", "warning", "TP1-A4", {"title": "Arviointi", "needs": "TP3", "due": "Q2/2024", "starts": "Q3/2024"})]),
    ("dependency.window", plan(*BRANCH, item("TP1-A4", "Arviointi", Q2, Q3, after=("TP3",))),
     [("begins", "ask", "TP1-A4", {"title": "Arviointi", "needs": "TP3", "begins": "Q2/2024", "starts": "Q3/2024"})]),
    ("dependency.window", plan(*BRANCH, item("TP1.1-A6", UPDATE, Q1, Q4)),
     [("named", "ask", "TP1.1-A6", {"title": UPDATE, "needs": "TP3", "begins": "Q1/2024", "starts": "Q3/2024"})]),
    ("dependency.window", plan(*BRANCH, package("TP4", needs=("TP3",))),
     [("package", "warning", "TP4", {"needs": "TP3", "begins": "Q1/2024", "starts": "Q3/2024"})]),
    ("plan.technique", plan(item("TP1-A1", last=Q3)), [("", "warning", "TP1-A1", {"title": "Synteesi", "n": 3})]),
    ("deliverable.no_due", plan(item("TP1-O1", kind="output", given=False, last=Q4, owner="Omnia")),
     [("", "warning", "TP1-O1", {"title": "Synteesi", "due": "Q4/2024"})]),
    ("deliverable.no_due", plan(item("TP1-O1", kind="output")),
     [("no_owner", "warning", "TP1-O1", {"title": "Synteesi"})]),
    ("deliverable.late", plan(item("TP2-O1", quarters_late=2)),
     [("", "warning", "TP2-O1", {"title": "Synteesi", "n": 2, "due": "Q1/2024"})]),
    ("deliverable.late", plan(item("TP2-O1", last=Q4, quarters_late=0)),
     [("missed", "warning", "TP2-O1", {"title": "Synteesi", "n": 0, "due": "Q4/2024"})]),
    ("action.duplicate", plan(*BRANCH, item("TP2-A1", ENLARGE), item("TP3-A5", "Verkoston laajentaminen")),
     [("", "ask", "TP2-A1", {"title": ENLARGE, "other": "TP3-A5", "other_title": "Verkoston laajentaminen"})]),
    ("action.duplicate", plan(*BRANCH, item("TP2-A1", ENLARGE), item("TP3-A1", ENLARGED)),
     [("", "ask", "TP2-A1", {"title": ENLARGE, "other": "TP3-A1", "other_title": ENLARGED})]),
    ("indicator.no_target", plan(*BRANCH, indicator("Palaute", target=None), indicator("Osuus")),
     [("", "warning", "TP1", {"n": 1, "titles": "Palaute"})]),
    ("indicator.unit", plan(indicator("Koulutusten osallistujamäärä", "TP1.2", unit=None)),
     [("", "warning", "TP1.2", {"title": "Koulutusten osallistujamäärä"})]),
    ("indicator.kind", plan(indicator(OWN), indicator("Oman suunnitelman tehneet", "TP1.1", "qualitative"),
                            indicator("Järjestäjät ovat tehneet oman suunnitelmansa", "TP1.2", "qualitative")),
     [("", "ask", None, {"title": OWN, "quantitative": "TP1", "qualitative": "TP1.1, TP1.2"})]),
    ("indicator.no_value", plan(*BRANCH, indicator("Osuus"), indicator("Käynnit", aggregation="sum", values=(Q1,)),
                                locked=Q2),
     [("", "ask", "TP1", {"quarter": "Q2/2024", "n": 2, "titles": "Osuus; Käynnit"})]),
    ("progress.reported", plan(ReportedFact("TP1.2", Q3, 0.7, 0.54)),
     [("", "warning", "TP1.2", {"quarter": "Q3/2024", "reported": 70, "counted": 54, "n": 16})]),
    ("report.overdue", plan(OverdueFact("TP1", Q2, "2024-07-11"), OverdueFact("TP2", Q2, "2024-07-11")),
     [("", "warning", "Q2/2024", {"n": 2, "date": "2024-07-11", "packages": "TP1, TP2"})]),
    ("colour.override", plan(OverrideFact("TP2", "amber", Q2), today="2024-07-01"),
     [("lapsed", "ask", "TP2", {"status": "watch", "until": "Q2/2024"})]),
    ("colour.override", plan(OverrideFact("TP2", "green", Q3), today="2024-09-16"),
     [("lapses", "ask", "TP2", {"status": "on_schedule", "until": "Q3/2024", "n": 14})]),
    ("status.date", plan(package("TP2", Q1, Q2), item("TP2-A1", begun_on="2024-03-01"), today="2024-07-01"),
     [("", "warning", "TP2", {"n": 1, "end": "Q2/2024", "items": "TP2-A1"})]),
    ("status.date", plan(item("TP3-A1", first=Q3, last=Q4, begun_on="2024-06-30")),
     [("early", "ask", "TP3-A1", {"title": "Synteesi", "date": "2024-06-30", "begins": "Q3/2024"})]),
    ("date.quarter", plan(text("Työ jatkuu 30.4.2024 (Q1).")),
     [("", "ask", "TP1.3", {"day": "30.4.2024", "real": "Q2/2024", "told": "Q1"})]),
    ("date.quarter", plan(text("Seminaari 10.9.2024", Q4, Q4)),
     [("timing", "ask", "TP1.3", {"day": "10.9.2024", "real": "Q3/2024", "title": "Seminaari 10.9.2024",
                                  "timing": "Q4/2024"})]),
]  # fmt: skip

PASSED: list[tuple[str, Facts]] = [
    ("wp.no_indicator", plan(package("TP1"))),
    ("wp.no_item", plan(package("TP1", items=0), package("TP1.1", parent="TP1"))),  # followed through its child
    ("wp.alias", plan(ImportFact("import.odd_mark", Place(), {}))),
    ("wp.window", plan(*BRANCH, package("TP1.3", Q2, Q4, parent="TP1"), package("TP4", None, None),
                       item("TP3-A1", first=Q3, last=Q4), item("TP3-A2", first=Q1, last=Q1, done=True))),
    ("dependency.window", plan(*BRANCH, item("TP1-A5", last=Q4, first=Q3, after=("TP3",)),
                               item("TP1.1-A6", UPDATE, Q3, Q4), item("TP2-A2", "TP3.1 ja TP1.3", Q1, Q1),
                               item("TP3-A9", UPDATE, Q1, Q1), item("TP2-A4", after=("TP3",), done=True))),
    ("plan.technique", plan(item("TP1-A2", last=Q2), item("TP1-A3", last=Q4, technique_given=True),
                            item("TP1-A4", last=Q4, done=True))),
    ("deliverable.no_due", plan(item("TP1-O2", kind="output", owner="Omnia"), item("TP1-A1", given=False),
                                item("TP2-O1", kind="output"), item("TP1-O3", kind="output", technique="effort"),
                                roles=(role("TP2", "Sampo", "lead"),))),
    ("deliverable.late", plan(item("TP2-O1"), item("TP2-O2", quarters_late=1, late_reason="Odottaa"))),
    ("action.duplicate", plan(*BRANCH, item("TP1-A1", ENLARGE), item("TP1.1-A1", ENLARGE))),  # one branch
    ("action.duplicate", plan(*BRANCH, *[item(f"{code}-A1", ENLARGE) for code in ("TP1", "TP2", "TP3")])),  # a kind
    ("action.duplicate", plan(*BRANCH, item("TP1-A1", "Webinaarit"), item("TP2-A1", "Webinaarit verkostolle"))),
    ("indicator.no_target", plan(*BRANCH, indicator("Osuus"))),
    ("indicator.unit", plan(indicator("Osallistujat"), indicator("Osallistuneiden organisaatioiden määrä", unit=None),
                            indicator("Osallistujien palaute", kind="qualitative", unit=None))),
    ("indicator.kind", plan(indicator("Koulutusten ja tapahtumien osallistujat"), indicator(OWN), indicator(OWN, "TP2"),
                            indicator("Koulutusten ja tapahtumien palaute", "TP2", "qualitative"))),
    ("indicator.no_value", plan(*BRANCH, indicator("Osuus"), locked=None)),
    ("indicator.no_value", plan(*BRANCH, indicator("Osuus", values=(Q1,)), indicator("Tilat", counted=True),
                                indicator("Käynnit", aggregation="sum", values=(Q1, Q2)), indicator("Uusi", "TP3"),
                                locked=Q2)),
    ("progress.reported", plan(ReportedFact("TP1", Q3, 0.6, 0.45), ReportedFact("TP2", Q3, 0.3, 0.45))),
    ("report.overdue", plan()),
    ("colour.override", plan(OverrideFact("TP1", "red", Q1), OverrideFact("TP2", "red", Q4),
                             OverrideFact("TP3", "red", Q3), today="2024-09-15")),
    ("status.date", plan(package("TP2", Q1, Q2), item("TP2-A1", done=True, begun_on="2024-03-01"), item("TP2-A2"),
                         item("TP2-A3", technique="effort", begun_on="2024-03-01"), today="2024-07-01")),
    ("status.date", plan(package("TP2", Q1, Q2), item("TP2-A1", begun_on="2024-03-01"), today="2024-06-30")),
    ("date.quarter", plan(text("Työ jatkuu 30.4.2024 asti."), text("Aikataulu: Q1–Q4/2024"), text("Q2 alkaa 1.4."),
                          text("Jalkauttamisen suunnitelma 2024–2025", Q3, Q4), text("Kokous 10.9.", Q2, Q3),
                          text("Seminaari 10.9.2024"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "facts", "wanted"), FOUND, ids=[f"{one[0]}-{one[2][0][0]}" for one in FOUND])
def test_what_each_rule_finds(rule: str, facts: Facts, wanted: Told) -> None:
    assert told(facts, rule) == wanted


@pytest.mark.parametrize(("rule", "facts"), PASSED, ids=[one[0] for one in PASSED])
def test_what_each_rule_lets_pass(rule: str, facts: Facts) -> None:
    assert told(facts, rule) == []


def test_every_rule_here_finds_and_lets_pass() -> None:
    assert {rule for rule, _, _ in FOUND} == {rule for rule, _ in PASSED}


def test_reported_is_compared_with_a_tolerance() -> None:
    """Exactly fifteen points are not more than fifteen, whatever floating point makes of 0.60 − 0.45."""
    assert told(plan(ReportedFact("TP1", Q3, 0.60, 0.45)), "progress.reported") == []
    assert told(plan(ReportedFact("TP1", Q3, 0.6001, 0.45)), "progress.reported") != []
