"""Every key is described in three languages and stands in the help; none is one that a terminal swallows."""

import re
from pathlib import Path

import pytest
from textual.binding import Binding

from locales import LANGUAGES, choose, has, t
from tests.tui import boards
from tests.tui.screen import app_of, shown
from tui import keys
from tui.app import EtappiApp
from tui.dialogs.box import Dialog, Page
from tui.screens.overview import Overview
from tui.widgets.grid import Grid

HOLDERS = (EtappiApp, Overview, Grid, Dialog, Page)
ALL = [binding for holder in HOLDERS for binding in holder.BINDINGS if isinstance(binding, Binding)]
SWALLOWED = {f"ctrl+{letter}" for letter in "hijmsab"} | {"escape"}
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_binding_has_id_group_and_words(language: str) -> None:
    choose(language)
    assert all(isinstance(binding, Binding) for holder in HOLDERS for binding in holder.BINDINGS)
    for binding in ALL:
        assert binding.id
        assert binding.group is not None
        for code in (binding.description, binding.tooltip, binding.group.description):
            assert has(code), f"{language}: {code}"


def test_keys_are_safe() -> None:
    for binding in ALL:
        names = binding.key.split(",")
        assert not any(name.startswith("alt+") for name in names)
        assert set(names) - SWALLOWED, f"{binding.id}: every key of it can be swallowed"


def test_no_key_does_two_things_where_both_work() -> None:
    for holders in ((EtappiApp, Overview, Grid), (Dialog, Page)):
        seen: dict[str, str] = {}
        for binding in (one for holder in holders for one in holder.BINDINGS if isinstance(one, Binding)):
            for name in binding.key.split(","):
                assert seen.setdefault(name, binding.id or "") == binding.id, name


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_key_stands_in_the_help(language: str) -> None:
    app = app_of(boards.drawn(), language)
    async with app.run_test(size=(120, 90)) as pilot:
        working = keys.by_id(app.screen.active_bindings.values())
        await pilot.press("f1")
        assert isinstance(app.screen, Dialog)
        text = "\n".join(shown(app))
        expected = {binding.id for holder in (EtappiApp, Overview, Grid) for binding in holder.BINDINGS}  # type: ignore[union-attr]
        expected -= {"left", "right", "mark"}  # a list of rows without marks has no use for them
        assert set(working) == expected
        for bindings in working.values():
            for binding in bindings:
                assert f" {keys.label(binding.key)} " in text
            assert t(bindings[0].description) in text
            assert t(bindings[0].tooltip) in text
        await pilot.press("question_mark")
        assert len(app.screen_stack) == 2, "no help over the help"
        await pilot.press("escape")
        assert isinstance(app.screen, Overview)


async def test_the_help_scrolls_where_it_is_long() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        assert t("tui.help_statuses") not in "\n".join(shown(app))
        await pilot.press("G")
        assert t("tui.help_continuous") in "\n".join(shown(app))
        await pilot.press("g", "j", "k", "pagedown", "pageup")
        assert app.screen.query_one(Page).scroll_y == 0


@pytest.mark.parametrize("language", ["fi", "sv"])
async def test_no_english_of_the_library_on_other_screens(language: str) -> None:
    english = re.compile(
        r"\b(quit|help|close|page up|focus|next|previous|scroll|palette|screen|key|open|move|down|up)\b", re.I
    )
    app = app_of(boards.drawn(), language)
    async with app.run_test(size=(120, 90)) as pilot:
        for press in ("question_mark", "q", "enter", "q"):
            await pilot.press(press)
            assert english.findall("\n".join(shown(app))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_names_of_the_language(language: str) -> None:
    choose(language)
    assert keys.label("comma") == ","
    assert keys.label("question_mark") == "?"
    assert keys.label("f1") == "F1"
    assert keys.label("ctrl+q") == "Ctrl+Q"
    assert keys.label("down") == "↓"
    assert keys.label("tab") == {"fi": "sarkain", "sv": "tabb", "en": "Tab"}[language]


def test_the_catalogues_have_the_same_codes_and_all_that_are_used() -> None:
    codes = {}
    for language in LANGUAGES:
        text = (ROOT / "locales" / language / "tui.po").read_text("utf-8")
        codes[language] = set(re.findall(r'^msgid "(tui\.[^"]+)"', text, re.MULTILINE))
        assert not re.search(r'^msgstr(\[\d\])? ""$', text.split("\n\n", 1)[1], re.MULTILINE)
    assert codes["fi"] == codes["sv"] == codes["en"]
    used: set[str] = set()
    for path in (ROOT / "tui").rglob("*.py"):
        used |= set(re.findall(r'"(tui\.[a-z_]+)"', path.read_text("utf-8")))
    errors = {"tui.no_terminal", "tui.dumb_terminal", "tui.settings_unwritten", "tui.folder_unread"}
    assert {code for code in used - errors if not code.endswith("_")} <= codes["fi"]
    assert {f"tui.error_{code.partition('.')[2]}" for code in errors} <= codes["fi"]
