"""What two snapshots differ in, as codes and values: frozen records (core.difftelling makes them)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clause:
    """A piece of a sentence: its code in the catalogues and the values in it."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PackageTold:
    """A work package: the share *done* and the *status* then and now (None: not there), and what is said of it: *first*
    what was done and completed and what is late, *more* what began, went on and was held. *depth* is that in the plan's
    tree."""

    code: str
    title: str
    depth: int
    done: tuple[float | None, float | None]
    status: tuple[str | None, str | None]
    first: tuple[Clause, ...]
    more: tuple[Clause, ...]


@dataclass(frozen=True)
class Counts:
    """How many things were added, changed, and removed or cancelled, and how many figures were restated; *things* are
    the first three by table: (table, added, changed, removed)."""

    added: int
    changed: int
    removed: int
    restated: int
    things: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Telling:
    """Everything that is told. *lines* are groups of clauses by name, in their order: project, reach, surveys, status,
    network, plan, obligations, reports, decisions, cancelled, restated, rules. *others* are rows that no sentence
    tells, by table."""

    packages: tuple[PackageTold, ...]
    lines: Mapping[str, tuple[Clause, ...]]
    others: tuple[tuple[str, int], ...]
    counts: Counts
