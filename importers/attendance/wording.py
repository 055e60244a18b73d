"""What a list of attendance would do, in the chosen language."""

from core.attendance import AttendancePlan, EventChange, ListChange
from core.display import safe
from core.text import sort_key
from locales import t
from locales.formats import date, number


def read_text(plan: AttendancePlan) -> str:
    """Which list the file is, by what that was known, and how many people it tells of."""
    name = t(f"attendance.format_{plan.format}", generation=plan.generation).strip()
    parts = [f"{name}: {t(f'attendance.kind_{plan.kind}')}.", t(plan.why)]
    if plan.kind == "presence":
        told = [t("attendance.n_people", n=plan.people), t("attendance.n_identified", n=plan.identified)]
        told += [t(f"attendance.n_{one}", n=n) for one, n in (("guests", plan.guests), ("callers", plan.callers)) if n]
        parts.append(", ".join(told) + ".")
    if plan.registered is not None:
        parts.append(t("attendance.n_registered", n=plan.registered) + ".")
    return " ".join(parts)


def plan_why(plan: AttendancePlan) -> str:
    """By what it was known which list the file is."""
    return t(plan.why)


def present_texts(plan: AttendancePlan) -> list[str]:
    """The organisations of the lists with how many people each has there, by name, then those of which it is not
    known."""
    people: dict[str | None, int] = {}
    for event in plan.events:
        for one in event.lists:
            for row in one.people:
                if row.outcome != "removed":
                    people[row.organisation] = people.get(row.organisation, 0) + (row.headcount or 0)
    known = sorted((name for name in people if name is not None), key=sort_key)
    told = [f"{safe(name)}: {number(people[name]) if people[name] else '?'}" for name in known]
    return [*told, f"{t('attendance.not_known')}: {number(people[None])}"] if people.get(None) else told


def attendance_texts(plan: AttendancePlan) -> list[str]:
    """Each event with what its lists get, and domains that are learned."""
    lines = [_event(event) for event in plan.events]
    for domain, organisation, _ in plan.domains:
        if organisation is not None:
            lines.append(t("attendance.learned_domain", domain=domain, organisation=organisation))
    return [safe(line) for line in lines]


def _event(event: EventChange) -> str:
    code = "attendance.event_new" if event.event_id is None else "attendance.event_known"
    packages = f" {', '.join(event.packages)}" if event.packages else ""
    told = t(code, code=event.code, title=event.title, packages=packages, date=moment(event.start))
    return f"{told}: {'; '.join(_list(one) for one in event.lists)}"


def _list(one: ListChange) -> str:
    if one.kind == "registered":
        told = t("attendance.n_registered", n=one.persons or 0)
        return told if one.before in (None, one.persons) else f"{number(one.before or 0)} → {told}"
    people = sum(row.headcount or 0 for row in one.people if row.outcome != "removed")
    organisations = len({row.organisation for row in one.people if row.outcome != "removed"} - {None})
    persons = max(one.persons or 0, people)
    unknown = sum(row.headcount or 0 for row in one.people if row.outcome != "removed" and row.organisation is None)
    parts = [t(f"attendance.list_{one.mode or one.kind}", n=persons),
             t("attendance.n_organisations", n=max(one.organisations or 0, organisations))]  # fmt: skip
    if unknown:
        parts.append(t("attendance.n_unknown", n=unknown))
    if one.least_minutes is not None:
        parts.append(t("attendance.least", n=one.least_minutes))
    if one.keep_until is not None:
        parts.append(t("attendance.names_kept", date=date(one.keep_until)))
    return ", ".join(parts)


def moment(start: str | None) -> str:
    """A day, with the time where it is known."""
    if start is None:
        return "–"
    return date(start[:10]) + (f" {start[11:16]}" if len(start) > 10 else "")
