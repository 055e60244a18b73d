"""The thirty nasty cases of importing, each by its number, from bytes to the plan that a person would see.

19 to 22 and 24 to 28 are attendance lists and surveys; they are tested where those are read. Where a case is tested
more closely elsewhere, ELSEWHERE names those tests, and a test here sees to it that they exist.
"""

import datetime
import importlib
import io
import json
import os
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.comments import Comment
from openpyxl.styles import Font
from reportlab.pdfgen.canvas import Canvas

from core.errors import EtappiError
from core.importing import ImportPlan, Known
from importers.detect import read_file
from importers.plan import make_plan
from locales import has, t
from tests.importers.readers import test_document, test_portable
from tests.importers.readers.support import expected
from tests.importers.readers.test_workbook import HEAD, active, book, ods, packed, saved
from tests.importers.support import DATA, EMPTY, apply, content, right_answers, truth

__all__ = ["ods"]  # a fixture

ELSEWHERE = {
    1: ["test_real_tables.test_what_the_findings_tell", "test_real_tables.test_every_row_is_read_as_expected"],
    2: ["test_real_tables.test_imported_again_nothing_changes"],
    4: ["readers.test_workbook.test_a_table_that_starts_at_c3"],
    5: ["readers.test_workbook.test_a_merged_header_and_a_sheet_for_each_package"],
    6: ["readers.test_workbook.test_what_is_in_doubt_is_asked_and_told"],
    7: ["readers.test_workbook.test_formulas_without_values_and_errors"],
    8: ["test_participation.test_marks", "test_participation.test_what_is_unclear_is_a_question"],
    9: ["readers.test_workbook.test_ods_with_a_million_repeated_rows_keeps_its_row_numbers"],
    10: ["readers.test_workbook.test_damaged_and_hostile_files",
         "readers.test_workbook.test_archives_that_are_no_documents"],
    11: ["readers.test_portable.test_a_table_with_lines_is_exact"],
    12: ["readers.test_portable.test_tables_without_lines_are_exact"],
    13: ["readers.test_portable.test_a_column_outside_the_crop_box_is_read_and_told"],
    15: ["readers.test_portable.test_two_tables_on_a_page_and_no_header_on_the_next",
         "readers.test_portable.test_a_heading_that_is_written_upwards"],
    16: ["readers.test_document.test_tracked_changes", "readers.test_document.test_tables_in_tables"],
    17: ["readers.test_web.test_spans_and_spaces", "readers.test_web.test_the_charset_of_the_page"],
    18: ["test_participation.test_tabs_that_went_to_the_next_stop_are_never_read_by_a_heading"],
    23: ["readers.test_delimited.test_an_unclosed_quote_is_refused_with_its_line"],
    29: ["test_names.test_distinct_pairs_never_merge_silently", "test_names.test_any_order_gives_the_same_clusters",
         "test_names.test_a_thousand_noisy_spellings_never_merge_wrongly"],
}  # fmt: skip
LEFT_OUT = {19, 20, 21, 22, 24, 25, 26, 27, 28}
OF_THE_STORE = {
    "tests.store.test_transactions": ["test_killed_imports_leave_all_or_nothing_and_may_be_repeated"],
    "tests.store.test_undo": ["test_a_field_changed_later_is_left_and_listed"],
    "tests.store.test_backup": ["test_a_full_disk_during_an_import_or_an_edit"],
    "tests.tui.test_imports": [
        "test_a_store_that_changed_is_previewed_anew",
        "test_pasted_spaces_in_place_of_tabs_are_asked_about",
    ],
    "tests.cli.test_bad_input": ["test_interrupted_import_leaves_nothing", "test_a_folder_that_may_not_be_written"],
}
"""Case 30, and the app's way of pasting (18)."""
LEAD = ("lead",)


def test_every_case_is_here_or_left_out_by_name() -> None:
    here = {int(name.split("_")[1]) for name in globals() if name.startswith("test_") and name.split("_")[1].isdigit()}
    assert here | LEFT_OUT == set(range(1, 31))
    assert not here & LEFT_OUT


@pytest.mark.parametrize("number", sorted(ELSEWHERE))
def test_what_is_tested_more_closely_elsewhere_is_there(number: int) -> None:
    for name in ELSEWHERE[number]:
        module, _, function = name.rpartition(".")
        assert callable(getattr(importlib.import_module(f"tests.importers.{module}"), function)), name


def plan(made: bytes, known: Known = EMPTY, **more: object) -> ImportPlan:
    return make_plan(made, "tiedosto", known, **more)  # type: ignore[arg-type]


def marks(made: ImportPlan) -> dict[str, tuple[str, ...]]:
    """The roles of each name by its own marks."""
    return {row.name: row.marks for row in made.rows if row.name}


