"""Delimited text: the delimiter by counting, quotes, physical lines, and no row swallowed."""

import codecs

import pytest

from core.errors import EtappiError
from importers import detect
from importers.limits import Limits
from importers.readers.delimited import DelimitedReader, delimiter
from tests.importers.readers.support import grids, refusal, rows

HEAD = "Organisaatio;Vetovastuu;Asiantuntija\n"


def read(text: str, encoding: str = "utf-8") -> list[tuple[int, tuple[str, ...]]]:
    [grid] = DelimitedReader().read(text.encode(encoding), "x")
    return [(row.number, row.cells) for row in grid.rows]


@pytest.mark.parametrize("sign", [";", "\t", ",", "|"])
def test_delimiters(sign: str) -> None:
    text = HEAD.replace(";", sign) + f'Omnia{sign}x{sign}\n"Live{sign} säätiö"{sign}{sign}x\n'
    assert rows(text.encode()) == [("Omnia", ("lead",)), (f"Live{sign} säätiö".replace("\t ", " "), ("expert",))]


def test_commas_in_names_are_no_delimiter() -> None:
    assert delimiter(["Vaasan kaupunki, Vamia;x", "Luksia, Länsi-Uusimaa;", "Omnia;x", "Gradia;"]) == ";"
    assert delimiter(["Vaasan kaupunki, Vamia", "Luksia, Länsi-Uusimaa", "Omnia", "Gradia"]) is None


def test_a_text_with_titles_between_tables_stays_a_text() -> None:
    text = b"TP1 Otsikko\nOrganisaatio\tVetovastuu\nOmnia\tx\n"
    assert DelimitedReader().score(text) == 0


def test_titles_between_semicolons() -> None:
    text = f"TP1 Otsikko\n{HEAD}Omnia;x;\nGradia;;x\nSampo;;\n"
    assert rows(text.encode()) == [("Omnia", ("lead",)), ("Gradia", ("expert",)), ("Sampo", ())]


def test_the_first_line_of_excel_names_the_delimiter() -> None:
    assert read(f"sep=;\n{HEAD}Omnia;x;\n")[-2] == (3, ("Omnia", "x", ""))
    [grid] = grids(b"\xef\xbb\xbfsep=;\na;b\n")
    assert [row.cells for row in grid.rows if not row.blank] == [("a", "b")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = HEAD + "Hämeen ammatti-instituutti;x;\nÅbo;;x\n"
    assert rows(text.encode(encoding)) == [("Hämeen ammatti-instituutti", ("lead",)), ("Åbo", ("expert",))]


def test_quotes_and_physical_lines() -> None:
    text = HEAD + '"Omnia\nEspoo";x;\n"Oy ""Live"" Ab";;x\n"Live" Oy;x;\n\nGradia;;x\n'
    assert read(text)[1:] == [
        (2, ("Omnia\nEspoo", "x", "")),
        (4, ('Oy "Live" Ab', "", "x")),
        (5, ('"Live" Oy', "x", "")),
        (6, ("",)),
        (7, ("Gradia", "", "x")),
        (8, ("",)),
    ]


@pytest.mark.parametrize(
    "body",
    [
        'Sampo;;\n"Omnia;x;\nGradia;;x\nLive;x;\n',
        'Sampo;;\n"Omnia;x;\nGradia;;x\nLive";x;\n',
        'Sampo;;\n"Omnia;x;\nGradia;;x\n"Live";x;\n',
    ],
)
def test_an_unclosed_quote_is_refused_with_its_line(body: str) -> None:
    with pytest.raises(EtappiError) as caught:
        DelimitedReader().read((HEAD + body + "Eduko;x;\n" * 5).encode(), "x.csv")
    assert (caught.value.code, caught.value.values["row"]) == ("import.unclosed_quote", 3)


def test_the_quote_of_an_export_is_taken_off_once() -> None:
    cells = [row[1] for _, row in read("a;b\n1;'=1+1\n2;'' =x\n3;'t Hooft\n4;-5\n5;'-5\n")[1:6]]
    assert cells == ["=1+1", "' =x", "'t Hooft", "-5", "-5"]


def test_limits() -> None:
    small = DelimitedReader(Limits(columns=3, cell=10, rows=10))
    for text, code in (("a;b;c;d\n" * 3, "too_many_columns"), (f"a;{'x' * 11}\nb;c\n", "too_long"),
                       ("a;b\n" * 11, "too_many_rows")):  # fmt: skip
        with pytest.raises(EtappiError, match=code):
            small.read(text.encode(), "x")
    with pytest.raises(EtappiError, match="no_delimiter"):
        DelimitedReader().read(b"abc\ndef\n", "x")


def test_a_record_cut_in_the_middle_is_told() -> None:
    [grid] = DelimitedReader().read((HEAD + "Omnia;x;\n" * 9 + "Gradia;x").encode(), "x")
    assert grid.cut
    [grid] = DelimitedReader().read((HEAD + "Omnia;x;\nGradia;x;").encode(), "x")
    assert not grid.cut


def test_names_of_what_is_no_file() -> None:
    assert refusal(b"") == "empty"


def test_rows_that_end_early() -> None:
    assert rows(f"TP1\n{HEAD}Omnia;x\nGradia;;x\nSampo;;x\nLive;x\n".encode())[:2] == [
        ("Omnia", ("lead",)),
        ("Gradia", ("expert",)),
    ]
    assert delimiter(["Omnia; Gradia", "Savon; Luksia; muut", "ja niin edelleen", "loppu"]) is None


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("sample", [4_096, 65_536])
def test_a_sample_that_ends_inside_a_letter(mark: bytes, sample: int) -> None:
    """Readers look at the beginning of a file; where that ends in the middle of an ä, the file is whole still."""
    line = "Ääkkösyhdistys;x\n".encode()
    for shift in range(20):
        content = mark + b"a" * shift + b"Organisaatio;Rooli\n" + line * (sample // len(line) + 2)
        assert detect.choose(content, "x").name == "csv"
