"""Dates of a plan document that its text calls by the wrong quarter (checks.md, date.quarter)."""

from bisect import bisect_right

from core.datequarter import wrong_quarters
from core.findings import Finding
from importers.readers.grid import Grid
from importers.readers.running import BULLET

_ENDS = tuple(".:;!?")


def about_dates(grid: Grid) -> list[Finding]:
    """One finding for each such date, at its line. A sentence may go on over lines; a list item begins anew."""
    text = ""
    starts: list[int] = []
    for row in grid.rows:
        line = row.cells[0]
        goes_on = text and not text.endswith(_ENDS) and line[:1].islower() and not BULLET.match(line)
        text += (" " if goes_on else "\n") if text else ""
        starts.append(len(text))
        text += line.strip()
    found = []
    for wrong in wrong_quarters(text):
        row = grid.rows[bisect_right(starts, wrong.start) - 1]
        found.append(Finding("date.quarter", "ask", grid.place(row),
                             {"day": wrong.date, "real": wrong.real, "told": wrong.told}))  # fmt: skip
    return found
