"""Rules on the plan: work packages, items, dependencies."""

import re
from collections.abc import Iterator

from core import quarter as quarters
from core.checks import rule
from core.checks.facts import Facts, ItemFact
from core.findings import Finding, Place, Severity
from core.text import folded

LONG = 2
"""Quarters up to which 50/50 says enough about an item for which the plan names no technique."""
PACKAGE_WORDS = r"työpaket\w*|arbetspaket\w*|work package|tp|wp|ap"
SHARED_WORDS = 3
WORD_LENGTH = 5


@rule("wp.window")
def window(facts: Facts) -> Iterator[Finding]:
    """A package's quarters outside its parent's or the project's, an item's outside its package's."""
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
    for item in facts.items:
        around = facts.package(item.package)
        if around is None or around.first is None or around.last is None or item.done:
            continue
        if item.first < around.first or around.last < item.last:
            yield Finding("wp.window/item", "warning", Place(item=item.code), {
                "title": item.title, "own": f"{quarters.label(item.first)}–{quarters.label(item.last)}",
                "around": f"{quarters.label(around.first)}–{quarters.label(around.last)}",
                "parent": around.code})  # fmt: skip


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


@rule("plan.technique")
def technique(facts: Facts) -> Iterator[Finding]:
    """An item over more than two quarters for which the plan names no way of measuring progress."""
    for item in facts.items:
        if not item.done and not item.technique_given and item.last - item.first + 1 > LONG:
            values: dict[str, object] = {"title": item.title, "n": item.last - item.first + 1}
            yield Finding("plan.technique", "warning", Place(item=item.code), values)


@rule("dependency.window")
def dependency_window(facts: Facts) -> Iterator[Finding]:
    """Work that leans on a package that has not started when the work is to begin or end.

    A package that an item's title names counts as one that it leans on: "updated together with TP 3".
    """
    for item in (one for one in facts.items if not one.done):
        for code in item.after:
            yield from _leaning(facts, item, code)
        for code in _named(facts, item):
            needed = facts.package(code)
            if needed and needed.first is not None and item.first < needed.first:
                yield _dependency("dependency.window/named", "ask", item, code, needed.first)
    for package in facts.packages:
        for code in package.needs:
            needed = facts.package(code)
            if needed and needed.first is not None and package.first is not None and package.first < needed.first:
                yield Finding("dependency.window/package", "warning", Place(item=package.code),
                              {"needs": code, "begins": quarters.label(package.first),
                               "starts": quarters.label(needed.first)})  # fmt: skip


def _leaning(facts: Facts, item: ItemFact, code: str) -> Iterator[Finding]:
    needed = facts.package(code)
    if needed is None or needed.first is None:
        return
    if item.last < needed.first:
        yield _dependency("dependency.window", "warning", item, code, needed.first)
    elif item.first < needed.first:
        yield _dependency("dependency.window/begins", "ask", item, code, needed.first)


def _dependency(case: str, severity: Severity, item: ItemFact, code: str, starts: int) -> Finding:
    when = {"due": quarters.label(item.last)} if case == "dependency.window" else {"begins": quarters.label(item.first)}
    values: dict[str, object] = {"title": item.title, "needs": code, **when, "starts": quarters.label(starts)}
    return Finding(case, severity, Place(item=item.code), values)


def _named(facts: Facts, item: ItemFact) -> Iterator[str]:
    """Packages that the item's title names by number, outside its own branch, and that it is not said to wait for."""
    for package in facts.packages:
        number = re.search(r"\d+(?:\.\d+)*$", package.code)
        if not number or package.code == item.package or package.code in item.after:
            continue
        if _related(facts, item.package, package.code):
            continue
        if re.search(rf"(?<!\w)(?:{PACKAGE_WORDS})\s*{re.escape(number.group())}(?!\.?\d)", item.title, re.IGNORECASE):
            yield package.code


@rule("deliverable.no_due")
def no_due(facts: Facts) -> Iterator[Finding]:
    """An output without a due quarter of its own, or without anybody responsible: no owner and no lead."""
    led = {role.package for role in facts.roles if role.role == "lead"}
    for item in facts.items:
        if item.kind != "output" or item.technique == "effort" or item.done:
            continue
        if not item.given:
            yield Finding("deliverable.no_due", "warning", Place(item=item.code),
                          {"title": item.title, "due": quarters.label(item.last)})  # fmt: skip
        if item.owner is None and item.package not in led:
            yield Finding("deliverable.no_due/no_owner", "warning", Place(item=item.code), {"title": item.title})


@rule("deliverable.late")
def late(facts: Facts) -> Iterator[Finding]:
    """An item past its quarter without a reason."""
    for item in facts.items:
        if item.quarters_late is not None and not item.late_reason:
            yield Finding("deliverable.late" if item.quarters_late else "deliverable.late/missed", "warning",
                          Place(item=item.code),
                          {"title": item.title, "n": item.quarters_late, "due": quarters.label(item.last)})  # fmt: skip


@rule("action.duplicate")
def duplicate(facts: Facts) -> Iterator[Finding]:
    """One action owned twice: two packages' actions that share most of their telling words. What three packages do is
    a kind of work, not one action."""
    actions = [item for item in facts.items if item.kind == "action"]
    words = {item.code: {word for word in folded(item.title).split() if len(word) >= WORD_LENGTH} for item in actions}
    pairs = [
        (item, other)
        for number, item in enumerate(actions)
        for other in actions[number + 1 :]
        if not _related(facts, item.package, other.package) and _same_action(words[item.code], words[other.code])
    ]
    elsewhere: dict[str, set[str]] = {}
    for item, other in pairs:
        elsewhere.setdefault(item.code, set()).add(other.package)
        elsewhere.setdefault(other.code, set()).add(item.package)
    for item, other in pairs:
        if len(elsewhere[item.code]) == len(elsewhere[other.code]) == 1:
            yield Finding("action.duplicate", "ask", Place(item=item.code),
                          {"title": item.title, "other": other.code, "other_title": other.title})  # fmt: skip


def _same_action(one: set[str], other: set[str]) -> bool:
    """Three shared words and half of the longer title, or all of a title of two."""
    less, more = sorted((one, other), key=len)
    shared = min(
        sum(any(same_word(word, each) for each in more) for word in less),
        sum(any(same_word(word, each) for each in less) for word in more),
    )
    return (shared >= SHARED_WORDS and 2 * shared >= len(more)) or shared == len(less) == SHARED_WORDS - 1


def _related(facts: Facts, first: str, second: str) -> bool:
    """One package, or packages of one branch: they plan the same kinds of work by design."""
    if first == second:
        return True
    one, two = facts.package(first), facts.package(second)
    return bool(
        one and two and ((one.parent and one.parent == two.parent) or first == two.parent or second == one.parent)
    )


def same_word(first: str, second: str) -> bool:
    """The same word, whatever its Finnish or Swedish ending."""
    stem = max(WORD_LENGTH, min(len(first), len(second)) - 3)
    return first[:stem] == second[:stem]