def asked(made: ImportPlan, kind: str) -> list[str]:
    return [question.text for question in made.questions if question.kind == kind]


def codes(made: ImportPlan) -> list[str]:
    return [finding.code.removeprefix("import.") for finding in made.findings]


def refused(made: bytes) -> str:
    """The code of a refusal; it has a sentence with the file's name."""
    with pytest.raises(EtappiError) as caught:
        plan(made)
    code = caught.value.code.replace("import.", "import.error_")
    assert has(code)
    assert "tiedosto" in t(code, **caught.value.values)
    return caught.value.code.removeprefix("import.")


def test_1_the_eight_tables_as_they_are() -> None:
    first = plan(content())
    assert (first.rows_read, first.marks_read, first.row_count("repeated")) == (471, 250, 6)
    found = Counter(codes(first))
    assert [found[one] for one in ("no_role_column", "repeated", "odd_mark", "table_ends_early", "tail")] == [
        8,
        6,
        1,
        1,
        2,
    ]
    assert "Peräpohjolan Opisto" in asked(first, "name")
    made = plan(content(), answers=right_answers(first), unmarked="unknown")
    assert len(made.new) == 84


def test_2_the_same_file_twice() -> None:
    first = plan(content(), answers=right_answers(plan(content())), unmarked="unknown")
    again = plan(content(), apply(first, EMPTY))
    assert not again.changes_something
    assert not again.questions
    assert again.already == (1, "2024-01-17")


def test_3_then_a_workbook_with_the_fourth_column_filled() -> None:
    first = plan(content(), answers=right_answers(plan(content())), unmarked="unknown")
    tables = json.loads((DATA / "all-expected.json").read_text("utf-8"))["tables"]
    made = openpyxl.Workbook()
    made.remove(active(made))
    for code, table in tables.items():
        sheet = made.create_sheet(code)
        sheet.append(HEAD)
        for row in table["rows"]:
            have = row["roles"] or ["beneficiary"]
            sheet.append([row["raw"], *("x" if role in have else None for role in
                                        ("lead", "assist", "expert", "beneficiary"))])  # fmt: skip
    known = apply(first, EMPTY)
    second = plan(saved(made), known)
    assert not second.questions
    assert not second.new
    unknown = {(change.package, change.organisation) for change in first.roles if change.role == "unknown"}
    changed = {(c.package, c.organisation): (c.before, c.role) for c in second.roles if c.outcome == "changed"}
    assert changed == dict.fromkeys(unknown, (("unknown", "interest"), "beneficiary"))
    assert sum(row["roles"] == [] for table in tables.values() for row in table["rows"]) == 223
    # six rows without a mark repeat an organisation that has one: it becomes an adopter besides what it is
    added = {change.role for change in second.roles if change.outcome == "added"}
    assert added <= {"beneficiary"}
    assert len(apply(second, known).roles) == len(known.roles) + second.count("added")


def test_4_a_workbook_that_starts_at_c3() -> None:
    made = plan(saved(book(["Omnia", "x"], ["Gradia", None, None, None, None, "x"], at=(3, 3))))
    assert marks(made)["Omnia"] == LEAD
    assert [question.place.row for question in made.questions if question.kind == "column"] == [6]
    assert asked(made, "column") == ["8"]


def test_5_a_header_of_two_rows_a_sheet_for_each_package_and_a_hidden_one() -> None:
    made = book(["Omnia", None, "x"], title="")
    first = active(made)
    first.title = "TP1.1"
    first.insert_rows(2)
    first["A1"], first["A2"], first["B2"], first["A3"] = None, "Organisaatio", "Kiinnostus / olemme kiinnostuneet", None
    first.merge_cells("A2:A3")
    first.merge_cells("B2:E2")
    second = made.copy_worksheet(first)
    second.title, second["A4"], second.sheet_state = "TP2", "Gradia", "hidden"
    seen = plan(saved(made))
    assert [(row.package, row.name, row.marks) for row in seen.rows if row.name] == [
        ("TP1.1", "Omnia", ("assist",)), ("TP2", "Gradia", ()),
    ]  # fmt: skip
    assert asked(seen, "mark") == ["(x)"]
    assert "hidden_sheet" in codes(seen)


def test_6_struck_hidden_and_commented_marks_are_asked() -> None:
    made = book(["Omnia", "x"], ["Gradia", "x"], ["Sampo", "x"], ["Live", "x"])
    sheet = active(made)
    sheet["B3"].font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet["B5"].comment = Comment("ei varma", "M")
    seen = plan(saved(made))
    assert (asked(seen, "mark"), seen.marks_read) == (["~x~", "(x)", "x*"], 1)
    assert {"struck", "hidden_row", "comment"} <= set(codes(seen))
    assert {change.organisation for change in seen.roles} == {"Live"}


