"""What differs between two snapshots, by stable id (rules.md 11): facts, figures, rules and the frame around them.

A difference is complete: `apply` makes the later snapshot of the earlier one. Contents are those of `store.snapshots`
as canonical JSON reads them (plain values, no tuples). Natural keys tell rows from one another, codes tell figures.
"""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any

Content = dict[str, Any]
"""The content of a snapshot."""


class Missing(Enum):
    """`ABSENT` stands for what one of the two snapshots does not have at all: None is a value that is unknown."""

    ABSENT = "absent"


ABSENT = Missing.ABSENT


@dataclass(frozen=True)
class Row:
    """A row of facts that only one of the two has."""

    table: str
    key: tuple[object, ...]
    values: Mapping[str, object]


@dataclass(frozen=True)
class Field:
    """A field of a row that both have, and its two values."""

    table: str
    key: tuple[object, ...]
    field: str
    old: object
    new: object


@dataclass(frozen=True)
class Value:
    """A value at a *path* (the names on the way to it), and its two values. Of figures the path is quarter, section,
    code of the package, item or event (where the section has any) and name."""

    path: tuple[str, ...]
    old: object
    new: object


@dataclass(frozen=True)
class SnapshotDifference:
    """Rows *added*, *removed* and *changed* (field by field), *figures*, *rules* (versions under ``rules``, values
    under ``thresholds``) and the *frame*: quarter, day, locked quarters, tables that only one has. *restated* are those
    figures of quarters locked in the earlier snapshot that have another value in the later one."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Field, ...]
    figures: tuple[Value, ...]
    restated: tuple[Value, ...]
    rules: tuple[Value, ...]
    frame: tuple[Value, ...]

    @property
    def rows(self) -> set[tuple[str, tuple[object, ...]]]:
        """Table and key of every row that differs."""
        out = {(row.table, row.key) for row in (*self.added, *self.removed)}
        return out | {(field.table, field.key) for field in self.changed}

    @property
    def empty(self) -> bool:
        """Nothing differs, not even the day."""
        return not any((self.added, self.removed, self.changed, self.figures, self.rules, self.frame))


_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_QUARTER = re.compile(r"\d{4}-Q[1-4]", re.ASCII)
RULE_PARTS = ("rules", "thresholds")
APART = (*RULE_PARTS, "facts", "figures")
PLAIN_SECTIONS = ("project", "reach")
"""Sections of figures that belong to the project; in the others figures stand under the code of what they tell of."""


def difference(old: Content, new: Content) -> SnapshotDifference:
    """What differs between the snapshots *old* and *new*."""
    added: list[Row] = []
    removed: list[Row] = []
    changed: list[Field] = []
    for table in sorted({*old["facts"], *new["facts"]}):
        before, after = _by_key(old["facts"].get(table, [])), _by_key(new["facts"].get(table, []))
        added += [Row(table, key, values) for key, values in after.items() if key not in before]
        removed += [Row(table, key, values) for key, values in before.items() if key not in after]
        changed += [
            Field(table, key, value.path[0], value.old, value.new)
            for key, values in before.items() if key in after
            for value in _walk(values, after[key], (), deep=False)
        ]  # fmt: skip
    figures = tuple(_walk(old["figures"], new["figures"], ()))
    return SnapshotDifference(
        tuple(added), tuple(removed), tuple(changed), figures,
        tuple(one for one in figures if one.path[0] in old["locked"] and not _not_made_then(old, new, one.path)),
        tuple(one for part in RULE_PARTS for one in _walk(old[part], new[part], (part,))), tuple(_frame(old, new)),
    )  # fmt: skip


def apply(found: SnapshotDifference, old: Content) -> Content:
    """The snapshot that *old* becomes when every change of *found* is made; *old* stays as it is."""
    out = deepcopy(old)
    for one in (*found.frame, *found.rules):
        _put(out, one.path, one.new)
    for one in found.figures:
        _put(out["figures"], one.path, one.new)
    tables = {table: _by_key(rows) for table, rows in out["facts"].items()}
    for row in found.added:
        tables[row.table][row.key] = deepcopy(dict(row.values))
    for row in found.removed:
        tables.get(row.table, {}).pop(row.key, None)
    for field in found.changed:
        _put(tables[field.table][field.key], (field.field,), field.new)
    out["facts"] = {
        table: sorted(([[*key], values] for key, values in rows.items()), key=lambda row: json.dumps(row[0]))
        for table, rows in tables.items()
    }
    return out


def well_formed(content: object) -> bool:
    """True if *content* has the shape of a snapshot, so that it can be compared whatever file it came from."""
    if not isinstance(content, dict) or not all(isinstance(content.get(part), dict) for part in APART):
        return False
    locked, day = content.get("locked"), content.get("as_of")
    if not isinstance(content.get("project"), str) or not isinstance(locked, list) or not isinstance(day, str):
        return False
    if not is_day(day) or not all(map(_is_quarter, [content.get("quarter"), *locked, *content["figures"]])):
        return False
    if not all(isinstance(rows, list) and all(map(_is_row, rows)) for rows in content["facts"].values()):
        return False
    return all(len(_by_key(rows)) == len(rows) for rows in content["facts"].values()) and all(
        isinstance(sections, dict) and all(isinstance(one, (dict, list)) for one in sections.values())
        for sections in content["figures"].values()
    )


def is_day(text: str) -> bool:
    """True if *text* is written as a day (ISO)."""
    return _DAY.fullmatch(text) is not None


def _is_quarter(code: object) -> bool:
    return isinstance(code, str) and _QUARTER.fullmatch(code) is not None


def _is_row(row: object) -> bool:
    return (
        isinstance(row, list) and len(row) == 2 and isinstance(row[0], list) and isinstance(row[1], dict)
        and not any(isinstance(part, (list, dict)) for part in row[0])
    )  # fmt: skip


def _by_key(rows: list[Any]) -> dict[tuple[object, ...], dict[str, Any]]:
    return {tuple(key): values for key, values in rows}


def _walk(
    old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str, ...], *, deep: bool = True
) -> Iterator[Value]:
    """The values that differ between two mappings and, if *deep*, those inside them."""
    for name in sorted({*old, *new}):
        before, after = old.get(name, ABSENT), new.get(name, ABSENT)
        if deep and isinstance(before, dict) and isinstance(after, dict):
            yield from _walk(before, after, (*path, name))
        elif before != after:
            yield Value((*path, name), before, after)


def _frame(old: Content, new: Content) -> Iterator[Value]:
    before, after = ({name: value for name, value in side.items() if name not in APART} for side in (old, new))
    yield from _walk(before, after, (), deep=False)
    for table in sorted({*old["facts"]} ^ {*new["facts"]}):
        yield Value(("facts", table), *(ABSENT if table not in side["facts"] else [] for side in (old, new)))


def _put(target: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    *way, last = path
    for name in way:
        target = target[name]
    if value is ABSENT:
        del target[last]
    else:
        target[last] = deepcopy(value)


def _not_made_then(old: Content, new: Content, path: tuple[str, ...]) -> bool:
    """True for a figure that an earlier Etappi did not compute yet, or a later one no more: that restates nothing."""
    sides = [side["figures"].get(path[0], {}) for side in (old, new)]
    if len(path) < 3:
        return len(path) < 2 or any(path[1] not in side for side in sides)
    for side in sides:
        section = side[path[1]]
        if path[1] in PLAIN_SECTIONS:
            if path[2] not in section:
                return True
        elif len(path) > 3 and not any(isinstance(one, dict) and path[3] in one for one in section.values()):
            return True
    return False
