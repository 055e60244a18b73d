"""The page of an event: what was done to it and by whom, as the log tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.eventlog import EventAct
from store.desk import Desk
from store.editing import Base
from tests.tui.screen import app_at
from tests.tui.test_events import LARGE, add_events, found, go_to, text_of
from tests.tui.test_events_import import app_with
from tests.tui.test_events_import import folder as folder  # noqa: PLC0414 - a fixture
from tests.tui.test_network import press, settled


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at the demo with events of our own."""
    add_events(desk)
    return desk


def told(desk: Desk, code: str) -> list[tuple[str, int | None, int | None, bool]]:
    return [(act.kind, act.persons, act.organisations, act.undone) for act in desk.events.history(code)]


def test_the_log_tells_who_counted_and_what_was_changed(desk: Desk) -> None:
    code, number = found(desk, "Koepaja")
    assert told(desk, code) == [("counted", 20, 2, False), ("made", None, None, False)]
    desk.events.set_counts(code, number, persons=22)
    desk.events.set_counts(code, number, kind="registered", persons=30)
    _, base = desk.events.base(code)
    base = Base(base.version, base.epoch, {"start": base.values["start"]})
    desk.events.edit(code, number, base, {"start": "2024-09-04T10:00"}, ["TP1.2", "TP3"])
    newest, registered, again, first, made = desk.events.history(code)
    assert [(one.field, one.before, one.after) for one in newest.changed] == [
        ("start", "2024-09-03T09:00", "2024-09-04T10:00")
    ]
    assert newest.packages
    assert (registered.kind, registered.persons) == ("registered", 30)
    assert (again.kind, again.persons, again.organisations) == ("counted", 22, None)
    assert (first.kind, first.persons) == ("counted", 20), "what it took the place of is still told"
    assert made.kind == "made"
    assert [one.number for one in (newest, registered, again)] == sorted((one.number for one in (newest, registered,
                                                                         again)), reverse=True)  # fmt: skip


def test_what_was_taken_back_is_said_to_be(desk: Desk) -> None:
    code, number = found(desk, "Laskematon")
    desk.events.set_counts(code, number, persons=5)
    desk.undo(desk.undo_offer().number)
    undone, counted, made = desk.events.history(code)
    assert (undone.kind, undone.undo_of) == ("undone", counted.number)
    assert (counted.kind, counted.persons, counted.undone) == ("counted", 5, True)
    assert not made.undone
    desk.events.cancel(code, "sairaus")
    newest = desk.events.history(code)[0]
    assert (newest.kind, newest.why, newest.changed) == ("cancelled", "sairaus", ())


def test_other_events_do_not_mingle(desk: Desk) -> None:
    code, _ = found(desk, "Iltapäivä")
    other, number = found(desk, "Koepaja")
    before = desk.events.history(code)
    desk.events.set_counts(other, number, persons=22)
    assert desk.events.history(code) == before
    assert before[0] == replace(before[0], kind="registered", persons=1234)
    assert all(isinstance(one, EventAct) for one in before)


async def test_the_page_tells_the_list_that_was_imported_and_its_acts(desk: Desk, folder: Path) -> None:
    app = app_with(desk, folder)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Laskematon")
        await press(pilot, "i enter enter enter")
        text = " ".join(text_of(app).replace("│", " ").split())
        assert "Muutosloki" in text
        assert "toi listan: osallistujat_1209.csv, 3 henkilöä, 2 organisaatiota" in text
        assert "lisäsi tapahtuman" in text


async def test_old_and_new_hours_stand_in_the_page(desk: Desk) -> None:
    code, number = found(desk, "Koepaja")
    _, base = desk.events.base(code)
    base = Base(base.version, base.epoch, {name: base.values[name] for name in ("start", "mode")})
    desk.events.edit(code, number, base, {"start": "2024-09-04", "mode": "hybrid"}, None)
    app = app_at(desk)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Koepaja")
        await press(pilot, "enter")
        text = " ".join(text_of(app).replace("│", " ").split())
        assert "muutti: Alkaa 3.9.2024 klo 9.00 → 4.9.2024, Tapa verkko → hybridi" in text
