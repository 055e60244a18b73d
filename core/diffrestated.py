"""Figures of locked quarters that are others than they were (rules.md 11), told where they come from: of events and
items first, of packages without such below them, of the project's reach. The figures that follow from these are
counted."""

from collections.abc import Mapping

from core.diffproject import event_named
from core.snapshotdiff import ABSENT, Value
from core.snapshotview import Record, SnapshotView, mapping
from core.telling import Clause

OF_EVENTS = ("persons", "organisations", "outside")
OF_ITEMS = ("state", "units")


def restated(
    old: SnapshotView, new: SnapshotView, found: tuple[Value, ...], reasons: Mapping[str, str]
) -> tuple[Clause, ...]:
    """The clauses on the restated figures *found*, quarter by quarter, with the reason where one was given."""
    out: list[Clause] = []
    for quarter in sorted({one.path[0] for one in found}):
        here = [one for one in found if one.path[0] == quarter]
        told = [clause for one in here if (clause := _told(old, new, one)) is not None]
        told += _packages(old, new, quarter, here)
        out += told
        rest = len(here) - len(told)
        if rest > 0:
            out.append(Clause("diff.restated_more" if told else "diff.restated_only", {"quarter": quarter, "n": rest}))
        if reasons.get(quarter):
            out.append(Clause("diff.restated_why", {"why": reasons[quarter]}))
    return tuple(out)


def _told(old: SnapshotView, new: SnapshotView, one: Value) -> Clause | None:
    """The clause of one figure of an event, an item or the reach; None for those that follow from others."""
    quarter, section, *rest = one.path
    if section == "events" and rest:
        view = new if new.fact("event", rest[0]) else old
        named = event_named(view, rest[0])
        if len(rest) == 1:
            before, after = (mapping(value).get("persons") for value in (one.old, one.new))
            return _clause(quarter, named, "persons", before, after)
        return _clause(quarter, named, rest[1], one.old, one.new) if rest[1] in OF_EVENTS else None
    if section == "items" and len(rest) == 2 and rest[1] in OF_ITEMS:
        return _clause(quarter, new.fact("item", rest[0]) or old.fact("item", rest[0]), rest[1], one.old, one.new)
    if section == "reach" and rest[:1] == ["so_far"] and rest[1:] in (["network"], ["persons"]):
        values = [tuple(value) if isinstance(value, list) else value for value in (one.old, one.new)]
        return _clause(quarter, {}, f"reached_{rest[1]}", *values)
    return None


def _packages(old: SnapshotView, new: SnapshotView, quarter: str, here: list[Value]) -> list[Clause]:
    """Shares done and states of packages, unless one below has another, too."""
    touched = {name: {one.path[2] for one in here if one.path[1] == "packages" and one.path[3:] == (name,)}
               for name in ("earned", "status")}  # fmt: skip
    above = {parent for code in touched["earned"] for parent in _above(new, code)}
    out = []
    for code in sorted(touched["earned"] - above):
        values = [view.done(code, quarter=quarter) for view in (old, new)]
        shares = {name: None if one is None else float(one)
                  for name, one in zip(("old_share", "share"), values, strict=True)}  # fmt: skip
        out.append(Clause("diff.restated_share", {"package": code, "quarter": quarter, "figure": "done", **shares}))
    for code in sorted(touched["status"]):
        values = [view.figures("packages", code, quarter).get("status") for view in (old, new)]
        out.append(_clause(quarter, {"package": code}, "status", *values))
    return out


def _above(view: SnapshotView, package: str) -> set[str]:
    out: set[str] = set()
    while isinstance(parent := view.fact("work_package", package).get("parent"), str) and parent not in out:
        out.add(package := parent)
    return out


def _clause(quarter: str, named: Record, figure: str, old: object, new: object) -> Clause:
    values = {"package": named.get("package"), "titles": tuple(filter(None, (named.get("title"),))),
              "date": named.get("date"), "quarter": quarter, "figure": figure,
              "old": None if old is ABSENT else old, "new": None if new is ABSENT else new}  # fmt: skip
    return Clause("diff.restated", values)
