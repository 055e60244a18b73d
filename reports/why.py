"""What a figure of a report rests on: its value, its rule, the rows behind it, and what was left out and why.

A figure is named by its id (docs/figures.md). Everything is read in the snapshot that the report was made of.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from core import quarter as quarters
from core.display import safe
from core.errors import EtappiError
from locales import language, t
from locales.formats import date, number, timing
from reports.content import Content
from reports.document import Block, Cell, Column, Document, Heading, Items, Paragraph, Table, Text
from reports.itemtable import STATES
from reports.pieces import (
    DASH,
    count_cell,
    of_text,
    plain,
    range_text,
    reason_text,
    share_cell,
    share_text,
    small_print,
    status_cell,
    status_text,
    strong,
    text_cell,
    told,
)
from reports.records import Event, Item

STATUSES = ("on_schedule", "watch", "action_needed", "not_started", "no_data", "continuous")
PROJECT_FIGURES = (*STATUSES, "due", "due_done", "late", "network")
PACKAGE_FIGURES = ("done", "planned", "due", "status")
REACH_FIGURES = ("events", "contacts", "persons", "network", "outside", "first_time")
Found = tuple[str, str, list[Block]]
"""A figure's value as text, its rule (core.rules), and the blocks that tell what it rests on."""


def build(content: Content, id: str) -> Document:
    """What the figure *id* rests on. EtappiError for an id that the content has no figure of."""
    code, _, rest = id.strip().partition("/")
    scope, _, names = rest.partition("/")
    quarter = quarter_of(code)
    if quarter is None or not names:
        raise EtappiError("why.no_id", id=id)
    if quarters.code(quarter) not in content.raw["figures"]:
        raise EtappiError("why.no_quarter", id=id, quarter=quarters.label(quarter))
    looked = Content(content.raw, content.name, quarter)
    try:
        value, rule, blocks = _found(looked, scope, tuple(names.split("/")))
    except (KeyError, IndexError, ValueError) as error:
        raise EtappiError("why.unknown", id=id) from error
    versions: Mapping[str, int] = looked.raw["rules"]
    lead = (
        told("why.value", value=strong(value)),
        told("why.rule", rule=t(f"why.rule_{rule}"), name=rule, version=versions.get(rule, 1)),
    )
    return Document(
        code="why", title=safe(id.strip()), language=language(), lead=lead, blocks=tuple(blocks),
        footer=small_print(looked), project=looked.project.code, quarter=looked.code, as_of=looked.as_of,
        snapshot=looked.name, sha256=looked.sha256,
    )  # fmt: skip


def quarter_of(text: str) -> int | None:
    """The quarter that an id begins with; None where it begins with none."""
    try:
        return quarters.parse(text)
    except ValueError:
        return None


def _found(content: Content, scope: str, names: tuple[str, ...]) -> Found:
    if scope == "project":
        return _of_project(content, names[0])
    if scope in ("reach", "reach_total"):
        return _of_reach(content, names[0], total=scope == "reach_total")
    if scope == "obligation":
        return _of_obligation(content, names)
    if scope == "event":
        return _of_event(content, *names)
    if scope == "item":
        return _of_item(content, names[0], names[1])
    if scope == "indicator":
        return _of_indicator(content, names)
    if scope == "survey":
        return _of_survey(content, "/".join(names[:2]), names[2:])
    return _of_package(content, scope, names[0])


def _of_project(content: Content, name: str) -> Found:
    project = content.figures()["project"]
    if name not in PROJECT_FIGURES:
        raise KeyError(name)
    if name in STATUSES:
        codes = [one.code for one in content.packages
                 if (found := content.standing(one.code)) is not None and found.status == name]  # fmt: skip
        return number(project["statuses"].get(name, 0)), "status", [_packages(content, codes)]
    if name == "network":
        known, expected = content.network()
        names = [text_cell(one.name) for one in content.organisations() if one.network]
        table = Table("organisations", t("why.network"), (Column("name", t("why.head_organisation")),),
                      tuple((one,) for one in names))  # fmt: skip
        return of_text(known, expected), "roles", [table]
    items = content.items()
    late = {code for one in content.packages if (found := content.standing(one.code)) is not None
            for code, _ in found.late}  # fmt: skip
    if name == "late":
        return number(project["late"]), "progress", [_items([items[code] for code in sorted(late)])]
    due = [one for one in items.values() if one.last == content.quarter and one.state is not None
           and one.state not in ("cancelled", "continuous")]  # fmt: skip
    done, of = project["due"]
    shown = due if name == "due" else [one for one in due if one.state == "done"]
    return number(of if name == "due" else done), "progress", [_items(shown), *_left_out(items)]


