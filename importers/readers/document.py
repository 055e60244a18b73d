"""Word documents (docx) from their XML: merged cells, tracked changes, checkboxes, comments, tables in tables."""

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.errors import EtappiError
from core.findings import Severity
from importers.limits import STANDARD, Limits
from importers.readers import archive
from importers.readers.blocks import Block, Cell, TableBlock, grid_of
from importers.readers.grid import Grid
from importers.readers.workbook import OLE

_PART = "word/document.xml"
_OLD_WORD = "WordDocument".encode("utf-16-le")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DELETED = {_W + "del", _W + "moveFrom", _W + "cellDel"}
_SIGNS = {"f0fc": "✓", "f0fb": "×", "f0fe": "☒", "f0fd": "☒", "f078": "☒", "f0a8": "☐", "f06f": "☐"}  # Wingdings
_OFF = {"0", "false", "off", "none"}
_SURE = 80


class DocumentReader:
    """Reader of docx; runs in the child process."""

    name = "docx"
    version = "1"

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits

    def score(self, content: bytes) -> int:
        """80 for a zip with a Word document, and for an old .doc, which is refused with advice; else 0."""
        if content.startswith(OLE):
            return _SURE if _OLD_WORD in content else 0
        return _SURE if content.startswith(archive.MAGIC) and _PART.encode() in content else 0

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """One grid: each paragraph with text is a row of one cell, each row of a table a row.

        EtappiError: what importers.readers.archive refuses, an old .doc, a damaged or too deeply nested document.
        """
        if content.startswith(OLE):
            raise EtappiError("import.old_word", file=file)
        with archive.opened(content, file, self.limits) as zipped:
            root = self.parsed(zipped, _PART, file)
            comments = {}
            if "word/comments.xml" in zipped.namelist():
                for comment in self.parsed(zipped, "word/comments.xml", file):
                    text = " ".join("".join(part.text or "" for part in comment.iter(_W + "t")).split())
                    comments[comment.get(_W + "id")] = text[:200]
        body = root.find(_W + "body")
        if body is None:
            raise EtappiError("import.damaged", file=file)
        grids = grid_of(_Walk(comments).blocks(body), file, self.limits)
        if not grids:
            raise EtappiError("import.no_text", file=file)
        return grids

    def parsed(self, zipped: zipfile.ZipFile, part: str, file: str) -> ET.Element:
        """The XML of a part, no deeper than allowed."""
        try:
            content = zipped.read(part).replace(_STRICT, _W[1:-1].encode())
        except KeyError as error:
            raise EtappiError("import.damaged", file=file) from error
        parser: Any = ET.XMLPullParser(("start", "end"))
        depth = 0
        root: ET.Element | None = None
        try:
            for start in range(0, len(content), 65_536):
                parser.feed(content[start : start + 65_536])
                for event, element in parser.read_events():
                    root = element if root is None else root
                    depth += 1 if event == "start" else -1
                    if depth > self.limits.depth:
                        raise EtappiError("import.too_complex", file=file)
            parser.close()
        except ET.ParseError as error:
            raise EtappiError("import.damaged", file=file) from error
        if root is None:
            raise EtappiError("import.damaged", file=file)
        return root


@dataclass
class _Text:
    """The text of a cell or paragraph while it is gathered. *states* are the doubts of its runs."""

    parts: list[str] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    deleted: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    boxes: list[ET.Element] = field(default_factory=list)

    def add(self, text: str, state: str = "") -> None:
        """Add the text of a run."""
        self.parts.append(text)
        if text.strip():
            self.states.add(state)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    @property
    def doubt(self) -> str:
        """What stands against the text: a comment, or that all of it is struck through or hidden."""
        if self.comments:
            return "comment"
        return next(iter(self.states)) if len(self.states) == 1 else ""


