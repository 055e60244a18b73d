"""Locking a quarter in four steps: reports, what is late, findings, the lock (screens.md, "Neljänneksen lukitus").

Nothing is locked before the last step is agreed to; leaving changes nothing.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from core import quarter as quarters
from core.board import Board
from core.closing import Closed, ClosingOverview
from locales import t
from tui import keys
from tui.screens import closing_keys
from tui.screens import packages_acts as acts
from tui.screens.base import EtappiScreen
from tui.screens.closing_lines import (
    STEPS,
    finding_rows,
    finding_words,
    late_rows,
    late_words,
    lock_words,
    report_rows,
    report_words,
    step_lines,
)
from tui.screens.packages_keys import BACK, REREAD
from tui.signs import Signs
from tui.text import content, fit, joined, measure
from tui.widgets.grid import Grid
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar

LISTS = len(STEPS) - 1
BELOW = 7  # lines about the row under the cursor


class Closing(EtappiScreen):
    """The first quarter that is open. *board* is what the screen below shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        closing_keys.NEXT_STEP, closing_keys.STEP_BEFORE, closing_keys.LOCK_NOW, REREAD, BACK, keys.REASON,
    ]  # fmt: skip
    CSS = "#steps { height: 5; } #about { height: 7; } #words { height: 1fr; text-wrap: wrap; }"

    def __init__(self, board: Board, signs: Signs) -> None:
        super().__init__()
        self.board = board
        self.signs = signs
        self.view: ClosingOverview | None = None
        self.step = 0

    def compose(self) -> ComposeResult:
        """The steps, the list of one, and what is known of its row."""
        yield TopBar("packages", self.signs)
        yield Lines("steps")
        yield Grid("list", self.signs)
        yield Lines("about")
        yield Lines("words")
        yield Foot(("open",), ("lock_now",), ("next_step",), ("step_before",), ("help",), ("back",))

    def on_mount(self) -> None:
        """Read what stands open."""
        super().on_mount()
        self.query_one(TopBar).show(self.board, content(t("tui.reading")))
        self.query_one(Grid).focus()
        self.reload()

    def reload(self) -> None:
        """Read again."""
        closing, quarter = self.app.desk.closing, self.view.quarter if self.view is not None else None

        def ask() -> ClosingOverview:
            from importers.nearnames import near_pairs

            return closing.overview(quarter, near_pairs)

        self.app.read(ask, self._show, "closing")

    def _show(self, view: ClosingOverview) -> None:
        self.view = view
        if self in self.app.screen_stack:
            self._fill()

    def _fill(self) -> None:
        view, width = self.view, self.app.size.width
        if view is None:
            return
        title = t("work.lock_title", quarter=quarters.label(view.quarter))
        place = t("work.step_of", n=self.step + 1, of=len(STEPS))
        room = width - measure(title)
        self.query_one(TopBar).show(self.board, joined(content(title, "bold"), content(fit(place, room, right=True))))
        self.query_one("#steps", Lines).show(
            content(self.signs.rule * width, "$muted"), *step_lines(view, self.step, width, self.signs)
        )
        grid, words = self.query_one(Grid), self.query_one("#words", Lines)
        last = self.step == LISTS
        grid.display = self.query_one("#about").display = not last
        words.display = last
        if last:
            words.show(content(self.signs.rule * width, "$muted"), content(""), *lock_words(view, width))
            self.set_focus(None)
            return
        columns, rows = (
            report_rows(view.reports, self.board, self.signs), late_rows(view, self.signs),
            finding_rows(view.findings, self.signs),
        )[self.step]  # fmt: skip
        grid.show(columns, rows, calm=t(f"work.calm_{STEPS[self.step]}"))
        grid.focus()
        self._about()

    @on(Grid.Moved)
    def _about(self) -> None:
        """What is known of the row under the cursor."""
        view, row, width = self.view, self.query_one(Grid).cursor, self.app.size.width
        if view is None or self.step == LISTS:
            return
        found = (view.reports, view.late, view.findings)[self.step]
        if not found:
            lines = []
        elif self.step == 0:
            lines = report_words(view.reports[row], width, self.signs)
        elif self.step == 1:
            lines = late_words(view.late[row], width, self.signs)
        else:
            lines = finding_words(view.findings[row], width, self.signs)
        self.query_one("#about", Lines).show(*lines[:BELOW])

    def on_resize(self, event: Resize) -> None:
        """Lines follow the window."""
        super().on_resize(event)
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """↵ locks in the last step only, a reason belongs to what is late, and no step is before the first or after the
        last."""
        if action == "go":
            return 0 <= self.step + int(str(parameters[0])) <= LISTS
        return {"lock_now": self.step == LISTS, "reason": self.step == 1}.get(action, True)

    def action_go(self, direction: int) -> None:
        """The step after (1) or before (-1)."""
        step = max(0, min(LISTS, self.step + direction))
        if step != self.step:
            self.step = step
            self.query_one(Grid).cursor = 0
            self._fill()
            self.refresh_bindings()

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        view = self.view
        if view is None:
            return
        if self.step == 0:
            acts.report_of(self, view.reports[event.row].package, view.quarter)
        elif self.step == 1:
            acts.reason_of(self, view.late[event.row].id)

    def action_reason(self) -> None:
        """The reason of the late item under the cursor."""
        if self.view is not None and self.view.late:
            acts.reason_of(self, self.view.late[self.query_one(Grid).cursor].id)

    def action_lock_now(self) -> None:
        """Ask once, then lock; a locked quarter is opened instead."""
        from tui.dialogs.ask import Ask

        view, app, closing = self.view, self.app, self.app.desk.closing
        if view is None:
            return
        if view.lock is not None:
            acts.reopen(self, view.quarter)
            return
        quarter = quarters.label(view.quarter)
        if not view.can_close:
            app.tell(t("work.cannot_lock", quarter=quarter))
            return

        def agreed() -> None:
            from importers.nearnames import near_pairs

            app.write(lambda: closing.close(view.quarter, near=near_pairs), self._locked)

        app.push_screen(Ask(t("work.lock_title", quarter=quarter), t("work.lock_ask", quarter=quarter), agreed))

    def _locked(self, closed: Closed) -> None:
        told = t("work.was_locked", quarter=quarters.label(closed.quarter), name=closed.snapshot or self.signs.dash)
        self.app.tell(told)
        if self.is_attached:
            self.dismiss()

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """Leave; nothing is locked."""
        self.dismiss()
