"""What each column of an export holds: answers, or what stands beside them. Personal columns are found first."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.text import clean
from importers.surveys import forms, meanings
from importers.surveys.forms import Claim
from importers.surveys.headings import Split
from importers.surveys.model import SEEN_LIMIT, ColumnRead, Form, Role
from importers.surveys.tables import Table
from importers.surveys.words import SurveyWords
from importers.words import norm

ANSWERS: tuple[Role, ...] = ("question", "option_of", "other_text")
"""Roles of columns whose cells are kept."""
TOLD: Mapping[str, Role] = {
    "organisation": "organisation", "respondent": "respondent", "email": "email", "date": "finished", "skip": "ignore",
    "name": "name",
}  # fmt: skip
"""What a person calls a column (contract.md), by role."""
_BY_WORDS: Mapping[str, Role] = {
    "response_id": "response_id", "started": "started", "finished": "finished", "language": "language",
    "email": "email", "name": "name", "organisation": "organisation", "changed": "ignore", "last_page": "ignore",
    "ignore": "ignore",
}  # fmt: skip
_ONCE: tuple[Role, ...] = ("response_id", "started", "finished", "language", "email")
_LIMESURVEY: Mapping[str, Role] = {
    "id": "response_id", "submitdate": "finished", "startdate": "started", "datestamp": "ignore", "lastpage": "ignore",
    "startlanguage": "language", "seed": "ignore", "ipaddr": "ignore", "refurl": "ignore", "token": "respondent",
    "email": "email", "firstname": "name", "lastname": "name", "interviewtime": "ignore",
}  # fmt: skip
_PLACES: Mapping[str, tuple[Role, ...]] = {
    "msforms": ("response_id", "started", "finished", "email", "name"), "google": ("finished",),
}  # fmt: skip
"""The first columns of a form, which stand there in every language."""
_PHONE = re.compile(r"(?:\+|0)[\d\s()-]{6,}")
_SEPARATORS: Mapping[str, str] = {"msforms": ";", "google": ", ", "webropol-summary": "\n"}
_OWN = ("changed", "last_page")
"""Columns that a form has by itself and that say nothing of answers."""
_STATUS = ("partial", "complete")
_OPTIONS = 2
"""Columns that a multiple choice has at least."""


@dataclass(frozen=True)
class Roles:
    """The columns of a table; *personal* are headings of columns of people that are left out, *beside* those of others
    that nobody asked to leave out and that are no form's own; *status* is the number of the column that tells
    unfinished responses."""

    columns: tuple[ColumnRead, ...]
    personal: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    status: int | None = None


def of_table(
    table: Table, splits: Sequence[Split], claim: Claim, words: SurveyWords, told: Mapping[str, object]
) -> Roles:  # fmt: skip
    """The columns of *table* with their roles. *told* is what a person calls them, by heading."""
    form = claim.form
    places = dict(enumerate(_PLACES.get(form, ()), 1)) if claim.mode == forms.SHAPED else {}
    columns: list[ColumnRead] = []
    personal: list[str] = []
    used: set[Role] = set()
    status = None
    for head, one in zip(table.heads, splits, strict=True):
        cells = [cells[head.number - 1] for _, cells in table.rows]
        role, sure = _role(head.text, one, cells, form, words, told)
        if role == "question" and head.number in places and clean(head.text) not in told:
            role = places[head.number]
        if role in _ONCE and role in used:
            role = "ignore" if role == "email" else "question"
            personal += [head.text] if role == "ignore" and any(cells) else []
        if role != "email" or any(forms.EMAIL.fullmatch(cell) for cell in cells):
            used.add(role)
        if status is None and role == "question" and _tells_status(head.question, cells, words):
            status, role = head.number, "ignore"
        if (role == "name" and any(cells)) or (role == "ignore" and _is_phone(cells)):
            personal.append(head.text)
        seen, filled = _seen(cells) if role in ANSWERS else (), sum(1 for cell in cells if cell)
        columns.append(ColumnRead(head.number, head.text, role, head.place, one.question, one.part, one.code,
                                  head.number, _SEPARATORS.get(form), seen, filled, sure))  # fmt: skip
    beside = tuple(
        one.heading for one in columns
        if one.role == "ignore" and one.filled and one.number != status and one.heading not in personal
        and clean(one.heading) not in told and words.column(one.question) not in _OWN and form != "limesurvey"
    )  # fmt: skip
    return Roles(tuple(_grouped(columns, words)), tuple(personal), beside, status)


def _role(
    heading: str, one: Split, cells: Sequence[str], form: Form, words: SurveyWords, told: Mapping[str, object]
) -> tuple[Role, bool]:  # fmt: skip
    """The role of a column and whether it is sure: by a person's word, the form's own codes, the heading, the cells."""
    answer = told.get(clean(heading))
    if meanings.of(answer) is not None:
        return "question", True
    if answer in TOLD:
        return TOLD[str(answer)], True
    filled = [cell for cell in cells if not words.silent(cell) and not words.means(cell, "anonymous")]
    own = _LIMESURVEY.get(one.code or "") if form == "limesurvey" else None
    if own:
        return own, True
    name = one.part if form == "webropol-summary" and one.part else one.question
    word = words.column(name) or words.column(heading) or ""
    if word == "respondent":
        word = "response_id" if all(cell.isdigit() for cell in filled) else "name"
    named = _BY_WORDS.get(word)
    if named in ("started", "finished") and any(forms.stamp(cell) is None for cell in filled):
        named = None
    if named == "response_id" and 2 * len(set(filled)) <= len(filled) and len(filled) > 1:
        named = None
    if named:
        return named, True
    if forms.is_email(filled):
        return "email", False
    if filled and sum(1 for cell in filled if _PHONE.fullmatch(cell)) == len(filled):
        return "ignore", False
    return "question", not words.asks_organisation(heading)


def _tells_status(heading: str, cells: Sequence[str], words: SurveyWords) -> bool:
    filled = [cell for cell in cells if cell]
    known = all(any(words.means(cell, meaning) for meaning in _STATUS) for cell in filled)
    return words.column(heading) == "status" and bool(filled) and known


def _is_phone(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_PHONE.fullmatch(cell) for cell in filled)


def _seen(cells: Sequence[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(cell for cell in cells if cell)
    return tuple(counts.items()) if len(counts) <= SEEN_LIMIT else ()


def _grouped(columns: Sequence[ColumnRead], words: SurveyWords) -> list[ColumnRead]:
    """The columns with those of one question in one group: neighbours with the same question, each with a part."""
    out: list[ColumnRead] = []
    for column in columns:
        before = out[-1] if out else None
        if (
            before is None
            or column.role != "question"
            or before.role not in ANSWERS
            or norm(before.question) != norm(column.question)
            or not (column.part or before.part)
        ):
            out.append(column)
        elif column.part and _is_other(column, words):
            out.append(replace(column, group=before.group, role="other_text"))
        else:
            out.append(replace(column, group=before.group))
    groups: dict[int, list[ColumnRead]] = {}
    for column in out:
        groups.setdefault(column.group, []).append(column)
    return [one for group in groups.values() for one in _options(group, words)]


def _is_other(column: ColumnRead, words: SurveyWords) -> bool:
    """True for the text beside "other": its part says so, and what stands there are no ticks."""
    named = words.means(column.part or "", "other") or (column.code or "").endswith("[other]")
    return named and not (column.seen and _ticks(column, words))


def _options(group: Sequence[ColumnRead], words: SurveyWords) -> list[ColumnRead]:
    """The columns of a group, as options of a multiple choice where they hold nothing but ticks. Where both yes and no
    stand in words, it may as well be a row of questions with a yes or a no each."""
    asked = [column for column in group if column.role == "question"]
    filled = [column for column in asked if column.seen]
    if len(asked) < _OPTIONS or not filled or not all(column.part for column in asked):
        return list(group)
    if not _counted(asked) and not all(_ticks(column, words) for column in asked):
        return list(group)
    said = {norm(cell) for column in filled for cell, _ in column.seen} - {"0", "1"}
    both = any(words.means(cell, "no") for cell in said) and any(words.means(cell, "yes") for cell in said)
    return [
        replace(column, role="option_of", sure=not both) if column.role == "question" else column for column in group
    ]


def _counted(asked: Sequence[ColumnRead]) -> bool:
    """True where each option that was chosen stands as its own number: 1 in the first column, 2 in the second."""
    cells = [(str(number), {cell for cell, _ in column.seen}) for number, column in enumerate(asked, 1)]
    return sum(1 for _, seen in cells if seen) >= _OPTIONS and all(seen <= {number} for number, seen in cells)


def _ticks(column: ColumnRead, words: SurveyWords) -> bool:
    """True where a column has ticks alone: 1 and 0, words for yes and no, or the option itself."""
    return column.filled == sum(n for _, n in column.seen) and all(
        cell in ("0", "1") or norm(cell) == norm(column.part or "") or words.silent(cell)
        or words.means(cell, "yes") or words.means(cell, "no")
        for cell, _ in column.seen
    )  # fmt: skip
