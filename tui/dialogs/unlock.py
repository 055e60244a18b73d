"""Why a locked quarter is opened, and by what decision."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from core import quarter as quarters
from core.board import Board
from locales import t
from tui.dialogs.workform import WorkForm
from tui.signs import Signs

if TYPE_CHECKING:
    from core.closing import Closed


class UnlockForm(WorkForm):
    """Opens *quarter* and those after it: a reason or a decision is given."""

    def __init__(self, quarter: int, board: Board, signs: Signs) -> None:
        self.quarter = quarter
        label = quarters.label(quarter)
        super().__init__(t("work.unlock_title", quarter=label), label, board, signs)

    def lines_of(self) -> Iterator[Widget]:
        """Why, and the decision."""
        for name in ("reason", "decision"):
            yield self.typed(name)

    def wrong(self) -> str:
        """Nobody said why, or the decision is none."""
        if not self.text("reason") and not self.text("decision"):
            return t("work.wrong_why")
        return self.wrong_day()

    def save(self) -> None:
        """Open it."""
        closing, why, decision = self.app.desk.closing, self.text("reason"), self.text("decision") or None
        self.app.write(lambda: closing.reopen(self.quarter, why, decision), self._opened)

    def _opened(self, closed: "Closed") -> None:
        names = ", ".join(quarters.label(one) for one in sorted(closed.quarters))
        self.app.tell(t("work.reopened", n=len(closed.quarters), quarters=names))
        self.dismiss()
