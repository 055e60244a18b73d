"""`etappi set`, `wp` and `late` as a person and a script use them."""

from typing import Any

import pytest

from tests.cli.support import Inside, Shell

DECISION = "ohjausryhmä 26.9.2024 § 5"


class Etappi:
    """The command on a copy of the demo, in this process."""

    def __init__(self, inside: Inside) -> None:
        self.inside = inside

    def __call__(self, *arguments: str) -> Any:
        """Run ``etappi arguments``."""
        return self.inside(*arguments)

    def json(self, *arguments: str) -> Any:
        """What ``etappi arguments --json`` printed."""
        outcome = self.inside(*arguments, "--json")
        assert outcome.code == 0, outcome.err
        return outcome.json()


@pytest.fixture
def etappi(demo: Shell, inside: Inside) -> Etappi:
    """The command on a copy of the demo."""
    assert demo.db.exists()
    return Etappi(inside)


def item(etappi: Etappi, code: str) -> dict[str, object]:
    found = [one for package in etappi.json("wp") for one in package["items"] if one["code"] == code]
    return dict(found[0])


def late(etappi: Etappi, code: str) -> dict[str, object] | None:
    return next((dict(row) for row in etappi.json("late") if row["item"] == code), None)


def test_another_due_quarter_by_decision(etappi: Etappi) -> None:
    outcome = etappi("set", "TP2-O1", "--due", "Q4", "--decision", DECISION, "--lang", "en")
    assert outcome.out.splitlines()[0] == "TP2-O1 Synteesi: due Q4/2024, from Q3/2024 on."
    found = item(etappi, "TP2-O1")
    assert (found["to"], found["planned_to"], found["late"]) == ("2024-Q4", "2024-Q1", False)
    assert late(etappi, "TP2-O1") is None
    assert "was Q1/2024" in etappi("wp", "TP2", "--lang", "en").out
    etappi("undo")
    assert late(etappi, "TP2-O1") is not None


def test_why_it_is_late(etappi: Etappi) -> None:
    etappi("set", "TP2-O1", "--reason", "Aineisto odottaa", "--remedy", "Lisää tekijöitä", "--responsible", "Sampo",
         "--new-quarter", "Q4", "--decision", DECISION)  # fmt: skip
    found = late(etappi, "TP2-O1")
    assert found is not None
    assert {name: found[name] for name in ("reason", "remedy", "responsible", "new_quarter", "decision")} == {
        "reason": "Aineisto odottaa", "remedy": "Lisää tekijöitä", "responsible": "Sampo", "new_quarter": "2024-Q4",
        "decision": DECISION,
    }  # fmt: skip
    etappi("set", "TP2-O1", "--remedy", "Toinen korjaus")  # the other fields stay
    lines = etappi("late", "--lang", "fi").out.splitlines()
    assert lines[2:5] == ["  Syy: Aineisto odottaa", "  Korjaus: Toinen korjaus",
                          f"  Vastuutaho: Sampo · Uusi aika: Q4/2024 · Päätös: {DECISION}"]  # fmt: skip
    etappi("set", "TP2-O1", "--reason", "")
    assert len(etappi("late").out.splitlines()) == 3
    assert etappi("set", "TP2-O1", "--remedy", "x").code == 2


def test_an_item_is_added_and_changed(etappi: Etappi) -> None:
    outcome = etappi.json("set", "TP2", "--add", "output", "--title", "Lisätty opas", "--due", "Q4", "--units", "3",
                        "--weight", "2,5", "--owner", "Omnia", "--decision", DECISION)  # fmt: skip
    assert outcome["code"] == "TP2-O3"
    found = item(etappi, "TP2-O3")
    assert (found["scope_from"], found["technique"], found["units"], found["weight"]) == ("2024-Q3", "units", 3, 2.5)
    assert str(found["owner"]).endswith("Omnia")
    etappi("set", "TP2-O3", "--title", "Opas", "--owner", "-")
    assert (item(etappi, "TP2-O3")["title"], item(etappi, "TP2-O3")["owner"]) == ("Opas", None)
    assert "added Q3/2024" in etappi("wp", "TP2", "--lang", "en").out
    assert etappi("set", "TP2", "--add", "output", "--title", "Ilman määräaikaa").code == 2


def test_a_total_that_becomes_smaller_is_told(etappi: Etappi) -> None:
    first = etappi.json("set", "TP1.2-A1", "--units", "6")
    assert (first["was"], first["units"], first["note"]) == (5, 6, None)
    told = etappi("set", "TP1.2-A1", "--units", "2", "--lang", "en")
    number = int(told.out.split()[-1])
    assert (f"TP1.2-A1: the total became smaller, it was 6 and is now 2; etappi undo {number} takes that back."
            in told.out.splitlines())  # fmt: skip
    assert etappi("undo", str(number)).code == 0
    again = etappi.json("set", "TP1.2-A1", "--units", "1")
    assert (again["was"], again["units"]) == (6, 1)
    assert f"etappi undo {again['action']}" in again["note"]
    assert "note" not in etappi.json("set", "TP1.2-A1", "--title", "Toinen nimi")


