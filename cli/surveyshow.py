"""A wave of a survey as lines and as JSON."""

from collections.abc import Iterable, Sequence

from cli.output import can_show_signs, terminal_width
from cli.table import Column, draw, wrapped
from core.bars import Bar, bars
from core.display import safe
from core.surveys.figures import OrganisationAnswers, QuestionFigures, WaveFigures
from core.surveys.records import QuestionRow, WaveRow
from core.surveys.telling import of_question
from locales import language, t
from locales.formats import date, decimal, percent
from locales.surveys import figure, sentence, span, text_of

DASH = "\u2013"
WIDTH = 80


def figures_lines(found: WaveFigures, *, ahead: bool = False) -> list[str]:
    """All figures of a wave, question by question; *ahead*: it has not opened yet."""
    columns = terminal_width() or WIDTH
    lines = [f"{safe(found.survey.title)} ({found.wave.name})", *rate_lines(found.wave, ahead=ahead)]
    if ahead:
        return lines
    if found.group is not None:
        lines.append(t("survey.told_group", n=found.group))
    if not found.questions:
        return [*lines, "", t("survey.no_answers")]
    for one in found.questions:
        lines += ["", *wrapped(f"{safe(one.question.key)}  {text_of(one.question)}", columns, "    "), *_question(one)]
    return [*lines, "", t("survey.tell_nonresponse")]


def rate_lines(wave: WaveRow, *, ahead: bool = False) -> list[str]:
    """Who answered: rates with their denominators, and organisations."""
    if ahead:
        return [ahead_line(wave)]
    found = wave.responses
    lines = []
    if found.eligible is None:
        lines.append(t("survey.told_answers", n=wave.complete))
    elif found.over:
        lines.append(t("survey.told_over", n=wave.complete + wave.partial, invited=found.eligible))
    else:
        lines.append(t("survey.told_rate", n=wave.complete, invited=found.eligible, rate=percent(found.rr1)))
    if wave.partial:
        values = {"n": wave.partial, "rate": percent(found.rr2)}
        lines.append(t("survey.told_partial" if found.rr2 is None else "survey.told_partial_rate", **values))
    if wave.basis is not None:
        lines.append(t(f"survey.told_organisations_{wave.basis}", n=wave.organisations, answered=wave.answered,
                       rate=percent(wave.organisation_rate)))  # fmt: skip
    if wave.others:
        lines.append(t("survey.told_others", n=wave.others))
    if wave.opened or wave.closed:
        lines.append(t("survey.told_open_days", opened=date(wave.opened) if wave.opened else DASH,
                       closed=date(wave.closed) if wave.closed else DASH))  # fmt: skip
    return lines


def ahead_line(wave: WaveRow) -> str:
    """That a wave has not opened yet, and when it will."""
    return safe(t("survey.told_ahead", wave=wave.name, opened=date(wave.opened) if wave.opened else DASH))


def organisation_lines(
    found: WaveFigures, rows: Sequence[OrganisationAnswers], *, ahead: bool = False
) -> list[str]:  # fmt: skip
    """How many answered from each organisation; counts of answers are no answers."""
    head = [Column(t("cli.head_organisation"), gives_way=True), Column(t("survey.head_answers"), right=True),
            Column(t("survey.head_invited"), right=True), Column(t("survey.head_rate"), right=True),
            Column("")]  # fmt: skip
    cells = [
        [row.name, t("survey.not_yet") if ahead else str(row.answered),
         DASH if row.persons is None else str(row.persons), DASH if ahead else _rate(row),
         "" if row.asked else t("survey.not_asked")]
        for row in rows
    ]  # fmt: skip
    unknown = found.wave.complete - sum(row.answered for row in rows)
    if unknown:
        cells.append([t("survey.unknown_organisation"), str(unknown), DASH, DASH, ""])
    return [f"{safe(found.survey.title)} ({found.wave.name})", *rate_lines(found.wave, ahead=ahead), "",
            *draw(head, cells, terminal_width())]  # fmt: skip


def figures_json(found: WaveFigures, *, ahead: bool = False) -> dict[str, object]:
    """As contract.md has it; what is hidden is null, and what is not due while the wave is *ahead*."""
    wave = found.wave
    return {
        "survey": found.survey.code, "wave": wave.code, "title": found.survey.title,
        **rates_json(wave, ahead=ahead), "group": found.group,
        "organisation_rate": {**organisations_told(wave, ahead=ahead),
                              "rate": None if ahead else wave.organisation_rate},
        "questions": [_question_json(one) for one in found.questions],
    }  # fmt: skip


