"""Lists for an event from the Events screen: the one that waits in the import folder, or one that is chosen."""

from pathlib import Path

import pytest

from store.desk import Desk
from tests.tui.screen import app_at
from tests.tui.test_events import LARGE, SMALL, add_events, found, found_row, go_to, screen_of, text_of
from tests.tui.test_network import press, settled
from tui.app import EtappiApp
from tui.screens.events import Events
from tui.screens.imports_files import Files
from tui.screens.imports_preview import Preview
from tui.settings import Settings

NAME = "osallistujat_1209.csv"
LIST = "Laskematon 12.9.2024\nNimi;Organisaatio\nMaija Malli;Omnia\nKalle Koe;Gradia\nAnni Aihe;Omnia\n"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at the demo with events of our own."""
    add_events(desk)
    return desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An import folder with a list of the event that has no count, and other files."""
    path = tmp_path / "saapuneet"
    path.mkdir()
    (path / NAME).write_text(LIST, "utf-8")
    (path / "muistio.txt").write_text("Pöytäkirja\n", "utf-8")
    return path


def app_with(desk: Desk, folder: Path, spoken: str = "fi") -> EtappiApp:
    return app_at(desk, spoken, settings=Settings(str(folder.parent / "settings.toml"), folder=str(folder)))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_the_list_that_waits_is_offered_and_one_key_opens_it(
    desk: Desk, folder: Path, size: tuple[int, int]
) -> None:
    app = app_with(desk, folder)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Laskematon")
        assert "Tuontikansiossa on sopiva lista:" in text_of(app)
        assert f"{NAME} (nimilista, to 12.9., 3 henkilöä): i tuo se" in text_of(app)
        await go_to(app, pilot, "Koepaja")
        assert NAME not in text_of(app)
        await go_to(app, pilot, "Laskematon")
        await press(pilot, "i")
        assert isinstance(app.screen, Preview)
        assert app.screen.draft.source.event == found(desk, "Laskematon")[0]
        await press(pilot, "q")
        assert isinstance(app.screen, Events), "what is left leads back to the event"
        assert found_row(desk, "Laskematon").persons is None


async def test_what_is_saved_leads_back_to_its_event_and_waits_no_more(desk: Desk, folder: Path) -> None:
    app = app_with(desk, folder)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Laskematon")
        await press(pilot, "i enter")
        assert "on tallennettu" in text_of(app)
        await press(pilot, "enter")
        row = screen_of(app).row()
        assert app.screen is screen_of(app)
        assert row is not None
        assert (row.title, row.persons, row.organisations) == ("Laskematon", 3, 2)
        assert NAME not in text_of(app)
        await press(pilot, "7 q 4")
        assert isinstance(app.screen, Events)


async def test_the_preview_speaks_of_people_and_tells_a_long_finding_whole(desk: Desk, folder: Path) -> None:
    (folder / NAME).write_text(
        LIST.replace("Organisaatio", "Sähköposti").replace("Gradia", "kalle@example.fi"), "utf-8"
    )
    app = app_with(desk, folder)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Laskematon")
        await press(pilot, "i")
        text = text_of(app)
        assert "✓ Läsnäolijat, 3 henkilöä, 1 sähköpostilla." in text
        assert "Tallenna: osallistujia lisätään 3, muuttuu 0" in text
        assert "Osallistujia: lisätään 3" in text
        assert "Rooleja" not in text
        await press(pilot, "down down enter down")
        told = " ".join(text_of(app).split())
        assert "etappi key rotate; demon keksityt henkilöt jäävät silloin lukumääriksi." in told
        await press(pilot, "up")
        assert "Osallistujia: lisätään 3" in text_of(app)


async def test_a_locked_quarter_takes_neither_lists_nor_counts(desk: Desk, folder: Path) -> None:
    app = app_with(desk, folder)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4 comma")
        for key in ("i", "e"):
            await press(pilot, key)
            assert isinstance(app.screen, Events)
            assert "Q2/2024 on lukittu" in text_of(app)


async def test_without_a_list_that_fits_a_file_is_chosen(desk: Desk, folder: Path) -> None:
    app = app_with(desk, folder)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Koepaja")
        await press(pilot, "i")
        assert isinstance(app.screen, Files)
        assert "Lista tapahtumaan: Koepaja" in text_of(app)
        await press(pilot, "q")
        assert isinstance(app.screen, Events)
        await go_to(app, pilot, "Laskematon")
        await press(pilot, "I")
        assert isinstance(app.screen, Files), "another list than the one that waits"
        await press(pilot, "2")
        assert not isinstance(app.screen, (Events, Files)), "whoever goes elsewhere stays there"
        await press(pilot, "7 i q")
        assert not isinstance(app.screen, Events), "a file that is for no event leads to none"


async def test_a_file_that_cannot_be_read_any_more_is_told_on_the_events_screen(desk: Desk, folder: Path) -> None:
    app = app_with(desk, folder)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await go_to(app, pilot, "Laskematon")
        (folder / NAME).unlink()
        await press(pilot, "i")
        assert isinstance(app.screen, Events)
        assert NAME in text_of(app)
