"""What the rules of `etappi check` look at: the facts of one project, read once."""

from dataclasses import dataclass, field

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
    """An item; *given* says whether the plan gave a last quarter, *quarters_late* is 0 unless it is late now."""

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
    quarters_late: int = 0
    late_reason: str | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndicatorFact:
    """An indicator; *kind* is quantitative or qualitative, None stands for what the plan leaves out."""

    package: str
    title: str
    kind: str
    unit: str | None
    baseline: float | None
    target: float | None


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
class Facts:
    """All that the rules see. *near* are pairs of organisations whose names may mean one; *kicked_off* says that
    the project's kick-off has passed; *answered_unmarked* is the user's word on rows without a mark."""

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
    near: tuple[tuple[str, str], ...] = field(default=())
    answered_unmarked: str | None = None

    def package(self, code: str) -> PackageFact | None:
        """The package of a code."""
        return next((package for package in self.packages if package.code == code), None)
