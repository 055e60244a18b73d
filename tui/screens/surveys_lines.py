"""The lines of the Surveys screen around its list: waves and rates, how a question was answered, who is missing."""

from collections.abc import Sequence

from textual.content import Content

from core.surveys.figures import QuestionFigures
from core.surveys.telling import of_change, of_question
from locales import language, t
from locales.formats import date, decimal, percent
from locales.surveys import figure, sentence, sentences, wave_text
from tui.screens.surveys_table import p_told, share_of
from tui.screens.surveys_view import Line, View
from tui.screens.surveys_words import answers, opens, short_name, wave_name
from tui.signs import Signs
from tui.text import content, fit, joined, measure, wrapped

POINTS = "123456789AB"
"""How the points of a scale are drawn in a row of answers: 10 and 11 as letters."""
LABEL_MOST = 8  # columns of a wave's name before its answers


def head_line(view: View, lines: Sequence[Line], width: int, signs: Signs) -> Content:
    """``Alkukysely (4.3.) ja loppukysely (2.12.): osuus, joka vastasi 4 tai 5``; with the survey's title where there is
    room for it."""
    survey = view.survey
    if survey is None:
        return content(t("surveyscreen.none"))
    if not view.waves:
        return content(fit(survey.title, width, ellipsis=signs.ellipsis), "bold")
    told = [_dated(wave_text(one.code), one.opened) for one in view.waves]
    if len(told) > 1:
        text = t("surveyscreen.two_waves", first=told[0][:1].upper() + told[0][1:], second=told[1])
    else:
        text = told[0][:1].upper() + told[0][1:]
    text += f": {_share(lines)}"
    title = f"{survey.title} {signs.dot} {text}"
    if measure(title) > width and view.waves[0].code not in ("start", "end"):
        title = text = survey.title + f": {_share(lines)}"
    return content(fit(title if measure(title) <= width else text, width, ellipsis=signs.ellipsis), "bold")


def _dated(name: str, opened: str | None) -> str:
    return f"{name} ({date(opened, year=False)})" if opened else name


def _share(lines: Sequence[Line]) -> str:
    scales = {line.question.scale for line in lines if line.question.type == "likert"}
    if len(scales) == 1:
        scale = next(iter(scales)) or 0
        return t("surveyscreen.share_of", low=scale - 1, high=scale)
    return t("surveyscreen.share_of_top") if scales else t("surveyscreen.share_of_choice")


def rate_line(view: View, width: int, signs: Signs) -> Content:
    """How many answered each wave, and when one that nobody has answered opens."""
    if view.survey is None:
        return content(t("surveyscreen.how_to_begin"), "$muted")
    if len(view.waves) > 1:
        told = [f"{short_name(one)} {answers(one)}" for one in view.waves]
        if measure(f" {signs.dot} ".join(told)) > width:
            told = [told[0], *(f"{short_name(one)} {answers(one, short=True)}" for one in view.waves[1:])]
    else:
        told = [answers(one) for one in view.waves]
    told += [opens(one, view.board.today, signs) for one in view.planned]
    if not told:
        return content(t("surveyscreen.how_to_import"), "$muted")
    return content(fit(f" {signs.dot} ".join(told), width, ellipsis=signs.ellipsis))


def panel_lines(line: Line, view: View, width: int, most: int, signs: Signs) -> list[Content]:
    """How a question was answered in each wave, what that says, and where *most* lines hold all of it what stands
    behind it: quartiles, effect size, those who answered in both."""
    found = view.found(line.question)
    label = min(LABEL_MOST, max(map(measure, map(short_name, view.waves)), default=0) + 1)
    out = [distribution(fit(short_name(wave), label - 1, ellipsis=signs.ellipsis) + " ", one, line.choice, width, signs)
           for wave, one in zip(view.waves, found, strict=True) if one is not None]  # fmt: skip
    there = [one for one in found if one is not None]
    if line.question.type == "likert" and any(not one.suppressed for one in there):
        scale = fit(scale_told(line, there, signs), width - label, ellipsis=signs.ellipsis).rstrip()
        out.append(content(" " * label + scale, "$muted"))
    told = [content(" " + row) for row in wrapped(said(line, view), width - 2)]
    details = [content(" " + row, "$muted") for one in behind(line, view) for row in wrapped(one, width - 2)]
    room = most - len(out) - len(told)
    if len(details) > room:
        details = []
    elif len(details) < room:
        details = [content(""), *details]
    return [*out, *told, *details][:most]


def said(line: Line, view: View) -> str:
    """What the figures allow to be said, in sentences."""
    if line.apart:
        return t(f"survey.apart_{line.apart}")[:1].upper() + t(f"survey.apart_{line.apart}")[1:] + "."
    parts = []
    if line.compared is not None and view.comparison is not None:
        parts.append(sentences(of_change(line.compared, view.comparison.unit), line.question))
    elif line.alone is not None:
        parts.append(sentence(of_question(line.alone), line.question))
    parts.append(t("survey.tell_nonresponse"))
    rows = view.comparison.rows if view.comparison is not None else ()
    if any(row.unpaired.may_be_chance and not row.whole for row in rows):
        parts.append(t("surveyscreen.chance"))
    return " ".join(parts)


