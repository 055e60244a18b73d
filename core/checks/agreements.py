"""Rules on what was agreed: obligations, deadlines, who is to make a plan, who keeps the outputs."""

from collections.abc import Iterator

from core import quarter as quarters
from core.agreements import DONE_KINDS
from core.checks import rule
from core.checks.facts import Facts
from core.days import day_number
from core.findings import Finding, Place

NAMED = 3
"""Organisations that a finding names; of others it says how many."""


@rule("obligation.overdue")
def overdue(facts: Facts) -> Iterator[Finding]:
    """Obligations past their day that some have not met, one finding for each obligation."""
    for duty in facts.duties:
        terms = duty.line.terms
        if duty.late and terms.due is not None:
            yield Finding("obligation.overdue", "warning", Place(item=terms.code), {
                "title": terms.title, "date": terms.due, "n": len(duty.late), "of": duty.line.tally.expected,
                "names": ", ".join(duty.late[:NAMED]) + (" …" if len(duty.late) > NAMED else "")})  # fmt: skip


@rule("deadline.overdue")
def deadline(facts: Facts) -> Iterator[Finding]:
    """Reports and payments past their day that nobody has marked as done."""
    for row in facts.deadlines:
        past = facts.today is not None and day_number(row.on_date) < facts.today
        if past and row.done_on is None and row.kind in DONE_KINDS:
            yield Finding("deadline.overdue", "warning", Place(item=row.title), {"date": row.on_date})


@rule("plan.denominator")
def denominator(facts: Facts) -> Iterator[Finding]:
    """Who must do something against who is listed, and against the number in the plan."""
    known = sum(organisation.network for organisation in facts.organisations)
    for duty in facts.duties:
        terms, tally = duty.line.terms, duty.line.tally
        place = Place(item=terms.code)
        for item, units in duty.counted:
            if units != tally.expected:
                yield Finding("plan.denominator/units", "warning", place,
                              {"item": item, "units": units, "expected": tally.expected})  # fmt: skip
        if not duty.whole:
            continue
        if tally.owed < known:
            yield Finding("plan.denominator", "ask", place, {
                "title": terms.title, "owed": tally.owed, "known": known, "n": known - tally.owed,
                "package": terms.package or ""})  # fmt: skip
        if duty.beside:
            yield Finding("plan.denominator/parts", "ask", place, {"title": terms.title, "n": duty.beside})


@rule("output.no_keeper")
def keeper(facts: Facts) -> Iterator[Finding]:
    """In the project's last quarter: an output that nobody is said to keep after the project."""
    if facts.today is None or quarters.of_day(facts.today) < facts.end:
        return
    for output in facts.outputs:
        if output.keeper is None:
            yield Finding("output.no_keeper", "warning", Place(item=output.code), {"title": output.title})
