"""Responses of a file held against those of the wave: which is which, and what of its answers changes.

A response is found by its id, else by its person, else (where a side has no ids) by what it says; each response of the
store at most once. An empty cell says nothing: what was answered before stays, unless the same person answers anew.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.surveys.importing import UNNUMBERED, AnswerChange, KnownAnswer, KnownResponse, ResponseChange
from core.surveys.questions import words_of
from core.surveys.records import QuestionRow

Choice = int | str | None
"""A choice by its number, or in words where the survey does not have it yet."""
Identity = tuple[str, Choice]
"""What tells the answers of one response apart: the question, and of a multiple choice the choice."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a file. *question* is a key, *multiple*: other choices may stand beside it."""

    question: str
    number: float | None = None
    option: str | None = None
    choice: Choice = None
    text: str | None = field(default=None, repr=False)
    dont_know: bool = False
    multiple: bool = False

    @property
    def identity(self) -> Identity:
        """What it is compared by."""
        return self.question, self.choice if self.multiple else None

    @property
    def value(self) -> tuple[object, ...]:
        """What it says."""
        return self.number, self.choice, self.text, self.dont_know


@dataclass(frozen=True)
class Filed:
    """A response of a file. *source_id* is None where the file has no ids; *organisation* is a name, *waiting* what
    waits where it is not known."""

    state: str
    source_id: str | None = None
    finished: str | None = None
    on_date: str | None = None
    language: str | None = None
    key: str | None = None
    organisation: str | None = None
    waiting: str | None = None
    given: tuple[Given, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Matched:
    """What becomes of the responses of a file: *changes* in their order, None for one that is older than what the same
    person answered in the store."""

    changes: tuple[ResponseChange | None, ...]


class Matching:
    """Holds the responses of one file against the *known* ones of its wave. *names* are organisations by id, *skipped*
    texts that a person said are none, *form* tells ids of this form from equal ones of another."""

    def __init__(
        self, known: Sequence[KnownResponse], questions: Iterable[QuestionRow], names: Mapping[int, str],
        skipped: frozenset[str], form: str,
    ) -> None:  # fmt: skip
        self.known, self.names, self.skipped, self.form = known, names, skipped, form
        several = tuple(questions)
        self.keys = {one.id: one.key for one in several}
        self.multiple = {one.id for one in several if one.type == "multiple"}
        self.by_id = {one.source_id: one for one in known}
        self.by_key: dict[str, list[KnownResponse]] = defaultdict(list)
        self.by_words: dict[str, list[KnownResponse]] = defaultdict(list)
        for one in known:
            if one.key:
                self.by_key[one.key].append(one)
            self.by_words[self._signature(one.on_date, self._said(one))].append(one)
        self.used: set[int] = set()
        self.taken = {one.source_id for one in known}

    def changes(self, filed: Sequence[Filed]) -> Matched:
        """What becomes of each of *filed*. Ids are looked at first for all of them, so that none is taken by another's
        person or words."""
        found: dict[int, KnownResponse] = {}
        for number, one in enumerate(filed):
            response = self._of_id(one)
            if response is not None and response.row_id not in self.used:
                found[number] = self._take(response)
        older = set()
        for number, one in enumerate(filed):
            if number not in found:
                response, is_older = self._of_person(one)
                if is_older:
                    older.add(number)
                elif response is not None:
                    found[number] = self._take(response)
        for number, one in enumerate(filed):
            if number not in found and number not in older:
                response = self._of_words(one)
                if response is not None:
                    found[number] = self._take(response)
        return Matched(tuple(
            None if number in older else self._changed(one, found[number]) if number in found else self._added(one)
            for number, one in enumerate(filed)
        ))  # fmt: skip

    # Which response it is

    def _take(self, response: KnownResponse) -> KnownResponse:
        self.used.add(response.row_id)
        return response

    def _of_id(self, one: Filed) -> KnownResponse | None:
        if one.source_id is None:
            return None
        own = self.by_id.get(f"{self.form}:{one.source_id}")
        if own is not None:
            return own
        found = self.by_id.get(one.source_id)
        return None if found is None or self._another(one, found) else found

    def _another(self, one: Filed, response: KnownResponse) -> bool:
        """True where the same id is of somebody else: another form of the survey numbers its responses too."""
        if one.key and response.key:
            return one.key != response.key
        apart = one.on_date is not None and response.on_date is not None and one.on_date != response.on_date
        name = self.names.get(response.organisation_id or 0)
        return apart and bool(one.organisation) and bool(name) and one.organisation != name

    def _of_person(self, one: Filed) -> tuple[KnownResponse | None, bool]:
        """The response of the same person; True where that one is the later of the two."""
        free = [each for each in self.by_key.get(one.key or "", ()) if each.row_id not in self.used]
        if not free:
            return None, False
        last = max(free, key=lambda each: (each.state == "complete", each.on_date or ""))
        worse = last.state == "complete" and one.state != "complete"
        before = bool(one.on_date and last.on_date and one.on_date < last.on_date)
        return last, worse or before

    def _of_words(self, one: Filed) -> KnownResponse | None:
        if one.key or not one.given:
            return None
        for response in self.by_words.get(self._signature(one.on_date, _said(one.given)), ()):
            unnumbered = one.source_id is None or response.source_id.startswith(UNNUMBERED)
            if unnumbered and response.row_id not in self.used and not response.key:
                return response
        return None

    def _said(self, response: KnownResponse) -> list[tuple[object, ...]]:
        return [(*self._identity(one), *_value(one)) for one in response.answers if one.question_id in self.keys]

    def _identity(self, one: KnownAnswer) -> Identity:
        return self.keys[one.question_id], one.choice if one.question_id in self.multiple else None

    @staticmethod
    def _signature(on_date: str | None, said: Iterable[tuple[object, ...]]) -> str:
        whole = [on_date, sorted(json.dumps(one, ensure_ascii=False) for one in said)]
        return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()

    # What changes

    def _added(self, one: Filed) -> ResponseChange:
        return ResponseChange(
            "added", self._free_id(one), one.state, one.on_date, one.language, one.key, one.organisation, one.waiting,
            moved=True, answers=tuple(_answer("added", each) for each in one.given),
        )  # fmt: skip

    def _free_id(self, one: Filed) -> str:
        """The id under which a new response is kept: its own, else one made of what it says."""
        if one.source_id is not None:
            name = one.source_id if one.source_id not in self.taken else f"{self.form}:{one.source_id}"
        else:
            whole = json.dumps([one.finished, one.organisation or one.waiting, self._signature(
                one.on_date, _said(one.given))], ensure_ascii=False)  # fmt: skip
            stem = UNNUMBERED + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:24]
            name, number = stem, 1
            while name in self.taken:
                number += 1
                name = f"{stem}-{number}"
        self.taken.add(name)
        return name

    def _changed(self, one: Filed, response: KnownResponse) -> ResponseChange:
        anew = bool(one.on_date and response.on_date and one.on_date > response.on_date)
        answers = tuple(self._answers(one, response, anew=anew))
        organisation, waiting = self._belongs(one, response)
        state = "complete" if response.state == "complete" else one.state
        name = self.names.get(response.organisation_id or 0)
        stood = (response.state, response.on_date, response.language, response.key, name, response.waiting)
        now = (state, one.on_date or response.on_date, one.language or response.language, one.key or response.key,
               organisation, waiting)  # fmt: skip
        told = any(each.outcome != "same" for each in answers)
        source = response.source_id
        if anew and told and one.source_id is not None and one.source_id not in self.taken:
            source = one.source_id
            self.taken.add(source)
        moved = stood != now or source != response.source_id
        return ResponseChange("changed" if moved or told else "same", source, *now, row_id=response.row_id, moved=moved,
                              answers=answers)  # fmt: skip

    def _belongs(self, one: Filed, response: KnownResponse) -> tuple[str | None, str | None]:
        """The organisation and what waits. What is known of a response stays where the file knows less; a text that a
        person said is none waits no more."""
        name = self.names.get(response.organisation_id or 0)
        if one.organisation is not None:
            return one.organisation, None
        if name is not None:
            return name, None
        return None, response.waiting if one.waiting in self.skipped else one.waiting or response.waiting

    def _answers(self, one: Filed, response: KnownResponse, *, anew: bool) -> Iterator[AnswerChange]:
        stood: dict[Identity, KnownAnswer] = {}
        others = []
        for each in response.answers:
            if each.question_id in self.keys and self._identity(each) not in stood:
                stood[self._identity(each)] = each
            else:
                others.append(each)
        told = {given.question for given in one.given}
        for given in one.given:
            before = stood.pop(given.identity, None)
            if before is None:
                yield _answer("added", given)
            else:
                yield _answer("same" if _value(before) == given.value else "changed", given, before.row_id)
        for (key, _), each in stood.items():
            if key in told or anew:
                yield AnswerChange("removed", key, row_id=each.row_id)
        for each in others:
            if self.keys.get(each.question_id) in told:
                yield AnswerChange("removed", self.keys[each.question_id], row_id=each.row_id)


def choice_of(question: QuestionRow | None, option: str) -> Choice:
    """The choice that an option is in the store, else its words."""
    words = words_of(option)
    found = next((one.choice for one in question.options if words_of(one.text) == words), None) if question else None
    return words if found is None else found


def _said(given: Iterable[Given]) -> list[tuple[object, ...]]:
    return [(*one.identity, *one.value) for one in given]


def _value(one: KnownAnswer) -> tuple[object, ...]:
    return one.number, one.choice, one.text, one.dont_know


def _answer(outcome: str, one: Given, row_id: int | None = None) -> AnswerChange:
    return AnswerChange(outcome, one.question, one.number, one.option, one.text, one.dont_know, row_id)  # type: ignore[arg-type]
