"""The only two constructors of text in the app, and the one way to fit a text into columns.

Neither reads markup: what stands in brackets in a name stays in brackets. Both pass through the display gate, so
that a terminal never gets a character which it would obey instead of show (design.md, "Text from outside").
"""

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

from core.display import safe
from core.errors import EtappiError
from locales import t


def content(data: str, style: str = "") -> Content:
    """*data* for a widget, on one line, in one *style* of the style sheet's language (``bold $muted``)."""
    return Content.styled(safe(data), style) if style else Content(safe(data))


def cell(data: str, tone: str = "") -> Text:
    """*data* for a cell of a list; *tone* is the name of a colour in `tui.widgets.grid.TONES`."""
    return Text(safe(data), style=tone, end="", no_wrap=True)


def joined(*parts: Content) -> Content:
    """Several pieces on one line."""
    return Content("").join(parts)


def lines(*parts: Content) -> Content:
    """Several pieces, each on its own line."""
    return Content("\n").join(parts)


def measure(text: str) -> int:
    """Columns that *text* takes, as the app's own painter counts them."""
    return cell_len(text)


def fit(text: str, columns: int, right: bool = False, ellipsis: str = "…") -> str:
    """*text* in exactly *columns*: padded (on the left if *right*), or cut at its end with an ellipsis.

    A name is written with its short name first, so the end is what gives way (screens.md).
    """
    if columns <= 0:
        return ""
    longest = 8 * columns + 8  # a letter with all the marks that `core.text.clean` lets stand on it
    whole = len(text) <= longest
    text = text if whole else text[:longest]
    taken = cell_len(text)
    if whole and taken <= columns:
        room = " " * (columns - taken)
        return room + text if right else text + room
    return set_cell_size(text, columns - 1) + ellipsis


def hanging(head: Content, text: str, width: int) -> list[Content]:
    """*text* after *head* on as many lines of *width* columns as it takes, the later ones indented below the first."""
    indent = head.cell_length
    room = max(1, width - indent)
    parts = [text] if measure(text) <= room else wrapped(text, room)
    return [joined(content(" " * indent) if place else head, content(part)) for place, part in enumerate(parts)]


def sentence(error: EtappiError) -> str:
    """The sentence of an error that a person is meant to read."""
    domain, _, name = error.code.partition(".")
    return t(f"{domain}.error_{name}", **error.values)


def wrapped(text: str, columns: int) -> list[str]:
    """*text* in lines of at most *columns*, broken between words; a longer word is broken where it must."""
    out: list[str] = []
    line = ""
    for word in safe(text).split():
        rest = word
        if line and measure(line) + 1 + measure(rest) <= columns:
            line += " " + rest
            continue
        if line:
            out.append(line)
        while measure(rest) > columns > 1:
            piece = set_cell_size(rest, columns).rstrip()
            out.append(piece)
            rest = rest[len(piece) :]
        line = rest
    return [*out, line] if line or not out else out
