"""What was agreed in a plan file, its indicators, events and surveys, against those of a project (core.plandiff)."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.codes import code_key
from core.difference import Difference, PlanAsItStands, Refusal
from core.planning import PlanDeadline, PlanEvent, PlanFile, PlanGoal, PlanIndicator, PlanObligation, PlanPackage
from core.surveys.plandiff import survey_differences
from core.text import folded

INDICATOR_FIELDS = ("kind", "unit", "baseline", "target", "source")
OBLIGATION_FIELDS = ("title", "role", "package", "due", "proof")
DEADLINE_FIELDS = ("on_date", "at_time", "kind", "recipient")
EVENT_FIELDS = ("title", "kind", "window", "start", "place", "mode")
GRANT_FIELDS = ("decision", "on_date", "sum_cents", "from_date", "to_date")


def agreement_differences(now: PlanAsItStands, wanted: PlanFile) -> tuple[list[Difference], list[Difference]]:
    """What differs, and what stays though the file does not name it."""
    found = [*_indicators(now, wanted), *_obligations(now, wanted), *_deadlines(now, wanted), *_goals(now, wanted),
             *_grant(now, wanted), *_events(now, wanted), *survey_differences(now, wanted)]  # fmt: skip
    kept = [one for one in found if one.kind.endswith(".gone") and (one.kind.partition(".")[0], _name(one))
            in now.by_hand]  # fmt: skip
    return [one for one in found if one not in kept], kept


def _name(one: Difference) -> str:
    """What tells it from others of its kind, as `PlanAsItStands.by_hand` has it."""
    kind = one.kind.partition(".")[0]
    if kind == "indicator":
        return f"{one.package} {one.title}"
    return {"obligation": one.code, "survey": one.code, "deadline": f"{one.title} {one.before}"}.get(kind, one.title)


def _said(old: object, new: object, fields: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """The fields of which *new* says something else than *old*."""
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if after is not None and after != before:
            yield name, before, after


def _indicators(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    there = {code_key(package.code): package for package in now.plan.packages}
    for package in wanted.packages:
        old = there.get(code_key(package.code))
        if old is None:
            for one in package.indicators:
                yield Difference("indicator.added", package.code, title=one.title, after=one.target)
        else:
            yield from _of_package(now, old, package.indicators)


def _of_package(now: PlanAsItStands, package: PlanPackage, new: Sequence[PlanIndicator]) -> Iterator[Difference]:
    """By title; what then is left on both sides at the same place has another title."""
    old = package.indicators
    twins = {folded(one.title): number for number, one in enumerate(old)}
    pairs = {number: twins[folded(one.title)] for number, one in enumerate(new) if folded(one.title) in twins}
    used = set(pairs.values())
    for number in range(len(new)):
        if number not in pairs and number < len(old) and number not in used:
            pairs[number] = number
            used.add(number)
    for number, one in enumerate(new):
        if number not in pairs:
            yield Difference("indicator.added", package.code, title=one.title, after=one.target)
            continue
        before = old[pairs[number]]
        for name, was, is_now in _said(before, one, ("title", *INDICATOR_FIELDS)):
            fixed = (package.code, before.title) in now.fixed and was is not None and name in (
                "kind", "baseline", "target")  # fmt: skip
            yield Difference("indicator.changed", package.code, title=before.title, name=name, before=was, after=is_now,
                             refused=now.refused_by_lock() if fixed else None)  # fmt: skip
    for number, gone in enumerate(old):
        if number not in used:
            refused = Refusal("measured") if (package.code, gone.title) in now.measured else None
            yield Difference("indicator.gone", package.code, title=gone.title, refused=refused)


def _obligations(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    old: dict[str, PlanObligation] = {code_key(one.code): one for one in now.plan.agreements.obligations}
    new = {code_key(one.code): one for one in wanted.agreements.obligations}
    for key, one in new.items():
        if key not in old:
            yield Difference("obligation.added", code=one.code, title=one.title, after=one.due)
            continue
        before = old[key]
        changes = list(_said(before, one, ("title", "due", "proof")))
        # who owes it is said by what is left out, too
        changes += [(name, getattr(before, name), getattr(one, name)) for name in ("role", "package")
                    if code_key(getattr(before, name) or "") != code_key(getattr(one, name) or "")]  # fmt: skip
        for name, was, is_now in changes:
            fixed = name in ("role", "package") and before.code in now.counted
            yield Difference("obligation.changed", code=before.code, title=before.title, name=name, before=was,
                             after=is_now, refused=now.refused_by_lock() if fixed else None)  # fmt: skip
    for key, one in old.items():
        if key not in new:
            refused = Refusal("told") if one.code in now.told else None
            yield Difference("obligation.gone", code=one.code, title=one.title, refused=refused)


def _deadlines(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    """By title and day; what is left of one title on both sides has moved to another day."""
    old, new = list(now.plan.agreements.deadlines), list(wanted.agreements.deadlines)
    pairs: list[tuple[PlanDeadline, PlanDeadline]] = []
    for same_day in (True, False):
        for one in list(new):
            twin = next((other for other in old if other.title == one.title
                         and (not same_day or other.on_date == one.on_date)), None)  # fmt: skip
            if twin is not None:
                pairs.append((twin, one))
                old.remove(twin)
                new.remove(one)
    for before, after in pairs:
        for name, was, is_now in _said(before, after, DEADLINE_FIELDS):
            yield Difference("deadline.changed", title=before.title, name=name, before=was, after=is_now,
                             code=before.on_date)  # fmt: skip
    for one in new:
        yield Difference("deadline.added", title=one.title, after=one.on_date)
    for one in old:
        yield Difference("deadline.gone", title=one.title, before=one.on_date)


def _goals(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    old: dict[str, PlanGoal] = {folded(one.title): one for one in now.plan.agreements.goals}
    new = {folded(one.title): one for one in wanted.agreements.goals}
    for key, one in new.items():
        if key not in old:
            yield Difference("goal.added", title=one.title)
        elif one.result is not None and one.result != old[key].result:
            yield Difference("goal.changed", title=old[key].title, name="result", before=old[key].result,
                             after=one.result)  # fmt: skip
    for key, one in old.items():
        if key not in new:
            yield Difference("goal.gone", title=one.title)


def _grant(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    old, new = now.plan.agreements.grant, wanted.agreements.grant
    if new is None:
        return
    for name in GRANT_FIELDS:
        before, after = getattr(old, name, None), getattr(new, name)
        if after is not None and after != before:
            yield Difference("grant.changed", name=name, before=before, after=after)


def _events(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    """By code, else by title; a day that was settled since stays where the file is silent."""
    old = list(now.plan.agreements.events)
    for one in wanted.agreements.events:
        twin = next((each for each in old if _same_event(each, one)), None)
        if twin is None:
            yield Difference("event.added", code=one.code or "", title=one.title)
            continue
        old.remove(twin)
        changes = [change for change in _said(twin, one, EVENT_FIELDS)
                   if change[0] != "kind" or one.kind != "other"]  # fmt: skip
        if sorted(map(code_key, twin.packages)) != sorted(map(code_key, one.packages)):
            changes.append(("packages", twin.packages, one.packages))
        for name, was, is_now in changes:
            fixed = name in ("kind", "start", "packages") and twin.code in now.bound
            yield Difference("event.changed", code=twin.code or "", title=twin.title, name=name, before=was,
                             after=is_now, refused=now.refused_by_lock() if fixed else None)  # fmt: skip
    for gone in old:
        refused = Refusal("event_held") if gone.code in now.held else None
        yield Difference("event.gone", code=gone.code or "", title=gone.title, refused=refused)


def _same_event(old: PlanEvent, new: PlanEvent) -> bool:
    if new.code is not None:
        return code_key(old.code or "") == code_key(new.code)
    return folded(old.title) == folded(new.title)
