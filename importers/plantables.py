"""One table of a plan file, read key by key: every value is checked as it is taken, and what nobody asks for is
unknown. Nothing is raised: problems gather in a `Report`, so that a person sees all of them at once."""

import datetime
import math
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeGuard

from core import quarter
from core.planning import PlanProblem
from core.text import NAME_LIMIT, TEXT_LIMIT, clean, clean_lines, shown_raw
from importers.tomlplaces import Path, Places

CODE_LIMIT = 20
COUNT_LIMIT = 10**9
SHOWN = 60  # characters of a bad value that a sentence repeats


class Report:
    """The problems found so far, each at its line."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._problems: list[PlanProblem] = []

    def add(self, table: "Table", key: str, value: object, code: str, values: dict[str, object]) -> None:
        """Note a problem with *key* of *table* (the table itself where *key* is empty)."""
        line = self._places.line((*table.path, key) if key else table.path)
        self._problems.append(PlanProblem(line, table.label, clean(key), shown(value), code, values))

    def line(self, path: Path) -> int | None:
        """The line on which a table or key stands."""
        return self._places.line(path)

    @property
    def problems(self) -> tuple[PlanProblem, ...]:
        """All problems in order of lines."""
        return tuple(sorted(self._problems, key=lambda problem: problem.line or 0))


def shown(value: object) -> str:
    """A value as a plan file would write it, shortened, safe to print; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text = f'"{shown_raw(value, SHOWN)}"'
    elif isinstance(value, list):
        parts = ["[ … ]" if isinstance(part, list) else shown(part) for part in value[:5]]
        text = "[" + ", ".join(parts) + (", …]" if len(value) > 5 else "]")
    elif isinstance(value, dict):
        text = "{ … }"
    elif isinstance(value, datetime.date | datetime.time):
        text = value.isoformat()
    else:
        text = str(value)
    return text if len(text) <= SHOWN + 2 else text[:SHOWN] + "…"


