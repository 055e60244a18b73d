"""Tables whose cells say the role in a word or a letter: organisations by packages, and long lists."""

from collections.abc import Iterator
from itertools import islice

from core.codes import leading_code
from core.errors import EtappiError
from core.text import clean
from importers.letters import Letters, said
from importers.readers.grid import Grid, Row
from importers.tables import MATRIX, Cell, Entry, Table
from importers.words import Words, norm

UNUSED = ("business_id", "region", "language", "labels", "number", "name")
"""Kinds of columns that say nothing of roles."""
_LOOKED_AT = 50  # rows below headings that show what their columns hold
_SHARE = 0.5  # of their cells that must say a role


class RoleTexts:
    """Reads the rows of one grid whose cells tell roles by text."""

    def __init__(self, grid: Grid, words: Words, letters: Letters) -> None:
        self.grid, self.words, self.letters = grid, words, letters

    def is_matrix(self, at: int, filled: dict[int, str]) -> bool:
        """True if row number *at* of the grid (from 0) is the header of a matrix: an organisation and packages.

        Headings with a code are packages by themselves, if there is a heading for the organisations or none at all in
        the first column; titles without a code are, where the cells below say roles.
        """
        kinds = {index: self.words.columns.get(norm(cell)) for index, cell in filled.items()}
        headed = "organisation" in kinds.values()
        if not headed and 0 in filled:
            return False
        others = [cell for index, cell in filled.items() if kinds[index] is None]
        if any(norm(cell) in self.words.roles for cell in others):
            return False
        if not others or {"role", "workpackage"} & set(kinds.values()):
            return False
        coded = sum(1 for cell in others if leading_code(clean(cell)))
        if coded * 2 >= len(others) and (headed or coded >= 2):
            return True
        named = next((index for index, kind in kinds.items() if kind == "organisation"), 0)
        return headed and self.hold_roles(at, [index for index in filled if kinds[index] is None], named)

    def hold_roles(self, at: int, columns: list[int], named: int) -> bool:
        """True if most cells of *columns* below row *at*, beside a name in column *named*, are words or letters for
        roles."""
        below = [row.cells for row in islice(self.grid.rows, at + 1, at + 1 + _LOOKED_AT) if named < len(row.cells)]
        cells = [row[i] for row in below if self.is_name(row[named]) for i in columns if i < len(row)]
        cells = [cell for cell in cells if cell.strip() and norm(cell) not in self.words.no]
        telling = sum(1 for cell in cells if self.tells(cell))
        return telling > 1 and telling > _SHARE * len(cells)

    def is_name(self, text: str) -> bool:
        """True for what may name an organisation: no blank, and no heading of a second row of headings."""
        return bool(text.strip()) and self.words.columns.get(norm(text)) != "organisation"

    def tells(self, text: str) -> bool:
        """True for a role word, or a letter that means a role in some language."""
        found = said(text, self.words, self.letters)
        return found.marks > 0 or any(may for _, may in found.unclear)

    def package(self, row: Row, heading: str) -> Table:
        """The table of a column of a matrix."""
        text = clean(heading)
        found = leading_code(text)
        label = "".join(found[0].split()) if found else text
        place = self.grid.place(row, table=label)
        return Table(text, found[0] if found else None, place, named_by="heading", shape=MATRIX, header=place)

    def cross(self, row: Row, filled: dict[int, str], frame: Table, name: str) -> Iterator[tuple[Table, Entry]]:
        """The entries of a row of a matrix, one for each package in which the organisation has something."""
        for index, table in frame.packages.items():
            text = filled.get(index, "")
            if norm(text) in ("", *self.words.no):
                continue
            heading = frame.headings.get(index) or table.title
            yield table, self.entry(row, f"{name} | {text}", name, text, heading, table.label)

    def entry(self, row: Row, raw: str, name: str, text: str, heading: str, label: str) -> Entry:
        """A row whose role stands in *text*."""
        found = said(text, self.words, self.letters) if text else None
        place = self.grid.place(row, table=label)
        cell = self.grid.place(row, column=heading, table=label)
        odd = () if found is None else tuple(
            Cell(part, heading, None, norm(part) in self.words.yes, cell, may=may) for part, may in found.unclear
        )  # fmt: skip
        return Entry(place, clean(raw), clean(name), found.roles if found else (), odd,
                     marks=found.marks if found else 0)  # fmt: skip

    def require_cells(self, row: Row, header: Row | None) -> None:
        """EtappiError where runs of spaces tell cells apart and nobody can say which column a text stands in."""
        if self.grid.separated == "spaces" and (header is None or len(row.cells) != len(header.cells)):
            raise EtappiError("import.tabs_lost", file=self.grid.file)
