"""The quarter report: one page for the steering group, in the order of its reader; no section without data."""

from core import quarter as quarters
from locales import language, t
from reports import quarterparts as parts
from reports.content import Content
from reports.document import Block, Document, Heading, Items
from reports.packagetable import names_note, package_table, progress_chart
from reports.pieces import lead_lines, small_print
from reports.registry import Options
from reports.requests import late_items, requests


def build(content: Content, options: Options) -> Document:
    """The quarter report of the quarter that *content* is looked at in.

    The quarter before is shown by the figures of the snapshot *before* it, where one was given that has them, else by
    those that *content* holds of it.
    """
    earlier = earlier_of(content, options)
    asked = requests(content)
    owners = [one.owner for one in late_items(content) if one.owner is not None]
    blocks: list[Block] = [Heading(t("export.section_brief")), Items(parts.brief(content, earlier))]
    if asked:
        blocks += [Heading(t("export.section_asked")), Items(tuple(one.text for one in asked), ordered=True)]
    blocks += [Heading(t("export.section_packages")), package_table(content, earlier)]
    for title, found in (
        ("completed", parts.completed(content)),
        ("deviations", parts.deviations(content, asked)),
        ("obligations", parts.obligations(content, earlier)),
        ("reach", parts.reach(content)),
        ("next", parts.coming(content)),
        ("charts", tuple(one for one in (progress_chart(content), parts.reach_chart(content)) if one is not None)),
    ):
        if found:
            words = {"quarter": quarters.short(content.quarter), "next": quarters.label(content.quarter + 1)}
            blocks += [Heading(t(f"export.section_{title}", **words)), *found]
    footer = small_print(content, *parts.notes(content), *names_note(content, owners))
    return Document(
        code="quarter", title=t("export.title_quarter", quarter=quarters.label(content.quarter)), language=language(),
        lead=lead_lines(content), blocks=tuple(blocks), footer=footer,
        project=content.project.code, quarter=content.code, as_of=content.as_of, snapshot=content.name,
        sha256=content.sha256,
    )  # fmt: skip


def earlier_of(content: Content, options: Options) -> Content | None:
    """What has the figures of the quarter before; None where the project had none."""
    if content.previous is None:
        return None
    before = options.before
    return before if before is not None and before.figures(content.previous) else content
