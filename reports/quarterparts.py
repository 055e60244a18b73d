"""The sections of the quarter report, each a function of what a snapshot holds."""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from core import quarter as quarters
from core.colour import STATUSES
from locales import t
from locales.formats import date, number, percent
from reports.content import Content
from reports.document import Block, Cell, Chart, Column, Items, Paragraph, Run, Series, Table, Text
from reports.pieces import (
    DASH,
    count_cell,
    figure,
    joined,
    of_cell,
    of_text,
    plain,
    points,
    quarter_text,
    range_text,
    share_cell,
    share_text,
    signed,
    strong,
    text_cell,
    told,
)
from reports.records import Deviation, Event, Item, Obligation
from reports.requests import Request, days_to_know, item_title, late_items

MOST_TITLES = 3
"""Titles of one package that the next quarter names; more are counted."""


def brief(content: Content, earlier: Content | None) -> tuple[Text, ...]:
    """The state in a few sentences: packages, what fell due, obligations, reach."""
    found = [_statuses(content), _due(content)]
    obligations = content.obligations()
    if obligations and obligations[0].of:
        found.append(_obligation(content, earlier, obligations[0]))
    reach = content.reach()
    if reach is not None and reach.so_far.contacts:
        known, _ = content.network()
        total = reach.so_far
        found.append(told(
            "export.brief_reach",
            network=strong(of_text(total.network, known), figure(content.quarter, "reach_total", "network"),
                           total.network),
            persons=Run(range_text(*total.persons), figure=figure(content.quarter, "reach_total", "persons"),
                        value=total.persons[0]),
        ))  # fmt: skip
    return tuple(found)


def _statuses(content: Content) -> Text:
    counts: dict[str, int] = content.figures()["project"]["statuses"]
    phrases: list[Text] = []
    for status in STATUSES:
        if counts.get(status):
            text = t(f"export.count_{status}", n=counts[status])
            phrases.append((strong(text, figure(content.quarter, "project", status), counts[status]),))
    urgent = [one.code for one in content.packages
              if (found := content.standing(one.code)) is not None and found.status == "action_needed"]  # fmt: skip
    n = sum(counts.values())
    if urgent:
        return told("export.brief_packages_urgent", n=n, counts=joined(phrases, strong=True), codes=", ".join(urgent))
    return told("export.brief_packages", n=n, counts=joined(phrases, strong=True))


def _due(content: Content) -> Text:
    project = content.figures()["project"]
    done, of = project["due"]
    code = "export.brief_due" if content.ended else "export.brief_due_running"
    of_run = Run(number(of), figure=figure(content.quarter, "project", "due"), value=of)
    done_run = Run(number(done), figure=figure(content.quarter, "project", "due_done"), value=done)
    first = told(code, n=of, of=of_run, done=done_run) if of else told("export.brief_nothing_due")
    late = project["late"]
    late_run = Run(number(late), figure=figure(content.quarter, "project", "late"), value=late)
    second = told("export.brief_late", n=late, count=late_run) if late else told("export.brief_none_late")
    return (*first, Run(" "), *second)


def _obligation(content: Content, earlier: Content | None, one: Obligation) -> Text:
    done = strong(of_text(one.done, one.of), figure(content.quarter, "obligation", one.code), one.done)
    before = _before(content, earlier, one.code)
    if before is None or content.previous is None:
        return told("export.brief_obligation", title=one.title, done=done)
    old = Run(number(before), figure=figure(content.previous, "obligation", one.code), value=before)
    return told("export.brief_obligation_since", title=one.title, done=done, before=old,
                quarter=quarters.short(content.previous))  # fmt: skip


def _before(content: Content, earlier: Content | None, code: str) -> int | None:
    """How many had done an obligation at the end of the quarter before; None where that is not known."""
    if earlier is None or content.previous is None:
        return None
    return next((one.done for one in earlier.obligations(content.previous) if one.code == code), None)


def completed(content: Content) -> tuple[Block, ...]:
    """What was completed in the quarter, with its day."""
    found: list[Text] = []
    for one in content.completed():
        title = one.item.title if one.step is None else f"{one.item.title}: {one.step}"
        found.append(plain(f"{title} ({date(one.on, year=False)})" if one.on else title))
    return (Paragraph((*joined(found), Run("."))),) if found else ()


