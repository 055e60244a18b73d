"""What in a free text tells of a person for certain: an e-mail address, a telephone number."""

import re

_EMAIL = re.compile(r"[^@\s<>;,()]+@[^@\s<>;,()]+\.[^\W_]{2,}")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+\d{1,3}|0\d{1,3})(?:[ \u00a0()-]*\d){5,10}(?![\w.,/-]*\d)")


def holds_email(text: str) -> bool:
    """True where an e-mail address stands in *text*."""
    return _EMAIL.search(text) is not None


def tells_of_person(text: str) -> bool:
    """True where an e-mail address or a telephone number stands in *text*; a number counts from seven digits on, with
    0 or + before it."""
    return holds_email(text) or _PHONE.search(text) is not None
