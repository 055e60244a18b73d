"""What is done from the Network screen: a role set, many confirmed, labels given."""

from typing import TYPE_CHECKING

from core import quarter as quarters
from core.network import OrganisationPage
from locales import t

if TYPE_CHECKING:
    from tui.screens.network import Network

MANY = 3  # names in a title up to this many organisations


def edit_role(screen: "Network") -> None:
    """The form of the role under the cursor."""
    from tui.dialogs.role import Cell, RoleForm

    row, package, view = screen.organisation(), screen.package(), screen.view
    if row is None or view is None:
        return
    if package is None:
        screen.app.tell(t("tui.choose_package"))
        return
    desk = screen.app.desk
    spans = quarters.all_between(view.board.start, view.board.end)

    def opened(read: tuple[OrganisationPage | None, str]) -> None:
        page, epoch = read
        if page is None:
            screen.app.tell(t("tui.page_gone"))
        elif screen.is_current:
            screen.app.push_screen(RoleForm(Cell(page, package[:2], spans, epoch), screen.signs))

    screen.app.read(lambda: (desk.page(row.id), desk.epoch()), opened, "form")


def confirm(screen: "Network") -> None:
    """Ask once with the number of roles, then confirm those of the marked organisations (or of the cursor's)."""
    from tui.dialogs.ask import Ask

    ids, package, desk = screen.chosen(), screen.package(), screen.app.desk
    if not ids:
        return
    place = package[0] if package is not None else None
    told = {
        "organisations": about(screen, ids),
        "where": package[1] if package is not None else t("tui.all_packages"),
    }

    def asked(count: int) -> None:
        if not count:
            screen.app.tell(t("tui.nothing_to_confirm", **told))
        elif screen.is_current:
            screen.app.push_screen(Ask(t("tui.confirm_title"), t("tui.confirm_line", n=count, **told), agreed))

    def agreed() -> None:
        screen.app.write(lambda: desk.confirm([(id, place) for id in ids]), done)

    def done(count: int) -> None:
        screen.unmark()
        screen.app.tell(t("tui.roles_confirmed", n=count))

    screen.app.read(lambda: desk.unconfirmed(ids, place), asked, "form")


def edit_labels(screen: "Network") -> None:
    """The labels of the marked organisations, or of the one under the cursor."""
    from tui.dialogs.labels import LabelsForm

    ids, desk = screen.chosen(), screen.app.desk
    if not ids:
        return
    told = about(screen, ids)

    def opened(read: tuple[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]) -> None:
        (common, some), known = read
        if screen.is_current:
            screen.app.push_screen(LabelsForm(told, ids, common, some, known))

    screen.app.read(lambda: (desk.labels_of(ids), desk.labels()), opened, "form")


def about(screen: "Network", ids: tuple[int, ...]) -> str:
    """The organisations by short name while they are few, else how many."""
    view = screen.view
    if view is None or len(ids) > MANY:
        return t("tui.organisations", n=len(ids))
    rows = (view.listing.place_of(id) for id in ids)
    found = (view.rows.record(row) for row in rows if row is not None)
    return ", ".join(one.short for one in found if one is not None)
