"""The words of document_words.toml: headings of a plan document by what they mean."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from importers.ownwords import with_own
from importers.words import norm

KINDS = ("goal", "action", "output", "result", "indicator", "qualitative", "quantitative", "schedule", "lead", "assist")
ABOUT = ("coordinator", "funder")
"""Labels that tell of the project, not of a package."""


@dataclass(frozen=True)
class Label:
    """What a heading means, and the language in which it says so."""

    kind: str
    language: str


@dataclass(frozen=True, eq=False)
class DocumentWords:
    """*labels* and *unnumbered* (packages without a number: their code) by word; *packages* is the prefix of a code by
    the word before the number; *heading* finds such a word with its number; *organisations* are words after a count."""

    labels: dict[str, Label]
    unnumbered: dict[str, tuple[str, str]]
    packages: dict[str, tuple[str, str]]
    heading: re.Pattern[str]
    organisations: frozenset[str]

    @property
    def longest(self) -> int:
        """Signs of the longest label."""
        return max(map(len, self.labels))


@cache
def standard() -> DocumentWords:
    """The words that come with Etappi."""
    return build(_ours())


def _ours() -> dict[str, dict[str, Any]]:
    with Path(__file__).with_name("document_words.toml").open("rb") as file:
        return tomllib.load(file)


def of_user(folder: str) -> DocumentWords:
    """The standard words, with those of document_words.toml in the user's configuration *folder* if there is one.

    EtappiError where that is not such a file.
    """
    path = Path(folder) / "document_words.toml"
    return build(with_own(_ours(), path, growing=("unnumbered",))) if path.exists() else standard()


def build(tables: dict[str, dict[str, Any]]) -> DocumentWords:
    """Words from the tables of such a file, one for each language."""
    labels: dict[str, Label] = {}
    unnumbered, packages = {}, {}
    organisations: set[str] = set()
    for language, table in tables.items():
        for kind in (*KINDS, *ABOUT):
            for word in table[kind]:
                labels.setdefault(norm(word), Label(kind, language))
        for code, words in table["unnumbered"].items():
            unnumbered.update({norm(word): (code, language) for word in words})
        packages.update({norm(word): (table["code"], language) for word in table["package"]})
        organisations.update(norm(word) for word in table["organisations"])
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(packages, key=len, reverse=True))
    heading = re.compile(rf"(?:\d+(?:\.\d+)*\.?\s+)?(?P<word>{either})[\s.]*(?P<number>\d+(?:\.\d+)*)", re.IGNORECASE)
    return DocumentWords(labels, unnumbered, packages, heading, frozenset(organisations))
