"""What figures rest on: every figure of every report of the demo can be explained, and the sum is the figure."""

import json
from collections.abc import Iterator
from fractions import Fraction

import pytest

from core.errors import EtappiError
from reports import jsonfile, why
from reports.content import Content
from reports.document import Document, Table
from reports.registry import KINDS, Options, document


def ids(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("figure"), str):
            yield node["figure"]
        for value in node.values():
            yield from ids(value)
    elif isinstance(node, list):
        for value in node:
            yield from ids(value)


def table(made: Document) -> Table:
    return next(made.tables())


@pytest.mark.parametrize("kind", [name for name, one in KINDS.items() if one.documents])
def test_every_figure_can_be_explained(demo_content: Content, kind: str) -> None:
    try:
        report = document(kind, demo_content, Options(package="TP1.2"))
    except EtappiError:
        pytest.skip(f"the demo has nothing for {kind}")
    found = set(ids(json.loads(jsonfile.write(report))))
    assert found
    for id in found:
        assert why.build(demo_content, id).lead[0]


def test_done_is_the_sum_of_its_rows(demo_content: Content) -> None:
    for package in demo_content.packages:
        standing = demo_content.standing(package.code)
        assert standing is not None
        made = table(why.build(demo_content, f"2024-Q3/{package.code}/done"))
        weight = sum(float(row[2].value or 0) for row in made.rows)
        part = sum(float(row[4].value or 0) for row in made.rows)
        assert standing.done is not None
        assert part / weight == pytest.approx(float(standing.done))


def test_planned_is_the_sum_of_its_rows(demo_content: Content) -> None:
    for package in demo_content.packages:
        standing = demo_content.standing(package.code, demo_content.quarter)
        made = table(why.build(demo_content, f"2024-Q3/{package.code}/planned"))
        weight = sum(Fraction(str(row[2].value)) for row in made.rows)
        part = sum(float(row[4].value or 0) for row in made.rows)
        assert standing is not None
        assert standing.planned is not None
        assert part / float(weight) == pytest.approx(float(standing.planned))


def test_contacts_are_the_sum_of_the_events(demo_content: Content) -> None:
    made = table(why.build(demo_content, "2024-Q3/reach_total/contacts"))
    assert sum(int(row[1].value or 0) for row in made.rows) == 1486


def test_an_obligation_names_those_who_have_done_it(demo_content: Content) -> None:
    made = table(why.build(demo_content, "2024-Q3/obligation/OMA"))
    assert [row[0].text for row in made.rows].count("valmis") == 47


def test_what_is_left_out_is_named(demo_content: Content) -> None:
    said = str(why.build(demo_content, "2024-Q3/reach/contacts").blocks)
    assert "Osaamiskampus-työpaja" in said  # nobody counted
    assert "peruttu" in said


@pytest.mark.parametrize("id", ["", "done", "2024-Q3", "2024-Q3/TP9/done", "2024-Q3/TP1/colour", "2024-Q9/TP1/done",
                                "2031-Q1/TP1/done", "2024-Q3/obligation/X", "2024-Q3/event/E1/hats"])  # fmt: skip
def test_an_unknown_id_is_refused_in_a_sentence(demo_content: Content, id: str) -> None:
    with pytest.raises(EtappiError) as caught:
        why.build(demo_content, id)
    assert caught.value.code.startswith("why.")
