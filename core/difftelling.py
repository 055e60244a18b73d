"""What a difference of snapshots says to people: codes with values, package by package and for the whole project.

`locales.snapshotwords` makes sentences of them. Values are named so that they can be worded: ``share``s are floats
between 0 and 1, ``titles`` tuples of names, ``quarter`` a code such as ``2024-Q3``, ``n`` what bends the words.
What no sentence tells is counted by table, so that nothing that differs is passed over.
"""

from collections.abc import Mapping

from core.diffitems import told_items
from core.diffproject import (
    cancelled,
    indicators,
    moved,
    network,
    obligations,
    planned_events,
    reach,
    statuses,
    surveys,
)
from core.diffrestated import restated
from core.snapshotdiff import ABSENT, SnapshotDifference
from core.snapshotview import Key, SnapshotView, mapping
from core.telling import Clause, Counts, PackageTold, Telling

PARTS_OF = {
    "evidence": "item", "step": "item", "unit_target": "item", "replan": "item", "deviation": "item",
    "output_record": "item", "event_package": "event", "spelling": "organisation", "not_same": "organisation",
    "membership": "organisation", "label": "organisation", "indicator_value": "indicator",
    "obligation_fact": "obligation", "reported_progress": "work_package", "colour_override": "work_package",
    "dependency": "work_package",
}  # fmt: skip
"""Tables whose rows belong to a thing of another table: the first columns of their key name it."""
KEY_LENGTH = {"indicator": 2}
"""How many columns name a thing, where it is not one."""


def telling(
    old: SnapshotView, new: SnapshotView, found: SnapshotDifference, reasons: Mapping[str, str] | None = None
) -> Telling:
    """What *found*, the difference of the snapshots *old* and *new*, says. *reasons* tell by quarter why its lock was
    opened."""
    known: set[tuple[str, Key]] = set()
    packages = tuple(_package(old, new, code, known) for code in _packages(old, new))
    lines = {
        "project": _project(old, new), "reach": reach(old, new, known), "surveys": surveys(old, new),
        "status": statuses(packages), "network": network(old, new, known),
        "plan": (*moved(old, new, found, known), *planned_events(old, new, known)),
        "obligations": obligations(old, new, found, known), "reports": _reports(new, found, known),
        "decisions": _decisions(found, known), "cancelled": cancelled(old, new, found, known),
        "restated": restated(old, new, found.restated, reasons or {}), "rules": _rules(found),
    }  # fmt: skip
    return Telling(packages, lines, _others(found, known), _counts(old, new, found))


def _packages(old: SnapshotView, new: SnapshotView) -> list[str]:
    now = new.packages()
    return [*now, *(code for code in old.packages() if code not in now)]


def _package(old: SnapshotView, new: SnapshotView, code: str, known: set[tuple[str, Key]]) -> PackageTold:
    """What a package has come to between the two, its own items told."""
    view = new if new.fact("work_package", code) else old
    before, after = old.figures("packages", code), new.figures("packages", code)
    done = old.done(code), new.done(code)
    items = told_items(old, new, code, known)
    values = _float(done[1])
    first: list[Clause] = []
    if view is old:
        first.append(Clause("diff.package_gone"))
    elif not old.fact("work_package", code):
        first.append(Clause("diff.package_new", {"share": values}))
    elif before.get("status") == "not_started" != after.get("status"):
        first.append(Clause("diff.begun", {"share": values}))
    elif done[0] != done[1]:
        first.append(Clause("diff.done", {"old_share": _float(done[0]), "share": values}))
    elif done[1] is not None:
        first.append(Clause("diff.same" if not items.any else "diff.still", {"share": values}))
    elif not items.any:
        first.append(Clause("diff.nothing"))
    more = [*items.more, *_events(old, new, code, known), *indicators(old, new, code, known)]
    if view is new:
        known |= {("work_package", (code,))} if not old.fact("work_package", code) else set()
    return PackageTold(
        code, str(view.fact("work_package", code).get("title") or ""), view.depth(code),
        (_float(done[0]), values), (before.get("status"), after.get("status")),
        (*first, *items.first), tuple(more),
    )  # fmt: skip


