"""What `etappi status` and the Overview read: one board per project (core.board), on plain SQL.

Figures come from the expressions of store.views, sums of packages are rolled up here over all items of a package
and of its children (rules.md 3), status and reason by core.colour. Reads no attendance and no answers, so that it
stays as quick as the year grows.
"""

from core import quarter as quarters
from core.board import Attention, Board, PackageStatus, Sums
from core.colour import QUARTERS_LATE_RED, STATUS_OF_COLOUR, STATUSES, LateItem, Reason, reason, status
from core.days import day_number, iso
from core.errors import EtappiError
from store.clock import today as today_of
from store.coming import coming
from store.reporting import ReportState, locks_of, report_state
from store.rollup import PackageRow, Tree, Work, work_of
from store.views import RANK, in_quarter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

CONTINUOUS = """
SELECT i.work_package_id, count(*) FROM item AS i WHERE i.project_id = ? AND i.technique = 'effort' GROUP BY 1"""

ROLES = f"""
SELECT work_package_id, place, count(*) FROM (
  SELECT p.work_package_id, min({RANK}) AS place
  FROM participation AS p WHERE p.project_id = :project AND {in_quarter(":quarter")}
  GROUP BY p.work_package_id, p.organisation_id)
GROUP BY 1, 2"""

LEADS = f"""
SELECT p.work_package_id, p.certainty, o.name, o.short
FROM work_package AS w JOIN participation AS p ON p.work_package_id = w.id
  JOIN organisation AS o ON o.id = p.organisation_id
WHERE w.project_id = :project AND p.role = 'lead' AND {in_quarter(":quarter")} ORDER BY o.sort_key"""

UNCOUNTED = """
SELECT e.code, substr(e.start, 1, 10), e.title FROM event AS e WHERE e.project_id = ? AND e.start >= ? AND e.start < ?
  AND e.cancelled_on IS NULL AND NOT EXISTS (SELECT 1 FROM event_list AS l WHERE l.event_id = e.id
  AND l.kind <> 'registered') ORDER BY e.start, e.id"""
"""Events of days that have passed, of which neither a list nor a count tells how many came: no attendance is read."""

PROJECT = """
SELECT id, code, name, demo, language, start_date, end_date, kick_off, fixed_today, expected_organisations,
  report_days
FROM project"""


class ProjectRow:
    """A row of the project table."""

    __slots__ = (
        "code", "demo", "end", "expected", "fixed_today", "id", "kick_off", "language", "name", "report_days", "start",
    )  # fmt: skip

    def __init__(self, row: tuple[int, str, str, int, str, str, str, str | None, str | None, int | None, int]) -> None:
        self.id, self.code, self.name, self.demo, self.language = row[:5]
        self.start, self.end, self.kick_off, self.fixed_today, self.expected, self.report_days = row[5:]


def projects(connection: "Connection") -> list[ProjectRow]:
    """All projects by code."""
    return [ProjectRow(row) for row in connection.execute(PROJECT + " ORDER BY code").fetchall()]


def project_named(connection: "Connection", code: str | None) -> ProjectRow:
    """The project with *code* (case does not matter), or the only one where *code* is None.

    EtappiError: no project at all, several to choose from, or none of that code (the codes are listed).
    """
    found = projects(connection)
    if code is None:
        if len(found) == 1:
            return found[0]
        if not found:
            raise EtappiError("store.no_projects")
        raise EtappiError("store.choose_project", codes=", ".join(row.code for row in found))
    for row in found:
        if row.code.casefold() == code.casefold():
            return row
    raise EtappiError("store.unknown_project", code=code, codes=", ".join(row.code for row in found) or "–")


def shown_quarter(project: ProjectRow, wish: int | None, today: str) -> int:
    """The quarter to show: *wish*, which must touch the project (EtappiError), else that of today, clipped."""
    if wish is None:
        return quarters.clip(quarters.of_date(today), project.start, project.end)
    span = quarters.all_between(project.start, project.end)
    if wish not in span:
        raise EtappiError("store.quarter_outside", quarter=quarters.label(wish), project=project.code,
                          first=quarters.label(span[0]), last=quarters.label(span[-1]))  # fmt: skip
    return wish


