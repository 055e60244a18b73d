"""Facts for the rules of `etappi check`, made shortly."""

from core import quarter as quarters
from core.checks import run
from core.checks.facts import Facts, ItemFact, PackageFact, RoleFact, TableRowFact
from core.findings import Finding

Q1, Q2, Q3, Q4 = (quarters.parse(f"2024-Q{number}") for number in (1, 2, 3, 4))
NOTHING = Facts(start=Q1, end=Q4, kicked_off=True, expected=None)


def package(code: str, first: int | None = Q1, last: int | None = Q4, **more: object) -> PackageFact:
    values: dict[str, object] = {"title": f"Title of {code}", "parent": None, "indicators": 1, "items": 1, **more}
    return PackageFact(code=code, first=first, last=last, **values)  # type: ignore[arg-type]


def item(code: str, title: str = "Synteesi", first: int = Q1, last: int = Q1, **more: object) -> ItemFact:
    values: dict[str, object] = {"package": code.partition("-")[0], "kind": "action", "given": True,
                                 "technique": "0/100", "technique_given": False, "owner": None, **more}  # fmt: skip
    return ItemFact(code=code, title=title, first=first, last=last, **values)  # type: ignore[arg-type]


def role(code: str, organisation: str, what: str, certainty: str = "confirmed", source: str = "plan") -> RoleFact:
    return RoleFact(code, organisation, what, certainty, source)


def row(code: str, organisation: str, *marks: str, number: int = 1) -> TableRowFact:
    return TableRowFact("taulut.txt", f"{code} > {number}", code, organisation, organisation, marks, marks, "added")


def found(facts: Facts, rule: str) -> list[Finding]:
    return [finding for finding in run(facts) if finding.code.partition("/")[0] == rule]


def told(facts: Facts, rule: str) -> list[tuple[str, str, str | None, dict[str, object]]]:
    return [(one.code.partition("/")[2], one.severity, one.place.item, one.values) for one in found(facts, rule)]
