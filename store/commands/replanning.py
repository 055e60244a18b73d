"""A changed plan file written into its project: each difference by the same writers as in the app, so that what is past
stays as it was (core.plandiff says what differs)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlmodel import select

from core import quarter as quarters
from core.codes import code_key
from core.difference import Difference, PlanAsItStands, PlanChange
from core.errors import EtappiError
from core.importing import NewOrganisation
from core.planning import PlanFile, PlanPackage
from store.commands import decisions, inforce
from store.commands import plan as plans
from store.commands.replanagreements import AGREEMENTS
from store.commands.replanitems import ITEMS
from store.commands.replansurveys import SURVEYS
from store.commands.replanwork import Replan
from store.models import Dependency, Item, Participation, Project, WorkPackage
from store.status import ProjectRow, project_named
from store.writing import Writer, key

COLUMNS = {"start": "start_date"}
"""Columns of a project that a plan file calls otherwise."""

ORDER = (
    "project", "package", "obligation", "item", "indicator", "deadline", "goal", "grant", "event", "survey", "wave",
)  # fmt: skip
"""What is written first: packages come before their items, obligations before what counts them, events before surveys
about them; events that go come last, when no survey is about them any more."""


def apply(
    writer: Writer, project: ProjectRow, now: PlanAsItStands, wanted: PlanFile, change: PlanChange, today: str, *,
    names: Mapping[str, str], new: Iterable[NewOrganisation], decision: str | None = None,
) -> None:  # fmt: skip
    """Write every difference of *change* (core.plandiff.compare of *now* and *wanted*), by *decision* ("26.9.2024 § 5")
    or without one.

    *names* and *new* are the organisations of the plan (importers.planorganisations). EtappiError, with nothing
    written, where a difference is refused.
    """
    if change.refused:
        raise EtappiError("plandiff.not_written", 1, n=len(change.refused))
    ids = plans.take_in(writer, project.id, names, new)
    work = Replan(
        writer=writer, project=project, now=now, wanted=wanted, today=today, decision=decision,
        decision_id=decisions.find_or_make(writer, project, decision, today),
        organisations={names[spelled]: number for spelled, number in ids.items()},
    )  # fmt: skip
    work.packages = {code_key(row.code): row for row in writer.session.exec(
        select(WorkPackage).where(WorkPackage.project_id == project.id)).all()}  # fmt: skip
    ordered = sorted(change.differences, key=_place)
    for one in ordered:
        if one.kind == "package.added":
            _make_package(work, one)
    for one in ordered:
        if one.kind != "package.added":
            HANDLERS[one.kind](work, one)
            writer.session.flush()
        if one.kind.startswith("project."):
            work.project = project_named(writer.connection, project.code)
    if any(one.kind == "package.added" for one in ordered):
        _order_packages(work)


def _change_project(work: Replan, one: Difference) -> None:
    row = work.writer.session.get_one(Project, work.project.id)
    setattr(row, COLUMNS.get(one.name, one.name), one.after)
    work.touched(row)


def _end_project(work: Replan, one: Difference) -> None:
    row = work.writer.session.get_one(Project, work.project.id)
    row.end_date = str(one.after)
    work.touched(row)


def _make_package(work: Replan, one: Difference) -> WorkPackage:
    """A new package, after its parent."""
    package = work.wanted_package(one.code)
    there = work.packages.get(code_key(package.code))
    if there is not None:
        return there
    above = None
    if package.parent is not None:
        above = work.packages.get(code_key(package.parent)) or _make_package(
            work, Difference("package.added", code=package.parent)
        )
    row = WorkPackage(
        project_id=work.project.id, parent_id=above.id if above else None, code=package.code,
        code_key=code_key(package.code), title=package.title, goal=package.goal, position=len(work.packages) + 1,
        from_quarter=package.first, to_quarter=package.last, made_by=work.writer.action,
    )  # fmt: skip
    work.writer.session.add(row)
    work.writer.session.flush()
    work.packages[code_key(package.code)] = row
    _set_needs(work, row, package)
    return row


def _place(one: Difference) -> tuple[bool, int]:
    return one.kind == "event.gone", ORDER.index(one.kind.partition(".")[0])


def _order_packages(work: Replan) -> None:
    """The order of the file; what it does not name stands last."""
    places = {code_key(package.code): place for place, package in enumerate(work.wanted.packages)}
    rows = sorted(work.packages.values(), key=lambda row: (places.get(row.code_key, len(places)), row.position))
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            work.touched(row)
    work.writer.session.flush()


def _change_package(work: Replan, one: Difference) -> None:
    row, package = work.package(one.code), work.wanted_package(one.code)
    if one.name == "needs":
        _set_needs(work, row, package)
    elif one.name == "parent":
        row.parent_id = work.package(package.parent).id if package.parent else None
        work.touched(row)
    else:
        setattr(row, one.name, one.after)
        work.touched(row)


def _set_needs(work: Replan, row: WorkPackage, package: PlanPackage) -> None:
    held = {known.needs_id: known for known in work.writer.session.exec(select(Dependency).where(
        Dependency.work_package_id == row.id, Dependency.item_id == None)).all()}  # fmt: skip # noqa: E711
    named = {key(work.package(code).id) for code in package.needs}
    for number, known in held.items():
        if number not in named:
            work.writer.session.delete(known)
    for number in named - held.keys():
        work.writer.session.add(Dependency(project_id=work.project.id, work_package_id=key(row.id), needs_id=number,
                                           made_by=work.writer.action))  # fmt: skip


def _move_package(work: Replan, one: Difference) -> None:
    """Other quarters of a package. Items without quarters of their own keep those that they had, once the past is
    fixed; what the file says of them comes as a difference of its own."""
    row, (first, last) = work.package(one.code), _pair(one.after)
    if work.now.begun:
        before = _pair(one.before)
        for item in work.writer.session.exec(select(Item).where(Item.work_package_id == row.id)).all():
            if item.technique == "effort" or (item.from_quarter is not None and item.to_quarter is not None):
                continue
            item.from_quarter = before[0] if item.from_quarter is None else item.from_quarter
            item.to_quarter = before[1] if item.to_quarter is None else item.to_quarter
            work.touched(item)
        work.writer.session.flush()
    row.from_quarter, row.to_quarter = first, last
    work.touched(row)


def _pair(value: object) -> tuple[int, int]:
    if not isinstance(value, tuple):
        raise TypeError(value)
    return value[0], value[1]


def _change_roles(work: Replan, one: Difference) -> None:
    """Leads or assists: those that end, end with the quarter before the effective one; others begin with it."""
    role = one.kind.partition(".")[2]
    package = work.package(one.code)
    for name in _names(one.before):
        for row in _held(work, package, name):
            if row.role == role and row.certainty == "confirmed":
                _end(work, row)
    work.writer.session.flush()
    for name in _names(one.after):
        held = [row for row in _held(work, package, name) if row.role in (role, "unknown")]
        here = next((row for row in held if _begins(work, row)), None)
        if here is not None:
            work.fill(here, {"role": role, "certainty": "confirmed", "source": "plan"})
            continue
        for row in held:
            _end(work, row)
        work.writer.session.flush()
        work.writer.session.add(Participation(
            project_id=work.project.id, work_package_id=key(package.id), organisation_id=work.organisation(name),
            role=role, certainty="confirmed", source="plan", from_quarter=work.begins, made_by=work.writer.action,
        ))  # fmt: skip
        work.writer.session.flush()


def _held(work: Replan, package: WorkPackage, name: str) -> list[Participation]:
    """The roles of an organisation in a package in the effective quarter or later."""
    rows = work.writer.session.exec(select(Participation).where(
        Participation.work_package_id == package.id,
        Participation.organisation_id == work.organisation(name))).all()  # fmt: skip
    return [row for row in rows if row.to_quarter is None or row.to_quarter >= work.now.effective]


def _end(work: Replan, row: Participation) -> None:
    """End a role before the effective quarter; one that begins only then, or in a plan that has not begun, goes."""
    if work.begins is None or _begins(work, row):
        inforce.remove(work.writer, row)
    else:
        inforce.change(work.writer, row, {"to_quarter": work.begins - 1})


def _begins(work: Replan, row: Participation) -> bool:
    """True for a role that holds in no quarter before the effective one, or in a plan that has not begun."""
    first = row.from_quarter or quarters.of_date(work.project.start)
    return work.begins is None or first >= work.begins


def _names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


HANDLERS: dict[str, Callable[[Replan, Difference], Any]] = {
    "project.changed": _change_project, "project.end": _end_project, "package.changed": _change_package,
    "package.moved": _move_package, "package.gone": _move_package, "package.lead": _change_roles,
    "package.assist": _change_roles, **ITEMS, **AGREEMENTS, **SURVEYS,
}  # fmt: skip
"""Kind of difference -> what writes it."""
