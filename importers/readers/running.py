"""Running text: a document as lines, one row of one cell for each, with its bullets and headings marked as text.

A list item begins with ``- `` after two spaces for each level below the first, a styled heading with a ``#`` for each
level, and an empty row stands between paragraphs, as people write plain text. Table cells stand one below the other.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.errors import EtappiError
from core.findings import Finding, Place
from importers.limits import STANDARD, Limits
from importers.readers import archive
from importers.readers.document import DocumentReader
from importers.readers.grid import Grid, Row
from importers.readers.text import decode, encoding_findings, lines_of

BULLET = re.compile(r"\s*(?:[-–—•·▪▫◦●○■□‣⁃\uf0b7\uf0a7*+]|o(?=\s+\S)|\d{1,2}[.)](?=\s+\S))(?:\s+|$)")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {_W + "del", _W + "moveFrom", _FALLBACK}
_LAST_NUMBER = re.compile(r"(\d)$")
_INDENT = 9.0  # points: less is no deeper level
_NUMBERS = re.compile(r"\d+")
_LINE_END_HYPHEN = "\x02"  # what pdfium makes of a hyphen that ends a line
_LIKE_LABEL = re.compile(r"[A-ZÅÄÖ][^.:]{2,60}:(?:\s|$)")
_AND = {"ja", "tai", "sekä", "och", "eller", "samt", "and", "or"}  # the hyphen before these stays: ammatti- ja


def text_lines(content: bytes, file: str, limits: Limits = STANDARD) -> Grid:
    """Plain text as it stands. EtappiError: no encoding fits, too many or too long lines."""
    try:
        text, encoding = decode(content)
    except UnicodeError as error:
        raise EtappiError("import.encoding", file=file) from error
    rows = [Row(number, (line,)) for number, line in enumerate(lines_of(text.replace("\f", "")), 1)]
    return _grid(rows, file, limits, encoding_findings(text, encoding, file))


def _grid(rows: list[Row], file: str, limits: Limits, findings: Sequence[Finding] = ()) -> Grid:
    if len(rows) > limits.rows:
        raise EtappiError("import.too_many_rows", file=file, limit=limits.rows)
    for row in rows:
        if len(row.cells[0]) > limits.cell:
            raise EtappiError("import.cell_too_long", file=file, row=row.number, limit=limits.cell)
    return Grid(file, tuple(rows), separated="none", findings=tuple(findings))


# Word


@dataclass(frozen=True)
class _Style:
    """What a style says of its paragraphs: *level* of a list (from 0) or of a heading (from 1), or neither."""

    item: int | None = None
    heading: int | None = None


class DocumentLines:
    """The paragraphs of a docx; runs in the child process."""

    name = "docx_lines"
    version = "1"

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits
        self.inner = DocumentReader(limits)

    def score(self, content: bytes) -> int:
        """As the reader of tables in Word documents."""
        return self.inner.score(content)

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """One grid; rows count paragraphs. EtappiError as DocumentReader."""
        if not content.startswith(archive.MAGIC):
            raise EtappiError("import.old_word", file=file)
        with archive.opened(content, file, self.limits) as zipped:
            root = self.inner.parsed(zipped, "word/document.xml", file)
            styles = {}
            if "word/styles.xml" in zipped.namelist():
                styles = _styles(self.inner.parsed(zipped, "word/styles.xml", file))
        rows: list[Row] = []
        number, before = 0, _Style()
        for paragraph in _paragraphs(root):
            style = _style(paragraph, styles)
            texts = _text(paragraph).split("\n")
            if style.item is None and not any(text.strip() for text in texts):
                continue
            number += 1
            if rows and (style.item is None or before.item is None):
                rows.append(Row(number, ("",)))
            lead = "#" * style.heading + " " if style.heading else ""
            lead = "  " * style.item + "- " if style.item is not None else lead
            rows += [Row(number, ((lead if at == 0 else " " * len(lead)) + text,)) for at, text in enumerate(texts)]
            before = style
        if not any(row.cells[0].strip(" -#") for row in rows):
            raise EtappiError("import.no_text", file=file)
        return (_grid(rows, file, self.limits),)


def _paragraphs(parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        if child.tag == _W + "p":
            yield child
        elif child.tag not in _LEFT_OUT and not child.tag.endswith("Pr"):
            yield from _paragraphs(child)


def _text(element: ET.Element) -> str:
    parts = []
    for child in element:
        if child.tag == _W + "t":
            parts.append(child.text or "")
        elif child.tag in (_W + "br", _W + "cr"):
            parts.append("\n")
        elif child.tag == _W + "tab":
            parts.append("\t")
        elif child.tag == _W + "noBreakHyphen":
            parts.append("-")
        elif child.tag not in _LEFT_OUT and not child.tag.endswith("Pr"):
            parts.append(_text(child))
    return "".join(parts)


def _styles(root: ET.Element) -> dict[str, _Style]:
    """What each style says, by its id; what it does not say comes from the style that it is based on."""
    elements = {style.get(_W + "styleId", ""): style for style in root.iter(_W + "style")}
    found: dict[str, _Style] = {}
    for key in elements:
        chain, at = [key], key
        while (based := elements[at].find(_W + "basedOn")) is not None:
            at = based.get(_W + "val", "")
            if at not in elements or at in chain:
                break
            chain.append(at)
        own = [_said(elements[name]) for name in chain]
        heading = next((style.heading for style in own if style.heading), None)
        item = next((style.item for style in own if style.item is not None), None)
        found[key] = _Style(heading=heading) if heading else _Style(item=item)
    return found


def _said(style: ET.Element) -> _Style:
    properties = style.find(_W + "pPr")
    named = style.find(_W + "name")
    name = "" if named is None else named.get(_W + "val", "").casefold()
    if name == "title":
        return _Style(heading=1)
    if properties is None:
        return _Style()
    outline = properties.find(_W + "outlineLvl")
    if outline is not None and outline.get(_W + "val", "9") in "012345678":
        return _Style(heading=int(outline.get(_W + "val", "0")) + 1)
    if properties.find(_W + "numPr") is None:
        return _Style()
    # "List Bullet 2": built-in names are English in every language
    deeper = _LAST_NUMBER.search(name) if name.startswith("list") else None
    return _Style(item=int(deeper[1]) - 1 if deeper else _level(properties))


def _style(paragraph: ET.Element, styles: dict[str, _Style]) -> _Style:
    properties = paragraph.find(_W + "pPr")
    if properties is None:
        return _Style()
    named = properties.find(_W + "pStyle")
    style = _Style() if named is None else styles.get(named.get(_W + "val", ""), _Style())
    numbered = properties.find(_W + "numPr")
    if style.heading or numbered is None:
        return style
    kind = numbered.find(_W + "numId")
    if kind is not None and kind.get(_W + "val") == "0":  # the list of the style is taken off
        return _Style()
    return _Style(item=_level(properties))


def _level(properties: ET.Element) -> int:
    level = properties.find(f"{_W}numPr/{_W}ilvl")
    value = "0" if level is None else level.get(_W + "val", "0")
    return int(value) if value in "012345678" and value else 0


# PDF


@dataclass
class _Printed:
    """A printed line: its text, its page and number there, and where it stands in points."""

    text: str
    page: int
    number: int
    left: float
    right: float
    base: float
    height: float


class PortableLines:
    """The lines of a PDF with wrapped ones joined; runs in the child process."""

    name = "pdf_lines"
    version = "1"

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits

    def score(self, content: bytes) -> int:
        """80 for what begins as a PDF does, else 0."""
        return 80 if content[:1024].lstrip().startswith(b"%PDF-") else 0

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """One grid; rows count printed lines of their page. EtappiError: damaged, encrypted, too long, without text."""
        pages = self._pages(content, file)
        if not any(pages):
            raise EtappiError("import.scanned", file=file)
        kept = _without_furniture(pages)
        dropped = sum(map(len, pages)) - sum(map(len, kept))
        findings = [Finding("import.page_lines", "note", Place(file=file), {"n": dropped})] if dropped else []
        return (_grid(_rows([line for page in kept for line in page]), file, self.limits, findings),)

    def _pages(self, content: bytes, file: str) -> list[list[_Printed]]:
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).casefold()
            raise EtappiError("import.encrypted" if locked else "import.damaged", file=file) from error
        if len(document) > self.limits.pages:
            raise EtappiError("import.too_many_pages", file=file, limit=self.limits.pages)
        pages = []
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            signs = [(chr(pypdfium2.raw.FPDFText_GetUnicode(text, at)), at) for at in range(text.count_chars())]
            pages.append(list(_printed(signs, text.get_charbox, number)))
            text.close()
            page.close()
        return pages


def _printed(signs: list[tuple[str, int]], box_of: Callable[..., Sequence[float]], page: int) -> Iterator[_Printed]:
    """The lines of a page from its signs, each with its place in the text."""
    number = 0
    line: list[tuple[str, int]] = []
    for sign, at in [*signs, ("\n", -1)]:
        if sign not in "\r\n":
            line.append((sign, at))
            continue
        shown = [(each, place) for each, place in line if not each.isspace() and each != "\0"]
        if shown:
            number += 1
            first, last = box_of(shown[0][1], loose=True), box_of(shown[-1][1], loose=True)
            text = "".join(each for each, _ in line if each != "\0").strip()
            yield _Printed(text, page, number, first[0], last[2], last[1], last[3] - last[1])
        line = []


def _without_furniture(pages: list[list[_Printed]]) -> list[list[_Printed]]:
    """The pages without page numbers and without first and last lines that most pages share."""
    shared: dict[str, int] = {}
    for page in pages:
        for key in {_NUMBERS.sub("#", line.text) for line in (*page[:1], *page[-1:])}:
            shared[key] = shared.get(key, 0) + 1
    common = {key for key, n in shared.items() if n >= 3 and n > len(pages) / 2}

    def is_furniture(line: _Printed) -> bool:
        return _NUMBERS.sub("#", line.text) in common or line.text.strip(" -–()/").isdecimal()

    out = []
    for page in pages:
        kept = list(page)
        while kept and is_furniture(kept[0]):
            del kept[0]
        while kept and is_furniture(kept[-1]):
            del kept[-1]
        out.append(kept)
    return out


def _rows(lines: list[_Printed]) -> list[Row]:
    """Rows of paragraphs and list items: a line that goes on where the one before had no room left is joined to it."""
    margin = max((line.right for line in lines), default=0.0)
    edge = min((line.left for line in lines), default=0.0)
    pitch = _pitch(lines)
    rows: list[Row] = []
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        item = BULLET.match(line.text) is not None
        if before is not None and not item and _goes_on(before, line, margin, pitch):
            text = rows[-1].cells[0]
            torn = text.endswith(_LINE_END_HYPHEN) and line.text.split()[0] not in _AND
            joined = text[:-1] + line.text if torn else f"{text} {line.text}"
            rows[-1] = Row(rows[-1].number, (joined,), rows[-1].page)
            continue
        if rows and not (item and before is not None and BULLET.match(rows[-1].cells[0])):
            rows.append(Row(line.number, ("",), line.page))
        indent = "  " * int((line.left - edge) / _INDENT) if item else ""
        rows.append(Row(line.number, (indent + line.text,), line.page))
    return [Row(row.number, (row.cells[0].replace(_LINE_END_HYPHEN, "-"),), row.page) for row in rows]


def _pitch(lines: list[_Printed]) -> float:
    """The distance from line to line that occurs most: paragraphs are further apart."""
    steps = Counter(round(one.base - two.base, 1) for one, two in pairwise(lines) if one.page == two.page)
    return max((step for step in steps if step > 0), key=lambda step: (steps[step], -step), default=0.0)


def _goes_on(before: _Printed, line: _Printed, margin: float, pitch: float) -> bool:
    """True if *line* goes on with what *before* says: there was no room left for its first word, and the distance is
    that of lines. At the top of a page a small letter tells."""
    if _LIKE_LABEL.match(line.text):
        return False
    hyphened = before.text.endswith(_LINE_END_HYPHEN)
    torn = line.text[0].islower() and before.text[-1] not in ".:;!?"
    if line.page != before.page:
        return hyphened or torn
    sign = (line.right - line.left) / max(1, len(line.text))
    room = (len(line.text.split()[0]) + 1) * sign  # letters differ in width, so a small one may do with less
    full = before.right + (1.3 * room if torn else room) > margin
    return (hyphened or full) and 0 < before.base - line.base <= 1.25 * pitch
