"""The final report: goals and results, all quarters, indicators, outputs and their keepers, deviations, decisions."""

from core import quarter as quarters
from locales import language, t
from locales.formats import date
from reports import quarterparts as parts
from reports.content import Content
from reports.document import Block, Cell, Column, Document, Heading, Items, Table, Text
from reports.eventparts import contacts_chart, reach_table
from reports.itemtable import STATES, ahead, indicator_table
from reports.packagetable import package_table, progress_chart
from reports.pieces import DASH, figure, lead_lines, share_cell, small_print, strong, text_cell, told
from reports.registry import Options


def build(content: Content, _options: Options) -> Document:
    """The whole project to the end of the quarter looked at; before its last quarter it says that it is not final."""
    last = quarters.of_date(content.project.end)
    blocks: list[Block] = []
    if content.quarter < last:
        blocks.append(Items((told("exportmore.not_final", quarter=quarters.label(last)),)))
    blocks += [Heading(t("export.section_brief")), Items(parts.brief(content, None))]
    indicators = content.indicators()
    for name, found in (
        ("goals", _goals(content)),
        ("packages", tuple(one for one in (package_table(content, None), progress_chart(content)) if one)),
        ("quarters", _quarters(content)),
        ("indicators", (indicator_table(content, indicators, package=True),) if indicators else ()),
        ("outputs", _outputs(content)),
        ("deviations", parts.deviations(content, ())),
        ("decisions", _decisions(content)),
        ("obligations", parts.obligations(content, None)),
        ("reach", tuple(one for one in (reach_table(content), contacts_chart(content)) if one is not None)),
    ):
        if found:
            blocks += [Heading(t(f"exportmore.section_{name}", quarter=quarters.label(content.quarter))), *found]
    return Document(
        code="final", title=t("exportmore.title_final" if content.quarter >= last else "exportmore.title_final_draft"),
        language=language(), lead=lead_lines(content), blocks=tuple(blocks),
        footer=small_print(content, *parts.notes(content)), project=content.project.code, quarter=content.code,
        as_of=content.as_of, snapshot=content.name, sha256=content.sha256,
    )  # fmt: skip


def _goals(content: Content) -> tuple[Block, ...]:
    found: list[Text] = [
        told("exportmore.goal_result", goal=strong(one.title), result=one.result)
        if one.result
        else (strong(one.title),)
        for one in content.goals
    ]
    return (Items(tuple(found), ordered=True),) if found else ()


def _quarters(content: Content) -> tuple[Block, ...]:
    """What was done of each package at the end of each quarter."""
    if len(content.span) < 2:
        return ()
    heads = [Column("package", t("export.head_package"))]
    heads += [Column(quarters.code(one), quarters.label(one), "share") for one in content.span]
    rows = []
    for package in content.packages:
        cells = [text_cell(f"{package.code} {package.title}", package.depth)]
        for one in content.span:
            standing = content.standing(package.code, one)
            begun = package.first is None or package.first <= one
            id = figure(one, package.code, "done")
            cells.append(share_cell(standing.done, id) if standing is not None and begun else Cell(DASH, None, id))
        rows.append(tuple(cells))
    return (Table("quarters", t("exportmore.caption_quarters"), tuple(heads), tuple(rows)),)


def _outputs(content: Content) -> tuple[Block, ...]:
    """Every output with its state, where it is kept, and by whom after the project."""
    kept = {item: row for (item,), row in content.facts("output_record")}
    rows = []
    order = {one.code: place for place, one in enumerate(content.packages)}
    items = [one for one in content.items().values() if one.kind == "output" and one.state is not None]
    for item in sorted(items, key=lambda one: (order[one.package], one.position)):
        row = kept.get(item.code, {})
        state = ahead(content, item) or t(f"work.state_{STATES.get(item.state or '', 'not_started')}")
        review = row.get("review_on")
        rows.append((
            text_cell(f"{item.package} {item.title}"),
            Cell(state, item.state, figure(content.quarter, "item", item.code, "state")),
            text_cell(" · ".join(part for part in (row.get("edition"), row.get("link")) if part) or DASH),
            text_cell(row.get("keeper") or DASH), Cell(date(review), review) if review else Cell(DASH),
        ))  # fmt: skip
    if not rows:
        return ()
    kinds = {"state": "status", "review": "date"}
    heads = tuple(Column(name, t(f"exportmore.head_{name}"), kinds.get(name, "text"))
                  for name in ("output", "state", "link", "keeper", "review"))  # fmt: skip
    return (Table("outputs", t("exportmore.caption_outputs"), heads, tuple(rows)),)


def _decisions(content: Content) -> tuple[Block, ...]:
    rows = tuple(
        (Cell(date(one.on), one.on), text_cell(one.paragraph), text_cell(one.body or t("export.steering_group")),
         text_cell(one.text or DASH))
        for one in content.decisions
    )  # fmt: skip
    if not rows:
        return ()
    heads = (Column("day", t("exportmore.head_day"), "date"), Column("paragraph", t("exportmore.head_paragraph")),
             Column("body", t("exportmore.head_body")), Column("text", t("exportmore.head_decision")))  # fmt: skip
    return (Table("decisions", t("exportmore.caption_decisions"), heads, rows),)
