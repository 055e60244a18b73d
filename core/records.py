"""Frozen records that the store reads and the command line, the app and reports show. Quarters are integers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a project; *aliases* are its other remembered spellings."""

    name: str
    short: str
    network: bool
    workpackages: int
    aliases: tuple[str, ...] = ()
    business_id: str | None = None
    region: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoleRow:
    """One role of one organisation in one package; no quarters means the whole project."""

    workpackage: str
    organisation: str
    short: str
    role: str
    certainty: str
    from_quarter: int | None
    to_quarter: int | None
    source: str


@dataclass(frozen=True)
class WaitingRow:
    """A row of an import whose name waits to be settled."""

    batch: int
    file: str
    place: str
    name: str
    workpackage: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class ActionRow:
    """One act of one person; *at* is UTC; *changes* counts rows made, changed and deleted."""

    number: int
    at: str
    actor: str
    command: str
    why: str | None
    undo_of: int | None
    undone: bool
    changes: int


@dataclass(frozen=True)
class BatchRow:
    """An import; its number is its action's."""

    number: int
    file: str
    kind: str
    at: str
    actor: str
    added: int
    changed: int
    same: int
    undone: bool
    removed: int = 0


@dataclass(frozen=True)
class Promised:
    """Names of the network: *idle* take part in nothing, *unlisted* stand not in the newest list of members (*batch*
    and *file*, None where none was imported)."""

    idle: tuple[str, ...]
    batch: int | None
    file: str | None
    unlisted: tuple[str, ...]


@dataclass(frozen=True)
class BatchLine:
    """A row of an import and what became of it; *place* is `core.findings.Place.plain`."""

    place: str
    name: str
    workpackage: str | None
    roles: tuple[str, ...]
    outcome: str
    reason: str | None
    organisation: str | None
    raw: str | None


@dataclass(frozen=True)
class NameDecision:
    """A spelling that is remembered for an organisation (kind spelling), or one that is kept apart from it (apart).

    *at*, *actor* and *action* are None for what no action of Etappi made.
    """

    kind: str
    id: int
    text: str
    organisation: str
    at: str | None
    actor: str | None
    action: int | None
