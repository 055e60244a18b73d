"""The table of work packages and the attention list of the Overview: columns and cells from a board."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.text import Text

from core import quarter as quarters
from core.board import Attention, Board, PackageStatus, Sums
from locales import t
from locales.formats import percent, timing
from tui import words
from tui.signs import Signs, tone
from tui.text import cell, measure
from tui.widgets.columns import Column
from tui.widgets.grid import Listed

WIDE = 110  # from this width on, the year stands quarter by quarter, with bars
QUARTERS_BACK = 3
BAR = 20
TITLE_LEAST = 12
TITLE_WISH = 30
LEAD_MOST = 12
LEAD_MOST_WIDE = 20
CODE_MOST = 9


@dataclass(frozen=True)
class Kind:
    """A column and what a package shows in it."""

    column: Column
    of: Callable[[PackageStatus], Text]


def table(board: Board, width: int, signs: Signs, packages: Sequence[PackageStatus]) -> tuple[list[Column], Listed]:
    """Columns for a screen of *width* columns, wide enough for all packages of the board, and rows of *packages*."""
    figures = _year(board, signs) if width >= WIDE else _now(board)
    kinds = [*_names(board, LEAD_MOST_WIDE if width >= WIDE else LEAD_MOST, signs), *figures, *_state(board, signs)]
    rows = [tuple(kind.of(package) for kind in kinds) for package in packages]
    return [kind.column for kind in kinds], Listed(rows)


def attention_list(lines: Sequence[Attention], signs: Signs) -> tuple[list[Column], Listed]:
    """Columns and rows of what needs attention."""
    rows = [
        (cell(signs.status(line.symbol), tone(line.symbol)), cell(words.place(line)), cell(words.attention(line)))
        for line in lines
    ]
    place = max((measure(row[1].plain) for row in rows), default=0)
    return [Column("", 1), Column("", min(max(place, 6), 10)), Column("", 1, stretch=True)], Listed(rows)


def _names(board: Board, lead_most: int, signs: Signs) -> list[Kind]:
    code = min(max((measure(package.code) for package in board.packages), default=0), CODE_MOST)
    leads = max((measure(words.lead(package)) for package in board.packages), default=0)
    titles = max((measure(_indented(package)) for package in board.packages), default=0)
    head = t("status.head_lead")
    return [
        Kind(Column(t("status.head_title"), max(code, 5)), lambda package: cell(package.code)),
        Kind(
            Column("", TITLE_LEAST, stretch=True, wish=min(titles, TITLE_WISH)),
            lambda package: cell(_indented(package)),
        ),
        Kind(Column(head, max(len(head), min(leads, lead_most))), lambda package: _lead(package, signs)),
    ]


def _indented(package: PackageStatus) -> str:
    return "  " * package.depth + package.title


def _lead(package: PackageStatus, signs: Signs) -> Text:
    name = words.lead(package)
    return cell(name or signs.dash, "" if package.confirmed and name else "muted")


def _now(board: Board) -> list[Kind]:
    done = [percent(package.sums.done) for package in board.packages]
    planned = [percent(package.sums.plan) for package in board.packages]
    return [
        Kind(_right(done_title(board), done), lambda package: cell(percent(package.sums.done))),
        Kind(_right(quarters.short(board.quarter), planned), lambda package: cell(percent(package.sums.plan))),
    ]


def done_title(board: Board) -> str:
    """What the column of what is done is called: "now" holds only for the quarter that runs."""
    return t("status.head_now") if words.running(board) else t("tui.head_done")


def _year(board: Board, signs: Signs) -> list[Kind]:
    before = [one for one in quarters.all_between(board.start, board.end) if one < board.quarter][-QUARTERS_BACK:]
    kinds = [Kind(Column(_past(board, one), 7, right=True, order=1), _history(one, signs)) for one in before]
    head = f"{quarters.short(board.quarter)} {done_title(board).lower()}"
    kinds.append(Kind(Column(head, max(7, len(head)), right=True), lambda package: _pair(package.sums, signs)))
    title = t("tui.head_bar", full=signs.full, plan=signs.plan)
    bar = Column(title, BAR, order=2, gap=2, still=True)
    return [*kinds, Kind(bar, lambda package: cell(signs.bar(package.sums.done, package.sums.plan, BAR), "muted"))]


def _past(board: Board, one: int) -> str:
    same_year = one // 4 == board.quarter // 4
    return quarters.short(one) if same_year else f"{quarters.short(one)}/{one // 4 % 100:02d}"


def _history(one: int, signs: Signs) -> Callable[[PackageStatus], Text]:
    def of(package: PackageStatus) -> Text:
        sums = next((sums for quarter, sums in package.history if quarter == one), None)
        return _pair(sums, signs) if sums is not None else cell(signs.dash, "muted")

    return of


def _pair(sums: Sums, signs: Signs) -> Text:
    """Done and planned in hundredths; – where nothing counts or nothing was planned yet and nothing is done."""
    if not sums.total or not (sums.planned or sums.earned):
        return cell(signs.dash, "muted")
    return cell(f"{words.points(sums.done)}/{words.points(sums.plan)}")


def _state(board: Board, signs: Signs) -> list[Kind]:
    states = [f"{signs.status(package.status)} {t('status.' + package.status)}" for package in board.packages]
    wide = max((measure(state) for state in states), default=0)
    spans = [timing(package.from_quarter, package.to_quarter) for package in board.packages]
    return [
        Kind(_right(t("status.head_due"), [_due(package, signs) for package in board.packages]),
             lambda package: cell(_due(package, signs))),
        Kind(Column(t("tui.head_timing"), max(map(len, [t("tui.head_timing"), *spans])), order=3, gap=2),
             lambda package: cell(timing(package.from_quarter, package.to_quarter))),
        Kind(Column(t("status.head_status"), max(wide, measure(t("status.head_status"))), still=True),
             lambda package: cell(f"{signs.status(package.status)} {t('status.' + package.status)}",
                                  tone(package.status))),
    ]  # fmt: skip


def _due(package: PackageStatus, signs: Signs) -> str:
    return f"{package.due_done}/{package.due_of}" if package.due_of else signs.dash


def _right(title: str, entries: list[str]) -> Column:
    return Column(title, max(len(title), *map(measure, entries), 4), right=True)
