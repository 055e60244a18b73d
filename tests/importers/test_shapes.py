"""Three shapes of table say the same; letters count only by legend or language; nothing is lost on the way."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EtappiError
from core.importing import ImportPlan, Known
from core.roles import ROLES
from importers import conservation, letters, participation
from importers.answers import Answers
from importers.plan import make_plan
from importers.readers.grid import Grid, Row
from importers.tables import Entry, Reading
from importers.words import standard
from tests.importers.support import DATA, EMPTY, apply

FINNISH = {"lead": "V", "assist": "AV", "expert": "As", "beneficiary": "H"}
HEADS = {"lead": "Vetovastuu", "assist": "Avustava vetovastuu", "expert": "Asiantuntija", "beneficiary": "Hyödyntäjä"}
NAMES = ("Omnia", "Gradia", "Savon ammattiopisto", "Sampo", "Stadin AO", "AEL", "Yrkesakademin", "Kainuu")
Facts = dict[tuple[str, str], tuple[str, ...]]


def read(*lines: str, sheet: str | None = None) -> Reading:
    """The reading of rows whose cells are apart by ``|``."""
    rows = tuple(Row(number, tuple(line.split("|"))) for number, line in enumerate(lines, start=1))
    return participation.read((Grid("f", rows, sheet=sheet),), standard())


def found(reading: Reading) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(table.label, entry.name): entry.roles for table in reading.tables for entry in table.entries}


def plan(*lines: str, known: Known = EMPTY, answers: Answers | None = None) -> ImportPlan:
    return make_plan("\n".join(line.replace("|", "\t") for line in lines).encode() + b"\n", "f", known, answers)


def unclear(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(cell.text, cell.may) for table in reading.tables for entry in table.entries for cell in entry.odd]


def test_a_matrix_with_words() -> None:
    reading = read(
        "Organisaatio|TP1|TP 1.1 Arkkitehtuuri|TP2", "Omnia|Vetovastuu||asiantuntija", "Gradia||-|", "Sampo|||x"
    )
    assert found(reading) == {
        ("TP1", "Omnia"): ("lead",), ("TP2", "Omnia"): ("expert",), ("TP2", "Sampo"): (),
    }  # fmt: skip
    assert [name for _, _, name in reading.idle] == ["Gradia"]
    assert (reading.rows, reading.marks, reading.shapes) == (3, 2, (("matrix", "heading"),))
    assert unclear(reading) == [("x", ())]


@pytest.mark.parametrize(
    "head", ["Organisation|TP1|TP2", "|TP1|TP2", "Utbildningsanordnare|Titel|AP1|AP2", "Education provider|WP1|WP2"]
)
def test_headers_of_a_matrix(head: str) -> None:
    lines = [head, f"Omnia{'|' * (head.count('|') - 1)}expert|huvudansvar"]
    assert list(found(read(*lines)).values()) == [("expert",), ("lead",)]


def test_titles_are_packages_where_the_cells_say_roles() -> None:
    reading = read("Organisaatio|Arkkitehtuuri|Verkosto", "Omnia|V|As", "Gradia|H|", "Sampo||V")
    assert found(reading)[("Arkkitehtuuri", "Gradia")] == ("beneficiary",)
    assert [table.code for table in reading.tables if table.entries] == [None, None]


def test_several_roles_in_a_cell_and_a_part_that_is_not_clear() -> None:
    reading = read("Organisaatio|TP1|TP2", "Omnia|V, As|As/H", "Gradia|As + H|V; kysytään")
    assert found(reading) == {
        ("TP1", "Omnia"): ("lead", "expert"), ("TP2", "Omnia"): ("expert", "beneficiary"),
        ("TP1", "Gradia"): ("expert", "beneficiary"), ("TP2", "Gradia"): ("lead",),
    }  # fmt: skip
    assert unclear(reading) == [("kysytään", ())]
    assert reading.marks == 7


def test_the_legend_of_the_file_beats_its_language() -> None:
    legend = "V = vetovastuu, A = avustava vetovastuu, E = asiantuntija, H = hyödyntäjä"
    table = ("Organisaatio|TP1|TP2", "Omnia|A|E", "Gradia|h|AV")
    for lines in ((legend, *table), (*table, legend)):
        reading = read(*lines)
        assert found(reading) == {
            ("TP1", "Omnia"): ("assist",), ("TP2", "Omnia"): ("expert",),
            ("TP1", "Gradia"): ("beneficiary",), ("TP2", "Gradia"): (),
        }  # fmt: skip
        assert [text for text, _ in unclear(reading)] == ["AV"]


@pytest.mark.parametrize(
    ("head", "letter", "role"),
    [
        ("Organisaatio", "H", "beneficiary"), ("Organisaatio", "As.", "expert"), ("Utbildningsanordnare", "H", "lead"),
        ("Utbildningsanordnare", "N", "beneficiary"), ("Utbildningsanordnare", "B", "assist"),
        ("Education provider", "L", "lead"), ("Education provider", "AL", "assist"),
        ("Education provider", "B", "beneficiary"), ("Education provider", "E", "expert"),
    ],
)  # fmt: skip
def test_a_letter_counts_in_the_language_of_the_file(head: str, letter: str, role: str) -> None:
    assert list(found(read(f"{head}|TP1|TP2", f"Omnia|{letter}|")).values()) == [(role,)]


@pytest.mark.parametrize(
    ("head", "letter", "may"),
    [
        ("Organisation", "H", ("lead", "beneficiary")), ("Organisation", "B", ("assist", "beneficiary")),
        ("Organisaatio", "A", ("assist", "expert")), ("Organisaatio", "L", ("lead",)), ("Organisaatio", "Q", ()),
    ],
)  # fmt: skip
def test_other_letters_are_asked(head: str, letter: str, may: tuple[str, ...]) -> None:
    assert unclear(read(f"{head}|TP1|TP2", f"Omnia|{letter}|")) == [(letter, may)]


def test_one_question_a_letter_whatever_its_case() -> None:
    made = plan("Organisation|TP1|TP2", "Omnia|H|h", "Gradia|H|S")
    assert [(q.kind, q.text, len(q.places), [c.name for c in q.candidates]) for q in made.questions] == [
        ("mark", "H", 3, ["lead", "beneficiary"]), ("mark", "S", 1, ["expert"]),
    ]  # fmt: skip
    answered = plan(
        "Organisation|TP1|TP2", "Omnia|H|h", "Gradia|H|S", answers=Answers(marks={"H": "lead", "S": "skip"})
    )
    assert not answered.questions
    assert {(c.package, c.organisation, c.role) for c in answered.roles} == {
        ("TP1", "Omnia", "lead"), ("TP2", "Omnia", "lead"), ("TP1", "Gradia", "lead"),
    }  # fmt: skip
    assert [row.reason for row in answered.rows if row.outcome == "skipped"] == ["import.skipped_mark"]


def test_a_cross_in_a_matrix_is_asked_once() -> None:
    made = plan("Organisaatio|TP1|TP2", "Omnia|x|X", "Gradia|V|")
    [question] = made.questions
    assert (question.kind, question.text, [c.name for c in question.candidates]) == ("mark", "x", list(ROLES))


@pytest.mark.parametrize(
    "lines",
    [
        ("Organisaatio|Työpaketti|Rooli", "Omnia|TP1|Vetovastuu", "Omnia|TP 1|As", "Gradia|TP2|"),
        ("Roll|Arbetspaket|Utbildningsanordnare", "HA|AP1|Omnia", "S|AP1|Omnia", "|AP2|Gradia"),
        ("Role|WP|WP|Education provider", "Lead||WP1|Omnia", "E||WP1|Omnia", "||WP2|Gradia"),
        ("Nro|Työpaketti|Nimi|Maakunta|Rooli", "1|TP1|Omnia|Uusimaa|V", "2|TP1|Omnia|Uusimaa|As", "1|TP2|Gradia||"),
    ],
)
def test_a_long_list_in_any_order(lines: tuple[str, ...]) -> None:
    made = plan(*lines, answers=Answers(unmarked="unknown"))
    assert {(c.package, c.organisation, c.role) for c in made.roles} == {
        ("TP1", "Omnia", "lead"), ("TP1", "Omnia", "expert"), ("TP2", "Gradia", "unknown"),
    }  # fmt: skip
    assert (made.rows_read, made.marks_read, made.shapes) == (3, 2, (("list", "column"),))
    assert made.row_count("repeated") == 0
    assert not made.questions


def test_the_same_row_twice_in_a_list_is_repeated() -> None:
    made = plan("Organisaatio|Työpaketti|Rooli", "Omnia|TP1|V", "Omnia|TP1|V", "Omnia|TP1|H")
    assert [row.outcome for row in made.rows] == ["added", "repeated", "added"]


def test_an_organisation_whose_name_looks_like_a_letter_is_no_legend() -> None:
    reading = read("Organisaatio|Rooli", "AEL|Asiantuntija", "AV|Asiantuntija", sheet="TP1")
    assert found(reading) == {("TP1", "AEL"): ("expert",), ("TP1", "AV"): ("expert",)}


@pytest.mark.parametrize(
    ("sheet", "label"), [("TP1.1", "TP1.1"), ("TP 1.1 Arkkitehtuuri", "TP1.1"), ("Taul1", "Taul1")]
)
def test_the_package_of_a_sheet(sheet: str, label: str) -> None:
    reading = read("Organisaatio|Vetovastuu|Asiantuntija", "Omnia|x|", sheet=sheet)
    assert found(reading) == {(label, "Omnia"): ("lead",)}
    assert reading.shapes == (("columns", "sheet"),)
    titled = read("TP2 Otsikko|", "Organisaatio|Vetovastuu", "Omnia|x", sheet=sheet)
    assert titled.shapes == (("columns", "title"),)


def test_headings_may_be_letters_too() -> None:
    reading = read("Organisaatio|V|AV|Asiantuntija (As)|H", "Omnia|x||x|", sheet="TP1")
    assert found(reading) == {("TP1", "Omnia"): ("lead", "expert")}
    asked = read("Organisation|Lead|H", "Omnia|x|x", sheet="TP1")
    assert [cell.column for table in asked.tables for entry in table.entries for cell in entry.unplaced] == ["H"]


def test_columns_that_say_nothing_of_roles_are_told() -> None:
    reading = read("Organisaatio|Y-tunnus|TP1", "Omnia|0502454-6|V")
    assert found(reading) == {("TP1", "Omnia"): ("lead",)}
    assert [(f.code, f.values) for f in reading.findings] == [("import.column_unused", {"heading": "Y-tunnus"})]


def test_a_package_row_of_its_own_in_a_list() -> None:
    reading = read("Työpaketti|Organisaatio|Rooli", "TP1||", "|Omnia|V", "TP2||", "|Gradia|H")
    assert found(reading) == {("TP1", "Omnia"): ("lead",), ("TP2", "Gradia"): ("beneficiary",)}


def test_a_footnote_under_a_matrix_is_no_organisation() -> None:
    reading = read("Organisaatio|TP1|TP2", "Omnia|V|H", "Päivitetty 3.9.")
    assert [reason for _, _, reason in reading.skipped] == ["import.skipped_loose"]


def test_the_real_matrix() -> None:
    content = (DATA / "three-tables" / "matrix.xlsx").read_bytes()
    wanted = json.loads((DATA / "three-tables" / "expected.json").read_text("utf-8"))["matrix"]
    made = make_plan(content, "matrix.xlsx", EMPTY, Answers(names={}))
    got = {(row.name, row.package): list(row.marks) for row in made.rows if row.package}
    assert got == {(name, code): roles for name, cells in wanted.items() for code, roles in cells.items() if roles}
    assert (made.rows_read, made.marks_read) == (78, 173)
    assert {question.kind for question in made.questions} <= {"name"}


# The same facts in three shapes


def as_columns(facts: Facts) -> str:
    out = []
    for code in dict.fromkeys(code for code, _ in facts):
        out += [code, "\t".join(["Organisaatio", *HEADS.values()])]
        out += [
            "\t".join([name, *("x" if role in roles else "" for role in HEADS)])
            for (package, name), roles in facts.items()
            if package == code
        ]
    return "\n".join(out) + "\n"


def as_matrix(facts: Facts) -> str:
    codes = list(dict.fromkeys(code for code, _ in facts))
    out = ["\t".join(["Organisaatio", *codes])]
    for name in dict.fromkeys(name for _, name in facts):
        out.append("\t".join([name, *(", ".join(FINNISH[r] for r in facts.get((code, name), ())) for code in codes)]))
    return "\n".join(out) + "\n"


def as_list(facts: Facts) -> str:
    rows = [f"{HEADS[role]}\t{code}\t{name}" for (code, name), roles in facts.items() for role in roles]
    return "\n".join(["Rooli\tTyöpaketti\tOrganisaatio", *rows]) + "\n"


SHAPES = {"columns": as_columns, "matrix": as_matrix, "list": as_list}
FACTS = st.dictionaries(
    st.tuples(st.sampled_from(["TP1", "TP1.1", "TP2"]), st.sampled_from(NAMES)),
    st.sets(st.sampled_from(list(HEADS)), min_size=1).map(lambda roles: tuple(r for r in HEADS if r in roles)),
    min_size=1,
)


@settings(deadline=None, max_examples=60)
@given(FACTS, st.permutations(list(SHAPES)))
def test_three_shapes_say_the_same_and_the_second_changes_nothing(facts: Facts, order: list[str]) -> None:
    known = EMPTY
    wanted = {(code, name, role) for (code, name), roles in facts.items() for role in roles}
    for number, shape in enumerate(order):
        made = make_plan(SHAPES[shape](facts).encode(), shape, known, Answers(names=dict.fromkeys(NAMES, "new")))
        assert not made.questions
        assert {kind for kind, _ in made.shapes} == {shape}
        assert {(c.package, c.organisation, c.role) for c in made.roles} == wanted
        assert made.marks_read == len(wanted)
        assert {c.outcome for c in made.roles} == ({"same"} if number else {"added"})
        if number == 0:
            known = apply(made, known)


MARKS = st.sampled_from(["", "x", "-", "V", "As", "H", "A", "?", "V, As", "Q", "1", "ei", "Asiant", "V/?"])
ROW = st.tuples(st.sampled_from(["", "Omnia", "Gradia", "Sampo 1", "V"]), MARKS, MARKS)
HEADERS = {
    "matrix": ("Organisaatio|TP1|TP2", "Gradia|V|V"),
    "list": ("Organisaatio|Työpaketti|Rooli", "Gradia|TP1|V"),
    "columns": ("TP1", "Organisaatio|Vetovastuu|Asiantuntija", "Gradia|x|"),
}


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(list(HEADERS)), st.lists(ROW, max_size=10), st.booleans())
def test_nothing_is_lost(shape: str, cells: list[tuple[str, str, str]], legend: bool) -> None:
    """Names and marks seen are those brought in, repeated, skipped, asked about or in error."""
    above = [*(["V = vetovastuu, H = hyödyntäjä"] if legend else []), *HEADERS[shape]]
    made = plan(*above, *("|".join(row) for row in cells))
    told: dict[int, list[str]] = {}
    for row in made.rows:
        told.setdefault(row.place.row or 0, []).append(row.outcome)
    for number, cell_row in enumerate(cells, start=len(above) + 1):
        assert told.get(number) or not any(cell_row)
    assert {one for many in told.values() for one in many} <= {"added", "repeated", "skipped", "open", "error"}
    texts = {cell for _, *rest in cells for cell in rest if cell}
    asked = {question.text for question in made.questions}
    named = [row for row in cells if row[0]]
    if shape == "matrix":
        assert {"?", "Asiant", "Q"} & {cell for row in named for cell in row[1:]} <= asked
        known = {"V": 1, "As": 0 if legend else 1, "H": 1, "V, As": 1 if legend else 2, "V/?": 1}
        assert made.marks_read == 2 + sum(known.get(cell, 0) for row in named for cell in row[1:])
    if shape == "columns":
        assert made.marks_read == 1 + sum(cell in ("x", "1") for row in named for cell in row[1:])
    assert texts or asked <= {"?", ""}


def test_a_row_that_gets_lost_stops_the_import() -> None:
    rows = (Row(1, ("Organisaatio", "TP1")), Row(2, ("Omnia", "V")), Row(3, ("Gradia", "V")))
    grid = Grid("f", rows)
    reading = participation.read((grid,), standard())
    tables = tuple(table for table in reading.tables if table.entries)
    meant = letters.of_file((grid,), standard())
    conservation.check_rows(grid, tables, {(1, None)}, [], standard(), meant)
    lost = tables[0].entries.pop()
    with pytest.raises(EtappiError, match="conservation") as caught:
        conservation.check_rows(grid, tables, {(1, None)}, [], standard(), meant)
    assert caught.value.values["row"] == 3
    with pytest.raises(EtappiError, match="conservation"):
        conservation.check_sums("f", participation.read((grid,), standard()), [tables[0].entries[0]])
    tables[0].entries.append(Entry(lost.place, lost.raw, lost.name, ()))
    with pytest.raises(EtappiError, match="conservation"):
        conservation.check_rows(grid, tables, {(1, None)}, [], standard(), meant)
