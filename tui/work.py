"""Questions to the store and acts on it, in threads: screens say what to ask and what to do with the answer.

A thread cannot be stopped. So a newer question of the same group makes the older one's answer void, and acts wait for
one another in a queue.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from textual.worker import Worker, get_current_worker

from core.errors import EtappiError
from locales import t

if TYPE_CHECKING:
    from store.desk import Pulse
    from store.locks import Holder
    from tui.app import EtappiApp

PATIENCE = 1.0  # seconds after which somebody who waits for the write lock is told who holds it
STALE = "store.stale"

T = TypeVar("T")
Failed = Callable[[EtappiError], object]


@dataclass(frozen=True)
class Act:
    """One act of the user's that waits for its turn."""

    do: Callable[[], Any]
    then: Callable[[Any], object] | None
    failed: Failed | None


class Work:
    """What the app's screens ask and do. All methods are called from the app's own thread."""

    def __init__(self, app: "EtappiApp") -> None:
        self._app = app
        self._waiting: deque[Act] = deque()
        self._number = 0
        self._busy = False

    @property
    def pending(self) -> bool:
        """True while an act is being carried out or waits for its turn."""
        return self._busy or bool(self._waiting)

    def read(
        self, ask: Callable[[], T], then: Callable[[T], object], group: str = "read", failed: Failed | None = None
    ) -> None:
        """Ask in a thread; *then* gets the answer unless something newer of the same *group* was asked meanwhile.

        An EtappiError goes to *failed*, or is told in a notice where there is none.
        """
        self._app.run_worker(
            lambda: self._ask(ask, then, failed or self._app.tell_error), group=group, thread=True, exclusive=True
        )

    def write(
        self, act: Callable[[], T], then: Callable[[T], object] | None = None, failed: Failed | None = None
    ) -> None:
        """Do *act* in a thread when all acts before it are done; then *then* gets its result and all screens reload.

        An EtappiError is told in a notice and given to *failed*; a `StaleEdit` is left to *failed* alone.
        """
        self._waiting.append(Act(act, then, failed))
        if not self._busy:
            self._begin()

    def _ask(self, ask: Callable[[], Any], then: Callable[[Any], object], failed: Failed) -> None:
        worker = get_current_worker()
        try:
            answer = ask()
        except EtappiError as error:
            self._hand_over(worker, failed, error)
        else:
            self._hand_over(worker, then, answer)

    def _hand_over(self, worker: Worker[Any], to: Callable[[Any], object], answer: object) -> None:
        if not worker.is_cancelled:
            # looked at again in the app's thread: meanwhile something newer may have been asked, or the app may end
            self._app.call_from_thread(lambda: to(answer) if self._app.is_running and not worker.is_cancelled else None)

    def _begin(self) -> None:
        self._number += 1
        self._busy = True
        act, number = self._waiting.popleft(), self._number
        self._app.run_worker(lambda: self._carry_out(act), group="write", thread=True)
        self._app.set_timer(PATIENCE, lambda: self._look(number))

    def _carry_out(self, act: Act) -> None:
        desk = self._app.desk
        try:
            result = act.do()
            pulse = desk.pulse()
        except EtappiError as error:
            self._app.call_from_thread(self._refused, act, error)
        else:
            self._app.call_from_thread(self._done, act, result, pulse)

    def _done(self, act: Act, result: object, pulse: "Pulse") -> None:
        self._app.own_change(pulse)
        if act.then is not None and self._app.is_running:  # at its end the app has no screens to show it
            act.then(result)
        self._end()

    def _refused(self, act: Act, error: EtappiError) -> None:
        if act.failed is None or error.code != STALE:
            self._app.tell_error(error)
        if act.failed is not None:
            act.failed(error)
        self._end()

    def _end(self) -> None:
        self._busy = False
        if self._waiting:
            self._begin()
        else:
            self._app.work_done()

    def _look(self, number: int) -> None:
        """The act *number* has waited long: tell who holds the lock."""
        if self._busy and self._number == number:
            self.read(self._app.desk.holder, self._tell_holder, "holder")

    def _tell_holder(self, holder: "Holder | None") -> None:
        if not self._busy:
            return
        if holder is None:
            self._app.tell(t("tui.waiting_unknown"))
        elif holder.seconds is None:
            self._app.tell(t("tui.waiting_for", user=holder.user, pid=holder.pid))
        else:
            self._app.tell(t("tui.waiting_since", user=holder.user, pid=holder.pid, n=holder.seconds))
