"""The words of obligation_words.toml: headings of a list of obligations, and states as people write them."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.places import config_folder
from importers.ownwords import changed, with_own
from importers.words import norm

FILE = "obligation_words.toml"


@dataclass(frozen=True, eq=False)
class ObligationWords:
    """*states* and *marks* map a word to a state of core.obligations, *columns* a heading to what its column holds."""

    states: Mapping[str, str]
    marks: Mapping[str, str]
    columns: Mapping[str, str]


@cache
def standard() -> ObligationWords:
    """The words that come with Etappi."""
    return build(_ours())


def of_user(folder: str) -> ObligationWords:
    """The standard words, with those of obligation_words.toml in the user's configuration *folder* if there is one.

    EtappiError where that is not such a file.
    """
    path = Path(folder) / FILE
    state = changed(path)
    return _of_file(path, state) if state else standard()


def of_config() -> ObligationWords:
    """The words with those of the user's configuration folder."""
    return of_user(config_folder(os.environ))


def state_of(text: str) -> str | None:
    """The state that a word of the user means (with the user's own words); None for another."""
    return of_config().states.get(norm(text.replace("-", "_")))


def build(tables: Mapping[str, Mapping[str, list[str]]]) -> ObligationWords:
    """Words from the tables of such a file."""
    parts = {
        part: {norm(word): meaning for meaning, words in tables[part].items() for word in words}
        for part in ("states", "marks", "columns")
    }
    return ObligationWords(**parts)


@lru_cache(maxsize=4)
def _of_file(path: Path, state: tuple[int, int]) -> ObligationWords:  # noqa: ARG001 - an edited file is read anew
    return build(with_own(_ours(), path))


def _ours() -> dict[str, Any]:
    with Path(__file__).with_name(FILE).open("rb") as file:
        return tomllib.load(file)
