"""A plan file becomes a project (contract.md, "Plan file")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import select

from core.codes import code_key
from core.errors import EtappiError
from core.importing import NewOrganisation
from core.planning import PlanFile, PlanIndicator, PlanItem, PlanPackage
from store.commands import agreements, organisations
from store.models import (
    Dependency,
    Indicator,
    Item,
    Organisation,
    Participation,
    Project,
    Spelling,
    Step,
    UnitTarget,
    WorkPackage,
)
from store.writing import Writer, key


@dataclass(frozen=True)
class ProjectMade:
    """What `make_project` made: the project's id, and how many packages, items, indicators, organisations, obligations
    and deadlines."""

    project_id: int
    packages: int
    items: int
    indicators: int
    organisations: int
    obligations: int = 0
    deadlines: int = 0


def make_project(
    writer: Writer,
    plan: PlanFile,
    names: Mapping[str, str],
    new: Iterable[NewOrganisation],
    *,
    language: str = "fi",
    demo: bool = False,
    fixed_today: str | None = None,
) -> ProjectMade:
    """Make a project of a plan file that was read without errors.

    *names* gives the organisation behind every name that the plan spells; *new* are those that the store lacks;
    *language* holds where the plan names none. Leads and assists are confirmed roles. EtappiError if the store has
    a project of that code.
    """
    project = plan.project
    for code in writer.session.exec(select(Project.code)).all():
        if code.casefold() == project.code.casefold():
            raise EtappiError("plan.project_exists", code=code)
    row = Project(
        code=project.code, name=project.name, start_date=project.start, end_date=project.end,
        coordinator=project.coordinator, funder=project.funder,
        expected_organisations=project.expected_organisations, language=project.language or language,
        kick_off=project.kick_off, fixed_today=fixed_today, demo=int(demo), made_by=writer.action,
    )  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    project_id = key(row.id)
    writer.set_project(project_id)
    ids = take_in(writer, project_id, names, new)
    packages = _packages(writer, project_id, plan)
    for package in plan.packages:
        _roles(writer, project_id, packages[package.code], package, ids)
        for position, one in enumerate(package.indicators, 1):
            write_indicator(writer, project_id, packages[package.code], one, position)
        for position, item in enumerate(package.items, 1):
            write_item(writer, project_id, packages, package, item, position, ids)
        for need in package.needs:
            writer.session.add(Dependency(project_id=project_id, work_package_id=packages[package.code],
                                          needs_id=packages[need], made_by=writer.action))  # fmt: skip
    agreements.write_plan(writer, project_id, plan.agreements, packages)
    return ProjectMade(
        project_id, len(plan.packages), len(plan.items()), sum(len(p.indicators) for p in plan.packages), len(ids),
        len(plan.agreements.obligations), len(plan.agreements.deadlines),
    )  # fmt: skip


def set_fixed_today(writer: Writer, project_id: int, day: str) -> None:
    """Let the day of a demo project stand at the ISO date *day*."""
    row = writer.session.get_one(Project, project_id)
    if row.fixed_today != day:
        row.fixed_today, row.version = day, row.version + 1
        writer.session.add(row)
        writer.session.flush()


def take_in(
    writer: Writer, project_id: int, names: Mapping[str, str], new: Iterable[NewOrganisation]
) -> dict[str, int]:
    """Make the organisations of a plan that are *new*, remember spellings; ids by spelled name, all in the network."""
    organisations.make(writer, new, "plan")
    by_name = {o.name: key(o.id) for o in writer.session.exec(select(Organisation)).all()}
    ids = {spelled: by_name[name] for spelled, name in names.items()}
    known = set(writer.session.exec(select(Spelling.organisation_id, Spelling.text)).all())
    organisations.remember(writer, [(ids[s], s) for s in ids if (ids[s], s) not in known], "plan")
    organisations.join(writer, project_id, ids.values())
    return ids


def _packages(writer: Writer, project_id: int, plan: PlanFile) -> dict[str, int]:
    """Ids by code; parents first, since a child names its parent."""
    ids: dict[str, int] = {}
    waiting = list(enumerate(plan.packages, 1))
    while waiting:
        later = []
        for position, package in waiting:
            if package.parent is not None and package.parent not in ids:
                later.append((position, package))
                continue
            row = WorkPackage(
                project_id=project_id, parent_id=ids.get(package.parent or ""), code=package.code,
                code_key=code_key(package.code), title=package.title, goal=package.goal, position=position,
                from_quarter=package.first, to_quarter=package.last, made_by=writer.action,
            )  # fmt: skip
            writer.session.add(row)
            writer.session.flush()
            ids[package.code] = key(row.id)
        if len(later) == len(waiting):
            raise ValueError("a parent that is no package")
        waiting = later
    return ids


def _roles(writer: Writer, project_id: int, package_id: int, package: PlanPackage, ids: dict[str, int]) -> None:
    seen = set()
    for role, names in (("lead", package.lead), ("assist", package.assist)):
        for name in names:
            if (ids[name], role) in seen:
                continue
            seen.add((ids[name], role))
            writer.session.add(Participation(
                project_id=project_id, work_package_id=package_id, organisation_id=ids[name], role=role,
                certainty="confirmed", source="plan", made_by=writer.action,
            ))  # fmt: skip


def write_indicator(writer: Writer, project_id: int, package_id: int, one: PlanIndicator, position: int) -> None:
    """Write an indicator of a plan at its place in the package."""
    writer.session.add(Indicator(
        project_id=project_id, work_package_id=package_id, position=position, title=one.title, kind=one.kind,
        unit=one.unit, baseline=one.baseline, target=one.target, source=one.source,
        direction=direction(one.baseline, one.target), made_by=writer.action,
    ))  # fmt: skip


def direction(baseline: float | None, target: float | None) -> str:
    """Whether an indicator is meant to fall or to rise (core.indicators)."""
    return "descending" if baseline is not None and target is not None and target < baseline else "ascending"


def write_item(
    writer: Writer, project_id: int, packages: Mapping[str, int], package: PlanPackage, item: PlanItem, position: int,
    ids: Mapping[str, int], scope_from: int | None = None, decision_id: int | None = None,
) -> None:  # fmt: skip
    """Write an item of a plan with its steps, targets and what it waits for. *packages* and *ids* are those of packages
    by code and of organisations by name; *scope_from* is the quarter from which one that was added later counts."""
    row = Item(
        project_id=project_id, work_package_id=packages[package.code], kind=item.kind, code=item.code,
        title=item.title, position=position, from_quarter=item.from_quarter, to_quarter=item.to_quarter,
        technique=item.technique, technique_given=int(item.technique_given), weight=item.weight, units=item.units,
        owner_id=ids[item.owner] if item.owner else None, counter=item.counter,
        scope_from=scope_from, decision_id=decision_id, made_by=writer.action,
    )  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    common = {"project_id": project_id, "item_id": key(row.id), "made_by": writer.action}
    for number, step in enumerate(item.steps, 1):
        writer.session.add(Step(number=number, title=step.title, share=step.share, quarter=step.quarter, **common))
    for quarter, units in item.unit_targets:
        writer.session.add(UnitTarget(quarter=quarter, units=units, **common))
    for need in dict.fromkeys(item.after):
        if packages[need] != packages[package.code]:
            writer.session.add(Dependency(work_package_id=packages[package.code], needs_id=packages[need], **common))
