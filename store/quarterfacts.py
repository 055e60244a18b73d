"""What the rules of `etappi check` on quarters look at: reported percentages, reports, assessments, and texts."""

from sqlite3 import Connection

from core.checks.facts import OverdueFact, OverrideFact, ReportedFact, TextFact
from store.reports import kept_from, missing
from store.rollup import Tree, work_of
from store.status import Moment, ProjectRow

PACKAGES = """
SELECT id, parent_id, code, title, from_quarter, to_quarter FROM work_package WHERE project_id = ? ORDER BY position"""

TEXTS = """
SELECT w.code AS at, w.title AS text, NULL AS first, NULL AS last FROM work_package AS w WHERE w.project_id = :project
UNION ALL SELECT w.code, w.goal, NULL, NULL FROM work_package AS w WHERE w.project_id = :project
UNION ALL SELECT i.code, i.title, i.first, i.last FROM v_item AS i
  WHERE i.project_id = :project AND NOT EXISTS (SELECT 1 FROM replan AS r WHERE r.item_id = i.id)
UNION ALL SELECT i.code, s.title, s.quarter, s.quarter FROM step AS s JOIN item AS i ON i.id = s.item_id
  WHERE s.project_id = :project
UNION ALL SELECT w.code, n.title, NULL, NULL FROM indicator AS n JOIN work_package AS w ON w.id = n.work_package_id
  WHERE n.project_id = :project
UNION ALL SELECT i.code, e.note, NULL, NULL FROM evidence AS e JOIN item AS i ON i.id = e.item_id
  WHERE e.project_id = :project
UNION ALL SELECT i.code, d.reason || char(10) || ifnull(d.remedy, ''), NULL, NULL FROM deviation AS d
  JOIN item AS i ON i.id = d.item_id WHERE d.project_id = :project
UNION ALL SELECT w.code, v.level || char(10) || ifnull(v.note, ''), NULL, NULL FROM indicator_value AS v
  JOIN indicator AS n ON n.id = v.indicator_id JOIN work_package AS w ON w.id = n.work_package_id
  WHERE v.project_id = :project
UNION ALL SELECT w.code, r.note, NULL, NULL FROM reported_progress AS r JOIN work_package AS w
  ON w.id = r.work_package_id WHERE r.project_id = :project
UNION ALL SELECT w.code, c.why, NULL, NULL FROM colour_override AS c JOIN work_package AS w
  ON w.id = c.work_package_id WHERE c.project_id = :project
UNION ALL SELECT w.code, concat_lines, NULL, NULL FROM (SELECT work_package_id, project_id,
    ifnull(done, '') || char(10) || ifnull(deviations, '') || char(10) || ifnull(next, '') || char(10)
    || ifnull(decisions, '') || char(10) || ifnull(note, '') AS concat_lines FROM quarter_report) AS q
  JOIN work_package AS w ON w.id = q.work_package_id WHERE q.project_id = :project
UNION ALL SELECT d.on_date || ' ' || d.paragraph, d.text, NULL, NULL FROM decision AS d WHERE d.project_id = :project"""


def reported(connection: Connection, project: ProjectRow, today: str, locked: int | None) -> tuple[ReportedFact, ...]:
    """Reported shares of quarters that are not closed, each beside the counted one at the quarter's end, or today."""
    rows = connection.execute(
        "SELECT r.work_package_id, w.code, r.quarter, r.percent / 100 FROM reported_progress AS r "
        "JOIN work_package AS w ON w.id = r.work_package_id WHERE r.project_id = ? AND r.quarter > ? "
        "ORDER BY r.quarter, w.position",
        (project.id, locked or 0),
    ).fetchall()
    counted = {}
    for quarter in {row[2] for row in rows}:
        tree = Tree(connection.execute(PACKAGES, (project.id,)).fetchall())
        counted[quarter] = work_of(connection, Moment(project, quarter, today).parameters(project.id), tree)
    out = []
    for package, code, quarter, share in rows:
        done = counted[quarter][package].sums().done
        if done is not None:
            out.append(ReportedFact(code, quarter, share, done))
    return tuple(out)


def overdue(connection: Connection, project: ProjectRow) -> tuple[OverdueFact, ...]:
    """Reports that are past their day, of quarters that are not closed; none in a project that keeps no reports."""
    first = kept_from(connection, project.id)
    if first is None:
        return ()
    return tuple(
        OverdueFact(one.workpackage, one.quarter, one.due)
        for one in missing(connection, project)
        if one.days_late and one.quarter >= first
    )


def overrides(connection: Connection, project_id: int) -> tuple[OverrideFact, ...]:
    """The coordinator's newest assessment of each package that has one."""
    rows = connection.execute(
        "SELECT w.code, c.colour, c.until_quarter FROM colour_override AS c JOIN work_package AS w "
        "ON w.id = c.work_package_id WHERE c.project_id = ? AND c.id = (SELECT max(n.id) FROM colour_override AS n "
        "WHERE n.work_package_id = c.work_package_id) ORDER BY w.position",
        (project_id,),
    ).fetchall()
    return tuple(OverrideFact(*row) for row in rows)


def texts(connection: Connection, project_id: int) -> tuple[TextFact, ...]:
    """Every text that a person wrote about the project's work, with the code of what it stands at."""
    rows = connection.execute(f"SELECT * FROM ({TEXTS}) WHERE text IS NOT NULL", {"project": project_id}).fetchall()
    return tuple(TextFact(*row) for row in rows)
