"""`etappi set | wp | late`: what was done, what is late."""

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.status import read_quarter
from cli.table import Column, draw, wrapped
from core import quarter as quarters
from core.codes import code_key
from core.colour import STATUS_OF_COLOUR
from core.dates import read_date
from core.display import safe
from core.errors import EtappiError
from core.records import ItemRow, PackageDetail, QuarterRow
from core.roles import ROLES
from locales import t
from locales.formats import date, decimal, percent, sentence, timing
from store.clock import today as today_of

STATES = ("started", "accepted", "cancelled", "reopened")


@click.command("set", help=t("cli.help_set"))
@click.argument("code", metavar="ITEM|WP")
@click.argument("state", type=click.Choice(STATES), metavar="[STATE]", required=False)
@click.option("--units", type=int, metavar="N", help=t("cli.option_units"))
@click.option("--step", type=int, metavar="N", help=t("cli.option_step"))
@click.option("--on", metavar="DATE", help=t("cli.option_on"))
@click.option("--evidence", "--note", "note", metavar="TEXT", help=t("cli.option_evidence"))
@click.option("--reported", metavar="60%", help=t("cli.option_reported"))
@click.option("--quarter", metavar="Q", help=t("cli.option_reported_quarter"))
@click.option("--colour", type=click.Choice(["green", "amber", "red"]), help=t("cli.option_colour"))
@click.option("--why", metavar="TEXT", help=t("cli.option_why"))
@click.option("--until", metavar="Q", help=t("cli.option_until"))
@click.option("--reason", metavar="TEXT", help=t("cli.option_reason"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def set_command(
    context: Context, code: str, state: str | None, units: int | None, step: int | None, on: str | None,
    note: str | None, reported: str | None, quarter: str | None, colour: str | None, why: str | None,
    until: str | None, reason: str | None, json: bool,
) -> None:  # fmt: skip
    """Record one fact about an item, or what a package's lead reported, or the coordinator's assessment."""
    from store.commands import progress
    from store.writing import writing

    if sum(wish is not None for wish in (state, units, step, reported, colour, reason)) != 1:
        raise EtappiError("cli.set_one_thing")
    about_item = reported is None and colour is None and reason is None
    _refuse_strangers(on=on, quarter=quarter, why=why, until=until, about_item=about_item, reported=reported,
                      colour=colour)  # fmt: skip
    with context.project_reading() as (_, project):
        today = today_of(project.fixed_today)
        shown = quarters.clip(quarters.of_date(today), project.start, project.end)
    span = project.start, project.end
    with writing(context.prepared(), _command_text(code, locals()), project_id=project.id) as writer:
        if reported is not None:
            of, share = read_quarter(quarter, *span) or shown, _percent(reported)
            code = progress.set_reported(writer, project, code, of, share, note)
            told = t(
                "cli.told_reported",
                code=code,
                share=percent(share / 100, int(share % 1 > 0)),
                quarter=quarters.label(of),
            )
        elif colour is not None:
            last = read_quarter(until, *span) or shown
            code = progress.set_colour(writer, project, code, colour, why or "", shown, last)
            told = t(
                "cli.told_colour", code=code, status=t(f"status.{STATUS_OF_COLOUR[colour]}"), until=quarters.label(last)
            )
        elif reason is not None:
            code, title = progress.set_late_reason(writer, project, code, reason)
            told = t("cli.told_reason", code=code, title=title, reason=reason)
        else:
            day = read_date(on, today, span) if on else today
            kind = state or ("units" if units is not None else "step")
            code, title = progress.add_evidence(
                writer, project, code, kind, day, today, step=step, units=units, note=note
            )
            told = t(f"cli.told_{kind}", code=code, title=title, day=date(day), units=units, step=step)
    if json:
        put_json({"action": writer.action if writer.saved else None, "code": code})
    elif writer.saved:
        put([safe(told), t("cli.how_to_undo", batch=writer.action)])
    else:
        put([t("cli.was_so_already")])


def _refuse_strangers(*, about_item: bool, reported: str | None, colour: str | None, **given: str | None) -> None:
    """EtappiError for an option that goes with another form of `set`."""
    allowed = {"on"} if about_item else {"quarter"} if reported is not None else {"why", "until"}
    for name, value in given.items():
        if value is not None and name not in allowed:
            raise EtappiError("cli.set_stranger", option=f"--{name}")
    if colour is not None and not given["why"]:
        raise EtappiError("progress.no_why")


def _command_text(code: str, options: dict[str, object]) -> str:
    names = ("state", "units", "step", "on", "reported", "quarter", "colour", "until", "reason")
    parts = [f"{options[name]}" if name == "state" else f"--{name} {options[name]}" for name in names
             if options[name] is not None]  # fmt: skip
    return safe(" ".join(["set", code, *parts]))[:200]


def _percent(text: str) -> float:
    try:
        value = float(text.strip().removesuffix("%").strip().replace(",", "."))
    except ValueError:
        raise EtappiError("progress.bad_percent", value=text) from None
    # 0.6 may mean 60 % or 0.6 %: only the sign tells
    if not 0 <= value <= 100 or (0 < value <= 1 and "%" not in text):
        raise EtappiError("progress.bad_percent", value=text)
    return value


@click.command("late", help=t("cli.help_late"))
@click.option("--quarter", metavar="Q", help=t("cli.option_quarter"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def late_command(context: Context, quarter: str | None, json: bool) -> None:
    """Print what is past its quarter."""
    from store import queries

    with context.project_reading() as (connection, project):
        rows = queries.late(connection, project, read_quarter(quarter, project.start, project.end))
    if json:
        put_json([{"item": row.item, "workpackage": row.workpackage, "title": row.title, "kind": row.kind,
                   "due": quarters.code(row.due), "quarters_late": row.quarters_late, "owner": row.owner,
                   "reason": row.reason} for row in rows])  # fmt: skip
        return
    if not rows:
        put([t("cli.nothing_late")])
        return
    head = [Column(t("cli.head_item")), Column(t("cli.head_title"), gives_way=True), Column(t("cli.head_due")),
            Column(t("cli.head_late"), right=True), Column(t("cli.head_owner"), gives_way=True)]  # fmt: skip
    put(draw(head, [[row.item, row.title, quarters.label(row.due), t("cli.quarters_late", n=row.quarters_late),
                     row.owner or "–"] for row in rows], terminal_width()))  # fmt: skip


@click.command("wp", help=t("cli.help_wp"))
@click.argument("code", required=False)
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def wp_command(context: Context, code: str | None, json: bool) -> None:
    """Print one work package whole, or all of them."""
    from store import queries

    with context.project_reading() as (connection, project):
        found = queries.packages(connection, project, code_key(code) if code else None)
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
        "items": [
            {"code": i.code, "kind": i.kind, "title": i.title, "from": quarters.code(i.first),
             "to": quarters.code(i.last), "technique": i.technique, "weight": i.weight, "owner": i.owner,
             "state": i.state, "earned": i.earned,
             "planned": i.planned, "units": i.units, "units_done": i.units_done, "quarters_late": i.quarters_late}
            for i in package.items
        ],
        "indicators": [
            {"title": i.title, "unit": i.unit, "kind": i.kind, "baseline": i.baseline, "target": i.target,
             "value": None, "attainment": None} for i in package.indicators
        ],
        "quarters": [
            {"quarter": quarters.code(q.quarter), "planned": q.planned, "done": q.done, "reported": q.reported,
             "spi": q.spi, "coverage": q.coverage, "colour": q.colour, "reason": _reason(q), "locked": q.locked}
            for q in package.quarters
        ],
    }  # fmt: skip


def _reason(row: QuarterRow) -> str:
    return sentence(f"status.reason_{row.reason}", row.reason_values)


def _package_lines(package: PackageDetail, columns: int | None) -> list[str]:
    from cli.status import status_text

    wide = columns or 120
    now = package.quarters[-1]
    counts = [f"{count} {t(f'status.role_{role}')}" for role, count in zip(ROLES, package.roles, strict=True) if count]
    lines = [safe(f"{package.code} {package.title}"), f"{status_text(now.status)}: {_reason(now)}"]
    lines += [safe(line) for line in wrapped(t("cli.wp_lead", names="; ".join(package.leads) or "–"), wide, "  ")]
    lines += [f"{timing(package.first, package.last)}  {', '.join(counts)}", ""]
    if package.goal:
        lines += [*(safe(line) for line in wrapped(package.goal, wide, "")), ""]
    head = [Column(""), *(Column(quarters.label(row.quarter), right=True) for row in package.quarters)]
    rows = [[t("cli.wp_planned"), *(percent(row.planned) for row in package.quarters)],
            [t("cli.wp_done"), *(percent(row.done) for row in package.quarters)]]  # fmt: skip
    if any(row.reported is not None for row in package.quarters):
        rows.append([t("cli.wp_reported"), *(percent(row.reported) for row in package.quarters)])
    lines += draw(head, rows, columns)
    for kind in ("action", "output"):
        items = [item for item in package.items if item.kind == kind]
        if items:
            lines += ["", t(f"cli.wp_{kind}s"), *_items(items, columns)]
    if package.indicators:
        lines += ["", t("cli.wp_indicators")]
        lines += draw(
            [Column("  "), Column(t("cli.head_title"), gives_way=True), Column(t("cli.head_unit")),
             Column(t("cli.head_baseline"), right=True), Column(t("cli.head_target"), right=True)],
            [["", one.title, one.unit or "", _number(one.baseline), _number(one.target)] for one in package.indicators],
            columns,
        )  # fmt: skip
    return lines


def _number(value: float | None) -> str:
    return t("cli.missing") if value is None else decimal(value, 0 if value == int(value) else 1)


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
    if item.quarters_late:
        return f"▲ {t('cli.state_late', n=item.quarters_late)}"
    if item.state in ("accepted", "cancelled") and item.closed_on:
        return f"{t(f'cli.state_{item.state}')} {date(item.closed_on)}"
    if item.technique == "effort":
        return t("status.continuous")
    return t(f"cli.state_{item.state}")
