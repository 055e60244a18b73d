"""What an import of planned events would do, as records (importers.eventplan)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FIELDS = (
    "title", "kind", "start", "ends", "window", "place", "mode", "language", "invitation", "series", "host", "packages",
)  # fmt: skip
"""What a list says of an event; *window* is a pair of ISO days, *packages* a tuple of codes, *host* a name."""


@dataclass(frozen=True)
class KnownPlanned:
    """An event of the project: its values by field, ISO dates of the fields that a person changed by hand, and the
    identifiers that calendars gave it. *bound*: it started in a locked quarter."""

    id: int
    code: str
    values: Mapping[str, object]
    edited: Mapping[str, str] = field(default_factory=dict)
    uids: frozenset[str] = frozenset()
    bound: bool = False


@dataclass(frozen=True)
class EventField:
    """A field of an event that a list changes; None is an empty one."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class ListedEvent:
    """What happens to an event of a list: *event_id* None is a new one, with the code that the list gives, if any.
    *uid* is what a calendar calls it, where that is to be remembered."""

    outcome: Literal["added", "changed", "same"]
    event_id: int | None
    code: str | None
    title: str
    fields: tuple[EventField, ...] = ()
    uid: str | None = None
