"""Which question of a survey a question of a file is: the same, the same in another language, or another version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.surveys.records import OptionSpec, QuestionRow, QuestionSpec

_SIGNS = re.compile(r"\W+")


@dataclass(frozen=True)
class Placed:
    """Where a question belongs: *question* is the one that is there (None: it is made as *version*); *worded*: its
    wording is new; *options* are those that it lacks."""

    question: QuestionRow | None
    version: int
    worded: bool
    options: tuple[OptionSpec, ...]


def words_of(text: str) -> str:
    """The form in which wordings and options are compared: no case, no signs, single spaces."""
    return _SIGNS.sub(" ", text.casefold()).strip() or text.strip()


def place(known: Iterable[QuestionRow], wanted: QuestionSpec) -> Placed:
    """Find *wanted* among the *known* questions of its survey.

    Another type, scale or direction is another version, and so is another wording in a language that the question has
    already (unless it is said to mean the same); the first wording in another language belongs to the question. Where
    several versions would do, it is the one that is worded so, else the newest.
    """
    versions = sorted((one for one in known if one.key == wanted.key), key=lambda one: -one.version)
    alike = [one for one in versions
             if (one.type, one.scale, one.reversed) == (wanted.type, wanted.scale, wanted.reversed)]  # fmt: skip
    text = words_of(wanted.text)
    found = next((one for one in alike if any(
        words_of(each.text) == text and each.language == wanted.language for each in one.wordings)), None)  # fmt: skip
    worded = found is None
    if found is None:
        found = next((one for one in alike if wanted.same or all(
            each.language != wanted.language for each in one.wordings)), None)  # fmt: skip
    if found is None:
        return Placed(None, versions[0].version + 1 if versions else 1, True, wanted.options)
    there = {words_of(one.text) for one in found.options}
    return Placed(found, found.version, worded, tuple(one for one in wanted.options if words_of(one.text) not in there))


def wave_of(text: str) -> tuple[str, str | None]:
    """(survey, wave) of ``CODE/WAVE``, (survey, None) of ``CODE``."""
    code, _, wave = text.strip().partition("/")
    return code.strip(), wave.strip() or None
