"""What organisations owe: who owes it, how far each has come on a day, and the sums (rules.md 1 and 4).

Four things stay apart in every sum: what was said to be not started (a declared zero), what nobody has said anything
of (missing), what is not due yet, and what is not required (waived). Own plans are obligations like any other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from core.days import day_number

STATES = ("not_started", "in_work", "done", "not_required")
"""The states of an obligation, in the order of the work; *not_required* is given with a reason."""
CLOSED = ("done", "not_required")
COUNTER = "obligation:"
"""How the counter of an item, or the source of an indicator, begins that counts an obligation: the code follows."""


@dataclass(frozen=True)
class Terms:
    """What is owed, and by whom: those with *role* in the package (in any where *package_id* is None), all of the
    package where *role* is None, all of the network where both are None. *due* is an ISO date or None."""

    id: int
    code: str
    title: str
    role: str | None = None
    package_id: int | None = None
    package: str | None = None
    due: str | None = None
    proof: str | None = None
    position: int = 0
    version: int = 1


@dataclass(frozen=True)
class StateFact:
    """A dated fact about one organisation and one obligation, as it was entered."""

    on_date: str
    state: str
    reason: str | None = None
    proof: str | None = None


@dataclass(frozen=True)
class Standing:
    """How far an organisation has come on a day. *since* is the date of the fact that holds; None where nothing has
    been said of it: then the state is not_started, too, but nobody has told so."""

    state: str = "not_started"
    since: str | None = None
    reason: str | None = None
    proof: str | None = None

    @property
    def told(self) -> bool:
        """True where somebody has said how it stands."""
        return self.since is not None


@dataclass(frozen=True)
class Tally:
    """An obligation over all that owe it, on a day: *owed* by so many organisations, of which *not_required* are let
    off, *done*, *in_work* and *not_started* say where the others stand (*untold* of the last nobody has told
    anything), and *overdue* are those past the due date that are not done."""

    owed: int
    done: int
    in_work: int
    not_started: int
    untold: int
    not_required: int
    overdue: int

    @property
    def expected(self) -> int:
        """The denominator: those who owe it and are not let off."""
        return self.owed - self.not_required

    @property
    def share(self) -> float | None:
        """Done of expected; None where nobody is expected, never 0."""
        return self.done / self.expected if self.expected else None


def owers(terms: Terms, members: Iterable[int], parts: Iterable[tuple[int, int, str]]) -> frozenset[int]:
    """The organisations that owe it: those of *members* (ids in the network in the quarter looked at) that its terms
    mean. *parts* are the roles of that quarter as (organisation, package, role); a child's are not its parent's."""
    inside = frozenset(members)
    if terms.role is None and terms.package_id is None:
        return inside
    meant = {
        organisation
        for organisation, package, role in parts
        if terms.package_id in (None, package) and terms.role in (None, role)
    }
    return inside & meant


def standing(facts: Iterable[StateFact], until: str) -> Standing:
    """How one organisation stands on the ISO date *until*: the newest fact by date holds, of one date the one that was
    entered last (*facts* are in the order in which they were entered)."""
    held = None
    for fact in facts:
        if fact.on_date <= until and (held is None or fact.on_date >= held.on_date):
            held = fact
    return Standing() if held is None else Standing(held.state, held.on_date, held.reason, held.proof)


def is_overdue(due: str | None, state: str, day: str) -> bool:
    """True if *due* has passed on the ISO date *day* and the state is neither done nor not required."""
    return due is not None and due < day and state not in CLOSED


def days_late(due: str | None, state: str, day: str) -> int | None:
    """Days from *due* to *day* of what is overdue; None for everything else."""
    return day_number(day) - day_number(due) if due is not None and is_overdue(due, state, day) else None


def tally(terms: Terms, owing: Collection[int], standings: Mapping[int, Standing], day: str) -> Tally:
    """The sums over those that owe it; an organisation without a standing has told nothing. What others have done, who
    do not owe it, is no part of them."""
    held = [standings.get(organisation, Standing()) for organisation in owing]
    counts = {state: sum(one.state == state for one in held) for state in STATES}
    return Tally(
        owed=len(held), **counts, untold=sum(not one.told for one in held),
        overdue=sum(is_overdue(terms.due, one.state, day) for one in held),
    )  # fmt: skip


def counted_code(counter: str | None) -> str | None:
    """The code of the obligation that a counter or a source counts; None for any other."""
    return counter.removeprefix(COUNTER).strip() if counter and counter.startswith(COUNTER) else None
