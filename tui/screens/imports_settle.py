"""Settling questions with one key each: the list at the left, the question under the cursor at the right."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize

from core.importing import Question
from importers import places
from importers.settling import LATER, MAY_SKIP, MAY_WAIT, NEW, SKIP, choices
from locales import t
from tui.screens import imports_keys
from tui.screens.base import EtappiScreen
from tui.screens.imports_panel import About, panel
from tui.signs import Signs
from tui.text import content, joined, lines
from tui.widgets.columns import Column
from tui.widgets.grid import Grid, Listed
from tui.widgets.lines import Heading, Lines
from tui.widgets.rows import Row
from tui.widgets.shell import Foot, TopBar

LEFT, OF = 35, 80  # columns of the list in a window of eighty
LETTER_IDS = tuple(f"answer_{letter}" for letter in "abcde")


class Settle(EtappiScreen):
    """What settling the questions of a file and the names that wait has in common.

    A screen says what its questions are, tells about the one under the cursor, and takes the answers.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*imports_keys.ANSWERS, imports_keys.BACK]
    CSS = """
    #settle { height: 1fr; }
    #panel { width: 1fr; height: 1fr; }
    """

    def __init__(self, signs: Signs) -> None:
        super().__init__()
        self.signs = signs
        self.questions: Sequence[Question] = ()

    def compose(self) -> ComposeResult:
        """Top, list and panel, what is told below, keys."""
        yield TopBar("import", self.signs)
        yield Lines("read")
        yield Lines("steps")
        yield Heading("settle-rule", "", self.signs)
        with Horizontal(id="settle"):
            yield Grid("questions", self.signs)
            yield Lines("panel")
        yield Heading("told-title", "", self.signs)
        yield Lines("told")
        yield Foot()

    def on_mount(self) -> None:
        """The keys go to the list."""
        self.query_one("#told", Lines).styles.height = 2
        self.grid.focus()

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#questions", Grid)

    @property
    def left(self) -> int:
        """Columns of the list."""
        return (self.size.width or self.app.size.width) * LEFT // OF

    @property
    def question(self) -> Question | None:
        """The question under the cursor."""
        row = self.grid.cursor - self.extra
        return self.questions[row] if 0 <= row < len(self.questions) else None

    extra = 0
    """Lines of the list above the first question."""

    def about(self, question: Question) -> About:
        """What the panel tells besides the question."""
        raise NotImplementedError

    def give(self, question: Question, answer: str, reason: str = "") -> None:
        """Take an answer."""
        raise NotImplementedError

    def names(self) -> Sequence[str]:
        """Names that may be found with f, besides those suggested."""
        raise NotImplementedError

    def fill(self, title: str, rows: Sequence[Row], row: int, calm: str) -> None:
        """Show the list with the cursor on *row*."""
        self.grid.styles.width = self.left
        self.grid.cursor = max(0, min(row, len(rows) - 1))
        self.grid.show([Column(title, 20, stretch=True)], Listed(rows), calm=calm, counted=False)
        self.show_panel()

    def show_panel(self) -> None:
        """Show the question under the cursor."""
        question = self.question
        wide = (self.size.width or self.app.size.width) - self.left - 2
        # the app's size: the panel has none before the first layout
        height = self.query_one("#settle").size.height or self.app.size.height - 12
        told = panel(question, self.about(question), wide, height, self.signs) if question is not None else []
        side = content(f"{self.signs.side} ", "$muted")
        filled = [*told, *(content("") for _ in range(height - len(told)))]
        self.query_one("#panel", Lines).show(lines(*(joined(side, line) for line in filled[:height])))
        # the first id has no key of its own: it is the word for the letters
        named = question is None or question.kind == "name"
        others = (("answer_new",), ("answer_later",)) if named else (("answer_skip",),)
        letters = ("answer_same" if named else "answer_choose", *LETTER_IDS)
        self.query_one(Foot).shown = (letters, *others, ("previous_question",), ("help",), ("back",))
        self.refresh_bindings()

    @on(Grid.Moved)
    def _moved(self) -> None:
        self.show_panel()

    def on_resize(self, event: Resize) -> None:
        """List and panel follow the window."""
        super().on_resize(event)
        self.call_after_refresh(self.refill)

    def refill(self) -> None:
        """Show everything once more, for a window of another size."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An answer's key is there only where the question has that answer."""
        if not action.startswith("answer") and action != "find":
            return True
        if not self.is_mounted or self.question is None:
            return False
        kind = self.question.kind
        if action == "answer":
            return any(choice.letter == parameters[0] for choice in choices(self.question))
        if action == "answer_skip":
            return kind in MAY_SKIP
        return kind in MAY_WAIT or (action == "find" and kind in ("workpackage", "reason", "survey"))

    def action_answer(self, letter: str) -> None:
        """The suggestion with a letter."""
        if self.question is not None:
            for choice in choices(self.question):
                if choice.letter == letter:
                    self.give(self.question, choice.answer)
                    return

    def action_answer_new(self) -> None:
        """A new organisation."""
        if self.question is not None:
            self.give(self.question, NEW)

    def action_answer_later(self) -> None:
        """Leave it for later."""
        if self.question is not None:
            self.give(self.question, LATER)

    def action_answer_skip(self) -> None:
        """Ask for the reason in one line, then skip."""
        from tui.dialogs.reason import Reason

        question = self.question
        if question is not None:
            title = t(f"tui.skip_title_{question.kind}", text=question.text)
            self.app.push_screen(Reason(title, lambda reason: self.give(question, SKIP, reason)))

    def action_find(self) -> None:
        """Find the organisation or package that is not among the suggestions, or write a reason or a wave."""
        from tui.dialogs.choice import Entry
        from tui.dialogs.names import Names
        from tui.dialogs.reason import Reason
        from tui.dialogs.wavename import WaveName

        question = self.question
        if question is None:
            return
        if question.kind == "survey":
            self.app.push_screen(WaveName(places.asked(question), lambda name: self.give(question, name)))
            return
        if question.kind == "reason":
            self.app.push_screen(Reason(places.asked(question), lambda reason: self.give(question, reason)))
            return
        known = [candidate.name for candidate in question.candidates]
        several = known if question.kind == "workpackage" else [*known, *(n for n in self.names() if n not in known)]

        def chosen(entry: Entry | None) -> None:
            if entry is not None:
                entry.act()

        title = t("tui.find_other_title", text=question.text)
        self.app.push_screen(Names(title, several, lambda name: self.give(question, name), self.signs), chosen)

    def action_previous(self) -> None:
        """The question before."""
        self.grid.move_to(max(self.extra, self.grid.cursor - 1))

    def action_back(self) -> None:
        """Leave."""
        self.dismiss()

    def action_nothing(self) -> None:
        """A digit is no answer and leads nowhere while a file is being settled."""
