"""Surveys: who answered, what they said, and what changed from the first wave to the last, with how sure that is.

Figures of fewer than five answers are not in a snapshot, so none can be told here. Waves are compared as two groups:
who answered both is not in a snapshot either.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from core import quarter as quarters
from core.display import safe
from core.errors import EtappiError
from core.surveys.comparison import unpaired
from core.surveys.likert import Answers
from locales import language, t
from locales.formats import decimal, number
from locales.surveys import change, span, wave_text
from reports.content import Content
from reports.document import Block, Cell, Chart, Column, Document, Heading, Items, Paragraph, Series, Table, Text
from reports.pieces import (
    DASH,
    count_cell,
    figure,
    lead_lines,
    points,
    share_cell,
    small_print,
    strong,
    text_cell,
    told,
)
from reports.registry import Options

Wave = tuple[str, Mapping[str, Any]]
"""A wave's name (``CODE/WAVE``) and its figures."""


def build(content: Content, _options: Options) -> Document:
    """Every survey that somebody has answered by the end of the quarter looked at. EtappiError where there is none."""
    found: dict[str, list[Wave]] = {}
    for name, row in content.waves():
        if row["complete"] or row["partial"]:
            found.setdefault(row["survey"], []).append((name, row))
    if not found:
        raise EtappiError("exportmore.no_surveys")
    blocks: list[Block] = []
    for waves in found.values():
        waves.sort(key=lambda wave: wave[1]["position"])
        blocks += _survey(content, waves)
    return Document(
        code="surveys", title=t("exportmore.title_surveys", quarter=quarters.label(content.quarter)),
        language=language(), lead=lead_lines(content), blocks=tuple(blocks),
        footer=small_print(content, told("exportmore.small_surveys")), project=content.project.code,
        quarter=content.code, as_of=content.as_of, snapshot=content.name, sha256=content.sha256,
    )  # fmt: skip


def _survey(content: Content, waves: list[Wave]) -> list[Block]:
    blocks: list[Block] = [Heading(safe(waves[0][1]["title"]))]
    blocks.append(Items(tuple(_rate(content, wave) for wave in waves)))
    if len(waves) > 1:
        blocks += _compared(content, waves[0], waves[-1])
    else:
        blocks += _shares(content, waves[0])
    blocks += _choices(content, waves[-1])
    return blocks


def _rate(content: Content, wave: Wave) -> Text:
    """How many answered a wave, of how many; and from how many organisations of those asked."""
    name, row = wave
    complete, invited = row["complete"], row["invited"]
    answers = number(complete) if invited is None else f"{number(complete)}/{number(invited)}"
    asked = row["asked"]
    there = number(row["organisations"]) if asked is None else f"{number(row['organisations'])}/{number(asked)}"
    shown = strong(answers, figure(content.quarter, "survey", name, "answers"), complete)
    if not row["organisations"]:  # nobody said whose answers they are
        return told("exportmore.wave_rate_only", wave=_wave(name), answers=shown)
    return told("exportmore.wave_rate", wave=_wave(name), organisations=there, answers=shown)


def _shares(content: Content, wave: Wave) -> list[Block]:
    """The questions of one wave: n, share with its interval, median."""
    name, row = wave
    rows = []
    for key, one in row["questions"].items():
        if one["type"] in ("likert", "number"):
            id = figure(content.quarter, "survey", name, key.rsplit("/", 1)[0])
            rows.append((text_cell(one["text"]), count_cell(one["n"], f"{id}/n"), _share(one, id),
                         Cell(_interval(one)), _median(one, id)))  # fmt: skip
    if not rows:
        return []
    heads = (Column("question", t("exportmore.head_question")), Column("n", "n", "count"),
             Column("share", t("exportmore.head_top"), "share"), Column("interval", t("exportmore.head_interval")),
             Column("median", t("exportmore.head_median"), "number"))  # fmt: skip
    return [Table(f"survey_{_code(name)}", t("exportmore.caption_wave", wave=_wave(name)), heads, tuple(rows))]


def _compared(content: Content, first: Wave, last: Wave) -> list[Block]:
    """The questions of two waves side by side: only the same question in the same version and scale is compared."""
    rows, names, values = [], [], []
    told_of: list[Text] = []
    for key, two in last[1]["questions"].items():
        one = first[1]["questions"].get(key)
        if one is None or two["type"] != "likert" or one["type"] != "likert":
            continue
        ids = [figure(content.quarter, "survey", name, key.rsplit("/", 1)[0]) for name, _ in (first, last)]
        delta, interval, sure = _change(one, two, first[1]["group"], last[1]["group"])
        rows.append((text_cell(two["text"]), _share(one, ids[0]), _share(two, ids[1]), delta, interval,
                     count_cell(one["n"], f"{ids[0]}/n"), count_cell(two["n"], f"{ids[1]}/n")))  # fmt: skip
        if one["share"] is not None and two["share"] is not None:
            names.append(safe(two["text"]))
            values.append((one, two))
            if sure is not None:
                told_of.append(_sentence(one, two, sure))
    if not rows:
        return [Paragraph(told("exportmore.nothing_compared"), note=True)]
    waves = [_wave(name) for name, _ in (first, last)]
    heads = (Column("question", t("exportmore.head_question")), Column("first", waves[0], "share"),
             Column("last", waves[1], "share"), Column("change", t("exportmore.head_change"), "percent_points"),
             Column("interval", t("exportmore.head_interval")), Column("n_first", f"n {waves[0]}", "count"),
             Column("n_last", f"n {waves[1]}", "count"))  # fmt: skip
    title = t("exportmore.caption_compared", first=waves[0], last=waves[1])
    blocks: list[Block] = [Table(f"survey_{_code(first[0])}_{_code(last[0])}", title, heads, tuple(rows))]
    if told_of:
        blocks.append(Items(tuple(told_of)))
    if values:
        blocks.append(_chart(first, last, names, values, title))
    return blocks


