"""PDF: with lines and without, wrapped names, headers once or on every page, and pages that hide something."""

import io
import json
from collections.abc import Callable

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from core.errors import EtappiError
from core.importing import Known, KnownOrganisation, KnownPackage
from core.roles import ROLES
from importers import participation
from importers.answers import Answers
from importers.limits import Limits
from importers.plan import make_plan
from importers.readers.portable import PortableReader
from importers.readers.unruled import joined
from importers.words import standard
from tests.importers.readers.support import TABLES, expected, odd, reading, refusal, rows, tables, told

HEAD = ["Organisaatio", "Vetovastuu", "Avustava vetovastuu", "Asiantuntija", "Hyödyntäjä"]
LEFT = (50, 280, 350, 430, 500)


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def header(canvas: Canvas, y: float) -> float:
    canvas.setFont("Helvetica-Bold", 8)
    for x, heading in zip(LEFT, HEAD, strict=True):
        for number, line in enumerate(simpleSplit(heading, "Helvetica-Bold", 8, 62)):
            canvas.drawString(x, y - number * 9, line)
    canvas.setFont("Helvetica", 9)
    return y - 22


def real_tables(*, width: int = 200, padding: int = 6, middle: bool = True, repeat: bool = True) -> bytes:
    """The three tables without a line: marks in the middle of the lines of a name or on the first."""
    titles = {
        code: table["title"] for code, table in json.loads((TABLES / "expected.json").read_text())["tables"].items()
    }

    def draw(canvas: Canvas) -> None:
        page = 1
        for code, body in expected().items():
            if page > 1:
                canvas.showPage()
            canvas.setFont("Helvetica-Bold", 12)
            canvas.drawString(50, 800, titles[code])
            y = header(canvas, 776)
            for name, roles in body:
                lines = simpleSplit(name, "Helvetica", 9, width)
                height = len(lines) * 11 + padding
                if y - height < 60:
                    canvas.drawCentredString(300, 30, f"{page} (8)")
                    canvas.showPage()
                    y = header(canvas, 800) if repeat else 800
                    canvas.setFont("Helvetica", 9)
                    page += 1
                for number, line in enumerate(lines):
                    canvas.drawString(50, y - number * 11, line)
                for role in roles:
                    lower = (len(lines) - 1) * 5.5 if middle else 0
                    canvas.drawString(LEFT[1 + ROLES.index(role)] + 20, y - lower, "x")
                y -= height
            page += 1

    return drawn(draw)


def test_a_table_with_lines_is_exact() -> None:
    content = (TABLES / "tables.pdf").read_bytes()
    found = reading(content)
    assert tables(found) == expected()
    assert {reason for _, _, reason in found.skipped} == {"import.skipped_page_number"}
    assert not found.findings
    first, *_, last = found.tables[0].entries
    assert [(entry.place.page, entry.place.row) for entry in (first, last)] == [(1, 8), (3, 29)]


@pytest.mark.parametrize(
    "how",
    [{}, {"middle": False}, {"width": 120}, {"width": 120, "middle": False, "repeat": False}, {"padding": 3}],
    ids=str,
)
def test_tables_without_lines_are_exact(how: dict[str, int]) -> None:
    content = real_tables(**how)  # type: ignore[arg-type]
    assert tables(reading(content)) == expected()
    assert not odd(content)
    assert ("no_rules", "") in told(content)


@pytest.mark.parametrize("middle", [True, False])
def test_lines_at_one_distance_are_joined_by_known_names(middle: bool) -> None:
    names = tuple(name for body in expected().values() for name, _ in body)
    content = real_tables(padding=0, middle=middle)
    found = participation.read(PortableReader().read(content, "x", names), standard())
    assert tables(found) == expected()


def test_without_known_names_what_is_unsure_is_counted_and_no_mark_is_lost() -> None:
    found = reading(real_tables(padding=0))
    assert found.marks == 175
    assert [one.values for one in found.findings if one.code == "import.rows_unsure"]


def test_names_of_the_store_join_lines_of_a_plan() -> None:
    long, short = "Jokilaakson seudun aikuiskoulutuskeskus", "Omnia"

    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "TP1: Yksi")
        y = header(canvas, 780)
        for line, mark in ((short, "x"), ("Jokilaakson seudun", "x"), ("Aikuiskoulutuskeskus", ""), ("Gradia", "x")):
            canvas.drawString(50, y, line)
            canvas.drawString(450, y, mark)
            y -= 11

    def names(*stored: KnownOrganisation) -> list[tuple[str, tuple[str, ...]]]:
        known = Known(1, organisations=stored, packages=(KnownPackage(1, "TP1", ""),))
        made = make_plan(content, "x.pdf", known, Answers(unmarked="unknown"))
        return [(row.name, row.marks) for row in made.rows if row.name]

    content = drawn(draw)
    expert = ("expert",)
    assert names() == [
        (short, expert),
        ("Jokilaakson seudun", expert),
        ("Aikuiskoulutuskeskus", ()),
        ("Gradia", expert),
    ]
    joined_name = long.replace("aikuis", "Aikuis")
    whole = [(short, expert), (joined_name, expert), ("Gradia", expert)]
    assert names(KnownOrganisation(1, long, "JAKK", (long,))) == whole
    assert names(KnownOrganisation(1, "JAKK", "JAKK", ("JAKK", long))) == whole, "another spelling of it"


