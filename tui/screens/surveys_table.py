"""The list of the Surveys screen: its columns and rows, for two waves and for one."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from core.surveys.comparison import Paired
from core.surveys.figures import QuestionFigures
from core.surveys.intervals import Interval
from core.surveys.suppression import LEAST
from core.surveys.telling import points
from locales import t
from locales.formats import decimal, number, percent
from locales.surveys import change, figure, signed, span
from tui import keys
from tui.screens import surveys_keys
from tui.screens.surveys_view import Line, View
from tui.screens.surveys_words import line_name, short_name
from tui.signs import Signs
from tui.text import cell, measure
from tui.widgets.columns import Column
from tui.widgets.grid import Grid, Listed, Row

NAME_LEAST, NAME_WISH = 30, 40
WAVE_LEAST, WAVE_MOST = 5, 8
INTERVAL_LEAST = 14
LEAST_P = 0.001
"""A smaller p is told as less than this."""


class SurveyGrid(Grid, inherit_bindings=False):
    """The list of questions, moved in by the arrows."""

    BINDINGS: ClassVar[list[BindingType]] = [*surveys_keys.MOVE, keys.OPEN]


def columns(view: View) -> list[Column]:
    """Shares at start and end, change and interval; of one wave share, interval and n. Effect size, quartiles and
    paired answers come where there is room."""
    name = Column(t("surveyscreen.head_question"), NAME_LEAST, stretch=True, wish=NAME_WISH)
    interval = Column(t("survey.head_interval"), max(INTERVAL_LEAST, measure(t("survey.head_interval"))), gap=2)
    middle = t("surveyscreen.head_median")
    if view.comparison is None:
        return [
            name, Column(t("surveyscreen.head_share"), 7, right=True), interval,
            Column(t("surveyscreen.head_n"), 5, right=True), Column(middle, 11, order=1, gap=2, right=True),
            Column(t("surveyscreen.head_mean"), 9, order=2, gap=2, right=True),
        ]  # fmt: skip
    waves = [Column(short_name(one), min(WAVE_MOST, max(WAVE_LEAST, measure(short_name(one)) + 1)), right=True)
             for one in view.waves]  # fmt: skip
    return [
        name, *waves, Column(t("survey.head_change"), 7, right=True), interval,
        Column(t("surveyscreen.head_n"), 7, order=1, right=True),
        Column(t("surveyscreen.head_effect"), 17, order=2, gap=2),
        Column(middle, 7, order=3, right=True),
        Column(t("surveyscreen.head_paired"), 12, order=4, gap=2),
    ]  # fmt: skip


def listed(lines: Sequence[Line], signs: Signs) -> Listed:
    """The rows of the list."""
    return Listed([_compared(line, signs) if line.compared or line.apart else _alone(line, signs) for line in lines])


def _compared(line: Line, signs: Signs) -> Row:
    row, dash = line.compared, signs.dash
    if row is None:
        return [cell(line_name(line)), *map(cell, (dash, dash, dash)), cell(t("surveyscreen.apart"), "muted"),
                *map(cell, (dash, dash, dash, dash))]  # fmt: skip
    found = row.unpaired
    n = cell(f"{found.n[0]}/{found.n[1]}")
    paired = cell(paired_brief(row.paired, dash))
    if found.top is None and row.medians is None:
        why = t("surveyscreen.few", least=LEAST) if min(found.n) < LEAST else t("surveyscreen.hidden")
        return [cell(line_name(line)), *map(cell, (dash, dash, dash)), cell(why, "muted"), n, cell(dash), cell(dash),
                paired]  # fmt: skip
    medians = f"{figure(row.medians[0])} {_arrow(signs)} {figure(row.medians[1])}" if row.medians else dash
    effect = dash
    if found.cliff is not None and found.cliff_word is not None:
        effect = f"{decimal(found.cliff, 2)} {t(f'survey.cliff_{found.cliff_word}')}"
    if found.top is None:
        shown = [cell(median_brief(one)) for one in row.medians] if row.medians else []
        return [cell(line_name(line)), *shown, cell(dash), cell(dash), n, cell(effect), cell(medians), paired]
    unsure = found.may_be_chance and not row.whole
    interval = dash if found.interval is None or row.whole else change(found.interval.low, found.interval.high)
    return [
        cell(line_name(line)), *(cell(percent(one)) for one in found.top),
        cell(signed(points(*found.top) / 100), "" if unsure else "bold"),
        cell(interval + " ?" * bool(unsure)), n, cell(effect), cell(medians), paired,
    ]  # fmt: skip


def _alone(line: Line, signs: Signs) -> Row:
    found, dash = line.alone, signs.dash
    if found is None:
        return [cell(line_name(line))]
    if found.suppressed:
        return [cell(line_name(line)), cell(dash), cell(t("surveyscreen.few", least=LEAST), "muted"),
                cell(number(found.n)), cell(dash), cell(dash)]  # fmt: skip
    share, interval = share_of(found, line.choice)
    told = dash if interval is None else span(interval.low, interval.high)
    median, mean = dash, dash
    middle = found.likert or found.number
    if middle is not None and middle.median is not None and middle.quartiles is not None and middle.mean is not None:
        low, high = middle.quartiles
        median, mean = f"{figure(middle.median)} ({figure(low)}–{figure(high)})", decimal(middle.mean)
    first = median_brief(found.number.median) if found.number is not None else percent(share)
    return [cell(line_name(line)), cell(first), cell(told), cell(number(found.n)), cell(median), cell(mean)]


def share_of(found: QuestionFigures, choice: int | None) -> tuple[float | None, Interval | None]:
    """The share that is told of a question: the highest two points, or of an option."""
    if found.likert is not None:
        return found.likert.top, found.likert.interval
    one = next((each for each in found.shares if each.choice == choice), None)
    return (one.share, one.interval) if one is not None else (None, None)


def median_brief(value: float) -> str:
    """``md 3``: where other rows have shares."""
    return t("surveyscreen.median", value=figure(value))


def paired_brief(found: Paired | None, dash: str) -> str:
    """``+31 −6``: how many of those who answered in both rose and fell."""
    if found is None or found.improved is None:
        return dash
    return f"+{found.improved} \N{MINUS SIGN}{found.worse}"


def p_told(p: float) -> str:
    """``p = 0,012``, or that it is smaller than what is told."""
    return t("survey.told_p", p=decimal(p, 3)) if p >= LEAST_P else t("survey.told_p_under", p=decimal(LEAST_P, 3))


def _arrow(signs: Signs) -> str:
    return "→" if signs.marker == "▸" else ">"
