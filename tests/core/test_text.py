"""Text from outside: cleaned once, ordered as Finnish and Swedish order it, found without marks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.display import OBEYED
from core.text import NAME_LIMIT, clean, clean_lines, folded, shown_raw, sort_key


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Omnia \t\n Oy ", "Omnia Oy"),
        ("Omnia\u00a0Oy\u202fAb", "Omnia Oy Ab"),
        ("A\u0308a\u0308nekoski", "Äänekoski"),
        ("\x1b[31mPunainen\x1b[0m", "Punainen"),
        ("\x1b]52;c;aGVp\x07Omnia", "Omnia"),
        ("\x1b]8;;http://x\x1b\\Omnia\x1b]8;;\x1b\\", "Omnia"),
        ("\x1bPOmnia", "Omnia"),
        ("\x1b]Omnia ja Gradia", "Omnia ja Gradia"),
        ("a\x00b\x07c\x7fd\x9be", "abcde"),
        ("abc\u202egnp.exe\u2069", "abcgnp.exe"),
        ("\ufeffOmnia\u200b\u200e\u2060", "Omnia"),
        ("Om\u00adnia", "Omnia"),
        ("क्\u200dष", "क्\u200dष"),
        ("x\ud800y\ufffez\ufdd0", "xyz"),
        ("t\U000e0041ag", "tag"),
        ("[bold]Omnia[/] [@click=app.quit]x", "[bold]Omnia[/] [@click=app.quit]x"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("日本語", "日本語"),
        ("\u2028\u2029", ""),
        ("", ""),
    ],
)
def test_clean(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@given(st.text(st.characters(max_codepoint=0x2FF)) | st.text())
def test_texts_with_nothing_to_take_out_come_the_short_way_to_the_same(raw: str) -> None:
    assert clean(raw, 10**6) == clean(raw + "\ue000", 10**6).removesuffix("\ue000").strip()


def test_lengths_and_marks_are_capped() -> None:
    assert clean("x" * 10_000) == "x" * (NAME_LIMIT - 1) + "…"
    assert clean("x" * NAME_LIMIT) == "x" * NAME_LIMIT
    assert len(clean("a" + "\u0316" * 500)) == 9
    assert len(clean_lines("y" * 30_000)) == 20_000


def test_lines_stay_lines() -> None:
    assert clean_lines("a \r\nb\rc\n\n d\x1b[2J\u2028e\n") == "a\nb\nc\n\n de"


@given(st.text())
def test_clean_text_is_clean(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert len(once) <= NAME_LIMIT
    assert not any(ord(sign) in OBEYED for sign in once)
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    lines = clean_lines(raw)
    assert clean_lines(lines) == lines


@given(st.text(max_size=100))
def test_the_original_is_shown_without_harm(raw: str) -> None:
    shown = shown_raw(raw)
    assert all(sign.isprintable() and ord(sign) not in OBEYED for sign in shown)
    assert shown_raw("a\x1b[2J\u202e") == "a\\x1b[2J\\u202e"


def test_order_is_finnish() -> None:
    names = [
        "Salo",
        "SASKY",
        "Salon seudun",
        "Äänekoski",
        "Ålands",
        "Öster",
        "Zeta",
        "Aalto",
        "aapa",
        "Omnia",
        "Ähtäri",
        "Sataedu",
        "Österbotten",
        "Järvenpää",
        "Jarvis",
        "Oulu",
        "Østfold",
    ]
    assert sorted(names, key=sort_key) == [
        "Aalto",
        "aapa",
        "Jarvis",
        "Järvenpää",
        "Omnia",
        "Oulu",
        "Salo",
        "Salon seudun",
        "SASKY",
        "Sataedu",
        "Zeta",
        "Ålands",
        "Ähtäri",
        "Äänekoski",
        "Öster",
        "Österbotten",
        "Østfold",
    ]
    assert sort_key("Peräpohjolan Kansanopisto ry/ Opisto") == sort_key("peräpohjolan  kansanopisto RY - opisto")
    assert sort_key("A\u0308") == sort_key("Ä")
    assert sort_key("Ésbo") == sort_key("esbo")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ålands yrkesgymnasium", "alands yrkesgymnasium"),
        ("Äänekosken AO / POKE", "aanekosken ao poke"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ｆｕｌｌ", "full"),
        ("a-b_c", "a b c"),
        ("", ""),
    ],
)
def test_folded_text_for_search(text: str, found: str) -> None:
    assert folded(text) == found
