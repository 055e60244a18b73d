"""Sums of work packages: the items of each, rolled up over all packages below it (rules.md 3: sums over leaf items,
never the mean of percentages). Imports nothing heavy (`etappi status`)."""

from core.board import Sums
from core.colour import LateItem
from store.views import COUNTS, DONE, item_figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

ITEMS = f"""
SELECT work_package_id, weight, earned, planned, planned_ref, last, {DONE}, code, title, kind, late_reason, id
FROM ({item_figures(":cut", ":quarter", ":ref", "v_item AS i WHERE i.project_id = :project")})
WHERE {COUNTS} ORDER BY last, kind DESC, position"""

PackageRow = tuple[int, "int | None", str, str, "int | None", "int | None"]
"""Id, parent's id, code, title, first and last quarter of a work package."""


class Tree:
    """Work packages in plan order, children after their parent, with their depth and all packages below each."""

    def __init__(self, rows: list[PackageRow]) -> None:
        self.codes: dict[int | None, str] = {row[0]: row[2] for row in rows}
        self.rows: list[PackageRow] = []
        self.depth: dict[int, int] = {}
        self.below: dict[int, list[int]] = {}
        children: dict[int | None, list[PackageRow]] = {}
        for row in rows:
            children.setdefault(row[1], []).append(row)
        self._walk(children, None, 0)

    def _walk(self, children: dict[int | None, list[PackageRow]], parent: int | None, depth: int) -> list[int]:
        found = []
        for row in children.get(parent, ()):
            self.rows.append(row)
            self.depth[row[0]] = depth
            self.below[row[0]] = [row[0], *self._walk(children, row[0], depth + 1)]
            found += self.below[row[0]]
        return found


class Work:
    """Sums over items: EV, PV, PV of the reference quarter, weight, how many items, and of those due in the quarter
    shown how many are done; *late* are those past their quarter, the most late first."""

    __slots__ = ("due_done", "due_of", "earned", "items", "late", "planned", "planned_ref", "total")

    def __init__(self) -> None:
        self.earned = self.planned = self.planned_ref = self.total = 0.0
        self.items = self.due_of = self.due_done = 0
        self.late: list[LateItem] = []

    def sums(self) -> Sums:
        """The three sums of a board."""
        return Sums(earned=self.earned, planned=self.planned, total=self.total)


def work_of(connection: "Connection", parameters: "dict[str, int | str]", tree: Tree) -> dict[int, Work]:
    """The work of every package of *tree*, its own items and those of all packages below it.

    *parameters* are those of `item_figures` (project, quarter, ref, cut), *now*, the first quarter in which an item due
    before it is late, and *at*, the quarter up to which lateness is counted.
    """
    now, at = int(parameters["now"]), int(parameters["at"])
    above = {package: [one for one in tree.below if package in tree.below[one]] for package in tree.below}
    out = {package: Work() for package in tree.below}
    overdue = []
    for row in connection.execute(ITEMS, parameters).fetchall():
        package, weight, earned, planned, planned_ref, last, done, code, title, kind, late_reason, number = row
        if last < now and not done:
            overdue.append((package, number, code, title, kind, at - last, bool(late_reason)))
        for one in above[package]:
            work = out[one]
            work.earned += weight * earned
            work.planned += weight * planned
            work.planned_ref += weight * planned_ref
            work.total += weight
            work.items += 1
            if last == parameters["quarter"]:
                work.due_of += 1
                work.due_done += done
    waits = _waits(connection, parameters["project"]) if overdue else {}
    for package, number, code, title, kind, quarters_late, has_reason in overdue:
        unfinished = [need for need in waits.get(number, ()) if out[need].earned < out[need].total - 1e-9]
        late = LateItem(code=code, package=tree.codes[package], title=title, kind=kind, quarters_late=quarters_late,
                        has_reason=has_reason, waits_for=tuple(tree.codes[need] for need in unfinished))  # fmt: skip
        for one in above[package]:
            out[one].late.append(late)
    return out


def _waits(connection: "Connection", project_id: object) -> dict[int, list[int]]:
    """The packages that items wait for, by item."""
    out: dict[int, list[int]] = {}
    for item, package in connection.execute(
        "SELECT d.item_id, w.id FROM dependency AS d JOIN work_package AS w ON w.id = d.needs_id "
        "WHERE d.project_id = ? AND d.item_id IS NOT NULL ORDER BY w.position",
        (project_id,),
    ).fetchall():
        out.setdefault(item, []).append(package)
    return out
