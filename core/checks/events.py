"""Rules on events: counts that are missing, days that clash, plans whose time has passed."""

from collections.abc import Iterator
from itertools import combinations

from core import quarter as quarters
from core.checks import rule
from core.checks.facts import EventFact, Facts
from core.days import day_number, iso
from core.findings import Finding, Place


@rule("event.no_count")
def no_count(facts: Facts) -> Iterator[Finding]:
    """An event whose day has passed and of which neither a list nor a count tells how many came. One of a locked
    quarter can get no count any more."""
    opened = "" if facts.locked is None else iso(quarters.first_day(facts.locked + 1))
    for event in facts.events:
        if event.state == "no_count" and event.start is not None and event.start >= opened:
            code = "event.no_count" if event.registered is None else "event.no_count/registered"
            yield Finding(code, "warning", Place(item=event.code), {
                "title": event.title, "date": event.start[:10], "n": event.registered or 0})  # fmt: skip


@rule("event.no_feedback")
def no_feedback(facts: Facts) -> Iterator[Finding]:
    """An event that was held, for which feedback was planned, and of which no feedback survey has answers."""
    for event in facts.events:
        if event.unheard and event.state in ("held", "no_count") and event.start is not None:
            yield Finding("event.no_feedback", "warning", Place(item=event.code), {
                "title": event.title, "date": event.start[:10]})  # fmt: skip


@rule("event.names_expired")
def names_expired(facts: Facts) -> Iterator[Finding]:
    """Names and e-mails on a list that may be kept no longer."""
    for event in facts.events:
        if facts.today is not None and event.names_until is not None and day_number(event.names_until) < facts.today:
            yield Finding("event.names_expired", "warning", Place(item=event.code), {
                "title": event.title, "date": event.names_until})  # fmt: skip


@rule("event.clash")
def clash(facts: Facts) -> Iterator[Finding]:
    """Two packages on one day that is to come, for the same people: organisations with a role in both."""
    if facts.today is None:
        return
    coming = [event for event in facts.events if event.state in ("planned", "registered") and event.start is not None
              and event.start[:10] >= iso(facts.today)]  # fmt: skip
    roles: dict[str, set[str]] = {}
    for role in facts.roles:
        roles.setdefault(role.package, set()).add(role.organisation)
    for first, second in combinations(coming, 2):
        if first.start is None or second.start is None or first.start[:10] != second.start[:10]:
            continue
        if set(first.packages) & set(second.packages) or not (first.packages or second.packages):
            continue
        both = _invited(first, roles) & _invited(second, roles)
        if both:
            yield Finding("event.clash", "ask", Place(item=second.code), {
                "title": second.title, "other": first.title, "code": first.code, "date": first.start[:10],
                "n": len(both)})  # fmt: skip


def _invited(event: EventFact, roles: dict[str, set[str]]) -> set[str]:
    """The organisations with a role in the packages of an event; all of them for one of the whole project."""
    return set().union(*(roles.get(code, set()) for code in event.packages or roles))


@rule("event.window_over")
def window_over(facts: Facts) -> Iterator[Finding]:
    """An event that was planned for a time that has passed, and has no day."""
    for event in facts.events:
        if facts.today is None or event.state == "cancelled" or event.start is not None or event.window is None:
            continue
        if day_number(event.window[1]) < facts.today:
            yield Finding("event.window_over", "warning", Place(item=event.code), {
                "title": event.title, "date": event.window[1]})  # fmt: skip
