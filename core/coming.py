"""What is to come: deadlines, meetings and events, the ends of quarters and of the project, the days on which reports
are due.

Imports nothing heavy (`etappi status`).
"""

from core import quarter as quarters
from core.days import day_number, iso
from core.plain import Plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS_AHEAD = 60
"""How far `etappi status` and the Overview look."""


class Coming(Plain):
    """Something on the ISO date *on*, *at* a time (HH:MM) if that is known. *kind* is one of core.agreements'
    DEADLINE_KINDS or ``event``, with its *title*, or ``quarter_ends``, ``reports_due`` (both with the *quarter*),
    ``project_ends``, ``packages_begin`` (with their codes as the *title*). *key* tells it from all others of the
    project, for good."""

    __slots__ = ("at", "key", "kind", "on", "quarter", "title")
    on: str
    at: str | None
    kind: str
    title: str
    quarter: int | None
    key: str


def plan_days(
    start: str, end: str, report_days: int | None, packages: "Iterable[tuple[str, int | None]]" = ()
) -> "list[Coming]":
    """What the plan itself says, in no order: the last quarter ends with the project and is not told twice.

    *report_days* after a quarter's last day its reports are due (None: the project keeps none); *packages* are codes
    and first quarters.
    """
    begins: dict[int, list[str]] = {}
    for code, begin in packages:
        if begin is not None:
            begins.setdefault(begin, []).append(code)
    out = []
    for one in quarters.all_between(start, end):
        first, last = quarters.dates(one, start, end)
        if last < end:
            out.append(_plain(last, "quarter_ends", one))
        if report_days is not None:
            out.append(_plain(iso(day_number(last) + report_days), "reports_due", one))
        if one in begins and first > start:
            out.append(_plain(first, "packages_begin", one, ", ".join(begins[one])))
    out.append(_plain(end, "project_ends", None))
    return out


def merged(deadlines: "Iterable[Coming]", plan: "Iterable[Coming]") -> "tuple[Coming, ...]":
    """Both in order of time. A report that is a deadline of its own stands for the reports due on its day."""
    found = list(deadlines)
    days = {one.on for one in found if one.kind == "report"}
    found += [one for one in plan if one.kind != "reports_due" or one.on not in days]
    found.sort(key=lambda one: (one.on, one.at or "24:00", one.title))
    return tuple(found)


def for_a_line(found: "Iterable[Coming]") -> "list[Coming]":
    """What one line of what is to come holds: of the events only the next, so that a week of them hides no deadline."""
    kept: list[Coming] = []
    for one in found:
        if one.kind != "event" or all(other.kind != "event" for other in kept):
            kept.append(one)
    return kept


def _plain(on: str, kind: str, quarter: int | None, title: str = "") -> Coming:
    key = kind if quarter is None else f"{kind}-{quarters.code(quarter)}"
    return Coming(on=on, at=None, kind=kind, title=title, quarter=quarter, key=key.replace("_", "-"))
