"""The demo's values of indicators, from indicators.toml."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from core import quarter as quarters
from store.commands import indicators
from store.status import ProjectRow
from store.writing import Writer


@dataclass(frozen=True)
class Entered:
    """What was entered on an ISO date of an indicator (by title) in a quarter: value, level, note as far as given."""

    on: str
    workpackage: str
    indicator: str
    quarter: int
    given: dict[str, object]


def all_values() -> tuple[Entered, ...]:
    """Everything of the file, in order of time."""
    content = tomllib.loads(files("demo").joinpath("indicators.toml").read_text(encoding="utf-8"))
    return tuple(
        Entered(row["on"].isoformat(), row["workpackage"], row["indicator"], quarters.parse(row["quarter"]),
                {name: row[name] for name in ("value", "level", "note") if name in row})
        for row in content["value"]
    )  # fmt: skip


def enter(writer: Writer, project: ProjectRow, fact: Entered) -> None:
    """Record one of them, as on its own day."""
    indicators.set_value(writer, project, fact.workpackage, fact.indicator, fact.quarter, fact.given, fact.on)
