"""Rules on indicators: what they measure, in what, from where to where."""

import re
from collections.abc import Iterator

from core import quarter as quarters
from core.checks import rule
from core.checks.facts import Facts, IndicatorFact
from core.checks.plan import same_word
from core.findings import Finding, Place
from core.text import folded

PARTICIPANTS = ("osallistuj", "osallistun", "deltag", "particip", "attend")
"""How words for participants begin in the three languages, folded."""
COUNTED = ("henkilo", "organisaatio", "jarjestaj", "person", "organi", "people", "provider", "anordnar")
"""How words begin, folded, that say what is counted."""
OWN_PLAN = re.compile(
    r"(?<!\w)(?:om(?:a|an|aa|ansa|at|ien)|egen|eget|egna|own)(?!\w).*(?:suunnitelm|plan)", re.IGNORECASE
)
"""A title that speaks of own plans, whatever their subject: one measure, which every provider's plan adds to."""
TELLING_LETTERS = 4


@rule("indicator.no_target")
def no_target(facts: Facts) -> Iterator[Finding]:
    """Indicators without a baseline or without a target, one finding for each package."""
    for package in facts.packages:
        bare = [i for i in facts.indicators if i.package == package.code and (i.baseline is None or i.target is None)]
        if bare:
            yield Finding("indicator.no_target", "warning", Place(item=package.code), _titles(bare))


@rule("indicator.unit")
def unit(facts: Facts) -> Iterator[Finding]:
    """Participants that are counted without saying what, neither as a unit nor in the title: persons, organisations."""
    for one in facts.indicators:
        words = folded(one.title).split()
        if one.unit or one.kind == "qualitative" or any(word.startswith(COUNTED) for word in words):
            continue
        if any(word.startswith(PARTICIPANTS) for word in words):
            yield Finding("indicator.unit", "warning", Place(item=one.package), {"title": one.title})


@rule("indicator.kind")
def kind(facts: Facts) -> Iterator[Finding]:
    """One measure that is called quantitative here and qualitative there."""
    measures: list[list[IndicatorFact]] = []
    for one in facts.indicators:
        for measure in measures:
            if _same_measure(measure[0].title, one.title):
                measure.append(one)
                break
        else:
            measures.append([one])
    for measure in measures:
        packages = {
            kind: list(dict.fromkeys(one.package for one in measure if one.kind == kind))
            for kind in ("quantitative", "qualitative")
        }
        if all(packages.values()):
            values: dict[str, object] = {kind: ", ".join(codes) for kind, codes in packages.items()}
            yield Finding("indicator.kind", "ask", Place(), {"title": measure[0].title, **values})


@rule("indicator.no_value")
def no_value(facts: Facts) -> Iterator[Finding]:
    """Indicators without a value in the newest closed quarter, one finding for each package whose quarters have begun.

    Where values add up every quarter wants one, a zero too; elsewhere any value until then will do. What Etappi counts
    itself is never missing.
    """
    if facts.locked is None:
        return
    for package in facts.packages:
        if package.first is not None and package.first > facts.locked:
            continue
        running = package.last is None or package.last >= facts.locked
        bare = [one for one in facts.indicators if one.package == package.code and not one.counted
                and _is_bare(one, facts.locked, running)]  # fmt: skip
        if bare:
            yield Finding("indicator.no_value", "ask", Place(item=package.code),
                          {"quarter": quarters.label(facts.locked), **_titles(bare)})  # fmt: skip


def _is_bare(one: IndicatorFact, locked: int, running: bool) -> bool:
    if one.aggregation == "sum" and running:
        return locked not in one.values
    return not any(quarter <= locked for quarter in one.values)


def _titles(indicators: list[IndicatorFact]) -> dict[str, object]:
    return {"n": len(indicators), "titles": "; ".join(one.title for one in indicators)}


def _same_measure(one: str, other: str) -> bool:
    """The same title, or all telling words of the shorter in the longer (at least two), or own plans in both."""
    if folded(one) == folded(other) or (OWN_PLAN.search(one) and OWN_PLAN.search(other)):
        return True
    words = [[word for word in folded(title).split() if len(word) >= TELLING_LETTERS] for title in (one, other)]
    less, more = sorted(words, key=len)
    return len(less) > 1 and all(any(same_word(word, each) for each in more) for word in less)
