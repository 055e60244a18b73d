"""Tables of a package's items and of indicators, which the page of a work package and the final report share."""

from collections.abc import Iterable
from fractions import Fraction

from core import quarter as quarters
from locales import t
from locales.formats import decimal, number, timing
from reports.content import Content
from reports.document import Cell, Column, Table
from reports.pieces import DASH, figure, of_text, share_text, text_cell
from reports.records import Indicator, Item

STATES = {"open": "not_started", "started": "started", "done": "done", "cancelled": "cancelled",
          "continuous": "effort"}  # fmt: skip
"""The word of an item's state (catalogue ``work``)."""
ITEM_HEADS = ("item", "timing", "state", "units", "owner")
INDICATOR_HEADS = ("indicator", "value", "target", "attained")


def items_table(content: Content, items: Iterable[Item], late: dict[str, int]) -> Table:
    """Items with their time, state, units and owner; *late* says how many quarters late an item is."""
    rows = tuple(_item(content, one, late.get(one.code, 0)) for one in items)
    kinds = {"units": "count", "state": "status"}
    heads = tuple(Column(name, t(f"exportmore.head_{name}"), kinds.get(name, "text")) for name in ITEM_HEADS)
    return Table("items", t("exportmore.caption_items", quarter=quarters.label(content.quarter)), heads, rows)


def _item(content: Content, item: Item, late: int) -> tuple[Cell, ...]:
    state = ahead(content, item) or t(f"work.state_{STATES.get(item.state or '', 'not_started')}")
    if late and item.state in ("open", "started"):
        state = t("exportmore.late", n=late, state=state)
    id = figure(content.quarter, "item", item.code)
    units = Cell("")
    if item.units is not None:
        done = item.units_done or 0
        units = Cell(of_text(done, item.units), done, f"{id}/units", of=item.units)
    return (text_cell(item.title), text_cell(timing(item.first, item.last)), Cell(state, item.state, f"{id}/state"),
            units, text_cell(_responsible(content, item)))  # fmt: skip


def _responsible(content: Content, item: Item) -> str:
    """Who answers for an item: its own organisation, else the lead of its package."""
    standing = content.standing(item.package)
    names = [item.owner] if item.owner else list(standing.leads) if standing else []
    return ", ".join(map(content.short, names)) or DASH


def ahead(content: Content, item: Item) -> str | None:
    """The word for an item whose time has not come; None where it has, or where something was done all the same."""
    if item.state == "open" and item.first is not None and item.first > content.quarter:
        return t("work.state_ahead")
    return None


def indicator_table(content: Content, found: Iterable[Indicator], *, package: bool) -> Table:
    """Indicators with their value, target and how far they have come; with *package* also whose they are."""
    rows = []
    for one in found:
        title = f"{one.package} {one.title}" if package else one.title
        if one.unit:
            title = f"{title} ({one.unit})"
        id = figure(content.quarter, "indicator", one.package, str(one.number))
        reached = Cell(_attained(one), None if one.share is None else float(one.share), f"{id}/attainment")
        rows.append((text_cell(title), _value(one, id), Cell(_plain(one.target), one.target), reached))
    kinds = {"value": "number", "target": "number", "attained": "share"}
    heads = tuple(Column(name, t(f"exportmore.head_{name}"), kinds.get(name, "text")) for name in INDICATOR_HEADS)
    return Table("indicators", t("exportmore.caption_indicators", quarter=quarters.label(content.quarter)), heads,
                 tuple(rows))  # fmt: skip


def _value(one: Indicator, id: str) -> Cell:
    if one.level is not None:
        return text_cell(one.level)
    if one.value is None:
        return Cell(t("work.value_not_yet" if one.attainment == "not_yet" else "work.value_missing"), None, id)
    whole = one.value.denominator == 1
    return Cell(_plain(one.value), int(one.value) if whole else float(one.value), id)


def _plain(value: Fraction | float | None) -> str:
    """A number as people write it, without decimals where it is whole; – where there is none."""
    if value is None:
        return DASH
    return number(int(value)) if value == int(value) else decimal(float(value))


def _attained(one: Indicator) -> str:
    if one.attainment in ("met", "not_met"):
        return t(f"exportmore.{one.attainment}")
    if one.attainment == "no_target" and one.kind != "qualitative":
        return t("exportmore.no_target")
    if one.share is None:
        return DASH
    text = share_text(one.share)
    return t("exportmore.no_baseline", share=text) if one.attainment == "no_baseline" else text
