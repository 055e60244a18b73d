"""From bytes to grids: as the readers do, but a text may have tables of several widths, one below the other.

Reports of meetings are csv files whose blocks each have columns of their own, so nothing but the delimiter is the same
on all lines.
"""

import re

from core.errors import EtappiError
from importers import detect
from importers.limits import STANDARD, Limits
from importers.readers.delimited import columns, records
from importers.readers.grid import Grid, Row
from importers.readers.text import decode, encoding_findings, lines_of

TEXTS = ("text", "csv")
"""Readers whose files are texts."""
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<sign>.)"?', re.IGNORECASE)
_ENOUGH = {"\t": 1, ";": 1, ",": 2, "|": 1}
"""Delimiters in the order in which they are tried, and how many of them a line must have: names have a comma too."""


def grids_of(content: bytes, file: str, limits: Limits = STANDARD) -> tuple[Grid, ...]:
    """The grids of a file; EtappiError with file and remedy where it cannot be read."""
    reader = detect.choose(content, file)
    if reader.name not in TEXTS:
        return reader.read(content, file)
    try:
        text, encoding = decode(content)
    except UnicodeError as error:
        raise EtappiError("import.encoding", file=file) from error
    lines = lines_of(text.replace("\0", ""))
    named = _SEPARATOR_LINE.fullmatch(lines[0])
    start = 1 if named else 0
    sign = named["sign"] if named else _delimiter(lines)
    if sign is None:
        return reader.read(content, file)
    if len(lines) > limits.rows:
        raise EtappiError("import.too_many_rows", file=file, limit=limits.rows)
    rows = []
    for number, cells in records(lines, start, sign, columns(lines[start:], sign), file):
        if len(cells) > limits.columns:
            raise EtappiError("import.too_many_columns", file=file, row=number, limit=limits.columns)
        if any(len(cell) > limits.cell for cell in cells):
            raise EtappiError("import.cell_too_long", file=file, row=number, limit=limits.cell)
        rows.append(Row(number, tuple(cells)))
    return (Grid(file, tuple(rows), findings=encoding_findings(text, encoding, file)),)


def _delimiter(lines: list[str]) -> str | None:
    """The first sign that tells columns apart on two lines at least."""
    for sign, enough in _ENOUGH.items():
        having = 0
        for line in lines:
            plain = re.sub(r'"(?:[^"]|"")*"', "q", line) if '"' in line else line
            having += plain.count(sign) >= enough
            if having > 1:
                return sign
    return None
