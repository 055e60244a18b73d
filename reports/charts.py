"""A chart of a report as a drawing. What tells series apart is their order and pattern; colour comes on top.

A value that is unknown is a gap with "–" where its figure would stand, never a bar of no length.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, log10

from locales import formats
from reports.document import Chart, Series
from reports.drawing import PATTERNS, Circle, Drawing, Label, Line, Polygon, Rect, Shape, patterned, text_width, wrapped

WIDTH = 640.0
"""As wide as the text of an A4 page (17 cm)."""
TEXT, SMALL = 12.0, 11.0
LINE_HEIGHT = 15.0
GAP = "\u2013"
LABEL_ROOM = 230.0
COLUMN_HEIGHT = 150.0
SERIES = 6
"""How many series have a colour and a pattern of their own."""


@dataclass(frozen=True)
class Scale:
    """Values *low* to *high* on lengths *start* to *end*; *ticks* are the values that have a line."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where *value* stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def draw(chart: Chart, width: float = WIDTH) -> Drawing:
    """*chart* in the language that is spoken now, *width* units wide and as high as it needs to be."""
    kinds = {"bars": _bars, "stacked": _stacked, "columns": _columns, "line": _line}
    legend, top = _legend(chart, width)
    shapes, height = kinds[chart.kind](chart, width, top)
    return Drawing(width, height, (*legend, *shapes), chart.title, chart.description)


def told(chart: Chart, series: Series, index: int) -> str:
    """The figure of a value as people read it: – where unknown; a count that lies between two ends as these."""
    value = series.values[index]
    low, high = _ends(series, index)
    if chart.unit == "count" and low is not None and high is not None and low != high:
        return f"{_number(low)}\u2013{_number(high)}"
    if value is None:
        return GAP
    return formats.percent(value) if chart.unit == "share" else _number(value)


def _number(value: float) -> str:
    return formats.number(round(value)) if value == round(value) else formats.decimal(value)


def _ends(series: Series, index: int) -> tuple[float | None, float | None]:
    """The ends of the interval of a value; None where it has none."""
    return (series.low[index] if series.low else None, series.high[index] if series.high else None)


# Scale and legend


def _values(chart: Chart) -> list[float]:
    """Everything that a chart must have room for."""
    if chart.kind == "stacked":
        return [sum(series.values[index] or 0.0 for series in chart.series) for index in range(len(chart.categories))]
    return [value for series in chart.series for row in (series.values, series.low, series.high) for value in row
            if value is not None]  # fmt: skip


def _scale(chart: Chart, start: float, end: float) -> Scale:
    """From zero (or less) to a round figure; shares end at 100 % unless one is larger."""
    values = _values(chart)
    low, high = min([0.0, *values]), max([1.0 if chart.unit == "share" else 0.0, *values])
    high = 1.0 if chart.unit == "share" and high < 1 + 1e-9 else high
    if high == low:
        high = low + 1.0
    step = _step((high - low) / 4) if chart.unit == "count" else (0.25 if high - low <= 1 else _step((high - low) / 4))
    if chart.unit == "count":
        step = max(1.0, step)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return Scale(first * step, last * step, start, end, tuple(n * step for n in range(first, last + 1)))


