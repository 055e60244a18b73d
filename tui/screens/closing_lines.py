"""What the steps that lock a quarter show: their list at the top, and rows and lines of each."""

from collections.abc import Sequence

from textual.content import Content

from core import quarter as quarters
from core.board import Board
from core.closing import ClosingOverview, LateLine, Report
from core.decisions import decision_text
from core.errors import EtappiError
from core.findings import SEVERITIES, Finding
from importers.checkwords import told
from locales import t
from locales.formats import date, weekday_date
from tui.screens.packages_lines import fit_to
from tui.signs import Signs
from tui.text import cell, content, fit, hanging, joined, measure, sentence, wrapped
from tui.widgets.columns import Column
from tui.widgets.grid import Listed
from tui.widgets.lines import heading
from tui.words import lead

STEPS = ("reports", "late", "findings", "lock")
SEVERITY_TONES = {"error": "bad", "warning": "watch"}
CODE = 9
LEAD = 16
PLACE_MOST = 20


def step_lines(view: ClosingOverview, step: int, width: int, signs: Signs) -> list[Content]:
    """The four steps, each with how it stands; the one that is open is marked."""
    sums = (reports_sum(view), late_sum(view), findings_sum(view), _lock_sum(view))
    fine = (
        view.completeness.missing == 0 and view.completeness.not_due == 0, all(line.reason for line in view.late),
        not view.severities().get("error"), False,
    )  # fmt: skip
    wide = max(measure(t(f"work.step_{name}")) for name in STEPS) + 2
    out = []
    for place, name in enumerate(STEPS):
        sign = signs.marker if place == step else signs.done if fine[place] else " "
        head = f"{sign} {place + 1} {fit(t(f'work.step_{name}'), wide)}"
        out.append(joined(content(head, "bold" if place == step else ""), content(
            fit_to(sums[place], width - measure(head), signs), "" if place == step else "$muted")))  # fmt: skip
    return out


def reports_sum(view: ClosingOverview) -> str:
    """How many reports came of those expected, and who is waited for."""
    found = view.completeness
    said = t("work.reports_came", received=found.received + found.declared, expected=found.expected)
    waiting = [report.package for report in view.reports if not report.received and report.state != "waived"]
    return f"{said} {t('work.reports_waiting', codes=', '.join(waiting))}" if waiting else said


def late_sum(view: ClosingOverview) -> str:
    """How many items are late, and how many of them nobody gave a reason for."""
    silent = sum(not line.reason for line in view.late)
    if not view.late:
        return t("work.none_late")
    return f"{t('work.items_late', n=len(view.late))}, {t('work.without_reason', n=silent)}"


def findings_sum(view: ClosingOverview) -> str:
    """How many findings of each severity."""
    counts = view.severities()
    shown = [t(f"work.count_{name}", n=counts[name]) for name in SEVERITIES if counts.get(name)]
    return ", ".join(shown) or t("check.nothing")


def _lock_sum(view: ClosingOverview) -> str:
    if view.lock is not None:
        return t("work.locked_on", date=date(view.lock.on_date))
    return t("work.takes_snapshot", name=view.snapshot) if view.can_close else refusal(view)


def refusal(view: ClosingOverview) -> str:
    """Why the quarter cannot be locked."""
    values = view.blocked_values
    if "date" in values:
        values = {**values, "date": date(str(values["date"]))}
    return sentence(EtappiError(view.blocked or "", **values))


def report_rows(reports: Sequence[Report], board: Board, signs: Signs) -> tuple[list[Column], Listed]:
    """Package, title, who owes it, how far it has come."""
    leads = {package.code: lead(package) for package in board.packages}
    rows = []
    for one in reports:
        state = t(f"work.report_is_{one.state}") if one.state else t("work.report_none")
        colour = "good" if one.received else "muted" if one.state == "waived" else "watch"
        if one.days_late and not one.received:
            state += f", {t('work.days_late', n=one.days_late)}"
        rows.append(
            (cell(one.package), cell(one.title), cell(leads.get(one.package) or signs.dash), cell(state, colour))
        )
    last = max((measure(row[3].plain) for row in rows), default=1)
    return [
        Column(t("status.head_package"), CODE), Column("", 12, stretch=True), Column(t("status.head_lead"), LEAD),
        Column(t("work.head_report"), last),
    ], Listed(rows)  # fmt: skip


