"""What a form brings that came back: evidence, the texts of the report, the reported share, in the import's own
transaction and by the same commands as `set` and `report`."""

from core.closing import TEXTS
from core.errors import EtappiError
from core.forms import REPORT, FormChange, FormPlan
from store import forms
from store.clock import today as today_of
from store.commands import progress, reports
from store.status import ProjectRow, projects
from store.writing import Writer


def write(writer: Writer, project_id: int, form: FormPlan) -> None:
    """Write what *form* changes. EtappiError as by the commands that it stands for."""
    project = next((row for row in projects(writer.connection) if row.id == project_id), None)
    if project is None:
        raise EtappiError("store.row_gone", 1)
    today = today_of(project.fixed_today)
    changes = [change for change in form.changes if change.outcome != "same"]
    for change in changes:
        _record(writer, project, change, today)
    texts: dict[str, str] = {change.what: str(change.after or "") for change in changes if change.what in TEXTS}
    state = next((str(change.after) for change in changes if change.what == REPORT), None)
    if texts or state:
        on = form.received_on if state else None
        reports.write_report(writer, project, form.package, form.quarter, today, state=state, texts=texts, on=on)
    for change in changes:
        if change.what == "percent":
            base = forms.reported_base(writer.connection, form.package_id, form.quarter)
            note = base.values["note"] if base else None
            progress.save_reported(writer, project, form.package, form.quarter, base,
                                   {"percent": change.after, "note": note})  # fmt: skip


def _record(writer: Writer, project: ProjectRow, change: FormChange, today: str) -> None:
    """The facts of one change of an item; the note stands at the last."""
    if change.item_id is None:
        return
    item = progress.item_of(writer, project.id, change.item_id)
    for number, fact in enumerate(change.facts, 1):
        note = change.note if number == len(change.facts) else None
        progress.record(writer, project, item, fact.kind, fact.on_date, today, step=fact.step, units=fact.units,
                        note=note)  # fmt: skip
