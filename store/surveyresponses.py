"""What an import of a survey needs to know of the store. Surveys and recipes at once; questions and responses only when
they are asked for, since a year has thousands."""

from collections.abc import Callable
from sqlite3 import Connection
from typing import TypeVar

from core.surveys.importing import KnownAnswer, KnownRecipe, KnownResponse, KnownSurveys
from store.database import reading
from store.surveys import questions, surveys_of

T = TypeVar("T")

RESPONSES = """
SELECT id, source_id, state, on_date, language, person_key, organisation_id, waiting_name FROM response
WHERE wave_id = ? ORDER BY id"""

ANSWERS = """
SELECT r.id, a.id, a.question_id, a.number, o.position, a.text, a.dont_know FROM response AS r
JOIN answer AS a ON a.response_id = r.id LEFT JOIN question_option AS o ON o.id = a.option_id
WHERE r.wave_id = ? ORDER BY a.id"""


SKIPPED = """
SELECT d.text FROM import_decision AS d JOIN import_batch AS b ON b.id = d.batch_id JOIN v_action AS a ON a.id = b.id
WHERE b.project_id = ? AND b.kind = 'names' AND d.answer = 'skip' AND NOT a.undone"""


def known(connection: Connection, project_id: int) -> KnownSurveys:
    """Surveys with their waves, and recipes; *questions* and *responses* read on a connection of their own, whenever
    they are called."""
    recipes = connection.execute(
        "SELECT fingerprint, survey_id, mapping FROM survey_recipe WHERE project_id = ?", (project_id,)
    ).fetchall()
    language = connection.execute("SELECT language FROM project WHERE id = ?", (project_id,)).fetchone()
    keyed = connection.execute(
        "SELECT 1 FROM response WHERE project_id = ? AND person_key IS NOT NULL LIMIT 1", (project_id,)
    ).fetchone()
    return KnownSurveys(
        surveys=surveys_of(connection, project_id),
        recipes={fingerprint: KnownRecipe(survey, mapping) for fingerprint, survey, mapping in recipes},
        language=language[0] if language else "", keyed=keyed is not None,
        skipped=frozenset(text for (text,) in connection.execute(SKIPPED, (project_id,)).fetchall()),
        questions=_own(connection, questions), responses=_own(connection, responses),
    )  # fmt: skip


def responses(connection: Connection, wave_id: int) -> tuple[KnownResponse, ...]:
    """The responses of a wave with their answers."""
    answers: dict[int, list[KnownAnswer]] = {}
    for response, number, question, point, choice, text, unsure in connection.execute(ANSWERS, (wave_id,)).fetchall():
        answers.setdefault(response, []).append(KnownAnswer(number, question, point, choice, text, bool(unsure)))
    return tuple(
        KnownResponse(number, source, state, day, language, key, organisation, waiting, tuple(answers.get(number, ())))
        for number, source, state, day, language, key, organisation, waiting in connection.execute(
            RESPONSES, (wave_id,)
        ).fetchall()
    )


def _own(connection: Connection, read: Callable[[Connection, int], T]) -> Callable[[int], T]:
    path = connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]

    def later(number: int) -> T:
        with reading(path) as own:
            return read(own, number)

    return later
