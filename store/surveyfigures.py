"""The figures of surveys, read from their answers: a wave, two waves, who answered, who has not, open answers.

A handful of queries a wave, whatever the number of answers; what they mean is said in core/surveys. Nothing that leaves
here lets anybody tell what a group of fewer than five answered.
"""

from collections.abc import Iterable
from sqlite3 import Connection

from core.errors import EtappiError
from core.surveys.figures import (
    MissingOrganisation,
    OpenAnswer,
    OrganisationAnswers,
    Tally,
    WaveFigures,
    figures_of,
    group_of,
)
from core.surveys.questions import wave_of
from core.surveys.records import QuestionRow, SurveyRow, WaveRow
from core.surveys.waves import UNITS, Comparison, GivenAnswer, compare_question, pick
from store.surveys import ASKED, find_survey, find_wave, questions
from store.views import answered_on

DAY = answered_on("r")

TALLIES = f"""
SELECT a.question_id, a.number, o.position, a.dont_know, count(*) FROM response AS r JOIN answer AS a
  ON a.response_id = r.id LEFT JOIN question_option AS o ON o.id = a.option_id
WHERE r.wave_id = :wave AND (:until IS NULL OR {DAY} <= :until) {{of}} GROUP BY 1, 2, 3, 4"""

PEOPLE = f"""
SELECT a.question_id, count(DISTINCT a.response_id), count(DISTINCT CASE WHEN a.dont_know THEN a.response_id END)
FROM response AS r JOIN answer AS a ON a.response_id = r.id
WHERE r.wave_id = :wave AND (:until IS NULL OR {DAY} <= :until) {{of}} GROUP BY 1"""

OF_KEY = """AND a.question_id IN (SELECT q.id FROM question AS q JOIN wave AS v ON v.survey_id = q.survey_id
  WHERE v.id = :wave AND q.key = :key COLLATE NOCASE)"""

ANSWERS = """
SELECT a.question_id, r.id, r.person_key, r.organisation_id, a.number, o.position FROM response AS r JOIN answer AS a
  ON a.response_id = r.id LEFT JOIN question_option AS o ON o.id = a.option_id
WHERE r.wave_id = :wave AND NOT a.dont_know AND (a.number IS NOT NULL OR a.option_id IS NOT NULL)
ORDER BY r.on_date, r.id"""

ANSWERED = "SELECT organisation_id, count(*) FROM response WHERE wave_id = :wave AND state = 'complete' GROUP BY 1"

OPEN = """
SELECT a.id, q.key, a.text, a.tag FROM response AS r JOIN answer AS a ON a.response_id = r.id
JOIN question AS q ON q.id = a.question_id WHERE r.wave_id = :wave AND a.text <> ''
ORDER BY q.position, a.tag IS NOT NULL, a.text, a.id"""
"""In the order of the texts, so that nobody is recognised by where they stand in another list."""


def wave_figures(connection: Connection, project_id: int, name: str) -> WaveFigures:
    """A wave (``CODE/WAVE``) with the figures of all questions that were asked in it. EtappiError as
    `store.surveys.find_wave`."""
    survey, wave = find_wave(connection, project_id, name)
    group = group_of(wave)
    return WaveFigures(survey, wave, group, tuple(
        figures_of(question, tally, group) for question, tally in tallies(connection, survey.id, wave).items()
    ))  # fmt: skip


def tallies(
    connection: Connection, survey_id: int, wave: WaveRow, until: str | None = None, key: str | None = None
) -> dict[QuestionRow, Tally]:
    """What was answered to each question (or to that of *key*, in all its versions) that was asked in a wave, in their
    order; with the ISO date *until* only what counts by that day."""
    one = {"wave": wave.id, "until": until, "key": key}
    of = OF_KEY if key is not None else ""
    found: dict[int, Tally] = {}
    for question, people, unsure in connection.execute(PEOPLE.format(of=of), one).fetchall():
        found[question] = Tally(n=people - unsure, dont_know=unsure)
    for question, number, choice, unsure, count in connection.execute(TALLIES.format(of=of), one).fetchall():
        if not unsure and number is not None:
            found[question].numbers[number] = count
        elif not unsure and choice is not None:
            found[question].choices[choice] = found[question].choices.get(choice, 0) + count
    everybody = connection.execute(
        f"SELECT count(*) FROM response AS r WHERE r.wave_id = :wave AND (:until IS NULL OR {DAY} <= :until)", one
    ).fetchone()[0]
    out = {row: found[row.id] for row in questions(connection, survey_id) if row.id in found}
    for row, tally in out.items():
        # who answered another version of the question was not asked this one
        others = sum(one.n + one.dont_know for other, one in out.items() if other.key == row.key and other.id != row.id)
        tally.asked = max(everybody - others, tally.n + tally.dont_know)
    return out


