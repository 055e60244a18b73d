"""The store as it would be after a plan, as a plain value: so that the files of one run know of one another."""

from dataclasses import replace

from core.importing import ImportPlan, Known, KnownOrganisation, KnownRole


def after(known: Known, plan: ImportPlan) -> Known:
    """*known* with what *plan* would write of organisations, spellings and roles. The ids are made up."""
    number = max((one.id for one in known.organisations), default=0)
    made = [
        KnownOrganisation(place, new.name, new.short, (new.name,))
        for place, new in enumerate(plan.new, start=number + 1)
    ]
    spellings: dict[str, list[str]] = {}
    for name, spelling in plan.aliases:
        spellings.setdefault(name, []).append(spelling)
    organisations = tuple(
        replace(one, spellings=tuple(dict.fromkeys((*one.spellings, *spellings.get(one.name, ())))))
        for one in (*known.organisations, *made)
    )
    ids = {one.name: one.id for one in organisations}
    roles = {row.id: row for row in known.roles}
    free = max(roles, default=0)
    for change in plan.roles:
        if change.outcome == "removed" and change.row_id is not None:
            del roles[change.row_id]
        elif change.outcome in ("added", "changed"):
            free += 1
            row = change.row_id or free
            roles[row] = KnownRole(row, change.package_id, ids[change.organisation], change.role, change.certainty)
    apart = {(text, ids[name]) for text, name in plan.not_same if name in ids}
    return replace(known, organisations=organisations, roles=tuple(roles.values()), not_same=known.not_same | apart)