def _of_package(content: Content, code: str, name: str) -> Found:
    standing = content.standing(code)
    if standing is None or name not in PACKAGE_FIGURES:
        raise KeyError(code)
    below = content.below(code)
    items = {key: one for key, one in content.items().items() if one.package in below and one.state is not None}
    if name == "status":
        reason = reason_text(content, standing)
        blocks: list[Block] = [Paragraph(plain(f"{reason}."))] if reason else []
        return status_text(standing.status), "status", [*blocks, _packages(content, [code])]
    if name == "due":
        due = [one for one in items.values() if one.last == content.quarter
               and one.state not in ("cancelled", "continuous")]  # fmt: skip
        return of_text(standing.due_done, standing.due_of), "progress", [_items(due)]
    counted = [one for one in items.values() if one.state not in ("cancelled", "continuous")]
    sums: Text = told(
        "why.sum_done" if name == "done" else "why.sum_planned",
        part=_weight(sum((_part(one, name) for one in counted), Fraction())),
        whole=_weight(sum((_of(one) for one in counted), Fraction())),
    )
    value = share_text(standing.done if name == "done" else standing.planned)
    return value, "progress", [_weighed(counted, name), Paragraph(sums), *_left_out(items)]


def _of(item: Item) -> Fraction:
    return Fraction(repr(item.weight))


def _part(item: Item, name: str) -> Fraction:
    share = item.earned if name == "done" else item.planned
    return _of(item) * share if share is not None else Fraction()


def _weight(value: Fraction) -> str:
    """A sum of weights as people write it, to two decimals."""
    rounded = round(float(value), 2)
    text = f"{rounded:.2f}".rstrip("0").rstrip(".")
    return text if language() == "en" else text.replace(".", ",")


def _weighed(items: Iterable[Item], name: str) -> Table:
    """Items with their weight, their share and what it adds."""
    heads = (Column("item", t("exportmore.head_item")), Column("timing", t("exportmore.head_timing")),
             Column("weight", t("why.head_weight"), "number"),
             Column("share", t("why.head_earned" if name == "done" else "why.head_planned"), "share"),
             Column("part", t("why.head_part"), "number"))  # fmt: skip
    rows = tuple(
        (text_cell(f"{one.code} {one.title}"), text_cell(timing(one.first, one.last)),
         Cell(_weight(_of(one)), one.weight), share_cell(one.earned if name == "done" else one.planned),
         Cell(_weight(_part(one, name)), float(_part(one, name))))
        for one in items
    )  # fmt: skip
    return Table("items", t("why.rests_on_items"), heads, rows)


def _items(items: Iterable[Item]) -> Table:
    heads = (Column("item", t("exportmore.head_item")), Column("package", t("export.head_package")),
             Column("timing", t("exportmore.head_timing")),
             Column("state", t("exportmore.head_state")),
             Column("units", t("exportmore.head_units"), "count"))  # fmt: skip
    rows = tuple(
        (text_cell(f"{one.code} {one.title}"), text_cell(one.package), text_cell(timing(one.first, one.last)),
         text_cell(_state(one)),
         Cell("") if one.units is None else Cell(of_text(one.units_done or 0, one.units), one.units_done, of=one.units))
        for one in items
    )  # fmt: skip
    return Table("items", t("why.rests_on_items"), heads, rows)


def _state(item: Item) -> str:
    return t(f"work.state_{STATES.get(item.state or '', 'not_started')}")


