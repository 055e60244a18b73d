"""Words of the Events screen: when an event is, how many came, what stands open."""

from core.events import EventRow, is_day_or_time
from core.reach import Bounds
from locales import language, t
from locales.formats import clock, date, number, weekday_date
from tui.signs import Signs


def when(row: EventRow, signs: Signs) -> str:
    """The day of an event, else the days between which it is planned, else a dash; without the year, which the quarter
    above the list tells."""
    if row.start is not None:
        return weekday_date(row.start[:10], year=False)
    if row.window is None:
        return signs.dash
    return signs.dash.join(date(one, year=False) for one in row.window)


def hours(row: EventRow, signs: Signs) -> str:
    """``klo 13.00–15.00``; empty for an event of which only the day is known."""
    if row.start is None or len(row.start) == 10:
        return ""
    times = [clock(row.start[11:16])]
    if row.ends is not None and len(row.ends) > 10 and row.ends[:10] == row.start[:10]:
        times.append(clock(row.ends[11:16]))
    return t("eventscreen.at", time=signs.dash.join(times))


def begins(row: EventRow) -> str:
    """``klo 13``, ``klo 13.30``; empty for an event of which only the day is known."""
    if row.start is None or len(row.start) == 10:
        return ""
    time = clock(row.start[11:16])
    return t("eventscreen.at", time=time if language() == "en" else time.removesuffix(".00"))


def of_packages(row: EventRow) -> str:
    """The codes of its packages; an event of none is everybody's."""
    return ", ".join(row.packages) or t("eventscreen.everybody")


def mode(row: EventRow) -> str:
    """Online, on site or both; empty where nobody said."""
    return t(f"eventscreen.mode_{row.mode}") if row.mode else ""


def persons(row: EventRow) -> str:
    """How many were there; ``?`` where only organisations are known, + where somebody was not counted."""
    if row.persons is None:
        return "?"
    return number(row.persons) + "+" * bool(row.uncounted)


def open_state(row: EventRow) -> str:
    """What stands in place of counts: ``! määrä puuttuu``, ``ilmoittautui 38``, ``peruttu``."""
    if row.state == "no_count":
        return f"! {t('eventscreen.no_count')}"
    if row.state == "registered" and row.registered is not None:
        return t("eventscreen.registered", n=row.registered, count=number(row.registered))
    return t(f"eventscreen.state_{row.state}")


def bounds(found: Bounds, signs: Signs) -> str:
    """``184–231``; one number where the bounds meet, "at least 184" where nobody knows how many more."""
    if found.high is None:
        return t("eventscreen.at_least", count=number(found.low))
    return number(found.low) if found.exact else f"{number(found.low)}{signs.dash}{number(found.high)}"


def moment_words(iso: str | None) -> str:
    """A day or local time as it is typed: ``12.9.2024 klo 13.00``, ``2024-09-12 13:00``."""
    if iso is None or not is_day_or_time(iso):
        return iso or ""
    if language() == "en":
        return iso.replace("T", " ")
    at = t("eventscreen.at", time=clock(iso[11:16])) if len(iso) > 10 else ""
    return f"{date(iso[:10])} {at}".strip()


def said(field: str, value: object, signs: Signs) -> str:
    """The value of a field of an event in words; a dash for none."""
    if field == "feedback_planned":
        return t("eventscreen.yes" if value else "eventscreen.no")
    if value is None or value == "":
        return signs.dash
    if field in ("kind", "mode", "invitation"):
        return t(f"eventscreen.{field}_{value}")
    if field in ("start", "ends", "window_from", "window_to"):
        return moment_words(str(value))
    return str(value)
