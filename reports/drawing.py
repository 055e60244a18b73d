"""A picture before it is a file: shapes and labels on a sheet, which `reports.svg` and `reports.pixels` both draw.

Lengths are in units of 1/96 inch from the upper left corner. Colours are names of `PALETTE`, so that a page may show
them light or dark. Patterns are made of lines here, not by a format: both formats show the same.
"""

from dataclasses import dataclass
from math import sqrt
from unicodedata import normalize

PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#16191d"),
    "ink": ("#1c2430", "#e8eaed"),
    "muted": ("#55606e", "#aab3bf"),
    "grid": ("#d8dde3", "#3a424c"),
    "series1": ("#1f5f9f", "#7ab3ef"),
    "series2": ("#a8530a", "#f0a35c"),
    "series3": ("#2f7548", "#7fcf9c"),
    "series4": ("#74479c", "#c4a1ea"),
    "series5": ("#0d6f75", "#63cdd2"),
    "series6": ("#5c6470", "#a9b1bd"),
    "green": ("#1d6b34", "#74d08f"),
    "amber": ("#8a5200", "#f2b84b"),
    "red": ("#b3261e", "#ff9b91"),
    "grey": ("#55606e", "#aab3bf"),
}
"""name -> (on a light sheet, on a dark one). Texts have a contrast of 4.5 to the sheet, series of 3 (WCAG 2.1 AA)."""

PATTERNS = ("solid", "rising", "light", "falling", "crossed", "lying")
HATCH = 5.0
"""Distance of the lines of a pattern."""

_WIDTHS = {
    0.17: "'", 0.21: ",;", 0.24: ":ijl|", 0.25: " \u00a0\u202f", 0.27: "!.I[]", 0.28: "-", 0.33: "`\"t(){}rf",
    0.41: "/\\^*", 0.46: "_?yv", 0.5: "xz<>kcs", 0.53: "e", 0.55: "La=FJhnu$bdgp", 0.57: "+Eoq", 0.6: "STYZ",
    0.63: "#&BRKPX", 0.65: "ACUDV", 0.69: "GOQ~HN", 0.74: "%w", 0.88: "mMW@\u2014", 0.78: "\u2026",
    0.59: "\u2013\u2212",
}  # fmt: skip
_WIDTH_OF = {sign: width for width, signs in _WIDTHS.items() for sign in signs}


@dataclass(frozen=True)
class Rect:
    """A rectangle, filled and/or outlined."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float = 1.0


@dataclass(frozen=True)
class Polygon:
    """A closed, filled shape."""

    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True)
class Circle:
    """A disc, or a ring of *stroke* where nothing fills it."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    stroke: str | None = None


@dataclass(frozen=True)
class Label:
    """A line of text; *y* is its baseline, *anchor* (start, middle, end) says what of it stands at *x*."""

    x: float
    y: float
    text: str
    size: float = 12.0
    fill: str = "ink"
    bold: bool = False
    anchor: str = "start"


Shape = Rect | Line | Polygon | Circle | Label


@dataclass(frozen=True)
class Drawing:
    """A picture: its size, what is on it (later shapes over earlier ones), its name and its text alternative."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    description: str


def text_width(text: str, size: float = 12.0, bold: bool = False) -> float:
    """About how wide *text* is: by the widths of Roboto, which most letters of a page's own font come close to."""
    total = sum(_WIDTH_OF.get(sign) or _WIDTH_OF.get(normalize("NFD", sign)[0], 0.56) for sign in text)
    return total * size * (1.03 if bold else 1.0)


def wrapped(text: str, room: float, size: float = 12.0, lines: int = 3) -> tuple[str, ...]:
    """*text* in at most *lines* lines of *room*; what does not fit ends in an ellipsis, a long word is cut."""
    out: list[str] = []
    for word in text.split(" "):
        if out and text_width(f"{out[-1]} {word}", size) <= room:
            out[-1] = f"{out[-1]} {word}"
        else:
            out.append(word)
    if len(out) > lines:
        out = [*out[: lines - 1], " ".join(out[lines - 1 :])]
    return tuple(_cut(line, room, size) for line in out)


def _cut(text: str, room: float, size: float) -> str:
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}\u2026", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}\u2026"


def patterned(x: float, y: float, width: float, height: float, colour: str, pattern: str) -> tuple[Shape, ...]:
    """A rectangle in *colour* and one of PATTERNS."""
    if pattern == "solid":
        return (Rect(x, y, width, height, fill=colour),)
    outline = Rect(x, y, width, height, fill="paper", stroke=colour)
    lines: list[Shape] = [outline]
    if pattern in ("rising", "crossed"):
        lines += _slanted(x, y, width, height, colour, rising=True)
    if pattern in ("falling", "crossed"):
        lines += _slanted(x, y, width, height, colour, rising=False)
    if pattern == "lying":
        steps = int(height / (HATCH * 0.8))
        lines += [Line(x, y + n * HATCH * 0.8, x + width, y + n * HATCH * 0.8, colour) for n in range(1, steps + 1)
                  if n * HATCH * 0.8 < height]  # fmt: skip
    return tuple(lines)


def _slanted(x: float, y: float, width: float, height: float, colour: str, *, rising: bool) -> list[Line]:
    """Lines at 45 degrees within a rectangle."""
    lines = []
    step = HATCH * sqrt(2)
    at = step
    while at < width + height:
        left, right = max(0.0, at - height), min(at, width)
        top, bottom = (at - left, at - right) if rising else (height - at + left, height - at + right)
        lines.append(Line(x + left, y + top, x + right, y + bottom, colour))
        at += step
    return lines


def symbol(status: str, x: float, y: float, size: float = 10.0) -> tuple[Shape, ...]:
    """The sign of a status (core.colour.STATUSES) as a shape within a square of *size* with its middle at *x*, *y*."""
    half = size / 2
    match status:
        case "on_schedule":
            return (Circle(x, y, half, fill="green"),)
        case "watch":
            return (Polygon(((x, y - half), (x + half, y + half), (x - half, y + half)), "amber"),)
        case "action_needed":
            return (Rect(x - half, y - half, size, size, fill="red"),)
        case "not_started":
            return (Circle(x, y, half - 0.75, stroke="grey"),)
        case "no_data":
            return (Label(x, y + half * 0.85, "?", size * 1.2, "grey", bold=True, anchor="middle"),)
        case _:
            return (Label(x, y + half * 0.7, "\u221e", size * 1.2, "ink", anchor="middle"),)
