"""Meetings by the titles of deadlines."""

import pytest

from core.meetings import is_steering, number_of


@pytest.mark.parametrize(("title", "number", "steering"), [
    ("Ohjausryhmän kokous 4/2024", "4/2024", True), ("Styrgruppens möte 12 / 2024", "12/2024", True),
    ("Steering group 1/24", "1/24", True), ("ohry", None, True), ("Loppuseminaari", None, False),
    ("Projektiryhmä 1/3000", None, False), ("Kokous 3.9.2024", None, False),
])  # fmt: skip
def test_titles_are_read(title: str, number: str | None, steering: bool) -> None:
    assert (number_of(title), is_steering(title)) == (number, steering)
