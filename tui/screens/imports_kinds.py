"""Words of a preview for lists of attendance, planned events and states: what was read, what ↵ saves, what that brings.

Other kinds of files say it in `imports_words`; each function here gives None for them.
"""

from core.attendance import AttendancePlan
from core.importing import ImportPlan
from importers.attendance.wording import attendance_texts
from locales import t
from locales.formats import number


def reads(plan: ImportPlan) -> str | None:
    """What the file was read as, without its reader."""
    if plan.attendance is not None:
        one = plan.attendance
        return t(f"attendance.format_{one.format}", generation=one.generation).strip()
    return None


def seen(plan: ImportPlan) -> str | None:
    """Which list it is and how many people it tells of; how many planned events."""
    if plan.attendance is not None:
        one = plan.attendance
        return ", ".join([_sentence(t(f"attendance.kind_{one.kind}")), *_people(one)])
    if plan.events:
        return t("tui.import_read_events", n=len(plan.events), count=number(len(plan.events)))
    return None


def saves(plan: ImportPlan) -> str | None:
    """What ↵ does where nothing is asked any more."""
    kind = _kind(plan)
    if kind is None:
        return None
    values = {word: number(plan.count(word)) for word in ("added", "changed")}
    gone = plan.count("removed")
    more = t("tui.save_gone", n=gone, count=number(gone)) if gone else ""
    return t(f"tui.save_{kind}", **values) + more


def brings(plan: ImportPlan, dot: str) -> str | None:
    """The events with what each gets, between dots."""
    if plan.attendance is not None:
        return f" {dot} ".join(attendance_texts(plan.attendance))
    if plan.events or plan.states:
        return seen(plan) or ""
    return None


def counted(plan: ImportPlan) -> str | None:
    """What is added, changed and the same: people, registrations, events, states."""
    kind = _kind(plan)
    return t(f"tui.import_{kind}") if kind is not None else None


def _kind(plan: ImportPlan) -> str | None:
    if plan.attendance is not None:
        return "registered" if plan.attendance.kind == "registration" else "people"
    if plan.events:
        return "events"
    return "states" if plan.states else None


def _people(plan: AttendancePlan) -> list[str]:
    """How many people, and what is known of them."""
    if plan.kind != "presence":
        return [] if plan.registered is None else [t("attendance.n_registered", n=plan.registered)]
    told = [t("attendance.n_people", n=plan.people), t("attendance.n_identified", n=plan.identified)]
    return told + [
        t(f"attendance.n_{one}", n=n) for one, n in (("guests", plan.guests), ("callers", plan.callers)) if n
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
