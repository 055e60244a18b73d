"""PDF: tables with lines by pdfplumber, tables without by importers.readers.unruled, text between them line by line.

pypdfium2 looks first (pages, password, scans) and gives the text of pages without lines; pdfplumber is slower.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from core.codes import leading_code
from core.errors import EtappiError
from core.findings import Finding, Place
from importers.limits import STANDARD, Limits
from importers.readers.grid import Grid, Row
from importers.readers.unruled import Cells, Layout, Word, is_interest, joined, lines_of, segments
from importers.words import norm, standard

MAGIC = b"%PDF-"
_SURE = 80
_FEW_PATHS = 4  # fewer drawn paths than this make no table
_PATH, _IMAGE, _FORM = 2, 3, 5  # kinds of page objects, of pdfium's fpdf_edit.h
_DEEP = 3
_SPACE = 0.15  # of the size of the letters: more than that between two of them parts words
Box = tuple[float, float, float, float]
Line = list[Word]
_MANY, _EDGE = 3, 2  # a running line stands on so many pages, among so many lines from the top or bottom


class PortableReader:
    """Reader of PDF; runs in the child process."""

    name = "pdf"
    version = "1"

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits

    def score(self, content: bytes) -> int:
        """80 for what begins as a PDF (some bytes may stand before it), else 0."""
        return _SURE if MAGIC in content[:1024] else 0

    def read(self, content: bytes, file: str, known: tuple[str, ...] = ()) -> tuple[Grid, ...]:
        """One grid, its rows counted on each page. *known* names tell which lines of a table without lines belong
        together where the distances do not.

        EtappiError: a password, a damaged file, too many pages or objects, pictures without text.
        """
        import pdfplumber
        import pypdfium2

        try:
            looked = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            reason = "import.encrypted" if "password" in str(error).casefold() else "import.damaged"
            raise EtappiError(reason, file=file) from error
        if len(looked) > self.limits.pages:
            raise EtappiError("import.too_many_pages", file=file, limit=self.limits.pages)
        pages = [_Page(page, file, number, self.limits) for number, page in enumerate(looked, start=1)]
        if not any(page.words for page in pages):
            raise EtappiError("import.scanned" if pages else "import.damaged", file=file)
        running = _running([lines_of(segments(page.words)) for page in pages])
        layout = Layout(known)
        findings = [Finding("import.running", "note", Place(file=file), {"text": one[:80]}) for one in running.values()]
        rows: list[Row] = []
        with pdfplumber.open(io.BytesIO(content)) as drawn:
            for page in pages:
                plumbed = drawn.pages[page.number - 1]
                if page.lined:
                    found = page.drawn(plumbed, layout, running)
                else:
                    found = layout.rows(_without(page.words, running))
                cells = [cells for cells in found if any(cells)]
                rows += [Row(number, one, page.number) for number, one in enumerate(cells, start=1)]
                findings += page.findings
                plumbed.close()
        if any(len(cell) > self.limits.cell for row in rows for cell in row.cells):
            raise EtappiError("import.too_complex", file=file)
        if layout.used:
            findings.append(Finding("import.no_rules", "note", Place(file=file)))
        if layout.unsure:
            findings.append(Finding("import.rows_unsure", "warning", Place(file=file), {"n": layout.unsure}))
        return (Grid(file, tuple(rows), findings=tuple(findings)),)


class _Page:
    """A page as pdfium sees it: its words, and whether there are lines on it that may be a table's."""

    def __init__(self, page: Any, file: str, number: int, limits: Limits) -> None:
        self.number, self.file = number, file
        self.findings: list[Finding] = []
        kinds = []
        for one in page.get_objects(max_depth=_DEEP):
            kinds.append(one.type)
            if len(kinds) > limits.page_objects:
                raise EtappiError("import.too_complex", file=file)
        turned = page.get_rotation() != 0
        self.lined = kinds.count(_PATH) >= _FEW_PATHS or turned
        text = page.get_textpage()
        height = page.get_mediabox()[3]
        self.words = list(_words(text, height))
        left, bottom, right, top = page.get_cropbox()
        outside = sum(
            1
            for word in self.words
            if not (left <= (word.x0 + word.x1) / 2 <= right and bottom <= height - word.middle <= top)
        )
        if outside and not turned:
            self.tell("import.outside_page", "warning", n=outside)
        if not self.words and _IMAGE in kinds:
            self.tell("import.page_without_text", "warning")
        text.close()

    def tell(self, code: str, severity: Any, **values: object) -> None:
        """Add a finding about the page."""
        self.findings.append(Finding(code, severity, Place(file=self.file, page=self.number), values))

    def drawn(self, page: Any, layout: Layout, running: dict[str, str]) -> Iterator[tuple[str, ...]]:
        """The rows of a page with lines on it, from its top: those of tables, and lines of text between them."""
        tables = [table for table in page.find_tables() if max((len(row.cells) for row in table.rows), default=0) > 1]
        words = [
            Word(one["x0"], one["top"], one["x1"], one["bottom"], one["text"])
            for one in page.extract_words(expand_ligatures=True, x_tolerance_ratio=_SPACE)
            if one["upright"]
        ]
        if not tables:
            yield from layout.rows(_without(words, running))
            return
        layout.forget()
        boxes = [table.bbox for table in tables]
        free = _without([word for word in words if not any(_inside(word, box) for box in boxes)], running)
        blocks: list[tuple[float, float, Any]] = [(table.bbox[1], table.bbox[0], table) for table in tables]
        blocks += [(line[0].top, line[0].x0, line) for line in lines_of(segments(free))]
        for _, _, block in sorted(blocks, key=lambda block: block[:2]):
            if isinstance(block, list):
                yield (" ".join(word.text for word in block),)
            else:
                yield from _ruled(page, block, words)


