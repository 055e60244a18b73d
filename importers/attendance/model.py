"""What a list of attendance says, as values. Names and e-mails are in no repr, so no log or traceback shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.findings import Finding, Place
from core.importing import Question

Kind = Literal["presence", "registration", "counts"]
Order = Literal["day-month", "month-day"]
Format = Literal["teams", "zoom", "webropol", "signup", "counts"]

ALL, MARKED = "all", "marked"
"""What a person answers where only some rows of a sheet are signed: everybody was there, or who signed."""


@dataclass(frozen=True)
class Attendee:
    """A person on a list.

    *organisation* is the text of the list's own column; *hint* what the display name adds ("Omnia" of "Virtanen Matti
    (Omnia)"), *hint_sure* is False where it may as well be a person's other name. *domain* is the e-mail's, and is
    there also where several people share one e-mail, which then is nobody's. *minutes* are rounded half up, None where
    the list does not tell. *joined* and *left* are ISO local times. A *caller* came by telephone and has no name.
    """

    name: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    organisation: str | None = None
    minutes: int | None = None
    joined: str | None = None
    left: str | None = None
    place: Place = field(default_factory=Place)
    domain: str | None = None
    hint: str | None = field(default=None, repr=False)
    hint_sure: bool = False
    guest: bool = False
    caller: bool = False


@dataclass(frozen=True)
class Count:
    """A plain count: the people of one *organisation*, or (None) a total of the event.

    *persons* None: the organisation was there, with how many is not told. *organisations* is a total without names.
    *title* and *day* (as written) tell the event where one list counts several.
    """

    place: Place
    organisation: str | None = None
    persons: int | None = None
    organisations: int | None = None
    title: str | None = None
    day: str | None = None


@dataclass(frozen=True)
class Skipped:
    """A row that is nobody who was there, and why: a code of locales. *text* is only for a preview, never kept."""

    place: Place
    reason: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class AttendanceFile:
    """What one file says of one event (plain counts: of one or several).

    *generation* is that of Teams (1 to 3) or the variant of Zoom; *language* None where the words are of none that we
    know. *why* is a code of locales: by what the *kind* was known. *start* and *end* are ISO local times to the minute.
    *registered* counts the people who registered, where a list of presence tells it; *stated* is the number of people
    that the file itself gives. With a question open, times are None.
    """

    format: Format
    generation: str
    language: str | None
    kind: Kind
    why: str
    title: str | None = None
    start: str | None = None
    end: str | None = None
    meeting_id: str | None = None
    people: tuple[Attendee, ...] = ()
    counts: tuple[Count, ...] = ()
    registered: int | None = None
    stated: int | None = None
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a person has said about a file: the order of its days and months, whether all rows were there or only the
    marked ones (ALL, MARKED), what a status means (registered, cancelled), what a column holds by its heading (name,
    email, organisation, skip), and which kind of list it is."""

    order: Order | None = None
    unmarked: str | None = None
    statuses: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: Kind | None = None


# While a file is read


@dataclass(frozen=True)
class Line:
    """A row of a grid with cleaned cells (blank ones at the end dropped)."""

    place: Place
    cells: tuple[str, ...] = field(repr=False)

    def __getitem__(self, index: int | None) -> str:
        """A cell, empty where the row ends before it or the column is not there."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]


@dataclass(frozen=True)
class Entry:
    """One row of people as texts. *seconds* are of its duration, *unread* says that it has one that cannot be read;
    *span* are its times once their order is known."""

    place: Place
    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    organisation: str = ""
    joined: str = ""
    left: str = ""
    seconds: int | None = None
    unread: bool = False
    guest: bool = False
    span: tuple[datetime | None, datetime | None] = (None, None)


@dataclass
class Draft:
    """What a format has read, before times are known and rows are people.

    *joins*: a row is one join, not one person. *typed*: people typed their e-mails themselves, so one e-mail with two
    names is two people. *originals*: brackets in names hold the name before a change.
    """

    format: Format
    generation: str
    kind: Kind
    why: str
    headings: list[str] = field(default_factory=list)
    title: str | None = None
    start: str = ""
    end: str = ""
    meeting_id: str | None = None
    entries: list[Entry] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    registered: int | None = None
    stated: int | None = None
    joins: bool = False
    typed: bool = False
    originals: bool = False
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, line: Line, reason: str, who: str | None = None) -> None:
        """List a row as skipped, as it stands or as *who* it is about."""
        self.skipped.append(Skipped(line.place, reason, " | ".join(line.filled) if who is None else who))
