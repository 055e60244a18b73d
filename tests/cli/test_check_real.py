"""`etappi check` on the real plan and tables: each case of checks.md they hold, by rule and place, and no other."""

from collections import Counter
from pathlib import Path

import pytest

import demo as bundled
from tests.cli.support import TABLES, Inside

FOLDER = Path(bundled.__file__).parent
DOCUMENT = Path(__file__).parents[3] / "shared" / "data" / "plan-document.txt"
EIGHT = ("TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4", "TP2", "TP3", "TP4")
FILE = "all-tables.txt"
OMNIA, STADIN = "Espoon seudun koulutuskuntayhtymä Omnia", "Stadin AO, Helsingin kaupunki"
YA = "Yrkesakademin i Österbotten (YA)"

PLAN = [
    *[("wp.no_indicator", code) for code in ("KOORD", "TP2", "TP3", "TP4")],
    ("wp.alias", "TP4"),  # one title in the plan, another in its table
    ("dependency.window", "TP1.2-A4"),  # due in Q2, leans on TP3, which starts in Q3
    *[("indicator.no_target", code) for code in ("TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4")],
    ("indicator.unit", "TP1.2"),
    ("indicator.kind", ""),  # own plans: quantitative in TP1, qualitative in TP1.1–1.4
    ("action.duplicate", "KOORD-A10"),  # enlarging the network: coordination and TP4
]
NETWORK = [
    ("plan.denominator", "OMA"), ("plan.denominator", "OMA"),  # 72 in the table of TP1 of 84; some in a part only
    ("network.count", ""),  # 89 promised, 84 in the tables
    ("org.alias", ""),
    *[("role.duplicate", f"{FILE} > {table} > row {row}") for table, row in (
        ("TP1", 52), ("TP1.1", 136), ("TP1.4", 364), ("TP1.4", 388), ("TP4", 566), ("TP4", 568), ("TP1.2", 220),
        ("TP1.3", 304))],
    ("role.multi", "TP1.2"), ("role.multi", "TP2"), ("role.multi", "TP2"),  # Sampo: lead and expert
    ("role.unmarked", FILE),  # 223 of 471 rows
    *[("role.text_vs_table", name) for name in (
        "Jyväskylän koulutuskuntayhtymä Gradia", YA, OMNIA, "Suomen Yrittäjäopisto")],
    ("role.coverage", "KOORD"), ("role.coverage", ""),  # 14 organisations without a mark anywhere
    *[("role.load", name) for name in (OMNIA, STADIN, YA)],
    ("role.interest", ""),
    ("import.cell", f"{FILE} > TP1.2 > row 219 > column Asiantuntija"),
    ("import.no_role_column", f"{FILE} > TP1 > row 11"),
]  # fmt: skip


def pairs(found: list[dict[str, str]]) -> Counter[tuple[str, str]]:
    return Counter((one["rule"], one["place"] or "") for one in found)


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day on which nothing can be late."""
    monkeypatch.setenv("ETAPPI_TODAY", "2024-02-01")


def test_the_real_plan_and_tables(inside: Inside, tmp_path: Path, early: None) -> None:
    (tmp_path / FILE).write_bytes(TABLES.read_bytes())
    assert inside("init", FOLDER / "plan.toml").code == 0
    assert pairs(inside("check", "--json", "--lang", "en").json()) == Counter(
        [one for one in PLAN if one[0] != "wp.alias"] + [("network.count", ""), ("role.load", OMNIA),
         ("role.load", STADIN)] + [("plan.denominator", "OMA")] * 3 + [
         ("plan.denominator", f"OMA-{part}") for part in ("KA", "OA", "TIETO", "DIGI")] + [
         ("role.coverage", code) for code in ("KOORD", "TP1", "TP1.3", "TP3")])  # fmt: skip
    done = inside("import", FILE, "--answers", FOLDER / "answers.toml", "--apply")
    assert done.code == 0, done.err
    outcome = inside("check", "--json", "--lang", "en")
    found = outcome.json()
    assert pairs(found) == Counter(PLAN + NETWORK)
    assert outcome.code == 0
    by_rule = {one["rule"]: one["text"] for one in found}
    assert "89" in by_rule["network.count"]
    assert "84" in by_rule["network.count"]
    assert "223 of 471" in by_rule["role.unmarked"]
    assert "Asiant" in by_rule["import.cell"]
    assert "TP1.1, TP1.2, TP1.3, TP1.4" in by_rule["indicator.kind"]
    assert ", ".join(EIGHT) in next(one["text"] for one in found if one["place"] == YA and "supporting" in one["text"])


@pytest.mark.skipif(not DOCUMENT.exists(), reason="the real plan document is not part of the project")
def test_the_real_document(inside: Inside, tmp_path: Path, early: None) -> None:
    drafted = inside("init", "--from", DOCUMENT, "--json", "--lang", "en").json()
    dates = [one for one in drafted["findings"] if one["code"] == "date.quarter"]
    assert [one["place"].rpartition(" > ")[2] for one in dates] == ["row 19"]
    assert "30.4.2024" in dates[0]["text"]
    (tmp_path / "draft.toml").write_text(drafted["plan"], encoding="utf-8")
    assert inside("init", "draft.toml").code == 0
    found = inside("check", "--json", "--lang", "en").json()
    places: dict[str, list[str]] = {}
    for one in found:
        places.setdefault(one["rule"], []).append(one["place"] or "")
    assert places["wp.no_indicator"] == ["KOORD", "TP2", "TP3", "TP4"]
    assert places["indicator.no_target"] == ["TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4"]
    assert sum(int(one["text"].split()[0]) for one in found if one["rule"] == "indicator.no_target") == 20  # every one
    assert places["indicator.unit"] == ["TP1.2"]
    assert places["indicator.kind"] == [""]
    assert places["dependency.window"] == ["TP1.1-A6", "TP1.2-A4", "TP1.3-A5"]
    assert len(places["deliverable.no_due"]) == 17  # every output
    assert places["action.duplicate"] == ["KOORD-A7"]
    assert not {"wp.window", "wp.no_item", "status.date", "deliverable.late"} & set(places)
