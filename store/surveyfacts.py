"""The surveys that the rules of `etappi check` look at: how many answered, and which questions changed."""

from sqlite3 import Connection

from core.checks.facts import AskedFact, WaveFact
from store.status import ProjectRow
from store.surveys import surveys_of

OVER = """
SELECT i.wave_id, o.name, count(r.id), i.persons FROM invitation AS i JOIN organisation AS o ON o.id = i.organisation_id
JOIN response AS r ON r.wave_id = i.wave_id AND r.organisation_id = i.organisation_id
WHERE i.project_id = ? AND i.persons IS NOT NULL GROUP BY i.id HAVING count(r.id) > i.persons ORDER BY o.sort_key"""

ASKED = """
SELECT DISTINCT s.code, q.key, q.id, q.scale, v.code, v.position, (SELECT t.text FROM question_wording AS t
  WHERE t.question_id = q.id ORDER BY t.id LIMIT 1)
FROM question AS q JOIN survey AS s ON s.id = q.survey_id JOIN wave AS v ON v.survey_id = s.id
WHERE q.project_id = ? AND q.type <> 'text' AND q.key IN (SELECT o.key FROM question AS o
  WHERE o.survey_id = q.survey_id AND o.id <> q.id)
AND EXISTS (SELECT 1 FROM response AS r CROSS JOIN answer AS a ON a.response_id = r.id AND a.question_id = q.id
  WHERE r.wave_id = v.id) ORDER BY s.id, q.position, v.position, q.version_number"""


def waves(connection: Connection, project: ProjectRow) -> tuple[WaveFact, ...]:
    """Every wave with how many answered."""
    over: dict[int, list[tuple[str, int, int]]] = {}
    for wave, name, answered, invited in connection.execute(OVER, (project.id,)).fetchall():
        over.setdefault(wave, []).append((name, answered, invited))
    return tuple(
        WaveFact(wave.name, survey.title, wave.complete + wave.partial, wave.responses.eligible,
                 tuple(over.get(wave.id, ())))
        for survey in surveys_of(connection, project.id) for wave in survey.waves
    )  # fmt: skip


def asked(connection: Connection, project: ProjectRow) -> tuple[AskedFact, ...]:
    """Questions of which one wave has another version than the wave before it."""
    out = []
    before: dict[tuple[str, str], tuple[int, int | None, str, int]] = {}
    for survey, key, number, scale, wave, position, text in connection.execute(ASKED, (project.id,)).fetchall():
        last = before.get((survey, key))
        if last is not None and last[0] != number and last[3] != position:
            out.append(AskedFact(survey, key, text or key, f"{survey}/{last[2]}", f"{survey}/{wave}",
                                 (last[1], scale)))  # fmt: skip
        before[survey, key] = (number, scale, wave, position)
    return tuple(out)
