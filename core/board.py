"""What `etappi status` and the Overview show: one board for a project and a quarter. Imports nothing heavy."""

from core.colour import LateItem, Reason
from core.coming import Coming
from core.plain import Plain


class Sums(Plain):
    """Earned (EV), planned to the quarter's end (PV) and total weight (W) of a set of items (rules.md 2)."""

    __slots__ = ("earned", "planned", "total")
    earned: float
    planned: float
    total: float

    @property
    def done(self) -> float | None:
        """Done share, EV/W; None where nothing counts."""
        return self.earned / self.total if self.total else None

    @property
    def plan(self) -> float | None:
        """Planned share, PV/W; None where nothing counts."""
        return self.planned / self.total if self.total else None

    @property
    def spi(self) -> float | None:
        """EV/PV; None where nothing was planned."""
        return self.earned / self.planned if self.planned > 1e-9 else None


class PackageStatus(Plain):
    """A row of the board. Quarters are integers (core.quarter); *roles* counts organisations by their highest role
    in the order of core.roles.ROLES; *sums* hold for the quarter shown, *history* for the ends of all quarters of
    the project up to it; *depth* is 0 at the top."""

    __slots__ = (
        "code", "colour", "confirmed", "depth", "due_done", "due_of", "from_quarter", "history", "late", "lead_short",
        "leads", "organisations", "override", "parent", "planned_ref", "reason", "reported", "roles", "status", "sums",
        "title", "to_quarter",
    )  # fmt: skip
    code: str
    title: str
    parent: str | None
    depth: int
    from_quarter: int | None
    to_quarter: int | None
    leads: tuple[str, ...]
    lead_short: tuple[str, ...]
    confirmed: bool
    organisations: int
    roles: tuple[int, int, int, int, int]
    sums: Sums
    planned_ref: float
    history: tuple[tuple[int, Sums], ...]
    due_done: int
    due_of: int
    late: tuple[LateItem, ...]
    colour: str
    status: str
    reason: Reason
    reported: float | None
    override: tuple[str, str, int] | None


class Attention(Plain):
    """A line of "needs attention": *rule* of checks.md, severity, where to jump (*target*: code of a package or
    an event, ``names`` or ``network``), status word of its symbol, and a sentence as code and values
    (``status.attention_<code>``)."""

    __slots__ = ("rule", "severity", "symbol", "target", "text")
    rule: str
    severity: str
    symbol: str
    target: str
    text: Reason


class Board(Plain):
    """The whole picture of one project in one quarter. Dates are ISO texts; *as_of* is *today* clipped to the
    project's dates; *days_left* counts from as_of to the quarter's last day (0 on it; None where the quarter is not
    the running one); *expected* and *known* count network organisations; *waiting* names wait to be settled. *locked*
    is the newest locked quarter and the day on which it was locked; *reports* are those of the quarter shown (received,
    expected), None where the project keeps none here. *coming* is what is to come from *today* on (core.coming);
    *obligations* are (code, title, done, expected) of each as it stands on *today*, where they were asked for. *since*
    is the instant (UTC) to which the user had seen everything, *news* are (who, command) of what was done after it, the
    newest first; None and empty where that is not known."""

    __slots__ = (
        "as_of", "attention", "code", "coming", "days_left", "demo", "end", "expected", "items", "known", "language",
        "last_change", "locked", "name", "news", "obligations", "packages", "project_id", "quarter", "reports",
        "since", "start", "sums", "today", "waiting",
    )  # fmt: skip
    project_id: int
    code: str
    name: str
    demo: bool
    language: str
    start: str
    end: str
    today: str
    as_of: str
    quarter: int
    days_left: int | None
    packages: tuple[PackageStatus, ...]
    attention: tuple[Attention, ...]
    sums: Sums
    items: int
    known: int
    expected: int | None
    waiting: int
    last_change: tuple[str, str, str] | None
    locked: tuple[int, str] | None
    reports: tuple[int, int] | None
    coming: tuple[Coming, ...]
    obligations: tuple[tuple[str, str, int, int], ...]
    since: str | None
    news: tuple[tuple[str, str], ...]

    def counts(self) -> dict[str, int]:
        """How many packages have each status."""
        out: dict[str, int] = {}
        for package in self.packages:
            out[package.status] = out.get(package.status, 0) + 1
        return out
