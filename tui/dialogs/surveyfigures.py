"""Everything that is known of a question: its answers in each wave, what changed, and the tests of that."""

from textual.content import Content

from core.bars import Bar, bars
from core.surveys.figures import QuestionFigures
from core.surveys.telling import of_question
from locales import language, t
from locales.formats import percent
from locales.surveys import sentence, span, text_of
from tui.dialogs.box import Dialog
from tui.screens.surveys_lines import behind, said
from tui.screens.surveys_view import Line, View
from tui.screens.surveys_words import option, wave_name
from tui.signs import Signs
from tui.text import content, hanging, wrapped
from tui.widgets.lines import heading

WIDTH = 72  # columns of text in a box


def figures_page(line: Line, view: View, signs: Signs) -> Dialog:
    """The full figures of a line of the list; what fewer than five answered is not among them."""
    out = [content(row, "bold") for row in wrapped(text_of(line.question), WIDTH)]
    if line.choice is not None:
        out += hanging(content(" "), t("survey.quoted", text=option(line)), WIDTH)
    for wave, found in zip(view.waves, view.found(line.question), strict=True):
        out += [content(""), heading(wave_name(wave), WIDTH, signs)]
        if found is None:
            out.append(content(" " + t("surveyscreen.not_asked"), "$muted"))
            continue
        out += _wave(found, signs)
    out += [content(""), heading(t("surveyscreen.what_it_says"), WIDTH, signs)]
    first = said(line, view) if view.comparison is not None else t("survey.tell_nonresponse")
    for one in (first, *behind(line, view)):
        out += hanging(content(" "), one, WIDTH)
    return Dialog(line.question.key, *out)


def _wave(found: QuestionFigures, signs: Signs) -> list[Content]:
    told = t("survey.told_n", n=found.n)
    if found.missing is not None:
        told += t("survey.told_rest", missing=found.missing, unsure=found.dont_know)
    out = [content(" " + told)]
    out += [content(row) for row in bars(_bars(found), WIDTH, signs.full)]
    return [*out, *hanging(content(" "), sentence(of_question(found), found.question), WIDTH)]


def _bars(found: QuestionFigures) -> list[Bar]:
    question = found.question
    if found.likert is not None and found.likert.distribution is not None:
        words = question.wording(language())
        ends = {1: words.low, question.scale: words.high} if words else {}
        if question.reversed and words:
            ends = {1: words.high, question.scale: words.low}
        return [Bar(" ".join(filter(None, (str(point), ends.get(point)))), count,
                    f"{count} ({percent(count / found.n)})")
                for point, count in enumerate(found.likert.distribution, 1)]  # fmt: skip
    texts = dict(question.choices(language()))
    return [Bar(texts[one.choice], one.hits, f"{one.hits} ({percent(one.share)})",
                span(one.interval.low, one.interval.high) if one.interval else "") for one in found.shares]  # fmt: skip
