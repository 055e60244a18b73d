"""Stores made once and copied for each test, since making the demo takes a second."""

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.build import build
from store import database, opening
from store.closingdesk import ClosingDesk
from tests.store.support import copy_of, make_plan, small_plan


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ETAPPI_TODAY", "ETAPPI_DB", "ETAPPI_PROJECT", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The pragmas as they are, but for the wait until the disk has it (test_files looks at the real ones)."""
    if "real_pragmas" not in request.fixturenames:
        quick = tuple(pragma.replace("synchronous=EXTRA", "synchronous=OFF") for pragma in database.PRAGMAS)
        monkeypatch.setattr(database, "PRAGMAS", quick)


@pytest.fixture
def real_pragmas() -> None:
    """Asked for by tests that need the store's own pragmas."""


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The path of a finished store: ``empty``, ``small`` (support.small_plan) or ``demo``; never write to it."""
    folder = tmp_path_factory.mktemp("templates")

    def template(name: str) -> str:
        path = folder / f"{name}.db"
        if not path.exists():
            if name == "demo":
                build(str(path))
            else:
                opening.prepare(str(path), make=True)
            if name == "small":
                make_plan(str(path), small_plan())
        return str(path)

    return template


@pytest.fixture
def empty(templates: Callable[[str], str], tmp_path: Path) -> str:
    return copy_of(templates("empty"), tmp_path / "empty.db")


@pytest.fixture
def small(templates: Callable[[str], str], tmp_path: Path) -> str:
    return copy_of(templates("small"), tmp_path / "small.db")


@pytest.fixture
def open_demo(demo: str) -> str:
    """The demo with no quarter locked."""
    desk = ClosingDesk(demo)
    desk.reopen(desk.locks()[0].quarter, "a test")
    return demo


@pytest.fixture
def demo(templates: Callable[[str], str], tmp_path: Path) -> str:
    return copy_of(templates("demo"), tmp_path / "demo.db")
