"""Findings and questions: an English code, a severity, a place, and the values that a sentence needs.

The sentence of a code is ``finding.<code>`` in locales/; a rule of `etappi check` may carry a mend, ``mend.<code>``.
"""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note", "ask"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "ask", "note")


@dataclass(frozen=True)
class Place:
    """Where something stood. All parts are optional; rows and columns count from 1, as a person sees them.

    *item* is the place of things that are not in a file: a work-package or item code, an organisation.
    """

    file: str | None = None
    sheet: str | None = None
    page: int | None = None
    table: str | None = None
    row: int | None = None
    column: str | None = None
    item: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The ``at`` object of contract.md."""
        keys = ("file", "sheet", "page", "table", "row", "column")
        return {key: getattr(self, key) for key in keys}

    def plain(self) -> str:
        """The place in no language: ``TP1.2 > 219`` (the file is named by the batch)."""
        parts = (self.sheet, self.page, self.table, self.row, self.column, self.item)
        return " > ".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True)
class Finding:
    """One thing that a person should know, as a code with values."""

    code: str
    severity: Severity
    place: Place = Place()
    values: dict[str, object] = field(default_factory=dict)
    mend: bool = False
