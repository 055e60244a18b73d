"""The Events screen on the demo's store: what stands on it, the forms of an event and of its counts, its page."""

import pytest
from textual.pilot import Pilot

from core.events import EventRow
from locales import LANGUAGES
from store.desk import Desk
from store.events import by_package
from store.typedcounts import TypedCounts
from tests.tui.screen import app_at, shown, written
from tests.tui.test_network import press, settled
from tests.tui.test_safety import harmful
from tui.app import EtappiApp
from tui.dialogs.box import Dialog
from tui.dialogs.event import EventForm
from tui.dialogs.eventcounts import CountsForm, read_counts
from tui.screens.events import Events
from tui.screens.network import Network
from tui.screens.organisation import Organisation

SMALL, LARGE = (80, 24), (120, 40)
HOSTILE = "[/red]\x1b]52;c;aGk=\x07 [@click=app.quit]x[/]"
KEYS = {" ": "space", ".": "full_stop", ",": "comma", ":": "colon"}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at the demo with events of our own."""
    add_events(desk)
    return desk


def add_events(desk: Desk) -> None:
    """Events whose counts are known: one held, one without its count, one to come."""
    for title, start, packages in (
        ("Koepaja", "2024-09-03T09:00", ["TP1.2"]),
        ("Laskematon", "2024-09-12T13:00", ["TP1.4"]),
        ("Iltapäivä", "2024-09-18T14:00", []),
    ):
        fields = {"title": title, "kind": "workshop", "start": start, "mode": "online", "place": "Espoo"}
        desk.events.add(fields, packages)
    owners = {short: number for number, short in desk.work.owners()}
    code, number = found(desk, "Koepaja")
    desk.events.set_counts(code, number, persons=20, by_organisation={owners["Omnia"]: 12, owners["Gradia"]: 3})
    code, number = found(desk, "Iltapäivä")
    desk.events.set_counts(code, number, kind="registered", persons=1234)


def found(desk: Desk, title: str) -> tuple[str, int]:
    return next((row.code, row.id) for row in desk.events.events() if row.title == title)


def found_row(desk: Desk, title: str) -> EventRow:
    return next(row for row in desk.events.events() if row.title == title)


def screen_of(app: EtappiApp) -> Events:
    return next(screen for screen in app.screen_stack if isinstance(screen, Events))


def text_of(app: EtappiApp) -> str:
    return "\n".join(shown(app)).replace("\u00a0", " ")


async def go_to(app: EtappiApp, pilot: Pilot[None], title: str) -> None:
    screen = screen_of(app)
    screen.grid.move_to([row.title for row in screen.rows].index(title))
    await settled(pilot)


async def type_in(pilot: Pilot[None], text: str) -> None:
    for sign in text:
        await pilot.press(KEYS.get(sign, sign))
    await settled(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_the_list_tells_counts_missing_counts_and_who_registered(desk: Desk, size: tuple[int, int]) -> None:
    app = app_at(desk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        lines = {}
        for title in ("Koepaja", "Laskematon", "Iltapäivä"):
            await go_to(app, pilot, title)
            lines[title] = next(line for line in text_of(app).splitlines() if f" {title} " in line)
        assert lines["Koepaja"].split()[-3:] == ["20", "2", "0"]
        assert "TP1.2" in lines["Koepaja"]
        assert lines["Laskematon"].endswith("! määrä puuttuu")
        assert lines["Iltapäivä"].endswith("ilmoittautui 1 234")
        assert "kaikki" in lines["Iltapäivä"]
        text = text_of(app)
        assert "Osallistumiset kuukausittain" in text
        assert "kesken" in text
        await go_to(app, pilot, "Laskematon")
        assert "Osallistujamäärä puuttuu, ilmoittautuneista ei ole tietoa" in text_of(app)
        await go_to(app, pilot, "Koepaja")
        assert "20 henkilöä, 2 organisaatiota, 5 henkilön organisaatiota ei tiedetä" in text_of(app)


async def test_the_headline_says_what_the_quarter_reached(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        screen = screen_of(app)
        assert screen.figures is not None
        reach = screen.figures.reached.reach
        first, second = shown(app)[2:4]
        assert first.startswith("Q3/2024: ")
        assert f"{reach.contacts} osallistumista" in first.replace("\u00a0", " ") or reach.contacts > 999
        assert f"{len(reach.network)}/{screen.figures.reached.of} organisaatiota" in second
        assert len(reach.network) >= 2


async def test_a_new_event_is_made_in_its_form(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4 n")
        form = app.screen
        assert isinstance(form, EventForm)
        await press(pilot, "enter")
        assert app.screen is form, "an event needs a title"
        await type_in(pilot, "Uusi paja")
        await press(pilot, "enter")
        assert app.screen is form, "an event needs a day"
        await press(pilot, "down right right down")
        await type_in(pilot, "26.9.2024 klo 9")
        await press(pilot, "down")
        await type_in(pilot, "klo 11")
        await press(pilot, "down down down")
        await type_in(pilot, "tp1.2, TP9")
        await press(pilot, "enter")
        assert app.screen is form, "TP9 is none"
        await press(pilot, "backspace")
        await type_in(pilot, "3")
        await press(pilot, "enter")
        made = next(row for row in desk.events.events() if row.title == "Uusi paja")
        assert (made.start, made.ends, set(made.packages)) == ("2024-09-26T09:00", "2024-09-26T11:00", {"TP1.2", "TP3"})
        under = screen_of(app).row()
        assert under is not None
        assert under.code == made.code


async def test_an_event_is_planned_for_some_months_before_its_day_is_known(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4 n")
        await type_in(pilot, "Syysseminaari")
        await press(pilot, "down down down down")
        form = app.screen
        assert isinstance(form, EventForm)
        await type_in(pilot, "marraskuu")
        assert (form.line("window_from").value, form.line("window_to").value) == ("2024-11-01", "2024-11-30")
        await press(pilot, "down")
        await type_in(pilot, "lokakuu")
        await press(pilot, "enter")
        assert app.screen is form, "it would end before it begins"
        await press(pilot, "ctrl+u")
        await type_in(pilot, "12/2024x")
        await press(pilot, "enter")
        assert app.screen is form, "that is no time"
        await press(pilot, "ctrl+u")
        await type_in(pilot, "joulukuu")
        await press(pilot, "enter")
        made = found_row(desk, "Syysseminaari")
        assert shown(app)[2].startswith("Q4/2024: "), "its quarter is shown"
        under = screen_of(app).row()
        assert under is not None
        assert under.code == made.code
        assert (made.start, made.window, made.state) == (None, ("2024-11-01", "2024-12-31"), "planned")


async def test_of_a_hybrid_event_people_on_site_and_online_are_typed_apart(desk: Desk) -> None:
    code = desk.events.add({"title": "Hybridi", "kind": "seminar", "start": "2024-09-11", "mode": "hybrid"})
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Hybridi")
        await press(pilot, "e 3 0 down 1 2 down 4 0 enter")
        form = app.screen
        assert isinstance(form, CountsForm), "40 in all are fewer than 30 and 12"
        await press(pilot, "ctrl+u enter")
        row, number = found_row(desk, "Hybridi"), found(desk, "Hybridi")[1]
        assert (row.persons, row.organisations) == (42, None)
        assert desk.events.typed(number, "counted") == TypedCounts(onsite=30, online=12)
        assert [(one.mode, one.persons) for one in desk.events.page(code).lists] == [("onsite", 30), ("online", 12)]
        await press(pilot, "e down ctrl+u down 5 0 enter")
        assert desk.events.typed(number, "counted") == TypedCounts(persons=50, onsite=30), "what is emptied goes"
        assert found_row(desk, "Hybridi").persons == 50
        await press(pilot, "u enter")
        assert desk.events.typed(number, "counted") == TypedCounts(onsite=30, online=12)


async def test_counts_are_typed_and_the_form_opens_with_them(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Laskematon")
        await press(pilot, "e")
        assert isinstance(app.screen, CountsForm)
        await type_in(pilot, "28")
        await press(pilot, "down down")
        await type_in(pilot, "Omnia 20, Gradia")
        await press(pilot, "enter")
        code, number = found(desk, "Laskematon")
        typed = desk.events.typed(number, "counted")
        assert typed.persons == 28
        assert [count for _, count in typed.by_organisation] == [20, None]
        assert "28 henkilöä" in text_of(app) or "28+ henkilöä" in text_of(app)
        await press(pilot, "e")
        form = app.screen
        assert isinstance(form, CountsForm)
        assert form.text("by_organisation") == "Omnia 20, Gradia"
        await press(pilot, "backspace backspace 5 enter")
        assert app.screen is form, "five are fewer than those of Omnia and Gradia"
        assert desk.events.page(code).row.persons is not None


async def test_before_its_day_the_count_is_of_those_who_registered(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Iltapäivä")
        await press(pilot, "e backspace enter")
        number = found(desk, "Iltapäivä")[1]
        assert desk.events.typed(number, "registered").persons == 123
        assert desk.events.typed(number, "counted") == TypedCounts()


async def test_an_event_is_changed_and_its_page_opens(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Koepaja")
        await press(pilot, "w 2 enter")
        assert found(desk, "Koepaja2")
        page = desk.events.page(found(desk, "Koepaja2")[0])
        assert page.row.packages == ("TP1.2",)
        assert page.row.persons == 20
        await press(pilot, "enter")
        assert isinstance(app.screen, Dialog)
        text = text_of(app)
        assert "12  Omnia" in text
        assert "laskettu" in text


async def test_the_quarters_turn_and_stop_at_the_projects_ends(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4 full_stop")
        assert shown(app)[2].startswith("Q4/2024: ")
        await press(pilot, "full_stop comma comma comma comma")
        assert shown(app)[2].startswith("Q1/2024: ")
        await press(pilot, "q")
        assert not isinstance(app.screen, Events)


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_hostile_titles_are_shown_and_not_obeyed(desk: Desk, spoken: str) -> None:
    fields = {"title": HOSTILE, "kind": "other", "start": "2024-09-12", "place": HOSTILE, "joint_with": HOSTILE}
    code = desk.events.add(fields)
    app = app_at(desk, spoken)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        screen = screen_of(app)
        screen.grid.move_to([row.code for row in screen.rows].index(code))
        await settled(pilot)
        assert not harmful(written(app))
        assert "[/red]" in text_of(app)
        for key in ("enter", "w", "e"):
            await press(pilot, key)
            assert app.screen is not screen
            assert not harmful(written(app))
            await press(pilot, "escape")


def test_people_by_organisation_are_read_as_they_are_typed() -> None:
    owners = ((1, "Omnia"), (2, "Gradia"), (3, "Gradia-ammattiopisto"))
    assert read_counts("Omnia 12, gradia=3; Gradia-amm", owners) == {1: 12, 2: 3, 3: None}
    assert read_counts("", owners) == {}
    assert read_counts("Nobody 3", owners) == "Nobody"
    assert read_counts("Omnia 1, Omnia 2", owners) == "Omnia"


async def test_an_event_is_cancelled_for_a_reason_and_undo_brings_it_back(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Iltapäivä")
        await press(pilot, "d enter")
        assert found_row(desk, "Iltapäivä").state == "registered", "a reason is asked for"
        await type_in(pilot, "sairaus")
        await press(pilot, "enter")
        row = found_row(desk, "Iltapäivä")
        assert (row.state, row.cancel_reason, row.cancelled_on) == ("cancelled", "sairaus", "2024-09-16")
        assert "Peruttu 16.9.2024. sairaus" in text_of(app)
        await press(pilot, "e")
        assert not isinstance(app.screen, CountsForm)
        await press(pilot, "u enter")
        assert found_row(desk, "Iltapäivä").state == "registered"


async def test_copies_come_a_fortnight_apart(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Iltapäivä")
        await press(pilot, "c left down backspace 0 enter")
        await press(pilot, "backspace 2 enter")
        starts = sorted(row.start for row in desk.events.events() if row.title == "Iltapäivä" and row.start)
        assert starts == ["2024-09-18T14:00", "2024-10-02T14:00", "2024-10-16T14:00"]


async def test_the_filter_narrows_the_list_and_who_never_came_is_told(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4 o")
        never, guests = desk.events.never(), desk.events.guests()
        assert never
        assert guests
        assert f"Ei kertaakaan mukana {len(never)} · ulkopuolisia kutsuttavaksi {len(guests)}" in text_of(app)
        assert never[0][2] in text_of(app)
        await press(pilot, "end")
        assert guests[-1][2] in text_of(app)
        await press(pilot, "home enter")
        assert isinstance(app.screen, Organisation)
        assert app.screen.organisation_id == never[0][0]
        await press(pilot, "q f")
        await type_in(pilot, "espoo tp1.2 koe")
        await press(pilot, "enter")
        assert [row.title for row in screen_of(app).rows] == ["Koepaja"]


async def test_a_wide_window_tells_how_reach_grew_and_the_page_does_in_any(desk: Desk) -> None:
    found, never = desk.events.reach(), desk.events.never()
    low, high = found.reach.persons.low, found.reach.persons.high
    packages = by_package(desk.events.events())
    told = f"{len(found.reach.network)}/{found.of} verkoston organisaatiota · {len(never)} ei kertaakaan mukana"
    newest = found.quarters[-1]
    app = app_at(desk)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        text = text_of(app)
        assert "Tavoitettu hankkeen alusta" in text
        assert told in text
        grown = f"+{len(newest.network) + len(newest.outside)} → {len(found.reach.network | found.reach.outside)} org."
        assert f"{grown}, {low}–{high} henkilöä" in next(line for line in text.splitlines() if line.startswith(" Q3 █"))
        line = next(line for line in text.splitlines() if " TP1.2  █" in line)
        assert f" {packages['TP1.2'].contacts}  {packages['TP1.2'].events} tapahtumaa" in line
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "Tavoitettu hankkeen alusta" not in text_of(app)
        await press(pilot, "t")
        assert isinstance(app.screen, Dialog)
        assert f"→ {len(found.reach.network | found.reach.outside)} org., {low}–{high} henkilöä" in text_of(app)


async def test_a_small_window_does_not_read_what_the_whole_project_reached(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        assert screen_of(app).whole is None


async def test_the_overview_tells_the_reach_after_its_first_paint(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        found = desk.events.reach()
        people = found.reach.persons
        assert people.high is not None
        network = f"{len(found.reach.network)}/{found.of}"
        assert f"Tavoitettu {network} org., {people.low}–{people.high} eri henkilöä" in text_of(app)


async def test_the_network_tells_who_never_came_and_filters_them(desk: Desk) -> None:
    never = desk.events.never()
    app = app_at(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "3")
        assert f" · {len(never)} ei kertaakaan mukana" in shown(app)[2]
        await press(pilot, "f")
        await type_in(pilot, "ei mukana")
        await press(pilot, "enter")
        assert f"{len(never)} organisaatiota · ei kertaakaan mukana" in text_of(app)
        screen = next(one for one in app.screen_stack if isinstance(one, Network))
        assert screen.view is not None
        assert set(screen.view.listing.ids) == {number for number, _, _ in never}


async def test_the_network_tells_at_how_many_events_each_organisation_was(desk: Desk) -> None:
    app = app_at(desk)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "3 f o m n i a enter")
        times = desk.events.times()
        owners = {short: number for number, short in desk.work.owners()}
        lines = text_of(app).splitlines()
        title, line = (next(one for one in lines if word in one) for word in ("Tap.", "Omnia ("))
        end = title.index("Tap.") + 4
        assert line[end - 4 : end].strip() == str(times[owners["Omnia"]])
