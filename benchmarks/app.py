"""The app's first data row against an empty Textual app, in turn, in a pseudo-terminal of 120 by 35; and bytes on the
wire for a cursor move and a scrolled line (a DataTable of Textual 8.2 writes 19,400 for one).

Usage: python benchmarks/app.py [ROUNDS]   with the python of an environment into which the wheel was installed.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

COLUMNS, LINES = 120, 35
EMPTY = """
from textual.app import App
from textual.widgets import Footer, Header, Static
class Empty(App):
    def compose(self):
        yield Header()
        yield Static("EMPTY APP")
        yield Footer()
Empty().run()
"""


class Terminal:
    """A program in a pseudo-terminal; *sent* is all that it has written."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.began = time.perf_counter()
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.sent = b""

    def until(self, marker: bytes, limit: float = 10) -> float:
        """Seconds from the start until *marker* is written; RuntimeError if it never is."""
        while marker not in self.sent:
            if time.perf_counter() - self.began > limit or (not self.read(0.05) and self.gone()):
                raise RuntimeError(f"{marker!r} was not written: {self.sent[-300:]!r}")
        return time.perf_counter() - self.began

    def read(self, wait: float) -> bytes:
        """What is written within *wait* seconds."""
        ready, _, _ = select.select([self.handle], [], [], wait)
        if not ready:
            return b""
        try:
            data = os.read(self.handle, 1 << 16)
        except OSError:
            data = b""
        self.sent += data
        return data

    def settle(self, silence: float = 0.3) -> bytes:
        """All that is written until it is silent for *silence* seconds."""
        out = b""
        while data := self.read(silence):
            out += data
        return out

    def press(self, key: bytes) -> bytes:
        """Send a key; what it makes the program write."""
        os.write(self.handle, key)
        return self.settle()

    def gone(self) -> bool:
        """True if the program has ended."""
        return os.waitpid(self.pid, os.WNOHANG)[0] != 0

    def end(self) -> None:
        """Kill it and forget it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.handle)


def first_row(command: list[str], marker: bytes, environment: dict[str, str]) -> float:
    """Seconds until *marker* stands on the terminal."""
    terminal = Terminal(command, environment)
    try:
        return terminal.until(marker)
    finally:
        terminal.end()


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    etappi = str(Path(sys.executable).parent / "etappi")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ETAPPI_DB": f"{folder}/demo.db", "LC_ALL": "C.UTF-8", "HOME": folder,
                       "TERM": "xterm-256color", "COLORTERM": "truecolor"}  # fmt: skip
        environment.pop("NO_COLOR", None)
        subprocess.run([etappi, "--db", f"{folder}/demo.db", "demo"], env=environment, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)  # fmt: skip
        empty = Path(folder, "empty.py")
        empty.write_text(EMPTY, encoding="utf-8")
        contenders = {"app": ([etappi], b"Koordinointi"), "empty": ([sys.executable, str(empty)], b"EMPTY APP")}
        times: dict[str, list[float]] = {"app": [], "empty": []}
        for number in range(rounds + 1):
            for name in ("app", "empty") if number % 2 else ("empty", "app"):
                command, marker = contenders[name]
                times[name].append(first_row(command, marker, environment))
        ours, bare = (statistics.median(times[name][1:]) * 1000 for name in ("app", "empty"))
        ratio = statistics.median(one / two for one, two in zip(times["app"][1:], times["empty"][1:], strict=True))
        print(f"first data row {ours:.0f} ms   empty app {bare:.0f} ms   ratio {ratio:.2f}   n = {rounds}")
        terminal = Terminal([etappi], environment)
        terminal.until(b"Koordinointi")
        terminal.settle(1.0)
        moves = [len(terminal.press(b"\x1b[B")) for _ in range(5)]
        idle = len(terminal.settle(3.0))
        terminal.press(b"3")
        terminal.settle(1.5)
        steps = [len(terminal.press(b"\x1b[B")) for _ in range(40)]
        cells = [len(terminal.press(b"\x1b[C")) for _ in range(4)]
        terminal.end()
        print(f"bytes: cursor move {statistics.median(moves):.0f}, in the matrix {statistics.median(cells):.0f}, "
              f"a scrolled line of it {statistics.median(steps[30:]):.0f}, in 3 s of rest {idle}")  # fmt: skip


if __name__ == "__main__":
    main()
