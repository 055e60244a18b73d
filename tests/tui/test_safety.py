"""Hostile text is harmless on every screen: nothing of it is obeyed, neither by Textual nor by the terminal."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.display import OBEYED
from locales import choose
from tests.tui import boards
from tests.tui.screen import app_of, shown, written
from tui.screens.overview import Overview

ROOT = Path(__file__).parents[2]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # what the painter itself writes


def harmful(text: str) -> set[str]:
    """Characters that a terminal would obey, besides the painter's own colours and line ends."""
    rest = COLOURS.sub("", text).replace("\n", "")
    return {sign for sign in rest if ord(sign) in OBEYED or 0xD800 <= ord(sign) < 0xE000}


@pytest.mark.parametrize(("size", "names"), [((80, 24), len(boards.HOSTILE)), ((120, 40), 2)])
async def test_no_screen_writes_what_a_terminal_obeys(size: tuple[int, int], names: int) -> None:
    app = app_of(boards.hostile())
    async with app.run_test(size=size, notifications=True) as pilot:
        for walk in (
            ["question_mark"],
            *(["enter"] for _ in boards.HOSTILE),
            ["tab"],
            *(["enter"] for _ in boards.HOSTILE),
        ):
            assert harmful(written(app)) == set()
            await pilot.press(*walk)
            assert harmful(written(app)) == set()
            if walk != ["tab"]:
                await pilot.press("end")
                assert harmful(written(app)) == set()
                await pilot.press("q")
                await pilot.press("down" if walk == ["enter"] else "home")
            assert isinstance(app.screen, Overview)
        assert not app._exit, "an action in a name was obeyed"


async def test_brackets_stay_what_they_are() -> None:
    app = app_of(boards.hostile())
    async with app.run_test(size=(120, 40)):
        text = "\n".join(shown(app))
        for name in ("ACME [WP3]", "[/red]", "[@click=app.quit]x[/]"):
            assert name in text
        assert "aa[31mb" not in text


async def test_a_hostile_notice_is_shown_as_it_is() -> None:
    app = app_of(boards.drawn())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for name in boards.HOSTILE:
            app.clear_notifications()
            app.tell(name[:200])
            await pilot.pause()
            assert harmful(written(app)) == set()
        app.clear_notifications()
        app.tell("[@click=app.quit]x[/]")
        await pilot.pause()
        assert "[@click=app.quit]x[/]" in "\n".join(shown(app))


async def test_the_second_gate_stops_what_passes_the_first() -> None:
    """A widget of a library, or a slip of ours, that takes raw text."""
    from textual.content import Content
    from textual.widgets import Static

    app = app_of(boards.drawn())
    async with app.run_test(size=(80, 24)) as pilot:
        raw = Content("x\x1b]52;c;aGk=\x07\u202ey", strip_control_codes=False)
        await app.screen.mount(Static(raw), before=0)
        await pilot.pause()
        assert harmful(written(app)) == set()
        assert "]52;c;aGk=" in shown(app)[0]


def test_text_is_made_in_one_place_only() -> None:
    """tui/text.py is the only home of Content and Text, and nothing reads markup."""
    banned = re.compile(
        r"escape\(|from_markup|\bContent\(|\bText\(|Content\.(styled|assemble)|markup=True|\[/|\[@click"
    )
    for path in sorted((ROOT / "tui").rglob("*.py")):
        if path.name != "text.py":
            found = [line for line in path.read_text("utf-8").splitlines() if banned.search(line)]
            assert found in ([], ['        self._content = Content("")']), f"{path}: {found}"
    assert "markup" in (ROOT / "tui" / "app.py").read_text("utf-8")


def test_every_notice_says_that_it_is_no_markup() -> None:
    for path in (ROOT / "tui").rglob("*.py"):
        for call in re.findall(r"\.notify\((.*)\)$", path.read_text("utf-8"), re.MULTILINE):
            assert "markup=False" in call, f"{path}: {call}"


def test_a_real_terminal_gets_only_the_painters_sequences() -> None:
    """In a pseudo-terminal, hostile board, a walk through the keys, and out."""
    output = in_terminal("hostile", "fi", [b"j", b"j", b"\r", b"q", b"\t", b"\r", b"q", b"?", b"q", b"q"])
    assert b"ACME [WP3]" in output
    text = output.decode("utf-8")
    known = re.compile(
        r"\x1b\[[?>=<]?[0-9;]*\$?[a-zA-Z]|\x1b[78=>c]|\x1b\]22;[a-z-]*\x07"
    )  # 22: the mouse pointer's shape
    rest = known.sub("", text)
    assert {sign for sign in rest if ord(sign) in OBEYED} <= {"\r", "\n"}
    assert "\u202e" not in text


PAINTED = {"drawn": b"TP1.2", "hostile": b"ACME [WP3]"}
"""What stands on a board's first screen: before it is written, a key would go to a terminal that nobody reads yet."""


def in_terminal(board: str, language: str, presses: list[bytes], **environ: str) -> bytes:
    """What the app writes in a pseudo-terminal of 80 by 24 while *presses* are sent, until it ends."""
    code = (
        "import sys; from tests.tui import boards; from tests.tui.desks import FakeDesk; from tui.start import run\n"
        f"board = boards.{board}()\n"
        f"run(FakeDesk(lambda quarter: board), board=board, language={language!r})"
    )
    values = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "COLUMNS": "80",
        "LINES": "24",
        **environ,
    }
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=values, stdin=follower, stdout=follower, stderr=follower,
        start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    output = b""
    until = time.monotonic() + 30
    waiting = list(presses)
    while time.monotonic() < until:
        ready = select.select([leader], [], [], 0.4)[0]
        try:
            if ready:
                output += os.read(leader, 65536)
                continue
        except OSError:
            break
        if child.poll() is not None:
            break
        if waiting and PAINTED[board] in output:
            os.write(leader, waiting.pop(0))
    os.close(leader)
    if child.poll() is None:
        child.kill()
    assert child.wait(10) == 0, output[-2000:].decode("utf-8", "replace")
    return output


def test_overview_is_the_default_screen() -> None:
    choose("fi")
    app = app_of(boards.drawn())
    assert isinstance(app.get_default_screen(), Overview)
