"""Progress of one item by dated evidence (rules.md 2): what "planned" and "earned" mean.

The terms are those of earned value: EV is earned value (BCWP), PV planned value (BCWS). The store's views compute
the same figures in SQL for whole projects; a property test holds the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

TECHNIQUES = ("0/100", "50/50", "milestones", "units", "effort")
ITEM_KINDS = ("action", "output")
EVIDENCE_KINDS = ("started", "accepted", "step", "units", "cancelled", "reopened")


@dataclass(frozen=True)
class Replanned:
    """Other quarters for an item, from the quarter *effective* on; *steps* the new quarters of steps by number."""

    effective: int
    first: int
    last: int
    steps: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemPlan:
    """The plan of one item: its quarters [first, last], technique and what the technique needs.

    *steps* are (share, quarter) by number; *unit_targets* running totals by quarter; *scope_from* the quarter from
    which an item added later counts; *replans* the changes of its quarters (`in_force`).
    """

    first: int
    last: int
    technique: str
    weight: float = 1.0
    units: int | None = None
    unit_targets: Mapping[int, int] = field(default_factory=dict)
    steps: Mapping[int, tuple[float, int]] = field(default_factory=dict)
    scope_from: int | None = None
    replans: tuple[Replanned, ...] = ()


@dataclass(frozen=True)
class EvidenceFact:
    """One dated fact; *step* is the step's number, *units* the running total."""

    on_date: str
    kind: str
    step: int | None = None
    units: int | None = None


@dataclass(frozen=True)
class ItemState:
    """The fold of all evidence up to a date. *accepted_on* is the date of the acceptance that holds."""

    started: bool = False
    closed: str | None = None
    closed_on: str | None = None
    units: int | None = None
    steps: frozenset[int] = frozenset()


def in_force(plan: ItemPlan, quarter: int) -> ItemPlan:
    """The plan as it stood in *quarter*, without later changes, so that a closed quarter never moves.

    A change of an item's quarters puts its unit targets aside, which were made for the old ones: units then run evenly
    over the new quarters. Steps keep their quarter unless the change gives them another.
    """
    made = [change for change in sorted(plan.replans, key=lambda one: one.effective) if change.effective <= quarter]
    if not made:
        return replace(plan, replans=())
    steps = dict(plan.steps)
    for change in made:
        steps |= {number: (steps[number][0], due) for number, due in change.steps.items() if number in steps}
    return replace(plan, first=made[-1].first, last=made[-1].last, steps=steps, unit_targets={}, replans=())


def planned_share(plan: ItemPlan, quarter: int, as_of: int | None = None) -> float | None:
    """The share (0 to 1) of an item that should be done by the end of *quarter*, as the plan stood in it, or in the
    quarter *as_of*; None for level of effort."""
    plan = in_force(plan, quarter if as_of is None else as_of)
    if plan.technique == "effort":
        return None
    if plan.scope_from is not None and quarter < plan.scope_from:
        return 0.0
    if plan.technique == "milestones":
        return min(1.0, sum(share for share, due in plan.steps.values() if due <= quarter))
    if quarter < plan.first:
        return 0.0
    if plan.technique == "units" and plan.units:
        if plan.unit_targets:
            reached = [units for due, units in plan.unit_targets.items() if due <= quarter]
            return 1.0 if quarter >= plan.last else min(1.0, max(reached, default=0) / plan.units)
        return min(1.0, (quarter - plan.first + 1) / (plan.last - plan.first + 1))
    if quarter >= plan.last:
        return 1.0
    return 0.5 if plan.technique == "50/50" else 0.0


def fold(evidence: Iterable[EvidenceFact], until: str, counted: int | None = None) -> ItemState:
    """The state of an item on the ISO date *until*, from its evidence in the order in which it was entered.

    Facts of one date count in that order. Reopening takes back an acceptance or a cancellation, not the work.
    *counted* are units that Etappi counted for that day (core.obligations): they hold, whatever was typed.
    """
    started, closed, closed_on, units = False, None, None, None
    steps: set[int] = set()
    for fact in sorted(evidence, key=lambda fact: fact.on_date):
        if fact.on_date > until:
            break
        if fact.kind in ("accepted", "cancelled"):
            closed, closed_on = fact.kind, fact.on_date
        elif fact.kind == "reopened":
            closed, closed_on = None, None
        elif fact.kind == "units":
            units = fact.units
        elif fact.kind == "step" and fact.step is not None:
            steps.add(fact.step)
        started = started or fact.kind in ("started", "accepted", "step") or bool(fact.kind == "units" and fact.units)
    if counted is not None:
        units, started = counted, started or counted > 0
    return ItemState(started=started, closed=closed, closed_on=closed_on, units=units, steps=frozenset(steps))


def earned_share(plan: ItemPlan, state: ItemState) -> float | None:
    """The share (0 to 1) of an item that is done in *state*; None for level of effort. Accepted is all of it."""
    if plan.technique == "effort":
        return None
    if state.closed == "accepted":
        return 1.0
    if plan.technique == "milestones":
        return min(1.0, sum(plan.steps[number][0] for number in state.steps if number in plan.steps))
    if plan.technique == "units" and plan.units:
        return min(1.0, (state.units or 0) / plan.units)
    return 0.5 if plan.technique == "50/50" and state.started else 0.0


def is_done(plan: ItemPlan, state: ItemState) -> bool:
    """True if nothing of the item is left: accepted, or all of its units or steps are done."""
    earned = earned_share(plan, state)
    return state.closed == "accepted" or (earned is not None and earned >= 1 - 1e-9)


def quarters_late(plan: ItemPlan, done: bool, now: int) -> int:
    """Whole quarters from the item's last quarter to *now*, for an item that is not done; else 0. *plan* is the one in
    force (`in_force`)."""
    return 0 if done else max(0, now - plan.last)


def counts(plan: ItemPlan, state: ItemState, quarter: int) -> bool:
    """True if an item is part of EV, PV and W at the end of *quarter*: no level of effort, not cancelled, in scope."""
    in_scope = plan.scope_from is None or plan.scope_from <= quarter
    return plan.technique != "effort" and state.closed != "cancelled" and in_scope


def is_due(plan: ItemPlan, state: ItemState, quarter: int) -> bool:
    """True if something is expected of an item in *quarter*: it counts and its first quarter has come. The items due
    are what coverage is measured against (rules.md 3)."""
    return counts(plan, state, quarter) and in_force(plan, quarter).first <= quarter


def has_status(
    plan: ItemPlan, evidence: Iterable[EvidenceFact], first_day: str, until: str, counted: int | None = None
) -> bool:
    """True if it is known how an item stands at the end of a quarter of which *first_day* is the first: nothing of it
    is left by *until*, or something was recorded about it in the quarter until then. Of units that Etappi *counted* it
    always is."""
    facts = list(evidence)
    return (
        counted is not None
        or is_done(plan, fold(facts, until))
        or any(first_day <= fact.on_date <= until for fact in facts)
    )
