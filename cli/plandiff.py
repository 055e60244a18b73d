"""What a plan file would change in a project, told and written: the second half of `etappi init`."""

from collections.abc import Callable

from cli.context import Context
from cli.output import put, put_json, say
from cli.status import choose_language, read_quarter
from core import quarter as quarters
from core.difference import Difference
from core.display import safe
from core.errors import EtappiError
from core.planning import PlanFile
from importers.planchange import PlanUpdate, look, write
from importers.planfile import note_lines
from locales import has, t
from locales.formats import clock, date, decimal, timing
from store.database import reading
from store.status import ProjectRow

DATES = ("start", "end", "kick_off", "due", "on_date", "from_date", "to_date", "opened", "closed")
QUARTERS = ("item.moved", "item.added", "item.gone", "package.added", "package.moved", "package.gone")
WORDED = {"technique": "work.technique_", "kind": "work.kind_", "role": "status.role_"}
"""Fields whose values are codes, and the words for them."""


def update(
    context: Context, project: ProjectRow, plan: PlanFile, file: str, *, apply: bool, decision: str | None,
    undecided: bool, effective: str | None, json: bool,
) -> int:  # fmt: skip
    """Tell what *plan* would change in *project*, or write it; returns the exit code: 1 where something differs and is
    not written."""
    choose_language(context.language, project.language)
    if (decision is not None) + undecided > int(apply):
        raise EtappiError("plandiff.decision_stray")
    if apply and decision is None and not undecided:
        raise EtappiError("plandiff.decision_wanted")
    path = context.prepared()
    since = read_quarter(effective, project.start, max(project.end, plan.project.end))
    with reading(path) as connection:
        found = look(connection, project, plan, file, since)
    action: int | None = None
    refused = found.change.refused
    if apply and not refused:
        found, action = write(path, project, plan, file, decision=decision, effective=since)
    if json:
        put_json(_json(project, found, action))
    else:
        _tell(project, found, file, action)
        for line in note_lines(plan):
            say(line)
    return int(bool(found.change.differences) and action is None)


def _tell(project: ProjectRow, found: PlanUpdate, file: str, action: int | None) -> None:
    change = found.change
    if not change.differences:
        put([t("plandiff.same", code=project.code, file=safe(file))])
    else:
        told = t("plandiff.written" if action else "plandiff.head", n=len(change.differences), code=project.code,
                 quarter=quarters.label(found.now.effective))  # fmt: skip
        put([told, *(f"  {line}" for one in change.differences if one.refused is None for line in lines(one, found))])
    if change.refused:
        put(["", t("plandiff.refused_head", n=len(change.refused)),
             *(f"  {line}" for one in change.refused for line in lines(one, found))])  # fmt: skip
    if change.kept:
        put(["", t("plandiff.kept", n=len(change.kept)), *(f"  {_called(one)}" for one in change.kept)])
    if action is not None:
        put([t("cli.how_to_undo", batch=action)])
    elif change.differences:
        put(["", t("plandiff.refused_how" if change.refused else "plandiff.how")])


def lines(one: Difference, found: PlanUpdate) -> list[str]:
    """The sentence of a difference, and below it why it cannot be written."""
    out = [sentence(one, found)]
    if one.refused is not None:
        values = {name: quarters.label(value) if name in ("quarter", "locked") and isinstance(value, int) else value
                  for name, value in one.refused.values.items()}  # fmt: skip
        if isinstance(one.refused.values.get("locked"), int):
            values["code"] = quarters.code(int(str(one.refused.values["locked"])))
        out.append("  " + safe(t(f"plandiff.refused_{one.refused.code}", **values)))
    return out


def sentence(one: Difference, found: PlanUpdate) -> str:
    """A difference as a sentence in the chosen language."""
    form = one.kind.replace(".", "_")
    values = {
        "code": one.code, "title": one.title, "package": one.package, "what": _called(one), "step": one.name,
        "before": shown(one, one.before), "after": shown(one, one.after),
        "quarter": quarters.label(found.now.effective),
        "field": t(f"plandiff.field_{one.name}") if has(f"plandiff.field_{one.name}") else "",
    }  # fmt: skip
    if one.kind in ("package.lead", "package.assist"):
        form += "" if one.before and one.after else "_begins" if one.after else "_ends"
    elif one.kind.endswith(".changed"):
        form = "changed"
    return safe(t(f"plandiff.{form}", **values))


