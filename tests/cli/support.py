"""Running the command as a person or a script does."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import _run

ETAPPI = str(Path(sys.executable).with_name("etappi"))
DATA = Path(__file__).parent.parent / "data"
TABLES = DATA / "all-tables.txt"

PLAN = """\
[project]
code = "OMA"
name = "Oma hanke"
start = 2024-01-01
end = 2024-12-31
coordinator = "Espoon seudun koulutuskuntayhtymä Omnia"
funder = "Opetushallitus"
expected_organisations = 89
language = "fi"
kick_off = 2024-01-31

""" + "\n".join(
    f'[[workpackage]]\ncode = "{code}"\ntitle = "Paketti {code}"\nfrom = "2024-Q1"\nto = "2024-Q4"\n'
    + (f'parent = "{code.partition(".")[0]}"\n' if "." in code else "")
    + f'  [[workpackage.action]]\n  title = "Toimi {code}"\n  from = "2024-Q1"\n  to = "2024-Q2"\n'
    + f'  [[workpackage.action]]\n  title = "Suunnitelmat {code}"\n  from = "2024-Q1"\n  to = "2024-Q4"\n  units = 4\n'
    + f'  [[workpackage.output]]\n  title = "Tuotos {code}"\n  from = "2024-Q1"\n  to = "2024-Q4"\n'
    + '  steps = [{ title = "Luonnos", share = 0.5, quarter = "2024-Q2" }, '
    + '{ title = "Valmis", share = 0.5, quarter = "2024-Q4" }]\n'
    for code in ("TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4", "TP2", "TP3", "TP4")
)  # fmt: skip
"""A plan with the packages of the eight real tables."""


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """stdout as one JSON value."""
        return json.loads(self.out)


class Shell:
    """Runs `etappi` with HOME and XDG folders below *root*, without a terminal unless asked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "home" / "data" / "etappi"
        (root / "home").mkdir(exist_ok=True)
        self.environment = {
            "HOME": str(root / "home"), "XDG_DATA_HOME": str(root / "home" / "data"),
            "XDG_CONFIG_HOME": str(root / "home" / "config"), "LANG": "C.UTF-8", "TERM": "xterm",
            "PATH": os.environ["PATH"], "ETAPPI_TODAY": "2024-09-16",
        }  # fmt: skip
        for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    @property
    def db(self) -> Path:
        """The store that the commands use by default."""
        return self.data / "etappi.db"

    def __call__(self, *arguments: str | Path, stdin: str = "", **environment: str | None) -> Outcome:
        """Run ``etappi arguments``; *environment* adds variables, or takes them away with None."""
        done = subprocess.run(
            [ETAPPI, *map(str, arguments)], input=stdin.encode(), capture_output=True, timeout=60, cwd=self.root,
            env=self._environment(environment), check=False,
        )  # fmt: skip
        outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in outcome.err, outcome.err
        return outcome

    def terminal(
        self, *arguments: str | Path, columns: int = 80, typed: str = "", **environment: str | None
    ) -> Outcome:
        """Run in a terminal of *columns* by 24; what is *typed* is there from the start. Both streams come as one."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        with subprocess.Popen(
            [ETAPPI, *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave, cwd=self.root, close_fds=True,
            env=self._environment(environment), start_new_session=True,
        ) as process:  # fmt: skip
            os.close(slave)
            os.write(master, typed.encode())
            data = b""
            while True:
                try:
                    chunk = os.read(master, 65536)
                except OSError:
                    break
                if not chunk:
                    break
                data += chunk
            code = process.wait(timeout=60)
        os.close(master)
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        assert "Traceback" not in text, text
        return Outcome(code, text, "")

    def start(self, *arguments: str | Path, **environment: str | None) -> "subprocess.Popen[bytes]":
        """Start a command that the test talks to itself."""
        return subprocess.Popen(
            [ETAPPI, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=self.root, env=self._environment(environment), start_new_session=True,
        )  # fmt: skip

    def _environment(self, changes: dict[str, str | None]) -> dict[str, str]:
        merged = {**self.environment, **changes}
        return {name: value for name, value in merged.items() if value is not None}

    def write(self, name: str, text: str) -> Path:
        """A file in the working folder."""
        path = self.root / name
        path.write_text(text, encoding="utf-8")
        return path


class Inside:
    """Runs a command line in this process and captures what it prints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str | Path) -> Outcome:
        """Run ``etappi arguments`` without a terminal."""
        self.capsys.readouterr()
        code = _run([str(one) for one in arguments])
        written = self.capsys.readouterr()
        return Outcome(code, written.out, written.err)
