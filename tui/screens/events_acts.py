"""What is done from the Events screen: forms of an event and of its counts."""

from typing import TYPE_CHECKING

from locales import t

if TYPE_CHECKING:
    from core.events import EventRow
    from store.editing import Base
    from store.typedcounts import TypedCounts
    from tui.screens.events import Events

Owners = tuple[tuple[int, str], ...]


def add(screen: "Events") -> None:
    """The form of a new event."""
    from tui.dialogs.event import EventForm

    board = screen.board
    if board is None:
        return

    def opened(hosts: Owners) -> None:
        if screen.is_current:
            screen.app.push_screen(EventForm(board, screen.signs, hosts, screen.jump_to_event))

    screen.app.read(screen.app.desk.work.owners, opened, "form")


def edit(screen: "Events") -> None:
    """The form of the event under the cursor."""
    from tui.dialogs.event import EventForm

    row, board = _row(screen), screen.board
    if row is None or board is None:
        return
    desk = screen.app.desk

    def ask() -> "tuple[Owners, tuple[int, Base]]":
        return desk.work.owners(), desk.events.base(row.code)

    def opened(read: "tuple[Owners, tuple[int, Base]]") -> None:
        if screen.is_current:
            hosts, (_, base) = read
            screen.app.push_screen(EventForm(board, screen.signs, hosts, screen.jump_to_event, row, base))

    screen.app.read(ask, opened, "form")


def count(screen: "Events") -> None:
    """The form of how many were at the event under the cursor; of how many registered before its day has come."""
    from tui.dialogs.eventcounts import CountsForm

    row, board = _row(screen), screen.board
    if row is None or board is None:
        return
    if row.state == "cancelled":
        screen.app.tell(t("eventscreen.is_cancelled"))
        return
    desk = screen.app.desk
    ahead = row.start is None or row.start[:10] > board.today
    kind = "registered" if ahead and row.state != "held" else "counted"

    def ask() -> "tuple[Owners, TypedCounts]":
        return desk.work.owners(), desk.events.typed(row.id, kind)

    def opened(read: "tuple[Owners, TypedCounts]") -> None:
        if screen.is_current:
            screen.app.push_screen(CountsForm(row, kind, read[1], read[0], board, screen.signs))

    screen.app.read(ask, opened, "form")


def cancel(screen: "Events") -> None:
    """Ask why, then cancel the event under the cursor."""
    from tui.dialogs.reason import Reason

    row = _row(screen)
    if row is None:
        return
    if row.state == "cancelled":
        screen.app.tell(t("eventscreen.cancelled_already"))
        return
    app, desk, code = screen.app, screen.app.desk.events, row.code

    def done(_: None) -> None:
        app.tell(t("eventscreen.cancelled", title=row.title))

    title = t("eventscreen.cancel_title", title=row.title)
    app.push_screen(Reason(title, lambda why: app.write(lambda: desk.cancel(code, why), done)))


def copy(screen: "Events") -> None:
    """The form that copies the event under the cursor to later days."""
    from tui.dialogs.eventcopy import CopyForm

    row, board = _row(screen), screen.board
    if row is None or board is None:
        return
    if row.start is None:
        screen.app.tell(t("eventscreen.no_day"))
        return
    screen.app.push_screen(CopyForm(row, board, screen.signs))


def never(screen: "Events") -> None:
    """The organisations of the network that were at no event."""
    from tui.dialogs.eventpage import never_page

    def opened(rows: tuple[tuple[int, str, str], ...]) -> None:
        if screen.is_current:
            screen.app.push_screen(never_page(rows))

    screen.app.read(screen.app.desk.events.never, opened, "never")


def _row(screen: "Events") -> "EventRow | None":
    """The event under the cursor; None, told, in an empty list."""
    row = screen.row()
    if row is None:
        screen.app.tell(t("eventscreen.choose"))
    return row
