"""Items of a changed plan file (store.commands.replanning)."""

from collections.abc import Callable
from typing import Any

from sqlmodel import select

from core.difference import Difference
from core.planning import PlanItem
from store.commands import items, progress
from store.commands import plan as plans
from store.commands.replanwork import Replan
from store.models import Dependency, Deviation, Evidence, Item, OutputRecord, Step, UnitTarget
from store.models import Replan as Replanned
from store.writing import key


def _add(work: Replan, one: Difference) -> None:
    package, item = work.wanted_item(one.code)
    codes = {each.code: key(work.package(each.code).id) for each in work.wanted.packages}
    position = max((row.position for row in work.writer.session.exec(
        select(Item).where(Item.work_package_id == codes[package.code])).all()), default=0) + 1  # fmt: skip
    plans.write_item(work.writer, work.project.id, codes, package, item, position, work.organisations, work.begins,
                     work.decision_id)  # fmt: skip


def _cancel(work: Replan, one: Difference) -> None:
    """Cancelled by a dated fact; in a plan that has not begun an item of which nothing is told is simply taken out."""
    row = work.item(one.code)
    told = any(work.writer.session.exec(select(model.id).where(model.item_id == row.id)).first() is not None
               for model in (Evidence, Deviation, OutputRecord))  # fmt: skip
    if work.now.begun or told:
        progress.record(work.writer, work.project, row, "cancelled", work.day, work.today, decision=work.decision)
        return
    for model in (Step, UnitTarget, Replanned, Dependency):
        rows: list[Any] = list(work.writer.session.exec(select(model).where(model.item_id == row.id)).all())
        for part in rows:
            work.writer.session.delete(part)
        work.writer.session.flush()
    work.writer.session.delete(row)


def _reopen(work: Replan, one: Difference) -> None:
    progress.record(work.writer, work.project, work.item(one.code), "reopened", work.day, work.today,
                    decision=work.decision)  # fmt: skip


def _change(work: Replan, one: Difference) -> None:
    row, (_, item) = work.item(one.code), work.wanted_item(one.code)
    if one.name == "after":
        _set_after(work, row, item)
        return
    if one.name == "technique":
        row.technique, row.units, row.technique_given = item.technique, item.units, int(item.technique_given)
        work.touched(row)
        work.writer.session.flush()
        _rewrite(work, row, item)
        return
    if one.name == "package":
        row.work_package_id = key(work.package(str(one.after)).id)
    elif one.name == "owner":
        row.owner_id = work.organisation(str(one.after))
    else:
        setattr(row, one.name, one.after)
    work.touched(row)


def _set_after(work: Replan, row: Item, item: PlanItem) -> None:
    held = {known.needs_id: known for known in work.writer.session.exec(
        select(Dependency).where(Dependency.item_id == row.id)).all()}  # fmt: skip
    named = {key(work.package(code).id) for code in item.after} - {row.work_package_id}
    for number, known in held.items():
        if number not in named:
            work.writer.session.delete(known)
    for number in named - held.keys():
        work.writer.session.add(Dependency(
            project_id=work.project.id, work_package_id=row.work_package_id, item_id=key(row.id), needs_id=number,
            made_by=work.writer.action,
        ))  # fmt: skip


def _rewrite(work: Replan, row: Item, item: PlanItem) -> None:
    """The steps and unit targets of the file instead of those that were."""
    session = work.writer.session
    for replan in session.exec(select(Replanned).where(Replanned.item_id == row.id)).all():
        if replan.step_id is not None:
            session.delete(replan)
    session.flush()
    held = {step.number: step for step in session.exec(select(Step).where(Step.item_id == row.id)).all()}
    for number, wanted in enumerate(item.steps, 1):
        known = held.pop(number, None)
        if known is None:
            session.add(Step(project_id=work.project.id, item_id=key(row.id), number=number, title=wanted.title,
                             share=wanted.share, quarter=wanted.quarter, made_by=work.writer.action))  # fmt: skip
        else:
            work.fill(known, {"title": wanted.title, "share": wanted.share, "quarter": wanted.quarter})
    for gone in held.values():
        session.delete(gone)
    session.flush()
    _set_targets(work, row, item)


def _set_targets(work: Replan, row: Item, item: PlanItem) -> None:
    session, wanted = work.writer.session, dict(item.unit_targets)
    for known in session.exec(select(UnitTarget).where(UnitTarget.item_id == row.id)).all():
        units = wanted.pop(known.quarter, None)
        if units is None:
            session.delete(known)
        else:
            work.fill(known, {"units": units})
    for quarter, units in wanted.items():
        session.add(UnitTarget(project_id=work.project.id, item_id=key(row.id), quarter=quarter, units=units,
                               made_by=work.writer.action))  # fmt: skip
    session.flush()


def _move(work: Replan, one: Difference) -> None:
    """Other quarters of an item, with those of its steps: a replan, which leaves the past as it was. While nothing is
    past the plan itself is changed."""
    row, (_, item) = work.item(one.code), work.wanted_item(one.code)
    steps = {number: step.quarter for number, step in enumerate(item.steps, 1)} if row.technique == "milestones" else {}
    if work.now.begun:
        items.replan(work.writer, work.project, key(row.id), item.first, item.last, work.today, steps=steps,
                     effective=work.begins, decision=work.decision)  # fmt: skip
        return
    work.fill(row, {"from_quarter": item.from_quarter, "to_quarter": item.to_quarter})
    for step in work.writer.session.exec(select(Step).where(Step.item_id == row.id)).all():
        work.fill(step, {"quarter": steps.get(step.number, step.quarter)})
    _set_targets(work, row, item)


def _rename_step(work: Replan, one: Difference) -> None:
    row = work.item(one.code)
    step = work.writer.session.exec(select(Step).where(Step.item_id == row.id, Step.number == int(one.name))).one()
    step.title = str(one.after)
    work.touched(step)


def _nothing(work: Replan, one: Difference) -> None:
    """What another difference of the same item brings along."""


ITEMS: dict[str, Callable[[Replan, Difference], None]] = {
    "item.added": _add, "item.gone": _cancel, "item.reopened": _reopen, "item.changed": _change,
    "item.moved": _move, "item.step_moved": _move, "item.step_title": _rename_step, "item.targets_aside": _nothing,
    "item.steps": lambda work, one: _rewrite(work, work.item(one.code), work.wanted_item(one.code)[1]),
    "item.targets": lambda work, one: _set_targets(work, work.item(one.code), work.wanted_item(one.code)[1]),
}  # fmt: skip
"""Kind of difference -> what writes it."""
