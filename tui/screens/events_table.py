"""The list of the Events screen: its columns and rows, and where the cursor begins."""

from collections.abc import Sequence

from core.days import day_number
from core.events import EventRow
from core.text import folded
from locales import t
from locales.formats import number
from tui.screens.events_words import begins, mode, of_packages, open_state, persons, when
from tui.signs import Signs
from tui.text import cell, fit, measure
from tui.widgets.columns import Column
from tui.widgets.grid import Grid, Listed, Row

TITLE_LEAST, TITLE_WISH = 24, 34
PACKAGE_MOST, PLACE_MOST, HOST_MOST = 11, 16, 12
OPEN_TONES = {"no_count": "watch", "cancelled": "muted", "planned": "muted", "registered": ""}


class EventGrid(Grid):
    """A row that has no counts says in their columns, from the first of them to the end of the line, why it has
    none: it has fewer cells than there are columns."""

    def _cells(self, row: Row, marked: bool = False) -> list[tuple[str, str]]:
        if not row or len(row) == len(self.columns):
            return super()._cells(row, marked)
        last = len(row) - 1
        start = next((place.start for place in self._places if place.number == last), 0)
        end = self._places[-1].start + self._places[-1].width
        blank = [cell("")] * (len(self.columns) - last)
        left, told = [], 0
        for text, style in super()._cells([*row[:last], *blank], marked):
            piece = fit(text, min(measure(text), start - 1 - told))
            left.append((piece, style))
            told += measure(piece)
        return [*left, (fit(row[last].plain, end - start, ellipsis=self.signs.ellipsis), str(row[last].style))]


def columns(rows: Sequence[EventRow], signs: Signs) -> list[Column]:
    """Day, title, packages, mode and the counts; place, language, host and length come where there is room."""
    days = [measure(when(row, signs)) for row in rows]
    return [
        Column(t("eventscreen.head_day"), max(days, default=9)),
        Column(t("eventscreen.head_title"), TITLE_LEAST, stretch=True, wish=TITLE_WISH),
        Column(t("eventscreen.head_package"), _wide([of_packages(row) for row in rows], 5, PACKAGE_MOST)),
        Column(t("eventscreen.head_mode"), _wide([mode(row) for row in rows], 6, 8)),
        Column(
            t("eventscreen.head_place"),
            _wide([t("eventscreen.head_place"), *(row.place or "" for row in rows)], 6, PLACE_MOST),
            order=1,
        ),
        Column(t("eventscreen.head_language"), 5, order=2),
        Column(
            t("eventscreen.head_host"),
            _wide([t("eventscreen.head_host"), *(row.host or "" for row in rows)], 6, HOST_MOST),
            order=3,
        ),
        Column(t("eventscreen.head_minutes"), 4, order=4, right=True),
        Column(t("eventscreen.head_persons"), 8, right=True),
        Column(t("eventscreen.head_organisations"), 4, right=True),
        Column(t("eventscreen.head_outside"), 4, right=True),
    ]


def _wide(texts: Sequence[str], least: int, most: int) -> int:
    return min(most, max((least, *map(measure, texts))))


def listed(rows: Sequence[EventRow], today: str, signs: Signs) -> Listed:
    """The rows of the list; *today* is ISO."""
    return Listed([_row(row, today, signs) for row in rows])


def _row(row: EventRow, today: str, signs: Signs) -> Row:
    title = row.title
    if row.state in ("planned", "registered"):
        title = f"{title} {begins(row)}".rstrip()
        title += f" ({t('eventscreen.today')})" * (row.start is not None and row.start[:10] == today)
    length = minutes(row)
    first = [
        cell(when(row, signs)), cell(title, "muted" * (row.state == "cancelled")), cell(of_packages(row)),
        cell(mode(row)), cell(row.place or ""), cell(row.language or ""), cell(row.host or ""),
        cell("" if length is None else number(length)),
    ]  # fmt: skip
    if row.state != "held":
        return [*first, cell(open_state(row), OPEN_TONES[row.state])]
    counts = [signs.dash if one is None else number(one) for one in (row.organisations, row.outside)]
    return [*first, cell(persons(row)), *map(cell, counts)]


def minutes(row: EventRow) -> int | None:
    """How long an event was planned to last; None where its hours are not known."""
    if row.start is None or row.ends is None or len(row.start) == 10 or len(row.ends) == 10:
        return None
    first, last = (
        (day_number(one[:10]) * 24 + int(one[11:13])) * 60 + int(one[14:16]) for one in (row.start, row.ends)
    )
    return last - first


def begins_at(rows: Sequence[EventRow]) -> int:
    """Where the cursor begins: the first event whose count is missing, else the next to come, else the last."""
    for states in (("no_count",), ("planned", "registered")):
        for place, row in enumerate(rows):
            if row.state in states:
                return place
    return max(0, len(rows) - 1)


def fits(row: EventRow, text: str) -> bool:
    """True for an event in which every word of *text* is found: title, package, kind, mode, place, host, state."""
    told = [row.title, row.code, of_packages(row), t(f"event.kind_{row.kind}"), mode(row)]
    told += [part for part in (row.place, row.host, row.series, row.joint_with) if part]
    told += [open_state(row)] if row.state != "held" else []
    everything = folded(" ".join(told))
    return all(folded(word) in everything for word in text.split())
