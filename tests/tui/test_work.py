"""Threads, the queue of acts, the lock that others hold, and what others change (reliability.md R1, R8, R9, R20)."""

import os
import pty
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from core.errors import EtappiError
from locales import t
from store.desk import Desk, Pulse
from store.editing import StaleEdit
from store.locks import Holder
from tests.tui import boards
from tests.tui.desks import FakeDesk
from tests.tui.screen import app_at, app_of, shown
from tui.app import EtappiApp
from tui.screens.overview import Overview

ROOT = Path(__file__).parents[2]
SMALL = (80, 24)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the demo project."""
    from demo.build import build

    path = str(tmp_path_factory.mktemp("store") / "etappi.db")
    build(path)
    return path


@pytest.fixture
def locked(demo: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the write lock of the demo until it is told to let go."""
    code = (
        "import sqlite3, sys\n"
        "store = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "store.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.readline(); store.rollback()"
    )
    child = subprocess.Popen([sys.executable, "-c", code, demo], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    yield child
    child.kill()
    child.wait()


def label_in_another_process(path: str, text: str) -> None:
    """Give an organisation a label, as a colleague's app does."""
    code = (
        "import sys; from store.desk import Desk\n"
        "desk = Desk(sys.argv[1]); desk.set_labels([desk.find('omnia')[0].id], [sys.argv[2]])"
    )
    subprocess.run([sys.executable, "-c", code, path, text], cwd=ROOT, check=True)


def notices(app: EtappiApp) -> list[str]:
    return [str(notice.message) for notice in app._notifications]


async def until(pilot: Pilot[None], true: object, seconds: float = 10) -> None:
    """Wait for a condition (a callable)."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:  # type: ignore[operator]
        await pilot.pause(0.05)
    assert true()  # type: ignore[operator]


# acts


async def test_acts_go_one_at_a_time_in_order_and_screens_read_again_after_each() -> None:
    app = app_of(boards.drawn())
    log: list[str] = []
    first = Event()

    def slow() -> str:
        log.append("slow begins")
        first.wait(10)
        log.append("slow ends")
        return "slow"

    def quick() -> str:
        log.append("quick")
        return "quick"

    async with app.run_test(size=SMALL) as pilot:
        told: list[str] = []
        app.write(slow, told.append)
        app.write(quick, told.append)
        await pilot.pause(0.2)
        assert log == ["slow begins"]
        assert app.working
        first.set()
        await until(pilot, lambda: told == ["slow", "quick"])
        assert log == ["slow begins", "slow ends", "quick"]
        assert app.changes == 2
        await until(pilot, lambda: not app.working)


async def test_a_refused_act_is_told_in_its_sentence_and_the_next_goes_on() -> None:
    app = app_of(boards.drawn())
    failed: list[str] = []

    def refuse() -> None:
        raise EtappiError("tui.no_terminal")

    def stale() -> None:
        raise StaleEdit((), "minna", "2024-09-16T08:42:00Z")

    async with app.run_test(size=SMALL, notifications=True) as pilot:
        app.write(refuse)
        app.write(stale, failed=lambda error: failed.append(error.code))
        await until(pilot, lambda: failed and not app.working)
        assert failed == ["store.stale"]
        assert notices(app) == [t("tui.error_no_terminal")], "a stale form tells it itself"
        assert app.changes == 0


async def test_who_waits_a_second_for_the_lock_is_told_for_whom(demo: str, locked: subprocess.Popen[bytes]) -> None:
    desk = Desk(demo)
    app = app_at(desk, board=desk.board())
    done: list[int] = []
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        number = desk.find("gradia")[0].id
        app.write(lambda: desk.set_labels([number], ["odotti"]), done.append)
        await until(pilot, lambda: notices(app))
        assert f"(prosessi {locked.pid}" in notices(app)[0]
        assert done == []
        await pilot.press("j")
        assert shown(app)[5].startswith("▸"), "the app goes on meanwhile"
        assert locked.stdin is not None
        locked.stdin.write(b"\n")
        locked.stdin.flush()
        await until(pilot, lambda: done == [1])


@pytest.mark.parametrize(
    ("held_by", "words"),
    [
        (None, "joku muu kirjoittaa"),
        (Holder("matti", 4711, None), "matti (prosessi 4711)"),
        (Holder("matti", 4711, 65), "matti (prosessi 4711, avattu 65 sekuntia sitten)"),
    ],
)
async def test_the_notice_says_what_is_known_of_the_holder(held_by: Holder | None, words: str) -> None:
    desk = FakeDesk()
    desk.held_by = held_by
    app = app_at(desk, board=boards.drawn())
    free = Event()
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        app.write(lambda: free.wait(10))
        await until(pilot, lambda: notices(app))
        assert words in notices(app)[0]
        free.set()
        await until(pilot, lambda: not app.working)


async def test_quit_waits_for_what_was_begun() -> None:
    app = app_of(boards.drawn())
    free, done = Event(), Event()

    def act() -> None:
        free.wait(10)
        done.set()

    async with app.run_test(size=SMALL, notifications=True) as pilot:
        app.write(act)
        await pilot.press("q")
        assert not app._exit
        assert notices(app) == [t("tui.leaving")]
        free.set()
        await until(pilot, lambda: app._exit)
        assert done.is_set()


# what others change


async def test_a_change_of_another_process_is_read_and_told(demo: str) -> None:
    desk = Desk(demo)
    app = app_at(desk, board=desk.board())
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause(0.5)
        label_in_another_process(demo, "toinen")
        await until(pilot, lambda: notices(app))
        pulse = desk.pulse()
        assert notices(app) == [t("tui.others_changed", who=pulse.actor)]
        assert app.changes == 1
        await pilot.pause(2.5)
        assert len(notices(app)) == 1, "told once"


async def test_ones_own_change_is_not_told(demo: str) -> None:
    desk = Desk(demo)
    app = app_at(desk, board=desk.board())
    done: list[int] = []
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause(0.5)
        number = desk.find("omnia")[0].id
        app.write(lambda: desk.set_labels([number], ["oma"]), done.append)
        await until(pilot, lambda: done)
        await pilot.pause(2.5)
        assert notices(app) == []


async def test_under_a_dialog_nothing_moves_until_it_is_closed() -> None:
    desk = FakeDesk()
    app = app_at(desk, board=boards.drawn())
    asked: list[int | None] = []
    desk.load = lambda quarter: asked.append(quarter) or boards.drawn()  # type: ignore[func-returns-value]
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause(0.3)
        await pilot.press("question_mark")
        desk.end = Pulse(2, 5, "matti")
        await until(pilot, lambda: notices(app))
        assert notices(app) == [t("tui.others_changed_under", who="matti")]
        assert asked == []
        await pilot.press("q")
        await until(pilot, lambda: asked == [boards.Q3])
        assert isinstance(app.screen, Overview)


async def test_an_unreadable_store_is_told_once() -> None:
    class Broken(FakeDesk):
        def pulse(self) -> Pulse:
            raise EtappiError("tui.no_terminal")

    app = app_at(Broken(), board=boards.drawn())
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause(4.5)
        assert len(notices(app)) == 1


# the line


def test_when_the_line_is_closed_what_was_begun_is_saved(demo: str, locked: subprocess.Popen[bytes]) -> None:
    """An edit waits for another's lock, and one more behind it; the terminal goes; then the lock is free."""
    code = (
        "import sys; from store.desk import Desk; from tui.start import run\n"
        "desk = Desk(sys.argv[1]); number = desk.find('sampo')[0].id\n"
        "def begin(app):\n"
        "    app.write(lambda: desk.set_labels([number], ['eka']))\n"
        "    app.write(lambda: desk.set_labels([number], ['eka', 'toka']))\n"
        "from tui.screens.overview import Overview\n"
        "Overview.action_reread = lambda screen: begin(screen.app)\n"
        "run(desk, board=desk.board(), language='fi')"
    )
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", code, demo], cwd=ROOT, env={**os.environ, "TERM": "xterm-256color"},
        stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
        preexec_fn=take_terminal,  # noqa: PLW1509 - the child has no threads yet
    )  # fmt: skip
    os.close(follower)
    listen(leader, b"TP1.2", 20)
    os.write(leader, b"r")
    listen(leader, b"prosessi", 10)
    os.close(leader)
    time.sleep(0.5)
    assert child.poll() is None, "it stays until what was begun is done"
    assert locked.stdin is not None
    locked.stdin.write(b"\n")
    locked.stdin.flush()
    child.wait(15)
    with sqlite3.connect(demo) as store:
        rows = store.execute("SELECT text FROM label WHERE text IN ('eka', 'toka') ORDER BY text").fetchall()
    assert rows == [("eka",), ("toka",)]


def take_terminal() -> None:
    """Make the pseudo-terminal on standard input the one whose end is told to this process."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def listen(leader: int, wanted: bytes, seconds: float) -> None:
    """Read until *wanted* was written."""
    heard = b""
    end = time.monotonic() + seconds
    while wanted not in heard and time.monotonic() < end:
        if select.select([leader], [], [], 0.2)[0]:
            heard += os.read(leader, 65536)
    assert wanted in heard, heard[-2000:]
