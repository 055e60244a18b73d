"""What is done from the Work packages screen: each edit opens a form, or goes an item one state on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.board import Board
from core.work import IndicatorRow, ItemRow
from locales import t
from tui.words import locked

if TYPE_CHECKING:
    from core.closing import Report
    from store.editing import Base
    from store.workdesk import ItemForm
    from tui.screens.closing import Closing
    from tui.screens.overview import Overview
    from tui.screens.packages import Packages


def next_state(screen: "Packages") -> None:
    """Bring the item under the cursor to its next state today; one that is counted in units asks how many."""
    item = _item(screen)
    if item is None:
        return
    app, work = screen.app, screen.app.desk.work
    if item.technique == "units" and item.state in ("not_started", "started"):
        edit(screen, at="units_done")
        return

    def done(result: tuple[str, int | None]) -> None:
        kind, step = result
        app.tell(t("work.did_now", code=item.code, what=t(f"work.did_{kind}", step=step or 0, units=0)))

    app.write(lambda: work.next_state(item.id), done)


def edit(screen: "Packages", at: str = "") -> None:
    """The form of the item or indicator under the cursor; *at* is the field that has the keys first."""
    from tui.dialogs.item import ItemEdit

    record = screen.record()
    if isinstance(record, IndicatorRow):
        edit_value(screen, record)
        return
    item = _item(screen)
    if item is not None:
        _with_form(screen, item.id, lambda form, board: screen.app.push_screen(ItemEdit(form, board, screen.signs, at)))


def edit_value(screen: "Packages", one: IndicatorRow) -> None:
    """The form of an indicator's value in the quarter shown; one that Etappi counts has none."""
    from tui.dialogs.indicator import IndicatorForm

    work, board = screen.app.desk.work, screen.board
    if one.counted:
        screen.app.tell(t("work.counted_itself"))
    elif board is not None and not _is_locked(screen, board.quarter):

        def opened(base: "Base | None") -> None:
            if screen.is_current:
                screen.app.push_screen(IndicatorForm(one, base, board, screen.signs))

        screen.app.read(lambda: work.indicator_base(one.id, board.quarter), opened, "form")


def edit_reason(screen: "Packages") -> None:
    """The form of why the item under the cursor is late."""
    item = _item(screen)
    if item is not None:
        reason_of(screen, item.id)


def reason_of(screen: "Packages | Overview | Closing", item: int | str) -> None:
    """The form of why an item (by id or code) is late."""
    from tui.dialogs.deviation import DeviationForm

    _with_form(screen, item, lambda form, board: screen.app.push_screen(DeviationForm(form, board, screen.signs)))


def cancel(screen: "Packages") -> None:
    """The form that cancels the item under the cursor, or opens it again."""
    from tui.dialogs.deviation import CancelForm

    item = _item(screen)
    if item is not None:
        _with_form(screen, item.id, lambda form, board: screen.app.push_screen(CancelForm(form, board, screen.signs)))


def add(screen: "Packages") -> None:
    """The form of an item that the plan did not have."""
    from tui.dialogs.newitem import NewItemForm

    package, board, record = screen.package(), screen.board, screen.record()
    if package is None or board is None:
        return
    kind = record.kind if isinstance(record, ItemRow) else "action"
    app, work = screen.app, screen.app.desk.work

    def opened(owners: tuple[tuple[int, str], ...]) -> None:
        if screen.is_current:
            app.push_screen(NewItemForm(package, owners, kind, board, screen.signs))

    app.read(work.owners, opened, "form")


def reported(screen: "Packages") -> None:
    """The form of the share that the package's lead reported."""
    from tui.dialogs.assessment import ReportedForm

    package, board = screen.package(), screen.board
    if package is None or board is None or _is_locked(screen, package.shown):
        return
    app, work = screen.app, screen.app.desk.work

    def opened(base: "Base | None") -> None:
        if screen.is_current:
            app.push_screen(ReportedForm(package, base, board, screen.signs))

    app.read(lambda: work.reported_base(package.id, package.shown), opened, "form")


def colour(screen: "Packages") -> None:
    """The form of the coordinator's assessment."""
    from tui.dialogs.assessment import ColourForm

    package, board = screen.package(), screen.board
    if package is not None and board is not None:
        screen.app.push_screen(ColourForm(package, board, screen.signs))


def report(screen: "Packages") -> None:
    """The form of the package's report of the quarter shown."""
    package = screen.package()
    if package is not None:
        report_of(screen, package.code, package.shown)


def report_of(screen: "Packages | Closing", code: str, quarter: int) -> None:
    """The form of a package's report of a quarter; in a locked quarter it can only be read."""
    from tui.dialogs.report import ReportForm, report_page

    closing, board = screen.app.desk.closing, screen.board
    if board is None:
        return

    def ask() -> "tuple[Report, Base]":
        found = closing.report(code, quarter)
        return found, closing.base(found)

    def opened(read: "tuple[Report, Base]") -> None:
        report, base = read
        if screen.is_current and report.locked:
            screen.app.push_screen(report_page(report, board, screen.signs))
        elif screen.is_current:
            screen.app.push_screen(ReportForm(report, base, board, screen.signs))

    screen.app.read(ask, opened, "form")


def lock(screen: "Packages") -> None:
    """The steps that lock the first open quarter; where a locked one is shown, the reason for opening it."""
    from tui.screens.closing import Closing

    package, board = screen.package(), screen.board
    if board is None:
        return
    if package is None or not package.now.locked:
        screen.app.push_screen(Closing(board, screen.signs))
        return
    reopen(screen, package.shown)


def reopen(screen: "Packages | Closing", quarter: int) -> None:
    """Ask why and by what decision, then unlock a quarter and those after it."""
    from tui.dialogs.unlock import UnlockForm

    if screen.board is not None:
        screen.app.push_screen(UnlockForm(quarter, screen.board, screen.signs))


def _is_locked(screen: "Packages", quarter: int) -> bool:
    """True where the quarter is locked; says so before anything is typed."""
    told = locked(screen.board, quarter) if screen.board is not None else ""
    if told:
        screen.app.tell(told)
    return bool(told)


def _item(screen: "Packages") -> ItemRow | None:
    """The item under the cursor; where the keys are in the tree they go to the items first."""
    record = screen.record()
    if isinstance(record, ItemRow):
        return record
    screen.to_items()
    screen.app.tell(t("work.choose_item"))
    return None


def _with_form(
    screen: "Packages | Overview | Closing", wanted: int | str, then: "Callable[[ItemForm, Board], object]"
) -> None:
    """Read what the form of an item (by id or code) needs, and open it."""
    work, board = screen.app.desk.work, screen.board
    if board is None:
        return

    def ask() -> "ItemForm | None":
        number = wanted
        if isinstance(wanted, str):
            items = (item for package in work.packages(board.quarter) for item in package.items)
            number = next((item.id for item in items if item.code == wanted), 0)
        return work.item(int(number), board.quarter)

    def opened(form: "ItemForm | None") -> None:
        if form is None:
            screen.app.tell(t("work.item_gone"))
        elif screen.is_current:
            then(form, board)

    screen.app.read(ask, opened, "form")
