"""Text from outside: cleaned once on its way in, and the two stored forms that make search and order right.

SQLite sorts and folds å ä ö wrongly, so the store keeps a sort key and a folded search text beside each name.
"""

import re
import unicodedata

from core.display import GATE, KEEP_LINES

NAME_LIMIT = 300
TEXT_LIMIT = 20_000
MARKS_IN_A_ROW = 8

_NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ud800-\udfff]|[" + "".join(
    chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)
) + "]")  # fmt: skip
_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[PX^_\]][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
_FIRST_MARK = "\u0300"  # the first combining character: what stands before it is NFC by itself
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def clean(text: str, limit: int = NAME_LIMIT) -> str:
    """A single-line text as it may be stored: NFC, no control or bidi characters, white space folded, cut at *limit*.

    A whole terminal escape sequence goes, not only its first byte. ZWJ and ZWNJ stay.
    """
    if text.isprintable() and (text.isascii() or max(text) < _FIRST_MARK):
        return _cut(" ".join(text.split()), limit)  # nothing to take out: most texts, and five times as fast
    return _cut(_SPACES.sub(" ", _stripped(text, GATE)).strip(), limit)


def clean_lines(text: str, limit: int = TEXT_LIMIT) -> str:
    """A text of several lines as it may be stored: as `clean`, but line ends stay."""
    lines = _stripped(text.replace("\r\n", "\n").replace("\r", "\n"), KEEP_LINES).split("\n")
    return _cut("\n".join(_SPACES.sub(" ", line).rstrip() for line in lines).strip("\n"), limit)


def shown_raw(text: str, limit: int = 80) -> str:
    """The original for a preview: what `clean` would drop is written as an escape (``\\x1b``)."""
    return "".join(
        sign
        if sign == " " or (sign.isprintable() and ord(sign) not in GATE)
        else sign.encode("unicode_escape").decode()
        for sign in text[:limit].encode("utf-8", "replace").decode()
    )


def sort_key(text: str) -> str:
    """A key that sorts as Finnish and Swedish do: capitals and small letters together, … z å ä ö at the end."""
    out = []
    for sign in unicodedata.normalize("NFC", text).casefold():
        place = "åäöæø".find(sign)
        if place >= 0:
            out.append("{" + "01212"[place])
            continue
        base = unicodedata.normalize("NFD", sign)[0]
        out.append(base if base.isalnum() else " ")
    return " ".join("".join(out).split())


def folded(text: str) -> str:
    """A form for search: no case, no marks (a finds ä and å), only letters and digits, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.split())


def _stripped(text: str, gate: dict[int, int | None]) -> str:
    text = _NONCHARACTERS.sub("", _ESCAPE_SEQUENCE.sub("", text))
    text = unicodedata.normalize("NFC", text).translate(gate)
    if text.isascii():
        return text
    out: list[str] = []
    row = 0
    for sign in text:
        row = row + 1 if unicodedata.combining(sign) else 0
        if row <= MARKS_IN_A_ROW:
            out.append(sign)
    return "".join(out)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
