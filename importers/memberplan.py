"""What importing a list of members would do: names settled as for participation, values compared with the store."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from core.business_id import BusinessIdError, business_id
from core.findings import Place
from core.importing import (
    Candidate,
    FieldChange,
    ImportPlan,
    Known,
    KnownOrganisation,
    MemberChange,
    NewOrganisation,
    Outcome,
    Promise,
    Question,
    ReadRow,
)
from core.languages import language_code
from core.short_names import propose
from core.text import clean
from importers import names
from importers.answers import Answers
from importers.memberlist import Member, MemberReading
from importers.names import NameQuestion, Settled, Target
from importers.rows import Ledger
from importers.words import Words

KIND = "organisations"
CLEARED = ("-", "–", "—", "−")
BAD_ID = {"form": "import.business_id_form", "check": "import.business_id_check"}
LABEL_LIMIT = 40
REGION_LIMIT = 100
_OPEN = Target("open")


@dataclass
class _Line:
    """A row on its way: the values that its cells come to (None clears; what is empty is not there), and whether
    something in it is wrong."""

    member: Member
    values: dict[str, str | None] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    wrong: bool = False
    target: Target = _OPEN
    first: "_Line | None" = None
    """The row before it that is of the same organisation."""
    outcome: Outcome = "same"
    reason: str | None = None

    @property
    def settled(self) -> bool:
        """True for a row that gives its organisation something."""
        return self.target.fate in ("organisation", "new") and not self.wrong and self.first is None


def plan_of(
    reading: MemberReading, file: str, known: Known, answers: Answers, ledger: Ledger, words: Words, *,
    skip_errors: bool = False,
) -> ImportPlan:  # fmt: skip
    """The plan of a list of members, without what only the bytes can tell. *ledger* collects questions and findings."""
    return _Planning(reading, known, answers, ledger, words).plan(file, skip_errors=skip_errors)


class _Planning:
    def __init__(
        self, reading: MemberReading, known: Known, answers: Answers, ledger: Ledger, words: Words
    ) -> None:  # fmt: skip
        self.reading, self.known, self.answers, self.ledger, self.words = reading, known, answers, ledger, words
        self.lines = [_Line(member) for member in reading.members]
        self.by_id = {organisation.id: organisation for organisation in known.organisations}

    def plan(self, file: str, *, skip_errors: bool) -> ImportPlan:
        for line in self.lines:
            self.values(line)
        settled = self.settle()
        self.repeats()
        self.one_business_id_each()
        changes = {line.target.name: self.change(line) for line in self.lines if line.settled}
        for line in self.lines:
            self.outcome(line, changes, skip_errors=skip_errors)
        rows = [*(self.row(line) for line in self.lines), *self.other_rows(skip_errors=skip_errors)]
        promise = self.promise(changes)
        new = [name for name in settled.new if name in changes]
        ids = {organisation.name: organisation.id for organisation in self.known.organisations}
        there = ids.keys() | set(new)
        return ImportPlan(
            file=file, sha256="", kind=KIND, reader="", reader_version="", rows_read=len(self.lines), marks_read=0,
            spellings=len({line.member.name for line in self.lines}),
            rows=tuple(sorted(rows, key=lambda row: (row.place.sheet or "", row.place.page or 0, row.place.row or 0))),
            new=self.new_organisations(new),
            aliases=tuple((name, spelling) for name, spelling in settled.aliases if name in there),
            not_same=tuple(
                pair for pair in settled.not_same
                if pair[1] in there and (pair[0], ids.get(pair[1], -1)) not in self.known.not_same
            ),
            missing=promise.idle, questions=tuple(self.ledger.questions), findings=tuple(self.ledger.findings),
            decisions=tuple(self.ledger.decisions), members=tuple(changes.values()), promise=promise,
        )  # fmt: skip

    # Values

    def values(self, line: _Line) -> None:
        """Understand the cells of a row; what cannot be understood is told with its place and makes the row wrong."""
        for name, (text, place) in line.member.cells.items():
            if text in CLEARED:
                line.values[name] = None
            elif name == "business_id":
                try:
                    line.values[name] = business_id(text)
                except BusinessIdError as error:
                    self.wrong(line, BAD_ID[error.reason], place, value=text)
            elif name == "language":
                code = language_code(text, self.words.organisation_languages)
                if code is None:
                    self.wrong(line, "import.language_unknown", place, value=text)
                else:
                    line.values[name] = code
            elif name == "region":
                line.values[name] = clean(text, REGION_LIMIT)
            else:
                line.labels = labels_in(text)
                if any(len(label) > LABEL_LIMIT for label in line.labels):
                    self.wrong(line, "import.label_long", place, limit=LABEL_LIMIT)

    def wrong(self, line: _Line, code: str, place: Place, **values: object) -> None:
        line.wrong = True
        self.ledger.tell(code, "error", place, name=line.member.name, **values)

    # Names

    def settle(self) -> Settled:
        """Find out what every name means; ask where that is open, by the matcher and by equal business ids."""
        counts = Counter(line.member.name for line in self.lines)
        settled = names.settle(counts, self.known.organisations, self.known.not_same, self.answers.names, self.words)
        for line in self.lines:
            line.target = settled.targets[line.member.name]
        for spelling, answer in self.answers.names.items():
            if answer and spelling in counts:
                self.ledger.decide("name", "names", spelling, answer)
        asked = {question.spelling: question.candidates for question in settled.questions}
        for spelling, candidates in self.same_business_id().items():
            more = tuple(one for one in asked.get(spelling, ()) if one.name not in {c.name for c in candidates})
            asked[spelling] = (*candidates, *more)
        opened = {settled.targets[spelling].name for spelling in asked}
        for line in self.lines:
            if line.target.fate == "new" and line.target.name in opened:
                line.target = replace(line.target, fate="open")
        self.ask_names([NameQuestion(spelling, candidates) for spelling, candidates in asked.items()])
        for name, other in settled.near:
            place = next(line.member.place for line in self.lines if line.target.name == name)
            self.ledger.tell("import.near_name", "warning", place, name=name, other=other)
        return settled

    def ask_names(self, questions: list[NameQuestion]) -> None:
        places: dict[str, list[Place]] = {}
        for line in self.lines:
            places.setdefault(line.member.name, []).append(line.member.place)
        for one in questions:
            where = places[one.spelling]
            self.ledger.questions.append(
                Question("name", one.spelling, where[0], one.candidates, tuple(where), {"n": len(where)})
            )
        for line in self.lines:
            if line.target.silent and line.target.fate == "organisation":
                self.ledger.tell("import.spelling", "note", line.member.place, spelling=line.member.name,
                                 name=line.target.name)  # fmt: skip

    def same_business_id(self) -> dict[str, tuple[Candidate, ...]]:
        """Names that would become new organisations, or are asked about, beside whose business id another name
        stands, in the store or earlier in the file."""
        owners = {one.business_id: (one.name, one.id) for one in self.known.organisations if one.business_id}
        out: dict[str, tuple[Candidate, ...]] = {}
        for line in self.lines:
            number = line.values.get("business_id")
            if number is None or line.target.fate in ("skip", "later"):
                continue
            name, id = owners.setdefault(number, (line.target.name, line.target.id or 0))
            may_ask = line.target.fate in ("new", "open") and line.member.name not in self.answers.names
            apart = (line.member.name, id) in self.known.not_same
            if name != line.target.name and may_ask and not apart and line.member.name not in out:
                values: dict[str, object] = {"business_id": number}
                candidate = Candidate(name, "import.reason_business_id", values, in_store=bool(id))
                out[line.member.name] = (candidate,)
        return out

    def new_organisations(self, new: list[str]) -> tuple[NewOrganisation, ...]:
        taken = [organisation.short for organisation in self.known.organisations]
        out = []
        for name in new:
            taken.append(propose(name, taken))
            out.append(NewOrganisation(name, taken[-1]))
        return tuple(out)

    # Rows against one another

    def repeats(self) -> None:
        """Find rows whose organisation stands in the file before. Values that it lacks are taken from them; values
        that differ are an error."""
        seen: dict[str, _Line] = {}
        for line in self.lines:
            if not line.settled:
                continue
            first = seen.setdefault(line.target.name, line)
            if first is line:
                continue
            place, row = line.member.place, first.member.place.row
            differing = [one for one in line.values if first.values.get(one, line.values[one]) != line.values[one]]
            if differing:
                self.wrong(line, "import.member_differs", place, fields=tuple(differing), first=row)
                continue
            line.first = first
            first.values = {**line.values, **first.values}
            first.labels = tuple(dict.fromkeys((*first.labels, *line.labels)))
            equal = first.member.name == line.member.name
            code = "import.repeated" if equal else "import.repeated_spelling"
            self.ledger.tell(code, "warning", place, name=line.member.name, other=first.member.name, first=row)

    def one_business_id_each(self) -> None:
        """Two organisations never have one business id: the rows that would make it so are in error."""
        final: dict[str, str] = {}
        given = {line.target.name: line for line in self.lines if line.settled}
        for organisation in self.known.organisations:
            given_line = given.get(organisation.name)
            if organisation.business_id and (given_line is None or "business_id" not in given_line.values):
                final[organisation.business_id] = organisation.name
        for name, line in given.items():
            number = line.values.get("business_id")
            other = final.setdefault(number, name) if number else name
            if other != name and number:
                _, place = line.member.cells["business_id"]
                self.wrong(line, "import.business_id_taken", place, value=number, other=other)

    # What changes

    def change(self, line: _Line) -> MemberChange:
        """What happens to the organisation of a row that is settled; a conflict with a change by hand is asked."""
        name, old = line.target.name, self.by_id.get(line.target.id or 0)
        fields = [
            FieldChange(one, getattr(old, one, None), line.values[one])
            for one in ("business_id", "region", "language")
            if one in line.values and getattr(old, one, None) != line.values[one]
        ]
        fields = [one for one in fields if self.file_wins(line, old, one)]
        here = old.labels if old else ()
        more = tuple(label for label in line.labels if label not in here)
        fewer = here if line.values.get("labels", "") is None and not more else ()
        if more or fewer:
            after = () if fewer else (*here, *more)
            told = FieldChange("labels", ", ".join(here) or None, ", ".join(after) or None)
            if fewer and not self.file_wins(line, old, told):
                fewer = ()
            else:
                fields.append(told)
        outcome: Literal["added", "changed", "same"] = "changed" if fields else "same"
        if old is None or not old.network:
            outcome = "added" if self.joins(line, old) else outcome
        return MemberChange(name, outcome, tuple(fields), more, fewer)

    def joins(self, line: _Line, old: KnownOrganisation | None) -> bool:
        """True if the organisation comes into the network: unless a person has put it outside and says so again."""
        if old is None or not old.outside:
            return True
        return self.file_wins(line, old, FieldChange("network", None, "inside"))

    def file_wins(self, line: _Line, old: KnownOrganisation | None, change: FieldChange) -> bool:
        """True where the file's value goes in: nobody gave the present one by hand, or a person says that it does."""
        edited = self.known.edits.get((old.id, change.field)) if old else None
        if old is None or edited is None:
            return True
        text = f"{old.name} > {change.field}"
        answer = self.answers.conflicts.get(text)
        if answer is not None:
            self.ledger.decide("conflict", "conflicts", text, answer)
            return answer == "file"
        values: dict[str, object] = {"field": change.field, "name": old.name, "date": edited}
        kept: dict[str, object] = {"field": change.field, "value": change.before, "date": edited}
        file: dict[str, object] = {"field": change.field, "value": change.after}
        candidates = (
            Candidate("kept", "import.reason_value_kept", kept),
            Candidate("file", "import.reason_value_file", file),
        )
        place = line.member.cells[change.field][1] if change.field in line.member.cells else line.member.place
        self.ledger.questions.append(Question("conflict", text, place, candidates, (place,), values))
        return False

    # Outcomes

    def outcome(self, line: _Line, changes: Mapping[str, MemberChange], *, skip_errors: bool) -> None:
        """Say what becomes of a row."""
        fate = line.target.fate
        if line.wrong:
            line.outcome, line.reason = "skipped" if skip_errors else "error", "import.skipped_wrong"
        elif fate in ("skip", "later"):
            line.outcome, line.reason = "skipped", "import.skipped_name" if fate == "skip" else "import.skipped_later"
        elif fate == "open":
            line.outcome = "open"
        elif line.first is not None:
            line.outcome = "repeated"
        else:
            line.outcome = changes[line.target.name].outcome

    def row(self, line: _Line) -> ReadRow:
        name = line.target.name if line.target.fate in ("organisation", "new") and not line.wrong else None
        member = line.member
        return ReadRow(member.place, member.raw, member.name, None, (), line.outcome, name, line.reason)

    def other_rows(self, *, skip_errors: bool) -> Iterator[ReadRow]:
        """Lines that are no rows, and rows that say something of nobody."""
        for place, text, reason in self.reading.skipped:
            yield ReadRow(place, text, "", None, (), "skipped", None, reason)
        for place, text in self.reading.nameless:
            self.ledger.tell("import.member_nameless", "error", place, text=text)
            outcome: Outcome = "skipped" if skip_errors else "error"
            yield ReadRow(place, text, "", None, (), outcome, None, "import.skipped_member_nameless")

    def promise(self, changes: Mapping[str, MemberChange]) -> Promise:
        """Who of the promised is missing. A name that is asked about may be any of those suggested for it."""
        listed = dict.fromkeys(line.target.name for line in self.lines if line.target.fate in ("organisation", "new"))
        maybe = {c.name for q in self.ledger.questions if q.kind == "name" for c in q.candidates}
        active = {role.organisation_id for role in self.known.roles}
        ids = {organisation.name: organisation.id for organisation in self.known.organisations}
        network = {organisation.name for organisation in self.known.organisations if organisation.network}
        return Promise(
            self.known.expected,
            len(network | {name for name, change in changes.items() if change.outcome == "added"}),
            tuple(name for name in listed if ids.get(name) not in active),
            tuple(
                one.name for one in self.known.organisations
                if one.network and one.name not in listed and one.name not in maybe
            ),
        )  # fmt: skip


def labels_in(text: str) -> tuple[str, ...]:
    """The labels of a cell: apart by a comma or a semicolon, without the # that may stand before them."""
    parts = (part.strip().lstrip("#").strip() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
