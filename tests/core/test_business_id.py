"""The check digit of the Finnish business id, and the ways in which people write one."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.business_id import BusinessIdError, business_id, check_digit
from core.languages import CODES, language_code

# Ids of public registers: Nokia, the Finnish Broadcasting Company, the cities of Helsinki and Espoo.
REAL = ("0112038-9", "0313471-7", "0201256-6", "0101263-6")

SEVEN = st.integers(0, 9_999_999).map(lambda number: f"{number:07}")


@pytest.mark.parametrize("text", REAL)
def test_real_ones_are_taken(text: str) -> None:
    assert business_id(text) == text


@pytest.mark.parametrize(
    "text",
    ["FI01120389", "fi 0112038-9", " 0112038 - 9 ", "01120389", "0112038–9", "112038-9", "0112038\u00a0-\u00a09"],
)
def test_other_ways_to_write_one(text: str) -> None:
    assert business_id(text) == "0112038-9"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0112038-8", "check"), ("0112083-9", "check"), ("0112038-", "form"), ("", "form"), ("-", "form"),
        ("1120389", "form"), ("112038", "form"), ("0112038-90", "form"), ("SE5560125790", "form"), ("Omnia", "form"),
        ("٠١١٢٠٣٨-٩", "form"), ("0112038/9", "form"),
    ],
)  # fmt: skip
def test_wrong_ones_say_why(text: str, reason: str) -> None:
    with pytest.raises(BusinessIdError) as caught:
        business_id(text)
    assert caught.value.reason == reason


def test_remainders_zero_and_one() -> None:
    assert check_digit("0000019") == 0  # 4·1 + 2·9 = 22
    assert business_id("0000019-0") == "0000019-0"
    assert check_digit("0000006") is None  # 2·6 = 12
    for last in range(10):
        with pytest.raises(BusinessIdError):
            business_id(f"0000006-{last}")


@given(SEVEN)
def test_one_check_digit_at_most_is_right(digits: str) -> None:
    right = check_digit(digits)
    for last in range(10):
        if last == right:
            assert business_id(f"{digits}{last}") == f"{digits}-{last}"
            assert business_id(business_id(f"FI{digits}{last}")) == f"{digits}-{last}"
        else:
            with pytest.raises(BusinessIdError):
                business_id(f"{digits}-{last}")


@given(SEVEN, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits: str, place: int, more: int) -> None:
    right = check_digit(digits)
    if right is None:
        return
    whole = f"{digits}{right}"
    wrong = whole[:place] + str((int(whole[place]) + more) % 10) + whole[place + 1 :]
    with pytest.raises(BusinessIdError) as caught:
        business_id(wrong)
    assert caught.value.reason == "check"


@given(st.text(max_size=12))
def test_any_text_is_an_id_or_told(text: str) -> None:
    with contextlib.suppress(BusinessIdError):
        assert len(business_id(text)) == 9


def test_a_language_is_a_word_or_a_code() -> None:
    words = {"ruotsi": "sv", "saame": "se"}
    assert language_code(" Ruotsi", words) == "sv"
    assert language_code("SV", words) == "sv"
    assert language_code("se", words) == "se"
    assert language_code("xx", words) is None
    assert language_code("", words) is None
    assert language_code("fi, sv", words) is None
    assert len(CODES) >= 180
