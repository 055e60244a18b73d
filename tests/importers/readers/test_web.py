"""Web pages: spans, charsets, what is struck or hidden, and pages made to choke a reader."""

import pytest

from importers.limits import Limits
from importers.readers.web import WebReader
from tests.importers.readers.support import odd, reading, refusal, rows, tables, told

HEAD = (
    '<tr><th rowspan="2">Organisaatio<th colspan="4">Kiinnostus</tr>'
    "<tr><th>Vetovastuu<th>Avustava<br>vetovastuu<th>Asiantuntija<th>Hyödyntäjä</tr>"
)


def page(*body: str, title: str = "TP1: Otsikko", meta: str = "") -> bytes:
    return f"<html><head>{meta}<title>x</title></head><h2>{title}</h2><table>{HEAD}{''.join(body)}</table>".encode()


def cells(content: str, limits: Limits | None = None) -> list[tuple[str, ...]]:
    [grid] = WebReader(limits or Limits()).read(content.encode(), "x")
    return [row.cells for row in grid.rows]


def test_spans_and_spaces() -> None:
    content = page(
        "<tr><td rowspan=2>Hämeen&nbsp;ammatti-instituutti<td>&nbsp;x<td><td><td></tr>", "<tr><td><td><td>x<td>",
        "<tr><td colspan=3>Gradia<td>&#120;<td>",
    )  # fmt: skip
    assert rows(content) == [
        ("Hämeen ammatti-instituutti", ("lead",)), ("Hämeen ammatti-instituutti", ("expert",)), ("Gradia", ("expert",)),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["windows-1252", "iso-8859-1"])
def test_the_charset_of_the_page(name: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={name}">'
    content = page("<tr><td>Åbo – Hyvinkää<td>x", meta=meta).decode().encode("cp1252")
    assert rows(content) == [("Åbo – Hyvinkää", ("lead",))]
    assert rows(page("<tr><td>Åbo<td>x", meta='<meta charset="none-such">')) == [("Åbo", ("lead",))]
    assert rows(page("<tr><td>Åbo<td>x").decode().encode("utf-16")) == [("Åbo", ("lead",))]


def test_what_is_struck_or_hidden_is_asked() -> None:
    content = page(
        "<tr><td>Omnia<td><s>x</s>", "<tr><td><del>Gradia</del><td>x", '<tr style="display: none"><td>Sampo<td>x',
        "<tr><td>Live<td hidden>x<td>", "<tr><td>Eduko<td>x",
    )  # fmt: skip
    assert odd(content) == [
        ("Omnia", "~x~", "lead"), ("Gradia", "~x~", "lead"), ("Sampo", "(x)", "lead"), ("Live", "(x)", "lead"),
    ]  # fmt: skip
    assert rows(content)[-1] == ("Eduko", ("lead",))
    assert {code for code, _ in told(content)} == {"struck", "hidden_text"}


def test_tables_that_lay_out_a_page() -> None:
    frame = "".join(
        f"<tr><td>TP{number}: Otsikko<tr><td><table>{HEAD}<tr><td>Opisto {number}<td>x</table>" for number in (1, 2)
    )
    found = tables(reading(f"<html><table>{frame}</table>".encode()))
    assert found == {"TP1": [("Opisto 1", ("lead",))], "TP2": [("Opisto 2", ("lead",))]}
    assert cells("<table><tr><td>a<td>b<table><tr><td>c<td>d</table>e</table>f") == [("a", "b e"), ("c", "d"), ("f",)]


def test_scripts_and_markup_are_text_or_nothing() -> None:
    text = '<p onclick="x()">a</p><script>b = "<td>"</script><style>c</style><p>&lt;b&gt;d&lt;/b&gt; [bold]e[/bold]</p>'
    assert cells(text) == [("a",), ("<b>d</b> [bold]e[/bold]",)]


def test_pages_made_to_choke_a_reader() -> None:
    assert refusal(b"<html>" + b"<div>" * 200_000 + b"x") == "too_complex"
    assert refusal(b"<html><p " + b" ".join(b"a%d=1" % n for n in range(300)) + b">x") == "too_complex"
    assert refusal(b"<html><body><img src=a.png></body></html>") == "no_text"
    assert refusal(b"<html>" + b"x" * (10 * 1024 * 1024)) == "too_large"
    wide = page('<tr><td>Omnia<td rowspan="1000000" colspan="1000000">x')
    assert refusal(wide) == "too_complex"
    tall = page('<tr><td>Omnia<td rowspan="1000000">x')
    assert rows(tall) == [("Omnia", ("lead",))]
    assert told(tall) == [("span_capped", "4")]


def test_a_mark_that_spans_two_role_columns_is_in_doubt() -> None:
    last = cells(page("<tr><td>Omnia<td colspan=2>x<td>").decode())[-1]
    assert [cell for cell in last if cell] == ["Omnia", "x↔"]
