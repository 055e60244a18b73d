"""What every desk of the app is made of: one project of one store, and how an act on it becomes a transaction."""

from collections.abc import Callable
from sqlite3 import Connection
from typing import TYPE_CHECKING, TypeVar

from core.text import clean
from store.database import reading
from store.status import ProjectRow, project_named

if TYPE_CHECKING:  # the writer's libraries cost more than the first screen: acts take them in
    from store.writing import Writer

T = TypeVar("T")


class ProjectDesk:
    """A project of the store at *path*; *code* None is the only one (see `store.status.project_named`)."""

    def __init__(self, path: str, code: str | None = None) -> None:
        self.path = path
        self.code = code

    def _act(
        self, command: str, act: "Callable[[Writer, ProjectRow], T]", why: str | None = None,
        about: "Callable[[Connection], str] | None" = None,
    ) -> tuple[int, T]:  # fmt: skip
        """Do *act* in one transaction, logged as *command* and what it is *about*; the action's number and what the act
        returned."""
        from store.writing import writing

        with reading(self.path) as connection:
            project = self._project(connection)
            said = f"{command} {about(connection)}".strip() if about is not None else command
        with writing(self.path, clean(said, 200), project_id=project.id, why=why) as writer:
            result = act(writer, project)
        return writer.action, result

    def _project(self, connection: Connection) -> ProjectRow:
        return project_named(connection, self.code)
