"""Events that are coming up and counts that are missing: `status`, `deadlines` and `check` tell of the same events."""

import icalendar
import pytest

from tests.cli.support import Inside, Shell

PLAN = """\
[project]
code = "P"
name = "Hanke"
start = 2024-01-01
end = 2024-12-31
language = "fi"

[[workpackage]]
code = "TP1"
title = "Yksi"
lead = ["Omnia", "Gradia", "Riveria"]

[[workpackage]]
code = "TP2"
title = "Kaksi"
assist = ["Omnia"]

[[event]]
code = "SEM1"
title = "Väliseminaari"
kind = "seminar"
workpackages = ["TP1", "TP2"]
start = 2024-10-10
place = "Jyväskylä"

[[event]]
title = "Loppuseminaari"
kind = "seminar"
window = ["2024-11", "2024-12"]

[[event]]
title = "Vasta joulukuussa"
start = "2024-12-02T12:00"
"""
CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:kahvit@muualla
DTSTART:20240918T140000
DTEND:20240918T153000
SUMMARY:Oppimiskahvila
LOCATION:Teams\\, linkki kutsussa
END:VEVENT
BEGIN:VEVENT
UID:ohi@muualla
DTSTART:20240913T090000
SUMMARY:Ohi mennyt webinaari
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def made(shell: Shell, inside: Inside) -> Inside:
    """A project whose events came from a plan file and a calendar, on 16 September 2024."""
    assert inside("init", shell.write("plan.toml", PLAN)).code == 0
    assert inside("import", shell.write("k.ics", CALENDAR), "--wp", "TP1", "--apply").code == 0
    return inside


def findings(made: Inside) -> list[str]:
    """What `status` says of missing counts."""
    found = made("status", "--json").json()["findings"]
    return [one["text"] for one in found if one["rule"] == "event.no_count"]


def checked(made: Inside) -> list[str]:
    """The events of which `check` says that."""
    return [one["place"] for one in made("check", "--json").json() if one["rule"] == "event.no_count"]


def add(made: Inside, title: str, start: str) -> str:
    done = made("event", "add", "--title", title, "--start", start, "--json")
    assert done.code == 0, done.err
    return str(done.json()["id"])


def test_events_of_a_plan_and_of_a_calendar_are_coming_up(made: Inside) -> None:
    coming = made("status", "--json").json()["coming"]
    assert [(one["date"], one["time"], one["text"]) for one in coming if one["kind"] == "event"] == [
        ("2024-09-18", "14:00", "TP1 Oppimiskahvila"), ("2024-10-10", None, "TP1, TP2 Väliseminaari"),
    ]  # fmt: skip
    line = next(line for line in made("status", "--plain").out.splitlines() if line.startswith("Tulossa: "))
    assert "ke 18.9. TP1 Oppimiskahvila · " in line  # one line tells of the next event only
    for code in ("SEM1", "E3"):
        assert made("event", "cancel", code).code == 0
    assert not [one for one in made("status", "--json").json()["coming"] if one["kind"] == "event"]
    assert "Oppimiskahvila" not in made("status", "--plain").out
    assert "Väliseminaari" not in made("deadlines", "--all").out


def test_events_stand_among_the_deadlines_and_in_the_calendar(made: Inside, shell: Shell) -> None:
    rows = made("deadlines", "--json").json()
    assert [(one["date"], one["time"], one["title"], one["uid"]) for one in rows if one["kind"] == "event"] == [
        ("2024-09-18", "14:00", "TP1 Oppimiskahvila", "event-E3"),
        ("2024-10-10", None, "TP1, TP2 Väliseminaari", "event-SEM1"),
        ("2024-12-02", "12:00", "Vasta joulukuussa", "event-E2"),
    ]  # fmt: skip
    assert not any(one["late"] for one in rows)
    assert "Ohi mennyt webinaari" in made("deadlines", "--all").out
    assert made("deadlines", "--ics", "k.out.ics").code == 0
    found = icalendar.Calendar.from_ical((shell.root / "k.out.ics").read_bytes()).walk()
    cafe, seminar = (next(one for one in found if str(one.get("UID")) == f"event-{code}@P.etappi")
                     for code in ("E3", "SEM1"))  # fmt: skip
    assert (str(cafe["SUMMARY"]), str(cafe["LOCATION"])) == ("P: TP1 Oppimiskahvila", "Teams, linkki kutsussa")
    assert f"{cafe.decoded('DTSTART')}–{cafe.decoded('DTEND')}" == "2024-09-18 14:00:00–2024-09-18 15:30:00"
    assert (str(seminar.decoded("DTSTART")), str(seminar["LOCATION"])) == ("2024-10-10", "Jyväskylä")


def test_a_count_that_is_missing_is_told_until_it_is_there(made: Inside) -> None:
    assert findings(made) == ["13.9.: Ohi mennyt webinaari: osallistujamäärä puuttuu."]
    assert checked(made) == ["E4"]
    assert made("event", "count", "E4", "--registered", "--persons", "33").code == 0
    assert len(findings(made)) == 1  # who registered is not known to have been there
    assert checked(made) == ["E4"]
    second = add(made, "Toinen", "2024-09-12")
    assert findings(made)[0].startswith("12.9.: Toinen:")
    assert checked(made) == [second, "E4"]
    assert made("event", "cancel", second).code == 0
    assert made("event", "count", "E4", "--persons", "0").code == 0  # nobody came, and somebody counted
    assert findings(made) == checked(made) == []
    add(made, "Tänään", "2024-09-16T08:00")
    assert findings(made) == checked(made) == []


def test_what_is_locked_gets_no_count_and_is_not_asked_for(made: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    spring, summer = add(made, "Keväällä", "2024-03-31T23:00"), add(made, "Kesällä", "2024-04-01")
    before = add(made, "Ennen hanketta", "2023-12-30")
    assert checked(made) == [before, spring, summer, "E4"]
    assert len(findings(made)) == 4
    assert made("close", "2024-Q1").code == 0
    assert checked(made) == [summer, "E4"]
    assert [one.partition(":")[0] for one in findings(made)] == ["1.4.", "13.9."]


def test_two_packages_that_call_the_same_people_on_one_day(demo: Shell, inside: Inside) -> None:
    """event.clash on the demo: an event of TP1.4 stands on 18 September."""

    def clashes() -> list[tuple[str, str, str]]:
        found = inside("check", "--json").json()
        return [(one["severity"], one["place"], one["text"]) for one in found if one["rule"] == "event.clash"]

    assert demo.db.exists()
    assert clashes() == []  # nor do the events of one day in the past
    webinar = inside("event", "add", "--title", "Toinen", "--start", "2024-09-18T13:00", "--wp", "TP1.2", "--json")
    assert webinar.code == 0, webinar.err
    ((severity, place, text),) = clashes()
    assert (severity, place) == ("ask", webinar.json()["id"])
    assert text.startswith("Toinen on samana päivänä (18.9.2024) kuin Digiosaamisen webinaari (E51); ")
    assert inside("event", "edit", place, "--wp", "TP1.4").code == 0
    assert clashes() == []  # one package: its own affair
    assert inside("event", "edit", place, "--wp", "-").code == 0
    assert len(clashes()) == 1  # an event of the whole project is for everybody
    assert inside("event", "edit", place, "--start", "2024-09-17").code == 0
    assert clashes() == []
    assert inside("event", "edit", place, "--start", "2024-09-18").code == 0
    assert inside("event", "cancel", place).code == 0
    assert clashes() == []
