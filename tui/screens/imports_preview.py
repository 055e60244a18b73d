"""What a file would change, as lists that open; at the end the same with one line that saves."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from core.board import Board
from core.errors import EtappiError
from core.importing import ImportPlan, Known
from importers.apply import apply
from importers.sections import preview_sections
from importers.wholetruth import Offer, offers
from locales import t
from locales.formats import number
from tui.screens import imports_keys
from tui.screens.base import EtappiScreen
from tui.screens.imports_draft import Draft
from tui.screens.imports_kinds import saves
from tui.screens.imports_lists import COLUMNS, Lists
from tui.screens.imports_words import already, changes, read_line, steps, sums, title, to_settle
from tui.signs import Signs
from tui.text import cell, content, measure, wrapped
from tui.widgets.grid import Grid
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, TopBar
from tui.work import Failed

STORE_CHANGED = "import.store_changed"
ACT, CHANGED = 0, -1
WHOLE = "whole"
TOLD, WHOLE_MOST = 2, 6  # lines of what saving brings, and at most of an entry that is told whole
BESIDE = 16  # columns of a line of a list that its text has not


class Preview(EtappiScreen):
    """A draft: the first line leads on (to the questions, or it saves), the lists below it open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        imports_keys.SKIP_ERRORS, imports_keys.WHOLE, imports_keys.PREVIOUS, imports_keys.BACK,
    ]  # fmt: skip

    def __init__(self, draft: Draft, board: Board | None, signs: Signs) -> None:
        super().__init__()
        self.draft = draft
        self.board = board
        self.signs = signs
        self.opened: set[str] = set()
        self.offers: tuple[Offer, ...] = ()
        self.ticked: str | None = None
        """The package that was ticked last, until the plan is made again: the cursor stays on it."""
        self.saving = ""

    def compose(self) -> ComposeResult:
        """Top, lists, what saving brings, keys."""
        yield TopBar("import", self.signs)
        yield Lines("read")
        yield Lines("steps")
        yield Heading("preview-rule", "", self.signs)
        yield Grid("lists", self.signs)
        yield Heading("told-title", "", self.signs)
        yield Lines("told")
        yield Foot(("open",), ("previous_question",), ("skip_errors",), ("whole",), ("help",), ("back",))

    def on_mount(self) -> None:
        """Show it."""
        self.query_one("#told", Lines).styles.height = TOLD
        self.grid.focus()
        self._fill()

    @property
    def grid(self) -> Grid:
        """The lists."""
        return self.query_one("#lists", Grid)

    @property
    def step(self) -> str:
        """Where in the steps this is: the beginning, or the end where nothing is asked any more."""
        return "read" if self.draft.plan.questions else "save"

    def reload(self) -> None:
        """The store is not what the plan was made from: make it again. Not while it is this that changes it."""
        if not self.saving:
            self._plan()

    def on_resize(self, event: Resize) -> None:
        """The lines follow the window."""
        super().on_resize(event)
        self.call_after_refresh(self._fill)

    def _plan(self, failed: Failed | None = None) -> None:
        desk, source = self.app.desk, self.draft.source

        def ask() -> tuple[Known, ImportPlan]:
            known = desk.known()
            return known, source.plan(known)

        def planned(read: tuple[Known, ImportPlan]) -> None:
            self.draft.planned(*read)
            self._fill()
            places = [place for place, offer in enumerate(self.offers) if offer.package == self.ticked]
            self.ticked = None
            if places:
                self._to_whole(places[0])

        self.app.read(ask, planned, "import plan", failed)

    def _fill(self) -> None:
        plan, width = self.draft.plan, self.size.width or self.app.size.width
        self.query_one(TopBar).show(self.board, title(plan, width, self.signs))
        self.query_one("#read", Lines).show(read_line(plan, width, self.signs))
        self.query_one("#steps", Lines).show(steps(self.draft, self.step, self.signs))
        told = already(plan)
        head = [(cell(self._act(), "bold"), cell("")), *([(cell(told, "watch"), cell(""))] if told else [])]
        self.offers = offers(plan, self.draft.known, self.draft.source.whole)
        self.lists = Lists(preview_sections(plan, self.offers), self.opened, self.signs, head)
        self.grid.show(COLUMNS, self.lists, counted=False)
        self._tell()
        self.refresh_bindings()

    @on(Grid.Moved)
    def _tell(self) -> None:
        """What saving brings; an entry under the cursor that is too long for its line stands there whole instead."""
        plan, width = self.draft.plan, self.size.width or self.app.size.width
        whole = self.lists.whole(self.grid.cursor)
        told = self.query_one("#told", Lines)
        words = t("tui.when_saved")
        lines = [content(sums(plan, self.signs)), content(changes(plan, self.signs), "$muted")]
        if whole is not None and measure(whole[1]) > width - BESIDE:
            words, lines = whole[0], [content(line) for line in wrapped(whole[1], width)[:WHOLE_MOST]]
        told.styles.height = max(TOLD, len(lines))
        self.query_one("#told-title", Heading).show(words)
        told.show(*lines)

    def _act(self) -> str:
        """What ↵ on the first line does, or why it does nothing."""
        plan = self.draft.plan
        if self.saving:
            return t(f"tui.saving_{self.saving}")
        if plan.questions:
            return t("tui.settle_now", what=to_settle(plan.questions))
        if plan.errors:
            return t("tui.rows_in_error", n=plan.errors)
        if not plan.changes_something:
            return t("import.nothing_changes")
        if plan.form is not None:
            return t("form.save", added=plan.count("added"), changed=plan.count("changed"))
        if plan.promise is not None:
            return t("tui.save_members", added=plan.count("added"), changed=plan.count("changed"))
        added, changed = plan.count("added"), plan.count("changed")
        if plan.survey is not None:
            return t("surveyimport.save", n=len(plan.survey.responses), added=number(added), changed=number(changed))
        if (told := saves(plan)) is not None:
            return told
        if plan.count("removed"):
            return t("tui.save_removes", n=plan.count("removed"), added=added, changed=changed)
        return t("tui.save_now", added=added, changed=changed, n=len(plan.new))

    @on(Grid.Selected)
    def _selected(self, event: Grid.Selected) -> None:
        if event.row == ACT:
            self._go_on()
            return
        entry = self.lists.entry(event.row)
        if entry is not None and entry[0] == WHOLE:
            self._tick(self.offers[entry[1]].package)
            return
        row = self.lists.toggle(event.row)
        if row is not None:
            self.grid.cursor = row
            self.grid.show(COLUMNS, self.lists, counted=False)

    def _go_on(self) -> None:
        from tui.screens.imports_file import SettleFile

        plan = self.draft.plan
        if self.saving:
            return
        if plan.questions:
            self.draft.at = None
            self.app.switch_screen(SettleFile(self.draft, self.board, self.signs))
        elif not plan.errors and plan.changes_something:
            self._save()

    def _save(self) -> None:
        app, desk, draft = self.app, self.app.desk, self.draft
        self.saving = "backup"
        self._fill()

        def step(name: str) -> None:
            app.call_from_thread(self._saving, name)

        def act() -> int | None:
            try:
                return apply(desk.path, desk.project_id(), draft.source, draft.plan, step)
            except EtappiError as error:
                if error.code == STORE_CHANGED:
                    return CHANGED
                raise

        app.write(act, self._saved, self._failed)

    def _saving(self, step: str) -> None:
        self.saving = step
        if self.is_mounted:
            self._fill()

    def _failed(self, _: EtappiError) -> None:
        self.saving = ""
        if self.is_mounted:
            self._fill()

    def _saved(self, batch: int | None) -> None:
        from tui.screens.imports import Imports

        self.saving = ""
        if batch == CHANGED:
            self.app.tell(t("tui.store_changed"), severe=True)
            if self.is_mounted:
                self._plan()
            return
        if self.app.screen is self:
            self.dismiss()
        screen = self.app.get_screen("import")
        if isinstance(screen, Imports):
            screen.saved(self.draft, batch)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - the base's shape
        """Rows in error can be skipped where there are any; there is a way back where something was asked."""
        if action == "skip_errors":
            return bool(self.draft.plan.errors) and not self.saving
        if action == "whole":
            return bool(self.offers) and not self.saving
        return bool(self.draft.asked) if action == "previous" else True

    def action_skip_errors(self) -> None:
        """Skip the rows in error, by the user's word."""
        self.draft.source = replace(self.draft.source, skip_errors=True)
        self._plan()

    def action_whole(self) -> None:
        """Tick the package under the cursor, or the only one there is; else go to the list of those that can be."""
        entry = self.lists.entry(self.grid.cursor)
        if entry is not None and entry[0] == WHOLE:
            self._tick(self.offers[entry[1]].package)
        elif len(self.offers) == 1:
            self._tick(self.offers[0].package)
        else:
            self._to_whole()

    def _to_whole(self, number: int = 0) -> None:
        """Put the cursor on a package that can be ticked."""
        row = self.lists.first_entry(WHOLE)
        if row is not None:
            self.grid.show(COLUMNS, self.lists, counted=False)
            self.grid.move_to(row + number)

    def _tick(self, code: str) -> None:
        """The file is the whole truth of a package, or is no more; the plan is made again with what then goes."""
        before = self.draft.source
        others = tuple(one for one in before.whole if one != code)
        self.draft.source = replace(before, whole=others if code in before.whole else (*others, code))
        if code not in before.whole:
            self.opened.add("removed")
        self.ticked = code

        def failed(error: EtappiError) -> None:
            self.draft.source = before
            self.app.tell_error(error)

        self._plan(failed)

    def action_previous(self) -> None:
        """Back to the questions: answers can be looked at and changed."""
        from tui.screens.imports_file import SettleFile

        if not self.saving and self.draft.asked:
            last = self.draft.next_open() or self.draft.questions[-1]
            self.draft.at = (last.kind, last.text)
            self.app.switch_screen(SettleFile(self.draft, self.board, self.signs))

    def action_back(self) -> None:
        """Leave without saving; what was answered is kept until Etappi is closed."""
        if self.saving:
            self.app.tell(t("tui.saving"))
            return
        if self.draft.given:
            self.app.tell(t("tui.import_left"))
        self.dismiss()
