"""The tables of a report as csv, a file a table: for Excel as the language has it, and for programs.

UTF-8 with a mark, CRLF; ``;`` and a decimal comma in Finnish and Swedish, ``,`` and a point in English (reliability.md
R33). Numbers are the figures themselves: shares between 0 and 1, days as ISO dates. A part of a whole takes two
columns, since a program would take 5/12 for a date. What is not known is empty.
"""

import csv
import io

from core.display import safe
from core.formulas import defused
from locales import t
from reports.document import Cell, Document, Table

MARK = "\ufeff"
DIGITS = 6
"""Decimals of a share."""


def write(document: Document) -> dict[str, bytes]:
    """The tables of *document*, by their codes."""
    comma = document.language in ("fi", "sv")
    return {table.code: _table(table, comma) for table in document.tables()}


def _table(table: Table, comma: bool) -> bytes:
    wholes = [any(row[place].of is not None for row in table.rows) for place in range(len(table.columns))]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    heads: list[str] = []
    for column, parts in zip(table.columns, wholes, strict=True):
        heads += [column.title, f"{column.title} ({t('exportmore.of')})"] if parts else [column.title]
    writer.writerow([defused(safe(head)) for head in heads])
    for row in table.rows:
        cells: list[str] = []
        for cell, column, parts in zip(row, table.columns, wholes, strict=True):
            cells.append(_value(cell, comma) if column.right else _told(cell, column.kind))
            if parts:
                cells.append("" if cell.of is None else str(cell.of))
        writer.writerow(cells)
    return (MARK + out.getvalue()).encode()


def _value(cell: Cell, comma: bool) -> str:
    """A figure; where it has no one value (a range, a word) its text, and nothing where it is not known."""
    if isinstance(cell.value, float):
        text = f"{cell.value:.{DIGITS}f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if comma else text
    if isinstance(cell.value, int):
        return str(cell.value)
    return "" if cell.text == "\u2013" else defused(safe(cell.text))


def _told(cell: Cell, kind: str) -> str:
    if kind == "date":
        return str(cell.value or "")
    return defused(safe(cell.text))
