"""The rows of facts of one work package that differ between two snapshots, by names that people know."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.difftelling import PARTS_OF
from core.snapshotdiff import ABSENT, is_day
from core.snapshotview import Key, SnapshotView
from locales import has, t
from locales.formats import date
from locales.snapshotwords import figure_text, table_text
from store.snapshotdesk import Comparison
from tui.signs import Signs

DAY = 10
"""Signs of an ISO date."""
LINKS = ("event_package",)
"""Tables of which a row only says where another row belongs."""


@dataclass(frozen=True)
class Changed:
    """A row that was added, changed or removed (*sign*): the kind of its *table*, what it is, and its *fields* that
    have other values, or the note of a new one."""

    sign: str
    table: str
    what: str
    fields: tuple[str, ...] = ()


def changed_rows(found: Comparison, package: str, signs: Signs) -> list[Changed]:
    """The rows of *package*, table by table: added, removed, then changed field by field."""
    old, new, difference = found.old.view, found.new.view, found.difference
    out = [Changed("+", table_text(one.table), _named(new, one.table, one.key, one.values), _notes(one.values))
           for one in difference.added
           if one.table not in LINKS and _of(new, one.table, one.key, one.values) == package]  # fmt: skip
    out += [Changed(signs.opened, table_text(one.table), _named(old, one.table, one.key, one.values))
            for one in difference.removed
            if one.table not in LINKS and _of(old, one.table, one.key, one.values) == package]  # fmt: skip
    fields: dict[tuple[str, Key], list[str]] = {}
    for field in difference.changed:
        if _of(new, field.table, field.key, new.fact(field.table, *field.key)) == package:
            values = ("–" if value is ABSENT else _value(value) for value in (field.old, field.new))
            fields.setdefault((field.table, field.key), []).append(f"{_field(field.field)}: {' → '.join(values)}")
    out += [Changed("~", table_text(table), _named(new, table, key, new.fact(table, *key)), tuple(texts))
            for (table, key), texts in fields.items()]  # fmt: skip
    return sorted(out, key=lambda one: one.table)


def _of(view: SnapshotView, table: str, key: Key, values: Mapping[str, object]) -> str | None:
    """The code of the package that a row belongs to, the first one of an event; None for one of the whole project."""
    if values.get("package"):
        return str(values["package"])
    thing = PARTS_OF.get(table, table)
    if thing == "item":
        found = view.fact("item", key[0]).get("package")
        return None if found is None else str(found)
    if table == "event":
        return next(iter(view.packages_of(str(key[0]))), None)
    packages = view.rows("work_package")
    return next((str(part) for part in key if (part,) in packages), None)


def _named(view: SnapshotView, table: str, key: Key, values: Mapping[str, object]) -> str:
    """What a row is about: its title, or that of the thing that it belongs to, and the rest of its key."""
    thing = PARTS_OF.get(table, table)
    own = view.fact(thing, *key[:1]) if thing in ("item", "event", "obligation") else {}
    title = values.get("title") or own.get("title")
    if table == "indicator_value":
        title = view.fact("indicator", *key[:2]).get("title")
    if table == "event":
        start = str(values.get("start") or "")[:DAY]
        return " ".join(filter(None, [str(title or key[0]), date(start) if start else ""]))
    rest = [_value(part) for part in (key[1:] if title else key) if part is not None and not isinstance(part, int)]
    return " ".join(filter(None, [str(title or ""), *rest, _fact(values) if table == "evidence" else ""]))


def _fact(values: Mapping[str, object]) -> str:
    """What a fact of progress says: how many units are done, or what became of the item."""
    number = values.get("units")
    return "· " + t(f"work.did_{values.get('kind')}", step=values.get("step"), units=figure_text(number))


def _notes(values: Mapping[str, object]) -> tuple[str, ...]:
    note = values.get("note")
    return (str(note),) if note else ()


def _value(value: object) -> str:
    """A value in words; an ISO date, or an instant, by its day."""
    text = value if isinstance(value, str) else ""
    if len(text) >= DAY and is_day(text[:DAY]):
        return f"{date(text[:DAY])}{text[DAY:].replace('T', ' ')}"
    return figure_text(value)


def _field(name: str) -> str:
    return t(f"tui.field_{name}") if has(f"tui.field_{name}") else name
