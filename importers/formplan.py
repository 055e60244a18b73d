"""What importing a form of a work package would do: what was typed, against what the form was written with and what the
store says now. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from core import quarter as quarters
from core.codes import code_key
from core.errors import EtappiError
from core.forms import REPORT, FormPlan, KnownReport, KnownWork, KnownWorkItem
from core.importing import ImportPlan, Known, ReadRow
from importers import formreport
from importers.answers import Answers
from importers.formfile import FormReading
from importers.formitems import Items, read_row
from importers.formside import FormSide
from importers.rows import Ledger
from store.closing import refused

KIND = "form"


def plan_of(
    reading: FormReading, file: str, known: Known, answers: Answers, ledger: Ledger, *, skip_errors: bool = False
) -> ImportPlan:
    """The plan of a form, without what only the bytes can tell. *ledger* collects questions and findings.

    EtappiError: a form of another project, a package that is not there or does not run in its quarter, a quarter that
    has not begun, a locked quarter.
    """
    work, sent = known.work, reading.sent
    if work is None:
        raise TypeError("the work of the project is not known")
    side = FormSide(reading, work, _package(reading, file, known, work), answers, ledger)
    given = side.form_date()
    lines = Items(side, min(given or work.today, side.last_day)).lines(reading.rows)
    for row in reading.strange:
        ledger.tell("form.strange_row", "warning", row.place, item=row.code or "–", text=row.raw)
    for sheet in reading.others:
        ledger.tell("form.other_sheet", "warning", side.about_file(), sheet=sheet)
    changes = [change for line in lines if not line.wrong for change in line.changes]
    changes += [*formreport.texts(side), *formreport.percent(side)]
    changes += formreport.state(side, changed=any(change.outcome != "same" for change in changes))
    rows = [read_row(line, sent.package, skip_errors=skip_errors) for line in lines]
    rows += [ReadRow(row.place, row.raw, "", None, (), "skipped", None, "form.skipped_strange")
             for row in reading.strange]  # fmt: skip
    rows += [replace(row, outcome="skipped" if skip_errors else "error") for row in side.bad]
    form = FormPlan(work.project, side.package_id, sent.package, sent.quarter, sent.written, given, tuple(changes))
    return ImportPlan(
        file=file, sha256="", kind=KIND, reader="", reader_version="", rows_read=len(lines), marks_read=0, spellings=0,
        rows=tuple(rows), questions=tuple(ledger.questions), findings=tuple(ledger.findings),
        decisions=tuple(ledger.decisions), form=form,
    )  # fmt: skip


def _package(reading: FormReading, file: str, known: Known, work: KnownWork) -> int:
    """The id of the form's package; EtappiError as `plan_of`."""
    sent = reading.sent
    if sent.project.casefold() != work.project.casefold():
        raise EtappiError("form.other_project", file=file, project=sent.project, here=work.project)
    found = [one.id for one in known.packages if code_key(one.code) == code_key(sent.package)]
    if len(found) != 1:
        raise EtappiError("form.no_package", file=file, code=sent.package)
    first, last = work.spans[found[0]]
    if not first <= sent.quarter <= last:
        raise EtappiError("report.not_owed", code=sent.package, quarter=quarters.label(sent.quarter))
    if work.locked is not None and sent.quarter <= work.locked:
        raise refused(sent.quarter)
    if sent.quarter > quarters.of_date(work.today):
        raise EtappiError("report.ahead", quarter=quarters.label(sent.quarter), today=work.today)
    return found[0]


def after_form(work: KnownWork, form: FormPlan) -> KnownWork:
    """*work* as it would be after a form: so that the files of one run know of one another."""
    items: dict[str, KnownWorkItem] = dict(work.items)
    by_id = {item.id: code for code, item in items.items()}
    texts: dict[str, str | None] = {}
    key = (form.package_id, form.quarter)
    report = work.reports.get(key, KnownReport())
    for change in form.changes:
        if change.outcome == "same":
            continue
        if change.item_id is not None:
            item = items[by_id[change.item_id]]
            notes = item.notes | ({change.note} if change.note else set())
            items[item.code] = replace(item, facts=(*item.facts, *change.facts), notes=notes)
        elif change.what == REPORT:
            report = replace(report, state=str(change.after))
        elif change.what == "percent":
            report = replace(report, percent=None if change.after is None else float(change.after))
        else:
            texts[change.what] = None if change.after is None else str(change.after)
    if texts:
        report = replace(report, texts={**report.texts, **texts}, state=report.state or "draft")
    reports: Mapping[tuple[int, int], KnownReport] = {**work.reports, key: report}
    return replace(work, items=items, reports=reports)
