"""Places, reasons and questions in words, in the chosen language."""

from core.findings import Finding, Place
from core.importing import Candidate, Question
from core.roles import ROLES
from importers import eventwording, formwords
from locales import formats, has, t

SEPARATOR = " > "
ANSWERS = ("new", "all", "marked", "registered", "cancelled")
NO_DAY = "–"
NO_TITLE = "?"  # the text of the question for a table that has neither title nor code


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
    """The word for a role, or for an answer about a list of attendance."""
    if code in ANSWERS:
        return t(f"attendance.answer_{code}")
    return t(f"import.role_{code}") if code in ROLES else code


def answer(question: Question, name: str) -> str:
    """The word for an answer to a question; for what a column of a survey holds, its type in words."""
    if question.kind not in ("column", "option") or "ask" not in question.values:
        return role(name)
    if question.kind == "option":
        return t(f"surveyimport.option_{name}") if name in ("new", "text") else name
    kind, _, rest = name.partition(":")
    scale = name.removeprefix("likert")
    if kind == "same":
        return t("surveyimport.answer_same", key=rest)
    if scale != name and scale.isdigit():
        return t("surveyimport.answer_likert", n=int(scale))
    return t(f"surveyimport.answer_{name}") if has(f"surveyimport.answer_{name}") else role(name)


def value(field: str, told: object) -> str:
    """A value of a field of an organisation (core.importing.MEMBER_FIELDS, network), a dash where there is none."""
    if field == "network":
        return t("import.value_inside" if told else "import.value_outside")
    if told is None or told == ():
        return "–"
    if field.startswith("event_"):
        return eventwording.value(field.removeprefix("event_"), told)
    return language(str(told)) if field == "language" else str(told)


def language(code: str) -> str:
    """The word for a language, else its code."""
    return t(f"import.language_{code}") if has(f"import.language_{code}") else code


def reason(candidate: Candidate) -> str:
    """Why a suggestion stands beside a question."""
    return t(candidate.reason, **worded(candidate.values))


def question_text(question: Question) -> str:
    """What is asked: the spelling, mark, column or package itself; for the rest a sentence."""
    if question.kind == "unmarked" and "ask" in question.values:
        return t(str(question.values["ask"]), **worded(question.values))
    if question.kind == "unmarked":
        return t("import.question_unmarked", **question.values)
    return question.text


def asked(question: Question) -> str:
    """The question as a sentence for a person."""
    values = question.values
    if "ask" in values:
        return t(str(values["ask"]), **worded(values))
    if question.kind == "workpackage":
        if question.text == NO_TITLE:
            return t("import.ask_workpackage")
        return t("import.ask_workpackage_of", title=question.text)
    if question.kind == "column" and "heading" in values:
        return t("import.ask_under" if values["heading"] else "import.ask_loose", **values)
    if question.kind == "column":
        return t("import.ask_column", column=question.text, **values)
    if question.kind == "unmarked":
        return question_text(question)
    if question.kind == "reason":
        return t("import.ask_reason", **values)
    if "what" in values:
        told = formwords.place(str(values["code"]), str(values["what"]))
        return f"{t('import.kind_conflict')}: {told}"
    if "field" in values:
        told = SEPARATOR.join((str(values["name"]), t(f"import.field_{values['field']}")))
        return f"{t('import.kind_conflict')}: {told}"
    return f"{t(f'import.kind_{question.kind}')}: {question_text(question)}"


def hint(question: Question) -> str:
    """What else a person can do about a question, a sentence; empty where there is nothing to add."""
    if question.kind == "survey":
        return t("surveyimport.hint_survey")
    if question.kind == "column" and str(question.values.get("ask", "")).startswith("surveyfile."):
        return t("surveyimport.hint_column")
    return t("import.hint_wp") if question.kind == "workpackage" else ""


def finding_text(finding: Finding) -> str:
    """The sentence of a finding."""
    return t(f"finding.{finding.code}", **worded(finding.values))


def worded(values: dict[str, object]) -> dict[str, object]:
    words = dict(values)
    for name in ("date", "event_day"):
        if isinstance(words.get(name), str) and words[name] != NO_DAY:
            words[name] = formats.date(str(words[name])[:10])
    if isinstance(words.get("role"), str):
        words["role"] = role(str(words["role"]))
    if isinstance(words.get("fields"), (tuple, list)):
        words["fields"] = ", ".join(t(f"import.field_{one}") for one in words["fields"])  # type: ignore[attr-defined]
    if "what" in words and "value" in words:
        words["value"] = formwords.value(str(words["what"]), words["value"])
    if "field" in words and "value" in words:
        words["value"] = value(str(words["field"]), words["value"])
    if isinstance(words.get("roles"), (tuple, list)):
        words["roles"] = ", ".join(role(str(code)) for code in words["roles"])  # type: ignore[attr-defined]
    return words
