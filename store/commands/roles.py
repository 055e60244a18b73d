"""Roles set by a person: one with its quarters, many confirmed at once; labels of organisations."""

from collections.abc import Iterable, Sequence

from sqlmodel import select

from core.errors import EtappiError
from core.text import clean
from store.closing import locked_until
from store.commands import inforce, organisations
from store.editing import Base, Clash, Saved, StaleEdit, last_change, save
from store.models import Label, Organisation, Participation
from store.writing import Writer, key

LABEL_LIMIT = 40


def add_role(
    writer: Writer, project_id: int, package_id: int, organisation_id: int, role: str, certainty: str,
    from_quarter: int | None = None, to_quarter: int | None = None,
) -> int:  # fmt: skip
    """Give an organisation a role in a package; a row "unknown" there becomes this role. Returns the row's id.

    Once a quarter is locked a role begins in the first open one, if no other is given. EtappiError if the organisation
    has that role there already, the quarters are the wrong way round, or the first of them is locked.
    """
    from_quarter = inforce.beginning(writer, project_id, from_quarter)
    _check_quarters(from_quarter, to_quarter)
    locked = locked_until(writer.connection, project_id)
    found = writer.session.exec(
        select(Participation).where(
            Participation.work_package_id == package_id, Participation.organisation_id == organisation_id
        )
    ).all()
    present = {row.role: row for row in found if not inforce.is_over(row, locked)}
    if role in present:
        raise EtappiError("store.role_twice", 1, role=role)
    row = present.get("unknown")
    if row is None:
        row = Participation(
            project_id=project_id, work_package_id=package_id, organisation_id=organisation_id, role=role,
            certainty=certainty, from_quarter=from_quarter, to_quarter=to_quarter, source="user",
            made_by=writer.action,
        )  # fmt: skip
        writer.session.add(row)
        writer.session.flush()
        made = row.id
    else:
        made = inforce.change(writer, row, {"role": role, "certainty": certainty, "source": "user",
                                            "from_quarter": from_quarter, "to_quarter": to_quarter}).id  # fmt: skip
        writer.session.flush()
    organisations.join(writer, project_id, [organisation_id])
    return key(made)


def change_role(writer: Writer, row_id: int, base: Base, wanted: dict[str, object]) -> Saved:
    """Change role, certainty or quarters of a row that a form was opened with (store.editing).

    In locked quarters it stays as it was: the change holds from the first open quarter (store.commands.inforce).
    """
    first, last = wanted.get("from_quarter"), wanted.get("to_quarter")
    _check_quarters(first if isinstance(first, int) else None, last if isinstance(last, int) else None)
    row = writer.session.get(Participation, row_id)
    if row is not None:
        _refuse_gone_on(writer, row, base, wanted)
    if row is not None and wanted.get("role", row.role) != row.role:
        twin = writer.session.exec(select(Participation).where(
            Participation.work_package_id == row.work_package_id, Participation.organisation_id == row.organisation_id,
            Participation.role == wanted["role"])).all()  # fmt: skip
        locked = locked_until(writer.connection, row.project_id)
        if any(not inforce.is_over(one, locked) for one in twin):
            raise EtappiError("store.role_twice", 1, role=wanted["role"])
    return save(writer, Participation, row_id, base, wanted, together=("role", "certainty"),
                write=lambda row, values: inforce.change(writer, row, values))  # fmt: skip


def _refuse_gone_on(writer: Writer, row: Participation, base: Base, wanted: dict[str, object]) -> None:
    """`StaleEdit` where somebody changed the role since the form was opened and it goes on in a row of its own, since a
    quarter is locked."""
    if row.version == base.version or not inforce.is_over(row, locked_until(writer.connection, row.project_id)):
        return
    successor = writer.session.exec(select(Participation).where(
        Participation.work_package_id == row.work_package_id, Participation.organisation_id == row.organisation_id,
        Participation.from_quarter == (row.to_quarter or 0) + 1)).first()  # fmt: skip
    if successor is None:
        raise EtappiError("store.row_gone", 1)
    raise StaleEdit(
        tuple(Clash(column, base.values[column], getattr(successor, column), value)
              for column, value in wanted.items() if value != base.values[column]),
        *last_change(writer, "participation", key(row.id)),
    )  # fmt: skip


def remove_role(writer: Writer, row_id: int, base: Base) -> None:
    """Take a role away (from the first open quarter on); `StaleEdit` if it changed since the form was opened."""
    save(writer, Participation, row_id, base, {**base.values})
    row = writer.session.get(Participation, row_id)
    if row is None or row.version != base.version:
        raise EtappiError("store.row_changed", 1)
    inforce.remove(writer, row)
    writer.session.flush()


def confirm(writer: Writer, project_id: int, cells: Iterable[tuple[int, int | None]]) -> int:
    """Confirm the roles of organisations (id, package id or None for all packages); returns how many became confirmed.

    A role that is unknown stays as it is: there is nothing to confirm.
    """
    count = 0
    locked = locked_until(writer.connection, project_id)
    for organisation_id, package_id in cells:
        query = select(Participation).where(
            Participation.project_id == project_id, Participation.organisation_id == organisation_id,
            Participation.certainty == "interest", Participation.role != "unknown")  # fmt: skip
        if package_id is not None:
            query = query.where(Participation.work_package_id == package_id)
        for row in writer.session.exec(query).all():
            if not inforce.is_over(row, locked):
                inforce.change(writer, row, {"certainty": "confirmed"})
                count += 1
    writer.session.flush()
    return count


def set_labels(writer: Writer, project_id: int, organisation_ids: Iterable[int], wanted: Sequence[str]) -> int:
    """Give organisations exactly these labels in a project; returns how many labels were added or taken away."""
    texts = list(dict.fromkeys(text for text in (clean(one, LABEL_LIMIT) for one in wanted) if text))
    count = 0
    for organisation_id in organisation_ids:
        present = {row.text: row for row in writer.session.exec(select(Label).where(
            Label.project_id == project_id, Label.organisation_id == organisation_id)).all()}  # fmt: skip
        for text in texts:
            if text not in present:
                writer.session.add(Label(project_id=project_id, organisation_id=organisation_id, text=text,
                                         made_by=writer.action))  # fmt: skip
                count += 1
        for text, row in present.items():
            if text not in texts:
                writer.session.delete(row)
                count += 1
    writer.session.flush()
    return count


def change_labels(
    writer: Writer, project_id: int, organisation_ids: Iterable[int], more: Sequence[str], fewer: Sequence[str]
) -> int:
    """Give organisations the labels *more* and take *fewer* away, others stay; returns how many changed."""
    count = 0
    for organisation_id in organisation_ids:
        present = list(writer.session.exec(select(Label.text).where(
            Label.project_id == project_id, Label.organisation_id == organisation_id)).all())  # fmt: skip
        wanted = [text for text in [*present, *more] if text not in fewer]
        count += set_labels(writer, project_id, [organisation_id], wanted)
    return count


def set_short(writer: Writer, organisation_id: int, base: Base, short: str) -> Saved:
    """Give an organisation another short name; EtappiError if it is empty or another has it."""
    text = organisations.short_to_give(writer, organisation_id, short)
    return save(writer, Organisation, organisation_id, base, {"short": text})


def _check_quarters(first: int | None, last: int | None) -> None:
    if first is not None and last is not None and first > last:
        raise EtappiError("store.quarters_reversed", 1)
