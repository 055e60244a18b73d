"""Screen 6: what has changed since the last time I reported? (screens.md 6)"""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer

from core.errors import EtappiError
from core.telling import PackageTold
from locales import t
from store.snapshotdesk import NOW, Comparison
from tui import keys
from tui.screens import snapshots_acts as acts
from tui.screens import snapshots_keys
from tui.screens.base import EtappiScreen
from tui.screens.snapshots_table import change_list, snapshot_list
from tui.screens.snapshots_words import Group, Listing, count_lines, heading, seal_lines
from tui.signs import SIGNS, Signs
from tui.text import cell, content, sentence, wrapped
from tui.widgets.columns import Column
from tui.widgets.grid import Grid
from tui.widgets.lines import Lines
from tui.widgets.records import Lined, Records
from tui.widgets.shell import Foot, TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

WIDE = 110  # from this width on days have their year and the counts their kinds
LIST, LIST_WIDE = 17, 34
LIST_LEAST = 3  # lines that the list of snapshots keeps, its title included
OTHER = 3  # lines of the window besides both lists
PAUSE = 0.15  # seconds without a key before what the cursor came to is compared
KEPT = 8  # comparisons that are remembered until something changes
LOCKED = "on_schedule"
"""The status whose sign (a dot) marks the snapshots of a lock."""

Pair = tuple[str | None, str | None]
"""The older and the newer one by their names; None is the present."""


