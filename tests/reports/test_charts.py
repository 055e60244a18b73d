"""Charts: what is unknown is a gap, both formats say the same, nothing leaves the sheet, colours can be read."""

import io
import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from locales.speaking import speaking
from reports import svg
from reports.charts import WIDTH, draw, told
from reports.document import Chart, Series
from reports.drawing import (
    HATCH,
    PALETTE,
    PATTERNS,
    Circle,
    Drawing,
    Label,
    Line,
    Polygon,
    Rect,
    Shape,
    patterned,
    text_width,
    wrapped,
)
from reports.pixels import _font, png
from tests.reports.sample import CHARTS


def labels(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def box(shape: Shape) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a shape; of a label as its font really is."""
    match shape:
        case Rect(x, y, width, height):
            return x, y, x + width, y + height
        case Line(x1, y1, x2, y2):
            return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        case Polygon(points):
            return (min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points),
                    max(y for _, y in points))  # fmt: skip
        case Circle(x, y, radius):
            return x - radius, y - radius, x + radius, y + radius
        case Label(x, y, text, size, _, bold, anchor):
            width = _font(bold, round(size * 10)).getlength(text) / 10
            left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            return left, y - size, left + width, y + size * 0.25


def test_a_value_that_is_unknown_is_a_dash_and_no_bar() -> None:
    values = (0.5, None, 0.0)
    chart = Chart("c", "t", "bars", "share", ("A", "B", "C"), (Series("Done", values),), "d")
    with speaking("en"):
        drawing = draw(chart)
    bars = [shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.fill == "series1"]
    assert len(bars) == 1  # neither the gap nor zero has a bar; their words tell them apart
    figures = [shape for shape in drawing.shapes if isinstance(shape, Label) and shape.size == 11 and shape.fill != "x"]
    assert [one.text for one in figures if one.anchor == "start"] == ["50%", "–", "0%"]


@pytest.mark.parametrize("kind", ["bars", "columns", "stacked", "line"])
def test_every_kind_draws_nothing_known_and_no_categories(kind: str) -> None:
    for categories, values in (((), ()), (("A", "B"), (None, None)), (("A",), (0.0,))):
        chart = Chart("c", "t", kind, "count", categories, (Series("x", values), Series("y", values)), "d")
        with speaking("fi"):
            assert draw(chart).height > 0


def test_a_line_is_broken_where_nothing_is_known() -> None:
    chart = Chart("c", "t", "line", "count", tuple("ABCD"), (Series("x", (1, None, 3, 4)),), "d")
    with speaking("fi"):
        drawn = [one for one in draw(chart).shapes if isinstance(one, Line) and one.stroke == "series1"]
    assert len(drawn) == 1


def test_a_count_between_two_ends_is_told_by_its_ends() -> None:
    series = Series("x", (1500, 7, None), (1400, 7, 2), (1624, 7, 3))
    chart = Chart("c", "t", "columns", "count", ("A", "B", "C"), (series,), "d")
    with speaking("fi"):
        assert [told(chart, series, index) for index in range(3)] == ["1\u00a0400–1\u00a0624", "7", "2–3"]
    share = Series("x", (0.83,), (0.73,), (0.9,))
    with speaking("sv"):
        assert told(Chart("c", "t", "bars", "share", ("A",), (share,), "d"), share, 0) == "83\u00a0%"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.code)
def test_both_formats_have_every_label(chart: Chart) -> None:
    with speaking("fi"):
        drawing = draw(chart)
    for text in (svg.inline(drawing, "c1"), svg.alone(drawing).decode()):
        assert [unescape(one) for one in re.findall(r"<text [^>]*>([^<]*)</text>", text)] == labels(drawing)
        assert f">{chart.description}</desc>" in text
    picture = png(drawing, 1.0)
    assert picture == png(drawing, 1.0)
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (round(drawing.width), round(drawing.height))
        colours = {name for name, (light, _) in PALETTE.items() if name.startswith("series")
                   and _close(image, light)}  # fmt: skip
    assert {f"series{n}" for n in range(1, len(chart.series) + 1)} <= colours


def _close(image: Image.Image, colour: str) -> bool:
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    found = image.getcolors(1 << 20) or []
    return any(all(abs(one - other) < 40 for one, other in zip(pixel, wanted, strict=True)) for _, pixel in found
               if isinstance(pixel, tuple))  # fmt: skip


NAMES = st.text(st.sampled_from("abc ÄÖ WM.1"), max_size=60)
VALUES = {
    "share": st.one_of(st.none(), st.floats(0, 2, allow_nan=False)),
    "count": st.one_of(st.none(), st.integers(0, 40_000)),
}


@st.composite
def any_chart(draws: st.DrawFn) -> Chart:
    count = draws(st.integers(1, 9))
    size = draws(st.integers(0, 10))
    unit = draws(st.sampled_from(("share", "count")))
    rows = [tuple(draws(st.lists(VALUES[unit], min_size=size, max_size=size))) for _ in range(count)]
    names = tuple(draws(st.lists(NAMES, min_size=size, max_size=size)))
    return Chart("c", "t", draws(st.sampled_from(("bars", "columns", "stacked", "line"))),
                 unit, names,
                 tuple(Series(draws(NAMES), row) for row in rows), "d")  # fmt: skip


@given(any_chart())
@settings(max_examples=150, deadline=None)
def test_nothing_leaves_the_sheet(chart: Chart) -> None:
    with speaking("fi"):
        drawing = draw(chart)
    assert drawing.width == WIDTH
    for shape in drawing.shapes:
        left, top, right, bottom = box(shape)
        assert left >= -8, shape
        assert top >= -1, shape
        assert right <= drawing.width + 8, shape
        assert bottom <= drawing.height + 1, shape


@given(st.floats(3, 300), st.floats(3, 60), st.sampled_from(PATTERNS))
def test_patterns_stay_within_their_rectangle(width: float, height: float, pattern: str) -> None:
    shapes = patterned(10, 20, width, height, "series1", pattern)
    for shape in shapes:
        left, top, right, bottom = box(shape)
        assert (left >= 10 - 1e-9, top >= 20 - 1e-9, right <= 10 + width + 1e-9, bottom <= 20 + height + 1e-9) == (
            (True,) * 4
        )
    if pattern not in ("solid", "light") and width > 3 * HATCH and height > 3 * HATCH:
        assert len(shapes) > 2


def test_widths_come_close_to_the_font() -> None:
    for text in (
        "TP1.2 Oppimisanalytiikka",
        "Ammatillisen koulutuksen järjestäjien verkosto",
        "Åbo Akademi",
        "1 624 (65 %)",
    ):
        real = _font(False, 120).getlength(text) / 10
        assert abs(text_width(text) - real) < 0.06 * real


def test_long_names_are_broken_and_cut() -> None:
    assert wrapped("Aa Bb", 1000) == ("Aa Bb",)
    lines = wrapped("Pitkänimisen Koulutuskuntayhtymän Ammatillinen Oppilaitos Jossakin Kaukana", 120, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line) <= 120 for line in lines)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.1, relative luminance)."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dim, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_stand_out_from_the_sheet(scheme: int) -> None:
    for name, pair in PALETTE.items():
        if name not in ("paper", "grid"):
            least = 3 if name.startswith("series") else 4.5
            assert contrast(pair[scheme], PALETTE["paper"][scheme]) >= least, name
