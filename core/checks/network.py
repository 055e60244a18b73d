"""Rules on the network: organisations and their roles."""

from collections import Counter
from collections.abc import Iterator

from core.checks import rule
from core.checks.facts import Facts, RoleFact
from core.findings import Finding, Place
from core.roles import ROLES

EXAMPLES = 3
"""Organisations with several spellings that are shown; `etappi orgs` lists all."""
MANY_LEADS = 4
"""Packages led or assisted from which one organisation's load is asked about."""


@rule("network.count")
def count(facts: Facts) -> Iterator[Finding]:
    """Organisations promised against those that are known."""
    known = sum(organisation.network for organisation in facts.organisations)
    if facts.expected is not None and known and known != facts.expected:
        case = "network.count/fewer" if known < facts.expected else "network.count/more"
        yield Finding(case, "warning", Place(), {"known": known, "expected": facts.expected,
                                                 "n": abs(facts.expected - known)})  # fmt: skip


@rule("org.alias")
def alias(facts: Facts) -> Iterator[Finding]:
    """Organisations that may be one, and organisations that are spelled in several ways."""
    weights = Counter(role.organisation for role in facts.roles)
    rows = Counter(row.organisation for row in facts.rows)
    for name, other in facts.near:
        # The organisation that more leans on stays; where neither has more, a person must say.
        (less, leaving), (more, staying) = sorted(((weights[one], rows[one]), one) for one in (name, other))
        values = {"name": name, "other": other} if less == more else {"name": leaving, "other": staying}
        case = "org.alias" if less == more else "org.alias/clear"
        yield Finding(case, "ask", Place(item=values["name"]), dict(values), mend=True)
    several = [o for o in facts.organisations if len(o.spellings) > 1]
    if several:
        yield Finding("org.alias/spellings", "warning", Place(), {
            "n": len(several), "examples": "; ".join(" = ".join(o.spellings) for o in several[:EXAMPLES])})  # fmt: skip


@rule("role.text_vs_table")
def text_vs_table(facts: Facts) -> Iterator[Finding]:
    """Leads and assisting leads of the plan against the marks in the tables, one finding for each organisation."""
    marked: dict[str, dict[str, set[str]]] = {}
    for row in facts.rows:
        if row.package and row.organisation:
            marked.setdefault(row.package, {}).setdefault(row.organisation, set()).update(row.marks)
    differing: dict[tuple[str, str, str], list[str]] = {}
    for package in facts.packages:
        table = marked.get(package.code)
        if table is None:
            continue
        for role in ("lead", "assist"):
            planned = {r.organisation for r in facts.roles
                       if r.package == package.code and r.role == role and r.source == "plan"}  # fmt: skip
            found = {organisation for organisation, marks in table.items() if role in marks}
            for case, organisations in (("not_marked", planned - found), ("not_planned", found - planned)):
                for organisation in sorted(organisations):
                    differing.setdefault((case, organisation, role), []).append(package.code)
    for (case, organisation, role), packages in differing.items():
        yield Finding(f"role.text_vs_table/{case}", "warning", Place(item=organisation),
                      {"role": role, "packages": ", ".join(packages)})  # fmt: skip


@rule("role.coverage")
def coverage(facts: Facts) -> Iterator[Finding]:
    """One confirmed lead and an assisting lead for each package; organisations with no mark anywhere."""
    for package in facts.packages:
        leads = [r for r in facts.roles if r.package == package.code and r.role == "lead"]
        confirmed = [r.organisation for r in leads if r.certainty == "confirmed"]
        if not confirmed:
            yield Finding("role.coverage/no_lead", "error" if facts.kicked_off else "warning", Place(item=package.code),
                          {"names": "; ".join(r.organisation for r in leads) or "–"})  # fmt: skip
        if len(confirmed) > 1:
            yield Finding("role.coverage/two_leads", "ask", Place(item=package.code), {"names": "; ".join(confirmed)})
        if not any(r.package == package.code and r.role == "assist" for r in facts.roles):
            yield Finding("role.coverage/no_assist", "warning", Place(item=package.code), {})
    marked = {row.organisation for row in facts.rows if row.marks}
    named = {row.organisation for row in facts.rows if row.organisation}
    bare = sorted(str(name) for name in named - marked)
    if bare:
        yield Finding("role.coverage/no_mark", "ask", Place(), {"n": len(bare), "names": "; ".join(bare)})


@rule("role.load")
def load(facts: Facts) -> Iterator[Finding]:
    """An organisation that leads or assists in many packages."""
    leads = Counter(r.organisation for r in _leading(facts) if r.role == "lead")
    assists = Counter(r.organisation for r in _leading(facts) if r.role == "assist")
    for organisation in sorted(set(leads) | set(assists)):
        if leads[organisation] + assists[organisation] >= MANY_LEADS:
            yield Finding("role.load", "ask", Place(item=organisation),
                          {"leads": leads[organisation], "assists": assists[organisation]})  # fmt: skip


@rule("role.interest")
def interest(facts: Facts) -> Iterator[Finding]:
    """A mark under "we are interested" is interest, not a confirmed role: leads and assisting leads are named."""
    open_ones = [r for r in facts.roles if r.certainty == "interest"]
    if open_ones:
        leading: dict[str, list[str]] = {}
        for r in open_ones:
            if r.role in ("lead", "assist"):
                leading.setdefault(r.organisation, []).append(r.package)
        names = "; ".join(f"{organisation}: {', '.join(packages)}" for organisation, packages in leading.items())
        yield Finding("role.interest", "ask", Place(), {
            "n": len(open_ones), "leading": sum(map(len, leading.values())), "names": names or "–"})  # fmt: skip


@rule("role.multi")
def multi(facts: Facts) -> Iterator[Finding]:
    """Two roles of one organisation in one package: the highest counts.

    To benefit beside another role says nothing new, unless one row of a table marks both.
    """
    pairs: dict[tuple[str, str], list[str]] = {}
    for r in facts.roles:
        if r.role in ("lead", "assist", "expert"):
            pairs.setdefault((r.package, r.organisation), []).append(r.role)
    for row in facts.rows:
        if row.package and row.organisation and len(row.marks) > 1:
            roles = pairs.setdefault((row.package, row.organisation), [])
            roles += [mark for mark in row.marks if mark not in roles]
    for (package, organisation), roles in pairs.items():
        if len(roles) > 1:
            ordered = sorted(roles, key=ROLES.index)
            yield Finding("role.multi", "ask", Place(item=package), {"organisation": organisation, "roles": ordered})


def _leading(facts: Facts) -> list[RoleFact]:
    """Lead and assisting lead rows, one for each pair, the lead before the assist."""
    best: dict[tuple[str, str], RoleFact] = {}
    for r in sorted(facts.roles, key=lambda r: r.role != "lead"):
        if r.role in ("lead", "assist"):
            best.setdefault((r.package, r.organisation), r)
    return list(best.values())
