"""The pieces of a plan document gathered under the headings of its work packages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.findings import Finding, Place
from importers.documentwords import ABOUT
from importers.planlines import Piece

LISTS = ("action", "output", "indicator", "lead", "assist")
_INDICATORS = {"indicator": None, "qualitative": "qualitative", "quantitative": "quantitative"}
_TITLE_LIMIT = 300


@dataclass
class Entry:
    """An item of a list. *kind* is that of an indicator; *sub* are the items below it."""

    text: str
    place: Place
    section: str
    kind: str | None = None
    sub: list[str] = field(default_factory=list)
    indent: int = 0
    listed: bool = True


@dataclass
class Block:
    """All that stands below one heading. *before* is text above the first label, *unread* what has no place in a
    package, *empty* the list items without text and *seen* the kinds of label that were met."""

    code: str
    title: str
    language: str
    place: Place
    level: int
    found: list[Entry] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    goal: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    schedule: str = ""
    empty: list[tuple[str, Place]] = field(default_factory=list)
    unread: list[tuple[Place, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def labels(self) -> int:
        """How many kinds of label stand below it."""
        return len(self.seen)

    @property
    def lines(self) -> int:
        """About how many lines of the document it holds."""
        return 1 + len(self.found) + len(self.before) + len(self.goal) + len(self.results) + len(self.unread)

    def entries(self, section: str) -> list[Entry]:
        """The items of one kind of list."""
        return [entry for entry in self.found if entry.section == section]


@dataclass
class Reading:
    """What was gathered. *title* is the document's first line, *about* what it says of the project, *outside* how many
    lines belong to no package."""

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    about: dict[str, str] = field(default_factory=dict)
    outside: int = 0
    findings: list[Finding] = field(default_factory=list)


def gather(pieces: Iterable[Piece]) -> Reading:
    """Sort the pieces of a document under its packages."""
    gatherer = _Gatherer()
    for piece in pieces:
        gatherer.take(piece)
    gatherer.end()
    return gatherer.reading


class _Gatherer:
    """Goes through the pieces and remembers where it is: block, section, kind of indicator, list or plain text.

    *waiting* is text after a list has ended: a later label shows that it stood inside the package (unread), else it
    is the rest of the document.
    """

    def __init__(self) -> None:
        self.reading = Reading()
        self.block: Block | None = None
        self.section = "before"
        self.kind: str | None = None
        self.after_blank = True
        self.waiting: list[Piece] = []
        self.fresh: list[Entry] = []
        """Entries since the last label."""

    def take(self, piece: Piece) -> None:
        """One more piece."""
        if piece.blank:
            self.after_blank = True
            return
        if not self.reading.title and not piece.label and not piece.item:
            self.reading.title = (piece.heading.title if piece.heading else piece.text)[:_TITLE_LIMIT]
        if piece.heading is not None:
            self.open(piece)
        elif piece.label is not None:
            self.labelled(piece)
        elif piece.level and self.block is not None and piece.level <= self.block.level:
            self.end()
            self.reading.outside += 1
        elif self.block is None:
            self.reading.outside += 1
        else:
            self.content(self.block, piece)
        self.after_blank = False

    def end(self) -> None:
        """The end of a package: what waits belongs to no package."""
        self.reading.outside += len(self.waiting)
        self.waiting, self.fresh = [], []
        self.block, self.section, self.kind = None, "before", None

    def open(self, piece: Piece) -> None:
        """The heading of a package."""
        self.end()
        if piece.heading is None:
            return
        head = piece.heading
        self.block = Block(head.code, head.title, head.language, piece.place, piece.level)
        self.reading.blocks.append(self.block)

    def labelled(self, piece: Piece) -> None:
        """A label, and what stands after it on its line."""
        label = piece.label
        if label is None:
            return
        if label.kind in ABOUT:
            if piece.text:
                self.reading.about.setdefault(label.kind, piece.text)
            return
        block = self.block
        if block is None:
            self.reading.outside += 1
            return
        block.unread += [(each.place, each.text) for each in self.waiting]
        self.waiting, self.fresh = [], []
        kind = "indicator" if label.kind in _INDICATORS else label.kind
        if piece.glued:
            self.reading.findings.append(Finding("import.label", "note", piece.place, {"package": block.code}))
        if piece.meant:
            values: dict[str, object] = {"package": block.code, "word": piece.meant}
            self.reading.findings.append(Finding("import.label_spelling", "note", piece.place, values))
        self.section, self.kind = kind, _INDICATORS.get(label.kind)
        block.seen.add(kind)
        if piece.text:
            self.after_blank = False
            self.content(block, piece)

    def content(self, block: Block, piece: Piece) -> None:
        """Text or an item below a label or heading."""
        if not block.title and self.section == "before" and not block.before and not piece.item:
            block.title = piece.text
        elif self.section in LISTS:
            self.listed(block, piece)
        elif self.section == "schedule" and not block.schedule:
            block.schedule = piece.text
        elif self.section in ("goal", "result", "before"):
            texts = {"goal": block.goal, "result": block.results, "before": block.before}[self.section]
            if piece.item:
                texts.append(f"{'  ' if piece.indent else ''}- {piece.text}")
            elif texts and not piece.label and (not self.after_blank or _torn(texts[-1], piece.text)):
                texts[-1] += f" {piece.text}"
            else:
                texts.append(piece.text)
        else:
            self.section = "closed"
            self.waiting.append(piece)

    def listed(self, block: Block, piece: Piece) -> None:
        """An item, the rest of an item's line, or plain text in place of a list."""
        last = self.fresh[-1] if self.fresh else None
        if piece.item:
            self.item(block, piece, last)
        elif last is not None and last.listed and not self.after_blank:
            if last.sub:
                last.sub[-1] += f" {piece.text}"
            else:
                last.text += f" {piece.text}"
        elif (last is not None and (last.listed or (self.section in ("lead", "assist") and self.after_blank))) or (
            piece.text.endswith(":")
        ):
            self.close(piece)
        else:
            parts = piece.text.split(";") if self.section in ("lead", "assist") else [piece.text]
            for part in parts:
                if part.strip():
                    self.add(block, Entry(part.strip(), piece.place, self.section, self.kind, listed=False))

    def item(self, block: Block, piece: Piece, last: Entry | None) -> None:
        """A list item: below the one before if it stands further in; empty ones are told."""
        if not piece.text:
            block.empty.append((self.section, piece.place))
            self.reading.findings.append(Finding("import.empty", "warning", piece.place, {"package": block.code}))
        elif last is not None and last.listed and piece.indent > last.indent:
            last.sub.append(piece.text)
        else:
            for entry in self.fresh:
                if not entry.listed:  # it led up to the list
                    block.found.remove(entry)
                    block.unread.append((entry.place, entry.text))
            self.fresh = [entry for entry in self.fresh if entry.listed]
            self.add(block, Entry(piece.text, piece.place, self.section, self.kind, indent=piece.indent))

    def add(self, block: Block, entry: Entry) -> None:
        """One more entry of the section."""
        block.found.append(entry)
        self.fresh.append(entry)

    def close(self, piece: Piece) -> None:
        """Text that leads up to a list waits for it; text after one ends the section."""
        if self.fresh:
            self.section = "closed"
        self.waiting.append(piece)


def _torn(above: str, below: str) -> bool:
    """True for a paragraph that a page break tore apart."""
    return not above.startswith(("- ", "  - ")) and above[-1:] not in ".:;!?" and below[:1].islower()
