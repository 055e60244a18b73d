"""The participants' matrix: who does what, how each organisation and work package is doing, and whom events reached.

It is made to be a workbook, a sheet a subject, but is a report like the others.
"""

from core import quarter as quarters
from core.roles import ROLES
from locales import language, t
from reports.content import Content
from reports.document import Block, Cell, Chart, Column, Document, Heading, Series, Table
from reports.eventparts import contacts_chart, events_table, reach_table
from reports.packagetable import package_table
from reports.pieces import DASH, count_cell, figure, lead_lines, share_cell, small_print, text_cell, told
from reports.quarterparts import reach_chart
from reports.records import Organisation
from reports.registry import Options


def build(content: Content, _options: Options) -> Document:
    """The matrix and what belongs to it, as of the quarter looked at."""
    blocks: list[Block] = [Heading(t("exportmore.sheet_roles")), _roles(content),
                           Heading(t("exportmore.sheet_organisations")), _organisations(content),
                           Heading(t("exportmore.section_packages")),
                           package_table(content, None, due=True)]  # fmt: skip
    progress = _progress(content)
    if progress is not None:
        blocks += [Heading(t("exportmore.section_quarters")), *progress]
    reach = reach_table(content)
    if reach is not None:
        events = [one for one in content.events() if one.quarter is None or one.quarter <= content.quarter]
        blocks += [Heading(t("exportmore.section_all_events")), events_table(events),
                   Heading(t("exportmore.section_reach")), reach]  # fmt: skip
        blocks += [one for one in (contacts_chart(content), reach_chart(content)) if one is not None]
    return Document(
        code="participants", title=t("exportmore.title_participants", quarter=quarters.label(content.quarter)),
        language=language(), lead=lead_lines(content), blocks=tuple(blocks),
        footer=small_print(content, told("exportmore.small_roles")), project=content.project.code,
        quarter=content.code, as_of=content.as_of, snapshot=content.name, sha256=content.sha256,
    )  # fmt: skip


def _roles(content: Content) -> Table:
    """Organisations of the network by packages; in each cell the letters of the roles, small while only interest."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for one in content.participations:
        letter = t(f"status.role_{one.role}")
        letter = letter if one.certainty == "confirmed" or one.role == "unknown" else letter.lower()
        found.setdefault((one.organisation, one.package), []).append((ROLES.index(one.role), letter))
    packages = [one for one in content.packages if any(package == one.code for _, package in found)]
    heads = (Column("organisation", t("why.head_organisation")), Column("short", t("exportmore.head_short")),
             *(Column(one.code, one.code) for one in packages),
             Column("packages", t("exportmore.head_packages"), "count"))  # fmt: skip
    rows = []
    for organisation in content.organisations():
        letters = {one.code: ", ".join(letter for _, letter in sorted(found.get((organisation.name, one.code), ())))
                   for one in packages}  # fmt: skip
        if organisation.network or any(letters.values()):
            rows.append((text_cell(organisation.name), text_cell(organisation.short),
                         *(text_cell(letters[one.code]) for one in packages),
                         count_cell(sum(map(bool, letters.values())))))  # fmt: skip
    return Table("roles", t("exportmore.caption_roles"), heads, tuple(rows))


def _organisations(content: Content) -> Table:
    """Every organisation: what is known of it (but not what is known of none), what it owes, how often it has been at
    events."""
    owed = content.obligations()
    known = [name for name in ("business_id", "region", "language")
             if any(getattr(one, name) for one in content.organisations())]  # fmt: skip
    heads = (Column("organisation", t("why.head_organisation")), Column("network", t("exportmore.head_in_network")),
             *(Column(name, t(f"exportmore.head_{name}")) for name in known),
             *(Column(one.code, one.title) for one in owed),
             Column("events", t("exportmore.head_held"), "count"),
             Column("first", t("exportmore.head_first_event")))  # fmt: skip
    rows = []
    for one in content.organisations():
        rows.append((
            text_cell(one.name), text_cell(t("exportmore.yes" if one.network else "exportmore.no")),
            *(text_cell(getattr(one, name) or DASH) for name in known),
            *(text_cell(_owes(one, each.code)) for each in owed), count_cell(one.events),
            text_cell(quarters.label(one.first) if one.first is not None else DASH),
        ))  # fmt: skip
    return Table("organisations", t("exportmore.caption_organisations"), heads, tuple(rows))


def _owes(one: Organisation, code: str) -> str:
    """The state of what an organisation owes; – where it does not owe it."""
    state = one.obligations.get(code)
    if state is None:
        return DASH
    return t("obligation.untold_no_data" if state == "untold" else f"obligation.state_{state}")


def _progress(content: Content) -> tuple[Table, Chart] | None:
    """Done and planned of every package at the ends of quarters, one row each, and done as a line a package."""
    if len(content.span) < 2:
        return None
    heads = (Column("package", t("export.head_package")), Column("quarter", t("exportmore.head_quarter")),
             Column("done", t("export.series_done"), "share"),
             Column("planned", t("export.series_planned"), "share"))  # fmt: skip
    rows, series = [], []
    for package in content.packages:
        values: list[float | None] = []
        for one in content.span:
            standing = content.standing(package.code, one)
            begun = package.first is None or package.first <= one
            done = standing.done if standing is not None and begun else None
            values.append(None if done is None else float(done))
            if standing is not None and begun:
                rows.append((text_cell(package.code), Cell(quarters.label(one), quarters.code(one)),
                             share_cell(done, figure(one, package.code, "done")),
                             share_cell(standing.planned, figure(one, package.code, "planned"))))  # fmt: skip
        if package.depth == 0:
            series.append(Series(package.code, tuple(values)))
    title = t("exportmore.chart_by_quarter")
    chart = Chart("by_quarter", title, "line", "share", tuple(quarters.label(one) for one in content.span),
                  tuple(series), t("exportmore.chart_by_quarter_told", first=quarters.label(content.span[0]),
                                   last=quarters.label(content.span[-1])))  # fmt: skip
    return Table("progress", title, heads, tuple(rows)), chart
