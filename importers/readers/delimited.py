"""Delimited text (csv, tsv): the delimiter by counting columns, quotes, physical line numbers."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from core.errors import EtappiError
from core.formulas import read_back
from importers.limits import STANDARD, Limits
from importers.readers.grid import Grid, Row
from importers.readers.text import decode, encoding_findings, is_text, lines_of

DELIMITERS = ";\t,|"
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<sign>.)"?', re.IGNORECASE)
_SAMPLE = 65_536
_SHARE = 0.9  # of the lines that must have as many columns as most
_MOST = 0.5  # that must be whole for others to be taken as rows that end early
_SURE, _CONSISTENT = 90, 70


class DelimitedReader:
    """Reader of csv and tsv. *limits* are those of importers.limits."""

    name = "csv"
    version = "1"

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits

    def score(self, content: bytes) -> int:
        """90 where Excel's first line names the delimiter, 70 where the lines have one number of columns, else 0."""
        if not is_text(content):
            return 0
        text, _ = decode(content[:_SAMPLE])
        lines = lines_of(text)
        if len(content) > _SAMPLE:
            lines = lines[:-1]
        if _SEPARATOR_LINE.fullmatch(lines[0] if lines else ""):
            return _SURE
        return _CONSISTENT if delimiter(lines) else 0

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """One grid; the number of a row is that of its first physical line.

        EtappiError: encoding, an unclosed quote (with its line), too many rows or columns, too long a cell.
        """
        try:
            text, encoding = decode(content)
        except UnicodeError as error:
            raise EtappiError("import.encoding", file=file) from error
        lines = lines_of(text)
        start = 0
        named = _SEPARATOR_LINE.fullmatch(lines[0])
        sign = named["sign"] if named else delimiter(lines)
        if named:
            start = 1
        if sign is None:
            raise EtappiError("import.no_delimiter", file=file)
        if len(lines) > self.limits.rows:
            raise EtappiError("import.too_many_rows", file=file, limit=self.limits.rows)
        width = columns(lines[start:], sign)
        rows = [self.row(number, cells, file) for number, cells in records(lines, start, sign, width, file)]
        cut = bool(lines[-1].strip()) and len(lines) > 1 and lines[-1].count(sign) < width - 1
        return (Grid(file, tuple(rows), cut=cut, findings=encoding_findings(text, encoding, file)),)

    def row(self, number: int, cells: list[str], file: str) -> Row:
        """A row, with the one quote taken off that an export puts before a formula (reliability.md R33)."""
        if len(cells) > self.limits.columns:
            raise EtappiError("import.too_many_columns", file=file, row=number, limit=self.limits.columns)
        if any(len(cell) > self.limits.cell for cell in cells):
            raise EtappiError("import.cell_too_long", file=file, row=number, limit=self.limits.cell)
        return Row(number, tuple(map(read_back, cells)))


def delimiter(lines: list[str]) -> str | None:
    """The delimiter under which the lines have one number of columns, or None where there is no such.

    TABs must agree on every line (else it is a text whose titles stand between tables); commas, which names have
    too, on nearly every line; semicolons and bars on nearly every line that has one, where rows may end early.
    """
    best: tuple[float, int, str] | None = None
    for sign in DELIMITERS:
        counts = [count for count in _counts(lines[:2_000], sign) if count]
        width = _usual(counts)
        having = [count for count in counts if count > 1]
        if width < 2 or len(having) < 2:
            continue
        share = counts.count(width) / len(counts)
        among = having.count(width) / len(having)
        if width > 2 and among > _MOST:
            among = sum(count <= width for count in having) / len(having)
        enough = {
            "\t": share == 1,
            ",": share >= _SHARE and (width > 2 or share == 1),
        }.get(sign, among >= _SHARE and len(having) * 2 >= len(counts))
        if enough and (best is None or (share, width) > best[:2]):
            best = (share, width, sign)
    return best[2] if best else None


def columns(lines: Iterable[str], sign: str) -> int:
    """The number of columns that most lines have under a delimiter; 1 where it stands nowhere."""
    return _usual(_counts(lines, sign))


def _counts(lines: Iterable[str], sign: str) -> Iterator[int]:
    """Columns of each line, 0 for a blank one; quoted parts of a line are taken out first."""
    for line in lines:
        plain = re.sub(r'"(?:[^"]|"")*"', "q", line) if '"' in line else line
        yield plain.count(sign) + 1 if plain.strip(f" {sign}") or sign in plain else 0


def _usual(counts: Iterable[int]) -> int:
    """The number of columns that most lines have, of those that have more than one."""
    found = Counter(count for count in counts if count > 1)
    return max(found, key=lambda count: (found[count], count), default=1)


def records(lines: list[str], start: int, sign: str, width: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the number of their first line. A record that swallows rows is an unclosed quote."""
    at = start
    while at < len(lines):
        line = lines[at]
        if '"' not in line:
            yield at + 1, line.split(sign)
            at += 1
            continue
        reader = csv.reader(
            chain([line + "\n"], (more + "\n" for more in islice(lines, at + 1, None))), delimiter=sign, strict=True
        )
        try:
            cells, used = next(reader), reader.line_num
        except csv.Error as error:
            if reader.line_num > 1 or "end of data" in str(error):
                raise EtappiError("import.unclosed_quote", file=file, row=at + 1) from error
            # Quotes round a part of a cell: "Live" Oy
            cells, used = line.split(sign), 1
        taken = lines[at : at + used]
        whole = [part.count(sign) >= width - 1 for part in taken]
        if used > 1 and width > 1 and (any(whole[1:-1]) or (whole[0] and whole[-1])):
            raise EtappiError("import.unclosed_quote", file=file, row=at + 1)
        yield at + 1, cells
        at += used
