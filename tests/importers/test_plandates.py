"""Dates that a plan document calls by the wrong quarter are told at their line."""

from core.findings import Place
from importers.plandates import about_dates
from importers.readers.grid import Grid, Row

LINES = (
    "Tausta",
    "",
    "Aiempien hankkeiden jatkuminen 30.4.2024 asti otetaan huomioon. Ensimmäiselle neljännekselle jatkuvien",
    "hankkeiden työ sovitetaan yhteen.",
    "",
    "- Seminaari 10.9.2024",
    "- Q4 alkaa",
    "- Kysely vuoden toisella",
    "neljänneksellä 15.2.2024",
    "Aikataulu: Q1 – Q4 / 2024",
)


def grid(*lines: str) -> Grid:
    return Grid("plan.txt", tuple(Row(number, (line,), page=2) for number, line in enumerate(lines, 1)))


def test_each_date_is_told_at_its_line() -> None:
    found = about_dates(grid(*LINES))
    assert [(one.code, one.severity, one.values) for one in found] == [
        ("date.quarter", "ask", {"day": "30.4.2024", "real": "Q2/2024", "told": "Ensimmäiselle neljännekselle"}),
        ("date.quarter", "ask", {"day": "15.2.2024", "real": "Q1/2024", "told": "toisella neljänneksellä"}),
    ]
    assert [one.place for one in found] == [Place("plan.txt", page=2, row=3), Place("plan.txt", page=2, row=9)]


def test_a_document_without_dates_says_nothing() -> None:
    assert about_dates(grid("Aikataulu: Q1–Q4/2024", "", "30.6.2024 (Q2)")) == []
    assert about_dates(grid()) == []
