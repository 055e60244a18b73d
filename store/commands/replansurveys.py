"""Surveys of a changed plan file (store.commands.replanning)."""

from collections.abc import Callable

from sqlmodel import col, select

from core.difference import Difference
from core.planning import PlanSurvey
from core.surveys.questions import wave_of
from store.commands import surveys
from store.commands.replanwork import Replan
from store.models import Invitation, Survey, Wave
from store.surveys import find_survey, find_wave
from store.writing import key


def _wanted(work: Replan, code: str) -> PlanSurvey:
    return next(one for one in work.wanted.agreements.surveys if one.code.casefold() == code.casefold())


def _survey(work: Replan, code: str) -> int:
    return find_survey(work.writer.connection, work.project.id, code).id


def _add(work: Replan, one: Difference) -> None:
    surveys.write_plan(work.writer, work.project, [_wanted(work, one.code)])


def _change(work: Replan, one: Difference) -> None:
    surveys.set_survey(work.writer, work.project, _survey(work, one.code), {one.name: one.after})


def _wave(work: Replan, one: Difference) -> None:
    code, wave = wave_of(one.code)
    wanted = next(each for each in _wanted(work, code).waves if each.code == wave)
    surveys.write_wave(work.writer, work.project, _survey(work, code), wanted)


def _change_wave(work: Replan, one: Difference) -> None:
    wave = find_wave(work.writer.connection, work.project.id, one.code)[1]
    surveys.set_wave(work.writer, wave.id, {one.name: one.after})


def _remove(work: Replan, one: Difference) -> None:
    """Only of a survey that nobody answered: with its waves and questions."""
    session, number = work.writer.session, _survey(work, one.code)
    surveys.forget_questions(work.writer, number)
    for wave in session.exec(select(Wave).where(Wave.survey_id == number)).all():
        for row in session.exec(select(Invitation).where(col(Invitation.wave_id) == key(wave.id))).all():
            session.delete(row)
        session.flush()
        session.delete(wave)
    session.flush()
    session.delete(session.get_one(Survey, number))


SURVEYS: dict[str, Callable[[Replan, Difference], object]] = {
    "survey.added": _add, "survey.changed": _change, "survey.gone": _remove, "survey.wave": _wave,
    "wave.changed": _change_wave,
}  # fmt: skip
"""Kind of difference -> what writes it."""
