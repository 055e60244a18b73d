"""Snapshots: all facts of a project, the rules and the figures, frozen under a name (rules.md 11).

The hashed part holds no clock, no id and no name of who typed something: the same facts, quarter and day give the same
hash on any machine. Its shape:

``{"format": 1, "project", "quarter", "as_of", "locked": [quarters], "locked_on": {quarter: day},
"rules": {name: version}, "thresholds": {}, "facts": {table: [[key, values]]}, "figures": {quarter: {"project": {},
"packages": {code: {}}, "leads": {code: {}}, "items": {code: {}}, "completed": [], "reach": {}, "events": {code: {}},
"obligations": {code: {}}, "organisations": {name: {}}, "indicators": [], "surveys": {wave: {}}}}}``

Every share stands as numerator and denominator. Of those who were at events only numbers are inside.
"""

import json
import zlib
from fractions import Fraction
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from core import quarter as quarters
from core.board import PackageStatus
from core.canonical import as_entered, canonical, exact, pair, sha256
from core.closing import Restated, SnapshotRow, Verified
from core.errors import EtappiError
from core.reach import Bounds, Reach
from core.roles import ROLES
from core.rules import RULES, thresholds
from core.snapshotfile import FORMAT, NAME_LIMIT
from core.text import clean
from store.clock import today as today_of
from store.dump import facts_of
from store.itemfigures import items_of
from store.reach import HeldQuarter, held_by_quarter
from store.reportfigures import (
    completed_of,
    indicators_of,
    leads_of,
    obligations_of,
    organisations_by_quarter,
    why_of,
)
from store.reporting import judged_on, locks_of
from store.reports import complete, reports
from store.rollup import ITEMS, Tree
from store.status import Moment, ProjectRow, project_named, read_board
from store.surveyquarters import surveys_by_quarter

if TYPE_CHECKING:
    from store.writing import Writer

ROWS = "SELECT name, quarter, as_of, at, actor, sha256 FROM snapshot"


def content_of(connection: Connection, project: ProjectRow, quarter: int) -> dict[str, object]:
    """What a snapshot of *project* holds: the facts as they are, the figures of every quarter up to *quarter*."""
    today = today_of(project.fixed_today)
    span = range(quarters.of_date(project.start), quarter + 1)
    held = held_by_quarter(connection, project, span)
    there = organisations_by_quarter(connection, project, span, today)
    asked = surveys_by_quarter(connection, project, span)
    locks = locks_of(connection, project.id)
    figures: dict[str, dict[str, Any]] = {}
    items: dict[str, Any] = {}
    for one in span:
        found = _figures(connection, project, one, today, items)
        items = found["items"]
        figures[quarters.code(one)] = {
            **found, **_reach(held[one]), "organisations": there[one], "surveys": asked[one],
        }  # fmt: skip
    return {
        "format": FORMAT,
        "project": project.code,
        "quarter": quarters.code(quarter),
        "as_of": quarters.clip_date(today, project.start, project.end),
        "locked": [quarters.code(one) for one in sorted(locks)],
        "locked_on": {quarters.code(one): day for one, day in locks.items()},
        "rules": RULES,
        "thresholds": thresholds(),
        "facts": facts_of(connection, project.code),
        "figures": figures,
    }


def take(writer: "Writer", project: ProjectRow, name: str, quarter: int) -> SnapshotRow:
    """Freeze *project* under *name*; EtappiError where the name is empty or taken."""
    from store.models import Snapshot  # reports read content without the writer's libraries, which cost more than they
    from store.writing import now

    text = clean(name, NAME_LIMIT)
    if not text:
        raise EtappiError("snapshot.no_name")
    if writer.connection.execute(
        "SELECT 1 FROM snapshot WHERE project_id = ? AND name = ?", (project.id, text)
    ).fetchone():
        raise EtappiError("snapshot.name_taken", name=text)
    # the row as it is now: what a command of the same transaction changed belongs to the picture
    fresh = project_named(writer.connection, project.code)
    whole = content_of(writer.connection, fresh, quarter)
    content = canonical(whole)
    row = Snapshot(
        project_id=project.id, made_by=writer.action, name=text, quarter=quarter, as_of=str(whole["as_of"]), at=now(),
        actor=writer.actor, sha256=sha256(content), content=zlib.compress(content, 9),
    )  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    return SnapshotRow(row.name, row.quarter, row.as_of, row.at, row.actor, row.sha256)


