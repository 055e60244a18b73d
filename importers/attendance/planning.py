"""What importing a list of attendance would do: organisations and people settled, held against the event's lists.

Names and e-mails go no further than this, unless a person says that they are kept; what waits to be settled is an
organisation's text or a domain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core import quarter as quarters
from core.attendance import (
    AttendancePlan,
    EventChange,
    KnownList,
    KnownPerson,
    ListChange,
    ListKind,
    PersonChange,
)
from core.dates import read_date
from core.errors import EtappiError
from core.findings import Place
from core.importing import ImportPlan, Known, Outcome, ReadRow
from core.personkeys import key_mark, person_key
from importers.answers import Answers
from importers.attendance import leasttime, merging
from importers.attendance.attaching import NEW, About, Attached, Attaching, dated, first_join
from importers.attendance.merging import Said
from importers.attendance.model import AttendanceFile, Attendee, Count
from importers.attendance.words import AttendanceWords
from importers.belonging import Belonging, Belongs
from importers.rows import Ledger
from importers.words import Words

KIND = "attendance"
ONLINE = ("teams", "zoom")
ONSITE = "onsite"
"""Where those on a sheet were: in the room."""


@dataclass(frozen=True)
class Wishes:
    """What a person says of the import: the event's code, the package of a new event, the ISO date to which names and
    e-mails are kept (None: they are not), for how many minutes one must have been there to be counted (None: the list's
    own word, or any), and the secret of people's keys (None: there is none). *before* are the events of which the same
    bytes were taken in already, by the text of the question."""

    event: str | None = None
    package: str | None = None
    keep_until: str | None = None
    least_minutes: int | None = None
    secret: bytes | None = field(default=None, repr=False)
    no_secret: str = ""
    """Why there is none: a code of findings."""
    before: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Part:
    """What a file says of one event."""

    about: About
    people: Sequence[Attendee] = ()
    counts: Sequence[Count] = ()
    attached: Attached | None = None
    asked: str = ""
    """What a question about its event is called."""
    lists: list[ListChange] = field(default_factory=list)


def plan_of(
    reading: AttendanceFile, file: str, known: Known, answers: Answers, ledger: Ledger, words: AttendanceWords,
    name_words: Words, wishes: Wishes,
) -> ImportPlan:  # fmt: skip
    """The plan of a list of attendance, without what only the bytes can tell. *ledger* collects questions and findings.

    EtappiError: no such event, no day to put a new one on, another least time than the list has, or what would change
    is in a locked quarter.
    """
    return _Planning(reading, file, known, answers, ledger, words, name_words, wishes).plan()


class _Planning:
    def __init__(
        self, reading: AttendanceFile, file: str, known: Known, answers: Answers, ledger: Ledger,
        words: AttendanceWords, name_words: Words, wishes: Wishes,
    ) -> None:  # fmt: skip
        self.reading, self.file, self.known, self.answers = reading, file, known, answers
        self.ledger, self.words, self.name_words, self.wishes = ledger, words, name_words, wishes
        self.names = {one.id: one.name for one in known.organisations}
        self.least: int | None = None
        """For how many minutes one must have been there."""
        self.belonging = Belonging(known, answers, ledger, words, name_words)
        self.used: set[str] = set()
        """New organisations that somebody is of."""
        self.waits: dict[str, list[bool]] = {}
        """What waits, and whether each row of it stood there before."""

    def plan(self) -> ImportPlan:
        parts = self.parts()
        dates_open = any(question.kind == "date" for question in self.reading.questions)
        if self.reading.kind == "presence" and not dates_open:
            self.leave_out(parts[0])
        said: list[Attendee | Count] = [*self.reading.people]
        said += [one for part in parts for one in part.counts if one.organisation is not None]
        texts = [(one.organisation, one.place) for one in said]
        self.belonging.settle(texts, ask=self.reading.kind != "registration")  # registrations are only numbers
        found = self.belonging.organisations(self.reading.people)
        self.tell_keys()
        finding = self.attaching(self.ledger)
        for part in parts if not dates_open else ():
            part.attached, part.asked = finding.find(part.about), finding.text(part.about)
            if part.attached is not None:
                part.lists = self.lists(part, part.attached, found)
        events = self.events(parts)
        new = [name for name in self.belonging.accepted() if name in self.used]
        aliases, not_same = self.belonging.remembered(new)
        people = self.reading.people if self.reading.kind == "presence" else ()
        rows = [*self.other_rows(skipped=dates_open or not events), *self.waiting_rows()]
        return ImportPlan(
            file=self.file, sha256="", kind=KIND, reader="", reader_version="",
            rows_read=len(self.reading.people) + len(self.reading.counts) + len(self.reading.skipped), marks_read=0,
            spellings=len({organisation for organisation, _ in texts} - {None}),
            rows=tuple(sorted(rows, key=lambda row: (row.place.sheet or "", row.place.page or 0, row.place.row or 0))),
            new=self.belonging.new_organisations(new), aliases=aliases, not_same=not_same,
            questions=(*self.reading.questions, *self.ledger.questions),
            findings=tuple(self.ledger.findings), decisions=tuple(self.ledger.decisions),
            attendance=AttendancePlan(
                format=self.reading.format, generation=self.reading.generation, language=self.reading.language,
                kind=self.reading.kind, why=self.reading.why, people=len(people),
                identified=sum(one.email is not None for one in people), guests=sum(one.guest for one in people),
                callers=sum(one.caller for one in people), registered=self.reading.registered, events=events,
                least_minutes=self.least, keep_until=self.wishes.keep_until,
                domains=self.belonging.domains(found),
                key_mark=key_mark(self.wishes.secret) if self.wishes.secret else None,
            ),
        )  # fmt: skip

    # What the file is about

    def parts(self) -> list[_Part]:
        """One event, or of plain counts one for each title and day."""
        reading = self.reading
        mode = "online" if reading.format in ONLINE else None
        title, start = dated(reading.title, reading.start, self.known)
        if start is None and reading.kind == "presence":
            start = first_join(one.joined for one in reading.people)
        whole = About(title, start, reading.end, reading.meeting_id, mode)
        if reading.kind != "counts":
            return [_Part(whole, people=reading.people)]
        several: dict[tuple[str | None, str | None], list[Count]] = {}
        for one in reading.counts:
            several.setdefault((one.title, one.day), []).append(one)
        return [_Part(self.about(count_title, day, whole), counts=counts)
                for (count_title, day), counts in several.items()]  # fmt: skip

    def attaching(self, ledger: Ledger) -> Attaching:
        return Attaching(self.file, self.known, self.answers, ledger, event=self.wishes.event,
                         package=self.wishes.package, before=self.wishes.before)  # fmt: skip

    def leave_out(self, part: _Part) -> None:
        """Leave out who was there for less than counts on the list that the file is of."""
        attached = self.attaching(Ledger()).find(part.about)
        stands = None if attached is None else self.stands(attached, "present", part.about.mode or ONSITE)
        code = attached.known.code if attached is not None and attached.known is not None else ""
        self.least = leasttime.least_minutes(self.reading, self.wishes.least_minutes, stands, code)
        if self.wishes.least_minutes is not None and self.least is None:
            self.ledger.tell("attendance.least_unused", "warning", Place(file=self.file), n=self.wishes.least_minutes)
        self.reading = leasttime.without_short(self.reading, self.least)
        part.people = self.reading.people

    def about(self, title: str | None, day: str | None, whole: About) -> About:
        if title is None and day is None:
            return whole
        start = None
        if day is not None:
            try:
                start = read_date(day, self.known.today, self.known.span)
            except EtappiError:
                self.ledger.tell("attendance.times_unread", "warning", Place(file=self.file), n=1)
        return About(title or whole.title, start or whole.start)

    # Lists

    def lists(
        self, part: _Part, attached: Attached, found: Sequence[Belongs]
    ) -> list[ListChange]:  # fmt: skip
        """What happens to the event's lists."""
        if self.reading.kind == "counts":
            return [self.counted(part, attached)]
        if self.reading.kind == "registration":
            told = {name or waiting for name, waiting in found} - {None}
            return [self.registered(attached, len(part.people), len(told) or None)]
        out = [self.present(part, attached, found)]
        if self.reading.registered is not None and self.stands(attached, "registered", None, any_mode=True) is None:
            out.append(self.registered(attached, self.reading.registered, None))
        return out

    def present(
        self, part: _Part, attached: Attached, found: Sequence[Belongs]
    ) -> ListChange:  # fmt: skip
        mode = part.about.mode or ONSITE
        stands = self.stands(attached, "present", mode)
        said = [self.said(one, name, waiting)
                for one, (name, waiting) in zip(part.people, found, strict=True)]  # fmt: skip
        complete = part.about.mode == "online"
        people = merging.people(self.rows_of(stands), said, self.names)
        made = self.change("present", mode, stands, people, complete=complete or bool(stands and stands.complete))
        until = self.wishes.keep_until if any(one.name or one.email for one in people) else None
        until = until or (stands.keep_until if stands else None)
        if all(one.outcome == "removed" for one in people):
            made = replace(made, persons=0)  # a list of nobody tells that nobody was there
        elif made.persons == 0:
            made = replace(made, persons=None)
        again = stands is not None and (made.persons, until, self.least) != (
            stands.persons, stands.keep_until, stands.least_minutes)  # fmt: skip
        return replace(made, least_minutes=self.least, keep_until=until, outcome="changed" if again else made.outcome)

    def said(self, one: Attendee, name: str | None, waiting: str | None) -> Said:
        secret, keep = self.wishes.secret, self.wishes.keep_until is not None
        return Said(
            name, waiting, person_key(secret, one.email) if secret and one.email else None, 1,
            one.minutes if one.email else None, one.name or None if keep else None, one.email if keep else None,
        )  # fmt: skip

    def counted(self, part: _Part, attached: Attached) -> ListChange:
        stands = self.stands(attached, "counted", None)
        said, persons, organisations_there = [], None, None
        for one in part.counts:
            if one.organisation is None:
                persons = one.persons if one.persons is not None else persons
                organisations_there = one.organisations if one.organisations is not None else organisations_there
            elif one.persons != 0:
                name, waiting = self.belonging.organisation_of(one.organisation)
                # of an organisation without a name nothing but its people can be stored: at least one of them
                said.append(Said(name, waiting, None, one.persons or (None if name else 1)))
        people = merging.counts(self.rows_of(stands), said, self.names)
        return self.change("counted", None, stands, people, persons=persons, organisations_there=organisations_there)

    def registered(self, attached: Attached, persons: int, organisations_there: int | None) -> ListChange:
        stands = self.stands(attached, "registered", None, any_mode=True)
        before = stands.persons if stands else None
        if before is not None and persons < before and attached.known is not None:
            self.ledger.tell("attendance.fewer_registered", "warning", Place(file=self.file), n=persons, before=before,
                             event=attached.known.code)  # fmt: skip
        made = self.change("registered", stands.mode if stands else None, stands, (), persons=persons,
                           organisations_there=organisations_there)  # fmt: skip
        return replace(made, before=before)

    def change(
        self, kind: ListKind, mode: str | None, stands: KnownList | None, people: tuple[PersonChange, ...], *,
        persons: int | None = None, organisations_there: int | None = None, complete: bool = False,
    ) -> ListChange:  # fmt: skip
        """A list as it becomes; what the file does not tell stays as it is."""
        if stands is None:
            return ListChange(kind, mode, "added", None, persons, organisations_there, complete, people)
        persons = persons if persons is not None else stands.persons
        there = organisations_there if organisations_there is not None else stands.organisations
        same = (persons, there, complete) == (stands.persons, stands.organisations, stands.complete)
        quiet = all(one.outcome == "same" for one in people)
        return ListChange(kind, mode, "same" if same and quiet else "changed", stands.id, persons, there, complete,
                          people)  # fmt: skip

    def stands(
        self, attached: Attached, kind: str, mode: str | None, *, any_mode: bool = False
    ) -> KnownList | None:  # fmt: skip
        if attached.known is None:
            return None
        return next((
            one for one in self.known.attendance.lists
            if one.event_id == attached.known.id and one.kind == kind and (any_mode or one.mode == mode)
        ), None)  # fmt: skip

    def rows_of(self, stands: KnownList | None) -> list[KnownPerson]:
        if stands is None:
            return []
        return [one for one in self.known.attendance.people(stands.event_id) if one.list_id == stands.id]

    # The plan

    def events(self, parts: Sequence[_Part]) -> tuple[EventChange, ...]:
        """Events with their lists. EtappiError where one that would change started in a locked quarter."""
        out: list[EventChange] = []
        number = self.known.attendance.next_number
        for part in parts:
            at = part.attached
            if at is None:
                continue
            code = at.known.code if at.known else f"E{number}"
            number += at.known is None
            self.count(part)
            out.append(EventChange(at.known.id if at.known else None, code, at.title, at.start, at.ends, at.mode,
                                   at.packages, at.remember, at.known is not None and at.known.start is None,
                                   tuple(part.lists)))  # fmt: skip
            self.ledger.decisions = [
                replace(one, answer=code) if (one.kind, one.text, one.answer) == ("event", part.asked, NEW) else one
                for one in self.ledger.decisions
            ]
            changes = at.known is None or any(one.outcome != "same" for one in part.lists)
            quarter = quarters.of_date(at.start[:10]) if at.start else None
            if changes and quarter is not None and self.known.locked is not None and quarter <= self.known.locked:
                raise EtappiError("closing.locked", quarter=quarters.label(quarter), code=quarters.code(quarter))
        return tuple(out)

    def count(self, part: _Part) -> None:
        """Note who is of which organisation, and what waits."""
        for one in part.lists:
            for row in one.people:
                if row.organisation is not None:
                    self.used.add(row.organisation)
                elif row.waiting is not None:
                    self.waits.setdefault(row.waiting, []).append(row.outcome == "same")

    def waiting_rows(self) -> Iterator[ReadRow]:
        """One row for each text or domain that waits."""
        for text, before in self.waits.items():
            place = self.belonging.places.get(text, [Place(file=self.file)])[0]
            yield ReadRow(place, text, text, None, (), "waiting", waits_already=all(before))

    def other_rows(self, *, skipped: bool) -> Iterator[ReadRow]:
        """Rows that are nobody who was there; with *skipped*, the whole file is about no event."""
        for one in self.reading.skipped:
            outcome: Outcome = "open" if one.reason == "attendance.skipped_open" else "skipped"
            yield ReadRow(one.place, one.text, "", None, (), outcome, None, one.reason)
        if skipped and not self.reading.questions and not self.ledger.questions:
            yield ReadRow(Place(file=self.file), "", "", None, (), "skipped", None, "attendance.skipped_event")

    def tell_keys(self) -> None:
        """Say where people cannot be joined with those of other events."""
        mailed = sum(one.email is not None for one in self.reading.people)
        if self.reading.kind != "presence" or not mailed:
            return
        place = Place(file=self.file)
        if self.wishes.secret is None:
            self.ledger.tell(self.wishes.no_secret or "attendance.no_key", "warning", place, n=mailed)
        elif self.known.attendance.marks - {key_mark(self.wishes.secret)}:
            self.ledger.tell("attendance.other_key", "warning", place, n=mailed)
