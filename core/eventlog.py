"""What was done to an event, as its log tells: records without persons."""

from dataclasses import dataclass

ACTS = ("made", "changed", "cancelled", "counted", "registered", "imported", "removed", "undone")


@dataclass(frozen=True)
class Changed:
    """A field of an event before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class EventAct:
    """One act on an event: its number in the log, when (UTC) and by whom, and what it was (one of ACTS).

    *persons* and *organisations* are what was counted, registered or on the list from *file*; None where the act tells
    none. *changed* are the fields that it changed; *packages*: it changed those too. *why* is the reason given.
    *undo_of* is the number of the act that it took back; *undone*: somebody took this one back.
    """

    number: int
    at: str
    actor: str
    kind: str
    persons: int | None = None
    organisations: int | None = None
    file: str | None = None
    changed: tuple[Changed, ...] = ()
    packages: bool = False
    why: str | None = None
    undo_of: int | None = None
    undone: bool = False