def _left_out(items: Mapping[str, Item]) -> list[Block]:
    """Continuous work and what was cancelled are in no sum."""
    found = [told("why.left_out_item", item=f"{one.code} {one.title}", state=_state(one))
             for one in items.values() if one.state in ("cancelled", "continuous")]  # fmt: skip
    return _left(found)


def _left(found: list[Text]) -> list[Block]:
    return [Heading(t("why.left_out")), Items(tuple(found))] if found else []


def _packages(content: Content, codes: Iterable[str]) -> Table:
    heads = (Column("package", t("export.head_package")), Column("done", t("export.series_done"), "share"),
             Column("planned", t("export.series_planned"), "share"), Column("due", t("export.head_due"), "count"),
             Column("late", t("why.head_late"), "count"), Column("status", t("export.head_status"), "status"),
             Column("reason", t("export.head_reason")))  # fmt: skip
    rows = []
    for code in codes:
        one = content.standing(code)
        if one is not None:
            rows.append((text_cell(f"{code} {content.package(code).title}"), share_cell(one.done),
                         share_cell(one.planned), Cell(of_text(one.due_done, one.due_of), one.due_done, of=one.due_of),
                         count_cell(len(one.late)), status_cell(one.status),
                         text_cell(reason_text(content, one) or DASH)))  # fmt: skip
    return Table("packages", t("why.rests_on_packages"), heads, tuple(rows))


def _of_reach(content: Content, name: str, *, total: bool) -> Found:
    reach = content.reach()
    if reach is None or name not in REACH_FIGURES:
        raise KeyError(name)
    found = reach.so_far if total else reach.own
    known, _ = content.network()
    events = [one for one in content.events() if one.quarter is not None
              and (one.quarter <= content.quarter if total else one.quarter == content.quarter)]  # fmt: skip
    held = [one for one in events if one.held and not one.cancelled_on]
    values = {"events": number(len(held) if total else reach.held), "contacts": number(found.contacts),
              "persons": range_text(*found.persons), "network": of_text(found.network, known),
              "outside": number(found.outside), "first_time": number(reach.first_network)}  # fmt: skip
    blocks: list[Block] = [_events(held)]
    if name == "persons" and found.contacts:
        blocks.append(Paragraph(told("why.identified", share=share_text(Fraction(found.identified, found.contacts)),
                                     n=found.contacts - found.identified)))  # fmt: skip
    if found.unknown:
        blocks.append(Paragraph(told("why.unknown_organisation", n=found.unknown)))
    if name in ("network", "outside", "first_time"):
        blocks += _organisations_of_reach(content, name)
    left = [told("why.left_out_cancelled" if one.cancelled_on else "why.left_out_uncounted", event=_event_name(one))
            for one in events if one not in held]  # fmt: skip
    return values[name], "reach", [*blocks, *_left(left)]


def _organisations_of_reach(content: Content, name: str) -> list[Block]:
    """Organisations that were at an event by the quarter's end; of those that came first, the ones of this quarter."""
    found = [one for one in content.organisations() if one.events and one.network is (name != "outside")]
    if name == "first_time":
        found = [one for one in found if one.first == content.quarter]
    rows = tuple((text_cell(one.name), count_cell(one.events)) for one in found)
    heads = (Column("name", t("why.head_organisation")), Column("events", t("exportmore.head_held"), "count"))
    return [Table("organisations", t("why.organisations_so_far"), heads, rows)] if rows else []


def _event_name(one: Event) -> str:
    day = (one.start or "")[:10]
    return f"{one.code} {one.title}{f' {date(day)}' if day else ''}"


def _events(events: Iterable[Event]) -> Table:
    heads = (Column("event", t("exportmore.head_title")), Column("persons", t("exportmore.head_persons"), "count"),
             Column("organisations", t("exportmore.head_organisations"), "count"),
             Column("outside", t("exportmore.head_outside"), "count"))  # fmt: skip
    rows = tuple((text_cell(_event_name(one)), count_cell(one.persons), count_cell(one.organisations),
                  count_cell(one.outside)) for one in events)  # fmt: skip
    return Table("events", t("why.rests_on_events"), heads, rows)


