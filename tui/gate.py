"""The second gate: whatever a widget, a toast or a library let through is stopped before it reaches the driver."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from core.display import OBEYED


class _Gate(dict[int, str]):
    """Fills itself as characters turn up: most screens have none that must go."""

    def __missing__(self, number: int) -> str:
        # As many spaces as the painter counted for the character, so that the rest of the line stays where it is.
        sign = " " * cell_len(chr(number)) if number in _STOPPED else "?" if number in _SURROGATES else chr(number)
        self[number] = sign
        return sign


_STOPPED = frozenset(OBEYED)
_SURROGATES = range(0xD800, 0xE000)
_GATE = _Gate()


class ControlGate(LineFilter):
    """Takes control, bidi and invisible characters out of the text that is about to be written.

    Segments that carry control codes of Textual itself pass untouched.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - the base's shape
        """The same segments with harmless text."""
        return [segment if segment.control or _harmless(segment.text) else _gated(segment) for segment in segments]


def _harmless(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _gated(segment: Segment) -> Segment:
    return Segment(segment.text.translate(_GATE), segment.style, None)
