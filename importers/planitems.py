"""Actions, outputs and indicators of a work package in a plan file (rules.md 2, contract.md)."""

import re
from dataclasses import dataclass
from typing import cast

from core import quarter
from core.codes import item_code
from core.counters import EVENTS, event_counter
from core.planning import INDICATOR_KINDS, TECHNIQUES, IndicatorKind, Kind, PlanIndicator, PlanItem, PlanStep, Technique
from importers import eventwords
from importers.planagreements import Counters
from importers.plancodes import Resolve
from importers.plantables import Table

WEIGHT_LIMIT = 1e6
SHARES = 1e-9  # how far the shares of steps may sum from 1
KINDS: tuple[Kind, ...] = ("action", "output")
_COUNTER = re.compile(r"obligation:\S.*|organisations")


@dataclass(frozen=True)
class Timing:
    """A first and a last quarter, and the words for whose they are: a package's code, or None for the project."""

    first: int
    last: int
    of: str | None

    def named(self, name: str) -> "Timing":
        """The same quarters as those of *name*."""
        return Timing(self.first, self.last, name)


def read_items(
    table: Table, package: str, timing: Timing, resolve: Resolve, counters: Counters
) -> list[tuple[Table, PlanItem]]:
    """The actions and then the outputs of the package that *table* describes, each with its own table."""
    found = []
    for kind in KINDS:
        for number, part in enumerate(table.tables(kind, f"[[workpackage.{kind}]]"), 1):
            found.append((part, _item(part, kind, item_code(package, kind, number), timing, resolve, counters)))
            part.close()
    return found


def read_indicators(table: Table, counters: Counters) -> tuple[PlanIndicator, ...]:
    """The indicators of the package; the kind of one that does not say is quantitative."""
    found = []
    for part in table.tables("indicator", "[[workpackage.indicator]]"):
        found.append(
            PlanIndicator(
                title=part.text("title", required=True) or "",
                kind=cast(IndicatorKind, part.choice("kind", INDICATOR_KINDS) or "quantitative"),
                unit=part.text("unit"),
                baseline=part.number("baseline"),
                target=part.number("target"),
                source=counters.resolve(part, "source", part.text("source")),
            )
        )
        part.close()
    return tuple(found)


def check_timing(table: Table, first: int | None, last: int | None, around: Timing) -> Timing:
    """The timing that holds inside what is *around*: the table's own where it gives one.

    Notes an order turned round (then what is around holds), and quarters outside those around.
    """
    if first is not None and last is not None and first > last:
        table.problem("to", "turned", **{"from": quarter.label(first), "to": quarter.label(last)})
        return around
    for key, value in (("from", first), ("to", last)):
        if value is not None and not around.first <= value <= around.last:
            _outside(table, key, value, around)
    return Timing(around.first if first is None else first, around.last if last is None else last, around.of)


def _outside(table: Table, key: str, value: int, around: Timing) -> None:
    limits = {"first": quarter.label(around.first), "last": quarter.label(around.last)}
    if around.of is None:
        table.problem(key, "outside_project", when=quarter.label(value), **limits)
    else:
        table.problem(key, "outside_package", when=quarter.label(value), package=around.of, **limits)


