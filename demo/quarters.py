"""The demo's course of time, from quarters.toml: its reports, its snapshots and the quarters that were locked."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from core import quarter as quarters
from core.closing import TEXTS
from store.closingdesk import ClosingDesk
from store.commands.reports import write_report
from store.status import ProjectRow
from store.writing import Writer


@dataclass(frozen=True)
class Stop:
    """An ISO date on which a snapshot was taken under a name, or a quarter locked."""

    on: str
    snapshot: str | None = None
    close: int | None = None


@dataclass(frozen=True)
class Sent:
    """A report that came (or was begun) on an ISO date."""

    on: str
    workpackage: str
    quarter: int
    state: str
    texts: dict[str, str]


def stops(today: str) -> Iterator[Stop]:
    """The stops of the file in order of time, and *today*, on which nothing more is done."""
    for row in _content()["stop"]:
        close = row.get("close")
        yield Stop(row["on"].isoformat(), row.get("snapshot"), quarters.parse(close) if close else None)
    yield Stop(today)


def all_reports() -> tuple[Sent, ...]:
    """The reports of the file."""
    return tuple(
        Sent(row["on"].isoformat(), row["workpackage"], quarters.parse(row["quarter"]), row["state"],
             {name: row[name] for name in TEXTS if name in row})
        for row in _content()["report"]
    )  # fmt: skip


def send(writer: Writer, project: ProjectRow, report: Sent) -> None:
    """Record one of them, as on its own day."""
    write_report(writer, project, report.workpackage, report.quarter, report.on, state=report.state,
                 texts=report.texts)  # fmt: skip


def hold(path: str, stop: Stop) -> None:
    """Do what a stop is for; the project's day is that of the stop."""
    if stop.snapshot is not None:
        ClosingDesk(path).take(stop.snapshot)
    if stop.close is not None:
        ClosingDesk(path).close(stop.close)


def _content() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("demo").joinpath("quarters.toml").read_text(encoding="utf-8"))
