"""The page of an event: its lists and counts, the organisations that were there, what waits, and its facts."""

from textual.content import Content

from core.events import EventPage, ListRow, PresentRow
from core.short_names import with_rest
from locales import t
from locales.formats import number
from tui.dialogs.box import Dialog
from tui.screens.events_lines import panel_lines
from tui.screens.events_words import of_packages, when
from tui.signs import Signs
from tui.text import content, hanging, measure
from tui.widgets.lines import heading

WIDTH = 72  # columns of text in a box
FACTS = 9


def event_page(page: EventPage, signs: Signs) -> Dialog:
    """Everything that is known of an event, but no person."""
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
    return Dialog(row.code, *out)


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
