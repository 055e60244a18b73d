"""What the letters of a file mean: by its own legend, else by the language of its words, else nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.roles import rank
from core.text import clean
from importers.readers.grid import Grid
from importers.words import Words, norm

_LEGEND_LIMIT = 400
_HEAD_ROWS = 40  # rows of a grid whose words tell its language: single ones until the header, then whole cells
_TOKEN = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"\s*[,;/&\n]\s*|\s+\+\s+|(?<=\w)\+(?=\w)")


@dataclass(frozen=True)
class Letters:
    """The letters of one file. *legend* maps a letter (as compared) to a role; *language* is fi, sv, en or None."""

    words: Words
    legend: dict[str, str]
    language: str | None

    def role(self, text: str) -> str | None:
        """The role of a letter where the file's legend, or else its language, gives it just one."""
        plain = norm(text)
        if self.legend:
            return self.legend.get(plain)
        meant = self.words.letters.get(self.language or "", {}).get(plain, ())
        return meant[0] if len(meant) == 1 else None

    def may_mean(self, text: str) -> tuple[str, ...]:
        """The roles that a letter may mean, in the file's language if that is known, else in any."""
        plain = norm(text)
        own = self.words.letters.get(self.language or "", {}).get(plain, ())
        every = {role for table in self.words.letters.values() for role in table.get(plain, ())}
        return tuple(own) or tuple(sorted(every, key=rank))


@dataclass(frozen=True)
class Said:
    """A cell that tells roles in words or letters: the *roles*, how many *marks* said them, and the parts that are
    not clear, each with the roles that it may mean."""

    roles: tuple[str, ...]
    marks: int
    unclear: tuple[tuple[str, tuple[str, ...]], ...]


def said(text: str, words: Words, letters: Letters) -> Said:
    """What a cell says where a role word or letter may stand: several roles are apart by , ; / & or +. A plain mark
    (x) is not clear there: it says that somebody takes part, not how."""
    whole = clean(text)
    roles: list[str] = []
    unclear: list[tuple[str, tuple[str, ...]]] = []
    parts = [whole] if norm(whole) in words.roles else [part for part in _PARTS.split(whole) if part.strip()]
    for part in parts or [whole]:
        plain = norm(part)
        role = words.roles.get(plain) or letters.role(part)
        if role:
            roles.append(role)
        elif plain not in words.no:
            shown = words.letter_forms.get(plain) or (plain if plain in words.yes else part)
            unclear.append((shown, letters.may_mean(part)))
    return Said(tuple(dict.fromkeys(sorted(roles, key=rank))), len(roles), tuple(unclear))


def of_file(grids: Iterable[Grid], words: Words) -> Letters:
    """The letters of a file: its legend from all of its lines, its language from the first rows of each grid."""
    legend: dict[str, set[str]] = {}
    languages: set[str] = set()
    for grid in grids:
        above = True
        for number, row in enumerate(grid.rows):
            filled = [cell for cell in row.cells if cell.strip()]
            for letter, role in legend_of(filled, words):
                legend.setdefault(letter, set()).add(role)
            if number < _HEAD_ROWS:
                told = {word for cell in filled for word in _told_by(cell, words, single=above)}
                languages |= {words.languages[word] for word in told}
                above = above and not any(words.columns.get(norm(cell)) == "organisation" for cell in filled)
    sure = {letter: next(iter(roles)) for letter, roles in legend.items() if len(roles) == 1}
    return Letters(words, sure, next(iter(languages)) if len(languages) == 1 else None)


def _told_by(cell: str, words: Words, *, single: bool) -> set[str]:
    """What belongs to one language only: the cell itself, and its *single* words."""
    tokens = set(_TOKEN.findall(cell.casefold())) if single else set()
    return ({norm(cell)} | tokens) & words.languages.keys()


def legend_of(filled: list[str], words: Words) -> list[tuple[str, str]]:
    """Pairs of letter and role in a line such as ``V = vetovastuu, H = hyödyntäjä`` or ``Vetovastuu (V)``, or in two
    cells ``V | vetovastuu``; empty where the line is no legend of letters."""
    if len(filled) == 2 and norm(filled[0]) in words.letter_forms:
        role = words.roles.get(norm(filled[1])) or words.role_at_start(filled[1])
        return [(norm(filled[0]), role)] if role else []
    if len(filled) != 1 or len(filled[0]) > _LEGEND_LIMIT:
        return []
    text = clean(filled[0], _LEGEND_LIMIT)
    if not any(sign in text for sign in "=:(–-"):
        return []
    found = words.legend_forward.findall(text)
    if found:
        return [(norm(letter), words.roles[norm(word)]) for letter, word in found]
    return [(norm(letter), words.roles[norm(word)]) for word, letter in words.legend_backward.findall(text)]
