"""The matrix of organisations and work packages: columns, rows by window, and the coverage at its foot."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.agreements import MatrixCell
from core.errors import EtappiError
from core.network import NetworkRow
from core.roles import ROLES
from core.short_names import with_rest
from locales import t
from locales.formats import number
from tui.screens.network_words import letter, mark
from tui.screens.obligations_words import mark as mark_of
from tui.screens.obligations_words import tone
from tui.signs import Signs
from tui.text import cell, measure
from tui.widgets.columns import Column
from tui.widgets.grid import BLOCK, BLOCKS_KEPT, Row

if TYPE_CHECKING:
    from store.desk import NetworkList

NAME_LEAST = 20
NAME_WISH = 30
NAME_MOST = 60
HEAD_MOST = 6
LABELS = 18
PLAN = 9
LOAD = ("lead", "assist")


@dataclass(frozen=True)
class Foremost:
    """The obligation that has a column of its own: its code, how each organisation stands (by its id), and on what day
    (ISO)."""

    code: str
    cells: Mapping[int, MatrixCell]
    day: str


class NetworkRows:
    """Rows of a `store.desk.NetworkList`, read block by block when they are looked at; *plan* is the obligation that
    has a column of its own, *times* at how many events each organisation was (by its id; None: not read yet)."""

    def __init__(
        self, listing: "NetworkList", signs: Signs, plan: "Foremost | None" = None,
        times: Mapping[int, int] | None = None,
    ) -> None:  # fmt: skip
        self.listing = listing
        self.signs = signs
        self.plan = plan
        self.times = times
        self._blocks: OrderedDict[int, Sequence[NetworkRow | None]] = OrderedDict()

    def count(self) -> int:
        """How many organisations there are."""
        return self.listing.length

    def key(self, number: int) -> int:
        """The organisation's id."""
        return self.listing.ids[number]

    def read(self, row: int) -> None:
        """Read the block of *row* if it is not there; EtappiError where the store cannot be read."""
        block = row // BLOCK
        if block not in self._blocks:
            self._blocks[block] = self.listing.rows(block * BLOCK, min(self.listing.length, (block + 1) * BLOCK))
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block)

    def record(self, row: int) -> NetworkRow | None:
        """The organisation of a row; None if it is gone, or cannot be read."""
        try:
            self.read(row)
        except EtappiError:
            return None
        rows = self._blocks[row // BLOCK]
        return rows[row % BLOCK] if row % BLOCK < len(rows) else None

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """Rows as cells; one that is gone or cannot be read says so."""
        return [self._cells(self.record(row)) for row in range(start, stop)]

    def _cells(self, row: NetworkRow | None) -> Row:
        if row is None:
            return [
                cell(t("tui.row_gone"), "muted"),
                *(cell("") for _ in range(len(self.listing.packages) + 4 + (self.plan is not None))),
            ]
        name = with_rest(row.name, row.short)
        load = sum(1 for one in row.cells if one is not None and one.role in LOAD)
        return [
            cell(name) if row.network else cell(f"({t('tui.outside_short')}) {name}", "muted"),
            *(
                cell(mark(one, self.signs), "bold" if one is not None and one.role == "lead" else "")
                for one in row.cells
            ),
            *([cell(mark_of(self.plan.cells.get(row.id), self.plan.day, self.signs), tone(self.plan.cells.get(row.id)))]
              if self.plan is not None else []),
            cell("" if self.times is None else number(self.times.get(row.id, 0))),
            cell(number(sum(1 for one in row.cells if one is not None))),
            cell(number(load) if load else self.signs.dot),
            cell(", ".join(row.labels)),
        ]  # fmt: skip


def columns(packages: Sequence[tuple[int, str, str]], plan: "Foremost | None" = None) -> list[Column]:
    """Name, a column for each package, and where there is room the obligation *plan*, how many events, how many
    packages, the load, and the labels."""
    prefix = common_letters([code for _, code, _ in packages])
    cells = [
        Column(head[:HEAD_MOST], max(3, min(HEAD_MOST, measure(head))), right=True, cell=True)
        for head in (heads(code, prefix) for _, code, _ in packages)
    ]
    load = "+".join(letter(role) for role in LOAD)
    count, events = t("tui.head_packages"), t("eventscreen.head_times")
    return [
        Column(t("tui.head_organisation"), NAME_LEAST, stretch=True, wish=NAME_WISH, tail=prefix),
        *cells,
        *([Column(plan.code, PLAN, order=1, gap=2)] if plan is not None else []),
        Column(events, max(4, measure(events)), right=True, order=2, gap=2),
        Column(count, max(3, measure(count)), right=True, order=3, gap=3),
        Column(load, max(4, measure(load)), right=True, order=4, gap=2),
        Column(t("tui.head_labels"), LABELS, order=5, gap=2),
    ]


def heads(code: str, prefix: str) -> str:
    """What stands over a package's column: its code without the letters that most codes begin with."""
    rest = code[len(prefix) :]
    return rest if prefix and code.startswith(prefix) and rest[:1].isdigit() else code


def common_letters(codes: Sequence[str]) -> str:
    """The letters before the first digit that all codes with a digit share: TP of KOORD, TP1, TP1.1."""
    found = {code[: next(place for place, sign in enumerate(code) if sign.isdigit())]
             for code in codes if any(sign.isdigit() for sign in code)}  # fmt: skip
    return found.pop() if len(found) == 1 else ""


def coverage(listing: "NetworkList", plan: bool = False) -> list[Row]:
    """A row for each role that somebody has or should have: how many organisations, package by package. *plan*: there
    is a column of an obligation."""
    out: list[Row] = []
    for place, role in enumerate(ROLES):
        counts = [listing.coverage.get(package, (0,) * len(ROLES))[place] for package, _, _ in listing.packages]
        if role == "unknown" and not any(counts):
            continue
        name = t(f"status.role_{role}_name")
        shown = name if role == "unknown" else f"{name} {letter(role)}"
        missing = "bad" if role == "lead" else ""  # a package without a lead is the one that is red (rules.md 4)
        out.append([
            cell(shown[:1].upper() + shown[1:]),
            *(cell(number(count) + "!" * bool(missing and not count), "" if count else missing or "muted")
              for count in counts),
            *(cell("") for _ in range(4 + plan)),
        ])  # fmt: skip
    return out
