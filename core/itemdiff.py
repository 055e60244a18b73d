"""The items of a plan file against those of a project (core.plandiff)."""

from collections.abc import Iterator

from core.codes import code_key
from core.difference import Difference, ItemFacts, PlanAsItStands, Refusal
from core.planning import PlanFile, PlanItem, PlanPackage
from core.text import folded

Placed = tuple[PlanPackage, PlanItem]
MEASURES = ("kind", "technique", "weight", "units", "counter")
"""Fields that every figure of an item rests on."""


def item_differences(now: PlanAsItStands, wanted: PlanFile) -> tuple[list[Difference], list[Difference]]:
    """What differs in items, in plan order, and the items that stay though the file does not name them."""
    old = {code_key(item.code): (package, item) for package in now.plan.packages for item in package.items}
    new = {code_key(item.code): (package, item) for package in wanted.packages for item in package.items}
    recoded = _recoded(old, new)
    passed = {key for pair in recoded for key in pair}
    found = [_recode(old[before], new[after]) for before, after in recoded]
    for key, placed in new.items():
        if key in passed:
            continue
        found += [_added(now, *placed)] if key not in old else list(_item(now, old[key], placed))
    kept = []
    for key, (package, item) in old.items():
        facts = now.items.get(item.code, ItemFacts())
        if key in new or key in passed or facts.state == "cancelled":
            continue
        difference = Difference("item.gone", package.code, item.code, item.title, before=(item.first, item.last))
        if facts.by_plan:
            found.append(_cancelled(now, difference, facts))
        else:
            kept.append(difference)
    return found, kept


def _recoded(old: dict[str, Placed], new: dict[str, Placed]) -> list[tuple[str, str]]:
    """Pairs of codes under which the same title stands in the project and in the file: what was meant is not guessed.

    In one package that is a title that has moved to another code; between packages one that went and came.
    """
    titles = [_titles(side) for side in (old, new)]
    pairs = []
    for place, before in titles[0].items():
        after = titles[1].get(place)
        if before and after and before != after and not _agree(old, new, before) and not _agree(old, new, after):
            pairs.append((before, after))
    taken = {before for before, _ in pairs}
    came = {folded(new[key][1].title): key for key in new if key not in old}
    for key, (_, item) in old.items():
        after = came.get(folded(item.title))
        if key not in new and key not in taken and after and after not in {one for _, one in pairs}:
            pairs.append((key, after))
    return pairs


def _titles(side: dict[str, Placed]) -> dict[tuple[str, str, str], str | None]:
    """The code of every title in a package; None for one that two items have."""
    out: dict[tuple[str, str, str], str | None] = {}
    for key, (package, item) in side.items():
        place = (code_key(package.code), item.kind, folded(item.title))
        out[place] = None if place in out else key
    return out


def _agree(old: dict[str, Placed], new: dict[str, Placed], key: str) -> bool:
    """True where a code has one title on both sides."""
    return key in old and key in new and folded(old[key][1].title) == folded(new[key][1].title)


def _recode(old: Placed, new: Placed) -> Difference:
    refused = Refusal("recoded", {"code": old[1].code})
    return Difference("item.recoded", old[0].code, old[1].code, old[1].title, before=old[1].code, after=new[1].code,
                      refused=refused)  # fmt: skip


def _added(now: PlanAsItStands, package: PlanPackage, item: PlanItem) -> Difference:
    refused = None
    if now.begun and item.last < now.effective:
        refused = Refusal("ended", {"quarter": now.effective})
    return Difference("item.added", package.code, item.code, item.title, after=(item.first, item.last),
                      refused=refused)  # fmt: skip


def _cancelled(now: PlanAsItStands, difference: Difference, facts: ItemFacts) -> Difference:
    refused = _future(now)
    if refused is None and facts.state == "accepted":
        refused = Refusal("accepted", {"code": difference.code})
    return _refused(difference, refused)


def _refused(one: Difference, refused: Refusal | None) -> Difference:
    return Difference(one.kind, one.package, one.code, one.title, one.name, one.before, one.after, refused)


def _future(now: PlanAsItStands) -> Refusal | None:
    """Cancelling and reopening are facts of a day, which cannot lie ahead."""
    return Refusal("future", {"quarter": now.effective}) if now.begun and now.effective > now.running else None


