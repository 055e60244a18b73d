"""Deadlines, the grant, goals and the register of outputs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlmodel import select

from core.agreements import DEADLINE_KINDS, GrantRow
from core.codes import code_key
from core.days import day_number
from core.errors import EtappiError
from core.planning import PlanAgreements
from core.text import clean, clean_lines
from store.commands import events, surveys
from store.editing import Base, Saved, save
from store.models import Deadline, Goal, Grant, Item, Obligation, OutputRecord
from store.status import ProjectRow, projects
from store.writing import Writer, key

RECORD_FIELDS = ("link", "edition", "keeper", "review_on")
"""What the register says of an output."""
TITLE_LIMIT, TEXT_LIMIT = 200, 500


def write_plan(writer: Writer, project_id: int, plan: PlanAgreements, packages: Mapping[str, int]) -> None:
    """Write what a sound plan file says of a new project; *packages* are the ids of its packages by code."""
    common: dict[str, Any] = {"project_id": project_id, "made_by": writer.action}
    for position, one in enumerate(plan.obligations, 1):
        writer.session.add(Obligation(
            code=one.code, position=position, title=one.title, role=one.role, due=one.due, proof=one.proof,
            work_package_id=packages[one.package] if one.package else None, **common,
        ))  # fmt: skip
    for deadline in plan.deadlines:
        writer.session.add(Deadline(**asdict(deadline), **common))
    for position, goal in enumerate(plan.goals, 1):
        writer.session.add(Goal(position=position, title=goal.title, result=goal.result, **common))
    if plan.grant is not None:
        writer.session.add(Grant(**asdict(plan.grant), **common))
    writer.session.flush()
    project = next(row for row in projects(writer.connection) if row.id == project_id)
    # those with a code of their own first, so that a number given out by us is none of them
    for event in sorted(plan.events, key=lambda one: one.code is None):
        events.add_planned(writer, project, event)
    surveys.write_plan(writer, project, plan.surveys)


def add_deadline(
    writer: Writer, project_id: int, title: str, on_date: str, *, at_time: str | None = None, kind: str = "other",
    recipient: str | None = None,
) -> int:  # fmt: skip
    """Add a deadline or a meeting on the ISO date *on_date* at *at_time* (HH:MM); returns its id.

    EtappiError: no title, an unknown kind, no such day, or one of that title and day that is there already.
    """
    name = clean(title, TITLE_LIMIT)
    _check_deadline(name, on_date, kind)
    twin = select(Deadline.id).where(
        Deadline.project_id == project_id, Deadline.title == name, Deadline.on_date == on_date
    )
    if writer.session.exec(twin).first() is not None:
        raise EtappiError("obligation.deadline_twice", title=name, date=on_date)
    row = Deadline(project_id=project_id, title=name, on_date=on_date, at_time=at_time, kind=kind,
                   recipient=clean(recipient, TITLE_LIMIT) or None if recipient else None,
                   made_by=writer.action)  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    return key(row.id)


def change_deadline(writer: Writer, deadline_id: int, base: Base, wanted: dict[str, object]) -> Saved:
    """Change title, on_date, at_time, kind, recipient or done_on of a deadline that a form was opened with."""
    row = writer.session.get(Deadline, deadline_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    title, day = clean(str(wanted.get("title", row.title)), TITLE_LIMIT), str(wanted.get("on_date", row.on_date))
    _check_deadline(title, day, str(wanted.get("kind", row.kind)))
    return save(writer, Deadline, deadline_id, base, {**wanted, **({"title": title} if "title" in wanted else {})})


def deadline_done(writer: Writer, deadline_id: int, on_date: str | None) -> str:
    """Say on which day a deadline was met (None: not yet); returns its title."""
    row = writer.session.get(Deadline, deadline_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    if row.done_on != on_date:
        row.done_on, row.version = on_date, row.version + 1
        writer.session.add(row)
        writer.session.flush()
    return row.title


def remove_deadline(writer: Writer, deadline_id: int) -> str:
    """Take a deadline away; returns its title."""
    row = writer.session.get(Deadline, deadline_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    writer.session.delete(row)
    writer.session.flush()
    return row.title


def set_grant(writer: Writer, project_id: int, grant: GrantRow) -> bool:
    """Make *grant* the grant of the project; returns whether anything changed."""
    row = writer.session.exec(select(Grant).where(Grant.project_id == project_id)).first()
    if row is None:
        row = Grant(project_id=project_id, made_by=writer.action, **asdict(grant))
    else:
        changed = {name: value for name, value in asdict(grant).items() if getattr(row, name) != value}
        if not changed:
            return False
        for name, value in changed.items():
            setattr(row, name, value)
        row.version += 1
    writer.session.add(row)
    writer.session.flush()
    return True


def add_goal(writer: Writer, project_id: int, title: str, result: str | None = None) -> int:
    """Add a goal behind those there are; returns its id. EtappiError without a title."""
    name = clean_lines(title, TEXT_LIMIT)
    if not name:
        raise EtappiError("obligation.no_title")
    there = writer.session.exec(select(Goal.position).where(Goal.project_id == project_id)).all()
    row = Goal(project_id=project_id, position=max(there, default=0) + 1, title=name,
               result=clean_lines(result, TEXT_LIMIT) or None if result else None, made_by=writer.action)  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    return key(row.id)


def set_record(writer: Writer, project: ProjectRow, item_code: str, values: Mapping[str, str | None]) -> str:
    """Say where an output is kept: link, edition, keeper, review_on (those given; None or empty clears). A record of
    which nothing is left is taken away. Returns the item's code; EtappiError if it is unknown or no output."""
    item = next((one for one in writer.session.exec(select(Item).where(Item.project_id == project.id)).all()
                 if code_key(one.code) == code_key(item_code)), None)  # fmt: skip
    if item is None:
        raise EtappiError("progress.unknown_item", code=item_code)
    if item.kind != "output":
        raise EtappiError("obligation.no_output", code=item.code)
    wanted = {name: clean(value or "", TEXT_LIMIT) or None for name, value in values.items() if name in RECORD_FIELDS}
    row = writer.session.exec(select(OutputRecord).where(OutputRecord.item_id == item.id)).first()
    if row is None:
        if any(wanted.values()):
            row = OutputRecord(project_id=project.id, item_id=key(item.id), made_by=writer.action)
            writer.session.add(_filled(row, wanted))
    else:
        changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        _filled(row, changed)
        if changed and not any(getattr(row, name) for name in RECORD_FIELDS):
            writer.session.delete(row)
        elif changed:
            row.version += 1
            writer.session.add(row)
    writer.session.flush()
    return item.code


def _filled(row: OutputRecord, values: Mapping[str, str | None]) -> OutputRecord:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _check_deadline(title: str, on_date: str, kind: str) -> None:
    if not title:
        raise EtappiError("obligation.no_title")
    if kind not in DEADLINE_KINDS:
        raise EtappiError("obligation.unknown_deadline_kind", kind=kind, kinds=", ".join(DEADLINE_KINDS))
    try:
        day_number(on_date)
    except ValueError:
        raise EtappiError("obligation.bad_due", value=on_date) from None