def _item(table: Table, kind: Kind, computed: str, around: Timing, resolve: Resolve, counters: Counters) -> PlanItem:
    title = table.text("title", required=True) or ""
    code = table.code() or computed
    table.label = f"{table.label.partition(' ')[0]} {code}"
    from_quarter, to_quarter = table.quarter("from"), table.quarter("to")
    timing = check_timing(table, from_quarter, to_quarter, around).named(code)
    given = cast(Technique | None, table.choice("technique", TECHNIQUES))
    weight = table.number("weight", above_zero=True, limit=WEIGHT_LIMIT)
    units = table.count("units", above_zero=True)
    targets = table.targets("unit_targets")
    steps = _steps(table)
    owner = table.text("owner")
    after = [resolve(table, "after", name) for name in table.texts("after")]
    counter = counters.resolve(table, "counter", _counter(table))
    technique = given or _technique(table, timing)
    _check_fit(table, technique)
    for step in steps:
        if not timing.first <= step.quarter <= timing.last:
            _outside(table, "steps", step.quarter, timing)
    _check_targets(table, targets, units, timing)
    if steps and to_quarter is None:
        to_quarter = max(step.quarter for step in steps)
    return PlanItem(
        kind=kind, title=title, code=code, from_quarter=from_quarter, to_quarter=to_quarter,
        first=timing.first, last=timing.last if to_quarter is None else to_quarter, technique=technique,
        technique_given=given is not None or technique in ("milestones", "units"),
        weight=1.0 if weight is None else weight, units=units, unit_targets=targets, steps=steps, owner=owner,
        after=tuple(dict.fromkeys(code for code in after if code is not None)), counter=counter,
    )  # fmt: skip


def _technique(table: Table, timing: Timing) -> Technique:
    """What holds where the plan does not name a technique: steps are milestones and units are units, since nothing
    else could be meant; else one quarter is 0/100 and more are 50/50 (decisions.md)."""
    has_steps, has_units = "steps" in table.data, "units" in table.data
    if has_steps and has_units:
        table.problem("steps", "steps_and_units")
    if has_steps:
        return "milestones"
    if has_units:
        return "units"
    return "0/100" if timing.first >= timing.last else "50/50"


def _check_fit(table: Table, technique: Technique) -> None:
    """Note keys that the technique needs and does not have, or has no use for."""
    given = table.data.get("technique")
    if technique == "milestones" and "steps" not in table.data:
        table.problem("technique", "needs_steps")
    if technique == "units" and "units" not in table.data:
        table.problem("technique", "needs_units")
    if given is not None and technique != "milestones" and "steps" in table.data:
        table.problem("steps", "steps_unused", technique=technique)
    if technique != "units":
        for key in ("units", "unit_targets", "counter"):
            if key in table.data and not (given is None and key == "units"):
                table.problem(key, "units_unused", key=key, technique=technique)


def _steps(table: Table) -> tuple[PlanStep, ...]:
    steps: list[PlanStep] = []
    parts = table.tables("steps", f"{table.label}, steps")
    for part in parts:
        title = part.text("title", required=True)
        share = part.number("share", above_zero=True, required=True)
        when = part.quarter("quarter", required=True)
        part.close()
        if title is not None and share is not None and when is not None:
            steps.append(PlanStep(title, share, when))
    total = sum(step.share for step in steps)
    if "steps" in table.data and not parts and table.data["steps"] == []:
        table.problem("steps", "needs_steps")
    if steps and len(steps) == len(parts) and abs(total - 1) > SHARES:
        table.problem("steps", "shares", total=f"{total:.10g}")
    return tuple(steps)


def _check_targets(table: Table, targets: tuple[tuple[int, int], ...], units: int | None, around: Timing) -> None:
    """Targets are running totals: inside the item's timing, never falling, never above the units."""
    before = 0
    for when, value in targets:
        if not around.first <= when <= around.last:
            _outside(table, "unit_targets", when, around)
        if value < before:
            table.problem("unit_targets", "targets_fall", quarter=quarter.label(when))
        if units is not None and value > units:
            table.problem("unit_targets", "targets_above", quarter=quarter.label(when), units=units)
        before = value


def _counter(table: Table) -> str | None:
    """What Etappi counts; a kind of event may be written in any of the three languages."""
    value = table.text("counter")
    if value is not None and value.startswith(EVENTS):
        kind = eventwords.of_config().kind(value.removeprefix(EVENTS))
        if kind is not None:
            return event_counter(kind)
    elif value is None or _COUNTER.fullmatch(value):
        return value
    table.problem("counter", "counter")
    return None
