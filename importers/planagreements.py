"""Sections of a plan file about what was agreed: obligations, deadlines, goals, the grant, events and surveys
(contract.md)."""

import datetime
import re
from collections.abc import Callable

from core import quarter
from core.agreements import DEADLINE_KINDS, GrantRow
from core.codes import code_key
from core.days import iso
from core.obligations import COUNTER
from core.planning import PlanAgreements, PlanDeadline, PlanGoal, PlanObligation
from core.roles import ROLES
from importers.plancodes import Resolve, Seen
from importers.planevents import read_events
from importers.plansurveys import read_surveys
from importers.plantables import Table, as_date, as_quarter

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class Counters:
    """What items and indicators may count: the obligations of the plan by code, compared as all codes are."""

    def __init__(self, agreements: PlanAgreements) -> None:
        self._codes = {code_key(one.code): one.code for one in agreements.obligations}

    def resolve(self, table: Table, key: str, text: str | None) -> str | None:
        """*text* with the code as its obligation writes it; notes the problem where it counts one that is not there."""
        if text is None or not text.startswith(COUNTER):
            return text
        name = text.removeprefix(COUNTER).strip()
        code = self._codes.get(code_key(name))
        if code is None:
            table.problem(key, "no_obligation", obligation=name)
            return None
        return COUNTER + code


def read_agreements(top: Table, resolve: Resolve) -> PlanAgreements:
    """The obligations, deadlines, goals, grant, events and surveys of a whole file; *resolve* finds packages."""
    seen = Seen()
    obligations, deadlines, goals = [], [], []
    for table in top.tables("obligation", "[[obligation]]"):
        obligations.append(_obligation(table, seen, resolve))
        table.close()
    days: dict[tuple[str, str], str] = {}
    for table in top.tables("deadline", "[[deadline]]"):
        deadlines.append(_deadline(table, days))
        table.close()
    for table in top.tables("goal", "[[goal]]"):
        goals.append(PlanGoal(title=table.text("title", required=True) or "", result=table.text("result")))
        table.close()
    return PlanAgreements(tuple(obligations), tuple(deadlines), tuple(goals), _grant(top), read_events(top, resolve),
                          read_surveys(top, resolve))  # fmt: skip


def _obligation(table: Table, seen: Seen, resolve: Resolve) -> PlanObligation:
    code, title = seen.code(table, required=True), table.text("title", required=True)
    who, role, package = table.text("who"), table.choice("role", ROLES), None
    if who in ROLES:
        if role is not None and role != who:
            table.problem("role", "two_roles", role=who)
        role = who
    elif who not in (None, "all"):
        package = resolve(table, "who", who)
    due = _day(table, "due", quarter.last_day)
    return PlanObligation(code or "", title or "", role, package, due, table.text("proof"))


def _deadline(table: Table, days: dict[tuple[str, str], str]) -> PlanDeadline:
    title, date = table.text("title", required=True) or "", table.date("date", required=True) or ""
    if days.setdefault((title, date), table.label) != table.label:
        table.problem("title", "deadline_twice", other=days[title, date])
    return PlanDeadline(
        title=title, on_date=date, at_time=_time(table), recipient=table.text("to"),
        kind=table.choice("kind", DEADLINE_KINDS) or "other",
    )  # fmt: skip


def _grant(top: Table) -> GrantRow | None:
    table = top.table("grant", "[grant]")
    if table is None:
        return None
    euros = table.number("sum", above_zero=True)
    row = GrantRow(
        decision=table.text("decision"), on_date=table.date("date"),
        sum_cents=None if euros is None else round(euros * 100),
        from_date=_day(table, "from", quarter.first_day), to_date=_day(table, "to", quarter.last_day),
    )  # fmt: skip
    if row.from_date and row.to_date and row.from_date > row.to_date:
        table.problem("to", "grant_turned", start=row.from_date)
    table.close()
    return row


def _day(table: Table, key: str, of_quarter: Callable[[int], int]) -> str | None:
    """A date, or the day of a quarter that *of_quarter* gives, as ISO text."""
    value = table.raw(key)
    if value is None:
        return None
    text, named = as_date(value), as_quarter(value)
    if named is not None:
        return iso(of_quarter(named))
    if text is None:
        table.problem(key, "date_or_quarter")
    return text


def _time(table: Table) -> str | None:
    """A time of day, ``09:00`` with or without quotation marks."""
    value = table.raw("time")
    if value is None:
        return None
    text = value.strftime("%H:%M") if isinstance(value, datetime.time) else value
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        table.problem("time", "time")
        return None
    return text
