"""What importing a file of answers to a survey would do: its wave, its questions, who answered and what changes.

Names and e-mails go no further than this: a person becomes a key, and what waits is an organisation's text or a domain.
Every filled cell of answers is accounted for: it becomes an answer, or stands on a row or in a column that is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from core.errors import EtappiError
from core.findings import Place
from core.importing import ImportPlan, Known, Outcome, ReadRow
from core.surveys.importing import QuestionChange, ResponseChange, SurveyPlan
from core.surveys.questions import Placed, place
from core.surveys.records import OptionSpec, QuestionRow, QuestionSpec
from core.text import clean
from importers.answers import Answers
from importers.attendance.words import AttendanceWords
from importers.belonging import Belonging, Belongs
from importers.rows import Ledger
from importers.surveys import options
from importers.surveys.answering import answer
from importers.surveys.choosing import Choosing, Chosen
from importers.surveys.fingerprints import fingerprint
from importers.surveys.matching import Filed, Given, Matching, choice_of
from importers.surveys.model import (
    AnswerRead,
    CodeList,
    KnownQuestion,
    Proposal,
    QuestionRead,
    ResponseRead,
    SurveyReading,
    Told,
    Type,
)
from importers.surveys.options import OPTION_LIMIT, SKIP
from importers.surveys.proposing import propose
from importers.surveys.recipes import mapping_of
from importers.surveys.respondents import Respondent, attendees, respondents
from importers.surveys.words import SurveyWords
from importers.words import Words

KIND = "survey"
TEXT_LIMIT = 500


@dataclass(frozen=True)
class SurveyWishes:
    """What a person says of the import: the wave (``CODE/WAVE``), whether unfinished responses are taken too, the
    secret of people's keys (None: there is none, *no_secret* is the code of a finding that says why), and the words
    behind LimeSurvey's codes."""

    wave: str | None = None
    partial: bool = False
    secret: bytes | None = field(default=None, repr=False)
    no_secret: str = ""
    codes: CodeList | None = None


@dataclass(frozen=True)
class _Question:
    """A question of the file and where it belongs in the survey."""

    read: QuestionRead
    spec: QuestionSpec
    placed: Placed
    told: Mapping[str, str] = field(default_factory=dict)
    """What a person says of cells that are no option of the survey yet (importers.surveys.options)."""