def free_name(connection: Connection, project_id: int, quarter: int) -> str:
    """The name of the snapshot that closing *quarter* takes: ``Q3-2024``, and ``Q3-2024 (2)`` after a reopening."""
    plain = f"{quarters.short(quarter)}-{quarter // 4}"
    taken = {name for (name,) in connection.execute(
        "SELECT name FROM snapshot WHERE project_id = ?", (project_id,)).fetchall()}  # fmt: skip
    number = 1
    while (name := plain if number == 1 else f"{plain} ({number})") in taken:
        number += 1
    return name


def listed(connection: Connection, project_id: int) -> tuple[SnapshotRow, ...]:
    """The snapshots of a project, newest first."""
    rows = connection.execute(f"{ROWS} WHERE project_id = ? ORDER BY id DESC", (project_id,)).fetchall()
    return tuple(SnapshotRow(*row) for row in rows)


def verified(connection: Connection, project_id: int, name: str | None = None) -> tuple[Verified, ...]:
    """Whether snapshots (all, or the one of *name*) are what they were when they were taken, newest first.

    The hash is computed again from the content, and name, quarter and day are compared with those inside. EtappiError
    where there is none of *name*.
    """
    rows = connection.execute(
        f"{ROWS.replace('sha256', 'sha256, content')} WHERE project_id = ? AND ifnull(name = ?, 1) ORDER BY id DESC",
        (project_id, name),
    ).fetchall()
    if name is not None and not rows:
        raise EtappiError("snapshot.unknown", name=name)
    out = []
    for *values, packed in rows:
        row = SnapshotRow(*values)
        content = _unpacked(packed)
        found = None if content is None else sha256(content)
        intact = content is not None and found == row.sha256 and _agrees(content, row)
        out.append(Verified(row, found, intact))
    return tuple(out)


def read_content(connection: Connection, project_id: int, name: str) -> dict[str, object]:
    """The content of a snapshot; EtappiError where there is none of *name* or it is damaged."""
    (found,) = verified(connection, project_id, name)
    if not found.intact:
        raise EtappiError("snapshot.damaged", 1, name=name)
    packed = connection.execute(
        "SELECT content FROM snapshot WHERE project_id = ? AND name = ?", (project_id, name)
    ).fetchone()[0]
    content: dict[str, object] = json.loads(zlib.decompress(packed))
    return content


def restated(connection: Connection, project: ProjectRow) -> tuple[Restated, ...]:
    """Figures of locked quarters that a later freeze has otherwise: both values, oldest change first.

    A snapshot freezes every quarter that was locked when it was taken. Each is compared with the freeze before it, so
    that a correction is told once, and the value that it corrected is never lost. Damaged snapshots are passed over.
    """
    frozen: dict[str, tuple[str, dict[str, dict[str, object]]]] = {}
    out = []
    for one in reversed(verified(connection, project.id)):
        if not one.intact:
            continue
        content = read_content(connection, project.id, one.snapshot.name)
        figures = content["figures"]
        for code in content["locked"]:  # type: ignore[attr-defined]
            new = _flat(figures[code])  # type: ignore[index]
            if code in frozen:
                name, old = frozen[code]
                out += [
                    Restated(quarters.parse(code), package, figure, old.get(package, {}).get(figure),
                             new.get(package, {}).get(figure), name, one.snapshot.name)
                    for package in {**old, **new}
                    for figure in {**old.get(package, {}), **new.get(package, {})}
                    if old.get(package, {}).get(figure) != new.get(package, {}).get(figure)
                ]  # fmt: skip
            frozen[code] = one.snapshot.name, new
    return tuple(out)


def _flat(figures: dict[str, dict[str, dict[str, object]]]) -> dict[str, dict[str, object]]:
    """Figures by package and by event; those of the whole project under an empty code."""
    reach = {f"reach.{name}": value for name, value in figures.get("reach", {}).items()}
    return {"": {**figures["project"], **reach}, **figures["packages"], **figures.get("events", {})}


def _unpacked(packed: bytes) -> bytes | None:
    try:
        return zlib.decompress(packed)
    except (zlib.error, TypeError):
        return None


def _agrees(content: bytes, row: SnapshotRow) -> bool:
    inside = json.loads(content)
    return (inside["quarter"], inside["as_of"]) == (quarters.code(row.quarter), row.as_of)


