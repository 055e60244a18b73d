"""Locking quarters in order, and opening them again with a reason (decisions.md, "Quarters, today, closing")."""

from sqlmodel import select

from core import quarter as quarters
from core.closing import Lock
from core.errors import EtappiError
from core.text import clean
from store import snapshots
from store.closing import locked_until
from store.models import QuarterLock, Snapshot
from store.status import ProjectRow
from store.writing import Writer, now

WHY_LIMIT = 500


def close(writer: Writer, project: ProjectRow, quarter: int, today: str, why: str | None = None) -> Lock:
    """Lock *quarter* and freeze its figures in a snapshot; returns the lock.

    EtappiError where it has not ended by *today* (ISO), is locked already, or an earlier one is still open.
    """
    require_closable(project, locked_until(writer.connection, project.id), quarter, today)
    name = snapshots.free_name(writer.connection, project.id, quarter)
    row = QuarterLock(
        project_id=project.id, quarter=quarter, on_date=today, at=now(), actor=writer.actor,
        why=clean(why, WHY_LIMIT) or None if why else None, made_by=writer.action,
    )  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    snapshots.take(writer, project, name, quarter)  # after the lock: the picture says that the quarter is locked
    row.snapshot_id = writer.session.exec(
        select(Snapshot.id).where(Snapshot.project_id == project.id, Snapshot.name == name)
    ).one()
    writer.session.add(row)
    writer.session.flush()
    return Lock(quarter, row.on_date, row.at, row.actor, row.why, name)


def require_closable(project: ProjectRow, locked: int | None, quarter: int, today: str) -> None:
    """EtappiError where *quarter* cannot be locked on the ISO date *today*; *locked* is the newest locked one."""
    span = quarters.all_between(project.start, project.end)
    if quarter not in span:
        raise EtappiError("store.quarter_outside", quarter=quarters.label(quarter), project=project.code,
                          first=quarters.label(span[0]), last=quarters.label(span[-1]))  # fmt: skip
    if locked is not None and quarter <= locked:
        raise EtappiError("closing.is_locked", quarter=quarters.label(quarter))
    following = span[0] if locked is None else locked + 1
    if quarter != following:
        raise EtappiError("closing.out_of_order", quarter=quarters.label(quarter), first=quarters.label(following),
                          code=quarters.code(following))  # fmt: skip
    last = quarters.dates(quarter, project.start, project.end)[1]
    if today <= last:
        raise EtappiError("closing.not_ended", quarter=quarters.label(quarter), date=last)


def reopen(writer: Writer, project: ProjectRow, quarter: int, why: str) -> tuple[tuple[int, ...], str | None]:
    """Open *quarter* and every later one; returns them (newest first) and the snapshot that keeps *quarter*'s figures.

    Snapshots stay. EtappiError without a reason, or where *quarter* is not locked.
    """
    if not clean(why, WHY_LIMIT):
        raise EtappiError("closing.no_why")
    rows = writer.session.exec(select(QuarterLock).where(
        QuarterLock.project_id == project.id, QuarterLock.quarter >= quarter)).all()  # fmt: skip
    if quarter not in {row.quarter for row in rows}:
        raise EtappiError("closing.not_locked", quarter=quarters.label(quarter))
    ordered = sorted(rows, key=lambda row: -row.quarter)
    kept = writer.session.exec(select(Snapshot.name).where(Snapshot.id == ordered[-1].snapshot_id)).first()
    for row in ordered:
        writer.session.delete(row)
        writer.session.flush()  # one by one: only the newest may go
    return tuple(row.quarter for row in ordered), kept
