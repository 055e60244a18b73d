"""Progress, as dated facts about items, and what leads report beside it (decisions.md, "Progress")."""

from sqlmodel import select

from core import quarter as quarters
from core.codes import code_key
from core.errors import EtappiError
from core.text import clean, clean_lines
from store.models import ColourOverride, Deviation, Evidence, Item, Project, ReportedProgress, Step, WorkPackage
from store.status import ProjectRow
from store.writing import Writer, key


def add_evidence(
    writer: Writer,
    project: ProjectRow,
    item_code: str,
    kind: str,
    on_date: str,
    today: str,
    *,
    step: int | None = None,
    units: int | None = None,
    note: str | None = None,
) -> tuple[str, str]:
    """Record what happened to an item on a day; returns the item's code and title.

    Refused (EtappiError): an unknown item, a day after *today* or before the project, a step that the item has not,
    units for another technique, more units than the item has, anything but reopening on an item that was accepted or
    cancelled by that day, reopening what is open.
    """
    item = _item(writer, project.id, item_code)
    if on_date > today:
        raise EtappiError("progress.in_future", date=on_date, today=today)
    if on_date < project.start:
        raise EtappiError("progress.before_project", date=on_date, start=project.start)
    step_id = _step(writer, item, step) if kind == "step" else None
    if kind == "units":
        _check_units(item, units)
    _check_open(writer, item, kind, on_date)
    writer.session.add(Evidence(
        project_id=project.id, item_id=key(item.id), on_date=on_date, kind=kind, step_id=step_id, units=units,
        note=clean_lines(note) or None if note else None, actor=writer.actor, made_by=writer.action,
    ))  # fmt: skip
    writer.session.flush()
    return item.code, item.title


def set_late_reason(writer: Writer, project: ProjectRow, item_code: str, reason: str) -> tuple[str, str]:
    """Record why an item is late (an empty text takes the deviation away); returns the item's code and title."""
    item = _item(writer, project.id, item_code)
    text = clean(reason, 500)
    row = writer.session.exec(select(Deviation).where(Deviation.item_id == item.id)).first()
    if row is None and text:
        writer.session.add(Deviation(project_id=project.id, item_id=key(item.id), reason=text, made_by=writer.action))
    elif row is not None and not text:
        writer.session.delete(row)
    elif row is not None and row.reason != text:
        row.reason, row.version = text, row.version + 1
        writer.session.add(row)
    writer.session.flush()
    return item.code, item.title


def set_reported(
    writer: Writer, project: ProjectRow, package_code: str, quarter: int, percent: float, note: str | None
) -> str:
    """Record the percentage that a package's lead reported for a quarter; returns the package's code.

    A second one for the same quarter replaces the first (the log keeps both).
    """
    package = _package(writer, project, package_code, quarter)
    if not 0 <= percent <= 100:
        raise EtappiError("progress.bad_percent", value=percent)
    row = writer.session.exec(
        select(ReportedProgress).where(
            ReportedProgress.work_package_id == package.id, ReportedProgress.quarter == quarter
        )
    ).first()
    text = clean_lines(note) or None if note else None
    if row is None:
        writer.session.add(ReportedProgress(
            project_id=project.id, work_package_id=key(package.id), quarter=quarter, percent=percent, note=text,
            actor=writer.actor, made_by=writer.action,
        ))  # fmt: skip
    elif (row.percent, row.note) != (percent, text):
        row.percent, row.note, row.actor, row.version = percent, text, writer.actor, row.version + 1
        writer.session.add(row)
    writer.session.flush()
    return package.code


def set_colour(
    writer: Writer, project: ProjectRow, package_code: str, colour: str, why: str, first: int, until: int
) -> str:
    """Record the coordinator's assessment of a package for the quarters *first* to *until*; returns its code.

    It is shown beside the computed status, with its reason and the quarter in which it lapses.
    """
    package = _package(writer, project, package_code, until)
    text = clean(why, 500)
    if not text:
        raise EtappiError("progress.no_why")
    if until < first:
        raise EtappiError("progress.lapsed", until=quarters.label(until), first=quarters.label(first))
    writer.session.add(ColourOverride(
        project_id=project.id, work_package_id=key(package.id), colour=colour, why=text, from_quarter=first,
        until_quarter=until, actor=writer.actor, made_by=writer.action,
    ))  # fmt: skip
    writer.session.flush()
    return package.code


def _item(writer: Writer, project_id: int, code: str) -> Item:
    for row in writer.session.exec(select(Item).where(Item.project_id == project_id)).all():
        if code_key(row.code) == code_key(code):
            return row
    raise EtappiError("progress.unknown_item", code=code)


def _package(writer: Writer, project: ProjectRow, code: str, quarter: int) -> WorkPackage:
    row = writer.session.get_one(Project, project.id)
    span = quarters.all_between(row.start_date, row.end_date)
    if quarter not in span:
        raise EtappiError("store.quarter_outside", quarter=quarters.label(quarter), project=project.code,
                          first=quarters.label(span[0]), last=quarters.label(span[-1]))  # fmt: skip
    found = writer.session.exec(
        select(WorkPackage).where(WorkPackage.project_id == project.id, WorkPackage.code_key == code_key(code))
    ).all()
    if len(found) != 1:
        raise EtappiError("progress.unknown_package", code=code)
    return found[0]


def _step(writer: Writer, item: Item, number: int | None) -> int:
    rows = writer.session.exec(select(Step).where(Step.item_id == item.id)).all()
    for row in rows:
        if row.number == number:
            return key(row.id)
    if not rows:
        raise EtappiError("progress.no_steps", code=item.code)
    raise EtappiError("progress.unknown_step", code=item.code, step=number, last=len(rows))


def _check_units(item: Item, units: int | None) -> None:
    if item.technique != "units" or item.units is None:
        raise EtappiError("progress.no_units", code=item.code)
    if units is None or not 0 <= units <= item.units:
        raise EtappiError("progress.bad_units", code=item.code, units=units, of=item.units)


def _check_open(writer: Writer, item: Item, kind: str, on_date: str) -> None:
    facts = writer.session.exec(
        select(Evidence).where(Evidence.item_id == item.id).order_by(Evidence.on_date, Evidence.id)  # type: ignore[arg-type]
    ).all()
    before = [fact.kind for fact in facts if fact.on_date <= on_date]
    closing = [word for word in before if word in ("accepted", "cancelled", "reopened")]
    closed = closing[-1] if closing and closing[-1] != "reopened" else None
    if kind == "reopened" and closed is None:
        raise EtappiError("progress.not_closed", code=item.code)
    if kind != "reopened" and closed is not None:
        raise EtappiError(f"progress.already_{closed}", code=item.code)
    if kind == "started" and "started" in before:
        raise EtappiError("progress.already_started", code=item.code)