def test_7_formulas_without_a_value_and_error_cells() -> None:
    seen = plan(saved(book(["Omnia", '=IF(1,"x","")'], ["Gradia", "#DIV/0!"], ["Live", "x"])))
    assert asked(seen, "mark") == ['=IF(1,"x","")', "#DIV/0!"]
    places = {
        one.code: one.place.column for one in seen.findings if one.code in ("import.formula", "import.error_cell")
    }
    assert places == {"import.formula": "B", "import.error_cell": "B"}


def test_8_what_is_a_mark_and_what_is_not() -> None:
    yes, no = [True, 1, "✓", "×"], [False, 0, "-"]
    unclear = ["(x)", "x?", datetime.date(2024, 9, 3)]
    seen = plan(saved(book(*([f"Opisto {place}", mark] for place, mark in enumerate([*yes, *no, *unclear])))))
    assert [marks(seen)[f"Opisto {place}"] for place in range(10)] == [LEAD] * 4 + [()] * 6
    assert asked(seen, "mark") == ["(x)", "x?", "2024-09-03"]
    assert [question.values["n"] for question in seen.questions if question.kind == "unmarked"] == [3]


def test_9_an_ods_with_a_million_repeated_rows(ods: bytes) -> None:
    began = time.monotonic()
    seen = plan(ods)
    assert [(row.name, row.place.row) for row in seen.rows if row.name] == [("Omnia", 3), ("Gradia", 1004)]
    assert time.monotonic() - began < 10


def html(*body: str, meta: str = "") -> str:
    return f"<html>{meta}<h2>TP1: Otsikko</h2><table><tr><td>{'<td>'.join(HEAD)}{''.join(body)}</table></html>"


def test_10_files_that_are_not_what_their_name_says_or_are_broken(tmp_path: Path) -> None:
    assert marks(make_plan(html("<tr><td>Omnia<td>x").encode(), "taulu.xls", EMPTY)) == {"Omnia": LEAD}
    csv = f"TP1;;;;\n{';'.join(HEAD)}\nOmnia;x;;;\nGradia;;;x;\n".encode()
    assert marks(make_plan(csv, "taulu.xlsx", EMPTY))["Omnia"] == LEAD
    good = saved(book(["Omnia", "x"]))
    assert refused(b"") == "empty"
    assert refused(good[: len(good) // 2]) == "damaged"
    assert (
        refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
        == "encrypted"
    )
    assert refused(packed({"xl/worksheets/sheet1.xml": b"<c>" * 5_000_000})) == "unpacks"
    sparse = tmp_path / "suuri.xlsx"
    with sparse.open("wb") as file:
        os.truncate(file.fileno(), 3 * 1024**3)
    with pytest.raises(EtappiError, match="too_large"):
        read_file(sparse)


def pdf(*pages: Callable[[Canvas], object]) -> bytes:
    def draw(canvas: Canvas) -> None:
        for page in pages:
            page(canvas)
            canvas.showPage()

    return test_portable.drawn(draw)


def lined(title: str, *names: str, head: bool = True) -> Callable[[Canvas], object]:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 800, title)
        test_portable.ruled(canvas, 780, *([name, "x", "", "", ""] for name in names), head=head)

    return draw


def test_11_a_pdf_with_lines_and_its_header_on_each_page() -> None:
    seen = plan(pdf(lined("TP1: Yksi", "Omnia"), lined("", "Gradia"), lined("TP2: Kaksi", "Sampo")))
    assert [(row.package, row.name, row.marks, row.place.page) for row in seen.rows if row.name] == [
        ("TP1", "Omnia", LEAD, 1), ("TP1", "Gradia", LEAD, 2), ("TP2", "Sampo", LEAD, 3),
    ]  # fmt: skip


def test_12_a_pdf_without_lines_names_on_two_or_three_lines() -> None:
    seen = plan(test_portable.real_tables(width=120))
    wanted = sum(len(roles) for body in expected().values() for _, roles in body)
    assert seen.marks_read == wanted
    assert set(marks(seen)) == {name for body in expected().values() for name, _ in body}


def test_13_a_column_outside_the_page_is_read_and_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((0, 0, 480, 842))
        canvas.drawString(30, 800, "TP1: Yksi")
        test_portable.ruled(canvas, 780, ["Omnia", "", "", "", "x"])

    seen = plan(pdf(draw))
    assert marks(seen) == {"Omnia": ("beneficiary",)}
    assert "outside_page" in codes(seen)


def test_14_a_scanned_pdf() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("RGB", (40, 40), "grey"))
    assert refused(pdf(lambda canvas: canvas.drawImage(picture, 50, 50, 400, 600))) == "scanned"


