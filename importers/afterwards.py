"""The store as it would be after a plan, as a plain value: so that the files of one run know of one another."""

from dataclasses import replace

from core.eventplan import FIELDS, KnownPlanned
from core.importing import ImportPlan, Known, KnownObligation, KnownOrganisation, KnownRole, MemberChange
from core.obligations import StateFact
from importers.attendance.afterwards import after_attendance
from importers.formplan import after_form
from importers.surveys.afterwards import after_survey


def after(known: Known, plan: ImportPlan) -> Known:
    """*known* with what *plan* would write of organisations, spellings, roles, obligations and work. The
    ids are made up."""
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
    organisations = _with_values(organisations, plan)
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
    return replace(known, organisations=organisations, events=_with_events(known, plan),
                   attendance=after_attendance(known, plan, ids),
                   surveys=after_survey(known.surveys, plan.survey, ids) if plan.survey else known.surveys,
                   roles=tuple(roles.values()), not_same=known.not_same | apart,
                   obligations=_with_states(known.obligations, plan, ids),
                   work=after_form(known.work, plan.form) if known.work and plan.form else known.work)  # fmt: skip


def _with_events(known: Known, plan: ImportPlan) -> tuple[KnownPlanned, ...]:
    """The events of *known* with what a list says of them."""
    events = {one.id: one for one in known.events}
    for change in plan.events:
        values = {one.field: one.after for one in change.fields}
        uids = frozenset({change.uid} if change.uid else ())
        if change.event_id is None:
            number = max(events, default=0) + 1
            empty = {**dict.fromkeys(FIELDS), "packages": ()}
            events[number] = KnownPlanned(number, change.code or "", {**empty, **values}, uids=uids)
        else:
            old = events[change.event_id]
            events[old.id] = replace(old, values={**old.values, **values}, uids=old.uids | uids)
    return tuple(events.values())


def _with_states(
    obligations: tuple[KnownObligation, ...], plan: ImportPlan, ids: dict[str, int]
) -> tuple[KnownObligation, ...]:
    """*obligations* with what a file says of them."""
    out = []
    for one in obligations:
        facts = dict(one.facts)
        for change in plan.states:
            if change.obligation == one.code and change.outcome != "same":
                told = StateFact(change.on_date, change.state, change.reason, change.proof)
                number = ids[change.organisation]
                facts[number] = (*facts.get(number, ()), told)
        out.append(replace(one, facts=facts))
    return tuple(out)


def _with_values(organisations: tuple[KnownOrganisation, ...], plan: ImportPlan) -> tuple[KnownOrganisation, ...]:
    """*organisations* with what a list of members says of them."""
    changes = {one.organisation: one for one in plan.members}
    return tuple(_changed(one, changes[one.name]) if one.name in changes else one for one in organisations)


def _changed(one: KnownOrganisation, change: MemberChange) -> KnownOrganisation:
    joined = change.outcome == "added"
    values = {field.field: field.after for field in change.fields}
    return replace(
        one, network=one.network or joined, outside=one.outside and not joined,
        business_id=values.get("business_id", one.business_id), region=values.get("region", one.region),
        language=values.get("language", one.language),
        labels=(*(label for label in one.labels if label not in change.labels_gone), *change.labels),
    )  # fmt: skip