class _Walk:
    """Goes through the body of a document."""

    def __init__(self, comments: dict[str | None, str]) -> None:
        self.comments = comments

    def blocks(self, parent: ET.Element) -> list[Block]:
        """Paragraphs and tables under an element, through what only wraps them."""
        out: list[Block] = []
        for element in parent:
            if element.tag == _W + "p":
                text = _Text()
                self.runs(element, text)
                out.append(text.text)
                for box in text.boxes:
                    out += self.blocks(box)
            elif element.tag == _W + "tbl":
                out.append(self.table(element))
            elif element.tag == _MC + "AlternateContent":
                out += self.blocks(element[0]) if len(element) else []
            elif element.tag not in _DELETED and not element.tag.endswith("Pr"):
                out += self.blocks(element)
        return out

    def table(self, element: ET.Element) -> TableBlock:
        """A table. Rows that were deleted with changes tracked are left out and told."""
        block = TableBlock()
        for row in _through(element, "tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                block.notes.append((max(len(block.rows) - 1, 0), "import.deleted_row", "note", {}))
                continue
            cells = []
            before = row.find(f"{_W}trPr/{_W}gridBefore")
            if before is not None:
                cells.append(Cell(across=_number(before)))
            cells += [self.cell(cell) for cell in _through(row, "tc")]
            if any(cell.doubt == "struck" and len(cell.text.strip()) > 1 for cell in cells):
                # A name that is struck through takes its marks along.
                for cell in cells:
                    cell.doubt = cell.doubt or "struck"
            block.rows.append(cells)
        return block

    def cell(self, element: ET.Element) -> Cell:
        """A cell with its spans, its own text, and the tables that stand in it."""
        properties = element.find(_W + "tcPr")
        span = merge = None
        if properties is not None:
            span, merge = properties.find(_W + "gridSpan"), properties.find(_W + "vMerge")
        text = _Text()
        inside: list[Block] = []
        for child in self.in_cell(element):
            if child.tag == _W + "tbl":
                inside.append(self.table(child))
            else:
                if text.parts:
                    text.add(" ")
                self.runs(child, text)
        for box in text.boxes:
            inside += self.blocks(box)
        plain = " ".join(text.text.split())
        notes: list[tuple[str, Severity, dict[str, object]]] = []
        if text.deleted:
            notes.append(("import.deleted_text", "note", {"text": " ".join("".join(text.deleted).split())[:80]}))
        if plain and text.doubt in ("struck", "hidden"):
            notes.append(
                (f"import.{'struck' if text.doubt == 'struck' else 'hidden_text'}", "ask", {"text": plain[:80]})
            )
        for comment in text.comments if plain else ():
            notes.append(("import.comment", "ask", {"text": plain[:80], "comment": comment}))
        above = merge is not None and merge.get(_W + "val", "continue") == "continue"
        return Cell(plain, 1, _number(span), above, text.doubt, notes, inside)

    def in_cell(self, element: ET.Element) -> Iterator[ET.Element]:
        """Paragraphs and tables of a cell, through what only wraps them."""
        for child in element:
            if child.tag in (_W + "p", _W + "tbl"):
                yield child
            elif child.tag == _W + "sdt" and _checkbox(child) is not None:
                wrapper = ET.Element(_W + "p")
                wrapper.append(child)
                yield wrapper
            elif child.tag not in _DELETED and not child.tag.endswith("Pr"):
                yield from self.in_cell(child)

    def runs(self, element: ET.Element, text: _Text) -> None:
        """Gather the text of a paragraph."""
        for child in element:
            tag = child.tag.removeprefix(_W)
            if child.tag in _DELETED:
                text.deleted += [part.text or "" for part in child.iter(_W + "delText")]
                text.deleted += [part.text or "" for part in child.iter(_W + "t")]
            elif tag == "r":
                self.run(child, text)
            elif tag == "sdt":
                checked = _checkbox(child)
                if checked is not None:
                    text.add("☒" if checked else "☐")
                elif child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None:
                    self.runs(child, text)
            elif tag == "commentRangeStart":
                continue
            elif not tag.endswith("Pr"):
                self.runs(child, text)

    def run(self, element: ET.Element, text: _Text) -> None:
        """Gather the text of a run."""
        properties = element.find(_W + "rPr")
        state = ""
        if properties is not None:
            struck = any(_on(properties.find(_W + name)) for name in ("strike", "dstrike"))
            state = "struck" if struck else "hidden" if _on(properties.find(_W + "vanish")) else ""
        for child in element:
            tag = child.tag.removeprefix(_W)
            if tag == "t":
                text.add(child.text or "", state)
            elif tag == "tab":
                text.add("\t")
            elif tag in ("br", "cr"):
                text.add(" ")
            elif tag == "noBreakHyphen":
                text.add("-", state)
            elif tag == "sym":
                text.add(_SIGNS.get(child.get(_W + "char", "").lower(), "?"), state)
            elif tag == "fldChar":
                box = child.find(f"{_W}ffData/{_W}checkBox")
                if box is not None:
                    checked = box.find(_W + "checked")
                    text.add("☒" if _on(box.find(_W + "default") if checked is None else checked) else "☐")
            elif tag == "commentReference":
                text.comments.append(self.comments.get(child.get(_W + "id"), ""))
            elif child.tag == _MC + "AlternateContent" or tag in ("drawing", "pict"):
                first = child[0] if child.tag == _MC + "AlternateContent" and len(child) else child
                text.boxes += list(first.iter(_W + "txbxContent"))


def _through(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """Children of a name, through content controls and insertions that wrap them."""
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif child.tag not in _DELETED and child.tag not in (_W + "tbl", _W + "tr", _W + "tc", _W + "p"):
            yield from _through(child, name)


def _checkbox(control: ET.Element) -> bool | None:
    """Whether a content control is a ticked checkbox; None where it is no checkbox."""
    box = control.find(f"{_W}sdtPr/{_W14}checkbox")
    if box is None:
        return None
    checked = box.find(_W14 + "checked")
    return checked is not None and checked.get(_W14 + "val", "1") not in _OFF


def _on(element: ET.Element | None) -> bool:
    return element is not None and element.get(_W + "val", "1") not in _OFF


def _number(element: ET.Element | None) -> int:
    value = element.get(_W + "val", "1") if element is not None else "1"
    return max(1, int(value)) if value.isdecimal() and len(value) < 7 else 1
