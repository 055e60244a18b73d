"""Sentences about a board, from codes and values; the same words as `etappi status` (catalogue "status")."""

from collections.abc import Iterable
from datetime import datetime

from core import quarter as quarters
from core.board import Attention, Board, PackageStatus
from core.colour import STATUSES
from core.coming import Coming
from core.display import safe
from core.obligations import STATES
from locales import has, t
from locales.formats import NBSP, clock, coming, date, percent, sentence, weekday_date

PLACES = ("names", "network")


def reason(package: PackageStatus) -> str:
    """Why a package has its status. Weights become shares of the package's whole."""
    values = dict(package.reason.values)
    if "planned" in values and package.sums.total:
        values |= {"done": package.sums.done, "planned": package.planned_ref / package.sums.total}
    return sentence(f"status.reason_{package.reason.code}", values)


def attention(line: Attention) -> str:
    """The sentence of a line that needs attention."""
    return sentence(f"status.attention_{line.text.code}", line.text.values)


def place(line: Attention) -> str:
    """Where an attention line belongs: a package's code, the day of an event, or the word for names or the network."""
    if line.rule == "event.no_count":
        return date(str(line.text.values["date"]), year=False)
    return t(f"status.place_{line.target}") if line.target in PLACES else line.target


def counts(board: Board) -> list[tuple[str, str]]:
    """Status word and ``6 aikataulussa`` for each status that a package has, in the order of core.colour."""
    found = board.counts()
    return [(status, t(f"status.count_{status}", n=found[status])) for status in STATUSES if status in found]


def moment(board: Board) -> str:
    """The quarter shown and where in time it stands: running with days left, ended, or still to come."""
    label = quarters.label(board.quarter)
    if board.days_left is None:
        first, last = quarters.dates(board.quarter, board.start, board.end)
        if last < board.today:
            return f"{label}: {t('status.ended')} {date(last)}"
        return f"{label}: {t('status.ahead')}, {t('tui.starts', date=date(first))}"
    left = t("status.days_left", n=board.days_left) if board.days_left else t("status.last_day")
    return f"{label}: {left}"


def running(board: Board) -> bool:
    """True while the quarter shown is the one in which today lies."""
    return board.days_left is not None


def lead(package: PackageStatus) -> str:
    """The leads by short name, the first and how many more: ``Omnia +1``; empty where nobody leads."""
    if not package.lead_short:
        return ""
    more = len(package.lead_short) - 1
    return f"{package.lead_short[0]} +{more}" if more else package.lead_short[0]


def points(share: float | None) -> str:
    """A share in whole hundredths without the sign, for columns of two figures: ``53`` of ``53/58``."""
    return percent(share).rstrip("%" + NBSP)


def upcoming(found: Iterable[Coming]) -> list[tuple[str, str, str]]:
    """Date, time (empty where none is known) and words of what is to come, in the same order."""
    return [(one.on, clock(one.at) if one.at else "", coming(one)) for one in found]


def command(text: str) -> str:
    """A command of the log in words: its verb translated, the rest as it was typed."""
    words = safe(text).split(" ")
    for count in (2, 1):
        code = "tui.did_" + "_".join(words[:count])
        if has(code):
            rest = " ".join(t(f"obligation.state_{word}") if word in STATES else word for word in words[count:])
            return f"{t(code)}: {rest}" if rest else t(code)
    return text


def locked(board: Board, quarter: int | None) -> str:
    """Why figures of *quarter* cannot be changed, and how the lock is opened; empty where they can."""
    if board.locked is None or quarter is None or quarter > board.locked[0]:
        return ""
    return t("tui.is_locked", quarter=quarters.label(quarter))


def day(at: str, today: str = "") -> str:
    """The day of a UTC instant in this place's time, ``pe 13.9.``; with the year where it is not that of *today*."""
    try:
        here = datetime.fromisoformat(at).astimezone().date().isoformat()
    except ValueError:
        return at
    return weekday_date(here, year=here[:4] != today[:4])


def instant(at: str, today: str = "") -> str:
    """A UTC instant of the log in this place's time: ``ma 16.9.2024 klo 11.42``; without the
    year where it is that of *today* (ISO)."""
    try:
        here = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    clock = t("tui.clock", hour=here.hour, minute=f"{here.minute:02d}")
    return f"{weekday_date(here.date().isoformat(), year=str(here.year) != today[:4])} {clock}"
