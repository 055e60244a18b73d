"""What differences say: completed, late, moved, cancelled, restated; what no sentence tells is counted."""

from copy import deepcopy
from typing import Any

import pytest

from core.difftelling import telling
from core.snapshotdiff import Content, difference
from core.snapshotview import SnapshotView
from core.telling import Clause, Telling
from locales import choose
from locales.snapshotwords import group_text, others_text, package_text, sentences

Q2, Q3 = "2024-Q2", "2024-Q3"


def item(state: str, earned: int, of: int = 1, units: int | None = None, to: str = Q3) -> dict[str, Any]:
    return {"state": state, "earned": [earned, of], "units": units, "from": Q2, "to": to}


def package(earned: int, status: str, late: list[list[object]]) -> dict[str, Any]:
    return {"earned": [earned, 1], "planned": [10, 1], "weight": [20, 1], "status": status, "late": late}


ITEMS = {"O1": "output", "O2": "output", "O3": "output", "A1": "action", "A2": "action"}


def before() -> Content:
    """A project of one package in Q2: 8 of 20 done."""
    return {
        "format": 1, "project": "X", "quarter": Q2, "as_of": "2024-07-08", "locked": [Q2],
        "rules": {"progress": 1}, "thresholds": {"spi_red": 0.75},
        "facts": {
            "work_package": [[["TP1"], {"parent": None, "title": "Paketti", "position": 1}]],
            "item": [[[code], {"package": "TP1", "kind": kind, "title": f"Kohta {code}", "position": 1, "counter": None,
                               "units": 72 if code == "A2" else None}] for code, kind in ITEMS.items()],
            "event": [[["E1"], {"title": "Webinaari", "start": "2024-06-06T09:00", "cancelled_on": None}],
                      [["E2"], {"title": "Työpaja", "start": "2024-08-28T09:00", "cancelled_on": None}]],
            "event_package": [[["E1", "TP1"], {}], [["E2", "TP1"], {}]],
            "evidence": [], "membership": [[["Omnia", None], {"to_quarter": None, "network": 1}]],
            "organisation": [[["Omnia"], {"short": "Omnia"}]], "participation": [],
        },
        "figures": {Q2: {
            "project": {"earned": [8, 1], "planned": [10, 1], "weight": [20, 1]},
            "packages": {"TP1": package(8, "action_needed", [["A1", 1]])},
            "items": {"O1": item("open", 0), "O2": item("started", 1, 2), "O3": item("open", 0),
                      "A1": item("started", 0, to=Q2), "A2": item("started", 1, 6, 12)},
            "events": {"E1": {"persons": 41, "organisations": 20}},
            "reach": {"so_far": {"network": 62, "persons": [381, 407]}},
        }},
    }  # fmt: skip


def after() -> Content:
    """The same in Q3: 13 of 20 done, two outputs completed."""
    out = deepcopy(before())
    out |= {"quarter": Q3, "as_of": "2024-09-16"}
    found = deepcopy(out["figures"][Q2])
    found["project"]["earned"] = [13, 1]
    found["packages"]["TP1"] = package(13, "watch", [["A1", 2]])
    found["items"] |= {"O1": item("done", 1), "O2": item("done", 1), "O3": item("started", 1, 2),
                       "A2": item("started", 47, 72, 47)}  # fmt: skip
    found["events"] = {"E2": {"persons": 22, "organisations": 12}}
    out["figures"][Q3] = found
    return out


def told(old: Content, new: Content, reasons: dict[str, str] | None = None) -> Telling:
    choose("fi")
    return telling(SnapshotView(old), SnapshotView(new), difference(old, new), reasons)


def test_a_package_in_two_sentences() -> None:
    found = told(before(), after())
    assert package_text(found.packages[0]).replace("\u00a0", " ") == (
        "TP1: tehty 40 % → 65 %; kaksi tuotosta valmistui; yksi kohta on yhä kaksi neljännestä myöhässä (Kohta A1). "
        "Alkoi: Kohta O3; Kohta A2: 12 → 47/72; pidettiin yksi tapahtuma."
    )
    assert found.packages[0].done == (0.4, 0.65)
    assert [one.code for one in found.lines["status"]] == ["diff.better", "diff.nothing_worse"]


def test_the_example_of_the_issue() -> None:
    new = after()
    new["figures"][Q3]["items"]["O3"] = item("done", 1)
    new["figures"][Q3]["packages"]["TP1"]["late"] = [["A2", 1]]
    old = before()
    old["figures"][Q2]["packages"]["TP1"]["late"] = []
    text = package_text(told(old, new).packages[0]).replace("\u00a0", " ")
    assert text.startswith(
        "TP1: tehty 40 % → 65 %; kolme tuotosta valmistui; yksi on neljänneksen myöhässä (Kohta A2)."
    )


def test_nothing_happened() -> None:
    new = deepcopy(before()) | {"as_of": "2024-07-09"}
    found = told(before(), new)
    assert package_text(found.packages[0]).replace("\u00a0", " ") == (
        "TP1: tehty 40 %, ei muutosta; yksi kohta on yhä neljänneksen myöhässä (Kohta A1)."
    )
    assert group_text(found, "status") == "Yhdenkään työpaketin tila ei muuttunut."
    assert found.others == ()
    assert not difference(before(), before()).frame


