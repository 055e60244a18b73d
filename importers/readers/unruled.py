"""Tables of a PDF without lines: columns by the headings they stand under, rows by the distance of their lines.

Where all lines have one distance, the names that are known, and how a line ends and the next begins, tell what belongs
together; what stays open is counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.codes import leading_code
from importers.words import norm, standard

_WORD_GAP = 0.6  # of the height of a line: more than that between two words is another cell
_HEADER_LINES = 6
_SAME = 1.2  # distances that differ by less are one
_FAR = 4.0  # of the height: more than that is no distance of rows
_ALIGNED = 0.35
_OPEN_ENDS = ("/", ",", "-", "–", "&", "(")
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A piece of text on a page; distances are from the left and from the top, in points."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Column:
    """A heading and where it stands."""

    x0: float
    x1: float
    text: str
    kind: str  # role, organisation, or "" for any other


@dataclass
class Name:
    """A line of a name in a table, and the marks beside it: column -> text."""

    word: Word
    marks: list[tuple[int, Word]]


def joined(lines: Iterable[str]) -> str:
    """Lines of one cell as one text: a hyphen before a small letter parts a word, before a capital it belongs to it."""
    text = ""
    for line in lines:
        if text.endswith("-") and not text.endswith(" -"):
            text = text[:-1] + line if line[:1].islower() else text + line
        else:
            text = f"{text} {line}" if text else line
    return text


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words by line, from the top; a word that stands between two lines is a line of its own."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top, word.x0)):
        for line in reversed(lines[-4:]):
            shared = min(line[0].bottom, word.bottom) - max(line[0].top, word.top)
            if shared >= 0.5 * min(line[0].height, word.height):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def segments(words: list[Word]) -> list[Word]:
    """Words joined to pieces of text as they stand on a line, parted by gaps wider than between words."""
    found = []
    for line in lines_of(words):
        piece = line[0]
        for word in line[1:]:
            gap = word.x0 - piece.x1
            if gap <= _WORD_GAP * max(piece.height, word.height):
                space = "" if gap < 0.1 * piece.height or piece.text.endswith("-") else " "
                top, bottom = min(piece.top, word.top), max(piece.bottom, word.bottom)
                piece = Word(piece.x0, top, max(piece.x1, word.x1), bottom, piece.text + space + word.text)
            else:
                found.append(piece)
                piece = word
        found.append(piece)
    return found


class Layout:
    """Reads page after page; a table goes on over pages without a header of their own.

    *used* is true once a table was found, *unsure* counts lines without a mark that may belong to the name above."""

    def __init__(self, known: tuple[str, ...] = ()) -> None:
        self.known = {_key(name) for name in known}
        self.columns: list[Column] = []
        self.used = False
        self.unsure = 0

    def forget(self) -> None:
        """A table with lines ends the one without."""
        self.columns = []

    def rows(self, words: list[Word]) -> Iterator[Cells]:
        """The rows of a page: of tables, and lines of text as rows of one cell."""
        lines = lines_of(segments(words))
        body: list[list[Word]] = []
        at = 0
        while at < len(lines):
            taken, columns = header(lines, at)
            if columns:
                yield from self.table(body)
                body, self.columns, self.used = [], columns, True
                yield tuple(column.text for column in columns)
            elif self.columns and not self.plain(lines[at]):
                body.append(lines[at])
            else:
                yield from self.table(body)
                body = []
                yield (" ".join(word.text for word in lines[at]),)
            at += taken
        yield from self.table(body)

    def plain(self, line: list[Word]) -> bool:
        """True if a line is no part of a table: a title, a page number, or text across the columns."""
        first = line[0].text
        if len(line) == 1 and (leading_code(first) and first[:1].isalpha()):
            return True
        middles = [(column.x0 + column.x1) / 2 for column in self.columns[1:]]
        if any(sum(1 for middle in middles if word.x0 < middle < word.x1) > 1 for word in line):
            return True
        return not any(sign.isalpha() for word in line for sign in word.text) and len(line) == 1 and len(first) > 2

    def place(self, word: Word) -> int:
        """The column that a piece of text stands in: 0 is the name, one past the last has no heading."""
        name, first = self.columns[0], self.columns[1]
        if word.x0 < (min(name.x1, first.x0) + first.x0) / 2 or word.x1 <= first.x0:
            return 0
        middle = (word.x0 + word.x1) / 2
        last = self.columns[-1]
        pitch = (last.x1 - first.x0) / (len(self.columns) - 1)
        if middle > last.x1 + 0.6 * pitch:
            return len(self.columns)
        edges = [(left.x1 + right.x0) / 2 for left, right in pairwise(self.columns[1:])]
        return 1 + sum(1 for edge in edges if middle > edge)

    def table(self, lines: list[list[Word]]) -> Iterator[Cells]:
        """The rows of the lines between a header and what ends the table on this page."""
        names: list[Name] = []
        loose: list[tuple[int, Word]] = []
        for line in lines:
            placed = [(self.place(word), word) for word in line]
            own = [word for column, word in placed if column == 0]
            marks = [(column, word) for column, word in placed if column]
            if own:
                text = " ".join(word.text for word in own)
                names.append(Name(Word(own[0].x0, own[0].top, own[-1].x1, own[0].bottom, text), marks))
            else:
                loose += marks
        groups = self.grouped(names)
        tops = [(group[0].word.top, group[-1].word.bottom) for group in groups]
        marked = [[mark for name in group for mark in name.marks] for group in groups]
        alone = []
        for column, word in loose:
            gaps = [max(top - word.middle, word.middle - bottom, 0.0) for top, bottom in tops]
            nearest = min(range(len(gaps)), key=gaps.__getitem__, default=None)
            if nearest is None or gaps[nearest] > word.height * 2:
                alone.append((column, word))
            else:
                marked[nearest].append((column, word))
        found = [
            (group[0].word.top, joined(name.word.text for name in group), marks)
            for group, marks in zip(groups, marked, strict=True)
        ]
        found += [(word.top, "", [(column, word)]) for column, word in alone]
        for _, name_text, marks in sorted(found, key=lambda row: row[0]):
            cells = [name_text, *("" for _ in self.columns[1:])]
            for column, word in sorted(marks, key=lambda mark: mark[1].x0):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = f"{cells[column]} {word.text}".strip()
            yield tuple(cells)

    def grouped(self, names: list[Name]) -> list[list[Name]]:
        """Lines of names by row."""
        if not names:
            return []
        limit = _threshold(names)
        groups = [[names[0]]]
        for before, name in pairwise(names):
            together = name.word.top - before.word.top < limit if limit else self.goes_on(before, name)
            if together and not (name.marks and any(one.marks for one in groups[-1])):
                groups[-1].append(name)
            else:
                groups.append([name])
        groups = self.with_known(groups)
        if not limit:
            bare = sum(1 for group in groups if not any(name.marks for name in group))
            self.unsure += bare if bare * 3 < len(groups) else 0
        return groups

    def goes_on(self, before: Name, name: Name) -> bool:
        """Whether a line looks like the rest of the one before it."""
        text = name.word.text
        if before.word.text.endswith(_OPEN_ENDS):
            return True
        return _key(before.word.text) not in self.known and (text[:1].islower() or text.startswith((")", "/", "&")))

    def with_known(self, groups: list[list[Name]]) -> list[list[Name]]:
        """Rows that only together are a known name, and have no more than one mark line, are one."""
        out: list[list[Name]] = []
        at = 0
        while at < len(groups):
            size = 1
            if _key(joined(name.word.text for name in groups[at])) not in self.known:
                for count in (2, 3):
                    several = [name for group in groups[at : at + count] for name in group]
                    whole = _key(joined(name.word.text for name in several)) in self.known
                    if whole and sum(1 for name in several if name.marks) <= 1:
                        size = count
            out.append([name for group in groups[at : at + size] for name in group])
            at += size
        return out


def header(lines: list[list[Word]], at: int) -> tuple[int, list[Column]]:
    """How many lines a header takes that begins at a line, and its columns; (1, []) where none begins there."""
    best: tuple[int, list[Column]] = (1, [])
    known = 0
    for size in range(1, _HEADER_LINES + 1):
        window = [word for line in lines[at : at + size] for word in line if not is_interest(word.text)]
        if at + size > len(lines) or not window:
            continue
        columns = _columns(window)
        count = sum(1 for column in columns if column.kind)
        roles = sum(1 for column in columns if column.kind == "role")
        first = lines[at][0]
        begins = is_interest(first.text) or any(
            column.kind and column.x0 - 1 <= first.x0 and first.x1 <= column.x1 + 1 for column in columns
        )
        if roles and count >= max(2, known) and begins and count * 3 >= len(columns) * 2:
            if columns[0].kind == "role":
                columns.insert(0, Column(min(word.x0 for line in lines for word in line), columns[0].x0, "", ""))
            best, known = (size, columns), count
    return best


def _columns(words: list[Word]) -> list[Column]:
    """Words that stand above one another are one heading."""
    clusters: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.x0):
        if clusters and word.x0 < max(one.x1 for one in clusters[-1]):
            clusters[-1].append(word)
        else:
            clusters.append([word])
    columns = []
    for cluster in clusters:
        text = joined(word.text for word in sorted(cluster, key=lambda word: word.top))
        plain = norm(text)
        words_known = standard()
        kind = "role" if plain in words_known.roles else words_known.columns.get(plain, "")
        columns.append(Column(min(word.x0 for word in cluster), max(word.x1 for word in cluster), text, kind))
    return columns


def _threshold(names: list[Name]) -> float | None:
    """The distance between lines below which they are one row; None where all distances are alike."""
    height = sorted(name.word.height for name in names)[len(names) // 2]
    gaps = sorted(after.word.top - before.word.top for before, after in pairwise(names))
    gaps = [gap for gap in gaps if 0 < gap < _FAR * height]
    jumps = [(after / before, (before + after) / 2) for before, after in pairwise(gaps)]
    jump, limit = max(jumps, default=(1.0, 0.0))
    return limit if jump > _SAME else None


def is_interest(text: str) -> bool:
    """True for the heading over all roles (Kiinnostus ...)."""
    first = norm(text).split(" ")[0].split("/")[0]
    return standard().columns.get(first) == "interest"


def _key(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
