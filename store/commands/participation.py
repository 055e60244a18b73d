"""What an import brings: organisations, their roles in work packages, the values of a list of members, states of
obligations, what a form says, planned events, who was at events, answers to surveys."""

import json

from sqlalchemy import insert
from sqlmodel import select

from core.importing import ImportPlan
from store.commands import (
    attendance,
    inforce,
    leadforms,
    members,
    obligations,
    organisations,
    plannedevents,
    responses,
)
from store.models import ImportBatch, ImportDecision, ImportFinding, ImportRow, Organisation, Participation
from store.writing import Writer


def apply_import(writer: Writer, project_id: int, plan: ImportPlan) -> int:
    """Write what an import plan says; returns the batch number (the action's).

    The plan must have been made from this very state of the store, inside this transaction (importers.apply does).
    """
    made = organisations.make(writer, plan.new, "import")
    ids = _ids(writer)
    organisations.remember(writer, [(ids[name], text) for name, text in plan.aliases], "import")
    organisations.keep_apart(writer, [(ids[name], text) for text, name in plan.not_same])
    touched = [ids[change.organisation] for change in plan.roles]
    met = attendance.organisations_of(plan.attendance) if plan.attendance is not None else set()
    if plan.survey is not None:
        met = responses.organisations_of(plan.survey)
    if plan.attendance is None and plan.survey is None:
        organisations.join(writer, project_id, [*made.values(), *touched])
    else:  # who is met at an event or in a survey only is outside the network
        there = [ids[name] for name in sorted(met)]
        organisations.join(writer, project_id, [*made.values(), *there], network=False)
    _write_roles(writer, project_id, plan, ids)
    members.write(writer, project_id, plan.members, ids)
    obligations.write(writer, project_id, plan.states, ids)
    plannedevents.write(writer, project_id, plan.events, ids)
    if plan.attendance is not None:
        attendance.write(writer, project_id, plan.attendance, ids, plan.file)
    if plan.survey is not None:
        responses.write(writer, project_id, plan.survey, ids)
    if plan.form is not None:
        leadforms.write(writer, project_id, plan.form)
    writer.session.add(ImportBatch(
        id=writer.action, project_id=project_id, file=plan.file, kind=plan.kind, reader=plan.reader,
        reader_version=plan.reader_version, sha256=plan.sha256, rows_read=plan.rows_read, marks_read=plan.marks_read,
        added=plan.count("added"), changed=plan.count("changed"), same=plan.count("same"),
        removed=plan.count("removed"),
    ))  # fmt: skip
    writer.session.flush()
    _write_rows(writer, project_id, plan)
    for decision in plan.decisions:
        writer.session.add(
            ImportDecision(batch_id=writer.action, kind=decision.kind, text=decision.text, answer=decision.answer)
        )
    for finding in plan.findings:
        writer.session.add(ImportFinding(
            batch_id=writer.action, code=finding.code, severity=finding.severity,
            place_json=json.dumps({**finding.place.as_dict(), "item": finding.place.item}, ensure_ascii=False),
            values_json=json.dumps(finding.values, ensure_ascii=False),
        ))  # fmt: skip
    writer.session.flush()
    return writer.action


def _write_roles(writer: Writer, project_id: int, plan: ImportPlan, ids: dict[str, int]) -> None:
    begins = inforce.beginning(writer, project_id) if plan.roles else None
    added = [
        {
            "project_id": project_id, "work_package_id": change.package_id,
            "organisation_id": ids[change.organisation], "role": change.role, "certainty": change.certainty,
            "source": "import", "version": 1, "made_by": writer.action, "from_quarter": begins,
        }
        for change in plan.roles
        if change.outcome == "added"
    ]  # fmt: skip
    for change in plan.roles:
        if change.outcome == "changed":
            row = writer.session.get_one(Participation, change.row_id)
            inforce.change(writer, row, {"role": change.role, "certainty": change.certainty, "source": "import"})
        elif change.outcome == "removed":
            inforce.remove(writer, writer.session.get_one(Participation, change.row_id))
    writer.session.flush()
    if added:
        writer.session.execute(insert(Participation), added)


def _write_rows(writer: Writer, project_id: int, plan: ImportPlan) -> None:
    rows = [
        {
            "batch_id": writer.action, "project_id": project_id, "place": row.place.plain(),
            "raw": None if plan.attendance is not None or plan.survey is not None or plan.events else row.raw,
            "name": row.name, "package": row.package, "marks": " ".join(row.marks),
            "roles": " ".join(row.roles), "outcome": row.outcome,
            "reason": row.reason, "organisation": row.organisation,
        }
        for row in plan.rows
        if not row.waits_already
    ]  # fmt: skip
    if rows:
        writer.session.execute(insert(ImportRow), rows)


def _ids(writer: Writer) -> dict[str, int]:
    return {name: number for name, number in writer.session.exec(select(Organisation.name, Organisation.id)).all()
            if number is not None}  # fmt: skip