def distribution(label: str, found: QuestionFigures, choice: int | None, width: int, signs: Signs) -> Content:
    """One wave as a row: a digit for each part of those who chose that point, the highest two in bold; of an option or
    a number a bar or a median. *label* stands before it."""
    named = content(label)
    n = f"  {t('survey.told_n', n=found.n)}"
    if found.suppressed:
        return joined(named, content(sentence(of_question(found), found.question), "$muted"))
    room = width - measure(label) - measure(n) - 1
    if found.likert is not None and found.likert.distribution is not None:
        parts = cells(found.likert.distribution, room)
        scale = len(parts)
        row = [content(POINTS[point] * count, "bold" if point >= scale - 2 else "$muted" if point < scale - 3 else "")
               for point, count in enumerate(parts)]  # fmt: skip
        return joined(named, *row, content(n))
    if found.number is not None:
        low, high = found.number.quartiles
        told = t("survey.tell_number", median=figure(found.number.median), quartile_low=figure(low),
                 quartile_high=figure(high))  # fmt: skip
        return joined(named, content(told), content(n))
    share, _ = share_of(found, choice)
    amount = f" {percent(share)}"
    return joined(named, content(signs.bar(share, None, room - measure(amount))), content(amount), content(n))


def cells(counts: Sequence[int], room: int) -> list[int]:
    """*room* cells divided as *counts* are, by the largest remainders; whoever was chosen has one at least, as long as
    there is room."""
    whole = sum(counts)
    if not whole or room < len(counts):
        return [0 for _ in counts]
    exact = [count * room / whole for count in counts]
    out = [max(int(one), int(count > 0)) for one, count in zip(exact, counts, strict=True)]
    order = sorted(range(len(counts)), key=lambda at: (out[at] - exact[at], at))
    for at in order:
        if sum(out) < room and counts[at]:
            out[at] += 1
    while sum(out) > room:
        out[out.index(max(out))] -= 1
    return out


def scale_told(line: Line, found: Sequence[QuestionFigures], signs: Signs) -> str:
    """``1 täysin eri mieltä … 5 täysin samaa mieltä · tyhjiä 2 ja 1 · en osaa sanoa 3``."""
    question = line.question
    words = question.wording(language())
    low, high = (words.low, words.high) if words is not None else (None, None)
    if question.reversed:
        low, high = high, low
    first, last = " ".join(filter(None, ("1", low))), " ".join(filter(None, (str(question.scale), high)))
    parts = [f"{first} {signs.ellipsis if signs.ellipsis != '~' else '...'} {last}"]
    shown = [one for one in found if one.missing is not None]
    for code, counts in (("empties", [one.missing or 0 for one in shown]),
                         ("unsure", [one.dont_know or 0 for one in shown])):  # fmt: skip
        if any(counts) or code == "empties":
            told = counts[0] if len(counts) == 1 else t("surveyscreen.two", first=counts[0], second=counts[-1])
            parts.append(t(f"surveyscreen.{code}", counts=told))
    return f" {signs.dot} ".join(parts)


def behind(line: Line, view: View) -> list[str]:
    """Sentences of what stands behind the first figures: quartiles, means (which only describe), how large the change
    is, how many could be matched and the exact test of them."""
    out = []
    for wave, one in zip(view.waves, view.found(line.question), strict=True):
        middle = (one.likert or one.number) if one is not None else None
        if middle is None or middle.median is None or middle.quartiles is None or middle.mean is None:
            continue
        told = t("survey.told_middle", median=figure(middle.median), low=figure(middle.quartiles[0]),
                 high=figure(middle.quartiles[1]), mean=decimal(middle.mean))  # fmt: skip
        out.append(f"{short_name(wave)}: {told[:1].lower()}{told[1:]}")
    row = line.compared
    if row is None:
        return out
    if row.unpaired.cliff is not None and row.unpaired.cliff_word is not None:
        out.append(t("surveyscreen.effect", word=t(f"survey.cliff_{row.unpaired.cliff_word}"),
                     delta=decimal(row.unpaired.cliff, 2)))  # fmt: skip
    return [*out, *pairs_told(line)]


def pairs_told(line: Line) -> list[str]:
    """How many answered in both waves, and the exact test of them: the sign test, of an option McNemar's."""
    found = line.compared.paired if line.compared is not None else None
    if found is None:
        return []
    first, second = map(percent, found.match)
    out = [t("survey.told_matched", n=found.n, first=first, second=second)]
    if found.improved is not None:
        out.append(t("surveyscreen.paired", improved=found.improved, same=found.same, worse=found.worse))
    if found.p is not None:
        test = "sign_test" if line.choice is None else "mcnemar"
        out.append(t(f"surveyscreen.{test}", p=p_told(found.p).rstrip(".")))
    return out


def rest_lines(view: View, width: int, signs: Signs) -> list[Content]:
    """Who has not answered, and the open answers."""
    out = []
    if view.wave is not None and view.missing is not None:
        before = sum(bool(one.before) for one in view.missing)
        told = t("surveyscreen.missing", wave=wave_name(view.wave), n=len(view.missing))
        if before and len(view.waves) > 1:
            start = view.waves[0].code == "start"
            told += ", " + t("surveyscreen.missing_before_start" if start else "surveyscreen.missing_before", n=before)
        out.append(f"{told}: {t('surveyscreen.how_to_remind')}" if view.missing else told)
    elif view.wave is not None:
        out.append(t("surveyscreen.nobody_asked"))
    texts = [one for _, found in view.opened for one in found]
    if texts:
        rest = sum(one.tag is None for one in texts)
        out.append(t("surveyscreen.open", n=len(texts), rest=rest))
    return [content(fit(one, width, ellipsis=signs.ellipsis).rstrip()) for one in out]
