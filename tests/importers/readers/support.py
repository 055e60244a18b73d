"""What the tests of readers share."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.errors import EtappiError
from importers import detect, participation
from importers.readers.grid import Grid
from importers.words import standard
from locales import has

TABLES = Path(__file__).parent.parent.parent / "data" / "three-tables"
Rows = list[tuple[str, tuple[str, ...]]]


@cache
def expected() -> dict[str, Rows]:
    """Rows and roles of each of the three tables."""
    tables = json.loads((TABLES / "expected.json").read_text("utf-8"))["tables"]
    return {code: [(row["raw"], tuple(row["roles"])) for row in table["rows"]] for code, table in tables.items()}


def grids(content: bytes, file: str = "file") -> tuple[Grid, ...]:
    """What the reader that detection chooses makes of a file."""
    return detect.choose(content, file).read(content, file)


def reading(content: bytes, file: str = "file") -> Any:
    """The participation tables of a file."""
    return participation.read(grids(content, file), standard())


def tables(found: Any) -> dict[str, Rows]:
    """Rows and roles by table; a table without rows is the frame of a flat file."""
    return {
        table.label: [(entry.name, entry.roles) for entry in table.entries] for table in found.tables if table.entries
    }


def rows(content: bytes) -> Rows:
    """Rows and roles of a file with one table."""
    [(_, found)] = tables(reading(content)).items()
    return found


def odd(content: bytes) -> list[tuple[str, str, str | None]]:
    """Name, text and role of every cell that is asked about."""
    return [
        (entry.name, cell.text, cell.role)
        for table in reading(content).tables
        for entry in table.entries
        for cell in entry.odd
    ]


def told(content: bytes) -> list[tuple[str, str]]:
    """Code and place of what the reader tells."""
    return [(one.code.removeprefix("import."), one.place.plain()) for grid in grids(content) for one in grid.findings]


def refusal(content: bytes) -> str:
    """The code with which a file is refused."""
    with pytest.raises(EtappiError) as caught:
        grids(content)
    assert caught.value.values["file"]
    assert has(caught.value.code.replace("import.", "import.error_"))
    return caught.value.code.removeprefix("import.")
