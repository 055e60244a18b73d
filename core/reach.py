"""Reach of a set of events: attendances, organisations, people between bounds, and who came for the first time.

rules.md 5. A person known by a key (a keyed hash of the e-mail) is told apart wherever they come; whoever left no
e-mail is headcount: nobody knows whether that person came to another event too, so the number of different people
lies between two bounds, which meet where everybody is known by a key.

The bounds rest on two things: within one event nobody is counted twice, and a person is of one organisation (the
latest one that is known). Rows are plain tuples, as a query hands them over, so that a hundred thousand take a moment.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

Event = tuple[int, int]
"""An event's id and its quarter (core.quarter)."""
Identified = tuple[int, int | None, Hashable]
"""Event id, organisation id (None: not known), key of a person."""
Headcount = tuple[int, int | None, int | None]
"""Event id, organisation id (None: not known), people without a key. None people: the organisation was there, and
nobody counted its people. 0 people: it was there, and its people are among those without organisation, since a total
was counted."""


@dataclass(frozen=True)
class Bounds:
    """How many different people, at least and at most; *high* is None where somebody came whom nobody counted."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """True where the bounds meet and one number may be shown."""
        return self.low == self.high


@dataclass(frozen=True)
class Reach:
    """What a set of events reached.

    *contacts* are attendances (one person at two events is 2), *identified* those of them by people with a key and
    *unknown* those of people whose organisation no event tells. *counted* are the events with any attendance at all.
    *uncounted* are the times that an organisation came and nobody counted its people. Organisations are ids.
    """

    events: int
    counted: int
    contacts: int
    identified: int
    unknown: int
    uncounted: int
    network: frozenset[int]
    outside: frozenset[int]
    persons: Bounds


@dataclass(frozen=True)
class NewReach:
    """What one quarter added to all before it, by first contact: organisations, keys that had not been met, and the
    bounds of all people who came for the first time; *so_far* are all people until its end.

    Over all quarters *network*, *outside*, *keys* and the high bounds add up to those of the whole.
    """

    quarter: int
    network: frozenset[int]
    outside: frozenset[int]
    keys: int
    persons: Bounds
    so_far: Bounds


@dataclass
class _Group:
    """People of one organisation.

    *at*: how many of them each event had (T of rules.md 5). *bare*: events where nobody counted them. *within*: they
    were among the people of a total. *new* and *new_heads*: keys and headcount of the quarter that is being added.
    """

    keys: int = 0
    heads: int = 0
    new: int = 0
    new_heads: int = 0
    at: dict[int, int] = field(default_factory=dict)
    bare: set[int] = field(default_factory=set)
    within: bool = False

    def come(self, event: int, n: int) -> None:
        """*n* more people at *event* (fewer where negative)."""
        self.at[event] = self.at.get(event, 0) + n

    @property
    def low(self) -> int:
        """I keys at least, or as many as came to one event; one where nobody counted them apart."""
        return max(self.keys, max(self.at.values(), default=0), 1 if self.bare or self.within else 0)

    @property
    def high_before(self) -> int:
        """The upper bound as it was before the quarter that is being added."""
        return self.keys - self.new + self.heads - self.new_heads

    @property
    def uncounted(self) -> int:
        """Events at which the organisation was, and no list or count says with how many people."""
        return sum(1 for event in self.bare if not self.at.get(event))


class _Count:
    """Adds events one after the other, in the order of their dates."""

    def __init__(self, identified: Iterable[Identified], headcounts: Iterable[Headcount]) -> None:
        self.keyed: dict[int, list[Identified]] = defaultdict(list)
        self.heads: dict[int, list[Headcount]] = defaultdict(list)
        for one in identified:
            self.keyed[one[0]].append(one)
        for other in headcounts:
            self.heads[other[0]].append(other)
        self.groups: dict[int | None, _Group] = defaultdict(_Group)
        self.home: dict[Hashable, int | None] = {}
        self.visits: dict[Hashable, list[int]] = {}
        self.fresh: set[Hashable] = set()
        self.met: set[int] = set()
        self.largest = 0
        self.identified = 0

    def add(self, event: int) -> None:
        """Everybody at *event*. A key that stands there twice is one person, of the organisation that is known."""
        people: dict[Hashable, int | None] = {}
        for _, organisation, key in self.keyed.get(event, ()):
            if organisation is not None or key not in people:
                people[key] = organisation
        self.identified += len(people)
        everybody = len(people)
        for key, organisation in people.items():
            self.person(event, key, organisation)
        for _, organisation, n in self.heads.get(event, ()):
            group = self.groups[organisation]
            if organisation is not None:
                self.met.add(organisation)
            if n is None:
                group.bare.add(event)
                continue
            group.within = group.within or n == 0
            group.come(event, n)
            group.heads += n
            group.new_heads += n
            everybody += n
        self.largest = max(self.largest, everybody)

    def person(self, event: int, key: Hashable, organisation: int | None) -> None:
        """Somebody known by a key; whoever changes organisation takes the earlier attendances along."""
        if organisation is not None:
            self.met.add(organisation)
        if key not in self.visits:
            self.visits[key] = []
            self.home[key] = organisation
            self.fresh.add(key)
            group = self.groups[organisation]
            group.keys += 1
            group.new += 1
        elif organisation is not None and organisation != self.home[key]:
            self.move(key, organisation)
        self.visits[key].append(event)
        self.groups[self.home[key]].come(event, 1)

    def move(self, key: Hashable, organisation: int) -> None:
        """Count the person of *key* with *organisation*, at all events so far."""
        for group, step in ((self.groups[self.home[key]], -1), (self.groups[organisation], 1)):
            group.keys += step
            group.new += step if key in self.fresh else 0
            for event in self.visits[key]:
                group.come(event, step)
        self.home[key] = organisation

    def begin_quarter(self) -> None:
        """Whoever was met so far is no longer new."""
        self.fresh.clear()
        for group in self.groups.values():
            group.new = group.new_heads = 0

    @property
    def uncounted(self) -> int:
        """How many times an organisation came and nobody counted its people."""
        return sum(group.uncounted for group in self.groups.values())

    def known(self) -> list[_Group]:
        """The groups of known organisations."""
        return [group for organisation, group in self.groups.items() if organisation is not None]

    def bounds(self) -> Bounds:
        """Different people at all events so far.

        A person of unknown organisation may be anybody's headcount, so these keys are not added to the sum over
        organisations; but all keys are different people.
        """
        low = max(sum(group.low for group in self.known()), len(self.visits), self.largest)
        high = len(self.visits) + sum(group.heads for group in self.groups.values())
        return Bounds(low, None if self.uncounted else high)

    def new_bounds(self, uncounted_before: int) -> Bounds:
        """People who came in this quarter for the first time.

        At most: its new keys and its headcount. At least: the people of each organisation beyond all that may have
        been met before, less everybody of unknown organisation before; or the new keys less all headcount before.
        """
        heads = sum(group.heads for group in self.groups.values())
        new_heads = sum(group.new_heads for group in self.groups.values())
        beyond = sum(max(0, group.low - group.high_before) for group in self.known())
        low = max(0, beyond - self.groups[None].high_before, len(self.fresh) - (heads - new_heads))
        if uncounted_before:
            low = 0  # anybody may have been among the people whom nobody counted
        return Bounds(low, None if self.uncounted > uncounted_before else len(self.fresh) + new_heads)


def reach(
    events: Sequence[Event],
    identified: Iterable[Identified],
    headcounts: Iterable[Headcount],
    network: Collection[int],
) -> Reach:
    """The reach of *events*, which stand in the order of their dates; rows of other events are left out.

    *network* are the ids of the organisations of the network. Whoever is known at one event without organisation is of
    the one that another event names.
    """
    count = _Count(identified, headcounts)
    ids = list(dict.fromkeys(event for event, _ in events))
    for event in ids:
        count.add(event)
    return Reach(
        events=len(ids),
        counted=sum(1 for event in ids if event in count.keyed or event in count.heads),
        contacts=count.identified + sum(group.heads for group in count.groups.values()),
        identified=count.identified,
        unknown=sum(count.groups[None].at.values()),
        uncounted=count.uncounted,
        network=frozenset(count.met.intersection(network)),
        outside=frozenset(count.met.difference(network)),
        persons=count.bounds(),
    )


def new_reach(
    events: Sequence[Event],
    identified: Iterable[Identified],
    headcounts: Iterable[Headcount],
    network: Collection[int],
) -> tuple[NewReach, ...]:
    """What each quarter of *events* (in the order of their dates) added, oldest first: the union to its end less the
    union before it, so no later event changes it.

    ValueError where the quarters of the events do not rise.
    """
    if any(later[1] < earlier[1] for earlier, later in pairwise(events)):
        raise ValueError("events must stand in the order of their dates")
    count = _Count(identified, headcounts)
    out = []
    for quarter, group in groupby(events, key=lambda event: event[1]):
        count.begin_quarter()
        met, uncounted = frozenset(count.met), count.uncounted
        for event in dict.fromkeys(event for event, _ in group):
            count.add(event)
        first = count.met - met
        out.append(NewReach(
            quarter, frozenset(first.intersection(network)), frozenset(first.difference(network)), len(count.fresh),
            count.new_bounds(uncounted), count.bounds(),
        ))  # fmt: skip
    return tuple(out)
