"""A plan document becomes a draft plan file, from text, Word and PDF alike; what is not sure is told."""

import io
import json
import tomllib
from pathlib import Path
from random import Random

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from core import quarter
from core.errors import EtappiError
from core.findings import Place
from core.planning import PlanFile
from importers.documentwords import standard
from importers.plandocument import DocumentPlan, document_lines, plan_of, read_document, read_window
from importers.plandraft import draft
from importers.planfile import read_plan
from importers.readers.grid import Grid, Row
from locales import choose

DATA = Path(__file__).parent.parent / "data"
TEXT = DATA / "plan-document.txt"
REAL = Path(__file__).parents[3] / "shared" / "data" / "plan-document.txt"
Q1, Q4 = quarter.quarter(2025, 1), quarter.quarter(2025, 4)


def lines() -> list[str]:
    return TEXT.read_text("utf-8").splitlines()


def of_text(text: str) -> DocumentPlan:
    return read_document(text.encode(), "plan.txt")


def back(plan: DocumentPlan) -> PlanFile:
    return read_plan(draft(plan).encode(), "draft")


def docx(text: list[str] | None = None) -> bytes:
    """The document in Word: list styles, a styled heading of each package, no asterisks."""
    document = Document()
    for line in text or lines():
        plain = line.replace("**", "").replace("*", "")
        if line.lstrip().startswith("-"):
            style = "List Bullet 2" if line.startswith(" ") else "List Bullet"
            document.add_paragraph(plain.lstrip(" -"), style=style)
        elif line.startswith("Työpaketti") and line[11:12].isdigit() and ": " in line[:16]:
            document.add_heading(plain, level=2)
        elif plain.strip():
            document.add_paragraph(plain)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(text: list[str] | None = None) -> bytes:
    """The document as a PDF: wrapped lines, bullets as signs, a footer with the page's number."""
    style = getSampleStyleSheet()["BodyText"]
    parts: list[Paragraph | Spacer] = []
    for line in text or lines():
        plain = line.replace("**", "").replace("*", "")
        if line.lstrip().startswith("-"):
            indent = 40 if line.startswith(" ") else 18
            part = Paragraph(plain.lstrip(" -") or "&nbsp;", style, bulletText="•")
            part.style = style.clone("item", leftIndent=indent, bulletIndent=indent - 12, spaceBefore=0)
            parts.append(part)
        elif plain.strip():
            parts.append(Paragraph(plain, style))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(
        parts,
        onFirstPage=lambda canvas, page: canvas.drawString(60, 30, f"Saaristo {page.page}"),
        onLaterPages=lambda canvas, page: canvas.drawString(60, 30, f"Saaristo {page.page}"),
    )
    return out.getvalue()


def shape(plan: PlanFile) -> list[object]:
    return [
        (
            package.code, package.parent, package.title, package.from_quarter, package.to_quarter, package.lead,
            package.assist, [(item.kind, item.title) for item in package.items],
            [(indicator.kind, indicator.title) for indicator in package.indicators],
        )
        for package in plan.packages
    ]  # fmt: skip


def test_the_packages_of_a_text() -> None:
    plan = back(read_document(TEXT.read_bytes(), "plan.txt"))
    assert [(one.code, one.parent, one.lead, one.assist) for one in plan.packages] == [
        ("KOORD", None, ("Majakkasaaren opisto",), ()),
        ("TP1", None, ("Majakkasaaren opisto",), ()),
        ("TP1.1", "TP1", ("Saaren kunta, Karin ammatti- ja aikuisopisto",), ("Luotokoulu ry",)),
        ("TP2", None, ("Luotokoulu ry",), ()),
    ]
    assert [(one.from_quarter, one.to_quarter) for one in plan.packages] == [
        (None, None), (Q1, Q4), (Q1 + 1, Q4), (Q1 + 2, Q4)
    ]  # fmt: skip
    assert [[item.title for item in one.items] for one in plan.packages] == [
        ["Kirjanpito ja lauttaliput", "Kuukausikirje kaikille saarille"],
        [
            "Lauttavuorojen sopiminen",
            "Satamakahvilan lukupiiri",
            "koulupäivä kahdella saarella",
            "Yhteinen lukujärjestys",
        ],
        ["Karttaillat", "Merikorttien lukuopas"],
        ["Mittareiden asennus", "Ohje mittaamiseen"],
    ]
    assert [[one.kind for one in package.indicators] for package in plan.packages] == [
        [], ["qualitative", "quantitative", "quantitative"], ["qualitative", "quantitative"], []
    ]  # fmt: skip
    project = plan.project
    assert (project.name, project.start, project.end) == (lines()[0], "2025-01-01", "2025-12-31")
    assert (project.expected_organisations, project.language, project.coordinator) == (14, "fi", "Majakkasaaren opisto")


