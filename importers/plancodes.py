"""Codes of one section of a plan file, and how a section finds the packages that it names."""

from collections.abc import Callable
from dataclasses import dataclass, field

from core.codes import code_key
from importers.plantables import Table

Resolve = Callable[[Table, str, str], str | None]
"""Finds the package that a text names and returns its code; notes the problem and returns None if there is none."""


@dataclass
class Seen:
    """Codes of one section, each with its first table."""

    codes: dict[str, Table] = field(default_factory=dict)

    def code(self, table: Table, *, required: bool = False) -> str | None:
        """The code of *table*; a problem is noted where another table has it."""
        code = table.code(required=required)
        if code is not None:
            first = self.codes.setdefault(code_key(code), table)
            if first is not table:
                table.problem("code", "code_twice", other=first.label, line=first.report.line(first.path))
        return code
