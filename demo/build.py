"""Build the demo project: the bundled plan, tables and answers through the same ways as a user's own files."""

import os
import tomllib
from importlib.resources import files

from core.errors import EtappiError
from demo import TODAY, agreements, indicators
from importers.answers import parse
from importers.apply import Source, apply
from importers.planfile import read_plan
from importers.planorganisations import resolve
from store import opening, queries
from store.commands import organisations, progress, roles
from store.commands import plan as plan_commands
from store.database import reading
from store.editing import Base
from store.status import project_named
from store.writing import key, writing

SHORT_NAMES = {"Jokilaaksojen koulutuskuntayhtymä": "JEDU", "Työtehoseura ry": "TTS"}
LABELS = {
    "ruotsinkielinen": ("Axxell Utbildning Ab", "Optima", "Practicum", "Yrkesakademin i Österbotten (YA)"),
}


def build(path: str) -> None:
    """Make the demo in a new store at *path*: plan, roles of the eight tables, invented progress."""
    folder = files("demo")
    opening.prepare(path, make=True)
    plan = read_plan(folder.joinpath("plan.toml").read_bytes(), "plan.toml")
    found = resolve(plan, (), "plan.toml")
    with writing(path, "demo plan.toml") as writer:
        plan_commands.make_project(writer, plan, found.names, found.new, demo=True, fixed_today=TODAY)
    source = Source(
        content=folder.joinpath("participation.txt").read_bytes(), file="participation.txt",
        answers=parse(folder.joinpath("answers.toml").read_text(encoding="utf-8"), "answers.toml"),
    )  # fmt: skip
    with reading(path) as connection:
        project = project_named(connection, None)
        shown = source.plan(queries.known(connection, project.id))
    apply(path, project.id, source, shown)
    facts = tomllib.loads(folder.joinpath("progress.toml").read_text(encoding="utf-8"))
    with writing(path, "demo progress.toml", project_id=project.id) as writer:
        for fact in facts["evidence"]:
            progress.add_evidence(
                writer, project, fact["item"], fact["kind"], fact["on"].isoformat(), TODAY,
                step=fact.get("step"), units=fact.get("units"), note=fact.get("note"),
            )  # fmt: skip
    with writing(path, "demo obligations.toml", project_id=project.id) as writer:
        for told in agreements.all_told():
            agreements.tell(writer, project, told)
    with writing(path, "demo indicators.toml", project_id=project.id) as writer:
        for entered in indicators.all_values():
            indicators.enter(writer, project, entered)
    _names_by_hand(path, project.id)


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
