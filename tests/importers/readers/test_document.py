"""Word documents: merged cells, tracked changes, checkboxes, comments, tables in tables."""

import io
import zipfile
from collections.abc import Callable
from functools import partial

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from tests.importers.readers.support import grids, odd, refusal, rows, tables, told
from tests.importers.readers.support import reading as read

HEAD = ["Organisaatio", "Vetovastuu", "Avustava vetovastuu", "Asiantuntija", "Hyödyntäjä"]
W = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def fill(table: Table, lines: list[list[str]]) -> Table:
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=False):
            cell.text = text
    return table


def made(*body: list[str], change: Callable[[Table], None] | None = None) -> bytes:
    document = docx.Document()
    document.add_heading("TP1: Otsikko", 1)
    table = fill(document.add_table(1 + len(body), 5), [HEAD, *body])
    if change:
        change(table)
    return saved(document)


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def put(table: Table, row: int, column: int, xml: str) -> None:
    paragraph = table.cell(row, column).paragraphs[0]._p
    for run in list(paragraph):
        paragraph.remove(run)
    paragraph.append(parse_xml(xml))


def test_names_over_two_rows_and_a_title_over_all_columns() -> None:
    def change(table: Table) -> None:
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 0).merge(table.cell(3, 4)).text = "TP2: Toinen"

    content = made(["Omnia", "x"], ["", "", "", "x"], [""], HEAD, ["Gradia", "", "x"], change=change)
    assert tables(read(content)) == {
        "TP1": [("Omnia", ("lead",)), ("Omnia", ("expert",))],
        "TP2": [("Gradia", ("assist",))],
    }
    assert [row.cells for row in grids(content)[0].rows][4] == ("TP2: Toinen", "", "", "", "")


def test_tracked_changes() -> None:
    def change(table: Table) -> None:
        text = "<w:r><w:{0}>x</w:{0}></w:r>"
        put(table, 1, 1, f'<w:del {W} w:id="1" w:author="a">{text.format("delText")}</w:del>')
        put(table, 2, 1, f'<w:ins {W} w:id="2" w:author="a">{text.format("t")}</w:ins>')
        mark = parse_xml(f'<w:trPr {W}><w:del w:id="3" w:author="a"/></w:trPr>')
        table.rows[3]._tr.insert(0, mark)

    content = made(["Omnia"], ["Gradia"], ["Sampo", "x"], change=change)
    assert rows(content) == [("Omnia", ()), ("Gradia", ("lead",))]
    assert told(content) == [("deleted_text", "3"), ("deleted_row", "4")]


@pytest.mark.parametrize(("value", "roles"), [("1", ("lead",)), ("0", ())])
def test_checkboxes(value: str, roles: tuple[str, ...]) -> None:
    control = (
        f'<w:sdt {W}><w:sdtPr><w14:checkbox><w14:checked w14:val="{value}"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt>"
    )
    field = (
        f'<w:r {W}><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{value}"/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r>"
    )
    sign = f'<w:r {W}><w:sym w:font="Wingdings" w:char="{"F0FE" if value == "1" else "F0A8"}"/></w:r>'
    for xml in (control, field, sign):
        assert rows(made(["Omnia"], change=partial(put, row=1, column=1, xml=xml))) == [("Omnia", roles)]


def test_what_is_in_doubt_is_asked() -> None:
    run = "<w:r {}><w:rPr><w:{}/></w:rPr><w:t>{}</w:t></w:r>"

    def change(table: Table) -> None:
        put(table, 1, 1, run.format(W, "strike", "x"))
        put(table, 2, 1, run.format(W, "vanish", "x"))
        put(table, 3, 0, run.format(W, "dstrike", "Sampo"))

    content = made(["Omnia"], ["Gradia"], ["", "x"], change=change)
    assert odd(content) == [("Omnia", "~x~", "lead"), ("Gradia", "(x)", "lead"), ("Sampo", "~x~", "lead")]
    assert told(content) == [("struck", "3"), ("hidden_text", "4"), ("struck", "5")]


def test_a_comment_on_a_mark() -> None:
    document = docx.Document()
    document.add_heading("TP1: Otsikko", 1)
    table = fill(document.add_table(2, 5), [HEAD, ["Omnia", "x"]])
    document.add_comment(table.cell(1, 1).paragraphs[0].runs, text="ei varma", author="M")
    content = saved(document)
    assert odd(content) == [("Omnia", "x*", "lead")]
    assert [one.values for one in grids(content)[0].findings] == [{"text": "x", "comment": "ei varma"}]


def test_tables_in_tables() -> None:
    document = docx.Document()
    frame = document.add_table(4, 1)
    for number, name in enumerate(("Omnia", "Gradia")):
        frame.cell(2 * number, 0).text = f"TP{number + 1}: Otsikko"
        fill(frame.cell(2 * number + 1, 0).add_table(2, 5), [HEAD, [name, "", "x"]])
    assert tables(read(saved(document))) == {"TP1": [("Omnia", ("assist",))], "TP2": [("Gradia", ("assist",))]}
    document = docx.Document()
    document.add_heading("TP1: Otsikko", 1)
    outer = fill(document.add_table(3, 5), [HEAD, ["Omnia", "x"], ["Gradia", "", "x"]])
    fill(outer.cell(1, 4).add_table(1, 2), [["sisempi", "taulukko"]])
    assert [(name, roles) for name, roles in rows(saved(document))][:2] == [
        ("Omnia", ("lead",)),
        ("Gradia", ("assist",)),
    ]


def test_a_table_that_goes_on_after_a_break_without_header() -> None:
    document = docx.Document()
    document.add_heading("TP1: Otsikko", 1)
    fill(document.add_table(2, 5), [HEAD, ["Omnia", "x"]])
    document.add_paragraph("")
    fill(document.add_table(1, 5), [["Gradia", "", "", "x"]])
    assert rows(saved(document)) == [("Omnia", ("lead",)), ("Gradia", ("expert",))]


def changed(content: bytes, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old, new, 1) if name == "word/document.xml" else data)
    return out.getvalue()


def test_what_cannot_be_read() -> None:
    good = made(["Omnia", "x"])
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document'
    for declared in (laughs, outside):
        assert refusal(changed(good, b"<w:document", declared)) == "entities"
    nested = b"<w:tbl><w:tr><w:tc>" * 20_000 + b"</w:tc></w:tr></w:tbl>" * 20_000
    assert refusal(changed(good, b"<w:body>", b"<w:body>" + nested)) in ("too_complex", "unpacks")
    assert refusal(changed(good, b"</w:body>", b"")) == "damaged"
    assert refusal(changed(good, b"<w:document", b"<w:documnt")) == "damaged"
    assert refusal(saved(docx.Document())) == "no_text"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
    assert refusal(old) == "old_word"
