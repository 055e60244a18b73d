"""Which organisations people are of, on a list of attendance or among the responses of a survey: what is settled, what
is asked, and what waits by the organisation's text or the e-mail's domain, never by the person."""

from collections import Counter
from collections.abc import Iterable, Sequence

from core.attendance import DOMAIN
from core.findings import Place
from core.importing import Known, NewOrganisation, Question
from core.short_names import propose
from importers import names
from importers.answers import Answers
from importers.attendance import organisations
from importers.attendance.model import Attendee
from importers.attendance.words import AttendanceWords
from importers.obligationplan import with_short_names
from importers.rows import Ledger
from importers.words import Words

Belongs = tuple[str | None, str | None]
"""The organisation (its name) of somebody, and what waits where it is not known."""


class Belonging:
    """Settles the organisations of one file; *ledger* collects the questions and the answers that were used."""

    def __init__(
        self, known: Known, answers: Answers, ledger: Ledger, words: AttendanceWords, name_words: Words
    ) -> None:  # fmt: skip
        self.known, self.answers, self.ledger = known, answers, ledger
        self.words, self.name_words = words, name_words
        self.names = {one.id: one.name for one in known.organisations}
        self.places: dict[str, list[Place]] = {}
        """Where what may wait stands, by its text."""

    def settle(self, texts: Iterable[tuple[str | None, Place]], *, ask: bool = True) -> None:
        """Find out what the *texts* of organisations mean. One that is like others is asked about; one that is like
        none waits, unless a person says what it is. With *ask* False nothing is asked."""
        said: Counter[str] = Counter()
        for text, place in texts:
            if text:
                said[text] += 1
                self.places.setdefault(text, []).append(place)
        known = with_short_names(self.known.organisations)
        self.settled = names.settle(said, known, self.known.not_same, self.answers.names, self.name_words)
        for spelling, answer in self.answers.names.items():
            if answer and spelling in said:
                self.ledger.decide("name", "names", spelling, answer)
        for question in self.settled.questions if ask else ():
            where = tuple(self.places[question.spelling])
            self.ledger.questions.append(Question("name", question.spelling, where[0], question.candidates, where,
                                                  {"n": len(where)}))  # fmt: skip

    def accepted(self) -> list[str]:
        """Organisations that a person says are new."""
        settled = self.settled
        told = {settled.targets[one].name for one in self.answers.names if one in settled.targets}
        told |= {answer for text, answer in self.answers.names.items() if text.startswith(DOMAIN)}
        return [*(name for name in settled.new if name in told), *self._new_of_domains()]

    def _new_of_domains(self) -> list[str]:
        """Organisations that only an answer about a domain names."""
        known = {*self.settled.new, *self.names.values()}
        answers = (answer for text, answer in self.answers.names.items()
                   if text.startswith(DOMAIN) and answer not in ("new", "later", "skip"))  # fmt: skip
        return list(dict.fromkeys(answer for answer in answers if answer not in known))

    def organisation_of(self, text: str) -> Belongs:
        """The organisation (its name) that a text means, and what waits."""
        target = self.settled.targets[text]
        if target.fate == "organisation" or (target.fate == "new" and target.name in self.accepted()):
            return target.name, None
        return None, None if target.fate == "skip" else text

    def organisations(self, people: Sequence[Attendee]) -> list[Belongs]:
        """The organisation (its name) of everybody, and what waits where it is not known."""
        number = {name: -place for place, name in enumerate(self.accepted(), start=1)}
        numbers = {name: id for id, name in self.names.items()} | number
        by_number = {id: name for name, id in numbers.items()}
        hints = {one.hint for one in people if one.hint} - self.settled.targets.keys()
        meant = names.settle(dict.fromkeys(hints, 1), with_short_names(self.known.organisations), self.known.not_same,
                             {}, self.name_words).targets if hints else {}  # fmt: skip

        def lookup(text: str) -> int | None:
            if text in self.settled.targets:
                name = self.organisation_of(text)[0]
                return None if name is None else numbers[name]
            target = meant.get(text)
            return target.id if target is not None and target.fate == "organisation" else None

        domains = dict(self.known.attendance.domains)
        for text, answer in self.answers.names.items():
            if text.startswith(DOMAIN) and answer in numbers:
                domains[text.removeprefix(DOMAIN)] = numbers[answer]
        resolved = organisations.resolve(people, domains, lookup, self.words, self.name_words)
        self.asks = resolved.asks
        self.have = {one.domain for one in people if one.domain}
        out: list[Belongs] = []
        for one, found in zip(people, resolved.found, strict=True):
            name = by_number[found.organisation] if found.organisation is not None else None
            out.append((name, None if name else self._waiting(one, found.waiting)))
        return out

    def _waiting(self, one: Attendee, text: str | None) -> str | None:
        """What waits to be settled for somebody: a text of an organisation, or a domain with its @."""
        if text is None:
            return None
        if one.organisation or text != one.domain:
            if text in self.settled.targets and self.settled.targets[text].fate == "skip":
                return None
            self.places.setdefault(text, [one.place])
            return text
        if text in self.known.attendance.silent or self.answers.names.get(DOMAIN + text) == "skip":
            return None
        self.places.setdefault(DOMAIN + text, []).append(one.place)
        return DOMAIN + text

    def domains(self, found: Sequence[Belongs]) -> tuple[tuple[str, str | None, str], ...]:
        """Domains that are learned: by an answer, or (no organisation) since everybody knows that many share it."""
        out: list[tuple[str, str | None, str]] = []
        learned = self.known.attendance.domains
        for text, answer in self.answers.names.items():
            domain = text.removeprefix(DOMAIN)
            if not text.startswith(DOMAIN) or domain not in self.have:
                continue
            self.ledger.decide("name", "names", text, answer)
            name = None if answer == "skip" else answer
            if (
                answer not in ("later", "new")
                and domain not in self.words.shared_mail
                and (domain not in learned or (name is not None and self.names.get(learned[domain] or 0) != name))
            ):
                out.append((domain, name, "user"))
        waiting = {text for _, text in found}
        shared = {ask.text for ask in self.asks if ask.kind == "domain" and not ask.exclusive}
        out += [(one, None, "import") for one in sorted(shared - learned.keys()) if DOMAIN + one in waiting]
        return tuple(out)

    def new_organisations(self, new: Sequence[str]) -> tuple[NewOrganisation, ...]:
        """The organisations that are made, with their short names."""
        taken = [organisation.short for organisation in self.known.organisations]
        out = []
        for name in new:
            taken.append(propose(name, taken))
            out.append(NewOrganisation(name, taken[-1]))
        return tuple(out)

    def remembered(
        self, new: Sequence[str]
    ) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:  # fmt: skip
        """Spellings to remember, as (organisation, spelling), and pairs that a person parted, as (spelling,
        organisation), where *new* are the organisations that are made."""
        there = {*self.names.values(), *new}
        aliases = tuple((name, spelling) for name, spelling in self.settled.aliases if name in there)
        return aliases, tuple(
            pair for pair in self.settled.not_same
            if pair[1] in there and (pair[0], self._id_of(pair[1])) not in self.known.not_same
        )  # fmt: skip

    def _id_of(self, name: str) -> int:
        return next((id for id, one in self.names.items() if one == name), -1)
