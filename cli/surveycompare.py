"""Two waves of a survey against each other, as lines and as JSON."""

from cli.output import terminal_width
from cli.table import Column, draw, wrapped
from core.display import safe
from core.surveys.comparison import Paired
from core.surveys.telling import of_change, points
from core.surveys.waves import ComparedRow, Comparison
from locales import language, t
from locales.formats import decimal, percent
from locales.surveys import change, figure, sentences, signed, text_of

DASH = "\u2013"
WIDTH = 80
LEAST_P = 0.001
"""A smaller p is told as less than this."""


def compare_lines(found: Comparison) -> list[str]:
    """A table of the changes, what each question says in words, and what was not compared and why."""
    columns = terminal_width() or WIDTH
    told = t(f"survey.compare_head_{found.unit}", first=found.first.name, second=found.second.name)
    lines = [*wrapped(told, columns, ""), ""]
    if found.rows:
        head = [Column(t("survey.head_question"), gives_way=True), Column(found.first.code, right=True),
                Column(found.second.code, right=True), Column(t("survey.head_change"), right=True),
                Column(t("survey.head_interval"), right=True), Column(t("survey.head_effect"))]  # fmt: skip
        lines += draw(head, [_cells(row) for row in found.rows], columns)
    else:
        lines.append(t("survey.nothing_compared"))
    for row in found.rows:
        lines += ["", *wrapped(_name(row), columns, "    "), *wrapped(f"    {_numbers(row)}", columns, "    ")]
        lines += wrapped(f"    {sentences(of_change(row, found.unit), row.question)}", columns, "    ")
    if found.apart:
        lines += ["", t("survey.not_compared", n=len(found.apart))]
    for one in found.apart:
        lines += wrapped(f"  {safe(one.question.key)} {text_of(one.question)}: {t(f'survey.apart_{one.reason}')}",
                         columns, "    ")  # fmt: skip
    return [*lines, "", *wrapped(t("survey.compare_foot"), columns, "")]


def compare_json(found: Comparison) -> list[dict[str, object]]:
    """As contract.md has it, second minus first; what is hidden is null."""
    return [{
        "question": row.question.key, "version": row.question.version, "text": text_of(row.question),
        "option": None if row.choice is None else _option(row), "unit": found.unit, "n": list(row.unpaired.n),
        "top2": _pair(row.unpaired.top), "delta": row.unpaired.delta,
        "interval": None if row.unpaired.interval is None or row.whole
        else [row.unpaired.interval.low, row.unpaired.interval.high],
        "may_be_chance": None if row.whole else row.unpaired.may_be_chance, "cliff": row.unpaired.cliff,
        "cliff_word": row.unpaired.cliff_word, "medians": _pair(row.medians), "paired": _paired(row.paired),
        "text_told": sentences(of_change(row, found.unit), row.question),
    } for row in found.rows]  # fmt: skip


def _cells(row: ComparedRow) -> list[str]:
    found = row.unpaired
    if found.top is not None:
        first, second = (percent(share) for share in found.top)
        moved = _points(*found.top)
        interval = DASH if found.interval is None or row.whole else change(found.interval.low, found.interval.high)
    else:
        first, second = (figure(one) for one in row.medians) if row.medians else (DASH, DASH)
        moved = interval = DASH
    unsure = " ?" if found.may_be_chance and not row.whole else ""
    return [_name(row), first, second, moved, interval + unsure, _effect(row)]


def _effect(row: ComparedRow) -> str:
    if row.unpaired.cliff is None or row.unpaired.cliff_word is None:
        return DASH
    return f"{decimal(row.unpaired.cliff, 2)} {t(f'survey.cliff_{row.unpaired.cliff_word}')}"


def _numbers(row: ComparedRow) -> str:
    n = t("survey.told_two_n", first=row.unpaired.n[0], second=row.unpaired.n[1])
    paired = row.paired
    if paired is None:
        return n
    first, second = (percent(one) for one in paired.match)
    more = t("survey.told_matched", n=paired.n, first=first, second=second)
    if paired.p is not None:
        more += " " + (t("survey.told_p", p=decimal(paired.p, 3)) if paired.p >= LEAST_P else
                       t("survey.told_p_under", p=decimal(LEAST_P, 3)))  # fmt: skip
    return f"{n} {more}"


def _name(row: ComparedRow) -> str:
    text = text_of(row.question)
    return text if row.choice is None else f"{text} {t('survey.quoted', text=safe(_option(row)))}"


def _option(row: ComparedRow) -> str:
    return dict(row.question.choices(language())).get(row.choice or 0, "")


def _points(first: float, second: float) -> str:
    return signed(points(first, second) / 100)


def _pair(values: tuple[float, float] | None) -> list[float] | None:
    return list(values) if values is not None else None


def _paired(found: Paired | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"n": found.n, "match": list(found.match), "improved": found.improved, "same": found.same,
            "worse": found.worse, "mean": found.mean, "p": found.p, "headline": found.headline}  # fmt: skip
