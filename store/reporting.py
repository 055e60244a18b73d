"""Quarter reports as the board needs them (`etappi status`: imports nothing heavy): how many have come, and which are
overdue.

Reports are expected from the first quarter on of which the project has one at all: of a project whose reports nobody
keeps here, none is overdue. What was overdue on the day on which a quarter was locked stays so, and what was not stays
so too: a locked quarter is judged by that day.
"""

from core import quarter as quarters
from core.days import day_number, iso

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.rollup import PackageRow
    from store.status import ProjectRow

RECEIVED = ("submitted", "approved")

REPORTS = """
SELECT work_package_id, quarter, state FROM quarter_report WHERE project_id = :project AND quarter IN (:shown, :ref)
UNION ALL SELECT NULL, min(quarter), NULL FROM quarter_report WHERE project_id = :project"""

EVIDENCE = """
SELECT DISTINCT i.work_package_id FROM item AS i JOIN evidence AS e ON e.item_id = i.id
WHERE i.project_id = :project AND e.on_date BETWEEN :first AND :last"""


def due_of(project: "ProjectRow", quarter: int) -> str:
    """The deadline of a quarter's reports: so many days after its last day within the project (ISO date)."""
    last = min(quarters.last_day(quarter), day_number(project.end))
    return iso(last + project.report_days)


def runs_in(row: "PackageRow", project: "ProjectRow", quarter: int) -> bool:
    """True where a package's quarters (the project's, where it has none of its own) cover *quarter*."""
    first, last = row[4], row[5]
    start, end = quarters.of_date(project.start), quarters.of_date(project.end)
    return max(first or start, start) <= quarter <= min(last or end, end)


def judged_on(locks: "dict[int, str]", quarter: int, today: str) -> str:
    """The day on which a quarter's reports are looked at: that of its lock, else *today* (ISO dates)."""
    return min(today, locks.get(quarter, today))


def locks_of(connection: "Connection", project_id: int) -> "dict[int, str]":
    """Locked quarters and the days on which they were locked."""
    found = connection.execute("SELECT quarter, on_date FROM quarter_lock WHERE project_id = ?", (project_id,))
    return dict(found.fetchall())


class ReportState:
    """Reports of a board: *overdue* and *unknown* hold package ids (unknown: and nothing was recorded for its items in
    that quarter), all of them *days_late*; *count* is (received, expected) of the quarter shown, None where the project
    keeps no reports."""

    __slots__ = ("count", "days_late", "overdue", "unknown")

    def __init__(
        self, count: "tuple[int, int] | None", overdue: "set[int]", unknown: "set[int]", days_late: int = 0
    ) -> None:
        self.count = count
        self.overdue = overdue
        self.unknown = unknown
        self.days_late = days_late


def report_state(
    connection: "Connection", project: "ProjectRow", packages: "list[PackageRow]", below: "dict[int, list[int]]",
    shown: int, ref: int, locks: "dict[int, str]", today: str,
) -> ReportState:  # fmt: skip
    """Reports for a board that shows the quarter *shown* and judges the quarter *ref*; *below* is Tree's."""
    states: dict[tuple[int, int], str] = {}
    kept = None
    parameters = {"project": project.id, "shown": shown, "ref": ref}
    for package, quarter, state in connection.execute(REPORTS, parameters).fetchall():
        if package is None:
            kept = quarter
        else:
            states[package, quarter] = state
    if kept is None:
        return ReportState(None, set(), set())
    forms = [row[0] for row in packages if runs_in(row, project, shown) and states.get((row[0], shown)) != "waived"]
    count = sum(states.get((package, shown)) in RECEIVED for package in forms), len(forms)
    overdue: set[int] = set()
    late = day_number(judged_on(locks, ref, today)) - day_number(due_of(project, ref))
    if kept <= ref and late > 0:
        fine = (*RECEIVED, "waived")
        overdue = {row[0] for row in packages if runs_in(row, project, ref) and states.get((row[0], ref)) not in fine}
    unknown: set[int] = set()
    if overdue:
        first, last = quarters.dates(ref, project.start, project.end)
        told = {row[0] for row in connection.execute(
            EVIDENCE, {"project": project.id, "first": first, "last": last}).fetchall()}  # fmt: skip
        unknown = {package for package in overdue if told.isdisjoint(below[package])}
    return ReportState(count if kept <= shown else None, overdue, unknown, late)