def compare(
    connection: Connection, project_id: int, first: str, second: str | None = None, unit: str = "person"
) -> Comparison:
    """The wave *second* against *first* (each ``CODE/WAVE``; ``CODE`` alone with its first wave against its last).

    EtappiError: no such wave, waves of two surveys, the same wave twice, fewer than two waves, an unknown unit.
    """
    survey, one, two = _two(connection, project_id, first, second)
    if unit not in UNITS:
        raise EtappiError("survey.unknown_unit", unit=unit, units=", ".join(UNITS))
    given = [_given(connection, wave.id) for wave in (one, two)]
    every = questions(connection, survey.id)
    both, apart = pick(every, _answered(connection, one.id), _answered(connection, two.id))
    if unit == "person":
        groups = group_of(one), group_of(two)
    else:
        groups = one.organisations or None, two.organisations or None
    rows = tuple(row for question in both for row in compare_question(
        question, given[0].get(question.id, []), given[1].get(question.id, []), groups, unit))  # fmt: skip
    return Comparison(one, two, unit, rows, apart)


def organisations(connection: Connection, project_id: int, wave: WaveRow) -> tuple[OrganisationAnswers, ...]:
    """Who was asked or answered, in Finnish order, with the number of complete answers. Answers of unknown
    organisations are what is left of the wave's."""
    asked = dict(connection.execute(
        f"SELECT organisation_id, persons FROM ({ASKED}) WHERE wave_id = :wave",
        {"project": project_id, "wave": wave.id}
    ).fetchall())  # fmt: skip
    answered = dict(connection.execute(ANSWERED, {"wave": wave.id}).fetchall())
    return tuple(
        OrganisationAnswers(number, name, short, asked.get(number), answered.get(number, 0), number in asked)
        for number, name, short in _names(connection) if number in asked or number in answered
    )  # fmt: skip


def missing(connection: Connection, project_id: int, name: str) -> tuple[WaveRow, tuple[MissingOrganisation, ...]]:
    """A wave and the organisations that were asked in it and have no complete answer, in Finnish order. EtappiError: no
    such wave, or nobody knows who was asked."""
    survey, wave = find_wave(connection, project_id, name)
    if wave.basis is None:
        raise EtappiError("survey.nobody_invited", wave=wave.name)
    first = next((one for one in survey.waves if one.position < wave.position), None)
    before = None if first is None else set(dict(connection.execute(ANSWERED, {"wave": first.id}).fetchall()))
    return wave, tuple(
        MissingOrganisation(one.id, one.name, one.short, None if before is None else one.id in before)
        for one in organisations(connection, project_id, wave) if one.asked and not one.answered
    )  # fmt: skip


def open_answers(connection: Connection, project_id: int, name: str) -> tuple[WaveRow, tuple[OpenAnswer, ...]]:
    """A wave and what people wrote in it, untagged ones first; nothing says who wrote what."""
    _, wave = find_wave(connection, project_id, name)
    rows = connection.execute(OPEN, {"wave": wave.id}).fetchall()
    return wave, tuple(OpenAnswer(*row) for row in rows)


def _two(connection: Connection, project_id: int, first: str, second: str | None) -> tuple[SurveyRow, WaveRow, WaveRow]:
    if second is None and wave_of(first)[1] is None:
        survey = find_survey(connection, project_id, first)
        if len(survey.waves) < 2:
            raise EtappiError("survey.one_wave", code=survey.code)
        return survey, survey.waves[0], survey.waves[-1]
    if second is None:
        raise EtappiError("survey.second_wave", wave=first)
    survey, one = find_wave(connection, project_id, first)
    other, two = find_wave(connection, project_id, second)
    if survey.id != other.id:
        raise EtappiError("survey.two_surveys", first=survey.code, second=other.code)
    if one.id == two.id:
        raise EtappiError("survey.second_wave", wave=one.name)
    return survey, one, two


def _given(connection: Connection, wave_id: int) -> dict[int, list[GivenAnswer]]:
    """The answers of a wave by question, a respondent's choices of one question together."""
    chosen: dict[tuple[int, int], set[int]] = {}
    rows: dict[tuple[int, int], tuple[str | None, int | None, float | None]] = {}
    for question, response, person, organisation, number, choice in connection.execute(
        ANSWERS, {"wave": wave_id}
    ).fetchall():
        rows[question, response] = (person, organisation, number)
        if choice is not None:
            chosen.setdefault((question, response), set()).add(choice)
    out: dict[int, list[GivenAnswer]] = {}
    for (question, response), (person, organisation, number) in rows.items():
        out.setdefault(question, []).append(GivenAnswer(
            question, response, person, organisation, number, frozenset(chosen.get((question, response), ()))
        ))  # fmt: skip
    return out


def _answered(connection: Connection, wave_id: int) -> Iterable[int]:
    return [row[0] for row in connection.execute(PEOPLE.format(of=""), {"wave": wave_id, "until": None}).fetchall()]


def _names(connection: Connection) -> Iterable[tuple[int, str, str]]:
    return connection.execute("SELECT id, name, short FROM organisation ORDER BY sort_key").fetchall()
