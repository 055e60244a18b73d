"""Indicators of packages with their values by quarter (core.indicators says what they mean)."""

from sqlite3 import Connection
from typing import Any

from core import quarter as quarters
from core.days import iso
from core.indicators import attainment, counted_source, levels, over_quarters
from core.surveys.figures import Measured
from core.work import IndicatorPoint, IndicatorRow
from store.counting import values_of
from store.status import Moment, ProjectRow
from store.surveyquarters import measured_on


def by_package(connection: Connection, project: ProjectRow, moment: Moment) -> dict[int, list[IndicatorRow]]:
    """The indicators of every package by its id, with their values to the end of the quarter of *moment*.

    What Etappi counts itself is counted anew for the last day of each quarter, and for the day of *moment*.
    """
    points: dict[int, list[IndicatorPoint]] = {}
    for indicator, *point in connection.execute(
        "SELECT indicator_id, quarter, value, level, note, on_date, actor FROM indicator_value "
        "WHERE project_id = ? AND quarter <= ? ORDER BY quarter", (project.id, moment.quarter)
    ).fetchall():  # fmt: skip
        points.setdefault(indicator, []).append(IndicatorPoint(*point))
    out: dict[int, list[IndicatorRow]] = {}
    for package, number, *row in connection.execute(
        "SELECT work_package_id, id, title, unit, kind, baseline, target, direction, aggregation, source "
        "FROM indicator WHERE project_id = ? ORDER BY position", (project.id,)
    ).fetchall():  # fmt: skip
        own = out.setdefault(package, [])
        counted = counted_source(row[-1]) is not None
        found = _counted(connection, project, package, row[-1], moment) if counted else points.get(number, [])
        base = None
        if counted and row[-1].partition(":")[0].strip() == "survey":
            found, base = _of_survey(connection, project, row[-1], row[1], moment)
        own.append(_indicator(number, len(own) + 1, row, found, moment.quarter, base))
    return out


def _of_survey(
    connection: Connection, project: ProjectRow, source: str, unit: str | None, moment: Moment
) -> tuple[list[IndicatorPoint], Measured | None]:
    """The share of a survey, quarter by quarter, and what the newest one rests on; as per cents where that is the
    unit."""
    wanted = counted_source(source)
    if wanted is None or wanted.code is None or wanted.question is None:
        return [], None
    span, days = _days(project, moment)
    times = 100 if (unit or "").strip().startswith("%") else 1
    found = measured_on(connection, project.id, wanted.code, wanted.question, days)
    points = [IndicatorPoint(quarter, one.value * times, None, None, day, "")
              for quarter, day, one in zip(span, days, found, strict=True) if one is not None]  # fmt: skip
    return points, next((one for one in reversed(found) if one is not None), None)


def _days(project: ProjectRow, moment: Moment) -> tuple[range, list[str]]:
    """The quarters to that of *moment*, and the day on which each is counted."""
    span = range(quarters.of_date(project.start), moment.reached + 1)
    return span, [min(iso(quarters.last_day(quarter)), moment.cut) for quarter in span]


def _counted(
    connection: Connection, project: ProjectRow, package: int, source: str, moment: Moment
) -> list[IndicatorPoint]:
    """What Etappi counts, quarter by quarter; a quarter for which it knows nothing has no point."""
    span, days = _days(project, moment)
    values = values_of(connection, project, package, source, days)
    return [IndicatorPoint(quarter, value, None, None, day, "")
            for quarter, day, value in zip(span, days, values, strict=True) if value is not None]  # fmt: skip


def _indicator(
    id: int, number: int, row: list[Any], points: list[IndicatorPoint], quarter: int, base: Measured | None
) -> IndicatorRow:
    title, unit, kind, baseline, target, direction, aggregation, source = row
    by_quarter = {point.quarter: point for point in points}
    counted = counted_source(source) is not None
    value = over_quarters(
        {one: point.value for one, point in by_quarter.items() if point.value is not None},
        "latest" if counted else aggregation,  # what Etappi counts is a total each time
        quarter,
    )
    now, before = levels({one: point.level for one, point in by_quarter.items() if point.level is not None}, quarter)
    return IndicatorRow(
        id=id, number=number, title=title, unit=unit, kind=kind, baseline=baseline, target=target, direction=direction,
        aggregation=aggregation, source=source, counted=counted, points=tuple(points), value=value,
        level=None if now is None else by_quarter[now], level_before=None if before is None else by_quarter[before],
        attainment=attainment(value, baseline, target, falling=direction == "descending", counted=counted),
        base=base,
    )  # fmt: skip
