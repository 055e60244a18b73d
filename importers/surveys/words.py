"""The words of survey_words.toml, in the forms in which they are compared."""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.places import config_folder
from importers.ownwords import changed, with_own
from importers.words import norm

LANGUAGES = ("fi", "sv", "en")
FILE = "survey_words.toml"


@dataclass(frozen=True, eq=False)
class Scale:
    """A Likert scale: its *name*, *language*, and the point (from 1) of each label."""

    name: str
    language: str
    size: int
    points: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class SurveyWords:
    """*columns* maps a heading to what the column holds, *values* a cell to its meanings, *languages* a heading to the
    languages that have it; *organisation_in* are words that a question about the organisation has in it, *free* those
    of a question that asks for people's own words."""

    columns: Mapping[str, str]
    values: Mapping[str, frozenset[str]]
    languages: Mapping[str, frozenset[str]]
    organisation_in: tuple[str, ...]
    free: re.Pattern[str]
    scales: tuple[Scale, ...]

    def column(self, heading: str) -> str | None:
        """What a column with this heading holds, in whichever language; None where no list has it."""
        return self.columns.get(norm(heading))

    def asks_organisation(self, heading: str) -> bool:
        """True for a question that seems to ask for the respondent's organisation."""
        plain = norm(heading)
        return any(words in plain for words in self.organisation_in)

    def asks_free(self, heading: str) -> bool:
        """True for a question that seems to ask for the respondent's own words."""
        return self.free.search(norm(heading)) is not None

    def means(self, cell: str, meaning: str) -> bool:
        """True if a whole cell may mean *meaning*."""
        return meaning in self.values.get(norm(cell), ())

    def silent(self, cell: str) -> bool:
        """True for a cell that says nothing: empty, or whole words for "no answer"."""
        return not cell.strip() or self.means(cell, "missing")

    def language(self, headings: Iterable[str]) -> str | None:
        """The language that most of these headings are of; None where none or two equally are."""
        return _most(language for heading in headings for language in self.languages.get(norm(heading), ()))

    def language_of_labels(self, cells: Iterable[str]) -> str | None:
        """The language that most of the scales' labels among these cells are of; None where none or two equally are."""
        said = {norm(cell) for cell in cells}
        return _most(scale.language for scale in self.scales for _ in said & scale.points.keys())


def _most(languages: Iterable[str]) -> str | None:
    found = Counter(languages).most_common(2)
    return found[0][0] if len(found) == 1 or (found and found[0][1] > found[1][1]) else None


@cache
def standard() -> SurveyWords:
    """The words that come with Etappi."""
    return build(_ours())


def of_user(folder: str) -> SurveyWords:
    """The standard words, with those of survey_words.toml in the user's configuration *folder* if there is one.
    EtappiError where that is not such a file."""
    path = Path(folder) / FILE
    state = changed(path)
    return _of_file(path, state) if state else standard()


def of_config() -> SurveyWords:
    """The words with those of the user's configuration folder."""
    return of_user(config_folder(os.environ))


@lru_cache(maxsize=4)
def _of_file(path: Path, state: tuple[int, int]) -> SurveyWords:  # noqa: ARG001 - an edited file is read anew
    return build(with_own(_ours(), path, growing=("scales",)))


def _ours() -> dict[str, Any]:
    with Path(__file__).parent.with_name(FILE).open("rb") as file:
        return tomllib.load(file)


def build(tables: Mapping[str, Any]) -> SurveyWords:
    """Words from the tables of such a file."""
    columns: dict[str, str] = {}
    values: dict[str, set[str]] = {}
    languages: dict[str, set[str]] = {}
    inside: list[str] = []
    free: list[str] = []
    scales: list[Scale] = []
    for language in LANGUAGES:
        for meaning, words in tables[language]["columns"].items():
            if meaning in ("organisation_in", "free_in"):
                (inside if meaning == "organisation_in" else free).extend(map(norm, words))
                continue
            for word in map(norm, words):
                columns.setdefault(word, meaning)
                languages.setdefault(word, set()).add(language)
        for meaning, words in tables[language]["values"].items():
            for word in words:
                values.setdefault(norm(word), set()).add(meaning)
        scales += [_scale(name, language, labels) for name, labels in tables[language]["scales"].items()]
    return SurveyWords(
        columns=columns,
        values={word: frozenset(meanings) for word, meanings in values.items()},
        languages={word: frozenset(found) for word, found in languages.items()},
        organisation_in=tuple(inside),
        free=_begun(free),
        scales=tuple(scales),
    )


def _begun(texts: Iterable[str]) -> re.Pattern[str]:
    """Finds any of *texts* as whole words; one with * at its end as the beginning of a word."""
    each = [re.escape(one.rstrip("*")) + ("" if one.endswith("*") else r"\b") for one in texts]
    return re.compile(rf"\b(?:{'|'.join(each)})" if each else r"(?!)")


def _scale(name: str, language: str, labels: list[str]) -> Scale:
    points = {norm(word): point for point, label in enumerate(labels, 1) for word in label.split("|")}
    return Scale(name, language, len(labels), points)
