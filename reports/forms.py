"""The form of a work package as an xlsx: what the lead knows of its items, and the texts of the quarter report.

Same form, same bytes. Only the cells in which something is to be typed are open; every text cell is a string that no
program takes for a formula (reliability.md R33). A hidden sheet remembers what was written (core.forms.marker).
"""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from core.forms import COLUMNS, LABELS, READY, STATES, Form, FormItem, Layout, choices, marker, step_code
from locales import formats, language, t
from locales.speaking import speaking

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {"code": 13, "title": 46, "timing": 15, "state": 30, "new_state": 15, "units_done": 8, "new_units": 11,
          "units": 10, "date": 12, "note": 46}  # fmt: skip
LABEL_WIDTH, TEXT_WIDTH = 34, 100
LINE, LINES = 15, (6, 27)
"""Points of a line, and the least and the most lines of a text's cell."""
A4 = 9
MARKER = "etappi"
"""The name of the hidden sheet."""
INPUT, HEAD, EDGE, FADED = "#FFF8DC", "#DCE6F1", "#BFBFBF", "#6E6E6E"


def form_bytes(form: Form) -> bytes:
    """*form* as a workbook in its language."""
    import xlsxwriter

    with speaking(form.language):
        layout = _layout()
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                         "strings_to_numbers": False})  # fmt: skip
        # the clock is no part of a form
        book.set_properties({"title": _title(form), "author": "Etappi", "created":
                             datetime.combine(date.fromisoformat(form.written), datetime.min.time(), UTC)})  # fmt: skip
        styles = _styles(book)
        _items(book.add_worksheet(layout.items), form, layout, styles)
        _report(book.add_worksheet(layout.report), form, layout, styles)
        hidden = book.add_worksheet(MARKER)
        for row, cells in enumerate(marker(form, layout)):
            for column, text in enumerate(cells):
                hidden.write_string(row, column, text, styles["text"])
        hidden.protect()
        hidden.very_hidden()
        book.close()
    return out.getvalue()


def _layout() -> Layout:
    return Layout(
        items=t("form.sheet_items"), report=t("form.sheet_report"),
        columns={name: t(f"form.column_{name}") for name in COLUMNS},
        labels={name: t(f"form.label_{name}") for name in LABELS},
        states={name: t(f"form.state_{name}") for name in STATES},
        ready={name: t(f"form.ready_{name}") for name in READY},
    )  # fmt: skip


def _title(form: Form) -> str:
    return t("form.title", quarter=formats.timing(form.quarter, form.quarter), package=form.package, title=form.title)


def _styles(book: "Workbook") -> "dict[str, Format]":
    """The formats by name; ``in_…`` are cells in which something is typed."""
    edge = {"border": 1, "border_color": EDGE, "valign": "top"}
    text: dict[str, Any] = {**edge, "text_wrap": True, "quote_prefix": True}
    typed: dict[str, Any] = {**edge, "locked": False, "bg_color": INPUT}
    english = language() == "en"
    made: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "quote_prefix": True}, "plain": {"quote_prefix": True},
        "text": text, "closed": {**text, "font_color": FADED}, "step": {**text, "indent": 1}, "number": {**edge},
        "head": {**text, "bold": True, "bg_color": HEAD}, "label": {**text, "bold": True},
        "in_text": {**typed, "text_wrap": True, "num_format": "@", "quote_prefix": True},
        "in_choice": {**typed, "quote_prefix": True}, "in_number": {**typed, "num_format": "0"},
        "in_date": {**typed, "num_format": "d mmm yyyy" if english else "d.m.yyyy", "align": "left"},
        "in_percent": {**typed, "num_format": "0%" if english else "0\u00a0%", "align": "left"},
    }  # fmt: skip
    return {name: book.add_format(values) for name, values in made.items()}


def _begin(sheet: "Worksheet", form: Form, styles: "Mapping[str, Format]", more: tuple[str, ...]) -> int:
    """What stands over both sheets: whose form it is and how it is filled in; the row after it."""
    leads = t("form.leads", leads="; ".join(form.leads)) if form.leads else t("form.no_lead")
    lines = (f"{form.project_name} ({form.project})", leads, t("form.return_by", date=formats.date(form.due)), *more)
    sheet.write_string(0, 0, _title(form), styles["title"])
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line, styles["plain"])
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    whose = f"{form.project} {form.package}".replace("&", "&&")
    sheet.set_footer(f"&L{whose}&R&P/&N")
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return len(lines) + 2


# The sheet of items


def _items(sheet: "Worksheet", form: Form, layout: Layout, styles: "Mapping[str, Format]") -> None:
    head = _begin(sheet, form, styles, (t("form.how_cells"), t("form.how_counted"), t("form.how_note")))
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDTHS[name])
        sheet.write_string(head, column, layout.columns[name], styles["head"])
    sheet.freeze_panes(head + 1, 2)
    sheet.repeat_rows(head)
    row = head + 1
    for item in form.items:
        _item(sheet, row, item, form, layout, styles)
        row += 1
        for step in item.steps:
            state = "accepted" if step.done_on else "not_started"
            told = (step_code(item.code, step.number), step.title, formats.timing(step.quarter, step.quarter),
                    _state(layout, state, step.done_on))  # fmt: skip
            given = () if step.done_on or item.state in ("accepted", "cancelled") else ("accepted",)
            _row(sheet, row, told, (None, None), styles, title="closed" if step.done_on else "step")
            _inputs(sheet, row, form, layout, styles, given, units=None)
            row += 1
    sheet.print_area(0, 0, max(row - 1, head), len(COLUMNS) - 1)


