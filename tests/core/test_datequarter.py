"""Dates that a text calls by the wrong quarter: what is a contradiction and what only stands near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import quarter as quarters
from core.datequarter import dates_in, wrong_quarters
from core.days import from_civil, to_civil

WRONG = [
    ("Kysely 30.4.2024 (Q1)", "30.4.2024", "Q2/2024", "Q1"),
    ("toisella neljänneksellä 31.3.2024", "31.3.2024", "Q1/2024", "toisella neljänneksellä"),
    ("vuoden viimeinen neljännes alkaa 1.9.", "1.9.", "Q3", "viimeinen neljännes"),
    ("1. neljänneksen lopussa 30.4.", "30.4.", "Q2", "1. neljänneksen"),
    ("Första kvartalet slutar 30.4.", "30.4.", "Q2", "Första kvartalet"),
    ("the first quarter ends on 30.4.2024", "30.4.2024", "Q2/2024", "first quarter"),
    ("2024-04-30 (Q1/2024)", "2024-04-30", "Q2/2024", "Q1/2024"),
    ("15.5.2024, eli 2024-Q2; 15.5.2024 Q2/2025", "15.5.2024", "Q2/2024", "Q2/2025"),
    ("12.12.2024 (Q1–Q3)", "12.12.2024", "Q4/2024", "Q1–Q3"),
    (
        "Muiden hankkeiden jatkuminen 30.4.2024 asti. Ensimmäiselle neljännekselle jatkuvien hankkeiden työ.",
        "30.4.2024", "Q2/2024", "Ensimmäiselle neljännekselle",
    ),
    (
        "Ensimmäiselle neljännekselle jatkuvien hankkeiden kanssa sovitaan. Hankkeiden jatkuminen päättyy 30.4.2024.",
        "30.4.2024", "Q2/2024", "Ensimmäiselle neljännekselle",
    ),
]  # fmt: skip

RIGHT = [
    "Kysely 30.4.2024 (Q2)",
    "12.12.2024 (Q3 ja Q4)",
    "3.9. ja 12.12.2024 (Q3 ja Q4)",
    "1.1.–30.6.2024 eli Q1–Q2",
    "5.5.2024 (Q1–Q3)",
    "Q1-raportti on jätettävä 11.4.2024 mennessä",
    "Rapporten för första kvartalet lämnas 11.4.",
    "Kysely lähetetään 15.8. ja tulokset käsitellään Q4.",
    "Väliseminaari 10.9. Loppuseminaari Q4.",
    "Työpaketin 1.2 tulokset Q3",
    "Kokous 30.4.\nQ1 alkaa",
    "Hankkeiden jatkuminen 30.4.2024.\nEnsimmäiselle neljännekselle jatkuvien hankkeiden työ.",
    "31.6. on Q4 ja 2.13. Q1",
    "neljän neljänneksen jälkeen 30.4.",
    "kohta 1.2.3 kuuluu Q4:ään",
    "",
]


@pytest.mark.parametrize(("text", "date", "real", "told"), WRONG)
def test_contradictions(text: str, date: str, real: str, told: str) -> None:
    assert [(one.date, one.real, one.told) for one in wrong_quarters(text)] == [(date, real, told)]
    assert all(text[one.start :].startswith(one.date) for one in wrong_quarters(text))


@pytest.mark.parametrize("text", RIGHT)
def test_what_only_stands_near(text: str) -> None:
    assert wrong_quarters(text) == []


def test_dates_in_a_title() -> None:
    assert dates_in("Seminaari 10.9.2024, jatkot 12.12. ja 2025-01-31; 2024–2025") == [
        ("10.9.2024", 2024, 3), ("12.12.", None, 4), ("2025-01-31", 2025, 1)]  # fmt: skip


@given(st.integers(from_civil(1990, 1, 1), from_civil(2100, 12, 31)), st.integers(1, 4))
def test_every_date_belongs_to_one_quarter(day: int, number: int) -> None:
    year, month, date = to_civil(day)
    told = wrong_quarters(f"Alkaa {date}.{month}.{year} (Q{number})")
    assert bool(told) == (quarters.of_day(day) != quarters.quarter(year, number))
