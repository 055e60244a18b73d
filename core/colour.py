"""The status of a work package (rules.md 4): first hit wins, and the reason is always given.

Imports nothing (`etappi status`). Thresholds have their one home here.

The yardstick. A quarter that runs is judged by what had fallen due by the end of the quarter before it; a quarter
that has ended (and is not locked) by its own end, as on the first day after it. An item due in quarter ``e`` is
``q − e`` quarters late in quarter ``q``: in an ended quarter, 0 says that it missed its own. So a project that is
exactly on plan is green every day.
"""

from core.plain import Plain

SPI_RED = 0.75
SPI_AMBER = 0.90
TOLERANCE = 1e-9  # 2.7/3 is not 0.90 in floating point
QUARTERS_LATE_RED = 2  # for outputs, in a quarter that runs; in an ended one a quarter less
REPORTED_APART = 0.15  # how far a lead's share may be from the computed one before it is flagged (rules.md 2)

# status -> (colour, symbol, symbol where the terminal lacks the first)
STATUSES: dict[str, tuple[str, str, str]] = {
    "on_schedule": ("green", "●", "+"),
    "watch": ("amber", "▲", "!"),
    "action_needed": ("red", "■", "X"),
    "not_started": ("grey", "○", "o"),
    "no_data": ("grey", "?", "?"),
    "continuous": ("none", "∞", "~"),
}
STATUS_OF_COLOUR = {"green": "on_schedule", "amber": "watch", "red": "action_needed"}


class LateItem(Plain):
    """An item past its quarter; *quarters_late* is 0 for one that missed the ended quarter itself. *waits_for* are
    codes of packages that it needs and that are not finished; *has_reason* says that a reason is recorded."""

    __slots__ = ("code", "has_reason", "kind", "package", "quarters_late", "title", "waits_for")
    code: str
    package: str
    title: str
    kind: str
    quarters_late: int
    has_reason: bool
    waits_for: tuple[str, ...]


class Reason(Plain):
    """A code of locales (``status.reason_<code>``) and the values of its sentence."""

    __slots__ = ("code", "values")
    code: str
    values: dict[str, object]


def reason(code: str, **values: object) -> Reason:
    """A `Reason` written shortly."""
    return Reason(code=code, values=values)


def status(
    *,
    kicked_off: bool,
    confirmed_leads: int,
    items: int,
    continuous_items: int,
    begun: bool,
    report_overdue_unknown: bool,
    report_overdue: bool,
    earned: float,
    planned_ref: float,
    late: list[LateItem],
    late_needs: list[str],
    ended: bool = False,
) -> tuple[str, Reason]:
    """Status word and reason of one work package, its children's items among its own.

    *kicked_off*: the project's kick-off date has passed. *items*: leaf items that count (continuous ones too),
    *continuous_items* those of level of effort. *begun*: its first quarter has come. *earned* is EV to date,
    *planned_ref* PV of the reference quarter. *late*: items past their quarter, most late first. *late_needs*:
    codes of packages that it needs and that have late items. *ended*: the quarter looked at has ended.
    """
    worst = max((item.quarters_late + ended for item in late if item.kind == "output"), default=0)
    if kicked_off and not confirmed_leads:
        return "action_needed", reason("no_lead")
    if worst >= QUARTERS_LATE_RED:
        item = next(item for item in late if item.kind == "output" and item.quarters_late + ended == worst)
        return "action_needed", _late_reason(item, len(late))
    if not items or report_overdue_unknown:
        return "no_data", reason("report_overdue" if items else "no_items")
    if not begun:
        return "not_started", reason("not_begun")
    if items == continuous_items:
        return "continuous", reason("continuous")
    spi = None if planned_ref <= TOLERANCE else earned / planned_ref
    if spi is not None and spi < SPI_RED - TOLERANCE:
        return "action_needed", reason("far_behind", done=earned, planned=planned_ref)
    if late:
        return "watch", _late_reason(late[0], len(late))
    if spi is not None and spi < SPI_AMBER - TOLERANCE:
        return "watch", reason("behind", done=earned, planned=planned_ref)
    if report_overdue:
        return "watch", reason("report_late")
    if late_needs:
        return "watch", reason("needs_late", needs=", ".join(late_needs))
    return "on_schedule", reason("on_schedule" if spi is not None else "nothing_due")


def reported_differs(reported: "float | None", computed: "float | None") -> bool:
    """True if the share that a lead reported is more than 15 points off the computed one, either way; False where
    there are not two."""
    return reported is not None and computed is not None and abs(reported - computed) > REPORTED_APART + TOLERANCE


def _late_reason(item: LateItem, count: int) -> Reason:
    missed = "missed" if item.quarters_late == 0 else "late"
    return reason(
        f"{missed}_more" if count > 1 else missed,
        title=item.title, item=item.code, package=item.package, n=item.quarters_late, more=count - 1,
    )  # fmt: skip
