"""Work packages whole, as the Work packages screen and `etappi wp` show them, and what is late.

Figures, status and reason of each quarter are those of its board (store.status), so that every place says the same.
"""

from sqlite3 import Connection

from core import quarter as quarters
from core.board import Board, PackageStatus
from core.codes import code_key
from core.colour import reported_differs
from core.counters import EVENTS, ORGANISATIONS
from core.work import DeviationRow, LateRow, PackageDetail, QuarterRow
from store import indicators, items
from store.clock import today as today_of
from store.items import decision_of
from store.status import Moment, ProjectRow, read_board, shown_quarter
from store.views import COUNTS, DONE, OBLIGATION, in_quarter, item_figures, quarter_of

LEADS = (
    "(SELECT group_concat(l.name, '; ') FROM (SELECT lo.name FROM participation AS p "
    "JOIN organisation AS lo ON lo.id = p.organisation_id WHERE p.work_package_id = f.work_package_id "
    f"AND p.role = 'lead' AND p.certainty = 'confirmed' AND {in_quarter(':quarter')} ORDER BY lo.sort_key) AS l)"
)

COUNTED = (
    f"(substr(ifnull(counter, ''), 1, {len(OBLIGATION)}) = '{OBLIGATION}' AND units_done IS NOT NULL "
    f"OR ifnull(counter, '') = '{ORGANISATIONS}' OR substr(ifnull(counter, ''), 1, {len(EVENTS)}) = '{EVENTS}')"
)
"""SQL over `item_figures`: Etappi counts the units itself, so how it stands is always known."""

COVERAGE = f"""
SELECT quarter, work_package_id, count(*), sum({DONE} OR {COUNTED} OR EXISTS (
  SELECT 1 FROM evidence AS e WHERE e.item_id = f.id AND e.on_date <= :today AND {quarter_of("e.on_date")} = f.quarter))
FROM ({
    item_figures(
        "min(q.last_day, :today)",
        "q.quarter",
        "q.quarter",
        "v_item AS i JOIN v_quarter AS q ON q.project_id = i.project_id "
        "WHERE i.project_id = :project AND q.quarter <= :now",
    )
}) AS f
WHERE {COUNTS} AND first <= quarter GROUP BY quarter, work_package_id"""
"""SQL: how many items are due in each quarter, and of how many the status is known (core.progress.is_due,
has_status)."""  # fmt: skip


def read(
    connection: Connection, project: ProjectRow, quarter: int | None = None, code: str | None = None
) -> tuple[PackageDetail, ...]:
    """Packages with items, indicators and all quarters of the project, as they stand in *quarter* (that of today if
    None), in the order of the board's tree; with *code* only the one of that code, however it is spelled.

    EtappiError where *quarter* is none of the project's.
    """
    today = today_of(project.fixed_today)
    shown = shown_quarter(project, quarter, today)
    boards = {one: read_board(connection, project, one) for one in quarters.all_between(project.start, project.end)}
    rows = {row[1]: row for row in connection.execute(
        "SELECT id, code, goal, code_key FROM work_package WHERE project_id = ?", (project.id,)).fetchall()
    }  # fmt: skip
    history = _history(connection, project, boards, today, {row[0]: key for key, row in rows.items()})
    moment = Moment(project, shown, today)
    own_items = items.by_package(connection, project, moment)
    own_indicators = indicators.by_package(connection, project, moment)
    assists = _assists(connection, project.id, shown)
    needs = _needs(connection, project.id)
    wanted = None if code is None else code_key(code)
    out = []
    for status in boards[shown].packages:
        number, _, goal, key = rows[status.code]
        if wanted is not None and key != wanted:
            continue
        out.append(PackageDetail(
            id=number, code=status.code, title=status.title, parent=status.parent, depth=status.depth, goal=goal,
            first=status.from_quarter, last=status.to_quarter, shown=shown, leads=status.leads,
            lead_short=status.lead_short, confirmed=status.confirmed, assist_short=tuple(assists.get(number, ())),
            needs=tuple(needs.get(number, ())), roles=status.roles, organisations=status.organisations,
            items=tuple(own_items.get(number, ())), indicators=tuple(own_indicators.get(number, ())),
            quarters=history[status.code],
        ))  # fmt: skip
    return tuple(out)


def late(connection: Connection, project: ProjectRow, quarter: int | None = None) -> tuple[LateRow, ...]:
    """Items past their quarter and not done, most late first."""
    today = today_of(project.fixed_today)
    moment = Moment(project, shown_quarter(project, quarter, today), today)
    rows = connection.execute(
        f"SELECT f.id, f.code, w.code, f.title, f.kind, f.last, :at - f.last, coalesce(o.name, {LEADS}), "
        "d.reason, d.remedy, d.responsible, d.new_quarter, c.id, c.on_date, c.body, c.paragraph "
        f"FROM ({item_figures(':cut', ':quarter', ':ref', 'v_item AS i WHERE i.project_id = :project')}) AS f "
        "JOIN work_package AS w ON w.id = f.work_package_id LEFT JOIN organisation AS o ON o.id = f.owner_id "
        "LEFT JOIN deviation AS d ON d.item_id = f.id LEFT JOIN decision AS c ON c.id = d.decision_id "
        f"WHERE f.last < :now AND {COUNTS.replace('technique', 'f.technique')} AND NOT {DONE} "
        "ORDER BY f.last, w.position, f.kind DESC, f.position",
        moment.parameters(project.id),
    ).fetchall()
    out = []
    for *item, reason, remedy, responsible, new_quarter, number, on_date, body, paragraph in rows:
        decision = decision_of((number, on_date, body, paragraph))
        deviation = None if reason is None else DeviationRow(reason, remedy, responsible, new_quarter, decision)
        out.append(LateRow(*(*item, deviation)))
    return tuple(out)


