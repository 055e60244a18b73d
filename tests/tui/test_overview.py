"""The Overview in three languages and several sizes: state and messages first, then what stands on the screen."""

from collections.abc import Callable
from threading import Event

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from core.board import Board
from core.colour import STATUSES
from core.errors import EtappiError
from core.quarter import quarter
from locales import t
from tests.tui import boards
from tests.tui.desks import FakeDesk
from tests.tui.screen import app_at, app_of, shown
from tui.app import EtappiApp
from tui.dialogs.box import Dialog
from tui.screens.overview import Overview
from tui.screens.packages import Packages
from tui.themes import THEMES
from tui.widgets.grid import Grid
from tui.widgets.shell import TooSmall

LANGUAGES = ("fi", "sv", "en")
SMALL, LARGE = (80, 24), (120, 40)


DETAILS = (
    "── TP1.2 ─", "Oppimisanalytiikka", "▲ seurattava", "Q1–Q4/2024", "Stadin AO", "V 1 · AV 2 · As 38", "54 %", "69 %",
    "0,78", "Q1/2024 6/7", "TP1.2-O2 OA-suositusten arviointi", "odottaa: TP3",
)  # fmt: skip


async def settled(pilot: Pilot[None]) -> None:
    """Wait for a read in a thread and for the paint after it."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def grid(app: EtappiApp, name: str = "packages") -> Grid:
    return app.screen_stack[0].query_one(f"#{name}", Grid)


FINNISH_80 = """\
Etappi  DIGI24 Koulutuksen järjestäjien digital…  ESITTELY  ma 16.9.2024 (vk 38)
1 TILANNE 2 Työpaketit 3 Verkosto 4 Tapahtumat 5 Kyselyt 6 Tilannekuvat 7 Tuonti
Q3/2024: 14 pv jäljellä     ● 6 aikataulussa  ▲ 2 seurattavaa  ■ 1 vaatii toimia
 Työpaketti                          Vetovastuu  Nyt   Q3 Valmis Tila
▸KOORD Koordinointi                  Omnia      53 % 58 %    1/1 ● aikataulussa
 TP1   Digikyvykkyys osaksi toimint… Stadin AO  59 % 66 %    1/3 ▲ seurattava
 TP1.1   Kokonaisarkkitehtuuri       JEDU       57 % 57 %      – ● aikataulussa
 TP1.2   Oppimisanalytiikka          Stadin AO  54 % 69 %    1/1 ▲ seurattava
 TP1.3   Tieto-osaaminen             Omnia      54 % 55 %      – ● aikataulussa
 TP1.4   Digiosaaminen               TTS        48 % 53 %      – ● aikataulussa
 TP2   Keskeiset kokonaisuudet       Sampo      10 % 53 %    0/1 ■ vaatii toimia
 TP3   Materiaalien hallinta         TTS        25 % 25 %    1/1 ● aikataulussa
 TP4   Jatkokehitys ja verkosto      Riveria    33 % 33 %    1/1 ● aikataulussa
