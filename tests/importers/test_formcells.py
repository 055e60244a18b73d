"""Values of a form's cells, as programs keep them and as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EtappiError
from core.filenames import LIMIT, file_name
from importers import formcells

TODAY, SPAN = "2024-09-16", ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize("text", ["2024-09-12", "12.9.2024", "12.9.", "to 12.9.", "45547", "45547.0", "45547,5", "to"])
def test_days(text: str) -> None:
    assert formcells.day(text, TODAY, SPAN) == "2024-09-12"


@pytest.mark.parametrize("text", ["", "pian", "31.9.2024", "12345678", "99999", "9/12/2024"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(EtappiError):
        formcells.day(text, TODAY, SPAN)


@given(st.dates(date(1960, 1, 1), date(2100, 1, 1)))
def test_a_date_is_the_same_as_date_and_as_number(day: date) -> None:
    number = (day - formcells.EPOCH).days
    assert formcells.day(str(number), TODAY, SPAN) == formcells.day(day.isoformat(), TODAY, SPAN) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "count"),
    [("47", 47), ("47.0", 47), ("47,0", 47), ("47/72", 47), (" 1 234 ", 1234), ("0", 0), ("47/70", None),
     ("47.5", None), ("-1", None), ("noin 40", None), ("1e3", None)],
)  # fmt: skip
def test_counts(text: str, count: int | None) -> None:
    assert formcells.count(text, 72) == count


@pytest.mark.parametrize(
    ("text", "share"),
    [("0.6", 60), ("0,6", 60), ("60", 60), ("60 %", 60), ("60,5\u00a0%", 60.5), ("0.6 %", 0.6), ("1", 100), ("1 %", 1),
     ("0", 0), ("5e-05", 0.005), ("101", None), ("100.5 %", None), ("paljon", None), ("-5", None)],
)  # fmt: skip
def test_shares(text: str, share: float | None) -> None:
    assert formcells.percent(text) == share


@pytest.mark.parametrize("text", ["valmis", " Valmis ", "VALMIS", "valmis*", "(valmis)"])
def test_words_of_a_list(text: str) -> None:
    assert formcells.word(text) == "valmis"


@given(st.lists(st.text(max_size=300), min_size=1, max_size=3))
def test_names_of_files_are_safe(parts: list[str]) -> None:
    name = file_name(*parts, ending="xlsx")
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
    assert len(name) <= LIMIT
    assert name[0] not in ".-"
    assert name.endswith(".xlsx")
    assert len(name) > len(".xlsx")


def test_names_of_files_keep_what_they_can() -> None:
    assert file_name("Q3-2024", "TP1.2", ending="xlsx") == "Q3-2024_TP1.2.xlsx"
    assert file_name("Q3-2024", "../Työpaketti Ö/1", ending="xlsx") == "Q3-2024_..-Tyopaketti-O-1.xlsx"
