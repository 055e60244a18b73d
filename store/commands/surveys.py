"""Surveys: made, their waves, who was invited, and their questions with versions, wordings and options."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import col, func, select

from core.codes import code_key
from core.days import day_number
from core.errors import EtappiError
from core.planning import PlanSurvey, PlanWave
from core.surveys.questions import place, wave_of, words_of
from core.surveys.records import KINDS, TYPES, Defined, OptionSpec, QuestionSpec
from core.text import clean
from store import surveys as reading
from store.models import (
    Answer,
    Event,
    Invitation,
    Organisation,
    Question,
    QuestionOption,
    QuestionWording,
    Survey,
    SurveyRecipe,
    Wave,
    WorkPackage,
)
from store.status import ProjectRow
from store.writing import Writer, key

CODE_LIMIT, KEY_LIMIT, TITLE_LIMIT, TEXT_LIMIT = 30, 60, 200, 500
LARGEST = 1_000_000
WAVE_FIELDS = ("opened", "closed", "invited", "ineligible", "group_size")
"""What may be said of a wave: ISO dates, numbers of persons; None takes it away."""


def add_survey(
    writer: Writer, project: ProjectRow, code: str, title: str, kind: str = "network", *, package: str | None = None,
    event: str | None = None,
) -> int:  # fmt: skip
    """Make a survey; returns its id. *package* and *event* are codes of what feedback is about.

    EtappiError: no code or title, a code with / in it or that another survey has, an unknown kind, package or event.
    """
    text, name = _code(code), clean(title, TITLE_LIMIT)
    _check(name, kind)
    for row in writer.session.exec(select(Survey).where(Survey.project_id == project.id)).all():
        if row.code.casefold() == text.casefold():
            raise EtappiError("survey.code_taken", code=row.code, title=row.title)
    row = Survey(
        project_id=project.id, code=text, title=name, kind=kind, made_by=writer.action,
        work_package_id=_package(writer, project.id, package) if package else None,
        event_id=_event(writer, project.id, event) if event else None,
    )  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    return key(row.id)


def write_plan(writer: Writer, project: ProjectRow, wanted: Iterable[PlanSurvey]) -> None:
    """Write the surveys of a plan file; EtappiError for one about an event that there is not."""
    for one in wanted:
        survey = add_survey(writer, project, one.code, one.title, one.kind, package=one.package, event=one.event)
        for wave in one.waves:
            write_wave(writer, project, survey, wave)


def write_wave(writer: Writer, project: ProjectRow, survey_id: int, wave: PlanWave) -> None:
    """Write a wave of a plan file."""
    said = {name: getattr(wave, name) for name in ("opened", "closed", "invited") if getattr(wave, name) is not None}
    set_wave(writer, add_wave(writer, project, survey_id, wave.code), said)


def set_survey(writer: Writer, project: ProjectRow, survey_id: int, fields: Mapping[str, object]) -> None:
    """Change title, kind, package or event (codes, None for none) of a survey. EtappiError as `add_survey`."""
    row = writer.session.get(Survey, survey_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    title = clean(str(fields.get("title", row.title)), TITLE_LIMIT)
    _check(title, str(fields.get("kind", row.kind)))
    wanted: dict[str, object] = {"title": title, "kind": fields.get("kind", row.kind)}
    if "package" in fields:
        wanted["work_package_id"] = _package(writer, project.id, str(fields["package"])) if fields["package"] else None
    if "event" in fields:
        wanted["event_id"] = _event(writer, project.id, str(fields["event"])) if fields["event"] else None
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += bool(changed)
    writer.session.add(row)
    writer.session.flush()


def add_wave(writer: Writer, project: ProjectRow, survey_id: int, code: str) -> int:
    """The id of a survey's wave of that code, which is made if it is named for the first time. EtappiError for no
    code."""
    text = _code(code)
    waves = writer.session.exec(select(Wave).where(Wave.survey_id == survey_id)).all()
    for wave in waves:
        if wave.code.casefold() == text.casefold():
            return key(wave.id)
    row = Wave(project_id=project.id, survey_id=survey_id, code=text, made_by=writer.action,
               position=max((wave.position for wave in waves), default=0) + 1)  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    return key(row.id)


def named_wave(writer: Writer, project: ProjectRow, name: str) -> int:
    """The id of the wave ``CODE/WAVE``, made if it is named for the first time. EtappiError for an unknown survey or no
    wave."""
    code, wave = wave_of(name)
    if wave is None:
        raise EtappiError("survey.no_wave", code=code)
    return add_wave(writer, project, reading.find_survey(writer.connection, project.id, code).id, wave)


def set_wave(writer: Writer, wave_id: int, fields: Mapping[str, object]) -> None:
    """Say of a wave what `WAVE_FIELDS` names. EtappiError for numbers and dates that cannot be, nothing written."""
    row = writer.session.get(Wave, wave_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    whole = {name: getattr(row, name) for name in WAVE_FIELDS}
    wanted = {name: fields[name] for name in WAVE_FIELDS if name in fields}
    if "ineligible" in wanted:
        wanted["ineligible"] = wanted["ineligible"] or 0
    _check_wave(whole | wanted)
    if all(whole[name] == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    writer.session.add(row)
    writer.session.flush()


def set_invited(
    writer: Writer, project: ProjectRow, wave_id: int, organisations: Mapping[int, int | None], *, whole: bool = False
) -> None:
    """Say which organisations (by id) were asked in a wave, and how many persons of each where that is known.

    *whole*: those that are not named were not asked. EtappiError for a number that cannot be, an organisation that is
    gone.
    """
    there = {row.organisation_id: row
             for row in writer.session.exec(select(Invitation).where(Invitation.wave_id == wave_id)).all()}  # fmt: skip
    for organisation, persons in organisations.items():
        if persons is not None and not 0 <= persons <= LARGEST:
            raise EtappiError("survey.bad_number", value=persons)
        row = there.get(organisation)
        if row is None:
            if writer.session.get(Organisation, organisation) is None:
                raise EtappiError("store.row_gone", 1)
            writer.session.add(Invitation(project_id=project.id, wave_id=wave_id, organisation_id=organisation,
                                          persons=persons, made_by=writer.action))  # fmt: skip
        elif row.persons != persons and (whole or persons is not None):
            row.persons, row.version = persons, row.version + 1
            writer.session.add(row)
    if whole:
        for organisation, row in there.items():
            if organisation not in organisations:
                writer.session.delete(row)
    writer.session.flush()


def define_questions(
    writer: Writer, project: ProjectRow, survey_id: int, wanted: Iterable[QuestionSpec]
) -> dict[str, Defined]:
    """Make sure that a survey has the *wanted* questions (core.surveys.questions.place says which are new, which are
    other versions and which get another wording); by key, each with its id and those of its options.

    EtappiError: no key or text, an unknown type, a scale where none belongs or none where one does.
    """
    out: dict[str, Defined] = {}
    for one in wanted:
        spec = _cleaned(one)
        known = reading.questions(writer.connection, survey_id)
        placed = place(known, spec)
        if placed.question is None:
            position = next((row.position for row in known if row.key == spec.key),
                            max((row.position for row in known), default=0) + 1)  # fmt: skip
            row = Question(
                project_id=project.id, survey_id=survey_id, key=spec.key, version_number=placed.version,
                position=position, type=spec.type, scale=spec.scale, reversed=int(spec.reversed), made_by=writer.action,
            )  # fmt: skip
            writer.session.add(row)
            writer.session.flush()
            number = key(row.id)
        else:
            number = placed.question.id
        if placed.worded:
            writer.session.add(QuestionWording(
                project_id=project.id, question_id=number, language=spec.language, text=spec.text, low=spec.low,
                high=spec.high, made_by=writer.action,
            ))  # fmt: skip
        _options(writer, project.id, number, placed.options, spec.language)
        writer.session.flush()
        out[spec.key] = Defined(number, placed.version, _option_ids(writer, number))
    return out


def tag(writer: Writer, project: ProjectRow, tags: Mapping[int, str]) -> None:
    """Tag open answers (by id); an empty text takes a tag away. EtappiError where there is no open answer of that
    id."""
    for number, text in tags.items():
        row = writer.session.get(Answer, number)
        if row is None or row.project_id != project.id or row.text is None:
            raise EtappiError("survey.no_open_answer", id=number)
        wanted = clean(text, KEY_LIMIT) or None
        if row.tag != wanted:
            row.tag, row.version = wanted, row.version + 1
            writer.session.add(row)
    writer.session.flush()


def forget_questions(writer: Writer, survey_id: int) -> None:
    """Take away the questions and recipes of a survey that nobody answered."""
    for question in writer.session.exec(select(Question).where(Question.survey_id == survey_id)).all():
        for model in (QuestionWording, QuestionOption):
            for row in writer.session.exec(select(model).where(col(model.question_id) == question.id)).all():
                writer.session.delete(row)
        writer.session.flush()
        writer.session.delete(question)
    for recipe in writer.session.exec(select(SurveyRecipe).where(SurveyRecipe.survey_id == survey_id)).all():
        writer.session.delete(recipe)
    writer.session.flush()


def move(writer: Writer, into_id: int, gone_id: int) -> None:
    """Give the invitations and responses of one organisation to another, since both are one; persons who were invited
    of both are added up."""
    into = {row.wave_id: row for row in
            writer.session.exec(select(Invitation).where(Invitation.organisation_id == into_id)).all()}  # fmt: skip
    for row in writer.session.exec(select(Invitation).where(Invitation.organisation_id == gone_id)).all():
        twin = into.get(row.wave_id)
        if twin is None:
            row.organisation_id, row.version = into_id, row.version + 1
            writer.session.add(row)
            continue
        if row.persons is not None:
            twin.persons, twin.version = (twin.persons or 0) + row.persons, twin.version + 1
            writer.session.add(twin)
        writer.session.delete(row)
    writer.session.flush()
    writer.connection.execute("UPDATE response SET organisation_id = ?, version = version + 1 "
                              "WHERE organisation_id = ?", (into_id, gone_id))  # fmt: skip


def _options(writer: Writer, project_id: int, question_id: int, options: Sequence[OptionSpec], language: str) -> None:
    of_question = select(func.max(QuestionOption.position)).where(QuestionOption.question_id == question_id)
    last = writer.session.exec(of_question).one() or 0
    for one in options:
        last = last if one.choice is not None else last + 1
        writer.session.add(QuestionOption(
            project_id=project_id, question_id=question_id, text=one.text, language=language,
            position=last if one.choice is None else one.choice, made_by=writer.action,
        ))  # fmt: skip
        last = max(last, one.choice or 0)


def _option_ids(writer: Writer, question_id: int) -> dict[str, int]:
    rows = writer.session.exec(select(QuestionOption).where(QuestionOption.question_id == question_id)).all()
    return {words_of(row.text): key(row.id) for row in rows}


def _cleaned(spec: QuestionSpec) -> QuestionSpec:
    """*spec* as it may be stored; EtappiError for what a question cannot be."""
    name, text = clean(spec.key, KEY_LIMIT), clean(spec.text, TEXT_LIMIT)
    if not name or not text:
        raise EtappiError("survey.no_question")
    if spec.type not in TYPES:
        raise EtappiError("survey.unknown_type", question=name, type=clean(spec.type, CODE_LIMIT),
                          types=", ".join(TYPES))  # fmt: skip
    if (spec.type == "likert") != (spec.scale is not None) or not 2 <= (spec.scale or 2) <= 11:
        raise EtappiError("survey.bad_scale", question=name, scale=spec.scale)
    options: dict[str, OptionSpec] = {}
    for one in spec.options if spec.type in ("single", "multiple") else ():
        shown = clean(one.text, TEXT_LIMIT)
        if shown:
            options.setdefault(words_of(shown), OptionSpec(shown, one.choice))
    return QuestionSpec(
        key=name, type=spec.type, text=text, language=spec.language, scale=spec.scale, reversed=spec.reversed,
        low=_text(spec.low), high=_text(spec.high), options=tuple(options.values()), same=spec.same,
    )  # fmt: skip


def _check(title: str, kind: str) -> None:
    if not title:
        raise EtappiError("survey.no_title")
    if kind not in KINDS:
        raise EtappiError("survey.unknown_kind", kind=clean(kind, CODE_LIMIT), kinds=", ".join(KINDS))


def _check_wave(fields: Mapping[str, object]) -> None:
    for name in ("opened", "closed"):
        if fields[name] is not None:
            try:
                day_number(str(fields[name]))
            except ValueError:
                raise EtappiError("survey.bad_day", value=clean(str(fields[name]), 40)) from None
    if fields["opened"] and fields["closed"] and str(fields["closed"]) < str(fields["opened"]):
        raise EtappiError("survey.closed_before", opened=fields["opened"], closed=fields["closed"])
    for name in ("invited", "ineligible", "group_size"):
        value = fields[name]
        if value is not None and (not isinstance(value, int) or not (name == "group_size") <= value <= LARGEST):
            raise EtappiError("survey.bad_number", value=value)
    invited, ineligible = fields["invited"], fields["ineligible"]
    if isinstance(invited, int) and isinstance(ineligible, int) and ineligible > invited:
        raise EtappiError("survey.too_ineligible", invited=invited, ineligible=ineligible)


def _code(code: str) -> str:
    text = clean(code, CODE_LIMIT)
    if not text or "/" in text:
        raise EtappiError("survey.bad_code", code=text)
    return text


def _text(value: str | None) -> str | None:
    return clean(value, TITLE_LIMIT) or None if value else None


def _package(writer: Writer, project_id: int, code: str) -> int:
    found = writer.session.exec(
        select(WorkPackage.id).where(WorkPackage.project_id == project_id, WorkPackage.code_key == code_key(code))
    ).all()
    if len(found) != 1:
        raise EtappiError("progress.unknown_package", code=code)
    return key(found[0])


def _event(writer: Writer, project_id: int, code: str) -> int:
    for row in writer.session.exec(select(Event).where(Event.project_id == project_id)).all():
        if row.code.casefold() == code.strip().casefold():
            return key(row.id)
    raise EtappiError("event.unknown", code=code)
