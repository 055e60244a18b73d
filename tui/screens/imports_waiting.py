"""Names that wait from earlier imports, settled with the same keys; each answer is saved at once."""

from core.board import Board
from core.importing import Known, Question
from core.records import WaitingRow
from importers.settling import LATER, NEW, SKIP, choices, waiting_questions
from locales import t
from tui.screens.imports_panel import About
from tui.screens.imports_settle import Settle
from tui.screens.imports_words import listed
from tui.signs import Signs
from tui.text import cell, content
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import TopBar

Read = tuple[Known, tuple[WaitingRow, ...], tuple[Question, ...]]


class SettleWaiting(Settle):
    """The queue. Digits go to other screens here: nothing is under way that could be lost."""

    def __init__(self, name: str, board: Board | None, signs: Signs) -> None:
        super().__init__(signs)
        self.board = board
        self.wanted = name
        self.known: Known | None = None
        self.waiting: tuple[WaitingRow, ...] = ()
        self.packages: dict[str, tuple[str, ...]] = {}

    def on_mount(self) -> None:
        """Read the queue."""
        super().on_mount()
        self.query_one(TopBar).show(self.board, content(t("tui.reading")))
        self.reload()

    def reload(self) -> None:
        """Read again; the cursor stays on its name, or on the one after it."""
        desk = self.app.desk

        def ask() -> Read:
            known, waiting = desk.known(), desk.waiting()
            return known, waiting, waiting_questions(known, waiting)

        self.app.read(ask, self._show, "waiting")

    def _show(self, read: Read) -> None:
        self.known, self.waiting, questions = read
        names = [question.text for question in questions]
        row = names.index(self.wanted) if self.wanted in names else self.grid.cursor
        self.questions = questions
        codes = {package.id: package.code for package in self.known.packages}
        called = {organisation.id: organisation.name for organisation in self.known.organisations}
        stands: dict[str, dict[str, None]] = {}
        for role in self.known.roles:
            stands.setdefault(called[role.organisation_id], {})[codes[role.package_id]] = None
        self.packages = {name: tuple(several) for name, several in stands.items()}
        self._fill(row)

    def refill(self) -> None:
        """For another size."""
        if self.known is not None:
            self._fill(self.grid.cursor)

    def _fill(self, row: int) -> None:
        self.query_one(TopBar).show(self.board, content(t("tui.waiting_count", n=len(self.questions)), "bold"))
        self.query_one("#read", Lines).show(content(t("tui.waiting_hint"), "$muted"))
        self.query_one("#told-title", Heading).show(t("tui.when_answered"))
        self.query_one("#told", Lines).show(content(t("tui.saved_at_once")), content(t("tui.asked_once"), "$muted"))
        rows = [(cell(listed(question, None, self.left - 1, self.signs)),) for question in self.questions]
        self.fill(t("tui.to_settle"), rows, row, t("tui.nothing_waits"))

    def show_panel(self) -> None:
        """The name under the cursor is the one that is wanted after the next reading."""
        super().show_panel()
        if self.question is not None:
            self.wanted = self.question.text

    def names(self) -> list[str]:
        """Every organisation of the store."""
        return [organisation.name for organisation in self.known.organisations] if self.known is not None else []

    def about(self, question: Question) -> About:
        """The file and the place of each row, and what it says."""
        where = []
        for row in self.waiting:
            if row.name == question.text:
                roles = ", ".join(t(f"status.role_{role}_name") for role in row.roles) or t("tui.no_mark")
                where.append(f"{row.file} > {row.place}: {roles}")
        return About(where, self.packages)

    def give(self, question: Question, answer: str, reason: str = "") -> None:
        """Save the answer; "later" only goes on to the next name."""
        app, desk = self.app, self.app.desk
        if answer == LATER:
            self.grid.move_to(self.grid.cursor + 1)
            return
        apart = tuple(choice.answer for choice in choices(question)) if answer == NEW else ()
        rows = [one.text for one in self.questions]
        following = rows[(rows.index(question.text) + 1) % len(rows)]

        def done(settled: object) -> None:
            from store.commands.waiting import SettledName

            if isinstance(settled, SettledName):
                if answer == SKIP:
                    app.tell(t("tui.waiting_skipped", name=settled.name, n=settled.rows))
                else:
                    app.tell(t("tui.waiting_settled", name=settled.name, organisation=settled.organisation,
                               n=settled.rows))  # fmt: skip
                if settled.kept:
                    app.tell(t("tui.waiting_kept", n=settled.kept))

        self.wanted = following
        app.write(lambda: desk.settle(question.text, answer, apart, reason or None), done)
