"""What a list of members says of organisations: written as its plan has it."""

from collections.abc import Sequence

from sqlmodel import select

from core.importing import MemberChange
from store.commands import organisations
from store.models import Label, Organisation
from store.writing import Writer


def write(writer: Writer, project_id: int, members: Sequence[MemberChange], ids: dict[str, int]) -> None:
    """Write the values, labels and memberships of *members*; *ids* are those of all organisations by name.

    Business ids are taken from those that lose or change theirs before any is given, so that two may change places.
    """
    written = [one for one in members if one.outcome != "same"]
    rows = {one.organisation: writer.session.get_one(Organisation, ids[one.organisation]) for one in written}
    for one in written:
        row = rows[one.organisation]
        if row.business_id is not None and any(change.field == "business_id" for change in one.fields):
            row.business_id, row.version = None, row.version + 1
            writer.session.add(row)
    writer.session.flush()
    for one in written:
        row = rows[one.organisation]
        wanted = {change.field: change.after for change in one.fields if change.field in organisations.VALUES}
        changed = {field: value for field, value in wanted.items() if getattr(row, field) != value}
        for field, value in changed.items():
            setattr(row, field, value)
        if changed:
            row.version += 1
            writer.session.add(row)
        _write_labels(writer, project_id, ids[one.organisation], one)
    _take_in(writer, project_id, {ids[one.organisation]: one.organisation for one in written if one.outcome == "added"})
    writer.session.flush()


def _take_in(writer: Writer, project_id: int, added: dict[int, str]) -> None:
    """Make organisations (names by id) members of the project's network, those that were met outside it too."""
    organisations.join(writer, project_id, sorted(added))
    outside = writer.connection.execute(
        "SELECT organisation_id FROM v_member WHERE project_id = ? AND NOT network", (project_id,)
    ).fetchall()
    for (organisation_id,) in outside:
        if organisation_id in added:
            organisations.set_network(writer, project_id, added[organisation_id], network=True)


def _write_labels(writer: Writer, project_id: int, organisation_id: int, member: MemberChange) -> None:
    for text in member.labels:
        writer.session.add(
            Label(project_id=project_id, organisation_id=organisation_id, text=text, made_by=writer.action)
        )
    if member.labels_gone:
        here = select(Label).where(Label.project_id == project_id, Label.organisation_id == organisation_id)
        for row in writer.session.exec(here).all():
            if row.text in member.labels_gone:
                writer.session.delete(row)
