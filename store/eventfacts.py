"""The events that the rules of `etappi check` look at: whether anybody counted, without reading who was there."""

from sqlite3 import Connection

from core.checks.facts import EventFact
from core.events import state_of
from store.status import ProjectRow

EVENTS = """
SELECT e.code, e.title, e.start, e.window_from, e.window_to, e.cancelled_on,
  EXISTS (SELECT 1 FROM event_list AS l WHERE l.event_id = e.id AND l.kind <> 'registered'),
  (SELECT sum(l.persons) FROM event_list AS l WHERE l.event_id = e.id AND l.kind = 'registered'),
  (SELECT min(l.keep_until) FROM event_list AS l WHERE l.event_id = e.id),
  e.feedback_planned AND EXISTS (SELECT 1 FROM survey AS s WHERE s.project_id = e.project_id AND s.kind = 'feedback')
    AND NOT EXISTS (SELECT 1 FROM survey AS s JOIN wave AS v ON v.survey_id = s.id
    JOIN response AS r ON r.wave_id = v.id WHERE s.project_id = e.project_id
    AND (s.event_id = e.id OR v.code = e.code COLLATE NOCASE)),
  (SELECT group_concat(code, char(10)) FROM (SELECT w.code FROM event_package AS x
    JOIN work_package AS w ON w.id = x.work_package_id WHERE x.event_id = e.id ORDER BY w.position))
FROM event AS e WHERE e.project_id = ? ORDER BY coalesce(e.start, e.window_from) IS NULL,
  coalesce(e.start, e.window_from), e.id"""


def event_facts(connection: Connection, project: ProjectRow, today: str) -> tuple[EventFact, ...]:
    """Every event in the order of its days, and how it stands on the ISO date *today*. Feedback is missed only where
    the project keeps feedback here."""
    return tuple(
        EventFact(
            code=code, title=title, start=start, window=(first, last) if first is not None else None,
            packages=tuple(packages.split("\n")) if packages else (), registered=registered, names_until=until,
            unheard=bool(unheard),
            state=state_of(start, today, cancelled is not None, bool(held), registered is not None),
        )
        for code, title, start, first, last, cancelled, held, registered, until, unheard, packages
        in connection.execute(EVENTS, (project.id,)).fetchall()
    )  # fmt: skip
