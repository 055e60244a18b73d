"""Items of the plan: added, given other quarters, brought to their next state (rules.md 2)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from core import quarter as quarters
from core.codes import item_code
from core.errors import EtappiError
from core.progress import ItemPlan, in_force
from core.text import clean
from store.closing import locked_until, require_open
from store.commands import decisions
from store.commands.obligations import refuse_counted
from store.commands.progress import item_of, package_named, record
from store.itemplan import NEWEST, state_of
from store.models import Item, Organisation, Replan, Step, UnitTarget, WorkPackage
from store.status import ProjectRow
from store.writing import Writer, key

LARGEST_WEIGHT = 1e6
SHARES_SUM = 1e-6  # as in a plan file: three thirds are written 0.333


@dataclass(frozen=True)
class NewItem:
    """An item to be added: *kind* action or output; *technique* None follows from the quarters (one 0/100, otherwise
    50/50). *steps* are (title, share, quarter). *owner_id* None is the package's lead. *scope_from* None is the quarter
    of today, or the first open one; before the kick-off the item is simply part of the plan. *decision* is written
    "26.9.2024 § 5"."""

    kind: str
    title: str
    first: int
    last: int
    technique: str | None = None
    weight: float = 1.0
    units: int | None = None
    steps: tuple[tuple[str, float, int], ...] = ()
    owner_id: int | None = None
    scope_from: int | None = None
    decision: str | None = None


@dataclass(frozen=True)
class Replanning:
    """What became of an item's quarters: they hold from *effective* on, None where the plan itself was changed since
    nothing had begun; *steps* are the new quarters of steps by number."""

    effective: int | None
    first: int
    last: int
    steps: Mapping[int, int]


def next_state(writer: Writer, project: ProjectRow, item_id: int, today: str) -> tuple[str, int | None]:
    """Record the next state of an item today; returns the kind of evidence, and the step of one with milestones.

    Not started → started → accepted; milestones go on with the next step, then accepted. EtappiError: accepted or
    cancelled already, units that are not all done (``progress.needs_units``: a number is wanted), continuous work that
    has begun (``progress.goes_on``).
    """
    item = item_of(writer, project.id, item_id)
    plan, state, word = state_of(writer.connection, item_id, today)
    step = None
    if state.closed:
        raise EtappiError(f"progress.already_{state.closed}", code=item.code)
    if word == "done":
        kind = "accepted"
    elif plan.technique == "units":
        refuse_counted(item)
        raise EtappiError("progress.needs_units", code=item.code, of=item.units)
    elif plan.technique == "milestones":
        kind, step = "step", min(number for number in plan.steps if number not in state.steps)
    elif not state.started:
        kind = "started"
    elif plan.technique == "effort":
        raise EtappiError("progress.goes_on", code=item.code)
    else:
        kind = "accepted"
    record(writer, project, item, kind, today, today, step=step)
    return kind, step


def replan(
    writer: Writer, project: ProjectRow, item_id: int, first: int | None, last: int, today: str, *,
    decision: str | None = None, effective: int | None = None, steps: Mapping[int, int] | None = None,
) -> Replanning:  # fmt: skip
    """Give an item other quarters, from the quarter *effective* on: what was planned before stays as it was.

    *first* None keeps the first quarter. *effective* None is the quarter of today, or the first open one. Steps that
    are not done move along with the last quarter, as far as *steps* gives them no quarter of their own; unit targets
    no longer hold: units then run evenly over the new quarters (core.progress.in_force). Before the kick-off, with
    nothing locked and no decision, the plan itself is changed.

    EtappiError: quarters the wrong way round or outside the project, an item that is accepted or cancelled, a locked
    quarter.
    """
    item = item_of(writer, project.id, item_id)
    plan, state, _ = state_of(writer.connection, item_id, today)
    if state.closed:
        raise EtappiError(f"progress.already_{state.closed}", code=item.code)
    newest = in_force(plan, NEWEST)
    first = min(newest.first, last) if first is None else first
    _check_quarters(project, first, last)
    now = effective if effective is not None else open_quarter(writer, project, today)
    moved = _moved_steps(item, newest, state.steps, first, last, now, dict(steps or {}))
    if (first, last) == (newest.first, newest.last) and not moved:
        return Replanning(now, first, last, {})
    if effective is None and decision is None and not begun(writer, project, today):
        _change_plan(writer, item, first, last, moved)
        return Replanning(None, first, last, moved)
    _check_quarters(project, now, now)
    require_open(writer.connection, project.id, now)
    decided = decisions.find_or_make(writer, project, decision, today)
    _put_replan(writer, item, None, now, first, last, decided)
    ids = {row.number: row.id for row in writer.session.exec(select(Step).where(Step.item_id == item.id)).all()}
    for number, due in moved.items():
        _put_replan(writer, item, ids[number], now, due, due, decided)
    writer.session.flush()
    return Replanning(now, first, last, moved)


def begun(writer: Writer, project: ProjectRow, today: str) -> bool:
    """True once the kick-off has passed or a quarter is locked: from then on the plan is history."""
    return today > (project.kick_off or project.start) or locked_until(writer.connection, project.id) is not None


def open_quarter(writer: Writer, project: ProjectRow, today: str) -> int:
    """The quarter from which a change counts: that of today, or the first one that is not locked."""
    locked = locked_until(writer.connection, project.id)
    now = quarters.clip(quarters.of_date(today), project.start, project.end)
    return now if locked is None else max(now, locked + 1)


def add_item(writer: Writer, project: ProjectRow, package_code: str, new: NewItem, today: str) -> tuple[int, str]:
    """Add an item to a package, with the next code in plan order; returns its id and code.

    Refused (EtappiError): an unknown package, an empty title, quarters the wrong way round or outside the project, a
    weight that is none, a technique without what it needs, a scope that begins after the item ends or in a locked
    quarter.
    """
    package = package_named(writer, project, package_code)
    title = clean(new.title)
    if not title:
        raise EtappiError("progress.no_title")
    _check_quarters(project, new.first, new.last)
    technique = new.technique or ("0/100" if new.first == new.last else "50/50")
    check_measures(technique, new.units, new.weight, "")
    _check_steps(technique, new)
    scope = new.scope_from
    if scope is None and begun(writer, project, today):
        scope = open_quarter(writer, project, today)
    if scope is not None:
        require_open(writer.connection, project.id, scope)
        if new.last < scope:
            raise EtappiError("progress.scope_after_end", scope=quarters.label(scope), last=quarters.label(new.last))
    code, position = _next_place(writer, package, new.kind)
    row = Item(
        project_id=project.id, work_package_id=key(package.id), kind=new.kind, code=code, title=title,
        position=position, from_quarter=new.first, to_quarter=new.last, technique=technique,
        technique_given=int(new.technique is not None), weight=new.weight, units=new.units,
        owner_id=known_owner(writer, new.owner_id), scope_from=scope,
        decision_id=decisions.find_or_make(writer, project, new.decision, today), made_by=writer.action,
    )  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    for number, (text, share, due) in enumerate(new.steps, 1):
        writer.session.add(Step(project_id=project.id, item_id=key(row.id), number=number, title=clean(text),
                                share=share, quarter=due, made_by=writer.action))  # fmt: skip
    writer.session.flush()
    return key(row.id), code


def known_owner(writer: Writer, owner_id: int | None) -> int | None:
    """*owner_id*; EtappiError (exit 1) where that organisation is gone."""
    if owner_id is not None and writer.session.get(Organisation, owner_id) is None:
        raise EtappiError("store.row_gone", 1)
    return owner_id


def check_measures(technique: str, units: int | None, weight: object, code: str) -> None:
    """EtappiError where units and technique do not go together, or the weight is none (0 < weight ≤ a million)."""
    if not isinstance(weight, (int, float)) or not math.isfinite(weight) or not 0 < weight <= LARGEST_WEIGHT:
        raise EtappiError("progress.bad_weight", value=weight)
    if technique == "units" and (units is None or units < 1):
        raise EtappiError("progress.units_missing", code=code)
    if technique != "units" and units is not None:
        raise EtappiError("progress.units_strange", code=code)


def _check_steps(technique: str, new: NewItem) -> None:
    if technique != "milestones":
        if new.steps:
            raise EtappiError("progress.steps_strange")
        return
    fine = all(clean(text) and 0 < share <= 1 and new.first <= due <= new.last for text, share, due in new.steps)
    if not new.steps or not fine or abs(sum(share for _, share, _ in new.steps) - 1) > SHARES_SUM:
        raise EtappiError("progress.steps_wrong")


def _check_quarters(project: ProjectRow, first: int, last: int) -> None:
    span = quarters.all_between(project.start, project.end)
    for one in (first, last):
        if one not in span:
            raise EtappiError("store.quarter_outside", quarter=quarters.label(one), project=project.code,
                              first=quarters.label(span[0]), last=quarters.label(span[-1]))  # fmt: skip
    if first > last:
        raise EtappiError("store.quarters_reversed", 1)


def _next_place(writer: Writer, package: WorkPackage, kind: str) -> tuple[str, int]:
    """The first free code in plan order, and the position after all items of the package."""
    rows = writer.session.exec(select(Item).where(Item.project_id == package.project_id)).all()
    taken = {row.code for row in rows}
    own = [row for row in rows if row.work_package_id == package.id]
    number = sum(row.kind == kind for row in own) + 1
    while item_code(package.code, kind, number) in taken:
        number += 1
    return item_code(package.code, kind, number), max((row.position for row in own), default=0) + 1


def _moved_steps(
    item: Item, plan: ItemPlan, done: frozenset[int], first: int, last: int, now: int, given: dict[int, int]
) -> dict[int, int]:
    """The steps that get another quarter: those given, and those that are not done by as much as the item moves, but
    not into the past and not past its end."""
    unknown = [number for number in given if number not in plan.steps]
    if unknown:
        raise EtappiError("progress.unknown_step", code=item.code, step=unknown[0], last=len(plan.steps))
    out = {}
    for number, (_, due) in plan.steps.items():
        if number in given:
            wanted = given[number]
            if not first <= wanted <= last:
                raise EtappiError("progress.step_outside", code=item.code, step=number, first=quarters.label(first),
                                  last=quarters.label(last))  # fmt: skip
        elif number in done or last == plan.last:
            wanted = due
        else:
            wanted = min(last, max(due + last - plan.last, first, now))
        if wanted != due:
            out[number] = wanted
    return out


def _change_plan(writer: Writer, item: Item, first: int, last: int, steps: Mapping[int, int]) -> None:
    item.from_quarter, item.to_quarter, item.version = first, last, item.version + 1
    writer.session.add(item)
    rows: list[Any] = list(writer.session.exec(select(Step).where(Step.item_id == item.id)).all())
    for row in rows:
        if row.number in steps:
            row.quarter, row.version = steps[row.number], row.version + 1
            writer.session.add(row)
    for target in writer.session.exec(select(UnitTarget).where(UnitTarget.item_id == item.id)).all():
        writer.session.delete(target)
    writer.session.flush()


def _put_replan(
    writer: Writer, item: Item, step_id: int | None, effective: int, first: int, last: int, decision_id: int | None
) -> None:
    row = writer.session.exec(select(Replan).where(
        Replan.item_id == item.id, Replan.step_id == step_id, Replan.effective == effective)).first()  # fmt: skip
    if row is None:
        writer.session.add(Replan(
            project_id=item.project_id, item_id=key(item.id), step_id=step_id, effective=effective, from_quarter=first,
            to_quarter=last, decision_id=decision_id, made_by=writer.action,
        ))  # fmt: skip
        return
    row.from_quarter, row.to_quarter, row.version = first, last, row.version + 1
    row.decision_id = decision_id if decision_id is not None else row.decision_id
    writer.session.add(row)
