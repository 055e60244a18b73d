"""What two snapshots say of the whole project: reach, status, network, moved items, obligations, what was cancelled."""

from collections.abc import Iterable

from core.snapshotdiff import SnapshotDifference, is_day
from core.snapshotview import Key, Record, SnapshotView, mapping, share
from core.telling import Clause, PackageTold

NAMED = 5
"""As many organisations or items are called by name; of more the number is told."""
FEW = 2
"""As many indicators of a package are called by name."""
GRADES = ("action_needed", "watch", "on_schedule")
"""The states that are better or worse than one another, the worst first."""
Known = set[tuple[str, Key]]


def reach(old: SnapshotView, new: SnapshotView, known: Known) -> tuple[Clause, ...]:
    """Whom the events have reached since the beginning, then and now, and how many were held since."""
    before, after = (mapping(view.section("reach").get("so_far")) for view in (old, new))
    out = []
    if after and before != after:
        values = {"new": after.get("network"), "persons": _bounds(after)}
        out.append(Clause("diff.reached", {**values, "old": before.get("network"), "old_persons": _bounds(before)})
                   if before else Clause("diff.reached_now", values))  # fmt: skip
    held = new.held() - old.held()
    known |= {("event", (code,)) for code in held}
    return (*out, Clause("diff.events_held", {"n": len(held)})) if held else tuple(out)


def surveys(old: SnapshotView, new: SnapshotView) -> tuple[Clause, ...]:
    """How many have answered each round of a survey whole, then and now; None then where an earlier Etappi did not
    count them. Only numbers of answers are told: what they say is told by the survey's own report, which keeps small
    groups out."""
    before, out = old.section("surveys"), []
    for name, found in new.section("surveys").items():
        values = mapping(found)
        was = mapping(before.get(name)).get("complete", 0) if old.has("surveys") else None
        if values.get("complete") != was:
            titles = (str(values.get("title") or name),)
            out.append(
                Clause("diff.survey", {"titles": titles, "code": name, "old": was, "new": values.get("complete")})
            )
    return tuple(out)


def statuses(packages: Iterable[PackageTold]) -> tuple[Clause, ...]:
    """Whose state is better or worse than it was, or another; and that nothing is worse, where that is so."""
    better: list[Clause] = []
    worse: list[Clause] = []
    other: list[Clause] = []
    both = 0
    for one in packages:
        before, after = one.status
        if before is None or after is None:
            continue
        both += 1
        values = {"code": one.code, "old_status": before, "status": after}
        if before in GRADES and after in GRADES:
            step = GRADES.index(after) - GRADES.index(before)
            if step:
                (better if step > 0 else worse).append(Clause("diff.better" if step > 0 else "diff.worse", values))
        elif before != after and (before, after) != ("not_started", "on_schedule"):
            other.append(Clause("diff.status_changed", values))
    if not both:
        return ()
    if not (better or worse or other):
        return (Clause("diff.status_same"),)
    return (*better, *worse, *other, *(() if worse else (Clause("diff.nothing_worse"),)))


def network(old: SnapshotView, new: SnapshotView, known: Known) -> tuple[Clause, ...]:
    """Which organisations have joined the network and which have left it, and how many were met outside it."""
    before, after = _members(old), _members(new)
    joined, left = sorted(after - before), sorted(before - after)
    met = {str(key[0]) for key in new.rows("organisation") if not old.fact("organisation", *key)} - after
    known |= _rows_of_organisations(old, new, {*joined, *left, *met})
    out = [Clause("diff.network", {"old": len(before), "new": len(after)})] if joined or left else []
    for names, view, few, many in ((joined, new, "diff.joined", "diff.joined_many"),
                                   (left, old, "diff.left", "diff.left_many")):  # fmt: skip
        if names:
            called = tuple(str(view.fact("organisation", name).get("short") or name) for name in names)
            out.append(Clause(few, {"titles": called}) if len(names) <= NAMED else Clause(many, {"n": len(names)}))
    return (*out, Clause("diff.met_outside", {"n": len(met)})) if met else tuple(out)


def _rows_of_organisations(old: SnapshotView, new: SnapshotView, names: set[str]) -> Known:
    tables = ("organisation", "membership", "spelling", "label")
    return {(table, key) for table in tables for view in (old, new) for key in view.rows(table) if key[0] in names}


def moved(old: SnapshotView, new: SnapshotView, found: SnapshotDifference, known: Known) -> tuple[Clause, ...]:
    """Items whose last quarter is another than it was."""
    out = []
    for code in (code for package in new.packages() for code in new.items(package)):
        before, after = old.figures("items", code).get("to"), new.figures("items", code).get("to")
        if before is None or after is None or before == after:
            continue
        title = str(new.fact("item", code).get("title") or "")
        out.append(Clause("diff.moved", {"code": code, "titles": (title,), "old_quarter": before, "quarter": after}))
        known |= {("replan", key) for key in new.rows("replan") if key[0] == code}
        fields = {one.field for one in found.changed if (one.table, one.key) == ("item", (code,))}
        known |= {("item", (code,))} if fields <= {"from_quarter", "to_quarter"} else set()
    return tuple(out) if len(out) <= NAMED else (Clause("diff.moved_many", {"n": len(out)}),)


