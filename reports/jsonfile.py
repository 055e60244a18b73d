"""A report as JSON, for programs: docs/export.schema.json says what stands where. Equal reports have equal bytes."""

from core.canonical import canonical
from core.display import safe
from reports.document import Block, Chart, Document, Heading, Items, Paragraph, Table, Text

FORMAT = 1
"""The number of the shape; it changes only where a program would have to."""


def write(document: Document) -> bytes:
    """*document* as canonical JSON and a line feed. Figures are numbers, what is not known is null."""
    return canonical(_safe({
        "format": FORMAT, "report": document.code, "title": document.title, "language": document.language,
        "project": document.project, "quarter": document.quarter, "as_of": document.as_of,
        "snapshot": document.snapshot, "sha256": document.sha256, "lead": [_text(one) for one in document.lead],
        "blocks": [_block(one) for one in document.blocks], "footer": _text(document.footer),
    })) + b"\n"  # fmt: skip


def _safe(node: object) -> object:
    """*node* with every text in it on one line, without what a terminal would obey."""
    if isinstance(node, str):
        return safe(node)
    if isinstance(node, dict):
        return {name: _safe(one) for name, one in node.items()}
    return [_safe(one) for one in node] if isinstance(node, (list, tuple)) else node


def _text(text: Text) -> dict[str, object]:
    """A text and the figures in it."""
    return {
        "text": "".join(run.text for run in text),
        "figures": [{"figure": run.figure, "text": run.text, "value": run.value} for run in text if run.figure],
    }


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Heading):
        return {"type": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "note": block.note, **_text(block.text)}
    if isinstance(block, Items):
        return {"type": "items", "ordered": block.ordered, "items": [_text(one) for one in block.items]}
    return _chart(block) if isinstance(block, Chart) else _table(block)


def _table(table: Table) -> dict[str, object]:
    return {
        "type": "table", "code": table.code, "caption": table.caption,
        "columns": [{"code": one.code, "title": one.title, "kind": one.kind} for one in table.columns],
        "rows": [[{"text": cell.text, "value": cell.value, "of": cell.of, "figure": cell.figure,
                   "status": cell.status, "level": cell.level} for cell in row] for row in table.rows],
    }  # fmt: skip


def _chart(chart: Chart) -> dict[str, object]:
    return {
        "type": "chart", "code": chart.code, "title": chart.title, "kind": chart.kind, "unit": chart.unit,
        "categories": chart.categories, "description": chart.description,
        "series": [{"name": one.name, "values": one.values, "low": one.low, "high": one.high} for one in chart.series],
    }  # fmt: skip
