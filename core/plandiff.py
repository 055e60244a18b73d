"""A plan file against a project: what differs, told before anything is written. Pure: two plans in, differences out.

Codes identify packages, items and obligations. What the file says nothing of (an optional key that is left out) is no
difference, since silence is no word. What it no longer names ends, if a plan file brought it; what was added in Etappi
stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.agreementdiff import agreement_differences
from core.codes import code_key
from core.difference import Difference, PlanAsItStands, PlanChange, Refusal
from core.itemdiff import item_differences
from core.planning import PlanFile, PlanPackage

PROJECT_FIELDS = ("name", "coordinator", "funder", "expected_organisations", "language")
ROLES = ("lead", "assist")


def compare(now: PlanAsItStands, wanted: PlanFile) -> PlanChange:
    """What *wanted* would change. Organisations stand in it by the names that the store has for them (`with_names`)."""
    found = [*_project(now, wanted), *_packages(now, wanted)]
    items, kept = item_differences(now, wanted)
    more, kept_too = agreement_differences(now, wanted)
    return PlanChange((*found, *items, *more), (*kept, *kept_too))


def with_names(plan: PlanFile, names: Mapping[str, str]) -> PlanFile:
    """The plan with the organisations' names of *names* (as spelled -> as the store has it)."""
    packages = tuple(
        replace(
            package, lead=tuple(names[name] for name in package.lead),
            assist=tuple(names[name] for name in package.assist),
            items=tuple(replace(item, owner=names[item.owner] if item.owner else None) for item in package.items),
        )
        for package in plan.packages
    )  # fmt: skip
    return replace(plan, packages=packages)


def _project(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    old, new = now.plan.project, wanted.project
    for name in PROJECT_FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if after is not None and after != before:
            yield Difference("project.changed", name=name, before=before, after=after)
    for name in ("start", "kick_off"):
        before, after = getattr(old, name), getattr(new, name)
        if after is not None and after != before:
            refused = now.refused_by_lock() if now.locked is not None else None
            if name == "start" and refused is None and now.begun:
                refused = Refusal("begun")
            yield Difference("project.changed", name=name, before=before, after=after, refused=refused)
    if new.end != old.end:
        shorter = new.end < old.end and now.begun
        yield Difference("project.end", before=old.end, after=new.end, refused=Refusal("shorter") if shorter else None)


def _packages(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    old = {code_key(one.code): one for one in now.plan.packages}
    new = {code_key(one.code): one for one in wanted.packages}
    for key, package in new.items():
        if key in old:
            yield from _package(now, old[key], package)
        else:
            yield _added(now, package)
            for role in ROLES:
                if getattr(package, role):
                    yield Difference(f"package.{role}", package.code, package.code, package.title, before=(),
                                     after=getattr(package, role))  # fmt: skip
    for key, package in old.items():
        if key not in new:
            yield from _gone(now, package)


def _added(now: PlanAsItStands, package: PlanPackage) -> Difference:
    refused = None
    if now.is_locked(package.first):
        refused = Refusal("package_begins", {"quarter": now.effective})
    return Difference("package.added", package.code, package.code, package.title,
                      after=(package.first, package.last), refused=refused)  # fmt: skip


def _gone(now: PlanAsItStands, package: PlanPackage) -> Iterator[Difference]:
    """A package that the file no longer names ends with the quarter from which changes count; its items are cancelled
    one by one."""
    if package.last > now.effective >= package.first:
        yield Difference("package.gone", package.code, package.code, package.title,
                         before=(package.first, package.last), after=(package.first, now.effective))  # fmt: skip


def _package(now: PlanAsItStands, old: PlanPackage, new: PlanPackage) -> Iterator[Difference]:
    where = (old.code, old.code, old.title)
    for name in ("title", "goal"):
        before, after = getattr(old, name), getattr(new, name)
        if after is not None and after != before:
            yield Difference("package.changed", *where, name, before, after)
    before, after = (old.first, old.last), (new.first, new.last)
    if before != after:
        moves = old.first != new.first and now.is_locked(min(old.first, new.first))
        ends = now.is_locked(old.first) and min(old.last, new.last) < (now.locked or 0)
        yield Difference("package.moved", *where, before=before, after=after,
                         refused=now.refused_by_lock() if moves or ends else None)  # fmt: skip
    if code_key(old.parent or "") != code_key(new.parent or ""):
        refused = now.refused_by_lock() if now.locked is not None else None
        yield Difference("package.changed", *where, "parent", old.parent, new.parent, refused)
    yield from _needs(now, old, new)
    for role in ROLES:
        yield from _roles(now, old, new, role)


def _needs(now: PlanAsItStands, old: PlanPackage, new: PlanPackage) -> Iterator[Difference]:
    if {code_key(one) for one in old.needs} != {code_key(one) for one in new.needs}:
        refused = now.refused_by_lock() if now.is_locked(old.first) else None
        yield Difference("package.changed", old.code, old.code, old.title, "needs", old.needs, new.needs, refused)


def _roles(now: PlanAsItStands, old: PlanPackage, new: PlanPackage, role: str) -> Iterator[Difference]:
    """Who leads or assists from the effective quarter on. A list of leads is the whole truth; otherwise only what a
    plan file gave ends by silence: a role that somebody confirmed in Etappi stays."""
    named = getattr(new, role)
    held = [one for one in now.roles.get(old.code, ()) if one.role == role and one.confirmed]
    ended = tuple(one.organisation for one in held
                  if one.organisation not in named and (one.by_plan or (role == "lead" and named)))  # fmt: skip
    begun = tuple(name for name in dict.fromkeys(named) if name not in {one.organisation for one in held})
    if begun or ended:
        yield Difference(f"package.{role}", old.code, old.code, old.title, before=ended, after=begun)
