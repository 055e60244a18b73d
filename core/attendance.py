"""What passes between the import of attendance and the store: what is known of events, and what a list would change.

Keys are those of core.personkeys. Names and e-mails are there only where a person wants them kept; they are in no repr.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

ListKind = Literal["present", "counted", "registered"]
DOMAIN = "@"
"""How the part of an e-mail after it is written where it waits beside names of organisations."""


@dataclass(frozen=True)
class KnownEvent:
    """An event of the project. *start* and *ends* are ISO local times or days, None where they are not known."""

    id: int
    code: str
    title: str
    start: str | None = None
    mode: str | None = None
    held: bool = False
    cancelled: bool = False
    ends: str | None = None


@dataclass(frozen=True)
class KnownMeeting:
    """A meeting whose reports belong to an event: its id, or its title and start."""

    event_id: int
    meeting_id: str | None
    title: str | None
    start: str | None


@dataclass(frozen=True)
class KnownList:
    """A list or count of an event."""

    id: int
    event_id: int
    kind: str
    mode: str | None
    persons: int | None
    organisations: int | None
    file: str | None
    complete: bool = False
    least_minutes: int | None = None
    keep_until: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A row of a list: a person by key, or a number of people."""

    row_id: int
    list_id: int
    organisation_id: int | None
    key: str | None
    headcount: int | None
    minutes: int | None
    waiting: str | None
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


def nobody(event_id: int) -> tuple[KnownPerson, ...]:  # noqa: ARG001
    """The rows of an event that has none."""
    return ()


@dataclass(frozen=True)
class KnownAttendance:
    """What an import of attendance needs of the store. *next_number* is that of the next event's code; *marks* tell
    which secrets made the keys of the store. *people* reads the rows of one event's lists when they are asked for."""

    events: tuple[KnownEvent, ...] = ()
    meetings: tuple[KnownMeeting, ...] = ()
    lists: tuple[KnownList, ...] = ()
    domains: dict[str, int | None] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    """Domains of which a person said that they tell nothing."""
    next_number: int = 1
    marks: frozenset[str] = frozenset()
    people: Callable[[int], tuple[KnownPerson, ...]] = field(default=nobody, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What happens to a row of a list: a person by key, or *headcount* people of an organisation (None: it was there,
    nobody counted). *organisation* is a name; None: not known, and *waiting* is what waits to be settled."""

    outcome: Literal["added", "changed", "same", "removed"]
    organisation: str | None
    key: str | None
    headcount: int | None
    minutes: int | None = None
    waiting: str | None = None
    row_id: int | None = None
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ListChange:
    """What happens to one list or count of an event (*list_id* None: it is new). *least_minutes*: who was there for
    less is left out. *keep_until* is the ISO date to which names and e-mails may be kept. *before* is how many were
    registered, None where nobody knew."""

    kind: ListKind
    mode: str | None
    outcome: Literal["added", "changed", "same"]
    list_id: int | None = None
    persons: int | None = None
    organisations: int | None = None
    complete: bool = False
    people: tuple[PersonChange, ...] = ()
    least_minutes: int | None = None
    keep_until: str | None = None
    before: int | None = None


@dataclass(frozen=True)
class Meeting:
    """What is remembered of a meeting, so that its next report finds its event."""

    meeting_id: str | None
    title: str | None
    start: str | None


@dataclass(frozen=True)
class EventChange:
    """An event that a file is about (*event_id* None: it is new). *remember* is None where nothing new is learned;
    *dated*: the event was planned without a day, and gets that of the file."""

    event_id: int | None
    code: str
    title: str
    start: str | None
    ends: str | None = None
    mode: str | None = None
    packages: tuple[str, ...] = ()
    remember: Meeting | None = None
    dated: bool = False
    lists: tuple[ListChange, ...] = ()


@dataclass(frozen=True)
class AttendancePlan:
    """What a list of attendance would do. *kind* and *why* say which list it is and by what that was known.

    *people* were present by this file; *identified* of them have an e-mail, *guests* and *callers* are told by the
    list. *domains* are learned: (domain, organisation's name or None for one that tells nothing, source). *key_mark*
    tells which secret made the keys; None: there is none, so people cannot be joined. *least_minutes* and *keep_until*
    are a person's word on who is counted and how long names are kept, None where there is none.
    """

    format: str
    generation: str
    language: str | None
    kind: str
    why: str
    people: int = 0
    identified: int = 0
    guests: int = 0
    callers: int = 0
    registered: int | None = None
    events: tuple[EventChange, ...] = ()
    domains: tuple[tuple[str, str | None, str], ...] = ()
    key_mark: str | None = None
    least_minutes: int | None = None
    keep_until: str | None = None

    def outcomes(self) -> Iterator[str]:
        """What becomes of everybody; of registrations and totals, of each number."""
        for event in self.events:
            for one in event.lists:
                for person in one.people:
                    for _ in range(person.headcount or 1):
                        yield person.outcome
                if not one.people and self.kind != "presence":
                    yield one.outcome

    @property
    def learns(self) -> bool:
        """True if it would write something: a list, a meeting, a domain, the day of an event."""
        lists = any(one.outcome != "same" for event in self.events for one in event.lists)
        return lists or bool(self.domains) or any(event.remember or event.dated for event in self.events)
