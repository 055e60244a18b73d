"""The sheet for the report of a form: its texts, the share that was reported, and how far the report comes."""

from core.findings import Place
from core.forms import REPORT_TEXTS, Change, FormChange, What, digest
from core.text import TEXT_LIMIT, clean_lines
from importers import formcells
from importers.formfile import Typed
from importers.formside import FormSide

RECEIVED = ("submitted", "approved")


def texts(side: FormSide) -> list[FormChange]:
    """The texts that change, with the notes on items that are added to them."""
    out = []
    for name in REPORT_TEXTS:
        typed = side.reading.report.get(name)
        now = side.report.texts.get(name) or ""
        wanted = _wanted_text(side, name, typed)
        base = now if wanted is None else wanted
        lines = [line for line in side.moved[name] if line not in base.split("\n")]
        said = "\n".join([*([base] if base else []), *lines])
        if wanted is None and not lines:
            continue
        place = typed.place if typed else side.reading.blank.get(name, side.about_file())
        change = _change(side, name, place, now or None, said or None)
        free = wanted is None or said == now or digest(now) == side.sent.texts[name]
        if free or side.file_wins(change, None):
            out.append(change)
    return out


def _wanted_text(side: FormSide, name: str, typed: Typed | None) -> str | None:
    """The text that the form wants; None where it says nothing new."""
    sent = side.sent.texts[name]
    if typed is None:
        if sent != digest(None):
            label = side.sent.layout.labels[name]
            side.ledger.tell("form.emptied", "warning", side.reading.blank[name], label=label)
        return None
    text = clean_lines(typed.text, 10 * TEXT_LIMIT)
    if len(text) > TEXT_LIMIT:
        side.reject(typed, "form.text_long", n=len(text), limit=TEXT_LIMIT)
        return None
    if digest(text) == sent:
        return None
    side.touched = True
    return "" if text.strip() in formcells.CLEARED else text


def percent(side: FormSide) -> list[FormChange]:
    """The share that the lead reports, where it is another one."""
    typed = side.reading.report.get("percent")
    if typed is None:
        return []
    cleared = typed.text.strip() in formcells.CLEARED
    wanted = None if cleared else formcells.percent(typed.text)
    if wanted is None and not cleared:
        side.reject(typed, "form.bad_percent", text=typed.text)
        return []
    now, sent = side.report.percent, side.sent.percent
    if _equal(wanted, sent):
        return []
    side.touched = True
    change = _change(side, "percent", typed.place, now, now if _equal(wanted, now) else wanted)
    return [change] if _equal(wanted, now) or _equal(now, sent) or side.file_wins(change, sent) else []


def state(side: FormSide, *, changed: bool) -> list[FormChange]:
    """How far the report comes: what came back with anything in it, or is called ready, is submitted. *changed*: the
    form brings something that the store does not have."""
    typed = side.reading.report.get("ready")
    place = typed.place if typed else side.about_file()
    ready = None
    if typed is not None:
        words = {formcells.word(word): name for name, word in side.sent.layout.ready.items()}
        ready = words.get(formcells.word(typed.text))
        if ready is None:
            side.reject(typed, "form.bad_ready", text=typed.text, allowed=", ".join(side.sent.layout.ready.values()))
    if ready == "no":
        return []
    if ready is None and not side.touched:
        side.ledger.tell("form.untouched", "warning", place)
        return []
    now = side.report.state
    if now in RECEIVED:
        if now == "approved" and side.sent.report != now and changed:
            side.ledger.tell("form.approved_since", "warning", place)
        return [_change(side, "report", place, now, now)]
    if now == "returned" and side.sent.report != now and not changed:
        side.ledger.tell("form.returned_since", "warning", place)
        return []
    return [_change(side, "report", place, now, "submitted")]


def _change(
    side: FormSide, what: What, place: Place, before: str | float | None, after: str | float | None
) -> FormChange:
    outcome: Change = "same" if before == after else "added" if before is None else "changed"
    return FormChange(what, side.sent.package, place, outcome, before, after)


def _equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < 1e-6
