"""The lines of the Events screen around its list: what the quarter reached, the row under the cursor, the months."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from core import quarter as quarters
from core.events import EventCounts, EventRow, months_between
from core.reach import NewReach
from importers.attendance.offered import Waiting
from locales import t
from locales.formats import clock, date, number, weekday_date
from store.reach import Reached
from tui.screens.events_words import bounds, hours, mode, of_packages, open_state, persons, when
from tui.signs import Signs
from tui.text import content, fit, measure, wrapped

FILE_LEAST = 12  # columns of a file's name, however long what is known of it
BAR_MOST = 14  # signs of the longest bar
IN_LINE = 4  # months beside each other


def held_line(quarter: int, rows: Sequence[EventRow], found: Reached | None, width: int, signs: Signs) -> Content:
    """``Q3/2024: 20 pidetty, 5 tulossa · 642 osallistumista · 288–301 eri henkilöä``; *found* None is not read yet."""
    held = sum(row.state == "held" for row in rows)
    coming = sum(row.state in ("planned", "registered") for row in rows)
    missing = sum(row.state == "no_count" for row in rows)
    parts = [t("eventscreen.held", n=held, coming=coming, quarter=quarters.label(quarter))]
    if found is not None:
        contacts, people = found.reach.contacts, found.reach.persons
        parts.append(t("eventscreen.contacts", n=contacts, count=number(contacts)))
        parts.append(t("eventscreen.people", n=2 if people.high != 1 else 1, count=bounds(people, signs)))
    told, more = f" {signs.dot} ".join(parts), f" {signs.dot} {t('eventscreen.missing', n=missing)}"
    told += more if missing and measure(told + more) <= width else ""  # its row says so too
    return content(fit(told, width, ellipsis=signs.ellipsis), "bold")


def reach_line(found: Reached | None, new: NewReach | None, width: int, signs: Signs) -> Content:
    """``Verkostosta 63/84 organisaatiota · ulkopuolisia 6 · ensi kertaa mukana 9``."""
    if found is None:
        return content(t("tui.reading"), "$muted")
    first = len(new.network) + len(new.outside) if new is not None else 0
    parts = [
        t("eventscreen.of_network", known=len(found.reach.network), of=found.of),
        t("eventscreen.outside", n=len(found.reach.outside)), t("eventscreen.first_time", n=first),
    ]  # fmt: skip
    if found.waiting:
        parts.append(t("eventscreen.waiting", n=found.waiting))
    return content(fit(f" {signs.dot} ".join(parts), width, ellipsis=signs.ellipsis))


def panel_heading(row: EventRow, signs: Signs) -> str:
    """``to 12.9. Osaamiskampus-työpaja, TP1.4``."""
    return f"{when(row, signs)} {row.title}, {of_packages(row)}"


def panel_lines(
    row: EventRow, width: int, most: int, signs: Signs, waits: Sequence[Waiting] = ()
) -> list[Content]:  # fmt: skip
    """What is known of an event, on *most* lines at most: its counts or why it has none, the list that *waits* for it,
    then kind, hours and place."""
    told_counts, open_count = counts_told(row), row.state == "no_count"
    if waits:
        first = f"{told_counts} {t('eventscreen.list_waits')}" if open_count else told_counts
        if open_count and measure(first) >= width:
            first = f"{t('eventscreen.count_missing_short')} {t('eventscreen.list_waits')}"
        lines = [*wrapped(first, width - 1)[: most - 1], waiting_told(row, waits, width - 1, signs)]
    else:
        more = f" {t('eventscreen.how_to_count')}" if open_count else ""
        lines = wrapped(told_counts + more, width - 1)
    told = [content(" " + line, "$warning" if open_count else "") for line in lines]
    facts = [t(f"event.kind_{row.kind}"), hours(row, signs), mode(row), row.place or "", row.language or "",
             t("eventscreen.hosted", name=row.host) if row.host else "",
             t("eventscreen.joint", name=row.joint_with) if row.joint_with else "", row.code]  # fmt: skip
    rest = wrapped(f" {signs.dot} ".join(fact for fact in facts if fact), width - 1)
    return [*told, *(content(" " + line, "$muted") for line in rest)][:most]


def waiting_told(row: EventRow, waits: Sequence[Waiting], width: int, signs: Signs) -> str:
    """``osallistujat_1209.csv (Teams, to 12.9. klo 13.00, 28 henkilöä): i tuo se``: the surest of the lists that wait
    for an event. In *width* columns the end of its name gives way."""
    one = waits[0]
    start = next((start for start in one.starts if start[:10] == (row.start or "")[:10]), one.starts[0])
    at = f" {t('eventscreen.at', time=clock(start[11:16]))}" if len(start) > 10 else ""
    people = t(f"eventscreen.on_{one.kind}", n=2 if one.people != 1 else 1, count=number(one.people))
    about = f"{t(f'eventscreen.format_{one.format}')}, {weekday_date(start[:10], year=False)}{at}, {people}"
    rest = measure(t("eventscreen.waits", file="", about=about))
    file = one.file if measure(one.file) <= width - rest else fit(one.file, max(FILE_LEAST, width - rest),
                                                                  ellipsis=signs.ellipsis)  # fmt: skip
    return t("eventscreen.waits", file=file, about=about)


def counts_told(row: EventRow) -> str:
    """The counts of an event in a sentence, or what stands in their place."""
    if row.state == "cancelled":
        on = date(row.cancelled_on) if row.cancelled_on else ""
        return t("eventscreen.was_cancelled", date=on) + (f" {row.cancel_reason}" if row.cancel_reason else "")
    if row.state == "no_count":
        if row.registered is None:
            return t("eventscreen.count_missing")
        return t("eventscreen.count_missing_registered", n=row.registered, count=number(row.registered))
    if row.state != "held":
        return open_state(row)
    told = [
        t("eventscreen.persons_there", n=2 if row.persons != 1 else 1, count=persons(row)),
        t("eventscreen.organisations_there", n=2 if row.organisations != 1 else 1,
          count="?" if row.organisations is None else number(row.organisations)),
    ]  # fmt: skip
    told += [t("eventscreen.outside", n=row.outside)] if row.outside else []
    told += [t("eventscreen.not_known", n=row.unknown, count=number(row.unknown))] if row.unknown else []
    told += [t("eventscreen.not_counted", n=row.uncounted)] if row.uncounted else []
    if row.registered is not None:
        told.append(t("eventscreen.registered", n=row.registered, count=number(row.registered)))
    return ", ".join(told)


def month_lines(
    counts: Mapping[str, EventCounts], today: str, width: int, most: int, signs: Signs
) -> list[Content]:  # fmt: skip
    """Bars with their numbers, months downwards in columns of *most* lines, the newest that find room: a month without
    attendances is 0, that of *today* (ISO) is said to be unfinished."""
    if not counts:
        return [content(" " + t("eventscreen.no_months"), "$muted")]
    months = months_between(min(counts), max(*counts, today[:7]))[-IN_LINE * most :]
    values = [counts[month].contacts if month in counts else 0 for month in months]
    names = [t(f"status.month_{int(month[5:])}") for month in months]
    notes = [t("eventscreen.unfinished") if month == today[:7] else "" for month in months]
    largest = max(*values, 1)
    for longest in range(BAR_MOST, 0, -1):
        bars = [signs.full * max(1, round(value / largest * longest)) if value else "" for value in values]
        told = [" ".join(part for part in parts if part)
                for parts in zip(bars, map(number, values), notes, strict=True)]  # fmt: skip
        blocks = [_block(names[at : at + most], told[at : at + most]) for at in range(0, len(months), most)]
        rows = [("  ".join(block[line] for block in blocks if line < len(block))).rstrip()
                for line in range(min(most, len(months)))]  # fmt: skip
        if max(map(len, rows)) <= width:
            break
    return [content(fit(row, width, ellipsis=signs.ellipsis)) for row in rows]


def _block(names: Sequence[str], told: Sequence[str]) -> list[str]:
    """A column of months, each line as wide as the widest."""
    first = max(map(len, names))
    lines = [f"{name.ljust(first)} {text}" for name, text in zip(names, told, strict=True)]
    return [line.ljust(max(map(len, lines))) for line in lines]
