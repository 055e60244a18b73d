"""The canonical dump: all facts by natural key, without ids, versions, actions, changes and batches.

Two stores that say the same give the same text: "equal to what it was" means equal dumps (decisions.md, "Undo"). The
facts of one project go into its snapshots by the same queries (`facts_of`).
"""

import json
from sqlite3 import Connection

from core import quarter as quarters

LIST_NUMBER = "row_number() OVER (PARTITION BY l.event_id, l.kind ORDER BY l.id)"
"""SQL: the place of a list among those of its event and kind."""

# Each fact table as a SELECT of its natural key and its values.
QUERIES: tuple[tuple[str, str], ...] = (
    ("project", "SELECT code AS project, name, start_date, end_date, coordinator, funder, expected_organisations, "
     "language, kick_off, report_days, fixed_today, demo FROM project"),
    ("organisation", "SELECT name AS organisation, short, business_id, region, language FROM organisation"),
    ("spelling", "SELECT o.name AS organisation, s.text, s.source FROM spelling s "
     "JOIN organisation o ON o.id = s.organisation_id"),
    ("not_same", "SELECT o.name AS organisation, s.text FROM not_same s "
     "JOIN organisation o ON o.id = s.organisation_id"),
    ("membership", "SELECT p.code AS project, o.name AS organisation, m.from_quarter, m.to_quarter, m.network "
     "FROM membership m JOIN project p ON p.id = m.project_id JOIN organisation o ON o.id = m.organisation_id"),
    ("label", "SELECT p.code AS project, o.name AS organisation, l.text FROM label l "
     "JOIN project p ON p.id = l.project_id JOIN organisation o ON o.id = l.organisation_id"),
    ("work_package", "SELECT p.code AS project, w.code AS package, u.code AS parent, w.title, w.goal, w.position, "
     "w.from_quarter, w.to_quarter "
     "FROM work_package w JOIN project p ON p.id = w.project_id LEFT JOIN work_package u ON u.id = w.parent_id"),
    ("dependency", "SELECT p.code AS project, w.code AS package, i.code AS item, n.code AS needs FROM dependency d "
     "JOIN project p ON p.id = d.project_id JOIN work_package w ON w.id = d.work_package_id "
     "JOIN work_package n ON n.id = d.needs_id LEFT JOIN item i ON i.id = d.item_id"),
    ("item", "SELECT p.code AS project, i.code AS item, w.code AS package, i.kind, i.title, i.position, "
     "i.from_quarter, i.to_quarter, i.technique, i.technique_given, i.weight, i.units, o.name AS owner, i.counter, "
     "i.scope_from, c.on_date AS decided_on, c.paragraph "
     "FROM item i JOIN project p ON p.id = i.project_id JOIN work_package w ON w.id = i.work_package_id "
     "LEFT JOIN decision c ON c.id = i.decision_id LEFT JOIN organisation o ON o.id = i.owner_id"),
    ("step", "SELECT p.code AS project, i.code AS item, s.number, s.title, s.share, s.quarter FROM step s "
     "JOIN project p ON p.id = s.project_id JOIN item i ON i.id = s.item_id"),
    ("unit_target", "SELECT p.code AS project, i.code AS item, t.quarter, t.units FROM unit_target t "
     "JOIN project p ON p.id = t.project_id JOIN item i ON i.id = t.item_id"),
    ("evidence", "SELECT p.code AS project, i.code AS item, e.on_date, "
     "row_number() OVER (PARTITION BY e.item_id, e.on_date ORDER BY e.id) AS number, e.kind, s.number AS step, "
     "e.units, e.note, e.actor, c.on_date AS decided_on, c.paragraph FROM evidence e "
     "JOIN project p ON p.id = e.project_id JOIN item i ON i.id = e.item_id LEFT JOIN step s ON s.id = e.step_id "
     "LEFT JOIN decision c ON c.id = e.decision_id"),
    ("decision", "SELECT p.code AS project, c.on_date, c.paragraph, c.body, c.text FROM decision c "
     "JOIN project p ON p.id = c.project_id"),
    ("replan", "SELECT p.code AS project, i.code AS item, r.effective, s.number AS step, r.from_quarter, "
     "r.to_quarter, c.on_date AS decided_on, c.paragraph FROM replan r JOIN project p ON p.id = r.project_id "
     "JOIN item i ON i.id = r.item_id LEFT JOIN step s ON s.id = r.step_id "
     "LEFT JOIN decision c ON c.id = r.decision_id"),
    ("deviation", "SELECT p.code AS project, i.code AS item, d.reason, d.remedy, d.responsible, d.new_quarter, "
     "c.on_date AS decided_on, c.paragraph FROM deviation d JOIN project p ON p.id = d.project_id "
     "JOIN item i ON i.id = d.item_id LEFT JOIN decision c ON c.id = d.decision_id"),
    ("indicator_value", "SELECT p.code AS project, w.code AS package, n.position, v.quarter, v.value, v.level, "
     "v.note, v.on_date, v.actor "
     "FROM indicator_value v JOIN project p ON p.id = v.project_id JOIN indicator n ON n.id = v.indicator_id "
     "JOIN work_package w ON w.id = n.work_package_id"),
    ("quarter_report", "SELECT p.code AS project, w.code AS package, q.quarter, q.state, q.done, q.deviations, "
     "q.next, q.decisions, q.note, q.received_on, q.actor FROM quarter_report q JOIN project p ON p.id = q.project_id "
     "JOIN work_package w ON w.id = q.work_package_id"),
    ("quarter_lock", "SELECT p.code AS project, l.quarter, l.on_date, l.actor, l.why, s.name AS snapshot "
     "FROM quarter_lock l JOIN project p ON p.id = l.project_id LEFT JOIN snapshot s ON s.id = l.snapshot_id"),
    ("reported_progress", "SELECT p.code AS project, w.code AS package, r.quarter, r.percent, r.note, r.actor "
     "FROM reported_progress r JOIN project p ON p.id = r.project_id JOIN work_package w ON w.id = r.work_package_id"),
    ("colour_override", "SELECT p.code AS project, w.code AS package, c.from_quarter, "
     "row_number() OVER (PARTITION BY c.work_package_id, c.from_quarter ORDER BY c.id) AS number, c.until_quarter, "
     "c.colour, c.why, c.actor, d.on_date AS decided_on, d.paragraph FROM colour_override c "
     "JOIN project p ON p.id = c.project_id JOIN work_package w ON w.id = c.work_package_id "
     "LEFT JOIN decision d ON d.id = c.decision_id"),
    ("indicator", "SELECT p.code AS project, w.code AS package, n.position, n.title, n.kind, n.unit, n.baseline, "
     "n.target, n.direction, n.aggregation, n.source FROM indicator n JOIN project p ON p.id = n.project_id "
     "JOIN work_package w ON w.id = n.work_package_id"),
    ("grant_decision", "SELECT p.code AS project, g.decision, g.on_date, g.sum_cents, g.from_date, g.to_date "
     "FROM grant_decision g JOIN project p ON p.id = g.project_id"),
    ("deadline", "SELECT p.code AS project, d.title, d.on_date, d.at_time, d.kind, d.recipient, d.done_on "
     "FROM deadline d JOIN project p ON p.id = d.project_id"),
    ("goal", "SELECT p.code AS project, g.position, g.title, g.result FROM goal g "
     "JOIN project p ON p.id = g.project_id"),
    ("output_record", "SELECT p.code AS project, i.code AS item, r.link, r.edition, r.keeper, r.review_on "
     "FROM output_record r JOIN project p ON p.id = r.project_id JOIN item i ON i.id = r.item_id"),
    ("obligation", "SELECT p.code AS project, b.code, b.position, b.title, b.role, w.code AS package, b.due, "
     "b.proof FROM obligation b JOIN project p ON p.id = b.project_id "
     "LEFT JOIN work_package w ON w.id = b.work_package_id"),
    ("obligation_fact", "SELECT p.code AS project, b.code AS obligation, o.name AS organisation, f.on_date, "
     "row_number() OVER (PARTITION BY f.obligation_id, f.organisation_id, f.on_date ORDER BY f.id) AS number, f.state, "
     "f.reason, f.proof, f.actor FROM obligation_fact f JOIN project p ON p.id = f.project_id "
     "JOIN obligation b ON b.id = f.obligation_id JOIN organisation o ON o.id = f.organisation_id"),
    ("event", "SELECT p.code AS project, e.code, e.title, e.kind, e.start, e.ends, e.window_from, e.window_to, "
     "e.place, e.mode, e.language, e.invitation, o.name AS host, e.joint_with, e.series, e.feedback_planned, "
     "e.cancelled_on, e.cancel_reason, e.source FROM event e JOIN project p ON p.id = e.project_id "
     "LEFT JOIN organisation o ON o.id = e.host_id"),
    ("event_package", "SELECT p.code AS project, e.code AS event, w.code AS package FROM event_package x "
     "JOIN project p ON p.id = x.project_id JOIN event e ON e.id = x.event_id "
     "JOIN work_package w ON w.id = x.work_package_id"),
    ("event_meeting", "SELECT p.code AS project, e.code AS event, m.meeting_id, m.title, m.start "
     "FROM event_meeting m JOIN project p ON p.id = m.project_id JOIN event e ON e.id = m.event_id"),
    ("event_list", f"SELECT p.code AS project, e.code AS event, l.kind, {LIST_NUMBER} AS number, l.mode, l.persons, "
     "l.organisations, l.complete, l.least_minutes, l.key_mark, l.keep_until, l.file, l.actor FROM event_list l "
     "JOIN project p ON p.id = l.project_id JOIN event e ON e.id = l.event_id"),
    ("attendance", "SELECT p.code AS project, e.code AS event, l.kind, l.number AS list, "
     "row_number() OVER (PARTITION BY a.list_id ORDER BY o.name, a.waiting_name, a.person_key, a.headcount, a.minutes) "
     "AS number, o.name AS organisation, a.waiting_name, a.person_key, a.headcount, a.minutes, a.name, a.email "
     f"FROM attendance a JOIN (SELECT l.id, l.kind, {LIST_NUMBER} AS number FROM event_list l) l ON l.id = a.list_id "
     "JOIN project p ON p.id = a.project_id JOIN event e ON e.id = a.event_id "
     "LEFT JOIN organisation o ON o.id = a.organisation_id"),
    ("mail_domain", "SELECT d.domain, o.name AS organisation, d.source FROM mail_domain d "
     "LEFT JOIN organisation o ON o.id = d.organisation_id"),
    ("survey", "SELECT p.code AS project, s.code, s.title, s.kind, w.code AS package, e.code AS event FROM survey s "
     "JOIN project p ON p.id = s.project_id LEFT JOIN work_package w ON w.id = s.work_package_id "
     "LEFT JOIN event e ON e.id = s.event_id"),
    ("wave", "SELECT p.code AS project, s.code AS survey, v.code, v.position, v.opened, v.closed, v.invited, "
     "v.ineligible, v.group_size FROM wave v JOIN project p ON p.id = v.project_id "
     "JOIN survey s ON s.id = v.survey_id"),
    ("invitation", "SELECT p.code AS project, s.code AS survey, v.code AS wave, o.name AS organisation, i.persons "
     "FROM invitation i JOIN project p ON p.id = i.project_id JOIN wave v ON v.id = i.wave_id "
     "JOIN survey s ON s.id = v.survey_id JOIN organisation o ON o.id = i.organisation_id"),
    ("question", "SELECT p.code AS project, s.code AS survey, q.key, q.version_number, q.position, q.type, q.scale, "
     "q.reversed FROM question q JOIN project p ON p.id = q.project_id JOIN survey s ON s.id = q.survey_id"),
    ("question_wording", "SELECT p.code AS project, s.code AS survey, q.key, q.version_number, t.language, t.text, "
     "t.low, t.high "
     "FROM question_wording t JOIN project p ON p.id = t.project_id JOIN question q ON q.id = t.question_id "
     "JOIN survey s ON s.id = q.survey_id"),
    ("question_option", "SELECT p.code AS project, s.code AS survey, q.key, q.version_number, t.text, t.position, "
     "t.language "
     "FROM question_option t JOIN project p ON p.id = t.project_id JOIN question q ON q.id = t.question_id "
     "JOIN survey s ON s.id = q.survey_id"),
    ("response", "SELECT p.code AS project, s.code AS survey, v.code AS wave, r.source_id, r.state, r.on_date, "
     "r.language, r.person_key, o.name AS organisation, r.waiting_name FROM response r "
     "JOIN project p ON p.id = r.project_id JOIN wave v ON v.id = r.wave_id JOIN survey s ON s.id = v.survey_id "
     "LEFT JOIN organisation o ON o.id = r.organisation_id"),
    ("answer", "SELECT p.code AS project, s.code AS survey, v.code AS wave, r.source_id, q.key, q.version_number, "
     "t.text AS option, a.number, a.text, a.dont_know, a.tag FROM answer a JOIN project p ON p.id = a.project_id "
     "JOIN response r ON r.id = a.response_id JOIN wave v ON v.id = r.wave_id JOIN survey s ON s.id = v.survey_id "
     "JOIN question q ON q.id = a.question_id LEFT JOIN question_option t ON t.id = a.option_id"),
    ("survey_recipe", "SELECT p.code AS project, s.code AS survey, c.fingerprint, c.mapping FROM survey_recipe c "
     "JOIN project p ON p.id = c.project_id JOIN survey s ON s.id = c.survey_id"),
    ("participation", "SELECT p.code AS project, w.code AS package, o.name AS organisation, r.role, "
     "r.from_quarter, r.to_quarter, r.certainty, r.source "
     "FROM participation r JOIN project p ON p.id = r.project_id JOIN work_package w ON w.id = r.work_package_id "
     "JOIN organisation o ON o.id = r.organisation_id"),
)  # fmt: skip

