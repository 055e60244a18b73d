"""The terminal's driver, which bears that the line is closed: what was begun is finished, and then the app goes.

Textual's own ends the app in the middle of its work when reading fails, and waits for ever to write to a line that is
gone (a writer that has failed never empties its queue).
"""

from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from tui.app import EtappiApp


class Line:
    """The terminal's file; after the line is gone, writing does nothing."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write, if somebody listens."""
        with suppress(OSError):
            return self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Send, if somebody listens."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The number of the open file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """True for a terminal."""
        return self._file.isatty()


class LineDriver(LinuxDriver):
    """As Textual's, and an end of the line is no crash."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = cast("IO[str]", Line(self._file))  # type: ignore[assignment, arg-type]

    def run_input_thread(self) -> None:
        """Read keys until the app ends, or the line does."""
        try:
            super().run_input_thread()
        except OSError:
            app = cast("EtappiApp", self._app)
            app.call_later(app.leave)
