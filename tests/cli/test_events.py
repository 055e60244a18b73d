"""`etappi events | event | reach | orgs --never`: what they print of the demo, what scripts get, what is refused."""

import pytest

from cli.main import _run
from core.display import width
from core.errors import EtappiError
from tests.cli.support import Inside, Outcome, Shell
from tests.cli.test_golden import LANGUAGES, agree


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_they_print(demo: Shell, language: str) -> None:
    for name, arguments in (("events-q3", ("events", "--quarter", "Q3")), ("reach", ("reach",)),
                            ("event", ("event", "show", "SEM1"))):  # fmt: skip
        printed = demo.terminal(*arguments, ETAPPI_LANG=language, NO_COLOR="1")
        agree(f"{name}-{language}", printed)
        assert max(map(width, printed.out.splitlines())) <= 80


def test_reach_without_the_signs_of_bars(demo: Shell) -> None:
    assert "█" not in demo("reach", PYTHONIOENCODING="ascii").out
    assert "elo     332  ########" in demo("reach", PYTHONIOENCODING="ascii").out


@pytest.fixture
def told(demo: Shell, inside: Inside) -> Inside:
    """Commands in this process, on a copy of the demo."""
    assert demo.db.exists()
    return inside


def done(outcome: Outcome) -> Outcome:
    assert outcome.code == 0, outcome.err
    return outcome


def test_figures_of_the_screens(told: Inside) -> None:
    """screens.md 1 and 4, on Monday 16 September 2024."""
    whole = done(told("reach", "--json")).json()
    assert (whole["events"], whole["contacts"]) == (48, 1486)
    assert whole["persons"]["low"], whole["persons"]["high"] == (512, 547)
    assert round(whole["persons"]["identified"], 2) == 0.93
    assert {name: whole["organisations"][name] for name in ("network", "of", "outside", "unknown")} == {
        "network": 71, "of": 84, "outside": 9, "unknown": 0,
    }  # fmt: skip
    assert [(one["month"], one["contacts"]) for one in whole["months"]] == [
        ("2024-02", 189), ("2024-03", 164), ("2024-04", 171), ("2024-05", 203), ("2024-06", 117), ("2024-08", 332),
        ("2024-09", 310),
    ]  # fmt: skip
    quarter = done(told("reach", "--quarter", "Q3", "--json")).json()
    assert (quarter["events"], quarter["contacts"]) == (20, 642)
    assert (quarter["persons"]["low"], quarter["persons"]["high"]) == (288, 301)
    assert (quarter["organisations"]["network"], quarter["organisations"]["outside"]) == (63, 6)
    assert [(one["network"], one["outside"]) for one in quarter["quarters"]] == [(9, 0)]
    rows = done(told("events", "--quarter", "Q3", "--json")).json()
    states = [row["state"] for row in rows]
    assert [states.count(one) for one in ("held", "planned", "registered", "no_count")] == [20, 2, 3, 1]
    shown = ("title", "workpackages", "persons", "organisations", "outside")
    assert [(row["start"][8:10], *(row[name] for name in shown))
            for row in rows if "2024-08-29" <= (row["start"] or "") < "2024-09-12"] == [
        ("29", "Osaamiskampus kouluttajan tukena", ["TP1.4"], 44, 29, 0),
        ("03", "Viitearkkitehtuuri käytännössä", ["TP1.1"], 37, 26, 1),
        ("04", "Itsearvioinnin mittaristo esillä", ["TP1.2"], 28, 21, 1),
        ("05", "Nykytilan arviointi, työpaja", ["TP1"], 29, 17, 0),
        ("05", "Tietoisku: raportointityökalut", ["TP1.3"], 41, 30, 2),
        ("10", "Väliseminaari", [], 142, 58, 6),
        ("11", "Tietojohtamisen työpaja", ["TP1.3"], 33, 24, 0),
    ]  # fmt: skip
    open_ = [row for row in rows if (row["start"] or "") >= "2024-09-12"]
    assert [(row["title"], row["persons"], row["registered"]) for row in open_] == [
        ("Osaamiskampus-työpaja", None, 33), ("Oppimiskahvila", None, 38), ("Digiosaamisen webinaari", None, 61),
        ("Vertaistapaaminen", None, 27),
    ]  # fmt: skip
    package = done(told("reach", "--wp", "tp 1.2", "--json")).json()
    assert (package["persons"]["low"], package["persons"]["high"]) == (214, 214)
    assert package["organisations"]["network"] + package["organisations"]["outside"] == 38
    assert len(done(told("orgs", "--never", "--json")).json()) == 13
    assert [row["events"] for row in done(told("orgs", "--guests", "--json")).json()] == [5, 5, 3, 3, 3, 2, 1, 1, 1]


