"""Numbers, shares and dates as people write them, in the chosen language (glossary.md, part 4)."""

from core import days, quarter
from core.coming import Coming
from core.display import safe
from locales import language, t

NBSP = "\u00a0"


def number(value: int) -> str:
    """1 486 in Finnish and Swedish, 1,486 in English."""
    text = f"{value:,}".replace("-", "\u2212")
    return text if language() == "en" else text.replace(",", NBSP)


def decimal(value: float, places: int = 1) -> str:
    """A number with *places* decimals, rounded half up: 12,5 or 12.5."""
    scaled = int(abs(value) * 10**places + 0.5 + 1e-9)
    whole, part = divmod(scaled, 10**places)
    sign = "\u2212" if value < 0 and scaled else ""
    if not places:
        return sign + number(whole)
    return f"{sign}{number(whole)}{'.' if language() == 'en' else ','}{part:0{places}d}"


def percent(share: float | None, places: int = 0) -> str:
    """A share (0 to 1) as 12 % or 12%; None is –, "cannot be computed"."""
    if share is None:
        return "\u2013"
    text = decimal(share * 100, places)
    return f"{text}%" if language() == "en" else f"{text}{NBSP}%"


def date(iso: str, year: bool = True) -> str:
    """An ISO date as 3.9.2024, 3.9. (sv 3.9), or 3 Sep 2024."""
    y, m, d = days.to_civil(days.day_number(iso))
    if language() == "en":
        return f"{d} {t(f'status.month_{m}')}" + (f" {y}" if year else "")
    if year:
        return f"{d}.{m}.{y}"
    return f"{d}.{m}." if language() == "fi" else f"{d}.{m}"


def weekday_date(iso: str, year: bool = True) -> str:
    """As `date`, with the weekday before it: ti 3.9.2024, Tue 3 Sep 2024."""
    return f"{t(f'status.weekday_{days.weekday(days.day_number(iso))}')} {date(iso, year)}"


def week(iso: str) -> str:
    """The ISO week of a date: vk 38, v. 38, week 38."""
    return t("status.week", number=days.iso_week(days.day_number(iso)))


def clock(at: str) -> str:
    """A time of day (HH:MM): 9.00 in Finnish and Swedish, 9:00 in English."""
    hour, _, minute = at.partition(":")
    return f"{int(hour)}{':' if language() == 'en' else '.'}{minute}"


def coming(one: Coming) -> str:
    """What is to come, without its day: a title, or what the plan itself says. Safe for one line of a terminal."""
    if one.quarter is None:
        return t("status.coming_project_ends") if one.kind == "project_ends" else safe(one.title)
    return safe(t(f"status.coming_{one.kind}", quarter=quarter.short(one.quarter), codes=one.title))


def timing(first: int | None, last: int | None) -> str:
    """Quarters from *first* to *last*: Q3/2024, Q1–Q4/2024, Q3/2024–Q2/2025; – where unknown."""
    if first is None or last is None:
        return "\u2013"
    if first == last:
        return quarter.label(first)
    if first // 4 == last // 4:
        return f"{quarter.short(first)}\u2013{quarter.label(last)}"
    return f"{quarter.label(first)}\u2013{quarter.label(last)}"


def sentence(code: str, values: dict[str, object]) -> str:
    """The sentence of a reason or a finding: floats are shares and become percentages, *computed* is a status.

    Values are data: they are made safe for one line of a terminal.
    """
    shown = {key: percent(value) if isinstance(value, float) else value for key, value in values.items()}
    if "computed" in shown:
        shown["computed"] = t(f"status.{shown['computed']}")
    return safe(t(code, **shown))
