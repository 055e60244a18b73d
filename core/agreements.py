"""What was agreed, as records: obligations with their sums, deadlines, the grant, goals, the register of outputs."""

from dataclasses import dataclass, field

from core.obligations import Standing, Tally, Terms

DEADLINE_KINDS = ("report", "payment", "meeting", "survey", "other")
DONE_KINDS = ("report", "payment")
"""Deadlines that somebody meets; a meeting or a survey is over when its day is."""


@dataclass(frozen=True)
class ObligationLine:
    """An obligation with its sums on a day."""

    terms: Terms
    tally: Tally


@dataclass(frozen=True)
class Owed:
    """What one organisation owes, and how it stands on a day; *days_late* None unless it is overdue."""

    terms: Terms
    organisation_id: int
    organisation: str
    short: str
    standing: Standing
    days_late: int | None


@dataclass(frozen=True)
class MatrixCell:
    """An organisation and an obligation. *owes* is false where something was told of one that does not owe it."""

    standing: Standing
    owes: bool
    overdue: bool


@dataclass(frozen=True)
class MatrixRow:
    """An organisation with a cell for each obligation: None where it owes nothing and nothing was told."""

    id: int
    name: str
    short: str
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True)
class ObligationMatrix:
    """Organisations by obligations on the ISO date *day*: organisations that owe something, or of which something was
    told, in Finnish order."""

    day: str
    lines: tuple[ObligationLine, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class ObligationTold:
    """A fact as it was entered: its action's number (None if unknown) and who told it."""

    id: int
    on_date: str
    state: str
    reason: str | None
    proof: str | None
    actor: str
    action: int | None


@dataclass(frozen=True)
class DeadlineRow:
    """A deadline or a meeting on the ISO date *on_date*, at *at_time* (``09:00``) if that is known."""

    id: int
    title: str
    on_date: str
    at_time: str | None
    kind: str
    recipient: str | None
    done_on: str | None
    version: int = 1


@dataclass(frozen=True)
class GrantRow:
    """The funder's decision; the sum in cents."""

    decision: str | None
    on_date: str | None
    sum_cents: int | None
    from_date: str | None
    to_date: str | None


@dataclass(frozen=True)
class GoalRow:
    """A goal of the project and the result that it is to come to."""

    id: int
    position: int
    title: str
    result: str | None


@dataclass(frozen=True)
class OutputRow:
    """An output of the plan and where it is kept; *done* says that nothing of it is left, *last* is its quarter. All
    of its record is None where the register has nothing of it."""

    item_id: int
    code: str
    package: str
    title: str
    last: int
    done: bool
    link: str | None = None
    edition: str | None = None
    keeper: str | None = None
    review_on: str | None = None


@dataclass(frozen=True)
class Changed:
    """What setting a state changed: the obligation's code, organisations that got it (short names), and how many had
    it already."""

    code: str
    organisations: tuple[str, ...] = field(default_factory=tuple)
    same: int = 0
