"""The answers file (contract.md): read strictly, and written with the open questions to fill in."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.display import safe
from core.errors import EtappiError
from core.importing import Question
from core.roles import ROLES
from core.text import clean
from importers import places
from locales import t

if TYPE_CHECKING:
    from tomlkit.items import InlineTable, Table

UNMARKED = ("beneficiary", "unknown", "all", "marked")
"""What rows without a mark are: a role, or on a list of attendance whether everybody was there or who is marked."""
STATUSES = ("registered", "cancelled")
"""What the status of a registration means."""
QUESTION_TYPES = ("likert", "single", "multiple", "number", "text")
SCALES = range(2, 12)
"""How many points a Likert scale may have."""
COLUMN_WORDS = (*ROLES, "skip", "organisation", "name", "respondent", "email", "date", "single", "multiple", "number",
                "text", "new", *(f"likert{size}" for size in SCALES))  # fmt: skip
COLUMN_KEYS = ("key", "type", "scale", "reversed", "same")

Column = str | dict[str, Any]


@dataclass(frozen=True)
class Answers:
    """What a person has answered, by the text of the question. An empty value in the file is no answer and is not
    here. *columns* holds words, or for surveys tables (key, type, scale, reversed, same: another wording means the same
    question); *reasons* why something is not required, by the mark that says so; *events* the code of the event that a
    list is of, or "new"; *surveys* the wave that a file of answers is of, as ``CODE/WAVE``; *options* the
    option of the survey that a cell means, "new", "text" or "skip"."""

    unmarked: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    workpackages: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    surveys: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    def keys(self) -> set[tuple[str, str]]:
        """What is answered: (table of the answers file, key); the table of ``unmarked`` is empty."""
        found = {(table, key) for table in _TABLES for key in getattr(self, table)}
        return found | ({("", "unmarked")} if self.unmarked else set())

    def count(self) -> int:
        """How many answers there are."""
        return len(self.keys())


def read(path: Path) -> Answers:
    """The answers of a file; EtappiError with file, line and what is wrong."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise EtappiError("import.missing", file=str(path)) from error
    except OSError as error:
        raise EtappiError("import.unreadable", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise EtappiError("import.answers_encoding", file=str(path)) from error
    return parse(text, str(path))


def parse(text: str, file: str) -> Answers:
    """The answers in the text of a file; an unknown table, key or value is an error."""
    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise EtappiError("import.answers_toml", file=file, line=line) from error
    check = _Check(text, file)
    for key, value in content.items():
        if key == "unmarked":
            check.word("", key, value, ("", *UNMARKED))
        elif key not in _TABLES:
            raise check.error("unknown", "", key)
        elif not isinstance(value, dict):
            raise check.error("value", "", key, allowed="[…]")
    tables = {table: _table(check, table, content.get(table, {})) for table in _TABLES}
    return Answers(unmarked=content.get("unmarked") or None, **tables)


def merged(several: Iterable[Answers]) -> Answers:
    """Answers of several files together; where two answer the same, the later one wins."""
    out = Answers()
    for one in several:
        tables = {table: {**getattr(out, table), **getattr(one, table)} for table in _TABLES}
        out = Answers(unmarked=one.unmarked or out.unmarked, **tables)
    return out


def write_questions(
    questions: tuple[Question, ...] | list[Question], file: str, given: Answers | None = None
) -> str:  # fmt: skip
    """The text of a questions file: every open question with its place and suggestions as comments, and an empty value
    to fill in; the answers *given* so far, so that the file alone is enough to go on. Read back as it is, it answers
    what is given."""
    import tomlkit

    given = given or Answers()

    document = tomlkit.document()
    for line in t("import.questions_head", file=safe(file)).split("\n"):
        document.add(tomlkit.comment(line))
    for question in questions:
        if question.kind == "unmarked":
            document.add(tomlkit.nl())
            for line in _comment(question):
                document.add(tomlkit.comment(line))
            document.add("unmarked", tomlkit.item(""))
    if given.unmarked and "unmarked" not in document:
        document.add("unmarked", tomlkit.item(given.unmarked))
    for kind, table in TABLE_OF_KIND.items():
        chosen = [question for question in questions if question.kind == kind]
        asked = {question.text for question in chosen}
        answered = {key: answer for key, answer in getattr(given, table).items() if key not in asked}
        if chosen or answered:
            document.add(tomlkit.nl())
            document.add(table, _section(table, chosen, answered))
    return tomlkit.dumps(document)


def write_answers(answers: Answers, file: str) -> str:
    """The text of an answers file with *answers*; read back it gives the same. *file* is the file they are about."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(t("import.answers_head", file=safe(file))))
    if answers.unmarked:
        document.add("unmarked", tomlkit.item(answers.unmarked))
    for name in _TABLES:
        given = getattr(answers, name)
        if given:
            section = tomlkit.table()
            for key, answer in given.items():
                section.add(key, answer)
            document.add(tomlkit.nl())
            document.add(name, section)
    return tomlkit.dumps(document)


def _section(table: str, questions: list[Question], answered: Mapping[str, Column]) -> "Table":
    """A table of a questions file: what is answered already, then what is open."""
    import tomlkit

    section = tomlkit.table()
    if answered:
        section.add(tomlkit.comment(t("import.questions_answered")))
    for key, answer in answered.items():
        section.add(key, tomlkit.item(answer) if isinstance(answer, str) else _inline(answer))
    if answered and questions:
        section.add(tomlkit.nl())
    for line in _heads(table, questions) if questions else ():
        section.add(tomlkit.comment(line))
    for question in questions:
        section.add(tomlkit.nl())
        for line in _comment(question):
            section.add(tomlkit.comment(line))
        section.add(question.text, "")
    return section


def _inline(answer: Mapping[str, Any]) -> "InlineTable":
    """A table of values on one line, which ends no section."""
    import tomlkit

    out = tomlkit.inline_table()
    out.update(answer)
    return out


def _heads(table: str, questions: list[Question]) -> list[str]:
    """What may be answered in a table; columns of a survey are other things than those of a table with roles."""
    names = [table]
    if table == "columns":
        of_survey = {str(question.values.get("ask", "")).startswith("surveyfile.") for question in questions}
        names = ["survey_columns" if one else table for one in sorted(of_survey)]
    return [line for name in names for line in t(f"import.questions_{name}").split("\n")]


def _comment(question: Question) -> list[str]:
    where = ", ".join(safe(places.text(place)) for place in question.places[:3] or (question.place,))
    more = len(question.places) - 3
    lines = [where + (" " + t("import.and_more", n=more) if more > 0 else "")]
    if "ask" in question.values or question.kind in ("unmarked", "workpackage", "column", "reason"):
        lines.insert(0, safe(places.asked(question)))
    lines += [f"  {safe(candidate.name)}: {safe(places.reason(candidate))}" for candidate in question.candidates]
    return lines


class _Check:
    """Checks values, and finds the line of a key for the sentence about it."""

    def __init__(self, text: str, file: str) -> None:
        self.lines = text.splitlines()
        self.file = file

    def word(self, table: str, key: str, value: object, allowed: tuple[str, ...]) -> None:
        if value not in allowed or not isinstance(value, str):
            raise self.error("value", table, key, allowed=", ".join(word for word in allowed if word))

    def string(self, table: str, key: str, value: object) -> None:
        if not isinstance(value, str):
            raise self.error("value", table, key, allowed='"…"')

    def error(self, what: str, table: str, key: str, allowed: str = "") -> EtappiError:
        name = f"{table}.{key}" if table else key
        line = self.line(table, key)
        return EtappiError(f"import.answers_{what}", file=self.file, line=line, key=clean(name), allowed=allowed)

    def line(self, table: str, key: str) -> int:
        """The line where a key stands, else the table's, else 1."""
        inside, at = "", 1
        for number, line in enumerate(self.lines, start=1):
            header = re.match(r"\s*\[\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line)
            if header:
                inside = header.group(1)
                if inside in (table, key):
                    at = number
            elif inside == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return at


def _names(check: _Check, table: str, key: str, value: object) -> None:
    check.string(table, key, value)


def _words(*allowed: str) -> Callable[[_Check, str, str, object], None]:
    def one(check: _Check, table: str, key: str, value: object) -> None:
        check.word(table, key, value, ("", *allowed))

    return one


def _column(check: _Check, table: str, key: str, value: object) -> None:
    if isinstance(value, str) and value.startswith("same:"):
        return
    if not isinstance(value, dict):
        check.word(table, key, value, ("", *COLUMN_WORDS))
        return
    for part, given in value.items():
        wrong = (
            part not in COLUMN_KEYS
            or (part == "key" and not isinstance(given, str))
            or (part == "type" and given not in QUESTION_TYPES)
            or (part == "scale" and (isinstance(given, bool) or given not in SCALES))
            or (part in ("reversed", "same") and not isinstance(given, bool))
        )
        if wrong:
            raise check.error("value", table, key, allowed=", ".join(COLUMN_KEYS))


_TABLES: dict[str, Callable[[_Check, str, str, object], None]] = {
    "names": _names,
    "marks": _words(*ROLES, "skip", *STATUSES),
    "workpackages": _names,
    "dates": _words("day-month", "month-day"),
    "conflicts": _words("file", "kept"),
    "columns": _column,
    "reasons": _names,
    "events": _names,
    "surveys": _names,
    "options": _names,
}
TABLE_OF_KIND = {
    "name": "names",
    "mark": "marks",
    "workpackage": "workpackages",
    "date": "dates",
    "conflict": "conflicts",
    "column": "columns",
    "reason": "reasons",
    "event": "events",
    "survey": "surveys",
    "option": "options",
}


def _table(check: _Check, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    answers = {}
    for key, value in values.items():
        if table == "dates" and key != "order":
            raise check.error("unknown", table, key)
        _TABLES[table](check, table, key, value)
        if value != "":
            answers[clean(key)] = clean(value) if isinstance(value, str) else value
    return answers
