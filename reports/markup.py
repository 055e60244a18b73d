"""Text into markup: escaped, and without the characters that a terminal obeys or XML forbids."""

from html import escape

from core.display import safe

_FORBIDDEN = dict.fromkeys((0xFFFE, 0xFFFF))


def escaped(text: str) -> str:
    """*text* as it may stand in an element or a quoted attribute of HTML, SVG or WordprocessingML."""
    return escape(safe(text).translate(_FORBIDDEN))