class Snapshots(EtappiScreen):
    """The snapshots, and what differs between two of them; acts are in `tui.screens.snapshots_acts`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        snapshots_keys.TAKE, snapshots_keys.COMPARE, snapshots_keys.COPY, snapshots_keys.EXPORT,
        snapshots_keys.PREVIEW, *keys.QUARTER, keys.SWAP, snapshots_keys.TO_LIST, snapshots_keys.TO_CHANGES,
        keys.REREAD, snapshots_keys.BACK,
    ]  # fmt: skip
    CSS = """
    Snapshots TopBar { height: 2; }
    #both { height: 1fr; }
    #left { width: 17; height: 1fr; }
    #below-list { height: auto; width: 1fr; margin-top: 1; }
    #side { width: 2; height: 1fr; }
    #changes { width: 1fr; height: 1fr; }
    """

    def __init__(self, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.signs = signs
        self.view: Listing | None = None
        self.found: Comparison | None = None
        self.folder = ""
        """Where reports were written the last time."""
        self._problem = ""
        self._chosen: Pair | None = None
        self._kept: dict[Pair, Comparison] = {}
        self._timer: Timer | None = None
        self._wish = ""
        self._target: str | None = None

    def compose(self) -> ComposeResult:
        """The snapshots and what is known of the two, a line, and what differs."""
        yield TopBar("snapshots", self.signs)
        with Horizontal(id="both"):
            with Vertical(id="left"):
                yield Grid("snapshots", self.signs)
                yield Lines("below-list")
            yield Lines("side")
            yield Records("changes", self.signs)
        yield Foot(("take_snapshot",), ("compare_snapshots",), ("copy_sentences",), ("export_report",), ("help",),
                   ("back",))  # fmt: skip

    def on_mount(self) -> None:
        """Read what is shown first."""
        super().on_mount()
        self.listing.pointing = True
        self.set_focus(self.listing)
        self._say(t("tui.reading"))
        self.reload()

    @property
    def listing(self) -> Grid:
        """The present and the snapshots."""
        return self.query_one("#snapshots", Grid)

    @property
    def changes(self) -> Records:
        """What differs."""
        return self.query_one("#changes", Records)

    @property
    def under_cursor(self) -> str | None:
        """The name of the snapshot under the cursor; None for the present."""
        at = self.listing.cursor
        return self.view.rows[at - 1].name if self.view is not None and 0 < at <= len(self.view.rows) else None

    @property
    def pair(self) -> Pair | None:
        """The two that are compared; None where there is no snapshot yet."""
        if self.view is None or not self.view.rows:
            return None
        if self._chosen is not None:
            return self._chosen
        name = self.under_cursor
        return (self.view.rows[0].name if name is None else name), None

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= WIDE

    # reading

    def reload(self) -> None:
        """Read again; the cursor stays on its snapshot."""
        desk, sign = self.app.desk, self.signs.status(LOCKED)

        def ask() -> Listing:
            own = desk.snapshots
            damaged = frozenset(one.name or "" for one in own.verify() if not one.intact)
            return Listing(desk.board(None), own.listed(), own.locks(), damaged, sign)

        self.app.read(ask, self._show, "snapshots")

    def _show(self, view: Listing) -> None:
        before = self.under_cursor if self._target is None else self._target
        self.view, self._target = view, None
        self._kept.clear()
        names = [one.name for one in view.rows]
        self.listing.cursor = names.index(before) + 1 if before in names else 0
        if self._chosen is not None and any(name is not None and name not in names for name in self._chosen):
            self._chosen = None
        self._compare()
        wish, self._wish = self._wish, ""
        if wish and self.is_current:
            self.call_after_refresh(self._do, wish)

    def _compare(self) -> None:
        """Compare the two that are meant now, in a thread: a second on a year of a large project."""
        pair, view = self.pair, self.view
        self._problem = ""
        if pair is None or view is None:
            self.found = None
            self._problem = t("snapshotscreen.none") if view is not None else ""
            self._fill()
            return
        self.found = self._kept.get(pair)
        self._fill()
        if self.found is not None:
            return
        desk = self.app.desk.snapshots
        old, new = (NOW if name is None else name for name in pair)

        def shown(found: Comparison) -> None:
            if self.pair != pair or self.view is not view:
                return
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[pair] = self.found = found
            self.changes.cursor = 0
            self._fill()

        def failed(error: EtappiError) -> None:
            if self.pair == pair:
                self._problem = sentence(error)
                self._fill()

        self.app.read(lambda: desk.compare(old, new), shown, "compare", failed)

    # showing

    def _fill(self) -> None:
        """Write everything for the window as it is."""
        view, pair = self.view, self.pair
        if view is None:
            return
        width, height = self.app.size
        left = LIST_WIDE if self._wide else LIST
        lines = height - OTHER
        self.query_one(TopBar).show(view.board, content(""))
        self.query_one("#left").styles.width = left
        self.query_one("#side", Lines).show(*[content(self.signs.side, "$muted")] * lines)
        columns, rows = snapshot_list(view, pair or (None, None), self._wide)
        below = self._below(view, left - 1)
        self.listing.styles.height = max(LIST_LEAST, min(rows.count() + 1, lines - len(below) - 1))
        self.listing.show(columns, rows, counted=False)
        self.query_one("#below-list", Lines).show(*below)
        if self.found is None:
            self._say(self._problem or t("snapshotscreen.comparing"))
            return
        found = self.found
        title = heading((found.old.name, found.new.name), (found.old.as_of, found.new.as_of), view.board.today,
                        self._wide)  # fmt: skip
        if found.difference.empty:
            self._say(t("diff.nothing_changed"), title)
            return
        columns, records = change_list(found.telling, title, width - left - 2, lines - 1, self.signs)
        self.changes.show_records(columns, records)

    def _below(self, view: Listing, width: int) -> list[Content]:
        if self.found is None:
            return []
        counts = count_lines(self.found, width, self._wide, self.signs)
        return [*counts, content(""), *seal_lines(view, self.found, width, self.signs)]

    def _say(self, words: str, title: str = "") -> None:
        """Tell something in place of differences."""
        width = self.app.size.width - (LIST_WIDE if self._wide else LIST) - 2
        lines = [(cell(""), cell(line)) for line in wrapped(words, width - 3)]
        self.changes.show_records([Column(title, 1, stretch=True)], [Lined(None, lines)])

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        if event.grid is not self.listing:
            return
        self._chosen = None
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._compare)

    def on_resize(self, event: Resize) -> None:
        """Everything follows the window."""
        super().on_resize(event)
        self._fill()

    # keys

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        if event.grid is self.listing:
            acts.open_snapshot(self, self.under_cursor)
        elif self.found is not None and isinstance(about := self.changes.record, PackageTold | Group):
            acts.open_change(self, self.found, about)

    def compare_with(self, pair: Pair) -> None:
        """Compare these two; the cursor of the list goes to the older one."""
        names = [one.name for one in self.view.rows] if self.view is not None else []
        if pair[0] in names:
            self.listing.cursor = names.index(str(pair[0])) + 1
        if self._timer is not None:
            self._timer.stop()
        self._chosen = pair
        self._compare()

    def jump_to_snapshot(self, name: str) -> None:
        """Put the cursor on a snapshot; one that is not there yet may come with the next reading."""
        self._target = name

    def begin(self, act: str) -> None:
        """Do what another screen was asked for (``take``, ``export``), as soon as the snapshots are read."""
        if self.view is not None:
            self._do(act)
        else:
            self._wish = act

    def _do(self, act: str) -> None:
        known: dict[str, Callable[[], object]] = {"take": self.action_take, "export": self.action_export}
        known[act]()

    def action_quarter(self, step: int) -> None:
        """Compare with the snapshot before (-1) or after (1)."""
        self.listing.move_to(self.listing.cursor - step)

    def action_to_list(self) -> None:
        """The keys go to the list of snapshots."""
        self.set_focus(self.listing)

    def action_to_changes(self) -> None:
        """The keys go to the list of differences, if there are any."""
        if self.changes.record is not None:
            self.set_focus(self.changes)

    def action_swap(self) -> None:
        """From one list to the other."""
        if self.listing.has_focus:
            self.action_to_changes()
        else:
            self.set_focus(self.listing)

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the Overview."""
        self.app.go_to("overview")

    def action_take(self) -> None:
        """Freeze the project as it stands."""
        acts.take(self)

    def action_compare(self) -> None:
        """Choose the two that are compared."""
        acts.choose_two(self)

    def action_copy(self) -> None:
        """What differs in sentences, to the clipboard."""
        acts.copy_sentences(self)

    def action_export(self) -> None:
        """A report as a file, or all of them."""
        acts.export(self)

    def action_preview(self) -> None:
        """The quarter report of what is under the cursor, here."""
        acts.preview(self)