def test_15_two_tables_on_a_page_and_ligatures() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with reportlab, and has ligatures

    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 800, "TP1: Yksi")
        y = test_portable.ruled(canvas, 780, ["Pro\ufb01lia Oy", "x", "", "", ""],
                                spans=(("FONTNAME", (0, 0), (-1, -1), "Vera"),))  # fmt: skip
        canvas.drawString(30, y - 30, "TP2: Kaksi")
        test_portable.ruled(canvas, y - 50, ["Omnia", "", "x", "", ""])

    seen = plan(pdf(draw))
    assert [(row.package, row.name, row.marks) for row in seen.rows if row.name] == [
        ("TP1", "Profilia Oy", LEAD), ("TP2", "Omnia", ("assist",)),
    ]  # fmt: skip


def test_16_word_with_merged_names_a_deleted_mark_a_checkbox_and_a_table_inside() -> None:
    document = Document()
    document.add_heading("TP1: Otsikko", 1)
    table = test_document.fill(
        document.add_table(5, 5), [HEAD, ["Omnia", "x"], ["", "", "", "x"], ["Gradia"], ["Sampo"]]
    )
    table.cell(1, 0).merge(table.cell(2, 0))
    word = test_document.W
    test_document.put(table, 3, 1, f'<w:del {word} w:id="1" w:author="a"><w:r><w:delText>x</w:delText></w:r></w:del>')
    test_document.put(
        table, 4, 2, f'<w:sdt {word}><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>",
    )  # fmt: skip
    test_document.fill(table.cell(4, 4).add_table(1, 2), [["muu", "asia"]])
    seen = plan(test_document.saved(document))
    roles: dict[str, set[str]] = {}
    for row in seen.rows:
        roles.setdefault(row.name, set()).update(row.marks)
    assert (roles["Omnia"], roles["Gradia"], roles["Sampo"]) == ({"lead", "expert"}, set(), {"assist"})
    assert "deleted_text" in codes(seen)


def test_17_a_page_with_spans_and_an_old_charset() -> None:
    page = html("<tr><td rowspan=2>Åbo yrkesskola<td>&nbsp;x", "<tr><td colspan=2><td>x",
                meta='<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">')  # fmt: skip
    seen = plan(page.encode("cp1252"))
    assert [(row.name, row.marks) for row in seen.rows if row.name] == [
        ("Åbo yrkesskola", LEAD), ("Åbo yrkesskola", ("expert",)),
    ]  # fmt: skip


def test_18_pasted_with_tabs_and_with_spaces() -> None:
    text = f"TP1: Otsikko\n{chr(9).join(HEAD)}\nOmnia\tx\nSavon ammattiopisto\t\t\tx\n"
    assert marks(plan(text.encode())) == {"Omnia": LEAD, "Savon ammattiopisto": ("expert",)}
    for spaces in ("   ", "    ", "        "):
        seen = plan(text.replace("\t", spaces).encode())
        assert [question.kind for question in seen.questions if question.kind != "name"] == ["column"] * 2
        assert not seen.roles, "no role is guessed"


def test_23_line_breaks_tabs_short_rows_and_an_unclosed_quote() -> None:
    head = ";".join(HEAD) + "\n"
    seen = plan(f'"TP1:\nOtsikko";;;;\n{head}"Savon\tammattiopisto";x;;;\nOmnia;x\nGradia;;;x;\n'.encode())
    assert marks(seen) == {"Savon ammattiopisto": LEAD, "Omnia": LEAD, "Gradia": ("expert",)}
    assert {row.package for row in seen.rows if row.name} == {"TP1"}
    assert refused(f'TP1;;;;\n{head}Omnia;x;;;\n"Gradia;x;;;\nSampo;x;;;\nLive;x;;;\n'.encode()) == "unclosed_quote"


def test_29_names_that_are_one_and_names_that_are_not() -> None:
    """The spellings of the real organisations beside the near ones, in one file: nothing merges but in truth."""
    near = json.loads((DATA / "near-but-distinct.json").read_text("utf-8"))["distinct"]
    several = {name for pair in near for name in (pair["a"], pair["b"])}
    text = f"TP1\n{chr(9).join(HEAD)}\n" + "".join(f"{name}\tx\n" for name in sorted(several | set(truth())))
    seen = plan(text.encode())
    merged: dict[str, set[str]] = {}
    for row in seen.rows:
        if row.organisation:
            merged.setdefault(row.organisation, set()).add(row.name)
    for pair in near:
        assert not any({pair["a"], pair["b"]} <= group for group in merged.values()), pair
    for group in merged.values():
        assert len({truth().get(name, name) for name in group}) == 1, group


def test_30_no_half_import_whatever_happens() -> None:
    for module, functions in OF_THE_STORE.items():
        for function in functions:
            assert callable(getattr(importlib.import_module(module), function)), function


def test_10_a_zip_with_a_password() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    locked = bytearray(out.getvalue())
    locked[6] |= 1  # the flag of an encrypted part, in the part's own header and in the directory
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(locked)) == "encrypted"
