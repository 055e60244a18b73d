"""Steering-group meetings by the titles that people give their deadlines."""

import re

_NUMBER = re.compile(r"(?<!\d)\d{1,3}\s*/\s*(?:20)?\d{2}(?!\d)")
_STEERING = re.compile(r"ohjausryhm|ohry|styrgrupp|steering", re.IGNORECASE)


def number_of(title: str) -> str | None:
    """The number by which a meeting is called ("4/2024"), or None where its title has none."""
    found = _NUMBER.search(title)
    return re.sub(r"\s", "", found.group()) if found else None


def is_steering(title: str) -> bool:
    """True if *title* names a meeting of a steering group, in Finnish, Swedish or English."""
    return _STEERING.search(title) is not None