def test_cancelled_items_and_events_give_their_reason() -> None:
    new = after()
    event = new["facts"]["event"][1][1]
    event |= {"cancelled_on": "2024-08-20", "cancel_reason": "yhdistettiin 12.9. työpajaan."}
    new["facts"]["evidence"] = [[["A1", "2024-09-01", 1], {"kind": "cancelled", "note": None}]]
    new["figures"][Q3]["items"]["A1"]["state"] = "cancelled"
    found = told(before(), new)
    assert group_text(found, "cancelled") == (
        "Peruttu: TP1 Kohta A1. Peruttu: TP1 Työpaja 28.8. Syy: yhdistettiin 12.9. työpajaan."
    )
    assert found.counts.removed == 2
    assert found.others == ()


def test_a_restatement_is_told_where_it_comes_from_with_its_reason() -> None:
    new = after()
    figures = new["figures"][Q2]
    figures["events"]["E1"]["persons"] = 38
    figures["reach"]["so_far"]["persons"] = [378, 404]
    figures["packages"]["TP1"]["earned"] = [9, 1]
    figures["project"]["earned"] = [9, 1]
    found = told(before(), new, {Q2: "kaksi liittymistä samalta henkilöltä"})
    texts = group_text(found, "restated").replace("\u00a0", " ")
    assert texts == (
        "Oikaistu Q2/2024, TP1 Webinaari 6.6.: osallistujia 41 → 38. "
        "Oikaistu Q2/2024, koko hanke: eri henkilöitä 381–407 → 378–404. Oikaistu Q2/2024, TP1: tehty 40 % → 45 %. "
        "Samalla muuttui yksi muu Q2/2024 luku. Syy: kaksi liittymistä samalta henkilöltä."
    )
    assert found.counts.restated == 4


def test_what_no_sentence_knows_is_counted_by_table() -> None:
    new = after()
    new["facts"]["participation"] = [[["TP1", f"O{n}", "expert", None], {}] for n in range(8)]
    new["facts"]["organisation"].append([["Uusi"], {"short": "Uusi"}])
    new["facts"]["membership"].append([["Uusi", None], {"to_quarter": None, "network": 1}])
    new["facts"]["item"][0][1]["title"] = "Toinen"
    found = told(before(), new)
    assert found.others == (("participation", 8), ("item", 1))
    assert others_text(found) == "Lisäksi 9 muuta muutosta: roolit 8, kohdat 1."
    assert group_text(found, "network") == "Verkosto: 1 → 2 organisaatiota. Uusia: Uusi."


def test_rules_and_moved_items_are_told() -> None:
    new = after()
    new["rules"]["progress"] = 2
    new["figures"][Q3]["items"]["A1"]["to"] = "2024-Q4"
    new["facts"]["replan"] = [[["A1", Q3, None], {"to_quarter": "2024-Q4"}]]
    found = told(before(), new)
    assert found.lines["rules"] == (Clause("diff.rule_changed", {"rule": "progress", "old": 1, "new": 2}),)
    assert group_text(found, "plan") == "A1 Kohta A1: määräaika Q2/2024 → Q4/2024."
    assert found.others == ()


def test_answers_to_surveys_are_counted_and_nothing_more() -> None:
    old, new = before(), after()
    wave = {"title": "Alkukysely", "complete": 62, "questions": {"q1/1": {"share": [1, 2]}}}
    new["figures"][Q3]["surveys"] = {"verkosto/alku": wave}
    assert group_text(told(old, new), "surveys") == "Kysely Alkukysely (verkosto/alku): vastauksia – → 62."
    old["figures"][Q2]["surveys"] = {}
    assert group_text(told(old, new), "surveys") == "Kysely Alkukysely (verkosto/alku): vastauksia 0 → 62."
    old["figures"][Q2]["surveys"] = {"verkosto/alku": {**wave, "questions": {}}}
    assert group_text(told(old, new), "surveys") == ""


def test_packages_come_and_go() -> None:
    new = after()
    new["facts"]["work_package"] = [[["TP2"], {"parent": None, "title": "Toinen", "position": 2}]]
    new["figures"][Q3]["packages"]["TP2"] = package(0, "not_started", [])
    texts = [package_text(one).replace("\u00a0", " ") for one in told(before(), new).packages]
    assert texts[0] == "TP2: uusi työpaketti, tehty 0 %."
    assert texts[1].startswith("TP1: ei ole enää suunnitelmassa")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_language_says_as_many_sentences(language: str) -> None:
    found = told(before(), after())
    choose(language)
    texts = sentences(found)
    choose("fi")
    assert len(texts) == len(sentences(found)) == 4
    assert not [text for text in texts if "{" in text or "diff." in text]


def test_a_snapshot_of_an_earlier_etappi_is_compared() -> None:
    old = before()
    for section in ("items", "reach", "events"):
        del old["figures"][Q2][section]
    found = told(old, after())
    assert package_text(found.packages[0]).startswith("TP1: tehty")
    assert found.counts.restated == 0
