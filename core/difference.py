"""What a changed plan file would change in a project, as records (decisions.md, "Plan file and later parts")."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.planning import PlanFile


@dataclass(frozen=True)
class Refusal:
    """Why a difference cannot be written: ``plandiff.refused_<code>`` with *values*."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One difference between a project and a plan file; its sentence is ``plandiff.<kind>`` with "_" for the point.

    *package* is the code of the work package, *code* that of what differs (item, package, obligation), both as the
    project writes them; *title* is what it is called there. *name* is the field or the step that differs, for kinds
    that have several. *before* and *after* are pairs of quarters, dates (ISO), numbers, texts or tuples of texts; None
    where there is nothing.
    """

    kind: str
    package: str = ""
    code: str = ""
    title: str = ""
    name: str = ""
    before: object = None
    after: object = None
    refused: Refusal | None = None


@dataclass(frozen=True)
class HeldRole:
    """A role that holds in the quarter from which changes count, or later; *by_plan*: a plan file gave it."""

    role: str
    organisation: str
    confirmed: bool
    by_plan: bool


@dataclass(frozen=True)
class ItemFacts:
    """What a project knows of an item beside its plan.

    *state* is a word of core.work.ITEM_STATES; *replanned*: its quarters were changed later, so that its unit targets
    no longer hold (core.progress.in_force); *by_plan*: a plan file brought it; *scope_from* as in core.progress;
    *steps_done* are numbers, *units_told* the most units that were recorded.
    """

    state: str = "not_started"
    replanned: bool = False
    by_plan: bool = True
    scope_from: int | None = None
    steps_done: frozenset[int] = frozenset()
    units_told: int | None = None


@dataclass(frozen=True)
class PlanAsItStands:
    """A project as a plan file would write it today, and what it knows beside.

    *effective* is the quarter from which changes count, *running* that of today, *locked* the newest locked one (None:
    none); *begun*: the kick-off has passed or a quarter is locked, so that the past stays as it was. *items* holds the
    facts of items by code, *roles* those of packages by code. *by_hand* are ``(table, name)`` of what no plan file
    brought; *told* are codes of obligations of which something was said, *counted* those of which something was said in
    a locked quarter; *measured* are (package, title) of indicators with values, *fixed* those with a value in a locked
    quarter; *held* are codes of events that have a day or registrations, *bound* those that started in a locked
    quarter; *answered* are codes of surveys that have answers.
    """

    plan: PlanFile
    effective: int
    running: int
    begun: bool
    locked: int | None = None
    items: Mapping[str, ItemFacts] = field(default_factory=dict)
    roles: Mapping[str, tuple[HeldRole, ...]] = field(default_factory=dict)
    by_hand: frozenset[tuple[str, str]] = frozenset()
    told: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    measured: frozenset[tuple[str, str]] = frozenset()
    fixed: frozenset[tuple[str, str]] = frozenset()
    held: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()

    def is_locked(self, quarter: int | None) -> bool:
        """True where something that holds from *quarter* on (None: from the start) holds in a locked quarter."""
        return self.locked is not None and (quarter is None or quarter <= self.locked)

    def refused_by_lock(self) -> Refusal:
        """The refusal that names the newest locked quarter."""
        return Refusal("locked", {"locked": self.locked})


@dataclass(frozen=True)
class PlanChange:
    """The differences of a plan file, in the order in which they are told, and *kept*: what the file does not name but
    no plan file brought, which stays as it is."""

    differences: tuple[Difference, ...]
    kept: tuple[Difference, ...] = ()

    @property
    def refused(self) -> tuple[Difference, ...]:
        """Those that cannot be written."""
        return tuple(one for one in self.differences if one.refused is not None)
