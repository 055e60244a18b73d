"""Notices what other processes and people change in the store (reliability.md R9)."""

from typing import TYPE_CHECKING

from core.errors import EtappiError
from locales import t

if TYPE_CHECKING:
    from store.desk import Pulse
    from tui.app import EtappiApp

EVERY = 2.0  # seconds


class Watch:
    """Asks for the end of the log every two seconds, in a thread; nothing is painted unless it has moved.

    One's own acts move it too: `own` takes what the end is after them.
    """

    def __init__(self, app: "EtappiApp") -> None:
        self._app = app
        self._end: Pulse | None = None
        self._own = 0
        self._deaf = False

    def begin(self) -> None:
        """From now on."""
        self._ask()
        self._app.set_interval(EVERY, self._ask)

    def own(self, pulse: "Pulse") -> None:
        """An act of this app moved the end of the log to *pulse*."""
        self._own += 1
        self._end = pulse

    def forget(self) -> None:
        """Another project or store is watched from the next question on."""
        self._own += 1
        self._end = None

    def _ask(self) -> None:
        if not self._app.working:
            number = self._own
            self._app.read(self._app.desk.pulse, lambda pulse: self._heard(number, pulse), "pulse", self._failed)

    def _heard(self, number: int, pulse: "Pulse") -> None:
        self._deaf = False
        if number != self._own or self._app.working:
            return  # asked before an act of our own: cannot be told from it
        before, self._end = self._end, pulse
        if before is not None and pulse != before:
            self._app.others_changed(pulse.actor or t("tui.somebody"))

    def _failed(self, error: EtappiError) -> None:
        """Told once, not every two seconds."""
        if not self._deaf:
            self._app.tell_error(error)
        self._deaf = True
