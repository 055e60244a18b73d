"""What a quarter report asks of the steering group: decisions, opinions, and what it should know."""

from dataclasses import dataclass

from core import quarter as quarters
from core.days import iso
from locales import t
from locales.formats import date
from reports.content import Content
from reports.document import Run, Text
from reports.pieces import figure, next_meeting, of_text, quarter_text, strong, told
from reports.records import Deadline, Item


@dataclass(frozen=True)
class Request:
    """What is asked of the steering group; *item* is the code of the item that it is about, *package* that of the
    package whose lead asks."""

    text: Text
    item: str | None = None
    package: str | None = None


def requests(content: Content) -> tuple[Request, ...]:
    """What is asked of the steering group: what leads asked for, new dates for what is late, who is missing from the
    network; and what it should know."""
    by_lead = _asked_by_leads(content)
    asked = [
        Request(_asked("export.ask_lead", package=code, text=text), package=code) for code, text in by_lead.items()
    ]
    for item in late_items(content):
        deviation = content.deviations.get(item.code)
        if deviation is not None and deviation.decided is not None:
            continue
        if deviation is not None and deviation.new_quarter is not None:
            asked.append(Request(_asked("export.ask_new_quarter", item=item_title(item),
                                      quarter=quarters.label(deviation.new_quarter)), item.code))  # fmt: skip
        elif item.package not in by_lead:
            asked.append(Request(_asked("export.ask_some_quarter", item=item_title(item),
                                      due=quarter_text(item.last, content.quarter)), item.code))  # fmt: skip
    known, expected = content.network()
    if expected is not None and known < expected:
        share = Run(of_text(known, expected), figure=figure(content.quarter, "project", "network"), value=known)
        asked.append(Request(_asked("export.ask_network", n=expected - known, share=share)))
    days = days_to_know(content)
    if days:
        asked.append(Request(_asked("export.ask_know", days=", ".join(f"{one.title} {date(one.on)}" for one in days))))
    return tuple(asked)


def _asked(code: str, **values: object) -> Text:
    """A request; its first word says what is wanted."""
    wanted = t("export.wanted_decision")
    if code == "export.ask_network":
        wanted = t("export.wanted_opinion")
    elif code == "export.ask_know":
        wanted = t("export.wanted_information")
    return told(code, wanted=strong(wanted), **values)


def _asked_by_leads(content: Content) -> dict[str, str]:
    """What each package's lead asks for, in plan order, in reports that were handed in and not sent back."""
    reports = content.lead_reports()
    found = [reports[one.code] for one in content.packages if one.code in reports]
    return {one.package: one.decisions for one in found if one.decisions and one.handed_in}


def days_to_know(content: Content) -> list[Deadline]:
    """Days to the end of the next quarter, but for reports and the meeting that the report is for."""
    meeting = next_meeting(content)
    until = iso(quarters.last_day(content.quarter + 1))
    return [one for one in content.deadlines
            if content.today < one.on <= until and one.kind != "report" and not one.done_on
            and (one.title, one.on) != meeting]  # fmt: skip


def late_items(content: Content) -> list[Item]:
    """Items past their quarter and not done, those that are due longest first."""
    items = content.items()
    order = {one.code: place for place, one in enumerate(content.packages)}
    codes = {code for one in content.packages
             if (found := content.standing(one.code)) is not None for code, _ in found.late}  # fmt: skip
    late = [items[code] for code in codes if code in items]
    return sorted(late, key=lambda one: (one.last or 0, order[one.package], one.kind != "output", one.position))


def item_title(item: Item) -> str:
    """An item as reports call it: with the code of its package."""
    return f"{item.package} {item.title}"
