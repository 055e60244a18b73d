"""Settling what one file asks, step by step; nothing is saved here."""

from typing import ClassVar

from textual.binding import BindingType

from core.board import Board
from core.errors import EtappiError
from core.importing import ImportPlan, Known, Question
from importers import places
from importers.settling import key, places_of
from locales import t
from tui.screens import imports_keys
from tui.screens.imports_draft import Draft
from tui.screens.imports_panel import About
from tui.screens.imports_settle import Settle
from tui.screens.imports_words import listed, read_line, steps, sums, title
from tui.signs import Signs
from tui.text import cell, content
from tui.widgets.lines import Heading, Lines
from tui.widgets.rows import Row
from tui.widgets.shell import TopBar
from tui.work import Failed


class SettleFile(Settle):
    """The questions of a draft. After each answer the plan is made again in a thread; when nothing is open any more
    the preview opens with what saving would do."""

    BINDINGS: ClassVar[list[BindingType]] = [imports_keys.NO_DIGITS]

    def __init__(self, draft: Draft, board: Board | None, signs: Signs) -> None:
        super().__init__(signs)
        self.draft = draft
        self.board = board
        self.packages: dict[str, tuple[str, ...]] = {}

    def on_mount(self) -> None:
        """Begin with the first open question, or where it was left."""
        super().on_mount()
        at = self.draft.at
        if at is None or at not in self.draft.asked:
            first = self.draft.next_open()
            at = key(first) if first is not None else None
        self._fill(at)

    def reload(self) -> None:
        """The store is not what the plan was made from: make it again."""
        self._plan()

    def refill(self) -> None:
        """For another size."""
        self._fill(self._here())

    @property
    def silent(self) -> int:
        """Spellings that were found to be the same without a question."""
        return len({f.values.get("spelling") for f in self.draft.plan.findings if f.code == "import.spelling"})

    def names(self) -> list[str]:
        """Organisations of the store, and those that the file brings."""
        return [*(o.name for o in self.draft.known.organisations), *(new.name for new in self.draft.plan.new)]

    def about(self, question: Question) -> About:
        """Where its rows stand and what they say."""
        draft = self.draft
        if question.kind == "name":
            where = [self._where(row.package, row.place.row, row.marks) for row in draft.plan.rows
                     if row.name == question.text]  # fmt: skip
        else:
            where = [places.text(place).removeprefix(f"{draft.file}{places.SEPARATOR}")
                     for place in question.places or (question.place,)]  # fmt: skip
        return About(where if question.kind != "unmarked" else (), self.packages, draft.given.get(key(question)))

    @staticmethod
    def _where(package: str | None, row: int | None, marks: tuple[str, ...]) -> str:
        parts = [package or "", t("import.place_row", row=row) if row is not None else ""]
        parts.append(", ".join(places.role(role) for role in marks) or t("tui.no_mark"))
        return ", ".join(part for part in parts if part)

    def give(self, question: Question, answer: str, reason: str = "") -> None:
        """Take the answer, go to the next open question, and make the plan again."""
        before = self.draft.source, dict(self.draft.given)
        self.draft.give(question, answer, reason)
        following = self.draft.next_open(key(question))
        self._fill(key(following) if following is not None else key(question))

        def failed(error: EtappiError) -> None:
            self.draft.source, self.draft.given = before
            self.app.tell_error(error)
            self._fill(key(question))

        self._plan(failed)

    def _plan(self, failed: Failed | None = None) -> None:
        desk, source = self.app.desk, self.draft.source

        def ask() -> tuple[Known, ImportPlan]:
            known = desk.known()
            return known, source.plan(known)

        self.app.read(ask, self._planned, "import plan", failed)

    def _planned(self, read: tuple[Known, ImportPlan]) -> None:
        from tui.screens.imports_preview import Preview

        here = self._here()
        self.draft.planned(*read)
        if not self.draft.plan.questions and self.app.screen is self:
            self.app.switch_screen(Preview(self.draft, self.board, self.signs))
            return
        if here not in self.draft.asked or here in self.draft.given:
            following = self.draft.next_open(here)
            here = key(following) if following is not None and not self._stays(here) else here
        self._fill(here)

    def _stays(self, here: tuple[str, str] | None) -> bool:
        """The cursor was put on an answered question to look at it."""
        return here in self.draft.given and here == self.draft.at

    def _here(self) -> tuple[str, str] | None:
        return key(self.question) if self.question is not None else None

    def _fill(self, at: tuple[str, str] | None) -> None:
        draft = self.draft
        self.packages = places_of(draft.plan, draft.known)
        self.questions = draft.questions
        place = next((place for place, one in enumerate(self.questions) if key(one) == at), 0)
        width = self.size.width or self.app.size.width
        silent = self.silent
        self.extra = 1 if silent else 0
        rows: list[Row] = [(cell(f"{self.signs.done} " + t("tui.silent_spellings", n=silent), "muted"),)] * self.extra
        rows += [self._row(question) for question in self.questions]
        self.query_one(TopBar).show(self.board, title(draft.plan, width, self.signs))
        self.query_one("#read", Lines).show(read_line(draft.plan, width, self.signs))
        self.query_one("#told-title", Heading).show(t("tui.when_saved"))
        told = content(sums(draft.plan, self.signs))
        self.query_one("#told", Lines).show(told, content(t("tui.asked_once"), "$muted"))
        self.fill(t("tui.to_settle"), rows, place + self.extra, "")

    def show_panel(self) -> None:
        """Also the steps: the one of the question under the cursor is the one of now."""
        super().show_panel()
        self.draft.at = self._here()
        now = self.question.kind if self.question is not None else "read"
        self.query_one("#steps", Lines).show(steps(self.draft, now, self.signs))

    def _row(self, question: Question) -> Row:
        answer = self.draft.given.get(key(question))
        return (cell(listed(question, answer, self.left - 1, self.signs), "" if answer is None else "muted"),)

    def action_previous(self) -> None:
        """The question before; before the first one the preview."""
        from tui.screens.imports_preview import Preview

        if self.grid.cursor <= self.extra:
            self.app.switch_screen(Preview(self.draft, self.board, self.signs))
        else:
            super().action_previous()

    def action_back(self) -> None:
        """Leave: nothing is saved, and what was answered is kept until Etappi is closed."""
        self.app.tell(t("tui.import_left"))
        self.dismiss()
