"""A plan file for a project that exists: what it would change, and writing it (`etappi init` once more)."""

from dataclasses import dataclass
from sqlite3 import Connection

from core.difference import PlanAsItStands, PlanChange
from core.errors import EtappiError
from core.plandiff import compare, with_names
from core.planning import PlanFile
from core.text import clean
from importers.planorganisations import PlanOrganisations, resolve
from store import queries
from store.clock import today as today_of
from store.decisions import with_why
from store.planstate import plan_state
from store.status import ProjectRow, project_named


@dataclass(frozen=True)
class PlanUpdate:
    """What a plan file would change in a project: the project as it stands, the file's *plan* with the organisations'
    names of the store, what those names came from, and the differences."""

    now: PlanAsItStands
    plan: PlanFile
    organisations: PlanOrganisations
    change: PlanChange


def look(
    connection: Connection, project: ProjectRow, plan: PlanFile, file: str, effective: int | None = None
) -> PlanUpdate:
    """What *plan*, read from *file*, would change from the quarter *effective* on (that of today, or the first open
    one). EtappiError where *effective* is locked or outside the project."""
    now = plan_state(connection, project, today_of(project.fixed_today), effective)
    found = resolve(plan, queries.known(connection, 0).organisations, file)
    named = with_names(plan, found.names)
    return PlanUpdate(now, named, found, compare(now, named))


def write(
    path: str, project: ProjectRow, plan: PlanFile, file: str, *, decision: str | None, effective: int | None = None
) -> tuple[PlanUpdate, int | None]:
    """Write what differs as one action, looked at anew inside its transaction; returns what was written and the
    action's number (None where nothing differs).

    *decision* ("26.9.2024 § 5") becomes the decision of every new due date, cancelled and added item, and the reason of
    the action. EtappiError (exit 1), with nothing written, where a difference is refused.
    """
    from store.commands import replanning
    from store.writing import writing

    today = today_of(project.fixed_today)
    why = with_why("", decision, today, project) or None
    with writing(path, clean(f"init {file}", 200), project_id=project.id, why=why) as writer:
        fresh = project_named(writer.connection, project.code)
        found = look(writer.connection, fresh, plan, file, effective)
        if found.change.differences:
            replanning.apply(writer, fresh, found.now, found.plan, found.change, today, names=found.organisations.names,
                             new=found.organisations.new, decision=decision)  # fmt: skip
    return found, writer.action if writer.saved else None


def existing(connection: Connection, plan: PlanFile) -> ProjectRow | None:
    """The project of the plan's code, if the store has it."""
    try:
        return project_named(connection, plan.project.code)
    except EtappiError:
        return None