def _running(pages: list[list[Line]]) -> dict[str, str]:
    """Headers and footers, masked, with the text of the first: lines at the edge of most pages that differ in numbers
    only. A title with the code of a work package is none, and no line of a table is."""
    of_tables = standard().roles.keys() | standard().columns.keys() | standard().yes
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for lines in pages:
        edge = [*lines[:_EDGE], *lines[max(_EDGE, len(lines) - _EDGE) :]]
        texts = {
            _masked(line): " ".join(word.text for word in line)
            for line in edge
            if not any(is_interest(word.text) or norm(word.text) in of_tables for word in line)
        }
        counts.update(texts.keys())
        first = texts | first
    return {
        masked: first[masked]
        for masked, count in counts.items()
        if count >= max(_MANY, 0.6 * len(pages))
        and any(sign.isalpha() for sign in masked)
        and not leading_code(first[masked])
    }


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(word.text for word in line))


def _without(words: list[Word], running: dict[str, str]) -> list[Word]:
    """Words without those of running lines at the top and bottom."""
    lines = lines_of(segments(words))
    last = len(lines) - _EDGE
    kept = (line for at, line in enumerate(lines) if not (_masked(line) in running and (at < _EDGE or at >= last)))
    return [word for line in kept for word in line]


def _words(text: Any, height: float) -> Iterator[Word]:
    """The rectangles of text that pdfium finds, as high as their font and not as their letters: only so do the
    distances of lines mean anything."""
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        found = text.get_text_bounded(left, bottom, right, top).strip()
        letter = text.get_index(left + 0.5, (bottom + top) / 2, 2, 2)
        if letter is not None:
            _, bottom, _, top = text.get_charbox(letter, loose=True)
        if found:
            yield Word(left, height - top, right, height - bottom, found)


def _inside(word: Word, box: Box) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= word.middle <= box[3]


def _ruled(page: Any, table: Any, words: list[Word]) -> Iterator[Cells]:
    """The rows of a table with lines. A cell over several rows stands in each, one over several columns only in the
    first. A word belongs to the cell that has its middle, also where it runs over a line."""
    inside = [word for word in words if _inside(word, table.bbox)]
    cache: dict[Box, str] = {}

    def text(box: Box) -> str:
        if box not in cache:
            cache[box] = _upright([word for word in inside if _inside(word, box)]) or _turned(page, box)
        return cache[box]

    starts = sorted({cell[0] for cell in table.cells})
    for row in table.rows:
        cells = []
        for start, cell in zip(starts, row.cells, strict=True):
            box = cell or next((box for box in table.cells if _covers(box, start, row.bbox)), None)
            cells.append(text(box) if box else "")
        yield tuple(cells)


def _covers(box: Box, start: float, row: Box) -> bool:
    """True if a cell begins in a column and goes on through a row from above."""
    return abs(box[0] - start) < 0.5 and box[1] < row[1] - 0.5 and box[3] > row[3] - 0.5


def _upright(words: list[Word]) -> str:
    return joined(" ".join(word.text for word in line) for line in lines_of(words))


def _turned(page: Any, box: Box) -> str:
    """The text of a cell that is written upwards or downwards."""
    cell = page.crop(box, strict=False)
    chars = [char for char in cell.chars if not char["upright"]]
    if not chars:
        return ""
    up = chars[0]["matrix"][1] > 0
    found = cell.extract_text(
        line_dir_rotated="ltr" if up else "rtl", char_dir_rotated="btt" if up else "ttb", expand_ligatures=True
    )
    return joined(re.split(r"\s*\n\s*", found))
