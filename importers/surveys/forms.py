"""Which form an export has: by the words of its own columns, and by their shape where no list has the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.attendance import times
from importers.attendance import words as attendance_words
from importers.surveys.headings import CODE
from importers.surveys.model import Form
from importers.surveys.scales import Hint, of_cells
from importers.surveys.tables import Head, Table
from importers.surveys.words import SurveyWords
from importers.words import norm

CODED, BOTH, TEXT = "code", "both", "text"
"""How LimeSurvey writes its headings."""
SHAPED = "shape"
"""A form that only the look of its first columns tells, since no list has their headings."""
SURE = 60
"""From here on a form is known by its own columns."""
EMAIL = re.compile(r"[^@\s<>;,]+@[^@\s<>;,]+\.[^@\s<>;,.]+")
_ZONE = re.compile(r"\s*(?:(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?|EES?T|CES?T)$")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+\S")
_LOOKED_AT = 200


@dataclass(frozen=True)
class Claim:
    """A form and how sure it is of a file (1 to 100); *mode* is how LimeSurvey writes headings, or SHAPED."""

    form: Form
    score: int
    mode: str = ""


def claims(table: Table, words: SurveyWords) -> tuple[Claim, ...]:
    """The forms that may have written a table, the surest first; the last one is always a plain table."""
    found = [one for one in (_limesurvey(table, words), _microsoft(table, words), _google(table, words)) if one]
    numbered = sum(1 for head in table.heads if _NUMBERED.match(head.question))
    if table.double or numbered > 1:
        found.append(Claim("webropol", 50))
    found.append(Claim("plain", 10))
    return tuple(sorted(found, key=lambda claim: -claim.score))


def answered(table: Table, words: SurveyWords) -> bool:
    """True for a table with the columns that a program which asks puts before the answers (when each was sent, and its
    number or its state), and with questions: on a scale, or, where nobody's name stands there, with a question mark."""
    cells = {kind: column(table, head.number) for head in table.heads if (kind := _kind(head, words))}
    timed = bool(cells.get("finished")) and all(is_time(cell) for cell in cells["finished"])
    states = cells.get("status", [])
    told = bool(states) and all(words.means(cell, "partial") or words.means(cell, "complete") for cell in states)
    if not timed or not (told or {"respondent", "response_id"} & cells.keys()):
        return False
    return on_scale(table, words) or (not named(table, words) and any("?" in head.text for head in table.heads))


def on_scale(table: Table, words: SurveyWords) -> bool:
    """True where a column that no list has the heading of holds points or labels of a scale."""
    for head in table.heads:
        cells = set(column(table, head.number))
        known = _kind(head, words) or attendance_words.standard().column(head.part or head.question)
        counted = len(cells) == len(table.rows) and all(cell.isdigit() for cell in cells)
        if len(cells) > 1 and not known and not counted and of_cells(cells, words, Hint()) is not None:
            return True
    return False


def named(table: Table, words: SurveyWords) -> bool:
    """True where a column of names stands, by its heading."""
    of_lists = attendance_words.standard()
    kinds = {kind for head in table.heads for kind in (_kind(head, words), of_lists.column(head.part or head.question))}
    return bool(kinds & {"name", "first_name", "last_name"})


def _kind(head: Head, words: SurveyWords) -> str | None:
    """What a column holds by its heading, of which the lower row may stand under a line above the table."""
    return words.column(head.question) or words.column(head.part or "")


def _limesurvey(table: Table, words: SurveyWords) -> Claim | None:
    texts = [norm(head.question) for head in table.heads[:12]]
    plain = [CODE.fullmatch(text) is not None and not re.search(r"\[|\s", text) for text in texts]
    if "submitdate" in texts and texts[0] == "id" and all(plain[:2]):
        return Claim("limesurvey", 95, CODED)
    begun = [text.partition(". ")[0] for text in texts]
    if "submitdate" in begun and begun[0] == "id":
        return Claim("limesurvey", 95, BOTH)
    kinds = [words.column(text) for text in texts]
    if kinds[:2] == ["response_id", "finished"] and "last_page" in kinds:
        return Claim("limesurvey", 90, TEXT)
    return None


def _microsoft(table: Table, words: SurveyWords) -> Claim | None:
    kinds = [words.column(head.question) for head in table.heads[:6]]
    if kinds[:1] == ["response_id"] and {"started", "finished"} <= set(kinds[1:4]):
        return Claim("msforms", 90 if {"email", "name"} & set(kinds) else 80)
    cells = [column(table, number) for number in range(1, 5)] if len(table.heads) > 4 else []
    if not cells or not all(cells):
        return None
    counted = all(cell.isdigit() for cell in cells[0]) and len(set(cells[0])) == len(cells[0])
    timed = all(is_time(cell) for cell in (*cells[1], *cells[2]))
    mailed = all(EMAIL.fullmatch(cell) or words.means(cell, "anonymous") for cell in cells[3])
    return Claim("msforms", 60, SHAPED) if counted and timed and mailed else None


def _google(table: Table, words: SurveyWords) -> Claim | None:
    first = column(table, 1)
    if not first or not all(is_time(cell) for cell in first):
        return None
    named = words.column(table.heads[0].question) == "finished"
    return Claim("google", 80) if named else Claim("google", 45, SHAPED)


def column(table: Table, number: int) -> list[str]:
    """The first filled cells of a column."""
    return [cells[number - 1] for _, cells in table.rows[:_LOOKED_AT] if cells[number - 1]]


def stamp(cell: str) -> times.Stamp | None:
    """The time that a cell is, whole."""
    return times.scan(_ZONE.sub("", cell), attendance_words.standard())


def is_time(cell: str) -> bool:
    """True for a day with a time of day."""
    found = stamp(cell)
    return found is not None and found.clock is not None


def is_email(cells: Sequence[str], most: float = 0.7) -> bool:
    """True where most of some cells are e-mails and nothing else."""
    return bool(cells) and sum(1 for cell in cells if EMAIL.fullmatch(cell)) >= most * len(cells)