def test_the_goal_keeps_its_paragraphs_and_joins_what_a_page_tore() -> None:
    goal = back(read_document(TEXT.read_bytes(), "plan.txt")).packages[1].goal or ""
    assert "jos aallot antavat myöten." in goal
    assert goal.endswith("Aiheita ovat:\n- talvikelit\n- polkupyörät\n\nTyöpaketti 1:n väki tapaa satamassa.")


@pytest.mark.parametrize("made", [docx, pdf])
def test_word_and_pdf_say_the_same(made: object) -> None:
    content = made()  # type: ignore[operator]
    text = shape(back(read_document(TEXT.read_bytes(), "plan")))
    assert shape(back(read_document(content, "plan"))) == text


@pytest.mark.parametrize("made", [docx, pdf])
def test_an_empty_item_and_glued_headings_are_found_in_every_form(made: object) -> None:
    plan = read_document(made(), "plan")  # type: ignore[operator]
    codes = [finding.code for finding in plan.findings]
    assert codes.count("import.empty") == 1
    assert codes.count("import.label") == 4
    assert "import.label_spelling" in codes


def test_findings_name_the_line() -> None:
    plan = read_document(TEXT.read_bytes(), "plan.txt")
    told = {(finding.code, finding.place.row) for finding in plan.findings}
    number = {line: at for at, line in enumerate(lines(), 1)}
    assert {
        ("import.label", number["Mittarit:**Laadulliset:**"]),
        ("import.label", number["Työpaketti 1.1: Merikortit luokkaan**Tavoite:**"]),
        ("import.label", number["Aikataulu: Q2 – Q4 / 2025**Työpakettin vetovastuu:**"]),
        ("import.label", number["Aikataulu: Aikataulu: Q3 – Q4 / 2025"]),
        ("import.empty", number["-"]),
        ("import.label_spelling", number["Toimenpitet:"]),
        ("wp.alias", number["TP2: Sääasema"]),
    } <= told
    assert len([one for one in plan.findings if one.code == "import.label"]) == 4
    assert len([one for one in plan.findings if one.code == "wp.alias"]) == 1  # torn and longer titles are none


@pytest.mark.parametrize(("language", "line"), [("fi", "rivi"), ("sv", "rad"), ("en", "row")])
def test_what_is_not_sure_stands_as_a_comment(language: str, line: str) -> None:
    choose(language)
    text = draft(read_document(TEXT.read_bytes(), "plan.txt"))
    comments = [one for one in text.split("\n") if one.startswith("#")]
    assert "draft." not in text
    for number in (9, 20, 64, 95, 116):  # the packages, and the empty item of the last one's leads
        assert any(f"{line} {number}" in comment for comment in comments), number
    assert sum('to = ""' in comment for comment in comments) == 3  # one for each output
    assert any("kesävuorot" in comment for comment in comments)
    assert any("Oppilaat löytävät kotiin." in comment for comment in comments)
    assert any("Lukuopas painetaan vain kerran." in comment for comment in comments)
    assert "radiossa" not in text
    choose("en")


def test_a_coordinator_is_inferred_only_where_one_lead_is_named() -> None:
    text = TEXT.read_text("utf-8").replace("Luotsi Oy auttaa", "Luotokoulu ry auttaa")
    plan = of_text(text)
    assert plan.packages[0].lead == ()
    assert plan.coordinator is None
    assert [doubt.code for doubt in plan.packages[0].doubts["lead"]] == ["no_lead"]
    assert back(plan).packages[0].lead == ()


SWEDISH = """\
Skärgårdens skolor

Projektets koordinator: Fyrskolan

Arbetspaket 1: Med färja till skolan

Mål: Alla hinner med färjan.

Åtgärder:
1. Avtal om turer
2. Bokcirkel i hamnen

Leveranser:
* Gemensamt schema

Tidtabell: 1.1.2025–30.6.2025

Huvudansvar: Fyrskolan; Skärskolan (biträdande ansvar)
"""

