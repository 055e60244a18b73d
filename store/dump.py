"""The canonical dump: all facts by natural key, without ids, versions, actions, changes and batches.

Two stores that say the same give the same text: "equal to what it was" means equal dumps (decisions.md, "Undo").
"""

import json
from sqlite3 import Connection

# Each fact table as a SELECT of natural keys and values.
QUERIES: tuple[tuple[str, str], ...] = (
    ("project", "SELECT code, name, start_date, end_date, coordinator, funder, expected_organisations, language, "
     "kick_off, report_days, fixed_today, demo FROM project"),
    ("organisation", "SELECT name, short, business_id, region, language FROM organisation"),
    ("spelling", "SELECT o.name, s.text, s.source FROM spelling s JOIN organisation o ON o.id = s.organisation_id"),
    ("not_same", "SELECT o.name, s.text FROM not_same s JOIN organisation o ON o.id = s.organisation_id"),
    ("membership", "SELECT p.code, o.name, m.network, m.from_quarter, m.to_quarter FROM membership m "
     "JOIN project p ON p.id = m.project_id JOIN organisation o ON o.id = m.organisation_id"),
    ("label", "SELECT p.code, o.name, l.text FROM label l JOIN project p ON p.id = l.project_id "
     "JOIN organisation o ON o.id = l.organisation_id"),
    ("work_package", "SELECT p.code, w.code, u.code, w.title, w.goal, w.position, w.from_quarter, w.to_quarter "
     "FROM work_package w JOIN project p ON p.id = w.project_id LEFT JOIN work_package u ON u.id = w.parent_id"),
    ("dependency", "SELECT p.code, w.code, i.code, n.code FROM dependency d JOIN project p ON p.id = d.project_id "
     "JOIN work_package w ON w.id = d.work_package_id JOIN work_package n ON n.id = d.needs_id "
     "LEFT JOIN item i ON i.id = d.item_id"),
    ("item", "SELECT p.code, w.code, i.code, i.kind, i.title, i.position, i.from_quarter, i.to_quarter, i.technique, "
     "i.technique_given, i.weight, i.units, o.name, i.counter, i.scope_from, c.on_date, c.paragraph "
     "FROM item i JOIN project p ON p.id = i.project_id JOIN work_package w ON w.id = i.work_package_id "
     "LEFT JOIN decision c ON c.id = i.decision_id "
     "LEFT JOIN organisation o ON o.id = i.owner_id"),
    ("step", "SELECT p.code, i.code, s.number, s.title, s.share, s.quarter FROM step s "
     "JOIN project p ON p.id = s.project_id JOIN item i ON i.id = s.item_id"),
    ("unit_target", "SELECT p.code, i.code, t.quarter, t.units FROM unit_target t "
     "JOIN project p ON p.id = t.project_id JOIN item i ON i.id = t.item_id"),
    ("evidence", "SELECT p.code, i.code, e.on_date, e.kind, s.number, e.units, e.note, e.actor, c.on_date, "
     "c.paragraph, row_number() OVER (PARTITION BY e.item_id, e.on_date ORDER BY e.id) FROM evidence e "
     "JOIN project p ON p.id = e.project_id JOIN item i ON i.id = e.item_id LEFT JOIN step s ON s.id = e.step_id "
     "LEFT JOIN decision c ON c.id = e.decision_id"),
    ("decision", "SELECT p.code, c.on_date, c.body, c.paragraph, c.text FROM decision c "
     "JOIN project p ON p.id = c.project_id"),
    ("replan", "SELECT p.code, i.code, r.effective, r.from_quarter, r.to_quarter, c.on_date, c.paragraph "
     "FROM replan r JOIN project p ON p.id = r.project_id JOIN item i ON i.id = r.item_id "
     "LEFT JOIN decision c ON c.id = r.decision_id"),
    ("deviation", "SELECT p.code, i.code, d.reason, d.remedy, d.responsible, d.new_quarter, c.on_date, c.paragraph "
     "FROM deviation d JOIN project p ON p.id = d.project_id JOIN item i ON i.id = d.item_id "
     "LEFT JOIN decision c ON c.id = d.decision_id"),
    ("indicator_value", "SELECT p.code, w.code, n.position, v.quarter, v.value, v.level, v.note, v.on_date, v.actor "
     "FROM indicator_value v JOIN project p ON p.id = v.project_id JOIN indicator n ON n.id = v.indicator_id "
     "JOIN work_package w ON w.id = n.work_package_id"),
    ("quarter_report", "SELECT p.code, w.code, q.quarter, q.state, q.done, q.deviations, q.next, q.decisions, q.note, "
     "q.received_on, q.actor FROM quarter_report q JOIN project p ON p.id = q.project_id "
     "JOIN work_package w ON w.id = q.work_package_id"),
    ("quarter_lock", "SELECT p.code, l.quarter, l.on_date, l.actor, l.why, s.name FROM quarter_lock l "
     "JOIN project p ON p.id = l.project_id LEFT JOIN snapshot s ON s.id = l.snapshot_id"),
    ("reported_progress", "SELECT p.code, w.code, r.quarter, r.percent, r.note, r.actor FROM reported_progress r "
     "JOIN project p ON p.id = r.project_id JOIN work_package w ON w.id = r.work_package_id"),
    ("colour_override", "SELECT p.code, w.code, c.colour, c.why, c.from_quarter, c.until_quarter, c.actor, "
     "d.on_date, d.paragraph FROM colour_override c JOIN project p ON p.id = c.project_id "
     "JOIN work_package w ON w.id = c.work_package_id LEFT JOIN decision d ON d.id = c.decision_id"),
    ("indicator", "SELECT p.code, w.code, n.position, n.title, n.kind, n.unit, n.baseline, n.target, n.direction, "
     "n.aggregation, n.source FROM indicator n JOIN project p ON p.id = n.project_id "
     "JOIN work_package w ON w.id = n.work_package_id"),
    ("grant_decision", "SELECT p.code, g.decision, g.on_date, g.sum_cents, g.from_date, g.to_date "
     "FROM grant_decision g JOIN project p ON p.id = g.project_id"),
    ("deadline", "SELECT p.code, d.title, d.on_date, d.kind, d.recipient, d.done_on FROM deadline d "
     "JOIN project p ON p.id = d.project_id"),
    ("goal", "SELECT p.code, g.position, g.title, g.result FROM goal g JOIN project p ON p.id = g.project_id"),
    ("output_record", "SELECT p.code, i.code, r.link, r.edition, r.keeper, r.review_on FROM output_record r "
     "JOIN project p ON p.id = r.project_id JOIN item i ON i.id = r.item_id"),
    ("obligation", "SELECT p.code, b.code, b.position, b.title, b.role, w.code, b.due, b.proof FROM obligation b "
     "JOIN project p ON p.id = b.project_id LEFT JOIN work_package w ON w.id = b.work_package_id"),
    ("obligation_fact", "SELECT p.code, b.code, o.name, f.on_date, f.state, f.reason, f.proof, f.actor, row_number() "
     "OVER (PARTITION BY f.obligation_id, f.organisation_id, f.on_date ORDER BY f.id) FROM obligation_fact f "
     "JOIN project p ON p.id = f.project_id JOIN obligation b ON b.id = f.obligation_id "
     "JOIN organisation o ON o.id = f.organisation_id"),
    ("event", "SELECT p.code, e.code, e.title, e.kind, e.start, e.ends, e.window_from, e.window_to, e.place, e.mode, "
     "e.language, e.invitation, o.name, e.joint_with, e.series, e.feedback_planned, e.cancelled_on, e.cancel_reason, "
     "e.source FROM event e JOIN project p ON p.id = e.project_id LEFT JOIN organisation o ON o.id = e.host_id"),
    ("event_package", "SELECT p.code, e.code, w.code FROM event_package x JOIN project p ON p.id = x.project_id "
     "JOIN event e ON e.id = x.event_id JOIN work_package w ON w.id = x.work_package_id"),
    ("event_meeting", "SELECT p.code, e.code, m.meeting_id, m.title, m.start FROM event_meeting m "
     "JOIN project p ON p.id = m.project_id JOIN event e ON e.id = m.event_id"),
    ("event_list", "SELECT p.code, e.code, l.kind, l.mode, l.persons, l.organisations, l.complete, l.least_minutes, "
     "l.key_mark, l.file, l.actor FROM event_list l JOIN project p ON p.id = l.project_id "
     "JOIN event e ON e.id = l.event_id"),
    ("attendance", "SELECT p.code, e.code, l.kind, l.mode, l.file, o.name, a.person_key, a.headcount, a.minutes, "
     "a.waiting_name, a.name, a.email FROM attendance a JOIN project p ON p.id = a.project_id "
     "JOIN event e ON e.id = a.event_id JOIN event_list l ON l.id = a.list_id "
     "LEFT JOIN organisation o ON o.id = a.organisation_id"),
    ("mail_domain", "SELECT d.domain, o.name, d.source FROM mail_domain d "
     "LEFT JOIN organisation o ON o.id = d.organisation_id"),
    ("participation", "SELECT p.code, w.code, o.name, r.role, r.certainty, r.from_quarter, r.to_quarter, r.source "
     "FROM participation r JOIN project p ON p.id = r.project_id JOIN work_package w ON w.id = r.work_package_id "
     "JOIN organisation o ON o.id = r.organisation_id"),
)  # fmt: skip


def canonical_dump(connection: Connection) -> str:
    """All facts as canonical JSON: tables in a fixed order, their rows sorted."""
    facts = {
        table: sorted((list(row) for row in connection.execute(query).fetchall()), key=json.dumps)
        for table, query in QUERIES
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
