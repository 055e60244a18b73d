"""The organisation of each attendee: own text, e-mail domain, display name (importing.md 3.9); else it is not known.

Nothing is guessed: a text counts only as a remembered spelling, a domain only if it was learned and belongs to one
organisation. What remains is asked about by the organisation's text or the domain, never by the person.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from importers.attendance.model import Attendee
from importers.attendance.words import AttendanceWords
from importers.words import Words, fold

By = Literal["text", "domain", "display", "unknown"]
AskKind = Literal["name", "domain"]
Lookup = Callable[[str], int | None]
"""The organisation that a spelling silently means (equal keys or remembered), or None."""
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 2  # people who bear one hint: then it is no nickname
_TELLING = 4  # letters of a generic word that is more than "and" or "of"
_LONG = 6  # letters of a generic word that may stand inside another: …opisto, …koulutus


@dataclass(frozen=True)
class Found:
    """The organisation of one attendee (None: not known) and by what it is known. *waiting* is the text or domain by
    which it can be settled later, None where nothing tells."""

    organisation: int | None
    by: By
    waiting: str | None = None


@dataclass(frozen=True)
class Ask:
    """One question for all attendees with this text or domain. *suggestion* is an organisation that something else
    about them speaks for; *exclusive* is False for a domain that many share, whose answer is for this file only."""

    kind: AskKind
    text: str
    people: int
    suggestion: int | None = None
    exclusive: bool = True


@dataclass(frozen=True)
class Resolved:
    """What is known of every attendee, in their order, and what is to be asked, the most people first."""

    found: tuple[Found, ...]
    asks: tuple[Ask, ...]


def resolve(
    people: Iterable[Attendee],
    domains: Mapping[str, int | None],
    lookup: Lookup,
    words: AttendanceWords,
    names: Words,
) -> Resolved:
    """Find the organisation of everybody.

    *domains* are learned: a domain and its one organisation, or None where a person said that many share it. *names*
    are the words of organisation names, by which a hint in a display name is known to be one.
    """
    attendees = list(people)
    mail = _Mail(domains, words)
    hints = _sure_hints(attendees, names)
    found, asks = [], _Asks()
    for one in attendees:
        by_domain = mail.organisation(one.domain)
        if one.organisation:
            known = lookup(one.organisation)
            if known is None:
                asks.add("name", one.organisation, by_domain)
            found.append(_of_text(known, one.organisation))
        elif by_domain is not None:
            found.append(Found(by_domain, "domain"))
        elif one.hint and (known := lookup(one.hint)) is not None:
            found.append(Found(known, "display"))
        elif one.hint and one.hint in hints:
            asks.add("name", one.hint, None)
            found.append(Found(None, "unknown", one.hint))
        elif one.domain and mail.tells(one.domain):
            asks.add("domain", one.domain, mail.suggestion(one.domain), mail.exclusive(one.domain))
            found.append(Found(None, "unknown", one.domain))
        else:
            found.append(Found(None, "unknown"))
    return Resolved(tuple(found), asks.result())


def _of_text(known: int | None, text: str) -> Found:
    return Found(None, "unknown", text) if known is None else Found(known, "text")


class _Mail:
    """What e-mail domains tell. ``mail.omnia.example`` is of ``omnia.example``; the longest learned one counts."""

    def __init__(self, domains: Mapping[str, int | None], words: AttendanceWords) -> None:
        self.domains = {domain.casefold(): organisation for domain, organisation in domains.items()}
        self.words = words

    def learned(self, domain: str) -> str | None:
        """The learned domain that this one is or stands below."""
        return next((one for one in _upwards(domain) if one in self.domains), None)

    def exclusive(self, domain: str) -> bool:
        """False where the closest thing known of a domain is that many share it."""
        for one in _upwards(domain):
            if one in self.words.shared_mail:
                return False
            if one in self.domains:
                return self.domains[one] is not None
        return True

    def organisation(self, domain: str | None) -> int | None:
        """The one organisation of a domain; None for free mail, a city's, and what nobody has learned."""
        if not domain or not self.tells(domain) or not self.exclusive(domain):
            return None
        return self.suggestion(domain)

    def suggestion(self, domain: str) -> int | None:
        """What the table has for a domain, also where it is not sure enough to be taken."""
        learned = self.learned(domain)
        return self.domains[learned] if learned else None

    def tells(self, domain: str) -> bool:
        """False for free mail."""
        return not any(one in self.words.free_mail for one in _upwards(domain))


def _upwards(domain: str) -> Iterable[str]:
    """A domain and those above it, the longest first, without the last part alone."""
    parts = domain.casefold().strip(".").split(".")
    return (".".join(parts[number:]) for number in range(max(len(parts) - 1, 0)))


class _Asks:
    """Questions counted by text."""

    def __init__(self) -> None:
        self.people: dict[tuple[AskKind, str], int] = defaultdict(int)
        self.suggestions: dict[tuple[AskKind, str], set[int]] = defaultdict(set)
        self.shared: set[str] = set()

    def add(self, kind: AskKind, text: str, suggestion: int | None, exclusive: bool = True) -> None:
        """One more person with this text or domain."""
        self.people[kind, text] += 1
        if suggestion is not None:
            self.suggestions[kind, text].add(suggestion)
        if not exclusive:
            self.shared.add(text)

    def result(self) -> tuple[Ask, ...]:
        """A suggestion stands only where all people with the text speak for the same."""
        asks = []
        for (kind, text), people in self.people.items():
            suggested = self.suggestions[kind, text]
            one = next(iter(suggested)) if len(suggested) == 1 else None
            asks.append(Ask(kind, text, people, one, exclusive=kind == "name" or text not in self.shared))
        return tuple(sorted(asks, key=lambda ask: (-ask.people, ask.kind, ask.text)))


def _sure_hints(people: Iterable[Attendee], names: Words) -> set[str]:
    """Hints that are no other name of the person: several people bear them, or they hold a word of organisations.

    Nothing else of a display name may wait to be settled, since what waits is stored.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    for one in people:
        if one.hint and one.hint_sure:
            bearers[one.hint].add(one.name.casefold())
    return {hint for hint, who in bearers.items() if len(who) >= _ENOUGH or _names_organisation(hint, names)}


def _names_organisation(hint: str, names: Words) -> bool:
    telling = {word for word in names.generic if len(word) >= _TELLING} | names.legal_forms | set(names.kinds)
    endings = tuple(word for word in names.generic if len(word) >= _LONG)
    said = [fold(word) for word in _WORD.findall(hint)]
    return any(word in telling or word.endswith(endings) for word in said)