ENGLISH = """\
# Island schools

## Work package 1 Boats
### Goal
Everybody catches the boat.
### Activities
Timetables agreed
Reading circle
### Deliverables
- A common timetable that
  two harbours share
### Schedule
2025-Q1 – 2025-Q2
### Lead
Lighthouse College

Supporting lead:
- Skerry School

## Budget
- Not an item
"""


def test_swedish() -> None:
    plan = of_text(SWEDISH)
    (package,) = back(plan).packages
    assert (package.code, package.title, package.goal) == ("AP1", "Med färja till skolan", "Alla hinner med färjan.")
    assert (package.lead, package.assist) == (("Fyrskolan",), ("Skärskolan",))
    assert [(one.kind, one.title) for one in package.items] == [
        ("action", "Avtal om turer"), ("action", "Bokcirkel i hamnen"), ("output", "Gemensamt schema")
    ]  # fmt: skip
    assert (package.from_quarter, package.to_quarter) == (Q1, Q1 + 1)
    assert [doubt.code for doubt in plan.packages[0].doubts["from"]] == ["from_dates"]
    assert (plan.language, plan.coordinator) == ("sv", "Fyrskolan")


def test_english_with_styled_headings_and_a_list_without_bullets() -> None:
    plan = of_text(ENGLISH)
    (package,) = back(plan).packages
    assert (package.code, package.title) == ("WP1", "Boats")
    assert [one.title for one in package.items] == [
        "Timetables agreed", "Reading circle", "A common timetable that two harbours share"
    ]  # fmt: skip
    assert (package.lead, package.assist) == (("Lighthouse College",), ("Skerry School",))
    assert (package.from_quarter, package.to_quarter) == (Q1, Q1 + 1)
    assert plan.language == "en"


def test_a_table_of_contents_is_not_the_plan() -> None:
    text = "Hanke\n\nTyöpaketti 1: Lautat ..... 4\nTyöpaketti 2: Kartat\t7\n\n" + (
        "Työpaketti 1: Lautat\n\nToimenpiteet:\n- Yksi\n\nTyöpaketti 2: Kartat\n\nToimenpiteet:\n- Kaksi\n"
    )
    plan = of_text(text)
    assert [(one.code, one.title, one.place.row) for one in plan.packages] == [
        ("TP1", "Lautat", 6),
        ("TP2", "Kartat", 11),
    ]
    assert not [finding for finding in plan.findings if finding.code == "wp.alias"]


def test_no_schedule_leaves_the_dates_open() -> None:
    plan = of_text("Hanke\n\nTP1: Lautat\n\nToimenpiteet:\n- Yksi\n")
    assert plan.window is None
    data = tomllib.loads(draft(plan))
    assert "start" not in data["project"]
    assert "from" not in data["workpackage"][0]


def test_one_organisation_has_one_role() -> None:
    plan = of_text(
        "Hanke\n\nTP1: Lautat\n\nAikataulu: Q1 2025\n\nVetovastuu:\n- A ry\n- a RY (avustava vetovastuu)\n- B ry\n"
    )
    (package,) = plan.packages
    assert (package.lead, package.assist) == (("A ry", "B ry"), ())
    assert [doubt.code for doubt in package.doubts["lead"]] == ["named_twice", "several_leads"]
    back(plan)


def test_long_and_hostile_texts_stay_readable() -> None:
    title = "sana " * 100
    text = f'X\n\nTP1: "Lautat" \\ \x1b[31m[red]\n\nTavoite:\na"""b\\\n\nToimenpiteet:\n- {title}\n\nAjoitus: Q1/2025'
    plan = back(of_text(text))
    package = plan.packages[0]
    assert package.title == '"Lautat" \\ [red]'
    assert package.goal == 'a"""b\\'
    assert len(package.items[0].title) == 300
    assert "sana sana" in draft(of_text(text)).split("title = ")[-1].partition("#")[2]


