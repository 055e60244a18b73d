"""Stores for the tests of screens that work at a real one: made once, copied for each test."""

import shutil
from pathlib import Path

import pytest

from demo.build import build
from store import database
from store.desk import Desk


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The pragmas as they are, but for the wait until the disk has it; and nobody's settings."""
    quick = tuple(pragma.replace("synchronous=EXTRA", "synchronous=OFF") for pragma in database.PRAGMAS)
    monkeypatch.setattr(database, "PRAGMAS", quick)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, never to be written to."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build(str(path))
    return path


@pytest.fixture
def desk(demo_store: Path, tmp_path: Path) -> Desk:
    """A desk at a copy of the demo."""
    path = tmp_path / "demo.db"
    shutil.copyfile(demo_store, path)
    path.chmod(0o600)
    return Desk(str(path))