def deviations(content: Content, asked: tuple[Request, ...], only: Collection[str] | None = None) -> tuple[Block, ...]:
    """What is off its plan and what is done about it: late items, others of which a deviation is recorded, and what
    leads told of deviations in their reports; of the packages *only* (None: all)."""
    items = content.items()
    found = late_items(content)
    found += [items[code] for code in content.deviations
              if code in items and items[code] not in found and items[code].state in ("open", "started")]  # fmt: skip
    reports = content.lead_reports()
    told_by_leads = {one.code: reports[one.code].deviations or "" for one in content.packages
                     if one.code in reports and reports[one.code].handed_in}  # fmt: skip
    silent = Counter(one.package for one in found if one.code not in content.deviations)
    rows = []
    for item in found:
        # what a lead wrote is the reason of an item where it can be of no other
        alone = silent[item.package] == 1 and item.code not in content.deviations
        reason = told_by_leads.pop(item.package, "") if alone else ""
        rows.append((item.package, _deviation(content, item, asked, reason)))
    rows += [(code, _told_deviation(content, code, text, asked)) for code, text in told_by_leads.items() if text]
    shown = tuple(row for package, row in rows if only is None or package in only)
    if not shown:
        return ()
    names = ("item", "item_due", "cause", "remedy", "responsible", "new_due")
    heads = tuple(Column(one, t(f"export.head_{one}")) for one in names)
    return (Table("deviations", t("export.caption_deviations"), heads, shown),)


def _deviation(content: Content, item: Item, asked: tuple[Request, ...], told_reason: str) -> tuple[Cell, ...]:
    """A row of an item; *told_reason* is what its lead wrote, "" for nothing."""
    found = content.deviations.get(item.code)
    title = item_title(item)
    if item.units is not None and item.units_done is not None:
        title = f"{title} {of_text(item.units_done, item.units)}"
    owner = found.responsible if found and found.responsible else content.short(item.owner) if item.owner else None
    reason = found.reason if found else told_reason or t("export.no_reason")
    due = Cell(quarter_text(item.last, content.quarter), None if item.last is None else quarters.code(item.last),
               figure(content.quarter, "item", item.code, "due"))  # fmt: skip
    request = next((place for place, one in enumerate(asked, 1) if item.code == one.item), None)
    if request is None and (found is None or found.decided is None):
        request = _request_of(item.package, asked)
    owner = owner or _leads(content, item.package)
    return (text_cell(title), due, text_cell(reason), text_cell((found and found.remedy) or DASH), text_cell(owner),
            text_cell(_new_due(content, found, request)))  # fmt: skip


def _told_deviation(content: Content, package: str, text: str, asked: tuple[Request, ...]) -> tuple[Cell, ...]:
    """A row of what a lead wrote about deviations of a package."""
    new_due = _new_due(content, None, _request_of(package, asked))
    return (text_cell(f"{package} {content.package(package).title}"), Cell(DASH), text_cell(text), text_cell(DASH),
            text_cell(_leads(content, package)), text_cell(new_due))  # fmt: skip


def _request_of(package: str, asked: tuple[Request, ...]) -> int | None:
    """The number of what the lead of a package asks for; None where it asks for nothing."""
    return next((place for place, one in enumerate(asked, 1) if one.package == package), None)


def _leads(content: Content, package: str) -> str:
    standing = content.standing(package)
    return ", ".join(content.short(name) for name in standing.leads) if standing and standing.leads else DASH


def _new_due(content: Content, found: Deviation | None, request: int | None) -> str:
    """The new quarter of a late item: with the decision that it rests on, or with the number of the request for it."""
    due = quarter_text(found.new_quarter if found else None, content.quarter)
    if request is not None and (found is None or found.new_quarter is None):
        return t("export.requested_some", number=request)
    if found and found.decided:
        body = found.decided.body or t("export.steering_group")
        return t("export.decided", due=due, body=body, day=date(found.decided.on), paragraph=found.decided.paragraph)
    return due if request is None else t("export.requested", due=due, number=request)