def _figures(
    connection: Connection, project: ProjectRow, quarter: int, today: str, before: dict[str, Any]
) -> dict[str, Any]:
    """The figures of one quarter, but for events and organisations; *before* are the items of the one before."""
    board = read_board(connection, project, quarter)
    sums = _sums(connection, project, quarter, today)
    found = reports(connection, project, quarter)
    states = {report.package: report.state for report in found}
    done = complete(found, judged_on(locks_of(connection, project.id), quarter, today))
    top = [one for one in board.packages if one.parent is None]
    tops = [sums[one.code] for one in top]
    return {
        "project": {
            **_shares([sum(column, Fraction()) for column in zip(*tops, strict=True)] or [Fraction()] * 4),
            "statuses": board.counts(), "network": [board.known, board.expected],
            "due": [sum(one.due_done for one in top), sum(one.due_of for one in top)],
            "late": sum(len(one.late) for one in top),
            "reports": {"received": [done.rate.part, done.rate.of], "in_time": done.in_time,
                        "waived": done.waived},
        },
        "packages": {one.code: _package(one, sums[one.code], states.get(one.code)) for one in board.packages},
        "leads": leads_of(board.packages),
        "items": items_of(connection, project, quarter, today),
        "completed": completed_of(connection, project, quarter, today, before),
        "obligations": obligations_of(connection, project, quarter, today),
        "indicators": indicators_of(connection, project, quarter, today, _codes(connection, project)),
    }  # fmt: skip


def _codes(connection: Connection, project: ProjectRow) -> dict[int, str]:
    """Codes of packages by id, in the order of the plan."""
    packages = "SELECT id, code FROM work_package WHERE project_id = ? ORDER BY position"
    return dict(connection.execute(packages, (project.id,)).fetchall())


def _reach(held: HeldQuarter) -> dict[str, object]:
    """What the events of one quarter reached, what all to its end did, and how many were at each."""
    new = held.new
    return {
        "reach": {"held": len(held.events), "quarter": _reached(held.own), "so_far": _reached(held.so_far),
                  "first_time": {"network": len(new.network), "outside": len(new.outside),
                                 "persons": _bounds(new.persons)}},
        "events": {
            one.code: {"persons": one.persons, "organisations": one.organisations, "outside": one.outside,
                       "unknown": one.unknown, "registered": one.registered}
            for one in held.events
        },
    }  # fmt: skip


def _reached(one: Reach) -> dict[str, object]:
    return {"contacts": one.contacts, "identified": one.identified, "network": len(one.network),
            "outside": len(one.outside), "unknown": one.unknown, "persons": _bounds(one.persons)}  # fmt: skip


def _bounds(persons: Bounds) -> list[int | None]:
    return [persons.low, persons.high]


def _package(package: PackageStatus, sums: list[Fraction], report: str | None) -> dict[str, object]:
    late = [[one.code, one.quarters_late] for one in package.late]
    return {
        **_shares(sums), "due": [package.due_done, package.due_of], "late": sorted(late), "report": report,
        "reported": None if package.reported is None else pair(exact(package.reported)),
        "status": package.status, "reason": package.reason.code, "why": why_of(package.reason),
        "organisations": package.organisations,
        "override": None if package.override is None else package.override[0],
        "roles": dict(zip(ROLES, package.roles, strict=True)),
    }  # fmt: skip


def _shares(sums: list[Fraction]) -> dict[str, list[int]]:
    return {name: pair(value) for name, value in zip(("earned", "planned", "planned_ref", "weight"), sums, strict=True)}


def _sums(connection: Connection, project: ProjectRow, quarter: int, today: str) -> dict[str, list[Fraction]]:
    """EV, PV, PV of the reference quarter and weight of every package with all below it, exact."""
    moment = Moment(project, quarter, today)
    tree = Tree(connection.execute(
        "SELECT id, parent_id, code, title, from_quarter, to_quarter FROM work_package WHERE project_id = ? "
        "ORDER BY position", (project.id,)).fetchall())  # fmt: skip
    own = {package: [Fraction()] * 4 for package in tree.below}
    for row in connection.execute(ITEMS, moment.parameters(project.id)).fetchall():
        package, weight = row[0], as_entered(row[1])
        shares = [exact(row[2]), exact(row[3]), exact(row[4]), Fraction(1)]
        own[package] = [total + weight * share for total, share in zip(own[package], shares, strict=True)]
    return {
        tree.codes[package]: [sum(column, Fraction()) for column in zip(*(own[one] for one in below), strict=True)]
        for package, below in tree.below.items()
    }
