"""Decisions that changes rest on: found by day and paragraph, or made."""

from sqlmodel import select

from core.decisions import read_decision
from store.models import Decision
from store.status import ProjectRow
from store.writing import Writer, key


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
