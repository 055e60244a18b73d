"""What forms to the leads of work packages are made of, and what the import of one needs to know of the store."""

from sqlite3 import Connection

from core import quarter as quarters
from core.closing import TEXTS
from core.counters import is_counted
from core.forms import Form, FormItem, FormStep, KnownReport, KnownWork, KnownWorkItem
from core.progress import EvidenceFact
from core.work import ItemRow, PackageDetail
from store import itemplan, packages, reports
from store.clock import today as today_of
from store.closing import locked_until, require_open
from store.counting import units_of
from store.status import ProjectRow, shown_quarter

SPOKEN = ("fi", "sv", "en")


def forms(connection: Connection, project: ProjectRow, quarter: int) -> tuple[Form, ...]:
    """A form for every work package that runs in *quarter* and whose report is not waived, in plan order.

    EtappiError: a quarter outside the project, or locked.
    """
    today = today_of(project.fixed_today)
    shown_quarter(project, quarter, today)
    require_open(connection, project.id, quarter)
    owed = {one.package: one for one in reports.reports(connection, project, quarter) if one.state != "waived"}
    languages = _languages(connection, project)
    first, last = quarters.dates(quarter, project.start, project.end)
    out = []
    for package in packages.read(connection, project, quarter):
        report = owed.get(package.code)
        if report is None:
            continue
        percent = None if package.now.reported is None else round(package.now.reported * 100, 6)
        out.append(Form(
            project=project.code, project_name=project.name, package=package.code, title=package.title,
            quarter=quarter, leads=package.leads,
            language=next((languages[name] for name in package.leads if name in languages), project.language),
            written=today, due=report.due, first_day=first, last_day=last, items=_items(package),
            texts={name: getattr(report, name) for name in TEXTS}, percent=percent, report=report.state,
        ))  # fmt: skip
    return tuple(out)


def _items(package: PackageDetail) -> tuple[FormItem, ...]:
    """The items that are part of the plan in the quarter; one that was struck in an earlier quarter is past."""
    return tuple(_item(item) for item in package.items if not _over(item, package.shown)
                 and (item.scope_from is None or item.scope_from <= package.shown))  # fmt: skip


def _over(item: ItemRow, shown: int) -> bool:
    return item.state == "cancelled" and item.closed_on is not None and quarters.of_date(item.closed_on) < shown


def _item(item: ItemRow) -> FormItem:
    return FormItem(
        code=item.code, kind=item.kind, title=item.title, first=item.first, last=item.last, technique=item.technique,
        state=item.state, since=max((fact.on_date for fact in item.evidence), default=None),
        units_done=item.units_done, units=item.units, counted=is_counted(item.counter), late=item.late,
        steps=tuple(FormStep(one.number, one.title, one.quarter, one.done_on) for one in item.steps),
    )  # fmt: skip


def _languages(connection: Connection, project: ProjectRow) -> dict[str, str]:
    """The language of each organisation that speaks one of ours, by its name."""
    rows = connection.execute(
        "SELECT o.name, o.language FROM membership AS m JOIN organisation AS o ON o.id = m.organisation_id "
        "WHERE m.project_id = ?", (project.id,)
    ).fetchall()  # fmt: skip
    return {name: language for name, language in rows if language in SPOKEN}


def known_work(connection: Connection, project: ProjectRow) -> KnownWork:
    """What the import of a form needs to know."""
    today = today_of(project.fixed_today)
    start, end = quarters.of_date(project.start), quarters.of_date(project.end)
    rows = connection.execute(
        "SELECT id, code, title, work_package_id FROM item WHERE project_id = ? ORDER BY id", (project.id,)
    ).fetchall()
    facts, notes = _evidence(connection, project.id)
    titles: dict[int, dict[int, str]] = {}
    for item, number, title in connection.execute(
        "SELECT item_id, number, title FROM step WHERE project_id = ?", (project.id,)).fetchall():  # fmt: skip
        titles.setdefault(item, {})[number] = title
    return KnownWork(
        project=project.code, start=project.start, end=project.end, today=today,
        locked=locked_until(connection, project.id),
        items={code: KnownWorkItem(
            id=number, code=code, title=title, package_id=package, plan=itemplan.plan_of(connection, number),
            facts=tuple(facts.get(number, ())), notes=frozenset(notes.get(number, ())),
            step_titles=titles.get(number, {}), counted=units_of(connection, number, today),
        ) for number, code, title, package in rows},
        reports=_reports(connection, project.id),
        spans={number: (max(first or start, start), min(last or end, end)) for number, first, last in
               connection.execute("SELECT id, from_quarter, to_quarter FROM work_package WHERE project_id = ?",
                                  (project.id,)).fetchall()},
    )  # fmt: skip


def _evidence(connection: Connection, project_id: int) -> tuple[dict[int, list[EvidenceFact]], dict[int, list[str]]]:
    """Facts and notes of items by their id."""
    facts: dict[int, list[EvidenceFact]] = {}
    notes: dict[int, list[str]] = {}
    for item, on_date, kind, step, units, note in connection.execute(
        "SELECT e.item_id, e.on_date, e.kind, s.number, e.units, e.note FROM evidence AS e "
        "LEFT JOIN step AS s ON s.id = e.step_id WHERE e.project_id = ? ORDER BY e.id", (project_id,)
    ).fetchall():  # fmt: skip
        facts.setdefault(item, []).append(EvidenceFact(on_date, kind, step, units))
        if note:
            notes.setdefault(item, []).append(note)
    return facts, notes


def _reports(connection: Connection, project_id: int) -> dict[tuple[int, int], KnownReport]:
    percents = {(package, quarter): percent for package, quarter, percent in connection.execute(
        "SELECT work_package_id, quarter, percent FROM reported_progress WHERE project_id = ?", (project_id,)
    ).fetchall()}  # fmt: skip
    texts = {(package, quarter): (state, dict(zip(TEXTS, told, strict=True)))
             for package, quarter, state, *told in connection.execute(
        f"SELECT work_package_id, quarter, state, {', '.join(TEXTS)} FROM quarter_report WHERE project_id = ?",
        (project_id,)).fetchall()}  # fmt: skip
    out = {}
    for one in sorted({*percents, *texts}):
        state, told = texts.get(one, (None, {}))
        out[one] = KnownReport(state, told, percents.get(one))
    return out
