"""Tables of events and of whom they reached, for the report on events, the page of a package and the final report."""

from collections.abc import Iterable

from core import quarter as quarters
from locales import t
from locales.formats import date, number
from reports.content import Content
from reports.document import Cell, Chart, Column, Series, Table
from reports.pieces import count_cell, figure, of_cell, range_text, text_cell
from reports.records import Event, QuarterReach

EVENT_HEADS = {"day": "date", "title": "text", "packages": "text", "kind": "text", "persons": "count",
               "organisations": "count", "outside": "count"}  # fmt: skip
REACH_HEADS = {"quarter": "text", "held": "count", "contacts": "count", "unique": "number", "network": "count",
               "first": "count", "network_so_far": "count", "persons_so_far": "number"}  # fmt: skip


def events_table(events: Iterable[Event]) -> Table:
    """Events with their day, packages, kind and counts; one that was cancelled says so instead."""
    rows = tuple(_event(one) for one in events)
    heads = tuple(Column(name, t(f"exportmore.head_{name}"), kind) for name, kind in EVENT_HEADS.items())
    return Table("events", t("exportmore.caption_events"), heads, rows)


def _event(one: Event) -> tuple[Cell, ...]:
    day = (one.start or "")[:10]
    title = t("exportmore.cancelled", title=one.title) if one.cancelled_on else one.title
    first = Cell(date(day), day) if day else Cell(t("exportmore.no_day"))
    quarter = one.quarter

    def count(value: int | None, name: str) -> Cell:
        if one.cancelled_on or not one.held or quarter is None:
            return Cell("")
        return count_cell(value, figure(quarter, "event", one.code, name))

    return (first, text_cell(title), text_cell(", ".join(one.packages)), text_cell(t(f"event.kind_{one.kind}")),
            count(one.persons, "persons"), count(one.organisations, "organisations"), count(one.outside, "outside"),
            )  # fmt: skip


def reach_table(content: Content) -> Table | None:
    """What events reached quarter by quarter and from the beginning; None where none was held."""
    found = [one for one in map(content.reach, content.span) if one is not None]
    if not any(one.held for one in found):
        return None
    heads = tuple(Column(name, t(f"exportmore.head_{name}"), kind) for name, kind in REACH_HEADS.items())
    return Table("reach", t("exportmore.caption_reach"), heads, tuple(_reach(content, one) for one in found))


def _reach(content: Content, one: QuarterReach) -> tuple[Cell, ...]:
    known, _ = content.network(one.quarter)
    own, total = one.own, one.so_far
    here, there = figure(one.quarter, "reach"), figure(one.quarter, "reach_total")
    return (
        Cell(quarters.label(one.quarter), quarters.code(one.quarter)), count_cell(one.held, f"{here}/events"),
        count_cell(own.contacts, f"{here}/contacts"), _persons(own.persons, f"{here}/persons"),
        of_cell(own.network, known, f"{here}/network"), count_cell(one.first_network, f"{here}/first_time"),
        of_cell(total.network, known, f"{there}/network"), _persons(total.persons, f"{there}/persons"),
    )  # fmt: skip


def _persons(bounds: tuple[int | None, int | None], id: str) -> Cell:
    low, high = bounds
    return Cell(range_text(low, high), low if low == high else None, id)


def contacts_chart(content: Content) -> Chart | None:
    """Attendances quarter by quarter; None for a project of one quarter or without events."""
    found = [one for one in map(content.reach, content.span) if one is not None]
    if len(found) < 2 or not any(one.own.contacts for one in found):
        return None
    most = max(found, key=lambda one: (one.own.contacts, -one.quarter))
    words = t("exportmore.chart_contacts_told", count=number(sum(one.own.contacts for one in found)),
              quarter=quarters.label(most.quarter), most=number(most.own.contacts))  # fmt: skip
    return Chart(
        "contacts", t("exportmore.chart_contacts"), "columns", "count",
        tuple(quarters.label(one.quarter) for one in found),
        (Series(t("exportmore.head_contacts"), tuple(float(one.own.contacts) for one in found)),), words,
    )  # fmt: skip


def by_package(content: Content, events: Iterable[Event]) -> tuple[Table, Chart] | None:
    """Events held and attendances of each package; an event of several packages counts for each of them. None where
    no event has a package."""
    held = [one for one in events if one.held and not one.cancelled_on]
    rows, names, values = [], [], []
    for package in content.packages:
        own = [one for one in held if package.code in one.packages]
        if not own:
            continue
        contacts = sum(one.persons or 0 for one in own)
        rows.append((text_cell(f"{package.code} {package.title}"), count_cell(len(own)), count_cell(contacts)))
        names.append(package.code)
        values.append(float(contacts))
    whole = [one for one in held if not one.packages]
    if whole:
        contacts = sum(one.persons or 0 for one in whole)
        rows.append((text_cell(t("exportmore.whole_project")), count_cell(len(whole)), count_cell(contacts)))
        names.append(t("exportmore.whole_project"))
        values.append(float(contacts))
    if not rows:
        return None
    heads = (Column("package", t("export.head_package")), Column("held", t("exportmore.head_held"), "count"),
             Column("contacts", t("exportmore.head_contacts"), "count"))  # fmt: skip
    title = t("exportmore.by_package")
    most = names[values.index(max(values))]
    chart = Chart("by_package", title, "bars", "count", tuple(names),
                  (Series(t("exportmore.head_contacts"), tuple(values)),),
                  t("exportmore.chart_by_package_told", package=most, most=number(int(max(values)))))  # fmt: skip
    return Table("by_package", title, heads, tuple(rows)), chart
