"""Codes of work packages: which are one (decisions.md, "Work-package codes")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes import code_key, item_code, leading_code


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("TP1.1", "1.1"),
        ("tp 1.1", "1.1"),
        ("TP1.1:", "1.1"),
        ("TP 1.01", "1.1"),
        ("WP1.1", "1.1"),
        ("AP 1.1 –", "1.1"),
        ("Työpaketti 1.1", "1.1"),
        ("arbetspaket 1.1", "1.1"),
        ("Work package 1.1", "1.1"),
        ("Work  package 1.1", "1.1"),
        ("work\u00a0package\u00a01.1", "1.1"),
        ("1.1", "1.1"),
        ("1.1.", "1.1"),
        ("TP1.10", "1.10"),
        ("ＴＰ１．１", "1.1"),
        ("TP-A", "tp-a"),
        ("Koord", "koord"),
        ("TP", "tp"),
        ("tpx1", "tpx1"),
        ("T P 1", "1"),
        ("TP.1", "1"),
        ("", ""),
        ("TP1A", "1a"),
        ("0", "0"),
        ("TP1.1 :.–", "1.1"),
    ],
)
def test_keys(text: str, key: str) -> None:
    assert code_key(text) == key


def test_codes_that_are_not_one() -> None:
    keys = [code_key(one) for one in ("TP1", "TP1.1", "TP1.10", "TP1.1.1", "TP11", "TP2", "KOORD", "TP1b")]
    assert len(set(keys)) == len(keys)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_but_for_a_leading_word(text: str) -> None:
    key = code_key(text)
    assert code_key(key.upper().lower()) in (code_key(key), key)
    assert not any(sign.isspace() for sign in key)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("TP 1.2 Oppimisanalytiikan käyttö", ("TP 1.2", "Oppimisanalytiikan käyttö")),
        ("TP4: Tekoäly", ("TP4", "Tekoäly")),
        ("Työpaketti 3 – Data", ("Työpaketti 3", "Data")),
        ("1.2 Otsikko", ("1.2", "Otsikko")),
        ("TP1", ("TP1", "")),
        ("2024 Suunnitelma", None),
        ("Oppiminen", None),
        ("TP1x Otsikko", None),
        ("TPA Otsikko", None),
    ],
)
def test_codes_at_the_head_of_a_title(title: str, found: tuple[str, str] | None) -> None:
    assert leading_code(title) == found


def test_codes_of_items() -> None:
    assert item_code("TP1.2", "action", 3) == "TP1.2-A3"
    assert item_code("TP1.2", "output", 1) == "TP1.2-O1"
