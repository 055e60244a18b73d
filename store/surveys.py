"""Reading surveys: what they are, their waves with how many answered, their questions. No answer leaves here."""

from sqlite3 import Connection

from core.errors import EtappiError
from core.surveys.questions import wave_of
from core.surveys.records import OptionRow, QuestionRow, SurveyRow, WaveRow, Wording

SURVEYS = """
SELECT s.id, s.code, s.title, s.kind, w.code, e.code FROM survey AS s LEFT JOIN work_package AS w
  ON w.id = s.work_package_id LEFT JOIN event AS e ON e.id = s.event_id WHERE s.project_id = :project ORDER BY s.id"""

ASKED = """
SELECT i.wave_id, i.organisation_id, i.persons FROM invitation AS i WHERE i.project_id = :project
UNION ALL
SELECT v.id, m.organisation_id, NULL FROM wave AS v JOIN survey AS s ON s.id = v.survey_id AND s.kind = 'network'
  JOIN v_member AS m ON m.project_id = v.project_id AND m.network
WHERE v.project_id = :project AND NOT EXISTS (SELECT 1 FROM invitation AS i WHERE i.wave_id = v.id)"""
"""SQL of (wave, organisation, persons): who was asked. Without a list a survey of the network asks all of it."""

WAVES = f"""
WITH asked AS MATERIALIZED ({ASKED}),
came AS MATERIALIZED (SELECT DISTINCT wave_id, organisation_id FROM response
  WHERE project_id = :project AND state = 'complete' AND organisation_id IS NOT NULL),
both AS (SELECT wave_id, count(*) AS n FROM (SELECT wave_id, organisation_id FROM asked INTERSECT
  SELECT wave_id, organisation_id FROM came) GROUP BY 1),
base AS (SELECT wave_id, count(*) AS n FROM asked GROUP BY 1),
there AS (SELECT wave_id, count(*) AS n FROM came GROUP BY 1),
told AS (SELECT wave_id, sum(state = 'complete') AS complete, sum(state = 'partial') AS partial FROM response
  WHERE project_id = :project GROUP BY 1)
SELECT v.survey_id, v.id, s.code, v.code, v.position, v.opened, v.closed, v.invited, v.ineligible, v.group_size,
  ifnull(base.n, 0), ifnull(both.n, 0), ifnull(there.n, 0) - ifnull(both.n, 0), ifnull(told.complete, 0),
  ifnull(told.partial, 0), CASE WHEN base.n IS NULL THEN NULL
    WHEN EXISTS (SELECT 1 FROM invitation AS i WHERE i.wave_id = v.id) THEN 'invited' ELSE 'network' END
FROM wave AS v JOIN survey AS s ON s.id = v.survey_id LEFT JOIN base ON base.wave_id = v.id
  LEFT JOIN both ON both.wave_id = v.id LEFT JOIN there ON there.wave_id = v.id LEFT JOIN told ON told.wave_id = v.id
WHERE v.project_id = :project ORDER BY v.survey_id, v.position"""


def surveys_of(connection: Connection, project_id: int) -> tuple[SurveyRow, ...]:
    """All surveys in the order in which they were made, each with its waves."""
    one = {"project": project_id}
    waves: dict[int, list[WaveRow]] = {}
    for survey, *wave in connection.execute(WAVES, one).fetchall():
        waves.setdefault(survey, []).append(WaveRow(*wave))
    return tuple(
        SurveyRow(number, code, title, kind, package, event, tuple(waves.get(number, ())))
        for number, code, title, kind, package, event in connection.execute(SURVEYS, one).fetchall()
    )


def find_survey(connection: Connection, project_id: int, code: str) -> SurveyRow:
    """The survey of that code; EtappiError if there is none."""
    for row in surveys_of(connection, project_id):
        if row.code.casefold() == code.strip().casefold():
            return row
    raise EtappiError("survey.unknown", code=code)


def waves_of(connection: Connection, project_id: int, code: str) -> tuple[WaveRow, ...]:
    """The waves of a survey in their order; EtappiError if there is no survey of that code."""
    return find_survey(connection, project_id, code).waves


def find_wave(connection: Connection, project_id: int, name: str) -> tuple[SurveyRow, WaveRow]:
    """A survey and its wave by ``CODE/WAVE``, or by ``CODE`` where it has only one. EtappiError if there is no such
    survey or wave, or if several waves could be meant."""
    code, wanted = wave_of(name)
    survey = find_survey(connection, project_id, code)
    if wanted is None and len(survey.waves) == 1:
        return survey, survey.waves[0]
    for wave in survey.waves:
        if wanted is not None and wave.code.casefold() == wanted.casefold():
            return survey, wave
    waves = ", ".join(wave.name for wave in survey.waves) or "–"
    raise EtappiError("survey.unknown_wave" if wanted else "survey.which_wave", code=name, waves=waves)


def questions_of(connection: Connection, project_id: int, code: str) -> tuple[QuestionRow, ...]:
    """The questions of a survey in their order, all versions, with wordings and options. EtappiError as
    `find_survey`."""
    return questions(connection, find_survey(connection, project_id, code).id)


def questions(connection: Connection, survey_id: int) -> tuple[QuestionRow, ...]:
    """As `questions_of`, by the survey's id."""
    wordings: dict[int, list[Wording]] = {}
    for question, *wording in connection.execute(
        "SELECT t.question_id, t.language, t.text, t.low, t.high FROM question_wording AS t "
        "JOIN question AS q ON q.id = t.question_id WHERE q.survey_id = ? ORDER BY t.id", (survey_id,)
    ).fetchall():  # fmt: skip
        wordings.setdefault(question, []).append(Wording(*wording))
    options: dict[int, list[OptionRow]] = {}
    for question, *option in connection.execute(
        "SELECT t.question_id, t.id, t.position, t.text, t.language FROM question_option AS t "
        "JOIN question AS q ON q.id = t.question_id WHERE q.survey_id = ? ORDER BY t.position, t.id", (survey_id,)
    ).fetchall():  # fmt: skip
        options.setdefault(question, []).append(OptionRow(*option))
    return tuple(
        QuestionRow(
            number, key, version, position, type_, scale, bool(turned),
            tuple(wordings.get(number, ())), tuple(options.get(number, ())),
        )
        for number, key, version, position, type_, scale, turned in connection.execute(
            "SELECT id, key, version_number, position, type, scale, reversed FROM question WHERE survey_id = ? "
            "ORDER BY position, version_number", (survey_id,)
        ).fetchall()
    )  # fmt: skip