def read_board(
    connection: "Connection", project: ProjectRow, wish: int | None = None, *, history: bool = False
) -> Board:
    """The board of a project for the quarter *wish* (default: today's), with earlier quarters' sums if asked for."""
    today = today_of(project.fixed_today)
    shown = shown_quarter(project, wish, today)
    moment = Moment(project, shown, today)
    locks = locks_of(connection, project.id)
    packages, reports, missing = _packages(connection, project, moment, locks, history)
    last_day = min(day_number(project.end), quarters.last_day(shown))
    running = quarters.of_date(today) == shown and today <= project.end
    known = connection.execute(
        f"SELECT count(*) FROM membership AS p WHERE p.project_id = ? AND p.network AND {in_quarter('?')}",
        (project.id, shown, shown),
    ).fetchone()[0]
    waiting = connection.execute(
        "SELECT count(DISTINCT name) FROM v_waiting WHERE project_id = ?", (project.id,)
    ).fetchone()[0]
    board = Board(
        project_id=project.id, code=project.code, name=project.name, demo=bool(project.demo),
        language=project.language, start=project.start, end=project.end, today=today,
        as_of=quarters.clip_date(today, project.start, project.end), quarter=shown,
        days_left=last_day - day_number(today) if running else None, packages=packages, attention=(),
        sums=_total([p for p in packages if p.parent is None]), items=_item_count(connection, project.id),
        known=known, expected=project.expected, waiting=waiting, last_change=_last_change(connection, project.id),
        locked=max(locks.items(), default=None), reports=reports.count, obligations=(), since=None, news=(),
        coming=coming(connection, project, [(p.code, p.from_quarter) for p in packages], reports.count is not None,
                      today),
    )  # fmt: skip
    opened = iso(quarters.first_day(max(locks) + 1)) if locks else ""
    uncounted = connection.execute(UNCOUNTED, (project.id, opened, today)).fetchall()
    return Board(**{**board.as_dict(), "attention": _attention(board, moment, reports.days_late, missing, uncounted)})


class Moment:
    """What a board holds for: the quarter shown, the day to which evidence counts, and the quarter of reference.

    *at* is the quarter up to which lateness is counted: the one shown, or the running one where that is still to come.
    *now* is *at* while it runs and the next one once it has *ended*; *ref*, the quarter of reference, is the one before
    *now* (core.colour). *reached* is the quarter of the day to which evidence counts.
    """

    __slots__ = ("at", "cut", "ended", "now", "quarter", "reached", "ref", "today")

    def __init__(self, project: ProjectRow, shown: int, today: str) -> None:
        end = iso(quarters.last_day(shown))
        ended = today > min(end, project.end)
        self.quarter = shown
        self.today = today
        self.cut = min(end, today)
        self.ended = ended
        self.at = shown if ended else min(shown, max(quarters.of_date(today), quarters.of_date(project.start)))
        self.now = self.at + ended
        self.ref = self.now - 1
        self.reached = quarters.of_date(self.cut)

    def parameters(self, project_id: int) -> "dict[str, int | str]":
        return {"project": project_id, "quarter": self.quarter, "ref": self.ref, "now": self.now, "at": self.at,
                "cut": self.cut}  # fmt: skip


