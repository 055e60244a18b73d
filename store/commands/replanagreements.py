"""Indicators, obligations, deadlines, goals and the grant of a changed plan file (store.commands.replanning)."""

from collections.abc import Callable
from dataclasses import asdict

from sqlmodel import select

from core.agreements import GrantRow
from core.difference import Difference
from core.text import folded
from store import agreements as reading
from store.commands import agreements, events, obligations
from store.commands import plan as plans
from store.commands.replanwork import Replan
from store.models import Deadline, Event, Goal, Indicator, Obligation
from store.writing import key


def _indicators(work: Replan, code: str) -> list[Indicator]:
    package = work.package(code)
    rows = work.writer.session.exec(select(Indicator).where(Indicator.work_package_id == package.id)).all()
    return sorted(rows, key=lambda row: row.position)


def _add_indicator(work: Replan, one: Difference) -> None:
    wanted = next(each for each in work.wanted_package(one.package).indicators if each.title == one.title)
    there = _indicators(work, one.package)
    plans.write_indicator(work.writer, work.project.id, key(work.package(one.package).id), wanted,
                          max((row.position for row in there), default=0) + 1)  # fmt: skip


def _change_indicator(work: Replan, one: Difference) -> None:
    known = work.remembered(("indicator", one.package, one.title), lambda: key(next(
        row for row in _indicators(work, one.package) if row.title == one.title).id))  # fmt: skip
    row = work.writer.session.get_one(Indicator, known)
    setattr(row, one.name, one.after)
    if one.name in ("baseline", "target"):
        row.direction = plans.direction(row.baseline, row.target)
    work.touched(row)


def _remove_indicator(work: Replan, one: Difference) -> None:
    row = next(row for row in _indicators(work, one.package) if row.title == one.title)
    work.writer.session.delete(row)


def _add_obligation(work: Replan, one: Difference) -> None:
    wanted = next(each for each in work.wanted.agreements.obligations if each.code == one.code)
    obligations.define(work.writer, work.project, wanted.code, wanted.title, role=wanted.role, package=wanted.package,
                       due=wanted.due, proof=wanted.proof)  # fmt: skip


def _change_obligation(work: Replan, one: Difference) -> None:
    row = work.writer.session.exec(select(Obligation).where(
        Obligation.project_id == work.project.id, Obligation.code == one.code)).one()  # fmt: skip
    if one.name == "package":
        row.work_package_id = work.package(str(one.after)).id if one.after else None
    else:
        setattr(row, one.name, one.after)
    work.touched(row)


def _add_deadline(work: Replan, one: Difference) -> None:
    wanted = next(each for each in work.wanted.agreements.deadlines if each.title == one.title
                  and each.on_date == one.after)  # fmt: skip
    agreements.add_deadline(work.writer, work.project.id, wanted.title, wanted.on_date, at_time=wanted.at_time,
                            kind=wanted.kind, recipient=wanted.recipient)  # fmt: skip


def _deadline(work: Replan, title: str, day: object) -> Deadline:
    """The deadline that had this title and day before anything was written."""
    number = work.remembered(("deadline", title, day), lambda: key(work.writer.session.exec(select(Deadline.id).where(
        Deadline.project_id == work.project.id, Deadline.title == title, Deadline.on_date == day)).one()))  # fmt: skip
    return work.writer.session.get_one(Deadline, number)


def _change_deadline(work: Replan, one: Difference) -> None:
    row = _deadline(work, one.title, one.code)
    setattr(row, one.name, one.after)
    work.touched(row)


def _add_goal(work: Replan, one: Difference) -> None:
    wanted = next(each for each in work.wanted.agreements.goals if each.title == one.title)
    agreements.add_goal(work.writer, work.project.id, wanted.title, wanted.result)


def _goal(work: Replan, title: str) -> Goal:
    return next(row for row in work.writer.session.exec(select(Goal).where(Goal.project_id == work.project.id)).all()
                if folded(row.title) == folded(title))  # fmt: skip


def _change_goal(work: Replan, one: Difference) -> None:
    row = _goal(work, one.title)
    row.result = str(one.after)
    work.touched(row)


def _change_grant(work: Replan, one: Difference) -> None:
    now = reading.grant(work.writer.connection, work.project.id) or GrantRow(None, None, None, None, None)
    agreements.set_grant(work.writer, work.project.id, GrantRow(**{**asdict(now), one.name: one.after}))


def _event(work: Replan, code: str) -> Event:
    return work.writer.session.exec(
        select(Event).where(Event.project_id == work.project.id, Event.code == code)
    ).one()  # fmt: skip


def _add_event(work: Replan, one: Difference) -> None:
    wanted = next(each for each in work.wanted.agreements.events
                  if each.title == one.title and (each.code or "") == one.code)  # fmt: skip
    events.add_planned(work.writer, work.project, wanted)


def _change_event(work: Replan, one: Difference) -> None:
    row = _event(work, one.code)
    if one.name == "packages":
        codes = [str(code) for code in one.after] if isinstance(one.after, tuple) else []
        events.set_packages(work.writer, work.project, key(row.id), codes)
        return
    if one.name == "window" and isinstance(one.after, tuple):
        row.window_from, row.window_to = one.after
    else:
        setattr(row, one.name, one.after)
    work.touched(row)


def _remove_event(work: Replan, one: Difference) -> None:
    row = _event(work, one.code)
    events.set_packages(work.writer, work.project, key(row.id), ())
    work.writer.session.delete(row)


AGREEMENTS: dict[str, Callable[[Replan, Difference], object]] = {
    "indicator.added": _add_indicator, "indicator.changed": _change_indicator, "indicator.gone": _remove_indicator,
    "obligation.added": _add_obligation, "obligation.changed": _change_obligation,
    "obligation.gone": lambda work, one: obligations.remove(work.writer, work.project, one.code),
    "deadline.added": _add_deadline, "deadline.changed": _change_deadline,
    "deadline.gone": lambda work, one: work.writer.session.delete(_deadline(work, one.title, one.before)),
    "goal.added": _add_goal, "goal.changed": _change_goal,
    "goal.gone": lambda work, one: work.writer.session.delete(_goal(work, one.title)),
    "grant.changed": _change_grant,
    "event.added": _add_event, "event.changed": _change_event, "event.gone": _remove_event,
}  # fmt: skip
"""Kind of difference -> what writes it."""
