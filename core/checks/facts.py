"""What the rules of `etappi check` look at: the facts of one project, read once."""

from dataclasses import dataclass, field

from core.agreements import DeadlineRow, ObligationLine, OutputRow
from core.findings import Place


@dataclass(frozen=True)
class PackageFact:
    """A work package; quarters are integers, *indicators* and *items* are counts."""

    code: str
    title: str
    parent: str | None
    first: int | None
    last: int | None
    indicators: int
    items: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemFact:
    """An item that is not cancelled, with the quarters that hold now. *given* says whether the plan gave a last
    quarter; *quarters_late* is None unless it is late (0: it missed the quarter that has just ended); *done*: nothing
    of it is left; *begun_on* is the ISO date of its first evidence."""

    code: str
    package: str
    kind: str
    title: str
    first: int
    last: int
    given: bool
    technique: str
    technique_given: bool
    owner: str | None
    quarters_late: int | None = None
    late_reason: str | None = None
    after: tuple[str, ...] = ()
    done: bool = False
    begun_on: str | None = None


@dataclass(frozen=True)
class IndicatorFact:
    """An indicator; *kind* is quantitative or qualitative, None stands for what the plan leaves out. *counted* says
    that Etappi counts its values itself, *values* are the quarters in which one was given."""

    package: str
    title: str
    kind: str
    unit: str | None
    baseline: float | None
    target: float | None
    aggregation: str = "latest"
    counted: bool = False
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReportedFact:
    """The share (0 to 1) that a package's lead reported for a quarter, and the one that Etappi counts for it."""

    package: str
    quarter: int
    reported: float
    counted: float


@dataclass(frozen=True)
class OverdueFact:
    """A quarter report that is past its day *due* (ISO)."""

    package: str
    quarter: int
    due: str


@dataclass(frozen=True)
class OverrideFact:
    """The newest assessment of a package by its coordinator, which holds until the end of the quarter *until*."""

    package: str
    colour: str
    until: int


@dataclass(frozen=True)
class TextFact:
    """A text that a person wrote, and what it stands at (*item*: a code). *first* and *last* are the quarters of what
    it names, where the text is a title with a timing."""

    item: str
    text: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class RoleFact:
    """A role row that holds in the quarter looked at."""

    package: str
    organisation: str
    role: str
    certainty: str
    source: str


@dataclass(frozen=True)
class OrganisationFact:
    """An organisation of the project with all its remembered spellings."""

    name: str
    network: bool
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class TableRowFact:
    """A row of an imported table: *marks* are the roles of its visible marks."""

    file: str
    place: str
    package: str | None
    organisation: str | None
    name: str
    marks: tuple[str, ...]
    roles: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class ImportFact:
    """A finding that an import told, kept with its batch."""

    code: str
    place: Place
    values: dict[str, object]


@dataclass(frozen=True)
class DutyFact:
    """An obligation with its sums today. *whole*: all of a package that has packages below it owe it; *beside* is how
    many owe an obligation of one of those and not this one. *counted* are items that count it, with their units;
    *late* are the short names of those that are overdue."""

    line: ObligationLine
    whole: bool = False
    beside: int = 0
    counted: tuple[tuple[str, int], ...] = ()
    late: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventFact:
    """An event: *start* an ISO day or time, *window* the ISO days between which it is planned, *packages* codes (none:
    the whole project), *state* one of core.events.STATES; *names_until* is the ISO date to which names and e-mails of
    a list may be kept, the first one; None: none are kept. *unheard*: feedback was planned, is kept here, and
    nobody gave any."""

    code: str
    title: str
    start: str | None
    window: tuple[str, str] | None
    packages: tuple[str, ...]
    state: str
    registered: int | None = None
    names_until: str | None = None
    unheard: bool = False


@dataclass(frozen=True)
class WaveFact:
    """A wave of a survey (``CODE/WAVE``): how many *answered*, how many were *asked* (None: nobody knows), and the
    organisations of which more answered than were invited: (name, answers, invited)."""

    name: str
    title: str
    answered: int
    asked: int | None
    over: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class AskedFact:
    """A question of a survey that was asked in several versions. *first* and *second* are waves, the scales those of
    Likert items (None for another type)."""

    survey: str
    key: str
    text: str
    first: str
    second: str
    scales: tuple[int | None, int | None]


@dataclass(frozen=True)
class Facts:
    """All that the rules see. *near* are pairs of organisations whose names may mean one; *kicked_off* says that
    the project's kick-off has passed; *answered_unmarked* is the user's word on rows without a mark; *today* is the
    day's number (core.days), *locked* the newest closed quarter. *reported* holds for quarters that are not closed."""

    start: int
    end: int
    kicked_off: bool
    expected: int | None
    packages: tuple[PackageFact, ...] = ()
    items: tuple[ItemFact, ...] = ()
    indicators: tuple[IndicatorFact, ...] = ()
    roles: tuple[RoleFact, ...] = ()
    organisations: tuple[OrganisationFact, ...] = ()
    rows: tuple[TableRowFact, ...] = ()
    imports: tuple[ImportFact, ...] = ()
    duties: tuple[DutyFact, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()
    outputs: tuple[OutputRow, ...] = ()
    events: tuple[EventFact, ...] = ()
    near: tuple[tuple[str, str], ...] = field(default=())
    answered_unmarked: str | None = None
    today: int | None = None
    locked: int | None = None
    reported: tuple[ReportedFact, ...] = ()
    overdue: tuple[OverdueFact, ...] = ()
    overrides: tuple[OverrideFact, ...] = ()
    texts: tuple[TextFact, ...] = ()
    waves: tuple[WaveFact, ...] = ()
    asked: tuple[AskedFact, ...] = ()

    def package(self, code: str) -> PackageFact | None:
        """The package of a code."""
        return next((package for package in self.packages if package.code == code), None)
