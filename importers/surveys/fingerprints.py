"""A hash of the headings of an export, by which the next file of the same form is known."""

import hashlib
import json

from importers.surveys.model import SurveyReading
from importers.words import norm


def fingerprint(reading: SurveyReading) -> str:
    """SHA-256 of the headings in their order, as they are compared: the same for every file with these headings,
    whatever its name, form, separator or encoding, and whatever was answered."""
    headings = [norm(column.heading) for column in reading.columns]
    return hashlib.sha256(json.dumps(headings, ensure_ascii=False).encode()).hexdigest()
