"""Every binding of every screen, widget and dialog is described in three languages, and safe to press."""

import importlib
import pkgutil

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui
from locales import LANGUAGES, choose, has, t
from tui.screens import SCREENS
from tui.screens.base import EtappiScreen
from tui.signs import SIGNS

SWALLOWED = {f"ctrl+{letter}" for letter in "hijmsab"}
NEEDS_ALTGR = set("@£$€{[]}\\~|")  # on a Finnish or Swedish keyboard


def holders() -> list[type[DOMNode]]:
    """Every class of ours that has bindings, of all modules of tui."""
    found: list[type[DOMNode]] = []
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, DOMNode) and one.__module__ == module.name:
                found.append(one)
    return found


HOLDERS = holders()


def bindings(holder: type[DOMNode]) -> list[Binding]:
    """All that work in *holder*, inherited ones too."""
    return [one for keys in holder._merge_bindings().key_to_bindings.values() for one in keys]


def test_the_walk_finds_them() -> None:
    names = {holder.__name__ for holder in HOLDERS if bindings(holder)}
    assert {"EtappiApp", "Overview", "Grid", "Dialog", "Page", "Palette", "Field", "FilterBar", "TakeBack"} <= names


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_binding_is_described(spoken: str) -> None:
    choose(spoken)
    for holder in HOLDERS:
        for one in bindings(holder):
            where = f"{spoken}: {holder.__name__} {one.key}"
            assert one.id, where
            assert one.group is not None, where
            for code in (one.description, one.tooltip, one.group.description):
                assert has(code), f"{where}: {code}"
                assert t(code).strip(), where


def test_no_key_is_swallowed_by_terminals_or_needs_altgr() -> None:
    for holder in HOLDERS:
        for one in bindings(holder):
            assert one.key not in SWALLOWED, f"{holder.__name__} {one.key}"
            assert not one.key.startswith("alt+")
            assert one.key not in NEEDS_ALTGR


def test_escape_is_never_the_only_way() -> None:
    for holder in HOLDERS:
        ways: dict[str, set[str]] = {}
        for one in bindings(holder):
            ways.setdefault(one.action, set()).add(one.key)
        assert all(found != {"escape"} for found in ways.values()), holder.__name__


@pytest.mark.parametrize("name", SCREENS)
def test_every_registered_screen_is_one_of_ours_and_has_help_and_a_way_back(name: str) -> None:
    screen = SCREENS[name](SIGNS)
    assert isinstance(screen, EtappiScreen)
    assert "q" in {one.key for one in bindings(type(screen))}