def _change(
    one: Mapping[str, Any], two: Mapping[str, Any], first_group: int | None, last_group: int | None
) -> tuple[Cell, Cell, bool | None]:
    """The change of a question in printed percentage points, its interval, and whether it is more than chance (None
    where that cannot be said)."""
    if one["share"] is None or two["share"] is None or len(one["distribution"]) != len(two["distribution"]):
        return Cell(DASH), Cell(""), None
    found = unpaired(_answers(one, first_group), _answers(two, last_group))
    moved = points(Fraction(*two["share"])) - points(Fraction(*one["share"]))
    text = f"+{moved}" if moved > 0 else f"\u2212{-moved}" if moved < 0 else "0"
    if found.interval is None:
        return Cell(text, moved), Cell(""), None
    sure = not found.may_be_chance
    shown = change(found.interval.low, found.interval.high)
    return Cell(text, moved), Cell(shown if sure else f"{shown} ?"), sure


def _answers(one: Mapping[str, Any], group: int | None) -> Answers:
    return Answers(len(one["distribution"]), dict(enumerate(one["distribution"], 1)), group=group)


def _sentence(one: Mapping[str, Any], two: Mapping[str, Any], sure: bool) -> Text:
    first, last = points(Fraction(*one["share"])), points(Fraction(*two["share"]))
    way = "rose" if last > first else "fell" if last < first else "stayed"
    code = f"survey.tell_{way}" if sure and way != "stayed" else f"survey.tell_{way}_maybe"
    words = t(code, n=abs(last - first), first=_percent(first), second=_percent(last))
    return told("exportmore.question_told", question=two["text"], sentence=words)


def _percent(whole: int) -> str:
    return share_cell(Fraction(whole, 100)).text


def _share(one: Mapping[str, Any], id: str) -> Cell:
    return share_cell(None if one["share"] is None else Fraction(*one["share"]), id)


def _interval(one: Mapping[str, Any]) -> str:
    if one["interval"] is None:
        return ""
    low, high = (float(Fraction(*end)) for end in one["interval"])
    return span(low, high)


def _median(one: Mapping[str, Any], id: str) -> Cell:
    if one["median"] is None:
        return Cell(DASH, None, f"{id}/median")
    value = float(Fraction(*one["median"]))
    return Cell(number(int(value)) if value.is_integer() else decimal(value), value, f"{id}/median")


def _choices(content: Content, wave: Wave) -> list[Block]:
    """The options of each choice question of a wave, with how many chose them."""
    name, row = wave
    blocks: list[Block] = []
    for place, (key, one) in enumerate(row["questions"].items(), 1):
        if not one["options"]:
            continue
        id = figure(content.quarter, "survey", name, key.rsplit("/", 1)[0])
        rows = tuple(
            (text_cell(option), count_cell(hits, f"{id}/{safe(option)}"), share_cell(Fraction(hits, one["n"])))
            for option, hits in one["options"].items()
        )
        heads = (Column("option", t("exportmore.head_option")), Column("count", "n", "count"),
                 Column("share", t("export.head_share"), "share"))  # fmt: skip
        caption = t("exportmore.caption_choice", question=safe(one["text"]), n=one["n"])
        blocks.append(Table(f"choice_{_code(name)}_{place}", caption, heads, rows))
    return blocks


def _chart(
    first: Wave, last: Wave, names: list[str], values: list[tuple[Mapping[str, Any], Mapping[str, Any]]], title: str
) -> Chart:
    waves = [_wave(name) for name, _ in (first, last)]
    series = tuple(
        Series(
            waves[place], tuple(float(Fraction(*pair[place]["share"])) for pair in values),
            tuple(_end(pair[place], 0) for pair in values), tuple(_end(pair[place], 1) for pair in values),
        )
        for place in (0, 1)
    )  # fmt: skip
    rose = sum(points(Fraction(*two["share"])) > points(Fraction(*one["share"])) for one, two in values)
    return Chart(
        f"survey_{_code(last[0])}", title, "bars", "share", tuple(names), series,
        t("exportmore.chart_survey_told", n=len(values), rose=rose),
    )  # fmt: skip


def _end(one: Mapping[str, Any], place: int) -> float | None:
    return None if one["interval"] is None else float(Fraction(*one["interval"][place]))


def _wave(name: str) -> str:
    """A wave of a survey in words."""
    return wave_text(name.split("/", 1)[1])


def _code(name: str) -> str:
    """The name of a wave in the code of a table: ``network_end``."""
    return name.replace("/", "_")
