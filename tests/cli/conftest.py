"""The installed `etappi` in a process of its own, with a home of its own."""

import os
import shutil
from pathlib import Path

import pytest

from tests.cli import meetings
from tests.cli.support import Inside, Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell in an empty home; its language is English unless a project speaks another."""
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's store, built once."""
    shell = Shell(tmp_path_factory.mktemp("demo"))
    assert shell("demo").code == 0
    return shell.data / "demo.db"


@pytest.fixture
def demo(shell: Shell, built_demo: Path) -> Shell:
    """A shell whose store is a copy of the demo."""
    shell.data.mkdir(parents=True)
    shutil.copyfile(built_demo, shell.data / "etappi.db")
    os.chmod(shell.data / "etappi.db", 0o600)  # noqa: PTH101
    return shell


@pytest.fixture
def inside(shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inside:
    """The same command in this process, ten times as fast, with the same home as *shell*."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "ETAPPI_DB", "ETAPPI_PROJECT", "ETAPPI_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in shell.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(shell.root)
    return Inside(capsys)


@pytest.fixture
def made(shell: Shell, inside: Inside) -> Inside:
    """The small project of tests.cli.meetings, and commands on it in this process."""
    assert inside("init", shell.write("plan.toml", meetings.PLAN)).code == 0
    return inside
