"""Pieces of reports: figures stay runs of their own in any sentence, and every share is printed in one way."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import locales
from core import quarter as quarters
from locales.formats import number
from reports.document import Run
from reports.pieces import (
    figure,
    listed,
    of_text,
    plain,
    points,
    quarter_text,
    range_text,
    share_cell,
    share_text,
    signed,
    strong,
    told,
)

NBSP = "\u00a0"
MINUS = "\u2212"


def test_a_figure_in_a_sentence_is_a_run_of_its_own() -> None:
    done = strong("47/72", "2024-Q3/obligation/OMA", 47)
    before = Run("12", figure="2024-Q2/obligation/OMA", value=12)
    made = told("export.brief_obligation_since", title="Oma", done=done, quarter="Q2", before=before)
    assert made == (Run("Oma: tehty "), done, Run(" (Q2:n lopussa "), before, Run(")."))
    locales.choose("en")
    assert [run.figure for run in told("export.brief_obligation_since", title="O", done=done, quarter="Q2",
                                       before=before)] == [None, done.figure, None, before.figure, None]  # fmt: skip


@given(st.text(max_size=30))
def test_what_somebody_typed_is_no_place_of_a_figure(text: str) -> None:
    done = strong("1/2", "id", 1)
    made = told("export.brief_obligation", title=text, done=done)
    assert [run for run in made if run.figure] == [done]
    assert "\x02" not in "".join(run.text for run in made)
    assert len(made) <= 3


@given(st.integers(-200, 400), st.integers(1, 400))
def test_a_share_is_rounded_half_up_everywhere(part: int, whole: int) -> None:
    share = Fraction(part, whole)
    exact = share * 100
    assert points(share) - Fraction(1, 2) <= exact < points(share) + Fraction(1, 2)
    assert share_text(share) == f"{number(points(share))}{NBSP}%"
    assert share_cell(share).text == share_text(share)


@pytest.mark.parametrize(("share", "text"), [(Fraction(1, 200), "1"), (Fraction(2, 3), "67"), (Fraction(7, 5), "140")])
def test_shares_as_printed(share: Fraction, text: str) -> None:
    assert share_text(share) == f"{text}{NBSP}%"
    locales.choose("en")
    assert share_text(share) == f"{text}%"
    assert share_text(None) == "–"


def test_counts_as_printed() -> None:
    assert [signed(one) for one in (40, 0, -3)] == ["+40", "0", f"{MINUS}3"]
    assert [range_text(*one) for one in ((549, 586), (9, 9), (None, None), (5, None), (0, 0))] == [
        "549–586", "9", "–", "5", "0"
    ]  # fmt: skip
    assert of_text(1486, 1624) == f"1{NBSP}486/1{NBSP}624"
    assert of_text(3, None) == "3"
    assert listed(["TP1"]) == "TP1"
    assert listed(["TP1", "TP2", "TP3"]) == "TP1, TP2 ja TP3"
    assert plain("a\x1b[31m\u202eb") == (Run("a[31mb"),)


def test_quarters_and_ids() -> None:
    q3 = quarters.quarter(2024, 3)
    assert quarter_text(q3 - 1, q3) == "Q2"
    assert quarter_text(q3 + 2, q3) == "Q1/2025"
    assert quarter_text(None, q3) == "–"
    assert figure(q3, "TP1.2", "done") == "2024-Q3/TP1.2/done"
