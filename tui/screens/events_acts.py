"""What is done from the Events screen: forms of an event and of its counts."""

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from core.places import config_folder
from importers.attendance import words as attendance_words
from importers.attendance.offered import Waiting, offers, waiting_in
from locales import t
from tui.words import locked

if TYPE_CHECKING:
    from core.events import EventRow
    from store.editing import Base
    from store.typedcounts import TypedCounts
    from tui.screens.events import Events
    from tui.screens.events_reach import Whole

Absent = tuple[int, str, str]
Guest = tuple[int, str, str, int]
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


def import_list(screen: "Events", chosen: bool = False) -> None:
    """The Import screen for a list of the event under the cursor: the surest of those that wait for it; where none
    does, or it is to be *chosen*, the files of the import folder."""
    row = _row(screen)
    if row is None:
        return
    if _is_shut(screen, row):
        return
    waits = screen.lists.get(row.id, ())
    screen.app.import_list(row, waits[0].path if waits and not chosen else "")


def look_for_lists(screen: "Events", events: Sequence["EventRow"]) -> None:
    """Look in the folder of the last import for lists that fit *events*, and show them."""
    folder = screen.app.import_folder
    if not folder:
        return
    desk, seen = screen.app.desk, screen.looked

    def ask() -> dict[int, tuple[Waiting, ...]]:
        worker = get_current_worker()
        words = attendance_words.of_user(config_folder(os.environ))
        return offers(waiting_in(folder, desk.known(), words, seen, lambda: worker.is_cancelled), events)

    screen.app.read(ask, screen.show_lists, "event-lists", lambda _: None)


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
    if row is None or board is None or _is_shut(screen, row):
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


def read_whole(screen: "Events", then: Callable[["Whole"], object]) -> None:
    """Read what the whole project reached."""
    desk = screen.app.desk.events

    def ask() -> "Whole":
        from store.events import by_month, by_package
        from tui.screens.events_reach import Whole, by_quarter

        every = desk.events()
        return Whole(desk.reach(), len(desk.never()), by_package(every), by_month(every), by_quarter(every))

    screen.app.read(ask, then, "event-whole")


def reach(screen: "Events") -> None:
    """Open what the whole project reached."""
    from tui.dialogs.box import Dialog
    from tui.dialogs.eventpage import WIDTH
    from tui.screens.events_reach import reach_page

    def opened(whole: "Whole") -> None:
        board = screen.board
        if screen.is_current and board is not None:
            lines = reach_page(whole, board, WIDTH, screen.signs)
            screen.app.push_screen(Dialog(t("eventscreen.since_start"), *lines))

    read_whole(screen, opened)


def never(screen: "Events") -> None:
    """The organisations of the network that were at no event, and those outside it that came; each opens."""
    from tui.dialogs.choice import Choice, Entry
    from tui.screens.organisation import Organisation

    app, desk = screen.app, screen.app.desk.events

    def entry(kind: str, number: int, name: str, short: str, more: str = "") -> Entry:
        told = ", ".join(part for part in (more, name if name != short else "") if part)
        return Entry(t(f"eventscreen.is_{kind}"), short, told,
                     lambda: app.push_screen(Organisation(number, screen.signs)))  # fmt: skip

    def opened(found: tuple[tuple[Absent, ...], tuple[Guest, ...]]) -> None:
        absent, guests = found
        rows = [entry("never", *one) for one in absent]
        rows += [entry("guest", number, name, short, t("eventscreen.n_events", n=times))
                 for number, name, short, times in guests]  # fmt: skip
        if not rows:
            app.tell(t("eventscreen.never_none"))
        elif screen.is_current:
            parts = [t("eventscreen.absent", absent=len(absent)) if absent else t("eventscreen.never_none")]
            parts += [t("eventscreen.to_invite", n=len(guests))] if guests else []
            title = f" {screen.signs.dot} ".join(parts)
            app.push_screen(Choice(title, rows, screen.signs), lambda one: one.act() if one is not None else None)

    app.read(lambda: (desk.never(), desk.guests()), opened, "never")


def _is_shut(screen: "Events", row: "EventRow") -> bool:
    """True where nobody can be counted at an event any more: it was cancelled, or its quarter is locked. Says so."""
    told = t("eventscreen.is_cancelled") if row.state == "cancelled" else ""
    if not told and screen.board is not None and row.start is not None:
        told = locked(screen.board, row.quarter)
    if told:
        screen.app.tell(told)
    return bool(told)


def _row(screen: "Events") -> "EventRow | None":
    """The event under the cursor; None, told, in an empty list."""
    row = screen.row()
    if row is None:
        screen.app.tell(t("eventscreen.choose"))
    return row
