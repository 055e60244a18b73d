"""What passes between the importers, the store and the people who look at a preview.

An `ImportPlan` is everything that one file would do, computed from one read of the store, before anything is
written. The command line and the app show the same plan; `importers.apply` writes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.attendance import AttendancePlan, KnownAttendance
from core.eventplan import KnownPlanned, ListedEvent
from core.findings import Finding, Place
from core.forms import FormPlan, KnownWork
from core.obligations import StateFact
from core.surveys.importing import KnownSurveys, SurveyPlan

Outcome = Literal["added", "changed", "same", "repeated", "waiting", "skipped", "open", "error"]
"""What becomes of a row: *waiting* was answered "later", *open* needs an answer first, *error* stops the import."""
MEMBER_FIELDS = ("business_id", "region", "language", "labels")
"""What a list of members says of an organisation beside its name."""
QuestionKind = Literal[
    "name", "mark", "unmarked", "column", "date", "workpackage", "conflict", "reason", "event", "survey", "option"
]  # fmt: skip


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation of the store with every spelling that is remembered for it (its name among them).

    *network*: it is in the network of the project that is imported into; *outside*: it was met there but is outside.
    *labels* are those of that project.
    """

    id: int
    name: str
    short: str
    spellings: tuple[str, ...]
    network: bool = True
    outside: bool = False
    business_id: str | None = None
    region: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownPackage:
    """A work package of the project."""

    id: int
    code: str
    title: str


@dataclass(frozen=True)
class KnownRole:
    """A role row of the store. *edited* is the ISO date of a later change by hand, or None; *source* is plan, import
    or user."""

    id: int
    package_id: int
    organisation_id: int
    role: str
    certainty: str
    edited: str | None = None
    source: str = "import"


@dataclass(frozen=True)
class Decision:
    """A person's answer that is kept with the batch."""

    kind: QuestionKind
    text: str
    answer: str


