"""Progress, as dated facts about items, and what leads report beside it (decisions.md, "Progress")."""

from sqlmodel import select

from core import quarter as quarters
from core.codes import code_key
from core.errors import EtappiError
from core.text import clean, clean_lines
from store import forms
from store.closing import require_open
from store.commands import decisions
from store.commands.obligations import refuse_counted
from store.editing import Base, Saved, remove, save_or_make
from store.models import ColourOverride, Evidence, Item, ReportedProgress, Step, WorkPackage
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
    decision: str | None = None,
) -> tuple[str, str]:
    """Record what happened to an item on a day, by a *decision* ("26.9.2024 § 5") or without; returns the item's code
    and title. Refused as by `record`."""
    item = item_named(writer, project.id, item_code)
    record(writer, project, item, kind, on_date, today, step=step, units=units, note=note, decision=decision)
    return item.code, item.title


def record(
    writer: Writer,
    project: ProjectRow,
    item: Item,
    kind: str,
    on_date: str,
    today: str,
    *,
    step: int | None = None,
    units: int | None = None,
    note: str | None = None,
    decision: str | None = None,
) -> None:
    """Record what happened to *item* on a day.

    Refused (EtappiError): a day after *today* or before the project, a step that the item has not, units for another
    technique, more units than the item has, anything but reopening on an item that was accepted or cancelled by that
    day, reopening what is open.
    """
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
        decision_id=decisions.find_or_make(writer, project, decision, today),
    ))  # fmt: skip
    writer.session.flush()


def set_reported(
    writer: Writer, project: ProjectRow, package_code: str, quarter: int, percent: float, note: str | None
) -> str:
    """Record the percentage that a package's lead reported for a quarter; returns the package's code.

    A second one for the same quarter replaces the first (the log keeps both).
    """
    package = package_named(writer, project, package_code, quarter)
    base = forms.reported_base(writer.connection, key(package.id), quarter)
    save_reported(writer, project, package_code, quarter, base, {"percent": percent, "note": note})
    return package.code


def save_reported(
    writer: Writer, project: ProjectRow, package_code: str, quarter: int, base: Base | None, wanted: dict[str, object]
) -> Saved:
    """Save the form of a reported share that was opened with *base*: *percent* (0 to 100; None takes the record away)
    and *note*."""
    package = package_named(writer, project, package_code, quarter)
    require_open(writer.connection, project.id, quarter)
    where = {"project_id": project.id, "work_package_id": key(package.id), "quarter": quarter}
    percent, note = wanted.get("percent"), wanted.get("note")
    if percent is None:
        return Saved(("percent",) if remove(writer, ReportedProgress, where, base) else ())
    if not isinstance(percent, (int, float)) or not 0 <= percent <= 100:
        raise EtappiError("progress.bad_percent", value=percent)
    fields = {"percent": float(percent), "note": clean_lines(note) or None if isinstance(note, str) else None}
    return save_or_make(writer, ReportedProgress, where, base, fields, {"actor": writer.actor})


def set_colour(
    writer: Writer, project: ProjectRow, package_code: str, colour: str, why: str, first: int, until: int,
    decision_id: int | None = None,
) -> str:  # fmt: skip
    """Record the coordinator's assessment of a package for the quarters *first* to *until*; returns its code.

    It is shown beside the computed status, with its reason and the quarter in which it lapses.
    """
    package = package_named(writer, project, package_code, until)
    text = clean(why, 500)
    if not text:
        raise EtappiError("progress.no_why")
    if until < first:
        raise EtappiError("progress.lapsed", until=quarters.label(until), first=quarters.label(first))
    require_open(writer.connection, project.id, first)
    writer.session.add(ColourOverride(
        project_id=project.id, work_package_id=key(package.id), colour=colour, why=text, from_quarter=first,
        until_quarter=until, decision_id=decision_id, actor=writer.actor, made_by=writer.action,
    ))  # fmt: skip
    writer.session.flush()
    return package.code


def end_colour(writer: Writer, project: ProjectRow, package_code: str, quarter: int) -> tuple[str, int]:
    """End the assessments that hold in *quarter*, so that from it on the computed status holds; returns the package's
    code and how many ended. One that began earlier stays for the quarters before."""
    package = package_named(writer, project, package_code, quarter)
    require_open(writer.connection, project.id, quarter)
    rows = writer.session.exec(select(ColourOverride).where(
        ColourOverride.work_package_id == package.id, ColourOverride.until_quarter >= quarter)).all()  # fmt: skip
    for row in rows:
        if row.from_quarter >= quarter:
            writer.session.delete(row)
        else:
            row.until_quarter, row.version = quarter - 1, row.version + 1
            writer.session.add(row)
    writer.session.flush()
    return package.code, len(rows)


def item_named(writer: Writer, project_id: int, code: str) -> Item:
    """The item of a code, however it is spelled; EtappiError where there is none."""
    for row in writer.session.exec(select(Item).where(Item.project_id == project_id)).all():
        if code_key(row.code) == code_key(code):
            return row
    raise EtappiError("progress.unknown_item", code=code)


def item_of(writer: Writer, project_id: int, item_id: int) -> Item:
    """The item of an id; EtappiError (exit 1) where it is gone."""
    row = writer.session.get(Item, item_id)
    if row is None or row.project_id != project_id:
        raise EtappiError("store.row_gone", 1)
    return row


def package_named(writer: Writer, project: ProjectRow, code: str, quarter: int | None = None) -> WorkPackage:
    """The work package of a code, however it is spelled; EtappiError where there is none, or where *quarter* is none of
    the project's."""
    span = quarters.all_between(project.start, project.end)
    if quarter is not None and quarter not in span:
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
    refuse_counted(item)
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
