"""Responses of a survey: written as an import's plan has them, and what waits among them settled."""

from collections.abc import Mapping
from sqlite3 import IntegrityError

from sqlmodel import select

from core.attendance import DOMAIN
from core.surveys.importing import AnswerChange, ResponseChange, SurveyPlan
from core.surveys.questions import words_of
from core.surveys.records import Defined
from store.closing import is_refusal
from store.commands import surveys
from store.commands.attendance import Settled, learn
from store.models import SurveyRecipe
from store.status import projects
from store.writing import Writer

RESPONSE = """
INSERT INTO response (project_id, wave_id, source_id, state, on_date, language, person_key, organisation_id,
  waiting_name, version, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)"""

RESPONSE_CHANGED = """
UPDATE response SET source_id = ?, state = ?, on_date = ?, language = ?, person_key = ?, organisation_id = ?,
  waiting_name = ?, version = version + 1 WHERE id = ?"""

ANSWER = """
INSERT INTO answer (project_id, response_id, question_id, number, option_id, text, dont_know, version, made_by)
VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)"""

ANSWER_CHANGED = """
UPDATE answer SET question_id = ?, number = ?, option_id = ?, text = ?, dont_know = ?, version = version + 1
WHERE id = ?"""


def write(writer: Writer, project_id: int, plan: SurveyPlan, ids: Mapping[str, int]) -> None:
    """Write what *plan* has of a survey, its wave, questions, recipe, responses and answers; *ids* are those of all
    organisations by name."""
    if not plan.wave:
        return
    project = next(row for row in projects(writer.connection) if row.id == project_id)
    for domain, organisation, source in plan.domains:
        learn(writer, domain, ids[organisation] if organisation is not None else None, source)
    survey_id = plan.survey_id
    if survey_id is None:
        survey_id = surveys.add_survey(writer, project, plan.code, plan.title, plan.kind)
    wave_id = surveys.add_wave(writer, project, survey_id, plan.wave)
    defined = surveys.define_questions(writer, project, survey_id, [one.spec for one in plan.questions])
    if plan.recipe is not None:
        _remember(writer, project_id, survey_id, *plan.recipe)
    _Answers(writer, project_id, defined).write(wave_id, plan.responses, ids)


def settle(writer: Writer, project_id: int, name: str, organisation_id: int | None) -> Settled:
    """Give the responses that wait by *name* (an organisation's text, or a domain with its @) their organisation; None:
    they stay of unknown organisation and wait no longer. What a locked quarter binds stays. A domain is learned."""
    waiting = writer.connection.execute(
        "SELECT r.id, w.survey_id FROM response AS r JOIN wave AS w ON w.id = r.wave_id "
        "WHERE r.project_id = ? AND r.waiting_name = ?", (project_id, name)
    ).fetchall()  # fmt: skip
    done = left = 0
    surveys_of = set()
    for number, survey in waiting:
        try:
            writer.connection.execute(
                "UPDATE response SET organisation_id = ?, waiting_name = NULL, version = version + 1 WHERE id = ?",
                (organisation_id, number),
            )
            done += 1
            surveys_of.add(survey)
        except IntegrityError as error:
            if not is_refusal(error):
                raise
            left += 1
    if name.startswith(DOMAIN) and waiting:
        learn(writer, name.removeprefix(DOMAIN), organisation_id, "user")
    return Settled(done, left, done, len(surveys_of))


def organisations_of(plan: SurveyPlan) -> set[str]:
    """The organisations (names) that answered by *plan*: those that are not of the network are met outside it."""
    return {one.organisation for one in plan.responses if one.organisation is not None and one.outcome != "same"}


def _remember(writer: Writer, project_id: int, survey_id: int, fingerprint: str, mapping: str) -> None:
    row = writer.session.exec(select(SurveyRecipe).where(
        SurveyRecipe.project_id == project_id, SurveyRecipe.fingerprint == fingerprint
    )).first()  # fmt: skip
    if row is None:
        row = SurveyRecipe(project_id=project_id, survey_id=survey_id, fingerprint=fingerprint, mapping=mapping,
                           made_by=writer.action)  # fmt: skip
    else:
        row.survey_id, row.mapping, row.version = survey_id, mapping, row.version + 1
    writer.session.add(row)
    writer.session.flush()


class _Answers:
    """Writes responses and answers by SQL as it is: the session would take a minute for a year's surveys."""

    def __init__(self, writer: Writer, project_id: int, defined: Mapping[str, Defined]) -> None:
        self.writer, self.project_id, self.defined = writer, project_id, defined
        self.options = {
            key: {words_of(text): number for text, number in one.options.items()} for key, one in defined.items()
        }

    def write(self, wave_id: int, responses: tuple[ResponseChange, ...], ids: Mapping[str, int]) -> None:
        """Write *responses* of a wave and their answers."""
        connection = self.writer.connection
        added: list[tuple[object, ...]] = []
        changed: list[tuple[object, ...]] = []
        removed: list[tuple[object, ...]] = []
        for one in responses:
            number = self._response(wave_id, one, ids)
            for answer in one.answers:
                if answer.outcome == "added":
                    added.append((self.project_id, number, *self._values(answer), self.writer.action))
                elif answer.outcome == "changed":
                    changed.append((*self._values(answer), answer.row_id))
                elif answer.outcome == "removed":
                    removed.append((answer.row_id,))
        connection.executemany("DELETE FROM answer WHERE id = ?", removed)
        connection.executemany(ANSWER_CHANGED, changed)
        connection.executemany(ANSWER, added)

    def _response(self, wave_id: int, one: ResponseChange, ids: Mapping[str, int]) -> int | None:
        values = (one.source_id, one.state, one.on_date, one.language, one.key,
                  ids[one.organisation] if one.organisation is not None else None, one.waiting)  # fmt: skip
        if one.row_id is None:
            made = self.writer.connection.execute(RESPONSE, (self.project_id, wave_id, *values, self.writer.action))
            return made.lastrowid
        if one.moved:
            self.writer.connection.execute(RESPONSE_CHANGED, (*values, one.row_id))
        return one.row_id

    def _values(self, answer: AnswerChange) -> tuple[object, ...]:
        question = self.defined[answer.question]
        option = None if answer.option is None else self.options[answer.question][words_of(answer.option)]
        return question.id, answer.number, option, answer.text, int(answer.dont_know)
