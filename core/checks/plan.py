"""Rules on the plan: work packages, items, dependencies."""

from collections.abc import Iterator

from core import quarter as quarters
from core.checks import rule
from core.checks.facts import Facts
from core.findings import Finding, Place
from core.text import folded

LONG = 2
"""Quarters up to which 50/50 says enough about an item for which the plan names no technique."""
PARTICIPANTS = ("osallistuj", "deltag", "particip", "attend")
"""How words for participants begin in the three languages, folded."""
SHARED_WORDS = 3
WORD_LENGTH = 5


@rule("wp.window")
def window(facts: Facts) -> Iterator[Finding]:
    """A child's quarters outside its parent's, or a package's outside the project's."""
    for package in facts.packages:
        if package.first is None or package.last is None:
            continue
        parent = facts.package(package.parent) if package.parent else None
        first, last = (facts.start, facts.end) if parent is None else (parent.first, parent.last)
        if first is None or last is None or (first <= package.first and package.last <= last):
            continue
        values: dict[str, object] = {
            "own": f"{quarters.label(package.first)}–{quarters.label(package.last)}",
            "around": f"{quarters.label(first)}–{quarters.label(last)}", "parent": package.parent or "",
        }  # fmt: skip
        code = "wp.window/project" if parent is None else "wp.window/parent"
        yield Finding(code, "error", Place(item=package.code), values)


@rule("wp.no_indicator")
def no_indicator(facts: Facts) -> Iterator[Finding]:
    """A work package without indicators."""
    for package in facts.packages:
        if not package.indicators:
            yield Finding("wp.no_indicator", "warning", Place(item=package.code), {"title": package.title})


@rule("wp.no_item")
def no_item(facts: Facts) -> Iterator[Finding]:
    """A work package without actions and outputs: nothing of it can be followed."""
    parents = {package.parent for package in facts.packages}
    for package in facts.packages:
        if not package.items and package.code not in parents:
            yield Finding("wp.no_item", "warning", Place(item=package.code), {"title": package.title})


@rule("wp.alias")
def alias(facts: Facts) -> Iterator[Finding]:
    """One work package under two titles, in the plan and in its table."""
    seen = set()
    for one in facts.imports:
        if one.code == "wp.alias" and (one.values["package"], one.values["title"]) not in seen:
            seen.add((one.values["package"], one.values["title"]))
            yield Finding("wp.alias", "ask", Place(item=str(one.values["package"])), one.values)


@rule("indicator.no_target")
def no_target(facts: Facts) -> Iterator[Finding]:
    """Indicators without a baseline or without a target, one finding for each package."""
    for package in facts.packages:
        bare = [i for i in facts.indicators if i.package == package.code and (i.baseline is None or i.target is None)]
        if bare:
            yield Finding("indicator.no_target", "warning", Place(item=package.code),
                          {"n": len(bare), "titles": "; ".join(i.title for i in bare)})  # fmt: skip


@rule("indicator.unit")
def indicator_unit(facts: Facts) -> Iterator[Finding]:
    """Participants that are counted without saying what: persons or organisations."""
    for one in facts.indicators:
        if not one.unit and any(word.startswith(PARTICIPANTS) for word in folded(one.title).split()):
            yield Finding("indicator.unit", "warning", Place(item=one.package), {"title": one.title})


@rule("indicator.kind")
def indicator_kind(facts: Facts) -> Iterator[Finding]:
    """One measure that is called quantitative here and qualitative there."""
    kinds: dict[str, dict[str, list[str]]] = {}
    titles: dict[str, str] = {}
    for one in facts.indicators:
        key = folded(one.title)
        titles.setdefault(key, one.title)
        kinds.setdefault(key, {}).setdefault(one.kind, []).append(one.package)
    for key, found in kinds.items():
        if len(found) > 1:
            yield Finding("indicator.kind", "ask", Place(), {
                "title": titles[key], "quantitative": ", ".join(found["quantitative"]),
                "qualitative": ", ".join(found["qualitative"])})  # fmt: skip


@rule("plan.technique")
def technique(facts: Facts) -> Iterator[Finding]:
    """An item over more than two quarters for which the plan names no way of measuring progress."""
    for item in facts.items:
        if not item.technique_given and item.last - item.first + 1 > LONG:
            values: dict[str, object] = {"title": item.title, "n": item.last - item.first + 1}
            yield Finding("plan.technique", "warning", Place(item=item.code), values)


@rule("dependency.window")
def dependency_window(facts: Facts) -> Iterator[Finding]:
    """Work that leans on a package that has not started when the work is to begin or end."""
    for item in facts.items:
        for code in item.after:
            needed = facts.package(code)
            if needed and needed.first is not None and item.last < needed.first:
                yield Finding("dependency.window", "warning", Place(item=item.code),
                              {"title": item.title, "needs": code, "due": quarters.label(item.last),
                               "starts": quarters.label(needed.first)})  # fmt: skip
    for package in facts.packages:
        for code in package.needs:
            needed = facts.package(code)
            if needed and needed.first is not None and package.first is not None and package.first < needed.first:
                yield Finding("dependency.window/package", "warning", Place(item=package.code),
                              {"needs": code, "begins": quarters.label(package.first),
                               "starts": quarters.label(needed.first)})  # fmt: skip


@rule("deliverable.no_due")
def no_due(facts: Facts) -> Iterator[Finding]:
    """An output without a due quarter of its own."""
    for item in facts.items:
        if item.kind == "output" and not item.given and item.technique != "effort":
            yield Finding("deliverable.no_due", "warning", Place(item=item.code),
                          {"title": item.title, "due": quarters.label(item.last)})  # fmt: skip


@rule("deliverable.late")
def late(facts: Facts) -> Iterator[Finding]:
    """An item past its quarter without a reason."""
    for item in facts.items:
        if item.quarters_late and not item.late_reason:
            yield Finding("deliverable.late", "warning", Place(item=item.code),
                          {"title": item.title, "n": item.quarters_late, "due": quarters.label(item.last)})  # fmt: skip


@rule("action.duplicate")
def duplicate(facts: Facts) -> Iterator[Finding]:
    """One action owned twice: two packages' actions that share most of their telling words."""
    actions = [item for item in facts.items if item.kind == "action"]
    words = {item.code: {word for word in folded(item.title).split() if len(word) >= WORD_LENGTH} for item in actions}
    for number, item in enumerate(actions):
        for other in actions[number + 1 :]:
            if other.package == item.package or _related(facts, item.package, other.package):
                continue
            shared = {w for w in words[item.code] if any(_same_word(w, o) for o in words[other.code])}
            if len(shared) >= SHARED_WORDS and len(shared) >= 0.5 * min(len(words[item.code]), len(words[other.code])):
                yield Finding("action.duplicate", "ask", Place(item=item.code),
                              {"title": item.title, "other": other.code, "other_title": other.title})  # fmt: skip


def _related(facts: Facts, first: str, second: str) -> bool:
    """Packages with one parent plan the same kinds of work by design."""
    one, two = facts.package(first), facts.package(second)
    return bool(
        one and two and ((one.parent and one.parent == two.parent) or first == two.parent or second == one.parent)
    )


def _same_word(first: str, second: str) -> bool:
    """The same word, whatever its Finnish or Swedish ending."""
    stem = max(WORD_LENGTH, min(len(first), len(second)) - 3)
    return first[:stem] == second[:stem]
