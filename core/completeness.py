"""Completeness of what is reported (rules.md 1; the definition is that of DHIS2: actual against expected reports).

A form is one report that somebody owes for a quarter. It is in exactly one of six states; none of them is ever counted
as another:

- *received*, or *declared* where it says that there is nothing to tell (a declared zero is received),
- *waived*: not asked for, so not expected either,
- *not_due*: expected, and its deadline has not passed,
- *missing*: expected, its deadline has passed.

What is not expected at all (its package does not run in the quarter) is no form.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.days import day_number, iso

STATES = ("received", "declared", "waived", "not_due", "missing")


@dataclass(frozen=True)
class Form:
    """A form that is owed: *due* is the last day of its deadline, *received_on* the day when it came (ISO dates)."""

    due: str
    received_on: str | None = None
    waived: bool = False
    declared: bool = False


@dataclass(frozen=True)
class Rate:
    """A share as numerator and denominator; *share* is None where nothing was expected."""

    part: int
    of: int

    @property
    def share(self) -> float | None:
        """The share from 0 to 1."""
        return self.part / self.of if self.of else None


@dataclass(frozen=True)
class Completeness:
    """How many forms are in each state, and how many of those received came in time."""

    received: int = 0
    declared: int = 0
    waived: int = 0
    not_due: int = 0
    missing: int = 0
    in_time: int = 0

    @property
    def expected(self) -> int:
        """Every form that is not waived."""
        return self.received + self.declared + self.not_due + self.missing

    @property
    def rate(self) -> Rate:
        """Received of expected; a declared zero is received."""
        return Rate(self.received + self.declared, self.expected)

    @property
    def on_time(self) -> Rate:
        """Received by the deadline of expected."""
        return Rate(self.in_time, self.expected)


def due_date(last_day: str, days: int) -> str:
    """The deadline of a quarter's form: *days* after the quarter's last day (ISO dates; 30.9. and 11 days: 11.10.)."""
    return iso(day_number(last_day) + days)


def state(form: Form, today: str) -> str:
    """The state of a form on the ISO date *today*. What is received stays received where it is waived later."""
    if form.received_on is not None and form.received_on <= today:
        return "declared" if form.declared else "received"
    if form.waived:
        return "waived"
    return "missing" if today > form.due else "not_due"


def days_late(form: Form, today: str) -> int | None:
    """Days past the deadline: of a received form when it came, of a missing one until *today*.

    None where the question does not arise: waived, or not due yet.
    """
    found = state(form, today)
    if found in ("waived", "not_due"):
        return None
    came = form.received_on if found != "missing" and form.received_on is not None else today
    return max(0, day_number(came) - day_number(form.due))


def completeness(forms: Iterable[Form], today: str) -> Completeness:
    """The forms of a quarter (or of anything else) counted on the ISO date *today*."""
    counts = dict.fromkeys(STATES, 0)
    in_time = 0
    for form in forms:
        found = state(form, today)
        counts[found] += 1
        in_time += found in ("received", "declared") and form.received_on is not None and form.received_on <= form.due
    return Completeness(**counts, in_time=in_time)
