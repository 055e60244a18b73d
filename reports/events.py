"""Events and whom they reached: by quarter, by package, and who of the network was at none."""

from core import quarter as quarters
from core.errors import EtappiError
from locales import language, t
from reports import quarterparts as parts
from reports.content import Content
from reports.document import Block, Document, Heading, Items, Paragraph
from reports.eventparts import by_package, contacts_chart, events_table, reach_table
from reports.pieces import lead_lines, plain, small_print, told
from reports.registry import Options

MOST_INVITED = 20
"""Organisations outside the network that are named, those at most events first."""


def build(content: Content, _options: Options) -> Document:
    """Events of the project to the end of the quarter looked at. EtappiError where it has none."""
    events = [one for one in content.events() if one.quarter is None or one.quarter <= content.quarter]
    if not events:
        raise EtappiError("exportmore.no_events")
    blocks: list[Block] = []
    reach = reach_table(content)
    if reach is not None:
        blocks += [Heading(t("exportmore.section_reach")), reach,
                   *(one for one in (contacts_chart(content), parts.reach_chart(content)) if one is not None),
                   Paragraph(told("exportmore.no_sums"), note=True)]  # fmt: skip
    packages = by_package(content, events)
    if packages is not None:
        blocks += [Heading(t("exportmore.by_package")), *packages, Paragraph(told("exportmore.several"), note=True)]
    blocks += _who(content)
    blocks += [Heading(t("exportmore.section_all_events")), events_table(events)]
    return Document(
        code="events", title=t("exportmore.title_events", quarter=quarters.label(content.quarter)),
        language=language(), lead=lead_lines(content), blocks=tuple(blocks),
        footer=small_print(content, *parts.notes(content)[1:]), project=content.project.code, quarter=content.code,
        as_of=content.as_of, snapshot=content.name, sha256=content.sha256,
    )  # fmt: skip


def _who(content: Content) -> list[Block]:
    """Organisations of the network that were at no event, and those outside it that came."""
    found = content.organisations()
    never = [one.name for one in found if one.network and not one.events]
    outside = sorted((one for one in found if not one.network and one.events), key=lambda one: -one.events)
    blocks: list[Block] = []
    if never:
        blocks += [Heading(t("exportmore.section_never", n=len(never))), Items(tuple(map(plain, never)))]
    if outside:
        told_of = tuple(told("exportmore.was_at", name=one.name, n=one.events) for one in outside[:MOST_INVITED])
        blocks += [Heading(t("exportmore.section_outside", n=len(outside))), Items(told_of)]
    return blocks
