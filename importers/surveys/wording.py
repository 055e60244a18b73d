"""What a file of answers to a survey would do, in the chosen language."""

from core.display import safe
from core.surveys.importing import QuestionChange, ResponseChange, SurveyPlan
from locales import t
from locales.formats import date, number

PROGRAMS = {"webropol": "Webropol", "msforms": "Microsoft Forms", "google": "Google Forms", "limesurvey": "LimeSurvey"}
"""Programs by their own names."""


def read_text(plan: SurveyPlan) -> str:
    """Which form the file has, how many responses it holds, and which of them are left out."""
    parts = [t("surveyimport.n_responses", n=plan.finished)]
    if plan.unfinished:
        code = "surveyimport.n_partial_in" if plan.partial else "surveyimport.n_partial_out"
        parts.append(t(code, n=plan.unfinished))
    if plan.older:
        parts.append(t("surveyimport.n_older", n=plan.older))
    if plan.empty:
        parts.append(t("surveyimport.n_empty", n=plan.empty))
    form = PROGRAMS.get(plan.form) or t(f"surveyimport.form_{plan.form.replace('-', '_')}")
    cells = t("surveyimport.n_cells", n=plan.cells, cells=number(plan.cells), taken=number(plan.cells_in))
    return safe(f"{form}: {', '.join(parts)}. {cells}")


def survey_texts(plan: SurveyPlan) -> list[str]:
    """The survey with its wave, what becomes of responses, and how many are of a known organisation or person."""
    lines = []
    if plan.wave:
        fate = "known" if plan.wave_id is not None else "new_wave" if plan.survey_id is not None else "new_survey"
        kind = t(f"surveyimport.kind_{plan.kind}")
        lines.append(t(f"surveyimport.{fate}", name=plan.name, title=plan.title, kind=kind))
    counts = ", ".join(f"{t(f'import.list_{word}').lower()} {number(plan.count(word))}"
                       for word in ("added", "changed", "same"))  # fmt: skip
    lines.append(t("surveyimport.responses", counts=counts))
    known = t("surveyimport.n_organisations", n=plan.organisations)
    lines.append(f"{known} {t('surveyimport.n_unknown', n=plan.unknown)}" if plan.unknown else known)
    if plan.identified:
        lines.append(t("surveyimport.n_identified", n=plan.identified))
    return [safe(line) for line in lines]


def question_text(change: QuestionChange) -> str:
    """A question as it was recognised: its key, words, type with scale and direction, and what becomes of it."""
    spec = change.spec
    kind = t(f"surveyimport.type_{spec.type}", scale=spec.scale or 0, options=len(spec.options))
    if spec.reversed:
        kind += f", {t('surveyimport.reversed')}"
    answered = t("surveyimport.n_answered", n=change.answered)
    text = f"{spec.key} {spec.text}: {kind}, {answered}"
    fate = "" if change.outcome == "same" else t(f"surveyimport.fate_{change.outcome}", version=change.version)
    return safe(f"{text} ({fate})" if fate else text)


def response_text(change: ResponseChange) -> str:
    """A response by its organisation and day, with the number of its answers; never what was answered."""
    who = change.organisation or change.waiting or "–"
    day = f", {date(change.on_date)}" if change.on_date else ""
    return safe(f"{who}{day}: {t('surveyimport.n_answered', n=len(change.answers))}")
