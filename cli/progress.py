"""`etappi wp | late`: how work packages stand, what is late."""

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.status import read_quarter
from cli.table import Column, draw, wrapped
from core import quarter as quarters
from core.decisions import decision_text
from core.display import safe
from core.errors import EtappiError
from core.indicators import Attainment
from core.roles import ROLES
from core.work import DecisionRow, DeviationRow, IndicatorRow, ItemRow, LateRow, PackageDetail, QuarterRow
from locales import t
from locales.formats import date, decimal, percent, sentence, timing

INDENT = "  "


@click.command("late", help=t("cli.help_late"))
@click.option("--quarter", metavar="Q", help=t("cli.option_quarter"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def late_command(context: Context, quarter: str | None, json: bool) -> None:
    """Print what is past its quarter."""
    from store import packages

    with context.project_reading() as (connection, project):
        rows = packages.late(connection, project, read_quarter(quarter, project.start, project.end))
    if json:
        put_json([_late_json(row) for row in rows])
        return
    if not rows:
        put([t("cli.nothing_late")])
        return
    head = [Column(t("cli.head_item")), Column(t("cli.head_title"), gives_way=True), Column(t("cli.head_due")),
            Column(t("cli.head_late"), right=True), Column(t("cli.head_owner"), gives_way=True)]  # fmt: skip
    lines = draw(head, [[row.item, row.title, quarters.label(row.due), _behind(row.quarters_late), row.owner or "–"]
                        for row in rows], terminal_width())  # fmt: skip
    out = lines[:1]
    for line, row in zip(lines[1:], rows, strict=True):
        out += [line, *_deviation_lines(row.deviation, terminal_width() or 120)]
    put(out)


def _behind(quarters_late: int) -> str:
    return t("cli.quarters_late", n=quarters_late) if quarters_late else t("progress.missed")


def _deviation_lines(deviation: DeviationRow | None, columns: int) -> list[str]:
    """What was said of a late item, indented below it."""
    if deviation is None:
        return []
    texts = [t("progress.late_reason", text=deviation.reason)]
    if deviation.remedy:
        texts.append(t("progress.late_remedy", text=deviation.remedy))
    more = []
    if deviation.responsible:
        more.append(t("progress.late_responsible", text=deviation.responsible))
    if deviation.new_quarter is not None:
        more.append(t("progress.late_new", quarter=quarters.label(deviation.new_quarter)))
    if deviation.decision:
        more.append(t("progress.late_decision", text=_decision(deviation.decision)))
    texts += [" · ".join(more)] if more else []
    return [safe(line) for text in texts for line in wrapped(INDENT + text, columns, INDENT * 2)]


def _decision(decision: DecisionRow | None) -> str | None:
    return None if decision is None else decision_text(decision.on_date, decision.paragraph, decision.body)


def _late_json(row: LateRow) -> dict[str, object]:
    told = row.deviation
    return {
        "item": row.item, "workpackage": row.workpackage, "title": row.title, "kind": row.kind,
        "due": quarters.code(row.due), "quarters_late": row.quarters_late, "owner": row.owner, "reason": row.reason,
        "remedy": told.remedy if told else None, "responsible": told.responsible if told else None,
        "new_quarter": quarters.code(told.new_quarter) if told and told.new_quarter is not None else None,
        "decision": _decision(told.decision) if told else None,
    }  # fmt: skip


@click.command("wp", help=t("cli.help_wp"))
@click.argument("code", required=False)
@click.option("--quarter", metavar="Q", help=t("cli.option_quarter"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def wp_command(context: Context, code: str | None, quarter: str | None, json: bool) -> None:
    """Print one work package whole, or all of them."""
    from store import packages

    with context.project_reading() as (connection, project):
        found = packages.read(connection, project, read_quarter(quarter, project.start, project.end), code)
        every = "SELECT code FROM work_package WHERE project_id = ? ORDER BY position"
        codes = [row[0] for row in connection.execute(every, (project.id,)).fetchall()]
    if code is not None and len(found) != 1:
        raise EtappiError("cli.unknown_package", code=code, codes=", ".join(codes) or "–")
    if json:
        put_json([_package_json(package) for package in found])
        return
    for number, package in enumerate(found):
        put([""] * bool(number) + _package_lines(package, terminal_width()))


def _package_json(package: PackageDetail) -> dict[str, object]:
    return {
        "code": package.code, "title": package.title, "parent": package.parent, "goal": package.goal,
        "items": [_item_json(item) for item in package.items],
        "indicators": [_indicator_json(indicator) for indicator in package.indicators],
        "quarters": [
            {"quarter": quarters.code(q.quarter), "planned": q.planned, "done": q.done, "reported": q.reported,
             "reported_differs": q.differs, "reported_note": q.reported_note, "spi": q.spi, "coverage": q.coverage,
             "known": q.known, "due": q.due, "colour": q.colour, "status": q.status, "reason": _reason(q),
             "report": q.report, "locked": q.locked, "locked_on": q.locked_on}
            for q in package.quarters if q.status is not None and q.quarter <= package.shown
        ],
        "plan": [{"quarter": quarters.code(q.quarter), "planned": q.planned} for q in package.quarters],
    }  # fmt: skip


def _item_json(item: ItemRow) -> dict[str, object]:
    told = item.deviation
    return {
        "code": item.code, "kind": item.kind, "title": item.title, "from": quarters.code(item.first),
        "to": quarters.code(item.last), "technique": item.technique, "weight": item.weight, "owner": item.owner,
        "state": item.state, "earned": item.earned, "planned": item.planned, "units": item.units,
        "units_done": item.units_done, "quarters_late": item.quarters_late, "late": item.late,
        "reason": told.reason if told else None,
        "scope_from": None if item.scope_from is None else quarters.code(item.scope_from),
        "planned_from": quarters.code(item.planned_first), "planned_to": quarters.code(item.planned_last),
        "steps": [{"number": step.number, "title": step.title, "share": step.share,
                   "quarter": quarters.code(step.quarter), "done_on": step.done_on} for step in item.steps],
    }  # fmt: skip


def _indicator_json(indicator: IndicatorRow) -> dict[str, object]:
    return {
        "title": indicator.title, "unit": indicator.unit, "kind": indicator.kind, "baseline": indicator.baseline,
        "target": indicator.target, "value": indicator.value, "attainment": indicator.attainment.share,
        "wave": indicator.base.wave if indicator.base else None, "n": indicator.base.n if indicator.base else None,
        "interval": _interval(indicator), "attained": indicator.attainment.word,
        "level": indicator.level.level if indicator.level else None,
        "source": indicator.source, "counted": indicator.counted,
        "values": [{"quarter": quarters.code(point.quarter), "value": point.value, "level": point.level,
                    "note": point.note} for point in indicator.points],
    }  # fmt: skip


def _reason(row: QuarterRow) -> str:
    return sentence(f"status.reason_{row.reason}", row.reason_values) if row.reason else ""


def _package_lines(package: PackageDetail, columns: int | None) -> list[str]:
    from cli.status import status_text

    wide = columns or 120
    now = package.now
    counts = [f"{count} {t(f'status.role_{role}')}" for role, count in zip(ROLES, package.roles, strict=True) if count]
    lines = [safe(f"{package.code} {package.title}")]
    if now.status is not None:
        lines.append(f"{status_text(now.status)}: {_reason(now)}")
    lines += [safe(line) for line in wrapped(t("cli.wp_lead", names="; ".join(package.leads) or "–"), wide, INDENT)]
    lines += [f"{timing(package.first, package.last)}  {', '.join(counts)}", ""]
    if package.goal:
        lines += [*(safe(line) for line in wrapped(package.goal, wide, "")), ""]
    lines += _quarter_lines(package, columns)
    for kind in ("action", "output"):
        items = [item for item in package.items if item.kind == kind]
        if items:
            lines += ["", t(f"cli.wp_{kind}s"), *_items(items, columns)]
    if package.indicators:
        lines += ["", t("cli.wp_indicators"), *_indicators(package.indicators, columns)]
    return lines


def _quarter_lines(package: PackageDetail, columns: int | None) -> list[str]:
    """Plan, outcome and what was reported, quarter by quarter; what is still to come is left empty."""
    found = package.quarters
    head = [Column(""), *(Column(quarters.label(row.quarter), right=True) for row in found)]
    come = [row.status is not None for row in found]
    rows = [[t("cli.wp_planned"), *(percent(row.planned) for row in found)],
            [t("cli.wp_done"), *(percent(row.done) if here else "" for row, here in zip(found, come, strict=True))],
            ]  # fmt: skip
    if any(row.reported is not None for row in found):
        rows.append([t("cli.wp_reported"), *(_reported(row) for row in found)])
    rows.append([t("progress.wp_coverage"), *(f"{row.known}/{row.due}" if row.due else "–" if here else ""
                                              for row, here in zip(found, come, strict=True))])  # fmt: skip
    if any(row.report for row in found):
        rows.append([t("progress.wp_report"), *(t(f"progress.report_{row.report}") if row.report else ""
                                                for row in found)])  # fmt: skip
    if any(row.locked for row in found):
        rows.append([t("progress.wp_locked"), *(date(row.locked_on, year=False) if row.locked_on else ""
                                                for row in found)])  # fmt: skip
    lines = draw(head, rows, columns)
    for row in found:
        if row.differs:
            lines.append(t("progress.wp_differs", quarter=quarters.label(row.quarter), reported=percent(row.reported),
                           done=percent(row.done)))  # fmt: skip
    return lines


def _reported(row: QuarterRow) -> str:
    return "" if row.reported is None else f"{'! ' if row.differs else ''}{percent(row.reported)}"


def _indicators(found: tuple[IndicatorRow, ...], columns: int | None) -> list[str]:
    head = [Column(""), Column("", right=True), Column(t("cli.head_title"), gives_way=True), Column(t("cli.head_unit"))]
    head += [Column(t("progress.head_value"), right=True), Column(t("cli.head_target"), right=True),
             Column(t("progress.head_attainment"), right=True)]  # fmt: skip
    return draw(head, [["", str(one.number), one.title, one.unit or "", _value(one), _target(one),
                        _attained(one.attainment)] for one in found], columns)  # fmt: skip


def _target(one: IndicatorRow) -> str:
    """The target, behind the baseline where that is known: 0 → 55."""
    if one.target is None:
        return t("cli.missing")
    return _figure(one.target) if one.baseline is None else f"{_figure(one.baseline)} → {_figure(one.target)}"


def _figure(value: float) -> str:
    return decimal(value, 0 if value == int(value) else 1)


def _interval(one: IndicatorRow) -> list[float] | None:
    """The limits of a share of a survey, as shares."""
    base = one.base
    return None if base is None or base.low is None or base.high is None else [base.low, base.high]


def _value(one: IndicatorRow) -> str:
    """The figure, or the level, or both; what Etappi is still to count is not missing, and a share has its n."""
    parts = [_figure(one.value)] if one.value is not None else []
    parts += [t("survey.told_n", n=one.base.n)] if one.base is not None else []
    parts += [one.level.level] if one.level and one.level.level else []
    return ", ".join(parts) or (t("progress.not_yet") if one.counted else t("cli.missing"))


def _attained(attainment: Attainment) -> str:
    if attainment.word in ("no_value", "not_yet", "no_target"):
        return ""
    if attainment.word == "no_baseline":
        return t("progress.no_baseline", share=percent(attainment.share))
    return percent(attainment.share) if attainment.word == "share" else t(f"progress.attained_{attainment.word}")


def _items(items: list[ItemRow], columns: int | None) -> list[str]:
    head = [Column(""), Column(t("cli.head_item")), Column(t("cli.head_title"), gives_way=True),
            Column(t("cli.head_timing")), Column(t("cli.head_done"), right=True),
            Column(t("cli.head_state"))]  # fmt: skip
    return draw(head, [["", item.code, item.title, timing(item.first, item.last), _done(item), _state(item)]
                       for item in items], columns)  # fmt: skip


def _done(item: ItemRow) -> str:
    if item.units is not None and item.state != "accepted":
        return f"{item.units_done or 0}/{item.units}"
    return percent(item.earned)


def _state(item: ItemRow) -> str:
    """The state in words, with what became of the plan: other quarters, or added to it later."""
    if item.late:
        state = f"▲ {t('cli.state_late', n=item.quarters_late) if item.quarters_late else t('progress.missed')}"
    elif item.state in ("accepted", "cancelled") and item.closed_on:
        state = f"{t(f'cli.state_{item.state}')} {date(item.closed_on)}"
    elif item.technique == "effort":
        state = t("status.continuous")
    else:
        state = t(f"cli.state_{item.state}")
    more = []
    if item.replanned_from is not None:
        more.append(t("progress.state_before", timing=timing(*item.replanned_from)))
    if item.scope_from is not None:
        more.append(t("progress.state_added", quarter=quarters.label(item.scope_from)))
    return " · ".join([state, *more])
