"""What became of a work package's items between two snapshots: completed, late, begun, moved on, added."""

from dataclasses import dataclass

from core.snapshotview import Key, SnapshotView, codes_of, share
from core.telling import Clause

NAMED = 2
"""As many items are called by their title; of more the number is told."""


@dataclass(frozen=True)
class ItemsTold:
    """Clauses for the first sentence (completed, late) and for the second; *any*: something happened to an item."""

    first: tuple[Clause, ...]
    more: tuple[Clause, ...]
    any: bool


def told_items(old: SnapshotView, new: SnapshotView, package: str, known: set[tuple[str, Key]]) -> ItemsTold:
    """The clauses on the own items of *package*. Rows that they tell are put into *known*."""
    groups: dict[str, list[str]] = {"output": [], "action": [], "begun": [], "moved_on": [], "added": []}
    for code in new.items(package):
        group = _group(old, new, code)
        if group is not None:
            groups[group].append(code)
            known |= {("item", (code,))} if group == "added" else set()
            known |= {("evidence", key) for key in new.rows("evidence") if key[0] == code}
            known |= {("step", key) for key in new.rows("step") if key[0] == code and group == "added"}
            known |= {("unit_target", key) for key in new.rows("unit_target") if key[0] == code and group == "added"}
    first = [clause for kind in ("output", "action") for clause in _completed(new, groups[kind], kind)]
    late = _late(old, new, package, max(len(groups["output"]), len(groups["action"])) > 1)
    more = [*_named(new, groups["begun"], "diff.items_begun", "diff.items_begun_many"),
            *_moved_on(old, new, groups["moved_on"]),
            *_named(new, groups["added"], "diff.items_added", "diff.items_added_many")]  # fmt: skip
    return ItemsTold((*first, *late), tuple(more), any(groups.values()))


def _group(old: SnapshotView, new: SnapshotView, code: str) -> str | None:
    """What is told of an item, or None."""
    before, after = old.figures("items", code), new.figures("items", code)
    if not old.fact("item", code) and old.rows("item"):
        return "added"
    if after.get("state") == "done" != before.get("state"):
        return str(new.fact("item", code).get("kind"))
    if not after or after.get("state") in ("cancelled", "done"):
        return None
    if after.get("state") == "started" and before.get("state") in (None, "open") and after.get("units") is None:
        return "begun"
    units = (before.get("units") or 0, after.get("units") or 0)
    return "moved_on" if units[0] != units[1] or before.get("earned") != after.get("earned") else None


def _titles(view: SnapshotView, codes: list[str]) -> tuple[str, ...]:
    return tuple(str(view.fact("item", code).get("title") or code) for code in codes)


def _named(view: SnapshotView, codes: list[str], few: str, many: str) -> list[Clause]:
    """Items by title, or their number where they are many."""
    if not codes:
        return []
    if len(codes) <= NAMED:
        return [Clause(few, {"titles": _titles(view, codes)})]
    return [Clause(many, {"n": len(codes)})]


def _completed(view: SnapshotView, codes: list[str], kind: str) -> list[Clause]:
    if len(codes) == 1:
        return [Clause("diff.completed", {"titles": _titles(view, codes)})]
    many = "diff.completed_output" if kind == "output" else "diff.completed_action"
    return [Clause(many, {"n": len(codes)})] if codes else []


def _late(old: SnapshotView, new: SnapshotView, package: str, referred: bool) -> list[Clause]:
    """What is late; items that were late before too are *still* late. *referred*: the clause before it counts items."""
    now = {code: number for code, number in codes_of(new.figures("packages", package).get("late") or ()).items()
           if new.fact("item", code).get("package") == package}  # fmt: skip
    if not now:
        return []
    before = codes_of(old.figures("packages", package).get("late") or ())
    still = all(code in before for code in now)
    values = {
        "n": len(now),
        "quarters_late": max(now.values()),
        "titles": _titles(new, list(now)) if len(now) == 1 else (),
    }
    if not values["quarters_late"]:
        return [Clause("diff.missed", values)]
    if len(set(now.values())) > 1:
        return [Clause("diff.late_at_most_still" if still else "diff.late_at_most", values)]
    if still:
        return [Clause("diff.late_still", values)]
    return [Clause("diff.late_too" if referred else "diff.late", values)]


def _moved_on(old: SnapshotView, new: SnapshotView, codes: list[str]) -> list[Clause]:
    """Items that went on, those that went furthest by name: units done of all, or the share that is earned."""
    gains = {}
    for code in codes:
        earned = [share(view.figures("items", code).get("earned")) or 0 for view in (old, new)]
        gains[code] = earned[1] - earned[0]
    ordered = sorted(codes, key=lambda code: (-gains[code], code))
    out = []
    for code in ordered[:NAMED]:
        before, after = old.figures("items", code), new.figures("items", code)
        titles, of = _titles(new, [code]), new.fact("item", code).get("units")
        if after.get("units") is not None and of:
            out.append(Clause("diff.units", {"titles": titles, "old": before.get("units") or 0, "new": after["units"],
                                             "of": of}))  # fmt: skip
        else:
            shares = [share(view.get("earned")) for view in (before, after)]
            out.append(Clause("diff.part", {"titles": titles, "old_share": float(shares[0] or 0),
                                            "share": float(shares[1] or 0)}))  # fmt: skip
    rest = len(ordered) - NAMED
    return [*out, Clause("diff.others_moved_on", {"n": rest})] if rest > 0 else out
