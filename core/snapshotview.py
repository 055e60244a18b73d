"""Facts and figures in the content of a snapshot, whichever Etappi made it: what it lacks is None or empty."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from core.days import iso
from core.quarter import last_day, parse
from core.snapshotdiff import Content

Key = tuple[object, ...]
Record = dict[str, Any]


class SnapshotView:
    """One snapshot; *quarter* is the code of its own quarter, whose figures are meant where none is named."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.quarter: str = content["quarter"]
        self.as_of: str = content["as_of"]
        self._tables: dict[str, dict[Key, Record]] = {}

    def rows(self, table: str) -> dict[Key, Record]:
        """The rows of a table of facts by their natural key."""
        if table not in self._tables:
            self._tables[table] = {tuple(key): values for key, values in self.content["facts"].get(table, [])}
        return self._tables[table]

    def fact(self, table: str, *key: object) -> Record:
        """One row of facts; empty where there is none."""
        return self.rows(table).get(key, {})

    def section(self, name: str, quarter: str | None = None) -> Record:
        """A section of the figures of a quarter; empty where it is not there or is a list."""
        found = self.content["figures"].get(quarter or self.quarter, {}).get(name)
        return found if isinstance(found, dict) else {}

    def has(self, name: str) -> bool:
        """True if the Etappi that took it computed this section for its quarter."""
        return name in self.content["figures"].get(self.quarter, {})

    def figures(self, section: str, code: str, quarter: str | None = None) -> Record:
        """The figures of one package, item or event."""
        found = self.section(section, quarter).get(code)
        return found if isinstance(found, dict) else {}

    def listed(self, name: str) -> list[Record]:
        """A section that is a list of records."""
        found = self.content["figures"].get(self.quarter, {}).get(name)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def packages(self) -> list[str]:
        """Codes of work packages in the order of the plan, each before those below it."""
        rows = {str(key[0]): values for key, values in self.rows("work_package").items()}
        children: dict[object, list[str]] = {}
        for code in sorted(rows, key=lambda code: (rows[code].get("position") or 0, code)):
            parent = rows[code].get("parent")
            children.setdefault(parent if parent in rows else None, []).append(code)
        out: list[str] = []

        def walk(parent: object) -> None:
            for code in children.get(parent, ()):
                if code not in out:
                    out.append(code)
                    walk(code)

        walk(None)
        return out

    def depth(self, package: str) -> int:
        """How many packages stand above one."""
        seen = {package}
        while (parent := self.fact("work_package", package).get("parent")) is not None and parent not in seen:
            seen.add(package := parent)
        return len(seen) - 1

    def items(self, package: str) -> list[str]:
        """Codes of a package's own items: outputs, then actions, in the order of the plan."""
        own = [(str(key[0]), values) for key, values in self.rows("item").items() if values.get("package") == package]
        own.sort(key=lambda one: (one[1].get("kind") != "output", one[1].get("position") or 0, one[0]))
        return [code for code, _ in own]

    def held(self) -> set[str]:
        """Codes of events of the snapshot's quarter and those before it of which a list or a count tells who came:
        those that reach counts (rules.md 5). Where no counts are frozen, those that had begun and were not cancelled.
        """
        until = parse(self.quarter)
        if self.has("events"):
            return {code for quarter in self.content["figures"] if parse(quarter) <= until
                    for code in self.section("events", quarter)}  # fmt: skip
        day = min(self.as_of, iso(last_day(until)))
        return {str(key[0]) for key, values in self.rows("event").items()
                if not values.get("cancelled_on") and (values.get("start") or "9")[:10] <= day}  # fmt: skip

    def packages_of(self, event: str) -> list[str]:
        """Codes of the packages that an event belongs to."""
        return sorted(str(key[1]) for key in self.rows("event_package") if key[0] == event)

    def done(self, package: str | None = None, figure: str = "earned", quarter: str | None = None) -> Fraction | None:
        """The share of a package's (or the project's) weight that is earned (or planned); None where there is none."""
        found = self.section("project", quarter) if package is None else self.figures("packages", package, quarter)
        part, whole = share(found.get(figure)), share(found.get("weight"))
        return part / whole if part is not None and whole else None


def share(value: object) -> Fraction | None:
    """The fraction that a snapshot writes as [numerator, denominator]; None for anything else."""
    if isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value) and value[1]:
        return Fraction(value[0], value[1])
    return None


def mapping(value: object) -> Record:
    """*value* if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def codes_of(rows: Iterable[object]) -> dict[str, int]:
    """The [[code, number]] of a snapshot as a mapping."""
    return {str(row[0]): row[1] for row in rows if isinstance(row, list) and len(row) == 2 and type(row[1]) is int}
