"""What the tests of the store share: small plans and imports, and ways to change and look at a store."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from core import quarter as quarters
from core.findings import Place
from core.importing import Decision, ImportPlan, NewOrganisation, ReadRow, RoleChange
from core.planning import PlanFile, PlanIndicator, PlanItem, PlanPackage, PlanProject, PlanStep
from core.short_names import propose
from store.commands import participation, plan, progress
from store.database import connect, reading
from store.dump import canonical_dump
from store.status import ProjectRow, project_named
from store.undo import UndoneAction, take_back
from store.writing import Writer, writing

TODAY = "2024-09-16"
Q1, Q2, Q3, Q4 = (quarters.quarter(2024, number) for number in (1, 2, 3, 4))
T = TypeVar("T")


def copy_of(template: str, target: Path) -> str:
    """A copy of a store that nobody has open."""
    shutil.copyfile(template, target)
    target.chmod(0o600)
    return str(target)


def item(code: str, first: int = Q1, last: int = Q2, technique: Any = "50/50", **more: Any) -> PlanItem:
    return PlanItem(
        kind="output" if "-O" in code else "action",
        title=f"Title of {code}",
        code=code,
        from_quarter=first,
        to_quarter=last,
        first=first,
        last=last,
        technique=technique,
        technique_given=True,
        **more,
    )


def package(
    code: str, *items: PlanItem, parent: str | None = None, lead: tuple[str, ...] = (), **more: Any
) -> PlanPackage:
    return PlanPackage(
        code=code,
        title=f"Package {code}",
        from_quarter=Q1,
        to_quarter=Q4,
        first=Q1,
        last=Q4,
        items=items,
        parent=parent,
        lead=lead,
        **more,
    )


def small_plan(code: str = "P1") -> PlanFile:
    """Two packages and a child, with every technique, steps, units, needs and an indicator."""
    return PlanFile(
        PlanProject(code=code, name="Projekti", start="2024-01-01", end="2024-12-31", kick_off="2024-01-31"),
        (
            package(
                "TP1",
                item("TP1-A1", Q1, Q1, "0/100"),
                item("TP1-A2", Q1, Q3, "50/50", weight=2.7),
                lead=("Omnia",),
                needs=("TP2",),
                indicators=(PlanIndicator("Osuus", "quantitative", "%", 0.1, 1 / 3),),
            ),
            package(
                "TP2",
                item(
                    "TP2-A1",
                    Q1,
                    Q3,
                    "milestones",
                    steps=(PlanStep("a", 0.3, Q1), PlanStep("b", 0.7, Q3)),
                    after=("TP1",),
                ),
                item("TP2-A2", Q1, Q4, "effort"),
                item("TP2-O1", Q2, Q4, "units", units=84, unit_targets=((Q2, 40), (Q3, 84))),
                lead=("Gradia",),
            ),
            package("TP1.1", item("TP1.1-O1", Q2, Q3, "units", units=12), parent="TP1", lead=("Omnia", "Savon AO")),
        ),
    )


def make_plan(path: str, wanted: PlanFile, fixed_today: str | None = None) -> int:
    """Make a project of a plan as `etappi init` does, without the name matching; returns its id."""
    spelled = [name for one in wanted.packages for name in (*one.lead, *one.assist)]
    with reading(path) as connection:
        known = {name for (name,) in connection.execute("SELECT name FROM organisation").fetchall()}
    new = [NewOrganisation(name, name) for name in dict.fromkeys(spelled) if name not in known]
    with writing(path, "init plan.toml") as writer:
        made = plan.make_project(writer, wanted, {name: name for name in spelled}, new, fixed_today=fixed_today)
    return made.project_id


def project_of(path: str, code: str | None = None) -> ProjectRow:
    with reading(path) as connection:
        return project_named(connection, code)


def small_import(path: str, rows: list[tuple[str, str, str]], sha256: str, code: str | None = None) -> ImportPlan:
    """An import plan of (organisation, package code, role) rows against the store as it is."""
    project = project_of(path, code)
    with reading(path) as connection:
        packages = dict(
            connection.execute("SELECT code, id FROM work_package WHERE project_id = ?", (project.id,)).fetchall()
        )
        names = dict(connection.execute("SELECT name, id FROM organisation").fetchall())
        taken = {short for (short,) in connection.execute("SELECT short FROM organisation").fetchall()}
        known = {
            (work, names_id, role): (number, certainty)
            for number, work, names_id, role, certainty in connection.execute(
                "SELECT id, work_package_id, organisation_id, role, certainty FROM participation"
            ).fetchall()
        }
    outcome: Any
    new: list[NewOrganisation] = []
    changes: list[RoleChange] = []
    read: list[ReadRow] = []
    for number, (name, work, role) in enumerate(dict.fromkeys(rows), 1):
        if name not in names and name not in {one.name for one in new}:
            short = propose(name, taken)
            taken.add(short)
            new.append(NewOrganisation(name, short))
        place = Place(sheet=work, row=number)
        key = packages[work], names.get(name, -1)
        unknown = known.get((*key, "unknown"))
        if (*key, role) in known:
            outcome, row_id, before = "same", known[*key, role][0], None
        elif unknown and role != "unknown":
            outcome, row_id, before = "changed", unknown[0], ("unknown", unknown[1])
        else:
            outcome, row_id, before = "added", None, None
        if outcome == "changed" and any(c.row_id == row_id for c in changes):
            outcome, row_id, before = "added", None, None
        changes.append(RoleChange(packages[work], work, name, role, "interest", outcome, row_id, before))
        read.append(ReadRow(place, f"{name} {role}", name, work, (role,), outcome, name, roles=(role,)))
    return ImportPlan(
        file="table.txt",
        sha256=sha256,
        kind="participation",
        reader="text",
        reader_version="1",
        rows_read=len(read),
        marks_read=len(read),
        spellings=len(new),
        rows=tuple(read),
        roles=tuple(changes),
        new=tuple(new),
        decisions=(Decision("unmarked", "", "unknown"),),
    )


def typed(plan_file: PlanFile) -> PlanFile:
    """The same plan with no units counted by Etappi: a test types them all as evidence."""
    return replace(plan_file, packages=tuple(
        replace(package, items=tuple(replace(item, counter=None) for item in package.items))
        for package in plan_file.packages
    ))  # fmt: skip


def do_import(path: str, rows: list[tuple[str, str, str]], sha256: str, code: str | None = None) -> int:
    shown = small_import(path, rows, sha256, code)
    with writing(path, "import table.txt", project_id=project_of(path, code).id) as writer:
        return participation.apply_import(writer, project_of(path, code).id, shown)


def act(path: str, command: str, what: Callable[[Writer], T], project_id: int | None = None) -> T:
    """Run one command in a transaction of its own."""
    with writing(path, command, project_id=project_id) as writer:
        return what(writer)


def evidence(path: str, code: str, kind: str, on: str, project: str | None = None, **more: Any) -> None:
    row = project_of(path, project)
    act(path, f"set {code}", lambda w: progress.add_evidence(w, row, code, kind, on, TODAY, **more), row.id)


def undo(path: str, target: int, verb: str = "undo") -> UndoneAction:
    with writing(path, verb, undo_of=target) as writer:
        return take_back(writer, target)


def dump(path: str) -> str:
    with reading(path) as connection:
        return canonical_dump(connection)


def state(path: str) -> tuple[str, int]:
    """All facts and the number of the newest action, read at once."""
    with reading(path) as connection:
        return canonical_dump(connection), connection.execute("SELECT max(id) FROM action").fetchone()[0]


def newest(path: str) -> int:
    return int(str(value(path, "SELECT max(id) FROM action")))


def value(path: str, query: str, *parameters: object) -> object:
    """The first column of the first row."""
    row = rows(path, query, *parameters)
    return row[0][0] if row else None


def rows(path: str, query: str, *parameters: object) -> list[tuple[object, ...]]:
    connection = connect(path)
    try:
        return connection.execute(query, parameters).fetchall()
    finally:
        connection.close()


def sound(path: str) -> None:
    """Structure, foreign keys, no action left running, no row without its action."""
    with reading(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT action FROM meta").fetchall() == [(None,)]