def _step(rough: float) -> float:
    """The next 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))


def _tick(chart: Chart, value: float) -> str:
    return formats.percent(value) if chart.unit == "share" else _number(value)


def _colour(index: int) -> str:
    return f"series{index % SERIES + 1}"


def _pattern(index: int) -> str:
    return PATTERNS[index % SERIES]


def _legend(chart: Chart, width: float) -> tuple[list[Shape], float]:
    """The names of the series, in rows; and where the chart begins. One series needs none: the title names it."""
    if len(chart.series) < 2:
        return [], 6.0
    shapes: list[Shape] = []
    x, y = 0.0, 4.0
    for index, series in enumerate(chart.series):
        name = wrapped(series.name, width - 30, TEXT, 1)[0]
        room = 22 + text_width(name, TEXT) * 1.12 + 22
        if x and x + room > width:
            x, y = 0.0, y + 20
        if chart.kind == "line":
            shapes += [Line(x, y + 6, x + 14, y + 6, _colour(index), 2), *_marker(index, x + 7, y + 6)]
        else:
            shapes += patterned(x, y, 14, 12, _colour(index), _pattern(index))
        shapes.append(Label(x + 22, y + 10.5, name, TEXT))
        x += room
    return shapes, y + 26


# Lying bars


def _rows(chart: Chart, top: float, room: float, least: float) -> tuple[list[Shape], list[tuple[float, float]], float]:
    """The names of the categories at the left; where each row begins and how high it is; where the last one ends."""
    shapes: list[Shape] = []
    places = []
    y = top
    for category in chart.categories:
        lines = wrapped(category, room, TEXT, 2)
        height = max(least, len(lines) * LINE_HEIGHT)
        first = y + height / 2 - (len(lines) - 1) * LINE_HEIGHT / 2 + 4
        shapes += [Label(0, first + n * LINE_HEIGHT, line, TEXT) for n, line in enumerate(lines)]
        places.append((y, height))
        y += height + 7
    return shapes, places, y - 7 if chart.categories else y


def _label_room(chart: Chart) -> float:
    return min(LABEL_ROOM, max((text_width(name, TEXT) * 1.12 for name in chart.categories), default=0.0) + 6)


def _lying_scale(chart: Chart, start: float, end: float, width: float) -> Scale:
    """From *start* to *end*, but so that the last figure under it stays on a sheet of *width*."""
    scale = _scale(chart, start, end)
    last = text_width(_tick(chart, scale.high), SMALL) * 1.12 / 2
    return replace(scale, end=min(end, width - last))


def _lying_grid(chart: Chart, scale: Scale, top: float, bottom: float) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in scale.ticks:
        x = scale.at(tick)
        shapes.append(Line(x, top, x, bottom, "muted" if tick == 0 else "grid"))
        shapes.append(Label(x, bottom + 15, _tick(chart, tick), SMALL, "muted", anchor="middle"))
    return shapes


def _bars(chart: Chart, width: float, top: float) -> tuple[list[Shape], float]:
    room = _label_room(chart)
    beside = max((text_width(told(chart, one, index), SMALL) for one in chart.series
                  for index in range(len(chart.categories))), default=0.0)  # fmt: skip
    scale = _lying_scale(chart, room + 10, width - beside * 1.15 - 14, width)
    thick = 16.0 if len(chart.series) == 1 else 10.5
    names, rows, end = _rows(chart, top, room, len(chart.series) * (thick + 2) - 2)
    shapes = [*_lying_grid(chart, scale, top - 4, end + 4), *names]
    for index, (row, height) in enumerate(rows):
        y = row + (height - len(chart.series) * (thick + 2) + 2) / 2
        for number, series in enumerate(chart.series):
            shapes += _bar(chart, series, number, index, scale, y, thick)
            y += thick + 2
    return shapes, end + 26


def _bar(chart: Chart, series: Series, number: int, index: int, scale: Scale, y: float, thick: float) -> list[Shape]:
    """A lying bar with its figure beside it and the interval across it."""
    value = series.values[index]
    text = told(chart, series, index)
    low, high = _ends(series, index)
    end = scale.at(max([0.0, *(one for one in (value, high) if one is not None)]))
    figure = Label(end + 6, y + thick / 2 + 4, text, SMALL, "ink" if text != GAP else "muted")
    shapes: list[Shape] = []
    if value is not None:
        start, stop = sorted((scale.at(0.0), scale.at(value)))
        shapes += patterned(start, y, stop - start, thick, _colour(number), _pattern(number)) if value else ()
    if low is not None and high is not None and low != high:
        middle = y + thick / 2
        left, right = scale.at(low), scale.at(high)
        shapes += [Line(left, middle, right, middle, "paper", 4), Line(left, middle, right, middle, "ink", 1.5)]
        shapes += [Line(x, middle - 4, x, middle + 4, "ink", 1.5) for x in (left, right)]
    return [*shapes, figure]


def _stacked(chart: Chart, width: float, top: float) -> tuple[list[Shape], float]:
    room = _label_room(chart)
    scale = _lying_scale(chart, room + 10, width, width)
    names, rows, end = _rows(chart, top, room, 22.0)
    shapes = [*_lying_grid(chart, scale, top - 4, end + 4), *names]
    for index, (row, height) in enumerate(rows):
        y, at = row + (height - 22) / 2, 0.0
        if all(series.values[index] is None for series in chart.series):
            shapes.append(Label(scale.at(0.0) + 6, y + 15, GAP, SMALL, "muted"))
        for number, series in enumerate(chart.series):
            value = series.values[index]
            if not value:
                continue
            start, stop = scale.at(at), scale.at(at + value)
            at += value
            shapes += patterned(start, y, stop - start, 22, _colour(number), _pattern(number))
            text = told(chart, series, index)
            needed = text_width(text, SMALL) * 1.12 + 6
            if stop - start >= needed + 4:
                middle = (start + stop) / 2
                shapes.append(Rect(middle - needed / 2, y + 3.5, needed, 15, fill="paper"))
                shapes.append(Label(middle, y + 15, text, SMALL, anchor="middle"))
    return shapes, end + 26


# Standing columns and lines


def _standing(chart: Chart, width: float, top: float) -> tuple[list[Shape], Scale, list[float], float, float]:
    """Grid, scale, the middles of the categories, the room of one, and the height of the whole."""
    bottom = top + 14 + COLUMN_HEIGHT
    scale = _scale(chart, bottom, top + 14)
    left = max(text_width(_tick(chart, tick), SMALL) for tick in scale.ticks) * 1.12 + 10
    shapes: list[Shape] = []
    for tick in scale.ticks:
        y = scale.at(tick)
        shapes.append(Line(left, y, width, y, "muted" if tick == 0 else "grid"))
        shapes.append(Label(left - 8, y + 4, _tick(chart, tick), SMALL, "muted", anchor="end"))
    room = (width - left) / max(1, len(chart.categories))
    middles = [left + room * (index + 0.5) for index in range(len(chart.categories))]
    lines = [wrapped(name, room - 6, TEXT, 3) for name in chart.categories]
    for x, name in zip(middles, lines, strict=True):
        shapes += [Label(x, bottom + 18 + n * LINE_HEIGHT, line, TEXT, anchor="middle") for n, line in enumerate(name)]
    deepest = max((len(name) for name in lines), default=1)
    return shapes, scale, middles, room, bottom + 10 + deepest * LINE_HEIGHT


def _columns(chart: Chart, width: float, top: float) -> tuple[list[Shape], float]:
    shapes, scale, middles, room, height = _standing(chart, width, top)
    thick = min(46.0, (room - 14) / max(1, len(chart.series)) - 3)
    for index, middle in enumerate(middles):
        x = middle - (len(chart.series) * (thick + 3) - 3) / 2
        for number, series in enumerate(chart.series):
            value, text = series.values[index], told(chart, series, index)
            if value:
                upper, lower = sorted((scale.at(value), scale.at(0.0)))
                shapes += patterned(x, upper, thick, lower - upper, _colour(number), _pattern(number))
            shapes += _standing_interval(scale, series, index, x + thick / 2)
            above = max([0.0, *(one for one in (value, _ends(series, index)[1]) if one is not None)])
            if text_width(text, SMALL) <= max(thick, room / len(chart.series)) + 2:
                colour = "ink" if text != GAP else "muted"
                shapes.append(Label(x + thick / 2, scale.at(above) - 5, text, SMALL, colour, anchor="middle"))
            x += thick + 3
    return shapes, height


def _standing_interval(scale: Scale, series: Series, index: int, x: float) -> list[Shape]:
    low, high = _ends(series, index)
    if low is None or high is None or low == high:
        return []
    upper, lower = scale.at(high), scale.at(low)
    across: list[Shape] = [Line(x - 4, y, x + 4, y, "ink", 1.5) for y in (upper, lower)]
    return [Line(x, upper, x, lower, "paper", 4), Line(x, upper, x, lower, "ink", 1.5), *across]


def _line(chart: Chart, width: float, top: float) -> tuple[list[Shape], float]:
    shapes, scale, middles, _, height = _standing(chart, width, top)
    for number, series in enumerate(chart.series):
        known = [(x, scale.at(value)) if value is not None else None
                 for x, value in zip(middles, series.values, strict=True)]  # fmt: skip
        for index in range(len(known)):
            shapes += _standing_interval(scale, series, index, middles[index])
        for before, after in pairwise(known):
            if before and after:
                shapes.append(Line(*before, *after, _colour(number), 2))
        for index, place in enumerate(known):
            if place:
                shapes += [*_marker(number, *place), _point_label(chart, number, index, place, (width, scale.start))]
    return shapes, height


def _point_label(
    chart: Chart, number: int, index: int, place: tuple[float, float], edges: tuple[float, float]
) -> Label:
    """The figure of a point: the highest of its category over it, the lowest under it, others beside it.

    *edges* are the right end of the sheet and the line of the axis, where it has to stand elsewhere.
    """
    x, y = place
    right, axis = edges
    value = chart.series[number].values[index] or 0.0
    others = [one for other, series in enumerate(chart.series)
              if other != number and (one := series.values[index]) is not None]  # fmt: skip
    text = told(chart, chart.series[number], index)
    if all(value >= one for one in others):
        return Label(x, y - 8, text, SMALL, anchor="middle")
    if all(value <= one for one in others) and y + 19 < axis:
        return Label(x, y + 17, text, SMALL, anchor="middle")
    room = text_width(text, SMALL) * 1.12 + 8
    if x + room > right or (index == 0 and room < right / len(chart.categories) / 2):  # away from its line
        return Label(x - 8, y + 4, text, SMALL, anchor="end")
    return Label(x + 8, y + 4, text, SMALL)


def _marker(number: int, x: float, y: float) -> list[Shape]:
    """The sign of a series on its line: a disc, a square, a triangle, a diamond, a ring, a triangle upside down."""
    colour = _colour(number)
    signs: tuple[Shape, ...] = (
        Circle(x, y, 4, fill=colour),
        Rect(x - 4, y - 4, 8, 8, fill=colour),
        Polygon(((x, y - 5), (x + 5, y + 4), (x - 5, y + 4)), colour),
        Polygon(((x, y - 5.5), (x + 5.5, y), (x, y + 5.5), (x - 5.5, y)), colour),
        Circle(x, y, 4, fill="paper", stroke=colour),
        Polygon(((x - 5, y - 4), (x + 5, y - 4), (x, y + 5)), colour),
    )
    return [signs[number % len(signs)]]
