"""The lines of the Work packages screen around its two lists."""

from collections.abc import Sequence

from textual.content import Content

from core import quarter as quarters
from core.board import Board, PackageStatus
from core.colour import STATUSES
from core.decisions import decision_text
from core.roles import ROLES
from core.work import DecisionRow, DeviationRow, EvidenceRow, IndicatorRow, ItemRow, PackageDetail, QuarterRow
from locales import t
from locales.formats import date, percent
from tui import words
from tui.screens.packages_words import day, figure, indicator_value, technique, timing
from tui.signs import Signs, tone
from tui.text import content, fit, hanging, joined, measure, wrapped
from tui.widgets.lines import heading

TONES = {"good": "$success", "watch": "$warning", "bad": "$error", "muted": "$muted", "": ""}
QUARTER = 9  # columns of a quarter
GOAL_LINES = 2


def head_lines(
    board: Board, package: PackageDetail, status: PackageStatus, width: int, signs: Signs, *, tall: bool
) -> list[Content]:
    """Title and status, why, who leads, and the quarters; the goal too where the window is *tall*."""
    state = f"{signs.status(status.status)} {t('status.' + status.status)}"
    room = width - measure(package.code) - measure(state) - 3
    title = joined(
        content(package.code, "bold"), content(" " + fit(package.title, room, ellipsis=signs.ellipsis), "bold"),
        content("  " + state, TONES[tone(status.status)]),
    )  # fmt: skip
    why = t("work.why", reason=words.reason(status))
    out = [title, content(fit(why, width, ellipsis=signs.ellipsis)), _roles(package, width, signs)]
    if tall and package.goal:
        goal = wrapped(t("work.goal", goal=package.goal), width)
        if len(goal) > GOAL_LINES:
            goal = [*goal[: GOAL_LINES - 1], fit(" ".join(goal[GOAL_LINES - 1 :]), width, ellipsis=signs.ellipsis)]
        out[1:1] = [content(line, "$muted") for line in goal]
    if tall:
        out.append(content(""))
    return [*out, *quarter_table(board, package, width), *_flags(package, width, signs)]


def _roles(package: PackageDetail, width: int, signs: Signs) -> Content:
    """Leads, or who is interested in leading, and who assists."""
    lead = t("status.role_lead")
    if not package.lead_short:
        parts = [t("work.nobody_leads")]
    elif package.confirmed:
        parts = [f"{lead} {', '.join(package.lead_short)}"]
    else:
        parts = [f"{lead.lower()} {', '.join(package.lead_short)}: {t('tui.unconfirmed')}"]
    if package.assist_short:
        parts.append(f"{t('status.role_assist')} {', '.join(package.assist_short)}")
    line = fit(f" {signs.dot} ".join(parts), width, ellipsis=signs.ellipsis)
    return content(line, "" if package.confirmed else "$warning")


