"""A report as a Word document (docx): styles, lists, tables and pictures as Word itself has them, ready to be edited.

Written part by part from the templates in `docx/`: the same document gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from core.colour import STATUSES
from locales.speaking import speaking
from reports.charts import draw
from reports.columns import widths
from reports.document import Block, Cell, Chart, Column, Document, Heading, Items, Paragraph, Run, Table, Text
from reports.drawing import PALETTE, Drawing
from reports.markup import escaped
from reports.pixels import png

LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
SEPARATORS = {"fi": (",", ";"), "sv": (",", ";"), "en": (".", ",")}
"""The decimal sign and the sign between the items of a list."""
COLOURS = {"heading": "17365D", "muted": PALETTE["muted"][0][1:], "line": "C9D0D8", "raised": "EEF2F6"}
PAGE = (11906, 16838)
"""A4, in twentieths of a point."""
MARGIN, MARGIN_OVER = 1134, 964
ROOM = PAGE[0] - 2 * MARGIN
EMU = 9525
"""How many of Word's units of length are a unit of a drawing."""
TALLEST = 880.0
"""The height of a drawing that fits on a page under its title."""
TABLE_TEXT, TABLE_PADDING, INDENT = 9.0, 140, 170
TOGETHER = 10
"""A table of at most so many rows stays on one page."""
SIGNS = "Segoe UI Symbol"
"""The font of the signs of states: in others they are of unlike sizes."""
ORDERED = 3
"""The number of the first ordered list of a document; 1 and 2 are those of the styles."""
NAMES = (
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
)
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def write(document: Document) -> bytes:
    """*document* as a docx in its language."""
    with speaking(document.language):
        drawings = [draw(chart) for chart in document.charts()]
        body = "\n".join(_body(document, drawings))
    decimal, separator = SEPARATORS[document.language]
    values = {
        **COLOURS, "lang": LANGUAGES[document.language], "room": str(ROOM), "decimal": decimal, "separator": separator,
        "title": escaped(document.title), "project": escaped(document.project), "day": escaped(document.as_of),
        "lists": "\n".join(_lists(document)), "pictures": "\n".join(_relations(len(drawings))),
    }  # fmt: skip
    parts = {"[Content_Types].xml": "content_types", "_rels/.rels": "package_rels", "docProps/core.xml": "core",
             "docProps/app.xml": "app", "word/_rels/document.xml.rels": "document_rels", "word/styles.xml": "styles",
             "word/numbering.xml": "numbering", "word/settings.xml": "settings",
             "word/footer1.xml": "footer1"}  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, template in parts.items():
            _put(package, name, _template(template).format_map(values).encode())
        _put(package, "word/document.xml", body.encode())
        for number, drawing in enumerate(drawings, start=1):
            _put(package, f"word/media/image{number}.png", png(drawing))
    return out.getvalue()


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    """A part without the clock, and alike on every system."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
    package.writestr(entry, content)


def _template(name: str) -> str:
    return (Path(__file__).parent / "docx" / f"{name}.xml").read_text(encoding="utf-8")


def _lists(document: Document) -> Iterator[str]:
    """The numberings of the ordered lists: each begins at 1."""
    count = sum(isinstance(block, Items) and block.ordered for block in document.blocks)
    for number in range(ORDERED, ORDERED + count):
        yield (f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>'
               '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>')  # fmt: skip


def _relations(pictures: int) -> Iterator[str]:
    for number in range(1, pictures + 1):
        yield f'<Relationship Id="picture{number}" Type="{IMAGE}" Target="media/image{number}.png"/>'


# The text


def _body(document: Document, drawings: Sequence[Drawing]) -> Iterator[str]:
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in NAMES)
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {names}>\n<w:body>'
    yield _paragraph("Title", _run(Run(document.title)))
    for place, line in enumerate(document.lead, start=1):
        last = '<w:spacing w:after="120"/>' if place == len(document.lead) else ""
        yield _paragraph("Lead", _text(line), last)
    yield from _blocks(document.blocks, drawings)
    yield _paragraph("SmallPrint", _text(document.footer))
    yield (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/>'
        f'<w:pgMar w:top="{MARGIN_OVER}" w:right="{MARGIN}" w:bottom="{MARGIN_OVER}" w:left="{MARGIN}" w:header="567"'
        ' w:footer="567" w:gutter="0"/></w:sectPr>\n</w:body>\n</w:document>\n'
    )


def _blocks(blocks: Iterable[Block], drawings: Sequence[Drawing]) -> Iterator[str]:
    """The blocks in order; *drawings* are those of the charts among them. A caption that says what the heading over it
    says is not said twice."""
    ordered, chart, after_table = ORDERED, 0, False
    heading = ""
    for block in blocks:
        heading = block.text if isinstance(block, Heading) else heading
        apart = '<w:spacing w:before="200"/>' if after_table else ""
        after_table = isinstance(block, Table)
        match block:
            case Heading(text, level):
                yield _paragraph(f"Heading{min(level - 1, 3)}", _run(Run(text)))
            case Paragraph(text, note):
                yield _paragraph("Note" if note else "Normal", _text(text), apart)
            case Items(items, is_ordered):
                numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{ordered}"/></w:numPr>' if is_ordered else ""
                ordered += is_ordered
                for number, item in enumerate(items):
                    more = numbering + (apart if not number else "")
                    yield _paragraph("ListNumber" if is_ordered else "ListBullet", _text(item), more)
            case Table():
                if apart or block.caption != heading:  # two tables would grow together
                    yield _paragraph("Caption", _run(Run(block.caption)), apart)
                yield from _table(block)
            case Chart():
                chart += 1
                yield _paragraph("ChartTitle", _run(Run(block.title)))
                yield _paragraph("Normal", _picture(block.code, drawings[chart - 1], chart))


def _paragraph(style: str, runs: str, more: str = "") -> str:
    """A paragraph of a style; *more* of its properties in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _text(text: Text) -> str:
    return "".join(_run(run) for run in text)


