"""What importing a list of planned events would do: each row found among the events of the project, or new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from core import quarter as quarters
from core.codes import code_key
from core.errors import EtappiError
from core.eventplan import EventField, KnownPlanned, ListedEvent
from core.importing import Candidate, ImportPlan, Known, KnownPackage, Outcome, Question, ReadRow
from core.text import clean, folded
from importers.answers import Answers
from importers.eventlist import EventLine, EventReading
from importers.eventtimes import when
from importers.eventwords import EventWords
from importers.rows import Ledger
from importers.words import norm

KIND = "events"
TEXTS = {"title": 200, "place": 200, "language": 60, "series": 200}
WORDED = ("kind", "mode", "invitation")
CANCELLED = ("cancelled", "canceled", "peruttu", "inställd", "inställt")
CODE_LIMIT = 20


@dataclass
class _Row:
    """A row on its way: the values that its cells come to, the event that it is, and what becomes of it."""

    line: EventLine
    values: dict[str, object] = field(default_factory=dict)
    wrong: bool = False
    open: bool = False
    event: KnownPlanned | None = None
    outcome: Outcome = "same"
    reason: str | None = None


def plan_of(
    reading: EventReading, file: str, known: Known, answers: Answers, ledger: Ledger, words: EventWords, *,
    package: str | None = None, skip_errors: bool = False,
) -> ImportPlan:  # fmt: skip
    """The plan of a list of events, without what only the bytes can tell. *package* is that of rows that name none;
    *ledger* collects questions and findings. EtappiError for a *package* that is none."""
    return _Planning(known, answers, ledger, words, package).plan(reading, file, skip_errors=skip_errors)


class _Planning:
    def __init__(
        self, known: Known, answers: Answers, ledger: Ledger, words: EventWords, package: str | None
    ) -> None:  # fmt: skip
        self.known, self.answers, self.ledger, self.words = known, answers, ledger, words
        self.packages = {code_key(one.code): one for one in known.packages}
        self.names = {norm(text): one.name for one in known.organisations
                      for text in (one.name, one.short, *one.spellings)}  # fmt: skip
        self.package = None if package is None else self.one_package(package)
        self.asked: dict[str, list[EventLine]] = {}
        self.taken: set[int] = set()

    def one_package(self, code: str) -> KnownPackage:
        found = self.packages.get(code_key(code))
        if found is None:
            raise EtappiError("import.no_package", package=code)
        return found

    def plan(self, reading: EventReading, file: str, *, skip_errors: bool) -> ImportPlan:
        rows = [_Row(line) for line in reading.lines]
        for row in rows:
            self.read(row)
        self.ask_packages()
        self.repeats(rows)
        events = []
        for row in rows:
            if row.outcome == "same" and not row.wrong and row.reason is None:
                found = self.change(row)
                row.outcome = "open" if row.open else found.outcome
                if not row.wrong:
                    events.append(found)
            if row.wrong:
                row.outcome, row.reason = "skipped" if skip_errors else "error", "import.skipped_wrong"
        return ImportPlan(
            file=file, sha256="", kind=KIND, reader="", reader_version="", rows_read=len(rows), marks_read=0,
            spellings=0,
            rows=tuple(
                ReadRow(row.line.place, row.line.raw, row.line.text("title"), None, (), row.outcome, None, row.reason)
                for row in rows
            ),
            questions=tuple(self.ledger.questions), findings=tuple(self.ledger.findings),
            decisions=tuple(self.ledger.decisions), events=tuple(events),
        )  # fmt: skip

    # Values

    def read(self, row: _Row) -> None:
        """Understand the cells of a row; what cannot be understood is told with its place."""
        line = row.line
        if norm(line.text("status")) in CANCELLED:
            row.outcome, row.reason = "skipped", "import.skipped_cancelled"
            return
        if not line.text("title"):
            self.wrong(row, "import.event_no_title", "title")
        if not line.text("date"):
            self.wrong(row, "import.event_no_day", "date")
        else:
            self.times(row)
        for name, limit in TEXTS.items():
            if line.text(name):
                row.values[name] = clean(line.text(name), limit)
        for name in WORDED:
            if line.text(name):
                self.worded(row, name)
        if line.text("host"):
            host = self.names.get(norm(line.text("host")))
            if host is None:
                self.tell(row, "import.event_host_unknown", "host")
            else:
                row.values["host"] = host
        self.package_codes(row)

    def times(self, row: _Row) -> None:
        cells = {name: row.line.text(name) for name in ("date", "time", "ends", "end_date")}
        try:
            start, ends, window = when(cells, self.known.today, self.known.span, self.words.months)
        except EtappiError as error:
            self.wrong(row, "import.event_bad_date", "date", value=str(error.values.get("value", "")))
            return
        for name, value in (("start", start), ("ends", ends), ("window", window)):
            if value is not None:
                row.values[name] = value

    def worded(self, row: _Row, name: str) -> None:
        text = row.line.text(name)
        found = {"kind": self.words.kind, "mode": self.words.mode, "invitation": self.words.invitation}[name](text)
        if found is None:
            self.tell(row, "import.event_word_unknown", name)
        else:
            row.values[name] = found

    def package_codes(self, row: _Row) -> None:
        """The packages of a row; a code that is none is asked about once."""
        text = row.line.text("packages")
        codes: dict[str, None] = {}
        for part in text.replace(";", ",").replace("+", ",").replace("&", ",").replace("/", ",").split(","):
            told = clean(part)
            if not told or norm(told) in self.words.whole:
                continue
            answer = self.answers.workpackages.get(told)
            known = self.packages.get(code_key(told)) or self.packages.get(code_key(told.split()[0]))
            if answer is not None:
                self.ledger.decide("workpackage", "workpackages", told, answer)
                if answer != "skip":
                    codes[self.one_package(answer).code] = None
            elif known is not None:
                codes[known.code] = None
            else:
                self.asked.setdefault(told, []).append(row.line)
                row.open = True
        if not text and self.package is not None:
            codes[self.package.code] = None
        if codes or text:
            order = [one.code for one in self.known.packages]
            row.values["packages"] = tuple(sorted(codes, key=order.index))

    def ask_packages(self) -> None:
        for text, lines in self.asked.items():
            candidates = tuple(Candidate(one.code, "import.reason_package", {"title": one.title})
                               for one in self.known.packages)  # fmt: skip
            places = tuple(line.cells["packages"][1] for line in lines)
            self.ledger.questions.append(Question("workpackage", text, places[0], candidates, places))

    def wrong(self, row: _Row, code: str, name: str, **values: object) -> None:
        row.wrong = True
        place = row.line.cells[name][1] if name in row.line.cells else row.line.place
        self.ledger.tell(code, "error", place, title=row.line.text("title"), **values)

    def tell(self, row: _Row, code: str, name: str) -> None:
        text, place = row.line.cells[name]
        self.ledger.tell(code, "warning", place, text=text)

    # Rows against one another and against the project

    def repeats(self, rows: Iterable[_Row]) -> None:
        """A row whose title and time stand in the file before says nothing new."""
        seen: set[tuple[object, ...]] = set()
        for row in rows:
            if row.wrong or row.reason is not None:
                continue
            same = (folded(str(row.values["title"])), row.values.get("start"), row.values.get("window"),
                    row.line.text("code"))  # fmt: skip
            if same in seen:
                row.outcome = "repeated"
            seen.add(same)

    def found(self, row: _Row) -> KnownPlanned | None:
        """The event that a row is, each at most once: by its code, by what a calendar calls it, by title and time, or
        by the title of an event that has no day yet, or no hour."""
        free = [one for one in self.known.events if one.id not in self.taken]
        code, uid = code_key(row.line.text("code")), row.line.text("uid")
        title, start = folded(str(row.values["title"])), row.values.get("start")
        alike = [one for one in free if folded(str(one.values["title"])) == title]
        tests = (
            [one for one in free if code and code_key(one.code) == code],
            [one for one in free if uid and uid in one.uids],
            [one for one in alike if one.values["start"] == start and one.values["window"] == row.values.get("window")],
            [one for one in alike if start is not None and str(one.values["start"])[:10] == str(start)[:10]],
            [one for one in alike if one.values["start"] is None and self.fits(one, start)],
        )
        found = next((several[0] for several in tests if several), None)
        if found is not None:
            self.taken.add(found.id)
        return found

    @staticmethod
    def fits(one: KnownPlanned, start: object) -> bool:
        """True where a day, or another window, may be that of an event without a day."""
        window = one.values["window"]
        if not isinstance(start, str) or not isinstance(window, tuple):
            return True
        return bool(window[0] <= start[:10] <= window[1])

    def change(self, row: _Row) -> ListedEvent:
        """What happens to the event of a row; a conflict with a change by hand is asked."""
        one = self.found(row)
        title, uid = str(row.values["title"]), row.line.text("uid")
        if one is None:
            code = clean(row.line.text("code"), CODE_LIMIT) or None
            fields = tuple(EventField(name, None, value) for name, value in row.values.items())
            if self.is_locked(row.values.get("start")):
                self.wrong(row, "import.event_locked", "date")
            return ListedEvent("added", None, code, title, fields, uid or None)
        changes = tuple(
            EventField(name, one.values[name], value)
            for name, value in row.values.items()
            if one.values[name] != value and self.file_wins(row, one, name, value)
        )
        moved = {change.field for change in changes} & {"start", "kind", "packages"}
        if moved and (one.bound or ("start" in moved and self.is_locked(row.values["start"]))):
            self.wrong(row, "import.event_locked", "date")
        fresh = uid if uid and uid not in one.uids else None
        outcome: Literal["changed", "same"] = "changed" if changes or fresh else "same"
        return ListedEvent(outcome, one.id, one.code, title, changes, fresh)

    def is_locked(self, start: object) -> bool:
        locked = self.known.locked
        return locked is not None and isinstance(start, str) and quarters.of_date(start[:10]) <= locked

    def file_wins(self, row: _Row, one: KnownPlanned, name: str, value: object) -> bool:
        """True where the file's value goes in: nobody gave the present one by hand, or a person says that it does."""
        edited = one.edited.get(name)
        if edited is None or not one.values[name]:
            return True
        text = f"{one.code} > {name}"
        answer = self.answers.conflicts.get(text)
        if answer is not None:
            self.ledger.decide("conflict", "conflicts", text, answer)
            return answer == "file"
        row.open = True
        told: Mapping[str, object] = {"field": f"event_{name}", "date": edited}
        candidates = (
            Candidate("kept", "import.reason_value_kept", {**told, "value": one.values[name]}),
            Candidate("file", "import.reason_value_file", {**told, "value": value}),
        )
        place = row.line.cells[name][1] if name in row.line.cells else row.line.place
        values = {**told, "name": f"{one.code} {one.values['title']}"}
        self.ledger.questions.append(Question("conflict", text, place, candidates, (place,), values))
        return False