def _events(old: SnapshotView, new: SnapshotView, package: str, known: set[tuple[str, Key]]) -> list[Clause]:
    """How many events of a package were held since."""
    held = [code for code in sorted(new.held() - old.held()) if (code, package) in new.rows("event_package")]
    known |= {("event", (code,)) for code in held} | {("event_package", (code, package)) for code in held}
    return [Clause("diff.events", {"n": len(held)})] if held else []


def _project(old: SnapshotView, new: SnapshotView) -> tuple[Clause, ...]:
    before, after = old.done(), new.done()
    if after is None:
        return ()
    values = {"old_share": _float(before), "share": _float(after), "planned_share": _float(new.done(figure="planned")),
              "quarter": new.quarter}  # fmt: skip
    out = [Clause("diff.project" if before is not None else "diff.project_now", values)]
    locked = [code for code in new.content["locked"] if code not in old.content["locked"]]
    opened = [code for code in old.content["locked"] if code not in new.content["locked"]]
    out += [Clause("diff.locked", {"quarters": tuple(locked)})] if locked else []
    out += [Clause("diff.opened", {"quarters": tuple(opened)})] if opened else []
    return tuple(out)


def _reports(new: SnapshotView, found: SnapshotDifference, known: set[tuple[str, Key]]) -> tuple[Clause, ...]:
    rows = {row for row in found.rows if row[0] == "quarter_report"}
    received = mapping(new.section("project").get("reports")).get("received")
    if not rows or not isinstance(received, list) or len(received) != 2:
        return ()
    known |= rows
    return (Clause("diff.reports", {"quarter": new.quarter, "n": received[0], "of": received[1]}),)


def _decisions(found: SnapshotDifference, known: set[tuple[str, Key]]) -> tuple[Clause, ...]:
    rows = [one for one in found.added if one.table == "decision"]
    known |= {(one.table, one.key) for one in rows}
    names = tuple((str(one.values.get("body") or ""), *map(str, one.key)) for one in rows)
    return (Clause("diff.decisions", {"n": len(names), "decisions": names}),) if names else ()


def _rules(found: SnapshotDifference) -> tuple[Clause, ...]:
    """Rules and thresholds that are others than they were; those that only one of the two had are called by name."""
    both = [one for one in found.rules if ABSENT not in (one.old, one.new)]
    single = tuple(one.path[-1] for one in found.rules if one not in both)
    out = [Clause("diff.rule_changed" if one.path[0] == "rules" else "diff.threshold_changed",
                  {"rule": one.path[-1], "old": _plain(one.old), "new": _plain(one.new)}) for one in both]  # fmt: skip
    return (*out, Clause("diff.rules_of_one", {"rules": single})) if single else tuple(out)


def _others(found: SnapshotDifference, known: set[tuple[str, Key]]) -> tuple[tuple[str, int], ...]:
    """Rows that differ and that no sentence told, by table, the most first."""
    counts: dict[str, int] = {}
    for table, _ in found.rows - known:
        counts[table] = counts.get(table, 0) + 1
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _counts(old: SnapshotView, new: SnapshotView, found: SnapshotDifference) -> Counts:
    """How many things of the project were added, changed and removed; what belongs to a thing changes it."""
    came, gone = ({(one.table, one.key) for one in rows if one.table not in PARTS_OF}
                  for rows in (found.added, found.removed))  # fmt: skip
    dropped = _dropped(new) - _dropped(old)
    touched = {_thing(table, key) for table, key in found.rows} - came - gone - dropped
    things: dict[str, list[int]] = {}
    for place, some in enumerate((came - dropped, touched, gone | dropped)):
        for table, _ in some:
            things.setdefault(table, [0, 0, 0])[place] += 1
    return Counts(len(came - dropped), len(touched), len(gone | dropped), len(found.restated),
                  tuple((table, one[0], one[1], one[2]) for table, one in sorted(things.items())))  # fmt: skip


def _thing(table: str, key: Key) -> tuple[str, Key]:
    of = PARTS_OF.get(table)
    return (table, key) if of is None else (of, key[: KEY_LENGTH.get(of, 1)])


def _dropped(view: SnapshotView) -> set[tuple[str, Key]]:
    items = {
        ("item", (code,)) for code, one in view.section("items").items() if mapping(one).get("state") == "cancelled"
    }
    return items | {("event", key) for key, one in view.rows("event").items() if one.get("cancelled_on")}


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, float)) else None


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
