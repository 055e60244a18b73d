"""Texts that a spreadsheet would take for a formula: one quote before them in csv, taken off when read (R33)."""

import re

_RISKY = re.compile(r"['\"\s]*[=+\-@|%\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
_QUOTED = re.compile("'" + _RISKY.pattern)
_HARMLESS = re.compile(r"-|[+-]?\d+([.,]\d+)?%?")
"""A dash, and numbers as people write them (+358, -0,5, 12%): no program takes these for a formula."""


def defused(text: str) -> str:
    """*text* for a cell of csv: with one ``'`` before it where a spreadsheet might take it for a formula."""
    return f"'{text}" if _RISKY.match(text) and not _HARMLESS.fullmatch(text) else text


def read_back(text: str) -> str:
    """What *text* said before `defused`: exactly one quote less where it has one."""
    return text[1:] if text[:1] == "'" and _QUOTED.match(text) else text
