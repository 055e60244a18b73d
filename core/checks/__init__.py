"""The named rules of `etappi check` (checks.md): each a small function from facts to findings, registered by name.

A finding's code is the rule's name, with the case behind a slash where a rule has several (``role.coverage/no_lead``);
its sentence is ``check.<code>``, its mend ``check.mend.<code>`` where the catalogue has one.
"""

from collections.abc import Callable, Iterator

from core.checks.facts import Facts
from core.findings import SEVERITIES, Finding

Rule = Callable[[Facts], Iterator[Finding]]

RULES: dict[str, Rule] = {}
"""Every rule by name, in the order in which they were written."""


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under its name; ValueError for a name that is taken."""

    def register(function: Rule) -> Rule:
        if name in RULES:
            raise ValueError(f"two rules are named {name}")
        RULES[name] = function
        return function

    return register


def run(facts: Facts) -> list[Finding]:
    """What all rules find, the most serious first, then the plan before the network before the files."""
    # importing registers their rules
    from core.checks import agreements, events, imports, indicators, network, plan, quarters, surveys

    rooms = [room.__name__ for room in (plan, indicators, quarters, agreements, events, surveys, network, imports)]
    rules = sorted(RULES.values(), key=lambda function: rooms.index(function.__module__))
    found = [finding for function in rules for finding in function(facts)]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
