"""What a plan file says, as frozen records: quarters as integers (core.quarter), dates as ISO text.

Codes stand as the plan writes them; references (parent, needs, after) stand as the package that they name writes
its own code, however the reference itself was spelled.
"""

from dataclasses import dataclass, field
from typing import Literal

from core.agreements import GrantRow
from core.errors import EtappiError

Kind = Literal["action", "output"]
Technique = Literal["0/100", "50/50", "milestones", "units", "effort"]
IndicatorKind = Literal["quantitative", "qualitative"]

TECHNIQUES: tuple[Technique, ...] = ("0/100", "50/50", "milestones", "units", "effort")
INDICATOR_KINDS: tuple[IndicatorKind, ...] = ("quantitative", "qualitative")


@dataclass(frozen=True)
class PlanStep:
    """A step of an item with milestones: *share* of the item (the shares sum to 1) and the quarter it is due in."""

    title: str
    share: float
    quarter: int


@dataclass(frozen=True)
class PlanItem:
    """An action or an output.

    *from_quarter* and *to_quarter* are as written (None where the plan is silent; an item with steps and no end ends
    with its last step); *first* and *last* are the timing that holds: the item's own, else the package's.
    *technique_given* is False where *technique* follows from the timing (one quarter 0/100, otherwise 50/50).
    *owner* None is the package's lead. *unit_targets* are running totals to the end of a quarter, in order of time.
    """

    kind: Kind
    title: str
    code: str
    from_quarter: int | None
    to_quarter: int | None
    first: int
    last: int
    technique: Technique
    technique_given: bool
    weight: float = 1.0
    units: int | None = None
    unit_targets: tuple[tuple[int, int], ...] = ()
    steps: tuple[PlanStep, ...] = ()
    owner: str | None = None
    after: tuple[str, ...] = ()
    counter: str | None = None


@dataclass(frozen=True)
class PlanIndicator:
    """An indicator as in the IATI results standard (rules.md 9); unknown baseline or target is None."""

    title: str
    kind: IndicatorKind
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    source: str | None = None


@dataclass(frozen=True)
class PlanPackage:
    """A work package. *from_quarter* and *to_quarter* are as written, *first* and *last* the timing that holds: its
    own, else its parent's, else the project's. *lead* and *assist* are names of organisations as written (cleaned)."""

    code: str
    title: str
    from_quarter: int | None
    to_quarter: int | None
    first: int
    last: int
    goal: str | None = None
    parent: str | None = None
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    items: tuple[PlanItem, ...] = ()
    """Actions first, then outputs, each in plan order."""
    indicators: tuple[PlanIndicator, ...] = ()


@dataclass(frozen=True)
class PlanProject:
    """The project itself; *start* and *end* are both inclusive."""

    code: str
    name: str
    start: str
    end: str
    coordinator: str | None = None
    funder: str | None = None
    expected_organisations: int | None = None
    language: str | None = None
    kick_off: str | None = None


@dataclass(frozen=True)
class PlanObligation:
    """What organisations owe: those with *role* in the package of code *package* (in any), all of the package, or all
    of the network. *due* is an ISO date."""

    code: str
    title: str
    role: str | None = None
    package: str | None = None
    due: str | None = None
    proof: str | None = None


@dataclass(frozen=True)
class PlanDeadline:
    """A deadline or a meeting on the ISO date *on_date*, at *at_time* (HH:MM)."""

    title: str
    on_date: str
    at_time: str | None = None
    kind: str = "other"
    recipient: str | None = None


@dataclass(frozen=True)
class PlanGoal:
    """A goal of the project and the result that it is to come to."""

    title: str
    result: str | None = None


@dataclass(frozen=True)
class PlanEvent:
    """An event that the plan names: *kind* is one of core.events.KINDS (*unknown_kind* as written, where it is none),
    *window* the first and the last ISO day between which it is planned, *start* its day or time; *packages* are codes,
    none: the whole project. Without a *code* it gets the next number."""

    title: str
    code: str | None = None
    kind: str = "other"
    window: tuple[str, str] | None = None
    packages: tuple[str, ...] = ()
    start: str | None = None
    place: str | None = None
    mode: str | None = None
    unknown_kind: str | None = None


@dataclass(frozen=True)
class PlanWave:
    """A round of a survey: when it is open (ISO dates) and how many persons are invited, where the plan says so."""

    code: str
    opened: str | None = None
    closed: str | None = None
    invited: int | None = None


@dataclass(frozen=True)
class PlanSurvey:
    """A survey that the plan names, for feedback with the *event* or the *package* (codes) that it is about."""

    code: str
    title: str
    kind: str = "network"
    waves: tuple[PlanWave, ...] = ()
    event: str | None = None
    package: str | None = None


@dataclass(frozen=True)
class PlanAgreements:
    """What the project has agreed on beside its work."""

    obligations: tuple[PlanObligation, ...] = ()
    deadlines: tuple[PlanDeadline, ...] = ()
    goals: tuple[PlanGoal, ...] = ()
    grant: GrantRow | None = None
    events: tuple[PlanEvent, ...] = ()
    surveys: tuple[PlanSurvey, ...] = ()


@dataclass(frozen=True)
class PlanFile:
    """A whole plan file without errors. *packages* keep plan order, so a child may stand before its parent."""

    project: PlanProject
    packages: tuple[PlanPackage, ...] = ()
    agreements: PlanAgreements = PlanAgreements()

    def items(self) -> tuple[PlanItem, ...]:
        """All items of all packages in plan order."""
        return tuple(item for package in self.packages for item in package.items)


@dataclass(frozen=True)
class PlanProblem:
    """One error of a plan file. *line* counts from 1 (None where the file as a whole is wrong); *table* is the header
    that a person sees (``[[workpackage]] TP1.2 > action 3``), *value* the value as written, both possibly empty. The
    sentence is ``plan.error_<code>`` with *values*."""

    line: int | None
    table: str
    key: str
    value: str
    code: str
    values: dict[str, object] = field(default_factory=dict)


class PlanErrors(EtappiError):
    """A plan file that cannot be used, with every problem at once in order of lines (``plan.error_invalid``)."""

    def __init__(self, file: str, problems: tuple[PlanProblem, ...]) -> None:
        super().__init__("plan.invalid", file=file, n=len(problems))
        self.file = file
        self.problems = problems
