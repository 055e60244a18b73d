"""Which event a list is of: a meeting that is remembered, one that a person confirms or names, or a new one.

A report joins an event by the meeting's id, else by the same title and start within 15 minutes: proposed, confirmed
once and remembered (decisions.md). A meeting's id alone is not enough: a series of meetings has one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from core.attendance import KnownAttendance, KnownEvent, KnownMeeting, Meeting
from core.codes import code_key, leading_code
from core.dates import read_date
from core.errors import EtappiError
from core.findings import Place
from core.importing import Candidate, Decision, Known, Question
from core.text import clean, folded
from importers.answers import Answers
from importers.rows import Ledger

NEAR = timedelta(minutes=15)
NEW, SKIP = "new", "skip"
SUGGESTIONS = 6
TITLE_LIMIT = 200
_DAY = re.compile(r"(?<![\d.])(?:\d{1,2}\.\d{1,2}\.(?:\d{4})?|\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True)
class About:
    """What a file says of the event it is of. *start* is an ISO local time or day."""

    title: str | None
    start: str | None
    ends: str | None = None
    meeting_id: str | None = None
    mode: str | None = None


@dataclass(frozen=True)
class Attached:
    """The event: *known* one, or a new one (None). *remember* is what of the meeting is not remembered yet."""

    known: KnownEvent | None
    title: str
    start: str | None
    ends: str | None
    mode: str | None
    packages: tuple[str, ...] = ()
    remember: Meeting | None = None


def dated(title: str | None, start: str | None, known: Known) -> tuple[str | None, str | None]:
    """A title and a start: without one, the day that stands in the title."""
    found = _DAY.search(title) if title and start is None else None
    if found is None or title is None:
        return title, start
    try:
        day = read_date(found[0], known.today, known.span)
    except EtappiError:
        return title, start
    return " ".join((title[: found.start()] + title[found.end() :]).split()).strip(" ,;:–-") or title, day


class Attaching:
    """Finds events for the lists of one file. *event* is the code that a person names, *package* the work package of
    a new event, *before* the events of which these bytes were taken in, by the text of the question."""

    def __init__(
        self, file: str, known: Known, answers: Answers, ledger: Ledger, *, event: str | None, package: str | None,
        before: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.file, self.known, self.answers, self.ledger = file, known, answers, ledger
        self.attendance: KnownAttendance = known.attendance
        self.before = before
        self.package = _package(known, package) if package else None
        self.told = self._told(event) if event else None

    def find(self, about: About) -> Attached | None:
        """The event of a list; None where that is asked about, or the answer was to skip it."""
        text = self.text(about)
        answer = self.answers.events.get(text)
        if self.told is not None and answer is None:
            if self._doubted(self.told, about):
                return None
            self.ledger.decisions.append(Decision("event", text, self.told.code))
            return self._at(self.told, about)
        meeting = next((one for one in self.attendance.meetings if self._is_of(one, about)), None)
        if meeting is not None and self.told is None:
            return self._at(self._by_id(meeting.event_id), about)
        if answer is not None:
            self.ledger.decide("event", "events", text, answer)
        if answer == SKIP:
            return None
        if answer == NEW:
            return self._new(about)
        if answer is not None:
            return self._at(self._told(answer), about)
        likely = [one for one in self.attendance.events if self._likely(one, about)]
        if not likely and about.title and about.start:
            self._tell_neighbours(about)
            return self._new(about)
        self._ask(text, about, likely)
        return None

    def text(self, about: About) -> str:
        """What the question is called: title and start, else the file."""
        name = about.title or PurePath(self.file).stem
        return clean(f"{name} {about.start}" if about.start else name)

    def _doubted(self, told: KnownEvent, about: About) -> bool:
        """Say that the list does not fit the event that a person names; True where that is asked: the day is another,
        or these bytes are of another event already. Whoever said so of these bytes before is not asked again."""
        text = self.text(about)
        values: dict[str, object] = {
            "event": told.code, "event_title": told.title, "event_day": (told.start or "–")[:10], "text": text,
            "title": about.title or PurePath(self.file).stem, "date": about.start or "–",
        }  # fmt: skip
        mine = [one for one in self.attendance.meetings if self._is_of(one, about)]
        if any(one.event_id == told.id for one in mine):
            return False
        before = self.before.get(text) or next(iter(self.before.values()), None)
        taken = next((one for one in self.attendance.events if one.code == before and one != told), None)
        fits = [one for one in self.attendance.events if one != told and not one.cancelled
                and (any(meeting.event_id == one.id for meeting in mine) or self._likely(one, about))]  # fmt: skip
        other_day = not _held_on(told, about.start)
        place = Place(file=self.file)
        if taken is not None:
            self.ledger.tell("attendance.taken_elsewhere", "warning", place, **values, other=_named(taken))
        elif fits and not self._likely(told, about):
            self.ledger.tell("attendance.fits_other", "warning", place, **values,
                             other="; ".join(_named(one) for one in fits))  # fmt: skip
        elif other_day and before is None:
            self.ledger.tell("attendance.other_day", "warning", place, **values)
        if taken is None and (before is not None or not other_day):
            return False
        first = [*([taken] if taken else []), *(one for one in fits if one != taken), told]
        self._ask(text, about, first, {"ask": "attendance.ask_doubted", **values})
        return True

    def _told(self, code: str) -> KnownEvent:
        for one in self.attendance.events:
            if one.code.casefold() == code.strip().casefold():
                if one.cancelled:
                    raise EtappiError("event.already_cancelled", code=one.code)
                return one
        raise EtappiError("event.unknown", code=code)

    def _by_id(self, event_id: int) -> KnownEvent:
        return next(one for one in self.attendance.events if one.id == event_id)

    def _is_of(self, meeting: KnownMeeting, about: About) -> bool:
        if about.meeting_id is not None and about.meeting_id == meeting.meeting_id:
            return meeting.start is None or about.start is None or meeting.start[:10] == about.start[:10]
        same = meeting.title is not None and about.title is not None and folded(meeting.title) == folded(about.title)
        return same and near(meeting.start, about.start)

    def _likely(self, event: KnownEvent, about: About) -> bool:
        """The same title and start within 15 minutes; of a list without a title the start alone."""
        if event.cancelled or not near(event.start, about.start):
            return False
        return about.title is None or folded(event.title) == folded(about.title)

    def _at(self, event: KnownEvent, about: About) -> Attached:
        start = event.start or about.start
        if start is None:
            raise EtappiError("event.no_day", code=event.code)
        ends = about.ends if event.start is None else None
        return Attached(event, event.title, start, ends, event.mode or about.mode, (), self._learned(about))

    def _new(self, about: About) -> Attached:
        title = clean(about.title or PurePath(self.file).stem, TITLE_LIMIT)
        if about.start is None:
            raise EtappiError("attendance.new_without_day", file=self.file)
        found = leading_code(title)
        package = self.package
        if package is None and found is not None:
            hits = [one.code for one in self.known.packages if code_key(one.code) == code_key(found[0])]
            package = hits[0] if len(hits) == 1 else None
        ends = about.ends if about.ends is not None and about.ends >= about.start else None
        return Attached(None, title, about.start, ends, about.mode, (package,) if package else (), self._learned(about))

    def _learned(self, about: About) -> Meeting | None:
        """What its next report will be known by; None where it is remembered or nothing tells."""
        if about.meeting_id is None and not (about.title and about.start):
            return None
        if any(self._is_of(one, about) and (one.meeting_id == about.meeting_id or about.meeting_id is None)
               for one in self.attendance.meetings):  # fmt: skip
            return None
        return Meeting(about.meeting_id, about.title, about.start)

    def _tell_neighbours(self, about: About) -> None:
        day = (about.start or "")[:10]
        same_day = [one for one in self.attendance.events if not one.cancelled and (one.start or "-")[:10] == day]
        if same_day:
            told = "; ".join(f"{one.code} {one.title}" for one in same_day[:SUGGESTIONS])
            self.ledger.tell("attendance.same_day", "warning", Place(file=self.file), events=told, title=about.title,
                             event=same_day[0].code)  # fmt: skip

    def _ask(
        self, text: str, about: About, likely: list[KnownEvent], values: dict[str, object] | None = None
    ) -> None:  # fmt: skip
        others = sorted(
            (one for one in self.attendance.events if not one.cancelled and one not in likely and one.start),
            key=lambda one: _rank(one, about, self.known.today),
        )
        shown = [*likely, *others][: max(SUGGESTIONS, len(likely))]
        candidates = [Candidate(one.code, "attendance.reason_event", {"title": one.title, "date": one.start})
                      for one in shown]  # fmt: skip
        if about.start is not None:
            candidates.append(Candidate(NEW, "attendance.reason_new_event", {"date": about.start}))
        place = Place(file=self.file)
        asked = values or {"ask": "attendance.ask_event", "text": text}
        self.ledger.questions.append(Question("event", text, place, tuple(candidates), (place,), asked))


def _rank(event: KnownEvent, about: About, today: str) -> tuple[object, ...]:
    """Events of the same day first, then those without a count, the nearest first."""
    start = event.start or ""
    day = about.start[:10] if about.start else today
    return start[:10] != day, event.held, abs(_days(start) - _days(day)), event.id


def _held_on(event: KnownEvent, start: str | None) -> bool:
    """True if a list of the ISO day or time *start* may be of the event, as far as days tell."""
    if event.start is None or start is None:
        return True
    return event.start[:10] <= start[:10] <= (event.ends or event.start)[:10]


def _named(event: KnownEvent) -> str:
    return f"{event.code} {event.title}"


def _days(text: str) -> int:
    return datetime.fromisoformat(text[:10]).toordinal()


def near(one: str | None, other: str | None) -> bool:
    """Within 15 minutes of each other; of a day without a time, that day."""
    if one is None or other is None:
        return False
    if len(one) == 10 or len(other) == 10:
        return one[:10] == other[:10]
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= NEAR


def _package(known: Known, code: str) -> str:
    hits = [one.code for one in known.packages if code_key(one.code) == code_key(code)]
    if len(hits) != 1:
        raise EtappiError("import.no_package", package=code)
    return hits[0]


def first_join(joins: Iterable[str | None]) -> str | None:
    """When the first one came, ISO to the minute, of a list that does not tell when it began."""
    found = sorted(one for one in joins if one)
    return found[0][:16] if found else None
