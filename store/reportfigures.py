"""Figures that reports hand on and boards do not show: what was completed, who leads, how obligations and indicators
stand, and how far each organisation has come along. A snapshot freezes them for every quarter."""

from collections.abc import Iterable, Mapping
from sqlite3 import Connection
from typing import Any

from core import quarter as quarters
from core.board import PackageStatus
from core.canonical import as_entered, exact, pair
from core.colour import Reason
from core.indicators import Attainment
from core.work import IndicatorRow
from store import indicators, obligations
from store.attendance import attended, network_in
from store.reach import EVENTS
from store.status import Moment, ProjectRow
from store.views import DONE, item_figures

COMPLETED = f"""
SELECT code, CASE WHEN closed IS 'accepted' THEN closed_on ELSE coalesce(
  (SELECT min(e.on_date) FROM evidence AS e WHERE e.item_id = f.id AND e.kind = 'units' AND e.units >= f.units
   AND e.on_date <= :cut),
  (SELECT max(e.on_date) FROM evidence AS e WHERE e.item_id = f.id AND e.kind = 'step' AND e.on_date <= :cut)) END
FROM ({item_figures(":cut", ":quarter", ":ref", "v_item AS i WHERE i.project_id = :project")}) AS f
WHERE {DONE} AND technique <> 'effort' AND (scope_from IS NULL OR scope_from <= quarter)"""
"""SQL: the items of which nothing is left, and the day on which that came about; NULL where Etappi counts the units."""

STEPS = """
SELECT i.code, s.number, min(e.on_date) AS done_on FROM step AS s JOIN item AS i ON i.id = s.item_id
JOIN evidence AS e ON e.step_id = s.id WHERE s.project_id = :project AND e.on_date <= :cut
GROUP BY s.id HAVING done_on >= :first"""


def completed_of(
    connection: Connection, project: ProjectRow, quarter: int, today: str, before: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, object]]:
    """What was completed in *quarter*, in the order of its days: ``{item, step, on}`` of items that were not done in
    the quarter *before* (its items by code, as `store.itemfigures` has them) and of single steps of others. *on* is
    None where Etappi counts the units."""
    parameters = Moment(project, quarter, today).parameters(project.id)
    done = dict(connection.execute(COMPLETED, parameters).fetchall())
    first = quarters.dates(quarter, project.start, project.end)[0]
    steps = connection.execute(STEPS, {**parameters, "first": first}).fetchall()
    out: list[dict[str, object]] = [
        {"item": code, "step": None, "on": on}
        for code, on in done.items()
        if before.get(code, {}).get("state") != "done"
    ]
    out += [{"item": code, "step": number, "on": on} for code, number, on in steps if code not in done]
    return sorted(out, key=lambda one: (str(one["on"] or "9999"), str(one["item"]), one["step"] or 0))


def obligations_of(connection: Connection, project: ProjectRow, quarter: int, today: str) -> dict[str, object]:
    """How each obligation stood at the end of *quarter* by its code: *done* of *of* (those who owe it and are not let
    off), how many are in each other state, *untold* of whom nobody told anything, *overdue*."""
    found = obligations.overview(connection, project, Moment(project, quarter, today).cut)
    return {
        line.terms.code: {
            "done": line.tally.done, "of": line.tally.expected, "in_work": line.tally.in_work,
            "not_started": line.tally.not_started, "not_required": line.tally.not_required,
            "untold": line.tally.untold, "overdue": line.tally.overdue,
        }
        for line in found
    }  # fmt: skip


def indicators_of(
    connection: Connection, project: ProjectRow, quarter: int, today: str, codes: Mapping[int, str]
) -> list[dict[str, object]]:
    """Indicators with their figure at the end of *quarter*, package by package; *codes* of packages by id."""
    found = indicators.by_package(connection, project, Moment(project, quarter, today))
    return [_indicator(codes[package], row) for package in codes for row in found.get(package, ())]


def _indicator(package: str, row: IndicatorRow) -> dict[str, object]:
    level, before = row.level, row.level_before
    return {
        "package": package, "number": row.number, "counted": row.counted,
        "value": None if row.value is None else pair(as_entered(float(row.value))),
        "attainment": _attainment(row.attainment), "level": None if level is None else level.level,
        "level_before": None if before is None else before.level, **_base(row),
    }  # fmt: skip


def _base(row: IndicatorRow) -> dict[str, object]:
    """The n and the interval of a share of a survey."""
    base = row.base
    if base is None:
        return {"n": None, "interval": None}
    limits = None if base.low is None or base.high is None else [base.low, base.high]
    return {"n": base.n, "interval": limits and [pair(as_entered(round(one, 4))) for one in limits]}


def _attainment(found: Attainment) -> dict[str, object]:
    share = None
    if found.share is not None and found.numerator is not None and found.denominator is not None:
        share = pair(as_entered(float(found.numerator)) / as_entered(float(found.denominator)))
    return {"word": found.word, "share": share}


def organisations_by_quarter(
    connection: Connection, project: ProjectRow, span: Iterable[int], today: str
) -> dict[int, dict[str, object]]:
    """Organisations of the network or at events, by name, at the end of each quarter of *span*: at how many *events*
    they have been since the beginning, the *first* quarter of these, and the states of what they owe."""
    every = connection.execute(EVENTS, {
        "project": project.id, "kind": None, "since": None, "until": None, "first": None, "last": None, "package": None,
    }).fetchall()  # fmt: skip
    when = dict(every)
    identified, heads = attended(connection, project.id, list(when))
    present = {(organisation, event) for event, organisation, _ in [*identified, *heads] if organisation is not None}
    names = dict(connection.execute("SELECT id, name FROM organisation").fetchall())
    out: dict[int, dict[str, object]] = {}
    for quarter in span:
        network = network_in(connection, project.id, quarter)
        been: dict[int, list[int]] = {number: [] for number in network}
        for organisation, event in present:
            if when[event] <= quarter:
                been.setdefault(organisation, []).append(when[event])
        owed = _owed(connection, project, Moment(project, quarter, today).cut)
        out[quarter] = {
            names[number]: {
                "network": number in network, "events": len(at), "first": quarters.code(min(at)) if at else None,
                "obligations": owed.get(number, {}),
            }
            for number, at in been.items()
        }  # fmt: skip
    return out


def _owed(connection: Connection, project: ProjectRow, day: str) -> dict[int, dict[str, str]]:
    """By organisation, then by obligation: the state; nobody has told anything: ``untold``."""
    out: dict[int, dict[str, str]] = {}
    for one in obligations.owed(connection, project, day):
        out.setdefault(one.organisation_id, {})[one.terms.code] = (
            one.standing.state if one.standing.told else "untold"
        )  # fmt: skip
    return out


def leads_of(packages: Iterable[PackageStatus]) -> dict[str, object]:
    """Who leads each package, by its code: *names* of organisations, and whether they are *confirmed* (where none is,
    those of interest)."""
    return {one.code: {"names": list(one.leads), "confirmed": one.confirmed} for one in packages}


def why_of(reason: Reason) -> dict[str, object]:
    """The values of a status's reason, shares exact. Items stand by their code alone, whose title is a fact."""
    values = {key: value for key, value in reason.values.items() if key != "title"}
    return {key: pair(exact(value)) if isinstance(value, float) else value for key, value in values.items()}
