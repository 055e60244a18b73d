"""The Finnish business id (Y-tunnus, FO-nummer): seven digits, a dash and a check digit.

Rule: Finnish Patent and Registration Office and Tax Administration, "Yritys- ja yhteisötunnus": the weights
7 9 10 5 8 4 2 over the first seven digits, modulo 11; remainder 0 gives 0, 1 is never given out, r otherwise 11 − r.
"""

import re

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_DASHED = re.compile(r"(\d{6,7})-(\d)")
_PLAIN = re.compile(r"(\d{7})(\d)")


class BusinessIdError(ValueError):
    """A text that is no business id. *reason*: ``form`` or ``check`` (a digit is wrong)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_digit(digits: str) -> int | None:
    """The check digit of seven digits; None where no business id begins with them."""
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


def business_id(text: str) -> str:
    """*text* as a business id is written, ``0112038-9``; `BusinessIdError` where it is none.

    Taken as well: a VAT number (``FI01120389``), spaces, no dash, any kind of dash, and the old form with six digits
    before the dash, which now has a zero in front.
    """
    plain = "".join(text.translate(_DASHES).split()).upper().removeprefix("FI")
    found = (_DASHED.fullmatch(plain) or _PLAIN.fullmatch(plain)) if plain.isascii() else None
    if found is None:
        raise BusinessIdError("form")
    digits, last = found[1].zfill(7), found[2]
    if check_digit(digits) != int(last):
        raise BusinessIdError("check")
    return f"{digits}-{last}"
