"""Pages of the Work packages screen: all that is known of a package, an item or an indicator."""

from textual.content import Content

from core import quarter as quarters
from core.board import Board, PackageStatus
from core.work import IndicatorRow, ItemRow, PackageDetail, QuarterRow
from locales import t
from locales.formats import date, decimal, percent, timing
from tui.dialogs.box import Dialog
from tui.dialogs.details import package_lines
from tui.screens.packages_lines import indicator_facts, item_facts
from tui.screens.packages_words import attained, ended, state
from tui.signs import Signs
from tui.text import content, fit, hanging, joined, measure

WIDTH = 72  # columns of text in a box
COLUMNS = ("planned", "done", "spi", "coverage", "reported", "report")


def package_page(board: Board, package: PackageDetail, status: PackageStatus, signs: Signs) -> Dialog:
    """A package: goal, status, roles, what it needs, and every quarter with SPI, coverage and what was reported."""
    out = hanging(content(""), package.goal, WIDTH) if package.goal else []
    out += [content("")] * bool(out) + package_lines(board, status, signs)
    if package.needs:
        out += hanging(content(t("work.needs") + "  ", "$muted"), ", ".join(package.needs), WIDTH)
    out += [content(""), *_quarters(package, signs)]
    for row in package.quarters:
        if row.reported_note:
            out += hanging(content(f"{quarters.label(row.quarter)}  ", "$muted"), row.reported_note, WIDTH)
        if row.locked_on:
            locked = t("work.locked_on", date=date(row.locked_on))
            out.append(joined(content(f"{quarters.label(row.quarter)}  ", "$muted"), content(locked)))
    return Dialog(package.code, *out)


def _quarters(package: PackageDetail, signs: Signs) -> list[Content]:
    """A line for each quarter that has figures."""
    heads = [t(f"work.column_{name}") for name in COLUMNS]
    known = [row for row in package.quarters if row.planned is not None or row.done is not None]
    rows = [_cells(row, signs) for row in known]
    wide = [max(measure(text) for text in texts) + 2 for texts in zip(heads, *rows, strict=True)]
    out = [content(" " * 8 + "".join(fit(head, size, right=True) for head, size in zip(heads, wide, strict=True)),
                   "$muted")]  # fmt: skip
    for row, cells in zip(known, rows, strict=True):
        text = "".join(fit(one, size, right=True) for one, size in zip(cells, wide, strict=True))
        style = "bold" if row.quarter == package.shown else ""
        out.append(content(fit(quarters.label(row.quarter), 8) + text, style))
    return out


def _cells(row: QuarterRow, signs: Signs) -> list[str]:
    coverage = f"{row.known}/{row.due}" if row.due else signs.dash
    return [
        percent(row.planned), percent(row.done), decimal(row.spi, 2) if row.spi is not None else signs.dash, coverage,
        (percent(row.reported) + (" !" if row.differs else "")) if row.reported is not None else signs.dash,
        t(f"work.report_{row.report}") if row.report else signs.dash,
    ]  # fmt: skip


def item_page(item: ItemRow, package: PackageDetail, board: Board, signs: Signs) -> Dialog:
    """An item: state and share done, quarters, all that `item_facts` tells."""
    figures = t("work.earned", earned=percent(item.earned), planned=percent(item.planned))
    lines = [
        content(item.title, "bold"),
        content(f"{t(f'work.kind_{item.kind}')} {signs.dot} {timing(item.first, item.last)} {signs.dot} "
                f"{state(item, package.shown, ended(board), signs)} {signs.dot} {figures}"),
        content(""),
    ]  # fmt: skip
    return Dialog(item.code, *lines, *item_facts(item, package.shown, WIDTH, signs))


def indicator_page(one: IndicatorRow, signs: Signs) -> Dialog:
    """An indicator: how far it has come, and every value."""
    share = attained(one)
    lines = [content(one.title, "bold"), *([content(t("work.attained", share=share))] if share else []), content("")]
    return Dialog(t("work.head_indicator"), *lines, *indicator_facts(one, WIDTH, signs))
