"""What one response answers to a question: its cells read by the question's type, options and points."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from importers.surveys.model import AnswerRead, QuestionRead, ResponseRead, SurveyReading
from importers.surveys.words import SurveyWords
from importers.words import norm

LISTED = ", "
"""The separator that options may have inside themselves, so that only known options tell where one ends."""
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[\s\u00a0\u202f]\d{3})+(?:[.,]\d+)?|[+-]?\d{1,15}(?:[.,]\d{1,15})?")
_POINT = re.compile(r"(\d{1,2})(?:\s*[=.:)–—-]\s*|\s+|$)")


def answer(question: QuestionRead, response: ResponseRead, words: SurveyWords) -> AnswerRead | None:
    """The answer of *response*; None where it is missing (so says its cell, or nothing stands there)."""
    cells = [response.values.get(number, "") for number in question.columns]
    beside = response.values.get(question.other) if question.other else None
    if question.type == "multiple" and len(question.columns) > 1:
        return _ticked(question, cells, beside, words)
    cell = cells[0]
    if not cell:
        return AnswerRead(options=_other(question, words), text=beside) if beside else None
    if question.type == "likert":
        return _point(question, cell)
    if question.type == "number":
        number = number_of(cell)
        if norm(cell) in question.dont_know:
            return AnswerRead(dont_know=True)
        return AnswerRead(number=number) if number is not None else AnswerRead(unread=cell)
    if question.type == "text":
        return AnswerRead(text=cell)
    if question.type == "single":
        option = _option(question, cell, words)
        return AnswerRead(options=(option,), text=beside) if option else AnswerRead(text=beside, unread=cell)
    return _chosen(question, cell, beside, words)


def unread(question: QuestionRead, reading: SurveyReading, words: SurveyWords) -> tuple[tuple[str, int], ...]:
    """Cells, or parts of them, that a question has no place for, with how often each stands in the responses."""
    found = Counter(
        given.unread
        for response in (*reading.responses, *reading.partial)
        if (given := answer(question, response, words)) and given.unread
    )
    return tuple(found.items())


def number_of(cell: str) -> float | None:
    """A number as people write it, with a decimal comma or spaces between thousands; None for anything else."""
    if not _NUMBER.fullmatch(cell):
        return None
    return float(re.sub(r"\s", "", cell).replace(",", "."))


def pieces(cell: str, separator: str) -> list[str]:
    """The choices of one cell, by a separator that stands in none of them."""
    return [piece for part in cell.split(separator.strip(" ")) if (piece := part.strip())]


def matched(cell: str, options: Sequence[str]) -> tuple[list[str], str]:
    """The options in a cell whose options may have the separator inside: the longest one that fits at each place. The
    second value is what is left over."""
    longest = sorted(options, key=len, reverse=True)
    found, rest = [], []
    while cell:
        plain = cell.casefold()
        option = next((one for one in longest if _begins(plain, one.casefold())), None)
        if option is None:
            piece, _, cell = cell.partition(LISTED)
            rest.append(piece)
        else:
            found.append(option)
            cell = cell[len(option) + len(LISTED) :]
    return found, LISTED.join(rest)


def _begins(cell: str, option: str) -> bool:
    return cell == option or cell.startswith(option + LISTED)


def _ticked(
    question: QuestionRead, cells: Iterable[str], beside: str | None, words: SurveyWords
) -> AnswerRead | None:  # fmt: skip
    chosen, odd = [], []
    for number, (option, cell) in enumerate(zip(question.options, cells, strict=True), 1):
        if cell in ("1", str(number)) or words.means(cell, "yes") or (cell and norm(cell) == norm(option)):
            chosen.append(option)
        elif cell and cell != "0" and not words.means(cell, "no"):
            odd.append(cell)
    if beside:
        chosen += [one for one in _other(question, words) if one not in chosen]
    if not (chosen or odd or beside):
        return None
    return AnswerRead(options=tuple(chosen), text=beside, unread="; ".join(odd) or None)


def _chosen(question: QuestionRead, cell: str, beside: str | None, words: SurveyWords) -> AnswerRead:
    """Several choices in one cell. What no option is goes to "other", where the question has that."""
    if question.separator == LISTED:
        found, rest = matched(cell, question.options)
    else:
        parts = pieces(cell, question.separator or ";")
        pairs = [(part, _option(question, part, words)) for part in parts]
        found = [option for _, option in pairs if option]
        rest = "; ".join(part for part, option in pairs if not option)
    other = _other(question, words)
    if rest and other:
        return AnswerRead(options=tuple(dict.fromkeys((*found, *other))), text=beside or rest)
    return AnswerRead(options=tuple(dict.fromkeys(found)), text=beside, unread=rest or None)


def _point(question: QuestionRead, cell: str) -> AnswerRead:
    plain = norm(cell)
    if plain in question.dont_know:
        return AnswerRead(dont_know=True)
    point = question.points.get(plain)
    if point is None and all(_leading(text) == given for text, given in question.points.items()):
        point = _leading(cell)
    if point is None or not 1 <= point <= (question.scale or 0):
        return AnswerRead(unread=cell)
    return AnswerRead(number=point)


def _leading(cell: str) -> int | None:
    """The number that a cell is, or begins with."""
    found = _POINT.match(cell)
    return int(found[1]) if found else None


def _option(question: QuestionRead, cell: str, words: SurveyWords) -> str | None:
    plain = norm(cell)
    named = next((one for one in question.options if norm(one) == plain), None)
    return named or (next(iter(_other(question, words)), None) if words.means(cell, "other") else None)


def _other(question: QuestionRead, words: SurveyWords) -> tuple[str, ...]:
    """The option that stands for anything else, if the question has one."""
    return tuple(one for one in question.options if words.means(one, "other"))[:1]
