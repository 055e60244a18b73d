"""A work package's report of a quarter: its texts and how far it has come."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import TextArea

from core.board import Board
from core.closing import TEXTS, Report
from core.errors import EtappiError
from core.quarter import label
from locales import t
from locales.formats import date
from store.editing import Base
from tui import keys
from tui.dialogs.box import Dialog
from tui.dialogs.form import Form
from tui.dialogs.workform import WorkForm
from tui.editor import edited
from tui.signs import Signs
from tui.text import content, wrapped
from tui.widgets.paper import Paper, Written
from tui.words import locked

KEEP_REPORT = keys.key("keep_report", "f10,ctrl+o", "screen.save", "act")
EDITOR = keys.key("editor", "ctrl+e", "screen.editor", "act")
SHOWN = ("state", *TEXTS, "note")
BESIDES = 12  # lines of the window besides the four texts
LEAST, MOST = 2, 8
WIDTH = 72  # columns of text in a box that is only read


def report_page(report: Report, board: Board, signs: Signs) -> Dialog:
    """A report of a locked quarter, to be read."""
    state = t(f"work.report_is_{report.state}") if report.state else t("work.report_none")
    out = [content(line, "$warning") for line in wrapped(locked(board, report.quarter), WIDTH)]
    out += [content(f"{state} {signs.dot} {standing(report)}", "$muted")]
    for name in (*TEXTS, "note"):
        text = getattr(report, name)
        if text:
            out += [content(""), content(t(f"tui.field_{name}"), "bold")]
            out += [content(line) for part in str(text).splitlines() for line in wrapped(part, WIDTH)]
    return Dialog(t("work.report_title", code=report.package, quarter=label(report.quarter)), *out)


def standing(report: Report) -> str:
    """When it came, or how late it is, or when it is due."""
    if report.received_on:
        return t("work.report_came", date=date(report.received_on))
    if report.days_late:
        return t("work.report_late", n=report.days_late, date=date(report.due))
    return t("work.report_due", date=date(report.due))


class ReportForm(WorkForm):
    """The four texts, state and note. ↵ in a text is a new line: F10 saves from anywhere, ↵ on a line of choices."""

    BINDINGS: ClassVar[list[BindingType]] = [KEEP_REPORT, EDITOR]
    FOOT = (("keep_report",), ("previous_choice", "next_choice"), ("next_field",), ("editor",), ("close_field",))
    CSS = Form.CSS + "#box { width: 100%; max-width: 110; } #box-title { margin-bottom: 0; }"

    def __init__(self, report: Report, base: Base, board: Board, signs: Signs) -> None:
        self.report = report
        self.whole = base
        self.warned = False
        title = t("work.report_title", code=report.package, quarter=label(report.quarter))
        super().__init__(title, report.package, board, signs, self.only(base, SHOWN))
        self.told = (content(standing(report), "$warning" if report.days_late else "$muted"),)

    def lines_of(self) -> Iterator[Widget]:
        """State, the four texts, the note."""
        from store.commands.reports import MOVES

        now = self.report.state
        states = [state for state, before in MOVES.items() if now in before or state == now]
        yield self.choice("state", [(state, t(f"work.report_is_{state}")) for state in states], now or "draft")
        for name in TEXTS:
            yield Written(name, t(f"tui.field_{name}"), str(getattr(self.report, name) or ""))
        yield self.typed("note", self.report.note or "")

    def first(self) -> Widget:
        """The first text."""
        return self.query_one("#done Paper")

    def on_resize(self, event: Resize) -> None:
        """The texts share what the window leaves."""
        super().on_resize(event)
        for line in self.query(Written):
            line.styles.height = max(LEAST, min(MOST, (event.size.height - BESIDES) // len(TEXTS)))

    def said(self, name: str, value: object) -> str:
        """A value in words."""
        return t(f"work.report_is_{value}") if name == "state" and value else super().said(name, value)

    def wrong(self) -> str:
        """A note is missing where one is needed."""
        state = self.line("state").value
        needed = state in ("returned", "waived") and not self.text("note")
        return t(f"work.wrong_note_{state}") if needed else ""

    @on(TextArea.Changed)
    def _written(self) -> None:
        self.warned = False
        self.look()

    def action_close(self) -> None:
        """Back to the screen below; with texts that are not saved, only when asked a second time."""
        typed = {name: str(value or "") for name, value in self.values(dict.fromkeys(TEXTS)).items()}
        unsaved = any(typed[name] != str(getattr(self.report, name) or "") for name in TEXTS)
        if unsaved and not self.warned:
            self.warned = True
            self.app.tell(t("work.report_unsaved"))
            return
        super().action_close()

    def action_editor(self) -> None:
        """The text with the keys, in the user's own editor."""
        paper = self.focused
        if not isinstance(paper, Paper):
            self.app.tell(t("work.editor_where"))
            return
        try:
            with self.app.suspend():
                paper.text = edited(paper.text)
        except SuspendNotSupported:
            self.app.tell(t("work.editor_not_here"))
        except EtappiError as error:
            self.app.tell_error(error)

    def save(self) -> None:
        """Save texts, note and state as one act."""
        closing, report, base = self.app.desk.closing, self.report, self.whole
        wanted = self.values(dict.fromkeys(SHOWN))
        state = str(wanted["state"])
        texts = {name: str(wanted[name] or "") for name in TEXTS}
        moved = state if state != report.state else None
        self.app.write(
            lambda: closing.write_report(report.package, report.quarter, state=moved, texts=texts,
                                         note=str(wanted["note"] or ""), base=base)[1],
            self.kept, self.refused(self._reread),
        )  # fmt: skip

    def _reread(self) -> Base | None:
        closing = self.app.desk.closing
        self.report = closing.report(self.report.package, self.report.quarter)
        self.whole = closing.base(self.report)
        return self.only(self.whole, SHOWN)
