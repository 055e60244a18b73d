"""Names of files made of data (reliability.md R34): nothing in them that a shell or a file system understands."""

import re
import unicodedata

LIMIT = 100
"""Bytes of a whole name, its ending included."""
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L"})


def file_name(*parts: str, ending: str) -> str:
    """*parts* joined by ``_``, of letters without marks, digits, dots, underscores and dashes, before ``.ending``:
    ``Q3-2024_TP1.2.xlsx``. It never begins with a dot or a dash, is at most LIMIT bytes long and never empty."""
    return f"{_named(parts, LIMIT - len(ending) - 1)}.{ending}"


def folder_name(*parts: str) -> str:
    """As `file_name`, without an ending: ``DIGI24_Q3-2024_2024-09-16``."""
    return _named(parts, LIMIT)


def _named(parts: tuple[str, ...], limit: int) -> str:
    plain = [unicodedata.normalize("NFKD", part.translate(_LETTERS)).encode("ascii", "ignore").decode()
             for part in parts]  # fmt: skip
    name = "_".join(_OTHER.sub("-", part).strip("-") for part in plain).lstrip(".-") or "file"
    return name[:limit].rstrip(".-")
