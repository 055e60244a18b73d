"""Sections of a plan file whose use comes with a later part (decisions.md): checked as the rest, kept as they are."""

from collections.abc import Callable
from dataclasses import dataclass, field

from core.codes import code_key
from core.planning import LATER_SECTIONS
from importers.plantables import Table

SURVEY_KINDS = ("network", "feedback", "capability")

Resolve = Callable[[Table, str, str], str | None]
"""Finds the package that a text names and returns its code; notes the problem and returns None if there is none."""

_HEADERS = {name: f"[[{name}]]" for name in LATER_SECTIONS}


def read_later(top: Table, resolve: Resolve) -> dict[str, tuple[dict[str, object], ...]]:
    """The later sections of a whole file, cleaned, dates as ISO text; sections that are not there are left out."""
    readers: dict[str, Callable[[Table, Seen], dict[str, object]]] = {
        "survey": lambda table, seen: _survey(table, seen, resolve),
    }
    kept: dict[str, tuple[dict[str, object], ...]] = {}
    for section, read in readers.items():
        seen = Seen()
        rows = []
        for table in top.tables(section, _HEADERS[section]):
            rows.append(_filled(read(table, seen)))
            table.close()
        if rows:
            kept[section] = tuple(rows)
    return kept


@dataclass
class Seen:
    """Codes of one section, each with its first table."""

    codes: dict[str, Table] = field(default_factory=dict)

    def code(self, table: Table, *, required: bool = False) -> str | None:
        code = table.code(required=required)
        if code is not None:
            first = self.codes.setdefault(code_key(code), table)
            if first is not table:
                table.problem("code", "code_twice", other=first.label, line=first.report.line(first.path))
        return code


def _survey(table: Table, seen: Seen, resolve: Resolve) -> dict[str, object]:
    row: dict[str, object] = {
        "code": seen.code(table, required=True),
        "title": table.text("title", required=True),
        "kind": table.choice("kind", SURVEY_KINDS),
        "waves": list(table.texts("waves")),
        "event": table.text("event"),
    }
    package = table.text("workpackage")
    row["workpackage"] = package and resolve(table, "workpackage", package)
    return row


def _filled(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if value not in (None, [])}
