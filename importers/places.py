"""Places, reasons and questions in words, in the chosen language."""

from core.findings import Finding, Place
from core.importing import Candidate, Question
from core.roles import ROLES
from locales import formats, t

SEPARATOR = " > "


def text(place: Place) -> str:
    """A place as a person reads it: ``tables.txt > TP1.2 > row 219 > column Expert``."""
    parts = [place.file, place.sheet]
    if place.page is not None:
        parts.append(t("import.place_page", page=place.page))
    parts.append(place.table)
    if place.row is not None:
        parts.append(t("import.place_row", row=place.row))
    if place.column is not None:
        parts.append(t("import.place_column", column=place.column))
    parts.append(place.item)
    return SEPARATOR.join(part for part in parts if part)


def role(code: str) -> str:
    """The word for a role."""
    return t(f"import.role_{code}") if code in ROLES else code


def reason(candidate: Candidate) -> str:
    """Why a suggestion stands beside a question."""
    return t(candidate.reason, **worded(candidate.values))


def question_text(question: Question) -> str:
    """What is asked: the spelling, mark, column or package itself; for the rest a sentence."""
    if question.kind == "unmarked":
        return t("import.question_unmarked", **question.values)
    return question.text


def finding_text(finding: Finding) -> str:
    """The sentence of a finding."""
    return t(f"finding.{finding.code}", **worded(finding.values))


def worded(values: dict[str, object]) -> dict[str, object]:
    words = dict(values)
    if isinstance(words.get("date"), str):
        words["date"] = formats.date(str(words["date"])[:10])
    if isinstance(words.get("role"), str):
        words["role"] = role(str(words["role"]))
    if isinstance(words.get("roles"), (tuple, list)):
        words["roles"] = ", ".join(role(str(code)) for code in words["roles"])  # type: ignore[attr-defined]
    return words
