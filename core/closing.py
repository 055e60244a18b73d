"""Frozen records of quarter reports, closed quarters and snapshots. Quarters are integers, dates ISO texts."""

from dataclasses import dataclass, field

from core.completeness import Completeness
from core.findings import Finding

REPORT_FORM = "quarter_report"
"""The form of contract.md that a work package owes each quarter."""
TEXTS = ("done", "deviations", "next", "decisions")
"""The texts of a quarter report: what was done, what deviated, what comes next, what is asked of the steering group."""


@dataclass(frozen=True)
class Report:
    """A work package's report of one quarter, also where nobody has begun it (*state* None).

    *leads* are the organisations that owe it (short names; confirmed leads, or those of interest). *days_late* is None
    where it is not due or waived. *received_on* is the first day on which it was submitted or approved. *version* is
    that of its row, 0 where there is none; *id* None likewise.
    """

    package: str
    title: str
    quarter: int
    state: str | None
    due: str
    leads: tuple[str, ...]
    days_late: int | None
    received_on: str | None = None
    done: str | None = None
    deviations: str | None = None
    next: str | None = None
    decisions: str | None = None
    note: str | None = None
    actor: str | None = None
    locked: bool = False
    id: int | None = None
    version: int = 0

    @property
    def received(self) -> bool:
        """It came and was not sent back."""
        return self.state in ("submitted", "approved")


@dataclass(frozen=True)
class MissingForm:
    """A form that has not come; *organisation* is who owes it, *days_late* None before its deadline has passed."""

    form: str
    workpackage: str
    organisation: str | None
    quarter: int
    due: str
    days_late: int | None
    state: str | None


@dataclass(frozen=True)
class Lock:
    """A closed quarter: the project's day on which it was closed, the instant (UTC), who, why, and its snapshot."""

    quarter: int
    on_date: str
    at: str
    actor: str
    why: str | None
    snapshot: str | None


@dataclass(frozen=True)
class SnapshotRow:
    """A snapshot without its content; *at* is UTC."""

    name: str
    quarter: int
    as_of: str
    at: str
    actor: str
    sha256: str


@dataclass(frozen=True)
class Verified:
    """Whether a snapshot is what it was: *found* is the hash of its content now, None where that cannot be read."""

    snapshot: SnapshotRow
    found: str | None
    intact: bool


@dataclass(frozen=True)
class LateLine:
    """An item that is late at a quarter's end (*quarters_late* 0: it missed the quarter itself), and what was said of
    it: the decision by *decided_by* on the day *decided_on* under a *paragraph*. *units_done* and *units* are given for
    items counted in units."""

    id: int
    code: str
    package: str
    title: str
    kind: str
    due: int
    quarters_late: int
    reason: str | None
    remedy: str | None
    responsible: str | None
    new_quarter: int | None
    decided_by: str | None
    decided_on: str | None
    paragraph: str | None
    units_done: int | None
    units: int | None


@dataclass(frozen=True)
class ClosingOverview:
    """What stands open before a quarter is locked. Nothing in it blocks but *blocked*, the code of an
    EtappiError with *blocked_values*, None where the quarter can be locked. *snapshot* is the name of the one that is
    (or was) taken with it."""

    quarter: int
    snapshot: str
    reports: tuple[Report, ...]
    completeness: Completeness
    late: tuple[LateLine, ...]
    findings: tuple[Finding, ...]
    lock: Lock | None
    blocked: str | None = None
    blocked_values: dict[str, object] = field(default_factory=dict)

    @property
    def can_close(self) -> bool:
        """Nothing stands in the way of locking."""
        return self.blocked is None

    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        out: dict[str, int] = {}
        for finding in self.findings:
            out[finding.severity] = out.get(finding.severity, 0) + 1
        return out


@dataclass(frozen=True)
class Closed:
    """What locking or unlocking did: the quarter, whether it is locked now, who, when (UTC), why, the snapshot taken
    (or, unlocked, the one that keeps its figures), every quarter touched, and the action's number."""

    quarter: int
    locked: bool
    by: str
    at: str
    why: str | None
    snapshot: str | None
    quarters: tuple[int, ...]
    action: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Restated:
    """A figure of a locked quarter that differs between two freezes of it: both values stay."""

    quarter: int
    package: str
    figure: str
    old: object
    new: object
    old_snapshot: str
    new_snapshot: str
