"""Decisions as people name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.days import iso
from core.decisions import DecisionName, decision_text, read_decision
from core.errors import EtappiError

SPAN = ("2024-01-01", "2024-12-31")
TODAY = "2024-09-16"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("26.9.2024 § 5", DecisionName("2024-09-26", "5")),
        ("26.9.2024 §5", DecisionName("2024-09-26", "5")),
        ("26.9. § 5", DecisionName("2024-09-26", "5")),
        ("26.9. 2024 § 5 b", DecisionName("2024-09-26", "5 b")),
        ("2024-09-26 § 5", DecisionName("2024-09-26", "5")),
        ("26.9.2024 5", DecisionName("2024-09-26", "5")),
        ("26.9.2024, § 12/2024.", DecisionName("2024-09-26", "12/2024")),
        ("ohjausryhmä 26.9.2024 § 5", DecisionName("2024-09-26", "5", "ohjausryhmä")),
        ("Ohjausryhmän kokous 3, 26.9.2024 § 5", DecisionName("2024-09-26", "5", "Ohjausryhmän kokous 3")),
        ("§ 5, 26.9.2024", DecisionName("2024-09-26", "5")),
        ("ohjausryhmä § 5, 26.9.2024", DecisionName("2024-09-26", "5", "ohjausryhmä")),
    ],
)
def test_read(text: str, found: DecisionName) -> None:
    assert read_decision(text, TODAY, SPAN) == found


@pytest.mark.parametrize("text", ["", "ohjausryhmä", "§ 5", "26.9.2024", "26.9.2024 §", "31.2.2024 § 5", "26.9.2024 ei"
                                  " pykälää"])  # fmt: skip
def test_what_names_no_decision_is_refused(text: str) -> None:
    with pytest.raises(EtappiError) as error:
        read_decision(text, TODAY, SPAN)
    assert error.value.code == "progress.bad_decision"


@given(st.integers(0, 30_000), st.from_regex(r"[1-9][0-9]{0,2}( [a-c])?", fullmatch=True),
       st.none() | st.sampled_from(["ohjausryhmä", "styrgruppen", "projektiryhmä, Turku"]))  # fmt: skip
def test_what_is_written_is_read_again(day: int, paragraph: str, body: str | None) -> None:
    text = decision_text(iso(day), paragraph, body)
    assert read_decision(text, TODAY, SPAN) == DecisionName(iso(day), paragraph, body)