── Huomioitavaa 4 ──────────────────────────────────────────────────────────────"""


async def test_the_screen_is_as_drawn_at_80_by_24() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL):
        lines = [line.replace("\u00a0", " ") for line in shown(app)]
        assert "\n".join(lines[:14]) == FINNISH_80
        assert len(lines) == 24
        assert lines[14].startswith(" ■ TP2")
        assert lines[19].startswith("Oma kehittämissuunnitelma 47/72 ·")
        assert lines[21] == "Tulossa: to 26.9. Ohjausryhmän kokous 3/2024 · ma 30.9. Q3 päättyy"
        assert lines[23] == "↵ avaa   , . neljännes   m muistuta   u kumoa   ? ohje   q lopeta"


async def test_at_120_by_40_the_year_bars_and_panels_come() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=LARGE):
        lines = shown(app)
        assert "0/33   10/43   10/53  ██········┃·········" in lines[10]
        assert "TP1.3" in lines[8]
        assert "–   24/24   54/55" in lines[8]
        assert any("── Tulossa ─" in line for line in lines)
        assert any("── Roolit työpaketeittain ─" in line for line in lines)
        assert lines[37].replace("\u00a0", " ").startswith("Hanke: toteuma 49 %, suunnitelma Q3:n lopussa 56 %, 50 koh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [boards.drawn, boards.empty, boards.every_status, boards.hostile])
async def test_every_line_fits_in_every_language_and_size(language: str, made: Callable[[], Board]) -> None:
    app = app_of(made(), language)
    async with app.run_test(size=SMALL) as pilot:
        for size in (SMALL, (100, 30), LARGE, (200, 60), (130, 24), SMALL):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            lines = shown(app)
            assert len(lines) == size[1]
            assert all(cell_len(line) <= size[0] for line in lines)
            assert not any("tui." in line or "status." in line for line in lines), "a code without words"
            assert lines[-1].count("   ") <= 5, "six keys at most"
            assert t("tui.foot_quit") in lines[-1]
            assert t("tui.foot_help") in lines[-1]
            assert t("status.head_status") in lines[3]


async def test_each_status_is_sign_and_word_and_unknown_is_not_zero() -> None:
    app = app_of(boards.every_status())
    async with app.run_test(size=SMALL):
        lines = shown(app)
        for status, (_, sign, _) in STATUSES.items():
            assert any(f"{sign} {t('status.' + status)}" in line for line in lines[4:10])
        waiting = next(line for line in lines if "Paketti 4" in line).replace("\u00a0", " ")
        assert "0 %" in waiting
        assert " – " in waiting


async def test_an_empty_project_says_what_to_do() -> None:
    app = app_of(boards.empty())
    async with app.run_test(size=SMALL) as pilot:
        assert any("etappi init" in line for line in shown(app))
        assert any(t("status.attention_none") in line for line in shown(app))
        await pilot.press("enter", "down", "tab", "enter", "G")
        assert not isinstance(app.screen, Dialog)


async def test_the_cursor_walks_over_both_lists() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        assert app.focused is grid(app)
        await pilot.press("end", "down")
        assert app.focused is grid(app, "attention")
        assert grid(app, "attention").cursor == 0
        assert shown(app)[14].startswith("▸■ TP2")
        assert not any(line.startswith("▸") for line in shown(app)[:14])
        await pilot.press("up")
        assert app.focused is grid(app)
        assert grid(app).cursor == 8
        await pilot.press("tab", "down", "down")
        assert (app.focused, grid(app, "attention").cursor) == (grid(app, "attention"), 2)
        await pilot.press("tab")
        assert app.focused is grid(app)


async def test_a_package_opens_on_its_screen_and_tells_everything_known_of_it() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("j", "j", "j", "enter")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, Packages)
        assert screen.query_one("#tree", Grid).cursor == 3
        await pilot.press("enter")
        text = "\n".join(shown(app)).replace("\u00a0", " ")
        assert isinstance(app.screen, Dialog)
        for part in DETAILS:
            assert part in text
        await pilot.press("q")
        assert isinstance(app.screen, Packages)
        await pilot.press("q")
        assert isinstance(app.screen, Overview)


async def test_an_attention_line_opens_its_package() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("tab", "enter")
        await settled(pilot)
        package = app.screen.package() if isinstance(app.screen, Packages) else None
        assert package is not None
        assert package.code == "TP2"


async def test_a_line_about_names_or_the_network_opens_its_screen() -> None:
    app = app_of(boards.drawn())
    opened: list[str] = []
    async with app.run_test(size=LARGE) as pilot:
        app.go_to = opened.append  # type: ignore[assignment,method-assign]
        await pilot.press("tab", "down", "down", "enter", "end", "enter")
        assert opened == ["import", "network"]


async def test_override_and_reported_share_are_shown_beside_the_computed() -> None:
    app = app_of(boards.every_status())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("j", "enter")
        await settled(pilot)
        assert "60 %" in "\n".join(shown(app)).replace("\u00a0", " ")
        await pilot.press("enter")
        text = "\n".join(shown(app)).replace("\u00a0", " ")
        assert "Odotetaan (koordinaattorin arvio Q3/2024 asti; laskettu:" in text
        assert "Ilmoitettu    60 %" in text
        assert "Gradia: vahvistamatta" in text


async def test_the_quarter_moves_within_the_project_and_says_where_it_is() -> None:
    asked: list[int | None] = []

    def load(wish: int | None) -> Board:
        asked.append(wish)
        return boards.drawn(wish or boards.Q3)

    app = app_at(FakeDesk(load), board=boards.drawn())
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("comma")
        await settled(pilot)
        assert asked == [quarter(2024, 2)]
        assert shown(app)[2].startswith("Q2/2024: päättynyt 30.6.2024")
        assert "Tot." in shown(app)[3], "what is past is not now"
        await pilot.press("comma", "comma", "comma")
        await settled(pilot)
        assert asked[1:] == [quarter(2024, 1)]
        assert t("tui.first_quarter") in [notice.message for notice in app._notifications]
        await pilot.press(".", ".", ".")
        await settled(pilot)
        assert asked[-1] == quarter(2024, 4)
        assert shown(app)[2].startswith("Q4/2024: tulossa, alkaa 1.10.2024")


async def test_an_answer_that_comes_too_late_is_dropped() -> None:
    held, begun = Event(), Event()

    def load(wish: int | None) -> Board:
        if wish == quarter(2024, 2):
            begun.set()
            held.wait(10)
        return boards.drawn(wish or boards.Q3)

    app = app_at(FakeDesk(load), board=boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("comma")
        begun.wait(10)
        await pilot.press("comma")
        await pilot.pause(0.2)
        assert shown(app)[2].startswith("Q1/2024")
        held.set()
        await pilot.pause(0.2)
        assert shown(app)[2].startswith("Q1/2024")


async def test_reading_again_keeps_the_cursor_and_the_quarter() -> None:
    asked: list[int | None] = []

    def load(wish: int | None) -> Board:
        asked.append(wish)
        return boards.drawn()

    app = app_at(FakeDesk(load), board=boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j", "j", "r")
        await settled(pilot)
        assert asked == [boards.Q3]
        assert grid(app).cursor == 2


async def test_without_a_board_the_app_reads_one_itself() -> None:
    app = app_at(FakeDesk(), "sv")
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert "DIGI24" in shown(app)[0]
        assert app.focused is grid(app)


async def test_an_error_of_the_store_is_told_in_words_and_the_app_stays() -> None:
    def load(_: int | None) -> Board:
        raise EtappiError("tui.no_terminal")

    app = app_at(FakeDesk(load), board=boards.drawn())
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("r")
        await settled(pilot)
        assert [notice.message for notice in app._notifications] == [t("tui.error_no_terminal")]
        assert grid(app).count == 9


@pytest.mark.parametrize("language", LANGUAGES)
async def test_too_small_a_window_is_answered_and_nothing_is_lost(language: str) -> None:
    app = app_of(boards.drawn(), language)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j", "j")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert app.screen.query_one(TooSmall).display
        text = "\n".join(shown(app))
        assert "60" in text
        assert "etappi status" in text
        assert "TP1" not in text
        await pilot.press("j", "enter", "3", "u", "f")
        assert isinstance(app.screen, Overview), "keys do nothing that cannot be seen"
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert shown(app)[6].startswith("▸TP1.1")
        assert app.focused is grid(app)


async def test_more_packages_than_lines_scroll_under_the_titles() -> None:
    many = tuple(boards.package(f"TP{number}", f"Paketti {number}") for number in range(1, 41))
    app = app_of(boards.board(many, boards.drawn().attention))
    async with app.run_test(size=SMALL) as pilot:
        assert "1–9/40" in shown(app)[3]
        await pilot.press("end")
        assert "32–40/40" in shown(app)[3]
        assert shown(app)[12].startswith("▸TP40")
        assert shown(app)[13].startswith("── Huomioitavaa 4")


@pytest.mark.parametrize("keys", [["q"], ["ctrl+q"], ["ctrl+c"], ["question_mark", "q", "q"]])
async def test_ways_out(keys: list[str]) -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
    assert app._exit
    assert app.return_code == 0


async def test_escape_does_not_quit() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("escape")
        assert not app._exit


@pytest.mark.parametrize("theme", THEMES)
async def test_plain_signs_and_themes_show_the_same_words(theme: str) -> None:
    app = app_of(boards.drawn(), ascii_signs=True, theme=THEMES[theme])
    async with app.run_test(size=LARGE):
        text = "\n".join(shown(app))
        assert ">KOORD" in text
        assert "X vaatii toimia" in text
        assert "! seurattava" in text
        assert not set("▸●▲■┃█") & set(text)


async def test_what_organisations_owe_what_comes_and_what_is_new_at_120_by_40() -> None:
    news = (("matti", "set TP2-O1 --due 2024-Q4"), ("minna", "import osallistujat.csv"))
    since = {"since": "2024-09-13T09:00:00Z", "news": news}
    board = Board(**{**boards.drawn().as_dict(), **since})
    app = app_of(board)
    async with app.run_test(size=LARGE):
        text = "\n".join(line.replace("\u00a0", " ") for line in shown(app))
    assert "to 26.9.   9.00  Ohjausryhmän" in text
    assert "pe 11.10.        Q3-raportit" in text
    assert "Oma kehittämissuunnitelma                47/72  ██████████████········  65 %" in text
    assert "── Muuttunut pe 13.9. jälkeen ──" in text
    assert "matti: " in text
    assert "osallistujat.csv" in text
    many = Board(**{**board.as_dict(), "news": news * 25})
    app = app_of(many)
    async with app.run_test(size=LARGE):
        assert any("muuta" in line for line in shown(app))
    seen = Board(**{**board.as_dict(), "news": ()})
    app = app_of(seen)
    async with app.run_test(size=LARGE):
        assert any("Ei muutoksia." in line for line in shown(app))
