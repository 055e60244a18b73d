"""The table of work packages, which the quarter report and the status table share, and its chart."""

from collections.abc import Collection, Iterable

from core import quarter as quarters
from core.text import sort_key
from locales import t
from locales.formats import date
from reports.content import Content
from reports.document import Cell, Chart, Column, Series, Table, Text
from reports.pieces import (
    DASH,
    figure,
    listed,
    quarter_text,
    reason_text,
    share_cell,
    status_cell,
    text_cell,
    told,
)
from reports.records import Package, PackageFigures


def package_table(
    content: Content, earlier: Content | None, *, due: bool = False, only: Collection[str] | None = None
) -> Table:
    """Every package with its lead, done at the end of the quarter before (figures of *earlier*, None: left out), done
    and planned now, state and reason; with *due* also how many of the items due in the quarter are done; the
    packages *only* (None: all)."""
    quarter, before = content.quarter, content.previous if earlier is not None else None
    heads = [Column("package", t("export.head_package")), Column("lead", t("export.head_lead"))]
    if before is not None:
        heads.append(Column("before", quarter_text(before, quarter), "share"))
    heads += [Column("done", quarters.short(quarter), "share"), Column("planned", t("export.head_planned"), "share")]
    if due:
        heads.append(Column("due", t("export.head_due"), "count"))
    heads += [Column("status", t("export.head_status"), "status"), Column("reason", t("export.head_reason"))]
    rows = []
    for package in content.packages:
        found = content.standing(package.code)
        if found is None or (only is not None and package.code not in only):
            continue
        row = [text_cell(f"{package.code} {package.title}", package.depth), text_cell(_leads(content, found))]
        if before is not None and earlier is not None:
            row.append(_done(package, earlier.standing(package.code, before), before, quarter))
        row += [
            _done(package, found, quarter, quarter),
            share_cell(found.planned, figure(quarter, package.code, "planned")),
        ]
        if due:
            row.append(Cell(f"{found.due_done}/{found.due_of}" if found.due_of else DASH, found.due_done,
                            figure(quarter, package.code, "due"), of=found.due_of))  # fmt: skip
        row += [status_cell(found.status, figure(quarter, package.code, "status")),
                text_cell(reason_text(content, found))]  # fmt: skip
        rows.append(tuple(row))
    caption = t("export.caption_packages", quarter=quarters.label(quarter))
    return Table("packages", caption, tuple(heads), tuple(rows))


def names_note(content: Content, more: Iterable[str] = ()) -> tuple[Text, ...]:
    """The full names of the leads, and of *more* organisations, whose short names a report uses; nothing where each is
    called by its full name."""
    every = [name for one in content.packages if (found := content.standing(one.code)) is not None
             for name in found.leads]  # fmt: skip
    names = [
        f"{content.short(name)} = {name}" for name in dict.fromkeys((*every, *more)) if content.short(name) != name
    ]
    return (told("export.small_names", names="; ".join(sorted(names, key=sort_key))),) if names else ()


def _leads(content: Content, found: PackageFigures) -> str:
    names = ", ".join(content.short(name) for name in found.leads)
    if not names:
        return DASH
    return names if found.confirmed else t("export.unconfirmed", names=names)


def _done(package: Package, found: PackageFigures | None, quarter: int, shown: int) -> Cell:
    """What was done by the end of *quarter*; of a package that had not begun then, when it did (by the quarter *shown*)
    or does."""
    if package.first is not None and package.first > quarter and not (found and found.done):
        begins = "export.began" if package.first <= shown else "export.begins"
        return Cell(t(begins, quarter=quarter_text(package.first, shown)))
    if found is None:
        return Cell(DASH)
    return share_cell(found.done, figure(quarter, package.code, "done"))


def progress_chart(content: Content) -> Chart | None:
    """Done against planned, package by package; None where no package has a plan."""
    found = [(package, content.standing(package.code)) for package in content.packages]
    known = [(package, one) for package, one in found if one is not None and one.planned is not None]
    if not known:
        return None
    behind = [package.code for package, one in known if (one.done or 0) < (one.planned or 0)]
    quarter = quarters.label(content.quarter)
    if not content.ended:
        description = t("export.chart_progress_running", day=date(content.as_of))
    elif behind:
        description = t("export.chart_progress_behind", codes=listed(behind))
    else:
        description = t("export.chart_progress_all")
    return Chart(
        "progress", t("export.chart_progress", quarter=quarter), "bars", "share",
        tuple(package.code for package, _ in known),
        (Series(t("export.series_done"), tuple(None if one.done is None else float(one.done) for _, one in known)),
         Series(t("export.series_planned"),
                tuple(None if one.planned is None else float(one.planned) for _, one in known))),
        description,
    )  # fmt: skip
