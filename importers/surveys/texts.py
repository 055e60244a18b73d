"""From bytes to grids, as the readers do; but a text may have answers of several lines in quotes,
or be the page of one answer.

A csv is first read by its quotes alone. Only where every record has as many cells as the first one is that how the file
was meant; where not, the guards of importers.readers.delimited tell an unclosed quote from an answer of several lines.
"""

import csv
import io
import re
from collections.abc import Sequence

from core.errors import EtappiError
from importers import detect
from importers.attendance import texts
from importers.limits import STANDARD, Limits
from importers.readers.delimited import DelimitedReader
from importers.readers.grid import Grid
from importers.readers.text import decode, encoding_findings, lines_of

SIGNS = ";,\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
HEADING = re.compile(r"\s*(#{1,6}\s*)?(\d{1,3})\. +(\S.*)")
_LABELLED = re.compile(r"\s*[^\t]{1,200}:\t")
_PAGE = 2
"""Numbered headings that a page of one answer has at least."""


def grids_of(content: bytes, file: str, limits: Limits = STANDARD) -> tuple[Grid, ...]:
    """The grids of a file; EtappiError with file and remedy where it cannot be read."""
    reader = detect.choose(content, file)
    if reader.name not in texts.TEXTS:
        return reader.read(content, file)
    try:
        text, encoding = decode(content)
    except UnicodeError as error:
        raise EtappiError("import.encoding", file=file) from error
    findings = encoding_findings(text, encoding, file)
    text = text.replace("\0", "")
    lines = lines_of(text)
    if len(lines) > limits.rows:
        raise EtappiError("import.too_many_rows", file=file, limit=limits.rows)
    plain = DelimitedReader(limits)
    if is_page(lines):
        rows = [plain.row(number, line.split("\t", 1), file) for number, line in enumerate(lines, 1)]
        return (Grid(file, tuple(rows), findings=findings),)
    found = _whole(text, lines)
    if found is None:
        return _unescaped(texts.grids_of(content, file, limits), plain)
    rows = [plain.row(number, cells, file) for number, cells in found]
    return (Grid(file, tuple(rows), findings=findings),)


def is_page(lines: Sequence[str]) -> bool:
    """True for lines with numbered headings, ``## 7. Title``; without the signs the numbers must grow and a line have a
    label with its value behind a TAB."""
    found = [match for line in lines if (match := HEADING.match(line))]
    if sum(1 for match in found if match[1]) >= _PAGE:
        return True
    numbers = [int(match[2]) for match in found]
    labelled = any(_LABELLED.match(line) for line in lines)
    return labelled and len(numbers) > _PAGE and numbers == sorted(set(numbers))


def _whole(text: str, lines: Sequence[str]) -> list[tuple[int, list[str]]] | None:
    """The records with the number of their first line, where one sign gives all of them the same number of cells; of
    several such signs the one that gives most cells."""
    named = _SEPARATOR_LINE.fullmatch(lines[0])
    best: list[tuple[int, list[str]]] | None = None
    for sign in named[1] if named else SIGNS:
        found = _records(text, sign, 1 if named else 0)
        if found and (best is None or _size(found) > _size(best)):
            best = found
    return best


def _size(records: Sequence[tuple[int, list[str]]]) -> int:
    """The cells of a table, without lines above it."""
    return sum(len(cells) for _, cells in records if len(cells) > 1)


def _records(text: str, sign: str, skipped: int) -> list[tuple[int, list[str]]] | None:
    """The records of a text that has one number of cells in all of them; lines above them may be one cell each."""
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=sign, strict=True)
    found: list[tuple[int, list[str]]] = []
    at, width = 0, 1
    try:
        for cells in reader:
            number, at = at + 1, reader.line_num
            if number > skipped and any(cell.strip() for cell in cells):
                found.append((number, cells))
                width = width if width > 1 else len(cells)
                if len(cells) != width:
                    return None
    except csv.Error:
        return None
    return found if len(found) > 1 and width > 1 else None


def _unescaped(grids: Sequence[Grid], plain: DelimitedReader) -> tuple[Grid, ...]:
    """The grids without the quote that an export puts before a formula."""
    return tuple(
        Grid(grid.file, tuple(plain.row(row.number, list(row.cells), grid.file) for row in grid.rows),
             separated=grid.separated, cut=grid.cut, findings=grid.findings)
        for grid in grids
    )  # fmt: skip
