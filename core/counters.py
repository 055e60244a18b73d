"""What Etappi counts itself as the units of an item (contract.md): nobody types such units."""

from core.events import KINDS
from core.obligations import COUNTER as OBLIGATION

EVENTS = "events:"
"""How a counter begins that counts events of a kind (core.events.KINDS) that were held in the item's package."""
ORGANISATIONS = "organisations"
"""The counter of organisations that were at events of the item's package."""


def is_counted(counter: str | None) -> bool:
    """True for an item whose units Etappi counts."""
    return counter is not None and (counter == ORGANISATIONS or counter.startswith((OBLIGATION, EVENTS)))


def event_counter(kind: str) -> str:
    """The counter of events of *kind*; ValueError for a kind that is none."""
    if kind not in KINDS:
        raise ValueError(kind)
    return EVENTS + kind
