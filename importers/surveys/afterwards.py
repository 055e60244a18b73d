"""Surveys with their responses as they would be after a plan, so that the files of one run know of one another."""

from collections.abc import Mapping
from dataclasses import replace

from core.surveys.importing import (
    AnswerChange,
    KnownAnswer,
    KnownRecipe,
    KnownResponse,
    KnownSurveys,
    QuestionChange,
    ResponseChange,
    SurveyPlan,
)
from core.surveys.questions import words_of
from core.surveys.records import OptionRow, QuestionRow, SurveyRow, WaveRow, Wording


def after_survey(known: KnownSurveys, plan: SurveyPlan, ids: Mapping[str, int]) -> KnownSurveys:
    """*known* with what *plan* would write; new ids are made up. *ids* are those of organisations by name."""
    if not plan.wave:
        return known
    surveys = {one.id: one for one in known.surveys}
    survey_id = plan.survey_id if plan.survey_id is not None else max(surveys, default=0) + 1
    survey = surveys.get(survey_id) or SurveyRow(survey_id, plan.code, plan.title, plan.kind)
    wave_id = plan.wave_id
    if wave_id is None:
        wave_id = max((wave.id for one in known.surveys for wave in one.waves), default=0) + 1
        survey = replace(survey, waves=(*survey.waves, WaveRow(wave_id, plan.code, plan.wave, len(survey.waves) + 1)))
    complete = sum(one.state == "complete" for one in plan.responses)
    survey = replace(survey, waves=tuple(
        replace(wave, complete=max(wave.complete, complete)) if wave.id == wave_id else wave for wave in survey.waves
    ))  # fmt: skip
    questions = _questions(known.questions(survey_id), plan.questions)
    responses = _responses(known.responses(wave_id), plan.responses, questions, ids)
    recipes = {plan.recipe[0]: KnownRecipe(survey_id, plan.recipe[1])} if plan.recipe else {}
    return replace(
        known, surveys=tuple({**surveys, survey_id: survey}.values()), recipes={**known.recipes, **recipes},
        keyed=known.keyed or plan.identified > 0,
        questions=lambda number: questions if number == survey_id else known.questions(number),
        responses=lambda number: responses if number == wave_id else known.responses(number),
    )  # fmt: skip


def _questions(rows: tuple[QuestionRow, ...], changes: tuple[QuestionChange, ...]) -> tuple[QuestionRow, ...]:
    """The questions of a survey with those that a file brings."""
    out = {one.id: one for one in rows}
    for change in changes:
        spec = change.spec
        number = change.id if change.id is not None else max(out, default=0) + 1
        row = out.get(number) or QuestionRow(number, spec.key, change.version, len(out) + 1, spec.type, spec.scale,
                                             spec.reversed)  # fmt: skip
        if change.outcome in ("added", "version", "worded"):
            row = replace(row, wordings=(*row.wordings, Wording(spec.language, spec.text, spec.low, spec.high)))
        options = list(row.options)
        for option in spec.options:
            if all(words_of(one.text) != words_of(option.text) for one in options):
                choice = option.choice or max((one.choice for one in options), default=0) + 1
                options.append(OptionRow(-len(options) - 1, choice, option.text, spec.language))
        out[number] = replace(row, options=tuple(options))
    return tuple(out.values())


def _responses(
    known: tuple[KnownResponse, ...], changes: tuple[ResponseChange, ...], questions: tuple[QuestionRow, ...],
    ids: Mapping[str, int],
) -> tuple[KnownResponse, ...]:  # fmt: skip
    """The responses of a wave with those of a file."""
    newest = {one.key: one for one in sorted(questions, key=lambda one: one.version)}
    out = {one.row_id: one for one in known}
    free = min([0, *out]) - 1
    for change in changes:
        number = change.row_id if change.row_id is not None else free
        free -= change.row_id is None
        before = out[number].answers if number in out else ()
        touched = {one.row_id for one in change.answers}
        answers = [one for one in before if one.row_id not in touched]
        answers += [_answer(one, newest[one.question], -place)
                    for place, one in enumerate(change.answers, start=1) if one.outcome != "removed"]  # fmt: skip
        out[number] = KnownResponse(
            number, change.source_id, change.state, change.on_date, change.language, change.key,
            ids[change.organisation] if change.organisation is not None else None, change.waiting, tuple(answers),
        )  # fmt: skip
    return tuple(out.values())


def _answer(one: AnswerChange, question: QuestionRow, number: int) -> KnownAnswer:
    words = None if one.option is None else words_of(one.option)
    choice = next((each.choice for each in question.options if words_of(each.text) == words), None)
    return KnownAnswer(one.row_id if one.row_id is not None else number, question.id, one.number, choice, one.text,
                       one.dont_know)  # fmt: skip
