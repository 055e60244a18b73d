"""The page of an event: its lists and counts, the organisations that were there, what waits, and its facts."""

from collections.abc import Sequence

from textual.content import Content

from core.eventlog import EventAct
from core.events import EventPage, ListRow, PresentRow
from core.short_names import with_rest
from locales import t
from locales.formats import number
from tui.dialogs.box import Dialog
from tui.screens.events_lines import panel_lines
from tui.screens.events_words import of_packages, said, when
from tui.signs import Signs
from tui.text import content, hanging, measure
from tui.widgets.lines import heading
from tui.words import instant

WIDTH = 72  # columns of text in a box
FACTS = 9
NUMBERED = ("host_id",)
"""Fields that hold the number of a row, which tells a person nothing."""


def event_page(page: EventPage, acts: Sequence[EventAct], today: str, signs: Signs) -> Dialog:
    """Everything that is known of an event, but no person; *acts* is what was done to it, newest first."""
    row = page.row
    out = hanging(content(""), row.title, WIDTH)
    out = [content(line.plain, "bold") for line in out]
    out += [content(f"{when(row, signs)} {signs.dot} {of_packages(row)}"), *panel_lines(row, WIDTH, FACTS, signs)]
    if page.lists:
        out += [content(""), heading(t("eventscreen.lists"), WIDTH, signs)]
        for one in page.lists:
            out += hanging(content(" "), _list(one, signs), WIDTH)
    if page.present:
        known = sum(one.id is not None for one in page.present)
        out += [content(""), heading(t("eventscreen.organisations", n=known), WIDTH, signs)]
        out += _present(page.present)
    if page.waiting:
        out += [content(""), heading(t("eventscreen.waiting_names"), WIDTH, signs)]
        for name, count in page.waiting:
            out += hanging(content(f" {number(count):>5}  "), name, WIDTH)
    if acts:
        out += [content(""), heading(t("eventscreen.history"), WIDTH, signs)]
        out += history_lines(acts, today, WIDTH, signs)
    return Dialog(row.code, *out)


def history_lines(acts: Sequence[EventAct], today: str, width: int, signs: Signs) -> list[Content]:
    """Who did what, and when; what was taken back is said to be."""
    out: list[Content] = []
    for act in acts:
        told = f"{act.actor} {signs.dot} {act_told(act, signs)}"
        told += f" ({t('log.undone')})" if act.undone else ""
        out += hanging(content(f" {instant(act.at, today)}  ", "$muted"), told, width)
    return out


def act_told(act: EventAct, signs: Signs) -> str:
    """``laski: 28 henkilöä, 2 organisaatiota``, ``muutti: Alkaa 12.9.2024 → 13.9.2024``."""
    if act.kind == "undone":
        return t("eventscreen.act_undone", number=act.undo_of)
    told = t(f"eventscreen.act_{act.kind}")
    parts = [f"{t(f'tui.field_{one.field}')} {said(one.field, one.before, signs)} → "
             f"{said(one.field, one.after, signs)}" if one.field not in NUMBERED else t(f"tui.field_{one.field}")
             for one in act.changed]  # fmt: skip
    parts += [t("tui.field_packages")] if act.packages and act.kind == "changed" else []
    parts += [act.file] if act.file else []
    if act.persons is not None:
        parts.append(t("eventscreen.persons_there", n=2 if act.persons != 1 else 1, count=number(act.persons)))
    if act.organisations is not None:
        parts.append(t("eventscreen.organisations_there", n=2 if act.organisations != 1 else 1,
                       count=number(act.organisations)))  # fmt: skip
    parts += [act.why] if act.why and act.kind == "cancelled" else []
    return f"{told}: {', '.join(parts)}" if parts else told


def _list(one: ListRow, signs: Signs) -> str:
    parts = [t(f"eventscreen.list_{one.kind}")]
    parts += [t(f"eventscreen.mode_{one.mode}")] if one.mode else []
    if one.persons is not None:
        parts.append(t("eventscreen.persons_there", n=2 if one.persons != 1 else 1, count=number(one.persons)))
    if one.organisations is not None:
        parts.append(t("eventscreen.organisations_there", n=2 if one.organisations != 1 else 1,
                       count=number(one.organisations)))  # fmt: skip
    parts += [t("eventscreen.keyed", n=2 if one.keyed != 1 else 1, count=number(one.keyed))] if one.keyed else []
    parts += [one.file or t("eventscreen.typed_by", name=one.actor)]
    return f" {signs.dot} ".join(parts)


def _present(rows: tuple[PresentRow, ...]) -> list[Content]:
    out = []
    size = max(measure(_count(row)) for row in rows)
    for row in rows:
        name = with_rest(row.name, row.short or row.name) if row.name is not None else t("eventscreen.nobody_knows")
        outside = "" if row.network or row.name is None else f" ({t('eventscreen.is_outside')})"
        out += hanging(content(f" {_count(row):>{size}}  "), name + outside, WIDTH)
    return out


def _count(row: PresentRow) -> str:
    return "?" if row.persons is None else number(row.persons)
