"""What importing states of obligations would do: names settled as for participation, states compared with the store."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from core import quarter as quarters
from core.dates import read_date
from core.errors import EtappiError
from core.findings import Place
from core.importing import (
    Candidate,
    ImportPlan,
    Known,
    KnownObligation,
    KnownOrganisation,
    Outcome,
    Question,
    ReadRow,
    StateChange,
)
from core.obligations import CLOSED, StateFact, standing
from core.text import clean, folded
from importers import names
from importers.answers import Answers
from importers.attendance import words as attendance_words
from importers.attendance.model import Order
from importers.attendance.times import DAY_FIRST, Stamp, orders, scan
from importers.names import Settled, Target
from importers.obligationlist import ObligationReading, ObligationRow, StateCell
from importers.obligationwords import ObligationWords
from importers.rows import Ledger
from importers.words import Words, norm
from locales import t

KIND = "obligations"
SKIP = "skip"
ORDERS = {"day-month": "import.reason_day_month", "month-day": "import.reason_month_day"}
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4})?|\d{4}-\d{2}-\d{2}.*")
_WORD_AND_DATE = re.compile(r"(?P<word>\D+?)[\s,;:(]+(?P<date>\d[\d./-]*)\)?")
_OPEN = Target("open")


@dataclass
class _Said:
    """What a cell comes to: a state from a day on (None: no day is given). *wrong* is a code of findings."""

    cell: StateCell
    state: str = ""
    day: str | None = None
    mark: str = ""
    """The text that says "not required"."""
    wrong: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class _Line:
    """A row on its way."""

    row: ObligationRow
    said: list[_Said]
    target: Target = _OPEN
    outcome: Outcome = "same"
    reason: str | None = None
    open: bool = False

    @property
    def wrong(self) -> bool:
        return any(one.wrong for one in self.said)


def plan_of(
    reading: ObligationReading, file: str, known: Known, answers: Answers, ledger: Ledger, words: Words,
    own: ObligationWords, *, skip_errors: bool = False,
) -> ImportPlan:  # fmt: skip
    """The plan of states of obligations, without what only the bytes can tell. *ledger* collects questions and
    findings."""
    return _Planning(reading, known, answers, ledger, words, own).plan(file, skip_errors=skip_errors)


def with_short_names(organisations: Sequence[KnownOrganisation]) -> tuple[KnownOrganisation, ...]:
    """*organisations*, each spelled by its short name, too, unless that is how another one is spelled: a list of what
    organisations owe is made by somebody who has Etappi before the eyes, where they stand by their short names."""
    spelled = Counter(folded(text) for one in organisations for text in {*one.spellings, one.short})
    return tuple(
        replace(one, spellings=(*one.spellings, one.short))
        if one.short not in one.spellings and spelled[folded(one.short)] == 1
        else one
        for one in organisations
    )


class _Planning:
    def __init__(
        self, reading: ObligationReading, known: Known, answers: Answers, ledger: Ledger, words: Words,
        own: ObligationWords,
    ) -> None:  # fmt: skip
        self.reading, self.known, self.answers, self.ledger = reading, known, answers, ledger
        self.words, self.own = words, own
        self.obligations = {one.code: one for one in known.obligations}
        self.order = self._order()
        self.lines = [_Line(row, [self.said(row, cell) for cell in row.cells]) for row in reading.rows]
        self.changes: dict[tuple[str, str], list[StateChange]] = {}
        self.back: dict[str, list[Place]] = {}
        """Places by obligation where the file takes back what is done or not required."""
        self.reasons: dict[str, list[Place]] = {}
        """Places by mark where something is not required and nobody says why."""
        self.undated: list[Place] = []

    def plan(self, file: str, *, skip_errors: bool) -> ImportPlan:
        settled = self.settle()
        for line in self.lines:
            self.outcome(line, skip_errors=skip_errors)
        self.ask()
        rows = [*(self.read_row(line) for line in self.lines), *self.other_rows(skip_errors=skip_errors)]
        there = {organisation.name for organisation in self.known.organisations}
        ids = {organisation.name: organisation.id for organisation in self.known.organisations}
        return ImportPlan(
            file=file, sha256="", kind=KIND, reader="", reader_version="", rows_read=len(self.lines),
            marks_read=sum(not one.wrong for line in self.lines for one in line.said),
            spellings=len({line.row.name for line in self.lines}),
            rows=tuple(sorted(rows, key=lambda row: (row.place.sheet or "", row.place.page or 0, row.place.row or 0))),
            aliases=tuple((name, spelling) for name, spelling in settled.aliases if name in there),
            not_same=tuple(
                pair for pair in settled.not_same
                if pair[1] in there and (pair[0], ids[pair[1]]) not in self.known.not_same
            ),
            missing=self.missing(), questions=tuple(self.ledger.questions), findings=tuple(self.ledger.findings),
            decisions=tuple(self.ledger.decisions), states=tuple(one for made in self.changes.values() for one in made),
        )  # fmt: skip

    # Cells

    def said(self, row: ObligationRow, cell: StateCell) -> _Said:
        """Understand a cell; what cannot be understood is told with its place."""
        said = _Said(cell)
        if cell.code is None:
            return self.wrong(said, "import.obligation_unknown", value=cell.written, codes=", ".join(self.obligations))
        text, date = cell.text, cell.date
        found = _WORD_AND_DATE.fullmatch(text)
        if found and not date and norm(found["word"]) in self.own.states:
            text, date = found["word"], found["date"]
        said.state = self.own.states.get(norm(text)) or self.own.marks.get(norm(text)) or ""
        if not said.state and (day := self.day(text)) is not None:
            said.state, said.day = "done", day
        elif not said.state and not text and date:
            said.state = "done"
        if not said.state:
            return self.wrong(said, "import.obligation_cell", value=cell.text)
        if date:
            said.day = self.day(date)
            if said.day is None:
                return self.wrong(said, "import.obligation_date", value=date)
        if said.day is not None and said.day > self.known.today:
            return self.wrong(said, "import.obligation_future", date=said.day)
        if said.state == "not_required" and not row.reason:
            said.mark = text
        return said

    def wrong(self, said: _Said, code: str, **values: object) -> _Said:
        said.wrong, said.values = code, values
        return said

    def day(self, text: str) -> str | None:
        """The ISO date that a text is; None for another."""
        if _DOTTED.fullmatch(text):
            try:
                return read_date(text, self.known.today, self.known.span)
            except EtappiError:
                return None
        stamp = scan(text, attendance_words.standard())
        order = self.order or (stamp.order if stamp else None)
        at = stamp.at(order) if stamp and order else None
        return at.date().isoformat() if at else None

    def _order(self) -> Order | None:
        """Whether days or months come first in the dates of this file; asked where nothing tells."""
        stamps: list[tuple[Stamp, Place]] = []
        for row in self.reading.rows:
            for cell in row.cells:
                for text in (cell.text, cell.date):
                    found = _WORD_AND_DATE.fullmatch(text)
                    stamp = scan(found["date"] if found else text, attendance_words.standard())
                    if stamp is not None:
                        stamps.append((stamp, cell.place))
        possible = orders([stamp for stamp, _ in stamps])
        if len(possible) < 2:
            return possible[0] if possible else None
        answer = self.answers.dates.get("order")
        if answer in possible:
            self.ledger.decide("date", "dates", "order", answer)
            return answer
        unsure = [place for stamp, place in stamps if stamp.order is None]
        candidates = tuple(Candidate(order, ORDERS[order]) for order in possible)
        self.ledger.questions.append(Question("date", "order", unsure[0], candidates, tuple(unsure)))
        return DAY_FIRST

    # Names

    def settle(self) -> Settled:
        """Find out what every name means; ask where that is open."""
        counts = Counter(line.row.name for line in self.lines)
        organisations = with_short_names(self.known.organisations)
        settled = names.settle(counts, organisations, self.known.not_same, self.answers.names, self.words)
        places: dict[str, list[Place]] = {}
        for line in self.lines:
            line.target = settled.targets[line.row.name]
            places.setdefault(line.row.name, []).append(line.row.place)
            if line.target.silent and line.target.fate == "organisation":
                self.ledger.tell("import.spelling", "note", line.row.place, spelling=line.row.name,
                                 name=line.target.name)  # fmt: skip
        for spelling, answer in self.answers.names.items():
            if answer and spelling in counts:
                self.ledger.decide("name", "names", spelling, answer)
        for one in settled.questions:
            where = places[one.spelling]
            self.ledger.questions.append(
                Question("name", one.spelling, where[0], one.candidates, tuple(where), {"n": len(where)})
            )
        return settled

    # What changes

    def outcome(self, line: _Line, *, skip_errors: bool) -> None:
        """Say what becomes of a row and of each of its cells."""
        fate = line.target.fate
        for one in line.said:
            if one.wrong:
                self.ledger.tell(one.wrong, "error", one.cell.place, name=line.row.name, **one.values)
        if fate == "new":
            self.ledger.tell("import.obligation_stranger", "error", line.row.place, name=line.row.name)
        if fate in ("skip", "later"):
            line.outcome, line.reason = "skipped", "import.skipped_name" if fate == "skip" else "import.skipped_later"
            return
        if fate == "open":
            line.outcome = "open"
            return
        found: list[str] = []
        if fate == "organisation" and not line.wrong:
            found = [self.change(line, one) for one in line.said]
        if fate == "new" or line.wrong or "wrong" in found:
            line.outcome, line.reason = "skipped" if skip_errors else "error", "import.skipped_wrong"
            return
        for word in ("open", "added", "changed", "repeated"):
            if word in found:
                line.outcome = word
                return
        if "left" in found and "same" not in found:
            line.outcome, line.reason = "skipped", "import.skipped_owes_not"

    def change(self, line: _Line, said: _Said) -> str:
        """What a cell does: added, changed, same, repeated, open (asked about), left (it owes nothing) or wrong."""
        obligation = self.obligations[said.cell.code or ""]
        name, number = line.target.name, line.target.id or 0
        day = said.day or self.known.today
        made = self.changes.setdefault((obligation.code, name), [])
        before = self.before(obligation, number, made, day)
        reason = line.row.reason or None
        if number not in obligation.owers:
            return self.owes_not(obligation, line, said)
        twin = next((one for one in made if one.on_date == day), None)
        if twin is not None:
            return self.again(line, said, twin)
        if before is not None and before.state == said.state and self.adds_nothing(line, before):
            made.append(StateChange(obligation.code, name, said.state, day, "same"))
            return "same"
        if said.mark:
            reason = self.answers.reasons.get(said.mark)
            if reason is None:
                self.reasons.setdefault(said.mark, []).append(said.cell.place)
                return "open"
            self.ledger.decide("reason", "reasons", said.mark, reason)
            if reason == SKIP:
                return "same"
        if self.known.locked is not None and quarters.of_date(day) <= self.known.locked:
            self.ledger.tell("import.obligation_locked", "error", said.cell.place, name=line.row.name, date=day,
                             quarter=quarters.label(quarters.of_date(day)),
                             quarter_code=quarters.code(quarters.of_date(day)))  # fmt: skip
            return "wrong"
        if before is not None and before.state in CLOSED and said.state not in CLOSED:
            answer = self.answers.conflicts.get(obligation.code)
            if answer is None:
                self.back.setdefault(obligation.code, []).append(said.cell.place)
                return "open"
            self.ledger.decide("conflict", "conflicts", obligation.code, answer)
            if answer == "kept":
                return "same"
        if said.day is None:
            self.undated.append(said.cell.place)
        made.append(StateChange(
            obligation.code, name, said.state, day, "added" if before is None else "changed",
            before.state if before else None, reason, line.row.proof or None,
        ))  # fmt: skip
        return made[-1].outcome

    def before(self, obligation: KnownObligation, number: int, made: list[StateChange], day: str) -> StateFact | None:
        """What holds on a day by the store and the rows before; None where nothing was told."""
        told = [*obligation.facts.get(number, ())]
        told += [StateFact(one.on_date, one.state, one.reason, one.proof) for one in made if one.outcome != "same"]
        held = standing(told, day)
        return StateFact(held.since, held.state, held.reason, held.proof) if held.since is not None else None

    def adds_nothing(self, line: _Line, before: StateFact) -> bool:
        """True if neither reason nor evidence is new."""
        return line.row.reason in ("", before.reason or "") and line.row.proof in ("", before.proof or "")

    def owes_not(self, obligation: KnownObligation, line: _Line, said: _Said) -> str:
        if said.state not in ("not_required", "not_started"):
            self.ledger.tell("import.owes_not", "warning", said.cell.place, name=line.target.name,
                             obligation=obligation.code)  # fmt: skip
        return "left"

    def again(self, line: _Line, said: _Said, twin: StateChange) -> str:
        if twin.state == said.state:
            self.ledger.tell("import.repeated", "warning", said.cell.place, name=line.row.name, other=line.row.name,
                             first=line.row.place.row)  # fmt: skip
            return "repeated"
        self.ledger.tell("import.obligation_differs", "error", said.cell.place, name=line.row.name,
                         obligation=twin.obligation, state=said.state, other=twin.state)  # fmt: skip
        return "wrong"

    # Questions

    def ask(self) -> None:
        """One question for each mark that needs a reason, and for each obligation that the file takes back."""
        for mark, places in self.reasons.items():
            candidates = (Candidate(t("import.reason_concerns_not"), "import.reason_reason"),)
            self.ledger.questions.append(
                Question("reason", mark, places[0], candidates, tuple(places), {"n": len(places), "mark": mark})
            )
        for code, places in self.back.items():
            sides = (
                Candidate("kept", "import.reason_state_kept", {"n": len(places)}),
                Candidate("file", "import.reason_state_file", {"n": len(places)}),
            )
            self.ledger.questions.append(
                Question("conflict", code, places[0], sides, tuple(places), {"n": len(places)})
            )
        if self.undated:
            self.ledger.tell("import.obligation_undated", "warning", self.undated[0], n=len(self.undated),
                             date=self.known.today)  # fmt: skip

    # Rows

    def missing(self) -> tuple[str, ...]:
        """Who owes an obligation of the file still and is not named by it. A name that is asked about may be any of
        those suggested for it."""
        named = {line.target.id for line in self.lines if line.target.fate == "organisation"}
        maybe = {c.name for q in self.ledger.questions if q.kind == "name" for c in q.candidates}
        owing: set[int] = set()
        for code in self.reading.codes:
            one = self.obligations[code]
            owing |= {
                number for number in one.owers
                if standing(one.facts.get(number, ()), self.known.today).state not in CLOSED
            }  # fmt: skip
        return tuple(o.name for o in self.known.organisations if o.id in owing - named and o.name not in maybe)

    def read_row(self, line: _Line) -> ReadRow:
        name = line.target.name if line.target.fate == "organisation" and not line.wrong else None
        row = line.row
        return ReadRow(row.place, row.raw, row.name, None, (), line.outcome, name, line.reason)

    def other_rows(self, *, skip_errors: bool) -> Iterator[ReadRow]:
        """Lines that are no rows, and rows that say something of nobody."""
        for place, text, reason in self.reading.skipped:
            yield ReadRow(place, clean(text), "", None, (), "skipped", None, reason)
        for place, text in self.reading.nameless:
            self.ledger.tell("import.member_nameless", "error", place, text=text)
            outcome: Outcome = "skipped" if skip_errors else "error"
            yield ReadRow(place, text, "", None, (), outcome, None, "import.skipped_member_nameless")
