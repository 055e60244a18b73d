"""Words typed into the filter of the network, in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.network import NetworkFilter
from core.networkfilter import Words, read_filter
from locales import choose
from tui.screens.network_words import filter_words, understood
from tui.signs import SIGNS

PACKAGES = [(1, "KOORD"), (2, "TP1"), (3, "TP1.3"), (4, "TP2"), (5, "TP1.10")]


def read(text: str, language: str = "fi") -> NetworkFilter:
    choose(language)
    return read_filter(text, PACKAGES, filter_words()).wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", NetworkFilter()),
        ("sävo", NetworkFilter(text="sävo")),
        ("tp1.3", NetworkFilter(package=3)), ("1.3", NetworkFilter(package=3)), ("TP 1.3", NetworkFilter(package=3)),
        ("koord", NetworkFilter(package=1)), ("1.10", NetworkFilter(package=5)), ("9.9", NetworkFilter(text="9.9")),
        ("V", NetworkFilter(role="lead")), ("av", NetworkFilter(role="assist")), ("As", NetworkFilter(role="expert")),
        ("h", NetworkFilter(role="beneficiary")), ("?", NetworkFilter(role="unknown")),
        ("vetov", NetworkFilter(role="lead")), ("avustava vetovastuu", NetworkFilter(role="assist")),
        ("avustava", NetworkFilter(role="assist")), ("Hyödyntäjä", NetworkFilter(role="beneficiary")),
        ("merkitsemätön", NetworkFilter(no_mark=True)), ("merkits", NetworkFilter(no_mark=True)),
        ("ulkop", NetworkFilter(outside=True)), ("vahvistamatta", NetworkFilter(unconfirmed=True)),
        ("ei mukana", NetworkFilter(never=True)), ("ei kertaakaan mukana tp2", NetworkFilter(never=True, package=4)),
        ("ei", NetworkFilter(text="ei")), ("#uusi", NetworkFilter(label="uusi")), ("#", NetworkFilter(text="#")),
        ("1.3 as itä savo", NetworkFilter(package=3, role="expert", text="itä savo")),
        ('"as', NetworkFilter(text="as")),
        ("alue:lappi", NetworkFilter(region="lappi")),
        ("Maakunta: Lappi v", NetworkFilter(region="Lappi", role="lead")),
        ('landskap:"norra österbotten" tp2', NetworkFilter(region="norra österbotten", package=4)),
        ('region: "etelä karjala', NetworkFilter(region="etelä karjala")),
        ("kieli:ruotsi", NetworkFilter(language="sv")),
        ("kieli:SV alue:uusi", NetworkFilter(language="sv", region="uusi")),
        ("kieli:svenska", NetworkFilter(language="sv")), ("kieli:klingon", NetworkFilter(language="klingon")),
        ("alue:", NetworkFilter(text="alue:")), ("kello:12", NetworkFilter(text="kello:12")),
    ],
)  # fmt: skip
def test_finnish(text: str, wanted: NetworkFilter) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("sv", "HA", NetworkFilter(role="lead")), ("sv", "ba ap2", NetworkFilter(role="assist", package=4)),
        ("sv", "S", NetworkFilter(role="expert")), ("sv", "n", NetworkFilter(role="beneficiary")),
        ("sv", "h", NetworkFilter(text="h")), ("sv", "utan markering", NetworkFilter(no_mark=True)),
        ("sv", "utan", NetworkFilter(text="utan")), ("sv", "utanför", NetworkFilter(outside=True)),
        ("sv", "aldrig med", NetworkFilter(never=True)), ("en", "never", NetworkFilter(never=True)),
        ("sv", "obekräftad", NetworkFilter(unconfirmed=True)), ("sv", "biträdande", NetworkFilter(role="assist")),
        ("en", "L", NetworkFilter(role="lead")), ("en", "sl", NetworkFilter(role="assist")),
        ("en", "no mark", NetworkFilter(no_mark=True)), ("en", "outside", NetworkFilter(outside=True)),
        ("en", "unconfirmed wp1.3", NetworkFilter(unconfirmed=True, package=3)),
        ("en", "supporting lead", NetworkFilter(role="assist")), ("en", "no", NetworkFilter(text="no")),
        ("sv", "språk:finska region:lappland", NetworkFilter(language="fi", region="lappland")),
        ("en", "language:swedish county:uusimaa", NetworkFilter(language="sv", region="uusimaa")),
    ],
)  # fmt: skip
def test_swedish_and_english(language: str, text: str, wanted: NetworkFilter) -> None:
    assert read(text, language) == wanted


def test_what_was_understood_is_told_piece_by_piece() -> None:
    choose("fi")
    found = read_filter("tp1.3 v omnia #uusi ulkop alue:lappi kieli:ruotsi", PACKAGES, filter_words())
    assert dict(found.pieces) == {
        "package": "TP1.3", "role": "lead", "label": "uusi", "outside": "", "text": "omnia", "region": "lappi",
        "language": "sv",
    }  # fmt: skip
    told = understood(found, SIGNS)
    assert "alue: lappi" in told
    assert "kieli: ruotsi" in told


def test_a_later_word_of_a_kind_replaces_an_earlier_one() -> None:
    assert read("ulkopuolinen verkostossa tp1 tp2") == NetworkFilter(outside=False, package=4)


@given(st.text())
def test_nothing_that_is_typed_is_lost_or_fails(text: str) -> None:
    found = read_filter(text, PACKAGES, Words({}, {}, {"alue": "region", "kieli": "language"}))
    assert all(kind in ("package", "label", "text", "region", "language") for kind, _ in found.pieces)
