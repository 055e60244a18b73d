"""The lists of the Work packages screen: the tree of packages, and the items and indicators of one."""

from core.board import Board
from core.work import ItemRow, PackageDetail
from locales import t
from locales.formats import percent
from tui.screens.network_table import common_letters, heads
from tui.screens.packages_words import ended, figure, indicator_words, state, state_tone, technique, timing
from tui.signs import Signs, tone
from tui.text import cell, measure
from tui.widgets.columns import Column
from tui.widgets.grid import Listed, Row
from tui.widgets.sections import Part

CODE_WIDE = 7
TITLE_LEAST = 20
OWNER_MOST = 16
WEIGHT = 4
STATE_MOST = 22


def tree(board: Board, wide: bool, signs: Signs) -> tuple[list[Column], Listed]:
    """Every package with the sign of its status and what is done; the project's share stands in the head."""
    prefix = common_letters([package.code for package in board.packages])
    rows: list[Row] = []
    for package in board.packages:
        sign = cell(signs.status(package.status), tone(package.status))
        done = cell(percent(package.sums.done))
        if wide:
            rows.append((cell(package.code), sign, cell("  " * package.depth + package.title), done))
        else:
            rows.append((cell("  " * package.depth + (heads(package.code, prefix) if package.depth else package.code)),
                         sign, done))  # fmt: skip
    whole = Column(percent(board.sums.done), 5, right=True, still=True)
    if wide:
        code = max((measure(package.code) for package in board.packages), default=0)
        return [
            Column(t("work.project"), min(max(code, 5), CODE_WIDE)),
            Column("", 1),
            Column("", 1, stretch=True),
            whole,
        ], Listed(rows)
    return [Column(t("work.project"), 1, stretch=True), Column("", 1), whole], Listed(rows)


def item_columns(package: PackageDetail, board: Board, wide: bool, signs: Signs) -> list[Column]:
    """Title, quarters and state; where there is room responsible, technique and weight too."""
    after = ended(board)
    timings = [measure(timing(item.first, item.last, package.shown, signs)) for item in package.items]
    states = [measure(state(item, package.shown, after, signs)) for item in package.items]
    owners = [measure(item.owner_short or "") for item in package.items]
    techniques = [measure(technique(item)) for item in package.items]
    columns = [Column("", TITLE_LEAST, stretch=True), Column("", max(timings, default=2))]
    if wide:
        columns += [
            Column("", min(OWNER_MOST, max(owners, default=1) or 1), order=1, gap=2),
            Column("", max(techniques, default=1), order=2, gap=2),
            Column("", WEIGHT, order=3, gap=2, right=True),
        ]
    return [*columns, Column("", min(STATE_MOST, max(states, default=1)), right=True, gap=2)]


def parts(package: PackageDetail, board: Board, wide: bool, signs: Signs) -> list[Part]:
    """Actions, outputs and indicators, as far as there are any."""
    found = []
    for kind in ("action", "output"):
        items = [item for item in package.items if item.kind == kind]
        rows: list[Row] = [_item_row(item, package.shown, ended(board), wide, signs) for item in items]
        found.append(Part(t(f"work.head_{kind}"), rows, items))
    rows = [(cell(one.title), cell(indicator_words(one), "muted" * (one.target is None)))
            for one in package.indicators]  # fmt: skip
    found.append(Part(t("work.head_indicator"), rows, package.indicators))
    return [part for part in found if part.rows]


def _item_row(item: ItemRow, shown: int, after: bool, wide: bool, signs: Signs) -> Row:
    title = cell(f"+ {item.title}" if item.scope_from is not None else item.title)
    more = [cell(item.owner_short or ""), cell(technique(item), "muted"), cell(figure(item.weight), "muted")]
    return [title, cell(timing(item.first, item.last, shown, signs), "muted"), *(more if wide else []),
            cell(state(item, shown, after, signs), state_tone(item, after))]  # fmt: skip
