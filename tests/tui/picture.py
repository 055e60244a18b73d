"""Painted lines as a small SVG, and its text back again. The same lines give the same bytes on every machine: nothing
in it comes from the library's own export, and no font is embedded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.strip import Strip

WIDE, HIGH, SIZE, BASE = 8.43, 17, 14, 13  # a cell of DejaVu Sans Mono at 14 pixels, and where its letters stand
EDGE = 8
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
SVG = "{http://www.w3.org/2000/svg}"

# What a terminal makes of its own sixteen colours is its user's choice: here those of xterm on black.
PALETTE = TerminalTheme(
    (0, 0, 0),
    (229, 229, 229),
    [(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (59, 120, 255), (205, 0, 205), (0, 205, 205), (229, 229, 229)],
    [(127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
     (255, 255, 255)],
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Neighbouring cells of one look: the first column, the text, its colours and its other marks."""

    column: int
    text: str
    colour: str
    ground: str
    marks: str


def svg(strips: Sequence[Strip]) -> str:
    """A picture of the painted lines of a screen."""
    rows = [list(_pieces(strip)) for strip in strips]
    ground = rows[0][-1].ground
    ink = _commonest([piece.colour for row in rows for piece in row for _ in piece.text.strip()])
    width = round(max(strip.cell_length for strip in strips) * WIDE + 2 * EDGE)
    height = len(rows) * HIGH + 2 * EDGE
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="{SIZE}" '
        f'font-family="{FONTS}" fill="{ink}">',
        f'<rect width="{width}" height="{height}" rx="6" fill="{ground}"/>',
    ]
    for number, row in enumerate(rows):
        out += [_box(number, piece) for piece in row if piece.ground != ground]
    for number, row in enumerate(rows):
        words = "".join(_word(piece, ink) for piece in row if piece.text.strip())
        out.append(f'<text y="{EDGE + number * HIGH + BASE}" xml:space="preserve">{words}</text>')
    return "\n".join([*out, "</svg>", ""])


def text_of(picture: str) -> list[str]:
    """The lines of text in a picture that `svg` made, without trailing spaces."""
    out = []
    for row in ElementTree.fromstring(picture).iter(SVG + "text"):
        line = ""
        for word in row:
            column = round((float(word.get("x", "0")) - EDGE) / WIDE)
            line += " " * (column - cell_len(line)) + (word.text or "")
        out.append(line)
    return out


def _pieces(strip: Strip) -> Iterator[Piece]:
    column = 0
    run: Piece | None = None
    for segment in strip:
        if segment.control:
            continue
        piece = _piece(column, segment)
        column += segment.cell_length
        if run is not None and (run.colour, run.ground, run.marks) == (piece.colour, piece.ground, piece.marks):
            run = Piece(run.column, run.text + piece.text, run.colour, run.ground, run.marks)
            continue
        if run is not None:
            yield run
        run = piece
    if run is not None:
        yield run


def _piece(column: int, segment: Segment) -> Piece:
    style = segment.style or Style()
    colour, ground = _hex(style.color, True), _hex(style.bgcolor, False)
    if style.reverse:
        colour, ground = ground, colour
    marks = (
        ' font-weight="bold"' * bool(style.bold)
        + ' font-style="italic"' * bool(style.italic)
        + ' text-decoration="underline"' * bool(style.underline)
        + ' opacity="0.6"' * bool(style.dim)
    )
    return Piece(column, segment.text, colour, ground, marks)


def _hex(colour: Color | None, ink: bool) -> str:
    return (colour or Color.default()).get_truecolor(PALETTE, foreground=ink).hex


def _box(number: int, piece: Piece) -> str:
    x, y = EDGE + piece.column * WIDE, EDGE + number * HIGH
    width = cell_len(piece.text) * WIDE
    return f'<rect x="{x:.2f}" y="{y}" width="{width:.2f}" height="{HIGH}" fill="{piece.ground}"/>'


def _word(piece: Piece, ink: str) -> str:
    """Text from its first sign on, as wide as its cells in whatever font there is."""
    text = piece.text.strip()
    x = EDGE + (piece.column + cell_len(piece.text) - cell_len(piece.text.lstrip())) * WIDE
    fill = f' fill="{piece.colour}"' * (piece.colour != ink)
    width = cell_len(text) * WIDE
    return f'<tspan x="{x:.2f}" textLength="{width:.2f}"{fill}{piece.marks}>{escape(text)}</tspan>'


def _commonest(colours: list[str]) -> str:
    return max(sorted(set(colours)), key=colours.count)
