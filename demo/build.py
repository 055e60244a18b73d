"""Build the demo project: the bundled plan, tables and answers through the same ways as a user's own files."""

import os
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files

from core.errors import EtappiError
from demo import TODAY, agreements, events, indicators, quarters, surveys
from importers.answers import parse
from importers.apply import Source, apply
from importers.planfile import read_plan
from importers.planorganisations import resolve
from store import opening, queries
from store.commands import organisations, progress, roles
from store.commands import plan as plan_commands
from store.database import reading
from store.editing import Base
from store.status import ProjectRow, project_named
from store.writing import Writer, key, writing

SHORT_NAMES = {"Jokilaaksojen koulutuskuntayhtymä": "JEDU", "Työtehoseura ry": "TTS"}
LABELS = {
    "ruotsinkielinen": ("Axxell Utbildning Ab", "Optima", "Practicum", "Yrkesakademin i Österbotten (YA)"),
}


def build(path: str) -> None:
    """Make the demo in a new store at *path*: plan, roles of the eight tables, and what was invented, in order of time.

    The project's day moves from stop to stop (demo.quarters), so that every snapshot and every locked quarter is what
    it would have been on its own day.
    """
    folder = files("demo")
    opening.prepare(path, make=True)
    plan = read_plan(folder.joinpath("plan.toml").read_bytes(), "plan.toml")
    found = resolve(plan, (), "plan.toml")
    with writing(path, "demo plan.toml") as writer:
        plan_commands.make_project(writer, plan, found.names, found.new, demo=True, fixed_today=plan.project.start)
    source = Source(
        content=folder.joinpath("participation.txt").read_bytes(), file="participation.txt",
        answers=parse(folder.joinpath("answers.toml").read_text(encoding="utf-8"), "answers.toml"),
    )  # fmt: skip
    with reading(path) as connection:
        project = project_named(connection, None)
        shown = source.plan(queries.known(connection, project.id))
    apply(path, project.id, source, shown)
    _names_by_hand(path, project.id)
    _course_of_time(path, project)


def _course_of_time(path: str, project: ProjectRow) -> None:
    """What happened from stop to stop, each fact entered before the stop that follows it."""
    happened = [*_progress(project)]
    happened += [(one.on, partial(agreements.tell, project=project, fact=one)) for one in agreements.all_told()]
    happened += [(one.on, partial(indicators.enter, project=project, fact=one)) for one in indicators.all_values()]
    happened += [(one.on, partial(quarters.send, project=project, report=one)) for one in quarters.all_reports()]
    happened += events.happened(project)
    happened.sort(key=lambda one: one[0])
    files_there = list(surveys.FILES)
    for stop in quarters.stops(TODAY):
        while files_there and files_there[0].on <= stop.on:
            surveys.take_in(path, project, files_there.pop(0))
        with writing(path, f"demo {stop.on}", project_id=project.id) as writer:
            plan_commands.set_fixed_today(writer, project.id, stop.on)
            while happened and happened[0][0] <= stop.on:
                happened.pop(0)[1](writer)
        quarters.hold(path, stop)


def _progress(project: ProjectRow) -> Iterator[tuple[str, Callable[[Writer], object]]]:
    """The dated facts of progress.toml: the day, and what records it."""
    for fact in tomllib.loads(files("demo").joinpath("progress.toml").read_text(encoding="utf-8"))["evidence"]:
        on = fact["on"].isoformat()
        yield on, partial(
            progress.add_evidence, project=project, item_code=fact["item"], kind=fact["kind"], on_date=on, today=TODAY,
            step=fact.get("step"), units=fact.get("units"), note=fact.get("note"),
        )  # fmt: skip


def _names_by_hand(path: str, project_id: int) -> None:
    """Short names and labels that a coordinator would give by hand, since no table holds them."""
    with writing(path, "demo names", project_id=project_id) as writer:
        epoch = writer.connection.execute("SELECT epoch FROM meta").fetchone()[0]
        for name, short in SHORT_NAMES.items():
            row = organisations.find(writer, name)
            roles.set_short(writer, key(row.id), Base(row.version, epoch, {"short": row.short}), short)
        for label, names in LABELS.items():
            ids = [key(organisations.find(writer, name).id) for name in names]
            roles.set_labels(writer, project_id, ids, [label])


def remove(path: str) -> None:
    """Delete the demo's store; EtappiError if the file at *path* is no demo."""
    with reading(path) as connection:
        real = connection.execute("SELECT count(*) FROM project WHERE NOT demo").fetchone()[0]
    if real:
        raise EtappiError("cli.not_the_demo", path=path)
    os.unlink(path)  # noqa: PTH108
