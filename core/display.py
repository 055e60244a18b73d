"""The last gate before a terminal: text loses whatever a terminal would obey instead of show.

Kept free of imports for `etappi status`; `core.text.clean` is the first gate, at every import and edit.
"""

# C0, DEL, C1, bidi marks and overrides, line and paragraph separators, BOM, zero-width space, soft hyphen,
# interlinear and tag characters. ZWJ and ZWNJ stay: Indic scripts and emoji need them.
OBEYED = (
    *range(0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F),
    *range(0x2060, 0x2065), *range(0x2066, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
)  # fmt: skip
GATE: dict[int, int | None] = dict.fromkeys(OBEYED)
GATE[0x09] = 0x20
GATE[0x0A] = 0x20
GATE[0x0D] = 0x20
KEEP_LINES = {key: value for key, value in GATE.items() if key != 0x0A}


def safe(text: str) -> str:
    """*text* on one line, without control, bidi and invisible characters; surrogates become ``?``."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(GATE).encode("utf-8", "replace").decode("utf-8")


def safe_lines(text: str) -> str:
    """As `safe`, but line ends stay."""
    return text.translate(KEEP_LINES).encode("utf-8", "replace").decode("utf-8")


def width(text: str) -> int:
    """Columns that *text* takes in a terminal: wide East Asian characters two, combining marks none."""
    if text.isascii() or all(sign < "\u0300" or "\u2010" <= sign <= "\u22ff" or "\u2500" <= sign <= "\u25fc"
                             for sign in text):  # fmt: skip
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(sign) or sign in "\u200c\u200d" else 2 if east_asian_width(sign) in "WF" else 1 for sign in text
    )


def fit(text: str, columns: int) -> str:
    """*text* in exactly *columns*: padded on the right, or cut with an ellipsis."""
    room = width(text)
    if room <= columns:
        return text + " " * (columns - room)
    if columns < 1:
        return ""
    kept = ""
    used = 0
    for sign in text:
        size = width(sign)
        if used + size > columns - 1:
            break
        kept += sign
        used += size
    return kept + "…" + " " * (columns - 1 - used)
