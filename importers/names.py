"""Which organisation a spelling means (importing.md 3): silent only where keys are equal or a spelling is remembered.

Everything here is a function of *which* spellings a file holds and how often, never of their order. Spellings with
an equal key form a group. A group's place among the others is fixed by its most frequent spelling (then the longest,
then the sort key), and that spelling is the name of the organisation that the group becomes. A pair of groups that
may be one is asked about once, for the group that comes later, so answering one question never moves another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal

from core.importing import Candidate, KnownOrganisation
from core.short_names import propose
from core.text import clean, sort_key
from importers import likeness
from importers.words import Words

SUGGESTIONS = 5
KNOWN_FIRST = 20  # what an organisation of the store is ahead of a name that only the file brings
SCAN_ALL = 200  # organisations up to which every one is compared
MEASURE_ALL = 2_000  # above which only those are compared that share a word: the measures cost too much
NEAREST = 12  # organisations that each quick measure proposes above that number

Fate = Literal["organisation", "new", "open", "skip", "later"]


@dataclass(frozen=True)
class Target:
    """What a spelling becomes. *name* is the organisation's, in the store (*id*) or new; for an open one the name
    that it would get. *silent* is true where keys were equal and no person was asked."""

    fate: Fate
    name: str = ""
    id: int | None = None
    silent: bool = False


@dataclass(frozen=True)
class NameQuestion:
    """One open spelling with its suggestions, best first."""

    spelling: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Settled:
    """What all spellings of a file become."""

    targets: dict[str, Target]
    questions: tuple[NameQuestion, ...]
    new: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    not_same: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...] = ()
    """(new name that only an answer gives, the organisation that it nearly names)."""


@dataclass
class _Group:
    """Spellings with an equal key, best first. *confirmed*: a person said "new", so nothing is asked."""

    index: int
    spellings: list[str]
    confirmed: bool = False
    names: list[str] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()

    @property
    def name(self) -> str:
        return self.names[0] if self.names else self.spellings[0]


# What a spelling leads to while answers are followed: an organisation of the store, a group, or a name of its own.
_End = tuple[Literal["organisation", "group", "name", "skip", "later", "two"], int | str]


def settle(
    counts: Mapping[str, int],
    organisations: Iterable[KnownOrganisation],
    not_same: frozenset[tuple[str, int]] = frozenset(),
    answers: Mapping[str, str] | None = None,
    words: Words | None = None,
) -> Settled:
    """Settle cleaned spellings (and how many rows have each) against the store's *organisations* and each other.

    *not_same* are pairs (spelling, organisation id) that a person parted. *answers*: spelling -> an organisation's
    name, ``new``, ``skip`` or ``later`` (contract.md, "Answers file"); an answer beats a silent match. *words* are
    words.toml as the user has it. The result does not depend on the order of anything.
    """
    return _Settling(counts, tuple(organisations), not_same, answers or {}, words).result()


class _Settling:
    def __init__(
        self,
        counts: Mapping[str, int],
        organisations: tuple[KnownOrganisation, ...],
        not_same: frozenset[tuple[str, int]],
        answers: Mapping[str, str],
        words: Words | None,
    ) -> None:
        self.counts, self.words = counts, words
        self.organisations = {organisation.id: organisation for organisation in organisations}
        self.answers = {clean(spelling): clean(answer) for spelling, answer in answers.items() if answer}
        self.by_spelling: dict[str, set[int]] = defaultdict(set)
        self.by_key: dict[str, set[int]] = defaultdict(set)
        for organisation in organisations:
            for spelling in (organisation.name, *organisation.spellings):
                self.by_spelling[spelling].add(organisation.id)
                for key in self.parsed(spelling).keys:
                    self.by_key[key].add(organisation.id)
        self.by_short = {organisation.short.casefold(): organisation.id for organisation in organisations}
        self.parted: dict[str, set[int]] = defaultdict(set)
        for spelling, id in not_same:
            for key in self.parsed(clean(spelling)).keys:
                self.parted[key].add(id)
        self.groups = self.grouped()
        self.group_of = {spelling: group for group in self.groups for spelling in group.spellings}
        self.group_by_key = {key: g for g in self.groups for s in g.spellings for key in self.parsed(s).keys}
        self.ends: dict[str, _End] = {}
        self.followed: dict[str, _End] = {}
        """Where a spelling leads one that another answer sends to it."""

    def parsed(self, text: str) -> likeness.Name:
        """A name taken apart by the words in force."""
        return likeness.name(text, self.words)

    def grouped(self) -> list[_Group]:
        """Spellings with a key in common, transitively, in the order that fixes names and questions."""
        parent = {spelling: spelling for spelling in self.counts}

        def root(spelling: str) -> str:
            while parent[spelling] != spelling:
                parent[spelling] = parent[parent[spelling]]
                spelling = parent[spelling]
            return spelling

        seen: dict[str, str] = {}
        for spelling in self.counts:
            for key in self.parsed(spelling).keys:
                parent[root(spelling)] = root(seen.setdefault(key, spelling))
        members: dict[str, list[str]] = defaultdict(list)
        for spelling in self.counts:
            members[root(spelling)].append(spelling)
        lists = [sorted(spellings, key=self.order) for spellings in members.values()]
        lists.sort(key=lambda spellings: (-sum(self.counts[s] for s in spellings), *self.order(spellings[0])))
        return [_Group(index, spellings) for index, spellings in enumerate(lists)]

    def order(self, spelling: str) -> tuple[int, int, str, str]:
        return -self.counts[spelling], -len(spelling), sort_key(spelling), spelling

    def result(self) -> Settled:
        for spelling in sorted(self.counts, key=self.order):
            self.ends[spelling] = self.follow(spelling)
        self.name_groups()
        own = self.own_names()
        open_groups = self.ask(own)
        targets = {spelling: self.target(spelling, own, open_groups) for spelling in self.counts}
        questions = [NameQuestion(self.asked(g), g.candidates) for g in self.groups if g.index in open_groups]
        aliases = {(t.name, s) for s, t in targets.items() if self.is_alias(s, t)}
        return Settled(
            targets,
            tuple(questions),
            tuple(
                sorted({t.name for t in targets.values() if t.fate == "new"}, key=lambda name: (sort_key(name), name))
            ),
            tuple(sorted(aliases)),
            tuple(sorted(self.parted_now(targets))),
            tuple(self.near_names(own)),
        )

    def is_alias(self, spelling: str, target: Target) -> bool:
        """True for a spelling that is to be remembered: it is neither the name nor known already."""
        if target.fate == "organisation":
            return target.id not in self.by_spelling.get(spelling, ())
        return target.fate == "new" and spelling != target.name

    # Following answers

    def follow(self, spelling: str, seen: frozenset[int] = frozenset()) -> _End:
        """Where a spelling leads, from answer to answer; *seen* are groups that were asked for it already."""
        path = {spelling: 0}
        at = spelling
        while True:
            answer = self.answers.get(at)
            end: _End | None = None
            found: _End | str
            if answer in ("skip", "later"):
                end = answer, ""  # type: ignore[assignment]
            elif at in self.followed and not seen:
                end = self.followed[at]
            elif answer is None:
                end = self.silent(at, seen)
            else:
                found = self.named(at, at if answer == "new" else answer)
                if isinstance(found, str):
                    at = found
                else:
                    end = found
            if end is None and at in path:
                end = self.circle([step for step, index in path.items() if index >= path[at]])
            if end is not None and end[0] in ("skip", "later"):
                return end if len(path) == 1 else ("name", at)
            if end is not None:
                if not seen:
                    self.followed.update(dict.fromkeys(path, end))
                return end
            path[at] = len(path)

    def circle(self, steps: list[str]) -> _End:
        """Names that lead round in a circle are one organisation."""
        group = min((self.group_of[step] for step in steps), key=lambda group: group.index)
        group.confirmed = True
        return "group", group.index

    def named(self, spelling: str, wanted: str) -> _End | str:
        """The organisation of the store, the group, the other spelling or the new name that *wanted* stands for."""
        exact = self.by_spelling.get(wanted, set())
        by_name = {id for id in exact if self.organisations[id].name == wanted}
        hits = by_name or exact or self.hits(wanted, spelling)
        if len(hits) == 1:
            return "organisation", next(iter(hits))
        group = self.group_of[spelling]
        if wanted in self.group_of and self.group_of[wanted] is not group:
            return wanted
        other = next(
            (self.group_by_key[key] for key in sorted(self.parsed(wanted).keys) if key in self.group_by_key), None
        )
        if other is not None and other is not group:
            return other.spellings[0]
        if other is group:
            group.confirmed = True
            group.names.append(wanted)
            return "group", group.index
        return self.named_shortly(group, wanted)

    def named_shortly(self, group: _Group, wanted: str) -> _End | str:
        """The organisation with the short name *wanted*, in the store or as it is proposed for one that the file
        brings; else the name itself."""
        if wanted.casefold() in self.by_short:
            return "organisation", self.by_short[wanted.casefold()]
        proposed = self.proposed.get(wanted.casefold(), [])
        if len(proposed) != 1:
            return "name", wanted
        if proposed[0] is not group:
            return proposed[0].spellings[0]
        group.confirmed = True
        return "group", group.index

    @cached_property
    def proposed(self) -> dict[str, list[_Group]]:
        """Groups by the short name that is proposed for them, without case."""
        taken = [organisation.short for organisation in self.organisations.values()]
        out: dict[str, list[_Group]] = {}
        for group in self.groups:
            out.setdefault(propose(group.spellings[0], taken).casefold(), []).append(group)
        return out

    def silent(self, spelling: str, seen: frozenset[int]) -> _End:
        """Where a spelling without an answer leads: a remembered one, one equal key, its group, or two that fit."""
        exact = self.by_spelling.get(spelling, set())
        if len(exact) == 1:
            return "organisation", next(iter(exact))
        group = self.group_of[spelling]
        own = self.hits(spelling, spelling)
        hits = own or {id for other in group.spellings for id in self.hits(other, other)}
        if len(hits) == 1:
            return "organisation", next(iter(hits))
        short = None if hits else self.shortly(spelling)
        if short is not None:
            return "organisation", short
        if group.index not in seen:
            others = [other for other in group.spellings if self.answers.get(other) not in (None, "new")]
            ends = {self.follow(other, seen | {group.index}) for other in others}
            if len(ends) == 1:
                return next(iter(ends))
        return ("two", group.index) if hits else ("group", group.index)

    def shortly(self, spelling: str) -> int | None:
        """The organisation of the store whose whole short name *spelling* is: short names are unique, stand on every
        screen and are edited by people, so they are as good as a remembered spelling."""
        id = self.by_short.get(spelling.casefold())
        parted = {id for key in self.parsed(spelling).keys for id in self.parted.get(key, ())}
        return None if id is None or id in parted else id

    def hits(self, wanted: str, spelling: str) -> set[int]:
        """Organisations of the store with a key of *wanted*, without those that *spelling* was parted from."""
        parted = {id for key in self.parsed(spelling).keys for id in self.parted.get(key, ())}
        return {id for key in self.parsed(wanted).keys for id in self.by_key.get(key, ())} - parted

    def name_groups(self) -> None:
        """A name that a person gave to a group comes first; else the first spelling that leads to the group itself."""
        for group in self.groups:
            group.names.sort(key=lambda name: (-self.counts.get(name, 0), sort_key(name), name))
            if not group.names:
                group.names = [s for s in group.spellings if self.ends[s] == ("group", group.index)]

    def own_names(self) -> dict[str, str]:
        """Names that answers give and nothing else has -> the one of equal names that the organisation gets."""
        first: dict[str, str] = {}
        own = {}
        for name in sorted({str(end[1]) for end in self.ends.values() if end[0] == "name"}):
            key = min(self.parsed(name).keys)
            own[name] = first.setdefault(key, name)
        return own

    # Asking

    def ask(self, own: dict[str, str]) -> set[int]:
        """Find the suggestions of every group; the indices of those that are open."""
        pool: dict[str, list[str]] = {}
        known = {}
        for organisation in self.organisations.values():
            pool[organisation.name] = [organisation.name, *organisation.spellings]
            known[organisation.name] = organisation.id
        for name in own.values():
            pool.setdefault(name, [name])
        index = _Shortlist(pool, self.parsed)
        open_groups = set()
        for group in self.groups:
            ends = [self.ends[spelling] for spelling in group.spellings]
            if ("two", group.index) in ends:
                group.candidates = self.equal_keys(group)
                open_groups.add(group.index)
            elif ("group", group.index) in ends:
                group.candidates = self.suggestions(group, index, known)
                if group.candidates and not group.confirmed:
                    open_groups.add(group.index)
            for spelling, end in zip(group.spellings, ends, strict=True):
                name = self.end_name(end, own)
                if name:
                    index.add(name, spelling)
        return open_groups

    def suggestions(self, group: _Group, index: "_Shortlist", known: Mapping[str, int]) -> tuple[Candidate, ...]:
        parted = {id for s in group.spellings for key in self.parsed(s).keys for id in self.parted.get(key, ())}
        best: dict[str, likeness.Likeness] = {}
        for spelling in group.spellings:
            this = self.parsed(spelling)
            for name, other in index.near(spelling):
                if known.get(name) in parted or name == group.name:
                    continue
                found = likeness.compare(this, self.parsed(other))
                if found and (name not in best or found.rank > best[name].rank):
                    best[name] = found
        ranked = sorted(
            best.items(),
            key=lambda item: (-item[1].rank - KNOWN_FIRST * (item[0] in known), sort_key(item[0]), item[0]),
        )
        return tuple(
            Candidate(name, found.reason, found.values, in_store=name in known, likely=found.likely)
            for name, found in ranked[:SUGGESTIONS]
        )

    def equal_keys(self, group: _Group) -> tuple[Candidate, ...]:
        ids = {id for spelling in group.spellings for id in self.hits(spelling, spelling)}
        names = sorted(self.organisations[id].name for id in ids)
        return tuple(Candidate(name, "import.reason_equal_key") for name in names)

    def asked(self, group: _Group) -> str:
        """The spelling that stands in the question of an open group."""
        ends = (("two", group.index), ("group", group.index))
        return next(s for s in group.spellings if s not in self.answers and self.ends[s] in ends)

    def near_names(self, own: dict[str, str]) -> Iterable[tuple[str, str]]:
        """New names that only an answer gives and that nearly name another organisation."""
        given = {*own.values(), *(group.name for group in self.groups if group.names and group.name not in self.counts)}
        if not given:
            return
        pool = {o.name: [o.name, *o.spellings] for o in self.organisations.values()}
        for spelling, end in self.ends.items():
            if self.end_name(end, own) not in ("", *given):
                pool.setdefault(self.end_name(end, own), []).append(spelling)
        for name in given:
            pool.setdefault(name, [name])
        index = _Shortlist(pool, self.parsed)
        for name in sorted(given):
            found = [
                (likeness.compare(self.parsed(name), self.parsed(spelling)), other)
                for other, spelling in index.near(name)
                if other != name
            ]
            alike = [(one.rank, other) for one, other in found if one]
            if alike:
                yield name, max(alike)[1]

    # Results

    def end_name(self, end: _End, own: dict[str, str]) -> str:
        kind, value = end
        if kind == "organisation":
            return self.organisations[int(value)].name
        if kind == "group":
            return self.groups[int(value)].name
        return own[str(value)] if kind == "name" else ""

    def target(self, spelling: str, own: dict[str, str], open_groups: set[int]) -> Target:
        kind, value = self.ends[spelling]
        if kind in ("skip", "later"):
            return Target(kind)
        name = self.end_name((kind, value), own)
        answered = spelling in self.answers
        if kind == "organisation":
            remembered = spelling in self.organisations[int(value)].spellings or spelling == name
            return Target("organisation", name, int(value), silent=not answered and not remembered)
        if kind == "two" or (kind == "group" and int(value) in open_groups):
            return Target("open", name or spelling)
        return Target("new", name, silent=not answered and spelling != name)

    def parted_now(self, targets: Mapping[str, Target]) -> set[tuple[str, str]]:
        """Pairs that "new" says are not the same: the spelling and what was suggested beside it."""
        there = {organisation.name for organisation in self.organisations.values()}
        there |= {target.name for target in targets.values() if target.fate == "new"}
        return {
            (spelling, candidate.name)
            for group in self.groups
            if group.confirmed
            for spelling in group.spellings
            if self.answers.get(spelling) == "new" and targets[spelling].fate == "new"
            for candidate in group.candidates
            if candidate.name in there and candidate.name != targets[spelling].name
        }


class _Shortlist:
    """Names with their spellings, and which of them are worth comparing with another one."""

    def __init__(self, pool: Mapping[str, Iterable[str]], parsed: Callable[[str], likeness.Name]) -> None:
        self.parsed = parsed
        self.pairs: dict[tuple[str, str], str] = {}
        self.by_word: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        for name, spellings in pool.items():
            for spelling in spellings:
                self.add(name, spelling)

    def add(self, name: str, spelling: str) -> None:
        """Let *spelling* of the organisation *name* be suggested from now on."""
        pair = (name, spelling)
        if pair not in self.pairs:
            self.pairs[pair] = self.parsed(spelling).sorted_words
            for word in self.parsed(spelling).distinctive:
                self.by_word[word][pair] = None

    def near(self, spelling: str) -> Iterable[tuple[str, str]]:
        """Pairs (name, spelling) to compare: all of a short list; of a long one the nearest by three measures and
        those that share a distinctive word; of a very long one only the latter."""
        if len(self.pairs) <= SCAN_ALL:
            return list(self.pairs)
        from rapidfuzz import distance, fuzz, process

        this = self.parsed(spelling)
        found = {pair: None for word in this.distinctive for pair in islice(self.by_word.get(word, ()), SCAN_ALL)}
        if len(self.pairs) > MEASURE_ALL:
            return found
        for scorer in (fuzz.WRatio, distance.JaroWinkler.similarity, fuzz.partial_token_sort_ratio):
            for _, _, pair in process.extract(this.sorted_words, self.pairs, scorer=scorer, limit=NEAREST):
                found[pair] = None
        return found