def ruled(canvas: Canvas, y: float, *body: list[str], head: bool = True, spans: tuple[object, ...] = ()) -> float:
    data = [HEAD, *body] if head else list(body)
    table = Table(data, colWidths=[170, 70, 130, 80, 70], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans])
    _, height = table.wrapOn(canvas, 500, 700)
    table.drawOn(canvas, 30, y - height)
    return y - float(height)


def test_two_tables_on_a_page_and_no_header_on_the_next() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 800, "TP1: Yksi")
        y = ruled(canvas, 780, ["Omnia", "x", "", "", ""], ["Gradia", "", "", "x", ""])
        canvas.drawString(30, y - 30, "TP2: Kaksi")
        ruled(canvas, y - 50, ["Omnia", "", "x", "", ""])
        canvas.showPage()
        ruled(canvas, 800, ["Sampo", "", "", "", "x"], head=False)

    assert tables(reading(drawn(draw))) == {
        "TP1": [("Omnia", ("lead",)), ("Gradia", ("expert",))],
        "TP2": [("Omnia", ("assist",)), ("Sampo", ("beneficiary",))],
    }


def test_a_name_over_two_rows() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 800, "TP1: Yksi")
        ruled(canvas, 780, ["Omnia", "x", "", "", ""], ["", "", "", "x", ""], spans=(("SPAN", (0, 1), (0, 2)),))

    assert rows(drawn(draw)) == [("Omnia", ("lead",)), ("Omnia", ("expert",))]


@pytest.mark.parametrize("lines", [True, False])
def test_a_column_outside_the_crop_box_is_read_and_told(lines: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((0, 0, 480, 842))
        canvas.drawString(30, 800, "TP1: Yksi")
        if lines:
            ruled(canvas, 780, ["Omnia", "", "", "", "x"], ["Gradia", "x", "", "", ""])
            return
        y = header(canvas, 780)
        for name, x in (("Omnia", 520), ("Gradia", 300)):
            canvas.drawString(50, y, name)
            canvas.drawString(x, y, "x")
            y -= 18

    content = drawn(draw)
    assert rows(content) == [("Omnia", ("beneficiary",)), ("Gradia", ("lead",))]
    assert ("outside_page", "1") in told(content)


def test_a_heading_that_is_written_upwards() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 800, "TP1: Yksi")
        for number, x in enumerate((30, 250, 300, 350, 400, 450)):
            canvas.line(x, 780, x, 640)
            if 0 < number < 5:
                canvas.saveState()
                canvas.translate(x + 25, 665)
                canvas.rotate(90)
                canvas.drawString(0, 0, HEAD[number])
                canvas.restoreState()
        for y in (780, 660, 640):
            canvas.line(30, y, 450, y)
        canvas.drawString(35, 700, "Organisaatio")
        canvas.drawString(35, 645, "Omnia")
        canvas.drawString(370, 645, "x")

    assert rows(drawn(draw)) == [("Omnia", ("expert",))]


def test_headers_and_footers_are_no_titles() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(4):
            canvas.drawString(50, 820, "Hankesuunnitelma, versio 3")
            if number in (0, 2):
                canvas.drawString(50, 790, f"TP{number + 1}: Otsikko")
            y = header(canvas, 770)
            for row in range(3):
                canvas.drawString(50, y - row * 18, f"Opisto {'ABC'[row]}{number}")
                canvas.drawString(300, y - row * 18, "x")
            canvas.drawString(50, 30, f"Sivu {number + 1} / 4")
            canvas.showPage()

    content = drawn(draw)
    assert {code: len(body) for code, body in tables(reading(content)).items()} == {"TP1": 6, "TP3": 6}
    assert [code for code, _ in told(content)].count("running") == 2


def test_what_cannot_be_read() -> None:
    from PIL import Image
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import ImageReader

    def picture(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (50, 50), "red")), 100, 500, 300, 200)

    def both(canvas: Canvas) -> None:
        picture(canvas)
        canvas.showPage()
        canvas.drawString(30, 800, "TP1: Yksi")
        ruled(canvas, 780, ["Omnia", "x", "", "", ""])

    assert refusal(drawn(picture)) == "scanned"
    assert told(drawn(both)) == [("page_without_text", "1")]
    assert refusal(drawn(both, encrypt=StandardEncryption("sala"))) == "encrypted"
    assert refusal(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n") == "damaged"
    with pytest.raises(EtappiError, match="too_many_pages"):
        PortableReader(Limits(pages=1)).read(drawn(both), "x")
    with pytest.raises(EtappiError, match="too_complex"):
        PortableReader(Limits(page_objects=3)).read(drawn(both), "x")


def test_lines_of_a_cell() -> None:
    assert joined(["Kemi-", "Tornionlaakson", "koulutus-", "kuntayhtymä"]) == "Kemi-Tornionlaakson koulutuskuntayhtymä"
    assert joined(["AEL -", "Amiedu Oy"]) == "AEL - Amiedu Oy"