def _run(run: Run, colour: str = "", font: str = "") -> str:
    looks = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>' if font else ""
    looks += "<w:b/><w:bCs/>" * run.strong + "<w:i/><w:iCs/>" * run.emphasis
    looks += f'<w:color w:val="{colour}"/>' if colour else ""
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escaped(run.text)}</w:t></w:r>'


# Tables


def _table(table: Table) -> Iterator[str]:
    """A table whose first row is repeated on every page."""
    sizes = widths(table, ROOM, TABLE_TEXT, TABLE_PADDING)
    look = 'w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{ROOM}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look}/><w:tblCaption w:val="{escaped(table.caption)}"/></w:tblPr>'
    )
    yield "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes) + "</w:tblGrid>"
    heads = "".join(
        _cell(column, _run(Run(column.title)), size, "<w:keepNext/>", 0)
        for column, size in zip(table.columns, sizes, strict=True)
    )
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
    nested = any(row[0].level for row in table.rows)
    for number, row in enumerate(table.rows, start=1):
        keep = "<w:keepNext/>" if len(table.rows) <= TOGETHER and number < len(table.rows) else ""
        cells = zip(table.columns, row, sizes, strict=True)
        told = "".join(_cell(column, _cell_runs(cell, nested and not place and not cell.level), size, keep, cell.level)
                       for place, (column, cell, size) in enumerate(cells))  # fmt: skip
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{told}</w:tr>"
    yield "</w:tbl>"


def _cell(column: Column, runs: str, size: int, keep: str, level: int) -> str:
    indent = f'<w:ind w:left="{INDENT * level}"/>' if level else ""
    right = '<w:jc w:val="right"/>' if column.right else ""
    paragraph = _paragraph("TableText", runs, keep + indent + right)
    whole = "<w:noWrap/>" if column.kind == "status" else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{whole}</w:tcPr>{paragraph}</w:tc>'


def _cell_runs(cell: Cell, strong: bool) -> str:
    """What stands in a cell; a state in its colour, its sign and word are in the text."""
    colour = STATUSES[cell.status][0] if cell.status else ""
    shown = PALETTE[colour][0][1:] if colour in PALETTE else ""
    strong = strong or colour in ("amber", "red")
    if colour and not cell.text[:1].isalnum():
        return _run(Run(cell.text[:1]), shown, SIGNS) + _run(Run(cell.text[1:], strong=strong), shown)
    return _run(Run(cell.text, strong=strong), shown)


# Charts


def _picture(code: str, drawing: Drawing, number: int) -> str:
    """The picture of a chart with its text alternative."""
    scale = min(1.0, TALLEST / drawing.height) * EMU
    size = f'cx="{round(drawing.width * scale)}" cy="{round(drawing.height * scale)}"'
    told = f'name="{escaped(code)}" descr="{escaped(drawing.description)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" {told} title="{escaped(drawing.title)}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMES[-1][1]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" {told}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="picture{number}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
