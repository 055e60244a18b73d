"""Whom the events of the whole project reached, as lines: how reach grew by quarter, and attendances by package and
month as bars with their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from core import quarter as quarters
from core.board import Board
from core.events import EventCounts, EventRow, months_between
from locales import t
from locales.formats import number, percent
from tui.screens.events_words import bounds
from tui.signs import Signs
from tui.text import content, fit, measure, wrapped
from tui.widgets.lines import heading

if TYPE_CHECKING:
    from store.reach import Reached

BAR_MOST, BAR_LEAST = 16, 4  # signs of the longest bar
GAP = 3  # columns between what stands side by side


@dataclass(frozen=True)
class Whole:
    """What all events of the project reached, and attendances by package, month and quarter."""

    reached: "Reached"
    never: int
    packages: Mapping[str | None, EventCounts]
    months: Mapping[str, EventCounts]
    quarters: Mapping[int, int]


def by_quarter(rows: Sequence[EventRow]) -> dict[int, int]:
    """Attendances at the events that were held, by quarter."""
    out: dict[int, int] = {}
    for row in rows:
        if row.persons is not None and row.quarter is not None:
            out[row.quarter] = out.get(row.quarter, 0) + row.persons
    return out


def total_line(whole: Whole, signs: Signs) -> str:
    """``71/84 verkoston organisaatiota · 13 ei kertaakaan mukana · ulkopuolisia 9 · 512–547 eri henkilöä (78 %
    tunnistettu)``."""
    found = whole.reached
    people = found.reach.persons
    identified = percent(found.reach.identified / found.reach.contacts) if found.reach.contacts else ""
    parts = [
        t("eventscreen.total_network", known=len(found.reach.network), of=found.of),
        t("eventscreen.never_came", n=whole.never),
        t("eventscreen.outside", n=len(found.reach.outside)),
        t("eventscreen.people", n=2 if people.high != 1 else 1, count=bounds(people, signs))
        + (f" ({t('eventscreen.identified', share=identified)})" if identified else ""),
    ]
    return f" {signs.dot} ".join(parts)


def reach_panel(whole: Whole, board: Board, width: int, most: int, signs: Signs) -> list[Content]:
    """The panel of a wide window, on *most* lines: the total, then quarters and packages side by side."""
    total = content(" " + fit(total_line(whole, signs), width - 1, ellipsis=signs.ellipsis).rstrip())
    if most < 3:
        return [total][:most]
    room = most - 2
    right = package_lines(whole, board, (width - GAP) // 3, room, signs)
    wide = max((measure(line) for line in right), default=0)
    left = quarter_lines(whole, width - GAP - wide - 1, room, signs)
    titles = (t("eventscreen.by_quarter"), t("eventscreen.by_package"))
    size = max((measure(line) for line in (titles[0], *left)), default=0)
    out = [total, content(f" {fit(titles[0], size)}{' ' * GAP}{titles[1]}", "$muted")]
    for place in range(max(len(left), len(right))):
        one, other = (lines[place] if place < len(lines) else "" for lines in (left, right))
        out.append(content(f" {fit(one, size)}{' ' * GAP}{other}".rstrip()))
    return out


def reach_page(whole: Whole, board: Board, width: int, signs: Signs) -> list[Content]:
    """The same and the months, one below the other, for a box."""
    out = [content(line) for line in wrapped(total_line(whole, signs), width)]
    if whole.reached.waiting:
        out.append(content(t("eventscreen.waiting", n=whole.reached.waiting), "$warning"))
    if not whole.months:
        return [*out, content(""), content(t("eventscreen.no_months"), "$muted")]
    every = len(whole.quarters) + len(whole.packages) + len(whole.reached.quarters)
    for title, lines in (
        (t("eventscreen.by_quarter"), quarter_lines(whole, width, every, signs)),
        (t("eventscreen.by_package"), package_lines(whole, board, width, every, signs)),
        (t("eventscreen.by_month_title"), month_bars(whole, board.today, width, signs)),
    ):
        out += [content(""), heading(title, width, signs), *map(content, lines)]
    return [*out, content(""), *(content(line, "$muted") for line in wrapped(t("eventscreen.reach_rule"), width))]


def quarter_lines(whole: Whole, width: int, most: int, signs: Signs) -> list[str]:
    """``Q1 ██████ 353  ensi kertaa 62 org.  yhteensä 62 org., 131–140 henkilöä``: the newest *most* quarters."""
    known = 0
    rows = []
    for one in whole.reached.quarters:
        first = len(one.network) + len(one.outside)
        known += first
        rows.append((one.quarter, first, known, one.so_far))
    rows = rows[-most:]
    years = {quarters.label(quarter)[3:] for quarter, *_ in rows}
    names = [quarters.label(quarter) if len(years) > 1 else quarters.label(quarter)[:2] for quarter, *_ in rows]
    told = [
        t("eventscreen.grew", n=2 if people.high != 1 else 1, first=number(first), known=number(all_known),
          people=bounds(people, signs)) for _, first, all_known, people in rows
    ]  # fmt: skip
    return bar_lines(names, [whole.quarters.get(quarter, 0) for quarter, *_ in rows], told, width, signs)


def package_lines(whole: Whole, board: Board, width: int, most: int, signs: Signs) -> list[str]:
    """Attendances by package, in the order of the plan, then those of the whole project. Where there are more than
    *most* lines the largest stand, and how many others there are."""
    order = [package.code for package in board.packages if package.code in whole.packages]
    order += [code for code in whole.packages if code is not None and code not in order]
    codes: list[str | None] = [*order, *([None] if None in whole.packages else [])]
    others = 0
    if len(codes) > most:
        largest = sorted(codes, key=lambda code: -whole.packages[code].contacts)[: max(0, most - 1)]
        others = len(codes) - len(largest)
        codes = [code for code in codes if code in largest]
    names = [code or t("eventscreen.everybody") for code in codes]
    values = [whole.packages[code].contacts for code in codes]
    told = [t("eventscreen.n_events", n=whole.packages[code].events) for code in codes]
    lines = bar_lines(names, values, told, width, signs)
    return [*lines, t("eventscreen.more_packages", n=others)] if others else lines


def month_bars(whole: Whole, today: str, width: int, signs: Signs) -> list[str]:
    """A line for each month from the first to the last; one without attendances is 0."""
    months = months_between(min(whole.months), max(*whole.months, today[:7]))
    years = {month[:4] for month in months}
    names = [t(f"status.month_{int(month[5:])}") + f" {month[:4]}" * (len(years) > 1) for month in months]
    values = [whole.months[month].contacts if month in whole.months else 0 for month in months]
    notes = [t("eventscreen.unfinished") if month == today[:7] else "" for month in months]
    return bar_lines(names, values, notes, width, signs)


def bar_lines(
    names: Sequence[str], values: Sequence[int], told: Sequence[str], width: int, signs: Signs
) -> list[str]:  # fmt: skip
    """Name, bar, number and what else is told, one line each of at most *width* columns; the bar gives way first. Zero
    has no bar, what is more has at least one sign."""
    if not names:
        return []
    first, written = max(map(measure, names)), [number(value) for value in values]
    digits, more = max(map(measure, written)), max(map(measure, told))
    longest = max(BAR_LEAST, min(BAR_MOST, width - first - digits - more - 4))
    largest = max(*values, 1)
    lines = []
    for name, value, count, rest in zip(names, values, written, told, strict=True):
        bar = signs.full * max(1, round(value / largest * longest)) if value else ""
        line = f"{fit(name, first)} {fit(bar, longest)} {count:>{digits}}  {rest}".rstrip()
        lines.append(fit(line, width, ellipsis=signs.ellipsis).rstrip())
    return lines
