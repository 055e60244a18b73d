"""What stands open before a quarter is locked: its reports, what is late in it, what the rules find."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from sqlite3 import Connection

from core.checks import run
from core.closing import ClosingOverview, LateLine, Lock
from core.errors import EtappiError
from core.findings import Finding
from store.checkfacts import check_facts, parted_pairs
from store.clock import today as today_of
from store.closing import locked_until
from store.commands.closing import require_closable
from store.reporting import judged_on, locks_of
from store.reports import complete, reports
from store.snapshots import free_name
from store.status import Moment, ProjectRow
from store.views import COUNTS, DONE, item_figures

Near = Callable[[Sequence[str], frozenset[tuple[str, str]]], object]
"""importers.nearnames.near_pairs, which this room may not import: the caller hands it over."""

LATE = f"""
SELECT f.id, f.code, w.code, f.title, f.kind, f.last, :at - f.last, d.reason, d.remedy, d.responsible, d.new_quarter,
  c.body, c.on_date, c.paragraph, f.units_done, f.units
FROM ({item_figures(":cut", ":quarter", ":ref", "v_item AS i WHERE i.project_id = :project")}) AS f
JOIN work_package AS w ON w.id = f.work_package_id LEFT JOIN deviation AS d ON d.item_id = f.id
LEFT JOIN decision AS c ON c.id = d.decision_id
WHERE f.last < :now AND {COUNTS.replace("technique", "f.technique")} AND NOT {DONE}
ORDER BY f.last, w.position, f.kind DESC, f.position"""

LOCKS = """
SELECT l.quarter, l.on_date, l.at, l.actor, l.why, s.name FROM quarter_lock AS l
LEFT JOIN snapshot AS s ON s.id = l.snapshot_id WHERE l.project_id = ? ORDER BY l.quarter"""


def overview(connection: Connection, project: ProjectRow, quarter: int, near: Near | None = None) -> ClosingOverview:
    """What stands open before *quarter* is locked; of a locked one what stood open then.

    Without *near* the findings lack names that are nearly the same (rule org.alias).
    """
    today = today_of(project.fixed_today)
    found = reports(connection, project, quarter)
    blocked: EtappiError | None = None
    try:
        require_closable(project, locked_until(connection, project.id), quarter, today)
    except EtappiError as error:
        blocked = error
    day = judged_on(locks_of(connection, project.id), quarter, today)
    lock = next((one for one in locks(connection, project.id) if one.quarter == quarter), None)
    return ClosingOverview(
        quarter=quarter,
        snapshot=lock.snapshot if lock and lock.snapshot else free_name(connection, project.id, quarter),
        reports=found, completeness=complete(found, day), late=late_lines(connection, project, quarter),
        findings=findings(connection, project, near), lock=lock,
        blocked=blocked.code if blocked else None,
        blocked_values=blocked.values if blocked else {},
    )  # fmt: skip


def late_lines(connection: Connection, project: ProjectRow, quarter: int) -> tuple[LateLine, ...]:
    """Items that are late at the end of *quarter* (or today, while it runs), the most late first."""
    moment = Moment(project, quarter, today_of(project.fixed_today))
    rows = connection.execute(LATE, moment.parameters(project.id)).fetchall()
    return tuple(
        LateLine(
            id=row[0], code=row[1], package=row[2], title=row[3], kind=row[4], due=row[5], quarters_late=row[6],
            reason=row[7], remedy=row[8], responsible=row[9], new_quarter=row[10], decided_by=row[11],
            decided_on=row[12], paragraph=row[13], units_done=row[14], units=row[15],
        )
        for row in rows
    )  # fmt: skip


def findings(connection: Connection, project: ProjectRow, near: Near | None = None) -> tuple[Finding, ...]:
    """What the rules of `etappi check` find about the project now, the most serious first."""
    facts = check_facts(connection, project)
    if near is not None:
        pairs = near([one.name for one in facts.organisations], parted_pairs(connection))
        facts = replace(facts, near=pairs)  # type: ignore[arg-type]
    return tuple(run(facts))


def locks(connection: Connection, project_id: int) -> tuple[Lock, ...]:
    """The locked quarters of a project, the oldest first."""
    return tuple(Lock(*row) for row in connection.execute(LOCKS, (project_id,)).fetchall())
