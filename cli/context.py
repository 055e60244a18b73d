"""What every verb knows: the store's path, the project asked for, the language; and how verbs reach the store."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Connection

from cli.status import choose_language
from core.errors import StoreError
from store import opening
from store.database import reading
from store.status import ProjectRow, project_named, projects


@dataclass(frozen=True)
class Context:
    """The global options: --db, --project, --lang (None where not given); --theme and --no-mouse are the app's."""

    db: str | None = None
    project: str | None = None
    language: str | None = None
    theme: str | None = None
    mouse: bool = True

    @property
    def path(self) -> str:
        """The store's file."""
        return self.db or opening.default_path()

    def prepared(self, *, make: bool = False) -> str:
        """The path of a store that exists and is up to date (made first if *make*); StoreError otherwise."""
        if not make and not os.path.lexists(self.path):
            raise StoreError("store.missing", path=self.path)
        opening.prepare(self.path, make=make)
        return self.path

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading, from a store that is up to date; speaks the language of its first project."""
        with reading(self.prepared()) as connection:
            found = projects(connection)
            choose_language(self.language, found[0].language if found else None)
            yield connection

    @contextmanager
    def project_reading(self) -> Iterator[tuple[Connection, ProjectRow]]:
        """A connection for reading and the project that is meant, in whose language the verb goes on."""
        with self.reading() as connection:
            yield connection, self.chosen(connection)

    def chosen(self, connection: Connection) -> ProjectRow:
        """The project of --project or ETAPPI_PROJECT, or the only one; EtappiError otherwise."""
        project = project_named(connection, self.project or os.environ.get("ETAPPI_PROJECT"))
        choose_language(self.language, project.language)
        return project