def late_rows(view: ClosingOverview, signs: Signs) -> tuple[list[Column], Listed]:
    """Package, title with what is done, when it was due, how late it is, and the new quarter."""
    rows = []
    for line in view.late:
        units = f" {line.units_done or 0}/{line.units}" if line.units else ""
        late = t("work.quarters_late", n=line.quarters_late) if line.quarters_late else t("work.missed")
        due = quarters.short(line.due) if line.due // 4 == view.quarter // 4 else quarters.label(line.due)
        new = signs.dash if line.new_quarter is None else quarters.label(line.new_quarter)
        rows.append((cell(line.package), cell(line.title + units), cell(due), cell(late),
                     cell(new if line.reason else t("work.no_reason"), "" if line.reason else "watch")))  # fmt: skip
    wide = [max((measure(row[place].plain) for row in rows), default=1) for place in range(5)]
    heads = [t(f"work.column_{name}") for name in ("due", "late", "new")]
    return [
        Column(t("status.head_package"), CODE), Column("", 12, stretch=True),
        *(Column(head, max(measure(head), wide[place + 2])) for place, head in enumerate(heads)),
    ], Listed(rows)  # fmt: skip


def finding_rows(findings: Sequence[Finding], signs: Signs) -> tuple[list[Column], Listed]:
    """Severity, place and text."""
    rows = []
    for one in findings:
        said = told(one)
        severity = cell(t(f"work.severity_{one.severity}"), SEVERITY_TONES.get(one.severity, "muted"))
        rows.append((severity, cell(said.place or signs.dash), cell(said.text)))
    wide = [max((measure(row[place].plain) for row in rows), default=1) for place in (0, 1)]
    return [Column("", wide[0]), Column("", min(wide[1], PLACE_MOST)), Column("", 1, stretch=True)], Listed(rows)


def late_words(line: LateLine, width: int, signs: Signs) -> list[Content]:
    """Reason, remedy, responsible, new quarter and decision of a late item, as the report will show them."""
    out = [
        heading(fit_to(t("work.reason_heading", code=line.package, title=line.title), width - 6, signs), width, signs)
    ]
    if not line.reason:
        return [*out, content(t("work.give_reason"), "$warning")]
    out += [content(text) for text in wrapped(line.reason, width)]
    parts = [t("work.remedy_is", remedy=line.remedy)] if line.remedy else []
    parts += [t("work.responsible_is", name=line.responsible)] if line.responsible else []
    parts += [t("work.new_quarter_is", quarter=quarters.label(line.new_quarter))] if line.new_quarter else []
    if line.decided_on and line.paragraph:
        parts.append(t("work.decided", decision=decision_text(line.decided_on, line.paragraph, line.decided_by)))
    return out + [content(text, "$muted") for text in wrapped("   ".join(parts), width) if text]


def finding_words(finding: Finding, width: int, signs: Signs) -> list[Content]:
    """A finding in full, and how it is mended."""
    said = told(finding)
    out = [heading(fit_to(said.place, width - 6, signs), width, signs)]
    out += [content(text) for text in wrapped(said.text, width)]
    return out + (hanging(content("→ ", "$muted"), said.mend, width) if said.mend else [])


def report_words(report: Report, width: int, signs: Signs) -> list[Content]:
    """The deadline of a report and what it says of the quarter."""
    out = [heading(fit_to(f"{report.package} {report.title}", width - 6, signs), width, signs)]
    out.append(content(t("work.report_due", date=weekday_date(report.due)), "$muted"))
    for name in ("done", "deviations"):
        text = getattr(report, name)
        if text:
            out += hanging(content(t(f"tui.field_{name}") + ": ", "$muted"), text, width)
    return out


def lock_words(view: ClosingOverview, width: int) -> list[Content]:
    """What locking does, or why it cannot be done."""
    if view.lock is not None:
        first = t("work.locked_by", quarter=quarters.label(view.quarter), date=date(view.lock.on_date),
                  who=view.lock.actor, name=view.snapshot)  # fmt: skip
        lines = [first, t("work.unlock_hint")]
    elif view.can_close:
        lines = [t("work.lock_ready", quarter=quarters.label(view.quarter), name=view.snapshot), t("work.lock_means"),
                 t("work.lock_open")]  # fmt: skip
    else:
        lines = [refusal(view)]
    return [content(line) for text in lines for line in [*wrapped(text, width), ""]]
