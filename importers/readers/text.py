"""Text as it is copied out of a PDF or a page: TAB between cells, blank lines and repeated titles between pages."""

import codecs
import re
from contextlib import suppress

from core.errors import EtappiError
from core.findings import Finding, Place
from importers.readers.grid import CELL_LIMIT, ROW_LIMIT, Grid, Row

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("cp1252", "mac_roman", "cp850")
_LINE_END = re.compile("\r\n|\n|\r")
_RUN_OF_SPACES = re.compile(r"[ \u00a0]{2,}")
_STRANGE = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_UNLIKELY = re.compile("[^\x00-\x7fåäöÅÄÖéÉüÜ–—’”…×\u00a0]")
_SAMPLE = 65_536
NO_TEXT = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG")  # zip, PDF, OLE, gzip, picture
NUL_SHARE = 0.3  # of every second byte, in UTF-16 without a mark
ODD_SHARE = 0.02  # of control characters, above which bytes are not a text


class TextReader:
    """Reader of plain text."""

    name = "text"
    version = "1"

    def score(self, content: bytes) -> int:
        """50 for what decodes as text without strange characters, else 0."""
        return 50 if is_text(content) else 0

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """One grid of all lines; every line keeps its physical number."""
        try:
            text, encoding = decode(content)
        except UnicodeError as error:
            raise EtappiError("import.encoding", file=file) from error
        lines = lines_of(text)
        if len(lines) > ROW_LIMIT:
            raise EtappiError("import.too_many_rows", file=file, limit=ROW_LIMIT)
        tabs = "\t" in text
        spaces = not tabs and any(_RUN_OF_SPACES.search(line.strip()) for line in lines)
        rows = _rows(lines, file, tabs)
        separated = "cells" if tabs else "spaces" if spaces else "none"
        # A file that a program wrote ends its last line; one that was cut off often does not.
        cut = bool(lines[-1].strip()) and len(lines) > 1
        return (Grid(file, rows, separated=separated, cut=cut, findings=encoding_findings(text, encoding, file)),)


def is_text(content: bytes) -> bool:
    """True for what decodes as text without strange characters."""
    if content.startswith(NO_TEXT):
        return False
    try:
        text, _ = decode(content[:_SAMPLE])
    except UnicodeError:
        return False
    return len(_STRANGE.findall(text)) <= ODD_SHARE * len(text)


def lines_of(text: str) -> list[str]:
    """The lines of a text, however they end; a text that ends its last line has an empty one after it."""
    return _LINE_END.split(text)


def encoding_findings(text: str, encoding: str, file: str) -> tuple[Finding, ...]:
    """What is to be told of a text as it was decoded."""
    findings = []
    if encoding in _GUESSES:
        findings.append(Finding("import.encoding_guessed", "note", Place(file=file), {"encoding": encoding}))
    if "\0" in text:
        findings.append(Finding("import.nul_dropped", "warning", Place(file=file), {"n": text.count("\0")}))
    return tuple(findings)


def decode(content: bytes) -> tuple[str, str]:
    """Text and encoding: byte-order mark, pattern of NUL bytes, strict UTF-8, else the best of three by å ä ö.

    UnicodeDecodeError where a mark or pattern promises an encoding that the bytes break.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            size = 4 if encoding == "utf-32" else 2 if encoding == "utf-16" else 1
            return _decoded(content[: len(content) - len(content) % size], encoding), encoding
    pattern = _nul_pattern(content)
    if pattern:
        return content[: len(content) - len(content) % 2].decode(pattern), pattern
    with suppress(UnicodeDecodeError):
        return _decoded(content, "utf-8"), "utf-8"
    encoding = max(_GUESSES, key=lambda guess: _likeness(content, guess))
    return content.decode(encoding, "replace"), encoding


def _decoded(content: bytes, encoding: str) -> str:
    """The text of *content*, without a last character of which a sample has only the beginning."""
    return codecs.getincrementaldecoder(encoding)().decode(content)


def _nul_pattern(content: bytes) -> str | None:
    sample = content[: _SAMPLE // 2 * 2]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > NUL_SHARE * pairs and even < odd / 10:
        return "utf-16-le"
    if even > NUL_SHARE * pairs and odd < even / 10:
        return "utf-16-be"
    return None


def _likeness(content: bytes, encoding: str) -> int:
    """Nordic letters minus everything else outside ASCII."""
    text = content.decode(encoding, "replace")
    return 2 * sum(map(text.count, "åäöÅÄÖ")) - len(_UNLIKELY.findall(text))


def _rows(lines: list[str], file: str, tabs: bool) -> tuple[Row, ...]:
    rows = []
    page = 1
    paged = any("\f" in line for line in lines)
    for number, line in enumerate(lines, start=1):
        for index, piece in enumerate(line.split("\f")):
            page += index > 0
            if index and not piece:
                continue
            cells, offsets = _cells(piece, tabs)
            if any(len(cell) > CELL_LIMIT for cell in cells):
                raise EtappiError("import.cell_too_long", file=file, row=number, limit=CELL_LIMIT)
            rows.append(Row(number, cells, page if paged else None, offsets))
    return tuple(rows)


def _cells(line: str, tabs: bool) -> tuple[tuple[str, ...], tuple[int, ...]]:
    if tabs:
        return tuple(line.split("\t")), ()
    cells, offsets = [], []
    start = len(line) - len(line.lstrip())
    for gap in [*_RUN_OF_SPACES.finditer(line, start), None]:
        end = gap.start() if gap else len(line)
        if line[start:end].strip():
            cells.append(line[start:end])
            offsets.append(start + 1)
        start = gap.end() if gap else end
    return tuple(cells), tuple(offsets)