def _packages(
    connection: "Connection", project: ProjectRow, moment: Moment, locks: "dict[int, str]", with_history: bool
) -> tuple[tuple[PackageStatus, ...], ReportState, list[str]]:
    """The packages, their reports, and the codes of those whose report is overdue."""
    parameters = moment.parameters(project.id)
    rows = connection.execute(
        "SELECT id, parent_id, code, title, from_quarter, to_quarter FROM work_package WHERE project_id = ? "
        "ORDER BY position",
        (project.id,),
    ).fetchall()
    tree = Tree(rows)
    work = work_of(connection, parameters, tree)
    continuous = dict(connection.execute(CONTINUOUS, (project.id,)).fetchall())
    history = _history(connection, project, moment, tree) if with_history else {}
    roles: dict[int, list[int]] = {}
    for package, place, count in connection.execute(ROLES, parameters).fetchall():
        roles.setdefault(package, [0] * 5)[place] = count
    leads: dict[int, list[tuple[str, str, str]]] = {}
    for package, certainty, name, short in connection.execute(LEADS, parameters).fetchall():
        leads.setdefault(package, []).append((certainty, name, short))
    needs = _package_needs(connection, project.id)
    reported = dict(connection.execute(
        "SELECT work_package_id, percent / 100 FROM reported_progress WHERE project_id = ? AND quarter = ?",
        (project.id, moment.quarter)).fetchall())  # fmt: skip
    overrides = _overrides(connection, project.id, moment.quarter)
    kicked_off = moment.cut > (project.kick_off or project.start)
    reports = report_state(connection, project, tree.rows, tree.below, moment.quarter, moment.ref, locks, moment.today)

    out = []
    for row in tree.rows:
        package, parent, code, title, first, last = row
        done = work[package]
        package_leads = leads.get(package, [])
        confirmed = [lead for lead in package_leads if lead[0] == "confirmed"]
        needed = [tree.codes[need] for need in needs.get(package, []) if work[need].late]
        effort = sum(continuous.get(one, 0) for one in tree.below[package])
        word, why = _judged(row, done, moment, kicked_off, len(confirmed), effort, needed, reports)
        override = overrides.get(package)
        if override:
            computed, word = word, STATUS_OF_COLOUR[override[0]]
            why = reason("override", why=override[1], until=quarters.label(override[2]), computed=computed)
        shown_leads = confirmed or package_leads
        out.append(PackageStatus(
            code=code, title=title, parent=tree.codes.get(parent), depth=tree.depth[package], from_quarter=first,
            to_quarter=last, leads=tuple(lead[1] for lead in shown_leads),
            lead_short=tuple(lead[2] for lead in shown_leads), confirmed=bool(confirmed),
            organisations=sum(roles.get(package, ())), roles=tuple(roles.get(package, [0] * 5)), sums=done.sums(),
            planned_ref=done.planned_ref, history=tuple((one, history[one][package]) for one in sorted(history)),
            due_done=done.due_done, due_of=done.due_of, late=tuple(done.late), colour=STATUSES[word][0], status=word,
            reason=why, reported=reported.get(package), override=override,
        ))  # fmt: skip
    return tuple(out), reports, [row[2] for row in tree.rows if row[0] in reports.overdue]


def _judged(
    row: PackageRow, work: Work, moment: Moment, kicked_off: bool, confirmed: int, effort: int, needed: list[str],
    reports: ReportState,
) -> tuple[str, Reason]:  # fmt: skip
    """Status and reason of a package by core.colour, with the values that the sentence needs."""
    first = row[4]
    word, why = status(
        kicked_off=kicked_off, confirmed_leads=confirmed, items=work.items + effort, continuous_items=effort,
        begun=first is None or first <= moment.reached, report_overdue_unknown=row[0] in reports.unknown,
        report_overdue=row[0] in reports.overdue,
        earned=work.earned, planned_ref=work.planned_ref, late=work.late, late_needs=needed, ended=moment.ended,
    )  # fmt: skip
    if why.code == "not_begun" and first is not None:
        why = reason("not_begun", quarter=quarters.label(first))
    elif why.code in ("report_overdue", "report_late"):
        why = reason(why.code, quarter=quarters.label(moment.ref))
    elif why.code in ("far_behind", "behind"):
        why = reason(why.code, done=work.earned / work.total, planned=work.planned_ref / work.total)
    return word, why


def _total(tops: list[PackageStatus]) -> Sums:
    return Sums(earned=sum(p.sums.earned for p in tops), planned=sum(p.sums.planned for p in tops),
                total=sum(p.sums.total for p in tops))  # fmt: skip


def _history(connection: "Connection", project: ProjectRow, moment: Moment, tree: Tree) -> dict[int, dict[int, Sums]]:
    out = {}
    for one in range(quarters.of_date(project.start), moment.quarter):
        parameters: dict[str, int | str] = {
            "project": project.id, "quarter": one, "ref": one, "now": one, "at": one, "cut": iso(quarters.last_day(one))
        }  # fmt: skip
        work = work_of(connection, parameters, tree)
        out[one] = {package: done.sums() for package, done in work.items()}
    return out


def _package_needs(connection: "Connection", project_id: int) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for package, need in connection.execute(
        "SELECT work_package_id, needs_id FROM dependency WHERE project_id = ? AND item_id IS NULL ORDER BY needs_id",
        (project_id,),
    ).fetchall():
        out.setdefault(package, []).append(need)
    return out