def _called(one: Difference) -> str:
    """What differs: ``TP2-O1 Synteesi``, a title, or the word for the project."""
    kind = one.kind.partition(".")[0]
    if kind in ("project", "grant"):
        return t(f"plandiff.the_{kind}")
    if kind == "indicator":
        return safe(f"{one.package} {one.title}")
    if kind == "deadline" and one.before and one.kind == "deadline.gone":
        return safe(f"{one.title} {date(str(one.before))}")
    return safe(" ".join(word for word in ("" if kind == "deadline" else one.code, one.title) if word))


def shown(one: Difference, value: object) -> str:
    """A value of a difference as people write it; – where there is none."""
    if value is None or value in ((), ""):
        return "–"
    if one.kind == "survey.changed" and one.name == "kind":
        return t(f"survey.kind_{value}")
    if one.kind == "event.changed":
        return _of_event(one.name, value)
    forms: dict[bool, Callable[[], str]] = {
        one.kind in QUARTERS: lambda: timing(*value) if isinstance(value, tuple) else str(value),
        one.kind == "item.step_moved": lambda: quarters.label(int(str(value))),
        one.kind == "item.targets": lambda: _targets(value),
    }
    if True in forms:
        return forms[True]()
    if one.name in DATES or one.kind in ("project.end", "deadline.added", "obligation.added"):
        return date(str(value))
    if one.name == "sum_cents" and isinstance(value, int):
        return f"{decimal(value / 100, 2 if value % 100 else 0)} €"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, (int, float)):
        return decimal(value, 0 if value == int(value) else 2)
    word = WORDED.get(one.name, "?") + str(value).replace("/", "_") + ("_name" if one.name == "role" else "")
    return t(word) if has(word) else safe(str(value))


def _of_event(name: str, value: object) -> str:
    if name == "window" and isinstance(value, tuple):
        return f"{date(value[0])}–{date(value[1])}"
    if name == "start":
        day, _, at = str(value).partition("T")
        return f"{date(day)} {clock(at)}" if at else date(day)
    if name in ("kind", "mode"):
        return t(f"event.{name}_{value}")
    return safe(", ".join(map(str, value)) if isinstance(value, tuple) else str(value))


def _targets(value: object) -> str:
    pairs = value if isinstance(value, tuple) else ()
    return ", ".join(f"{quarters.short(quarter)} {units}" for quarter, units in pairs)


def _json(project: ProjectRow, found: PlanUpdate, action: int | None) -> dict[str, object]:
    return {
        "project": project.code, "effective": quarters.code(found.now.effective),
        "differences": [_difference(one, found) for one in found.change.differences],
        "kept": [{"kind": one.kind, "workpackage": one.package or None, "code": one.code or None,
                  "title": one.title} for one in found.change.kept],
        "applied": action is not None, "action": action,
    }  # fmt: skip


def _difference(one: Difference, found: PlanUpdate) -> dict[str, object]:
    refused = lines(one, found)[1].strip() if one.refused else None
    return {
        "kind": one.kind, "workpackage": one.package or None, "code": one.code or None, "title": one.title or None,
        "field": one.name or None, "before": _plain(one, one.before), "after": _plain(one, one.after),
        "text": sentence(one, found), "refused": one.refused.code if one.refused else None, "why": refused,
    }  # fmt: skip


def _plain(one: Difference, value: object) -> object:
    """A value for scripts: quarters as 2024-Q3, targets by quarter."""
    if one.kind in QUARTERS and isinstance(value, tuple):
        return [quarters.code(quarter) for quarter in value]
    if one.kind == "item.step_moved" and isinstance(value, int):
        return quarters.code(value)
    if one.kind == "item.targets" and isinstance(value, tuple):
        return {quarters.code(quarter): units for quarter, units in value}
    return list(value) if isinstance(value, tuple) else value
