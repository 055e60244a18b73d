"""Which organisations a plan file names: equal after normalising is one, near ones are findings, never questions."""

from collections import Counter
from dataclasses import dataclass

from core.findings import Finding, Place
from core.importing import KnownOrganisation, NewOrganisation
from core.planning import PlanFile
from core.short_names import propose
from importers.names import settle


@dataclass(frozen=True)
class PlanOrganisations:
    """*names*: spelled name -> organisation; *new*: those that the store lacks; *findings*: pairs that may be one."""

    names: dict[str, str]
    new: tuple[NewOrganisation, ...]
    findings: tuple[Finding, ...]


def resolve(plan: PlanFile, organisations: tuple[KnownOrganisation, ...], file: str) -> PlanOrganisations:
    """The organisations behind all leads, assists and owners of a plan."""
    counts = Counter(name for package in plan.packages for name in (*package.lead, *package.assist))
    counts.update(item.owner for item in plan.items() if item.owner)
    settled = settle(counts, organisations)
    names = {spelled: target.name for spelled, target in settled.targets.items()}
    taken = {organisation.short for organisation in organisations}
    known = {organisation.name for organisation in organisations}
    new = []
    for name in sorted(set(names.values()) - known):
        short = propose(name, taken)
        taken.add(short)
        new.append(NewOrganisation(name=name, short=short))
    findings = tuple(
        Finding("org.alias", "ask", Place(file=file, item=question.spelling),
                {"name": question.spelling, "other": "; ".join(candidate.name for candidate in question.candidates)})
        for question in settled.questions
    )  # fmt: skip
    return PlanOrganisations(names, tuple(new), findings)
