"""What a form says and changes, in words."""

from core import quarter as quarters
from core.display import safe
from core.forms import STATES, FormChange, FormPlan
from locales import formats, t

SHOWN = 60
"""Characters of a text that a line of a preview shows."""


def what(name: str) -> str:
    """The word for what is said of an item or a package (core.forms.What)."""
    return t(f"form.what_{name}")


def value(name: str, told: object) -> str:
    """A value in words; a dash where there is none."""
    if told is None or told == "":
        return "–"
    if name == "step" or (name == "state" and told in STATES):
        return t(f"form.state_{told}")
    if name == "report":
        return t(f"report.state_{told}")
    if name == "percent":
        return formats.percent(float(str(told)) / 100, 0 if float(str(told)).is_integer() else 1)
    text = " ".join(str(told).split())
    return text if name in ("units", "state") or len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"


def change_text(change: FormChange) -> str:
    """A change as a line: ``TP1.2-A3 Mittaristo: kesken → valmis (4.9.2024). Huomautus``."""
    name = change.title or change.code
    told = f"{change.code} {name}" if change.title else name
    if change.what == "step":
        now = value("step", change.after)
    else:
        now = f"{value(change.what, change.before)} → {value(change.what, change.after)}"
    about = "" if change.what in ("state", "step") else f"{what(change.what)} "
    day = f" ({formats.date(change.on_date)})" if change.on_date else ""
    note = f". {value('note', change.note)}" if change.note else ""
    return safe(f"{told}: {about}{now}{day}{note}")


def read_line(form: FormPlan) -> str:
    """Which form it is."""
    return t("form.read_line", package=form.package, quarter=quarters.label(form.quarter),
             date=formats.date(form.written))  # fmt: skip


def place(code: str, name: str) -> str:
    """What a question is about: ``TP1.2-A3 > tila``."""
    return f"{code} > {what(name)}"
