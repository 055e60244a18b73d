"""Codes of work packages and items: how they are compared, and how items get theirs."""

import re
import unicodedata

_PREFIX = re.compile(r"^(?:työpaketti|arbetspaket|workpackage|tp|wp|ap)[.:]*(?=\d)")
_NUMBER = re.compile(r"\d+")
_LEADING = re.compile(
    r"^\s*((?:työpaketti|arbetspaket|work ?package|tp|wp|ap)\s*\d+(?:\.\d+)*|\d+(?:\.\d+)+)(?=$|[\s:.–—-])",
    re.IGNORECASE,
)


def code_key(code: str) -> str:
    """The form in which two work-package codes are compared (decisions.md, "Work-package codes").

    NFKC, no case, no spaces at all, no trailing ``: . –``; a leading tp, wp, ap, työpaketti, arbetspaket or
    "work package" before a digit is dropped; numbers count as integers, so ``TP 1.01`` equals ``tp1.1``
    and ``TP1.10`` does not.
    """
    text = "".join(unicodedata.normalize("NFKC", code).casefold().split()).rstrip(":.–—-")
    return _NUMBER.sub(lambda match: str(int(match.group())), _PREFIX.sub("", text))


def leading_code(title: str) -> tuple[str, str] | None:
    """Split ``TP 1.2 Oppimisanalytiikan …`` or ``TP4: …`` into the code as written and the title after it.

    None if the text does not begin with a code.
    """
    match = _LEADING.match(title)
    if not match:
        return None
    return match.group(1).strip(), title[match.end() :].lstrip(" :.–—-").strip()


def item_code(workpackage: str, kind: str, number: int) -> str:
    """``TP1.2-A1`` for the first action of a package, ``TP1.2-O1`` for its first output."""
    return f"{workpackage}-{'A' if kind == 'action' else 'O'}{number}"
