"""What a person says of a column of a survey: a word, or a table with key, type, scale and reversed (contract.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from importers.surveys.model import Type
from importers.surveys.scales import LEAST, MOST

NEW = "new"
_LIKERT = re.compile(r"likert\s?(\d{1,2})")
_TYPES: tuple[Type, ...] = get_args(Type)


@dataclass(frozen=True)
class Meant:
    """An answer about a column: *key* of a question of the survey or of a new one, *same*: it is that question in other
    words, *new*: it is none of the survey's; the rest is None where it was not said."""

    key: str | None = None
    type: Type | None = None
    scale: int | None = None
    reversed: bool | None = None
    same: bool = False
    new: bool = False


def of(answer: object) -> Meant | None:
    """What an answer means; None for no answer, and for one that says the column is no question.

    Words: ``likert5``, ``single``, ``multiple``, ``number``, ``text``, ``same:KEY`` (the survey's question KEY) and
    ``new``.
    """
    if isinstance(answer, Mapping):
        named = answer.get("type")
        size, turned, key = answer.get("scale"), answer.get("reversed"), answer.get("key")
        return Meant(
            key=str(key) if key else None,
            type=next((one for one in _TYPES if one == named), None),
            scale=size if isinstance(size, int) and LEAST <= size <= MOST else None,
            reversed=turned if isinstance(turned, bool) else None,
            same=answer.get("same") is True,
        )
    if not isinstance(answer, str):
        return None
    if answer == NEW:
        return Meant(new=True)
    if answer.startswith("same:"):
        return Meant(key=answer.removeprefix("same:"), same=True)
    found = _LIKERT.fullmatch(answer)
    if found and LEAST <= int(found[1]) <= MOST:
        return Meant(type="likert", scale=int(found[1]))
    type_ = next((one for one in _TYPES if one == answer), None)
    return Meant(type=type_) if type_ else None


def values(answer: str) -> dict[str, object]:
    """The values of the sentence about an answer."""
    found = _LIKERT.fullmatch(answer)
    return {"points": int(found[1])} if found else {}
