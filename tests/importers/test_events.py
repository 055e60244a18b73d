"""Lists of planned events and calendars: times as people write them, words, rows against the project, undone, twice."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import icalendar
import pytest

from core.errors import EtappiError
from core.importing import ImportPlan, Known
from importers import eventwords
from importers.answers import Answers
from importers.apply import Source, apply
from importers.eventtimes import when
from importers.readers.calendar import CalendarReader
from store import queries
from store.database import reading
from store.desk import Desk
from store.eventsdesk import EventsDesk
from tests.store.conftest import empty, templates  # noqa: F401 - fixtures
from tests.store.support import Q1, TODAY, dump, make_plan, newest, project_of, small_plan, undo

SPAN = ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("date_", "more", "wanted"),
    [
        ("3.9.2024", {}, ("2024-09-03", None, None)),
        ("ti 3.9. klo 9", {}, ("2024-09-03T09:00", None, None)),
        ("3.9.2024 klo 9.00-11.30", {}, ("2024-09-03T09:00", "2024-09-03T11:30", None)),
        ("3.9.2024, 9–11", {}, ("2024-09-03T09:00", "2024-09-03T11:00", None)),
        ("2024-09-03", {"time": "09:00:00"}, ("2024-09-03T09:00", None, None)),
        ("2024-09-03 13:30:00", {}, ("2024-09-03T13:30", None, None)),
        ("3.9.2024", {"time": "klo 9 - 11"}, ("2024-09-03T09:00", "2024-09-03T11:00", None)),
        ("3.9.2024", {"time": "9.00", "ends": "15.30"}, ("2024-09-03T09:00", "2024-09-03T15:30", None)),
        ("3.9.2024", {"end_date": "4.9.2024"}, ("2024-09-03", "2024-09-04", None)),
        ("3.–4.9.2024", {}, ("2024-09-03", "2024-09-04", None)),
        ("30.9.–1.10.2024", {}, ("2024-09-30", "2024-10-01", None)),
        ("Q3/2024", {}, (None, None, ("2024-07-01", "2024-09-30"))),
        ("Q4", {}, (None, None, ("2024-10-01", "2024-12-31"))),
        ("2024-11", {}, (None, None, ("2024-11-01", "2024-11-30"))),
        ("elo-syyskuu 2024", {}, (None, None, ("2024-08-01", "2024-09-30"))),
        ("augusti", {}, (None, None, ("2024-08-01", "2024-08-31"))),
        ("vk 37", {}, (None, None, ("2024-09-09", "2024-09-15"))),
    ],
)  # fmt: skip
def test_times(date_: str, more: dict[str, str], wanted: object) -> None:
    assert when({"date": date_, **more}, TODAY, SPAN, eventwords.standard().months) == wanted


@pytest.mark.parametrize("text", ["31.9.2024", "tomorrow", "9/3/2024", "4.–3.9.2024", "3.9.2024 klo 25", "syksyllä"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(EtappiError, match=r"import\.event_bad_date"):
        when({"date": text}, TODAY, SPAN, eventwords.standard().months)


def test_words_of_three_languages() -> None:
    words = eventwords.standard()
    kinds = {
        "Työpaja": "workshop", "verkkotyöpaja": "workshop", "Osaamiskampus-työpaja": "workshop", "Lärcafé": "cafe",
        "learning café": "cafe", "webinar": "webinar", "Mellanseminarium": "seminar", "juhla": None,
    }  # fmt: skip
    assert {text: words.kind(text) for text in kinds} == kinds
    modes = {"Verkossa": "online", "på plats": "onsite", "Hybridi": "hybrid", "puhelin": None}
    assert {text: words.mode(text) for text in modes} == modes


@pytest.fixture
def path(empty: str, monkeypatch: pytest.MonkeyPatch) -> str:  # noqa: F811
    monkeypatch.setattr("store.backup.before", lambda *_: None)
    make_plan(empty, small_plan(), fixed_today=TODAY)
    return empty


@pytest.fixture
def desk(path: str) -> EventsDesk:
    return Desk(path).events


Bring = Callable[..., ImportPlan]


@pytest.fixture
def bring(path: str) -> Bring:
    """Import a list; the plan that was carried out."""

    def import_(text: str | bytes, file: str = "events.csv", kind: str | None = "events", **more: object) -> ImportPlan:
        project = project_of(path).id
        answers = Answers(**{name: more.pop(name) for name in ("conflicts", "workpackages") if name in more})  # type: ignore[arg-type]
        content = text if isinstance(text, bytes) else text.encode()
        source = Source(content, file, answers, kind=kind, **more)  # type: ignore[arg-type]
        with reading(path) as connection:
            plan = source.plan(queries.known(connection, project))
        if not plan.questions and not plan.errors:
            apply(path, project, source, plan)
        return plan

    return import_


LIST = """\
Hankkeen tapahtumat syksyllä;;;;;;;
Tapahtuma;Pvm;Klo;Laji;TP;Paikka;Tapa;Järjestäjä
Digiwebinaari;3.10.2024;9–11;webinaari;TP1;;verkossa;
Vertaistapaaminen;10.10.2024;13;vertaisoppiminen;tp 1.1, TP2;Turku;paikan päällä;Omnia
Loppuseminaari;marras–joulukuu;;seminaari;kaikki;;hybridi;
"""


def test_a_list_becomes_events_and_the_second_time_nothing(path: str, desk: EventsDesk, bring: Bring) -> None:
    before = dump(path)
    plan = bring(LIST)
    assert (plan.count("added"), plan.rows_read, plan.findings) == (3, 3, ())
    first, second, third = desk.events()
    assert (first.code, first.start, first.ends, first.kind, first.mode, first.packages) == (
        "E1", "2024-10-03T09:00", "2024-10-03T11:00", "webinar", "online", ("TP1",))  # fmt: skip
    assert (second.start, second.packages, second.place, second.mode, second.host) == (
        "2024-10-10T13:00", ("TP2", "TP1.1"), "Turku", "onsite", "Omnia")  # fmt: skip
    assert (third.start, third.window, third.packages, third.mode) == (None, ("2024-11-01", "2024-12-31"), (), "hybrid")
    after, batch = dump(path), newest(path)
    assert not bring(LIST).changes_something
    assert not bring(LIST + "\n").changes_something
    assert dump(path) == after
    undo(path, batch)
    assert dump(path) == before


def test_a_changed_list_moves_its_own_events(path: str, desk: EventsDesk, bring: Bring) -> None:
    bring(LIST)
    plan = bring(LIST.replace("9–11", "10–12").replace("marras–joulukuu", "28.11.2024"))
    assert (plan.count("changed"), plan.count("same"), plan.count("added")) == (2, 1, 0)
    first, _, third = desk.events()
    assert (first.start, first.ends) == ("2024-10-03T10:00", "2024-10-03T12:00")
    assert (third.code, third.start, third.window) == ("E3", "2024-11-28", ("2024-11-01", "2024-12-31"))


def test_what_a_person_changed_is_asked(path: str, desk: EventsDesk, bring: Bring) -> None:
    bring(LIST)
    event, base = desk.base("E2")
    desk.edit("E2", event, base, {"place": "Vaasa"}, None)
    plan = bring(LIST + "\n")
    assert [(one.kind, one.text, [c.name for c in one.candidates]) for one in plan.questions] == [
        ("conflict", "E2 > place", ["kept", "file"])]  # fmt: skip
    assert bring(LIST + "\n", conflicts={"E2 > place": "kept"}).count("same") == 3
    assert desk.page("E2").row.place == "Vaasa"
    bring(LIST + "\n\n", conflicts={"E2 > place": "file"})
    assert desk.page("E2").row.place == "Turku"


def test_rows_that_cannot_be(path: str, desk: EventsDesk, bring: Bring) -> None:
    desk.add({"title": "Old", "start": "2024-02-01"})
    Desk(path).closing.close(Q1)
    text = ("Event,Date,Kind,Host\nA,31.9.2024,,\n,3.9.2024,,\nB,,,\nC,2024-02-02,,\nD,3.9.2024,hackathon,Nobody\n"
            "D,3.9.2024,,\nOld,2024-02-05,,\n")  # fmt: skip
    plan = bring(text)
    assert [(one.code, one.severity, one.place.row) for one in plan.findings] == [
        ("import.event_bad_date", "error", 2), ("import.event_no_title", "error", 3),
        ("import.event_no_day", "error", 4),
        ("import.event_word_unknown", "warning", 6), ("import.event_host_unknown", "warning", 6),
        ("import.event_locked", "error", 5), ("import.event_locked", "error", 8),
    ]  # fmt: skip
    assert [row.outcome for row in plan.rows] == ["error"] * 4 + ["added", "repeated", "error"]
    assert len(desk.events()) == 1
    bring(text, skip_errors=True)
    assert [(one.title, one.kind) for one in desk.events()] == [("Old", "other"), ("D", "other")]


def test_a_package_that_is_none_is_asked_once(desk: EventsDesk, bring: Bring) -> None:
    text = "Event,Date,WP\nA,3.10.2024,TP9\nB,4.10.2024,TP9\n"
    plan = bring(text)
    assert [(one.kind, one.text, len(one.places)) for one in plan.questions] == [("workpackage", "TP9", 2)]
    bring(text, workpackages={"TP9": "TP2"})
    assert [one.packages for one in desk.events()] == [("TP2",), ("TP2",)]
    bring("Event,Date\nC,5.10.2024\n", package="tp1")
    assert desk.events()[-1].packages == ("TP1",)


def test_no_list_of_events(bring: Bring) -> None:
    with pytest.raises(EtappiError, match=r"import\.no_event_list"):
        bring("Name,Organisation\nA,Omnia\n")


def calendar(*events: dict[str, object]) -> bytes:
    whole = icalendar.Calendar()
    whole.add("prodid", "-//test//")
    whole.add("version", "2.0")
    for number, fields in enumerate(events):
        one = icalendar.Event()
        one.add("uid", f"u{number}@x")
        for name, value in fields.items():
            one.add(name, value)
        whole.add_component(one)
    return bytes(whole.to_ical())


def test_a_calendar(path: str, desk: EventsDesk, bring: Bring) -> None:
    from zoneinfo import ZoneInfo

    content = calendar(
        {"summary": "Webinaari; osa 1, alku", "dtstart": datetime(2024, 10, 3, 6, tzinfo=ZoneInfo("UTC")),
         "dtend": datetime(2024, 10, 3, 8, tzinfo=ZoneInfo("UTC")), "location": "Teams, verkossa " * 12},
        {"summary": "Päivät", "dtstart": date(2024, 11, 5), "dtend": date(2024, 11, 7)},
        {"summary": "Kahvila", "dtstart": datetime(2024, 10, 21, 14, tzinfo=ZoneInfo("Europe/Helsinki")),
         "duration": timedelta(hours=1, minutes=30), "rrule": {"freq": "weekly", "count": 3},
         "exdate": [datetime(2024, 10, 28, 14, tzinfo=ZoneInfo("Europe/Helsinki"))]},
        {"summary": "Peruttu", "dtstart": date(2024, 11, 5), "status": "CANCELLED"},
    )  # fmt: skip
    plan = bring(content, "hanke.ics", None)
    assert (plan.kind, plan.reader, plan.count("added"), plan.row_count("skipped")) == ("events", "calendar", 4, 1)
    assert [(one.title, one.start, one.ends) for one in desk.events()] == [
        ("Webinaari; osa 1, alku", "2024-10-03T09:00", "2024-10-03T11:00"),
        ("Kahvila", "2024-10-21T14:00", "2024-10-21T15:30"), ("Kahvila", "2024-11-04T14:00", "2024-11-04T15:30"),
        ("Päivät", "2024-11-05", "2024-11-06"),
    ]  # fmt: skip
    assert desk.events()[0].place == ("Teams, verkossa " * 12).strip()
    assert not bring(content, "hanke.ics", None).changes_something
    moved = content.replace(b"20241003T06", b"20241004T06").replace(b"20241003T08", b"20241004T08")
    moved = moved.replace(b"SUMMARY:Webinaari\\; osa 1\\, alku", b"SUMMARY:Uusi nimi")
    plan = bring(moved, "hanke.ics", None)
    assert (plan.count("changed"), plan.count("added")) == (1, 0)
    assert (desk.page("E1").row.title, desk.page("E1").row.start) == ("Uusi nimi", "2024-10-04T09:00")


def test_calendars_that_are_odd(bring: Bring) -> None:
    lines = (
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:No day", "END:VEVENT", "BEGIN:VEVENT", "SUMMARY:Bad",
        "DTSTART:2024", "END:VEVENT", "BEGIN:VEVENT", "SUMMARY:For", " ever", "DTSTART;VALUE=DATE:20241001",
        "RRULE:FREQ=MONTHLY",
        "BEGIN:VALARM", "SUMMARY:Alarm", "END:VALARM", "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    text = "\r\n".join(lines)
    (grid,) = CalendarReader().read(text.encode(), "x.ics")
    assert {row.cells[0] for row in grid.rows[1:]} == {"Forever"}
    assert len(grid.rows) == 1 + 37
    assert [(one.code, one.place.row) for one in grid.findings] == [
        ("import.event_unread", 5), ("import.event_series_cut", 9)]  # fmt: skip
    assert CalendarReader().score(b"BEGIN:VCARD\r\n") == 0


def test_files_of_one_run_know_of_one_another(path: str) -> None:
    from importers.afterwards import after

    with reading(path) as connection:
        known: Known = queries.known(connection, project_of(path).id)
    first = Source(LIST.encode(), "a.csv", Answers(), kind="events").plan(known)
    second = Source((LIST + "\n").encode(), "b.csv", Answers(), kind="events").plan(after(known, first))
    assert (second.count("same"), second.count("added")) == (3, 0)