def plan_of(
    reading: SurveyReading, told: Told, file: str, known: Known, answers: Answers, ledger: Ledger, words: SurveyWords,
    mail: AttendanceWords, name_words: Words, wishes: SurveyWishes, *, skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    """The plan of a file of answers, without what only the bytes can tell. *told* is what *reading* was read by,
    *ledger* collects questions and findings.

    EtappiError: a name that no wave can have, or a cell of answers that would be lost.
    """
    belonging = Belonging(known, answers, ledger, mail, name_words)
    return _Planning(reading, told, file, known, answers, ledger, words, belonging, wishes).plan(skip_errors)


class _Planning:
    def __init__(
        self, reading: SurveyReading, told: Told, file: str, known: Known, answers: Answers, ledger: Ledger,
        words: SurveyWords, belonging: Belonging, wishes: SurveyWishes,
    ) -> None:  # fmt: skip
        self.reading, self.told, self.file, self.known = reading, told, file, known
        self.answers, self.ledger, self.words = answers, ledger, words
        self.belonging, self.wishes = belonging, wishes
        self.mark = fingerprint(reading)
        self.recipe = known.surveys.recipes.get(self.mark)
        self.cells_in = 0
        self.unread: list[ReadRow] = []

    def plan(self, skip_errors: bool) -> ImportPlan:
        choosing = Choosing(self.file, self.reading, self.known.surveys, self.answers, self.ledger, self.wishes.wave,
                            self.recipe.survey_id if self.recipe else None)  # fmt: skip
        chosen = choosing.find()
        survey = chosen.survey if chosen else choosing.likely()
        rows = self.known.surveys.questions(survey.id) if survey else ()
        proposal = propose(self.reading, known_questions(rows), self.told, self.words)
        self.note(proposal)
        people = respondents(self.reading, self.wishes.secret, partial=self.wishes.partial)
        self.belonging.settle((one.response.organisation, one.response.place) for one in people.kept)
        found = self.belonging.organisations(attendees(people.kept))
        there = self.known.surveys.responses(chosen.wave.id) if chosen and chosen.wave else ()
        self.said = frozenset(answer.text for one in there for answer in one.answers if answer.text is not None)
        questions = self.questions(proposal, rows)
        filed = [self.filed(one, belongs, questions) for one, belongs in zip(people.kept, found, strict=True)]
        matching = Matching(there, rows, self.belonging.names, self.known.surveys.skipped, self.mark[:8])
        matched = matching.changes(filed).changes
        older = [number for number, one in enumerate(matched) if one is None]  # than what the store has
        kept = [one for number, one in enumerate(people.kept) if number not in older]
        changes = tuple(one for one in matched if one is not None)
        late = [*people.older, *(people.kept[number].response for number in older)]
        self.tell_keys(people.kept)
        used = {one.organisation for one in changes}
        new = [name for name in self.belonging.accepted() if name in used]
        aliases, not_same = self.belonging.remembered(new)
        self.unread = [replace(row, outcome="skipped") if skip_errors and row.outcome == "error" else row
                       for row in self.unread]  # fmt: skip
        listed = [*self.unread, *self.left_out(late), *self.waiting_rows(changes)]
        return ImportPlan(
            file=self.file, sha256="", kind=KIND, reader="", reader_version="",
            rows_read=len(self.reading.responses) + len(self.reading.partial) + self.reading.empty,
            marks_read=self.cells(self.everybody()),
            spellings=len({one.organisation for one in self.everybody()} - {None}),
            rows=tuple(sorted(listed, key=lambda row: (row.place.sheet or "", row.place.row or 0))),
            new=self.belonging.new_organisations(new), aliases=aliases, not_same=not_same,
            questions=(*self.reading.questions, *self.ledger.questions), findings=tuple(self.ledger.findings),
            decisions=tuple(self.ledger.decisions),
            survey=self.survey_plan(chosen, proposal, questions, filed, changes, kept, len(late), found),
        )  # fmt: skip

    def survey_plan(
        self, chosen: Chosen | None, proposal: Proposal, questions: list[_Question], filed: list[Filed],
        changes: tuple[ResponseChange, ...], kept: list[Respondent], older: int, found: list[Belongs],
    ) -> SurveyPlan:  # fmt: skip
        answered = {one.spec.key: 0 for one in questions}
        for response in filed:
            for key in {given.question for given in response.given}:
                answered[key] += 1
        return SurveyPlan(
            form=self.reading.form, code=chosen.code if chosen else "", title=chosen.title if chosen else "",
            kind=chosen.kind if chosen else "", wave=chosen.wave_code if chosen else "",
            survey_id=chosen.survey.id if chosen and chosen.survey else None,
            wave_id=chosen.wave.id if chosen and chosen.wave else None,
            finished=len(self.reading.responses), unfinished=len(self.reading.partial), partial=self.wishes.partial,
            older=older, empty=self.reading.empty, identified=sum(one.key is not None for one in kept),
            organisations=len({one.organisation for one in changes} - {None}),
            unknown=sum(one.organisation is None for one in changes),
            cells=self.cells(self.everybody()), cells_in=self.cells_in,
            questions=tuple(_change(one, answered[one.spec.key]) for one in questions), responses=changes,
            recipe=self.new_recipe(chosen, proposal) if chosen else None, domains=self.belonging.domains(found),
        )  # fmt: skip

    def everybody(self) -> list[ResponseRead]:
        return [*self.reading.responses, *self.reading.partial]

    @staticmethod
    def cells(responses: Iterable[ResponseRead]) -> int:
        return sum(len(one.values) for one in responses)

    def note(self, proposal: Proposal) -> None:
        """Take over what the columns leave open, and note which answers on columns were used."""
        self.ledger.questions += proposal.open
        self.ledger.findings += proposal.findings
        headings = {clean(one.heading) for one in self.reading.columns}
        self.ledger.used |= {("columns", heading) for heading in self.answers.columns if heading in headings}
        if self.told.order and self.answers.dates:
            self.ledger.decide("date", "dates", "order", self.told.order)

    def new_recipe(self, chosen: Chosen, proposal: Proposal) -> tuple[str, str] | None:
        mapping = mapping_of(self.reading, proposal, self.told)
        survey = chosen.survey.id if chosen.survey else None
        stands = self.recipe is not None and (self.recipe.survey_id, self.recipe.mapping) == (survey, mapping)
        return None if stands else (self.mark, mapping)

    # Questions

    def questions(self, proposal: Proposal, rows: tuple[QuestionRow, ...]) -> list[_Question]:
        """The questions of the file with their places in the survey."""
        language = self.reading.language or self.known.surveys.language
        return [self.question(one, rows, language) for one in proposal.questions]

    def question(self, read: QuestionRead, rows: tuple[QuestionRow, ...], language: str) -> _Question:
        spec = QuestionSpec(
            key=read.key, type=read.type, text=clean(read.text, TEXT_LIMIT), language=language, scale=read.scale,
            reversed=read.reversed, low=read.low, high=read.high, same=read.same,
            options=tuple(OptionSpec(clean(text, OPTION_LIMIT)) for text in read.options),
        )  # fmt: skip
        placed = place(rows, spec)
        if placed.question is not None and placed.options:
            spec = self.translated(read, spec, placed.question)
        if read.type not in ("single", "multiple"):
            return _Question(read, spec, placed)
        told = options.told_options(read, placed.question, self.reading, self.answers, self.ledger, self.words,
                                    self.known.surveys.language, self.said)  # fmt: skip
        spec = replace(spec, options=(*spec.options, *options.specs(told, placed.question)))
        placed = place(rows, spec)
        options.refuse_emails(read, placed.options, self.file)
        return _Question(read, spec, placed, told)

    def translated(self, read: QuestionRead, spec: QuestionSpec, there: QuestionRow) -> QuestionSpec:
        """The options of a question that so far was asked in other languages only: with a column for each, in the order
        of the form, they are the same choices. Else they are told as new ones."""
        choices = sorted({one.choice for one in there.options})
        if not choices or all(one.language in (None, spec.language) for one in there.options):
            return spec
        heading = self.reading.column(read.columns[0])
        if len(read.columns) == len(choices) == len(spec.options):
            self.ledger.tell("survey.options_by_place", "note", heading.place, question=spec.key, n=len(choices))
            same = (OptionSpec(one.text, choice) for one, choice in zip(spec.options, choices, strict=True))
            return replace(spec, options=tuple(same))
        self.ledger.tell("survey.options_apart", "warning", heading.place, question=spec.key, n=len(spec.options))
        return spec

    # Responses

    def filed(self, one: Respondent, belongs: Belongs, questions: list[_Question]) -> Filed:
        read = one.response
        given = tuple(answer for question in questions for answer in self.given(read, question))
        places = {number for question in questions for number in _columns(question.read)}
        lost = read.values.keys() - places
        if lost:
            self.lose(read, min(lost))
        return Filed(
            one.state, clean(read.source_id) if self.reading.own_ids else None, read.finished, read.on_date,
            read.language, one.key, *belongs, given,
        )  # fmt: skip

    def given(self, read: ResponseRead, question: _Question) -> Iterator[Given]:
        """The answers to one question; every filled cell of it is counted, one that cannot be read is listed."""
        filled = [number for number in _columns(question.read) if number in read.values]
        if not filled:
            return
        said = answer(question.read, read, self.words) or AnswerRead()
        key, there = question.spec.key, question.placed.question
        multiple = question.spec.type == "multiple"
        odd = options.pieces(said.unread) if said.unread else ()
        meant = {piece: question.told.get(piece, "") for piece in odd}
        self.cells_in += len(filled)
        lost = [piece for piece, means in meant.items() if means in ("", SKIP)]
        if lost:
            self.cells_in -= 1
            column = self.reading.column(filled[0])
            fate: Outcome = "skipped" if all(meant[one] == SKIP for one in lost) else "error"
            if question.spec.type in ("single", "multiple") and fate == "error":
                fate = "open"
            self.unread.append(ReadRow(replace(read.place, column=column.heading), said.unread or "", "", None, (),
                                       fate, None, "surveyimport.skipped_unread"))  # fmt: skip
        for piece, means in meant.items():
            if means not in ("", SKIP):
                yield options.given(key, piece, means, there, multiple=multiple)
        if said.dont_know:
            yield Given(key, dont_know=True, multiple=multiple)
        elif said.number is not None:
            yield Given(key, number=float(said.number))
        elif said.options:
            texts = [clean(option, OPTION_LIMIT) for option in said.options]
            beside = None if multiple else said.text
            for text in texts if multiple else texts[:1]:
                yield Given(key, option=text, choice=choice_of(there, text), text=beside, multiple=multiple)
            if multiple and said.text:
                yield Given(key, text=said.text, multiple=True)
        elif said.text:
            yield Given(key, text=said.text, multiple=multiple)
        elif not odd and not multiple:
            self.lose(read, filled[0])

    def lose(self, read: ResponseRead, number: int) -> None:
        """EtappiError for a cell that nothing accounts for."""
        heading = self.reading.column(number).heading
        raise EtappiError("surveyimport.not_conserved", file=self.file, row=read.place.row or 0, column=heading)

    # What is told

    def left_out(self, older: list[ResponseRead]) -> Iterator[ReadRow]:
        """Rows whose answers are not taken: unfinished ones, and those that a later one takes the place of."""
        for one in older:
            yield _skipped(one, "surveyimport.skipped_older")
        for one in () if self.wishes.partial else self.reading.partial:
            yield _skipped(one, "surveyimport.skipped_partial")

    def waiting_rows(self, changes: Iterable[ResponseChange]) -> Iterator[ReadRow]:
        """One row for each text or domain that waits."""
        waits: dict[str, list[bool]] = {}
        for one in changes:
            if one.organisation is None and one.waiting is not None:
                waits.setdefault(one.waiting, []).append(one.outcome == "same")
        for text, before in waits.items():
            where = self.belonging.places.get(text, [Place(file=self.file)])[0]
            yield ReadRow(where, text, text, None, (), "waiting", waits_already=all(before))

    def tell_keys(self, people: Iterable[Respondent]) -> None:
        """Say where respondents cannot be joined with those of another wave."""
        mailed = sum(bool(one.response.email or one.response.respondent) for one in people)
        if mailed and self.wishes.secret is None:
            code = self.wishes.no_secret or "survey.no_key"
            self.ledger.tell(code, "warning", Place(file=self.file), n=mailed)


def known_questions(rows: Iterable[QuestionRow]) -> list[KnownQuestion]:
    """The newest version of each question of a survey, as proposals are made by them."""
    newest: dict[str, QuestionRow] = {}
    for one in rows:
        if one.key not in newest or newest[one.key].version < one.version:
            newest[one.key] = one
    return [
        KnownQuestion(one.key, cast("Type", one.type), tuple((each.language, each.text) for each in one.wordings),
                      one.scale, one.reversed, tuple(each.text for each in one.options))
        for one in newest.values()
    ]  # fmt: skip


def _change(one: _Question, answered: int) -> QuestionChange:
    there = one.placed.question
    if there is None:
        return QuestionChange(one.spec, "added" if one.placed.version == 1 else "version", one.placed.version,
                              answered=answered)  # fmt: skip
    outcome = "worded" if one.placed.worded else "options" if one.placed.options else "same"
    return QuestionChange(one.spec, outcome, there.version, there.id, answered)  # type: ignore[arg-type]


def _columns(read: QuestionRead) -> tuple[int, ...]:
    return read.columns if read.other is None else (*read.columns, read.other)


def _skipped(one: ResponseRead, reason: str) -> ReadRow:
    outcome: Outcome = "skipped"
    return ReadRow(one.place, "", "", None, (), outcome, None, reason)
