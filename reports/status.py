"""The status table as a report: where each work package stands, on one page."""

from core import quarter as quarters
from locales import language, t
from reports.content import Content
from reports.document import Block, Document, Items
from reports.packagetable import names_note, package_table, progress_chart
from reports.pieces import lead_lines, small_print, told
from reports.quarter import earlier_of
from reports.quarterparts import brief
from reports.registry import Options


def build(content: Content, options: Options) -> Document:
    """The status table of the quarter that *content* is looked at in."""
    earlier = earlier_of(content, options)
    blocks: list[Block] = [Items(brief(content, earlier)[:2]), package_table(content, earlier, due=True)]
    chart = progress_chart(content)
    if chart is not None:
        blocks.append(chart)
    footer = small_print(content, told("export.small_progress"), *names_note(content))
    return Document(
        code="status", title=t("export.title_status", quarter=quarters.label(content.quarter)), language=language(),
        lead=lead_lines(content), blocks=tuple(blocks), footer=footer,
        project=content.project.code, quarter=content.code, as_of=content.as_of, snapshot=content.name,
        sha256=content.sha256,
    )  # fmt: skip
