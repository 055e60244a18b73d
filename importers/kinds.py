"""What a file holds, by a person's word or by its headings, and the plan of importing it."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from core.errors import EtappiError
from core.findings import Finding, Place
from core.importing import ImportPlan, Known
from importers import (
    detect,
    eventlist,
    eventplan,
    eventwords,
    formfile,
    formplan,
    memberlist,
    memberplan,
    obligationlist,
    obligationplan,
    obligationwords,
    participation,
    plan,
)
from importers.answers import STATUSES, TABLE_OF_KIND, Answers
from importers.attendance import planning, recognise, texts
from importers.attendance import words as attendance_words
from importers.attendance.model import ALL, MARKED, AttendanceFile, Order, Told
from importers.attendance.planning import Wishes
from importers.attendance.words import AttendanceWords
from importers.keptanswers import with_kept
from importers.obligationwords import ObligationWords
from importers.readers.calendar import CalendarReader
from importers.readers.grid import Grid, Reader
from importers.rows import Ledger
from importers.surveys import fingerprints, forms, recipes
from importers.surveys import planning as surveyplan
from importers.surveys import recognise as surveyfile
from importers.surveys import texts as surveytexts
from importers.surveys import words as survey_words
from importers.surveys.model import Told as SurveyTold
from importers.surveys.planning import SurveyWishes
from importers.surveys.words import SurveyWords
from importers.tables import COLUMNS
from importers.words import Words, standard

BY_WORDS = 45
"""How sure a format of attendance is of a file whose headings it knows (importers.attendance)."""
KINDS = (plan.KIND, memberplan.KIND, obligationplan.KIND, formplan.KIND, planning.KIND, eventplan.KIND,
         surveyplan.KIND)  # fmt: skip


def make_plan(
    content: bytes,
    file: str,
    known: Known,
    answers: Answers | None = None,
    *,
    kind: str | None = None,
    package: str | None = None,
    unmarked: str | None = None,
    skip_errors: bool = False,
    whole: tuple[str, ...] = (),
    words: Words | None = None,
    of_events: AttendanceWords | None = None,
    wishes: Callable[[], Wishes] = Wishes,
    for_event: bool = False,
    of_survey: Callable[[], SurveyWishes] = SurveyWishes,
    for_survey: bool = False,
) -> ImportPlan:
    """What importing a file would do. *kind* is one of KINDS; None: a list of members and states of obligations are
    known by their headings, a form that came back by its hidden sheet, a list of attendance by its shape, answers to a
    survey by the columns of the program that asked, a calendar by its first line, and all else is taken for
    participation tables. *of_events* are the words of lists of attendance as the user has them, *wishes* is asked for
    what a person wishes of one, *for_event* says that the person named the event; *of_survey* and *for_survey* are the
    like for answers to a survey. The other arguments are those of importers.plan.make_plan.

    A list of members that a person calls participation, or the other way round, is told as a finding. EtappiError
    where the file cannot be read, or where it may be a list of attendance or answers to a survey.
    """
    chosen = detect.choose(content, file)
    words = words or standard()
    of_events = of_events or attendance_words.standard()

    def attendance() -> ImportPlan:
        if kind is None and _may_be_answers(content, file, of_events):
            raise EtappiError("import.survey_or_list", file=file)
        return _attendance(content, file, known, answers or Answers(), chosen, words, of_events, wishes(),
                           unmarked=unmarked)  # fmt: skip

    def survey(read: tuple[Grid, ...]) -> ImportPlan:
        return _survey(file, known, answers or Answers(), chosen, read, hashlib.sha256(content).hexdigest(), words,
                       of_events, of_survey(), skip_errors=skip_errors)  # fmt: skip

    if kind == planning.KIND or (kind is None and for_event):
        return attendance()
    if kind == surveyplan.KIND or (kind is None and for_survey):
        return survey(surveytexts.grids_of(content, file))
    try:
        grids = detect.grids(chosen, content, file, known)
    except EtappiError:  # the tables of a report have several widths, answers have line breaks
        found = _answers_in(content, file, chosen, ()) if kind is None else ()
        if found:
            return survey(found)
        if kind is None and is_report(content, file, chosen, of_events):
            return attendance()
        raise
    if kind == formplan.KIND or (kind is None and formfile.marked(grids)):
        return _form(content, file, known, answers or Answers(), chosen, grids, skip_errors=skip_errors)
    if kind == eventplan.KIND or (kind is None and chosen.name == CalendarReader.name):
        return _events(content, file, known, answers or Answers(), chosen, grids, package=package,
                       skip_errors=skip_errors)  # fmt: skip
    found = _answers_in(content, file, chosen, grids) if kind is None else ()
    if found:
        return survey(found)
    own = obligationwords.of_config()
    if kind == obligationplan.KIND or (
        kind is None and obligationlist.looks_like(grids, known.obligations, words, own)
    ):
        return _obligations(content, file, known, answers or Answers(), chosen, grids, words, own,
                            skip_errors=skip_errors)  # fmt: skip
    if kind is None and is_report(content, file, chosen, of_events):
        return attendance()
    members = memberlist.looks_like(grids, words)
    if kind == memberplan.KIND or (kind is None and members):
        return _members(content, file, known, answers or Answers(), chosen, grids, words, skip_errors=skip_errors)
    if kind is None and is_list(content, file, grids, of_events, words):
        return attendance()
    made = plan.plan_of(content, file, known, answers, chosen, grids, package=package, unmarked=unmarked,
                        skip_errors=skip_errors, whole=whole, words=words)  # fmt: skip
    return _told(made, "import.looks_like_members") if members else made


def _members(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], words: Words, *,
    skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    reading = memberlist.read(grids, words)
    sha256 = hashlib.sha256(content).hexdigest()
    ledger = Ledger(findings=list(reading.findings))
    answers = with_kept(given, known, sha256)
    made = memberplan.plan_of(reading, file, known, answers, ledger, words, skip_errors=skip_errors)
    made = _finished(made, sha256, known, given, answers, ledger, chosen)
    return _told(made, "import.looks_like_roles") if reading.roles else made


def _obligations(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], words: Words,
    own: ObligationWords, *, skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    reading = obligationlist.read(grids, known.obligations, words, own)
    sha256 = hashlib.sha256(content).hexdigest()
    ledger = Ledger(findings=list(reading.findings))
    answers = with_kept(given, known, sha256)
    made = obligationplan.plan_of(reading, file, known, answers, ledger, words, own, skip_errors=skip_errors)
    return _finished(made, sha256, known, given, answers, ledger, chosen)


def _form(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], *,
    skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    ledger = Ledger()
    made = formplan.plan_of(formfile.read(grids, file), file, known, given, ledger, skip_errors=skip_errors)
    return _finished(made, hashlib.sha256(content).hexdigest(), known, given, given, ledger, chosen)


def _events(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], *,
    package: str | None, skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    words = eventwords.of_config()
    reading = eventlist.read(grids, words)
    sha256 = hashlib.sha256(content).hexdigest()
    ledger = Ledger(findings=list(reading.findings))
    answers = with_kept(given, known, sha256)
    made = eventplan.plan_of(reading, file, known, answers, ledger, words, package=package, skip_errors=skip_errors)
    return _finished(made, sha256, known, given, answers, ledger, chosen)


def is_report(content: bytes, file: str, chosen: Reader, of_events: AttendanceWords) -> bool:
    """True for a report of Teams or Zoom, or registrations of Webropol: nothing else looks like them."""
    if chosen.name not in texts.TEXTS:
        return False
    claims = recognise.claims(texts.grids_of(content, file), of_events)
    return bool(claims) and claims[0].format in ("teams", "zoom", "webropol")


def is_list(
    content: bytes, file: str, grids: tuple[Grid, ...], of_events: AttendanceWords, words: Words
) -> bool:  # fmt: skip
    """True for what may be a list of people, or of how many there were, and is no table of participation: by its
    headings where no column of a table has a role, by its shape alone where there is no table at all."""
    claims = recognise.claims(texts.grids_of(content, file), of_events)
    if not claims:
        return False
    try:
        tables = participation.read(grids, words).tables
    except EtappiError:
        return True
    by_words = claims[0].score >= BY_WORDS
    return not tables or (by_words and all(one.shape == COLUMNS and not one.roles for one in tables))


def _answers_in(content: bytes, file: str, chosen: Reader, grids: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """The grids of answers to a survey that the program which asked it has written, known by its own columns, or by
    some of them with questions beside them; none for any other file. *grids* are those of the reader: only texts are
    read in another way."""
    try:
        found = surveytexts.grids_of(content, file) if chosen.name in texts.TEXTS or not grids else grids
        claims = surveyfile.claims(found, survey_words.of_config())
        sure = bool(claims) and claims[0].score >= forms.SURE
        return found if sure or surveyfile.answered(found, survey_words.of_config()) else ()
    except EtappiError:
        return ()


def _may_be_answers(content: bytes, file: str, of_events: AttendanceWords) -> bool:
    """True for a file that only its shape makes a report of a meeting, while it has questions, and for a list that has
    a survey's own columns, or answers on a scale and nobody's name: a person must say which of the two it is."""
    try:
        claims = recognise.claims(texts.grids_of(content, file), of_events)
        if claims and claims[0].format in ("teams", "webropol", "counts"):
            return False
        found = surveytexts.grids_of(content, file)
        words = survey_words.of_config()
        if claims and claims[0].format == "zoom":
            return claims[0].score < recognise.SURE and surveyfile.asks(found, words)
        return surveyfile.answered(found, words) or surveyfile.rated(found, words)
    except EtappiError:
        return False


def _survey(
    file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], sha256: str, words: Words,
    of_events: AttendanceWords, wishes: SurveyWishes, *, skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    own: SurveyWords = survey_words.of_config()
    answers = with_kept(given, known, sha256)
    listed = SurveyTold(codes=wishes.codes)
    reading = surveyfile.read(grids, own, listed)
    recipe = known.surveys.recipes.get(fingerprints.fingerprint(reading))
    told = replace(recipes.told_of(answers, recipe), codes=wishes.codes)
    if told != listed:
        reading = surveyfile.read(grids, own, told)
    ledger = Ledger(findings=list(reading.findings))
    made = surveyplan.plan_of(reading, told, file, known, answers, ledger, own, of_events, words, wishes,
                              skip_errors=skip_errors)  # fmt: skip
    return _finished(made, sha256, known, given, answers, ledger, chosen)


def _attendance(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, words: Words, of_events: AttendanceWords,
    wishes: Wishes, *, unmarked: str | None,
) -> ImportPlan:  # fmt: skip
    grids = texts.grids_of(content, file)
    sha256 = hashlib.sha256(content).hexdigest()
    answers = with_kept(given, known, sha256)
    if wishes.event is not None:  # an event that is named does not follow what was said before: it is held against it
        answers = replace(answers, events=given.events)
        codes = {one.code for one in known.attendance.events}
        wishes = replace(wishes, before={
            one.text: one.answer for one in known.decisions.get(sha256, ()) if one.kind == "event"
            and one.answer in codes
        })  # fmt: skip
    ledger = Ledger()
    reading = _told_reading(grids, of_events, answers, ledger, unmarked)
    ledger.findings += reading.findings
    made = planning.plan_of(reading, file, known, answers, ledger, of_events, words, wishes)
    return _finished(made, sha256, known, given, answers, ledger, chosen)


def _told_reading(
    grids: tuple[Grid, ...], of_events: AttendanceWords, answers: Answers, ledger: Ledger, flag: str | None
) -> AttendanceFile:
    """The list read by a person's answers; those that it asks for are kept."""
    reading = recognise.read(grids, of_events)
    orders: dict[str, Order] = {"day-month": "day-month", "month-day": "month-day"}
    told = Told(
        order=orders.get(answers.dates.get("order", "")),
        unmarked=next((one for one in (flag, answers.unmarked) if one in (ALL, MARKED)), None),
        statuses={text: answer for text, answer in answers.marks.items() if answer in STATUSES},
        columns={text: answer for text, answer in answers.columns.items() if isinstance(answer, str)},
    )
    if told == Told():
        return reading
    for question in reading.questions:
        table = "" if question.kind == "unmarked" else TABLE_OF_KIND[question.kind]
        answer = told.unmarked if not table else getattr(answers, table).get(question.text)
        if answer is not None:
            ledger.decide(question.kind, table, question.text if table else "unmarked", str(answer))
    return recognise.read(grids, of_events, told)


def _finished(
    made: ImportPlan, sha256: str, known: Known, given: Answers, answers: Answers, ledger: Ledger, chosen: Reader
) -> ImportPlan:
    """*made* with what only the bytes and the answers tell."""
    kept = (answers.keys() - given.keys()) & ledger.used
    return replace(
        made, sha256=sha256, reader=chosen.name, reader_version=chosen.version, already=known.batches.get(sha256),
        unused_answers=len(given.keys() - ledger.used), kept_answers=len(kept), unused=ledger.unused(given),
    )  # fmt: skip


def _told(made: ImportPlan, code: str) -> ImportPlan:
    """*made* with a finding about the whole file."""
    return replace(made, findings=(*made.findings, Finding(code, "warning", Place(file=made.file))))
