"""The status table as a picture: every figure of the report is on it, in its row, and nothing leaves the sheet."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from locales import choose, t
from reports.content import Content
from reports.document import Cell, Chart, Document
from reports.drawing import PALETTE, Drawing, Label, Line, Rect
from reports.picture import HEIGHT, PIXELS, WIDTH, drawn
from reports.registry import KINDS, Options, document, write
from tests.reports.test_charts import box, labels

SVG = "{http://www.w3.org/2000/svg}"


def made(content: Content, form: str, before: Content | None = None) -> bytes:
    out = write("status", form, content, Options(before))
    assert isinstance(out, bytes)
    return out


def with_rows(report: Document, rows: tuple[tuple[Cell, ...], ...]) -> Document:
    return replace(report, blocks=tuple(replace(one, rows=rows) if one is next(report.tables()) else one
                                        for one in report.blocks if not isinstance(one, Chart)))  # fmt: skip


def rows_of(drawing: Drawing, count: int) -> list[list[Label]]:
    """The labels between one line of the table and the next."""
    lines = sorted(shape.y1 for shape in drawing.shapes if isinstance(shape, Line) and shape.stroke == "grid")[-count:]
    height = lines[1] - lines[0]
    return [[one for one in drawing.shapes if isinstance(one, Label) and line - height < one.y <= line]
            for line in lines]  # fmt: skip


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_package_has_its_figures_in_its_row(
    demo_content: Content, demo_before: Content, language: str
) -> None:  # fmt: skip
    choose(language)
    report = document("status", demo_content, Options(demo_before))
    table = next(report.tables())
    drawing = drawn(report, demo=True)
    codes = [column.code for column in table.columns]
    assert "before" in codes
    for row, found in zip(table.rows, rows_of(drawing, len(table.rows)), strict=True):
        texts = [label.text for label in found]
        cells = dict(zip(codes, row, strict=True))
        for code in ("before", "done", "planned"):
            assert cells[code].text in texts
        assert t(f"status.{cells['status'].status}") in texts
        for code in ("package", "lead", "reason"):
            assert not cells[code].text or cells[code].text in " ".join(texts)


def test_the_svg_has_what_is_drawn_and_says_it_in_words(demo_content: Content, demo_before: Content) -> None:
    content = made(demo_content, "svg", demo_before)
    root = ElementTree.fromstring(content)
    report = document("status", demo_content, Options(demo_before))
    assert (root.get("role"), root.get("viewBox")) == ("img", f"0 0 {WIDTH:g} {HEIGHT:g}")
    assert [one.text for one in root.iter(f"{SVG}text")] == labels(drawn(report, demo=True))
    told = root.findtext(f"{SVG}desc") or ""
    assert root.findtext(f"{SVG}title") == report.title
    for row in next(report.tables()).rows:
        for cell in row:
            assert cell.text in told
    assert t("status.demo_note") in told
    assert t("status.demo") in labels(drawn(report, demo=True))
    assert t("status.demo") not in labels(drawn(report, demo=False))


def test_bars_are_as_long_as_what_is_done_and_what_is_unknown_has_none(demo_content: Content) -> None:
    report = document("status", demo_content)
    table = next(report.tables())
    place = [column.code for column in table.columns].index("done")
    cells = (Cell("–"), Cell("0 %", 0.0), Cell("50 %", 0.5), Cell("130 %", 1.3))
    rows = tuple((*table.rows[0][:place], cell, *table.rows[0][place + 1 :]) for cell in cells)
    drawing = drawn(with_rows(report, rows), demo=False)
    bars = [shape for shape in drawing.shapes if isinstance(shape, Rect)][:-1]  # the last one is the legend's
    whole = [shape.width for shape in bars if shape.stroke == "grid"]
    assert (len(whole), len(set(whole))) == (3, 1)
    assert [shape.width / whole[0] for shape in bars if shape.fill == "series1"] == pytest.approx([0.5, 1.0])


@pytest.mark.parametrize("count", [0, 1, 3, 9, 16, 60])
def test_any_number_of_packages_stays_on_a_sheet_of_the_same_shape(demo_content: Content, count: int) -> None:
    report = document("status", demo_content)
    table = next(report.tables())
    longest = tuple(max((row[n] for row in table.rows), key=lambda cell: len(cell.text))
                    for n in range(len(table.columns)))  # fmt: skip
    long_name = Cell("TP4 " + "Digikyvykkyyden jatkokehitys ja verkoston ylläpito " * 4, level=2)
    drawing = drawn(with_rows(report, ((long_name, *longest[1:]),) * count), demo=True)
    assert drawing.width / drawing.height == pytest.approx(16 / 9)
    assert (drawing.height == HEIGHT) == (count <= 16)
    for shape in drawing.shapes:
        left, top, right, bottom = box(shape)
        assert (left >= 0, top >= 0, right <= drawing.width, bottom <= drawing.height) == (True,) * 4, shape
    assert sum(label == t("status.action_needed") for label in labels(drawing)) in (0, count)
    assert len([label for label in labels(drawing) if label.startswith("TP4 ")]) == count


def test_labels_of_a_row_do_not_run_into_one_another(demo_content: Content, demo_before: Content) -> None:
    report = document("status", demo_content, Options(demo_before))
    drawing = drawn(report, demo=True)
    for found in rows_of(drawing, len(next(report.tables()).rows)):
        boxes = [box(label) for label in found]
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0]
                assert apart or abs(one[3] - other[3]) > 10, found


def test_the_picture_fits_a_projector_and_is_the_same_each_time(demo_content: Content) -> None:
    content = made(demo_content, "png")
    assert content == made(demo_content, "png")
    assert made(demo_content, "svg") == made(demo_content, "svg")
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (PIXELS, PIXELS * 9 // 16)
        assert image.getpixel((0, 0)) == tuple(bytes.fromhex(PALETTE["paper"][0][1:]))
    assert KINDS["status"].formats[-2:] == ("svg", "png")
