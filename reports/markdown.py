"""A report as Markdown: text that reads well as it stands, tables aligned, nothing of the data taken for markup."""

import re
from itertools import groupby

from core.display import safe, width
from reports.document import Block, Chart, Column, Document, Heading, Items, Paragraph, Table, Text

SPECIAL = re.compile(r"([\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_]))")
"""Signs that Markdown would take for markup anywhere in a line (reliability.md R33); ``_`` it would not in a word."""
AT_START = re.compile(r"^(\s*\d*)([-+=#]|(?<=\d)[.)](?=\s))")
"""What makes a list, a rule or a heading at the start of a line."""
INDENT = "\u2013 "
"""Before the name of a sub-package, once a level."""


def write(document: Document) -> bytes:
    """*document* as Markdown in UTF-8. A chart is its title and its description: a table has its figures."""
    parts = [f"# {_escaped(document.title)}", "  \n".join(_line(text) for text in document.lead)]
    parts += [_block(block) for block in document.blocks]
    parts += ["---", _emphasised(document.footer)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}"
    if isinstance(block, Paragraph):
        return _emphasised(block.text) if block.note else _line(block.text)
    if isinstance(block, Items):
        marks = (f"{n}." for n in range(1, len(block.items) + 1)) if block.ordered else ("-" for _ in block.items)
        return "\n".join(f"{mark} {_line(text)}" for mark, text in zip(marks, block.items, strict=True))
    if isinstance(block, Chart):
        return f"*{_escaped(block.title)}.* {_escaped(block.description)}"
    return _table(block)


def _table(table: Table) -> str:
    """A table, its columns as wide as their widest cell, with its caption above."""
    rows = [[_escaped(INDENT * cell.level + cell.text) for cell in row] for row in table.rows]
    heads = [_escaped(column.title) for column in table.columns]
    widths = [max(3, *(width(row[place]) for row in [heads, *rows])) for place in range(len(heads))]
    lines = [_row(heads, widths, table.columns), _rule(widths, table.columns)]
    lines += [_row(row, widths, table.columns) for row in rows]
    return "\n".join([f"*{_escaped(table.caption)}*", "", *lines])


def _row(cells: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    out = []
    for text, wide, column in zip(cells, widths, columns, strict=True):
        gap = " " * (wide - width(text))
        out.append(gap + text if column.right else text + gap)
    return f"| {' | '.join(out)} |"


def _rule(widths: list[int], columns: tuple[Column, ...]) -> str:
    return "|" + "|".join("-" * (wide + 1) + (":" if column.right else "-")
                          for wide, column in zip(widths, columns, strict=True)) + "|"  # fmt: skip


def _line(text: Text) -> str:
    """A text as one line; the first sign of it makes no list."""
    out = ""
    for (is_strong, is_emphasis), runs in groupby(text, key=lambda run: (run.strong, run.emphasis)):
        out += _marked("".join(run.text for run in runs), "**" if is_strong else "*" if is_emphasis else "")
    return AT_START.sub(r"\1\\\2", out) if text and not (text[0].strong or text[0].emphasis) else out


def _marked(text: str, mark: str) -> str:
    """*text* between marks, which stand next to a letter: Markdown does not take them for marks otherwise."""
    body = text.strip()
    if not mark or not body:
        return _escaped(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{_escaped(body)}{mark}{after}"


def _emphasised(text: Text) -> str:
    return f"*{_escaped(''.join(run.text for run in text))}*" if text else ""


def _escaped(text: str) -> str:
    """*text* on one line with the signs of Markdown escaped, and nothing that a terminal would obey."""
    return SPECIAL.sub(r"\\\1", safe(text))
