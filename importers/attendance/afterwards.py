"""Events with their lists as they would be after a plan, so that the files of one run know of one another."""

from collections.abc import Mapping
from dataclasses import replace

from core.attendance import KnownAttendance, KnownEvent, KnownList, KnownMeeting, KnownPerson
from core.importing import ImportPlan, Known


def after_attendance(known: Known, plan: ImportPlan, ids: Mapping[str, int]) -> KnownAttendance:
    """The events of *known* with what *plan* would write; new ids are made up. *ids* are those of organisations by
    name."""
    have = known.attendance
    if plan.attendance is None:
        return have
    events = {one.id: one for one in have.events}
    lists = {one.id: one for one in have.lists}
    rows: dict[int, tuple[KnownPerson, ...]] = {}
    meetings = list(have.meetings)
    number = have.next_number
    for change in plan.attendance.events:
        at = change.event_id if change.event_id is not None else max(events, default=0) + 1
        number += change.event_id is None
        before = events.get(at)
        held = any(one.kind != "registered" for one in change.lists) or (before is not None and before.held)
        events[at] = KnownEvent(at, change.code, change.title, change.start, change.mode, held,
                                ends=before.ends if before is not None else change.ends)  # fmt: skip
        if change.remember is not None:
            one = change.remember
            meetings.append(KnownMeeting(at, one.meeting_id, one.title, one.start))
        mine = list(have.people(at)) if change.event_id is not None else []
        for told in change.lists:
            place = told.list_id if told.list_id is not None else max(lists, default=0) + 1
            lists[place] = KnownList(place, at, told.kind, told.mode, told.persons, told.organisations, plan.file,
                                     told.complete, told.least_minutes, told.keep_until)  # fmt: skip
            mine = [row for row in mine if row.list_id != place]
            mine += [
                KnownPerson(-n, place, ids[row.organisation] if row.organisation else None, row.key, row.headcount,
                            row.minutes, row.waiting, row.name, row.email)
                for n, row in enumerate(told.people) if row.outcome != "removed"
            ]  # fmt: skip
        rows[at] = tuple(mine)
    domains = {domain: ids[name] if name else None for domain, name, _ in plan.attendance.domains}
    return replace(
        have, events=tuple(events.values()), meetings=tuple(meetings), lists=tuple(lists.values()), next_number=number,
        domains=have.domains | domains, people=lambda event: rows[event] if event in rows else have.people(event),
    )  # fmt: skip
