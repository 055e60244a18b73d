"""What a report is made of: the content of a snapshot, or of the present, and the freeze of the quarter before it."""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from core import quarter as quarters
from core.errors import EtappiError
from store.clock import today as today_of
from store.snapshots import content_of, listed, read_content
from store.status import ProjectRow, shown_quarter


@dataclass(frozen=True)
class ReportContent:
    """The *content* of the snapshot *name* (None: of the present) for a report of *quarter*, and the content of the
    newest snapshot *before* it in which the quarter before was locked (None: there is none)."""

    content: dict[str, Any]
    name: str | None
    quarter: int
    before: dict[str, Any] | None


def report_content(
    connection: Connection, project: ProjectRow, name: str | None = None, quarter: int | None = None
) -> ReportContent:
    """What a report of *quarter* is made of; without one that of the snapshot, or of today.

    EtappiError where there is no intact snapshot of *name*, or it has no figures of *quarter*.
    """
    if name is None:
        shown = shown_quarter(project, quarter, today_of(project.fixed_today))
        content = content_of(connection, project, shown)
    else:
        content = read_content(connection, project.id, name)
        shown = quarters.parse(str(content["quarter"])) if quarter is None else quarter
        figures = content["figures"]
        if quarters.code(shown) not in figures:  # type: ignore[operator]
            raise EtappiError("export.no_quarter", name=name, quarter=quarters.label(shown))
    return ReportContent(content, name, shown, _before(connection, project.id, name, shown))


def _before(connection: Connection, project_id: int, name: str | None, quarter: int) -> dict[str, Any] | None:
    rows = list(listed(connection, project_id))  # newest first
    if name is not None:
        rows = rows[[row.name for row in rows].index(name) + 1 :]
    code = quarters.code(quarter - 1)
    for row in rows:
        if row.quarter >= quarter - 1:
            content: dict[str, Any] = read_content(connection, project_id, row.name)
            if code in content["locked"] and "packages" in content["figures"].get(code, {}):
                return content
    return None