@dataclass(frozen=True)
class KnownObligation:
    """An obligation of the project: *owers* are ids of the organisations that owe it today, *facts* what was told of
    each organisation, in the order in which it was entered."""

    code: str
    title: str
    owers: frozenset[int] = frozenset()
    facts: dict[int, tuple[StateFact, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What an import needs to know of the store, from one read."""

    project_id: int
    organisations: tuple[KnownOrganisation, ...] = ()
    not_same: frozenset[tuple[str, int]] = frozenset()
    """Pairs (cleaned spelling, organisation id) that a person has said are not the same."""
    packages: tuple[KnownPackage, ...] = ()
    roles: tuple[KnownRole, ...] = ()
    batches: dict[str, tuple[int, str]] = field(default_factory=dict)
    """sha256 of files that were imported and not undone -> batch number and ISO date."""
    decisions: dict[str, tuple[Decision, ...]] = field(default_factory=dict)
    """sha256 -> the answers that were kept with the newest of these batches."""
    removed: dict[tuple[int, int, str], str] = field(default_factory=dict)
    """(package id, organisation id, role) that a person removed by hand -> ISO date."""
    waiting: frozenset[tuple[str, int, str]] = frozenset()
    """(cleaned spelling, package id, role) that wait to be settled already."""
    edits: dict[tuple[int, str], str] = field(default_factory=dict)
    """(organisation id, field of MEMBER_FIELDS or ``network``) that a person gave by hand -> ISO date."""
    expected: int | None = None
    """How many organisations were promised to the project."""
    work: KnownWork | None = None
    """Items, evidence and reports: what a form that came back is held against."""
    obligations: tuple[KnownObligation, ...] = ()
    attendance: KnownAttendance = field(default_factory=KnownAttendance)
    """Events with their lists."""
    today: str = ""
    """The project's today, ISO date."""
    span: tuple[str, str] = ("", "")
    """First and last ISO date of the project."""
    locked: int | None = None
    """The newest locked quarter."""
    events: tuple[KnownPlanned, ...] = ()
    """Events with what is planned of them."""
    surveys: KnownSurveys = field(default_factory=KnownSurveys)
    demo: bool = False
    """The project is the demo: its people and their keys are invented."""


@dataclass(frozen=True)
class Candidate:
    """A suggestion beside a question: an organisation (or role, package) and why, as a code with values."""

    name: str
    reason: str
    values: dict[str, object] = field(default_factory=dict)
    in_store: bool = True
    """False for a name that this same file brings."""
    likely: bool = False
    """True only for a slip of the pen that nothing speaks against: a dialog may have it ticked."""


@dataclass(frozen=True)
class Question:
    """Something that is not guessed. One per spelling, mark text, column or package; *places* is where it stands."""

    kind: QuestionKind
    text: str
    place: Place
    candidates: tuple[Candidate, ...] = ()
    places: tuple[Place, ...] = ()
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRow:
    """One row of a table as it was read and what becomes of it. *raw* is the line or cells as text, cleaned.

    *marks* are the roles of its marks, *roles* what they come to with the user's word on rows without a mark.
    *reason* is a code of locales for rows that are skipped or in error; *waits_already* is true for a row that an
    earlier import left waiting.
    """

    place: Place
    raw: str = field(repr=False)
    name: str
    package: str | None
    marks: tuple[str, ...]
    outcome: Outcome
    organisation: str | None = None
    reason: str | None = None
    roles: tuple[str, ...] = ()
    waits_already: bool = False


@dataclass(frozen=True)
class RoleChange:
    """What happens to one (work package, organisation, role). Organisations are named: names are unique in a store."""

    package_id: int
    package: str
    organisation: str
    role: str
    certainty: str
    outcome: Literal["added", "changed", "same", "removed"]
    row_id: int | None = None
    before: tuple[str, str] | None = None
    """Role and certainty before, where outcome is changed or removed."""


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation that the import would make."""

    name: str
    short: str


@dataclass(frozen=True)
class FieldChange:
    """A field of an organisation (one of MEMBER_FIELDS) that a list of members changes; None is an empty one. Labels
    stand here as one text, for people to read."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class MemberChange:
    """What happens to an organisation of a list of members: *added* joins the network, *changed* gets other values.

    *labels* are those that it gets, *labels_gone* those that it loses.
    """

    organisation: str
    outcome: Literal["added", "changed", "same"]
    fields: tuple[FieldChange, ...] = ()
    labels: tuple[str, ...] = ()
    labels_gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class StateChange:
    """What a file says of an organisation and an obligation (its code) from the ISO date *on_date* on: *added* where
    nothing was told before, *changed* where it stood otherwise on that day (*before* is the state then)."""

    obligation: str
    organisation: str
    state: str
    on_date: str
    outcome: Literal["added", "changed", "same"]
    before: str | None = None
    reason: str | None = None
    proof: str | None = None


@dataclass(frozen=True)
class Promise:
    """How a list of members stands against what was promised: *expected* organisations, of which *known* are in the
    network once the list is saved; *idle* are those of the list that take part in nothing yet, *unlisted* those of the
    network that the list lacks."""

    expected: int | None
    known: int
    idle: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def unknown(self) -> int | None:
        """How many of the promised are not known by name; None where no number was promised."""
        return None if self.expected is None else max(0, self.expected - self.known)


@dataclass(frozen=True)
class ImportPlan:
    """Everything that an import would do. Two plans are equal if and only if they would do the same."""

    file: str
    sha256: str
    kind: str
    reader: str
    reader_version: str
    rows_read: int
    marks_read: int
    spellings: int
    rows: tuple[ReadRow, ...] = ()
    roles: tuple[RoleChange, ...] = ()
    new: tuple[NewOrganisation, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    """(organisation, spelling) pairs to remember."""
    not_same: tuple[tuple[str, str], ...] = ()
    """(spelling, organisation) pairs that a person said are not the same."""
    missing: tuple[str, ...] = ()
    """Network organisations with a role in a package of the file that the file does not name; of a list of members
    those that take part in nothing yet; of states those that owe an obligation of the file still."""
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    shapes: tuple[tuple[str, str], ...] = ()
    """Shape of the tables (columns, matrix, list) and what named their packages (title, column, heading, sheet)."""
    unused_answers: int = 0
    unused: tuple[str, ...] = ()
    """What these answers are about, in the order of words."""
    kept_answers: int = 0
    """Answers that were taken from the earlier import of these bytes."""
    already: tuple[int, str] | None = None
    """Batch number and date when a file with these bytes was imported before."""
    members: tuple[MemberChange, ...] = ()
    promise: Promise | None = None
    """Only of a list of members."""
    form: FormPlan | None = None
    """Only of a form that came back."""
    states: tuple[StateChange, ...] = ()
    """Only of obligations."""
    attendance: AttendancePlan | None = None
    """Only of attendance."""
    events: tuple[ListedEvent, ...] = ()
    """Only of planned events."""
    survey: SurveyPlan | None = None
    """Only of answers to a survey."""

    def count(self, outcome: str) -> int:
        """Role rows, organisations of a list of members, states, planned events, values of a form, people of a list of
        attendance, or answers to a survey, with this outcome (added, changed, same, removed)."""
        return sum(found == outcome for found in self._outcomes())

    def row_count(self, outcome: str) -> int:
        """Rows of the file with this outcome (repeated, waiting, skipped ...)."""
        return sum(1 for row in self.rows if row.outcome == outcome)

    @property
    def errors(self) -> int:
        """Rows in error: they stop the import unless they are skipped by the user's word."""
        return self.row_count("error")

    @property
    def changes_something(self) -> bool:
        """True if applying it would write a fact."""
        newly_waiting = any(row.outcome == "waiting" and not row.waits_already for row in self.rows)
        facts = self.new or self.aliases or self.not_same or set(self._outcomes()) - {"same"}
        learns = (self.attendance is not None and self.attendance.learns) or (
            self.survey is not None and self.survey.learns
        )
        return bool(facts or newly_waiting or learns)

    def _outcomes(self) -> Iterator[str]:
        """What becomes of every single thing that the file says."""
        yield from (change.outcome for change in self.roles)
        yield from (change.outcome for change in self.members)
        yield from (change.outcome for change in self.states)
        yield from (change.outcome for change in self.events)
        if self.form is not None:
            yield from (change.outcome for change in self.form.changes)
        if self.attendance is not None:
            yield from self.attendance.outcomes()
        if self.survey is not None:
            yield from self.survey.outcomes()
