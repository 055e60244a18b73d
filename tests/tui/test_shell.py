"""The shell around the screens: palette, filter, undo, projects, languages, themes."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.board import Board
from locales import LANGUAGES, choose, language, t
from store.desk import Hit, UndoOffer
from store.undo import Conflict, UndoneAction
from tests.tui import boards
from tests.tui.desks import FakeDesk
from tests.tui.screen import app_at, app_of, shown, written
from tests.tui.test_safety import harmful
from tui.app import EtappiApp
from tui.dialogs.choice import Choice
from tui.dialogs.palette import Palette
from tui.dialogs.takeback import TakeBack
from tui.screens.overview import Overview
from tui.settings import read_settings
from tui.themes import THEMES
from tui.widgets.field import Field
from tui.widgets.filterbar import FilterBar
from tui.widgets.grid import Grid
from tui.words import command, instant

SMALL, LARGE = (80, 24), (120, 40)
HITS = (
    Hit("package", 3, "TP1.3", "Tieto-osaaminen"),
    Hit("organisation", 17, "Omnia", "Espoon seudun koulutuskuntayhtymä Omnia"),
)


async def settled(pilot: Pilot[None]) -> None:
    """Wait for timers of typing, for threads, and for the paint after them."""
    await pilot.pause(0.3)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def notices(app: EtappiApp) -> list[str]:
    return [str(notice.message) for notice in app._notifications]


# the palette


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_the_palette_lists_every_command_of_the_screen_before_anything_is_typed(spoken: str) -> None:
    app = app_of(boards.drawn(), spoken)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("ctrl+p")
        palette = app.screen
        assert isinstance(palette, Palette)
        names = [entry.name for entry in palette.entries]
        for id in ("earlier", "later", "open", "reread", "filter", "undo", "redo", "help", "quit", "language"):
            assert t(f"tui.key_{id}") in names
        assert t("tui.key_up") not in names, "moves are no commands"
        for id in ("packages", "network", "events", "surveys", "snapshots", "import"):
            assert t(f"tui.key_{id}") in names
        others = [one for one in LANGUAGES if one != spoken]
        assert [name for name in names if name in {t(f"tui.language_{one}") for one in LANGUAGES}] == [
            t(f"tui.language_{one}") for one in others
        ]


async def test_the_palette_finds_as_one_types_and_an_organisation_opens_its_row() -> None:
    desk = FakeDesk()
    desk.hits = HITS
    app = app_at(desk, board=boards.drawn())
    opened: list[int] = []
    app.open_organisation = opened.append  # type: ignore[method-assign, assignment]
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p", *"omnia")
        await settled(pilot)
        assert any("Espoon seudun" in line for line in shown(app))
        await pilot.press("enter")
        await settled(pilot)
        assert opened == [17]
        assert isinstance(app.screen, Overview)


async def test_a_package_found_in_the_palette_is_under_the_cursor_of_its_screen() -> None:
    desk = FakeDesk()
    desk.hits = HITS
    app = app_at(desk, board=boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p", *"tieto")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert any(line.startswith("▸  1.3") for line in shown(app))


async def test_letters_digits_and_signs_are_text_in_the_palette() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p", *"q1u", "slash", "question_mark", "comma", "full_stop", "space", "p")
        assert isinstance(app.screen, Palette)
        assert app.screen.query_one(Field).value == "q1u/?,. p"
        await pilot.press("escape")
        assert isinstance(app.screen, Overview)
        await pilot.press("ctrl+p", "ctrl+q")
        assert isinstance(app.screen, Overview)
        assert not app._exit


async def test_a_command_of_the_palette_is_carried_out_where_it_belongs() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p", *"edellinen nelj", "enter")
        await settled(pilot)
        assert shown(app)[2].startswith("Q2/2024")
        await pilot.press("j", "ctrl+p", *"avaa rivi", "enter")
        await settled(pilot)
        assert any(line.startswith("▸TP1 ") for line in shown(app))


async def test_nothing_found_is_said_and_enter_does_nothing() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p", *"xyzzy")
        await settled(pilot)
        assert any(t("tui.palette_nothing") in line for line in shown(app))
        await pilot.press("enter")
        assert isinstance(app.screen, Palette)


# the filter


async def test_the_filter_narrows_both_lists_and_goes_when_it_is_empty() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        packages = app.screen.query_one("#packages", Grid)
        await pilot.press("f", *"stadin ao")
        await pilot.pause()
        assert packages.count == 2
        assert shown(app)[3].startswith("Suodata: stadin ao")
        assert app.screen.query_one(Field).has_focus
        await pilot.press("enter")
        assert packages.has_focus
        assert packages.count == 2, "the filter stays while there is text"
        await pilot.press("down", "enter")
        await settled(pilot)
        assert any(line.startswith("▸  1.2") for line in shown(app)), "the row that is seen is the one that opens"
        await pilot.press("q", "slash", "ctrl+u", "escape")
        await pilot.pause()
        assert packages.count == 9
        assert not app.screen.query_one(FilterBar).display
        assert len(shown(app)) == 24
        assert shown(app)[3].startswith(" Työpaketti")


async def test_a_filter_that_nothing_fits_says_so() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f", *"xyzzy")
        await pilot.pause()
        assert sum(t("tui.filter_nothing") in line for line in shown(app)) == 2
        await pilot.press("enter", "enter")
        assert isinstance(app.screen, Overview)


async def test_letters_are_text_in_the_filter() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f", *"qu2", "slash", "comma")
        assert app.screen.query_one(Field).value == "qu2/,"
        assert not app._exit


# undo and redo


class UndoDesk(FakeDesk):
    """Remembers what was taken back; *conflicts* stay."""

    conflicts: tuple[Conflict, ...] = ()

    def undo_offer(self) -> UndoOffer:
        """What the test gave."""
        assert self.offer is not None
        return self.offer

    redo_offer = undo_offer

    def undo(self, number: int) -> UndoneAction:
        """Remember it."""
        self.done.append(("undo", number))
        return UndoneAction(number, "label", 2, self.conflicts)

    def redo(self) -> UndoneAction:
        """Remember it."""
        self.done.append(("redo",))
        return UndoneAction(8, "undo", 1)


def undo_desk(text: str = "org rename Omnia", actor: str = "minna") -> UndoDesk:
    desk = UndoDesk()
    desk.offer = UndoOffer(12, text, actor, "2024-09-16T08:42:00Z", 2)
    return desk


async def test_undo_shows_first_what_it_takes_back() -> None:
    desk = undo_desk()
    app = app_at(desk, board=boards.drawn())
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("u")
        await settled(pilot)
        assert isinstance(app.screen, TakeBack)
        text = "\n".join(shown(app))
        for part in ("12", "organisaation nimi muutettu: Omnia", "minna", "16.9.2024", "2 muutosta"):
            assert part in text
        await pilot.press("u", "u")
        assert desk.done == [], "a key that is held takes back nothing"
        await pilot.press("enter")
        await settled(pilot)
        assert desk.done == [("undo", 12)]
        assert notices(app) == ["Kumottu: organisaation nimi muutettu: Omnia (2 riviä)."]
        assert isinstance(app.screen, Overview)
        assert app.changes == 1, "screens read again"


async def test_undo_can_be_left_alone_and_redo_asks_likewise() -> None:
    desk = undo_desk()
    app = app_at(desk, board=boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("q")
        assert desk.done == []
        await pilot.press("U")
        await settled(pilot)
        assert isinstance(app.screen, TakeBack)
        await pilot.press("enter")
        await settled(pilot)
        assert desk.done == [("redo",)]


async def test_what_undo_leaves_is_listed_with_the_reason() -> None:
    desk = undo_desk()
    desk.conflicts = (Conflict("label", 4, "Omnia", "text", "changed_later"),)
    app = app_at(desk, board=boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        text = "\n".join(shown(app))
        assert "Omnia (text)" in text
        assert t("log.conflict_changed_later") in text


def test_commands_of_the_log_are_in_words_and_unknown_ones_as_they_are() -> None:
    choose("fi")
    assert command("role edit") == "rooli muutettu"
    assert command("org merge A < B") == "organisaatiot yhdistetty: A < B"
    assert command("set TP1.1-A2 units") == "kirjaus: TP1.1-A2 units"
    assert command("future verb") == "future verb"
    assert instant("nonsense") == "nonsense"


# projects, languages, themes


async def test_projects_are_switched_where_there_are_several() -> None:
    asked: list[str | None] = []

    class Two(FakeDesk):
        def board(self, quarter: int | None = None) -> Board:  # noqa: ARG002
            asked.append(self.code)
            return boards.empty() if self.code == "UUSI" else boards.drawn()

    desk = Two()
    desk.all_projects = (("DIGI24", "Digikyvykkyys"), ("UUSI", "Uusi hanke"))
    app = app_at(desk, board=boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(app.screen, Choice)
        assert app.screen.grid.cursor == 0
        await pilot.press("down", "enter")
        await settled(pilot)
        assert asked == ["UUSI"]
        assert shown(app)[0].startswith("Etappi  UUSI Uusi hanke")
        assert (app.project, app.desk.code, desk.code) == ("UUSI", "UUSI", None)


async def test_where_nobody_said_which_project_the_list_opens_at_once() -> None:
    desk = FakeDesk(code="DIGI24")
    desk.all_projects = (("DIGI24", "Digikyvykkyys"), ("UUSI", "Uusi hanke"))
    app = app_at(desk, board=boards.drawn(), choose_project=True)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, Choice)
        await pilot.press("q")
        assert isinstance(app.screen, Overview)


async def test_one_project_needs_no_list() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("p")
        await settled(pilot)
        assert notices(app) == [t("tui.one_project")]


async def test_the_language_changes_at_once_and_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "etappi" / "settings.toml"
    app = app_of(boards.drawn(), settings=read_settings(str(path)))
    async with app.run_test(size=SMALL) as pilot:
        for spoken, word, key in (("sv", "ARBETSPAKET", "avsluta"), ("en", "WORK PACKAGES", "quit"), ("fi", "", "")):
            await pilot.press("f2")
            await settled(pilot)
            assert language() == spoken
            assert f'language = "{spoken}"' in path.read_text("utf-8")
            assert word.lower() in shown(app)[1].lower()
            assert key in shown(app)[-1]
            await pilot.press("question_mark")
            assert t("tui.help_title") in "\n".join(shown(app))
            await pilot.press("q")
        assert "Työpaketti" in shown(app)[3]


async def test_themes_change_at_once_and_the_terminals_own_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    app = app_of(boards.drawn(), settings=read_settings(str(path)))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        app.paint("light")
        await settled(pilot)
        assert app.theme == THEMES["light"].name
        app.paint("terminal")
        await settled(pilot)
        assert app.theme == THEMES["light"].name
        assert notices(app) == [t("tui.theme_later", theme=t("tui.theme_terminal"))]
        assert 'theme = "terminal"' in path.read_text("utf-8")


# names from outside


async def test_hostile_texts_are_harmless_in_palette_undo_projects_and_notices() -> None:
    desk = undo_desk()
    desk.hits = tuple(Hit("organisation", number, name, "a " + name) for number, name in enumerate(boards.HOSTILE))
    desk.all_projects = tuple((name, name) for name in boards.HOSTILE)
    app = app_at(desk, board=boards.drawn())
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("ctrl+p", "a")
        await settled(pilot)
        assert "ACME [WP3]" in "\n".join(shown(app))
        assert harmful(written(app)) == set()
        await pilot.press("escape", "p")
        await settled(pilot)
        assert isinstance(app.screen, Choice)
        assert harmful(written(app)) == set()
        await pilot.press("q")
        for name in boards.HOSTILE:
            desk.offer = UndoOffer(12, name, name, name, 2)
            await pilot.press("u")
            await settled(pilot)
            assert harmful(written(app)) == set()
            await pilot.press("u")
            await settled(pilot)
            assert harmful(written(app)) == set()
            app.others_changed(name[:200])
            await pilot.pause()
            assert harmful(written(app)) == set()
        assert not app._exit
