"""Canonical JSON (rules.md 11): one text for one content, so that an equal hash means equal facts.

Keys are sorted, nothing is written between the signs, letters stand as themselves (UTF-8, NFC). Numbers of facts are
written as they are stored, a whole number always without a decimal point. Computed figures are exact: a share is a
fraction of whole numbers, never a rounded decimal.
"""

import hashlib
import json
import unicodedata
from fractions import Fraction

LARGEST_DENOMINATOR = 10**6
"""Shares are counts by counts and sums of tenths and hundredths: with a denominator up to this, a fraction is told from
its neighbours by 1e-12, and what floating point adds is 1e-15."""


def canonical(value: object) -> bytes:
    """*value* (None, bool, int, finite float, str; lists, tuples, dicts with text keys) as canonical JSON in UTF-8."""
    return json.dumps(
        _plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def sha256(content: bytes) -> str:
    """The SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def exact(share: float) -> Fraction:
    """The fraction of whole numbers that a computed share stands for (0.333… is 1/3)."""
    return Fraction(share).limit_denominator(LARGEST_DENOMINATOR)


def as_entered(value: float) -> Fraction:
    """The fraction that a number typed by a person stands for (2.7 is 27/10)."""
    return Fraction(repr(value))


def pair(value: Fraction) -> list[int]:
    """A fraction as canonical JSON has it: numerator and denominator, in lowest terms."""
    return [value.numerator, value.denominator]


def _plain(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {_plain(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