KEYS = {
    "project": 1, "organisation": 1, "spelling": 2, "not_same": 2, "membership": 3, "label": 3, "work_package": 2,
    "dependency": 4, "item": 2, "step": 3, "unit_target": 3, "evidence": 4, "decision": 3, "replan": 4,
    "deviation": 2, "indicator_value": 4, "quarter_report": 3, "reported_progress": 3, "colour_override": 4,
    "indicator": 3, "participation": 5, "grant_decision": 1, "deadline": 3, "goal": 2, "output_record": 2,
    "obligation": 2, "obligation_fact": 5, "event": 2, "event_package": 3,
}  # fmt: skip
"""The tables that snapshots hold, and how many of the first columns of their SELECT are the natural key. A table that
holds answers or persons never comes here."""

LEFT_OUT = frozenset({"actor", "fixed_today"})
"""Columns that no snapshot holds: who typed something is a person, and what day it is belongs to no fact."""
QUARTERS = frozenset(
    {"quarter", "effective", "from_quarter", "to_quarter", "until_quarter", "new_quarter", "scope_from"}
)
OF_STORE = ("organisation", "spelling", "not_same")
"""Tables that all projects share: a snapshot holds those of its own organisations."""


def canonical_dump(connection: Connection) -> str:
    """All facts as canonical JSON: tables in a fixed order, their rows sorted."""
    facts = {
        table: sorted((list(row) for row in connection.execute(query).fetchall()), key=json.dumps)
        for table, query in QUERIES
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def facts_of(connection: Connection, project: str) -> dict[str, list[list[object]]]:
    """The facts of the project of code *project* by table: [natural key, {column: value}], sorted by key.

    Quarters are written ``2024-Q3``. Without who typed what (`LEFT_OUT`), and of the tables of `KEYS` only.
    """
    out: dict[str, list[list[object]]] = {}
    for table, query in QUERIES:
        if table not in KEYS:
            continue
        keys = KEYS[table]
        where = "project = :project"
        if table in OF_STORE:
            where = (
                "organisation IN (SELECT o.name FROM membership AS m "
                "JOIN organisation AS o ON o.id = m.organisation_id "
                "JOIN project AS p ON p.id = m.project_id WHERE p.code = :project)"
            )
        cursor = connection.execute(f"SELECT * FROM ({query}) WHERE {where}", {"project": project})
        names = [column[0] for column in cursor.description]
        found = [[_told(name, value) for name, value in zip(names, row, strict=True)] for row in cursor.fetchall()]
        first = 1 if names[0] == "project" and table != "project" else 0  # the project's code is the same everywhere
        out[table] = sorted(
            ([row[first:keys], {name: value for name, value in zip(names[keys:], row[keys:], strict=True)
                                if name not in LEFT_OUT}] for row in found),
            key=json.dumps,
        )  # fmt: skip
    return out


def _told(name: str, value: object) -> object:
    return quarters.code(value) if name in QUARTERS and isinstance(value, int) else value