def test_an_event_from_its_making_to_its_count(told: Inside) -> None:
    made = done(told("event", "add", "--title", "Työpaja [WP3]", "--start", "17.9.2024 klo 9", "--kind", "workshop",
                     "--wp", "tp1.2", "--wp", "TP1.4", "--mode", "onsite", "--place", "Turku",
                     "--json")).json()  # fmt: skip
    assert (made["id"], made["title"]) == ("E55", "Työpaja [WP3]")
    assert "E55 Työpaja [WP3]" in done(told("event", "edit", "e55", "--start", "2024-09-15T10:00", "--place", "-")).out
    done(told("event", "count", "E55", "--org", "Omnia=12", "--org", "Gradia", "--persons", "20"))
    row = done(told("event", "show", "E55", "--json")).json()
    assert (row["start"], row["place"], row["workpackages"]) == ("2024-09-15T10:00", None, ["TP1.2", "TP1.4"])
    assert (row["persons"], row["organisations"], row["unknown"], row["state"]) == (20, 2, 8, "held")
    assert [(one["short"], one["persons"]) for one in row["present"]] == [("Omnia", 12), ("Gradia", None), (None, 8)]
    assert done(told("event", "edit", "E55", "--persons", "20", "--json")).json()["action"] is None
    done(told("undo"))
    assert done(told("event", "show", "E55", "--json")).json()["state"] == "no_count"


def test_windows_series_and_cancelling(told: Inside) -> None:
    done(told("event", "add", "--title", "Seminaari", "--window", "2024-10..2024-11", "--kind", "seminar"))
    assert done(told("event", "show", "E55", "--json")).json()["window"] == ["2024-10-01", "2024-11-30"]
    done(told("event", "edit", "E55", "--window", "Q4", "--wp", "TP1", "--host", "Omnia", "--invitation", "open"))
    row = done(told("event", "show", "E55", "--json")).json()
    assert (row["window"], row["workpackages"], row["host"], row["invitation"]) == (
        ["2024-10-01", "2024-12-31"], ["TP1"], "Espoon seudun koulutuskuntayhtymä Omnia", "open",
    )  # fmt: skip
    done(told("event", "edit", "E55", "--start", "1.10.2024", "--window", "-", "--wp", "-"))
    assert done(told("event", "repeat", "E55", "--every", "fortnight", "--times", "3", "--json")).json()["ids"] == [
        "E56", "E57", "E58",
    ]  # fmt: skip
    done(told("event", "cancel", "E58"))
    done(told("event", "cancel", "E57", "--why", "Ei ehditä"))
    codes = [row["id"] for row in done(told("events", "--from", "1.10.2024", "--json")).json()]
    assert codes == ["E55", "E56", "SEM2"]
    assert [row["id"] for row in done(told("events", "--from", "1.10.2024", "--all", "--json")).json()] == [
        "E55", "E56", "E57", "E58", "SEM2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("event", "add", "--start", "2024-09-17"), "event.no_title"),
        (("event", "add", "--title", "T", "--start", "17.19."), "cli.bad_date"),
        (("event", "add", "--title", "T", "--code", "sem1"), "event.code_taken"),
        (("event", "add", "--title", "T", "--wp", "TP9"), "progress.unknown_package"),
        (("event", "add", "--title", "T", "--persons", "3"), "event.no_day"),
        (("event", "add", "--title", "T", "--start", "2024-03-01", "--persons", "3"), "closing.locked"),
        (("event", "edit", "E48"), "event.nothing_to_change"),
        (("event", "show", "E99"), "event.unknown"),
        (("event", "cancel", "SEM1"), "event.was_held"),
        (("event", "cancel", "E41"), "event.already_cancelled"),
        (("event", "count", "E49"), "event.no_counts"),
        (("event", "count", "E49", "--org", "Omnia=x"), "event.bad_org_count"),
        (("event", "count", "E49", "--org", "Omnia=1", "--org", "omnia=2"), "event.org_twice"),
        (("event", "count", "E49", "--org", "Nobody=1"), "store.unknown_organisation"),
        (("event", "count", "E49", "--persons", "-1"), "event.bad_count"),
        (("event", "repeat", "E53", "--every", "week", "--times", "2"), "event.no_day"),
        (("events", "--wp", "TP9"), "progress.unknown_package"),
        (("reach", "--wp", "TP9"), "progress.unknown_package"),
        (("reach", "--quarter", "Q7"), "cli.bad_quarter"),
    ],
)  # fmt: skip
def test_what_is_refused(told: Inside, arguments: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[EtappiError] = []

    def complain(error: EtappiError) -> int:
        seen.append(error)
        return error.exit

    monkeypatch.setattr("cli.app.complain", complain)
    assert _run(list(arguments)) == 2
    assert [error.code for error in seen] == [code]


def test_nothing_yet(shell: Shell, inside: Inside) -> None:
    shell.write("plan.toml", '[project]\ncode = "P"\nname = "P"\nstart = 2024-01-01\nend = 2024-12-31\n'
                '[[workpackage]]\ncode = "TP1"\ntitle = "T"\n[[event]]\ntitle = "Kick-off"\nkind = "kick-off"\n'
                'window = ["2024-01"]\n')  # fmt: skip
    done(inside("init", "plan.toml"))
    found = done(inside("reach", "--json")).json()
    assert (found["events"], found["contacts"], found["persons"]) == (0, 0, {"low": 0, "high": 0, "identified": None})
    (row,) = done(inside("events", "--json")).json()
    assert (row["id"], row["kind"], row["start"], row["window"], row["persons"]) == (
        "E1", "kickoff", None, ["2024-01-01", "2024-01-31"], None,
    )  # fmt: skip
    assert done(inside("reach")).out.splitlines()[0]
