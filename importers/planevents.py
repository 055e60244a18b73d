"""The events of a plan file (contract.md): what the plan names, often before a day is known."""

import datetime

from core.events import MODES, is_day_or_time
from core.moments import window_of
from core.planning import PlanEvent
from importers import eventwords
from importers.plancodes import Resolve, Seen
from importers.plantables import Table, as_date


def read_events(top: Table, resolve: Resolve) -> tuple[PlanEvent, ...]:
    """The events of a whole file; *resolve* finds packages."""
    seen = Seen()
    out = []
    for table in top.tables("event", "[[event]]"):
        out.append(_event(table, seen, resolve))
        table.close()
    return tuple(out)


def _event(table: Table, seen: Seen, resolve: Resolve) -> PlanEvent:
    code, title, kind = seen.code(table), table.text("title", required=True), table.text("kind")
    known = None if kind is None else eventwords.of_config().kind(kind)
    packages = [resolve(table, "workpackages", name) for name in table.texts("workpackages")]
    return PlanEvent(
        title=title or "", code=code, kind=known or "other", window=_window(table),
        packages=tuple(dict.fromkeys(one for one in packages if one is not None)), start=_start(table),
        place=table.text("place"), mode=table.choice("mode", MODES),
        unknown_kind=kind if known is None else None,
    )  # fmt: skip


def _window(table: Table) -> tuple[str, str] | None:
    """One or two months, dates or quarters."""
    values = table.raw("window")
    if values is None:
        return None
    parts = values if isinstance(values, list) else []
    texts = [as_date(part) or (part if isinstance(part, str) else "") for part in parts]
    found = window_of(texts)
    if found is None:
        table.problem("window", "window")
    return found


def _start(table: Table) -> str | None:
    """A TOML date or time, or a text as ``2024-09-10T09:00``."""
    value = table.raw("start")
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    text = as_date(value) or (value if isinstance(value, str) else "")
    if not is_day_or_time(text):
        table.problem("start", "event_start")
        return None
    return text
