"""The matrix of organisations and obligations: columns, rows, and the sums at its foot."""

from collections.abc import Sequence

from core.agreements import MatrixRow, ObligationLine
from core.short_names import with_rest
from locales import t
from locales.formats import number, percent
from tui.screens.obligations_words import mark, near_date, still_owed, tone
from tui.signs import Signs
from tui.text import cell, measure
from tui.widgets.columns import Column
from tui.widgets.grid import Row

NAME_LEAST = 20
NAME_WISH = 30
CELL_LEAST, CELL_MOST = 10, 12


class ObligationRows:
    """Rows of the matrix, known by their organisations."""

    def __init__(self, rows: Sequence[MatrixRow], day: str, signs: Signs) -> None:
        self._rows = rows
        self._day = day
        self._signs = signs

    def count(self) -> int:
        """How many organisations there are."""
        return len(self._rows)

    def key(self, number: int) -> int:
        """The organisation's id."""
        return self._rows[number].id

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """Rows as cells: name, how each obligation stands, how many are open."""
        return [self._cells(row) for row in self._rows[start:stop]]

    def _cells(self, row: MatrixRow) -> Row:
        left = sum(still_owed(one) for one in row.cells)
        return [
            cell(with_rest(row.name, row.short)),
            *(cell(mark(one, self._day, self._signs), tone(one)) for one in row.cells),
            cell(number(left) if left else self._signs.dot, "" if left else "muted"),
        ]


def columns(lines: Sequence[ObligationLine]) -> list[Column]:
    """Name, a column for each obligation, and how many an organisation has open, where there is room."""
    wide = [max(CELL_LEAST, min(CELL_MOST, measure(line.terms.code))) for line in lines]
    left = t("obligation.head_left")
    return [
        Column(t("tui.head_organisation"), NAME_LEAST, stretch=True, wish=NAME_WISH),
        *(Column(line.terms.code, width, cell=True) for line, width in zip(lines, wide, strict=True)),
        Column(left, max(4, measure(left)), right=True, order=1, gap=2),
    ]


def sums(lines: Sequence[ObligationLine], day: str) -> list[Row]:
    """Done of expected, and how many stand otherwise, as far as there are any; over all that owe it on the ISO date
    *day*."""
    tallies = [line.tally for line in lines]
    out = [
        _sum(t("obligation.sum_done"), [f"{one.done}/{one.expected}" for one in tallies]),
        _sum(t("obligation.sum_share"), [percent(one.share) for one in tallies]),
    ]
    for name in ("in_work", "not_started", "untold", "not_required", "overdue"):
        told = [one.not_started - one.untold if name == "not_started" else int(getattr(one, name)) for one in tallies]
        if any(told):
            out.append(_sum(t(f"obligation.sum_{name}"), [number(one) for one in told], "bad" * (name == "overdue")))
    if any(line.terms.due for line in lines):
        due = [near_date(line.terms.due, day) if line.terms.due else "" for line in lines]
        out.append(_sum(t("obligation.sum_due"), due))
    return out


def _sum(name: str, values: Sequence[str], bad: str = "") -> Row:
    return [cell(name), *(cell(one, bad if one != "0" else "muted") for one in values), cell("")]