def _item(
    sheet: "Worksheet", row: int, item: FormItem, form: Form, layout: Layout, styles: "Mapping[str, Format]"
) -> None:
    closed = item.state in ("accepted", "cancelled")
    beside = [t("form.late")] if item.late else []
    beside += [t("form.counted")] if item.counted else []
    continuous = item.technique == "effort" and not closed
    state = t("form.continuous") if continuous else ", ".join([_state(layout, item.state, item.since), *beside])
    told = (item.code, item.title, formats.timing(item.first, item.last), state)
    _row(sheet, row, told, (item.units_done, item.units), styles, title="closed" if closed else "text")
    units = None if closed or item.counted else item.units
    _inputs(sheet, row, form, layout, styles, choices(item.technique, item.state), units)


def _state(layout: Layout, state: str, since: str | None) -> str:
    return f"{layout.states[state]} {formats.date(since)}" if since else layout.states[state]


def _row(
    sheet: "Worksheet", row: int, told: tuple[str, ...], units: tuple[int | None, int | None],
    styles: "Mapping[str, Format]", title: str,
) -> None:  # fmt: skip
    """What a row tells: code, title, timing and state, and units done and of how many."""
    lines = max(1 + (len(text) - 1) // WIDTHS[COLUMNS[column]] for column, text in enumerate(told))
    if lines > 1:  # a row of one line grows with what is typed; LibreOffice leaves others as high as they are told
        sheet.set_row(row, LINE * lines)
    for column, text in enumerate(told):
        sheet.write_string(row, column, text, styles[title if COLUMNS[column] == "title" else "text"])
    for name, value in zip(("units_done", "units"), units, strict=True):
        if value is None:
            sheet.write_blank(row, COLUMNS.index(name), None, styles["number"])
        else:
            sheet.write_number(row, COLUMNS.index(name), value, styles["number"])


def _inputs(
    sheet: "Worksheet", row: int, form: Form, layout: Layout, styles: "Mapping[str, Format]",
    states: tuple[str, ...], units: int | None,
) -> None:  # fmt: skip
    """The cells of a row in which something may be typed; those that may not stay closed."""
    at = {name: COLUMNS.index(name) for name in ("new_state", "new_units", "date", "note")}
    sheet.write_blank(row, at["new_state"], None, styles["in_choice" if states else "text"])
    sheet.write_blank(row, at["new_units"], None, styles["number" if units is None else "in_number"])
    sheet.write_blank(row, at["date"], None, styles["in_date" if states or units is not None else "text"])
    sheet.write_blank(row, at["note"], None, styles["in_text"])
    if states:
        sheet.data_validation(row, at["new_state"], row, at["new_state"], {
            "validate": "list", "source": [layout.states[one] for one in states],
            "error_title": t("form.wrong_title"), "error_message": t("form.wrong_choice"),
        })  # fmt: skip
    if units is not None:
        sheet.data_validation(row, at["new_units"], row, at["new_units"], {
            "validate": "integer", "criteria": "between", "minimum": 0, "maximum": units,
            "error_title": t("form.wrong_title"), "error_message": t("form.wrong_units", of=units),
        })  # fmt: skip
    if states or units is not None:
        _dated(sheet, row, at["date"], form)


def _dated(sheet: "Worksheet", row: int, column: int, form: Form) -> None:
    """A day outside the quarter is warned of, not refused: things are remembered late."""
    sheet.data_validation(row, column, row, column, {
        "validate": "date", "criteria": "between", "minimum": date.fromisoformat(form.first_day),
        "maximum": date.fromisoformat(form.last_day), "error_type": "warning", "error_title": t("form.wrong_title"),
        "error_message": t("form.wrong_date", first=formats.date(form.first_day), last=formats.date(form.last_day)),
    })  # fmt: skip


# The sheet of the report


def _report(sheet: "Worksheet", form: Form, layout: Layout, styles: "Mapping[str, Format]") -> None:
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    row = _begin(sheet, form, styles, (t("form.how_texts"), t("form.how_clear")))
    for name in LABELS:
        sheet.write_string(row, 0, layout.labels[name], styles["label"])
        if name == "ready":
            sheet.write_blank(row, 1, None, styles["in_choice"])
            sheet.data_validation(row, 1, row, 1, {
                "validate": "list", "source": [layout.ready[one] for one in READY],
                "error_title": t("form.wrong_title"), "error_message": t("form.wrong_choice"),
            })  # fmt: skip
        elif name == "form_date":
            sheet.write_blank(row, 1, None, styles["in_date"])
        elif name == "percent":
            _percent(sheet, row, form.percent, styles)
        else:
            _text(sheet, row, form.texts.get(name), styles)
        row += 1
    sheet.print_area(0, 0, row - 1, 1)


def _percent(sheet: "Worksheet", row: int, percent: float | None, styles: "Mapping[str, Format]") -> None:
    if percent is None:
        sheet.write_blank(row, 1, None, styles["in_percent"])
    else:
        sheet.write_number(row, 1, percent / 100, styles["in_percent"])
    sheet.data_validation(row, 1, row, 1, {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
        "error_title": t("form.wrong_title"), "error_message": t("form.wrong_percent"),
    })  # fmt: skip


def _text(sheet: "Worksheet", row: int, text: str | None, styles: "Mapping[str, Format]") -> None:
    least, most = LINES
    lines = sum(1 + len(line) // TEXT_WIDTH for line in (text or "").split("\n")) + 1
    sheet.set_row(row, LINE * min(max(lines, least), most))
    if text:
        sheet.write_string(row, 1, text, styles["in_text"])
    else:
        sheet.write_blank(row, 1, None, styles["in_text"])