def quarter_table(board: Board, package: PackageDetail, width: int) -> list[Content]:
    """Planned, done, reported, the report's state and the lock, a column for each quarter; as many as there is room
    for, around the one that is shown, which stands out."""
    rows: list[tuple[str, list[str]]] = [
        (t("work.row_planned"), [percent(one.planned) if one.planned is not None else "" for one in package.quarters]),
        (t("work.row_done"), [percent(one.done) if one.done is not None else "" for one in package.quarters]),
    ]
    if any(one.reported is not None for one in package.quarters):
        rows.append((t("work.row_reported"), [_reported(one) for one in package.quarters]))
    rows.append((t("work.row_report"), [_report(one) for one in package.quarters]))
    if any(one.locked for one in package.quarters):
        rows.append((t("work.row_locked"), [day(one.locked_on, one.quarter) for one in package.quarters]))
    label = max(measure(name) for name, _ in rows) + 1
    seen = _window(package, max(1, (width - label) // QUARTER))
    heads = [_head(board, one.quarter, package.shown) for one in package.quarters]
    out = [joined(content(" " * label), *(
        content(fit(heads[place], QUARTER, right=True), _style(package.quarters[place], package.shown, "$muted"))
        for place in seen))]  # fmt: skip
    for name, cells in rows:
        out.append(joined(content(fit(name, label), "$muted"), *(
            content(fit(cells[place], QUARTER, right=True), _style(package.quarters[place], package.shown, ""))
            for place in seen)))  # fmt: skip
    return out


def _head(board: Board, quarter: int, shown: int) -> str:
    name = quarters.short(quarter) if quarter // 4 == shown // 4 else f"{quarters.short(quarter)}/{quarter // 4 % 100}"
    running = quarter == quarters.of_date(board.today)
    return f"{name} {t('status.head_now').lower()}" if running else name


def _style(row: QuarterRow, shown: int, other: str) -> str:
    return "bold" if row.quarter == shown else other


def _window(package: PackageDetail, most: int) -> range:
    """The places of the quarters that are seen."""
    place = next((place for place, one in enumerate(package.quarters) if one.quarter == package.shown), 0)
    first = max(0, min(place - most // 2, len(package.quarters) - most))
    return range(first, min(len(package.quarters), first + most))


def _reported(row: QuarterRow) -> str:
    return "" if row.reported is None else percent(row.reported) + (" !" if row.differs else "")


def _report(row: QuarterRow) -> str:
    return t(f"work.report_{row.report}") if row.report else ""


def _flags(package: PackageDetail, width: int, signs: Signs) -> list[Content]:
    """What the quarter shown must tell besides: a reported share that is far off, and that it is locked."""
    now, out = package.now, []
    if now.differs and now.reported is not None:
        told = t("work.differs", reported=percent(now.reported), done=percent(now.done))
        out.append(content(fit(told, width, ellipsis=signs.ellipsis), "$warning"))
    if now.locked_on is not None:
        told = t("work.locked", quarter=quarters.label(now.quarter), date=date(now.locked_on))
        out.append(content(fit(told, width, ellipsis=signs.ellipsis), "$warning"))
    return out


def legend(status: PackageStatus, board: Board, width: int, signs: Signs) -> list[Content]:
    """What the signs mean, and how many organisations have which role in the package."""
    found = {package.status for package in board.packages}
    out = [content("")]
    for word in STATUSES:
        if word != "continuous" or word in found:
            out.append(content(fit(f"{signs.status(word)} {t('status.' + word)}", width), TONES[tone(word)]))
    out += [content(""), content(fit(t("work.roles", n=status.organisations), width))]
    counts = [f"{count} {t('status.role_' + role)}" for role, count in zip(ROLES, status.roles, strict=True) if count]
    return out + [content(line, "$muted") for line in wrapped(", ".join(counts), width) if line]


def more_lines(record: object, package: PackageDetail, width: int, room: int, signs: Signs) -> list[Content]:
    """What is known of the row under the cursor, in *room* lines; the rest stands on its page."""
    if isinstance(record, ItemRow):
        out = [heading(fit_to(f"{record.code} {record.title}", width - 6, signs), width, signs)]
        out += item_facts(record, package.shown, width, signs)
    elif isinstance(record, IndicatorRow):
        out = [heading(fit_to(record.title, width - 6, signs), width, signs)]
        out += indicator_facts(record, width, signs)
    else:
        return []
    return out if len(out) <= room else [*out[: room - 1], content(t("work.more_behind"), "$muted")]


def fit_to(text: str, columns: int, signs: Signs) -> str:
    """*text* as it is, or cut to *columns*."""
    return text if measure(text) <= columns else fit(text, columns, ellipsis=signs.ellipsis)


def item_facts(item: ItemRow, shown: int, width: int, signs: Signs) -> list[Content]:
    """Who answers for it and how it is counted, why it is late, steps, and its history with the newest first."""
    first = [
        t("work.responsible_is", name=item.owner or item.owner_short or t("work.owner_lead")), technique(item),
        t("work.weight_is", weight=figure(item.weight)),
    ]  # fmt: skip
    if item.replanned_from is not None:
        before = timing(*item.replanned_from, shown, signs)
        first.append(t("work.planned_before", timing=before))
    if item.scope_from is not None:
        first.append(t("work.scope_from", quarter=quarters.label(item.scope_from)))
    if item.waits_for:
        first.append(t("work.waits_for", codes=", ".join(item.waits_for)))
    out = hanging(content(" "), f" {signs.dot} ".join(first), width)
    if item.deviation is not None:
        out += _told("work.label_reason", deviation(item.deviation, signs), width)
    for step in item.steps:
        done = f"{signs.done} {day(step.done_on, shown)}" if step.done_on else quarters.short(step.quarter)
        out += hanging(content(f" {step.number}. ", "$muted"), f"{step.title} ({percent(step.share)}): {done}", width)
    return out + history(item.evidence, width, signs)


def history(evidence: Sequence[EvidenceRow], width: int, signs: Signs) -> list[Content]:
    """Dated facts, the newest first."""
    out: list[Content] = []
    for fact in reversed(evidence):
        parts = [t(f"work.did_{fact.kind}", step=fact.step or 0, units=fact.units or 0)]
        parts += [fact.note] if fact.note else []
        if fact.decision is not None:
            parts.append(decided(fact.decision))
        parts.append(fact.actor)
        out += hanging(content(f" {date(fact.on_date)}  ", "$muted"), f" {signs.dot} ".join(parts), width)
    return out


def decided(row: DecisionRow) -> str:
    """A decision as it is cited."""
    return decision_text(row.on_date, row.paragraph, row.body)


def deviation(row: DeviationRow, signs: Signs) -> str:
    """Reason, remedy, who answers for it, the new quarter and the decision, in one line."""
    parts = [row.reason]
    parts += [t("work.remedy_is", remedy=row.remedy)] if row.remedy else []
    parts += [t("work.responsible_is", name=row.responsible)] if row.responsible else []
    parts += [t("work.new_quarter_is", quarter=quarters.label(row.new_quarter))] if row.new_quarter else []
    parts += [decided(row.decision)] if row.decision else []
    return f" {signs.dot} ".join(parts)


def indicator_facts(one: IndicatorRow, width: int, signs: Signs) -> list[Content]:
    """Its kind, baseline, target, unit and source; then what was entered, the newest first."""
    missing = t("work.value_missing")
    first = [t(f"work.kind_{one.kind}")]
    if one.kind == "quantitative" or one.target is not None:
        first.append(t("work.baseline_is", value=missing if one.baseline is None else figure(one.baseline)))
        first.append(t("work.target_is", value=missing if one.target is None else figure(one.target)))
    first += [t("work.unit_is", unit=one.unit)] if one.unit else []
    first += [t("work.counted" if one.counted else "work.source_is", source=one.source)] if one.source else []
    out = hanging(content(" "), f" {signs.dot} ".join(first), width)
    if not one.points:
        out.append(content(f" {indicator_value(one)}", "$muted"))
    for point in reversed(one.points):
        told = [figure(point.value)] if point.value is not None else []
        told += [text for text in (point.level, point.note, point.actor, date(point.on_date)) if text]
        out += hanging(content(f" {quarters.label(point.quarter)}  ", "$muted"), f" {signs.dot} ".join(told), width)
    return out


def _told(code: str, text: str, width: int) -> list[Content]:
    return hanging(content(f" {t(code)}: ", "$muted"), text, width)