def _overrides(connection: "Connection", project_id: int, quarter: int) -> dict[int, tuple[str, str, int]]:
    rows = connection.execute(
        "SELECT work_package_id, colour, why, until_quarter FROM colour_override "
        "WHERE project_id = ? AND ? BETWEEN from_quarter AND until_quarter ORDER BY id",
        (project_id, quarter),
    ).fetchall()
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _item_count(connection: "Connection", project_id: int) -> int:
    count: int = connection.execute(
        "SELECT count(*) FROM item WHERE project_id = ? AND technique <> 'effort'", (project_id,)
    ).fetchone()[0]
    return count


def _last_change(connection: "Connection", project_id: int) -> tuple[str, str, str] | None:
    found = connection.execute(
        "SELECT at, actor, command FROM action WHERE project_id = ? ORDER BY id DESC LIMIT 1", (project_id,)
    ).fetchone()
    return tuple(found) if found else None


def _attention(
    board: Board, moment: Moment, days: int, missing: list[str], uncounted: list[tuple[str, str, str]]
) -> tuple[Attention, ...]:
    """What a coordinator should look at first, most urgent first; each line once, at the package that owns it.

    The reports of the packages *missing* are *days* late; *uncounted* are events (code, ISO date, title) without a
    count."""
    lines = []
    for package in board.packages:
        if package.status == "action_needed" and package.reason.code == "no_lead":
            lines.append(_no_lead(package))
        for item in package.late:
            if item.package == package.code:
                lines.append(_late_line(package, item, moment))
    behind = [p for p in board.packages if p.reason.code in ("far_behind", "behind")]
    lines += [Attention(
        rule="progress.behind", severity="error" if p.reason.code == "far_behind" else "warning", symbol=p.status,
        target=p.code, text=reason("behind", done=p.sums.earned / p.sums.total, planned=p.planned_ref / p.sums.total),
    ) for p in behind]  # fmt: skip
    lines += [Attention(
        rule="report.missing", severity="warning", symbol="watch", target=code,
        text=reason("report_missing", quarter=quarters.label(moment.ref), n=days),
    ) for code in missing]  # fmt: skip
    lines += [Attention(
        rule="event.no_count", severity="warning", symbol="watch", target=code,
        text=reason("no_count", title=title, date=day),
    ) for code, day, title in uncounted]  # fmt: skip
    order = {"error": 0, "warning": 1, "ask": 2, "note": 3}
    lines.sort(key=lambda line: order[line.severity])
    if board.waiting:
        lines.append(Attention(rule="org.alias", severity="ask", symbol="no_data", target="names",
                               text=reason("names", n=board.waiting)))  # fmt: skip
    if board.expected is not None and board.known != board.expected:
        text = (reason("network", known=board.known, expected=board.expected, n=board.expected - board.known)
                if board.known < board.expected
                else reason("network_over", known=board.known, expected=board.expected))  # fmt: skip
        lines.append(Attention(rule="network.count", severity="warning", symbol="no_data", target="network", text=text))
    return tuple(lines)


def _no_lead(package: PackageStatus) -> Attention:
    text = reason("no_lead", names=", ".join(package.lead_short)) if package.leads else reason("nobody_leads")
    return Attention(rule="role.coverage", severity="error", symbol="action_needed", target=package.code, text=text)


def _late_line(package: PackageStatus, item: LateItem, moment: Moment) -> Attention:
    red = item.kind == "output" and item.quarters_late + moment.ended >= QUARTERS_LATE_RED
    due = moment.at - item.quarters_late
    values: dict[str, object] = {"title": item.title, "item": item.code, "n": item.quarters_late,
              "due": quarters.short(due) if due // 4 == moment.at // 4 else quarters.label(due)}  # fmt: skip
    if not item.quarters_late:
        case = "missed"
    elif item.waits_for:
        case, values["needs"] = "late_waits", ", ".join(item.waits_for)
    else:
        case = "late" if item.has_reason else "late_no_reason"
    return Attention(
        rule="deliverable.late", severity="error" if red else "warning", symbol="action_needed" if red else "watch",
        target=package.code, text=reason(case, **values),
    )  # fmt: skip
