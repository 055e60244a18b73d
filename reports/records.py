"""What reports read in a snapshot, as frozen records (reports.content makes them). Quarters are integers, dates ISO
texts, shares exact fractions; what is not known is None, never 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from core import quarter as quarters


@dataclass(frozen=True)
class Project:
    """The project; dates are ISO texts. *demo*: its progress is invented."""

    code: str
    name: str
    start: str
    end: str
    coordinator: str
    funder: str
    expected: int | None
    language: str
    demo: bool


@dataclass(frozen=True)
class Package:
    """A work package as the plan has it, in the order of the plan; *depth* is 0 at the top."""

    code: str
    title: str
    goal: str | None
    parent: str | None
    depth: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class PackageFigures:
    """How a package stood at the end of a quarter: *done* and *planned* shares of *weight*, *due_done* of *due_of*
    items that fell due in it; *late* are (item, quarters late), children's among them. *reason* is a code of
    core.colour with its values *why*; *report* the state of its quarter report; *override* the colour that was set by
    hand."""

    code: str
    done: Fraction | None
    planned: Fraction | None
    earned: Fraction
    weight: Fraction
    due_done: int
    due_of: int
    late: tuple[tuple[str, int], ...]
    status: str
    reason: str
    why: Mapping[str, Any]
    report: str | None
    reported: Fraction | None
    override: str | None
    organisations: int
    roles: Mapping[str, int]
    leads: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True)
class Item:
    """An action or output with its state at the end of a quarter (``open``, ``started``, ``done``, ``cancelled``,
    ``continuous``; None where the plan did not have it yet), *first* and *last* as the plan stood then, *units_done*
    of *units*, and the *owner*'s name; *earned* and *planned* are shares of its *weight*."""

    code: str
    package: str
    kind: str
    title: str
    position: int
    state: str | None
    earned: Fraction | None
    planned: Fraction | None
    first: int | None
    last: int | None
    technique: str
    weight: float
    units_done: int | None
    units: int | None
    owner: str | None


@dataclass(frozen=True)
class Completed:
    """An item, or a *step* of one (its title), that was completed in a quarter; *on* None where Etappi counts it."""

    item: Item
    step: str | None
    on: str | None


@dataclass(frozen=True)
class Decided:
    """What a steering group (or another *body*) decided *on* a day, under a *paragraph* of its minutes."""

    on: str
    paragraph: str
    body: str | None
    text: str | None


@dataclass(frozen=True)
class Deviation:
    """Why an item is off its plan, what is done about it and by whom, and the new quarter, decided or proposed."""

    item: str
    reason: str
    remedy: str | None
    responsible: str | None
    new_quarter: int | None
    decided: Decided | None


@dataclass(frozen=True)
class LeadReport:
    """What a package's lead wrote about a quarter."""

    package: str
    quarter: int
    state: str
    done: str | None
    deviations: str | None
    next: str | None
    decisions: str | None
    received_on: str | None

    @property
    def handed_in(self) -> bool:
        """It came and was not sent back: only then it is a report."""
        return self.state in ("submitted", "approved")


@dataclass(frozen=True)
class Obligation:
    """What organisations owe: *done* of *of*, and the others by state, at the end of a quarter (0 of 0 where nobody
    owed it)."""

    code: str
    title: str
    due: str | None
    proof: str | None
    package: str | None
    done: int
    of: int
    in_work: int
    not_started: int
    not_required: int
    untold: int
    overdue: int

    @property
    def share(self) -> Fraction | None:
        """Done of expected."""
        return Fraction(self.done, self.of) if self.of else None


@dataclass(frozen=True)
class Event:
    """An event; counts are None where nobody counted. *held* says that a list or count tells who was there."""

    code: str
    title: str
    kind: str
    start: str | None
    ends: str | None
    window: tuple[str, str] | None
    mode: str | None
    place: str | None
    packages: tuple[str, ...]
    cancelled_on: str | None
    cancel_reason: str | None
    held: bool
    persons: int | None
    organisations: int | None
    outside: int | None
    registered: int | None

    @property
    def quarter(self) -> int | None:
        """The quarter of its day or the first day of its window."""
        day = self.start or (self.window[0] if self.window else None)
        return None if day is None else quarters.of_date(day[:10])


@dataclass(frozen=True)
class Reach:
    """What a set of events reached; *persons* are bounds, None where they cannot be given; *network* and *outside*
    count organisations."""

    contacts: int
    identified: int
    persons: tuple[int | None, int | None]
    network: int
    outside: int
    unknown: int


@dataclass(frozen=True)
class QuarterReach:
    """The events *held* in a quarter: what they reached (*own*), what all to its end reached (*so_far*), and
    organisations of the network and persons that were *first* there."""

    quarter: int
    held: int
    own: Reach
    so_far: Reach
    first_network: int
    first_outside: int
    first_persons: tuple[int | None, int | None]


@dataclass(frozen=True)
class Indicator:
    """An indicator with its figure at the end of a quarter. *attainment* is the word of core.indicators, with
    its *share*."""

    package: str
    number: int
    title: str
    unit: str | None
    kind: str
    baseline: float | None
    target: float | None
    source: str | None
    counted: bool
    value: Fraction | None
    attainment: str
    share: Fraction | None
    level: str | None
    level_before: str | None


@dataclass(frozen=True)
class Organisation:
    """An organisation at the end of a quarter: at how many *events* it has been, the quarter of the *first*, and the
    state of what it owes by obligation (``untold``: nobody has told)."""

    name: str
    short: str
    business_id: str | None
    region: str | None
    language: str | None
    network: bool
    events: int
    first: int | None
    obligations: Mapping[str, str]


@dataclass(frozen=True)
class Deadline:
    """A day of the project: *kind* meeting, report, survey …; *at* a time of day (HH:MM)."""

    title: str
    on: str
    at: str | None
    kind: str
    recipient: str | None
    done_on: str | None


@dataclass(frozen=True)
class Goal:
    """A goal of the project, and the result that shows it."""

    position: int
    title: str
    result: str | None


@dataclass(frozen=True)
class Participation:
    """A role of an organisation in a package, with the quarters in which it holds (None: no end)."""

    package: str
    organisation: str
    role: str
    certainty: str
    first: int | None
    last: int | None


@dataclass(frozen=True)
class SurveyQuestion:
    """A question in a wave: *n* answered, *share* is the top-2 or yes share with its *interval* (None: may not be told,
    or for the interval that the whole group answered), *distribution* counts by point, *options* by choice."""

    key: str
    version: str
    text: str
    type: str
    n: int
    missing: int | None
    dont_know: int | None
    share: Fraction | None
    interval: tuple[Fraction, Fraction] | None
    distribution: tuple[int, ...] | None
    options: Mapping[str, int] | None
    median: Fraction | None


@dataclass(frozen=True)
class SurveyWave:
    """A wave of a survey at the end of a quarter: complete and partial answers, how many were *invited* (None: an open
    link), *organisations* with an answer of those *asked*, and its questions in order. *event* is the code of the event
    that it asks about."""

    survey: str
    wave: str
    title: str
    kind: str
    event: str | None
    package: str | None
    complete: int
    partial: int
    invited: int | None
    organisations: int
    asked: int | None
    questions: tuple[SurveyQuestion, ...]
