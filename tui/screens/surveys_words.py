"""Waves and their answers in a few words, for the Surveys screen and the Overview."""

from collections.abc import Sequence

from core.surveys.records import SurveyRow, WaveRow
from core.text import clean
from locales import language, t
from locales.formats import number, percent, weekday_date
from locales.surveys import text_of, wave_text
from tui.screens.surveys_view import Line, has_answers
from tui.signs import Signs

ENDS = ("start", "end")


def wave_name(wave: WaveRow) -> str:
    """A wave at the beginning of a sentence."""
    name = wave_text(wave.code)
    return name[:1].upper() + name[1:]


def short_name(wave: WaveRow) -> str:
    """A wave as the title of a column: Alku, Loppu, or its code."""
    return t(f"surveyscreen.short_{wave.code}") if wave.code in ENDS else wave.code


def answers(wave: WaveRow, *, short: bool = False) -> str:
    """``112 vastausta, 68/84 organisaatiota (81 %)``, with the persons who were invited where that is known; *short*:
    ``112, 68/84 (81 %)``, beside another wave that has the words."""
    found = wave.responses
    if short and found.eligible is None and wave.basis is not None and not wave.partial:
        return t("surveyscreen.answers_short", n=number(wave.complete), answered=wave.answered, of=wave.organisations,
                 rate=percent(wave.organisation_rate))  # fmt: skip
    if found.eligible is None:
        told = t("surveyscreen.answers", n=wave.complete, count=number(wave.complete))
    elif found.over:
        told = t("surveyscreen.over", n=wave.complete, invited=found.eligible)
    else:
        told = t("surveyscreen.answers_of", n=wave.complete, invited=found.eligible, rate=percent(found.rr1))
    if wave.basis is not None:
        told += ", " + t("surveyscreen.organisations", answered=wave.answered, of=wave.organisations,
                         rate=percent(wave.organisation_rate))  # fmt: skip
    if wave.partial:
        told += ", " + t("surveyscreen.partial", n=wave.partial)
    return told


def opens(wave: WaveRow, today: str, signs: Signs) -> str:
    """``Loppukysely avautuu ma 2.12.``: a wave that nobody has answered."""
    if wave.opened is None:
        return f"{wave_name(wave)} {signs.dash}"
    if wave.opened > today:
        return t("surveyscreen.opens", wave=wave_name(wave), date=weekday_date(wave.opened, year=False))
    return t("surveyscreen.no_answers_yet", wave=wave_name(wave))


def in_brief(surveys: Sequence[SurveyRow], today: str, signs: Signs) -> list[str]:
    """The waves ``start`` and ``end`` of the survey of the network, each in a few words; empty without such a wave."""
    found = [wave for survey in surveys if survey.kind == "network" for wave in survey.waves if wave.code in ENDS]
    return [
        opens(wave, today, signs) if not has_answers(wave)
        else t("surveyscreen.answered", wave=wave_name(wave), answered=wave.answered, of=wave.organisations)
        if wave.basis is not None else f"{wave_name(wave)}: {answers(wave)}"
        for wave in found[:2]
    ]  # fmt: skip


def by_wave(surveys: Sequence[SurveyRow], signs: Signs) -> dict[str, str]:
    """The same waves for a panel: ``start_survey`` and ``end_survey``, with their answers or the day on which they
    open."""
    found = [wave for survey in surveys if survey.kind == "network" for wave in survey.waves if wave.code in ENDS]
    return {
        f"{wave.code}_survey": answers(wave) if has_answers(wave)
        else weekday_date(wave.opened, year=False) if wave.opened else signs.dash
        for wave in reversed(found)
    }  # fmt: skip


def line_name(line: Line) -> str:
    """A question, with the option whose share is told; one that is asked the other way round says so, since its
    points are turned."""
    text = text_of(line.question)
    if line.question.reversed:
        text += f" {t('surveyscreen.turned_mark')}"
    return text if line.choice is None else f"{text} {t('survey.quoted', text=option(line))}"


def option(line: Line) -> str:
    """The option of a line in the chosen language."""
    return clean(dict(line.question.choices(language())).get(line.choice or 0, ""))
