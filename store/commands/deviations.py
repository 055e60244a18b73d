"""Why an item is late, what is done about it, by whom, and until when."""

from core.errors import EtappiError
from core.text import clean
from store import forms
from store.commands import decisions
from store.commands.progress import item_named, item_of
from store.editing import Base, Clash, Saved, StaleEdit, remove, save_or_make
from store.models import Deviation
from store.status import ProjectRow
from store.writing import Writer, key

TEXT_LIMIT = 500
TEXTS = ("reason", "remedy", "responsible")
FIELDS = (*TEXTS, "new_quarter", "decision")


def set_deviation(
    writer: Writer, project: ProjectRow, item_code: str, given: dict[str, object], today: str
) -> tuple[str, str]:
    """Record the FIELDS that are *given* of an item's deviation, the others stay; returns the item's code and title.

    An empty reason takes the record away. EtappiError (``progress.no_reason``) for other fields without a reason.
    """
    item = item_named(writer, project.id, item_code)
    base = forms.deviation_base(writer.connection, key(item.id))
    save_form(writer, project, key(item.id), base, {**(base.values if base else {}), **given}, today)
    return item.code, item.title


def save_form(
    writer: Writer, project: ProjectRow, item_id: int, base: Base | None, wanted: dict[str, object], today: str
) -> Saved:
    """Save the form of an item's deviation that was opened with *base* (FIELDS; *decision* as text, *new_quarter* the
    quarter that is proposed). As `set_deviation`."""
    item = item_of(writer, project.id, item_id)
    where = {"project_id": project.id, "item_id": item_id}
    texts = {name: _text(wanted.get(name)) for name in TEXTS}
    if texts["reason"] is None:
        if base is None and any(wanted.get(name) for name in FIELDS):
            raise EtappiError("progress.no_reason", code=item.code)
        return Saved(("reason",) if remove(writer, Deviation, where, base) else ())
    columns = {**texts, "new_quarter": wanted.get("new_quarter"),
               "decision_id": _decision(writer, project, wanted.get("decision"), today)}  # fmt: skip
    opened = base
    if base is not None:
        of_base = _decision(writer, project, base.values["decision"], today)
        opened = Base(base.version, base.epoch, {**base.values, "decision_id": of_base})
        opened.values.pop("decision")
    try:
        return save_or_make(writer, Deviation, where, opened, columns, {})
    except StaleEdit as error:
        theirs = forms.deviation_base(writer.connection, item_id)
        told = Clash("decision", base.values["decision"] if base else None,
                     theirs.values["decision"] if theirs else None, wanted.get("decision"))  # fmt: skip
        clashes = tuple(told if clash.column == "decision_id" else clash for clash in error.clashes)
        raise StaleEdit(clashes, error.who, error.at) from None


def _decision(writer: Writer, project: ProjectRow, text: object, today: str) -> int | None:
    return decisions.find_or_make(writer, project, text if isinstance(text, str) else None, today)


def _text(value: object) -> str | None:
    return clean(value, TEXT_LIMIT) or None if isinstance(value, str) else None
