"""The last gate before a terminal: nothing that a terminal would obey, and columns as they are seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.display import OBEYED, fit, safe, safe_lines, width

CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
BIDI = [
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x2028,
    0x2029,
    0xFEFF,
    0x061C,
    *range(0xE0000, 0xE0080),
]


def test_no_control_or_bidi_sign_passes() -> None:
    everything = "".join(map(chr, [*CONTROLS, *BIDI]))
    assert safe(everything).strip() == ""
    assert set(safe(everything)) <= {" "}
    assert set(CONTROLS + BIDI) <= set(OBEYED)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Omnia", "Omnia"),
        ("a\tb\nc\rd", "a b c d"),
        ("\x1b[2J\x1b]0;x\x07y", "[2J]0;xy"),
        ("x\ud83dy", "x?y"),
        ("[bold]ä[/]", "[bold]ä[/]"),
        ("\u202eabc", "abc"),
        ("क्\u200dष", "क्\u200dष"),
    ],
)
def test_safe(raw: str, shown: str) -> None:
    assert safe(raw) == shown


def test_lines_pass_where_lines_may_be() -> None:
    assert safe_lines("a\nb\r\x1b[2Jc\u2028d\ud800") == "a\nb [2Jcd?"


@given(st.text(alphabet=st.characters()))
def test_safe_text_is_harmless(raw: str) -> None:
    for text in (safe(raw), safe_lines(raw)):
        assert not any(ord(sign) in OBEYED and sign != "\n" for sign in text)
        text.encode("utf-8")
    assert "\n" not in safe(raw)
    assert safe(safe(raw)) == safe(raw)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("ääö", 3), ("日本", 4), ("e\u0301", 1), ("a\u200db", 2), ("Ａ", 2), ("😀", 2)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "fitted"),
    [
        ("abc", 5, "abc  "),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("日本語", 4, "日… "),
        ("日本語", 5, "日本…"),
        ("abc", 0, ""),
        ("", 0, ""),
        ("abc", 1, "…"),
    ],
)
def test_fit(text: str, columns: int, fitted: str) -> None:
    assert fit(text, columns) == fitted


@given(st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs"))), st.integers(0, 30))
def test_fit_takes_exactly_its_columns(text: str, columns: int) -> None:
    assert width(fit(text, columns)) == columns
