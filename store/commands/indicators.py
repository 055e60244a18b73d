"""Values and levels of indicators, quarter by quarter (rules.md 9). A declared zero is a value; no row is none."""

import math

from sqlmodel import select

from core import quarter as quarters
from core.errors import EtappiError
from core.indicators import counted_source
from core.text import clean, clean_lines, folded
from store import forms
from store.closing import require_open
from store.commands.progress import package_named
from store.editing import Base, Saved, remove, save_or_make
from store.models import Indicator, IndicatorValue, WorkPackage
from store.status import ProjectRow
from store.writing import Writer, key

LEVEL_LIMIT = 200


def set_value(
    writer: Writer, project: ProjectRow, package_code: str, name: str, quarter: int, given: dict[str, object],
    today: str,
) -> tuple[str, str]:  # fmt: skip
    """Record the fields *given* (value, level, note) of an indicator in a quarter, the others stay; returns the
    package's code and the indicator's title.

    *name* is its number in the package, or its title or a part of it that no other has. A value for the same quarter
    replaces the first (the log keeps both). Refused as by `save_form`.
    """
    package = package_named(writer, project, package_code)
    indicator = _named(writer, package, name)
    base = forms.indicator_base(writer.connection, key(indicator.id), quarter)
    save_form(writer, project, key(indicator.id), quarter, base, {**(base.values if base else {}), **given}, today)
    return package.code, indicator.title


def save_form(
    writer: Writer, project: ProjectRow, indicator_id: int, quarter: int, base: Base | None, wanted: dict[str, object],
    today: str,
) -> Saved:  # fmt: skip
    """Save the form of an indicator's value in a quarter that was opened with *base*: value, level, note. With neither
    value nor level the record is taken away.

    Refused (EtappiError): an indicator that Etappi counts itself, a quarter outside the project, to come or locked, a
    value that is no number, a quantitative indicator without a number.
    """
    row = writer.session.get(Indicator, indicator_id)
    if row is None or row.project_id != project.id:
        raise EtappiError("store.row_gone", 1)
    if counted_source(row.source) is not None:
        raise EtappiError("progress.counted", title=row.title, source=row.source)
    span = quarters.all_between(project.start, project.end)
    if quarter not in span:
        raise EtappiError("store.quarter_outside", quarter=quarters.label(quarter), project=project.code,
                          first=quarters.label(span[0]), last=quarters.label(span[-1]))  # fmt: skip
    if quarter > quarters.of_date(today):
        raise EtappiError("progress.quarter_to_come", quarter=quarters.label(quarter))
    require_open(writer.connection, project.id, quarter)
    where = {"project_id": project.id, "indicator_id": indicator_id, "quarter": quarter}
    value, level, note = (wanted.get(name) for name in ("value", "level", "note"))
    words = clean(level, LEVEL_LIMIT) or None if isinstance(level, str) else None
    if value is None and words is None:
        return Saved(("value",) if remove(writer, IndicatorValue, where, base) else ())
    if value is None and row.kind == "quantitative":
        raise EtappiError("progress.number_wanted", title=row.title)
    if value is not None and not (isinstance(value, (int, float)) and math.isfinite(value)):
        raise EtappiError("progress.bad_number", value=value)
    fields = {"value": None if value is None else float(value), "level": words,
              "note": clean_lines(note) or None if isinstance(note, str) else None}  # fmt: skip
    return save_or_make(writer, IndicatorValue, where, base, fields, {"on_date": today, "actor": writer.actor})


def _named(writer: Writer, package: WorkPackage, name: str) -> Indicator:
    rows = writer.session.exec(
        select(Indicator).where(Indicator.work_package_id == package.id).order_by(Indicator.position)  # type: ignore[arg-type]
    ).all()
    if not rows:
        raise EtappiError("progress.no_indicators", code=package.code)
    if name.isdigit() and 1 <= int(name) <= len(rows):
        return rows[int(name) - 1]
    exact = [row for row in rows if folded(row.title) == folded(name)]
    found = exact or [row for row in rows if name.strip() and folded(name) in folded(row.title)]
    if len(found) != 1:
        choices = "; ".join(f"{number} {row.title}" for number, row in enumerate(rows, 1))
        raise EtappiError("progress.unknown_indicator", name=clean(name), code=package.code, choices=choices)
    return found[0]
