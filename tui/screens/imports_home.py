"""The lists of the Import screen: imports with what they changed, and names that wait."""

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from core.records import BatchRow, WaitingRow
from locales import t
from locales.formats import date, number
from tui.screens.imports_draft import Draft
from tui.screens.network_words import letter
from tui.signs import Signs
from tui.text import cell, content, joined
from tui.widgets.columns import Column
from tui.widgets.rows import Row


def summary(imports: int, names: int, signs: Signs) -> Content:
    """How many imports there are, and how many names wait."""
    waits = content(t("tui.waiting_count", n=names), "$warning" if names else "")
    return joined(content(t("tui.imports_count", n=imports), "bold"), content(f" {signs.dot} "), waits)


def batch_columns() -> list[Column]:
    """Number, when, who, file, added, changed, and whether it is undone."""
    return [
        Column(t("tui.head_number"), 5, right=True), Column(t("tui.head_when"), 11),
        Column(t("tui.head_who"), 8), Column(t("tui.head_file"), 16, stretch=True),
        Column(t("tui.head_added"), 8, right=True), Column(t("tui.head_changed"), 8, right=True),
        Column(" ", 10),
    ]  # fmt: skip


def batch_rows(batches: Sequence[BatchRow], draft: Draft | None, signs: Signs) -> list[Row]:
    """A line for what is under way, and one for each import."""
    out: list[Row] = []
    if draft is not None:
        count = f"{t('tui.draft_now')} {draft.answered}/{len(draft.asked)}"
        out.append((cell(signs.dash), cell(count, "watch"), cell(""), cell(draft.file, "watch"), cell(""), cell(""),
                    cell(t("tui.draft_on"), "watch")))  # fmt: skip
    for row in batches:
        tone = "muted" if row.undone else ""
        file = t("tui.names_batch", file=row.file) if row.kind == "names" else row.file
        out.append((
            cell(str(row.number), tone), cell(_day(row.at), tone), cell(row.actor, tone), cell(file, tone),
            cell(number(row.added), tone), cell(number(row.changed), tone),
            cell(t("log.undone") if row.undone else "", tone),
        ))  # fmt: skip
    return out


def _day(at: str) -> str:
    """A UTC instant's day at this place."""
    try:
        return date(datetime.fromisoformat(at).astimezone().date().isoformat())
    except ValueError:
        return at


def waiting_columns() -> list[Column]:
    """Name, packages with roles, and the file."""
    return [Column("", 20, stretch=True), Column("", 26, gap=2), Column("", 20, order=1, gap=2)]


def waiting_rows(names: Sequence[tuple[str, tuple[WaitingRow, ...]]]) -> list[Row]:
    """A line for each name."""
    return [
        (cell(name), cell(", ".join(dict.fromkeys(_said(row) for row in rows)), "muted"),
         cell(", ".join(dict.fromkeys(row.file for row in rows)), "muted"))
        for name, rows in names
    ]  # fmt: skip


def _said(row: WaitingRow) -> str:
    return " ".join((row.workpackage or "", *(letter(role).lower() for role in row.roles))).strip()
