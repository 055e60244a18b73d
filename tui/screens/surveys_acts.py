"""What is done on the Surveys screen: full figures, another survey, reminders, answers taken in."""

from typing import TYPE_CHECKING

from core.surveys.records import SurveyRow
from locales import t
from tui.screens.surveys_view import has_answers
from tui.screens.surveys_words import answers, wave_name

if TYPE_CHECKING:
    from tui.dialogs.choice import Entry
    from tui.screens.surveys import Surveys


def open_figures(screen: "Surveys") -> None:
    """Everything that is known of the question under the cursor."""
    from tui.dialogs.surveyfigures import figures_page

    line = screen.line()
    if line is not None and screen.view is not None:
        screen.app.push_screen(figures_page(line, screen.view, screen.signs))


def choose_survey(screen: "Surveys") -> None:
    """Another survey, from a list of all of them."""
    from tui.dialogs.choice import Choice, Entry

    view = screen.view
    if view is None or len(view.surveys) < 2:
        screen.app.tell(t("surveyscreen.no_other"))
        return

    def entry(row: SurveyRow) -> Entry:
        told = [f"{wave_name(one)}: {answers(one)}" for one in row.waves if has_answers(one)]
        more = f" {screen.signs.dot} ".join(told) or t("surveyscreen.not_answered")
        return Entry(t(f"survey.kind_{row.kind}"), row.title, more, lambda: screen.show_survey(row.code))

    at = next((place for place, row in enumerate(view.surveys) if row == view.survey), 0)
    entries = [entry(row) for row in view.surveys]

    def chosen(one: "Entry | None") -> None:
        if one is not None:
            one.act()

    screen.app.push_screen(Choice(t("surveyscreen.choose"), entries, screen.signs, at=at), chosen)


def import_answers(screen: "Surveys") -> None:
    """Answers to the survey: to the wave that is open or opens next, else to one that is chosen."""
    from tui.dialogs.choice import Choice, Entry

    survey = screen.view.survey if screen.view is not None else None
    if survey is None:
        screen.app.tell(t("surveyscreen.how_to_begin"))
    elif len(survey.waves) == 1:
        screen.app.import_answers(survey.waves[0].name)
    elif not survey.waves:
        screen.app.import_answers("")
    else:
        names = [one.name for one in survey.waves]
        entries = [
            Entry(one.name, wave_name(one), answers(one) if has_answers(one) else t("surveyscreen.not_answered"),
                  lambda name=one.name: screen.app.import_answers(name))  # type: ignore[misc]
            for one in survey.waves
        ]  # fmt: skip

        def chosen(one: "Entry | None") -> None:
            if one is not None:
                one.act()

        at = next((place for place, one in enumerate(survey.waves) if not has_answers(one)), len(names) - 1)
        screen.app.push_screen(Choice(t("surveyscreen.choose_wave"), entries, screen.signs, at=at), chosen)


def remind(screen: "Surveys") -> None:
    """Reminders for those who have not answered: shown, copied or written as files."""
    from tui.dialogs.reminder import Reminders, letters_of

    view = screen.view
    if view is None or view.wave is None or view.missing is None:
        screen.app.tell(t("surveyscreen.nobody_to_remind"))
        return
    desk, wave = screen.app.desk.agreements, view.wave.name
    ids = [one.id for one in view.missing]
    if not ids:
        screen.app.tell(t("surveyscreen.everybody"))
        return

    def shown(read: Reminders) -> None:
        from tui.dialogs.reminder import ReminderBox

        if screen.is_current:
            screen.app.push_screen(ReminderBox(read))

    screen.app.read(lambda: letters_of(desk, ids, None, wave), shown, "reminders")


def open_answers(screen: "Surveys") -> None:
    """What people wrote, to be read through and tagged."""
    from tui.screens.surveys_open import OpenAnswers

    view = screen.view
    if view is None or not any(found for _, found in view.opened):
        screen.app.tell(t("surveyscreen.no_open"))
    else:
        asked = {found.question.key: found.question for one in view.figures for found in one.questions}
        screen.app.push_screen(OpenAnswers([wave for wave, _ in view.opened], asked, screen.signs))


def answered(screen: "Surveys") -> None:
    """How many answered from each organisation."""
    from tui.screens.surveys_organisations import Answered

    view = screen.view
    if view is None or view.wave is None:
        screen.app.tell(t("surveyscreen.nobody_yet"))
    else:
        screen.app.push_screen(Answered(view.wave, screen.signs))
