"""The page of one answer as Webropol shows it (importing.md 2.5): numbered headings, below each what was answered.

The pages become rows of a table as the other forms have them: a column for a question, or for each label below it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.findings import Place
from core.text import NAME_LIMIT, TEXT_LIMIT, clean
from importers.readers.grid import Grid
from importers.surveys.tables import Head, Table
from importers.surveys.texts import HEADING
from importers.surveys.words import SurveyWords
from importers.words import norm

_ROW = re.compile(r"\d{1,3}\.?")
Key = tuple[int, str, str]
"""Number and title of a question, and the label below it (empty for the question's own cell)."""


@dataclass
class _Page:
    place: Place
    cells: dict[Key, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pages:
    """The table of the pages; *gaps* are the first and last number of each run that is left out."""

    table: Table
    gaps: tuple[tuple[int, int], ...]


def pages_of(grid: Grid, words: SurveyWords) -> Pages:
    """The pages of one answer each: a title begins one, and so does a number that does not grow."""
    above: dict[Key, str] = {}
    title = None
    pages: list[_Page] = []
    keys: dict[Key, Place] = {}
    last = 0
    gaps: list[tuple[int, int]] = []
    for number, heading, place, lines in _sections(grid):
        if number is None:
            told, above = _above(lines, words)
            title, last = title or told, 0
            keys |= {key: Place(file=grid.file) for key in above}
            continue
        if last == 0 or number <= last:
            pages.append(_Page(place, dict(above)))
        elif number > last + 1:
            gaps.append((last + 1, number - 1))
        last = number
        for label, text in _answers(lines, words).items():
            key = (number, heading, label)
            keys.setdefault(key, place)
            pages[-1].cells[key] = text
    order = sorted(keys, key=lambda key: key[0])
    heads = tuple(_head(at, key, keys[key]) for at, key in enumerate(order, 1))
    rows = tuple((page.place, tuple(page.cells.get(key, "") for key in order)) for page in pages)
    return Pages(Table(grid, title, heads, rows), tuple(dict.fromkeys(gaps)))


def _head(at: int, key: Key, place: Place) -> Head:
    number, title, label = key
    question = f"{number}. {title}" if number else label
    text = f"{question} [{label}]" if number and label else question
    return Head(at, clean(text, NAME_LIMIT), question, label if number and label else None, place)


def _sections(grid: Grid) -> list[tuple[int | None, str, Place, list[tuple[str, ...]]]]:
    """The parts between headings; the first one, without a number, is what stands above them."""
    marked = any(row.cells and (found := HEADING.match(row.cells[0])) and found[1] for row in grid.rows)
    last = 0
    sections: list[tuple[int | None, str, Place, list[tuple[str, ...]]]] = [(None, "", Place(file=grid.file), [])]
    for row in grid.rows:
        cells = tuple(clean(cell, TEXT_LIMIT) for cell in row.cells)
        found = HEADING.match(row.cells[0]) if row.cells else None
        if found and len(cells) == 1 and (found[1] or (not marked and int(found[2]) > last)):
            last = int(found[2])
            sections.append((last, clean(found[3]), grid.place(row), []))
        elif marked and len(cells) == 1 and cells[0].startswith("# "):
            last = 0
            sections.append((None, "", grid.place(row), [cells]))
        elif any(cells):
            sections[-1][3].append(cells)
    return sections


def _above(lines: Sequence[tuple[str, ...]], words: SurveyWords) -> tuple[str | None, dict[Key, str]]:
    """The title, and labels with their values that a list of words has (when it was answered, in which language)."""
    title = next((cells[0].lstrip("# ") for cells in lines if len(cells) == 1), None)
    known: dict[Key, str] = {}
    for cells in lines:
        label, _, value = cells[0].partition(":") if len(cells) == 1 else (cells[0], "", cells[1])
        if words.column(label) and value.strip():
            known[0, "", norm(label)] = value.strip()
    return title, known


def _answers(lines: Sequence[tuple[str, ...]], words: SurveyWords) -> dict[str, str]:
    """What stands below a heading, by label; the question's own cell has none. Lines of a numbered table are one text,
    and so are choices, one a line."""
    labelled: dict[str, str] = {}
    own: list[str] = []
    for cells in lines:
        value = cells[1] if len(cells) > 1 else ""
        if len(cells) > 1 and _ROW.fullmatch(cells[0]):
            own.append(value)
        elif len(cells) > 1 and cells[0]:
            labelled[cells[0].rstrip(" :")] = value
        else:
            own.append(cells[0] or value)
    said = [text for text in own if not words.silent(text)]
    return {"": "\n".join(said), **labelled} if said or not labelled else labelled
