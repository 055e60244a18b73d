"""Why an item is late, what is done about it, by whom, and the new quarter; and the cancelling of an item."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from core.board import Board
from locales import t
from store.editing import Base
from tui.dialogs.workform import LONGEST, WorkForm
from tui.signs import Signs

if TYPE_CHECKING:
    from store.workdesk import ItemForm

FIELDS = ("reason", "remedy", "responsible", "new_quarter", "decision")


class DeviationForm(WorkForm):
    """An empty reason takes the record away."""

    def __init__(self, form: "ItemForm", board: Board, signs: Signs) -> None:
        self.form = form
        item = form.item
        super().__init__(t("work.reason_title", code=item.code, title=item.title), item.code, board, signs,
                         form.deviation)  # fmt: skip

    def lines_of(self) -> Iterator[Widget]:
        """Reason, remedy, responsible, the new quarter and the decision."""
        now = self.base.values if self.base is not None else {}
        for name in FIELDS:
            value = now.get(name)
            if name == "new_quarter":
                yield self.quarter_choice(name, value if isinstance(value, int) else None, t("work.not_agreed"))
            else:
                yield self.typed(name, str(value or ""))

    def wrong(self) -> str:
        """No reason where there was none either, or one that is too long."""
        reason = self.text("reason")
        if not reason and self.base is None:
            return t("work.wrong_reason")
        if len(reason) > LONGEST:
            return t("tui.wrong_long", n=LONGEST)
        return self.wrong_day()

    def save(self) -> None:
        """Save it as one act."""
        work, id, base = self.app.desk.work, self.form.item.id, self.base
        wanted = self.values(dict.fromkeys(FIELDS))
        self.app.write(lambda: work.set_deviation(id, base, wanted), self.kept, self.refused(self._reread))

    def _reread(self) -> Base | None:
        return self.app.desk.work.deviation_base(self.form.item.id)


class CancelForm(WorkForm):
    """Cancel an item, or open one again that was accepted or cancelled: why, on which day and by what decision."""

    def __init__(self, form: "ItemForm", board: Board, signs: Signs) -> None:
        self.form = form
        self.opens = form.item.state in ("accepted", "cancelled")
        title = "work.reopen_title" if self.opens else "work.cancel_title"
        super().__init__(t(title, code=form.item.code, title=form.item.title), form.item.code, board, signs)

    def lines_of(self) -> Iterator[Widget]:
        """Why, the decision, the day."""
        for name in ("reason", "decision", "on"):
            yield self.typed(name)

    def wrong(self) -> str:
        """Nobody said why."""
        if not self.text("reason") and not self.text("decision"):
            return t("work.wrong_why")
        return self.wrong_day()

    def save(self) -> None:
        """Do it."""
        work, id, opens = self.app.desk.work, self.form.item.id, self.opens
        note, decision, on = self.text("reason") or None, self.text("decision") or None, self.day()
        self.app.write(
            lambda: (work.reopen if opens else work.cancel)(id, note=note, decision=decision, on=on), self.kept
        )