class Table:
    """A table at *path*, called *label* before a person (``[[workpackage]] TP1.2``)."""

    def __init__(self, data: dict[str, object], path: Path, label: str, report: Report) -> None:
        self.data = data
        self.path = path
        self.label = label
        self.report = report
        self._asked: list[str] = []

    def problem(self, key: str, code: str, /, value: object = None, **values: object) -> None:
        """Note a problem with *key*; the value shown is that of the key unless another is given."""
        self.report.add(self, key, self.data.get(key) if value is None else value, code, values)

    def close(self) -> None:
        """Note every key that was never asked for."""
        for key in self.data:
            if key in self._asked:
                continue
            near = get_close_matches(key.casefold(), self._asked, n=1, cutoff=0.6)
            if near:
                self.problem(key, "unknown_key_near", near=near[0])
            else:
                self.problem(key, "unknown_key", keys=", ".join(self._asked))

    def raw(self, key: str) -> object:
        """The value as it stands, None where there is none; checking it is the caller's task."""
        return self._take(key, False)

    def text(self, key: str, *, required: bool = False, limit: int = NAME_LIMIT, lines: bool = False) -> str | None:
        """A text, cleaned; with *lines* its line ends stay."""
        value = self._take(key, required)
        if value is None:
            return None
        if not isinstance(value, str):
            self.problem(key, "type_text")
            return None
        return self._cleaned(key, value, limit, lines)

    def long_text(self, key: str) -> str | None:
        """A text of several lines."""
        return self.text(key, limit=TEXT_LIMIT, lines=True)

    def code(self, key: str = "code", *, required: bool = False) -> str | None:
        """A code of the user's own: a short text."""
        return self.text(key, required=required, limit=CODE_LIMIT)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, cleaned; empty where the key is missing."""
        value = self._take(key, False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.problem(key, "type_texts")
            return ()
        cleaned = [self._cleaned(key, part, NAME_LIMIT, False) for part in value]
        return tuple(part for part in cleaned if part is not None)

    def choice(self, key: str, allowed: Iterable[str], *, required: bool = False) -> str | None:
        """One of the words *allowed*."""
        value = self._take(key, required)
        if value is None:
            return None
        words = tuple(allowed)
        if value not in words:
            self.problem(key, "choice", allowed=", ".join(f'"{word}"' for word in words))
            return None
        return str(value)

    def number(
        self, key: str, *, above_zero: bool = False, required: bool = False, limit: float = 1e12
    ) -> float | None:
        """A number not above *limit*; with *above_zero* it must be more than 0."""
        value = self._take(key, required)
        if value is None:
            return None
        number = _number(value)
        if number is None:
            self.problem(key, "type_number")
            return None
        if above_zero and number <= 0:
            self.problem(key, "not_above_zero")
            return None
        if number > limit:
            self.problem(key, "too_large", limit=f"{limit:.0f}")
            return None
        return number

    def count(self, key: str, *, above_zero: bool = False) -> int | None:
        """A whole number, 0 or more; with *above_zero* at least 1."""
        value = self._take(key, False)
        if value is None:
            return None
        if not _is_count(value):
            self.problem(key, "type_count")
            return None
        if above_zero and not value:
            self.problem(key, "not_above_zero")
            return None
        return value

    def quarter(self, key: str, *, required: bool = False) -> int | None:
        """A quarter such as ``"2024-Q3"``, as core.quarter counts them."""
        value = self._take(key, required)
        if value is None:
            return None
        number = as_quarter(value)
        if number is None:
            self.problem(key, "quarter")
        return number

    def date(self, key: str, *, required: bool = False) -> str | None:
        """A date (``2024-01-31``, with or without quotation marks) as ISO text."""
        value = self._take(key, required)
        if value is None:
            return None
        text = as_date(value)
        if text is None:
            self.problem(key, "date")
        return text

    def targets(self, key: str) -> tuple[tuple[int, int], ...]:
        """A table of quarters and whole numbers, in order of time."""
        value = self._take(key, False)
        if value is None:
            return ()
        if not isinstance(value, dict):
            self.problem(key, "type_targets")
            return ()
        found: dict[int, int] = {}
        for name, raw in value.items():
            when = as_quarter(name)
            if when is None:
                self.problem(key, "quarter", value=name)
            elif not _is_count(raw):
                self.problem(key, "target_number", value=raw, quarter=quarter.label(when))
            elif when in found:
                self.problem(key, "target_twice", value=name, quarter=quarter.label(when))
            else:
                found[when] = raw
        return tuple(sorted(found.items()))

    def table(self, key: str, label: str, *, required: bool = False) -> "Table | None":
        """The table below *key*."""
        value = self._take(key, required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.problem(key, "type_table", header=label)
            return None
        return Table(value, (*self.path, key), label, self.report)

    def tables(self, key: str, label: str) -> list["Table"]:
        """The tables of an array (``[[key]]``), called *label* and their number until they have a better name."""
        value = self._take(key, False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.problem(key, "type_tables")
            return []
        return [
            Table(part, (*self.path, key, number), f"{label} {number + 1}", self.report)
            for number, part in enumerate(value)
        ]

    def _take(self, key: str, required: bool) -> object:
        self._asked.append(key)
        value = self.data.get(key)
        if value is None and required:
            self.problem("", "missing_key", key=key)
        return value

    def _cleaned(self, key: str, value: str, limit: int, lines: bool) -> str | None:
        cleaned = (clean_lines if lines else clean)(value, len(value) + 1)
        if not cleaned.strip():
            self.problem(key, "empty")
            return None
        if len(cleaned) > limit:
            self.problem(key, "too_long", length=len(cleaned), limit=limit)
            return None
        return cleaned


def as_quarter(value: object) -> int | None:
    """The quarter that a value writes, or None."""
    try:
        return quarter.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def as_date(value: object) -> str | None:
    """The ISO text of a TOML date or of a text that is one; None for anything else, a date with a time included."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and len(value) == len("2024-01-31"):
            return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    return None


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < COUNT_LIMIT


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
