"""How organisations stand with an obligation: one form for one of them or for all that are marked."""

from collections.abc import Callable, Iterator, Sequence

from textual.widget import Widget

from core.agreements import Changed, MatrixRow
from core.board import Board
from core.obligations import STATES, Standing, Terms
from locales import t
from tui.dialogs.workform import WorkForm
from tui.signs import Signs
from tui.text import content

MANY = 3  # names in a title up to this many organisations


class StateForm(WorkForm):
    """State, day, reason and proof. *held* is how the one organisation stands, None for several; *others* of those
    marked do not owe it and stay as they are. *saved* is called when it is done."""

    def __init__(
        self, terms: Terms, rows: Sequence[MatrixRow], held: Standing | None, others: int, board: Board, signs: Signs,
        saved: Callable[[], object],
    ) -> None:  # fmt: skip
        self.terms = terms
        self.rows = rows
        self.held = held
        self.others = others
        self.saved = saved
        about = ", ".join(row.short for row in rows) if len(rows) <= MANY else t("tui.organisations", n=len(rows))
        super().__init__(f"{terms.code}: {about}", terms.code, board, signs)
        told = [content(terms.title, "$muted")]
        if terms.proof:
            told.append(content(f"{t('remind.proof')}: {terms.proof}", "$muted"))
        if others:
            told.append(content(t("obligation.left_out", n=others), "$warning"))
        self.told = tuple(told)

    def lines_of(self) -> Iterator[Widget]:
        """State, day, reason, proof."""
        held = self.held if self.held is not None and self.held.told else None
        options = [(state, t(f"obligation.state_{state}")) for state in STATES]
        yield self.choice("state", options, held.state if held else "done")
        yield self.typed("on")
        yield self.typed("reason", held.reason or "" if held else "")
        yield self.typed("proof", held.proof or "" if held else "")

    def first(self) -> Widget:
        """The state."""
        return self.stop("state")

    def wrong(self) -> str:
        """No reason where it is not required, or a day that is none or to come."""
        if self.line("state").value == "not_required" and not self.text("reason"):
            return t("tui.wrong_reason")
        return self.wrong_day()

    def save(self) -> None:
        """Save it for all of them as one act."""
        from tui.screens.base import EtappiScreen
        from tui.screens.obligations_acts import told

        desk, code, ids = self.app.desk.agreements, self.terms.code, [row.id for row in self.rows]
        state, day = str(self.line("state").value), self.day()
        reason, proof = self.text("reason") or None, self.text("proof") or None
        app = self.app

        def done(changed: Changed) -> None:
            self.dismiss()
            self.saved()
            below = next((one for one in reversed(app.screen_stack) if isinstance(one, EtappiScreen)), None)
            if below is not None:
                told(below, changed, state, self.others)

        app.write(lambda: desk.set_state(code, ids, state, on=day, reason=reason, proof=proof), done)
