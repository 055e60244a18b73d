"""Sections of a plan file whose use comes with a later part (decisions.md): checked as the rest, kept as they are."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from core.codes import code_key
from core.planning import LATER_SECTIONS
from core.roles import ROLES
from importers.plantables import Table, as_date, as_quarter

SURVEY_KINDS = ("network", "feedback", "capability")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")

Resolve = Callable[[Table, str, str], str | None]
"""Finds the package that a text names and returns its code; notes the problem and returns None if there is none."""

_HEADERS = {name: f"[[{name}]]" for name in LATER_SECTIONS} | {"grant": "[grant]"}


def read_later(top: Table, resolve: Resolve) -> dict[str, tuple[dict[str, object], ...]]:
    """The later sections of a whole file, cleaned, dates as ISO text; sections that are not there are left out."""
    readers: dict[str, Callable[[Table, _Seen], dict[str, object]]] = {
        "event": lambda table, seen: _event(table, seen, resolve),
        "survey": lambda table, seen: _survey(table, seen, resolve),
        "obligation": lambda table, seen: _obligation(table, seen, resolve),
        "deadline": lambda table, _seen: _deadline(table),
    }
    kept: dict[str, tuple[dict[str, object], ...]] = {}
    for section, read in readers.items():
        seen = _Seen()
        rows = []
        for table in top.tables(section, _HEADERS[section]):
            rows.append(_filled(read(table, seen)))
            table.close()
        if rows:
            kept[section] = tuple(rows)
    grant = top.table("grant", _HEADERS["grant"])
    if grant is not None:
        kept["grant"] = (_filled(_grant(grant)),)
        grant.close()
    return kept


@dataclass
class _Seen:
    """Codes of one section, each with the label of its first table."""

    codes: dict[str, str] = field(default_factory=dict)

    def code(self, table: Table, *, required: bool = False) -> str | None:
        code = table.code(required=required)
        if code is not None:
            first = self.codes.setdefault(code_key(code), table.label)
            if first != table.label:
                table.problem("code", "code_twice", other=first)
        return code


def _event(table: Table, seen: _Seen, resolve: Resolve) -> dict[str, object]:
    return {
        "code": seen.code(table),
        "title": table.text("title", required=True),
        "kind": table.text("kind"),
        "workpackages": _packages(table, "workpackages", resolve),
        "window": _window(table),
    }


def _survey(table: Table, seen: _Seen, resolve: Resolve) -> dict[str, object]:
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


def _obligation(table: Table, seen: _Seen, resolve: Resolve) -> dict[str, object]:
    row: dict[str, object] = {"code": seen.code(table, required=True), "title": table.text("title", required=True)}
    who = table.text("who")
    row["who"] = who if who in (None, "all", *ROLES) else resolve(table, "who", who)
    row["due"] = _date_or_quarter(table, "due")
    row["proof"] = table.text("proof")
    return row


def _deadline(table: Table) -> dict[str, object]:
    return {
        "title": table.text("title", required=True),
        "date": table.date("date", required=True),
        "to": table.text("to"),
        "kind": table.text("kind"),
    }


def _grant(table: Table) -> dict[str, object]:
    return {
        "decision": table.text("decision"),
        "date": table.date("date"),
        "sum": table.number("sum", above_zero=True),
        "from": _date_or_quarter(table, "from"),
        "to": _date_or_quarter(table, "to"),
    }


def _packages(table: Table, key: str, resolve: Resolve) -> list[str]:
    found = [resolve(table, key, name) for name in table.texts(key)]
    return [code for code in found if code is not None]


def _date_or_quarter(table: Table, key: str) -> str | None:
    """A quarter or a date as ISO text."""
    value = table.raw(key)
    if value is None:
        return None
    text = as_date(value) or (str(value) if as_quarter(value) is not None else None)
    if text is None:
        table.problem(key, "date_or_quarter")
    return text


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
