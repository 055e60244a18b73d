"""Figures of surveys as they stood at the end of quarters: what indicators rest on, and what snapshots freeze.

Figures of two days tell what came in between. So as long as fewer than five new answers to a question have come, its
figures stay those of the day before.
"""

from collections.abc import Iterable, Sequence
from sqlite3 import Connection
from typing import Any

from core import quarter as quarters
from core.canonical import as_entered, pair
from core.days import iso
from core.surveys.figures import Measured, QuestionFigures, figures_of, group_of, measured
from core.surveys.records import SurveyRow, WaveRow
from core.surveys.suppression import LEAST
from store.attendance import network_in
from store.clock import today as today_of
from store.status import ProjectRow
from store.surveyfigures import DAY, tallies
from store.surveys import surveys_of

COUNTS = f"""
SELECT r.organisation_id, sum(r.state = 'complete'), sum(r.state = 'partial') FROM response AS r
WHERE r.wave_id = :wave AND {DAY} <= :until GROUP BY 1"""


def by_day(
    connection: Connection, survey: SurveyRow, wave: WaveRow, days: Iterable[str], key: str | None = None
) -> list[dict[int, QuestionFigures]]:
    """The figures of every question of a wave (or of that of *key*) on the ISO dates *days* (in their order), by the
    question's id."""
    group = group_of(wave)
    out: list[dict[int, QuestionFigures]] = []
    told: dict[int, QuestionFigures] = {}
    for day in days:
        now = {}
        for question, tally in tallies(connection, survey.id, wave, day, key).items():
            before = told.get(question.id)
            found = figures_of(question, tally, group)
            if before is not None and 0 < found.n - before.n < LEAST:
                found = before
            elif not found.suppressed:
                told[question.id] = found
            now[question.id] = found
        out.append(now)
    return out


def measured_on(
    connection: Connection, project_id: int, code: str, key: str, days: Sequence[str]
) -> list[Measured | None]:
    """The share that the question *key* of the survey *code* has on the ISO dates *days*: in the newest wave of which
    it may be told. None where there is none, or no such survey or question."""
    survey = next((one for one in surveys_of(connection, project_id) if one.code.casefold() == code.casefold()), None)
    out: list[Measured | None] = [None] * len(days)
    if survey is None:
        return out
    for wave in survey.waves:
        for place, found in enumerate(by_day(connection, survey, wave, days, key)):
            shares = [measured(one, wave.name) for one in found.values()]
            out[place] = next((one for one in reversed(shares) if one is not None), out[place])
    return out


def surveys_by_quarter(connection: Connection, project: ProjectRow, span: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What a snapshot holds of surveys, by quarter and wave (``CODE/WAVE``): title, kind, how many answered by its end,
    and of each question n, the share with its interval, median; None where these may not be told. No answer is in
    it."""
    every = tuple(span)
    today = today_of(project.fixed_today)
    days = [min(iso(quarters.last_day(one)), today) for one in every]
    out: dict[int, dict[str, Any]] = {one: {} for one in every}
    for survey in surveys_of(connection, project.id):
        for wave in survey.waves:
            for quarter, day, found in zip(every, days, by_day(connection, survey, wave, days), strict=True):
                if found:
                    asked = _asked(connection, project.id, wave, quarter)
                    out[quarter][wave.name] = _wave(connection, survey, wave, day, found, asked)
    return out


def _asked(connection: Connection, project_id: int, wave: WaveRow, quarter: int) -> frozenset[int]:
    """The organisations that were asked; those of the network as it was in the quarter."""
    if wave.basis == "network":
        return network_in(connection, project_id, quarter)
    return frozenset(number for (number,) in connection.execute(
        "SELECT organisation_id FROM invitation WHERE wave_id = ?", (wave.id,)).fetchall())  # fmt: skip


def _wave(
    connection: Connection, survey: SurveyRow, wave: WaveRow, day: str, found: dict[int, QuestionFigures],
    asked: frozenset[int],
) -> dict[str, Any]:  # fmt: skip
    rows = connection.execute(COUNTS, {"wave": wave.id, "until": day}).fetchall()
    there = {organisation for organisation, complete, _ in rows if complete and organisation is not None}
    return {
        "title": survey.title, "kind": survey.kind, "event": survey.event, "package": survey.package,
        "complete": sum(complete for _, complete, _ in rows), "partial": sum(partial for *_, partial in rows),
        "invited": wave.responses.eligible, "organisations": len(there & asked if asked else there),
        "asked": len(asked) or None,
        "survey": survey.code, "position": wave.position, "group": group_of(wave),
        "questions": {f"{one.question.key}/{one.question.version}": _question(one) for one in found.values()},
    }  # fmt: skip


def _question(one: QuestionFigures) -> dict[str, Any]:
    told = measured(one, "")
    words = one.question.wordings[0].text if one.question.wordings else one.question.key
    middle = one.likert or one.number
    return {
        "position": one.question.position, "text": words, "type": one.question.type, "n": one.n, "missing": one.missing,
        "dont_know": one.dont_know,
        "share": None if told is None or told.low is None else _exact(told.value),
        "interval": None if told is None or told.low is None or told.high is None else [_exact(told.low),
                                                                                       _exact(told.high)],
        "distribution": list(one.likert.distribution) if one.likert and one.likert.distribution else None,
        "options": {dict(one.question.choices(""))[share.choice]: share.hits for share in one.shares} or None,
        "median": None if middle is None or middle.median is None else _exact(middle.median),
    }  # fmt: skip


def _exact(value: float) -> list[int]:
    """To four decimals, so that no machine writes another last digit."""
    return pair(as_entered(round(value, 4)))
