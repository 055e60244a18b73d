"""The rows of an export as responses: times in the file's one order, ids, and only cells that say something."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from core.display import safe
from core.findings import Finding, Place
from core.importing import Candidate, Question
from importers.attendance.model import Order
from importers.attendance.times import DAY_FIRST, MONTH_FIRST, Stamp, orders
from importers.surveys import forms
from importers.surveys.model import ColumnRead, Form, ResponseRead
from importers.surveys.roles import ANSWERS, Roles
from importers.surveys.tables import Cells, Table
from importers.surveys.words import SurveyWords
from importers.words import standard as name_words

ORDER = "order"
"""The text of the question about days and months, as in the answers file."""
_NO_DATE = "1980-01-01"
"""What LimeSurvey writes for a finished response of a survey that keeps no dates."""
_CODE = 2  # letters of a language's code


class Clock:
    """The times of one file, read in its one order of days and months; undecided, none is known and it is asked."""

    def __init__(self, table: Table, columns: Sequence[ColumnRead], told: Order | None) -> None:
        self.stamps: dict[str, Stamp | None] = {}
        timed: dict[str, int] = {one.role: one.number - 1 for one in columns if one.role in ("started", "finished")}
        for _, cells in table.rows:
            for number in timed.values():
                if cells[number] and cells[number] not in self.stamps:
                    self.stamps[cells[number]] = forms.stamp(cells[number])
        self.findings: list[Finding] = []
        self.questions: list[Question] = []
        self.place = Place(file=table.grid.file)
        unread = sum(1 for found in self.stamps.values() if found is None)
        if unread:
            self.findings.append(Finding("surveyfile.times_unread", "warning", self.place, {"n": unread}))
        possible = orders([one for one in self.stamps.values() if one], self._spans(table, timed))
        self.sure = len(possible) == 1
        self.order: Order = possible[0] if possible else DAY_FIRST
        if told in possible:
            self.sure, self.order = True, told
        elif not possible:
            self.findings.append(Finding("surveyfile.two_orders", "warning", self.place))
        elif not self.sure:
            self._ask(table, timed.values())
        elif self.order == MONTH_FIRST:
            self.findings.append(Finding("surveyfile.month_first", "note", self.place, self._example()))

    def _spans(self, table: Table, timed: dict[str, int]) -> list[tuple[Stamp, Stamp]]:
        """Pairs of start and end."""
        if len(timed) < 2:
            return []
        both = [(self.stamps.get(cells[timed["started"]]), self.stamps.get(cells[timed["finished"]]))
                for _, cells in table.rows]  # fmt: skip
        return [(start, end) for start, end in both if start and end]

    def _unsure(self) -> tuple[str, Stamp]:
        """The first text whose order is not written."""
        return next((text, stamp) for text, stamp in self.stamps.items() if stamp and stamp.order is None)

    def _example(self) -> dict[str, object]:
        text, stamp = self._unsure()
        day = stamp.at(self.order)
        return {"text": safe(text), "date": day.date().isoformat() if day else ""}

    def _ask(self, table: Table, numbers: Iterable[int]) -> None:
        text, stamp = self._unsure()
        at = list(numbers)
        place = next((place for place, cells in table.rows if text in [cells[n] for n in at]), self.place)
        candidates = tuple(
            Candidate(order, "attendance.reason_date", {"date": day.date().isoformat()})
            for order in (DAY_FIRST, MONTH_FIRST)
            if (day := stamp.at(order))
        )
        values: dict[str, object] = {"ask": "attendance.ask_date", "text": safe(text)}
        self.questions.append(Question("date", ORDER, place, candidates, (place,), values))

    def at(self, text: str) -> datetime | None:
        """The time of a cell; None where it is not known."""
        found = self.stamps.get(text)
        return found.at(self.order) if found and self.sure else None

    def has_hour(self, text: str) -> bool:
        """True for a cell with a time of day."""
        found = self.stamps.get(text)
        return found is not None and found.clock is not None


class Rows:
    """The responses of a table."""

    def __init__(self, table: Table, roles: Roles, form: Form, words: SurveyWords, clock: Clock) -> None:
        self.table, self.roles, self.form, self.words, self.clock = table, roles, form, words, clock
        self.at = {
            role: [one.number - 1 for one in roles.columns if one.role == role]
            for role in ("response_id", "started", "finished", "language", "email", "respondent", "organisation")
        }
        self.answers = [one.number for one in roles.columns if one.role in ANSWERS]
        self.responses: list[ResponseRead] = []
        self.partial: list[ResponseRead] = []
        self.empty = 0
        self.silent = 0
        self.known: dict[str, bool] = {}
        ids = [self._text(cells, "response_id") for _, cells in table.rows]
        self.by_id = all(ids) and len(set(ids)) == len(ids)
        self.repeated = len([one for one in ids if one]) - len({one for one in ids if one})
        self.hashes: Counter[str] = Counter()
        for place, cells in table.rows:
            self._take(place, cells)

    def _take(self, place: Place, cells: Cells) -> None:
        values = {}
        for number in self.answers:
            cell = cells[number - 1]
            if not cell:
                continue
            if self._is_silent(cell):
                self.silent += 1
            else:
                values[number] = cell
        if not values:
            self.empty += 1
            return
        finished, started = self._time(cells, "finished"), self._time(cells, "started")
        day = (finished or started or "")[:10]
        emails = (cells[number] for number in self.at["email"])
        response = ResponseRead(
            source_id=self._text(cells, "response_id") if self.by_id else self._hash(cells, values, finished),
            place=place,
            finished=finished,
            started=started,
            on_date=day or None,
            language=self._language(cells),
            values=values,
            email=next((cell for cell in emails if forms.EMAIL.fullmatch(cell)), None),
            respondent=self._text(cells, "respondent") or None,
            organisation=self._text(cells, "organisation") or None,
        )
        (self.partial if self._unfinished(cells) else self.responses).append(response)

    def _is_silent(self, cell: str) -> bool:
        """True for a cell that says nothing; asked once for each text."""
        found = self.known.get(cell)
        if found is None:
            found = self.known[cell] = self.words.silent(cell)
        return found

    def _text(self, cells: Cells, role: str) -> str:
        """The first cell of a role that says something."""
        found = (cells[number] for number in self.at[role])
        return next((cell for cell in found if not self._is_silent(cell)), "")

    def _time(self, cells: Cells, role: str) -> str | None:
        text = self._text(cells, role)
        found = self.clock.at(text)
        if found is None or found.date().isoformat() == _NO_DATE:
            return None
        return found.isoformat(timespec="seconds") if self.clock.has_hour(text) else found.date().isoformat()

    def _unfinished(self, cells: Cells) -> bool:
        """True for a response that was not sent: LimeSurvey leaves its day of sending empty, others say so."""
        if self.form == "limesurvey" and self.at["finished"]:
            return not self._text(cells, "finished")
        status = self.roles.status
        return status is not None and self.words.means(cells[status - 1], "partial")

    def _language(self, cells: Cells) -> str | None:
        """The code of the language that a cell names."""
        text = self._text(cells, "language").casefold()
        code = name_words().organisation_languages.get(text)
        short = text.split("-")[0].split("_")[0]
        return code or (short if len(short) == _CODE and short.isalpha() else None)

    def _hash(self, cells: Cells, values: dict[int, str], finished: str | None) -> str:
        """What tells a response without an id again: its time and answers, and which of several equal ones it is."""
        said = [finished or self._text(cells, "finished"), *(f"{number} {cell}" for number, cell in values.items())]
        found = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]
        self.hashes[found] += 1
        return f"{found}-{self.hashes[found]}"
