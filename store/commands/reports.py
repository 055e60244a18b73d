"""Quarter reports of work packages: their texts and how far they have come."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from core import quarter as quarters
from core.closing import TEXTS
from core.codes import code_key
from core.errors import EtappiError
from core.text import clean_lines
from store.closing import require_open
from store.editing import Base, Saved, save
from store.models import QuarterReport, WorkPackage
from store.reporting import RECEIVED, runs_in
from store.status import ProjectRow
from store.writing import Writer, key

NEEDS_NOTE = {"returned": "report.no_note", "waived": "report.no_reason"}
MOVES: dict[str, tuple[str | None, ...]] = {
    "draft": (None, "draft", "returned", "waived"),
    "submitted": (None, "draft", "returned", "submitted", "waived"),
    "returned": ("submitted", "approved", "returned"),
    "approved": (None, "draft", "submitted", "returned", "approved", "waived"),
    "waived": (None, "draft", "returned", "waived"),
}
"""State -> the states that it may follow (None: there is no report yet)."""


def write_report(
    writer: Writer, project: ProjectRow, package_code: str, quarter: int, today: str, *, state: str | None = None,
    texts: Mapping[str, str] | None = None, note: str | None = None, on: str | None = None, base: Base | None = None,
) -> tuple[str, Saved]:  # fmt: skip
    """Write texts (by names of core.closing.TEXTS; an empty one is taken away) and move a report to *state*.

    A report begins as a draft. Returning one needs a *note*, waiving one a reason (in *note* too). *on* is the day on
    which it was submitted or approved (ISO, default *today*): the first such day is kept. With *base* (what a form was
    opened with) nothing of somebody else's is overwritten (store.editing). Returns the package's code and what was
    written.

    EtappiError: unknown package, a quarter in which it does not run or that has not begun, a locked quarter, a state
    that does not follow, a missing note, a day ahead of *today* or before the quarter.
    """
    package = _package(writer, project, package_code, quarter, today)
    require_open(writer.connection, project.id, quarter)
    row = writer.session.exec(select(QuarterReport).where(
        QuarterReport.work_package_id == package.id, QuarterReport.quarter == quarter)).first()  # fmt: skip
    wanted: dict[str, Any] = {name: clean_lines(text) or None for name, text in (texts or {}).items()}
    if unknown := set(wanted) - set(TEXTS):
        raise ValueError(f"not texts of a report: {unknown}")
    if note is not None:
        wanted["note"] = clean_lines(note) or None
    if state is not None:
        wanted |= _moved(row, state, wanted.get("note"), on, quarter, project, today)
    elif row is None:
        wanted["state"] = "draft"
    if row is None:
        row = QuarterReport(project_id=project.id, work_package_id=key(package.id), quarter=quarter,
                            actor=writer.actor, made_by=writer.action, **wanted)  # fmt: skip
        writer.session.add(row)
        writer.session.flush()
        return package.code, Saved(tuple(wanted))
    opened = base if base is not None else _as_it_is(writer, row)
    saved = save(writer, QuarterReport, key(row.id), opened, wanted)
    if saved.written and row.actor != writer.actor:
        row.actor = writer.actor
        writer.session.add(row)
        writer.session.flush()
    return package.code, saved


def _moved(
    row: QuarterReport | None, state: str, note: str | None, on: str | None, quarter: int, project: ProjectRow,
    today: str,
) -> dict[str, Any]:  # fmt: skip
    """The fields that a move to *state* sets; EtappiError where it may not."""
    now = row.state if row else None
    if now not in MOVES[state]:
        raise EtappiError(f"report.cannot_{state}")
    if state in NEEDS_NOTE and not note:
        raise EtappiError(NEEDS_NOTE[state])
    moved: dict[str, Any] = {"state": state}
    if state in RECEIVED:
        day = on or today
        first, _ = quarters.dates(quarter, project.start, project.end)
        if day > today:
            raise EtappiError("progress.in_future", date=day, today=today)
        if day < first:
            raise EtappiError("report.before_quarter", date=day, quarter=quarters.label(quarter), start=first)
        moved["received_on"] = row.received_on if row and row.received_on and on is None else day
    elif on is not None:
        raise EtappiError("report.no_day")
    return moved


def _as_it_is(writer: Writer, row: QuarterReport) -> Base:
    epoch = writer.connection.execute("SELECT epoch FROM meta").fetchone()[0]
    fields = (*TEXTS, "note", "state", "received_on")
    return Base(row.version, epoch, {name: getattr(row, name) for name in fields})


def _package(writer: Writer, project: ProjectRow, code: str, quarter: int, today: str) -> WorkPackage:
    found = writer.session.exec(
        select(WorkPackage).where(WorkPackage.project_id == project.id, WorkPackage.code_key == code_key(code))
    ).all()
    if len(found) != 1:
        raise EtappiError("progress.unknown_package", code=code)
    package = found[0]
    row = (key(package.id), package.parent_id, package.code, package.title, package.from_quarter, package.to_quarter)
    if not runs_in(row, project, quarter):
        raise EtappiError("report.not_owed", code=package.code, quarter=quarters.label(quarter))
    if quarter > quarters.of_date(today):
        raise EtappiError("report.ahead", quarter=quarters.label(quarter), today=today)
    return package