def _of_event(content: Content, code: str, name: str) -> Found:
    one = next(event for event in content.events() if event.code == code)
    values = {"persons": one.persons, "organisations": one.organisations, "outside": one.outside,
              "network": None if one.organisations is None else one.organisations - (one.outside or 0)}  # fmt: skip
    value = values[name]
    return DASH if value is None else number(value), "reach", [_events([one])]


def _of_obligation(content: Content, names: tuple[str, ...]) -> Found:
    code = names[0]
    one = next((each for each in content.obligations() if each.code == code), None)
    if one is None:
        raise KeyError(code)
    states: dict[str, list[str]] = {}
    for organisation in content.organisations():
        state = organisation.obligations.get(code)
        if state is not None:
            states.setdefault(state, []).append(organisation.name)
    words = {state: t("obligation.untold_no_data" if state == "untold" else f"obligation.state_{state}")
             for state in states}  # fmt: skip
    rows = tuple((text_cell(words[state]), text_cell(name))
                 for state in sorted(states, key=_order) for name in states[state])  # fmt: skip
    heads = (Column("state", t("exportmore.head_state")), Column("name", t("why.head_organisation")))
    table = Table("organisations", safe(one.title), heads, rows)
    name = names[1] if len(names) > 1 else ""
    value = of_text(one.done, one.of)
    if name == "share":
        value = share_text(one.share)
    elif name == "missing":
        value = number(one.of - one.done)
    elif name == "change":
        before = next(each.done for each in content.obligations(content.quarter - 1) if each.code == code)
        value = t("why.difference", new=number(one.done), old=number(before))
    elif name:
        raise KeyError(name)
    left = [told("why.left_out_not_required", n=one.not_required)] if one.not_required else []
    return value, "obligations", [table, *_left(left)]


def _order(state: str) -> int:
    known = ("done", "in_work", "not_started", "untold", "not_required")
    return known.index(state) if state in known else len(known)


def _of_item(content: Content, code: str, name: str) -> Found:
    item = content.items()[code]
    value = {"due": quarters.label(item.last) if item.last is not None else DASH, "state": _state(item),
             "units": DASH if item.units is None else of_text(item.units_done or 0, item.units)}[name]  # fmt: skip
    return value, "progress", [_items([item])]


def _of_indicator(content: Content, names: tuple[str, ...]) -> Found:
    one = next(each for each in content.indicators()
               if (each.package, str(each.number)) == (names[0], names[1]))  # fmt: skip
    from reports.itemtable import indicator_table

    table = indicator_table(content, [one], package=True)
    value = table.rows[0][3 if names[2:] == ("attainment",) else 1].text
    source = told("why.counted", source=one.source or "") if one.counted else told("why.entered")
    return value, "indicators", [table, Paragraph(source)]


def _of_survey(content: Content, name: str, names: tuple[str, ...]) -> Found:
    row = dict(content.waves())[name]
    if names[0] in ("rate", "answers"):
        invited = row["invited"]
        lines = [told("why.survey_answers", complete=row["complete"], partial=row["partial"],
                      organisations=row["organisations"])]  # fmt: skip
        return of_text(row["complete"], invited), "surveys", [Items(tuple(lines))]
    question = next(one for key, one in row["questions"].items() if key.rsplit("/", 1)[0] == names[0])
    value = DASH if question["share"] is None else share_text(Fraction(*question["share"]))
    distribution = question["distribution"] or ()
    heads = (Column("point", t("why.head_point"), "count"), Column("count", "n", "count"))
    rows = tuple((count_cell(point), count_cell(count)) for point, count in enumerate(distribution, 1))
    blocks: list[Block] = [Paragraph(plain(question["text"]))]
    if rows:
        blocks.append(Table("distribution", safe(question["text"]), heads, rows))
    blocks.append(Paragraph(told("why.survey_n", n=question["n"], missing=question["missing"] or 0,
                                 dont_know=question["dont_know"] or 0)))  # fmt: skip
    return value, "surveys", blocks
