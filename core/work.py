"""Frozen records of the work itself: packages with their items, indicators and quarters, as the store reads them and
the command line, the app and reports show them. Quarters are integers, dates ISO texts, shares 0 to 1.

What is not known, not computable or not yet there is None, never 0.
"""

from dataclasses import dataclass, field

from core.indicators import Attainment
from core.surveys.figures import Measured

ITEM_STATES = ("not_started", "started", "done", "accepted", "cancelled")


@dataclass(frozen=True)
class DecisionRow:
    """What a steering group (or another *body*) decided on a day, under a *paragraph* of its minutes."""

    id: int
    on_date: str
    body: str | None
    paragraph: str


@dataclass(frozen=True)
class EvidenceRow:
    """A dated fact about an item, in the order of its history; *step* is a step's number, *units* the running total."""

    on_date: str
    kind: str
    step: int | None
    units: int | None
    note: str | None
    actor: str
    decision: DecisionRow | None


@dataclass(frozen=True)
class StepRow:
    """A step of an item with milestones: *quarter* is the one that holds, *planned* that of the first plan; *done_on*
    the day on which it was done."""

    number: int
    title: str
    share: float
    quarter: int
    planned: int
    done_on: str | None


@dataclass(frozen=True)
class ReplanRow:
    """Other quarters for an item, which hold from the quarter *effective* on."""

    effective: int
    first: int
    last: int
    decision: DecisionRow | None


@dataclass(frozen=True)
class DeviationRow:
    """Why an item is late, what is done about it and by whom, and the new quarter that is proposed or agreed."""

    reason: str
    remedy: str | None
    responsible: str | None
    new_quarter: int | None
    decision: DecisionRow | None


@dataclass(frozen=True)
class ItemRow:
    """An item in the quarter shown. *first* and *last* are the quarters that hold in it, *planned_first* and
    *planned_last* those of the first plan; *replans* every change, the oldest first.

    *state* is one of ITEM_STATES (done: nothing is left, but nobody has accepted it). *earned* and *planned* are None
    for level of effort. *late*: past its last quarter and not done; *quarters_late* 0 then says that it missed the
    quarter shown itself. *waits_for* are codes of packages that it needs. *scope_from* is the quarter from which an
    added item counts. *targets* are running totals of units by quarter.
    """

    id: int
    code: str
    kind: str
    title: str
    first: int
    last: int
    planned_first: int
    planned_last: int
    technique: str
    weight: float
    owner_id: int | None
    owner: str | None
    owner_short: str | None
    state: str
    closed_on: str | None
    units_done: int | None
    units: int | None
    targets: tuple[tuple[int, int], ...]
    earned: float | None
    planned: float | None
    counts: bool
    late: bool
    quarters_late: int
    deviation: DeviationRow | None
    waits_for: tuple[str, ...]
    scope_from: int | None
    added_by: DecisionRow | None
    counter: str | None
    steps: tuple[StepRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    replans: tuple[ReplanRow, ...] = ()

    @property
    def steps_done(self) -> int:
        """How many of its steps are done."""
        return sum(step.done_on is not None for step in self.steps)

    @property
    def replanned_from(self) -> tuple[int, int] | None:
        """The quarters of the first plan, where others hold now."""
        before = (self.planned_first, self.planned_last)
        return None if before == (self.first, self.last) else before


@dataclass(frozen=True)
class LateRow:
    """An item past its quarter; *owner* is its own, else the confirmed leads of its package."""

    id: int
    item: str
    workpackage: str
    title: str
    kind: str
    due: int
    quarters_late: int
    owner: str | None
    deviation: DeviationRow | None

    @property
    def reason(self) -> str | None:
        """Why it is late, where a reason is recorded."""
        return self.deviation.reason if self.deviation else None


@dataclass(frozen=True)
class IndicatorPoint:
    """The value of an indicator in a quarter (*value* 0 is a declared zero), or its *level* in words, or both. *actor*
    is empty for what Etappi counted."""

    quarter: int
    value: float | None
    level: str | None
    note: str | None
    on_date: str
    actor: str


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with its points to the end of the quarter shown, the oldest first.

    *number* is its place in its package, from 1. *counted*: Etappi counts it itself, nobody enters it. *value* is the
    figure over the quarters (core.indicators.over_quarters), *level* and *level_before* the newest and the one before.
    *base* is what a share of a survey rests on: wave, n and interval.
    """

    id: int
    number: int
    title: str
    unit: str | None
    kind: str
    baseline: float | None
    target: float | None
    direction: str
    aggregation: str
    source: str | None
    counted: bool
    points: tuple[IndicatorPoint, ...]
    value: float | None
    level: IndicatorPoint | None
    level_before: IndicatorPoint | None
    attainment: Attainment
    base: Measured | None = None

    def in_quarter(self, quarter: int) -> IndicatorPoint | None:
        """What was entered for a quarter."""
        return next((point for point in self.points if point.quarter == quarter), None)


@dataclass(frozen=True)
class QuarterRow:
    """One quarter of one package, its children's items among its own.

    In a quarter that is still to come only *planned* is there. *known* of *due* items have a status
    (core.progress.has_status): coverage. *differs*: the lead's *reported* share is more than 15 points off the computed
    one. *report* is the state of its quarter report, None where nobody has begun one. *locked_on* is the day on which
    the quarter was locked.
    """

    quarter: int
    planned: float | None
    done: float | None
    spi: float | None
    known: int | None
    due: int | None
    reported: float | None
    reported_note: str | None
    differs: bool
    colour: str | None
    status: str | None
    reason: str | None
    reason_values: dict[str, object]
    override: tuple[str, str, int] | None
    report: str | None
    locked_on: str | None

    @property
    def locked(self) -> bool:
        """The quarter is closed: its figures do not move."""
        return self.locked_on is not None

    @property
    def coverage(self) -> float | None:
        """The share of items due that have a status; None where nothing is due."""
        return self.known / self.due if self.due and self.known is not None else None


@dataclass(frozen=True)
class PackageDetail:
    """A work package with all that is known of it in the quarter *shown*.

    *leads* are confirmed, or if there are none those that are interested (*confirmed* False); *roles* counts
    organisations by highest role (core.roles.ROLES); *items* are its own, not its children's; *quarters* are all of
    the project's.
    """

    id: int
    code: str
    title: str
    parent: str | None
    depth: int
    goal: str | None
    first: int | None
    last: int | None
    shown: int
    leads: tuple[str, ...]
    lead_short: tuple[str, ...]
    confirmed: bool
    assist_short: tuple[str, ...]
    needs: tuple[str, ...]
    roles: tuple[int, int, int, int, int]
    organisations: int
    items: tuple[ItemRow, ...] = field(default=())
    indicators: tuple[IndicatorRow, ...] = field(default=())
    quarters: tuple[QuarterRow, ...] = field(default=())

    @property
    def now(self) -> QuarterRow:
        """The quarter shown."""
        return next(row for row in self.quarters if row.quarter == self.shown)
