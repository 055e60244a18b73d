"""Screen 2: how is this work package doing, which item holds it back, and who leads it? (screens.md 2)"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize

from core import quarter as quarters
from core.board import Board, PackageStatus
from core.work import IndicatorRow, ItemRow, PackageDetail
from locales import t
from tui import keys
from tui.screens import packages_acts as acts
from tui.screens import packages_keys
from tui.screens.base import EtappiScreen
from tui.screens.packages_lines import head_lines, legend, more_lines
from tui.screens.packages_table import item_columns, parts, tree
from tui.signs import SIGNS, Signs
from tui.text import content
from tui.widgets.grid import Grid
from tui.widgets.lines import Lines
from tui.widgets.sections import Sections
from tui.widgets.shell import Foot, TopBar

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE = 110  # from this width on the tree has titles and the items their columns
TALL = 34  # with this many lines what is known of the row under the cursor stands below the list
TREE, TREE_WIDE = 17, 34
TREE_SHARE = 3  # of the lines of the left side this part at most is kept for the legend
MORE = 12
IN_TREE = (("open",), ("to_items",), ("report",))
IN_ITEMS = (("next_state",), ("edit_item",), ("reason",))
EVERYWHERE = (("earlier", "later"), ("help",), ("back",))
"""The keys that the foot tells: those of the list that has the focus, then those of both."""


@dataclass(frozen=True)
class View:
    """What was read."""

    board: Board
    packages: "Sequence[PackageDetail]"


class Packages(EtappiScreen):
    """The tree of packages, and what is known of the one under its cursor; acts are in `tui.screens.packages_acts`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        packages_keys.NEXT, packages_keys.EDIT, keys.REASON, packages_keys.ADD, packages_keys.CANCEL,
        packages_keys.REPORTED, packages_keys.COLOUR, packages_keys.REPORT, packages_keys.LOCK, *keys.QUARTER,
        keys.SWAP, packages_keys.TREE, packages_keys.ITEMS, packages_keys.REREAD, packages_keys.BACK,
    ]  # fmt: skip
    CSS = """
    Packages TopBar { height: 2; }
    #work { height: 1fr; }
    #left { width: 17; height: 1fr; }
    #legend, #head { height: auto; width: 1fr; }
    #side { width: 2; height: 1fr; }
    #right { width: 1fr; height: 1fr; }
    #more { display: none; width: 1fr; }
    """

    def __init__(self, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.signs = signs
        self.view: View | None = None
        self.wanted: int | None = None
        self._target: tuple[str | None, str] | None = None
        self._filled_for = (0, 0)
        self._filled_with = ""

    def compose(self) -> ComposeResult:
        """The tree with its legend, a line, and the package with its items."""
        yield TopBar("packages", self.signs)
        with Horizontal(id="work"):
            with Vertical(id="left"):
                yield Grid("tree", self.signs)
                yield Lines("legend")
            yield Lines("side")
            with Vertical(id="right"):
                yield Lines("head")
                yield Sections("items", self.signs)
                yield Lines("more")
        yield Foot(*IN_TREE, *EVERYWHERE)

    def on_mount(self) -> None:
        """Read what is shown first."""
        super().on_mount()
        self.query_one("#head", Lines).show(content(t("tui.reading")))
        self.tree_list.pointing = True
        self.tree_list.focus()
        self.reload()

    @property
    def tree_list(self) -> Grid:
        """The packages."""
        return self.query_one("#tree", Grid)

    @property
    def items(self) -> Sections:
        """Items and indicators of the package."""
        return self.query_one("#items", Sections)

    @property
    def board(self) -> Board | None:
        """The board of the quarter shown; None until it is read."""
        return self.view.board if self.view is not None else None

    def reload(self) -> None:
        """Read again; cursors stay on their package and item."""
        desk, quarter = self.app.desk, self.wanted
        self.app.read(lambda: View(desk.board(quarter), desk.work.packages(quarter)), self._show, "packages")

    # what is under the cursors

    def package(self) -> PackageDetail | None:
        """The package under the cursor of the tree."""
        if self.view is None or not self.view.packages:
            return None
        return self.view.packages[min(self.tree_list.cursor, len(self.view.packages) - 1)]

    def status(self) -> PackageStatus | None:
        """The same package on the board."""
        package = self.package()
        found = self.view.board.packages if self.view is not None and package is not None else ()
        return next((one for one in found if package is not None and one.code == package.code), None)

    def record(self) -> ItemRow | IndicatorRow | None:
        """The item or indicator under the cursor, where the keys are in their list."""
        found = self.items.record if self.items.has_focus else None
        return found if isinstance(found, ItemRow | IndicatorRow) else None

    def jump_to_package(self, code: str | None, item: str = "") -> None:
        """The package *code*, or the *item* of that code; one that is not there yet may come with the next reading."""
        self._target = (code, item)
        if self.view is not None:
            self._go()

    def _go(self) -> None:
        """Put the cursors where somebody asked for."""
        if self._target is None or self.view is None:
            return
        code, item = self._target
        for row, package in enumerate(self.view.packages):
            if any(one.code == item for one in package.items) if item else package.code == code:
                self._target = None
                self.tree_list.move_to(row)
                self._fill_package()
                if item:
                    self.items.move_to_record(lambda one: isinstance(one, ItemRow) and one.code == item)
                    self.items.focus()
                else:
                    self.tree_list.focus()
                return

    def on_descendant_focus(self) -> None:
        """The foot has the keys of the list that has the focus."""
        self.query_one(Foot).turn(*(IN_ITEMS if self.items.has_focus else IN_TREE), *EVERYWHERE)

    # showing

    def _show(self, view: View) -> None:
        before, record = self.package(), self.items.record
        if self.view is not None and self.view.board.code != view.board.code:
            before = None
        self.view, self.wanted = view, view.board.quarter
        codes = [package.code for package in view.packages]
        if before is not None and before.code in codes:
            self.tree_list.cursor = codes.index(before.code)
        self._fill()
        if record is not None:
            self.items.move_to_record(lambda one: _same(one, record))
        self._go()
        self._target = None

    def _fill(self) -> None:
        """Write everything for the window as it is."""
        view = self.view
        if view is None:
            return
        width, height = self.app.size
        self._filled_for = (width, height)
        wide, tall = width >= WIDE, height >= TALL
        left = TREE_WIDE if wide else TREE
        lines = height - 3
        self.query_one(TopBar).show(view.board, content(""))
        self.query_one("#left").styles.width = left
        self.query_one("#side", Lines).show(*[content(self.signs.side, "$muted")] * lines)
        columns, rows = tree(view.board, wide, self.signs)
        self.tree_list.show(columns, rows, counted=False, calm=t("tui.no_packages"))
        more = self.query_one("#more", Lines)
        more.styles.display = "block" if tall else "none"
        more.styles.height = MORE
        self._fill_package()

    def _fill_package(self) -> None:
        """Write what stands right of the tree, and the roles below it."""
        view, package, status = self.view, self.package(), self.status()
        if view is None or package is None or status is None:
            self.query_one("#head", Lines).show(content(t("tui.no_packages") if view else t("tui.reading")))
            self.items.show_parts([], [])
            return
        self._filled_with = package.code
        width, height = self._filled_for
        wide = width >= WIDE
        left = TREE_WIDE if wide else TREE
        right = width - left - 2
        self.query_one("#head", Lines).show(
            *head_lines(view.board, package, status, right, self.signs, tall=height >= TALL)
        )
        self.items.show_parts(
            item_columns(package, view.board, wide, self.signs), parts(package, view.board, wide, self.signs),
            calm=t("work.no_items"),
        )  # fmt: skip
        below = legend(status, view.board, left, self.signs)
        room = height - 3 - min(len(view.packages) + 1, height - 3)
        shown = below if len(below) <= room else below[-room:] if room > TREE_SHARE else []
        self.query_one("#legend", Lines).show(*shown)
        self.tree_list.styles.height = height - 3 - len(shown) if shown else "1fr"
        self._fill_more()

    def _fill_more(self) -> None:
        """Write what is known of the row under the cursor, where there is room for it."""
        width, height = self._filled_for
        package = self.package()
        if height < TALL or package is None:
            return
        right = width - (TREE_WIDE if width >= WIDE else TREE) - 2
        self.query_one("#more", Lines).show(*more_lines(self.items.record, package, right, MORE, self.signs))

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        package = self.package()
        if event.grid.id == "tree":
            if package is None or package.code == self._filled_with:
                return
            self.items.cursor = 0
            self.items.scroll_to(y=0, animate=False)
            self._fill_package()
        else:
            self._fill_more()

    def on_resize(self, event: Resize) -> None:
        """Everything follows the window."""
        super().on_resize(event)
        if self.view is not None and (event.size.width, event.size.height) != self._filled_for:
            self._fill()

    # keys

    @on(Grid.Selected)
    def _open(self, event: Grid.Selected) -> None:
        from tui.dialogs.workpages import indicator_page, item_page, package_page

        view, package, status = self.view, self.package(), self.status()
        if view is None or package is None or status is None:
            return
        record = self.record()
        if event.grid.id == "tree":
            self.app.push_screen(package_page(view.board, package, status, self.signs))
        elif isinstance(record, ItemRow):
            self.app.push_screen(item_page(record, package, view.board, self.signs))
        elif isinstance(record, IndicatorRow):
            self.app.push_screen(indicator_page(record, self.signs))

    def to_items(self) -> None:
        """The keys go to the list of items and indicators, if it has any."""
        if self.items.count:
            self.items.focus()

    def action_to_items(self) -> None:
        """From the tree to the items."""
        self.to_items()

    def action_to_tree(self) -> None:
        """From the items to the tree."""
        self.tree_list.focus()

    def action_swap(self) -> None:
        """From one to the other."""
        if self.tree_list.has_focus:
            self.to_items()
        else:
            self.tree_list.focus()

    def action_quarter(self, step: int) -> None:
        """The quarter before (-1) or after (1), within the project."""
        if self.view is None or self.wanted is None:
            return
        if self.wanted + step not in quarters.all_between(self.view.board.start, self.view.board.end):
            self.app.tell(t("tui.first_quarter" if step < 0 else "tui.last_quarter"))
            return
        self.wanted += step
        self.reload()

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the Overview."""
        self.app.go_to("overview")

    def action_next_state(self) -> None:
        """The next state of the item under the cursor."""
        acts.next_state(self)

    def action_edit(self) -> None:
        """The form of the item or indicator under the cursor."""
        acts.edit(self)

    def action_reason(self) -> None:
        """Why the item under the cursor is late."""
        acts.edit_reason(self)

    def action_add(self) -> None:
        """An item that the plan did not have."""
        acts.add(self)

    def action_cancel_item(self) -> None:
        """Cancel the item under the cursor, or open it again."""
        acts.cancel(self)

    def action_reported(self) -> None:
        """The share that the lead reported."""
        acts.reported(self)

    def action_colour(self) -> None:
        """The coordinator's assessment."""
        acts.colour(self)

    def action_report(self) -> None:
        """The quarter's report of the package."""
        acts.report(self)

    def action_lock(self) -> None:
        """The steps that lock a quarter."""
        acts.lock(self)


def _same(one: object, other: object) -> bool:
    """True for the same item or indicator, as it was and as it is."""
    return type(one) is type(other) and getattr(one, "id", None) == getattr(other, "id", 0)
