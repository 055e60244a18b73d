"""Decisions that changes rest on: found by day and paragraph, or made."""

from sqlmodel import select

from core.decisions import decision_text, read_decision
from core.errors import EtappiError
from core.text import clean, clean_lines
from store.models import Decision
from store.status import ProjectRow
from store.writing import Writer, key

PARAGRAPH_LIMIT, TEXT_LIMIT = 60, 2000


def find_or_make(writer: Writer, project: ProjectRow, text: str | None, today: str) -> int | None:
    """The id of the decision that *text* names ("ohjausryhmä 26.9.2024 § 5"); it is made where the project has none of
    that day and paragraph. None for an empty text. EtappiError where the text names none."""
    if text is None or not text.strip():
        return None
    name = read_decision(text, today, (project.start, project.end))
    row = writer.session.exec(select(Decision).where(
        Decision.project_id == project.id, Decision.on_date == name.on_date, Decision.paragraph == name.paragraph,
    )).first()  # fmt: skip
    if row is None:
        row = Decision(project_id=project.id, on_date=name.on_date, body=name.body, paragraph=name.paragraph, text="",
                       made_by=writer.action)  # fmt: skip
        writer.session.add(row)
        writer.session.flush()
    elif name.body and not row.body:
        row.body, row.version = name.body, row.version + 1
        writer.session.add(row)
        writer.session.flush()
    return key(row.id)


def add(
    writer: Writer, project: ProjectRow, on_date: str, paragraph: str, text: str, body: str | None = None
) -> tuple[str, bool]:
    """Record a decision of the ISO date *on_date*; returns how it is written (core.decisions) and whether it is new.

    One of that day and paragraph that is there already gets the text and the body. EtappiError without a paragraph or
    a text.
    """
    name, said = clean(paragraph.strip().lstrip("§").strip(), PARAGRAPH_LIMIT), clean_lines(text, TEXT_LIMIT)
    if not name or not said:
        raise EtappiError("decision.incomplete")
    who = clean(body, PARAGRAPH_LIMIT) or None if body else None
    row = writer.session.exec(select(Decision).where(
        Decision.project_id == project.id, Decision.on_date == on_date, Decision.paragraph == name,
    )).first()  # fmt: skip
    new = row is None
    if row is None:
        row = Decision(project_id=project.id, on_date=on_date, body=who, paragraph=name, text=said,
                       made_by=writer.action)  # fmt: skip
        writer.session.add(row)
    elif (row.text, row.body) != (said, who or row.body):
        row.text, row.body, row.version = said, who or row.body, row.version + 1
        writer.session.add(row)
    writer.session.flush()
    return decision_text(row.on_date, row.paragraph, row.body), new
