"""What was decided about names: remembered spellings and names kept apart; each can be taken back."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from core.records import NameDecision
from locales import t
from tui import keys
from tui.dialogs.ask import Ask
from tui.dialogs.choice import Choice, Entry
from tui.signs import Signs
from tui.widgets.grid import Grid

FORGET = keys.key("forget", "d,delete", "screen.forget", "act")


class Decisions(Choice):
    """The list; ↵ or d asks, then takes the decision back. The list stays open."""

    BINDINGS: ClassVar[list[BindingType]] = [FORGET]

    def __init__(self, decisions: Sequence[NameDecision], signs: Signs) -> None:
        self.decisions = tuple(decisions)
        super().__init__(t("tui.decisions_title"), self._entries(), signs)

    def _entries(self) -> list[Entry]:
        return [Entry(t(f"tui.decided_{one.kind}"), one.text, one.organisation, lambda: None) for one in self.decisions]

    @on(Grid.Selected)
    def _selected(self, event: Grid.Selected) -> None:
        event.prevent_default()
        event.stop()
        self.action_forget()

    def action_forget(self) -> None:
        """Ask once, then forget it."""
        if not self.decisions:
            return
        one, desk, app = self.decisions[self.grid.cursor], self.app.desk, self.app
        line = t(f"tui.forget_{one.kind}", text=one.text, organisation=one.organisation)

        def done(_: object) -> None:
            app.tell(t("tui.forgotten", text=one.text))
            row = self.grid.cursor
            self.decisions = tuple(other for other in self.decisions if other is not one)
            self.fill(self._entries(), calm=t("tui.no_decisions"))
            self.grid.move_to(min(row, len(self.decisions) - 1))

        self.app.push_screen(Ask(t("tui.forget_title"), line, lambda: app.write(lambda: desk.forget(one), done)))
