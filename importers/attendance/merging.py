"""A list against the rows that an event has already: the reports of one meeting are about the same people.

A person by key is one row of a list, whatever the report. People without a key cannot be told apart between reports of
one meeting, so the fuller report says how many there are: at least as many as on either, and those that the keys do not
cover stay numbers. Importing a report again, in whichever order, changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.attendance import KnownPerson, PersonChange

Group = tuple[str | None, str | None, str | None]
"""Organisation, what waits, name: people without a key who are alike."""


@dataclass(frozen=True, slots=True)
class Said:
    """A person, or *headcount* people of an organisation (None: it was there), as a file has them; *organisation* is a
    name, None: not known."""

    organisation: str | None
    waiting: str | None = None
    key: str | None = None
    headcount: int | None = 1
    minutes: int | None = None
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)

    @property
    def group(self) -> Group:
        """Whom it is alike, where it has no key."""
        return self.organisation, self.waiting, self.name


def people(
    old: Sequence[KnownPerson], said: Sequence[Said], names: Mapping[int, str]
) -> tuple[PersonChange, ...]:  # fmt: skip
    """What becomes of the rows *old* of a list when a file says *said*. *names* are those of organisations by id."""
    keyed = {one.key: one for one in old if one.key is not None}
    told = {one.key: one for one in said if one.key is not None}
    out = [_person(keyed.get(key), one, names) for key, one in told.items() if key is not None]
    out += [_same(one, names) for key, one in keyed.items() if key not in told]
    bare = [one for one in old if one.key is None]
    union = len(keyed.keys() | told.keys())
    everybody = max(len(keyed) + _total(bare), len(told) + _total(one for one in said if one.key is None), union)
    before = _grouped((_group(one, names), one.headcount or 0) for one in bare)
    now = _grouped((one.group, one.headcount or 0) for one in said if one.key is None)
    first, second = (now, before) if len(told) > len(keyed) or not old else (before, now)
    return (*out, *_heads(bare, _shared(everybody - union, first, second), names))


def counts(
    old: Sequence[KnownPerson], said: Sequence[Said], names: Mapping[int, str]
) -> tuple[PersonChange, ...]:  # fmt: skip
    """The same of numbers by organisation: a number takes the place of what stood there for its organisation."""
    before: dict[Group, list[KnownPerson]] = defaultdict(list)
    for row in old:
        before[_group(row, names)].append(row)
    wanted: dict[Group, int | None] = {}
    for one in said:
        have = wanted.get(one.group)
        wanted[one.group] = one.headcount if have is None else have + (one.headcount or 0)
    out: list[PersonChange] = []
    for group, n in wanted.items():
        rows = before.pop(group, [])
        stands = [row.headcount for row in rows if row.headcount is not None]
        if not rows:
            out.append(PersonChange("added", group[0], None, n, waiting=group[1]))
        elif n is None or sum(stands) == n:
            out += [_same(row, names) for row in rows]
        else:
            out.append(replace(_same(rows[0], names), outcome="changed", headcount=n))
            out += [replace(_same(row, names), outcome="removed") for row in rows[1:]]
    return (*out, *(_same(row, names) for rows in before.values() for row in rows))


def _person(row: KnownPerson | None, one: Said, names: Mapping[int, str]) -> PersonChange:
    """A person by key: what is known stays, what was not known is learned."""
    if row is None:
        return PersonChange("added", one.organisation, one.key, 1, one.minutes, one.waiting, None, one.name, one.email)
    stands = _same(row, names)
    values: dict[str, object] = {}
    if stands.organisation is None and one.organisation is not None:
        values |= {"organisation": one.organisation, "waiting": None}
    if one.minutes is not None and (row.minutes is None or one.minutes > row.minutes):
        values["minutes"] = one.minutes
    if one.name is not None and row.name is None:
        values |= {"name": one.name, "email": one.email}
    return replace(stands, outcome="changed", **values) if values else stands  # type: ignore[arg-type]


def _same(row: KnownPerson, names: Mapping[int, str]) -> PersonChange:
    organisation = None if row.organisation_id is None else names[row.organisation_id]
    return PersonChange("same", organisation, row.key, row.headcount, row.minutes, row.waiting, row.row_id, row.name,
                        row.email)  # fmt: skip


def _group(row: KnownPerson, names: Mapping[int, str]) -> Group:
    return None if row.organisation_id is None else names[row.organisation_id], row.waiting, row.name


def _total(rows: Iterable[KnownPerson | Said]) -> int:
    return sum(row.headcount or 0 for row in rows)


def _grouped(rows: Iterable[tuple[Group, int]]) -> dict[Group, int]:
    out: dict[Group, int] = {}
    for group, n in rows:
        out[group] = out.get(group, 0) + n
    return out


def _shared(room: int, first: Mapping[Group, int], second: Mapping[Group, int]) -> dict[Group, int]:
    """*room* people, taken from the groups of *first* as far as they go, then from those of *second*."""
    out: dict[Group, int] = {}
    for groups in (first, second):
        for group, n in groups.items():
            more = min(room, n - out.get(group, 0))
            if more > 0:
                out[group] = out.get(group, 0) + more
                room -= more
    return out


def _heads(
    old: Sequence[KnownPerson], wanted: Mapping[Group, int], names: Mapping[int, str]
) -> list[PersonChange]:  # fmt: skip
    """The rows without keys that make the groups what they are to be."""
    rows: dict[Group, list[KnownPerson]] = defaultdict(list)
    for row in old:
        rows[_group(row, names)].append(row)
    out = []
    for group in dict.fromkeys((*wanted, *rows)):
        n = wanted.get(group, 0)
        stands = rows.get(group, [])
        if stands and n == sum(row.headcount or 0 for row in stands):
            out += [_same(row, names) for row in stands]
            continue
        if stands and n:
            out.append(replace(_same(stands[0], names), outcome="changed", headcount=n))
        elif n:
            out.append(PersonChange("added", group[0], None, n, waiting=group[1], name=group[2]))
        out += [replace(_same(row, names), outcome="removed") for row in (stands[1:] if n else stands)]
    return out