def _item(now: PlanAsItStands, before: Placed, after: Placed) -> Iterator[Difference]:
    (old_package, old), (new_package, new) = before, after
    facts = now.items.get(old.code, ItemFacts())
    where = (old_package.code, old.code, old.title)
    measured = now.refused_by_lock() if now.is_locked(facts.scope_from) else None
    if facts.state == "cancelled":
        yield Difference("item.reopened", *where, refused=_future(now))
    if code_key(old_package.code) != code_key(new_package.code):
        yield Difference("item.changed", *where, "package", old_package.code, new_package.code, measured)
    if new.title != old.title:
        yield Difference("item.changed", *where, "title", old.title, new.title)
    if new.owner is not None and new.owner != old.owner:
        yield Difference("item.changed", *where, "owner", old.owner, new.owner)
    if {code_key(one) for one in new.after} != {code_key(one) for one in old.after}:
        yield Difference("item.changed", *where, "after", old.after, new.after)
    for name in MEASURES:
        if _differs(old, new, name):
            yield Difference("item.changed", *where, name, getattr(old, name), getattr(new, name),
                             measured or _measure(facts, old, new, name))  # fmt: skip
    yield from _steps(old, new, facts, where, measured)
    moved = _moves(old, new, facts)
    if moved:
        refused = Refusal("accepted", {"code": old.code}) if facts.state == "accepted" else None
        yield Difference("item.moved", *where, before=(old.first, old.last), after=(new.first, new.last),
                         refused=refused)  # fmt: skip
    if old.technique == new.technique == "units" and old.unit_targets != new.unit_targets:
        if moved and now.begun and new.unit_targets:
            yield Difference("item.targets_aside", *where)
        elif not facts.replanned and not (moved and now.begun):
            yield Difference("item.targets", *where, before=old.unit_targets, after=new.unit_targets,
                             refused=_targets(now, old, new, measured))  # fmt: skip


def _differs(old: PlanItem, new: PlanItem, name: str) -> bool:
    """Whether a measure differs; a technique that only follows from the quarters is no word of the file's, and so is a
    counter that it leaves out."""
    if name == "technique" and not new.technique_given:
        return False
    if name == "units" and new.technique != "units":
        return False
    if name == "counter" and new.counter is None:
        return False
    return bool(getattr(old, name) != getattr(new, name))


def _measure(facts: ItemFacts, old: PlanItem, new: PlanItem, name: str) -> Refusal | None:
    if name == "technique" and (facts.steps_done or facts.units_told is not None):
        return Refusal("technique", {"code": old.code})
    if name == "units" and facts.units_told is not None and (new.units or 0) < facts.units_told:
        return Refusal("units", {"code": old.code, "n": facts.units_told})
    return None


def _moves(old: PlanItem, new: PlanItem, facts: ItemFacts) -> bool:
    """Whether an item gets other quarters. Work without quarters of its own follows its package: continuous work at
    once, and what is accepted stays where it was."""
    if (old.first, old.last) == (new.first, new.last):
        return False
    silent = new.from_quarter is None and new.to_quarter is None
    return not (silent and (facts.state == "accepted" or new.technique == "effort"))


def _steps(
    old: PlanItem, new: PlanItem, facts: ItemFacts, where: tuple[str, str, str], measured: Refusal | None
) -> Iterator[Difference]:
    if not (old.technique == new.technique == "milestones"):
        return
    if [step.share for step in old.steps] != [step.share for step in new.steps]:
        refused = measured or (Refusal("steps", {"code": old.code}) if facts.steps_done else None)
        yield Difference("item.steps", *where, before=_shares(old), after=_shares(new), refused=refused)
        return
    for number, (before, after) in enumerate(zip(old.steps, new.steps, strict=True), 1):
        if before.title != after.title:
            yield Difference("item.step_title", *where, str(number), before.title, after.title)
        if before.quarter != after.quarter:
            refused = Refusal("accepted", {"code": old.code}) if facts.state == "accepted" else None
            yield Difference("item.step_moved", *where, str(number), before.quarter, after.quarter, refused)


def _shares(item: PlanItem) -> tuple[str, ...]:
    return tuple(f"{step.title} {step.share:g}" for step in item.steps)


def _targets(now: PlanAsItStands, old: PlanItem, new: PlanItem, measured: Refusal | None) -> Refusal | None:
    """Targets of locked quarters stay, and with them whether there are any: without them units run evenly."""
    if measured is None or now.locked is None:
        return None
    past = [tuple(one for one in item.unit_targets if one[0] <= now.locked) for item in (old, new)]
    return measured if past[0] != past[1] or bool(old.unit_targets) != bool(new.unit_targets) else None
