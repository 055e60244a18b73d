"""What both sheets of a form share on their way into a plan: the store, the answers, what is asked and told."""

from dataclasses import dataclass, field

from core import quarter as quarters
from core.closing import TEXTS
from core.days import iso
from core.display import safe
from core.errors import EtappiError
from core.findings import Place
from core.forms import FormChange, KnownReport, KnownWork, Sent
from core.importing import Candidate, Question, ReadRow
from importers import formcells
from importers.answers import Answers
from importers.formfile import FormReading, Typed
from importers.rows import Ledger

WRONG = "form.skipped_wrong"


@dataclass
class FormSide:
    """A form against the store. *bad* are fields of the report that cannot be taken, *moved* notes on items that change
    nothing, by the text to which they are added, *touched* whether anything was typed at all."""

    reading: FormReading
    work: KnownWork
    package_id: int
    answers: Answers
    ledger: Ledger
    bad: list[ReadRow] = field(default_factory=list)
    moved: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in TEXTS})
    touched: bool = False

    @property
    def sent(self) -> Sent:
        """What the form was written with."""
        return self.reading.sent

    @property
    def report(self) -> KnownReport:
        """The report of the form's package and quarter as the store has it."""
        return self.work.reports.get((self.package_id, self.sent.quarter), KnownReport())

    @property
    def last_day(self) -> str:
        """The last day of the form's quarter."""
        return min(iso(quarters.last_day(self.sent.quarter)), self.work.end)

    def file_wins(self, change: FormChange, sent: object) -> bool | None:
        """Whether a person says that the form's value goes in (True) or the store's stays (False); None, and asked,
        where nobody has said so. *sent* is what the form was written with."""
        text = f"{change.code} > {change.what}"
        answer = self.answers.conflicts.get(text)
        if answer is not None:
            self.ledger.decide("conflict", "conflicts", text, answer)
            return answer == "file"
        about: dict[str, object] = {"what": change.what}
        candidates = (
            Candidate("kept", "form.reason_kept", {**about, "value": change.before}),
            Candidate("file", "form.reason_file", {**about, "value": change.after}),
        )
        values = {**about, "code": change.code, "sent": sent}
        self.ledger.questions.append(Question("conflict", text, change.place, candidates, (change.place,), values))
        return None

    def reject(self, typed: Typed, code: str, **values: object) -> None:
        """A field of the report that cannot be taken: an error with its cell."""
        self.touched = True
        self.ledger.tell(code, "error", typed.place, **values)
        self.bad.append(ReadRow(typed.place, safe(typed.text[:80]), "", None, (), "error", None, WRONG))

    def form_date(self) -> str | None:
        """The day that the form gives itself; None where it gives none, or one that cannot be."""
        typed, work = self.reading.report.get("form_date"), self.work
        if typed is None:
            return None
        try:
            day = formcells.day(typed.text, work.today, (work.start, work.end))
        except EtappiError:
            self.reject(typed, "form.bad_date", text=typed.text)
            return None
        first, _ = quarters.dates(self.sent.quarter, work.start, work.end)
        if day > work.today:
            self.reject(typed, "form.future", date=day, today=work.today)
        elif day < first:
            self.reject(typed, "form.before_quarter", date=day, start=first)
        else:
            return day
        return None

    def about_file(self) -> Place:
        """The place of what is said of the whole form."""
        return Place(file=self.reading.file)