def obligations(content: Content, earlier: Content | None) -> tuple[Block, ...]:
    """What organisations owe: how many have done it, and how many more than at the end of the quarter before."""
    found = [one for one in content.obligations() if one.of]
    if not found:
        return ()
    before = {one.code: _before(content, earlier, one.code) for one in found}
    compared = any(count is not None for count in before.values()) and content.previous is not None
    kinds = {"obligation": "text", "obligation_done": "count", "share": "share"}
    heads = [Column(name, t(f"export.head_{name}"), kind) for name, kind in kinds.items()]
    if compared and content.previous is not None:
        heads.append(Column("change", t("export.head_change", quarter=quarters.short(content.previous)), "count"))
    rows = []
    for one in found:
        id = figure(content.quarter, "obligation", one.code)
        row = [text_cell(one.title), of_cell(one.done, one.of, id), share_cell(one.share, f"{id}/share")]
        if compared:
            old = before[one.code]
            row.append(Cell(DASH) if old is None else Cell(signed(one.done - old), one.done - old, f"{id}/change"))
        rows.append(tuple(row))
    return (Table("obligations", t("export.caption_obligations"), tuple(heads), tuple(rows)),)


def reach(content: Content) -> tuple[Block, ...]:
    """Events and whom they reached, in the quarter and since the beginning; its seminars."""
    found = content.reach()
    if found is None or not (found.held or found.so_far.contacts):
        return ()
    known, _ = content.network()
    quarter = content.quarter
    held = sum(one.held for one in map(content.reach, content.span) if one is not None)
    own, total = found.own, found.so_far

    def row(name: str, now: Cell, since: Cell) -> tuple[Cell, ...]:
        return text_cell(t(f"export.reach_{name}")), now, since

    def counts(name: str, now: int, since: int) -> tuple[Cell, ...]:
        return row(name, count_cell(now, figure(quarter, "reach", name)),
                   count_cell(since, figure(quarter, "reach_total", name)))  # fmt: skip

    def bounds(low: int | None, high: int | None, scope: str) -> Cell:
        return Cell(range_text(low, high), low, figure(quarter, scope, "persons"))

    rows = [
        counts("events", found.held, held),
        counts("contacts", own.contacts, total.contacts),
        row("persons", bounds(*own.persons, "reach"), bounds(*total.persons, "reach_total")),
        row("network", of_cell(own.network, known, figure(quarter, "reach", "network")),
            of_cell(total.network, known, figure(quarter, "reach_total", "network"))),
        counts("outside", own.outside, total.outside),
        row("first_time", count_cell(found.first_network, figure(quarter, "reach", "first_time")), Cell(DASH)),
    ]  # fmt: skip
    heads = (Column("figure", t("export.head_figure")), Column("quarter", quarters.short(quarter), "count"),
             Column("total", t("export.head_since_start"), "count"))  # fmt: skip
    blocks: list[Block] = [
        Table("reach", t("export.caption_reach", quarter=quarters.label(quarter)), heads, tuple(rows))
    ]
    blocks += [Paragraph((*_seminar(one, quarter), *_feedback(content, one))) for one in content.events(quarter)
               if one.held and one.persons and one.kind in ("seminar", "kickoff")]  # fmt: skip
    return tuple(blocks)


def _seminar(event: Event, quarter: int) -> Text:
    """How many were at an event, and from where."""
    name = strong(f"{event.title} {date((event.start or '')[:10], year=False)}")
    persons = Run(number(event.persons or 0), figure=figure(quarter, "event", event.code, "persons"),
                  value=event.persons)  # fmt: skip
    text = told("export.seminar", name=name, n=event.persons or 0, persons=persons)
    if event.organisations is None:
        return (*text, Run("."))
    if event.outside is None:
        count = Run(number(event.organisations), figure=figure(quarter, "event", event.code, "organisations"),
                    value=event.organisations)  # fmt: skip
        return (*text, *told("export.seminar_organisations", n=event.organisations, count=count))
    inside = event.organisations - event.outside
    network = Run(number(inside), figure=figure(quarter, "event", event.code, "network"), value=inside)
    outside = Run(number(event.outside), figure=figure(quarter, "event", event.code, "outside"), value=event.outside)
    return (*text, *told("export.seminar_network", n=inside, network=network),
            *told("export.seminar_outside", n=event.outside, outside=outside))  # fmt: skip


