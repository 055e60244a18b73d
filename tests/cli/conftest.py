"""The installed `etappi` in a process of its own, with a home of its own."""

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.support import Shell


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
    """A shell whose store is a copy of the demo, without the date that the demo fixes the day by being asked."""
    shell.data.mkdir(parents=True)
    shutil.copyfile(built_demo, shell.data / "etappi.db")
    os.chmod(shell.data / "etappi.db", 0o600)  # noqa: PTH101
    return shell
