"""Rules on quarters and dates: what a day, a quarter and a status say against one another."""

from collections.abc import Iterator

from core import quarter as quarters
from core.checks import rule
from core.checks.facts import Facts
from core.colour import STATUS_OF_COLOUR, reported_differs
from core.datequarter import dates_in, wrong_quarters
from core.findings import Finding, Place

LAPSE_DAYS = 14
"""Days before its end from which an assessment is said to lapse soon."""


@rule("progress.reported")
def reported(facts: Facts) -> Iterator[Finding]:
    """A reported percentage far from the counted one, in quarters that are still open."""
    for one in facts.reported:
        if reported_differs(one.reported, one.counted):
            told, counted = (int(100 * share + 0.5) for share in (one.reported, one.counted))
            yield Finding("progress.reported", "warning", Place(item=one.package), {
                "quarter": quarters.label(one.quarter), "reported": told, "counted": counted,
                "n": abs(told - counted)})  # fmt: skip


@rule("report.overdue")
def overdue(facts: Facts) -> Iterator[Finding]:
    """Quarter reports past their day, one finding for each quarter."""
    for quarter in sorted({one.quarter for one in facts.overdue}):
        of_quarter = [one for one in facts.overdue if one.quarter == quarter]
        yield Finding("report.overdue", "warning", Place(item=quarters.label(quarter)), {
            "n": len(of_quarter), "date": of_quarter[0].due,
            "packages": ", ".join(one.package for one in of_quarter)})  # fmt: skip


@rule("colour.override")
def override(facts: Facts) -> Iterator[Finding]:
    """A coordinator's assessment that has lapsed with the quarter before this one, or is about to."""
    if facts.today is None:
        return
    now = quarters.of_day(facts.today)
    for one in facts.overrides:
        values: dict[str, object] = {"status": STATUS_OF_COLOUR[one.colour], "until": quarters.label(one.until)}
        if one.until == now - 1:
            yield Finding("colour.override/lapsed", "ask", Place(item=one.package), values)
        elif one.until == now and quarters.last_day(now) - facts.today <= LAPSE_DAYS:
            days = quarters.last_day(now) - facts.today
            yield Finding("colour.override/lapses", "ask", Place(item=one.package), {**values, "n": days})


@rule("status.date")
def status(facts: Facts) -> Iterator[Finding]:
    """A status against the dates: work that was begun and runs after its package's end, work begun before its time."""
    for package in facts.packages:
        if facts.today is None or package.last is None or facts.today <= quarters.last_day(package.last):
            continue
        still = [item for item in facts.items if item.package == package.code and item.technique != "effort"
                 and item.begun_on and not item.done]  # fmt: skip
        if still:
            yield Finding("status.date", "warning", Place(item=package.code), {
                "n": len(still), "end": quarters.label(package.last),
                "items": ", ".join(item.code for item in still)})  # fmt: skip
    for item in facts.items:
        if item.begun_on and item.technique != "effort" and quarters.of_date(item.begun_on) < item.first:
            yield Finding("status.date/early", "ask", Place(item=item.code), {
                "title": item.title, "date": item.begun_on, "begins": quarters.label(item.first)})  # fmt: skip


@rule("date.quarter")
def date_quarter(facts: Facts) -> Iterator[Finding]:
    """A date called by the wrong quarter in a text, or by the quarters of what the text is the title of."""
    for one in facts.texts:
        for wrong in wrong_quarters(one.text):
            yield Finding("date.quarter", "ask", Place(item=one.item),
                          {"day": wrong.date, "real": wrong.real, "told": wrong.told})  # fmt: skip
        if one.first is None or one.last is None:
            continue
        for day, year, number in dates_in(one.text):
            years = [year] if year else sorted({quarters.split(each)[0] for each in (one.first, one.last)})
            if not any(one.first <= quarters.quarter(each, number) <= one.last for each in years):
                real = f"Q{number}/{year}" if year else f"Q{number}"
                yield Finding("date.quarter/timing", "ask", Place(item=one.item), {
                    "day": day, "real": real, "title": one.text, "timing": _timing(one.first, one.last)})  # fmt: skip


def _timing(first: int, last: int) -> str:
    return quarters.label(first) if first == last else f"{quarters.label(first)}–{quarters.label(last)}"