def rates_json(wave: WaveRow, *, ahead: bool) -> dict[str, object]:
    """How many answered a wave, of how many; null while it is *ahead*."""
    found = wave.responses
    return {
        "invited": wave.invited, "ineligible": wave.ineligible, "complete": None if ahead else wave.complete,
        "partial": None if ahead else wave.partial, "rate": None if ahead else found.rr1,
        "rate_with_partial": None if ahead else found.rr2, "over": found.over,
    }  # fmt: skip


def organisations_told(wave: WaveRow, *, ahead: bool) -> dict[str, object]:
    """How many organisations were asked and have answered."""
    return {"asked": wave.organisations, "answered": None if ahead else wave.answered,
            "others": None if ahead else wave.others, "basis": wave.basis}  # fmt: skip


def organisations_json(rows: Iterable[OrganisationAnswers], *, ahead: bool = False) -> list[dict[str, object]]:
    """How many answered from each organisation."""
    return [{"organisation": row.name, "short": row.short, "asked": row.asked, "invited": row.persons,
             "answers": None if ahead else row.answered} for row in rows]  # fmt: skip


def _question(one: QuestionFigures) -> list[str]:
    lines = [] if one.suppressed and one.question.type != "text" else [f"    {t('survey.told_n', n=one.n)}"]
    if one.missing is not None and one.question.type != "text":
        lines[0] += t("survey.told_rest", missing=one.missing, unsure=one.dont_know)
    lines += [f"  {line}" for line in bars(_bars(one), (terminal_width() or WIDTH) - 2, _sign())]
    likert = one.likert
    if likert is not None and likert.median is not None and likert.quartiles is not None and likert.mean is not None:
        lines.append("    " + t("survey.told_middle", median=figure(likert.median), low=figure(likert.quartiles[0]),
                                high=figure(likert.quartiles[1]), mean=decimal(likert.mean)))  # fmt: skip
    said = f"    {sentence(of_question(one), one.question)}"
    return [*lines, *wrapped(said, terminal_width() or WIDTH, "    ")]


def _bars(one: QuestionFigures) -> list[Bar]:
    if one.likert is not None and one.likert.distribution is not None:
        words = one.question.wording(language())
        ends = {1: words.low, one.question.scale: words.high} if words else {}
        if one.question.reversed:
            ends = {1: words.high, one.question.scale: words.low} if words else {}
        return [Bar(" ".join(filter(None, (str(point), safe(ends.get(point) or "")))), count,
                    f"{count} ({percent(count / one.n)})")
                for point, count in enumerate(one.likert.distribution, 1)]  # fmt: skip
    texts = dict(one.question.choices(language()))
    return [
        Bar(safe(texts[share.choice]), share.hits, f"{share.hits} ({percent(share.share)})",
            span(share.interval.low, share.interval.high) if share.interval else "")
        for share in one.shares
    ]  # fmt: skip


def _sign() -> str:
    return "█" if can_show_signs() else "#"


def _rate(row: OrganisationAnswers) -> str:
    if row.persons is None or not row.persons:
        return DASH
    return t("survey.over") if row.answered > row.persons else percent(row.answered / row.persons)


def _question_json(one: QuestionFigures) -> dict[str, object]:
    likert, middle = one.likert, one.likert or one.number
    top: dict[str, object] | None = None
    if likert is not None and likert.top is not None:
        low, high = (likert.interval.low, likert.interval.high) if likert.interval else (None, None)
        top = {"share": likert.top, "low": low, "high": high}
    return {
        "key": one.question.key, "version": one.question.version, "text": text_of(one.question),
        "type": one.question.type, "scale": one.question.scale, "reversed": one.question.reversed, "n": one.n,
        "missing": one.missing, "dont_know": one.dont_know, "suppressed": one.suppressed,
        "distribution": _distribution(one), "top2": top,
        "median": middle.median if middle else None,
        "quartiles": list(middle.quartiles) if middle and middle.quartiles else None,
        "mean": middle.mean if middle else None,
        "options": [{"text": _option(one.question, share.choice), "n": share.hits, "share": share.share,
                     "low": share.interval.low if share.interval else None,
                     "high": share.interval.high if share.interval else None} for share in one.shares],
    }  # fmt: skip


def _distribution(one: QuestionFigures) -> dict[str, int] | None:
    if one.likert is not None and one.likert.distribution is not None:
        return {str(point): count for point, count in enumerate(one.likert.distribution, 1)}
    return {_option(one.question, share.choice): share.hits for share in one.shares} or None


def _option(question: QuestionRow, choice: int) -> str:
    return dict(question.choices(language())).get(choice, str(choice))
