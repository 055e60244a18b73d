"""The page of one work package: how it is doing, what it has made, what holds it back, and what its lead says."""

from fractions import Fraction

from core import quarter as quarters
from core.errors import EtappiError
from core.roles import ROLES
from locales import language, t
from locales.formats import number
from reports import quarterparts as parts
from reports.content import Content
from reports.document import Block, Cell, Chart, Column, Document, Heading, Items, Paragraph, Series, Table, Text
from reports.eventparts import events_table
from reports.itemtable import indicator_table, items_table
from reports.packagetable import package_table
from reports.pieces import (
    figure,
    joined,
    lead_lines,
    plain,
    reason_text,
    share_cell,
    share_text,
    small_print,
    status_cell,
    status_text,
    strong,
    told,
)
from reports.quarter import earlier_of
from reports.records import Package, PackageFigures
from reports.registry import Options


def build(content: Content, options: Options) -> Document:
    """The page of the work package that *options* name, as it stood in the quarter looked at. EtappiError where none is
    named or the content has no figures of it."""
    if options.package is None:
        raise EtappiError("export.which_package", kind="workpackage")
    package = content.package(options.package)
    standing = content.standing(package.code)
    if standing is None:
        raise EtappiError("export.no_quarter", name=content.name or "", quarter=quarters.label(content.quarter))
    blocks: list[Block] = [Items(_brief(content, package, standing))]
    for name, found in (
        ("goal", (Paragraph(plain(package.goal)),) if package.goal else ()),
        ("below", _below(content, options, package)),
        ("items", _items(content, package, standing)),
        ("indicators", _indicators(content, package)),
        ("deviations", parts.deviations(content, (), content.below(package.code))),
        ("report", _report(content, package)),
        ("events", _events(content, package)),
        ("quarters", _quarters(content, package)),
    ):
        if found:
            blocks += [Heading(t(f"exportmore.section_{name}", quarter=quarters.label(content.quarter))), *found]
    return Document(
        code="workpackage", title=t("exportmore.title_workpackage", package=package.code, title=package.title,
                                    quarter=quarters.label(content.quarter)),
        language=language(), lead=lead_lines(content), blocks=tuple(blocks),
        footer=small_print(content, told("export.small_progress")), project=content.project.code,
        quarter=content.code, as_of=content.as_of, snapshot=content.name, sha256=content.sha256,
    )  # fmt: skip


def _brief(content: Content, package: Package, standing: PackageFigures) -> tuple[Text, ...]:
    """State and reason, done and planned, who leads, and how many take part in which role."""
    quarter = content.quarter
    state = strong(status_text(standing.status), figure(quarter, package.code, "status"), standing.status)
    reason = reason_text(content, standing)
    out: list[Text] = [told("exportmore.state_why" if reason else "exportmore.state", state=state, reason=reason)]
    if standing.planned is not None:
        done = strong(share_text(standing.done), figure(quarter, package.code, "done"),
                      None if standing.done is None else float(standing.done))  # fmt: skip
        out.append(told("exportmore.done_planned", done=done, planned=share_text(standing.planned)))
    if standing.leads:
        names = joined(list(standing.leads))
        out.append(told("exportmore.leads" if standing.confirmed else "exportmore.leads_unconfirmed", names=names))
    counts = [f"{t(f'exportmore.role_{role}')} {number(standing.roles[role])}" for role in ROLES
              if standing.roles.get(role)]  # fmt: skip
    if counts:
        out.append(told("exportmore.roles", n=standing.organisations, counts=", ".join(counts)))
    return tuple(out)


def _below(content: Content, options: Options, package: Package) -> tuple[Block, ...]:
    codes = content.below(package.code)
    return (package_table(content, earlier_of(content, options), only=codes[1:]),) if len(codes) > 1 else ()


def _items(content: Content, package: Package, standing: PackageFigures) -> tuple[Block, ...]:
    found = [one for one in content.items().values() if one.package == package.code and one.state is not None]
    return (items_table(content, found, dict(standing.late)),) if found else ()


def _indicators(content: Content, package: Package) -> tuple[Block, ...]:
    found = [one for one in content.indicators() if one.package == package.code]
    return (indicator_table(content, found, package=False),) if found else ()


def _report(content: Content, package: Package) -> tuple[Block, ...]:
    """What the lead wrote about the quarter, if it was handed in and not sent back."""
    report = content.lead_reports().get(package.code)
    if report is None or not report.handed_in:
        return ()
    return tuple(
        Paragraph(told("exportmore.lead_said", what=strong(t(f"exportmore.said_{name}")), text=text))
        for name, text in (("done", report.done), ("deviations", report.deviations), ("next", report.next),
                           ("decisions", report.decisions))
        if text
    )  # fmt: skip


def _events(content: Content, package: Package) -> tuple[Block, ...]:
    codes = content.below(package.code)
    found = [one for one in content.events(content.quarter) if not set(codes).isdisjoint(one.packages)]
    return (events_table(found),) if found else ()


def _quarters(content: Content, package: Package) -> tuple[Block, ...]:
    """Done and planned, quarter by quarter, as a table and a chart."""
    found = [(one, standing) for one in content.span if (standing := content.standing(package.code, one)) is not None
             and (standing.planned or standing.done)]  # fmt: skip
    if len(found) < 2:
        return ()
    heads = (Column("quarter", t("exportmore.head_quarter")), Column("done", t("export.series_done"), "share"),
             Column("planned", t("export.series_planned"), "share"),
             Column("status", t("export.head_status"), "status"))  # fmt: skip
    rows = tuple(
        (Cell(quarters.label(one), quarters.code(one)),
         share_cell(standing.done, figure(one, package.code, "done")),
         share_cell(standing.planned, figure(one, package.code, "planned")),
         status_cell(standing.status, figure(one, package.code, "status")))
        for one, standing in found
    )  # fmt: skip
    series = (Series(t("export.series_done"), tuple(_number(one.done) for _, one in found)),
              Series(t("export.series_planned"), tuple(_number(one.planned) for _, one in found)))  # fmt: skip
    title = t("exportmore.chart_quarters", package=package.code)
    words = t("exportmore.chart_quarters_told", first=quarters.label(found[0][0]), last=quarters.label(found[-1][0]),
              low=share_text(found[0][1].done), high=share_text(found[-1][1].done))  # fmt: skip
    chart = Chart("quarters", title, "line", "share", tuple(quarters.label(one) for one, _ in found), series, words)
    return (Table("quarters", title, heads, rows), chart)


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
