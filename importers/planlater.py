"""Sections of a plan file whose use comes with a later part (decisions.md): checked as the rest, kept as they are."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from core.codes import code_key
from core.planning import LATER_SECTIONS
from importers.plantables import Table, as_date, as_quarter

SURVEY_KINDS = ("network", "feedback", "capability")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")

Resolve = Callable[[Table, str, str], str | None]
"""Finds the package that a text names and returns its code; notes the problem and returns None if there is none."""

_HEADERS = {name: f"[[{name}]]" for name in LATER_SECTIONS}


def read_later(top: Table, resolve: Resolve) -> dict[str, tuple[dict[str, object], ...]]:
    """The later sections of a whole file, cleaned, dates as ISO text; sections that are not there are left out."""
    readers: dict[str, Callable[[Table, Seen], dict[str, object]]] = {
        "event": lambda table, seen: _event(table, seen, resolve),
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


def _event(table: Table, seen: Seen, resolve: Resolve) -> dict[str, object]:
    return {
        "code": seen.code(table),
        "title": table.text("title", required=True),
        "kind": table.text("kind"),
        "workpackages": _packages(table, "workpackages", resolve),
        "window": _window(table),
    }


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


def _packages(table: Table, key: str, resolve: Resolve) -> list[str]:
    found = [resolve(table, key, name) for name in table.texts(key)]
    return [code for code in found if code is not None]


def _window(table: Table) -> list[str]:
    """One or two months, dates or quarters."""
    values = table.raw("window")
    if values is None:
        return []
    parts = values if isinstance(values, list) else []
    texts = [as_date(part) or (str(part) if _month_or_quarter(part) else None) for part in parts]
    if not 1 <= len(texts) <= 2 or None in texts:
        table.problem("window", "window")
        return []
    return [text for text in texts if text is not None]


def _month_or_quarter(value: object) -> bool:
    return as_quarter(value) is not None or (isinstance(value, str) and _MONTH.fullmatch(value) is not None)


def _filled(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if value not in (None, [])}
