"""Attainment, values over quarters and sources: the definitions of rules.md 9 with test values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.indicators import (
    Attainment,
    CountedSource,
    attainment,
    counted_source,
    levels,
    over_packages,
    over_quarters,
    roll_up,
)
from core.quarter import quarter

Q1, Q2, Q3, Q4 = (quarter(2024, number) for number in (1, 2, 3, 4))
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "baseline", "target", "word", "share"),
    [
        (33, 0, 55, "share", 0.6),
        (71, 0, 50, "share", 1.42),  # shown uncapped
        (45, 40, 60, "share", 0.25),
        (35, 40, 60, "share", -0.25),  # it went the wrong way
        (0, 0, 55, "share", 0.0),  # a declared zero is a value
        (33, None, 55, "no_baseline", 0.6),
        (55, 55, 55, "met", None),
        (54, 55, 55, "not_met", None),
        (3, None, 0, "met", None),
        (214, None, None, "no_target", None),
        (214, 10, None, "no_target", None),
        (None, 0, 55, "no_value", None),
        (None, None, None, "no_value", None),
    ],
)
def test_attainment(
    value: float | None, baseline: float | None, target: float | None, word: str, share: float | None
) -> None:
    found = attainment(value, baseline, target)
    assert found.word == word
    assert found.share == (None if share is None else pytest.approx(share))


def test_falling_targets_are_measured_the_same_way() -> None:
    assert attainment(14, 20, 10, falling=True).share == pytest.approx(0.6)
    assert attainment(22, 20, 10, falling=True).share == pytest.approx(-0.2)
    assert attainment(9, 10, 10, falling=True).word == "met"
    assert attainment(11, 10, 10, falling=True).word == "not_met"
    # from nothing to a small number is no way: only whether it is reached can be said
    assert attainment(20, None, 10, falling=True).word == "not_met"
    assert attainment(10, None, 10, falling=True).word == "met"


def test_what_etappi_does_not_count_yet_is_not_missing() -> None:
    assert attainment(None, 0, 55, counted=True) == Attainment("not_yet")
    assert attainment(0, 0, 55, counted=True).share == 0


def test_tolerance() -> None:
    assert attainment(0.1 + 0.2, 0.3, 0.3).word == "met"
    assert attainment(0.3, 0.1 + 0.2, 0.1 + 0.2).word == "met"


def test_one_indicator_far_over_its_target_does_not_hide_another() -> None:
    parts = [attainment(142, 0, 100), attainment(20, 0, 100), attainment(5, 5, 5), attainment(1, 5, 5),
             attainment(None, 0, 1), attainment(3, 0, None), attainment(-5, 0, 10)]  # fmt: skip
    assert [part.clipped for part in parts] == [1.0, pytest.approx(0.2), 1.0, 0.0, None, None, 0.0]
    total, number = roll_up(parts)
    assert (total, number) == pytest.approx((2.2, 5))
    assert roll_up([]) == (0, 0)


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(0.01, 100), NUMBERS)
def test_units_and_zero_points_scale_out(
    value: float, baseline: float, target: float, factor: float, shift: float
) -> None:
    if abs(target - baseline) < 1e-3:
        return
    one = attainment(value, baseline, target).share
    other = attainment(value * factor + shift, baseline * factor + shift, target * factor + shift).share
    assert one is not None
    assert other == pytest.approx(one, rel=1e-3, abs=1e-3)


@given(NUMBERS, NUMBERS, NUMBERS, st.booleans())
def test_met_in_one_word_is_met_in_the_other(value: float, baseline: float, target: float, falling: bool) -> None:
    if falling != (target < baseline) or abs(target - baseline) < 1e-3:
        return
    share = attainment(value, baseline, target, falling=falling).share
    met = attainment(value, target, target, falling=falling).word == "met"
    assert share is not None
    assert met == (share >= 1) or abs(share - 1) < 1e-6


VALUES = {Q1: 10.0, Q2: 0.0, Q4: 7.0}


@pytest.mark.parametrize(
    ("aggregation", "figures"),
    [
        ("sum", [10, 10, 10, 17]),
        ("latest", [10, 0, 0, 7]),
        ("unique", [10, 0, 0, 7]),
        ("ratio", [10, 0, 0, 7]),
        ("none", [10, 0, None, 7]),
    ],
)
def test_over_quarters(aggregation: str, figures: list[float | None]) -> None:
    assert [over_quarters(VALUES, aggregation, one) for one in (Q1, Q2, Q3, Q4)] == figures
    assert over_quarters({}, aggregation, Q4) is None
    assert over_quarters(VALUES, aggregation, Q1 - 1) is None


def test_an_aggregation_that_nobody_knows_is_no_guess() -> None:
    with pytest.raises(ValueError, match="mean"):
        over_quarters(VALUES, "mean", Q4)


@given(st.dictionaries(st.integers(Q1, Q4), st.integers(-1000, 1000).map(float)))
def test_a_sum_is_that_of_its_quarters(values: dict[int, float]) -> None:
    assert over_quarters(values, "sum", Q4) == (sum(values.values()) if values else None)
    assert over_quarters(values, "latest", Q4) == (values[max(values)] if values else None)


def test_over_packages_only_sums_add_up_and_only_whole_ones() -> None:
    assert over_packages([1.0, 2.0], "sum") == 3
    assert over_packages([0.0], "sum") == 0
    assert over_packages([1.0, None], "sum") is None  # a total with a part missing is none
    assert over_packages([], "sum") is None
    for word in ("latest", "unique", "ratio", "none"):
        assert over_packages([1.0, 2.0], word) is None


def test_levels_now_and_before() -> None:
    assert levels({Q1: "a", Q3: "b"}, Q4) == (Q3, Q1)
    assert levels({Q1: "a", Q3: "b"}, Q2) == (Q1, None)
    assert levels({}, Q4) == (None, None)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("obligation:OMA", CountedSource("obligation", "OMA")),
        ("obligation: OMA-KA ", CountedSource("obligation", "OMA-KA")),
        ("persons", CountedSource("persons")),
        ("organisations", CountedSource("organisations")),
        ("organisations:interest", CountedSource("organisations", "interest")),
        ("survey:network/q1", CountedSource("survey", "network", "q1")),
        ("survey:network", None),
        ("survey:/q1", None),
        ("obligation", None),
        ("obligation:", None),
        ("persons:", None),
        ("persons:all", None),
        ("organisations:maybe", None),
        ("osallistujaluettelot", None),
        ("alku- ja loppukysely", None),
        ("", None),
        (None, None),
    ],
)
def test_sources_that_are_counted(source: str | None, found: CountedSource | None) -> None:
    assert counted_source(source) == found
