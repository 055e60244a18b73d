"""The words of attendance_words.toml, by language and by what they mean."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from importers.ownwords import with_own
from importers.words import norm

LANGUAGES = ("fi", "sv", "en")
KNOWN = 2
"""So many headings at least are of the language that a list is said to be in."""
FILE = "attendance_words.toml"
_PARTS = ("columns", "labels", "values", "titles", "markers", "units", "clock")


@dataclass(frozen=True, eq=False)
class AttendanceWords:
    """Every part maps a word, as compared, to its meanings by language: ``columns["nimi"] == {"fi": "name"}``.

    *months* are beginnings of names by number. *bots* finds the name of a program in a name.
    """

    columns: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, Mapping[str, str]]
    markers: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Mapping[str, str]]
    clock: Mapping[str, Mapping[str, str]]
    months: tuple[tuple[str, int], ...]
    bots: re.Pattern[str]
    bot_domains: frozenset[str]
    free_mail: frozenset[str]
    shared_mail: frozenset[str]

    def column(self, heading: str) -> str | None:
        """What a column with this heading holds, in whichever language; None where no list has the heading."""
        return one(self.columns.get(norm(heading)))

    def label(self, text: str) -> str | None:
        """What the value beside this text is."""
        return one(self.labels.get(norm(text)))

    def means(self, text: str, meaning: str) -> bool:
        """True if a cell may mean *meaning* in some language (n is "no" in Swedish and nothing in Finnish)."""
        return meaning in self.values.get(norm(text), {}).values()

    def value(self, text: str) -> str | None:
        """What a cell means, in whichever language."""
        return one(self.values.get(norm(text)))

    def language(self, headings: Iterable[str]) -> str | None:
        """The language that most of these headings and labels are of; None where none or two equally are, or where
        too few of them are known: a word such as e-mail is at home in many."""
        found = dict.fromkeys(LANGUAGES, 0)
        for heading in headings:
            text = norm(heading)
            for language in {**self.columns.get(text, {}), **self.labels.get(text, {})}:
                if language in found:
                    found[language] += 1
        first, second = sorted(found, key=found.__getitem__, reverse=True)[:2]
        return first if found[first] > found[second] and found[first] >= KNOWN else None


def one(meanings: Mapping[str, str] | None) -> str | None:
    """The meaning of a word that has one, the first of several."""
    return next(iter(meanings.values())) if meanings else None


@cache
def standard() -> AttendanceWords:
    """The words that come with Etappi."""
    return build(_ours())


def of_user(folder: str) -> AttendanceWords:
    """The standard words, with those of attendance_words.toml in the user's configuration *folder* if there is one.

    EtappiError where that is not such a file.
    """
    path = Path(folder) / FILE
    return build(with_own(_ours(), path)) if path.exists() else standard()


def _ours() -> dict[str, Any]:
    with Path(__file__).parent.with_name(FILE).open("rb") as file:
        return tomllib.load(file)


def build(tables: Mapping[str, Any]) -> AttendanceWords:
    """Words from the tables of such a file."""
    languages = {language: tables[language] for language in (*LANGUAGES, "other")}
    parts: dict[str, dict[str, dict[str, str]]] = {part: {} for part in _PARTS}
    for language, lists in languages.items():
        for part in _PARTS:
            for meaning, words in lists.get(part, {}).items():
                for word in words:
                    parts[part].setdefault(norm(word), {}).setdefault(language, meaning)
    months = {
        norm(name): number % 12 + 1
        for lists in languages.values()
        for number, name in enumerate(lists.get("months", {}).get("names", ()))
    }
    bots = "|".join(re.escape(norm(name)) for name in sorted(tables["bots"]["names"], key=len, reverse=True))
    mail = {key: frozenset(domain.casefold() for domain in domains) for key, domains in tables["mail"].items()}
    return AttendanceWords(
        **parts,
        months=tuple(sorted(months.items(), key=lambda month: -len(month[0]))),
        bots=re.compile(rf"(?<![^\W_])(?:{bots})(?![^\W_])"),
        bot_domains=frozenset(domain.casefold() for domain in tables["bots"]["domains"]),
        free_mail=mail["free"],
        shared_mail=mail["shared"],
    )
