"""The page of one organisation: names, roles, spellings, where each came from; and what can be done with it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from core.agreements import Owed
from core.board import Board
from core.network import OrganisationPage
from locales import t
from tui import keys
from tui.dialogs.ask import Ask
from tui.dialogs.box import Page
from tui.screens import network_keys, obligations_keys
from tui.screens.base import EtappiScreen
from tui.screens.organisation_lines import page_lines
from tui.signs import Signs
from tui.text import content
from tui.widgets.lines import Lines
from tui.widgets.shell import Foot, TopBar


class Organisation(EtappiScreen):
    """One organisation, over the Network screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        network_keys.EDIT, network_keys.LABELS, network_keys.MERGE, network_keys.SPLIT, obligations_keys.REMIND,
        keys.REREAD, network_keys.BACK,
    ]  # fmt: skip
    CSS = "#page { height: 1fr; scrollbar-size: 0 1; } #page-text { height: auto; text-wrap: wrap; }"

    def __init__(self, organisation_id: int, signs: Signs) -> None:
        super().__init__()
        self.organisation_id = organisation_id
        self.signs = signs
        self.page: OrganisationPage | None = None
        self.epoch = ""
        self.board: Board | None = None

    def compose(self) -> ComposeResult:
        """Text that can be scrolled, and the keys."""
        yield TopBar("network", self.signs)
        with Page(id="page"):
            yield Lines("page-text")
        yield Foot(("edit",), ("labels",), ("merge",), ("split",), ("help",), ("back",))

    def on_mount(self) -> None:
        """Read it."""
        self.query_one(TopBar).show(None, content(t("tui.reading")))
        self.query_one(Page).focus()
        self.reload()

    def reload(self) -> None:
        """Read again."""
        desk, id = self.app.desk, self.organisation_id
        self.app.read(lambda: (desk.board(), desk.page(id), desk.agreements.owed(id), desk.epoch()), self._show, "page")

    def _show(self, read: tuple[Board, OrganisationPage | None, tuple[Owed, ...], str]) -> None:
        self.board, self.page, owed, self.epoch = read
        if self.page is None:
            self.query_one(TopBar).show(self.board, content(t("tui.page_gone"), "bold $warning"))
            self.query_one(Lines).show(content(t("tui.page_gone")))
            return
        self.query_one(TopBar).show(self.board, content(self.page.short, "bold"))
        self.query_one("#page-text", Lines).show(*page_lines(self.page, owed, self.size.width - 1, self.signs))

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the matrix."""
        self.dismiss()

    def action_remind(self) -> None:
        """Its reminder."""
        from tui.screens.obligations_acts import remind

        remind(self, [self.organisation_id])

    def action_edit(self) -> None:
        """The form of the names."""
        from tui.dialogs.organisation import NamesForm

        if self.page is not None:
            self.app.push_screen(NamesForm(self.page, self.epoch))

    def action_labels(self) -> None:
        """The form of the labels."""
        from tui.dialogs.labels import LabelsForm

        page, desk = self.page, self.app.desk
        if page is None:
            return

        def opened(known: tuple[str, ...]) -> None:
            if self.is_current:
                self.app.push_screen(LabelsForm(page.short, (page.id,), page.labels, (), known))

        self.app.read(desk.labels, opened, "form")

    def action_merge(self) -> None:
        """Find the other one, then ask once."""
        from tui.dialogs.choice import Entry
        from tui.dialogs.organisation import Finding

        page, desk = self.page, self.app.desk
        if page is None:
            return

        def found(name: str) -> None:
            line = t("tui.merge_line", gone=name, keep=page.name)
            self.app.push_screen(Ask(t("tui.key_merge"), line, lambda: agreed(name)))

        def agreed(name: str) -> None:
            self.app.write(lambda: desk.merge(page.name, name), done)

        def done(names: tuple[str, str, int]) -> None:
            self.app.tell(t("tui.merged", keep=names[0], gone=names[1], n=names[2]))

        def chosen(entry: Entry | None) -> None:
            if entry is not None:
                entry.act()

        title = t("tui.merge_title", organisation=page.short)
        self.app.push_screen(Finding(title, page.id, lambda hit: found(hit.more), self.signs), chosen)

    def action_split(self) -> None:
        """Choose a spelling, then ask once."""
        from tui.dialogs.choice import Choice, Entry

        page, desk = self.page, self.app.desk
        if page is None:
            return
        spellings = [text for text in page.spellings if text != page.name]
        if not spellings:
            self.app.tell(t("tui.nothing_to_split"))
            return

        def ask(spelling: str) -> None:
            line = t("tui.split_line", spelling=spelling, organisation=page.name)
            self.app.push_screen(Ask(t("tui.key_split"), line, lambda: agreed(spelling)))

        def agreed(spelling: str) -> None:
            self.app.write(lambda: desk.split(spelling), done)

        def done(names: tuple[str, str]) -> None:
            self.app.tell(t("tui.split_done", spelling=names[0]))

        def entry_of(spelling: str) -> Entry:
            return Entry("", spelling, "", lambda: ask(spelling))

        def chosen(entry: Entry | None) -> None:
            if entry is not None:
                entry.act()

        title = t("tui.split_title", organisation=page.short)
        self.app.push_screen(Choice(title, [entry_of(text) for text in spellings], self.signs), chosen)
