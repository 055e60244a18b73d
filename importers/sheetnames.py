"""The work package that the name of a sheet tells, where the sheet itself has neither a title nor a column for it."""

import re

from core.codes import code_key

_CODE = re.compile(
    r"(?<![^\W_])(?:työpaketti|arbetspaket|work ?package|tp|wp|ap)\s*\d+(?:\.\d+)*(?![^\W_]|[._]\d)", re.IGNORECASE
)
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)+)(?:$|[\s:–-]+(?!\d))")
_RANGE = re.compile(r"\d\s*[–-]\s*(?:[a-zåäö]+\s*)?\d", re.IGNORECASE)
"""``TP1-2`` and ``TP1–TP3``: a range, or a code that somebody wrote without a full stop; nobody can say which."""


def code_of(sheet: str) -> str | None:
    """The code that stands anywhere in a sheet's name (``TP1.1``, ``Osallistujat TP 1.1``, ``1.1 Arkkitehtuuri``); None
    where there is none, or more than one."""
    if _RANGE.search(sheet):
        return None
    found = {code_key(match[0]): match[0] for match in _CODE.finditer(sheet)}
    if not found:
        number = _NUMBER.match(sheet)
        return number[1] if number else None
    return next(iter(found.values())) if len(found) == 1 else None
