"""The sheet of items of a form: what its rows would record.

What was typed is held against what the form was written with and what the store says now: the same is nothing to do,
what only the form changed is recorded, what somebody changed in the store meanwhile to something else is a question.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from core import quarter as quarters
from core.errors import EtappiError
from core.findings import Place
from core.forms import Change, FormChange, KnownWorkItem, What, choices
from core.importing import Outcome, ReadRow
from core.progress import EvidenceFact, ItemState, fold, in_force, is_done
from core.text import clean_lines
from importers import formcells
from importers.formfile import FormRow, Typed
from importers.formside import WRONG, FormSide

CLOSED = ("accepted", "cancelled")


@dataclass
class Line:
    """A row on its way. *on* is the day on which it is recorded, *at* that to which its item is looked at."""

    row: FormRow
    step: int | None = None
    on: str = ""
    at: str = ""
    wrong: bool = False
    open: bool = False
    changes: list[FormChange] = field(default_factory=list)


class Items:
    """Reads the rows one after the other; *facts* are those of the store with what earlier rows record."""

    def __init__(self, side: FormSide, day: str) -> None:
        self.side, self.day = side, day
        self.facts = {code: list(item.facts) for code, item in side.work.items.items()}
        self.said: set[str] = set()

    def lines(self, rows: Iterable[FormRow]) -> list[Line]:
        """What every row says; what cannot be understood is told with its cell and makes the row wrong."""
        return [self.line(row) for row in rows]

    def line(self, row: FormRow) -> Line:
        code, step = self.side.sent.steps.get(row.code, (row.code, None))
        line = Line(row, step)
        if not row.cells:
            return line
        self.side.touched = True
        item = self.side.work.items.get(code)
        if item is None or item.package_id != self.side.package_id:
            self.wrong(line, "form.item_gone", row.place, item=code)
        elif row.code in self.said:
            self.wrong(line, "form.twice", row.place, item=row.code)
        else:
            self.dated(line)
        self.said.add(row.code)
        if item is not None and not line.wrong:
            self.read(line, item)
        return line

    def read(self, line: Line, item: KnownWorkItem) -> None:
        """The cells of a row; of a row with a wrong one nothing is recorded."""
        cells, before = line.row.cells, len(self.facts[item.code])
        if "new_units" in cells:
            self.units(line, item, cells["new_units"])
        if "new_state" in cells and line.step is None:
            self.state(line, item, cells["new_state"])
        elif "new_state" in cells and line.step is not None:
            self.step(line, item, line.step, cells["new_state"])
        if line.wrong:
            del self.facts[item.code][before:]
        elif "note" in cells:
            self.note(line, item, cells["note"])
        elif cells.keys() == {"date"}:
            self.side.ledger.tell("form.date_alone", "warning", cells["date"].place, item=line.row.code)

    def wrong(self, line: Line, code: str, place: Place, **values: object) -> None:
        line.wrong = True
        self.side.ledger.tell(code, "error", place, **values)

    def dated(self, line: Line) -> None:
        """The day of a row: its own, else that of the form, which is the quarter's last at most."""
        typed, work = line.row.cells.get("date"), self.side.work
        line.on = self.day
        if typed is not None:
            try:
                line.on = formcells.day(typed.text, work.today, (work.start, work.end))
            except EtappiError:
                self.wrong(line, "form.bad_date", typed.place, text=typed.text)
                return
            quarter = quarters.of_date(line.on)
            if line.on > work.today:
                self.wrong(line, "form.future", typed.place, date=line.on, today=work.today)
            elif line.on < work.start:
                self.wrong(line, "form.before_project", typed.place, date=line.on, start=work.start)
            elif work.locked is not None and quarter <= work.locked:
                self.wrong(line, "form.locked_day", typed.place, date=line.on, quarter=quarters.label(quarter))
            elif quarter != self.side.sent.quarter:
                self.side.ledger.tell("form.other_quarter", "warning", typed.place, date=line.on,
                                      quarter=quarters.label(quarter))  # fmt: skip
        line.at = max(line.on, min(work.today, self.side.last_day))

    def now(self, line: Line, item: KnownWorkItem) -> tuple[ItemState, str]:
        """The state of an item on the day of the line, with what the form has said of it, and its word."""
        state = fold(self.facts[item.code], line.at, item.counted)
        word = "done" if is_done(item.plan, state) else "started" if state.started else "not_started"
        return state, state.closed or word

    # What is typed

    def units(self, line: Line, item: KnownWorkItem, typed: Typed) -> None:
        """A new number of units done."""
        plan, sent = item.plan, self.side.sent.items.get(item.code)
        if line.step is not None or plan.technique != "units" or item.counted is not None or sent is None:
            self.wrong(line, "form.no_units", typed.place, text=typed.text)
            return
        wanted = formcells.count(typed.text, plan.units)
        if wanted is None or wanted > (plan.units or 0):
            self.wrong(line, "form.bad_units", typed.place, text=typed.text, of=plan.units)
            return
        state, word = self.now(line, item)
        change = self.change(line, item, "units", typed.place, state.units, wanted)
        if wanted in (state.units, sent.units):
            line.changes.append(replace(change, outcome="same"))
        elif word in CLOSED and sent.state == word:
            self.wrong(line, "form.closed", typed.place, text=typed.text)
        elif (word not in CLOSED and state.units == sent.units) or self.wins(line, change, sent.units):
            if state.units is not None and wanted < state.units:
                self.side.ledger.tell("form.fewer_units", "warning", typed.place, before=state.units, after=wanted)
            self.record(line, item, change, EvidenceFact(line.on, "units", units=wanted), closed=state.closed)

    def state(self, line: Line, item: KnownWorkItem, typed: Typed) -> None:
        """A new state of an item."""
        wanted, sent = self.chosen(line, typed), self.side.sent.items.get(item.code)
        if wanted is None or sent is None:
            return
        state, word = self.now(line, item)
        change = self.change(line, item, "state", typed.place, word, wanted)
        derived = item.counted is not None or item.plan.technique in ("units", "milestones")
        if wanted in (word, sent.state) or (wanted == "started" and word == "done"):
            line.changes.append(replace(change, outcome="same"))
        elif wanted not in choices(item.plan.technique, sent.state):
            self.wrong(line, "form.state_back", typed.place, text=typed.text)
        elif word == sent.state or (derived and not state.closed) or self.wins(line, change, sent.state):
            begun = wanted == "started" and state.started
            fact = None if begun else EvidenceFact(line.on, wanted)
            self.record(line, item, change, fact, closed=state.closed)

    def step(self, line: Line, item: KnownWorkItem, number: int, typed: Typed) -> None:
        """A milestone that is done."""
        wanted, sent = self.chosen(line, typed), self.side.sent.items.get(item.code)
        if wanted is None or sent is None:
            return
        state, word = self.now(line, item)
        before = "accepted" if number in state.steps else "not_started"
        change = replace(self.change(line, item, "step", typed.place, before, wanted), code=line.row.code, step=number,
                         title=item.step_titles.get(number, ""))  # fmt: skip
        if wanted == before:
            line.changes.append(change)
        elif wanted != "accepted" or number not in item.plan.steps:
            self.wrong(line, "form.state_back", typed.place, text=typed.text)
        elif word in CLOSED and sent.state == word:
            self.wrong(line, "form.closed", typed.place, text=typed.text)
        elif word not in CLOSED or self.wins(line, change, before):
            self.record(line, item, change, EvidenceFact(line.on, "step", step=number), closed=state.closed)

    def note(self, line: Line, item: KnownWorkItem, typed: Typed) -> None:
        """A note goes with the last thing that its row records; where it records nothing it goes into the report: to
        the deviations if the item is late, else to what was done."""
        text = clean_lines(typed.text)
        for number in range(len(line.changes) - 1, -1, -1):
            if line.changes[number].facts:
                line.changes[number] = replace(line.changes[number], note=text)
                return
        if line.open or text in item.notes:
            return
        quarter = self.side.sent.quarter
        plan = in_force(item.plan, quarter)
        late = plan.last < quarter and not is_done(plan, self.now(line, item)[0])
        name = "deviations" if late else "done"
        title = item.title if line.step is None else item.step_titles.get(line.step, item.title)
        self.side.moved[name].append(f"{line.row.code} {title}: {' '.join(text.split())}")
        label = self.side.sent.layout.labels[name]
        self.side.ledger.tell("form.note_moved", "warning", typed.place, item=line.row.code, label=label)

    # Helpers

    def chosen(self, line: Line, typed: Typed) -> str | None:
        """The state of a word of the list; None, told as an error, for any other."""
        states = self.side.sent.layout.states
        found = {formcells.word(word): state for state, word in states.items()}.get(formcells.word(typed.text))
        if found is None:
            allowed = ", ".join(states[one] for one in ("started", "accepted"))
            self.wrong(line, "form.unknown_state", typed.place, text=typed.text, allowed=allowed)
        return found

    @staticmethod
    def change(
        line: Line, item: KnownWorkItem, what: What, place: Place, before: str | int | None, after: str | int
    ) -> FormChange:
        outcome: Change = "added" if before is None else "same" if before == after else "changed"
        return FormChange(what, item.code, place, outcome, before, after, item.title, item.id, on_date=line.on)

    def wins(self, line: Line, change: FormChange, sent: object) -> bool:
        said = self.side.file_wins(change, sent)
        line.open = line.open or said is None
        return bool(said)

    def record(
        self, line: Line, item: KnownWorkItem, change: FormChange, fact: EvidenceFact | None, *, closed: str | None
    ) -> None:
        """Put down what a change records, and see that it holds: a newer fact may outdo it."""
        facts = [EvidenceFact(line.on, "reopened")] if closed else []
        facts += [fact] if fact else []
        self.facts[item.code] += facts
        state, word = self.now(line, item)
        step = "accepted" if change.step in state.steps else "not_started"
        held = {"units": state.units, "state": word, "step": step}[change.what]
        if held != change.after:
            newest = max((one.on_date for one in item.facts), default=line.on)
            self.wrong(line, "form.older", change.place, date=line.on, newest=newest)
            return
        line.changes.append(replace(change, facts=tuple(facts)))


def read_row(line: Line, package: str, *, skip_errors: bool) -> ReadRow:
    """What becomes of a row."""
    outcome: Outcome = "same"
    if line.wrong:
        outcome = "skipped" if skip_errors else "error"
    elif line.open:
        outcome = "open"
    elif any(change.outcome != "same" for change in line.changes):
        outcome = "changed"
    row = line.row
    return ReadRow(row.place, row.raw, row.code, package, (), outcome, None, WRONG if line.wrong else None)
