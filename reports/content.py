"""What a snapshot holds, as reports ask for it: records made from its content, nothing computed anew.

Sums, states and counts are those that the snapshot froze (`figures` of store.snapshots); titles and texts are its
facts. Quarters are integers here, shares exact fractions; what is not known is None, never 0.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from core import quarter as quarters
from core.canonical import canonical, sha256
from core.days import iso
from core.text import sort_key
from reports.records import (
    Completed,
    Deadline,
    Decided,
    Deviation,
    Event,
    Goal,
    Indicator,
    Item,
    LeadReport,
    Obligation,
    Organisation,
    Package,
    PackageFigures,
    Participation,
    Project,
    QuarterReach,
    Reach,
    SurveyQuestion,
    SurveyWave,
)

SURVEYS = ("network", "capability", "feedback")
"""Kinds of surveys in the order in which they are told."""

Row = tuple[list[Any], dict[str, Any]]
"""A fact: its natural key and its values by column."""


class Content:
    """The content of a snapshot, or of the present (*name* None), looked at in one quarter of it."""

    def __init__(self, raw: Mapping[str, Any], name: str | None = None, quarter: int | None = None) -> None:
        self.raw = raw
        self.name = name
        self.quarter = quarters.parse(raw["quarter"]) if quarter is None else quarter

    @property
    def code(self) -> str:
        """The quarter as figure ids have it: ``2024-Q3``."""
        return quarters.code(self.quarter)

    @cached_property
    def sha256(self) -> str:
        """The hash of the whole content: that of the snapshot."""
        return sha256(canonical(self.raw))

    @property
    def as_of(self) -> str:
        """The ISO date to which facts count: that of the content, or the quarter's last day where that is earlier."""
        return min(self.today, iso(quarters.last_day(self.quarter)))

    @property
    def today(self) -> str:
        """The ISO date on which the content was made, within the project's dates."""
        return str(self.raw["as_of"])

    @property
    def ended(self) -> bool:
        """The quarter looked at is over, or the project is."""
        return self.as_of >= min(self.project.end, iso(quarters.last_day(self.quarter)))

    @property
    def span(self) -> tuple[int, ...]:
        """The quarters with figures, to the one looked at."""
        return tuple(one for one in sorted(map(quarters.parse, self.raw["figures"])) if one <= self.quarter)

    @property
    def previous(self) -> int | None:
        """The quarter before the one looked at, where the project has one and it is over."""
        one = self.quarter - 1
        return one if one in self.span and self.today > iso(quarters.last_day(one)) else None

    @property
    def locked_on(self) -> str | None:
        """The day on which the quarter was locked; None where it is open."""
        found: str | None = self.raw.get("locked_on", {}).get(self.code)
        return found

    def facts(self, table: str) -> list[Row]:
        """The rows of a table of facts (store.dump); none where the content has no such table."""
        return [(row[0], row[1]) for row in self.raw["facts"].get(table, ())]

    def figures(self, quarter: int | None = None) -> Mapping[str, Any]:
        """The figures of a quarter (the one looked at if None); empty where the content has none of it."""
        found: Mapping[str, Any] = self.raw["figures"].get(
            quarters.code(self.quarter if quarter is None else quarter), {}
        )
        return found

    @cached_property
    def project(self) -> Project:
        """The project."""
        ((code,), row) = self.facts("project")[0]
        return Project(code, row["name"], row["start_date"], row["end_date"], row["coordinator"], row["funder"],
                       row["expected_organisations"], row["language"], bool(row["demo"]))  # fmt: skip

    @cached_property
    def packages(self) -> tuple[Package, ...]:
        """The work packages in plan order, children after their parent."""
        rows = sorted(self.facts("work_package"), key=lambda row: row[1]["position"])
        children: dict[str | None, list[Row]] = {}
        for row in rows:
            children.setdefault(row[1]["parent"], []).append(row)
        out: list[Package] = []

        def walk(parent: str | None, depth: int) -> None:
            for (code,), row in children.get(parent, ()):
                out.append(Package(code, row["title"], row["goal"], parent, depth, _quarter(row["from_quarter"]),
                                   _quarter(row["to_quarter"])))  # fmt: skip
                walk(code, depth + 1)

        walk(None, 0)
        return tuple(out)

    def package(self, code: str) -> Package:
        """The work package of a code; KeyError where there is none."""
        found = next((one for one in self.packages if one.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    def below(self, code: str) -> tuple[str, ...]:
        """A package's code and those of all packages below it."""
        out = [code]
        for one in self.packages:
            if one.parent in out:
                out.append(one.code)
        return tuple(out)

    def standing(self, code: str, quarter: int | None = None) -> PackageFigures | None:
        """How a package stood at the end of a quarter; None where the content has no figures of it."""
        found = self.figures(quarter)
        row = found.get("packages", {}).get(code)
        if row is None:
            return None
        leads = found.get("leads", {}).get(code, {"names": (), "confirmed": False})
        earned, planned, weight = (Fraction(*row[name]) for name in ("earned", "planned", "weight"))
        return PackageFigures(
            code=code, done=earned / weight if weight else None, planned=planned / weight if weight else None,
            earned=earned, weight=weight, due_done=row["due"][0], due_of=row["due"][1],
            late=tuple((item, n) for item, n in row["late"]), status=row["status"], reason=row["reason"],
            why=row.get("why", {}), report=row["report"],
            reported=None if row["reported"] is None else Fraction(*row["reported"]), override=row["override"],
            organisations=row["organisations"], roles=row["roles"], leads=tuple(leads["names"]),
            confirmed=leads["confirmed"],
        )  # fmt: skip

    @cached_property
    def _shorts(self) -> dict[str, str]:
        return {name: row["short"] for (name,), row in self.facts("organisation")}

    def short(self, organisation: str) -> str:
        """The short name of an organisation."""
        return self._shorts.get(organisation, organisation)

    def items(self, quarter: int | None = None) -> dict[str, Item]:
        """Every item by its code, as it stood at the end of a quarter; actions before outputs, in plan order."""
        states = self.figures(quarter).get("items", {})
        rows = sorted(self.facts("item"), key=lambda row: (row[1]["kind"], row[1]["position"], row[0]))
        out = {}
        for (code,), row in rows:
            state, package = states.get(code, {}), self.package(row["package"])
            out[code] = Item(
                code=code, package=row["package"], kind=row["kind"], title=row["title"], position=row["position"],
                state=state.get("state"), earned=_share(state.get("earned")), planned=_share(state.get("planned")),
                first=_quarter(state.get("from") or row["from_quarter"]) or package.first,
                last=_quarter(state.get("to") or row["to_quarter"]) or package.last,
                technique=row["technique"], weight=row["weight"], units_done=state.get("units"), units=row["units"],
                owner=row["owner"],
            )  # fmt: skip
        return out

    def completed(self, quarter: int | None = None) -> tuple[Completed, ...]:
        """What was completed in a quarter, in the order of its days."""
        items = self.items(quarter)
        steps = {(item, number): row["title"] for (item, number), row in self.facts("step")}
        return tuple(
            Completed(items[one["item"]], None if one["step"] is None else steps[one["item"], one["step"]], one["on"])
            for one in self.figures(quarter).get("completed", ())
            if one["item"] in items
        )  # fmt: skip

    def decision(self, on: str | None, paragraph: str | None) -> Decided | None:
        """The decision of a day and paragraph; None where there is none."""
        return next((one for one in self.decisions if (one.on, one.paragraph) == (on, paragraph)), None)

    @cached_property
    def decisions(self) -> tuple[Decided, ...]:
        """Every decision, the oldest first."""
        found = [Decided(on, paragraph, row["body"], row["text"]) for (on, paragraph), row in self.facts("decision")]
        return tuple(sorted(found, key=lambda one: (one.on, one.paragraph)))

    @cached_property
    def deviations(self) -> dict[str, Deviation]:
        """What was recorded of items that are off their plan, by item."""
        return {
            item: Deviation(item, row["reason"], row["remedy"], row["responsible"], _quarter(row["new_quarter"]),
                            self.decision(row["decided_on"], row["paragraph"]))
            for (item,), row in self.facts("deviation")
        }  # fmt: skip

    def lead_reports(self, quarter: int | None = None) -> dict[str, LeadReport]:
        """What the leads wrote about a quarter, by package."""
        wanted = quarters.code(self.quarter if quarter is None else quarter)
        return {
            package: LeadReport(package, quarters.parse(code), row["state"], row["done"], row["deviations"],
                                row["next"], row["decisions"], row["received_on"])
            for (package, code), row in self.facts("quarter_report")
            if code == wanted
        }  # fmt: skip

    def obligations(self, quarter: int | None = None) -> tuple[Obligation, ...]:
        """What organisations owe, in plan order, as it stood at the end of a quarter."""
        figures = self.figures(quarter).get("obligations", {})
        counts = ("done", "of", "in_work", "not_started", "not_required", "untold", "overdue")
        return tuple(
            Obligation(code, row["title"], row["due"], row["proof"], row["package"],
                       *(figures[code][name] for name in counts))
            for (code,), row in sorted(self.facts("obligation"), key=lambda row: row[1]["position"])
            if code in figures
        )  # fmt: skip

    def events(self, quarter: int | None = None) -> tuple[Event, ...]:
        """Events in the order of their days: all of them, or those of one quarter. Counts are those of its quarter."""
        packages: dict[str, list[str]] = {}
        for (event, package), _ in self.facts("event_package"):
            packages.setdefault(event, []).append(package)
        order = {one.code: number for number, one in enumerate(self.packages)}
        counts = {code: row for one in self.span for code, row in self.figures(one).get("events", {}).items()}
        out = []
        for (code,), row in self.facts("event"):
            counted = counts.get(code, {})
            window = (row["window_from"], row["window_to"]) if row["window_from"] else None
            out.append(Event(
                code=code, title=row["title"], kind=row["kind"], start=row["start"], ends=row["ends"], window=window,
                mode=row["mode"], place=row["place"],
                packages=tuple(sorted(packages.get(code, ()), key=lambda one: order.get(one, 0))),
                cancelled_on=row["cancelled_on"], cancel_reason=row["cancel_reason"], held=code in counts,
                persons=counted.get("persons"), organisations=counted.get("organisations"),
                outside=counted.get("outside"), registered=counted.get("registered"),
            ))  # fmt: skip
        out.sort(key=lambda one: (one.start or (one.window[0] if one.window else "9999"), one.code))
        return tuple(one for one in out if quarter is None or one.quarter == quarter)

    def reach(self, quarter: int | None = None) -> QuarterReach | None:
        """What events of a quarter, and all to its end, reached; None where the content has no figures of it."""
        row = self.figures(quarter).get("reach")
        if row is None:
            return None
        new = row["first_time"]
        return QuarterReach(
            self.quarter if quarter is None else quarter, row["held"], _reach(row["quarter"]), _reach(row["so_far"]),
            new["network"], new["outside"], tuple(new["persons"]),
        )  # fmt: skip

    def network(self, quarter: int | None = None) -> tuple[int, int | None]:
        """How many organisations the network has, and how many were promised."""
        known, expected = self.figures(quarter)["project"]["network"]
        return known, expected

    def indicators(self, quarter: int | None = None) -> tuple[Indicator, ...]:
        """Every indicator with its figure at the end of a quarter."""
        facts = {(package, number): row for (package, number), row in self.facts("indicator")}
        numbers: dict[str, int] = {}
        out = []
        positions = {package: sorted(n for one, n in facts if one == package) for package, _ in facts}
        for one in self.figures(quarter).get("indicators", ()):
            package = one["package"]
            numbers[package] = numbers.get(package, 0) + 1
            row = facts[package, positions[package][one["number"] - 1]]
            share = one["attainment"]["share"]
            out.append(Indicator(
                package=package, number=one["number"], title=row["title"], unit=row["unit"], kind=row["kind"],
                baseline=row["baseline"], target=row["target"], source=row["source"], counted=one["counted"],
                value=None if one["value"] is None else Fraction(*one["value"]),
                attainment=one["attainment"]["word"], share=None if share is None else Fraction(*share),
                level=one["level"], level_before=one["level_before"],
            ))  # fmt: skip
        return tuple(out)

    def organisations(self, quarter: int | None = None) -> tuple[Organisation, ...]:
        """Organisations of the network or at events, in the order of Finnish, at a quarter's end."""
        found = self.figures(quarter).get("organisations", {})
        out = []
        for (name,), row in self.facts("organisation"):
            if name in found:
                one = found[name]
                out.append(Organisation(
                    name, row["short"], row["business_id"], row["region"], row["language"], one["network"],
                    one["events"], _quarter(one["first"]), one["obligations"],
                ))  # fmt: skip
        return tuple(sorted(out, key=lambda one: (sort_key(one.name), one.name)))

    def waves(self, quarter: int | None = None) -> tuple[tuple[str, dict[str, Any]], ...]:
        """The rows of the figures of waves by ``CODE/WAVE``: surveys of the network first, feedback last; their
        questions as they were asked, options by how many chose them. The order of a mapping says nothing: a snapshot
        that was saved has its keys in the order of the alphabet."""
        found = self.figures(quarter).get("surveys", {})
        return tuple((name, {**found[name], "questions": _in_order(found[name]["questions"])})
                     for name in sorted(found, key=lambda one: _wave_order(one, found[one])))  # fmt: skip

    def surveys(self, quarter: int | None = None) -> tuple[SurveyWave, ...]:
        """Waves of surveys with their figures at the end of a quarter, as far as they may be told."""
        out = []
        for name, row in self.waves(quarter):
            survey, _, wave = name.rpartition("/")
            out.append(SurveyWave(
                survey=survey, wave=wave, title=row["title"], kind=row["kind"], event=row.get("event"),
                package=row.get("package"), complete=row["complete"], partial=row["partial"], invited=row["invited"],
                organisations=row["organisations"], asked=row["asked"],
                questions=tuple(_question(key, one) for key, one in row["questions"].items()),
            ))  # fmt: skip
        return tuple(out)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The days of the project, in order."""
        found = [Deadline(title, on, row["at_time"], row["kind"], row["recipient"], row["done_on"])
                 for (title, on), row in self.facts("deadline")]  # fmt: skip
        return tuple(sorted(found, key=lambda one: (one.on, one.at or "", one.title)))

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """The project's goals."""
        found = [Goal(position, row["title"], row["result"]) for (position,), row in self.facts("goal")]
        return tuple(sorted(found, key=lambda one: one.position))

    @cached_property
    def participations(self) -> tuple[Participation, ...]:
        """The roles that hold in the quarter looked at."""
        found = [
            Participation(package, organisation, role, row["certainty"], _quarter(first), _quarter(row["to_quarter"]))
            for (package, organisation, role, first), row in self.facts("participation")
        ]
        return tuple(
            one for one in found
            if (one.first is None or one.first <= self.quarter) and (one.last is None or one.last >= self.quarter)
        )  # fmt: skip


def _share(found: list[int] | None) -> Fraction | None:
    return None if found is None else Fraction(*found)


def _quarter(code: str | None) -> int | None:
    return None if code is None else quarters.parse(code)


def _wave_order(name: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = row["kind"]
    return (
        SURVEYS.index(kind) if kind in SURVEYS else len(SURVEYS),
        row.get("survey", ""),
        row.get("position", 0),
        name,
    )


def _in_order(questions: Mapping[str, Any]) -> dict[str, Any]:
    """Questions by their place in the survey, then by key; their options by how many chose them, then by name."""
    names = sorted(questions, key=lambda one: (questions[one].get("position", 0), one))
    return {name: {**questions[name], "options": _most_chosen(questions[name]["options"])} for name in names}


def _most_chosen(options: Mapping[str, int] | None) -> dict[str, int] | None:
    if options is None:
        return None
    return dict(sorted(options.items(), key=lambda one: (-one[1], sort_key(one[0]), one[0])))


def _question(name: str, row: Mapping[str, Any]) -> SurveyQuestion:
    key, _, version = name.rpartition("/")
    interval, share, median = row["interval"], row["share"], row["median"]
    return SurveyQuestion(
        key=key, version=version, text=row["text"], type=row["type"], n=row["n"], missing=row["missing"],
        dont_know=row["dont_know"], share=None if share is None else Fraction(*share),
        interval=None if interval is None else (Fraction(*interval[0]), Fraction(*interval[1])),
        distribution=None if row["distribution"] is None else tuple(row["distribution"]), options=row["options"],
        median=None if median is None else Fraction(*median),
    )  # fmt: skip


def _reach(row: Mapping[str, Any]) -> Reach:
    low, high = row["persons"]
    return Reach(row["contacts"], row["identified"], (low, high), row["network"], row["outside"], row["unknown"])