def _feedback(content: Content, event: Event) -> Text:
    """How many of those invited (else of those present) gave feedback on an event, and the share of the two highest
    marks of its first question; nothing where there is none or it may not be told."""
    wave = next((one for one in content.surveys() if one.event == event.code and one.complete), None)
    asked_of = wave and (wave.invited or event.persons)
    if wave is None or not asked_of:
        return ()
    id = figure(content.quarter, "survey", wave.survey, wave.wave, "rate")
    given = Run(number(wave.complete), figure=id, value=wave.complete)
    rate = share_text(Fraction(wave.complete, asked_of))
    asked = next((one for one in wave.questions if one.type == "likert" and one.share is not None), None)
    if asked is None or asked.share is None:
        return (Run(" "), *told("export.feedback", n=wave.complete, given=given, rate=rate))
    top = Run(share_text(asked.share), figure=figure(content.quarter, "survey", wave.survey, wave.wave, asked.key),
              value=float(asked.share))  # fmt: skip
    scale = len(asked.distribution or ())
    code = "export.feedback_marks" if asked.interval is not None and scale else "export.feedback_share"
    low, high = asked.interval or (asked.share, asked.share)
    return (Run(" "), *told(code, n=wave.complete, given=given, rate=rate, share=top, low=scale - 1,
                            high=scale, least=points(low), most=share_text(high)))  # fmt: skip


def reach_chart(content: Content) -> Chart | None:
    """Organisations of the network at events, quarter by quarter; None for a project of one quarter."""
    found = [one for one in map(content.reach, content.span) if one is not None]
    if len(found) < 2:
        return None
    own, total = [one.own.network for one in found], [one.so_far.network for one in found]
    return Chart(
        "reach", t("export.chart_reach"), "columns", "count", tuple(quarters.label(one.quarter) for one in found),
        (Series(t("export.series_quarter"), tuple(map(float, own))),
         Series(t("export.series_since_start"), tuple(map(float, total)))),
        t("export.chart_reach_told", first=quarters.label(found[0].quarter), last=quarters.label(found[-1].quarter),
          low=number(total[0]), high=number(total[-1])),
    )  # fmt: skip


def coming(content: Content) -> tuple[Block, ...]:
    """The next quarter: what the leads say of it or what falls due in it, days not yet named, and what is at risk."""
    after = content.quarter + 1
    if after > quarters.of_date(content.project.end):
        return ()
    reports = content.lead_reports()
    lines: list[Text] = []
    for package in content.packages:
        report = reports.get(package.code)
        if report is not None and report.next and report.handed_in:
            lines.append(told("export.next_package", package=package.code, text=report.next))
        elif titles := _due_in(content, package.code, after):
            more = len(titles) - MOST_TITLES
            text = ", ".join(titles[:MOST_TITLES])
            if more > 0:
                text = t("export.next_more", titles=text, n=more)
            lines.append(told("export.next_package", package=package.code, text=text))
    first, last = quarters.dates(after, content.project.start, content.project.end)
    told_already = days_to_know(content)
    days = [f"{one.title} {date(one.on, year=False)}" for one in content.deadlines
            if first <= one.on <= last and not one.done_on and one not in told_already]  # fmt: skip
    if days:
        lines.append(told("export.next_days", days=", ".join(days)))
    risk = next((one for one in content.obligations() if one.due and one.due <= last and one.done < one.of), None)
    if risk is not None:
        missing = Run(number(risk.of - risk.done), figure=figure(content.quarter, "obligation", risk.code, "missing"),
                      value=risk.of - risk.done)  # fmt: skip
        lines.append(told("export.next_risk", n=risk.of - risk.done, count=missing, title=risk.title,
                          due=date(risk.due or "")))  # fmt: skip
    return (Items(tuple(lines)),) if lines else ()


def _due_in(content: Content, package: str, quarter: int) -> list[str]:
    """Titles of a package's outputs that fall due in *quarter* and are not done; where there is none, its actions."""
    items = [one for one in content.items().values()
             if one.package == package and one.last == quarter and one.state in ("open", "started")]  # fmt: skip
    outputs = [one.title for one in items if one.kind == "output"]
    return outputs or [one.title for one in items]


def notes(content: Content) -> tuple[Text, ...]:
    """What the small print says of the figures of this report."""
    out = [told("export.small_progress")]
    reach = content.reach()
    if reach is not None and reach.so_far.contacts > reach.so_far.identified:
        unknown = 1 - reach.so_far.identified / reach.so_far.contacts
        out.append(told("export.small_bounds", share=percent(unknown)))
    return tuple(out)
