"""The demo's obligations: what organisations have said of what they owe, from obligations.toml."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from store.commands import obligations
from store.status import ProjectRow
from store.writing import Writer


@dataclass(frozen=True)
class Told:
    """What was said on an ISO date of several organisations (by name or short name)."""

    on: str
    obligation: str
    state: str
    organisations: tuple[str, ...]


def all_told() -> tuple[Told, ...]:
    """Everything of the file, in order of time."""
    content = tomllib.loads(files("demo").joinpath("obligations.toml").read_text(encoding="utf-8"))
    return tuple(
        Told(fact["on"].isoformat(), fact["obligation"], fact["state"], tuple(fact["organisations"]))
        for fact in content["fact"]
    )


def tell(writer: Writer, project: ProjectRow, fact: Told) -> None:
    """Record one of them, as on its own day."""
    spelled = "SELECT short, id FROM organisation UNION SELECT name, id FROM organisation"
    names = dict(writer.connection.execute(spelled).fetchall())
    ids = [names[name] for name in fact.organisations]
    obligations.set_state(writer, project, fact.obligation, ids, fact.state, fact.on, fact.on)
