"""The words of words.toml, read once, in the forms in which they are compared."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from core.text import folded
from importers.ownwords import changed, with_own

Lists = dict[str, dict[str, list[str]]]
LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True, eq=False)
class Words:
    """Words by what they mean. *roles* and *columns* map a word to a role or a kind of column; *letters* a language to
    its letters and the roles that each may mean, *letter_forms* a letter as compared to how it is written, *languages*
    a word to the only language that has it. The two patterns find pairs of letter and role word in a legend."""

    roles: dict[str, str]
    columns: dict[str, str]
    yes: frozenset[str]
    no: frozenset[str]
    legal_forms: frozenset[str]
    generic: frozenset[str]
    compass: frozenset[str]
    kinds: tuple[str, ...]
    letters: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    letter_forms: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    organisation_languages: dict[str, str] = field(default_factory=dict)
    """A word for a language, folded (core.text.folded), to its code: what a list of members says."""
    legend_forward: re.Pattern[str] = re.compile("(?!)")
    legend_backward: re.Pattern[str] = re.compile("(?!)")

    def role_at_start(self, line: str) -> str | None:
        """The role whose word, the longest one first, begins a line that goes on after it (a legend)."""
        text = norm(line)
        for word in sorted(self.roles, key=len, reverse=True):
            if text.startswith((f"{word} ", f"{word}:")):
                return self.roles[word]
        return None


@lru_cache(maxsize=20_000)
def norm(text: str) -> str:
    """A word as it is compared: NFKC, no case, single spaces, no full stop or colon at the end."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(" .:")


def fold(text: str) -> str:
    """Letters without their marks (ä, å as a; ö as o), no case: for comparing tokens, never for keys."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def standard() -> Words:
    """The words that come with Etappi."""
    return build(_ours())


def _ours() -> Lists:
    with Path(__file__).with_name("words.toml").open("rb") as file:
        return tomllib.load(file)


def extended(path: Path) -> Words:
    """The standard words and the lists of a file of the user's; EtappiError where that is not such a file."""
    return build(with_own(_ours(), path))


def of_user(folder: str) -> Words:
    """The standard words, with those of words.toml in the user's configuration *folder* if there is one."""
    path = Path(folder) / "words.toml"
    state = changed(path)
    return _of_file(path, state) if state else standard()


@lru_cache(maxsize=4)
def _of_file(path: Path, state: tuple[int, int]) -> Words:  # noqa: ARG001 - an edited file is read anew
    return extended(path)


def build(lists: Lists) -> Words:
    """Words from the tables of a words file."""
    roles = {norm(word): role for role, words in lists["roles"].items() for word in words}
    letters = {language: _letters(lists[f"letters_{language}"]) for language in LANGUAGES}
    forward, backward = _legends(roles)
    return Words(
        roles=roles,
        columns={norm(word): column for column, words in lists["columns"].items() for word in words},
        yes=frozenset(norm(word) for word in lists["marks"]["yes"]),
        no=frozenset(norm(word) for word in lists["marks"]["no"]),
        legal_forms=frozenset(norm(word) for word in lists["names"]["legal_forms"]),
        generic=frozenset(fold(word) for word in lists["names"]["generic"]),
        compass=frozenset(fold(word) for word in lists["names"]["compass"]),
        kinds=tuple(fold(word) for word in lists["names"]["kinds"]),
        letters=letters,
        letter_forms={
            norm(word): word for language in LANGUAGES for words in lists[f"letters_{language}"].values()
            for word in words
        },
        languages={norm(word): language for language in LANGUAGES for word in lists["languages"][language]},
        organisation_languages={
            folded(word): code for code, words in lists["organisation_language"].items() for word in words
        },
        legend_forward=forward,
        legend_backward=backward,
    )  # fmt: skip


def _letters(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for role, words in table.items():
        for word in words:
            found[norm(word)] = (*found.get(norm(word), ()), role)
    return found


def _legends(roles: dict[str, str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    word = "|".join(re.escape(one) for one in sorted(roles, key=len, reverse=True))
    letter, flags = r"(?<![^\W_])([^\W\d_]{1,4})(?![^\W_])", re.IGNORECASE
    return (
        re.compile(rf"{letter}\s*[=:–-]\s*({word})(?![^\W_])", flags),
        re.compile(rf"(?<![^\W_])({word})\s*[=:(–-]\s*{letter}", flags),
    )
