"""What is done from the Snapshots screen: taking, choosing two, copying, opening, showing and writing reports."""

from typing import TYPE_CHECKING

from core.display import safe_lines
from core.telling import PackageTold
from locales import t
from locales.formats import date
from locales.snapshotwords import heading, meeting_name, sentences
from store.snapshotdesk import NOW, Comparison, Meeting, SnapshotPage
from tui.screens.snapshots_words import Group, named

if TYPE_CHECKING:
    from tui.dialogs.report_export import Wanted
    from tui.screens.snapshots import Snapshots


def take(screen: "Snapshots") -> None:
    """The form of a new snapshot, named after the next meeting, else after today."""
    from tui.dialogs.snapshot import TakeForm

    view, desk = screen.view, screen.app.desk.snapshots
    if view is None:
        return
    today = view.board.today

    def ask() -> tuple[str, Meeting | None]:
        found = desk.next_meeting()
        wish = meeting_name(found.title, found.number, found.steering) if found is not None else date(today)
        return desk.free_name(wish), found

    def opened(answer: tuple[str, Meeting | None]) -> None:
        if screen.is_current:
            screen.app.push_screen(TakeForm(*answer, view, screen.jump_to_snapshot))

    screen.app.read(ask, opened, "snapshot-form")


def choose_two(screen: "Snapshots") -> None:
    """The form of the two that are compared."""
    from tui.dialogs.snapshot import CompareForm

    if screen.view is None or screen.pair is None:
        screen.app.tell(t("snapshotscreen.none"))
    else:
        screen.app.push_screen(CompareForm(screen.view, screen.pair, screen.compare_with))


def copy_sentences(screen: "Snapshots") -> None:
    """Everything that differs, in sentences, into the terminal's clipboard (OSC 52)."""
    from tui.dialogs.reminder import CLIPBOARD

    found = screen.found
    if found is None:
        screen.app.tell(t("snapshotscreen.not_compared" if screen.pair is not None else "snapshotscreen.none"))
        return
    head = heading((found.old.name, found.old.as_of), (found.new.name, found.new.as_of))
    told = sentences(found.telling)
    text = safe_lines("\n".join([head, "", *told]) + "\n")
    if len(text.encode()) > CLIPBOARD:
        screen.app.tell(t("snapshotscreen.too_long"), severe=True)
        return
    screen.app.copy_to_clipboard(text)
    screen.app.tell(t("snapshotscreen.copied", n=len(told)))


def open_snapshot(screen: "Snapshots", name: str | None) -> None:
    """What a snapshot, or the present, holds."""
    from tui.dialogs.snapshotpages import snapshot_page

    view, desk = screen.view, screen.app.desk.snapshots
    if view is None:
        return

    def opened(page: SnapshotPage) -> None:
        if screen.is_current:
            screen.app.push_screen(snapshot_page(page, view, screen.signs))

    screen.app.read(lambda: desk.show(NOW if name is None else name), opened, "snapshot-page")


def open_change(screen: "Snapshots", found: Comparison, about: PackageTold | Group) -> None:
    """A package with everything that differs in it, or a paragraph in full."""
    from tui.dialogs.snapshotpages import group_page, package_page

    page = (
        package_page(found, about, screen.signs)
        if isinstance(about, PackageTold)
        else group_page(found, about, screen.signs)
    )
    screen.app.push_screen(page)


def export(screen: "Snapshots") -> None:
    """The form of a report to write; of what is under the cursor, unless another is chosen."""
    from tui.dialogs.report_export import ExportForm

    if screen.view is None:
        return

    def remember(wanted: "Wanted") -> None:
        screen.folder = wanted.folder

    screen.app.push_screen(ExportForm(screen.view, screen.under_cursor, screen.folder, screen.signs, remember))


def preview(screen: "Snapshots") -> None:
    """The quarter report of what is under the cursor, as text."""
    from tui.dialogs.report_preview import Preview, markdown_of

    name, desk = screen.under_cursor, screen.app.desk.snapshots
    screen.app.tell(t("snapshotscreen.making", name=named(name)))

    def opened(text: str) -> None:
        if screen.is_current:
            screen.app.clear_notifications()
            screen.app.push_screen(Preview(t("snapshotscreen.preview_title", name=named(name)), text))

    screen.app.read(lambda: markdown_of(desk, name), opened, "preview")
