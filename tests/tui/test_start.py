"""How the app is started: refusals, what is settled first, and what is not loaded before the first paint."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import EtappiError
from tests.tui.desks import FakeDesk
from tests.tui.test_safety import in_terminal
from tui import start
from tui.themes import DARK, LIGHT, TERMINAL, suited

ROOT = Path(__file__).parents[2]


def test_without_a_terminal_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EtappiError) as refused:
        start.run(FakeDesk(), language="fi")  # type: ignore[arg-type]
    assert refused.value.code == "tui.no_terminal"
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(EtappiError) as refused:
        start.check_terminal()
    assert refused.value.code == "tui.dumb_terminal"


def test_animations_are_off_whatever_the_environment_says() -> None:
    environ = {"TEXTUAL_ANIMATIONS": "full"}
    start.settle(environ)
    assert environ == {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}


@pytest.mark.parametrize(
    ("environ", "wish", "theme"),
    [
        ({"TERM": "xterm-256color"}, None, DARK),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, None, DARK),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, None, LIGHT),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, None, DARK),
        ({"TERM": "xterm-256color"}, "light", LIGHT),
        ({"TERM": "xterm"}, None, TERMINAL),
        ({"TERM": "linux"}, "dark", TERMINAL),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "light", TERMINAL),
        ({"TERM": "xterm-256color"}, "terminal", TERMINAL),
    ],
)
def test_the_theme_suits_the_terminal(environ: dict[str, str], wish: str | None, theme: object) -> None:
    assert suited(environ, wish) is theme


def test_start_imports_neither_textual_nor_the_writer() -> None:
    code = (
        "import sys, tui.start; print([m for m in ('textual', 'rich', 'sqlmodel', 'sqlalchemy') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_app_does_not_import_the_writer() -> None:
    code = "import sys, tui.app; print([m for m in ('sqlmodel', 'sqlalchemy', 'pydantic') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_no_color_writes_no_colour_and_the_writer_comes_after_the_first_paint() -> None:
    output = in_terminal("drawn", "sv", [b"j", b"q"], NO_COLOR="1")
    assert b"TP1.2" in output
    assert b"\x1b[38" not in output
    assert b"\x1b[48" not in output
    assert not any(f"\x1b[{number}m".encode() in output for number in (*range(30, 38), *range(40, 48)))


def test_idle_is_silent_and_a_cursor_move_is_short() -> None:
    before = in_terminal("drawn", "fi", [b"q"])
    after = in_terminal("drawn", "fi", [b"j", b"j", b"k", b"k", b"q"])
    assert (len(after) - len(before)) / 4 <= 400


def test_sixteen_colours_get_the_terminals_own_and_256_no_more_than_256() -> None:
    few = in_terminal("drawn", "fi", [b"j", b"q"], TERM="xterm", COLORTERM="")
    assert b"38;2" not in few
    assert b"38;5" not in few
    assert b"48;2" not in few
    many = in_terminal("drawn", "fi", [b"j", b"q"], TERM="xterm-256color", COLORTERM="")
    assert b"38;5" in many
    assert b"38;2" not in many


def test_the_apps_options_on_the_command_line() -> None:
    from cli.app import _global_options

    context, rest = _global_options(["--no-mouse", "--theme=light"])
    assert (context.mouse, context.theme, rest) == (False, "light", [])
    context, rest = _global_options(["demo", "--theme", "terminal"])
    assert (context.mouse, context.theme, rest) == (True, "terminal", ["demo"])
    with pytest.raises(EtappiError) as refused:
        _global_options(["--theme", "blue"])
    assert refused.value.code == "cli.unknown_theme"
