"""Indicators of packages with their values by quarter (core.indicators says what they mean)."""

from sqlite3 import Connection
from typing import Any

from core.indicators import attainment, counted_source, levels, over_quarters
from core.work import IndicatorPoint, IndicatorRow
from store.counting import value_of


def by_package(connection: Connection, project_id: int, quarter: int, day: str) -> dict[int, list[IndicatorRow]]:
    """The indicators of every package by its id, with their values to the end of *quarter*; what Etappi counts itself
    is counted for the ISO date *day*."""
    points: dict[int, list[IndicatorPoint]] = {}
    for indicator, *point in connection.execute(
        "SELECT indicator_id, quarter, value, level, note, on_date, actor FROM indicator_value "
        "WHERE project_id = ? AND quarter <= ? ORDER BY quarter", (project_id, quarter)
    ).fetchall():  # fmt: skip
        points.setdefault(indicator, []).append(IndicatorPoint(*point))
    out: dict[int, list[IndicatorRow]] = {}
    for package, number, *row in connection.execute(
        "SELECT work_package_id, id, title, unit, kind, baseline, target, direction, aggregation, source "
        "FROM indicator WHERE project_id = ? ORDER BY position", (project_id,)
    ).fetchall():  # fmt: skip
        own = out.setdefault(package, [])
        counted = value_of(connection, project_id, row[-1], day)
        own.append(_indicator(number, len(own) + 1, row, points.get(number, []), quarter, counted))
    return out


def _indicator(
    id: int, number: int, row: list[Any], points: list[IndicatorPoint], quarter: int, counted_value: float | None
) -> IndicatorRow:
    title, unit, kind, baseline, target, direction, aggregation, source = row
    by_quarter = {point.quarter: point for point in points}
    value = over_quarters(
        {one: point.value for one, point in by_quarter.items() if point.value is not None}, aggregation, quarter
    )
    now, before = levels({one: point.level for one, point in by_quarter.items() if point.level is not None}, quarter)
    counted = counted_source(source) is not None
    if counted:
        value = counted_value
    return IndicatorRow(
        id=id, number=number, title=title, unit=unit, kind=kind, baseline=baseline, target=target, direction=direction,
        aggregation=aggregation, source=source, counted=counted, points=tuple(points), value=value,
        level=None if now is None else by_quarter[now], level_before=None if before is None else by_quarter[before],
        attainment=attainment(value, baseline, target, falling=direction == "descending", counted=counted),
    )  # fmt: skip