def _history(
    connection: Connection, project: ProjectRow, boards: dict[int, Board], today: str, codes: dict[int, str]
) -> dict[str, tuple[QuarterRow, ...]]:
    """The quarters of every package by its code; *codes* by id."""
    running = quarters.clip(quarters.of_date(today), project.start, project.end)
    coverage = _coverage(connection, project, running, today, codes, boards[running])
    reports = {(codes[package], one): state for package, one, state in connection.execute(
        "SELECT work_package_id, quarter, state FROM quarter_report WHERE project_id = ?", (project.id,)).fetchall()
    }  # fmt: skip
    notes = {(codes[package], one): note for package, one, note in connection.execute(
        "SELECT work_package_id, quarter, note FROM reported_progress WHERE project_id = ?", (project.id,)).fetchall()
    }  # fmt: skip
    locks = dict(connection.execute(
        "SELECT quarter, on_date FROM quarter_lock WHERE project_id = ?", (project.id,)).fetchall())  # fmt: skip
    out: dict[str, list[QuarterRow]] = {code: [] for code in codes.values()}
    for one, board in boards.items():
        for status in board.packages:
            key = status.code, one
            out[status.code].append(_quarter(
                one, status, coverage.get(key, (0, 0)) if one <= running else None, notes.get(key), reports.get(key),
                locks.get(one),
            ))  # fmt: skip
    return {code: tuple(rows) for code, rows in out.items()}


def _quarter(
    quarter: int, status: PackageStatus, coverage: tuple[int, int] | None, note: str | None, report: str | None,
    locked_on: str | None,
) -> QuarterRow:  # fmt: skip
    """A quarter of a package; *coverage* (known, due) None says that it is still to come."""
    begun = coverage is not None
    return QuarterRow(
        quarter=quarter, planned=status.sums.plan, done=status.sums.done if begun else None,
        spi=status.sums.spi if begun else None, known=coverage[0] if coverage else None,
        due=coverage[1] if coverage else None, reported=status.reported, reported_note=note,
        differs=begun and reported_differs(status.reported, status.sums.done), colour=status.colour if begun else None,
        status=status.status if begun else None, reason=status.reason.code if begun else None,
        reason_values=status.reason.values if begun else {}, override=status.override, report=report,
        locked_on=locked_on,
    )  # fmt: skip


def _coverage(
    connection: Connection, project: ProjectRow, running: int, today: str, codes: dict[int, str], board: Board
) -> dict[tuple[str, int], tuple[int, int]]:
    """(known, due) by package code and quarter: each package's own items and those of all below it."""
    parents = {status.code: status.parent for status in board.packages}
    out: dict[tuple[str, int], tuple[int, int]] = {}
    for quarter, package, due, known in connection.execute(
        COVERAGE, {"project": project.id, "today": today, "now": running}
    ).fetchall():
        code: str | None = codes[package]
        while code is not None:
            before = out.get((code, quarter), (0, 0))
            out[code, quarter] = before[0] + known, before[1] + due
            code = parents[code]
    return out


def _assists(connection: Connection, project_id: int, quarter: int) -> dict[int, list[str]]:
    """Short names of organisations with supporting lead, by package id."""
    out: dict[int, list[str]] = {}
    for package, short in connection.execute(
        "SELECT p.work_package_id, o.short FROM participation AS p JOIN organisation AS o ON o.id = p.organisation_id "
        f"WHERE p.project_id = :project AND p.role = 'assist' AND {in_quarter(':quarter')} ORDER BY o.sort_key",
        {"project": project_id, "quarter": quarter},
    ).fetchall():
        out.setdefault(package, []).append(short)
    return out


def _needs(connection: Connection, project_id: int) -> dict[int, list[str]]:
    """Codes of the packages that a package leans on, by its id."""
    out: dict[int, list[str]] = {}
    for package, code in connection.execute(
        "SELECT d.work_package_id, w.code FROM dependency AS d JOIN work_package AS w ON w.id = d.needs_id "
        "WHERE d.project_id = ? AND d.item_id IS NULL ORDER BY w.position",
        (project_id,),
    ).fetchall():
        out.setdefault(package, []).append(code)
    return out


def indicator_called(connection: Connection, indicator_id: int) -> str:
    """``TP1.2 Title`` of an indicator; empty where it is gone."""
    row = connection.execute(
        "SELECT w.code || ' ' || n.title FROM indicator AS n JOIN work_package AS w ON w.id = n.work_package_id "
        "WHERE n.id = ?", (indicator_id,)
    ).fetchone()  # fmt: skip
    return row[0] if row else ""
