"""Forms to the leads of work packages and back: what a form shows, what it remembers of what it was written with, and
what a form that came back would change. Quarters are integers, dates ISO texts, shares 0 to 1.

The rules of giving: an empty cell says nothing, a dash clears a text (rules.md 12); what Etappi counts itself, and the
state of items with units or milestones, is not given twice.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from core import quarter as quarters
from core.closing import TEXTS
from core.findings import Place
from core.progress import EvidenceFact, ItemPlan

VERSION = 1
"""Of the layout that `marker` writes; a form of a later one is refused."""
MARK = "etappi-form"
"""What stands in the first cell of the hidden sheet."""
COLUMNS = ("code", "title", "timing", "state", "new_state", "units_done", "new_units", "units", "date", "note")
GIVEN = ("new_state", "new_units", "date", "note")
"""The columns in which the lead types; the others are protected."""
LABELS = ("ready", "form_date", "percent", *TEXTS)
"""The fields of the sheet for the report, in their order."""
STATES = ("not_started", "started", "done", "accepted", "cancelled")
READY = ("yes", "no")
REPORT = "report"
ReportText = Literal["done", "deviations", "next", "decisions"]
REPORT_TEXTS: tuple[ReportText, ...] = ("done", "deviations", "next", "decisions")
"""core.closing.TEXTS, in a type of their own."""
Change = Literal["added", "changed", "same"]
What = Literal["state", "units", "step", "percent", "report", "done", "deviations", "next", "decisions"]


@dataclass(frozen=True)
class FormStep:
    """A milestone of an item: *quarter* is the one that holds."""

    number: int
    title: str
    quarter: int
    done_on: str | None


@dataclass(frozen=True)
class FormItem:
    """An item as a form shows it; *since* is the day of the last thing that was recorded of it. *counted*: Etappi
    counts its units itself."""

    code: str
    kind: str
    title: str
    first: int
    last: int
    technique: str
    state: str
    since: str | None
    units_done: int | None
    units: int | None
    counted: bool = False
    late: bool = False
    steps: tuple[FormStep, ...] = ()


@dataclass(frozen=True)
class Form:
    """The form of one work package for one quarter, in *language*: *leads* are the names of those who answer for it,
    *written* is the day on which it is written, *due* that by which it should come back, *first_day* and *last_day* are
    the quarter's. *texts* are those of the report by TEXTS, *percent* (0 to 100) the share that was reported, *report*
    its state, None where nobody has begun it."""

    project: str
    project_name: str
    package: str
    title: str
    quarter: int
    leads: tuple[str, ...]
    language: str
    written: str
    due: str
    first_day: str
    last_day: str
    items: tuple[FormItem, ...]
    texts: Mapping[str, str | None] = field(default_factory=dict)
    percent: float | None = None
    report: str | None = None


@dataclass(frozen=True)
class Layout:
    """The words of a form by which its parts are found again: headings of *columns* by COLUMNS, *labels* by LABELS,
    *states* that can be chosen, the two words of *ready*, and the names of the sheets."""

    items: str
    report: str
    columns: Mapping[str, str]
    labels: Mapping[str, str]
    states: Mapping[str, str]
    ready: Mapping[str, str]


@dataclass(frozen=True)
class SentItem:
    """How an item stood when its form was written."""

    state: str
    units: int | None


@dataclass(frozen=True)
class Sent:
    """What a form remembers (`marker`): whose it is, its words, and what it was written with. *steps* are (item,
    number) by the code that stands on the sheet, *texts* their `digest`."""

    version: int
    project: str
    package: str
    quarter: int
    written: str
    layout: Layout
    items: Mapping[str, SentItem]
    steps: Mapping[str, tuple[str, int]]
    texts: Mapping[str, str]
    percent: float | None
    report: str | None


def choices(technique: str, state: str) -> tuple[str, ...]:
    """The states that a lead can give an item: what is counted in units or milestones is only begun by hand, continuous
    work has none, and what is closed is opened by the coordinator."""
    if technique == "effort" or state in ("accepted", "cancelled", "done"):
        return ()
    given_by_parts = technique in ("units", "milestones")
    if state == "not_started":
        return ("started",) if given_by_parts else ("started", "accepted")
    return () if given_by_parts else ("accepted",)


def step_code(item: str, number: int) -> str:
    """What stands before a milestone on the sheet: ``TP1-A1/2``."""
    return f"{item}/{number}"


def digest(text: str | None) -> str:
    """By what a form knows a text again that it was written with."""
    return hashlib.sha256((text or "").encode("utf-8", "replace")).hexdigest()[:16]


def marker(form: Form, layout: Layout) -> list[tuple[str, ...]]:
    """The rows of the hidden sheet: what `read_marker` reads."""
    rows: list[tuple[str, ...]] = [
        (MARK, str(VERSION)), ("project", form.project), ("package", form.package),
        ("quarter", quarters.code(form.quarter)), ("written", form.written), ("language", form.language),
        ("sheet", "items", layout.items), ("sheet", REPORT, layout.report),
    ]  # fmt: skip
    words = (("column", layout.columns), ("label", layout.labels), ("state", layout.states), ("ready", layout.ready))
    rows += [(kind, name, word) for kind, several in words for name, word in several.items()]
    for item in form.items:
        rows.append(("item", item.code, item.state, "" if item.units_done is None else str(item.units_done)))
        rows += [("step", step_code(item.code, one.number), item.code, str(one.number)) for one in item.steps]
    rows += [("text", name, digest(form.texts.get(name))) for name in TEXTS]
    rows.append(("percent", "" if form.percent is None else repr(form.percent)))
    rows.append((REPORT, form.report or ""))
    return rows


def read_marker(rows: Iterable[tuple[str, ...]]) -> Sent | None:
    """What `marker` wrote; None where the rows are none of a form, or not whole. Of a later version only the version
    is sure."""
    single: dict[str, str] = {}
    named: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        cells = tuple(cell.strip() for cell in row)
        while cells and not cells[-1]:
            cells = cells[:-1]
        if len(cells) > 2 or (cells and cells[0] == "text"):
            named.setdefault(cells[0], {})[cells[1]] = cells[2:]
        elif cells:
            single[cells[0]] = cells[1] if len(cells) > 1 else ""
    if not single.get(MARK, "").isdigit():
        return None
    words = {kind: {name: cells[0] for name, cells in several.items()} for kind, several in named.items()
             if kind in ("sheet", "column", "label", "state", "ready")}  # fmt: skip
    try:
        layout = Layout(words["sheet"]["items"], words["sheet"][REPORT],
                        {name: words["column"][name] for name in COLUMNS},
                        {name: words["label"][name] for name in LABELS}, words["state"], words["ready"])  # fmt: skip
        return Sent(
            version=int(single[MARK]), project=single["project"], package=single["package"],
            quarter=quarters.parse(single["quarter"]), written=single["written"], layout=layout,
            items={code: SentItem(cells[0], int(cells[1]) if len(cells) > 1 else None)
                   for code, cells in named.get("item", {}).items()},
            steps={code: (cells[0], int(cells[1])) for code, cells in named.get("step", {}).items()},
            texts={name: named["text"][name][0] for name in TEXTS},
            percent=float(single["percent"]) if single["percent"] else None, report=single[REPORT] or None,
        )  # fmt: skip
    except (KeyError, IndexError, ValueError):
        return None


# What the store knows, and what would change


@dataclass(frozen=True)
class KnownWorkItem:
    """An item of the store: its plan, all its evidence in the order in which it was entered, the notes of it, and the
    units that Etappi counts for it today (*counted*; None where they are typed)."""

    id: int
    code: str
    title: str
    package_id: int
    plan: ItemPlan
    facts: tuple[EvidenceFact, ...] = ()
    notes: frozenset[str] = frozenset()
    step_titles: Mapping[int, str] = field(default_factory=dict)
    counted: int | None = None


@dataclass(frozen=True)
class KnownReport:
    """The report of a package for a quarter, and the share (0 to 100) that was reported with it."""

    state: str | None = None
    texts: Mapping[str, str | None] = field(default_factory=dict)
    percent: float | None = None


@dataclass(frozen=True)
class KnownWork:
    """What the import of a form needs to know of a project: its code and dates, today, the newest locked quarter, items
    by code, reports by (package id, quarter), and the quarters of packages by id, the project's where they have none of
    their own."""

    project: str
    start: str
    end: str
    today: str
    locked: int | None
    items: Mapping[str, KnownWorkItem]
    reports: Mapping[tuple[int, int], KnownReport]
    spans: Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class FormChange:
    """One thing that a form says and what it changes: *before* is what the store says, *after* what the form says.

    Of an item *code* is its code, *facts* what would be recorded on *on_date* with *note*; of a package *code* is the
    package's. *step* is a milestone's number. A *same* one is in the store already.
    """

    what: What
    code: str
    place: Place
    outcome: Change
    before: str | int | float | None
    after: str | int | float | None
    title: str = ""
    item_id: int | None = None
    step: int | None = None
    on_date: str | None = None
    note: str | None = None
    facts: tuple[EvidenceFact, ...] = ()


@dataclass(frozen=True)
class FormPlan:
    """What importing one form would do, apart from rows, questions and findings. *received_on* is the day on which it
    was given, None for the day of the import."""

    project: str
    package_id: int
    package: str
    quarter: int
    written: str
    received_on: str | None = None
    changes: tuple[FormChange, ...] = ()

    def count(self, outcome: str) -> int:
        """How many changes have this outcome."""
        return sum(change.outcome == outcome for change in self.changes)
