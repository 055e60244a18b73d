"""Texts that a spreadsheet would take for a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formulas import defused, read_back


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@sum", "|x", "%x", "\t=1", "'=1", '"=1', " =1", "\uff1d1", "--"]
)
def test_a_formula_gets_one_quote(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-", "+358", "-0,5", "12%", "+1.5", "Omnia", "'t Hooft", "", "47/72", "TP1 =A1"])
def test_names_and_numbers_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


@given(st.text(alphabet="'\"=+-@|% \t1,aä", max_size=8))
def test_what_was_written_is_read_back(text: str) -> None:
    assert read_back(defused(text)) == text
    assert not defused(text).startswith(("=", "@", "|", "%", "\t"))
