"""The lists of the Snapshots screen: the snapshots, and what differs between two of them."""

from collections.abc import Sequence

from core.closing import SnapshotRow
from core.telling import PackageTold, Telling
from locales import t
from locales.formats import date
from locales.snapshotwords import GROUPS, change_text, group_text, line_text, others_text, what_happened
from tui.screens.snapshots_words import Group, Listing
from tui.signs import Signs, tone
from tui.text import cell, measure, wrapped
from tui.widgets.columns import Column
from tui.widgets.grid import Listed, Row
from tui.widgets.records import Lined

CODE_MOST = 8
SINGLE = {"cancelled": "−", "restated": "!"}
"""Groups whose lines stand one by one, and their sign."""
FIRST = ("project", "reach", "surveys", "status", "restated", "cancelled")
"""Groups that come first where there is little room."""


def snapshot_list(view: Listing, sides: tuple[str | None, str | None], wide: bool) -> tuple[list[Column], Listed]:
    """The present and each snapshot with its day; those that are compared are bold, those of a lock have a dot."""
    rows: list[Row] = [_row("", t("diff.now"), date(view.board.today, year=wide), None in sides)]
    rows += [_row(_sign(one, view), one.name, date(one.as_of, year=wide), one.name in sides, one.name in view.damaged)
             for one in view.rows]  # fmt: skip
    days = max(measure(row[2].plain) for row in rows)
    return [Column(t("tui.key_snapshots"), 1), Column("", 1, stretch=True), Column("", days, right=True)], Listed(rows)


def _row(sign: str, name: str, day: str, chosen: bool, damaged: bool = False) -> Row:
    look = "bad" if damaged else "bold" if chosen else ""
    return cell(sign, "bad" if damaged else "good"), cell(name, look), cell(day, "muted")


def _sign(one: SnapshotRow, view: Listing) -> str:
    return "!" if one.name in view.damaged else view.lock_sign if one.name in view.locks else ""


def change_list(telling: Telling, title: str, width: int, lines: int, signs: Signs) -> tuple[list[Column], list[Lined]]:
    """What differs: a package after the other, then what concerns all of them. Sentences get as many lines as there
    are: *width* columns, *lines* of the whole list."""
    code = min(CODE_MOST, max((measure(one.code) for one in telling.packages), default=1))
    change = max((measure(change_text(one)) for one in telling.packages), default=1)
    columns = [Column(title, 1), Column("", code), Column("", change, right=True, gap=2),
               Column("", 8, stretch=True, gap=2)]  # fmt: skip
    room = max(8, width - 1 - 1 - 1 - code - 2 - change - 2)
    texts = [wrapped(what_happened(one), room) for one in telling.packages]
    groups = [_group_lines(group, max(8, width - 3), signs) for group in group_list(telling)]
    most = _most(texts, lines - sum(len(one.lines) for one in groups) - bool(groups))
    packages = [_package(one, text, most, signs) for one, text in zip(telling.packages, texts, strict=True)]
    air = [Lined(None, [()])] if groups and packages else []
    return columns, [*packages, *air, *groups]


def _most(texts: Sequence[Sequence[str]], lines: int) -> int:
    """How many lines each package may take at most, so that all of them fit; one at least."""
    most = 1
    while sum(min(len(text), most + 1) for text in texts) <= lines and most < max(map(len, texts), default=1):
        most += 1
    return most


def _package(one: PackageTold, text: Sequence[str], most: int, signs: Signs) -> Lined:
    status = one.status[1] or one.status[0] or ""
    shown = text if len(text) <= most else [*text[: most - 1], " ".join(text[most - 1 :])]
    sign = cell(signs.status(status), tone(status)) if status else cell("")
    first = (sign, cell(one.code, "bold"), cell(change_text(one)), cell(shown[0] if shown else ""))
    rest = [(cell(""), cell(""), cell(""), cell(line)) for line in shown[1:]]
    return Lined(one, [first, *rest])


def group_list(telling: Telling) -> list[Group]:
    """What concerns all packages, in the order in which it is shown."""
    found: list[Group] = []
    for name in (*FIRST, *(group for group in GROUPS if group not in FIRST)):
        if name in SINGLE:
            found += [Group(name, SINGLE[name], line_text(one)) for one in telling.lines.get(name, ())]
        elif text := group_text(telling, name):
            found.append(Group(name, "", text))
    others = others_text(telling)
    return [*found, Group("others", "", others)] if others else found


def _group_lines(group: Group, width: int, signs: Signs) -> Lined:
    sign = signs.opened if group.sign == "−" else group.sign
    lines = [(cell(""), cell(line)) for line in wrapped(group.text, width)]
    return Lined(group, [(cell(sign, "watch" if sign == "!" else "muted"), lines[0][1]), *lines[1:]])
