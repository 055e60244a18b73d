"""Planned events of an import in words."""

from core.eventplan import ListedEvent
from locales import has, t
from locales.formats import clock, date


def value(name: str, told: object) -> str:
    """A value of a field of core.eventplan.FIELDS as people write it; a dash where there is none."""
    if told is None or told == ():
        return "–"
    if name in ("start", "ends"):
        day, _, at = str(told).partition("T")
        return f"{date(day)} {clock(at)}" if at else date(day)
    if name == "window" and isinstance(told, tuple):
        return f"{date(told[0])}–{date(told[1])}"
    if name == "packages" and isinstance(told, tuple):
        return ", ".join(map(str, told))
    word = f"event.{name}_{told}"
    return t(word) if has(word) else str(told)


def event_text(one: ListedEvent) -> str:
    """An event of a list: what a new one is, or what changes of one: ``E12 Webinar: place Turku → Vaasa``."""
    if one.outcome == "added":
        told = {change.field: value(change.field, change.after) for change in one.fields if change.after != ()}
        beside = [told[name] for name in ("kind", "packages", "mode", "place") if told.get(name)]
        when = told.get("start") or told.get("window") or ""
        return ", ".join(part for part in (f"{when} {one.title}".strip(), *beside) if part)
    changes = []
    for change in one.fields:
        before = "" if change.before in (None, ()) else f"{value(change.field, change.before)} → "
        changes.append(f"{t(f'import.field_event_{change.field}')} {before}{value(change.field, change.after)}")
    name = f"{one.code} {one.title}"
    return f"{name}: {', '.join(changes)}" if changes else name
