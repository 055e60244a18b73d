"""A line of a plan document, taken apart: list item, heading of a work package, labels (one line may hold several)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from core.findings import Place
from core.text import clean
from importers.documentwords import DocumentWords, Label
from importers.readers.grid import Grid
from importers.readers.running import BULLET
from importers.words import norm

_MARKER = re.compile(r"\*\*|__")
_EMPHASIS = re.compile(r"(?<!\w)\*(?!\s)([^*]+?)(?<!\s)\*")
_STYLED = re.compile(r"(#{1,9})\s+")
_AFTER_NUMBER = re.compile(r"\s*:(?=[\sA-ZÅÄÖ]|$)\s*|\s*[.–—-]+\s+")
_LEADERS = re.compile(r"\s*(?:\.{3,}|…+|\t)\s*\d+\s*$")
_BEFORE_GLUED = ".:;!?)]”\"'"
_TITLE_LIMIT = 200
_LOOSE_TITLE_LIMIT = 150


@dataclass(frozen=True)
class Heading:
    """The heading of a work package; *level* is that of its style, 0 without one."""

    code: str
    title: str
    language: str
    level: int


@dataclass(frozen=True)
class Piece:
    """A part of a line. Either *heading* or *label* is there, or neither; *text* is what follows the label.

    *level* is that of a styled heading. *glued* tells of a label that does not begin its line, *meant* is the right
    spelling of one that is misspelt. *first* is False for what follows another piece on its line.
    """

    place: Place
    text: str = ""
    item: bool = False
    indent: int = 0
    level: int = 0
    heading: Heading | None = None
    label: Label | None = None
    glued: bool = False
    meant: str = ""
    first: bool = True

    @property
    def blank(self) -> bool:
        """True for an empty line."""
        return not (self.text or self.item or self.heading or self.label)


@dataclass(frozen=True)
class _Found:
    """A label in a line: from its first sign to where its text begins."""

    start: int
    end: int
    label: Label
    meant: str


def pieces(grid: Grid, words: DocumentWords) -> Iterator[Piece]:
    """The pieces of all rows, a blank one for each empty row."""
    for row in grid.rows:
        place = Place(file=grid.file, page=row.page, row=row.number)
        yield from _line(row.cells[0], place, words)


def plain(text: str) -> str:
    """A text, cleaned, without the asterisks that set it bold or italic."""
    return _cleaned(_EMPHASIS.sub(r"\1", _MARKER.sub("", text)))


def _cleaned(text: str) -> str:
    return clean(text, len(text) + 1)


def _line(raw: str, place: Place, words: DocumentWords) -> Iterator[Piece]:
    spaced = raw.expandtabs(4)
    indent = len(spaced) - len(spaced.lstrip())
    text = _cleaned(raw)
    styled = _STYLED.match(text)
    level = len(styled[1]) if styled else 0
    text = text[styled.end() :] if styled else text
    item = None if styled else BULLET.match(text)
    numbered = item is not None and text[:1].isdigit()
    if item is None or numbered:
        # a table of contents sets the page's number off with dots or a TAB
        whole = text if _LEADERS.search(raw) is None else _cleaned(_LEADERS.sub("", raw)).lstrip("# ")
        heading = _heading(whole, level, words)
        if heading is not None:
            yield from _headed(whole, heading, place, words)
            return
    if item is not None:
        rest = text[item.end() :]
        found = _labels(rest, words, False)
        # "1. Tavoite: …" and "- Laadulliset:" are headings; a label inside an item is part of what it says
        if not (found and found[0].start == 0 and (numbered or found[0].end >= len(rest))):
            yield Piece(place, plain(rest), item=True, indent=indent)
            return
        text = rest
    found = _labels(text, words, False)
    if not found:
        yield Piece(place, plain(text), indent=indent, level=level)
        return
    if text[: found[0].start].strip(" *_"):
        yield Piece(place, plain(text[: found[0].start]), indent=indent, level=level)
    yield from _labelled(text, found, place, level)


def _headed(text: str, heading: Heading, place: Place, words: DocumentWords) -> Iterator[Piece]:
    """The heading of a package, and the labels that are glued to it."""
    found = [one for one in _labels(text, words, True) if one.start]
    if found and heading.title:
        title = _heading(text[: found[0].start], heading.level, words)
        heading = heading if title is None else title
    yield Piece(place, heading=heading, level=heading.level)
    yield from _labelled(text, found, place, heading.level)


def _labelled(text: str, found: list[_Found], place: Place, level: int) -> Iterator[Piece]:
    for at, one in enumerate(found):
        end = found[at + 1].start if at + 1 < len(found) else len(text)
        # "Mittarit: Laadulliset:" with a space between is one heading of two words, not a glued one
        spaced = at > 0 and text[one.start - 1].isspace() and one.label != found[at - 1].label
        glued = bool(text[: one.start].strip(" *_")) and not spaced
        yield Piece(place, plain(text[one.end : end]), level=level, label=one.label, glued=glued, meant=one.meant,
                    first=not glued)  # fmt: skip


def _heading(text: str, level: int, words: DocumentWords) -> Heading | None:
    whole = plain(text)
    unnumbered = words.unnumbered.get(norm(re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", whole)))
    if unnumbered is not None:
        return Heading(unnumbered[0], whole.rstrip(" :."), unnumbered[1], level)
    match = words.heading.match(whole)
    if match is None:
        return None
    prefix, language = words.packages[norm(" ".join(match["word"].split()))]
    rest = whole[match.end() :]
    after = _AFTER_NUMBER.match(rest)
    title = rest[after.end() if after else 0 :].strip()
    if rest and after is None and not _loose_title(rest, level):
        return None
    if len(title) > _TITLE_LIMIT or (after is not None and ":" not in after[0] and title[:1].islower()):
        return None
    return Heading(prefix + match["number"], title, language, level)


def _loose_title(rest: str, level: int) -> bool:
    """True for a title that stands after the number without a sign between: styled as a heading, or short, with a
    capital, and no sentence. "Työpaketti 1 ohjaa …" and "Työpaketti 1:n" are prose."""
    title = rest.strip()
    if not rest[0].isspace() or not title:
        return False
    return level > 0 or (title[0].isupper() and title[-1] not in ".:,;" and len(title) <= _LOOSE_TITLE_LIMIT)


def _labels(text: str, words: DocumentWords, headed: bool) -> list[_Found]:
    """The labels of a line, in order. *headed* is true where the line begins with a package's heading."""
    found: list[_Found] = []
    colons = [at for at, sign in enumerate(text) if sign == ":"]
    if not colons:
        whole = _known(plain(text), words, True)
        return [_Found(0, len(text), *whole)] if whole else []
    end = 0
    for colon in colons:
        for start in range(max(end, colon - words.longest - 8), colon):
            marked = _begins(text, start, end if found else -1, bool(found) or headed)
            if marked is None:
                continue
            known = _known(plain(text[start:colon]), words, marked)
            if known is not None:
                after = colon + 1
                while text[after : after + 1] in ("*", "_"):
                    after += 1
                found.append(_Found(start, after, *known))
                end = after
                break
    return found


def _begins(text: str, start: int, after_label: int, known_line: bool) -> bool | None:
    """Whether a label may begin at *start*: None if not, True where it may also be misspelt."""
    if text[start].isspace():
        return None
    before = text[:start]
    if not before.strip(" *_") or before.endswith(("**", "__")) or start == after_label:
        return True
    if not text[start].isupper():
        return None
    last = before[-1]
    if last.isspace():
        return False if known_line else None
    return False if last.islower() or last.isdigit() or last in _BEFORE_GLUED else None


def _known(text: str, words: DocumentWords, loosely: bool) -> tuple[Label, str] | None:
    """The label that a text is, and its right spelling where the text misspells it by a letter."""
    word = norm(text)
    if word in words.labels:
        return words.labels[word], ""
    if not loosely or len(word) < 7:
        return None
    allowed = 1 if len(word) < 16 else 2
    near = [(OSA.distance(word, known, score_cutoff=allowed), known) for known in words.labels if len(known) >= 7]
    distance, known = min(near)
    return (words.labels[known], known) if distance <= allowed else None
