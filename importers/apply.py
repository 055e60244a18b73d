"""Write an import plan: computed again inside the writing transaction, and only if it is still the plan shown."""

from dataclasses import dataclass

from core.errors import EtappiError
from core.importing import ImportPlan, Known
from importers.answers import Answers
from importers.plan import make_plan
from store import backup, opening, queries
from store.commands import participation
from store.writing import writing

BYTES_PER_ROW = 2_000


@dataclass(frozen=True)
class Source:
    """What a plan is made of: a file's bytes and name, the answers, and the options of the command."""

    content: bytes
    file: str
    answers: Answers
    package: str | None = None
    unmarked: str | None = None
    skip_errors: bool = False

    def plan(self, known: Known) -> ImportPlan:
        """The plan against a state of the store (core.importing.Known)."""
        return make_plan(self.content, self.file, known, self.answers, package=self.package,
                         unmarked=self.unmarked, skip_errors=self.skip_errors)  # fmt: skip


def apply(path: str, project_id: int, source: Source, shown: ImportPlan) -> int | None:
    """Carry out *shown* on the store at *path*; returns the batch number, or None where it changes nothing.

    A verified backup comes first. EtappiError, with nothing written: open questions, rows in error, or a store that
    has changed since the plan was shown.
    """
    if shown.questions:
        raise EtappiError("import.open_questions", 1, n=len(shown.questions))
    if shown.errors:
        raise EtappiError("import.rows_in_error", n=shown.errors)
    if not shown.changes_something:
        return None
    opening.require_space(path, BYTES_PER_ROW * shown.rows_read)
    backup.before(path, "import")
    with writing(path, f"import {shown.file}", project_id=project_id) as writer:
        if source.plan(queries.known(writer.connection, project_id)) != shown:
            raise EtappiError("import.store_changed")
        return participation.apply_import(writer, project_id, shown)
