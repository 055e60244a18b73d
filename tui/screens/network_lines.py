"""The lines of the Network screen around its matrix."""

from typing import TYPE_CHECKING

from textual.content import Content

from core import quarter as quarters
from core.board import Board
from core.network import ORDERS, RoleCell
from core.networkfilter import ReadFilter
from locales import t
from locales.formats import number
from tui.screens.network_words import mark, meaning, understood
from tui.signs import Signs
from tui.text import content, fit, joined, measure

if TYPE_CHECKING:
    from store.desk import NetworkList


def summary(
    board: Board, listing: "NetworkList", read: ReadFilter, order: str, marked: int, window: tuple[int, int],
    width: int, signs: Signs, never: int | None = None,
) -> Content:  # fmt: skip
    """The quarter, how many organisations there are and *never* came to any event (None: no event was held, or it is
    not read yet) or what the filter was read as, and which rows are seen."""
    first, stop = window
    seen = ""
    if stop - first < listing.length:
        seen = t("tui.rows_seen", first=number(first + 1), last=number(stop), of=number(listing.length),
                 dash=signs.dash)  # fmt: skip
    quarter = quarters.label(listing.quarter) + ": "
    parts = [_found(listing, read, signs) if read.pieces else _known(board)]
    if never is not None and not read.pieces and not marked and order == ORDERS[0]:
        parts.append(t("tui.never_came", n=never))
    if order != ORDERS[0]:
        parts.append(t(f"tui.order_{order}"))
    if marked:
        parts.append(t("tui.marked", n=marked))
    told = f" {signs.dot} ".join(parts)
    room = width - measure(quarter) - (measure(seen) + 2 if seen else 0)
    return joined(
        content(quarter, "bold"), content(fit(told, room, ellipsis=signs.ellipsis)), content("  " * bool(seen) + seen)
    )


def _known(board: Board) -> str:
    known = t("tui.organisations", n=board.known)
    return known if board.expected is None else f"{known}, {t('tui.expected_of', n=board.expected)}"


def _found(listing: "NetworkList", read: ReadFilter, signs: Signs) -> str:
    return f"{t('tui.organisations', n=listing.length)} {signs.dot} {understood(read, signs)}"


def legend(signs: Signs) -> Content:
    """What small letters and signs mean."""
    told = f"   {signs.dot} {t('tui.no_part')}   ? {t('status.role_unknown_name')}   + {t('tui.more_roles')}"
    return content(t("tui.small_letters") + told, "$muted")


def under_cursor(package: tuple[int, str, str], cell: RoleCell | None, width: int, signs: Signs) -> Content:
    """The package and the role of the cell under the cursor in words."""
    _, code, title = package
    role = f"{mark(cell, signs)} = {meaning(cell)}" if cell is not None else meaning(cell)
    room = max(0, width - measure(code) - measure(role) - 3)
    shown = title if measure(title) <= room else fit(title, room, ellipsis=signs.ellipsis)
    return joined(content(code, "bold"), content(f" {shown}: "), content(role, "bold"))