def obligations(
    old: SnapshotView, new: SnapshotView, found: SnapshotDifference, known: Known
) -> tuple[Clause, ...]:  # fmt: skip
    """How many have done what they owe, where no item of a package counts it."""
    counted = {str(one.get("counter")) for one in new.rows("item").values()}
    touched = {key[0] for table, key in found.rows if table == "obligation_fact"}
    out = []
    for code, now in new.section("obligations").items():
        if code in touched:
            known |= {("obligation_fact", key) for view in (old, new) for key in view.rows("obligation_fact")
                      if key[0] == code}  # fmt: skip
        before, after = mapping(old.section("obligations").get(code)).get("done"), mapping(now).get("done")
        if before == after or f"obligation:{code}" in counted:
            continue
        title = str(new.fact("obligation", code).get("title") or code)
        out.append(Clause("diff.obligation", {"titles": (title,), "old": before or 0, "new": after,
                                              "of": mapping(now).get("of")}))  # fmt: skip
    return tuple(out)


def cancelled(
    old: SnapshotView, new: SnapshotView, found: SnapshotDifference, known: Known
) -> tuple[Clause, ...]:  # fmt: skip
    """Items and events that were cancelled, with the reason where one was given, and those that are gone."""
    out = []
    for code, figures in new.section("items").items():
        if mapping(figures).get("state") != "cancelled" or old.figures("items", code).get("state") == "cancelled":
            continue
        notes = [values.get("note") for key, values in new.rows("evidence").items()
                 if key[0] == code and values.get("kind") == "cancelled"]  # fmt: skip
        known |= {("evidence", key) for key in new.rows("evidence") if key[0] == code}
        out.append(
            _dropped(
                ("diff.cancelled_item", "diff.cancelled_item_why"), new.fact("item", code), notes[-1] if notes else None
            )
        )
    for key, event in new.rows("event").items():
        if event.get("cancelled_on") and not old.fact("event", *key).get("cancelled_on"):
            known |= _rows_of_event(new, key)
            out.append(
                _dropped(
                    ("diff.cancelled_event", "diff.cancelled_event_why"),
                    event_named(new, str(key[0])),
                    event.get("cancel_reason"),
                )
            )
    for row in found.removed:
        if row.table in ("item", "event"):
            known |= {(row.table, row.key)} if row.table == "item" else _rows_of_event(old, row.key)
            named = event_named(old, str(row.key[0])) if row.table == "event" else old.fact("item", *row.key)
            out.append(_dropped(("diff.removed", "diff.removed"), named, None))
    return tuple(out)


def planned_events(old: SnapshotView, new: SnapshotView, known: Known) -> tuple[Clause, ...]:
    """How many events to come were added."""
    came = [key for key, event in new.rows("event").items()
            if not old.fact("event", *key) and not event.get("cancelled_on")
            and (event.get("start") or "9")[:10] > new.as_of]  # fmt: skip
    for key in came:
        known |= _rows_of_event(new, key)
    return (Clause("diff.events_planned", {"n": len(came)}),) if came else ()


def _rows_of_event(view: SnapshotView, key: Key) -> Known:
    return {("event", key), *(("event_package", row) for row in view.rows("event_package") if row[0] == key[0])}


def event_named(view: SnapshotView, code: str) -> Record:
    """What names an event: its packages, title and day."""
    event = view.fact("event", code)
    return {"package": ", ".join(view.packages_of(code)), "title": event.get("title") or code,
            "date": day if is_day(day := str(event.get("start"))[:10]) else None}  # fmt: skip


def indicators(old: SnapshotView, new: SnapshotView, package: str, known: Known) -> list[Clause]:
    """Indicators of a package that have another value or level than they had, but for those that only say again what an
    item says: both count the same obligation."""
    before = {(one.get("package"), one.get("number")): one for one in old.listed("indicators")}
    counted = {str(one.get("counter")) for one in new.rows("item").values() if one.get("counter")}
    out = []
    for one in new.listed("indicators"):
        key = one.get("package"), one.get("number")
        fact, was = new.fact("indicator", *key), before.get(key, {})
        values = [(_number(view.get("value")), view.get("level")) for view in (was, one)]
        if key[0] != package or values[0] == values[1]:
            continue
        known |= {("indicator_value", row) for row in new.rows("indicator_value") if row[:2] == key}
        if fact.get("source") in counted:
            continue
        place = values[0][0] == values[1][0]
        code = "diff.indicator" if values[0][place] is not None else "diff.indicator_first"
        titles = (str(fact.get("title") or ""),)
        out.append(Clause(code, {"titles": titles, "old": values[0][place], "new": values[1][place]}))
    few = out[:FEW]
    return [*few, Clause("diff.more_indicators", {"n": len(out) - FEW})] if len(out) > FEW else few


def _dropped(codes: tuple[str, str], named: Record, why: object) -> Clause:
    values = {"package": named.get("package"), "titles": (str(named.get("title") or ""),), "date": named.get("date")}
    return Clause(codes[1], {**values, "why": str(why)}) if why else Clause(codes[0], values)


def _members(view: SnapshotView) -> set[str]:
    """Organisations of the network in the snapshot's quarter."""
    return {str(key[0]) for key, values in view.rows("membership").items()
            if values.get("network") and (key[1:] == (None,) or str(key[-1]) <= view.quarter)
            and str(values.get("to_quarter") or "9") >= view.quarter}  # fmt: skip


def _bounds(found: Record) -> tuple[object, object]:
    persons = found.get("persons")
    return (persons[0], persons[1]) if isinstance(persons, list) and len(persons) == 2 else (None, None)


def _number(value: object) -> float | None:
    found = share(value)
    return None if found is None else float(found)
