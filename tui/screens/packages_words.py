"""Words of the Work packages screen: the state of an item, its quarters, and how far an indicator has come."""

from core import quarter as quarters
from core.board import Board
from core.colour import QUARTERS_LATE_RED
from core.work import IndicatorRow, ItemRow
from locales import t
from locales.formats import date, decimal, percent
from locales.surveys import span
from tui.signs import Signs


def ended(board: Board) -> bool:
    """True where the quarter shown is over."""
    return board.today > quarters.dates(board.quarter, board.start, board.end)[1]


def is_red(item: ItemRow, after: bool) -> bool:
    """True for an output that alone turns its package red (rules.md 4); *after*: the quarter shown has ended."""
    return item.late and item.kind == "output" and item.quarters_late + after >= QUARTERS_LATE_RED


def counted(item: ItemRow) -> str:
    """``33/55`` for units, ``1/2`` for steps; empty for what has neither."""
    if item.technique == "units":
        return f"{item.units_done or 0}/{item.units}"
    if item.technique == "milestones" and item.steps:
        return f"{item.steps_done}/{len(item.steps)}"
    return ""


def state(item: ItemRow, shown: int, after: bool, signs: Signs) -> str:
    """The state of an item as its list says it: ``33/55 kesken``, ``4.9. ✓ valmis``, ``▲ myöhässä``, ``ei vielä``."""
    if item.technique == "effort":
        return t("work.state_effort")
    if item.state == "cancelled":
        return f"{day(item.closed_on, shown)} {t('work.state_cancelled')}".strip()
    if item.state in ("accepted", "done"):
        when = day(item.closed_on, shown) if item.state == "accepted" else counted(item)
        return f"{when} {signs.done} {t('work.state_done')}".strip()
    if item.late:
        sign = signs.status("action_needed" if is_red(item, after) else "watch")
        return f"{counted(item)} {sign} {t('work.state_late')}".strip()
    if item.state == "not_started":
        return t("work.state_ahead" if item.first > shown else "work.state_not_started")
    return f"{counted(item)} {t('work.state_started')}".strip()


def state_tone(item: ItemRow, after: bool) -> str:
    """The colour that repeats it."""
    if item.state in ("accepted", "done"):
        return "good"
    if item.late and item.state != "cancelled":
        return "bad" if is_red(item, after) else "watch"
    return "muted" if item.state in ("cancelled", "not_started") or item.technique == "effort" else ""


def day(iso: str | None, shown: int) -> str:
    """A date, without its year where that is the one of the quarter shown; empty for None."""
    return date(iso, year=iso[:4] != str(shown // 4)) if iso else ""


def timing(first: int, last: int, shown: int, signs: Signs) -> str:
    """Quarters in few signs: Q2, Q1–Q4; with years where they are not that of the quarter shown."""
    near = first // 4 == last // 4 == shown // 4
    names = [quarters.short(one) if near else _with_year(one) for one in (first, last)]
    return names[0] if first == last else signs.dash.join(names)


def _with_year(quarter: int) -> str:
    return f"{quarters.short(quarter)}/{quarter // 4 % 100:02d}"


def technique(item: ItemRow) -> str:
    """How progress of an item is counted."""
    return t(f"work.technique_{item.technique.replace('/', '_')}")


def figure(value: float) -> str:
    """A number of an indicator or a weight, with as many decimals as it has, two at most."""
    for places in (0, 1, 2):
        if abs(value - round(value, places)) < 1e-9:
            return decimal(value, places)
    return decimal(value, 2)


def indicator_value(one: IndicatorRow) -> str:
    """Its newest level or value, or in which way there is none."""
    if one.level is not None and one.level.level:
        return one.level.level
    if one.value is None:
        return t("work.value_not_yet" if one.attainment.word == "not_yet" else "work.value_missing")
    if one.base is None:
        return figure(one.value)
    limits = "" if one.base.low is None or one.base.high is None else f"{span(one.base.low, one.base.high)}, "
    return f"{figure(one.value)} ({limits}{t('survey.told_n', n=one.base.n)})"


def indicator_words(one: IndicatorRow) -> str:
    """``33, tavoite 55   60 %``; a target that nobody gave is told, but for a level in words, which needs none."""
    value = indicator_value(one)
    if one.target is None:
        if one.kind == "qualitative" and one.value is None:
            return value
        missing = one.value is None and one.attainment.word != "not_yet"
        return t("work.both_missing") if missing else t("work.target_missing", value=value)
    told = t("work.value_of_target", value=value, target=figure(one.target))
    reached = attained(one)
    return f"{told}   {reached}" if reached else told


def attained(one: IndicatorRow) -> str:
    """How far it has come: a share, met or not; empty where that cannot be said."""
    word, share = one.attainment.word, one.attainment.share
    if word in ("met", "not_met"):
        return t(f"work.target_{word}")
    if share is None:
        return ""
    return percent(share) if word == "share" else t("work.share_no_baseline", share=percent(share))
