"""Web pages, and the HTML that other programs save as .xls: tables with spans, lines of text between them."""

import re
from html.parser import HTMLParser

from core.errors import EtappiError
from core.findings import Severity
from importers.limits import MEBIBYTE, STANDARD, Limits
from importers.readers.blocks import Block, Cell, TableBlock, grid_of
from importers.readers.grid import Grid
from importers.readers.text import decode, is_text

_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.I | re.S
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096
_SURE = 95
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_UNCLOSED = {"p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "colgroup", "caption"}
_SILENT = {"script", "style", "title", "template", "noscript", "select", "textarea"}
_LINES = {"p", "div", "li", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "ul",
          "ol", "dl", "caption", "blockquote", "pre", "hr", "form", "fieldset", "main", "nav", "aside"}  # fmt: skip
_STRUCK = {"s", "strike", "del"}


class WebReader:
    """Reader of HTML; runs in the child process."""

    name = "html"
    version = "1"

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits

    def score(self, content: bytes) -> int:
        """95 for a text that begins as a page or a table of HTML, else 0."""
        if not is_text(content):
            return 0
        return _SURE if _START.match(decode(content[:_HEAD])[0].lstrip("\ufeff")) else 0

    def read(self, content: bytes, file: str) -> tuple[Grid, ...]:
        """One grid: lines of text are rows of one cell, rows of tables are rows.

        EtappiError: too large or too deeply nested, more attributes than anyone writes, a page without text.
        """
        if len(content) > self.limits.html:
            raise EtappiError("import.too_large", file=file, limit=self.limits.html // MEBIBYTE)
        page = _Page(file, self.limits)
        page.feed(_decoded(content, file))
        page.close()
        page.line()
        grids = grid_of(page.blocks, file, self.limits)
        if not grids:
            raise EtappiError("import.no_text", file=file)
        return grids


def _decoded(content: bytes, file: str) -> str:
    """The text of a page: byte-order mark, then the charset it names, then as any text."""
    named = _CHARSET.search(content[:_HEAD])
    if named and content[:2] not in (b"\xff\xfe", b"\xfe\xff") and content[:3] != b"\xef\xbb\xbf":
        name = named[1].decode("ascii").lower()
        try:
            return content.decode("cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name)
        except (LookupError, UnicodeError):
            pass  # the page is not what it says: as any text
    try:
        return decode(content)[0]
    except UnicodeError as error:
        raise EtappiError("import.encoding", file=file) from error


class _Page(HTMLParser):
    """Gathers the blocks of a page. *open* holds the tables that are not closed yet, the innermost last."""

    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.file, self.limits = file, limits
        self.blocks: list[Block] = []
        self.open: list[tuple[TableBlock, Cell | None, bool]] = []
        self.text: list[str] = []
        self.states: set[str] = set()
        self.depth = 0
        self.silent = 0
        self.struck = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if len(attrs) > self.limits.attributes:
            raise EtappiError("import.too_complex", file=self.file)
        if tag not in _VOID and tag not in _UNCLOSED:
            self.depth += 1
            if self.depth > self.limits.depth:
                raise EtappiError("import.too_complex", file=self.file)
        if tag in ("table", "tr", "td", "th"):
            self.start_table_part(tag, attrs)
        elif tag in _SILENT:
            self.silent += 1
        elif tag in _STRUCK:
            self.struck += 1
        elif tag in ("br", "dd"):
            self.text.append(" ")
        elif tag == "input" and (dict(attrs).get("type") or "").lower() == "checkbox":
            self.handle_data("☒" if "checked" in dict(attrs) else "☐")
        elif tag in _LINES:
            self.line()

    def start_table_part(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row of it or a cell; a row or cell outside of tables is nothing."""
        if tag == "table":
            around = self.open[-1][1] if self.open else None
            if around is not None:
                around.text += " " + "".join(self.text)
                self.text = []
            else:
                self.line()
            self.open.append((TableBlock(), None, False))
        elif not self.open:
            return
        elif tag == "tr":
            self.end_cell()
            self.open[-1][0].rows.append([])
            self.open[-1] = (self.open[-1][0], None, _invisible(attrs))
        else:
            self.start_cell(dict(attrs), _invisible(attrs))

    def handle_endtag(self, tag: str) -> None:
        """Close an element; one that was never opened is passed over."""
        if tag not in _VOID and tag not in _UNCLOSED:
            self.depth = max(0, self.depth - 1)
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _STRUCK:
            self.struck = max(0, self.struck - 1)
        elif tag in ("td", "th", "tr"):
            self.end_cell()
        elif tag == "table" and self.open:
            self.end_cell()
            self.finish(self.open.pop()[0])
        elif tag in _LINES and tag != "dt":
            self.line()

    def handle_data(self, data: str) -> None:
        """Text: of the cell that is open, or between the tables."""
        if self.silent:
            return
        self.text.append(data)
        if data.strip():
            self.states.add("struck" if self.struck else "")

    def close(self) -> None:
        """The end of the page closes what is open."""
        super().close()
        while self.open:
            self.end_cell()
            self.finish(self.open.pop()[0])

    def start_cell(self, attributes: dict[str, str | None], invisible: bool) -> None:
        """Open a cell. Text between cells stands before the table, as browsers show it."""
        self.end_cell()
        table, _, hidden = self.open[-1]
        if not table.rows:
            table.rows.append([])
        self.line()
        down, across = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
        cell = Cell(down=down, across=across, doubt="hidden" if hidden or invisible else "")
        if max(down, across) > self.limits.span:
            cell.notes.append(("import.span_capped", "warning", {"n": self.limits.span}))
        table.rows[-1].append(cell)
        self.open[-1] = (table, cell, hidden)

    def end_cell(self) -> None:
        """Close the cell that is open, if any."""
        if not self.open or self.open[-1][1] is None:
            return
        table, cell, hidden = self.open[-1]
        assert cell is not None
        cell.text = " ".join(f"{cell.text} {''.join(self.text)}".split())
        if cell.text and self.states == {"struck"}:
            cell.doubt = "struck"
        if cell.text and cell.doubt:
            code = "import.struck" if cell.doubt == "struck" else "import.hidden_text"
            note: tuple[str, Severity, dict[str, object]] = (code, "ask", {"text": cell.text[:80]})
            cell.notes.append(note)
            if cell.doubt == "struck" and len(cell.text) > 1:
                for other in table.rows[-1]:
                    other.doubt = other.doubt or "struck"
        elif cell.text and any(other.doubt == "struck" and len(other.text) > 1 for other in table.rows[-1]):
            cell.doubt = "struck"
        self.text, self.states = [], set()
        self.open[-1] = (table, None, hidden)

    def finish(self, table: TableBlock) -> None:
        """Put a closed table where it stands: into the cell around it, or on the page."""
        around = self.open[-1][1] if self.open else None
        if around is not None:
            around.inside.append(table)
        elif not self.open:
            self.line()
            self.blocks.append(table)
        else:
            self.open[-1][0].rows.append([Cell(inside=[table])])

    def line(self) -> None:
        """End a line of text. Inside a cell it is only a space."""
        if self.open and self.open[-1][1] is not None:
            self.text.append(" ")
            return
        text = " ".join("".join(self.text).split())
        self.text, self.states = [], set()
        if text:
            self.blocks.append(text)


def _span(value: str | None) -> int:
    text = (value or "1").strip()
    return max(1, int(text[:9])) if text.isascii() and text.isdecimal() else 1


def _invisible(attributes: list[tuple[str, str | None]]) -> bool:
    found = dict(attributes)
    return "hidden" in found or "display:none" in (found.get("style") or "").replace(" ", "").lower()
