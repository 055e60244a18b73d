"""A report as one web page that stands alone: no script, nothing fetched, light and dark, made to print on A4.

Its security policy allows its own style sheet, by its hash, and nothing else (reliability.md R33).
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from core.colour import STATUSES
from locales import t
from locales.speaking import speaking
from reports import svg
from reports.charts import draw, told
from reports.document import Block, Cell, Chart, Column, Document, Heading, Items, Paragraph, Run, Table, Text
from reports.drawing import PALETTE
from reports.markup import escaped

RAISED = ("#f2f4f7", "#20252b")
"""The ground of the contents, light and dark."""
WIDE = 4
"""From so many columns on a table may be wider than a phone: it can be scrolled, by the keyboard too."""
SHORT = 10
"""A table of at most so many rows is printed on one page."""
CONTENTS = 4
"""From so many sections on a page has a list of them."""


def write(document: Document) -> bytes:
    """*document* as a page in its language: HTML in UTF-8, the same bytes for the same document."""
    with speaking(document.language):
        return "\n".join(_page(document)).encode() + b"\n"


def _page(document: Document) -> Iterator[str]:
    style = _style()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{document.language}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="generator" content="Etappi">'
    yield f"<title>{escaped(document.title)} \u2013 {escaped(document.project)}</title>"
    yield f"<style>{style}</style>\n</head>\n<body>"
    yield f"<header>\n<h1>{escaped(document.title)}</h1>"
    if document.lead:
        yield '<div class="lead">'
        yield from (f"<p>{_text(line)}</p>" for line in document.lead)
        yield "</div>"
    yield "</header>"
    yield from _contents(document)
    yield "<main>"
    yield from _blocks(document.blocks)
    yield "</main>"
    if document.footer:
        yield f"<footer>\n<p>{_text(document.footer)}</p>\n</footer>"
    yield "</body>\n</html>"


@cache
def _style() -> str:
    """The style sheet with the colours of charts and texts as custom properties."""
    colours = {**PALETTE, "raised": RAISED}
    light, dark = (" ".join(f"--{name}: {pair[side]};" for name, pair in colours.items()) for side in (0, 1))
    sheet = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    return f"{sheet.replace('{light}', light).replace('{dark}', dark)}{svg.rules()}\n"


def _contents(document: Document) -> Iterator[str]:
    """Links to the sections, where there are enough of them."""
    sections = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    if len(sections) < CONTENTS:
        return
    yield f'<nav aria-label="{escaped(t("exportfile.contents"))}">\n<ul>'
    yield from (f'<li><a href="#s{n}">{escaped(name)}</a></li>' for n, name in enumerate(sections, start=1))
    yield "</ul>\n</nav>"


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """The blocks in order; a heading of level 2 begins a section."""
    section = table = chart = 0
    heading = ""
    for block in blocks:
        heading = block.text if isinstance(block, Heading) else heading
        match block:
            case Heading(text, 2):
                if section:
                    yield "</section>"
                section += 1
                yield f'<section aria-labelledby="s{section}">\n<h2 id="s{section}">{escaped(text)}</h2>'
            case Heading(text, level):
                yield f"<h{level}>{escaped(text)}</h{level}>"
            case Paragraph(text, note):
                yield f"<p{_class('note' if note else '')}>{_text(text)}</p>"
            case Items(items, ordered):
                tag = "ol" if ordered else "ul"
                yield f"<{tag}>"
                yield from (f"<li>{_text(item)}</li>" for item in items)
                yield f"</{tag}>"
            case Table():
                table += 1
                yield from _table(block, f"t{table}", heading)
            case Chart():
                chart += 1
                yield from _chart(block, f"c{chart}")
    if section:
        yield "</section>"


def _text(text: Text) -> str:
    return "".join(_run(run) for run in text)


def _run(run: Run) -> str:
    out = escaped(run.text)
    if run.figure:
        out = f"<span{_figure(run.figure)}>{out}</span>"
    if run.emphasis:
        out = f"<em>{out}</em>"
    return f"<strong>{out}</strong>" if run.strong else out


def _figure(figure: str | None) -> str:
    """The attributes that tell which figure this is; a pointer over it shows its id (`etappi why ID`)."""
    return f' data-figure="{escaped(figure)}" title="{escaped(figure)}"' if figure else ""


def _class(*names: str) -> str:
    kept = " ".join(name for name in names if name)
    return f' class="{kept}"' if kept else ""


# Tables


def _table(table: Table, ident: str, heading: str) -> Iterator[str]:
    """A table; a caption that the *heading* over it says already is there to be heard only."""
    wide = len(table.columns) >= WIDE
    if wide:
        yield f'<div class="scroll" role="group" aria-labelledby="{ident}" tabindex="0">'
    short = _class("short" if len(table.rows) <= SHORT else "")
    heard = _class("heard" if table.caption == heading else "")
    yield f'<table{short}>\n<caption id="{ident}"{heard}>{escaped(table.caption)}</caption>\n<thead>\n<tr>'
    yield "".join(_head(column.title, "right" if column.right else "") for column in table.columns)
    yield "</tr>\n</thead>\n<tbody>"
    nested = any(row[0].level for row in table.rows if row)
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        yield f"<tr>{''.join(_cell(column, cell, n == 0, nested) for n, (column, cell) in enumerate(cells))}</tr>"
    yield "</tbody>\n</table>"
    if wide:
        yield "</div>"


def _head(title: str, name: str) -> str:
    """The head of a column; without a title it is no header."""
    return f'<th scope="col"{_class(name)}>{escaped(title)}</th>' if title else f"<td{_class(name)}></td>"


def _cell(column: Column, cell: Cell, first: bool, nested: bool) -> str:
    names = ["right" if column.right else "", "date" if column.kind == "date" else ""]
    text = escaped(cell.text)
    if cell.status:
        names += ["status", STATUSES[cell.status][0]]
        sign = cell.text[:1]
        if len(cell.text) > 1 and not sign.isalnum():  # the word says it: the sign is for the eye
            text = f'<span aria-hidden="true">{escaped(sign)}</span>{escaped(cell.text[1:])}'
    if not first:
        return f"<td{_class(*names)}{_figure(cell.figure)}>{text}</td>"
    names.append(f"level{min(cell.level, 2)}" if nested else "")
    return f'<th scope="row"{_class(*names)}{_figure(cell.figure)}>{text}</th>'


# Charts


def _chart(chart: Chart, ident: str) -> Iterator[str]:
    yield f"<figure>\n<figcaption>{escaped(chart.title)}</figcaption>"
    yield f'<div class="scroll" role="group" aria-labelledby="{ident}-title" tabindex="0">'
    yield f"{svg.inline(draw(chart), ident)}\n</div>"
    yield f"<details>\n<summary>{escaped(t('exportfile.figures'))}</summary>"
    wide = len(chart.series) + 1 >= WIDE
    if wide:
        yield f'<div class="scroll" role="group" aria-labelledby="{ident}-figures" tabindex="0">'
    yield f'<table>\n<caption id="{ident}-figures">{escaped(chart.description)}</caption>\n<thead>\n<tr>{_head("", "")}'
    yield "".join(_head(series.name, "right") for series in chart.series)
    yield "</tr>\n</thead>\n<tbody>"
    for index, category in enumerate(chart.categories):
        cells = "".join(f'<td class="right">{escaped(told(chart, series, index))}</td>' for series in chart.series)
        yield f'<tr><th scope="row">{escaped(category)}</th>{cells}</tr>'
    yield "</tbody>\n</table>"
    if wide:
        yield "</div>"
    yield "</details>\n</figure>"
