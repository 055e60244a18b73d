"""The form that copies an event to later days."""

from collections.abc import Iterator

from textual.widget import Widget

from core.board import Board
from core.events import EventRow
from locales import t
from tui.dialogs.workform import WorkForm
from tui.signs import Signs
from tui.widgets.inputs import Number

EVERY = ("week", "fortnight", "month")
MOST = 60


class CopyForm(WorkForm):
    """How often, and how many times more."""

    def __init__(self, row: EventRow, board: Board, signs: Signs) -> None:
        self.row = row
        super().__init__(t("eventscreen.copy_title", title=row.title), row.title, board, signs)

    def lines_of(self) -> Iterator[Widget]:
        """Once a month later is what most series begin with."""
        every = [(one, t(f"eventscreen.every_{one}")) for one in EVERY]
        yield self.choice("every", every, "month")
        yield Number("times", t("tui.field_times"), 1)

    def wrong(self) -> str:
        """What cannot be saved as it stands."""
        times = self.line("times").value
        if not isinstance(times, float) or times % 1 or not 1 <= times <= MOST:
            return t("eventscreen.wrong_times", most=MOST)
        return ""

    def save(self) -> None:
        """Make the copies."""
        desk, code, every = self.app.desk.events, self.row.code, str(self.line("every").value)
        times = self.line("times").value
        count = int(times) if isinstance(times, float) else 1
        self.app.write(lambda: desk.repeat(code, every, count), self._copied)

    def _copied(self, codes: tuple[str, ...]) -> None:
        self.app.tell(t("eventscreen.copied", n=len(codes), codes=", ".join(codes)))
        self.dismiss()
