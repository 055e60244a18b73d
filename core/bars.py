"""Bars of signs with their numbers: a bar never stands alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.display import fit, width

LONGEST = 40


@dataclass(frozen=True)
class Bar:
    """A bar: its name, how long it is against the others, the number as written, and a word behind it."""

    name: str
    value: float
    told: str
    note: str = ""


def bars(rows: Sequence[Bar], columns: int, sign: str) -> list[str]:
    """One line for each of *rows*, at most *columns* wide: name, bar of *sign*, number, note. The longest bar belongs
    to the largest value; what is more than nothing has at least one sign, and zero has none."""
    if not rows:
        return []
    names, numbers = max(width(row.name) for row in rows), max(width(row.told) for row in rows)
    notes = max(width(row.note) for row in rows)
    room = max(1, min(LONGEST, columns - names - numbers - notes - 8))
    largest = max(row.value for row in rows)
    lines = []
    for row in rows:
        length = max(1, int(row.value / largest * room + 0.5)) if row.value > 0 else 0
        line = f"  {fit(row.name, names)}  {' ' * (numbers - width(row.told))}{row.told}  {sign * length}"
        lines.append(f"{line}  {row.note}".rstrip() if row.note else line.rstrip())
    return lines
