"""What is done about what organisations owe: a state for many, and reminders."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from locales import t

if TYPE_CHECKING:
    from core.agreements import Changed, MatrixRow, ObligationLine
    from tui.screens.base import EtappiScreen
    from tui.screens.obligations import Obligations


def edit_state(screen: "Obligations") -> None:
    """The form of the obligation under the cursor, for the chosen organisations that owe it."""
    from tui.dialogs.obligation import StateForm

    asked = _asked(screen)
    if asked is None or screen.view is None:
        return
    line, rows, others = asked
    at = screen.grid.column - 1
    held = [row.cells[at] for row in rows]
    screen.app.push_screen(StateForm(
        line.terms, rows, held[0].standing if len(held) == 1 and held[0] is not None else None, others,
        screen.view.board, screen.signs, screen.unmark,
    ))  # fmt: skip


def set_done(screen: "Obligations") -> None:
    """Done today, without a form; undo takes it back in one."""
    asked = _asked(screen)
    if asked is None:
        return
    line, rows, others = asked
    desk, ids = screen.app.desk, [row.id for row in rows]

    def done(changed: "Changed") -> None:
        screen.unmark()
        told(screen, changed, "done", others)

    screen.app.write(lambda: desk.agreements.set_state(line.terms.code, ids, "done"), done)


def told(screen: "EtappiScreen", changed: "Changed", state: str, others: int = 0) -> None:
    """Say what a state changed: how many organisations, how many had it already, how many do not owe it."""
    words = t("obligation.set", code=changed.code, state=t(f"obligation.state_{state}"), n=len(changed.organisations))
    if changed.same:
        words += " " + t("obligation.set_same", n=changed.same)
    if others:
        words += " " + t("obligation.left_out", n=others)
    screen.app.tell(words)


def _asked(screen: "Obligations") -> "tuple[ObligationLine, list[MatrixRow], int] | None":
    """The obligation under the cursor, the chosen organisations that owe it, and how many do not; None, told, where
    there is nothing to set."""
    line, rows = screen.line(), screen.chosen()
    if not rows:
        return None
    if line is None:
        screen.app.tell(t("obligation.choose"))
        return None
    at = screen.grid.column - 1
    owing = [row for row in rows if (cell := row.cells[at]) is not None and cell.owes]
    if not owing:
        screen.app.tell(t("obligation.nobody_owes", code=line.terms.code, n=len(rows)))
        return None
    return line, owing, len(rows) - len(owing)


def remind(
    screen: "EtappiScreen", ids: Collection[int] | None = None, names: Collection[str] | None = None
) -> None:  # fmt: skip
    """Show the reminders of organisations, by their ids or names; a notice where they owe nothing."""
    from tui.dialogs.reminder import Reminders, letters_of

    desk = screen.app.desk.agreements
    if not ids and not names:
        screen.app.tell(t("remind.choose"))
        return

    def shown(read: Reminders) -> None:
        from tui.dialogs.reminder import ReminderBox

        if not read.letters:
            screen.app.tell(t("remind.nobody"))
        elif screen.is_current:
            screen.app.push_screen(ReminderBox(read))

    screen.app.read(lambda: letters_of(desk, ids, names), shown, "reminders")
