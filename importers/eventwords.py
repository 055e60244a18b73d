"""The words of event_words.toml: kinds of event, ways of holding them, headings of lists of events."""

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

FILE = "event_words.toml"


@dataclass(frozen=True, eq=False)
class EventWords:
    """*kinds*, *modes* and *invitations* map a word to its code of core.events, *columns* a heading to what its column
    holds."""

    kinds: Mapping[str, str]
    modes: Mapping[str, str]
    invitations: Mapping[str, str]
    columns: Mapping[str, str]
    months: Mapping[str, str]
    whole: frozenset[str]
    """Words for the whole project where packages are named."""

    def kind(self, text: str) -> str | None:
        """The kind that a word means; of several words the first that is known, or the kind that the word ends with
        (digityöpaja is a työpaja). None for another."""
        plain = norm(text.replace("_", " "))
        found = self.kinds.get(plain)
        if found is not None:
            return found
        for word in plain.replace(",", " ").replace("/", " ").split():
            if word in self.kinds:
                return self.kinds[word]
        endings = sorted((one for one in self.kinds if len(one) >= 6 and plain.endswith(one)), key=len)
        return self.kinds[endings[-1]] if endings else None

    def mode(self, text: str) -> str | None:
        """How an event is held; None for a word that is not known."""
        return self.modes.get(norm(text))

    def invitation(self, text: str) -> str | None:
        """Whom an event is for; None for a word that is not known."""
        return self.invitations.get(norm(text))


@cache
def standard() -> EventWords:
    """The words that come with Etappi."""
    return build(_ours())


def of_user(folder: str) -> EventWords:
    """The standard words, with those of event_words.toml in the user's configuration *folder* if there is one.
    EtappiError where that is not such a file."""
    path = Path(folder) / FILE
    state = changed(path)
    return _of_file(path, state) if state else standard()


def of_config() -> EventWords:
    """The words with those of the user's configuration folder."""
    return of_user(config_folder(os.environ))


def build(tables: Mapping[str, Mapping[str, list[str]]]) -> EventWords:
    """Words from the tables of such a file."""
    parts = {
        part: {norm(word): meaning for meaning, words in tables[part].items() for word in words}
        for part in ("kinds", "modes", "invitations", "columns", "months")
    }
    return EventWords(**parts, whole=frozenset(norm(word) for word in tables["packages"]["whole"]))


@lru_cache(maxsize=4)
def _of_file(path: Path, state: tuple[int, int]) -> EventWords:  # noqa: ARG001 - an edited file is read anew
    return build(with_own(_ours(), path))


def _ours() -> dict[str, Any]:
    with Path(__file__).with_name(FILE).open("rb") as file:
        return tomllib.load(file)
