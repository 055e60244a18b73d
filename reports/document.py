"""A report before it is a file: what it says, in the order of its reader, in the words of one language.

Builders make a `Document` of a snapshot's content, writers make bytes of it. Whatever a format shows of a figure, it
takes from the same `Cell` or `Run`: so that text, table, chart and JSON say one and the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Value = int | float | str | None
"""A figure as a program reads it: a count, a share between 0 and 1, an ISO date, a code; None where unknown."""

CELL_KINDS = ("text", "count", "number", "share", "percent_points", "date", "status")


@dataclass(frozen=True)
class Run:
    """A piece of running text. *figure* is the id of the figure that it tells (`etappi why ID`), *value* its value."""

    text: str
    strong: bool = False
    emphasis: bool = False
    figure: str | None = None
    value: Value = None


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; the document's own title is level 1, its sections are level 2."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a *note* is set smaller, or in italics where there is no smaller."""

    text: Text
    note: bool = False


@dataclass(frozen=True)
class Items:
    """A list, numbered if *ordered*."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table. *kind* is one of CELL_KINDS; all but texts, dates and states stand to the right."""

    code: str
    title: str
    kind: str = "text"

    @property
    def right(self) -> bool:
        """True where its cells stand to the right."""
        return self.kind in ("count", "number", "share", "percent_points")


@dataclass(frozen=True)
class Cell:
    """A cell: its *text* as people read it, the *value* behind it, the *figure*'s id. *status* is a code of core.colour
    where the text tells a state (its symbol and word are in the text: colour comes on top, never alone). *level* is the
    depth of a sub-package. A cell of *of* shows a part of a whole: *value* of *of*."""

    text: str
    value: Value = None
    figure: str | None = None
    status: str | None = None
    level: int = 0
    of: int | None = None


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row is its header. *code* names it in csv and JSON, *caption* is read with it."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.code}: a row has another number of cells than there are columns")


@dataclass(frozen=True)
class Series:
    """A row of values of a chart, one a category; None where nothing is known (a gap, never a zero). *low* and *high*
    are the ends of an interval where each value has one."""

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture of figures that a table of the report also has. *kind*: ``bars`` (side by side, lying), ``columns``
    (standing, one group a category), ``stacked`` (lying, parts of a whole) or ``line``. *unit*: ``share`` or ``count``.
    *description* is its text alternative: what one sees in it, in a sentence."""

    code: str
    title: str
    kind: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    description: str


Block = Heading | Paragraph | Items | Table | Chart


@dataclass(frozen=True)
class Document:
    """A whole report. *code* is the kind of report, *lead* the lines under the title (project, state, meeting) and
    *footer* the small print. *snapshot* names what it was made of (None: the present), *sha256* is that content's
    hash and *as_of* its day."""

    code: str
    title: str
    language: str
    lead: tuple[Text, ...]
    blocks: tuple[Block, ...]
    footer: Text
    project: str
    quarter: str
    as_of: str
    snapshot: str | None
    sha256: str

    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))

    def charts(self) -> Iterator[Chart]:
        """The charts, in order."""
        return (block for block in self.blocks if isinstance(block, Chart))
