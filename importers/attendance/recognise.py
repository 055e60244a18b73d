"""Which format a list of attendance has, and what it says: grids in, an AttendanceFile out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.display import safe
from core.errors import EtappiError
from core.findings import Finding, Place
from core.importing import Candidate, Question
from importers.attendance import counts, signup, teams, webropol, zoom
from importers.attendance.columns import lines_of
from importers.attendance.model import AttendanceFile, Draft, Entry, Format, Line, Order, Told
from importers.attendance.people import Folded, fold
from importers.attendance.times import DAY_FIRST, MONTH_FIRST, Stamp, orders, scan
from importers.attendance.words import AttendanceWords
from importers.readers.grid import Grid

SURE = 85
"""From here on a report of a meeting is known by its words, not by its shape alone."""
ORDER = "order"
"""The text of the question about days and months, as in the answers file."""
_PERSONAL = ("text", "comment")
"""Values of a reader's findings that quote cells, and so may quote a name."""
Lines = Sequence[tuple[Grid, list[Line]]]


@dataclass(frozen=True)
class Claim:
    """A format and how sure it is of a file (1 to 100)."""

    format: Format
    score: int


def claims(grids: Sequence[Grid], words: AttendanceWords) -> tuple[Claim, ...]:
    """The formats that may read these grids, the surest first."""
    return _claims([(grid, lines_of(grid)) for grid in grids], words)


def read(
    grids: Sequence[Grid], words: AttendanceWords, told: Told | None = None, wish: Format | None = None
) -> AttendanceFile:
    """What the grids of one file say of who was there.

    *told* are a person's answers, *wish* the format that a person names. EtappiError: no format fits (or not the one
    wished for), two fit as well, a text whose columns cannot be told apart.
    """
    told = told or Told()
    parsed = [(grid, lines_of(grid)) for grid in grids]
    found = _claims(parsed, words)
    file = grids[0].file if grids else ""
    if wish is not None:
        found = tuple(claim for claim in found if claim.format == wish)
    if not found:
        raise EtappiError("attendance.not_recognised", file=file)
    if len(found) > 1 and found[0].score == found[1].score:
        raise EtappiError("attendance.several_formats", file=file, formats=f"{found[0].format}, {found[1].format}")
    draft = _draft(found[0].format, parsed, words, told)
    draft.findings[:0] = [_without_names(one) for grid in grids for one in grid.findings]
    return _finished(draft, file, words, told)


def _claims(parsed: Lines, words: AttendanceWords) -> tuple[Claim, ...]:
    lines = _whole(parsed)
    scores: dict[Format, int] = {
        "teams": teams.claim(lines, words),
        "zoom": zoom.claim(lines, words),
        "webropol": webropol.claim(lines, words),
        "signup": signup.claim(parsed, words),
        "counts": counts.claim(lines, words),
    }
    found = [Claim(format, score) for format, score in scores.items() if score]
    return tuple(sorted(found, key=lambda claim: -claim.score))


def _whole(parsed: Lines) -> list[Line]:
    return [line for _, lines in parsed for line in lines]


def _draft(format: Format, parsed: Lines, words: AttendanceWords, told: Told) -> Draft:
    lines = _whole(parsed)
    if format == "teams":
        return teams.read(lines, words)
    if format == "zoom":
        return zoom.read(lines, words)
    if format == "webropol":
        return webropol.read(lines, words, told)
    if format == "signup":
        return signup.read(parsed, words, told)
    return counts.read(lines, words)


def _without_names(one: Finding) -> Finding:
    values = {key: "…" if key in _PERSONAL else value for key, value in one.values.items()}
    return replace(one, values=values)


def _finished(draft: Draft, file: str, words: AttendanceWords, told: Told) -> AttendanceFile:
    """Times in the file's one order, rows as people, and what is to be told."""
    clock = _Clock(draft, file, words, told)
    draft.entries = [replace(entry, span=(clock.at(entry.joined), clock.at(entry.left))) for entry in draft.entries]
    folded = fold(draft, words)
    people = tuple(folded.people)
    if not clock.sure:
        people = tuple(replace(person, joined=None, left=None) for person in people)
    _tell(draft, folded, file)
    return AttendanceFile(
        format=draft.format,
        generation=draft.generation,
        language=words.language(draft.headings),
        kind=draft.kind,
        why=draft.why,
        title=draft.title,
        start=clock.written(draft.start),
        end=clock.written(draft.end),
        meeting_id=draft.meeting_id,
        people=people,
        counts=tuple(draft.counts),
        registered=len(people) if draft.kind == "registration" else draft.registered,
        stated=draft.stated,
        questions=tuple(draft.questions),
        findings=tuple(draft.findings),
        skipped=(*draft.skipped, *folded.skipped),
    )