@pytest.mark.parametrize(
    ("text", "window", "doubt"),
    [
        ("Q1 – Q4 / 2025", (Q1, Q4), ""),
        ("Q3/2025 – Q1/2026", (Q1 + 2, Q4 + 1), ""),
        ("1.2.2025 – 31.8.2025", (Q1, Q1 + 2), "from_dates"),
        ("2/2025–11/2025", (Q1, Q4), "from_dates"),
        ("31.8.2025 – 1.2.2025", None, ""),
        ("31.2.2025", None, ""),
        ("13/2025", None, ""),
        ("ensi kesänä", None, ""),
    ],
)
def test_schedules(text: str, window: tuple[int, int] | None, doubt: str) -> None:
    assert read_window(text) == (window, doubt)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty"),
        (b"  \n\n", "import.empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "draft.kind"),
        (b"PK\x03\x04 not a document", "draft.kind"),
        (b"PK\x03\x04 word/document.xml", "import.damaged"),
        (b"%PDF-1.7 nothing", "import.damaged"),
        ("Hanke ilman paketteja\n\nTavoite: ei mitään\n".encode(), "draft.no_packages"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "import.old_word"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(EtappiError) as raised:
        read_document(content, "plan")
    assert raised.value.code == code
    assert raised.value.values["file"] == "plan"


def test_a_scanned_pdf_is_refused() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(EtappiError, match=r"import\.scanned"):
        document_lines(out.getvalue(), "plan.pdf")


WORDS = [
    *(line for line in lines() if line.strip()),
    "- ",
    "",
    "  - x",
    "**",
    "Tavoite:",
    "TP 1.2",
    "Mål:",
    ":",
    "1) a",
    "* b",
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=20), max_size=40))
def test_any_lines_make_a_draft_or_a_refusal(chosen: list[str]) -> None:
    grid = Grid("plan", tuple(Row(number, (line,)) for number, line in enumerate(chosen, 1)))
    try:
        plan = plan_of(grid, standard())
    except EtappiError:
        return
    data = tomllib.loads(draft(plan))
    assert len(data["workpackage"]) == len(plan.packages)
    assert all(isinstance(finding.place, Place) for finding in plan.findings)


@pytest.mark.skipif(not REAL.exists(), reason="the real plan document is not part of the project")
def test_the_real_document() -> None:
    plan = back(read_document(REAL.read_bytes(), "plan-document.txt"))
    expected = json.loads((DATA / "workpackages.json").read_text("utf-8"))
    assert [package.code for package in plan.packages] == [one["code"] for one in expected]
    assert plan.project.expected_organisations == 89
    assert (plan.project.start, plan.project.end) == ("2024-01-01", "2024-12-31")
    for package, one in zip(plan.packages, expected, strict=True):
        assert (package.title, package.parent) == (one["title"], one["parent"])
        assert (quarter.code(package.first), quarter.code(package.last)) == (one["from"], one["to"])
        assert (package.from_quarter is None) == (package.code == "KOORD")  # the document gives it no schedule
        items = [item.kind for item in package.items]
        indicators: list[str] = [indicator.kind for indicator in package.indicators]
        assert [items.count("action"), items.count("output")] == [one["actions"], one["outputs"]]
        for kind in ("qualitative", "quantitative"):
            assert indicators.count(kind) == one[kind]


@pytest.mark.skipif(not REAL.exists(), reason="the real plan document is not part of the project")
@pytest.mark.parametrize("made", [docx, pdf])
def test_the_real_document_in_word_and_pdf(made: object) -> None:
    real = REAL.read_bytes()
    content = made(real.decode().splitlines())  # type: ignore[operator]
    assert shape(back(read_document(content, "plan"))) == shape(back(read_document(real, "plan")))


@pytest.mark.skipif(not REAL.exists(), reason="the real plan document is not part of the project")
def test_the_leads_of_the_real_document_stand_as_it_spells_them() -> None:
    plan = back(read_document(REAL.read_bytes(), "plan-document.txt"))
    told = json.loads(REAL.with_name("workpackages.json").read_text("utf-8"))["work_packages"]
    assert [(package.lead, package.assist) for package in plan.packages] == [
        tuple(tuple(name["raw"] for name in one[role]) for role in ("lead", "assist")) for one in told
    ]


@pytest.mark.parametrize("made", [docx, pdf])
def test_damaged_documents_are_refused_or_read(made: object) -> None:
    content = made()  # type: ignore[operator]
    random = Random(7)
    for _ in range(10):
        broken = bytearray(content)
        for _ in range(random.choice((1, 20))):
            broken[random.randrange(len(broken))] = random.randrange(256)
        try:
            draft(read_document(bytes(broken), "plan"))
        except EtappiError as error:
            assert error.values["file"] == "plan"  # noqa: PT017 - reading it is right, too
