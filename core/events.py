"""Events as they are shown and told: records without persons, and what can be said of an event's state."""

from dataclasses import dataclass
from datetime import date, datetime

KINDS = ("kickoff", "workshop", "webinar", "training", "cafe", "briefing", "peer", "seminar", "meeting", "other")
MODES = ("online", "onsite", "hybrid")
INVITATIONS = ("network", "open")
STATES = ("planned", "registered", "held", "no_count", "cancelled")


@dataclass(frozen=True)
class EventRow:
    """An event with its counts. *start* and *ends* are ISO local times or days; *window* ISO days instead.

    *packages* are codes, empty for the whole project. *persons* and *organisations* are those present, None where no
    list or count tells (a declared zero is 0); *outside* are organisations outside the network, None where some are not
    named; *unknown* people whose organisation is not known; *uncounted* organisations of which nobody counted the
    people, so that *persons* is the least there were. *registered* persons are never counted as present. *host* None is
    the project.
    """

    id: int
    code: str
    title: str
    kind: str
    start: str | None
    ends: str | None
    window: tuple[str, str] | None
    quarter: int | None
    packages: tuple[str, ...]
    place: str | None
    mode: str | None
    language: str | None
    invitation: str
    host: str | None
    joint_with: str | None
    series: str | None
    feedback_planned: bool
    cancelled_on: str | None
    cancel_reason: str | None
    persons: int | None
    organisations: int | None
    outside: int | None
    unknown: int | None
    uncounted: int
    registered: int | None
    state: str


@dataclass(frozen=True)
class ListRow:
    """One list or count of an event: *kind* present, counted or registered, who is on it (*minutes*: only those who
    were there for so long, or whose time is not known), where it came from; *keep_until* is the ISO date to which its
    names and e-mails are kept, None where it has none."""

    id: int
    kind: str
    mode: str | None
    persons: int | None
    organisations: int | None
    keyed: int
    minutes: int | None
    complete: bool
    file: str | None
    actor: str
    keep_until: str | None = None


@dataclass(frozen=True)
class PresentRow:
    """An organisation at an event: its id and names (None: people of unknown organisation), how many people (None: it
    was there, nobody counted) and whether it is in the network."""

    id: int | None
    name: str | None
    short: str | None
    persons: int | None
    network: bool


@dataclass(frozen=True)
class EventPage:
    """One event whole: its row, lists, organisations present, and the spellings that wait to be settled."""

    row: EventRow
    lists: tuple[ListRow, ...]
    present: tuple[PresentRow, ...]
    waiting: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class EventCounts:
    """What one month or package had: events with a count, and attendances."""

    events: int
    contacts: int


def state_of(start: str | None, today: str, cancelled: bool, present: bool, registered: bool) -> str:
    """How an event stands on the ISO date *today*: cancelled, held (a list or count tells who was there), no_count (its
    day has passed and nothing tells), registered (people have said that they will come), planned."""
    if cancelled:
        return "cancelled"
    if present:
        return "held"
    if start is not None and start[:10] < today:
        return "no_count"
    return "registered" if registered else "planned"


def is_day_or_time(text: str) -> bool:
    """True for an ISO day (2024-09-03) or local time to the minute (2024-09-03T09:00) that exists."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat() == text
        return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M") == text
    except ValueError:
        return False


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Months (``2024-09``) from *first* to *last*, both among them."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1))