class _Clock:
    """The times of one file, read in its one order of day and month. Undecided, they are read in one of the two for
    their lengths, and none is told (*sure* is False)."""

    def __init__(self, draft: Draft, file: str, words: AttendanceWords, told: Told) -> None:
        self.stamps: dict[str, Stamp | None] = {}
        texts = [draft.start, draft.end, *(text for entry in draft.entries for text in (entry.joined, entry.left))]
        for text in texts:
            if text and text not in self.stamps:
                self.stamps[text] = scan(text, words)
        unread = sum(1 for text, stamp in self.stamps.items() if stamp is None and text.strip("-–—"))
        if unread:
            draft.findings.append(Finding("attendance.times_unread", "warning", Place(file=file), {"n": unread}))
        found = [stamp for stamp in self.stamps.values() if stamp]
        possible = orders(found, self.spans(draft))
        self.sure = len(possible) == 1
        self.order: Order = possible[0] if possible else DAY_FIRST
        if told.order in possible:
            self.sure, self.order = True, told.order
        elif not possible:
            draft.findings.append(Finding("attendance.two_orders", "warning", Place(file=file)))
        elif not self.sure:
            draft.questions.append(self.question(file, draft.entries))
        elif self.order == MONTH_FIRST:
            draft.findings.append(Finding("attendance.month_first", "note", Place(file=file), self.example()))

    def spans(self, draft: Draft) -> list[tuple[Stamp, Stamp]]:
        """Coming and going, and the file's own start and end."""
        pairs = [(draft.start, draft.end), *((entry.joined, entry.left) for entry in draft.entries)]
        both = [(self.stamps.get(coming), self.stamps.get(going)) for coming, going in pairs]
        return [(coming, going) for coming, going in both if coming and going]

    def unsure(self) -> tuple[str, Stamp]:
        """The first text whose order is not written."""
        return next((text, stamp) for text, stamp in self.stamps.items() if stamp and stamp.order is None)

    def question(self, file: str, entries: Sequence[Entry]) -> Question:
        """The file's one question about days and months."""
        text, stamp = self.unsure()
        place = next((entry.place for entry in entries if text in (entry.joined, entry.left)), Place(file=file))
        candidates = tuple(
            Candidate(order, "attendance.reason_date", {"date": day.date().isoformat()})
            for order in (DAY_FIRST, MONTH_FIRST)
            if (day := stamp.at(order))
        )
        return Question("date", ORDER, place, candidates, (place,), {"ask": "attendance.ask_date", "text": safe(text)})

    def example(self) -> dict[str, object]:
        """How the first time was read."""
        text, stamp = self.unsure()
        day = stamp.at(self.order)
        return {"text": safe(text), "date": day.date().isoformat() if day else ""}

    def at(self, text: str) -> datetime | None:
        """The time of a text that has a time of day; None where it has not."""
        stamp = self.stamps.get(text)
        return stamp.at(self.order) if stamp and stamp.clock else None

    def written(self, text: str) -> str | None:
        """A time as it is stored: ISO to the minute, or a day alone; None where it is not known."""
        stamp = self.stamps.get(text)
        moment = stamp.at(self.order) if stamp and self.sure else None
        if stamp is None or moment is None:
            return None
        return moment.isoformat(timespec="minutes") if stamp.clock else moment.date().isoformat()


def _tell(draft: Draft, folded: Folded, file: str) -> None:
    """Findings on the whole of a list: numbers, never names."""
    place = Place(file=file)

    def tell(code: str, severity: str, n: int, **values: object) -> None:
        if n:
            draft.findings.append(Finding(code, severity, place, {"n": n, **values}))  # type: ignore[arg-type]

    people = len(folded.people)
    tell("attendance.durations_unread", "warning", sum(1 for entry in draft.entries if entry.unread))
    tell("attendance.alike", "note", folded.alike)
    tell("attendance.shared_email", "warning", folded.shared)
    tell("attendance.callers", "note", folded.callers)
    tell("attendance.bots", "note", len(folded.skipped))
    if draft.kind == "presence" and draft.format in ("teams", "zoom"):
        untimed = sum(1 for person in folded.people if person.minutes is None)
        tell("attendance.no_minutes", "note", untimed)
    listed = people + len(folded.skipped) if draft.kind != "counts" else sum(one.persons or 0 for one in draft.counts)
    if draft.stated is not None and draft.stated != listed:
        tell("attendance.count_differs", "warning", max(draft.stated, 1), stated=draft.stated, listed=listed)
