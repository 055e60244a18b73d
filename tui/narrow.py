"""Partial paints that write only what changed.

Textual's own writes each changed piece of a line from the left edge of its widget on, so that a cell far to the right
costs the whole line, and two pieces of one line cost it twice (measured: 856 bytes for a move over the matrix).
"""

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class NarrowUpdate(ChopsUpdate):
    """The changed pieces of lines, each from its own first column."""

    def render_segments(self, console: Console) -> str:
        """What is written to the terminal."""
        written: list[str] = []
        for y, first, stop in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= stop or end <= first:
                    continue
                start = max(x, first)
                written.append(Control.move_to(start, y).segment.text)
                written.append(strip.crop(start - x, min(end, stop) - x).render(console))
        return "".join(written)


class NarrowCompositor(Compositor):
    """The painter of a screen, with narrow partial paints."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last paint; None for nothing."""
        update = super().render_partial_update()
        return None if update is None else NarrowUpdate(update.chops, update.spans, update.chop_ends)