def test_values_of_indicators(etappi: Etappi) -> None:
    def indicator(number: int) -> dict[str, object]:
        return dict(etappi.json("wp", "TP1.2")[0]["indicators"][number - 1])

    etappi("set", "TP1.2", "--indicator", "5", "--value", "221,5")
    assert (indicator(5)["value"], indicator(5)["attainment"], indicator(5)["attained"]) == (221.5, None, "no_target")
    etappi("set", "TP1.2", "--indicator", "osallistujamäärä", "--value", "0", "--note", "ei yhtään")
    assert indicator(5)["value"] == 0  # a declared zero
    etappi("set", "TP1.2", "--indicator", "5", "--value", "-")
    assert indicator(5)["value"] == 179  # that of the quarter before
    assert indicator(1)["value"] is None
    etappi("set", "TP1.2", "--indicator", "1", "--level", "hyvä")
    assert (indicator(1)["level"], indicator(1)["value"]) == ("hyvä", None)
    # counted from own plans
    assert (indicator(2)["value"], indicator(2)["attainment"], indicator(2)["counted"]) == (33, 0.6, True)
    assert etappi("set", "TP1.2", "--indicator", "2", "--value", "3").code == 2
    assert etappi("set", "TP1.2", "--indicator", "palaute", "--level", "hyvä").code == 2  # two of them
    assert etappi("set", "TP1.2", "--indicator", "5", "--value", "1,486").code == 2  # a comma that says two things
    assert etappi("set", "TP2", "--indicator", "1", "--value", "3").code == 2


def test_what_was_reported_is_flagged(etappi: Etappi) -> None:
    etappi("set", "TP1.2", "--reported", "75%", "--note", "arvio")
    now = etappi.json("wp", "TP1.2")[0]["quarters"][2]
    assert (now["reported"], now["reported_differs"], now["reported_note"]) == (0.75, True, "arvio")
    status = next(one for one in etappi.json("status")["workpackages"] if one["code"] == "TP1.2")
    assert (status["reported"], status["reported_differs"]) == (0.75, True)
    text = etappi("wp", "TP1.2", "--lang", "en").out
    assert "! 75%" in text
    assert "! Q3/2024: reported 75% is more than 15 percentage points off the 54% done." in text
    etappi("set", "TP1.2", "--reported", "60%")
    assert etappi.json("wp", "TP1.2")[0]["quarters"][2]["reported_differs"] is False
    etappi("set", "TP1.2", "--reported", "-")
    assert etappi.json("wp", "TP1.2")[0]["quarters"][2]["reported"] is None


def test_an_assessment_ends(etappi: Etappi) -> None:
    etappi("set", "TP2", "--colour", "amber", "--why", "sovittu", "--until", "Q4", "--decision", DECISION)
    assert etappi.json("wp", "TP2")[0]["quarters"][2]["colour"] == "amber"
    etappi("set", "TP2", "--colour", "none")
    assert etappi.json("wp", "TP2")[0]["quarters"][2]["colour"] == "red"


@pytest.mark.parametrize(
    "arguments",
    [
        ("TP2-O1",),
        ("TP2-O1", "accepted", "--due", "Q4"),
        ("TP2-O1", "--due", "Q4", "--note", "x"),
        ("TP2-O1", "--due", "Q9"),
        ("TP2-O1", "--due", "2025-Q4"),
        ("TP2-O1", "--due", "Q4", "--decision", "ohjausryhmä"),
        ("TP2-O1", "--due", "Q4", "--effective", "Q2"),  # locked
        ("TP2-O1", "--weight", "0"),
        ("TP2-O1", "--owner", "Ei tällaista järjestäjää"),
        ("TP2", "--colour", "amber"),
        ("TP2", "--add", "output", "--due", "Q4"),
        ("TP1.2", "--indicator", "5"),
        ("TP1.2", "--reported", "50%", "--quarter", "Q2"),  # locked
        ("TP1.2", "--indicator", "5", "--value", "1", "--quarter", "Q1"),  # locked
    ],
)
def test_what_does_not_go_together_or_does_not_exist(etappi: Etappi, arguments: tuple[str, ...]) -> None:
    before = etappi("log", "--json").out
    outcome = etappi("set", *arguments)
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
    assert "Traceback" not in outcome.err
    assert etappi("log", "--json").out == before


def test_an_earlier_quarter_of_a_package(etappi: Etappi) -> None:
    now, then = etappi.json("wp", "TP1.2")[0], etappi.json("wp", "TP1.2", "--quarter", "Q2")[0]
    assert now["quarters"][:2] == then["quarters"]
    assert [row["quarter"] for row in now["quarters"]] == ["2024-Q1", "2024-Q2", "2024-Q3"]
    assert now["plan"] == then["plan"]
    assert now["plan"][3] == {"quarter": "2024-Q4", "planned": 1}
    states = [{one["code"]: one["state"] for one in package["items"]}["TP1.2-O2"] for package in (then, now)]
    assert states == ["started", "accepted"]
    assert etappi("wp", "--quarter", "2025-Q4").code == 2
